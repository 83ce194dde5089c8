"""Solve the heads of a table's columns: a chevron band, discs on a line, or plain panels."""

from collections.abc import Sequence
from dataclasses import dataclass

from worksheets.fonts import width
from worksheets.model.sheet import (
    Grid,
    Group,
    Heading,
    Item,
    Line,
    Ornament,
    Panel,
    Rect,
    Words,
)
from worksheets.solving.fit import Fitted, Fitter
from worksheets.solving.theme import Theme

SMALLEST = 7.5
"""Points below which no label falls."""
Edges = Sequence[tuple[float, float]]
"""Left and right of each column, in points."""
Head = tuple[Group, Words | None]
"""The head of a column, and what explains it."""


@dataclass(slots=True)
class Heads:
    """The heads of the columns drawn on one page; ``left`` and ``label_width`` place the corner."""

    grid: Grid
    headings: Sequence[Heading]
    edges: Edges
    left: float
    label_width: float
    fitter: Fitter

    @property
    def theme(self) -> Theme:
        """Return the measures of the paper."""
        return self.fitter.theme

    @property
    def height(self) -> float:
        """Return the height of the heads in points."""
        theme = self.theme
        if self.grid.heads == "discs":
            names = any(heading.label for heading in self.headings)
            return theme.mm(8) + (theme.mm(0.6) + 2 * theme.small_leading if names else 0)
        return theme.head_height

    def draw(self, top: float) -> list[Group]:
        """Return the heads below ``top`` as one row and, as another, what explains them.

        Screen readers repeat the heads with each cell: they are names and nothing more.
        """
        if not self.grid.stages:
            shapes, corner = self._panels(top), None
        elif self.grid.heads == "discs":
            shapes, corner = self._discs(top), top + self.theme.mm(4)
        else:
            shapes, corner = self._chevrons(top), top + self.theme.head_height / 2
        heads = Group("row", (self._corner(corner), *(head for head, _ in shapes)))
        helps = [Group("cell", (words,) if words else ()) for _, words in shapes]
        explained = any(words for _, words in shapes)
        return [heads, *([Group("row", (Group("cell", ()), *helps))] if explained else [])]

    def _corner(self, middle: float | None) -> Group:
        theme, size = self.theme, self.theme.label
        if middle is None or not self.grid.corner:
            return Group("cell", ())
        rungs = [(size, 1), (theme.medium, 1), (7.5 * theme.scale, 1)]
        fitted = self.fitter.group([self.grid.corner], self.label_width, "bold", rungs)
        size = fitted.size
        words = Words(x=self.left, y=middle + 0.36 * size, lines=fitted.lines[0], size=size,
                      leading=theme.line, face="bold")  # fmt: skip
        children: list[Group | Item] = [words]
        start = self.left + width(self.grid.corner, "bold", size) + theme.mm(2)
        end = self.left + self.label_width - theme.mm(0.5)
        if self.grid.heads == "band" and end - start > theme.mm(3):
            rect = Rect(start, middle - theme.mm(1.2), end, middle + theme.mm(1.2))
            children.append(Group("artifact", (Ornament(name="arrow", rect=rect),)))
        return Group("column-heading", tuple(children))

    # ------------------------------------------------------------ stages

    def _chevrons(self, top: float) -> list[Head]:
        theme = self.theme
        following = [left for left, _ in self.edges[1:]]
        ends = [left - theme.mm(1.3) + theme.tip for left in following] + [self.edges[-1][1]]
        inset = theme.tip + theme.head_inset
        shapes = [
            Rect(left, top, end, top + theme.head_height)
            for (left, _), end in zip(self.edges, ends, strict=True)
        ]
        room = min(rect.width - inset - theme.tip - theme.mm(0.6) for rect in shapes)
        names, helps = self._stage_words(room)
        groups: list[Head] = []
        for index, rect in enumerate(shapes):
            shape = Ornament(name="chevron", rect=rect, value=theme.tip, flat=index == 0)
            help_line = helps.lines[index] if helps else ()
            words, small = self._stage_label(index, rect.left + inset, top, names, help_line)
            groups.append((Group("column-heading", (Group("artifact", (shape,)), *words)), small))
        return groups

    def _stage_words(self, room: float) -> tuple[Fitted, Fitted | None]:
        theme = self.theme
        texts = [heading.label for heading in self.headings]
        digits = max(width(f"{h.number} ", "regular", theme.large) for h in self.headings)
        far = [(theme.label, 2)] if theme.for_a_wall else []
        sizes = (theme.medium, 0.92 * theme.medium, 0.82 * theme.medium)
        rungs = [(theme.large, 1), (theme.label, 1), *far]
        rungs += [(size, 1) for size in sizes if size >= SMALLEST]
        helps = [heading.help for heading in self.headings]
        fitted = self.fitter.try_group(texts, room - digits, "bold", rungs)
        small = self.fitter.try_group(helps, room, "regular", [(theme.small, 1)])
        if not fitted:
            rungs = [(0.92 * theme.medium, 2), (7.5 * theme.scale, 2)]
            fitted = self.fitter.group(texts, room - digits, "bold", rungs)
        return fitted, small if small and any(helps) and fitted.most == 1 else None

    def _stage_label(
        self, index: int, x: float, top: float, names: Fitted, help_line: tuple[str, ...]
    ) -> tuple[tuple[Words, ...], Words | None]:
        theme = self.theme
        size, lines = names.size, names.lines[index]
        leading = 1.15 * size
        middle = top + theme.head_height / 2
        alone = middle + 0.36 * size - (len(lines) - 1) * leading / 2
        y = middle if any(help_line) else alone
        digit = f"{self.headings[index].number} "
        name_x = x + width(digit, "regular", size)
        words = (
            Words(x=x, y=y, lines=(digit.strip(),), size=size, leading=leading, ink="white"),
            Words(x=name_x, y=y, lines=lines, size=size, leading=leading, face="bold", ink="white"),
        )
        if not any(help_line):
            return words, None
        y += 1.32 * theme.small + theme.mm(0.1)
        return words, self.fitter.small(x, y, help_line, ink="white")

    # ------------------------------------------------------------ steps

    def _discs(self, top: float) -> list[Head]:
        theme = self.theme
        radius, middle = theme.mm(4), top + theme.mm(4)
        room = min(right - left for left, right in self.edges)
        far = [(theme.label, 1)] if theme.for_a_wall else []
        labels = [heading.label for heading in self.headings]
        names = self.fitter.group(labels, room, "bold", [*far, (theme.small, 2)])
        start = self.left + width(self.grid.corner, "bold", theme.label) + theme.mm(2)
        groups: list[Head] = []
        for heading, (left, right), lines in zip(
            self.headings, self.edges, names.lines, strict=True
        ):
            x = (left + right) / 2
            line = Line(x1=start, y1=middle, x2=x - radius - theme.mm(1), y2=middle,
                        look="connector")  # fmt: skip
            start = x + radius + theme.mm(1)
            rect = Rect(x - radius, top, x + radius, top + 2 * radius)
            disc = Ornament(name="disc", rect=rect)
            digit = Words(x=x, y=middle + 0.36 * theme.large, lines=(str(heading.number),),
                          size=theme.large, leading=theme.large, face="bold", ink="white",
                          align="center")  # fmt: skip
            y = top + 2 * radius + theme.mm(0.6) + 0.95 * names.size
            name = Words(x=x, y=y, lines=lines, size=names.size, leading=theme.small_leading,
                         face="bold", align="center")  # fmt: skip
            drawn = Group("artifact", (line, disc))
            groups.append((Group("column-heading", (drawn, digit, name)), None))
        return groups

    # ------------------------------------------------------------ named columns

    def _panels(self, top: float) -> list[Head]:
        theme = self.theme
        bottom = top + theme.head_height
        texts = [heading.label for heading in self.headings]
        rooms = [right - left - 2 * theme.inset for left, right in self.edges]
        sizes = [
            (theme.label, 1),
            (theme.medium, 1),
            (0.92 * theme.medium, 1),
            (7.5 * theme.scale, 2),
        ]
        size, most = next(
            (
                rung
                for rung in sizes
                if all(
                    self.fitter.try_group([text], room, "bold", [rung])
                    for text, room in zip(texts, rooms, strict=True)
                )
            ),
            sizes[-1],
        )
        groups: list[Head] = []
        band = Panel(rect=Rect(self.left, top, self.edges[-1][1], bottom), look="accent")
        for index, (heading, (left, _), room) in enumerate(
            zip(self.headings, self.edges, rooms, strict=True)
        ):
            lines = self.fitter.group([heading.label], room, "bold", [(size, most)]).lines[0]
            help_ = self.fitter.try_group([heading.help], room, "regular", [(theme.small, 1)])
            label, small = self._panel_words(left + theme.inset, top, (size, lines), help_)
            shape = (Group("artifact", (band,)),) if index == 0 else ()
            groups.append((Group("column-heading", (*shape, label)), small))
        return groups

    def _panel_words(
        self, x: float, top: float, name: tuple[float, tuple[str, ...]], help_: Fitted | None
    ) -> tuple[Words, Words | None]:
        theme = self.theme
        size, lines = name
        leading = 1.15 * size
        middle = top + theme.head_height / 2
        shown = help_ and any(help_.lines[0]) and len(lines) == 1
        y = (
            middle - theme.mm(0.3)
            if shown
            else middle + 0.36 * size - (len(lines) - 1) * leading / 2
        )
        label = Words(x=x, y=y, lines=lines, size=size, leading=leading, face="bold", ink="white")
        if not shown or help_ is None:
            return label, None
        below = y + 1.3 * theme.small + theme.mm(0.3)
        return label, self.fitter.small(x, below, help_.lines[0], ink="white")
