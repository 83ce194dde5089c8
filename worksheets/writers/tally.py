"""Results in words and numbers, as they stand in the cells of Word and Excel files."""

from collections.abc import Iterator
from dataclasses import dataclass

from worksheets.i18n import one_decimal
from worksheets.model.fields import Choice, Scale
from worksheets.model.layout import Quadrants
from worksheets.model.results import NOTHING, Results, ResultWords, Summary, possible
from worksheets.model.sheet import AreaMap, Card, Sheet, Slot
from worksheets.model.structure import menu_words, option_words

BULLET = "•"
SEPARATOR = " · "


@dataclass(frozen=True, slots=True)
class Entry:
    """A paragraph of a cell: a text, its author, or a number that may be the first of its kind."""

    text: str
    who: str = ""
    bullet: bool = False
    strong: bool = False
    quiet: bool = False

    def __str__(self) -> str:
        """Return the paragraph as plain text."""
        begin, end = f"{BULLET} " * self.bullet, f"  —\u00a0{self.who}" if self.who else ""
        return f"{begin}{self.text}{end}"


@dataclass(frozen=True, slots=True)
class Tally:
    """Says results in one sheet's language."""

    sheet: Sheet
    results: Results
    words: ResultWords

    def summary(self, slot: Slot) -> Summary:
        """Return what is known of a field."""
        return self.results.fields.get(slot.id, NOTHING)

    def entries(self, slot: Slot) -> tuple[Entry, ...]:
        """Return the paragraphs of a field's cell."""
        summary, field = self.summary(slot), slot.field
        quotes = [Entry(q.text, q.who, bullet=True) for q in summary.gathered()]
        if isinstance(field, Choice):
            return (*self._choices(slot), *quotes)
        if isinstance(field, Scale):
            spread = self.distribution(slot)
            return (Entry(self.mean(slot), strong=summary.mean is not None,
                          quiet=summary.mean is None),
                    *([Entry(spread, quiet=True)] if spread else []))  # fmt: skip
        if summary.mean is not None:
            quotes.insert(0, Entry(f"{self.words.mean} {self.mean(slot)}"))
        elif possible(field):
            quotes.insert(0, Entry(str(summary.most() or "")))
        return tuple(quotes)

    def mean(self, slot: Slot) -> str:
        """Return the mean and how many answers are behind it, as in ``+1.2 (14)``."""
        summary, field = self.summary(slot), slot.field
        if summary.mean is None:
            return self.words.nobody
        signed = isinstance(field, Scale) and field.low < 0
        return f"{one_decimal(summary.mean, self.sheet.locale, signed=signed)} ({summary.sheets})"

    def distribution(self, slot: Slot) -> str:
        """Return how many sheets chose each value of a scale, the highest first."""
        summary, field = self.summary(slot), slot.field
        names = [name.partition(" ")[0] for name in menu_words(field, option_words(field))]
        if isinstance(field, Scale) and field.absent:
            names[-1] = field.absent
        pairs = zip(possible(field), names, strict=True)
        known = [f"{name} ({summary.counts[a]})" for a, name in pairs if summary.counts.get(a)]
        absent = [known.pop()] if known and summary.counts.get("absent") else []
        return SEPARATOR.join((*reversed(known), *absent))

    def _choices(self, slot: Slot) -> Iterator[Entry]:
        summary = self.summary(slot)
        pairs = zip(possible(slot.field), option_words(slot.field), strict=True)
        for answer, label in pairs:
            if count := summary.counts.get(answer, 0):
                yield Entry(f"{label} ({count})", strong=count == summary.most())

    def square(self) -> tuple[Card, Quadrants] | None:
        """Return the card with a square of two scales, if there are dots for it."""
        cards = (c for b in self.sheet.blocks if isinstance(b, AreaMap) for c in b.cards)
        found = ((c, c.picture) for c in cards if isinstance(c.picture, Quadrants))
        return next(found, None) if self.results.points else None

    def dots(self, square: Quadrants) -> Iterator[Entry]:
        """Yield the dots of a square in words."""
        for point in self.results.points:
            x, y = (one_decimal(value, self.sheet.locale) for value in (point.x, point.y))
            place = f"{square.x_label} {x}, {square.y_label} {y}"
            yield Entry(f"{point.number} {point.label}: {place}".replace(" :", ":"))
