"""Where the names of dots stand in a chart, so that none covers another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_LETTER, _LINE = 6.2, 15  # pixels that a letter and a line of a label take
_REACH = 7  # pixels from the middle of a dot to its label
_SIDES = ("right", "left", "below", "above")


@dataclass(frozen=True, slots=True)
class Area:
    """A rectangle in pixels: left, top, right, bottom."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Area") -> bool:
        """Tell whether two areas have a part in common."""
        across = min(self.right, other.right) - max(self.left, other.left)
        return across > 0 and min(self.bottom, other.bottom) - max(self.top, other.top) > 0


def sides(
    labels: Sequence[str], dots: Sequence[tuple[float, float]], room: Area, lines: Sequence[Area]
) -> Iterator[str]:
    """Yield the side of its dot that each label has room on, "" if there is none.

    Labels stay in ``room`` and off other dots and labels; they cross ``lines`` only if they must.
    """
    taken = [Area(x - _REACH, y - _REACH, x + _REACH, y + _REACH) for x, y in dots]
    for index, (label, dot) in enumerate(zip(labels, dots, strict=True)):
        others = [*taken[:index], *taken[index + 1 :]]
        free = [
            (side, area)
            for side, area in zip(_SIDES, _areas(label, dot), strict=True)
            if _inside(area, room) and not any(area.meets(other) for other in others)
        ]
        clear = [one for one in free if not any(one[1].meets(line) for line in lines)]
        side, area = next(iter(clear or free), ("", None))
        if area:
            taken.append(area)
        yield side


def _areas(label: str, dot: tuple[float, float]) -> Iterator[Area]:
    """Yield the areas of a label right, left, below and above its dot."""
    words = label.split("\n")
    width, height = _LETTER * max(map(len, words)), _LINE * len(words)
    x, y = dot
    for left in (x + _REACH, x - _REACH - width):
        yield Area(left, y - height / 2, left + width, y + height / 2)
    for top in (y + _REACH, y - _REACH - height):
        yield Area(x - width / 2, top, x + width / 2, top + height)


def _inside(area: Area, room: Area) -> bool:
    across = room.left <= area.left and area.right <= room.right
    return across and room.top <= area.top and area.bottom <= room.bottom
