"""Solve a table: stages as a chevron band or named columns, rows of boxes, scales, hand-overs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import ceil

from worksheets.errors import Problem
from worksheets.model.fields import Scale
from worksheets.model.labels import joined, lead
from worksheets.model.sheet import (
    Grid,
    GridRow,
    Group,
    Heading,
    Item,
    Line,
    Ornament,
    Rect,
    Slot,
    Words,
)
from worksheets.solving.controls import least_height, least_width, place
from worksheets.solving.fit import Fitted, Fitter, Print
from worksheets.solving.heads import Heads
from worksheets.solving.parts import Frame, Grower, Part, share_widths
from worksheets.solving.scales import upright_height, upright_panel
from worksheets.solving.theme import Theme


def split_table(grid: Grid, frame: Frame, fitter: Fitter) -> Iterator["TablePart"]:
    """Yield the table in pieces of as many columns as a page holds, columns shared out evenly."""
    theme = fitter.theme
    if not grid.stages:
        yield TablePart(grid, frame, fitter, range(len(grid.headings)), grid.rows)
        return
    room = frame.right - frame.left - theme.label_width - theme.label_gap
    least = theme.least_column if grid.heads == "band" else theme.least_step
    most = max(1, int((room + theme.gap + 0.01) // (least + theme.gap_narrow)))
    count = len(grid.headings)
    fewest = ceil(count / most)
    for pieces in range(fewest, count + 1):
        trial = Fitter(theme, fitter.second)
        parts = tuple(_pieces(grid, frame, trial, pieces))
        if all(_is_roomy(part, frame) for part in parts):
            trial.problems = fitter.problems
            yield from parts
            return
    yield from _pieces(grid, frame, fitter, fewest)


def _pieces(grid: Grid, frame: Frame, fitter: Fitter, pieces: int) -> Iterator["TablePart"]:
    count, start = len(grid.headings), 0
    for piece in range(pieces):
        size = count // pieces + (piece < count % pieces)
        columns = range(start, start + size)
        rows = tuple(row for row in grid.rows if _on_page(row, columns, count))
        yield TablePart(grid, frame, fitter, columns, rows)
        start += size


def _is_roomy(part: "TablePart", frame: Frame) -> bool:
    """Tell whether a page holds all rows of the part, words of its scales included."""
    height = frame.height - (frame.bottom - part.bottom)
    return part.least <= height + 0.01 and not part.fitter.problems


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
        gap = theme.gap if len(headings) < 7 else theme.gap_narrow  # noqa: PLR2004 (docs/look.md)
        left = self.frame.left + self.label_width + theme.label_gap
        room = self.frame.right - left - gap * (len(headings) - 1)
        found = []
        for width in share_widths(self._wanted, room):
            found.append((left, left + width))
            left += width + gap
        return tuple(found)

    @cached_property
    def _wanted(self) -> list[tuple[float, float]]:
        """Return the least width and the share of each column."""
        if self.grid.stages:
            return [(0, heading.width) for heading in self.headings]
        least = [0.0] * len(self.headings)
        for row in self.rows:
            for index, slot in enumerate(row.slots if row.per == "stage" else ()):
                least[index] = max(least[index], least_width(slot.field, self.fitter))
        return list(zip(least, (heading.width for heading in self.headings), strict=True))

    @property
    def bottom(self) -> float:
        """Return the lowest edge that the table may reach, the last label above the code."""
        if not self.rows:
            return self.frame.bottom
        theme = self.theme
        label = theme.label_baseline + self._label(-1).depth + 0.3 * self.labels.size
        below = self._pitches[-1] - theme.gap - label
        return min(self.frame.bottom, self.frame.label_bottom + below)

    @property
    def fits(self) -> bool:
        """Tell whether every column has the width its fields need."""
        pairs = zip(self.edges, self._wanted, strict=True)
        return all(right - left >= need - 0.01 for (left, right), (need, _) in pairs)

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
        far, medium = self.theme.label, self.theme.medium
        rungs = [(far, 1), (far, 2)] if self.theme.for_a_wall else []
        rungs += [(medium, 1), (0.92 * medium, 1), (medium, 2), (0.92 * medium, 2)]
        return self.fitter.group(
            [row.label for row in self.rows], self.label_width + 0.3, "bold", [*rungs, (7.5, 2)]
        )

    def _label(self, index: int) -> Print:
        """Return the label of a row."""
        return self.fitter.print(self.labels, index, leading=self._label_line)

    @property
    def _label_line(self) -> float:
        return self.theme.label_leading(self.labels.size)

    def _pitch(self, row: GridRow, label: Print) -> float:
        """Return the least pitch of a row in points: whole lines, quarters for two languages."""
        theme = self.theme
        if self._is_upright(row):
            assert isinstance(row.slots[0].field, Scale)  # noqa: S101
            height = upright_height(row.slots[0].field, self._across(row, 0), self.fitter)
        else:
            height = max(
                (
                    least_height(slot, self._across(row, index), self.fitter, "cell")
                    for index, slot in enumerate(self.slots(row))
                ),
                default=0,
            )
        height = max(height, theme.label_baseline + label.depth + 0.3 * self._label_line)
        unit = theme.line / 4 if self.fitter.second else theme.line
        return unit * ceil((height + theme.gap - 0.01) / unit)

    def _is_upright(self, row: GridRow) -> bool:
        return self.grid.stages and row.per == "stage" and isinstance(row.slots[0].field, Scale)

    def _across(self, row: GridRow, index: int) -> float:
        if row.per == "map":
            return self.edges[-1][1] - self.edges[0][0]
        left, right = (self._between if row.per == "between" else self.edges)[index]
        return right - left

    @cached_property
    def _between(self) -> tuple[tuple[float, float], ...]:
        """Return left and right of the boxes on the boundaries between stages.

        One whose second stage is on the next page has half the room.
        """
        centres = [(left + right) / 2 for left, right in self.edges]
        inner = [(a + 0.13 * (b - a), b - 0.13 * (b - a)) for a, b in pairwise(centres)]
        left, right = self.edges[-1]
        return (*inner, (centres[-1] + 0.13 * (right - left + self.theme.gap), right))

    @property
    def head_height(self) -> float:
        """Return the height of the heading band with the gap below it."""
        return self.heads.height + self.theme.gap

    @cached_property
    def heads(self) -> Heads:
        """Return the heads of the columns."""
        place = (self.edges, self.frame.left, self.label_width)
        return Heads(self.grid, self.headings, *place, self.fitter)

    @cached_property
    def _pitches(self) -> list[float]:
        return [self._pitch(row, self._label(index)) for index, row in enumerate(self.rows)]

    @property
    def least(self) -> float:
        """Return the least height in points."""
        return self.head_height + sum(self._pitches) - self.theme.gap

    @property
    def growers(self) -> Sequence[Grower]:
        """Return one grower per row."""
        return [(self._step, row.grow) for row in self.rows]

    @property
    def boxes(self) -> Sequence[float]:
        """Return the least height of the boxes of each row."""
        return [pitch - self.theme.gap for pitch in self._pitches]

    @property
    def _step(self) -> float:
        """Return by how much rows grow: by lines, numbered and bilingual ones more finely."""
        return self.theme.line / 4 if self.numbered or self.fitter.second else self.theme.line

    def cut(self, room: float) -> tuple[Part, Part | None]:
        """Return the rows that fit ``room`` and the rest, headings repeated.

        Of numbered rows for two pages each gets half.
        """
        if not self.fits:
            hint = "take a larger paper or fewer columns"
            problem = Problem("F002", "the columns do not fit the page", hint=hint)
            self.fitter.problems.append(problem)
        height, fitting = self.head_height - self.theme.gap, 0
        for pitch in self._pitches:
            height += pitch
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
        if self.numbered and len(self.rows) <= 2 * fitting:
            fitting = ceil(len(self.rows) / 2)
        head, rest = self.rows[:fitting], self.rows[fitting:]
        make = (self.grid, self.frame, self.fitter, self.columns)
        return TablePart(*make, head), TablePart(*make, rest) if rest else None

    # ------------------------------------------------------------ drawing

    def draw(self, top: float, extra: Sequence[float]) -> Group:
        """Return the table drawn below ``top``."""
        groups = self.heads.draw(top)
        y = top + self.head_height
        for index, row in enumerate(self.rows):
            pitch = self._pitches[index] + extra[index] * self._step
            groups.append(self._row(row, index, y, y + pitch - self.theme.gap))
            y += pitch
        return Group("table", tuple(groups))

    def _row(self, row: GridRow, index: int, top: float, bottom: float) -> Group:
        label = self._row_label(row, index, top, bottom)
        if row.per == "between":
            cells = self._chain(row, index, top, bottom)
        elif self._is_upright(row):
            columns = [Rect(left, top, right, bottom) for left, right in self.edges]
            panel, *cells = upright_panel(self.slots(row), columns, self.fitter)
            label = Group("row-heading", (*label.children, panel))
        elif row.per == "map":
            rect = Rect(self.edges[0][0], top, self.edges[-1][1], bottom)
            placed = place(row.slots[0], rect, self.fitter, "cell")
            cells = [Group("cell", placed, span=len(self.edges))]
        else:
            cells = [
                Group("cell", place(slot, Rect(left, top, right, bottom), self.fitter, "cell"))
                for slot, (left, right) in zip(self.slots(row), self.edges, strict=True)
            ]
        if self.numbered and index:
            y = top - self.theme.gap / 2
            hair = Line(x1=self.frame.left, y1=y, x2=self.edges[-1][1], y2=y, look="separator")
            label = Group("row-heading", (Group("artifact", (hair,)), *label.children))
        return Group("row", (label, *cells))

    def _row_label(self, row: GridRow, index: int, top: float, bottom: float) -> Group:
        theme, left = self.theme, self.frame.left
        if self.numbered:
            size = theme.large
            y = (top + bottom) / 2 + 0.36 * size
            words = Words(x=left + self.label_width / 2, y=y, lines=(row.label,), size=size,
                          leading=size, face="bold", ink="accent", align="center")  # fmt: skip
            return Group("row-heading", (words,))
        rule = Line(x1=left, y1=top, x2=left + self.label_width, y2=top, look="rule")
        y = top + theme.label_baseline
        name = self._label(index).words(left, y)
        question = self._question(row, index, top, bottom)
        asked = (Group("paragraph", question),) if question else ()
        return Group("row-heading", (Group("artifact", (rule,)), *name, *asked))

    def _question(self, row: GridRow, index: int, top: float, bottom: float) -> tuple[Words, ...]:
        """Return the small print below a row's label, or nothing where there is no room for it."""
        theme = self.theme
        y = top + theme.label_baseline + self._label(index).depth
        y += 1.02 * theme.small + theme.mm(0.9)
        room = min(bottom, self.frame.label_bottom) - y - 0.2 * theme.small
        allowed = int(room / theme.small_leading + 1.05) if room > 0 else 0
        whole = joined(" ", row.question, row.instruction)
        for text in dict.fromkeys((whole, row.question, lead(whole), lead(row.question))):
            asked = self.fitter.paragraph(text, self.label_width, allowed)
            if text and allowed and asked:
                return asked.words(self.frame.left, y, ink="quiet")
        return ()

    def _chain(self, row: GridRow, index: int, top: float, bottom: float) -> list[Group]:
        """Return hand-over boxes on the boundaries between stages, joined by small chevrons."""
        theme = self.theme
        centres = [(left + right) / 2 for left, right in self.edges]
        middle, half = (top + bottom) / 2, theme.mm(4)
        slots = self.slots(row)
        sides = self._between[: len(slots)]
        boxes = [Rect(left, top, right, bottom) for left, right in sides]
        links: list[Group | Item] = []
        clear = theme.mm(0.8)
        asked: tuple[Words, ...] = ()
        if not self._question(row, index, top, bottom):
            asked = self._question_beside(row, centres[0] - half - clear, middle)
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
        drawn = Group("artifact", tuple(links))
        return [Group("cell", (*asked, drawn, *first.children)), *others]

    def _question_beside(self, row: GridRow, right: float, middle: float) -> tuple[Words, ...]:
        """Return the question of a chain left of its first link, for a label without room."""
        theme, left = self.theme, self.edges[0][0]
        room = right - left - theme.mm(1)
        for text in dict.fromkeys(filter(None, (row.question, lead(row.question)))):
            if asked := self.fitter.paragraph(text, room, 2):
                y = middle - asked.depth / 2 + 0.36 * theme.small
                return asked.words(left, y, ink="quiet")
        return ()
