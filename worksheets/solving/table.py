"""Solve a table: stages as a chevron band or named columns, rows of boxes, scales, hand-overs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from math import ceil

from worksheets.errors import Problem
from worksheets.fonts import width
from worksheets.model.fields import Scale
from worksheets.model.sheet import (
    Grid,
    GridRow,
    Group,
    Heading,
    Item,
    Line,
    Ornament,
    Panel,
    Rect,
    Slot,
    Words,
)
from worksheets.solving.controls import least_height, place, upright_height, upright_panel
from worksheets.solving.fit import Fitted, Fitter
from worksheets.solving.parts import Grower
from worksheets.solving.theme import Theme


@dataclass(slots=True, kw_only=True)
class Frame:
    """The body of a page: left, right and bottom edges, and how low labels may go."""

    left: float
    right: float
    bottom: float
    label_bottom: float


def split_table(grid: Grid, frame: Frame, fitter: Fitter) -> Iterator["TablePart"]:
    """Yield the table in pieces of as many columns as a page holds, columns shared out evenly."""
    theme = fitter.theme
    if not grid.stages:
        yield TablePart(grid, frame, fitter, range(len(grid.headings)), grid.rows)
        return
    room = frame.right - frame.left - theme.label_width - theme.label_gap
    most = max(1, int((room + theme.gap + 0.01) // (theme.least_column + theme.gap_narrow)))
    count = len(grid.headings)
    pieces = ceil(count / most)
    start = 0
    for piece in range(pieces):
        size = count // pieces + (piece < count % pieces)
        columns = range(start, start + size)
        rows = tuple(row for row in grid.rows if _on_page(row, columns, count))
        yield TablePart(grid, frame, fitter, columns, rows)
        start += size


def _on_page(row: GridRow, columns: range, count: int) -> bool:
    if row.per == "map":
        return columns.start == 0
    return row.per != "between" or columns.start < count - 1


@dataclass
class TablePart:
    """Some columns and rows of a table, to be drawn on one page."""

    grid: Grid
    frame: Frame
    fitter: Fitter
    columns: range
    rows: tuple[GridRow, ...]
    later: bool = field(default=False, kw_only=True)

    @property
    def theme(self) -> Theme:
        """Return the measures of the paper."""
        return self.fitter.theme

    @cached_property
    def numbered(self) -> bool:
        """Tell whether the rows have numbers instead of labels."""
        return all(row.label.isdigit() for row in self.rows)

    @cached_property
    def label_width(self) -> float:
        """Return the width of the column of row labels."""
        return self.theme.mm(7) if self.numbered else self.theme.label_width

    @cached_property
    def edges(self) -> tuple[tuple[float, float], ...]:
        """Return left and right of each column."""
        theme, headings = self.theme, self.headings
        gap = theme.gap if len(headings) < 7 else theme.gap_narrow  # noqa: PLR2004 (look.md 3)
        left = self.frame.left + self.label_width + theme.label_gap
        unit = (self.frame.right - left - gap * (len(headings) - 1)) / sum(
            heading.width for heading in headings
        )
        found = []
        for heading in headings:
            found.append((left, left + unit * heading.width))
            left += unit * heading.width + gap
        return tuple(found)

    @cached_property
    def headings(self) -> tuple[Heading, ...]:
        """Return the headings of the columns drawn here."""
        return self.grid.headings[self.columns.start : self.columns.stop]

    def slots(self, row: GridRow) -> tuple[Slot, ...]:
        """Return the slots of a row that are drawn here."""
        if row.per == "map":
            return row.slots
        return row.slots[self.columns.start : self.columns.stop]

    # ------------------------------------------------------------ heights

    @cached_property
    def labels(self) -> Fitted:
        """Return the row labels, fitted as one group."""
        medium = self.theme.medium
        rungs = [(medium, 1), (0.92 * medium, 1), (medium, 2), (0.92 * medium, 2)]
        return self.fitter.group(
            [row.label for row in self.rows], self.label_width + 0.3, "bold", [*rungs, (7.5, 2)]
        )

    def _steps(self, row: GridRow) -> int:
        """Return the least pitch of a row in line units."""
        theme = self.theme
        if self._is_upright(row):
            assert isinstance(row.slots[0].field, Scale)  # noqa: S101
            height = upright_height(row.slots[0].field, self.fitter)
        else:
            height = max(
                (
                    least_height(slot.field, self._across(row, index), self.fitter)
                    for index, slot in enumerate(self.slots(row))
                ),
                default=0,
            )
        label = self.labels.lines[self.rows.index(row)]
        height = max(height, theme.first_baseline + len(label) * theme.line - 0.7 * theme.line)
        return ceil((height + theme.gap - 0.01) / theme.line)

    def _is_upright(self, row: GridRow) -> bool:
        return self.grid.stages and row.per == "stage" and isinstance(row.slots[0].field, Scale)

    def _across(self, row: GridRow, index: int) -> float:
        if row.per == "map":
            return self.edges[-1][1] - self.edges[0][0]
        left, right = self.edges[min(index, len(self.edges) - 1)]
        return right - left

    @property
    def head_height(self) -> float:
        """Return the height of the heading band with the gap below it."""
        return self.theme.head_height + self.theme.gap

    @cached_property
    def _pitches(self) -> list[int]:
        return [self._steps(row) for row in self.rows]

    @property
    def least(self) -> float:
        """Return the least height in points."""
        return self.head_height + sum(self._pitches) * self.theme.line - self.theme.gap

    @property
    def growers(self) -> Sequence[Grower]:
        """Return one grower per row."""
        return [(self.theme.line, row.grow) for row in self.rows]

    def broken_at(self, room: float) -> tuple["TablePart", "TablePart | None"]:
        """Return the rows that fit ``room`` and the rest, headings repeated."""
        height, fitting = self.head_height - self.theme.gap, 0
        for pitch in self._pitches:
            height += pitch * self.theme.line
            if height > room + 0.01:
                break
            fitting += 1
        if fitting == len(self.rows):
            return self, None
        if fitting == 0:
            name = self.rows[0].label
            hint = "take a larger paper, fewer lines or fewer rows"
            self.fitter.problems.append(
                Problem("F002", f"the row {name!r} does not fit the page", hint=hint)
            )
            fitting = 1
        head, rest = self.rows[:fitting], self.rows[fitting:]
        make = (self.grid, self.frame, self.fitter, self.columns)
        return TablePart(*make, head), TablePart(*make, rest) if rest else None

    # ------------------------------------------------------------ drawing

    def draw(self, top: float, extra: Sequence[int]) -> Group:
        """Return the table drawn below ``top``."""
        groups: list[Group | Item] = [self._head(top)]
        y = top + self.head_height
        for index, row in enumerate(self.rows):
            pitch = (self._pitches[index] + extra[index]) * self.theme.line
            groups.append(self._row(row, index, y, y + pitch - self.theme.gap))
            y += pitch
        return Group("table", tuple(groups))

    def _head(self, top: float) -> Group:
        theme = self.theme
        corner: list[Group | Item] = []
        middle = top + theme.head_height / 2
        if self.grid.corner and not self.numbered:
            size = theme.medium
            corner.append(
                Words(x=self.frame.left, y=middle + 0.36 * size, lines=(self.grid.corner,),
                      size=size, leading=theme.line, face="bold")
            )  # fmt: skip
            start = self.frame.left + width(self.grid.corner, "bold", size) + theme.mm(2)
            end = self.frame.left + self.label_width - theme.mm(0.5)
            if self.grid.stages and end - start > theme.mm(3):
                rect = Rect(start, middle - theme.mm(1.2), end, middle + theme.mm(1.2))
                corner.append(Group("artifact", (Ornament(name="arrow", rect=rect),)))
        shapes = self._stage_shapes(top) if self.grid.stages else self._column_shapes(top)
        return Group("row", (Group("column-heading", tuple(corner)), *shapes))

    def _stage_shapes(self, top: float) -> list[Group]:
        theme, gap = self.theme, self.theme.mm(1.3)
        bottom = top + theme.head_height
        shapes = []
        for (left, right), following in zip(
            self.edges, [*(e[0] for e in self.edges[1:]), None], strict=True
        ):
            end = right if following is None else following - gap + theme.tip
            shapes.append(Rect(left, top, end, bottom))
        inset = theme.tip + theme.head_inset
        rooms = [rect.width - inset - theme.tip - theme.mm(0.6) for rect in shapes]
        names, helps = self._stage_words(min(rooms))
        groups = []
        for index, rect in enumerate(shapes):
            shape = Ornament(name="chevron", rect=rect, value=theme.tip, flat=index == 0)
            words = self._stage_label(
                self.headings[index], rect.left + inset, top, (names.size, names.lines[index]),
                helps.lines[index] if helps else (),
            )  # fmt: skip
            groups.append(Group("column-heading", (Group("artifact", (shape,)), *words)))
        return groups

    def _stage_words(self, room: float) -> tuple[Fitted, Fitted | None]:
        theme = self.theme
        texts = [heading.label for heading in self.headings]
        digits = max(width(f"{h.number} ", "regular", theme.large) for h in self.headings)
        rungs = [(theme.large, 1), (theme.medium, 1), (0.92 * theme.medium, 1)]
        helps = [heading.help for heading in self.headings]
        fitted = self.fitter.try_group(texts, room - digits, "bold", rungs)
        small = self.fitter.try_group(helps, room, "regular", [(theme.small, 1)])
        if not fitted:
            rungs = [(0.92 * theme.medium, 2), (7.5 * theme.scale, 2)]
            fitted, small = self.fitter.group(texts, room - digits, "bold", rungs), None
        return fitted, small if small and any(helps) else None

    def _stage_label(
        self,
        heading: Heading,
        x: float,
        top: float,
        name: tuple[float, tuple[str, ...]],
        help_lines: tuple[str, ...],
    ) -> tuple[Words, ...]:
        theme = self.theme
        size, lines = name
        leading = 1.15 * size
        middle = top + theme.head_height / 2
        y = middle if any(help_lines) else middle + 0.36 * size - (len(lines) - 1) * leading / 2
        digit = f"{heading.number} "
        name_x = x + width(digit, "regular", size)
        words = (
            Words(x=x, y=y, lines=(digit.strip(),), size=size, leading=leading, ink="white"),
            Words(x=name_x, y=y, lines=lines, size=size, leading=leading, face="bold", ink="white"),
        )
        if not any(help_lines):
            return words
        y += 1.32 * theme.small + theme.mm(0.1)
        return (*words, self.fitter.small(x, y, help_lines, ink="white"))

    def _column_shapes(self, top: float) -> list[Group]:
        theme = self.theme
        bottom = top + theme.head_height
        room = min(right - left for left, right in self.edges) - 2 * theme.inset
        texts = [heading.label for heading in self.headings]
        rungs = [(theme.medium, 1), (0.92 * theme.medium, 1), (theme.medium, 2), (7.5, 3)]
        fitted = self.fitter.group(texts, room, "bold", rungs)
        groups = []
        for (left, right), lines in zip(self.edges, fitted.lines, strict=True):
            leading = 1.15 * fitted.size
            y = (top + bottom) / 2 + 0.36 * fitted.size - (len(lines) - 1) * leading / 2
            panel = Panel(rect=Rect(left, top, right, bottom), look="accent")
            words = Words(x=left + theme.inset, y=y, lines=lines, size=fitted.size,
                          leading=leading, face="bold", ink="white")  # fmt: skip
            groups.append(Group("column-heading", (Group("artifact", (panel,)), words)))
        return groups

    def _row(self, row: GridRow, index: int, top: float, bottom: float) -> Group:
        label = self._row_label(row, index, top, bottom)
        if row.per == "between":
            cells = self._chain(row, top, bottom)
        elif self._is_upright(row):
            columns = [Rect(left, top, right, bottom) for left, right in self.edges]
            panel, *cells = upright_panel(self.slots(row), columns, self.fitter)
            label = Group("row-heading", (*label.children, panel))
        elif row.per == "map":
            rect = Rect(self.edges[0][0], top, self.edges[-1][1], bottom)
            cells = [Group("cell", place(row.slots[0], rect, self.fitter))]
        else:
            cells = [
                Group("cell", place(slot, Rect(left, top, right, bottom), self.fitter))
                for slot, (left, right) in zip(self.slots(row), self.edges, strict=True)
            ]
        return Group("row", (label, *cells))

    def _row_label(self, row: GridRow, index: int, top: float, bottom: float) -> Group:
        theme, left = self.theme, self.frame.left
        lines, size = self.labels.lines[index], self.labels.size
        rule = Line(x1=left, y1=top, x2=left + self.label_width, y2=top, look="rule")
        y = top + theme.first_baseline
        name = Words(x=left, y=y, lines=lines, size=size, leading=theme.line, face="bold",
                     ink="accent" if self.numbered else "ink")  # fmt: skip
        children: list[Group | Item] = [Group("artifact", (rule,)), name]
        y += (len(lines) - 1) * theme.line + 1.02 * theme.small + theme.mm(0.9)
        room = min(bottom, self.frame.label_bottom) - y - 0.2 * theme.small
        allowed = int(room / theme.small_leading + 1.05) if room > 0 else 0
        question = " ".join(text for text in (row.question, row.instruction) if text)
        for text in dict.fromkeys((question, row.question)):
            rungs = [(theme.small, allowed)]
            fitted = self.fitter.try_group([text], self.label_width, "regular", rungs)
            if text and allowed and fitted:
                children.append(self.fitter.small(left, y, fitted.lines[0]))
                break
        return Group("row-heading", tuple(children))

    def _chain(self, row: GridRow, top: float, bottom: float) -> list[Group]:
        """Return hand-over boxes on the boundaries between stages, joined by small chevrons."""
        theme = self.theme
        centres = [(left + right) / 2 for left, right in self.edges]
        middle, half = (top + bottom) / 2, theme.mm(4)
        slots = self.slots(row)
        boxes = []
        for index in range(len(slots)):
            if index + 1 < len(centres):
                a, b = centres[index], centres[index + 1]
                boxes.append(Rect(a + 0.13 * (b - a), top, b - 0.13 * (b - a), bottom))
            else:
                right = self.edges[-1][1]
                pitch = right - self.edges[-1][0] + theme.gap
                boxes.append(Rect(centres[index] + 0.13 * pitch, top, right, bottom))
        links: list[Group | Item] = []
        clear = theme.mm(0.8)
        stops = sorted([x for box in boxes for x in (box.left, box.right)])
        for heading, x in zip(self.headings, centres, strict=True):
            rect = Rect(x - half, middle - theme.mm(2.2), x + half, middle + theme.mm(2.2))
            links.append(
                Ornament(name="step", rect=rect, value=theme.mm(1.4), text=str(heading.number))
            )
            stops += [rect.left - clear, rect.right + clear]
        for a, b in pairwise(sorted(stops)):
            inside = any(box.left <= a and b <= box.right for box in boxes)
            if not inside and not any(a < x < b for x in centres):
                links.append(Line(x1=a, y1=middle, x2=b, y2=middle, look="connector"))
        cells = [
            Group("cell", place(slot, box, self.fitter))
            for slot, box in zip(slots, boxes, strict=True)
        ]
        first, *others = [*cells, *[Group("cell", ())] * (len(centres) - len(cells))]
        return [Group("cell", (Group("artifact", tuple(links)), *first.children)), *others]
