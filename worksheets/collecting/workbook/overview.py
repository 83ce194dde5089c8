"""The *Overview*: one printed page that says what came back and what needs an eye first."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from textwrap import wrap
from typing import Any

from worksheets import __version__, i18n
from worksheets.collecting.collection import Collection
from worksheets.collecting.rows import Counted, Trouble
from worksheets.collecting.workbook import lists
from worksheets.collecting.workbook.book import Link, Sheet
from worksheets.collecting.workbook.survey import MOST_NOTES, Survey
from worksheets.errors import CODES

_WIDTHS = (26, 10, 10, 18, 3, 26, 10, 10, 18)
_RIGHT = 5
"""The first column of the right half."""
_HALF = 4
_ROW = 16.5  # points
_COUNTED = ("item", "item count", "item count", "item share")
_HEADINGS = {"status": "How files were read", "layout": "Worksheets", "locale": "Languages",
             "format": "Formats", "wave": "Waves", "group": "Groups"}  # fmt: skip
_STATUS = {"ok": "in full", "partial": "in part", "unreadable": "not at all"}
_MOST_GROUPS = 25
_SHOWN = 3  # files that are named beside a code
_LINE = 72  # characters of small print across half a page
_RULED = frozenset({"item", "item count", "item share"})
_SHEETS = {
    "Responses": "one row a response, one column a field",
    "Answers": "one row an answer: for pivot tables and scripts",
    "Emotions": "curves and means along the stages",
    "Stage text": "what people wrote, stage by stage",
    "Stakeholders": "who stands where, and how far sheets differ",
    "Choices": "how often each answer was chosen",
    "Problems": "everything that needs an eye, errors first",
    "Codebook": "every field in every language",
    "Notes": "yours: themes, translations, corrections",
}
_MISSING = ("group", "", "language", "", "worksheet", "wave", "", "")
"""Heads beside the names of who has not answered, by column."""


@dataclass(frozen=True, slots=True)
class Said:
    """One line of half a page: up to four cells and their looks."""

    cells: tuple[Any, ...]
    looks: tuple[str, ...]


_GAP = Said((), ())


def write(sheet: Sheet, collection: Collection, troubles: Sequence[Trouble], found: Survey) -> None:
    """Write the sheet; the others are there already in name."""
    page = sheet.page
    page.set_portrait()
    page.hide_gridlines(2)
    for column, width in enumerate(_WIDTHS):
        page.set_column(column, column, width)
    counts = {heading: list(ones) for heading, ones in groupby(collection.overview, _heading)}
    page.set_row(0, 38)
    sheet.put(0, 0, collection.name or "Results", "title")
    sheet.put(
        1,
        0,
        f"Results of {', '.join(collection.layouts.values())}"
        if collection.layouts
        else "Nothing came back yet.",
        "quiet",
    )
    start = row = _figures(sheet, 3, _numbers(counts, troubles, collection))
    left = [*_came_back(counts, collection)]
    right = [*_first(troubles), *_contents(sheet)]
    for one, other in zip_longest(left, right, fillvalue=_GAP):
        page.set_row(row, _ROW)
        _half(sheet, row, 0, one)
        _half(sheet, row, _RIGHT, other)
        row += 1
    lists.bars(sheet, range(start, row), _HALF - 1)
    row = _missing(sheet, row + 1, collection)
    for line in _foot(found):
        sheet.put(row, 0, line, "quiet")
        row += 1
    page.print_area(0, 0, row, len(_WIDTHS) - 1)


def _heading(count: Counted) -> str:
    return count.heading


def _numbers(
    counts: Mapping[str, Sequence[Counted]], troubles: Sequence[Trouble], collection: Collection
) -> tuple[tuple[str, int], ...]:
    answered = counts.get("responses", ())
    severities = [trouble.severity for trouble in troubles]
    return (
        ("files", sum(count.files for count in counts.get("files", ()))),
        ("responses that count", sum(count.files for count in answered)),
        ("people", sum(count.people for count in answered)),
        ("errors", severities.count("error")),
        ("warnings", severities.count("warning")),
        ("no answer yet", len(collection.missing)),
    )


_TILES = ((0, 0), (1, 2), (3, 3), (5, 5), (6, 7), (8, 8))
"""First and last columns of the figures."""


def _figures(sheet: Sheet, row: int, numbers: Sequence[tuple[str, int]]) -> int:
    sheet.page.set_row(row, 36)
    sheet.page.set_row(row + 1, 20)
    for offset, look in enumerate(("figure", "caption")):
        for (first, last), one in zip(_TILES, numbers, strict=True):
            for column in range(first, last + 1):
                sheet.put(row + offset, column, one[1 - offset] if column == first else None, look)
    return row + 3


def _half(sheet: Sheet, row: int, column: int, said: Said) -> None:
    for offset, (cell, look) in enumerate(zip(said.cells, said.looks, strict=True)):
        sheet.put(row, column + offset, cell, look, ruled=look in _RULED)


def _section(title: str, *heads: str) -> Iterator[Said]:
    cells = (title, *heads, *("",) * (_HALF - 1 - len(heads)))
    looks = ("section note" if cell == "share" else "section end" for cell in cells[1:])
    yield Said(cells, ("section", *looks))


def _came_back(counts: Mapping[str, Sequence[Counted]], collection: Collection) -> Iterator[Said]:
    whole = sum(count.files for count in counts.get("responses", ()))
    names = {"status": _STATUS, "layout": collection.layouts, "wave": collection.waves}
    for heading, title in _HEADINGS.items():
        ones = counts.get(heading, ())
        if not ones:
            continue
        total = sum(count.files for count in ones) if heading == "status" else whole
        yield from _section(title, "files", *(["people"] if heading != "status" else [""]), "share")
        order = list(names.get(heading, ()))
        ordered = sorted(ones, key=lambda one: order.index(one.name) if one.name in order else -1)
        if heading == "locale":
            ordered.sort(key=lambda one: -one.files)
        for count in ordered[:_MOST_GROUPS]:
            name = names.get(heading, {}).get(count.name, count.name)
            if heading == "locale":
                name = _language(collection, name)
            people = count.people or None
            share = count.files / total if total else None
            yield Said((name, count.files, people, share), _COUNTED)
        if len(ones) > _MOST_GROUPS:
            yield Said((f"and {len(ones) - _MOST_GROUPS} more",), ("quiet",))
        yield _GAP


def _first(troubles: Sequence[Trouble]) -> Iterator[Said]:
    """Yield what needs an eye first: codes, the gravest and then the most frequent first."""
    yield from _section("What needs an eye first", "", "", "times")
    by_code: dict[tuple[str, str], list[str]] = {}
    for trouble in troubles:
        if trouble.severity != "info":
            by_code.setdefault((trouble.severity, trouble.code), []).append(trouble.file)
    if not by_code:
        yield Said(("Nothing: everything was read, and no file contradicts another.",), ("quiet",))
    ordered = sorted(by_code.items(), key=lambda item: (item[0][0], -len(item[1]), item[0][1]))
    for (severity, code), files in ordered:
        look = "alarm" if severity == "error" else "caution"
        looks = (*(look,) * (_HALF - 1), f"{look} count")
        yield Said((f"{severity} {code}", None, None, len(files)), looks)
        named = list(dict.fromkeys(file for file in files if file))
        more = f" and {len(named) - _SHOWN} more" if len(named) > _SHOWN else ""
        told = f"{CODES[code][1]}: {', '.join(named[:_SHOWN])}{more}" if named else CODES[code][1]
        yield from (Said((line,), ("about",)) for line in wrap(told, _LINE, break_on_hyphens=False))
    if by_code:
        yield Said((Link("→ Problems", sheet="Problems"),), ("go",))
    yield _GAP


def _contents(sheet: Sheet) -> Iterator[Said]:
    """Yield the table of contents."""
    yield from _section("Sheets of this workbook")
    for name in sheet.book.names:
        about = next((told for head, told in _SHEETS.items() if name.startswith(head)), "")
        if about:
            yield Said((Link(name, sheet=name), about), ("go", "about"))


def _missing(sheet: Sheet, row: int, collection: Collection) -> int:
    if not collection.missing:
        return row
    for index, head in enumerate(("Who has not answered", *_MISSING)):
        sheet.put(row, index, head, "section note" if index else "section")
    for one in collection.missing:
        row += 1
        sheet.page.set_row(row, _ROW)
        told = {
            "group": one.group,
            "language": _language(collection, one.locale),
            "worksheet": collection.layouts.get(one.layout, one.layout),
            "wave": one.wave,
        }
        sheet.put(row, 0, one.participant, "item", ruled=True)
        for index, head in enumerate(_MISSING, start=1):
            sheet.put(row, index, told.get(head), "item word", ruled=True)
    return row + 2


def _language(collection: Collection, locales: str) -> str:
    return i18n.language_names_in(collection.locale, locales)


def _foot(found: Survey) -> Iterator[str]:
    if not found.every_text:
        yield (
            f"Notes has no line for every text: there are more than {MOST_NOTES:,}. To add one, "
            "copy response and field from Answers."
        )
    yield (
        f"Made by worksheets {__version__}. Counts of people take a group's sheet as many times "
        "as it had members."
    )
