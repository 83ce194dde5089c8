"""Numbered dots in a square of two scales, with their names where there is room for them."""

from collections.abc import Iterator, Sequence
from itertools import combinations, product
from math import hypot

from worksheets.fonts import width
from worksheets.model.results import Point
from worksheets.model.sheet import Align, Group, Item, Line, Ornament, Panel, Rect, Words
from worksheets.solving.pictures import STEPS
from worksheets.solving.results.marks import around, number
from worksheets.solving.results.quotes import MORE, shown
from worksheets.solving.theme import Theme

_RADIUS_MM, _CLEAR_MM = 2.3, 0.8
_ROUNDS = 60
_MOST_LETTERS = 24
Place = tuple[float, float]


def square(items: Sequence[Group | Item]) -> Rect | None:
    """Return the square of quadrants among a card's items: the panel below the washed quarter."""
    panels = [item for item in items if isinstance(item, Panel)]
    washed = any(panel.look == "wash" for panel in panels)
    return next((p.rect for p in panels if p.look == "panel"), None) if washed else None


def dots(points: Sequence[Point], box: Rect, drawn: Sequence[Group | Item], theme: Theme) -> Group:
    """Return the dots of ``points`` in ``box``; names keep clear of words and cross as ``drawn``.

    Circles of disagreement lie below, dots that would cover each other move apart.
    """
    radius = theme.mm(_RADIUS_MM)
    unit = box.width / STEPS, box.height / STEPS
    true = [
        (box.left + (point.x - 0.5) * unit[0], box.bottom - (point.y - 0.5) * unit[1])
        for point in points
    ]
    places = _apart(true, box.inset(radius + 1), 2 * radius + theme.mm(0.5))
    items: list[Item] = []
    for point, (x, y) in zip(points, true, strict=True):
        reach = min(
            point.spread * min(unit), x - box.left, box.right - x, y - box.top, box.bottom - y
        )
        if reach > radius:
            items.append(Ornament(name="haze", rect=around(x, y, reach)))
    for point, (x, y) in zip(points, places, strict=True):
        items.append(Ornament(name="dot", rect=around(x, y, radius)))
        items.append(number(point.number, x, y, theme.small, white=True))
    taken = [around(x, y, radius) for x, y in places]
    taken += [_extent(item) for item in drawn if isinstance(item, Words)]
    taken += [Rect(item.x1, item.y1, item.x2, item.y2).inset(-1) for item in drawn
              if isinstance(item, Line) and item.look == "connector"]  # fmt: skip
    items += _names(points, places, taken, box, theme)
    said = (f"{p.number} {p.label}: {p.x:.1f}, {p.y:.1f}".replace("  ", " ") for p in points)
    return Group("figure", tuple(items), alt="; ".join(said))


def _apart(places: Sequence[Place], room: Rect, least: float) -> list[Place]:
    """Return places moved as little as needed to be ``least`` points from each other."""
    found = [list(place) for place in places]
    for _ in range(_ROUNDS):
        close = False
        for (i, a), (_, b) in combinations(enumerate(found), 2):
            dx, dy = b[0] - a[0], b[1] - a[1]
            gap = hypot(dx, dy)
            if gap < least - 0.01:
                close = True
                if gap < 0.01:  # noqa: PLR2004 (the same place)
                    dx, dy, gap = (1.0, 0.4, 1.08) if i % 2 else (0.4, 1.0, 1.08)
                push = (least - min(gap, least)) / 2 + 0.02 if gap > 0.01 else least / 2  # noqa: PLR2004
                a[0], a[1] = a[0] - dx / gap * push, a[1] - dy / gap * push
                b[0], b[1] = b[0] + dx / gap * push, b[1] + dy / gap * push
        for one in found:
            one[0] = min(max(one[0], room.left), room.right)
            one[1] = min(max(one[1], room.top), room.bottom)
        if not close:
            break
    return [(x, y) for x, y in found]


def _names(
    points: Sequence[Point], places: Sequence[Place], taken: list[Rect], box: Rect, theme: Theme
) -> Iterator[Words]:
    """Yield the names that find a place beside their dots; the others stand in the table."""
    size, radius = 0.87 * theme.small, theme.mm(_RADIUS_MM)
    for point, (x, y) in zip(points, places, strict=True):
        name = shown(point.label).replace("\n", " ")
        name = name if len(name) <= _MOST_LETTERS else name[: _MOST_LETTERS - 1].rstrip() + MORE
        if not name:
            continue
        for words in _beside(name, (x, y), size, radius + theme.mm(_CLEAR_MM)):
            extent = _extent(words)
            inside = box.inset(2)
            fits = inside.left <= extent.left and extent.right <= inside.right
            fits = fits and inside.top <= extent.top and extent.bottom <= inside.bottom
            if fits and not any(_meet(extent, other) for other in taken):
                taken.append(extent)
                yield words
                break


def _beside(name: str, dot: Place, size: float, off: float) -> Iterator[Words]:
    """Yield places for a name: right, left, below, above its dot, then on the slant."""
    x, y = dot
    sides: tuple[tuple[float, Align], ...] = ((off, "left"), (-off, "right"))
    level = 0.36 * size
    for dx, align in sides:
        yield _words(name, (x + dx, y + level), size, align)
    for dy in (off + 0.72 * size, -off):
        yield _words(name, (x, y + dy), size, "center")
    for (dx, align), dy in product(sides, (0.75 * off + 0.5 * size, -0.75 * off + 0.2 * size)):
        yield _words(name, (x + 0.6 * dx, y + dy), size, align)


def _words(name: str, at: Place, size: float, align: Align) -> Words:
    return Words(x=at[0], y=at[1], lines=(name,), size=size, leading=size, align=align)


def _extent(words: Words) -> Rect:
    across = max(width(line, words.face, words.size) for line in words.lines)
    left = words.x - across * {"left": 0, "center": 0.5, "right": 1}[words.align]
    bottom = words.y + (len(words.lines) - 1) * words.leading + 0.22 * words.size
    return Rect(left - 1, words.y - 0.75 * words.size, left + across + 1, bottom)


def _meet(one: Rect, other: Rect) -> bool:
    across = min(one.right, other.right) - max(one.left, other.left)
    return across > 0 and min(one.bottom, other.bottom) - max(one.top, other.top) > 0
