"""Read a filled Excel workbook: the cells with our defined names, and all others as plain text.

Only values count, never formats: what a cell shows as 3.00 is 3. Sources: ECMA-376 part 1, 18.2.5
(defined names), 18.3.1.4 (cells), 18.3.1.55 (merged cells).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml.etree import _Element

from worksheets.definition import refuse_result
from worksheets.errors import Problem
from worksheets.model.brand import LOGO_NAME
from worksheets.model.response import Cell, Found, Mark
from worksheets.readers.office_marks import bounded, definitions_of, merged
from worksheets.readers.office_open import Package, joined, unusable
from worksheets.readers.xlsx_values import Grid, S, Values, column_number

MAX_SHEETS = 200
META, LISTS = "_meta", "_lists"
_PREFIX = "f_"
_REFERENCE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::.*)?")
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
_PICTURES = tuple(f"{_DRAWING}{name}" for name in ("pic", "sp", "cxnSp"))
_INDEX = re.compile("[0-9]{1,7}")
_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@dataclass(frozen=True, slots=True)
class _Name:
    """A defined name of ours: its carrier and its cell, "" and 0 if that was deleted."""

    carrier: str
    sheet: str = ""
    column: int = 0
    row: int = 0


def read_form(data: bytes) -> Found:
    """Return what the workbook in ``data`` holds.

    Raises UnusableInputError: R001 binary, R003 over a limit, R004 password, R007 damaged,
    R018 entities, R022 a merged result.
    """
    try:
        return _found(Package(data))
    except MemoryError as error:
        raise unusable("R003", "the file needs more memory than is allowed") from error


def _found(package: Package) -> Found:
    book = package.main("xl/workbook.xml")
    relations = package.relations(package.main_name)
    parts = {
        sheet.get("name", ""): relations.get(sheet.get(_RELATION, ""), ("", ""))[1]
        for sheet in book.iterfind(f"{S}sheets/{S}sheet")
    }
    if len(parts) > MAX_SHEETS:
        raise unusable("R003", f"the workbook has more than {MAX_SHEETS} sheets")
    values = Values(package, book)
    package.refuse_result()
    grids = {
        name: grid
        for name, part in parts.items()
        if name not in {META, LISTS} and (grid := values.grid(part)) is not None
    }
    foot = "\n".join(grid.foot for grid in grids.values())
    refuse_result([foot])
    names = list(_names(book))
    problems = list(package.problems)
    packed = [package.custom_definition, _meta(values, parts.get(META, ""))]
    used = {(name.sheet, name.row, name.column) for name in names}
    cells = [cell for number, (sheet, grid) in enumerate(grids.items(), start=1)
             for cell in _cells(number, sheet, grid, used)]  # fmt: skip
    for sheet in grids:
        cells += _comments(package, parts[sheet], sheet)
        cells += _text_boxes(package, parts[sheet], sheet, problems)
    found = Found(
        definitions=tuple(definitions_of(packed, problems)),
        marks=tuple(merged([mark for name in names if (mark := _mark(name, grids))])),
        deleted=tuple(name.carrier for name in names if not name.sheet),
        cells=tuple(cells),
        problems=tuple(problems),
        foot=foot,
    )
    return bounded(found)


def _meta(values: Values, part: str) -> str:
    grid = values.grid(part) if part else None
    texts = grid.texts if grid else {}
    return joined(text for (_, column), text in sorted(texts.items()) if column == 1)


def _names(book: _Element) -> Iterator[_Name]:
    """Yield our defined names; a copied sheet has them once more, in its own scope."""
    for entry in book.iterfind(f"{S}definedNames/{S}definedName"):
        name = entry.get("name", "")
        if not name.startswith(_PREFIX):
            continue
        carrier = name.removeprefix(_PREFIX)
        place = _REFERENCE.fullmatch((entry.text or "").strip())
        if place and "#REF!" not in place[0]:
            sheet = (place[1] or place[2]).replace("''", "'")
            yield _Name(carrier, sheet, column_number(place[3]), int(place[4]))
        else:
            yield _Name(carrier)


def _mark(name: _Name, grids: dict[str, Grid]) -> Mark | None:
    """Return what stands in the cell of a name."""
    grid = grids.get(name.sheet)
    if grid is None:
        return None
    place = (name.row, name.column)
    problems = tuple(grid.problems.get(place, ()))
    start = grid.merged.get(place, place)
    if start != place:
        message = f"its cell was merged with {start_name(start)}, where the text counts"
        hint = "look at the file"
        return Mark(name=name.carrier, text="", problems=(Problem("A018", message, hint=hint),))
    return Mark(name=name.carrier, text=grid.texts.get(place, ""), problems=problems)


def start_name(place: tuple[int, int]) -> str:
    """Return the address of a cell by row and column."""
    row, column = place
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{row}"


def _cells(number: int, sheet: str, grid: Grid, used: set[tuple[str, int, int]]) -> Iterator[Cell]:
    """Yield the cells of a sheet, empty ones too: answers that are not given stand in them."""
    for (row, column), text in grid.texts.items():
        rows, columns = grid.spans.get((row, column), (1, 1))
        field = (sheet, row, column) in used
        yield Cell(
            table=number,
            row=row - 1,
            column=column - 1,
            place=f"{sheet}!{start_name((row, column))}",
            rows=rows,
            columns=columns,
            text=text,
            rest="" if field else text,
            fields=(start_name((row, column)),) if field else (),
        )


def _comments(package: Package, part: str, sheet: str) -> Iterator[Cell]:
    """Yield the notes beside cells: people answer there too."""
    target = package.target(part, "/comments")
    root = package.xml(target) if target else None
    for comment in root.iter(f"{S}comment") if root is not None else ():
        text = "".join(node.text or "" for node in comment.iter(f"{S}t")).strip()
        if text:
            place = f"note at {sheet}!{comment.get('ref', '')}"
            yield Cell(table=0, row=0, column=0, place=place, text=text, rest=text)


def _text_boxes(package: Package, part: str, sheet: str, problems: list[Problem]) -> Iterator[Cell]:
    """Yield the text boxes of a sheet; that there are pictures becomes a problem."""
    target = package.target(part, "/drawing")
    root = package.xml(target) if target else None
    pictures = []
    for anchor in root if root is not None else ():
        place = f"{sheet}!{_anchored(anchor)}"
        paragraphs = anchor.iter(f"{_TEXT}p")
        lines = ("".join(t.text or "" for t in p.iter(f"{_TEXT}t")) for p in paragraphs)
        if text := "\n".join(lines).strip():
            place = f"text box at {place}"
            yield Cell(table=0, row=0, column=0, place=place, text=text, rest=text)
        elif next(anchor.iter(*_PICTURES), None) is not None and not _is_logo(anchor):
            pictures.append(place)
    if pictures:
        message = f"a picture or a drawing stands at {', '.join(pictures[:3])}"
        problems.append(Problem("A016", message, hint="look at the file: it is not read"))


def _is_logo(anchor: _Element) -> bool:
    names = [node.get("name") for node in anchor.iter(f"{_DRAWING}cNvPr")]
    return names == [LOGO_NAME]


def _anchored(anchor: _Element) -> str:
    """Return the address of the cell where a drawing begins."""
    sides = (f"{_DRAWING}from/{_DRAWING}{side}" for side in ("row", "col"))
    row, column = (anchor.findtext(side) or "" for side in sides)
    known = _INDEX.fullmatch(row) and _INDEX.fullmatch(column)
    return start_name((int(row) + 1, int(column) + 1)) if known else "?"
