"""Solve the heads of a table's columns: a chevron band, discs on a line, or plain panels."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from worksheets.fonts import width
from worksheets.model.labels import SEAM, lead
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
from worksheets.solving.fit import Fitted, Fitter, Print, Rung
from worksheets.solving.theme import Theme

SMALLEST = 7.5
"""Points below which no label falls."""
Edges = Sequence[tuple[float, float]]
"""Left and right of each column, in points."""
Head = tuple[Group, tuple[Words, ...]]
"""The head of a column, and what explains it."""


@dataclass
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
            return theme.mm(8) + (theme.mm(0.6) + self._disc_names_height) * names
        if not self.grid.stages:
            return max(theme.head_height, *(panel.height for panel in self._columns))
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
        helps = [Group("cell", words) for _, words in shapes]
        explained = any(words for _, words in shapes)
        return [heads, *([Group("row", (Group("cell", ()), *helps))] if explained else [])]

    def _corner(self, middle: float | None) -> Group:
        theme, size = self.theme, self.theme.label
        if middle is None or not self.grid.corner:
            return Group("cell", ())
        rungs = [(size, 1), (theme.medium, 1), (7.5 * theme.scale, 1)]
        fitted = self.fitter.group([self.grid.corner], self.label_width, "bold", rungs)
        corner = self.fitter.print(fitted, leading=theme.line)
        y = middle + 0.36 * fitted.size - corner.depth / 2
        children: list[Group | Item] = [*corner.words(self.left, y)]
        start = self.left + corner.width + theme.mm(2)
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
        rooms = [rect.width - inset - theme.tip - theme.mm(0.6) for rect in shapes]
        names, helps = self._stage_words(rooms)
        groups: list[Head] = []
        for index, rect in enumerate(shapes):
            shape = Ornament(name="chevron", rect=rect, value=theme.tip, flat=index == 0)
            help_line = helps.lines[index] if helps else ()
            words, small = self._stage_label(index, rect.left + inset, top, names, help_line)
            groups.append((Group("column-heading", (Group("artifact", (shape,)), *words)), small))
        return groups

    def _stage_words(self, rooms: Sequence[float]) -> tuple[Fitted, Fitted | None]:
        """Return names and helps, each of them of one size; the last chevron has less room."""
        theme = self.theme
        texts = [heading.label for heading in self.headings]
        digits = max(width(f"{h.number} ", "regular", theme.large) for h in self.headings)
        far = [(theme.label, 2)] if theme.for_a_wall else []
        sizes = (theme.medium, 0.92 * theme.medium, 0.82 * theme.medium)
        rungs = [(theme.large, 1), (theme.label, 1), *far]
        rungs += [(size, 1) for size in sizes if size >= SMALLEST]
        helps = [heading.help for heading in self.headings]
        for_names = [room - digits for room in rooms]
        fitted = self.fitter.try_each(texts, for_names, "bold", rungs)
        small = self.fitter.try_each(helps, rooms, "regular", [(theme.small, 1)])
        if not fitted:
            rungs = [(0.92 * theme.medium, 2), (7.5 * theme.scale, 2)]
            fitted = self.fitter.try_each(texts, for_names, "bold", rungs, below=1)
            fitted = fitted or self.fitter.group(texts, min(for_names), "bold", rungs, below=1)
        shown = small and any(helps) and fitted.most == 1 and not any(fitted.below)
        return fitted, small if shown else None

    def _stage_label(
        self, index: int, x: float, top: float, names: Fitted, help_line: tuple[str, ...]
    ) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
        theme = self.theme
        size = names.size
        leading = 1.15 * size
        middle = top + theme.head_height / 2
        name = self.fitter.print(names, index, leading=leading)
        y = middle if any(help_line) else middle + 0.36 * size - name.depth / 2
        digit = f"{self.headings[index].number} "
        name_x = x + width(digit, "regular", size)
        words = (
            Words(x=x, y=y, lines=(digit.strip(),), size=size, leading=leading, ink="white"),
            *name.words(name_x, y, ink="white"),
        )
        if not any(help_line):
            return words, ()
        y += 1.32 * theme.small + theme.mm(0.1)
        return words, (self.fitter.small(x, y, help_line, ink="white"),)

    # ------------------------------------------------------------ steps

    @cached_property
    def _disc_names(self) -> Fitted:
        theme = self.theme
        room = min(right - left for left, right in self.edges)
        far = [(theme.label, 1)] if theme.for_a_wall else []
        labels = [heading.label for heading in self.headings]
        return self.fitter.group(labels, room, "bold", [*far, (theme.small, 2)], below=1)

    @property
    def _disc_names_height(self) -> float:
        """Return the height of two lines, or of more where two languages need them."""
        prints = (self.fitter.print(self._disc_names, i) for i in range(len(self.headings)))
        leading = self.theme.small_leading
        below = 0.95 * (self._disc_names.size - self.theme.small)
        second = any(self._disc_names.below)
        depth = max(name.depth for name in prints) + below if second else 0.0
        return max(2 * leading, leading + depth)

    def _discs(self, top: float) -> list[Head]:
        theme, names = self.theme, self._disc_names
        radius, middle = theme.mm(4), top + theme.mm(4)
        start = self.left + width(lead(self.grid.corner), "bold", theme.label) + theme.mm(2)
        groups: list[Head] = []
        for index, (heading, (left, right)) in enumerate(
            zip(self.headings, self.edges, strict=True)
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
            name = self.fitter.print(names, index).words(x, y, align="center")
            drawn = Group("artifact", (line, disc))
            groups.append((Group("column-heading", (drawn, digit, *name)), ()))
        return groups

    # ------------------------------------------------------------ named columns

    @cached_property
    def _columns(self) -> list["_Column"]:
        """Return what the heads of named columns say, their labels at one size."""
        theme, fitter = self.theme, self.fitter
        rooms = [right - left - 2 * theme.inset for left, right in self.edges]
        sizes = (theme.label, theme.medium, 0.92 * theme.medium)
        rungs = [*((size, 1) for size in sizes), (7.5 * theme.scale, 2)]
        labels = [heading.label for heading in self.headings]
        fitted = fitter.try_each(labels, rooms, "bold", rungs)
        rung = next((r for r in rungs if fitted and r[0] == fitted.size), rungs[-1])
        columns = zip(self.headings, rooms, strict=True)
        return [self._column(heading, room, rung) for heading, room in columns]

    def _column(self, heading: Heading, room: float, rung: Rung) -> "_Column":
        fitted = self.fitter.group([heading.label], room, "bold", [rung])
        name = self.fitter.print(fitted, leading=1.15 * fitted.size)
        asked = None
        for text in dict.fromkeys(filter(None, (heading.help, lead(heading.help)))):
            asked = asked or self.fitter.paragraph(text, room, text.count(SEAM) + 1)
        return _Column(name, asked if len(name.lines) == 1 or name.below else None, self.theme)

    def _panels(self, top: float) -> list[Head]:
        theme, height = self.theme, self.height
        groups: list[Head] = []
        band = Panel(rect=Rect(self.left, top, self.edges[-1][1], top + height), look="accent")
        for index, (column, (left, _)) in enumerate(zip(self._columns, self.edges, strict=True)):
            label, small = column.words(left + theme.inset, top + height / 2)
            shape = (Group("artifact", (band,)),) if index == 0 else ()
            groups.append((Group("column-heading", (*shape, *label)), small))
        return groups


@dataclass(frozen=True, slots=True)
class _Column:
    """The head of a named column: its name and, where there is room, what is asked for."""

    name: Print
    asked: Print | None
    theme: Theme

    @property
    def height(self) -> float:
        """Return the height in points that the head needs, more than usual for two languages."""
        if not self.name.below:
            return 0
        asked = self._drop + self.asked.depth if self.asked else 0
        return self.name.depth + asked + 1.9 * self.name.size

    @property
    def _drop(self) -> float:
        """Return the distance from the last line of the name to what is asked for."""
        return 1.3 * self.theme.small + self.theme.mm(0.7 if self.name.below else 0.3)

    def words(self, x: float, middle: float) -> tuple[tuple[Words, ...], tuple[Words, ...]]:
        """Return the words of a head around its ``middle``: its name, and what is asked for."""
        name = self.name
        if not self.asked:
            y = middle + 0.36 * name.size - name.depth / 2
            return name.words(x, y, ink="white"), ()
        if name.below:
            whole = name.depth + self._drop + self.asked.depth
            y = middle + 0.36 * name.size - whole / 2
        else:
            y = middle - self.theme.mm(0.3)
        below = y + name.depth + self._drop
        return name.words(x, y, ink="white"), self.asked.words(x, below, ink="white")
