"""Solve what leads the questions: the title and how to begin, heads of sections, running heads."""

from collections.abc import Sequence
from dataclasses import dataclass

from worksheets.fonts import width
from worksheets.model.linear import Section
from worksheets.model.sheet import Group, Item, Line, Ornament, Panel, Rect, Words
from worksheets.solving.fit import Fitter, Print, Rung
from worksheets.solving.linear.measures import Column
from worksheets.solving.strip import CORNER, Strip

_BASE = 0.36
"""Of a size: how far below its middle a line has its baseline."""


@dataclass(frozen=True, slots=True)
class Heads:
    """Draws the heads of one sheet."""

    strip: Strip
    column: Column

    @property
    def fitter(self) -> Fitter:
        """Return what fits words."""
        return self.strip.fitter

    def opening(self) -> tuple[list[Group], float]:
        """Return the title, what the sheet is for and how to fill it in, and where they end."""
        theme, sheet, x = self.fitter.theme, self.strip.sheet, self.column.left
        room = self._clear() - x
        y = max(theme.margin + CORNER * theme.scale, theme.mm(6.2) + 0.72 * theme.title)
        rungs = [(theme.title, 1), (0.85 * theme.title, 1), (0.85 * theme.title, 3)]
        title = self.fitter.flowing(sheet.title, room, rungs, leading=1.15, face="bold")
        groups = [Group("title", title.words(x, y))]
        y += title.depth + 0.6 * theme.line
        for text in (sheet.purpose, sheet.fill, sheet.pen):
            if text:
                y += 1.25 * theme.line
                told = self._running(text, room)
                groups.append(Group("paragraph", told.words(x, y, ink="quiet")))
                y += told.depth
        return groups, max(y + 1.9 * theme.line, self.column.top)

    def _running(self, text: str, room: float) -> Print:
        return self.fitter.flowing(text, room, [(self.fitter.theme.small, 99)], leading=1.3)

    def _clear(self) -> float:
        """Return the right edge of what stands beside the upper code."""
        right = self.strip.paper.width - self.fitter.theme.mm(36)
        return self.column.right if self.strip.bare else right

    def running(self, section: Section | None) -> Group:
        """Return the title in small on further pages, with the section that goes on there."""
        theme, x = self.fitter.theme, self.column.left
        y, room = theme.margin + CORNER * theme.scale, self._clear() - x
        rungs = [(theme.medium, 1), (theme.small, 1), (theme.small, 2)]
        title = self.fitter.flowing(
            self.strip.sheet.title, room, rungs, leading=1.2, face="bold", beside=True
        )
        words = title.words(x, y)
        if section and section.title:
            y += title.depth + 1.2 * theme.line
            heading = self.fitter.flowing(section.heading, room, [(theme.small, 2)], beside=True)
            words += heading.words(x, y, ink="quiet")
        return Group("artifact", words)

    # ------------------------------------------------------------ sections

    def draw(self, section: Section, top: float) -> tuple[list[Group], float]:
        """Return the head of a section below ``top`` and where its questions begin."""
        if not section.title:
            return [], top
        draw = self._card if section.kind == "card" else self._band
        heading, bottom = draw(section, top)
        if not section.help:
            return [heading], bottom + 0.9 * self.fitter.theme.line
        theme = self.fitter.theme
        y = bottom + 0.45 * theme.line + 0.72 * theme.small
        told = self._running(section.help, self.column.width)
        words = told.words(self.column.left, y, ink="quiet")
        gap = 1.15 if section.questions[0].label else 0.55
        return [heading, Group("paragraph", words)], y + told.depth + gap * theme.line

    def _band(self, section: Section, top: float) -> tuple[Group, float]:
        """Return a band of the accent colour: pointed for a stage, plain for a row."""
        theme, column = self.fitter.theme, self.column
        stage, size = section.kind == "stage", theme.large
        x = column.left + 0.75 * theme.line
        number = str(section.number or "")
        start = x + (width(f"{number}  ", "regular", size) if number else 0)
        room = column.right - start - theme.tip - 0.3 * theme.line
        rungs = [(size, 1), (size, 2), (theme.medium, 4)]
        name = self._name(section.title, room, rungs)
        bottom = top + 1.95 * theme.line + name.depth
        rect = Rect(column.left, top, column.right, bottom)
        base = (top + bottom) / 2 - name.depth / 2 + _BASE * name.size
        shape: Item = Panel(rect=rect, look="accent")
        if stage:
            shape = Ornament(name="chevron", rect=rect, value=theme.tip, flat=True)
        words = name.words(start, base, ink="white")
        if number:
            digit = Words(x=x, y=base, lines=(number,), size=name.size, leading=name.leading,
                          ink="white")  # fmt: skip
            words = (digit, *words)
        return Group("heading", (Group("artifact", (shape,)), *words)), bottom

    def _name(self, title: str, room: float, rungs: Sequence[Rung]) -> Print:
        return self.fitter.flowing(title, room, rungs, leading=1.15, face="bold", beside=True)

    def _card(self, section: Section, top: float) -> tuple[Group, float]:
        """Return a rule with the title below it, and the card's own drawing before it."""
        theme, column = self.fitter.theme, self.column
        rule = Line(x1=column.left, y1=top, x2=column.right, y2=top, look="rule")
        shapes: list[Item] = [rule]
        x, middle = column.left, top + 1.25 * theme.line
        if section.icon:
            high = 1.3 * theme.line
            box = Rect(x, middle - high / 2, x + high * 7 / 6, middle + high / 2)
            shapes.append(Ornament(name=section.icon, rect=box))
            x = box.right + 0.6 * theme.line
        rungs = [(theme.large, 1), (theme.large, 3)]
        name = self._name(section.title, column.right - x, rungs)
        words = name.words(x, middle + _BASE * theme.large)
        bottom = middle + 0.5 * theme.large + name.depth
        return Group("heading", (Group("artifact", tuple(shapes)), *words)), bottom
