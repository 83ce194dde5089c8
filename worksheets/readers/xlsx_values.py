"""What the cells of a sheet hold, as text."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal, InvalidOperation
from functools import cached_property

from lxml.etree import _Element

from worksheets.errors import Problem
from worksheets.readers.office_open import Package, unusable, whole

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_CELL, _FORMULA, _VALUE, _INLINE = f"{S}c", f"{S}f", f"{S}v", f"{S}is"
_TEXT, _RUN = f"{S}t", f"{S}r"
MAX_CELLS = 100_000
MAX_ROWS, MAX_COLUMNS = 1_048_576, 16_384
_MAX_MERGED = 10_000
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_LOGICAL = {"TRUE()", "FALSE()", "TRUE", "FALSE"}
_DATES = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
"""Built-in number formats that show a date or time (ECMA-376 part 1, 18.8.30)."""
_PERCENTS = {9, 10}
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')
LOST = "\ufffd"
"""Stands for a text that the file refers to and does not hold."""
Place = tuple[int, int]
"""Row and column, counted from 1."""


class Grid:
    """The cells of a sheet by place; ``merged`` leads to the cell that shows the text."""

    def __init__(self) -> None:
        """Begin with an empty sheet."""
        self.texts: dict[Place, str] = {}
        self.problems: dict[Place, list[Problem]] = {}
        self.merged: dict[Place, Place] = {}
        self.spans: dict[Place, tuple[int, int]] = {}
        self.foot = ""


class Values:
    """Reads the sheets of one workbook."""

    def __init__(self, package: Package, book: _Element) -> None:
        """Take the package and the root of its workbook."""
        self._package = package
        self._left = MAX_CELLS
        settings = book.find(f"{S}workbookPr")
        date1904 = settings is not None and settings.get("date1904") in {"1", "true"}
        self._epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)  # noqa: DTZ001
        span = datetime.max - self._epoch  # noqa: DTZ901
        self._last = Decimal(span // timedelta(seconds=1)) / 86_400

    @cached_property
    def _strings(self) -> list[str]:
        target = self._package.target(self._package.main_name, "/sharedStrings")
        root = self._package.xml(target) if target else None
        return [_rich(entry) for entry in root.iter(f"{S}si")] if root is not None else []

    @cached_property
    def _kinds(self) -> Mapping[int, str]:
        """Return which cell styles show numbers as a "date" or a "percent"."""
        target = self._package.target(self._package.main_name, "/styles")
        root = self._package.xml(target) if target else None
        if root is None:
            return {}
        own = {
            entry.get("numFmtId"): entry.get("formatCode", "")
            for entry in root.iterfind(f"{S}numFmts/{S}numFmt")
        }
        styles = enumerate(root.iterfind(f"{S}cellXfs/{S}xf"))
        return {
            number: kind
            for number, style in styles
            if (kind := _kind(style.get("numFmtId", "0"), own))
        }

    def grid(self, part: str) -> Grid | None:
        """Return the cells of a sheet, None if it is no sheet of cells."""
        root = self._package.xml(part)
        if root is None or root.tag != f"{S}worksheet":
            return None
        grid = Grid()
        row = 0
        for line in root.iterfind(f"{S}sheetData/{S}row"):
            row = _number(line.get("r"), row + 1, MAX_ROWS)
            column = 0
            for cell in line.iterchildren(_CELL):
                self._left -= 1
                if self._left < 0:
                    raise unusable("R003", f"the workbook has more than {MAX_CELLS} cells")
                place = _PLACE.fullmatch(cell.get("r", ""))
                column = column_number(place[1]) if place else column + 1
                self._read(cell, (row, column), grid)
        _merge(root, grid)
        foot = root.findtext(f"{S}headerFooter/{S}oddFooter")
        grid.foot = (foot or "").replace("&L", "").partition("&R")[0]
        return grid

    def _read(self, cell: _Element, place: Place, grid: Grid) -> None:
        kind, text = cell.get("t", "n"), ""
        formula = next(cell.iterchildren(_FORMULA), None)
        found = next(cell.iterchildren(_VALUE), None)
        value = None if found is None else found.text or ""
        if kind == "inlineStr":
            inline = next(cell.iterchildren(_INLINE), None)
            text = _rich(inline) if inline is not None else ""
        elif value is not None:
            text = self._text(value, kind, cell.get("s", ""))
        grid.texts[place] = text if kind != "e" else ""
        if formula is not None and (formula.text or "").strip() not in _LOGICAL:
            message = f"it holds the formula ={formula.text or ''}"[:80]
            hint = "its last value was taken" if grid.texts[place] else "it has no value"
            grid.problems[place] = [Problem("A017", message, hint=hint)]
        elif kind == "e":
            grid.problems[place] = [Problem("A017", f"it holds the error {text}")]

    def _text(self, value: str, kind: str, style: str) -> str:
        if kind == "s":
            index = whole(value)
            there = index is not None and index < len(self._strings)
            return self._strings[index] if index is not None and there else LOST
        if kind in {"str", "e"}:
            return _unescaped(value)
        if kind == "b":
            return "true" if value.strip() == "1" else "false"
        return _dated(value) if kind == "d" else self._counted(value, style)

    def _counted(self, value: str, style: str) -> str:
        try:
            number = Decimal(value.strip())
        except InvalidOperation:
            return value
        if not number.is_finite():
            return value
        kind = self._kinds.get(whole(style) or 0, "") if style else ""
        if kind == "date" and 0 <= number < self._last:
            moment = self._epoch + timedelta(seconds=round(float(number) * 86_400))
            return _moment(moment) if number >= 1 else moment.time().isoformat("minutes")
        if kind == "percent":
            return f"{(number * 100).normalize():f}%" if abs(number.adjusted()) < 30 else value  # noqa: PLR2004
        plain = f"{number.normalize():f}" if abs(number.adjusted()) < 400 else value  # noqa: PLR2004
        return "0" if plain == "-0" else _rounded(plain)


def _moment(moment: datetime) -> str:
    """Return a date, with its time if there is one."""
    whole = moment.time() == datetime.min.time()
    return moment.date().isoformat() if whole else moment.isoformat(" ", "minutes")


def _dated(text: str) -> str:
    """Return a date that a program has written out (18.18.11)."""
    try:
        return _moment(datetime.fromisoformat(text).replace(tzinfo=None))
    except ValueError:
        return text


def _rounded(text: str) -> str:
    """Return a number without the noise of binary fractions (0.1 + 0.2): 15 digits, as Excel."""
    noisy = "." in text and len(text) > 15  # noqa: PLR2004
    return f"{Decimal(f'{float(text):.15g}'):f}" if noisy else text


def _number(text: str | None, otherwise: int, most: int) -> int:
    given = whole(text)
    number = otherwise if given is None else given
    if not 1 <= number <= most:
        raise unusable("R007", "the file is damaged: a row has an impossible number")
    return number


def column_number(letters: str) -> int:
    """Return the number of a column, 1 for A."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _rich(element: _Element) -> str:
    """Return the text of a string; phonetic readings are not part of it."""
    pieces: list[str] = []
    for child in element.iterchildren(_TEXT, _RUN):
        nodes = (child,) if child.tag == _TEXT else child.iterchildren(_TEXT)
        pieces += [node.text or "" for node in nodes]
    return _unescaped("".join(pieces))


def _unescaped(text: str) -> str:
    """Return ``text`` with ``_xHHHH_`` as the character that it stands for (22.9.2.19).

    A character beyond U+FFFF is two of them; half of one is U+FFFD.
    """
    if "_x" not in text:
        return text
    units = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
    return units.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _kind(number: str, own: dict[str | None, str]) -> str:
    """Return what a number format shows: a "date" (or a time), a "percent", or "" for a number."""
    code = own.get(number)
    if code is None:
        known = whole(number)
        return "date" if known in _DATES else "percent" if known in _PERCENTS else ""
    bare = _QUOTED.sub("", code.partition(";")[0]).lower()
    if any(letter in bare for letter in "yd") or ("h" in bare and "m" in bare):
        return "date"
    return "percent" if "%" in bare else ""


def _merge(root: _Element, grid: Grid) -> None:
    """Note which cells are merged: the first one shows the text of all."""
    left = _MAX_MERGED
    for entry in root.iterfind(f"{S}mergeCells/{S}mergeCell"):
        ends = [_PLACE.fullmatch(end) for end in entry.get("ref", "").split(":")]
        if len(ends) != 2 or not (ends[0] and ends[1]):  # noqa: PLR2004
            continue
        (left_, top), (right, bottom) = ((column_number(e[1]), int(e[2])) for e in ends if e)
        size = (bottom - top + 1, right - left_ + 1)
        if min(size) < 1:
            continue
        grid.spans[top, left_] = size
        left -= size[0] * size[1]
        if left < 0:
            return
        for row in range(top, bottom + 1):
            for column in range(left_, right + 1):
                if (row, column) != (top, left_):
                    grid.merged[row, column] = (top, left_)
                    if not grid.texts.get((row, column)):
                        grid.texts.pop((row, column), None)
