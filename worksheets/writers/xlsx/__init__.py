"""Write a worksheet as an Excel workbook that is filled in on the screen.

Every field is one unlocked cell of text with a defined name; everything else is protected,
without a password. The same input gives the same bytes.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet as ExcelSheet

from worksheets import definition as definitions
from worksheets.definition import id_line, printed_code, unplaced
from worksheets.errors import FitError, Problem
from worksheets.model.ids import name_of
from worksheets.model.labels import SLASH, in_line
from worksheets.model.response import Definition, Stamp, Value
from worksheets.model.sheet import Worksheet
from worksheets.units import mm
from worksheets.writers import palette
from worksheets.writers.arrangement import MARGIN, fitted, is_marked
from worksheets.writers.arrangement.boxes import Table, sizes_of
from worksheets.writers.package import chunks, length, normalised, shortened
from worksheets.writers.xlsx.curve import described, untitled
from worksheets.writers.xlsx.guide import write_guide
from worksheets.writers.xlsx.lines import on_one_grid
from worksheets.writers.xlsx.lists import LISTS, Lists
from worksheets.writers.xlsx.looks import FONT, MOST, Looks, colour, put
from worksheets.writers.xlsx.saving import saved
from worksheets.writers.xlsx.scribe import FOOT, Scribe, curves_of

META = "_meta"
PAPERS: Mapping[str, int] = {
    "A4": 9, "A3": 8, "A2": 66, "Letter": 1, "Legal": 5, "Tabloid": 3,
}  # fmt: skip
"""Numbers of papers (ECMA-376 part 1, 18.3.1.63); there are none for larger ones."""
_CHUNK = 8_000
_FORBIDDEN = str.maketrans("[]:*?/\\", "       ")
_INCH = 72
_TAB = 31  # characters


def write(worksheet: Worksheet, answers: Mapping[str, Value]) -> bytes:
    """Return the workbook with ``answers`` (by field id, may be empty) filled in.

    Raises FitError if the paper is larger than Excel knows, or an answer than a cell.
    """
    check_answers(answers)
    office = worksheet.sheet.office
    book, sheet, looks = begun(worksheet, office.guide, META)
    guide = book.worksheets[1]
    tables = on_one_grid(fitted(worksheet, spread=True, room=_room(worksheet)))
    scribe = Scribe(worksheet, book, sheet, looks, tables, Lists(book, office), answers)
    scribe.write()
    write_guide(guide, worksheet.sheet, looks)
    definition = _described(worksheet, book)
    set_up(worksheet, sheet, definition.stamp, scribe)
    for page in (sheet, guide):
        protect(page, looks)
    set_up_beside(worksheet, guide)
    _describe(book, worksheet, definition)
    return finished(book, scribe)


def _room(worksheet: Worksheet) -> Callable[[int, Sequence[Table]], float]:
    """Return what tells the height that tables have on a page in print."""
    sizes = sizes_of(worksheet)
    title = 1.8 * sizes.title + 3.2 * sizes.small
    room = worksheet.pages[0].height - MARGIN - FOOT - title
    return lambda _, tables: room - curves_of(tables)


def begun(worksheet: Worksheet, beside: str, *hidden: str) -> tuple[Workbook, ExcelSheet, Looks]:
    """Return a new workbook, its first sheet and its looks; a sheet ``beside`` follows.

    Raises FitError if the paper is larger than Excel knows.
    """
    if worksheet.stamp.paper not in PAPERS:
        message = f"Excel has no paper as large as {worksheet.stamp.paper}"
        hint = "take A2 or smaller, or PDF for a wall"
        raise FitError(Problem("F002", message, hint=hint))
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, ExcelSheet)  # noqa: S101 (a new workbook has one)
    sheet.title = _tab(worksheet.sheet.office.sheet)
    book.create_sheet(_tab(beside))
    for name in (LISTS, *hidden):
        book.create_sheet(name).sheet_state = "hidden"
    brand = worksheet.brand
    looks = Looks(
        sizes_of(worksheet), worksheet.sheet.direction == "rtl", palette.palette(brand.accent),
        brand.fonts["regular"].family if brand.fonts else FONT,
    )  # fmt: skip
    normal = book._named_styles["Normal"]  # type: ignore[attr-defined]
    normal.font = looks.font(10)
    return book, sheet, looks


def finished(book: Workbook, scribe: Scribe) -> bytes:
    """Return the file with what openpyxl leaves out of it."""
    organiser = scribe.worksheet.brand.organiser
    edits = {
        f"xl/worksheets/sheet{book.sheetnames.index(LISTS) + 1}.xml": scribe.lists.calculated,
        "xl/drawings/drawing1.xml": lambda part: described(part, scribe.curves.values(), organiser),
        **dict.fromkeys(scribe.curves, untitled),
    }
    return normalised(saved(book), edits)


def check_answers(answers: Mapping[str, Value]) -> None:
    """Raise FitError with all answers that are longer than a cell."""
    problems = [
        Problem("A011", f"it is longer than the {MOST} characters of a cell", name, "shorten it")
        for name, value in answers.items()
        if isinstance(value, str) and length(value) > MOST
    ]
    if problems:
        raise FitError(problems)


def _tab(text: str) -> str:
    named = text.replace(SLASH, " – ").translate(_FORBIDDEN)
    return shortened(named.strip(" '"), _TAB).strip(" '")


# ---------------------------------------------------------------- the workbook


def set_up(worksheet: Worksheet, sheet: ExcelSheet, stamp: Stamp, scribe: Scribe) -> None:
    """Set view and print: one page wide, headings that stay and repeat."""
    page, rtl = worksheet.pages[0], scribe.looks.rtl
    last = get_column_letter(len(scribe.lines.edges) - 1)
    sheet.sheet_properties.tabColor = colour(scribe.looks.colours.accent)
    setup = sheet.page_setup
    setup.orientation = "landscape" if page.width > page.height else "portrait"
    setup.paperSize = PAPERS[worksheet.stamp.paper]
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    setup.fitToWidth, setup.fitToHeight = 1, 0 if scribe.breaks else 1
    for row in scribe.breaks:
        sheet.row_breaks.append(Break(id=row))
    margins = sheet.page_margins
    margins.left = margins.right = margins.top = margins.header = MARGIN / _INCH
    margins.bottom, margins.footer = FOOT / _INCH, mm(6) / _INCH
    sheet.print_area = f"A1:{last}{scribe.row - 2}"
    code = id_line(stamp, printed_code(stamp, 1, 1))
    code = code if is_marked(worksheet) else ""
    numbers = in_line(worksheet.sheet.sheet_of).replace("&", "&&")
    numbers = numbers.replace("{number}", "&P").replace("{total}", "&N")
    for side, text in (("left", code.replace("&", "&&")), ("right", numbers)):
        part = getattr(sheet.oddFooter, side)
        part.text, part.size, part.font = text, 8, scribe.looks.family
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


def set_up_beside(worksheet: Worksheet, guide: ExcelSheet) -> None:
    """Set the print of a list beside the worksheet."""
    guide.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    guide.page_setup.orientation = "landscape"
    guide.page_setup.paperSize = PAPERS[worksheet.stamp.paper]
    guide.page_setup.fitToWidth, guide.page_setup.fitToHeight = 1, 0


def protect(sheet: ExcelSheet, looks: Looks) -> None:
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
    book.properties.title = in_line(worksheet.sheet.title)
    book.properties.language = worksheet.sheet.locale.replace("_", "-")
    book.properties.creator = None
    book.calculation.fullCalcOnLoad = True
