"""Further pages for what did not fit its box: field by field, in columns, in a readable size."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from worksheets import fonts
from worksheets.model.ids import FieldId
from worksheets.model.results import Quote
from worksheets.model.sheet import Group, Line, Slot, Words
from worksheets.solving.results import quotes
from worksheets.solving.theme import Theme
from worksheets.units import Paper, mm

DEPTHS = (0.25, 0.4, 0.55, 0.7, 0.85, 1.0)
"""Shares of a page's height that columns may take."""
_COLUMN_MM = 86
"""Least width of a column, in millimetres for type of 8.5 points."""
_SIZE = 0.9
_FOOT_MM, _GAP_MM, _RULE_MM = 15, 6, 5
_LEAST = 2  # lines of a quote before or after a break


@dataclass(slots=True, kw_only=True)
class Further:
    """The columns being filled; ``pages`` are their groups, ``starts`` where a field begins.

    ``first`` is the number of the first further page, ``continued`` what a label says that stands
    above a later part of its field, ``since`` by field what it says above the first; ``depth`` is
    the share of the page that columns take. Texts of one person alone have no ``bullets``.
    """

    theme: Theme
    paper: Paper
    first: int
    continued: str
    depth: float = 1
    bullets: bool = True
    since: Mapping[FieldId, str] = field(default_factory=dict)
    pages: list[list[Group]] = field(default_factory=list)
    starts: dict[FieldId, int] = field(default_factory=dict)
    _column: int = 0
    _y: float = 0.0

    @property
    def size(self) -> float:
        """Return the size of type."""
        return _SIZE * self.theme.medium

    @property
    def _columns(self) -> int:
        gap = self.theme.mm(_GAP_MM)
        room = self.paper.width - 2 * self.theme.margin
        return max(1, int((room + gap) / (mm(_COLUMN_MM) * self.size / 8.5 + gap)))

    @property
    def _across(self) -> float:
        gap = self.theme.mm(_GAP_MM)
        room = self.paper.width - 2 * self.theme.margin + gap
        return room / self._columns - gap

    @property
    def _left(self) -> float:
        return self.theme.margin + self._column * (self._across + self.theme.mm(_GAP_MM))

    @property
    def _bottom(self) -> float:
        return self.depth * (self.paper.height - self.theme.mm(_FOOT_MM))

    def add(self, slot: Slot, rest: Sequence[Quote]) -> None:
        """Put the rest of a field's quotes below those before."""
        size, begun = self.size, False
        items: list[Group] = []
        for quote in rest:
            left: quotes.Said | None = quotes.said(quote, size, self._across)
            begins = self.bullets
            while left is not None:
                lines = self._lines() if self.pages else 0
                least = min(_LEAST, left.height) + (
                    0 if begun else self._head(slot.label) / quotes.leading(size)
                )
                if lines < least:
                    self._close(items)
                    items, begun = [], False
                    self._turn()
                    continue
                if not begun:
                    later = slot.id in self.starts
                    self._label(slot, self.continued if later else self.since.get(slot.id, ""))
                    self.starts.setdefault(slot.id, self.first + len(self.pages) - 1)
                    begun = True
                    lines = self._lines()
                here, left = _divided(left, lines)
                at = self._left, self._y + 0.935 * size
                items.append(quotes.drawn(here, at, size, begins=begins))
                begins = False
                self._y += here.height * quotes.leading(size)
            self._y += quotes.pause(size)
        self._close(items)
        self._y += self.theme.mm(_GAP_MM)

    def _lines(self) -> int:
        return int((self._bottom - self._y) / quotes.leading(self.size))

    def _turn(self) -> None:
        """Go on at the top of the next column, or of the next page."""
        self._column += 1
        if not self.pages or self._column == self._columns:
            self.pages.append([])
            self._column = 0
        self._y = self.theme.header_baseline + self.theme.mm(2)

    def _close(self, items: Sequence[Group]) -> None:
        if items:
            self.pages[-1].append(Group("list", tuple(items)))

    def _head(self, label: str) -> float:
        return self._named(label, self.continued)[1] + self.theme.mm(2)

    def _named(self, label: str, note: str) -> tuple[list[Words], float]:
        """Return a label at the pen, what is noted behind it in small print, and their height."""
        theme, left = self.theme, self._left
        y = self._y + theme.first_baseline
        lines = fonts.wrap(label, "bold", theme.medium, self._across)
        name = Words(x=left, y=y, lines=lines, size=theme.medium, leading=theme.line, face="bold")
        if not note:
            return [name], len(lines) * theme.line
        behind = fonts.width(lines[-1], "bold", theme.medium) + theme.mm(2.4)
        y += (len(lines) - 1) * theme.line
        if behind + fonts.width(note, "regular", theme.small) > self._across:
            behind, y = 0, y + theme.line
        said = Words(x=left + behind, y=y, lines=(note,), size=theme.small,
                     leading=theme.small_leading, ink="quiet")  # fmt: skip
        return [name, said], y - self._y - theme.first_baseline + theme.line

    def _label(self, slot: Slot, note: str) -> None:
        left, y = self._left, self._y
        rule = Line(x1=left, y1=y, x2=left + self._across, y2=y, look="rule")
        words, height = self._named(slot.label, note)
        self.pages[-1].append(Group("heading", (Group("artifact", (rule,)), *words)))
        self._y += height + self.theme.mm(2)


def further_of(rest: Mapping[Slot, Sequence[Quote]], made: Callable[[float], Further]) -> Further:
    """Return all that is left, in columns as low as one page allows, side by side."""
    for depth in DEPTHS:
        found = made(depth)
        for slot, texts in rest.items():
            found.add(slot, texts)
        if len(found.pages) <= 1:
            break
    return found


def _divided(quote: quotes.Said, lines: int) -> tuple[quotes.Said, quotes.Said | None]:
    """Return what of a quote stands on ``lines`` lines, and the rest if there is any."""
    if quote.height <= lines:
        return quote, None
    after = 1 if quote.names else _LEAST
    return quote.cut(min(lines, max(1, len(quote.lines) - after)))
