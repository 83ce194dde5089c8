"""Sheets and tables as an analyst needs them, on top of XlsxWriter.

Whatever people wrote stays text: nothing becomes a formula, a link or a number by its looks.
Rows are written from the top down, so that XlsxWriter can let go of them (``streamed``).
Sources of limits: support.microsoft.com, "Excel specifications and limits".
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import lru_cache
from itertools import count
from math import isfinite
from os.path import relpath
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any, Generic, TypeVar

import xlsxwriter
from xlsxwriter.exceptions import FileCreateError
from xlsxwriter.utility import xl_range

from worksheets.collecting.remarks import MOST_TEXT
from worksheets.collecting.rows import Plain
from worksheets.collecting.workbook.looks import FONT, WRAPPED, properties
from worksheets.definition import RESULT
from worksheets.writers import palette
from worksheets.writers.package import length, shortened, writable

MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384
MOST_LINKS = 65_530
MOST_LINK = 2_079
_NAME = 31  # characters of a sheet's name
_FOOT = 80  # characters of a title in a footer, of 255 in all
_HEAD = 255  # characters of a table's column head
_EXACT = 10**15  # beyond, a cell no longer holds every whole number
_FIRST_DAY = date(1900, 3, 1)  # before, Excel and the calendar disagree
_BORN = datetime(2020, 1, 1, tzinfo=UTC).replace(tzinfo=None)
_ODD = re.compile("^[=+\\-@\t\r]|[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
_OPENED = {".pdf", ".docx", ".xlsx", ".odt", ".ods", ".zip", ".eml", ".msg", ".csv", ".txt",
           ".json", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".yaml"}  # fmt: skip
_ESCAPES = {ord(sign): f"%{ord(sign):02X}" for sign in '%#?" <>[]^`{}\t\n\r'}

T = TypeVar("T")
Page = Any
"""XlsxWriter's worksheet."""
Format = Any
"""XlsxWriter's format."""
Cell = Any
"""What a cell shows: None, a text, a number, true or false, a date, a `Link`."""


@dataclass(frozen=True, slots=True)
class Link:
    """A text that leads to a file (``path``) or to a place in the workbook (``sheet``)."""

    text: str
    path: str = ""
    sheet: str = ""


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """A column: its stable head, its width in characters, and what it shows of a row.

    ``label`` stands above the head, for people; ``look`` is a role of `looks`.
    """

    head: str
    width: float
    of: Callable[[T], Any]
    look: str = ""
    label: str = ""
    hidden: bool = False


@lru_cache(maxsize=4096)
def clean(text: str) -> tuple[str, bool]:
    """Return text that a cell can hold, and whether Excel might take it for a formula."""
    text = writable(text).replace("\r\n", "\n").replace("\r", "\n")
    if length(text) > MOST_TEXT:
        text = shortened(text, MOST_TEXT - 1) + "…"
    return text, text[:1] in {"=", "+", "-", "@", "\t"}


def typed(kind: str, value: Plain) -> Plain:
    """Return an answer as a cell holds it: a date as a date, a list as one text."""
    if kind == "date" and isinstance(value, str):
        try:
            return date.fromisoformat(value)
        except ValueError:
            return value
    return "; ".join(map(str, value)) if isinstance(value, list) else value


class Sheet:
    """A worksheet; ``put`` and the tables write from the top down."""

    def __init__(self, book: "Book", name: str) -> None:
        """Make it, set up for print."""
        self.book = book
        self.name = name
        self.page = book.file.add_worksheet(name)
        self.links = 0
        self.plain: set[str] = set()  # texts that a cell may hold as they are
        self.page.set_landscape()
        self.page.set_paper(9)  # A4
        self.page.set_default_row(15)
        self.page.set_margins(0.4, 0.4, 0.5, 0.6)
        self.page.fit_to_pages(1, 0)
        self.page.set_footer(f"&L&9 {book.footer}&C&9&A&R&9&P / &N")

    def put(
        self, row: int, column: int, value: Cell, look: str = "", *, ruled: bool = False
    ) -> None:
        """Write one cell as what it is."""
        style = self.book.format(look, ruled=ruled)
        match value:
            case None | "":
                if ruled or look:
                    self.page.write_blank(row, column, None, style)
            case Link():
                self._link(row, column, value, look, ruled=ruled)
            case bool():
                self.page.write_boolean(row, column, value, style)
            case int() | float() if isfinite(value) and abs(value) < _EXACT:
                self.page.write_number(row, column, value, style)
            case date() if value >= _FIRST_DAY:
                dated = self.book.format("date" if look in {"", "wrap"} else look, ruled=ruled)
                self.page.write_datetime(row, column, value, dated)
            case _:
                text, risky = clean(str(value))
                if risky:
                    style = self.book.format(look, ruled=ruled, quoted=True)
                self.page.write_string(row, column, text, style)

    def line(self, row: int, values: Iterable[Any], looks: Sequence[str]) -> None:
        """Write a row of a long table fast: plain cells wear their column's format."""
        text, number, plain = self.page.write_string, self.page.write_number, self.plain
        if len(plain) > _MOST_PLAIN:
            plain.clear()
        for column, value in enumerate(values):
            kind = value.__class__
            if kind is str:
                if not value:
                    continue
                if value in plain:
                    text(row, column, value)
                elif len(value) < _SHORT and not _ODD.search(value):
                    text(row, column, value)
                    plain.add(value)
                else:
                    self.put(row, column, value, looks[column])
            elif kind is int and -_EXACT < value < _EXACT:
                number(row, column, value)
            elif value is not None:
                self.put(row, column, value, looks[column])

    def _link(self, row: int, column: int, link: Link, look: str, *, ruled: bool) -> None:
        text, risky = clean(link.text)
        target = self.book.target(link) if text and self.links < MOST_LINKS else ""
        if target:
            style = self.book.format("link" if look == "" else look, ruled=ruled, quoted=risky)
            self.page.write_url(row, column, target, style, text)
            self.links += 1
        else:
            self.put(row, column, text, look, ruled=ruled)

    def heading(self, title: str, lines: Iterable[str] = ()) -> int:
        """Write a title and what there is to know; return the next free row."""
        self.page.set_row(0, 30)
        self.put(0, 0, title, "title")
        row = 1
        for row, line in enumerate(lines, start=1):
            self.put(row, 0, line, "quiet")
        return row + 1

    # ------------------------------------------------------------ tables

    def begin(
        self, row: int, columns: Sequence[Column[Any]], name: str = "", *, bare: bool = False
    ) -> int:
        """Begin a table: widths, labels if there are any, heads; return its first free row.

        ``bare`` cells wear the format of their column (`line`), others their own (`dressed`).
        """
        heads = distinct(column.head for column in columns)
        for index, column in enumerate(columns):
            style = self.book.format(column.look) if bare else None
            width = max(column.width, len(heads[index]) + _BUTTON)
            self.page.set_column(index, index, width, style, {"hidden": column.hidden})
        if any(column.label for column in columns):
            self.page.set_row(row, _height(columns))
            for index, column in enumerate(columns):
                self.put(row, index, column.label, "label")
            row += 1
        self.book.add_table(self.page, row, heads, name or self.name, banded=bare)
        self.page.set_row(row, 30)
        for index, head in enumerate(heads):
            numeric = columns[index].look in {"count", "mean"}
            self.put(row, index, head, "head count" if numeric else "head")
        return row + 1

    def end(self, row: int) -> None:
        """End the table that was begun last: ``row`` is the first one below it."""
        self.book.stretch(self.page, row - 1)

    def hold(self, row: int, column: int = 0) -> None:
        """Keep the rows above in sight, and at the top of every printed page."""
        self.page.freeze_panes(row, column)
        self.page.repeat_rows(max(0, row - 2), row - 1)

    def dressed(
        self,
        row: int,
        columns: Sequence[Column[Any]],
        values: Sequence[Any],
        looks: Mapping[int, str] = MappingProxyType({}),
    ) -> None:
        """Write a row as high as its text, with a line below; ``looks`` are other looks by column.

        Programs differ in whether they find the height of a row themselves.
        """
        lines = 1
        for index, column in enumerate(columns):
            if column.look in WRAPPED and values[index]:
                lines = max(lines, _lines(str(values[index]), column.width - 1))
        self.page.set_row(row, min(_HIGHEST, _LINE * lines + 3))
        for index, column in enumerate(columns):
            look = looks.get(index, column.look)
            self.put(row, index, values[index], look, ruled=True)

    def table(
        self, row: int, columns: Sequence[Column[T]], rows: Iterable[T], name: str = ""
    ) -> int:
        """Write a whole table with a line below every row; return the first row after it."""
        row = self.begin(row, columns, name)
        start = row
        for one in rows:
            self.dressed(row, columns, [column.of(one) for column in columns])
            row += 1
        row = max(row, start + 1)  # an empty table has an empty line
        self.end(row)
        return row


_MOST_PLAIN = 100_000
_SHORT = 16_000  # characters that surely fit a cell
_BUTTON = 4  # characters that the filter's button and the indent take
_LINE, _HIGHEST = 12.75, 409  # points
_MOST_LABEL = 6  # lines


def _height(columns: Sequence[Column[Any]]) -> float:
    widths = (max(column.width, len(column.head) + _BUTTON) for column in columns)
    lines = max(_lines(c.label, width) for c, width in zip(columns, widths, strict=True))
    return _LINE * min(_MOST_LABEL, lines) + 4


def _lines(text: str, width: float) -> int:
    """Return how many lines a wrapped text takes, at most about one more than it does."""
    return sum(-(-len(part) // int(1.15 * width)) or 1 for part in text.split("\n"))


def distinct(names: Iterable[str]) -> list[str]:
    """Return names as heads of a table, which are told apart without regard to case."""
    found: list[str] = []
    seen: set[str] = set()
    for name in names:
        plain = clean(shortened(name, _HEAD - 10))[0].replace("\n", " ") or "column"
        free = next(n for n in _numbered(plain) if n.casefold() not in seen)
        seen.add(free.casefold())
        found.append(free)
    return found


def _numbered(name: str) -> Iterable[str]:
    return (name if number == 1 else f"{name} ({number})" for number in count(1))


class Book:
    """The workbook; ``home`` is the folder that links start from, ``scratch`` one for parts."""

    def __init__(
        self, path: Path, *, title: str, scratch: str | None = None, streamed: bool = False
    ) -> None:
        """Begin a file that depends on nothing but what is written into it."""
        self.home = path.absolute().parent
        self.footer = clean(title)[0].replace("&", "&&")[:_FOOT]
        self.streamed = streamed
        options = {
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "constant_memory": streamed,
            "tmpdir": scratch,
            "default_format_properties": {
                "font_name": FONT,
                "font_size": 10,
                "font_color": f"#{palette.INK}",
            },
        }
        self.file = xlsxwriter.Workbook(str(path), options)
        self.file.set_properties({"title": clean(title)[0][:_HEAD], "created": _BORN})
        self.file.set_custom_property(RESULT, "collection")  # it is never read as an answer
        self.file.set_calc_mode("auto")
        self._formats: dict[tuple[str, bool, bool], Any] = {}
        self.names: list[str] = []
        self._tables: set[str] = set()

    def sheet(self, name: str) -> Sheet:
        """Add a sheet under a name that Excel takes."""
        plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]", " ", clean(name)[0]).strip("' ") or "Sheet"
        for number in count(1):
            tail = f" {number}" if number > 1 else ""
            found = shortened(plain, _NAME - len(tail)) + tail
            if found.casefold() not in {"history", *map(str.casefold, self.names)}:
                self.names.append(found)
                return Sheet(self, found)
        raise AssertionError  # count ends never

    def format(self, look: str, *, ruled: bool = False, quoted: bool = False) -> Format:
        """Return XlsxWriter's format of a look, one for all cells that wear it."""
        key = look, ruled, quoted
        if key not in self._formats:
            found = properties(look, ruled=ruled, quoted=quoted)
            self._formats[key] = self.file.add_format(found)
        return self._formats[key]

    def target(self, link: Link) -> str:
        """Return where a link leads in XlsxWriter's words, "" if it must not or cannot."""
        if link.sheet:
            quoted = link.sheet.replace("'", "''")
            return f"internal:'{quoted}'!A1"
        if not link.path or PurePosixPath(link.path).suffix.casefold() not in _OPENED:
            return ""
        try:
            way = relpath(link.path, self.home).replace("\\", "/")
        except ValueError:  # another drive
            return ""
        target = f"external:{way.translate(_ESCAPES)}"
        return target if length(target) <= MOST_LINK else ""

    def add_table(
        self, page: Page, row: int, heads: Sequence[str], name: str, *, banded: bool
    ) -> None:
        """Add a table of one row; `stretch` makes it as long as it has become.

        XlsxWriter remembers every cell of a table, and refuses one in a sheet that it streams,
        because it writes the heads too late; here they are written in time.
        """
        plain = re.sub(r"\W", "_", f"{name}", flags=re.ASCII)[:200]
        free = next(n for n in (f"{plain}_{i}" if i else plain for i in count())
                    if n.casefold() not in self._tables)  # fmt: skip
        self._tables.add(free.casefold())
        page.constant_memory = False
        page.add_table(row, 0, row + 1, len(heads) - 1, {
            "name": free,
            "style": "Table Style Light 1" if banded else None,
            "columns": [{"header": head} for head in heads],
        })  # fmt: skip
        page.constant_memory = self.streamed

    @staticmethod
    def stretch(page: Page, last: int) -> None:
        """Make the last table of a sheet end at row ``last``."""
        table: Mapping[str, Any] = page.tables[-1]
        first = int(re.findall(r"\d+", table["range"])[0]) - 1
        place = xl_range(first, 0, max(last, first + 1), len(table["columns"]) - 1)
        page.tables[-1] |= {"range": place, "a_range": place, "autofilter": place}

    def close(self) -> None:
        """Write the file; raise OSError if that cannot be done."""
        try:
            self.file.close()
        except FileCreateError as error:
            raise OSError(str(error)) from error
