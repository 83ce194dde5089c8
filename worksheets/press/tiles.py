"""A large page over many sheets of a smaller paper: where to cut, and what to print on each.

Neighbours share a strip as wide as the overlap, half of which each of them loses: the right and
lower edges of a sheet lie under the next ones, whose left and upper edges are cut off. Numbers
and marks stand in these strips, outside of what is seen in the end.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worksheets import fonts
from worksheets.errors import DefinitionError, Problem
from worksheets.model.sheet import Group, Item, Line, Page, Panel, Rect, Words
from worksheets.press.composing import Placing
from worksheets.press.ground import Say, page, paragraph
from worksheets.solving.fit import Fitter
from worksheets.solving.theme import theme_for
from worksheets.units import Orientation, Paper, mm, paper

MARGIN = mm(5)
"""What printers cannot reach."""
MAX_TILES = 400
MAX_ROWS = 26
"""As many as there are letters."""
_TEXT, _TICK, _OFF = 8, mm(3), mm(0.6)


@dataclass(frozen=True, slots=True)
class Cut:
    """A page's side of ``whole`` points on sheets that show ``room`` points of it each."""

    whole: float
    room: float
    overlap: float

    @property
    def count(self) -> int:
        """Return how many sheets it takes; a twentieth of a point takes none."""
        least = (self.whole - self.overlap - 0.05) / (self.room - self.overlap)
        return max(1, math.ceil(least))

    @property
    def step(self) -> float:
        """Return the distance between the beginnings of neighbours: all show equally much."""
        return (self.whole - self.overlap) / self.count

    @property
    def side(self) -> float:
        """Return how much of the page a sheet shows."""
        return self.step + self.overlap

    def kept(self, index: int) -> tuple[float, float]:
        """Return what of it is seen when all are glued together."""
        half = self.overlap / 2
        return (
            index * self.step + half if index else 0.0,
            (index + 1) * self.step + half if index + 1 < self.count else self.whole,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """How a page is cut: its columns and rows, on sheets of ``paper``."""

    paper: Paper
    across: Cut
    down: Cut

    @property
    def count(self) -> int:
        """Return the number of sheets."""
        return self.across.count * self.down.count

    def tiles(self) -> Iterator[tuple[int, int]]:
        """Yield (row, column) from the top left."""
        return ((row, col) for row in range(self.down.count) for col in range(self.across.count))


def grid_for(size: tuple[float, float], name: str, overlap: float) -> Grid:
    """Return the grid with the fewest sheets of a paper for a page of so many points.

    Raises DefinitionError F006 if there are too many.
    """

    def on(orientation: Orientation) -> Grid:
        sheet = paper(name, orientation)
        wide, high = (side - 2 * MARGIN for side in (sheet.width, sheet.height))
        return Grid(
            paper=sheet, across=Cut(size[0], wide, overlap), down=Cut(size[1], high, overlap)
        )

    own: Orientation = "landscape" if size[0] > size[1] else "portrait"
    other: Orientation = "portrait" if own == "landscape" else "landscape"
    best = min(on(own), on(other), key=lambda grid: grid.count)
    if best.count > MAX_TILES or best.down.count > MAX_ROWS:
        message = f"the page needs {best.count} sheets of {best.paper.name}"
        raise DefinitionError(Problem("F006", message, hint="take a larger paper for the tiles"))
    return best


def name_of(row: int, column: int) -> str:
    """Return the name of a tile: B3 is the third of the second row."""
    return f"{chr(ord('A') + row)}{column + 1}"


# ---------------------------------------------------------------- a tile


def tile(grid: Grid, row: int, column: int, of: int, before: str = "") -> tuple[Page, Placing]:
    """Return the marks and the number of a tile, and which part of page ``of`` it shows."""
    wide, high, sheet = grid.across.side, grid.down.side, grid.paper
    left, top = (sheet.width - wide) / 2, (sheet.height - high) / 2
    x, y = left - column * grid.across.step, top - row * grid.down.step
    clip = Rect(left, top, left + wide, top + high)
    placing = Placing(page=of, x=x, y=y, scale=1, clip=clip)
    (x1, x2), (y1, y2) = grid.across.kept(column), grid.down.kept(row)
    kept = Rect(x + x1, y + y1, x + x2, y + y2)
    items: list[Group | Item] = []
    if grid.count > 1:
        number = row * grid.across.count + column + 1
        texts = f"{before}{name_of(row, column)}", f"{number}/{grid.count}"
        items = [*_ticks(kept), *_label(grid, row, column, kept, texts)]
    return page(sheet.width, sheet.height, items), placing


def _ticks(kept: Rect) -> Iterator[Line]:
    """Yield the marks at the corners of what is kept, all outside of it."""
    for x, away in ((kept.left, -1), (kept.right, 1)):
        for y, off in ((kept.top, -1), (kept.bottom, 1)):
            near, far = _OFF, _OFF + _TICK
            yield Line(x1=x, y1=y + off * near, x2=x, y2=y + off * far, look="cut")
            yield Line(x1=x + away * near, y1=y, x2=x + away * far, y2=y, look="cut")


def _label(grid: Grid, row: int, column: int, kept: Rect, texts: tuple[str, str]) -> Iterator[Item]:
    """Yield the number of a tile in a strip that is not seen in the end."""
    half = grid.across.overlap / 2
    if grid.down.count > 1:
        lines: tuple[str, ...] = (" · ".join(texts),)
        middle = kept.top - half / 2 if row else kept.bottom + half / 2
        x = kept.left + mm(8)
    else:
        lines = texts
        middle = kept.top + mm(12)
        x = (kept.left - half if column else kept.right) + mm(0.4)
    wide = max(fonts.width(line, "bold", _TEXT) for line in lines)
    high = len(lines) * 1.2 * _TEXT
    yield Panel(
        rect=Rect(x - 2, middle - high / 2 - 0.5, x + wide + 2, middle + high / 2 + 0.5),
        look="blank",
    )
    yield Words(x=x, y=middle - high / 2 + 0.92 * _TEXT, lines=lines, size=_TEXT,
                leading=1.2 * _TEXT, face="bold")  # fmt: skip


# ---------------------------------------------------------------- the overview


def overview(grid: Grid, of: int, title: str, say: Say) -> tuple[Page, Placing]:
    """Return the page that shows the whole with the cuts and numbers, and how to glue it."""
    whole = grid.across.whole, grid.down.whole
    sheet = paper(grid.paper.name, "landscape" if whole[0] > whole[1] else "portrait")
    theme = theme_for(sheet)
    fitter, edge = Fitter(theme), theme.mm(14)
    limit = sheet.width - 2 * edge
    sizes = [(theme.title, 1), (0.8 * theme.title, 1), (theme.large, 3)]
    head, y = paragraph(fitter, (edge, edge + theme.title * 0.8), title, limit, sizes, bold=True)
    count = f"{say['sheets'].replace('{count}', str(grid.count))} · {grid.paper.name}"
    said, y = paragraph(fitter, (edge, y), count, limit, [(theme.medium, 2)],
                        bold=True, ink="accent")  # fmt: skip
    glue, y = paragraph(fitter, (edge, y), say["glue"], limit, [(theme.medium, 4)], ink="quiet")
    top = y + theme.mm(2)
    scale = min(limit / whole[0], (sheet.height - edge - top) / whole[1])
    x = (sheet.width - scale * whole[0]) / 2
    frame = Rect(x, top, x + scale * whole[0], top + scale * whole[1])
    veil = Panel(rect=frame, look="veil")
    items = [head, said, glue, veil, *_cuts(grid, frame, scale), *_names(grid, frame, scale)]
    placing = Placing(page=of, x=frame.left, y=frame.top, scale=scale, clip=frame)
    return page(sheet.width, sheet.height, items), placing


def _cuts(grid: Grid, frame: Rect, scale: float) -> Iterator[Line]:
    xs = [frame.left + scale * grid.across.kept(c)[0] for c in range(grid.across.count)]
    ys = [frame.top + scale * grid.down.kept(r)[0] for r in range(grid.down.count)]
    for x in (*xs, frame.right):
        yield Line(x1=x, y1=frame.top, x2=x, y2=frame.bottom, look="rule")
    for y in (*ys, frame.bottom):
        yield Line(x1=frame.left, y1=y, x2=frame.right, y2=y, look="rule")


def _names(grid: Grid, frame: Rect, scale: float) -> Iterator[Item]:
    size = max(5.0, min(32.0, 0.3 * scale * min(grid.across.step, grid.down.step)))
    for row, column in grid.tiles():
        (x1, x2), (y1, y2) = grid.across.kept(column), grid.down.kept(row)
        x, y = frame.left + scale * (x1 + x2) / 2, frame.top + scale * (y1 + y2) / 2
        yield Words(x=x, y=y + 0.35 * size, lines=(name_of(row, column),), size=size, leading=size,
                    face="bold", ink="accent", align="center")  # fmt: skip


def tiled(
    sizes: Sequence[tuple[float, float]], name: str, overlap: float, title: str, say: Say
) -> list[tuple[Page, Placing]]:
    """Return for pages of these sizes the overview and the tiles of each."""
    grids = [grid_for(size, name, overlap) for size in sizes]
    if sum(grid.count for grid in grids) > MAX_TILES:
        message = f"the pages need {sum(grid.count for grid in grids)} sheets of {name}"
        raise DefinitionError(Problem("F006", message, hint="print it in parts"))
    pages = []
    for of, grid in enumerate(grids):
        before = f"{of + 1} · " if len(grids) > 1 else ""
        pages.append(overview(grid, of, f"{before}{title}", say))
        pages += [tile(grid, row, column, of, before) for row, column in grid.tiles()]
    return pages
