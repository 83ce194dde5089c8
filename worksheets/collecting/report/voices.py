"""What was written, as it is shown: equal texts once, long ones cut, not more than fit a page."""

from collections.abc import Iterable
from dataclasses import dataclass

from worksheets.model.results import Quote

MOST = 200
"""Texts shown of one field; the workbook has all."""
OPEN = 5
"""Texts shown at once; the rest unfolds."""
LONGEST = 1500
NAMES = 4


@dataclass(frozen=True, slots=True)
class Voice:
    """A text and who wrote it, at most a few of them; ``more`` says how many others did."""

    text: str
    who: tuple[str, ...] = ()
    more: int = 0


@dataclass(frozen=True, slots=True)
class Voices:
    """The texts of a field: shown at once, unfolded on demand, and how many are left out."""

    open: tuple[Voice, ...] = ()
    folded: tuple[Voice, ...] = ()
    left: int = 0

    def __bool__(self) -> bool:
        """Tell whether anybody wrote anything."""
        return bool(self.open)


def voices(quotes: Iterable[Quote], at_once: int = OPEN) -> Voices:
    """Return quotes, those with one text as one."""
    by_text: dict[str, list[str]] = {}
    left = 0
    for quote in quotes:
        text = quote.text.strip()
        if text and (text in by_text or len(by_text) < MOST):
            by_text.setdefault(text, []).append(quote.who)
        else:
            left += bool(text)
    every = tuple(_voice(text, who) for text, who in by_text.items())
    if len(every) <= at_once + 1:  # a single one is not worth unfolding
        at_once += 1
    return Voices(every[:at_once], every[at_once:], left)


def cut(text: str, longest: int = LONGEST) -> str:
    """Return a text, of a very long one the beginning."""
    return text if len(text) <= longest else f"{text[:longest]} [\u2026]"


def _voice(text: str, who: list[str]) -> Voice:
    names = tuple(dict.fromkeys(filter(None, who)))
    return Voice(cut(text), names[:NAMES], max(len(who) - min(len(names), NAMES), 0))
