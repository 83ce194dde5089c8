"""Several pages on one sheet of paper, in reading order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worksheets.model.sheet import Line, Page, Rect
from worksheets.press.composing import Placing
from worksheets.press.ground import page
from worksheets.units import Orientation, Paper, mm, paper

MARGIN, GAP = mm(5), mm(4)
GRIDS = {2: ((2, 1), (1, 2)), 4: ((2, 2),), 8: ((4, 2), (2, 4)), 9: ((3, 3),), 16: ((4, 4),)}
"""How many pages a sheet may take, in which columns and rows."""
LEAST_MODULE = 0.4
"""Millimetres of a code's smallest square, below which scanners and printers lose it."""
_ORIENTATIONS: tuple[Orientation, ...] = ("landscape", "portrait")


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """How sheets are divided, and how much pages shrink."""

    paper: Paper
    columns: int
    rows: int
    scale: float

    @property
    def cell(self) -> tuple[float, float]:
        """Return width and height of a cell."""
        return _cell(self.paper, self.columns, self.rows)


def _cell(sheet: Paper, columns: int, rows: int) -> tuple[float, float]:
    return (
        (sheet.width - 2 * MARGIN - (columns - 1) * GAP) / columns,
        (sheet.height - 2 * MARGIN - (rows - 1) * GAP) / rows,
    )


def board_for(sizes: Sequence[tuple[float, float]], count: int, name: str) -> Board:
    """Return the board on which ``count`` of the pages are as large as can be."""
    wide, high = max(size[0] for size in sizes), max(size[1] for size in sizes)

    def on(orientation: Orientation, columns: int, rows: int) -> Board:
        sheet = paper(name, orientation)
        across, down = _cell(sheet, columns, rows)
        return Board(paper=sheet, columns=columns, rows=rows, scale=min(across / wide, down / high))

    boards = [on(orientation, *grid) for orientation in _ORIENTATIONS for grid in GRIDS[count]]
    return max(boards, key=lambda board: board.scale)


def arranged(
    sizes: Sequence[tuple[float, float]], board: Board, *, rtl: bool
) -> list[tuple[Page, list[Placing]]]:
    """Return the sheets: lines between pages, and which pages go where."""
    per = board.columns * board.rows
    sheets = []
    for first in range(0, len(sizes), per):
        there = range(first, min(first + per, len(sizes)))
        placed = [_placed(board, n - first, n, sizes[n], rtl=rtl) for n in there]
        lines = page(board.paper.width, board.paper.height, tuple(_lines(board)))
        sheets.append((lines, placed))
    return sheets


def _placed(
    board: Board, index: int, number: int, size: tuple[float, float], *, rtl: bool
) -> Placing:
    row, column = divmod(index, board.columns)
    if rtl:
        column = board.columns - 1 - column
    wide, high = board.cell
    left, top = MARGIN + column * (wide + GAP), MARGIN + row * (high + GAP)
    x = left + (wide - size[0] * board.scale) / 2
    y = top + (high - size[1] * board.scale) / 2
    clip = Rect(left, top, left + wide, top + high)
    return Placing(page=number, x=x, y=y, scale=board.scale, clip=clip)


def _lines(board: Board) -> Iterator[Line]:
    wide, high = board.cell
    right, foot = board.paper.width - MARGIN, board.paper.height - MARGIN
    for column in range(1, board.columns):
        x = MARGIN + column * (wide + GAP) - GAP / 2
        yield Line(x1=x, y1=MARGIN, x2=x, y2=foot, look="separator")
    for row in range(1, board.rows):
        y = MARGIN + row * (high + GAP) - GAP / 2
        yield Line(x1=MARGIN, y1=y, x2=right, y2=y, look="separator")
