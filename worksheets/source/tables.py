"""Tables that people keep: CSV as programs save it, and the sheets of an Excel file.

A table is its lines that hold something, as text; formulas count with the value that was saved
with them and are never worked out. Files are bounded, and so is what they unpack to.
"""

import csv
import re
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from io import BytesIO, StringIO
from typing import Any
from unicodedata import normalize
from zipfile import BadZipFile, ZipFile

from worksheets.errors import DefinitionError, Problem, Spot

MAX_BYTES = 10_000_000
MAX_UNPACKED = 100_000_000
MAX_LINES = 100_000
MAX_COLUMNS = 200
SEPARATORS = ";,\t"
_SAID = re.compile(r"sep=(.)\r?\n", re.IGNORECASE)
_DECLARES = b"<!DOCTYPE"
_CHUNK = 1 << 20

Line = tuple[int, tuple[str, ...]]
"""Its number in the file, from 1, and its cells."""


def read_csv(data: bytes, name: str) -> list[Line]:
    """Return the lines of a CSV file; comma, semicolon or tab is told from its first line."""
    _bounded(len(data), name)
    text = _decoded(data, name)
    said = _SAID.match(text)
    first = re.sub(r'"[^"]*"?', "", text.partition("\n")[0])
    separator = said[1] if said else max(SEPARATORS, key=first.count)
    rows = csv.reader(StringIO(text, newline=""), delimiter=separator, strict=True)
    lines: list[Line] = []
    start = 0
    try:
        for row in rows:
            if not (said and start == 0):
                _add(lines, start + 1, row, name)
            start = rows.line_num
    except csv.Error as error:
        hint = "a quote is not closed, or stands in the middle of a cell"
        raise _refused("L001", f"not CSV: {error}", Spot(name, start + 1, 1), hint) from error
    return lines


def read_book(data: bytes, name: str) -> dict[str, list[Line]]:
    """Return the lines of each sheet of an Excel file, in order."""
    import openpyxl  # noqa: PLC0415 (few people bring one)

    _check_book(data, name)
    try:
        book = openpyxl.load_workbook(BytesIO(data), read_only=True, data_only=True)
        sheets: dict[str, list[Line]] = {}
        for sheet in book.worksheets:
            lines = sheets.setdefault(sheet.title.strip(), [])
            rows = sheet.iter_rows(max_col=MAX_COLUMNS, max_row=MAX_LINES + 2, values_only=True)
            for number, row in enumerate(rows, start=1):
                _add(lines, number, map(_text, row), name)
    except DefinitionError:
        raise
    except Exception as error:  # openpyxl has no error of its own
        raise _refused("L001", "not an Excel file that can be read", Spot(name)) from error
    return sheets


def _decoded(data: bytes, name: str) -> str:
    utf_16 = data.startswith((b"\xff\xfe", b"\xfe\xff"))
    try:
        return data.decode("utf-16" if utf_16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        hint = "in Excel, save as 'CSV UTF-8' or as .xlsx; other ways break letters such as ā, ł, ø"
        line = data.count(b"\n", 0, error.start) + 1
        raise _refused("L001", "not UTF-8 text", Spot(name, line, 1), hint) from error


def _add(lines: list[Line], number: int, row: Iterable[str], name: str) -> None:
    cells = tuple(normalize("NFC", cell.strip()) for cell in row)
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(lines) > MAX_LINES or len(cells) > MAX_COLUMNS:
        limit = f"a list has at most {MAX_LINES} lines and {MAX_COLUMNS} columns"
        raise _refused("L008", limit, Spot(name, number, 1), "split it")
    if cells:
        lines.append((number, cells))


def _check_book(data: bytes, name: str) -> None:
    """Refuse what unpacks without bound, and XML that declares things of its own."""
    _bounded(len(data), name)
    try:
        with ZipFile(BytesIO(data)) as book:
            _bounded(sum(member.file_size for member in book.infolist()), name, MAX_UNPACKED)
            for member in book.infolist():
                with book.open(member) as part:
                    declares = any(_DECLARES in c.replace(b"\0", b"") for c in _chunks(part))
                    _refuse(declares, "it declares a document type: no office program does", name)
    except DefinitionError:
        raise
    except (BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError) as error:
        hint = "is it damaged, or does it open only with a password?"
        raise _refused("L001", "not an Excel file", Spot(name), hint) from error
    except Exception as error:  # zlib, lzma and bz2 have errors of their own
        raise _refused("L001", "the file is damaged", Spot(name)) from error


def _chunks(part: Any) -> Iterator[bytes]:  # noqa: ANN401 (a file)
    """Yield a part piece by piece, each with the end of the one before it."""
    before = b""
    while chunk := part.read(_CHUNK):
        yield before + chunk
        before = chunk[-2 * len(_DECLARES) :]


def _bounded(size: int, name: str, most: int = MAX_BYTES) -> None:
    _refuse(size > most, f"over {most // 1_000_000} MB", name)


def _refuse(when: bool, message: str, name: str) -> None:
    if when:
        raise _refused("L008", message, Spot(name))


def _text(value: object) -> str:
    """Return the value of a cell as it would be typed into a list."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case datetime() if value.time() == time():
            return value.date().isoformat()
        case date() | time():
            return value.isoformat()
        case _:
            return str(value)


def _refused(code: str, message: str, place: Spot, hint: str = "") -> DefinitionError:
    return DefinitionError(Problem(code, message, place, hint))
