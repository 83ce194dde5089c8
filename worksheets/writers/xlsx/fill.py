"""Put answers into a workbook that exists already; everything else in it stays as it is.

openpyxl would lose charts and more when it saves what it has opened, so only cells are changed.
"""

import re
from collections.abc import Mapping

from lxml.etree import Element, SubElement, _Element, tostring

from worksheets.errors import Problem, UnusableInputError
from worksheets.model.fields import Choice, Scale
from worksheets.model.ids import FieldId, name_of, option_carrier
from worksheets.model.response import DefinedField, Definition, Value
from worksheets.model.structure import menu_words, scale_state, states
from worksheets.writers.package import Parts, length, writable
from worksheets.writers.xlsx.lists import LISTS, TICK
from worksheets.writers.xlsx.looks import MOST, escaped

_MAIN = "xl/workbook.xml"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_PLACE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::.*)?")
_FOLLOWED = re.compile(r"MATCH\(.*?!\$([A-Z]+)\$(\d+),")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"


def fill(data: bytes, definition: Definition, answers: Mapping[FieldId, Value]) -> bytes:
    """Return the workbook with ``answers`` in place; fields that are not among them stay.

    Raises UnusableInputError R007 with all fields that the file has lost, A011 for a text that is
    longer than a cell can hold.
    """
    parts = Parts(data)
    scribe = _Scribe(parts)
    problems = []
    for field in definition.fields:
        value = answers.get(field.id)
        for name, text in _texts(field, value) if field.id in answers else ():
            if length(text) > MOST:
                message = f"it is longer than the {MOST} characters of a cell"
                problems.append(Problem("A011", message, field.id, "shorten it"))
            elif not scribe.put(name, text, value if isinstance(value, int) else None):
                hint = "take a fresh copy of the sheet"
                problems.append(Problem("R007", "the file has lost this field", field.id, hint))
    if problems:
        raise UnusableInputError(dict.fromkeys(problems))
    return scribe.saved()


def _texts(field: DefinedField, value: Value) -> list[tuple[str, str]]:
    """Return what goes into the cells of a field, by carrier."""
    kind = field.field
    if isinstance(kind, Choice) and kind.many:
        chosen = value if isinstance(value, tuple) else ()
        return [
            (option_carrier(field.id, option.id), TICK * (option.id in chosen))
            for option in kind.options
        ]
    if value is None or isinstance(value, bool):
        return [(field.id, TICK * bool(value))]
    labels = menu_words(kind, field.options)
    if isinstance(kind, Scale):
        state = scale_state(kind, value) if isinstance(value, int) else str(value)
        return [(field.id, labels[states(kind).index(state)])]
    if isinstance(kind, Choice):
        ids = [option.id for option in kind.options]
        return [(field.id, labels[ids.index(str(value))])]
    return [(field.id, str(value))]


class _Scribe:
    """Changes cells of one workbook."""

    def __init__(self, parts: Parts) -> None:
        """Find sheets and names."""
        self.parts = parts
        name = parts.main(_MAIN)
        book = parts.xml(name)
        relations = parts.relations(name)
        self.sheets = {
            sheet.get("name", ""): relations.get(sheet.get(_RELATION, ""), "")
            for sheet in book.iter(f"{{{_S}}}sheet")
        }
        self.names = {
            entry.get("name", ""): (entry.text or "").strip()
            for entry in book.iter(f"{{{_S}}}definedName")
            if entry.get("localSheetId") is None
        }
        self.numbers: dict[tuple[str, str], int | None] = {}
        self.roots: dict[str, _Element] = {}
        self.cells: dict[str, dict[str, _Element]] = {}
        for calculation in book.iter(f"{{{_S}}}calcPr"):
            calculation.set("fullCalcOnLoad", "1")
        self.changed = {name: book}

    def put(self, carrier: str, text: str, number: int | None) -> bool:
        """Put ``text`` into the cell of a carrier; return whether there is one.

        ``number`` is what a curve that follows the cell shows.
        """
        found = _PLACE.fullmatch(self.names.get(name_of(carrier), ""))
        sheet = (found[1] or found[2]).replace("''", "'") if found else ""
        part = self.sheets.get(sheet, "")
        if not found or not part:
            return False
        cell = self._cell(part, f"{found[3]}{found[4]}")
        if cell is None:
            return False
        self.numbers[found[3], found[4]] = number
        _empty(cell)
        if text:
            cell.set("t", "inlineStr")
            holder = SubElement(SubElement(cell, f"{{{_S}}}is"), f"{{{_S}}}t")
            holder.text = escaped(writable(text))
            holder.set(_SPACE, "preserve")
        return True

    def _cell(self, part: str, address: str) -> _Element | None:
        """Return a cell, made if a program has left out the empty one; None without its row."""
        if part not in self.roots:
            root = self.parts.xml(part)
            self.roots[part] = self.changed[part] = root
            self.cells[part] = {cell.get("r", ""): cell for cell in root.iter(f"{{{_S}}}c")}
        cells = self.cells[part]
        if address not in cells:
            letters, number = re.match(r"([A-Z]+)(\d+)", address).groups()  # type: ignore[union-attr]
            rows = self.roots[part].iter(f"{{{_S}}}row")
            row = next((row for row in rows if row.get("r") == number), None)
            if row is None:
                return None
            before = [c for c in row if _order(c.get("r", "")) < (len(letters), letters)]
            made = Element(f"{{{_S}}}c", r=address)
            row.insert(len(before), made)
            cells[address] = made
        return cells[address]

    def saved(self) -> bytes:
        """Return the workbook with what was changed, curves included."""
        if part := self.sheets.get(LISTS):
            root = self.changed[part] = self.parts.xml(part)
            for formula in root.iter(f"{{{_S}}}f"):
                found = _FOLLOWED.search(formula.text or "")
                cell = formula.getparent()
                if found and cell is not None and found.groups() in self.numbers:
                    _calculate(cell, formula, self.numbers[found[1], found[2]])
        return self.parts.saved({
            name: tostring(root, xml_declaration=True, encoding="UTF-8")
            for name, root in self.changed.items()
        })  # fmt: skip


def _calculate(cell: _Element, formula: _Element, number: int | None) -> None:
    """Give a formula its value, for programs that do not calculate."""
    _empty(cell)
    cell.append(formula)
    cell.set("t", "e" if number is None else "n")
    SubElement(cell, f"{{{_S}}}v").text = "#N/A" if number is None else str(number)


def _empty(cell: _Element) -> None:
    for child in list(cell):
        cell.remove(child)
    if "t" in cell.attrib:
        del cell.attrib["t"]


def _order(address: str) -> tuple[int, str]:
    letters = address.rstrip("0123456789")
    return len(letters), letters
