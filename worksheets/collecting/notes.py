"""Read the analyst's notes back from the *Notes* sheet of a results workbook.

She may have sorted, filtered, moved columns, added her own and saved it in any program: columns
are found by their heads, wherever these are. The file is parsed in a process with limits, like
everything that may have been in other hands.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile, ZipFile

from openpyxl import load_workbook

from worksheets.collecting.remarks import joined, shown
from worksheets.collecting.rows import Note
from worksheets.errors import Problem, Spot, UnusableInputError
from worksheets.readers import limits
from worksheets.readers.office_open import unusable

SHEET = "Notes"
OWN = ("theme", "translation", "correction", "comment")
"""What the analyst writes; a line with nothing of it is no note."""
_COLUMNS = ("response", "field", "answer", *OWN, "sha256", "document", "layout", "file")
_NEEDED = {"response", "field"}
_SECONDS = 60.0  # as long as Excel itself may take for the largest
_MOST_BYTES = 200_000_000
_MOST_UNPACKED = 1_500_000_000
_MOST_PARTS = 2_000
_MOST_ROWS = 200_000
_MOST_COLUMNS = 300
_HEAD_ROWS = 200  # among which the heads are looked for
_CUT = 32_767  # characters of a cell: of an answer that long, only a part is known

_ESCAPES = (("_x000D_", ""), ("_x005F_", "_"))  # that openpyxl leaves as they are


def read(path: Path) -> tuple[Note, ...]:
    """Return the notes in a results workbook; none if there is no file or no such sheet.

    Raises UnusableInputError if there is a file that cannot be read: R001 not a workbook, R003
    over a limit, R004 password, R007 damaged, R015 closed to us.
    """
    if not path.exists():
        return ()
    try:
        try:
            where = str(path.absolute())  # the process may stand elsewhere
            rows = limits.call(f"{__name__}:parse", where, seconds=_SECONDS)
        except limits.UnavailableError:
            rows = parse(str(path))
    except UnusableInputError as error:
        placed = [Problem(p.code, p.message, Spot(str(path)), p.hint) for p in error.problems]
        raise UnusableInputError(placed) from error
    return tuple(joined(Note(**row) for row in rows))


def read_all(paths: Iterable[Path]) -> tuple[Note, ...]:
    """Return the notes of several workbooks; of an answer in two of them those saved last."""
    there = sorted((path for path in paths if path.exists()), key=_saved, reverse=True)
    found: dict[tuple[str, str], Note] = {}
    for note in (note for path in there for note in read(path)):
        found.setdefault((note.response, note.field), note)
    return tuple(found.values())


def _saved(path: Path) -> int:
    return path.stat().st_mtime_ns


def parse(path: str) -> list[dict[str, str]]:
    """Return the notes in a file as plain data; raise UnusableInputError."""
    try:
        with Path(path).open("rb") as file:
            _check(file)
            file.seek(0)
            book = load_workbook(file, read_only=True, data_only=True, keep_links=False)
            order = sorted(book.sheetnames, key=lambda name: name.strip().casefold() != "notes")
            return _found([(name, book[name]) for name in order])
    except (UnusableInputError, MemoryError):
        raise
    except OSError as error:
        raise unusable("R015", f"the file cannot be opened: {error.strerror}") from error
    except Exception as error:  # openpyxl raises whatever its parts do
        hint = "open it in Excel or LibreOffice and save it again, or move it away"
        raise unusable("R007", "the workbook is damaged", hint) from error


def _check(file: BinaryIO) -> None:
    """Raise UnusableInputError if this is no workbook, or too large a one."""
    begin = file.read(8)
    if begin.startswith(b"\xd0\xcf\x11\xe0"):
        raise unusable("R004", "the workbook opens only with a password", "save it without one")
    if file.seek(0, 2) > _MOST_BYTES:
        raise unusable("R003", f"the workbook is larger than {_MOST_BYTES // 1_000_000} MB")
    try:
        with ZipFile(file) as parts:
            members = parts.infolist()
    except BadZipFile as error:
        hint = "move it away, or save it as .xlsx"
        raise unusable("R001", "it is not a workbook", hint) from error
    if len(members) > _MOST_PARTS or sum(one.file_size for one in members) > _MOST_UNPACKED:
        raise unusable("R003", "the workbook is far larger when unpacked than ours are")


def _rows(sheet: Any) -> Iterator[list[str]]:  # noqa: ANN401
    """Yield the rows of a sheet as texts."""
    sheet.reset_dimensions()  # other programs' may be wrong
    for number, row in enumerate(sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)):
        if number > _MOST_ROWS:
            raise unusable("R003", f"the sheet {SHEET} has more than {_MOST_ROWS:,} rows")
        yield [_text(value) for value in row]


def _found(sheets: list[tuple[str, Any]]) -> list[dict[str, str]]:
    """Return the notes of the first sheet that has some, whatever it is called by now."""
    for _, sheet in sheets:
        rows = _rows(sheet)
        if places := _heads(rows):
            return list(_notes(rows, places))
    if sheets[0][0].strip().casefold() == "notes" and any(map(any, _rows(sheets[0][1]))):
        why = f"the heads of its sheet {SHEET} are gone, and with them the way to what you wrote"
        hint = f"write {', '.join(sorted(_NEEDED))} above their columns again, or move it away"
        raise unusable("R007", why, hint)
    return []


def _notes(rows: Iterator[list[str]], places: Mapping[str, int]) -> Iterator[dict[str, str]]:
    for row in rows:
        found = {name: row[at] if at < len(row) else "" for name, at in places.items()}
        found = {name: text.strip() if name in OWN else text for name, text in found.items()}
        if found["response"] and found["field"] and any(found.get(name) for name in OWN):
            if len(found.get("answer", "")) >= _CUT - 1:
                found["answer"] = ""
            yield found


def _heads(rows: Iterable[list[str]]) -> dict[str, int]:
    """Return the places of columns by name, from the first row that has those that are needed."""
    for number, row in enumerate(rows):
        words = [text.strip().casefold() for text in row]
        if set(words) >= _NEEDED and not set(words).isdisjoint(OWN):
            return {name: words.index(name) for name in _COLUMNS if name in words}
        if number > _HEAD_ROWS:
            break
    return {}


def _text(value: object) -> str:
    """Return a cell as the text that an answer has in notes."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        value = value.date() if not (value.hour or value.minute or value.second) else value
    if isinstance(value, date):
        return value.isoformat()
    text = value if isinstance(value, str) else shown(value)
    for escaped, plain in _ESCAPES:
        text = text.replace(escaped, plain)
    return text
