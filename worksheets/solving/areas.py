"""Solve an areas block: cards on a grid, each with a heading and one or several fields."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import ceil

from worksheets.fonts import wrap
from worksheets.model.fields import Text
from worksheets.model.sheet import AreaMap, Card, Group, Item, Line, Rect, Slot, Words
from worksheets.solving.controls import least_height, place
from worksheets.solving.fit import Fitter
from worksheets.solving.parts import Grower
from worksheets.solving.table import Frame
from worksheets.solving.theme import Theme

GAP_MM = 4


@dataclass
class AreasPart:
    """An areas block; it stays on one page."""

    block: AreaMap
    frame: Frame
    fitter: Fitter

    @property
    def theme(self) -> Theme:
        """Return the measures of the paper."""
        return self.fitter.theme

    @cached_property
    def places(self) -> dict[str, tuple[int, int, int, int]]:
        """Return per card its first row, first column, and the ones after the last."""
        found: dict[str, tuple[int, int, int, int]] = {}
        for row, names in enumerate(self.block.areas):
            for column, name in enumerate(names):
                top, left, _, _ = found.get(name, (row, column, 0, 0))
                found[name] = (top, left, row + 1, column + 1)
        return found

    @cached_property
    def edges(self) -> tuple[tuple[float, float], ...]:
        """Return left and right of each grid column."""
        gap, shares = self.theme.mm(GAP_MM), self.block.columns
        room = self.frame.right - self.frame.left - gap * (len(shares) - 1)
        left, found = self.frame.left, []
        for share in shares:
            right = left + room * share / sum(shares)
            found.append((left, right))
            left = right + gap
        return tuple(found)

    @cached_property
    def heights(self) -> list[int]:
        """Return the least height of each grid row in line units, its gap included."""
        gap, line = self.theme.mm(GAP_MM), self.theme.line
        rows = [0] * len(self.block.areas)
        cards = sorted(self.block.cards, key=lambda c: self.places[c.id][2] - self.places[c.id][0])
        for card in cards:
            top, _, bottom, _ = self.places[card.id]
            lacking = ceil((self._least(card) + gap) / line) - sum(rows[top:bottom])
            for index in range(lacking):
                rows[top + index % (bottom - top)] += 1
        return rows

    @property
    def least(self) -> float:
        """Return the least height in points."""
        return sum(self.heights) * self.theme.line - self.theme.mm(GAP_MM)

    @property
    def growers(self) -> Sequence[Grower]:
        """Return one grower per grid row."""
        return [(self.theme.line, share) for share in self.block.rows]

    def draw(self, top: float, extra: Sequence[int]) -> Group:
        """Return the cards drawn below ``top``, in the author's order."""
        tops = [top]
        for height, more in zip(self.heights, extra, strict=True):
            tops.append(tops[-1] + (height + more) * self.theme.line)
        groups = []
        for card in self.block.cards:
            first, left, last, right = self.places[card.id]
            rect = Rect(
                self.edges[left][0], tops[first], self.edges[right - 1][1],
                tops[last] - self.theme.mm(GAP_MM),
            )  # fmt: skip
            groups.append(self._card(card, rect))
        return Group("section", tuple(groups))

    # ------------------------------------------------------------ cards

    def _across(self, card: Card) -> float:
        _, left, _, right = self.places[card.id]
        return self.edges[right - 1][1] - self.edges[left][0]

    def _heading(self, card: Card, across: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
        theme = self.theme
        label = self.fitter.group(
            [card.label], across, "bold", [(theme.medium, 1), (theme.medium, 2)]
        )
        question = wrap(card.question, "regular", theme.small, across) if card.question else ()
        return label.lines[0], question

    def _heading_height(self, card: Card, across: float) -> float:
        theme = self.theme
        label, question = self._heading(card, across)
        height = theme.first_baseline + (len(label) - 1) * theme.line
        return height + len(question) * theme.small_leading + theme.mm(1.8)

    def _slot_height(self, card: Card, slot: Slot, across: float) -> float:
        control = least_height(slot.field, across, self.fitter)
        return control if card.bare else self._label_height(slot, across) + control

    def _label_height(self, slot: Slot, across: float) -> float:
        lines = wrap(slot.column_label, "bold", self.theme.small, across)
        return len(lines) * self.theme.small_leading + self.theme.mm(0.6)

    def _least(self, card: Card) -> float:
        across = self._across(card)
        heights = [self._slot_height(card, slot, across) for slot in card.slots]
        gaps = self.theme.gap * (len(heights) - 1)
        return self._heading_height(card, across) + sum(heights) + gaps

    def _card(self, card: Card, rect: Rect) -> Group:
        theme = self.theme
        label, question = self._heading(card, rect.width)
        rule = Line(x1=rect.left, y1=rect.top, x2=rect.right, y2=rect.top, look="rule")
        y = rect.top + theme.first_baseline
        heading: list[Group | Item] = [
            Group("artifact", (rule,)),
            Words(
                x=rect.left, y=y, lines=label, size=theme.medium, leading=theme.line, face="bold"
            ),
        ]
        if question:
            y += (len(label) - 1) * theme.line + theme.small_leading
            heading.append(self.fitter.small(rect.left, y, question))
        groups: list[Group | Item] = [Group("paragraph", tuple(heading))]
        heights = [self._slot_height(card, slot, rect.width) for slot in card.slots]
        top = rect.top + self._heading_height(card, rect.width)
        spare = rect.bottom - top - sum(heights) - theme.gap * (len(heights) - 1)
        growing = [isinstance(s.field, Text) and s.field.lines > 1 for s in card.slots]
        for slot, height, grows in zip(card.slots, heights, growing, strict=True):
            bottom = top + height + (spare / sum(growing) if grows else 0)
            groups.append(self._entry(card, slot, Rect(rect.left, top, rect.right, bottom)))
            top = bottom + theme.gap
        return Group("section", tuple(groups))

    def _entry(self, card: Card, slot: Slot, rect: Rect) -> Group:
        if card.bare:
            return Group("paragraph", place(slot, rect, self.fitter))
        theme = self.theme
        lines = wrap(slot.column_label, "bold", theme.small, rect.width)
        label = Words(x=rect.left, y=rect.top + 0.95 * theme.small, lines=lines, size=theme.small,
                      leading=theme.small_leading, face="bold")  # fmt: skip
        top = rect.top + self._label_height(slot, rect.width)
        inner = Rect(rect.left, top, rect.right, rect.bottom)
        return Group("paragraph", (label, *place(slot, inner, self.fitter)))
