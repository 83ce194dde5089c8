"""Write the sheet of a workbook row by row: the tables of the worksheet, as high as the page."""

from collections.abc import Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, pairwise

from openpyxl import Workbook
from openpyxl.chart import Reference
from openpyxl.formatting.rule import FormulaRule
from openpyxl.utils import absolute_coordinate, get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet as ExcelSheet

from worksheets.fonts import wrap
from worksheets.model.brand import Logo
from worksheets.model.fields import Scale
from worksheets.model.ids import name_of, option_carrier
from worksheets.model.labels import SEAM, in_line, joined
from worksheets.model.response import Value
from worksheets.model.sheet import Grid, Slot, Worksheet
from worksheets.units import mm
from worksheets.writers import palette
from worksheets.writers.arrangement import MARGIN, by_page
from worksheets.writers.arrangement.boxes import GAP, INDENTED, Box, Table, stretched
from worksheets.writers.xlsx.curve import CHARACTER, HEIGHT, Place, add_curve, formulas
from worksheets.writers.xlsx.lines import Lines
from worksheets.writers.xlsx.lists import Lists, shown
from worksheets.writers.xlsx.looks import AnyCell, Looks, put, solid

FOOT = mm(14)
HIGHEST = 409.0
"""Points that a row can have."""
_WORSE = ("DADFE0", "A3ADAF")
"""Fills of a scale's worse half: greyer, not redder, for print and for all eyes."""


@dataclass
class Scribe:
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
    curves: dict[str, str] = field(default_factory=dict)

    @cached_property
    def questions(self) -> Mapping[str, str]:
        """Return the questions of rows; what else their hints say is about circles on paper."""
        grids = (b for b in self.worksheet.sheet.blocks if isinstance(b, Grid))
        rows = (row for grid in grids for row in grid.rows if row.instruction)
        return {slot.id: row.question for row in rows for slot in row.slots}

    def write(self) -> None:
        """Write the title and all tables, as high together as the page."""
        self._columns()
        room = self.worksheet.pages[0].height - MARGIN - FOOT - self._title()
        for number, together in by_page(self.worksheet, self.lines.tables):
            self.breaks += [self.row - 1] * (number > 1)
            heights = stretched(together, room - curves_of(together))
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
        brand, tall = self.worksheet.brand, 1.8 * sizes.title
        below = joined(" ", own.purpose, own.office.light, own.fill)
        below = joined(" — ", below, brand.organiser)
        right = self._logo(brand.logo, tall) if brand.logo else last
        title = self.looks.titled(own.title)
        for row, text, height, end in ((1, title, tall, right), (2, below, 0.0, last)):
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=end)
            put(self.sheet.cell(row, 1), text)
            lines = sum(
                1 + int(len(line) * 0.52 * sizes.small / self.width) for line in below.split(SEAM)
            )
            self.sheet.row_dimensions[row].height = height or (lines * 1.3 + 0.6) * sizes.small
        self.sheet["A1"].font = self.looks.font(sizes.title, bold=True)
        self.sheet["A2"].font = self.looks.font(sizes.small, palette.QUIET)
        for name in ("A1", "A2"):
            self.sheet[name].alignment = self.looks.aligned("center")
        self.looks.underline([self.sheet.cell(2, column) for column in range(1, last + 1)])
        return sum(self.sheet.row_dimensions[row].height or 0.0 for row in (1, 2))

    def _logo(self, logo: Logo, tall: float) -> int:
        """Put the logo at the end of the title's row; return the last column of the title."""
        from worksheets.writers.xlsx.logo import add_logo  # noqa: PLC0415 (few sheets have one)

        edges = [edge * self.width for edge in self.lines.edges]
        return max(add_logo(self.sheet, logo, edges, tall) - 1, 1)

    def _table(self, table: Table, heights: Sequence[float]) -> None:
        rows: list[int] = []  # the sheet's row of each row of the table
        needed = self._needed(table)
        for index, height in enumerate(heights):
            rows.append(self.row)
            tall = min(max(height, needed.get(index, 0.0)), HIGHEST)
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
        size = self.looks.sizes.medium
        for box in table.boxes:
            if box.slot and (text := self.text(box)):
                above = sum(table.heights[box.top : box.bottom - 1])
                tall = self.tall(text, box, size) - above
                found[box.bottom - 1] = max(found.get(box.bottom - 1, 0.0), tall)
        return found

    def tall(self, text: str, box: Box, size: float) -> float:
        """Return the height that a text needs in a box."""
        room = max((box.right - box.left) * self.width - INDENTED, size)
        return len(wrap(text, "regular", 1.06 * size, room)) * 1.2 * size + 4

    def text(self, box: Box) -> str:
        """Return the text of a box that makes its row higher."""
        found = self.answers.get(box.slot.id) if box.slot else None
        return found if isinstance(found, str) else ""

    def _box(self, table: Table, box: Box, top: int, bottom: int) -> None:
        left, right = self.lines.columns(box)
        cell = self.sheet.cell(top, left)
        self.looks.dress(cell, box.look, table.head_size, single=table.is_line(box))
        if (top, left) != (bottom, right):
            self.sheet.merge_cells(start_row=top, end_row=bottom, start_column=left,
                                   end_column=right)  # fmt: skip
        if box.slot:
            self.field(box, cell)
            for merged in chain.from_iterable(self.sheet.iter_rows(top, bottom, left, right)):
                merged._style = copy(cell._style)  # type: ignore[union-attr]
        elif box.text:
            text = f"{box.number}  {box.text}" if box.number else box.text
            put(cell, self.looks.labelled(text, box.small, box.look, table.head_size))

    def field(self, box: Box, cell: AnyCell) -> None:
        """Make a cell the place of a slot, with its answer if there is one."""
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
        count, own = len(scale.steps), self.looks.colours
        tints = (own.accent, own.tint, own.field, *_WORSE)
        for place in range(count):
            tint = tints[round(place * (len(tints) - 1) / (count - 1))]
            ink = palette.WHITE if tint == own.accent else palette.INK
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
        put(label, self.looks.labelled(office.curve))
        if last > 1:
            self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=last)
        slots = [box.slot for box in boxes if box.slot]
        scale = slots[0].field
        assert isinstance(scale, Scale)  # noqa: S101 (only scales are drawn)
        cells = [f"${get_column_letter(first)}${row - 1}" for first, _ in columns]
        values = self.values(slots, cells)
        width = (boxes[-1].right - boxes[0].left) * self.width
        place = Place(row=row, columns=(columns[0][0], columns[-1][1]), width=width,
                      rtl=self.looks.rtl, accent=self.looks.colours.accent)  # fmt: skip
        self.draw_curve(values, scale, place)
        said = joined(", ", slots[0].row_label, *(slot.column_label for slot in slots))
        part = f"xl/charts/chart{len(self.curves) + 1}.xml"
        self.curves[part] = in_line(joined(": ", office.curve, said))
        self.row += 1

    def draw_curve(self, values: Reference, scale: Scale, place: Place) -> None:
        """Draw a curve of ``values``."""
        add_curve(self.sheet, values, scale, place)

    def values(self, slots: Sequence[Slot], cells: Sequence[str]) -> Reference:
        """Return where the numbers of a curve are, which follow the ``cells`` of ``slots``."""
        answers = [self.answers.get(slot.id) for slot in slots]
        numbers = [value if isinstance(value, int) else None for value in answers]
        scale = slots[0].field
        assert isinstance(scale, Scale)  # noqa: S101 (only scales are drawn)
        return formulas(self.sheet, self.lists, scale, dict(zip(cells, numbers, strict=True)))


def curves_of(tables: Sequence[Table]) -> float:
    """Return the height of the curves below the rows of tables."""
    return HEIGHT * sum(len(table.curves) for table in tables)


def _absolute(cell: AnyCell) -> str:
    return absolute_coordinate(cell.coordinate)
