"""Read a filled Word file: what stands in its controls, and all its tables as plain text.

A control is known by its tag or, where a program forgot that, by the bookmark around it. The
answer is the text of the whole cell, since people also type beside a control. Sources:
ECMA-376 part 1, 17.5.2 (controls), 17.13.5 (tracked changes), 17.4 (tables).
"""

from collections.abc import Iterator
from dataclasses import replace

from lxml.etree import _Element

from worksheets.definition import refuse_result
from worksheets.errors import Problem
from worksheets.model.response import Cell, Found, Mark
from worksheets.readers.docx_text import Reading, W
from worksheets.readers.office_marks import bounded, definitions_of, merged
from worksheets.readers.office_open import Package, unusable, whole

MAX_CELLS = 20_000
_TABLE, _ROW, _CELL, _PARAGRAPH = (f"{W}{name}" for name in ("tbl", "tr", "tc", "p"))
_SETTINGS, _SPAN, _MERGED = f"{W}tcPr", f"{W}gridSpan", f"{W}vMerge"
_WRAPPERS = {f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "ins", "smartTag")}
_FOOTERS = 6
_MOST_COLUMNS = 100


def read_form(data: bytes) -> Found:
    """Return what the Word file in ``data`` holds.

    Raises UnusableInputError: R003 over a limit, R004 password, R007 damaged, R018 entities,
    R022 a merged result.
    """
    try:
        return _found(Package(data))
    except MemoryError as error:
        raise unusable("R003", "the file needs more memory than is allowed") from error
    except RecursionError as error:
        raise unusable("R003", "the file is nested too deeply") from error


def _found(package: Package) -> Found:
    root = package.main("word/document.xml")
    package.refuse_result()
    body = root.find(f"{W}body")
    problems = list(package.problems)
    definitions = tuple(definitions_of([package.custom_definition], problems))
    foot = "" if definitions else _foot(package)
    refuse_result([foot])
    cells, marks = _content(body if body is not None else root, problems)
    comments = package.xml(package.target(package.main_name, "/comments"))
    cells += _comments(comments)
    found = Found(
        definitions=definitions,
        marks=tuple(merged(marks)),
        problems=tuple(problems),
        cells=tuple(cells),
        foot=foot,
    )
    return bounded(found)


def _foot(package: Package) -> str:
    """Return the text of the footers, where the sheet is named."""
    names = [name for kind, name in package.relations(package.main_name).values()
             if kind.endswith("/footer")]  # fmt: skip
    roots = (package.xml(name) for name in names[:_FOOTERS])
    return "\n".join(Reading(root).text for root in roots if root is not None)


def _comments(root: _Element | None) -> list[Cell]:
    found = root.iter(f"{W}comment") if root is not None else ()
    return [
        Cell(table=0, row=number, column=0, place=f"comment {number}", text=text, rest=text)
        for number, comment in enumerate(found, start=1)
        if (text := Reading(comment).text.strip())
    ]


# ---------------------------------------------------------------- tables


def _content(body: _Element, problems: list[Problem]) -> tuple[list[Cell], list[Mark]]:
    """Return all cells and loose paragraphs, and the marks of their controls."""
    cells: list[Cell] = []
    marks: list[Mark] = []
    tables = 0
    for number, block in enumerate(_blocks(body), start=1):
        if block.tag == _TABLE:
            tables += 1
            _read_table(block, tables, cells, marks, problems)
            if len(cells) > MAX_CELLS:
                raise unusable("R003", f"the file has more than {MAX_CELLS} cells")
        else:
            reading = Reading(block)
            found = _marks(reading)
            marks += found
            place = f"paragraph {number}"
            problems += _pasted(reading, found, place)
            if reading.text.strip():
                cells.append(Cell(table=0, row=number, column=0, place=place,
                                  text=reading.text, rest=reading.rest))  # fmt: skip
    return cells, marks


def _blocks(parent: _Element) -> Iterator[_Element]:
    """Yield paragraphs and tables, those in wrappers too."""
    for child in parent:
        if child.tag in _WRAPPERS:
            yield from _blocks(child)
        elif child.tag in {_TABLE, _PARAGRAPH}:
            yield child


def _inside(parent: _Element, tag: str) -> Iterator[_Element]:
    """Yield the rows of a table or the cells of a row, those in wrappers too."""
    for child in parent:
        if child.tag == tag:
            yield child
        elif child.tag in _WRAPPERS:
            yield from _inside(child, tag)


def _read_table(
    table: _Element, number: int, cells: list[Cell], marks: list[Mark], problems: list[Problem]
) -> None:
    above: dict[int, int] = {}  # column to the index of the cell that is merged downwards
    for row, line in enumerate(_inside(table, _ROW)):
        column = 0
        for cell in _inside(line, _CELL):
            span, merged = _spans(cell)
            reading = Reading(cell)
            if merged == "continue" and column in above and not reading.text.strip():
                start = cells[above[column]]
                cells[above[column]] = replace(start, rows=row - start.row + 1)
            else:
                above.pop(column, None)
                if merged:
                    above[column] = len(cells)
                found = _marks(reading)
                place = f"table {number}, row {row + 1}, column {column + 1}"
                problems += _pasted(reading, found, place)
                cells.append(
                    Cell(table=number, row=row, column=column, place=place, columns=span,
                         text=reading.text, rest=_rest(reading, found),
                         fields=tuple(mark.name for mark in found))
                )  # fmt: skip
                marks += found
            column += span


def _spans(cell: _Element) -> tuple[int, str]:
    """Return over how many columns a cell reaches, and how it is merged downwards."""
    settings = next(cell.iterchildren(_SETTINGS), None)
    if settings is None:
        return 1, ""
    span = next(settings.iterchildren(_SPAN), None)
    merge = next(settings.iterchildren(_MERGED), None)
    across = span.get(f"{W}val", "1") if span is not None else "1"
    wide = min(whole(across) or 1, _MOST_COLUMNS)
    return wide, "" if merge is None else merge.get(f"{W}val", "continue")


# ---------------------------------------------------------------- marks


def _rest(reading: Reading, marks: list[Mark]) -> str:
    """Return the text of a cell that no mark holds."""
    alone = len(marks) == 1 and not any(control.ticked is not None for control in reading.controls)
    return "" if alone else reading.rest


def _marks(reading: Reading) -> list[Mark]:
    """Return a mark for every control, and for every bookmark that has lost its control."""
    if not reading.controls and not reading.bookmarks:
        return []
    boxes = [control for control in reading.controls if control.ticked is not None]
    fields = [control for control in reading.controls if control.ticked is None and control.name]
    lost = [name for name in reading.bookmarks if name not in reading.enclosed]
    problems = tuple(_problems(reading))
    marks = [
        Mark(name=box.name, states=("on",) * bool(box.ticked), problems=problems)
        for box in boxes if box.name
    ]  # fmt: skip
    if len(fields) + len(lost) == 1 and not boxes:
        name = fields[0].name if fields else lost[0]
        text, items = reading.text, fields[0].items if fields else {}
        chosen = items.get(text.strip())
        return [Mark(name=name, text=None if chosen else text,
                     states=(chosen,) if chosen else (), problems=problems)]  # fmt: skip
    for control in fields:
        chosen = control.items.get(control.text.strip())
        marks.append(Mark(name=control.name, text=None if chosen else control.text,
                          states=(chosen,) if chosen else (), problems=problems))  # fmt: skip
    return marks + [
        Mark(name=name, text="".join(reading.bookmarks[name]), problems=problems) for name in lost
    ]


def _pasted(reading: Reading, marks: list[Mark], place: str) -> Iterator[Problem]:
    """Yield what there is to say of pictures outside of all fields; those inside have marks."""
    if "a picture" in reading.pasted and not marks:
        yield Problem("A016", f"{place} holds a picture", hint="look at the file")


def _problems(reading: Reading) -> Iterator[Problem]:
    if reading.tracked:
        message = "the answer has tracked changes: what was added counts, what was deleted does not"
        yield Problem("A015", message, hint="look at the file")
    if reading.pasted:
        message = f"the answer holds {' and '.join(sorted(reading.pasted))}"
        yield Problem("A016", message, hint="look at the file: only its text is here")
