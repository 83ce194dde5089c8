"""Solve an areas block: cards on a grid, each with a heading and fields or a picture."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil

from worksheets.errors import Problem
from worksheets.model.fields import Text
from worksheets.model.labels import SEAM, lead
from worksheets.model.layout import Head
from worksheets.model.sheet import (
    AreaMap,
    Card,
    Group,
    Item,
    Line,
    Ornament,
    Rect,
    Slot,
)
from worksheets.solving.controls import least_height, paragraphs, place
from worksheets.solving.fit import Fitter, Print
from worksheets.solving.parts import Frame, Grower, Part
from worksheets.solving.pictures import draw_picture, picture_height, sector_lines, told
from worksheets.solving.scales import is_slider
from worksheets.solving.theme import Theme

LEAST_CARD_MM = 40
ICON_BASELINE_MM = 5.2


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

    @property
    def bottom(self) -> float:
        """Return the lowest edge that the block may reach."""
        return self.frame.bottom

    @cached_property
    def head(self) -> Card | None:
        """Return the card with the drawn head, from which sector lines run."""
        return next((c for c in self.block.cards if isinstance(c.picture, Head)), None)

    @cached_property
    def gap(self) -> float:
        """Return the gap between cards; sector lines need a wider one."""
        return self.theme.mm(8 if self.head else 4)

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
        shares = self.block.columns
        room = self.frame.right - self.frame.left - self.gap * (len(shares) - 1)
        left, found = self.frame.left, []
        for share in shares:
            right = left + room * share / sum(shares)
            found.append((left, right))
            left = right + self.gap
        return tuple(found)

    @property
    def fits(self) -> bool:
        """Tell whether every card is wide enough to write in."""
        return all(self._across(c) >= self.theme.mm(LEAST_CARD_MM) - 0.1 for c in self.block.cards)

    @cached_property
    def heights(self) -> list[int]:
        """Return the least height of each grid row in line units, its gap included."""
        rows = [0] * len(self.block.areas)
        cards = sorted(self.block.cards, key=lambda c: self.places[c.id][2] - self.places[c.id][0])
        for card in cards:
            top, _, bottom, _ = self.places[card.id]
            lacking = ceil((self._least(card) + self.gap) / self.theme.line) - sum(rows[top:bottom])
            taker = max(range(top, bottom), key=lambda row: (self.block.rows[row], row))
            rows[taker] += max(0, lacking)
        return rows

    @property
    def least(self) -> float:
        """Return the least height in points."""
        return sum(self.heights) * self.theme.line - self.gap + self._lead

    @property
    def growers(self) -> Sequence[Grower]:
        """Return one grower per grid row."""
        return [(self.theme.line, share) for share in self.block.rows]

    @property
    def boxes(self) -> Sequence[float]:
        """Return 0 for all: a row of the grid has boxes of several heights."""
        return [0] * len(self.block.rows)

    @property
    def _lead(self) -> float:
        """Return the room above the block; beside another block there is none."""
        return self.theme.mm(3) if self.frame.left <= self.theme.margin else 0

    def draw(self, top: float, extra: Sequence[float]) -> Group:
        """Return the cards drawn below ``top``, in the author's order."""
        tops = [top + self._lead]
        for height, more in zip(self.heights, extra, strict=True):
            tops.append(tops[-1] + (height + more) * self.theme.line)
        groups: list[Group | Item] = []
        for card in self.block.cards:
            first, left, last, right = self.places[card.id]
            lowest = tops[last] - self.gap
            rect = Rect(self.edges[left][0], tops[first], self.edges[right - 1][1], lowest)
            if card is self.head:
                sides = (rect.left - self.gap / 2, rect.right + self.gap / 2)
                whole = Rect(self.frame.left, top, self.frame.right, tops[-1] - self.gap / 2)
                lines = sector_lines(rect, whole, sides, self.fitter)
                groups.append(Group("artifact", lines))
            groups.append(self._card(card, rect))
        return Group("section", tuple(groups))

    # ------------------------------------------------------------ headings

    def _across(self, card: Card) -> float:
        _, left, _, right = self.places[card.id]
        return self.edges[right - 1][1] - self.edges[left][0]

    def _heading(self, card: Card, rect: Rect, y: float) -> tuple[list[Group], float]:
        """Return a card's heading and question from the baseline ``y`` on, and their height."""
        theme = self.theme
        if not card.label:
            return [], 0
        icons: tuple[Group, ...] = ()
        size, x = (theme.large, rect.left + theme.mm(9)) if card.icon else (theme.label, rect.left)
        if card.icon:
            icon = Rect(rect.left, y - theme.mm(4.6), rect.left + theme.mm(7), y + theme.mm(1.4))
            icons = (Group("artifact", (Ornament(name=card.icon, rect=icon),)),)
        label = self._name(card, size, rect.right - x)
        heading = Group("heading", (*icons, *label.words(x, y)))
        beside = x + label.width + theme.mm(3.5)
        if not card.question:
            return [heading], label.depth
        if not label.depth and (
            asked := self.fitter.paragraph(card.question, rect.right - beside, 1)
        ):
            return [heading, Group("paragraph", asked.words(beside, y, ink="quiet"))], 0
        rungs = [(theme.small, 3)]
        fitted = self.fitter.group([card.question], rect.width, "regular", rungs, below=3)
        question = replace(self.fitter.print(fitted, face="regular"), pair=theme.small_leading)
        apart = theme.mm(1.5 if card.icon and question.below else 0.9)
        first = y + label.depth + 1.02 * theme.small + apart
        height = question.depth + theme.small_leading + apart - theme.mm(0.5)
        words = Group("paragraph", question.words(rect.left, first, ink="quiet"))
        return [heading, words], label.depth + height

    def _name(self, card: Card, size: float, room: float) -> Print:
        """Return a card's label; a second language is beside the first where there is room."""
        theme, text = self.theme, card.label
        if SEAM in text:
            sizes = dict.fromkeys((size, theme.label))
            for cards in (self._like(card), [card]):
                for large in sizes:
                    if all(self._fits_beside(one, large) for one in cards):
                        return self.fitter.whole(text, large, "bold", beside=True)
        rungs = [(size, 1), *((s, n) for s in (theme.label, theme.medium) for n in (1, 2))]
        fitted = self.fitter.group([text], room, "bold", rungs)
        return self.fitter.print(fitted, leading=theme.label_leading(fitted.size))

    def _like(self, card: Card) -> list[Card]:
        """Return the cards whose labels have one size with that of ``card``; not on walls."""
        if self.theme.for_a_wall:
            return [card]
        return [c for c in self.block.cards if c.label and bool(c.icon) == bool(card.icon)]

    def _fits_beside(self, card: Card, size: float) -> bool:
        name = self.fitter.whole(card.label, size, "bold", beside=True)
        return name.width <= self._across(card) - (self.theme.mm(9) if card.icon else 0)

    def _rule(self, card: Card) -> bool:
        return bool(card.label) and not card.icon

    def _heading_height(self, card: Card, across: float) -> float:
        if not card.label:
            return 0
        rect = Rect(0, 0, across, 0)
        base = self.theme.label_baseline if self._rule(card) else self.theme.mm(ICON_BASELINE_MM)
        return base + self._heading(card, rect, 0)[1] + self.theme.mm(1.8)

    # ------------------------------------------------------------ cards

    def _is_bare(self, card: Card, slot: Slot) -> bool:
        return card.bare or is_slider(slot)

    def _label_height(self, card: Card, slot: Slot, across: float) -> float:
        if self._is_bare(card, slot):
            return 0
        label = self._entry_label(slot, across)
        return label.depth + self.theme.small_leading + self.theme.mm(0.6)

    def _entry_label(self, slot: Slot, across: float) -> Print:
        beside = self.fitter.whole(slot.column_label, face="bold", beside=True)
        if beside.width <= across:
            return beside
        rungs = [(self.theme.small, 2)]
        return self.fitter.print(self.fitter.group([slot.column_label], across, "bold", rungs))

    def _slot_height(self, card: Card, slot: Slot, across: float) -> float:
        return self._label_height(card, slot, across) + least_height(slot, across, self.fitter)

    def _least(self, card: Card) -> float:
        across = self._across(card)
        heights = [self._slot_height(card, slot, across) for slot in card.slots]
        if card.picture:
            heights.append(picture_height(card.picture, self.fitter.theme))
        gaps = self.theme.gap * max(0, len(heights) - 1)
        return self._heading_height(card, across) + sum(heights) + gaps

    def _card(self, card: Card, rect: Rect) -> Group:
        theme = self.theme
        heading_height = self._heading_height(card, rect.width)
        groups: list[Group | Item] = []
        if self._rule(card):
            rule = Line(x1=rect.left, y1=rect.top, x2=rect.right, y2=rect.top, look="rule")
            groups.append(Group("artifact", (rule,)))
        if card.below:
            body = Rect(rect.left, rect.top, rect.right, rect.bottom - heading_height)
            baseline = body.bottom + theme.mm(6.2)
        else:
            body = Rect(rect.left, rect.top + heading_height, rect.right, rect.bottom)
            base = theme.label_baseline if self._rule(card) else theme.mm(ICON_BASELINE_MM)
            baseline = rect.top + base
        groups += self._heading(card, rect, baseline)[0]
        if card.picture:
            drawn, alt = draw_picture(card.picture, body, self.fitter), told(card.picture)
            groups.append(Group("figure" if alt else "artifact", drawn, alt))
        groups += self._entries(card, body)
        return Group("section", tuple(groups))

    def _entries(self, card: Card, body: Rect) -> list[Group]:
        theme = self.theme
        heights = [self._slot_height(card, slot, body.width) for slot in card.slots]
        spare = body.height - sum(heights) - theme.gap * (len(heights) - 1)
        growing = [isinstance(s.field, Text) and s.field.lines > 1 for s in card.slots]
        groups: list[Group] = []
        top = body.top
        for slot, height, grows in zip(card.slots, heights, growing, strict=True):
            bottom = top + height + (spare / sum(growing) if grows else 0)
            groups += self._entry(card, slot, Rect(body.left, top, body.right, bottom))
            top = bottom + theme.gap
        return groups

    def _entry(self, card: Card, slot: Slot, rect: Rect) -> tuple[Group, ...]:
        if self._is_bare(card, slot):
            return paragraphs(place(slot, rect, self.fitter))
        theme = self.theme
        words = self._entry_label(slot, rect.width).words(rect.left, rect.top + 0.95 * theme.small)
        top = rect.top + self._label_height(card, slot, rect.width)
        inner = Rect(rect.left, top, rect.right, rect.bottom)
        return paragraphs((*words, *place(slot, inner, self.fitter)))

    def cut(self, room: float) -> tuple[Part, Part | None]:
        """Return the block whole; note a problem if it is higher than ``room`` or too narrow."""
        if self.least > room + 0.01 or not self.fits:
            names = ", ".join(lead(card.label) or card.id for card in self.block.cards)
            hint = "take a larger paper or fewer boxes"
            problem = Problem("F002", f"the boxes do not fit the page: {names}", hint=hint)
            self.fitter.problems.append(problem)
        return self, None
