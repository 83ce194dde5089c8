"""What the pictures show: a curve over stages, and dots in a square of two scales."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise
from math import cos, hypot, pi, sin

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Circle, PathPatch
from matplotlib.path import Path

from worksheets.collecting.report.drawing import ACCENT, HAIR, INK, PAPER, QUIET, folded

CURVE_SIZE = (960, 400)
SQUARE_SIZE = (600, 600)
Values = tuple[float | None, ...]
Spot = tuple[float, float]
_ROOM = 0.3
"""What a number above a mark needs, in steps of the scale."""
_DOT, _ROUNDS = 0.21, 20
"""The width of a dot in steps of the scale, and how often dots that touch move apart."""
_LETTER = 6.6  # the mean width of a letter at 13 px


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A mean over stages: how far answers differ, its numbers as text, and what it is called."""

    values: Values
    spreads: Values
    texts: tuple[str, ...]
    label: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """``stages`` and ``levels`` are the words at the axes, ``counts`` the numbers of sheets."""

    stages: tuple[str, ...]
    counts: tuple[str, ...]
    levels: tuple[tuple[int, str], ...]
    faint: Sequence[Values]
    lines: tuple[Line, ...]
    mirrored: bool = False

    def draw(self, figure: Figure) -> None:
        """Draw single answers faintly, then the means."""
        width, height = CURVE_SIZE
        left = min(max(len(words) for _, words in self.levels) * _LETTER + 14, 190) / width
        right = min(max(len(line.label) for line in self.lines) * _LETTER + 24, 190) / width
        start = right if self.mirrored else left
        axes = figure.add_axes((start, 78 / height, 1 - left - right, 1 - 98 / height))
        self._draw_axes(axes, (1 - left - right) * width)
        for index, values in enumerate(self.faint):
            nudge = (index % 7 - 3) * 0.022  # equal answers stay visible side by side
            for run in _runs(values):
                shape = _smooth([(x, y + nudge) for x, y in run])
                axes.add_patch(
                    PathPatch(shape, fill=False, edgecolor=QUIET, alpha=0.22, linewidth=0.8)
                )
        self._draw_band(axes, self.lines[-1])
        self._draw_lines(axes)

    def _draw_axes(self, axes: Axes, width: float) -> None:
        low, high = self.levels[0][0], self.levels[-1][0]
        count = len(self.stages)
        axes.set_xlim(*((count + 0.5, 0.5) if self.mirrored else (0.5, count + 0.5)))
        axes.set_ylim(low - 0.25, high + 0.25)
        for level, _ in self.levels:
            solid = level == 0 and low < 0
            axes.axhline(level, color=HAIR, linewidth=1, linestyle="-" if solid else (0, (1, 3)))
        axes.tick_params(length=0, pad=8)
        axes.set_yticks([level for level, _ in self.levels])
        axes.set_yticklabels([folded(words, 27, 1) for _, words in self.levels], color=QUIET)
        if self.mirrored:
            axes.yaxis.tick_right()
        axes.tick_params(axis="y", labelsize=13, length=0)
        axes.set_xticks([])
        letters = int(width / count / (_LETTER + 0.6))
        for number, (stage, sheets) in enumerate(zip(self.stages, self.counts, strict=True), 1):
            below = axes.get_xaxis_transform()
            name = folded(f"{number} {stage}" if count > 1 else stage, letters)
            axes.text(
                number, -0.05, name, transform=below, ha="center", va="top", color=INK,
                fontsize=14, weight="bold",
            )  # fmt: skip
            place = -0.05 - 0.062 * (1 + name.count("\n"))
            axes.text(
                number, place - 0.02, sheets, transform=below, ha="center", va="top", color=QUIET,
                fontsize=13,
            )  # fmt: skip

    def _draw_band(self, axes: Axes, line: Line) -> None:
        low, high = self.levels[0][0], self.levels[-1][0]
        for run in _runs(line.values):
            spreads = [line.spreads[round(x) - 1] or 0 for x, _ in run]
            upper = [(x, min(y + s, high)) for (x, y), s in zip(run, spreads, strict=True)]
            lower = [(x, max(y - s, low)) for (x, y), s in zip(run, spreads, strict=True)]
            shape = _closed(upper, lower[::-1])
            axes.add_patch(PathPatch(shape, facecolor=ACCENT, alpha=0.14, linewidth=0))

    def _draw_lines(self, axes: Axes) -> None:
        looks = (("-", "o"), ((0, (6, 3)), "s"), ((0, (1.5, 2)), "^"), ((0, (8, 2, 2, 2)), "D"))
        ends: list[tuple[float, float, str]] = []
        for age, line in enumerate(reversed(self.lines)):
            dashes, marker = looks[age % len(looks)]
            colour = QUIET if age else ACCENT
            for run in _runs(line.values):
                axes.add_patch(
                    PathPatch(
                        _smooth(run), fill=False, edgecolor=colour, linestyle=dashes,
                        linewidth=2 if age else 2.6, capstyle="butt", zorder=2 if age else 3,
                    )
                )  # fmt: skip
                axes.plot(
                    *zip(*run, strict=True), linestyle="", marker=marker, markersize=8,
                    markerfacecolor=PAPER if age else colour, markeredgecolor=colour,
                    markeredgewidth=1.8, zorder=2 if age else 3,
                )  # fmt: skip
                ends.append((run[-1][0], run[-1][1], line.label))
            if not age:
                self._write_means(axes, line)
        for (x, y, label), level in zip(ends, _apart([y for _, y, _ in ends]), strict=True):
            last = x == len(self.stages) or not any(e[2] == label and e[0] > x for e in ends)
            if label and last:
                side = x + (0.5 if x < len(self.stages) else 0.14)
                axes.annotate(
                    folded(label, 26, 1), (x, y), (side, level),
                    color=INK, fontsize=13, va="center", ha="right" if self.mirrored else "left",
                    annotation_clip=False,
                )  # fmt: skip

    def _write_means(self, axes: Axes, line: Line) -> None:
        for number, (value, text) in enumerate(zip(line.values, line.texts, strict=True), 1):
            if value is not None:
                others = (other.values[number - 1] for other in self.lines[:-1])
                high = value > self.levels[-1][0] - _ROOM or any(
                    other is not None and 0 <= other - value < 2 * _ROOM for other in others
                )
                axes.annotate(
                    text, (number, value), (0, -14 if high else 12), textcoords="offset points",
                    ha="center", va="top" if high else "bottom", color=ACCENT, fontsize=14,
                    weight="bold", zorder=4, gid=f"halo-{number}",
                )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Dot:
    """A numbered place in the square and the radius of disagreement around it."""

    number: str
    x: float
    y: float
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Square:
    """Dots on two scales from ``low`` to ``high``; ``corners`` clockwise from the top left."""

    dots: tuple[Dot, ...]
    low: int
    high: int
    x_label: str
    y_label: str
    corners: tuple[str, ...]

    def draw(self, figure: Figure) -> None:
        """Draw the square, the names of its quarters and the dots."""
        width, height = SQUARE_SIZE
        axes = figure.add_axes((52 / width, 56 / height, 1 - 60 / width, 1 - 64 / height))
        start, end, middle = self.low - 0.5, self.high + 0.5, (self.low + self.high) / 2
        axes.set_xlim(start, end)
        axes.set_ylim(start, end)
        axes.fill([middle, end, end, middle], [middle, middle, end, end], color=HAIR, alpha=0.16)
        steps = range(self.low, self.high + 1)
        for place in (axes.axvline, axes.axhline):
            for step in steps:
                place(step, color=HAIR, linewidth=0.9, linestyle=(0, (1, 4)))
            place(middle, color=ACCENT, linewidth=1)
        axes.plot([start, end, end, start, start], [start, start, end, end, start], color=QUIET,
                  linewidth=1, clip_on=False)  # fmt: skip
        axes.set_xticks(steps)
        axes.set_yticks(steps)
        axes.tick_params(length=0, labelsize=13, labelcolor=QUIET, pad=6)
        axes.set_xlabel(self.x_label, fontsize=14, weight="bold", color=INK, labelpad=8)
        axes.set_ylabel(self.y_label, fontsize=14, weight="bold", color=INK, labelpad=6)
        self._write_corners(axes, start, end)
        places = _beside([(dot.x, dot.y) for dot in self.dots])
        for dot in self.dots:
            if dot.spread:
                axes.add_patch(
                    Circle((dot.x, dot.y), dot.spread, facecolor=ACCENT, alpha=0.04, linewidth=0)
                )
                axes.add_patch(
                    Circle((dot.x, dot.y), dot.spread, fill=False, edgecolor=ACCENT, alpha=0.4,
                           linewidth=0.7, linestyle=(0, (3, 2)))
                )  # fmt: skip
        for dot, (x, y) in zip(self.dots, places, strict=True):
            axes.plot(x, y, marker="o", markersize=21, markerfacecolor=ACCENT, zorder=3,
                      markeredgecolor=PAPER, markeredgewidth=1.4, clip_on=False)  # fmt: skip
            axes.text(x, y, dot.number, ha="center", va="center_baseline", color=PAPER,
                      fontsize=12, weight="bold", zorder=4)  # fmt: skip

    def _write_corners(self, axes: Axes, start: float, end: float) -> None:
        inset = 0.1
        sides = ((start + inset, end - inset, "left", "top"),
                 (end - inset, end - inset, "right", "top"),
                 (end - inset, start + inset, "right", "bottom"),
                 (start + inset, start + inset, "left", "bottom"))  # fmt: skip
        for number, (words, side) in enumerate(zip(self.corners, sides, strict=False)):
            x, y, across, up = side
            axes.text(x, y, folded(words, 26), ha=across, va=up, color=ACCENT, fontsize=14,
                      weight="bold", gid=f"halo-{number}")  # fmt: skip


def _runs(values: Values) -> list[list[Spot]]:
    """Return the stretches of stages, counted from 1, that have values."""
    found: list[list[Spot]] = [[]]
    for number, value in enumerate(values, start=1):
        if value is None:
            found.append([])
        else:
            found[-1].append((number, value))
    return [run for run in found if run]


def _smooth(points: Sequence[Spot]) -> Path:
    """Return a curve through points that never swings beyond them: flat at every peak."""
    vertices = _bends(points)
    return Path(vertices, [Path.MOVETO, *[Path.CURVE4] * (len(vertices) - 1)])


def _closed(there: Sequence[Spot], back: Sequence[Spot]) -> Path:
    """Return the area between two such curves."""
    over, under = _bends(there), _bends(back)
    codes = [Path.MOVETO, *[Path.CURVE4] * (len(over) - 1)]
    codes += [Path.LINETO, *[Path.CURVE4] * (len(under) - 1)]
    return Path([*over, *under], codes)


def _bends(points: Sequence[Spot]) -> list[Spot]:
    """Return the first point, then two Bezier controls and an end for each of the others."""
    rises = [after[1] - before[1] for before, after in pairwise(points)]
    slopes = [0.0] * len(points)
    for index, (a, b) in enumerate(pairwise(rises), start=1):
        slopes[index] = 2 * a * b / (a + b) if a * b > 0 else 0.0
    bends = [points[0]]
    for index, (before, after) in enumerate(pairwise(points)):
        third = (after[0] - before[0]) / 3
        bends += [
            (before[0] + third, before[1] + slopes[index] / 3),
            (after[0] - third, after[1] - slopes[index + 1] / 3),
            after,
        ]
    return bends


def _apart(levels: Sequence[float], least: float = 0.3) -> list[float]:
    """Return heights for labels that do not cover each other, as near to ``levels`` as can be."""
    order = sorted(range(len(levels)), key=lambda index: levels[index])
    placed = list(levels)
    for before, after in pairwise(order):
        placed[after] = max(placed[after], placed[before] + least)
    return placed


def _beside(places: Sequence[Spot]) -> list[Spot]:
    """Return the places of dots, those on one spot set side by side around it, none covered."""
    alike: dict[Spot, list[int]] = {}
    for index, place in enumerate(places):
        alike.setdefault(place, []).append(index)
    found = [list(place) for place in places]
    for (x, y), ones in alike.items():
        radius = 0.0 if len(ones) == 1 else max(0.12, 0.21 * len(ones) / (2 * pi) * 1.2)
        for turn, index in enumerate(ones):
            angle = pi / 2 + 2 * pi * turn / len(ones)
            found[index] = [x + radius * cos(angle), y + radius * sin(angle)]
    for _ in range(_ROUNDS):
        for one, other in combinations(found, 2):
            x, y = other[0] - one[0], other[1] - one[1]
            gap = hypot(x, y) or 1
            push = (_DOT - gap) / 2 / gap
            if push > 0:
                one[:] = one[0] - x * push, one[1] - y * push
                other[:] = other[0] + x * push, other[1] + y * push
    return [(x, y) for x, y in found]
