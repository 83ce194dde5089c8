"""Solve what leads the questions: the title and how to begin, heads of sections, running heads."""

from dataclasses import dataclass

from worksheets.fonts import width
from worksheets.model.linear import Section
from worksheets.model.sheet import Group, Item, Line, Ornament, Panel, Rect, Words
from worksheets.solving.fit import Fitter
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
        fitted = self.fitter.group([sheet.title], room, "bold", rungs)
        title = Words(x=x, y=y, lines=fitted.lines[0], size=fitted.size,
                      leading=1.15 * fitted.size, face="bold")  # fmt: skip
        groups = [Group("title", (title,))]
        y += (fitted.most - 1) * title.leading + 0.6 * theme.line
        for text in (sheet.purpose, sheet.fill, sheet.pen):
            if text:
                y += 1.25 * theme.line
                words = self._running(text, x, y, room)
                groups.append(Group("paragraph", (words,)))
                y += (len(words.lines) - 1) * words.leading
        return groups, max(y + 1.9 * theme.line, self.column.top)

    def _running(self, text: str, x: float, y: float, room: float) -> Words:
        size = self.fitter.theme.small
        lines = self.fitter.group([text], room, "regular", [(size, 99)]).lines[0]
        return Words(x=x, y=y, lines=lines, size=size, leading=1.3 * size, ink="quiet")

    def _clear(self) -> float:
        """Return the right edge of what stands beside the upper code."""
        right = self.strip.paper.width - self.fitter.theme.mm(36)
        return self.column.right if self.strip.bare else right

    def running(self, section: Section | None) -> Group:
        """Return the title in small on further pages, with the section that goes on there."""
        theme, x = self.fitter.theme, self.column.left
        y, room = theme.margin + CORNER * theme.scale, self._clear() - x
        rungs = [(theme.medium, 1), (theme.small, 1), (theme.small, 2)]
        fitted = self.fitter.group([self.strip.sheet.title], room, "bold", rungs)
        words = [Words(x=x, y=y, lines=fitted.lines[0], size=fitted.size,
                       leading=theme.line, face="bold")]  # fmt: skip
        if section and section.title:
            y += (fitted.most - 1) * theme.line + 1.2 * theme.line
            lines = self.fitter.group([section.heading], room, "regular", [(theme.small, 2)])
            words.append(Words(x=x, y=y, lines=lines.lines[0], size=theme.small,
                               leading=1.25 * theme.small, ink="quiet"))  # fmt: skip
        return Group("artifact", tuple(words))

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
        words = self._running(section.help, self.column.left, y, self.column.width)
        end = y + (len(words.lines) - 1) * words.leading
        gap = 1.15 if section.questions[0].label else 0.55
        return [heading, Group("paragraph", (words,))], end + gap * theme.line

    def _band(self, section: Section, top: float) -> tuple[Group, float]:
        """Return a band of the accent colour: pointed for a stage, plain for a row."""
        theme, column = self.fitter.theme, self.column
        stage, size = section.kind == "stage", theme.large
        x = column.left + 0.75 * theme.line
        number = str(section.number or "")
        start = x + (width(f"{number}  ", "regular", size) if number else 0)
        room = column.right - start - theme.tip - 0.3 * theme.line
        rungs = [(size, 1), (size, 2), (theme.medium, 4)]
        fitted = self.fitter.group([section.title], room, "bold", rungs)
        leading = 1.15 * fitted.size
        bottom = top + 1.95 * theme.line + (fitted.most - 1) * leading
        rect = Rect(column.left, top, column.right, bottom)
        middle = (top + bottom) / 2 - (fitted.most - 1) * leading / 2
        base = middle + _BASE * fitted.size
        shape: Item = Panel(rect=rect, look="accent")
        if stage:
            shape = Ornament(name="chevron", rect=rect, value=theme.tip, flat=True)
        words = [Words(x=start, y=base, lines=fitted.lines[0], size=fitted.size, leading=leading,
                       face="bold", ink="white")]  # fmt: skip
        if number:
            digit = Words(x=x, y=base, lines=(number,), size=fitted.size, leading=leading,
                          ink="white")  # fmt: skip
            words.insert(0, digit)
        return Group("heading", (Group("artifact", (shape,)), *words)), bottom

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
        fitted = self.fitter.group([section.title], column.right - x, "bold", rungs)
        words = Words(x=x, y=middle + _BASE * theme.large, lines=fitted.lines[0],
                      size=theme.large, leading=1.15 * theme.large, face="bold")  # fmt: skip
        bottom = middle + 0.5 * theme.large + (fitted.most - 1) * words.leading
        return Group("heading", (Group("artifact", tuple(shapes)), words)), bottom
