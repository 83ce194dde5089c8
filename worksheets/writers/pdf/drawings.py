"""The line drawings that layouts may name, as paths on a small canvas; y grows downwards.

Our own drawings. Operators are those of SVG paths (M, L, C, Z, absolute); O is a circle of
centre and radius.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from worksheets.model.sheet import OrnamentName
from worksheets.writers.pdf import look

Operator = tuple[str, *tuple[float, ...]]


@dataclass(frozen=True, slots=True)
class Stroke:
    """One path, outlined or filled."""

    path: tuple[Operator, ...]
    fill: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Drawing:
    """Strokes on a canvas of ``width`` by ``height``; ``line`` is in points on A4 and A3.

    It has the accent where it has no ``colour``.
    """

    width: float
    height: float
    strokes: tuple[Stroke, ...]
    line: float = 0.9
    colour: look.Colour | None = None


def _circle(x: float, y: float, r: float, *, fill: bool = False) -> Stroke:
    return Stroke((("O", x, y, r),), fill=fill)


def _line(*points: tuple[float, float]) -> Stroke:
    (x, y), *others = points
    return Stroke((("M", x, y), *(("L", *point) for point in others)))


DRAWINGS: Mapping[OrnamentName, Drawing] = {
    "head": Drawing(
        width=104,
        height=100,
        line=1.2,
        strokes=(
            _circle(52, 54, 43),
            Stroke((("M", 10, 46), ("C", 1, 43, 1, 66, 11, 66))),
            Stroke((("M", 94, 46), ("C", 103, 43, 103, 66, 93, 66))),
            Stroke(
                (
                    ("M", 11, 42),
                    ("C", 18, 2, 86, 2, 93, 42),
                    ("C", 82, 38, 72, 32, 66, 25),
                    ("C", 56, 36, 34, 42, 11, 42),
                    ("Z",),
                ),
                fill=True,
            ),
            _circle(38, 54, 3.1, fill=True),
            _circle(66, 54, 3.1, fill=True),
            Stroke((("M", 40, 74), ("C", 45, 79, 59, 79, 64, 74))),
        ),
    ),
    "portrait": Drawing(
        width=100,
        height=112,
        colour=look.HAIR,
        strokes=(
            _circle(50, 30, 26),
            Stroke((("M", 2, 112), ("C", 2, 70, 20, 64, 50, 64), ("C", 80, 64, 98, 70, 98, 112))),
        ),
    ),
    "quote": Drawing(
        width=14,
        height=12,
        strokes=tuple(
            Stroke(
                (
                    ("M", x + 5.4, 1),
                    ("C", x + 2, 2, x + 0.2, 4.6, x + 0.2, 7.8),
                    ("C", x + 0.2, 10, x + 1.4, 11, x + 3, 11),
                    ("C", x + 4.6, 11, x + 5.8, 9.9, x + 5.8, 8.4),
                    ("C", x + 5.8, 6.9, x + 4.8, 5.9, x + 3.2, 5.8),
                    ("C", x + 3.3, 4.2, x + 4.2, 2.9, x + 5.8, 2.1),
                    ("Z",),
                ),
                fill=True,
            )
            for x in (0, 7.6)
        ),
    ),
    "ear": Drawing(
        width=14,
        height=12,
        strokes=(
            Stroke(
                (
                    ("M", 4, 5),
                    ("C", 4, -0.6, 11, -0.6, 11, 4.6),
                    ("C", 11, 7.4, 8.4, 7.6, 8.2, 9.6),
                    ("C", 8, 11.8, 5.4, 12, 5, 10),
                )
            ),
            Stroke(
                (("M", 6, 5.2), ("C", 6, 2.4, 9.2, 2.4, 9, 4.8), ("C", 8.9, 6, 7.4, 6, 7.2, 7.4))
            ),
        ),
    ),
    "eye": Drawing(
        width=14,
        height=12,
        strokes=(
            Stroke(
                (("M", 0.6, 6), ("C", 4, 1, 10, 1, 13.4, 6), ("C", 10, 11, 4, 11, 0.6, 6), ("Z",))
            ),
            _circle(7, 6, 2, fill=True),
        ),
    ),
    "cloud": Drawing(
        width=14,
        height=12,
        strokes=(
            Stroke(
                (
                    ("M", 3.4, 8),
                    ("C", 0, 8, 0, 4, 3, 3.8),
                    ("C", 3.4, 0.4, 8.6, 0.2, 9.4, 3),
                    ("C", 13, 2.4, 14.4, 8, 10.6, 8),
                    ("Z",),
                )
            ),
            _circle(3.6, 10, 0.8),
            _circle(1.6, 11.5, 0.4),
        ),
    ),
    "speech": Drawing(
        width=14,
        height=12,
        strokes=(
            Stroke(
                (
                    ("M", 1, 1),
                    ("L", 13, 1),
                    ("L", 13, 8.6),
                    ("L", 5.6, 8.6),
                    ("L", 2.6, 11.4),
                    ("L", 2.6, 8.6),
                    ("L", 1, 8.6),
                    ("Z",),
                )
            ),
            _line((3.6, 3.8), (10.4, 3.8)),
            _line((3.6, 6), (8.4, 6)),
        ),
    ),
    "hand": Drawing(
        width=14,
        height=12,
        strokes=(
            Stroke(
                (
                    ("M", 4.2, 11.4),
                    ("L", 1.6, 7.4),
                    ("C", 1, 6.4, 2.2, 5.8, 2.9, 6.6),
                    ("L", 4.2, 8),
                    ("L", 4.2, 2.2),
                    ("C", 4.2, 1, 5.9, 1, 5.9, 2.2),
                    ("L", 5.9, 5.6),
                    ("L", 10.4, 6.4),
                    ("C", 11.4, 6.6, 11.8, 7.2, 11.6, 8.2),
                    ("L", 10.8, 11.4),
                    ("Z",),
                )
            ),
        ),
    ),
    "heart": Drawing(
        width=14,
        height=12,
        strokes=(
            Stroke(
                (
                    ("M", 7, 11.2),
                    ("C", 2.4, 7.8, 1, 6, 1, 3.9),
                    ("C", 1, 0.4, 5.6, 0, 7, 3),
                    ("C", 8.4, 0, 13, 0.4, 13, 3.9),
                    ("C", 13, 6, 11.6, 7.8, 7, 11.2),
                    ("Z",),
                )
            ),
        ),
    ),
    "person": Drawing(
        width=14,
        height=12,
        strokes=(
            _circle(7, 3.4, 2.6),
            Stroke(
                (("M", 1.8, 11.6), ("C", 1.8, 7.6, 4, 7, 7, 7), ("C", 10, 7, 12.2, 7.6, 12.2, 11.6))
            ),
        ),
    ),
    "flag": Drawing(
        width=14,
        height=12,
        strokes=(
            _line((3, 0.8), (3, 11.6)),
            Stroke((("M", 3, 1.2), ("L", 12, 1.2), ("L", 9.8, 3.9), ("L", 12, 6.6), ("L", 3, 6.6))),
        ),
    ),
    "minus": Drawing(width=14, height=12, strokes=(_circle(7, 6, 5.2), _line((4.4, 6), (9.6, 6)))),
    "plus": Drawing(
        width=14,
        height=12,
        strokes=(_circle(7, 6, 5.2), _line((4.4, 6), (9.6, 6)), _line((7, 3.4), (7, 8.6))),
    ),
}
