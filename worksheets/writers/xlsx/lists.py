"""Lists to choose from, on a hidden sheet, and what is said about a cell when it is entered."""

import re
from dataclasses import dataclass, field

from openpyxl.utils import get_column_letter
from openpyxl.workbook import Workbook
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet as ExcelSheet

from worksheets.model.fields import Check, Choice, Field, Scale
from worksheets.model.labels import SEAM, halves, in_line, joined
from worksheets.model.layout import Office
from worksheets.model.sheet import Slot
from worksheets.model.structure import menu_words, option_words
from worksheets.writers.package import length, shortened
from worksheets.writers.xlsx.looks import AnyCell, put

LISTS = "_lists"
_FORMULA = re.compile(rb'<c r="(?P<cell>[A-Z]+\d+)"[^>]*>(?P<f><f>[^<]*</f>)<v ?/?>(</v>)?</c>')
TICK = "x"
_TITLE, _PROMPT = 32, 255  # characters that Excel shows


@dataclass(slots=True)
class Lists:
    """The lists of a workbook; each answer stands beside its value, if it has a number."""

    book: Workbook
    office: Office
    cached: dict[str, int | None] = field(default_factory=dict)
    _columns: dict[tuple[str, ...], int] = field(default_factory=dict)
    _checks: dict[tuple[str, str, str], DataValidation] = field(default_factory=dict)

    def calculated(self, part: bytes) -> bytes:
        """Return the hidden sheet with the values of its formulas, which openpyxl leaves out."""

        def with_value(found: re.Match[bytes]) -> bytes:
            value = self.cached[found["cell"].decode()]
            kind, shown = (b"e", b"#N/A") if value is None else (b"n", b"%d" % value)
            return b'<c r="%b" t="%b">%b<v>%b</v></c>' % (found["cell"], kind, found["f"], shown)

        return _FORMULA.sub(with_value, part)

    @property
    def sheet(self) -> ExcelSheet:
        """Return the hidden sheet."""
        found: ExcelSheet = self.book[LISTS]
        return found

    def entries(self, field_: Field) -> tuple[str, ...]:
        """Return what can be chosen for a field, the best first; nothing where one types."""
        if isinstance(field_, Check) or (isinstance(field_, Choice) and field_.many):
            return (TICK,)
        labels = menu_words(field_, option_words(field_))
        if isinstance(field_, Scale):
            count = len(field_.steps)
            return (*reversed(labels[:count]), *labels[count:])
        return labels

    def name(self, field_: Field) -> str:
        """Return the defined name of a field's list; the values of a scale stand beside it."""
        entries = self.entries(field_)
        if entries not in self._columns:
            column = 2 * len(self._columns) + 1
            self._columns[entries] = column
            values: tuple[int | None, ...] = (None,) * len(entries)
            if isinstance(field_, Scale):
                values = (*range(field_.high, field_.low - 1, -1), *[None] * bool(field_.absent))
            for row, (entry, value) in enumerate(zip(entries, values, strict=True), start=1):
                put(self.sheet.cell(row, column), entry)
                beside = self.sheet.cell(row, column + 1)
                beside.value = value if value is not None else "#N/A"
                beside.data_type = "n" if value is not None else "e"
            name = f"ws_list_{len(self._columns)}"
            for suffix, number in (("", column), ("_values", column + 1)):
                letter = get_column_letter(number)
                place = f"'{LISTS}'!${letter}$1:${letter}${len(entries)}"
                self.book.defined_names.add(DefinedName(name + suffix, attr_text=place))
        return f"ws_list_{list(self._columns).index(entries) + 1}"

    def check(
        self, sheet: ExcelSheet, cell: AnyCell, slot: Slot, hint: str, option: str = ""
    ) -> None:
        """Say what a cell is for when it is entered, and hold it to its list if it has one."""
        listed = self.name(slot.field) if self.entries(slot.field) else ""
        hint = self.office.tick if self.entries(slot.field) == (TICK,) else hint
        hint = joined(": ", slot.column_label, hint) if hint else slot.label
        title, prompt = _said(option or slot.row_label, hint)
        key = (listed, title, prompt)
        if key not in self._checks:
            check = DataValidation(
                type="list" if listed else None,
                formula1=listed or None,
                allow_blank=True,
                showErrorMessage=bool(listed),
                showInputMessage=True,
                errorTitle=shortened(title, _TITLE),
                error=shortened(self.office.listed, _PROMPT),
                promptTitle=shortened(title, _TITLE),
                prompt=shortened(prompt, _PROMPT),
            )
            sheet.add_data_validation(check)
            self._checks[key] = check
        self._checks[key].add(cell)


def _said(title: str, hint: str) -> tuple[str, str]:
    """Return title and words of what is said about a cell.

    Where the title has no room for two languages, the second stands at its words.
    """
    if SEAM not in title + hint or length(in_line(title)) <= _TITLE:
        return in_line(title), hint
    (first, second), (asked, below) = halves(title), halves(hint)
    half = (_PROMPT - 1) // 2
    return first, f"{shortened(asked, half)}{SEAM}{shortened(f'{second}: {below}', half)}"


def shown(lists: Lists, field_: Field, value: object) -> str:
    """Return the text of an answer in a cell."""
    if value is None or value is False:
        return ""
    if value is True:
        return TICK
    if isinstance(field_, Scale):
        labels = lists.entries(field_)
        if isinstance(value, int):
            return labels[field_.high - value]
        return labels[-1]
    if isinstance(field_, Choice):
        ids = [option.id for option in field_.options]
        return in_line(field_.options[ids.index(str(value))].label)
    return str(value)
