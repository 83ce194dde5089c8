"""Tables of stages or named columns."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from worksheets.model.fields import Scale, Text
from worksheets.model.labels import lead
from worksheets.model.sheet import Grid, GridRow, Heading, Slot
from worksheets.writers.arrangement.boxes import LEAST, Box, Look, Measures, Table, options_of

LABELS = 0.115
"""Share of the column of row labels, if no word of them is longer."""
NUMBERS = 0.035
_TICKS = 0.25  # share of a cell that is there to tick an option


def answer_boxes(
    slot: Slot, sides: tuple[float, float], lines: range, *, spread: bool
) -> Iterator[Box]:
    """Yield the box of a slot, or one for each of its options with their labels before them."""
    left, right = sides
    if not spread or not options_of(slot):
        yield Box(left=left, right=right, top=lines.start, bottom=lines.stop, slot=slot)
        return
    middle = right - _TICKS * (right - left)
    for row, option in enumerate(options_of(slot), start=lines.start):
        yield Box(left=left, right=middle, top=row, bottom=row + 1, look="option",
                  text=option.label)  # fmt: skip
        yield Box(left=middle, right=right, top=row, bottom=row + 1, slot=slot, option=option)


class Columns:
    """Makes tables of a `Grid`: as many as there are pages side by side."""

    def __init__(self, grid: Grid, measures: Measures) -> None:
        """Take what all pieces share."""
        self.grid, self.measures = grid, measures
        labels = [row.label for row in grid.rows]
        self.numbered = all(label.isdigit() for label in labels)
        longest = measures.share([*labels, grid.corner], measures.sizes.medium, "bold")
        self.labels = NUMBERS if self.numbered else min(max(LABELS, longest), 0.3)

    def tables(self) -> list[Table]:
        """Return one table per piece, and one per row of hand-overs where these stand apart."""
        return [table for piece in self._pieces() for table in self._piece(piece)]

    def _pieces(self) -> list[range]:
        """Return the columns of each page that the paper splits the table into."""
        row = next((row for row in self.grid.rows if row.per == "stage"), None)
        pages = [self.measures.fields[slot.id].page for slot in row.slots] if row else []
        pages = pages or [1] * len(self.grid.headings)
        starts = [0, *(i for i, (a, b) in enumerate(pairwise(pages), start=1) if a != b)]
        return [range(a, b) for a, b in pairwise([*starts, len(pages)])]

    def _piece(self, columns: range) -> Iterator[Table]:
        rows: list[GridRow] = []
        for row in self.grid.rows:
            if row.per == "map" and columns.start:
                continue
            if row.per == "between" and not self.measures.spread:
                if rows:
                    yield self._table(rows, columns)
                    rows = []
                if row.slots[columns.start : columns.stop]:
                    yield self._chain(row, columns)
                continue
            rows.append(row)
        if rows:
            yield self._table(rows, columns)

    def _edges(self, columns: range) -> list[float]:
        widths = [self.grid.headings[index].width for index in columns]
        edges, room = [self.labels], (1 - self.labels) / sum(widths)
        for width in widths:
            edges.append(edges[-1] + width * room)
        return edges

    def _table(self, rows: Sequence[GridRow], columns: range) -> Table:
        edges = self._edges(columns)
        boxes, heights = self._heads(edges, columns)
        heads, flexible, curves, least = len(heights), set[int](), [], dict[int, float]()
        for row in rows:
            top = len(heights)
            cells, tall = self._row(row, edges, columns, top)
            boxes += cells
            heights += tall
            if any(isinstance(slot.field, Text) for slot in row.slots):
                flexible |= {len(heights) - 1} if row.grow else set()
                label = self._label_height(row) - sum(tall[:-1])
                least[len(heights) - 1] = min(heights[-1], max(LEAST, label))
            if self.grid.stages and row.per == "stage" and _is_curve(row):
                curves.append(top)
        return Table(heights=tuple(heights), boxes=tuple(boxes), heads=heads,
                     flexible=frozenset(flexible), least=least, curves=tuple(curves),
                     head_size=self._head_size(columns))  # fmt: skip

    def _head_size(self, columns: range) -> float:
        """Return the size of type of the heads: stages are large if each has room on one line."""
        sizes, edges = self.measures.sizes, self._edges(columns)
        if not self.grid.stages:
            return sizes.medium
        one = self.measures.words("A", 1, sizes.large)
        tall = [
            self.measures.words(
                lead(_numbered(self.grid.headings[index])), b - a, sizes.large, "bold"
            )
            for index, (a, b) in zip(columns, pairwise(edges), strict=True)
        ]
        return sizes.large if max(tall) <= one else sizes.medium

    def _heads(self, edges: list[float], columns: range) -> tuple[list[Box], list[float]]:
        sizes, measures = self.measures.sizes, self.measures
        corner = Box(left=0, right=edges[0], top=0, bottom=1, look="corner", text=self.grid.corner)
        size = self._head_size(columns)
        boxes, heights = [corner], [2 * sizes.large]
        helps = [self.grid.headings[index].help for index in columns]
        apart = measures.spread and any(helps)
        look: Look = "stage" if self.grid.stages else "head"
        for index, (left, right) in zip(columns, pairwise(edges), strict=True):
            heading, share = self.grid.headings[index], right - left
            small = "" if measures.spread else heading.help
            boxes.append(Box(left=left, right=right, top=0, bottom=1, look=look,
                             text=heading.label, small=small, number=heading.number))  # fmt: skip
            tall = measures.words(_numbered(heading), share, size, "bold")
            heights[0] = max(heights[0], tall + measures.words(small, share, sizes.small) + 8)
            if apart:
                boxes.append(Box(left=left, right=right, top=1, bottom=2, look="help",
                                 text=heading.help))  # fmt: skip
        if apart:
            share = edges[1] - edges[0]
            heights.append(4 + max(measures.words(text, share, sizes.small) for text in helps))
        return boxes, heights

    def _row(
        self, row: GridRow, edges: Sequence[float], columns: range, top: int
    ) -> tuple[list[Box], list[float]]:
        """Return the boxes of a row and the heights of its lines."""
        slots = row.slots if row.per == "map" else row.slots[columns.start : columns.stop]
        spans = [(edges[0], edges[-1])] if row.per == "map" else list(pairwise(edges))
        spans = spans[: len(slots)]
        boxes: list[Box] = []
        heights: list[float] = []
        if row.per == "between":
            boxes += [
                Box(left=a, right=b, top=top, bottom=top + 1, look="step", text=slot.column_label)
                for slot, (a, b) in zip(slots, spans, strict=True)
            ]
            heights.append(self._steps(slots, spans))
        label = self._label_height(row)
        tall = [
            self.measures.answer(slot, b - a) for slot, (a, b) in zip(slots, spans, strict=True)
        ]
        options = options_of(slots[0]) if self.measures.spread and slots else ()
        if options:
            heights += [label, *(self.measures.option(o.label, self.labels) for o in options)]
            boxes += self._options(slots, spans, top + 1)
        else:
            here = top + len(heights)
            boxes += [
                Box(left=a, right=b, top=here, bottom=here + 1, slot=slot)
                for slot, (a, b) in zip(slots, spans, strict=True)
            ]
            heights.append(max([label - sum(heights), LEAST, *tall]))
        end = top + (1 if options else len(heights))
        name = Box(left=0, right=self.labels, top=top, bottom=end, look="label", text=row.label,
                   small="" if self.numbered else row.question)  # fmt: skip
        return [name, *boxes], heights

    def _label_height(self, row: GridRow) -> float:
        """Return the height of a row's label; its instruction is about circles on paper."""
        if self.numbered:
            return 0.0
        return self.measures.label(row.label, row.question, self.labels)

    def _steps(self, slots: Sequence[Slot], spans: Sequence[tuple[float, float]]) -> float:
        words, small = self.measures.words, self.measures.sizes.small
        pairs = zip(slots, spans, strict=True)
        tall = [words(slot.column_label, b - a, small, "bold") for slot, (a, b) in pairs]
        return 4 + max(tall, default=0.0)

    def _options(
        self, slots: Sequence[Slot], spans: Sequence[tuple[float, float]], top: int
    ) -> Iterator[Box]:
        """Yield a line for each option: its label, then a box for each slot."""
        for row, option in enumerate(options_of(slots[0]), start=top):
            yield Box(left=0, right=self.labels, top=row, bottom=row + 1, look="option",
                      text=option.label)  # fmt: skip
            for slot, (a, b) in zip(slots, spans, strict=True):
                own = next(own for own in options_of(slot) if own.id == option.id)
                yield Box(left=a, right=b, top=row, bottom=row + 1, slot=slot, option=own)

    def _chain(self, row: GridRow, columns: range) -> Table:
        """Return the row of hand-overs as a table of its own, half a column further on."""
        edges = self._edges(columns)
        count = len(row.slots[columns.start : columns.stop])
        half = (edges[1] - edges[0]) / 2
        shifted = [edge + half for edge in edges[:-1]]
        if count == len(columns):  # the last one leads to the next page
            shifted.append(edges[-1])
        cells, heights = self._row(row, shifted, columns, 0)
        return Table(heights=tuple(heights), boxes=tuple(cells), flexible=frozenset({1}))


def _numbered(heading: Heading) -> str:
    return f"{heading.number}  {heading.label}" if heading.number else heading.label


def _is_curve(row: GridRow) -> bool:
    field = row.slots[0].field
    return isinstance(field, Scale) and field.faces
