"""All tables of a worksheet on the columns of one sheet."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations, pairwise
from math import log

from worksheets.writers.arrangement.boxes import Box, Table, merged_edges, nearest

_ROOMY = 0.85  # of the width that a field of the header asks for
_MOST_LINES = 3
_FEW = 4
_NARROW = 0.02
_EXACT = 1e-9


@dataclass(frozen=True, slots=True)
class Lines:
    """The tables in order, and the edges of the columns that all of them share."""

    edges: tuple[float, ...]
    tables: tuple[Table, ...]

    def columns(self, box: Box) -> tuple[int, int]:
        """Return the first and last column of a box, counted from 1."""
        left, right = nearest(self.edges, box.left), nearest(self.edges, box.right)
        return left + 1, max(right, left + 1)


def on_one_grid(tables: Sequence[Table]) -> Lines:
    """Return the tables on shared columns; the header's fields take those that are there."""
    body = [table for table in tables if not table.header]
    edges = max((table.edges for table in body), key=len)
    for table in body:
        edges = merged_edges(edges, table.edges)
    headers = [table for table in tables if table.header]
    fitted = list(_fitted(headers, edges))
    for table in fitted:
        edges = merged_edges(edges, table.edges)
    return Lines(edges, (*fitted, *body))


@dataclass(frozen=True, slots=True)
class _Group:
    """A field of the header: its share of the line, its boxes, the heights of its rows."""

    share: float
    boxes: tuple[Box, ...]
    heights: tuple[float, ...]


def _fitted(headers: Sequence[Table], edges: tuple[float, ...]) -> Iterator[Table]:
    """Yield the lines of the header along ``edges``, as few as leave enough room."""
    wide = sum(1 for a, b in pairwise(edges) if b - a > _NARROW)
    groups = [group for table in headers for group in _groups(table)]
    for count in range(1, _MOST_LINES + 1) if wide >= _FEW else ():
        trials = [
            [_along(groups[a:b], edges, last=b == len(groups)) for a, b in pairwise(cuts)]
            for inner in combinations(range(1, len(groups)), count - 1)
            for cuts in [(0, *inner, len(groups))]
        ]
        whole = [[line for line in trial if line] for trial in trials if all(trial)]
        if whole:
            best = min(whole, key=lambda trial: sum(off for off, _ in trial))
            yield from (table for _, table in best)
            return
    yield from headers


def _groups(table: Table) -> Iterator[_Group]:
    for caption in (box for box in table.boxes if box.look == "caption"):
        left, right = caption.left - _EXACT, caption.right + _EXACT
        boxes = tuple(box for box in table.boxes if left <= box.left and box.right <= right)
        yield _Group(caption.right - caption.left, boxes, table.heights)


def _along(
    groups: Sequence[_Group], edges: tuple[float, ...], *, last: bool
) -> tuple[float, Table] | None:
    """Return fields as one line between ``edges``, and how far it is from what they ask for.

    Only the ``last`` line may end early. None if a field gets too narrow.
    """
    best: tuple[float, tuple[float, ...]] | None = None
    ends = edges[1:] if last else edges[1:-1]
    for chosen in combinations(ends, len(groups) if last else len(groups) - 1):
        seams = (0.0, *chosen) if last else (0.0, *chosen, 1.0)
        ratios = [(b - a) / g.share for (a, b), g in zip(pairwise(seams), groups, strict=True)]
        if min(ratios) >= _ROOMY:
            off = sum(log(ratio) ** 2 for ratio in ratios)
            best = min(best or (off, seams), (off, seams))
    if best is None:
        return None
    off, seams = best
    boxes = [
        _moved(box, group.boxes[0], left, right)
        for group, (left, right) in zip(groups, pairwise(seams), strict=True)
        for box in group.boxes
    ]
    heights = max((group.heights for group in groups), key=len)
    return off, Table(heights=heights, boxes=tuple(boxes), header=True)


def _moved(box: Box, old: Box, left: float, right: float) -> Box:
    """Return ``box`` as it lies between ``left`` and ``right`` instead of the sides of ``old``."""
    scale = (right - left) / (old.right - old.left)
    return replace(
        box, left=left + (box.left - old.left) * scale, right=left + (box.right - old.left) * scale
    )
