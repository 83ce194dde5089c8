"""What many filled sheets say together, as it is drawn back on one worksheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute

from worksheets.model.ids import FieldId


@dataclass(frozen=True, slots=True)
class Quote:
    """Something written, and who wrote it: initials, a group, a code; "" if unknown."""

    text: str
    who: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """All answers to one field.

    ``counts`` are sheets by possible answer (scale value, option id, true, absent) as text;
    ``mean`` and ``spread`` (standard deviation) are those of a scale or number over ``sheets``.
    """

    quotes: tuple[Quote, ...] = ()
    counts: Mapping[str, int] = attribute(default_factory=dict)
    mean: float | None = None
    spread: float | None = None
    sheets: int = 0


@dataclass(frozen=True, slots=True)
class Point:
    """A dot in a quadrants picture: the number of its row, its place, how far answers differ."""

    number: int
    x: float
    y: float
    label: str = ""
    spread: float = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """A collection's answers to one layout, by field of one worksheet.

    ``note`` says in the sheet's language how much is behind them, as in "12 sheets, 20 people".
    """

    note: str
    fields: Mapping[FieldId, Summary]
    points: tuple[Point, ...] = ()
