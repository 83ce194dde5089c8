"""What many filled sheets say together, as it is drawn back on one worksheet."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute

from worksheets.model.fields import Check, Choice, Field, Scale
from worksheets.model.ids import FieldId
from worksheets.model.structure import ABSENT, states


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultWords:
    """What a worksheet says that shows the answers of many; placeholders stand in braces.

    ``note`` says how many (sheets, people); ``more`` and ``further`` how many texts stand on a
    later page or tab, which are ``continued`` there; ``onward`` and ``since`` say at a box and at
    its continuation where the other is; ``mean`` and ``nobody`` go with numbers.
    """

    note: str
    more: str
    further: str
    continued: str
    onward: str
    since: str
    mean: str
    nobody: str


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

    def gathered(self) -> tuple[Quote, ...]:
        """Return each text once, in order of appearance, with all who wrote it."""
        names: dict[str, dict[str, None]] = {}
        spelled: dict[str, str] = {}
        for quote in self.quotes:
            key = " ".join(quote.text.split()).casefold()
            if key:
                spelled.setdefault(key, quote.text)
                names.setdefault(key, {}).update({quote.who: None} if quote.who else {})
        return tuple(Quote(spelled[key], ", ".join(who)) for key, who in names.items())

    def most(self) -> int:
        """Return how many sheets gave the most frequent answer."""
        return max(self.counts.values(), default=0)


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


NOTHING = Summary()
"""What is known of a field that nobody filled in."""


def possible(field: Field) -> tuple[str, ...]:
    """Return the possible answers of a field as `Summary.counts` names them."""
    if isinstance(field, Scale):
        values = tuple(str(step.value) for step in field.steps)
        return (*values, ABSENT) if field.absent else values
    if isinstance(field, Choice):
        return tuple(option.id for option in field.options)
    return ("true",) if isinstance(field, Check) else ()


def answer_of(field: Field, state: str) -> str:
    """Return the possible answer that a mark with this ``state`` gives."""
    answers = possible(field)
    return dict(zip(states(field) or answers, answers, strict=True)).get(state, answers[0])
