"""Write a worksheet as an Excel workbook that is filled in on the screen.

Every field is one unlocked cell of text with a defined name; everything else is protected,
without a password. The same input gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain, groupby, pairwise

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import absolute_coordinate, get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet as ExcelSheet

from worksheets import definition as definitions
from worksheets.definition import id_line, printed_code, unplaced
from worksheets.errors import FitError, Problem
from worksheets.fonts import wrap
from worksheets.model.fields import Scale
from worksheets.model.ids import name_of, option_carrier
from worksheets.model.response import Definition, Value
from worksheets.model.sheet import Grid, Worksheet
from worksheets.units import mm
from worksheets.writers import palette
from worksheets.writers.arrangement import MARGIN, arranged, is_marked
from worksheets.writers.arrangement.boxes import GAP, INDENTED, Box, Table, sizes_of, stretched
from worksheets.writers.package import chunks, length, normalised, shortened
from worksheets.writers.xlsx.curve import CHARACTER, HEIGHT, Place, add_curve, described, untitled
from worksheets.writers.xlsx.guide import write_guide
from worksheets.writers.xlsx.lines import Lines, on_one_grid
from worksheets.writers.xlsx.lists import LISTS, Lists, shown
from worksheets.writers.xlsx.looks import FONT, MOST, AnyCell, Looks, colour, put, solid
from worksheets.writers.xlsx.saving import saved

META = "_meta"
PAPERS: Mapping[str, int] = {
    "A4": 9, "A3": 8, "A2": 66, "Letter": 1, "Legal": 5, "Tabloid": 3,
}  # fmt: skip
"""Numbers of papers (ECMA-376 part 1, 18.3.1.63); there are none for larger ones."""
_CHUNK = 8_000
_FOOT = mm(14)
_HIGHEST = 409.0  # points that a row can have
_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")
_INCH = 72
_TAB = 31  # characters
_TINTS = (palette.ACCENT, "A9CDCD", palette.FIELD, "DADFE0", "A3ADAF")
"""Fills of a scale from the best to the worst: greyer, not redder, for print and for all eyes."""


def write(worksheet: Worksheet, answers: Mapping[str, Value]) -> bytes:
    """Return the workbook with ``answers`` (by field id, may be empty) filled in.

    Raises FitError if the paper is larger than Excel knows, or an answer than a cell.
    """
    _check(worksheet, answers)
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, ExcelSheet)  # noqa: S101 (a new workbook has one)
    office = worksheet.sheet.office
    sheet.title = _tab(office.sheet)
    guide = book.create_sheet(_tab(office.guide))
    for name in (LISTS, META):
        book.create_sheet(name).sheet_state = "hidden"
    looks = Looks(sizes_of(worksheet), rtl=worksheet.sheet.direction == "rtl")
    normal = book._named_styles["Normal"]  # type: ignore[attr-defined]
    normal.font = looks.font(10)
    tables = on_one_grid(arranged(worksheet, spread=True))
    scribe = _Scribe(worksheet, book, sheet, looks, tables, Lists(book, office), answers)
    scribe.write()
    write_guide(guide, worksheet.sheet, looks)
    definition = _described(worksheet, book)
    _set_up(worksheet, sheet, definition, scribe)
    for page in (sheet, guide):
        _protect(page, looks)
    _set_up_guide(worksheet, guide)
    _describe(book, worksheet, definition)
    hidden = f"xl/worksheets/sheet{book.sheetnames.index(LISTS) + 1}.xml"
    edits = {
        hidden: scribe.lists.calculated,
        "xl/drawings/drawing1.xml": lambda part: described(part, office.curve),
        **dict.fromkeys(scribe.curves, untitled),
    }
    return normalised(saved(book), edits)


def _check(worksheet: Worksheet, answers: Mapping[str, Value]) -> None:
    problems = [
        Problem("A011", f"it is longer than the {MOST} characters of a cell", name, "shorten it")
        for name, value in answers.items()
        if isinstance(value, str) and length(value) > MOST
    ]
    if worksheet.stamp.paper not in PAPERS:
        message = f"Excel has no paper as large as {worksheet.stamp.paper}"
        problems.append(Problem("F002", message, hint="take A2 or smaller, or PDF for a wall"))
    if problems:
        raise FitError(problems)


def _tab(text: str) -> str:
    return shortened(text.translate(_FORBIDDEN).strip(" '"), _TAB).strip(" '")


# ---------------------------------------------------------------- the sheet


@dataclass
class _Scribe:
    """Writes the sheet that is filled in, row by row."""

    worksheet: Worksheet
    book: Workbook
    sheet: ExcelSheet
    looks: Looks
    lines: Lines
    lists: Lists
    answers: Mapping[str, Value]
    row: int = 3
    heads: tuple[int, int] | None = None
    first: AnyCell | None = None
    breaks: list[int] = field(default_factory=list)
    curves: list[str] = field(default_factory=list)

    @cached_property
    def questions(self) -> Mapping[str, str]:
        """Return the questions of rows; what else their hints say is about circles on paper."""
        grids = (b for b in self.worksheet.sheet.blocks if isinstance(b, Grid))
        rows = (row for grid in grids for row in grid.rows if row.instruction)
        return {slot.id: row.question for row in rows for slot in row.slots}

    def write(self) -> None:
        """Write the title and all tables, as high together as the page."""
        self._columns()
        room = self.worksheet.pages[0].height - MARGIN - _FOOT - self._title()
        pages = {f.id: f.page for f in self.worksheet.definition.fields}

        def page_of(table: Table) -> int:
            return min(pages[slot.id] for slot in table.slots)

        for number, group in groupby(self.lines.tables, page_of):
            together = list(group)
            self.breaks += [self.row - 1] * (number > 1)
            curves = sum(len(table.curves) for table in together)
            heights = stretched(together, room - HEIGHT * curves)
            for table, tall in zip(together, heights, strict=True):
                self._table(table, tall)
                self.sheet.row_dimensions[self.row].height = GAP
                self.row += 1

    @property
    def width(self) -> float:
        """Return the width of all columns in points."""
        return self.worksheet.pages[0].width - 2 * MARGIN

    def _columns(self) -> None:
        for number, (left, right) in enumerate(pairwise(self.lines.edges), start=1):
            units = (right - left) * self.width / CHARACTER
            self.sheet.column_dimensions[get_column_letter(number)].width = round(units, 2)

    def _title(self) -> float:
        """Write the title and what the map is for; return their height."""
        own, sizes, last = self.worksheet.sheet, self.looks.sizes, len(self.lines.edges) - 1
        below = " ".join(text for text in (own.purpose, own.office.light, own.fill) if text)
        for row, text, height in ((1, own.title, 1.8 * sizes.title), (2, below, 0.0)):
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
            put(self.sheet.cell(row, 1), text)
            lines = 1 + int(len(below) * 0.52 * sizes.small / self.width)
            self.sheet.row_dimensions[row].height = height or (lines * 1.3 + 0.6) * sizes.small
        self.sheet["A1"].font = self.looks.font(sizes.title, bold=True)
        self.sheet["A2"].font = self.looks.font(sizes.small, palette.QUIET)
        for name in ("A1", "A2"):
            self.sheet[name].alignment = self.looks.aligned("center")
        self.looks.underline([self.sheet.cell(2, column) for column in range(1, last + 1)])
        return sum(self.sheet.row_dimensions[row].height or 0.0 for row in (1, 2))

    def _table(self, table: Table, heights: Sequence[float]) -> None:
        rows: list[int] = []  # the sheet's row of each row of the table
        needed = self._needed(table)
        for index, height in enumerate(heights):
            rows.append(self.row)
            tall = min(max(height, needed.get(index, 0.0)), _HIGHEST)
            self.sheet.row_dimensions[self.row].height = round(tall, 1)
            self.row += 1
            if index in table.curves:
                self._curve(table, index)
        if table.heads and self.heads is None and not table.header:
            self.heads = rows[0], rows[table.heads - 1]
        for box in table.boxes:
            self._box(table, box, rows[box.top], rows[box.bottom - 1])

    def _needed(self, table: Table) -> dict[int, float]:
        """Return the heights that the rows with answers need; rows of Excel do not grow."""
        found: dict[int, float] = {}
        size, line = self.looks.sizes.medium, self.width
        for box in table.boxes:
            text = self.answers.get(box.slot.id) if box.slot else None
            if isinstance(text, str):
                room = max((box.right - box.left) * line - INDENTED, size)
                tall = len(wrap(text, "regular", 1.06 * size, room)) * 1.2 * size + 4
                above = sum(table.heights[box.top : box.bottom - 1])
                found[box.bottom - 1] = max(found.get(box.bottom - 1, 0.0), tall - above)
        return found

    def _box(self, table: Table, box: Box, top: int, bottom: int) -> None:
        left, right = self.lines.columns(box)
        cell = self.sheet.cell(top, left)
        self.looks.dress(cell, box.look, table.head_size, single=table.is_line(box))
        if (top, left) != (bottom, right):
            self.sheet.merge_cells(start_row=top, end_row=bottom, start_column=left,
                                   end_column=right)  # fmt: skip
        if box.slot:
            self._field(box, cell)
            for merged in chain.from_iterable(self.sheet.iter_rows(top, bottom, left, right)):
                merged._style = copy(cell._style)  # type: ignore[union-attr]
        elif box.text:
            text = f"{box.number}  {box.text}" if box.number else box.text
            labelled = self.looks.labelled(text, box.small)
            if isinstance(labelled, str):
                put(cell, text)
            else:
                cell.value = labelled

    def _field(self, box: Box, cell: AnyCell) -> None:
        slot = box.slot
        assert slot is not None  # noqa: S101
        value = self.answers.get(slot.id)
        carrier = str(slot.id)
        if box.option:
            carrier = option_carrier(slot.id, box.option.id)
            value = isinstance(value, tuple) and box.option.id in value
        text = shown(self.lists, slot.field, value)
        self.first = self.first or cell
        if text:
            put(cell, text)
        self.looks.open(cell)
        hint = self.questions.get(slot.id, slot.hint)
        self.lists.check(self.sheet, cell, slot, hint, box.option.label if box.option else "")
        name = DefinedName(name_of(carrier), attr_text=f"{self._quoted}!{_absolute(cell)}")
        self.book.defined_names.add(name)
        if isinstance(slot.field, Scale) and slot.field.faces:
            self._tint(cell, slot.field)

    @property
    def _quoted(self) -> str:
        return "'" + self.sheet.title.replace("'", "''") + "'"

    def _tint(self, cell: AnyCell, scale: Scale) -> None:
        """Colour a cell by its answer."""
        count = len(scale.steps)
        for place in range(count):
            tint = _TINTS[round(place * (len(_TINTS) - 1) / (count - 1))]
            ink = palette.WHITE if tint == palette.ACCENT else palette.INK
            formula = f"MATCH({cell.coordinate},{self.lists.name(scale)},0)={place + 1}"
            rule = FormulaRule(  # type: ignore[no-untyped-call]
                formula=[formula], fill=solid(tint), font=self.looks.font(
                self.looks.sizes.medium, ink))  # fmt: skip
            self.sheet.conditional_formatting.add(cell.coordinate, rule)

    def _curve(self, table: Table, index: int) -> None:
        """Write the row of the chart that follows the row above."""
        office, row = self.worksheet.sheet.office, self.row
        self.sheet.row_dimensions[row].height = HEIGHT
        boxes = [box for box in table.boxes if box.slot and box.top == index]
        columns = [self.lines.columns(box) for box in boxes]
        label, last = self.sheet.cell(row, 1), columns[0][0] - 1
        self.looks.dress(label, "label")
        put(label, office.curve)
        if last > 1:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        scale = boxes[0].slot.field if boxes[0].slot else None
        assert isinstance(scale, Scale)  # noqa: S101 (only scales are drawn)
        values = [self.answers.get(box.slot.id) if box.slot else None for box in boxes]
        cells = {
            f"${get_column_letter(first)}${row - 1}": value if isinstance(value, int) else None
            for (first, _), value in zip(columns, values, strict=True)
        }
        width = (boxes[-1].right - boxes[0].left) * self.width
        place = Place(row=row, columns=(columns[0][0], columns[-1][1]), width=width,
                      rtl=self.looks.rtl)  # fmt: skip
        add_curve(self.sheet, self.lists, scale, cells, place)
        self.curves.append(f"xl/charts/chart{len(self.curves) + 1}.xml")
        self.row += 1


def _absolute(cell: AnyCell) -> str:
    return absolute_coordinate(cell.coordinate)


# ---------------------------------------------------------------- the workbook


def _set_up(
    worksheet: Worksheet, sheet: ExcelSheet, definition: Definition, scribe: _Scribe
) -> None:
    """Set view and print: one page wide, headings that stay and repeat."""
    page, rtl = worksheet.pages[0], scribe.looks.rtl
    last = get_column_letter(len(scribe.lines.edges) - 1)
    sheet.sheet_properties.tabColor = colour(palette.ACCENT)
    setup = sheet.page_setup
    setup.orientation = "landscape" if page.width > page.height else "portrait"
    setup.paperSize = PAPERS[worksheet.stamp.paper]
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    setup.fitToWidth, setup.fitToHeight = 1, 0 if scribe.breaks else 1
    for row in scribe.breaks:
        sheet.row_breaks.append(Break(id=row))
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.header = MARGIN / _INCH
    margins.bottom, margins.footer = _FOOT / _INCH, mm(6) / _INCH
    sheet.print_area = f"A1:{last}{scribe.row - 2}"
    code = id_line(definition.stamp, printed_code(definition.stamp, 1, 1))
    code = code if is_marked(worksheet) else ""
    numbers = worksheet.sheet.sheet_of.replace("&", "&&")
    numbers = numbers.replace("{number}", "&P").replace("{total}", "&N")
    for side, text in (("left", code.replace("&", "&&")), ("right", numbers)):
        part = getattr(sheet.oddFooter, side)
        part.text, part.size, part.font = text, 8, FONT
    view = sheet.sheet_view
    view.rightToLeft, view.showGridLines, view.zoomScale = rtl, False, 100
    if scribe.heads:
        first, end = scribe.heads
        if len(scribe.breaks) == 0:
            sheet.print_title_rows = f"{first}:{end}"
        sheet.freeze_panes = f"B{end + 1}"
    else:
        sheet.freeze_panes = "A3"
    if scribe.first:
        for selection in view.selection:
            selection.activeCell = selection.sqref = scribe.first.coordinate


def _set_up_guide(worksheet: Worksheet, guide: ExcelSheet) -> None:
    guide.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    guide.page_setup.orientation = "landscape"
    guide.page_setup.paperSize = PAPERS[worksheet.stamp.paper]
    guide.page_setup.fitToWidth, guide.page_setup.fitToHeight = 1, 0


def _protect(sheet: ExcelSheet, looks: Looks) -> None:
    """Protect what is printed, without a password; rows and columns may be made larger."""
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False
    sheet.sheet_view.rightToLeft = looks.rtl
    sheet.sheet_view.showGridLines = False


def _described(worksheet: Worksheet, book: Workbook) -> Definition:
    """Return the definition that the file carries: no places, but all words that stand in it."""
    own = worksheet.definition
    fields = {name_of(f.id) for f in own.fields}
    places = {
        name.attr_text.replace("$", "").rpartition("!")[2]
        for key, name in book.defined_names.items()
        if key in fields or key.startswith("f_")
    }
    sheets = [sheet for sheet in book.worksheets if sheet.title not in {LISTS, META}]
    texts = [
        line
        for number, sheet in enumerate(sheets)
        for row in sheet.iter_rows()
        for cell in row
        if cell.value is not None and not (number == 0 and cell.coordinate in places)
        for line in str(cell.value).split("\n")
    ]
    return replace(unplaced(own), texts=tuple(dict.fromkeys(text for text in texts if text)))


def _describe(book: Workbook, worksheet: Worksheet, definition: Definition) -> None:
    """Say what the file is, twice: some programs drop custom properties."""
    stamp = definition.stamp
    own = (("worksheet", f"{stamp.layout} {stamp.version}"), *chunks(definition))
    for name, text in own:
        book.custom_doc_props.append(StringProperty(name=name, value=text))  # type: ignore[attr-defined]
    packed = definitions.pack(definitions.encode(definition))
    for number, start in enumerate(range(0, len(packed), _CHUNK)):
        put(book[META].cell(number + 1, 1), f"{number:04}:{packed[start : start + _CHUNK]}")
    book.properties.title = worksheet.sheet.title
    book.properties.language = worksheet.sheet.locale.replace("_", "-")
    book.properties.creator = None
    book.calculation.fullCalcOnLoad = True
