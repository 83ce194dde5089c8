"""A scale across stages: how many chose each level, and the mean as a curve through the stages."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from worksheets.model.fields import Scale
from worksheets.model.results import Summary, answer_of
from worksheets.model.sheet import (
    Curve,
    CurveLook,
    Group,
    Item,
    Line,
    Ornament,
    Panel,
    Rect,
    Widget,
    Words,
)
from worksheets.model.structure import ABSENT
from worksheets.solving.fit import Fitter
from worksheets.solving.results.marks import STRONGEST, around, centre, number, share_of
from worksheets.solving.scales import levels

Point = tuple[float, float]
_COUNTS_MM = 9.6
"""Millimetres from a stage's middle to its counts, where the faces are on a blank sheet."""
_FACE_MM = 2.2


@dataclass(frozen=True, slots=True)
class Stop:
    """A stage of the curve: its middle, its circles, what was answered and how that is said."""

    widgets: tuple[Widget, ...]
    summary: Summary
    mean: str
    alt: str

    @property
    def x(self) -> float:
        """Return the middle of the stage."""
        return centre(self.widgets[0].rect)[0]

    @property
    def scale(self) -> Scale:
        """Return the scale."""
        field = self.widgets[0].slot.field
        assert isinstance(field, Scale)  # noqa: S101
        return field

    def y(self, value: float) -> float:
        """Return the height of a value, which may lie between two circles."""
        steps = [centre(w.rect)[1] for w in self.widgets if w.state != ABSENT]
        unit = (steps[0] - steps[-1]) / max(1, self.scale.high - self.scale.low)
        return steps[-1] + (value - self.scale.low) * unit


def is_upright(widgets: Sequence[Widget]) -> bool:
    """Tell whether the buttons of a scale stand one above the other."""
    return len(widgets) > 1 and abs(centre(widgets[0].rect)[0] - centre(widgets[1].rect)[0]) < 1


def backdrop(drawn: Group, stops: Sequence[Stop], fitter: Fitter, alt: str) -> Group:
    """Return the panel behind the circles with the curve in it; ``drawn`` is that of a blank sheet.

    The words of the levels become an axis at the left.
    """
    items = list(drawn.items())
    panel = next(i for i in items if isinstance(i, Panel) and i.look == "panel")
    lines = [i for i in items if isinstance(i, Line)]
    curves = list(_bands(stops, panel.rect)), list(_curves(stops))
    axis = list(_axis(stops[0], panel.rect, fitter))
    return Group("figure", (panel, *curves[0], *lines, *axis, *curves[1]), alt=alt)


def _axis(stop: Stop, panel: Rect, fitter: Fitter) -> Iterator[Item]:
    """Yield the names of the levels left of the first stage's counts, or their faces."""
    theme = fitter.theme
    x = panel.left + theme.inset
    ends = stop.x - theme.mm(_COUNTS_MM) - theme.radius - theme.mm(1.2)
    every = levels(stop.scale)
    numbers = max(fitter.small_width(name) for _, name, _ in every) + theme.mm(1.2)
    rungs = [(share * theme.small, lines) for lines in (1, 2) for share in (1, 0.87)]
    words = fitter.try_group([w for *_, w in every], ends - x - numbers, "regular", rungs)
    faces = stop.scale.faces and not words and ends - x - numbers > theme.mm(2 * _FACE_MM)
    face = (ends + x + numbers) / 2 if faces else 0
    heights = {widget.state: centre(widget.rect)[1] for widget in stop.widgets}
    for index, (state, name, _) in enumerate(every):
        y = heights[state]
        lines = words.lines[index] if words else ()
        across = max((fitter.small_width(line) for line in lines), default=0) + numbers * bool(
            lines
        )
        right = x + max(across, numbers - theme.mm(1.2)) + theme.mm(0.8)
        half = 0.65 * theme.small_leading * max(1, len(lines))
        yield Panel(rect=Rect(x - theme.mm(0.6), y - half, right, y + half), look="blank")
        yield fitter.small(x, y + 0.36 * theme.small, name)
        if face and state != ABSENT:
            value = 1 - 2 * index / (len(stop.scale.steps) - 1)
            yield Ornament(name="face", rect=around(face, y, theme.mm(_FACE_MM)), value=value)
        if words and any(lines):
            size = words.size
            first = y + 0.36 * size - (len(lines) - 1) * 0.6 * size
            yield Words(x=x + numbers, y=first, lines=lines, size=size, leading=1.2 * size,
                        ink="quiet")  # fmt: skip


# ---------------------------------------------------------------- lines


def _runs(stops: Sequence[Stop]) -> list[list[Stop]]:
    """Return neighbouring stages that have a mean, together."""
    runs: list[list[Stop]] = [[]]
    for stop in stops:
        if stop.summary.mean is None:
            runs.append([])
        else:
            runs[-1].append(stop)
    return [run for run in runs if run]


def _curves(stops: Sequence[Stop]) -> Iterator[Curve]:
    runs = _runs(stops)
    known = [stop for run in runs for stop in run]
    path = smooth([(stop.x, stop.y(stop.summary.mean or 0)) for stop in known])
    start = 0
    for before, run in enumerate(runs):
        if before:
            yield _piece(path, start - 1, start, "gap")
        end = start + len(run) - 1
        if end > start:
            yield _piece(path, start, end, "mean")
        start = end + 1


def _piece(path: Sequence[Point], start: int, end: int, look: CurveLook) -> Curve:
    return Curve(points=tuple(path[3 * start : 3 * end + 1]), look=look)


def _bands(stops: Sequence[Stop], panel: Rect) -> Iterator[Item]:
    """Yield a band of one standard deviation to each side; a lone stage has a bar."""
    for run in _runs(stops):
        sides: list[list[Point]] = [[], []]
        for stop in run:
            mean, spread = stop.summary.mean or 0, stop.summary.spread or 0
            for side, value in zip(sides, (mean + spread, mean - spread), strict=True):
                y = min(max(stop.y(value), panel.top + 1), panel.bottom - 1)
                side.append((stop.x, y))
        if len(run) > 1:
            upper, lower = (smooth(side) for side in sides)
            yield Curve(points=tuple(upper), back=tuple(reversed(lower)), look="band")
        elif run[0].summary.spread:
            half = 0.3 * run[0].widgets[0].rect.width
            (x, top), (_, bottom) = sides[0][0], sides[1][0]
            yield Ornament(name="spread", rect=Rect(x - half, top, x + half, bottom))


def smooth(points: Sequence[Point]) -> list[Point]:
    """Return Bezier points of a curve through ``points`` that nowhere overshoots them.

    Tangents are those of monotone interpolation (Fritsch and Carlson, 1980), harmonic means.
    """
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairwise(points)]
    if not slopes:
        return list(points)
    inner = (0.0 if a * b <= 0 else 2 * a * b / (a + b) for a, b in pairwise(slopes))
    tangents = [slopes[0], *inner, slopes[-1]]
    path = [points[0]]
    for (a, b), (m, n) in zip(pairwise(points), pairwise(tangents), strict=True):
        third = (b[0] - a[0]) / 3
        path += [(a[0] + third, a[1] + third * m), (b[0] - third, b[1] - third * n), b]
    return path


# ---------------------------------------------------------------- cells


def cell(stops: Sequence[Stop], index: int, fitter: Fitter) -> Group:
    """Return a stage: the counts of its levels, the mean as a dot with its number."""
    theme, stop = fitter.theme, stops[index]
    x = stop.x - theme.mm(_COUNTS_MM)
    items: list[Group | Item] = []
    for widget in stop.widgets:
        answer = answer_of(stop.scale, widget.state)
        y = centre(widget.rect)[1]
        value = STRONGEST * share_of(stop.summary, answer)
        items.append(Ornament(name="bubble", rect=around(x, y, theme.radius), value=value))
        if count := stop.summary.counts.get(answer):
            items.append(number(count, x, y, theme.small))
    if stop.summary.mean is not None:
        y = stop.y(stop.summary.mean)
        items.append(Ornament(name="dot", rect=around(stop.x, y, 0.62 * theme.radius)))
        items.append(_label(stops, index, y, fitter))
    return Group("cell", (Group("figure", tuple(items), alt=stop.alt),))


def _label(stops: Sequence[Stop], index: int, y: float, fitter: Fitter) -> Words:
    """Return the number at a dot, on that side of the curve where it does not run."""
    theme, stop = fitter.theme, stops[index]
    later = [s.y(s.summary.mean) for s in stops[index + 1 :] if s.summary.mean is not None]
    down = 0.36 * theme.small
    if later:  # in page co-ordinates: smaller is higher
        down = theme.mm(4) if later[0] < y else -theme.mm(1.8)
    return Words(x=stop.x + theme.mm(2.2), y=y + down, lines=(stop.mean,), size=theme.small,
                 leading=theme.small, face="bold", ink="accent")  # fmt: skip
