"""What a block offers to the page: parts with a least height that can take further lines."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from worksheets.model.sheet import Group

Grower = tuple[float, int]
"""The height in points of one more step, and the share (0: does not grow)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """The body of a page: left, right and bottom edges, its height, how low labels may go."""

    left: float
    right: float
    bottom: float
    height: float
    label_bottom: float


class Part(Protocol):
    """A piece of a block that stays on one page."""

    @property
    def fits(self) -> bool:
        """Tell whether the part is wide enough for its fields."""

    @property
    def bottom(self) -> float:
        """Return the lowest edge that the part may reach, in points from the top."""

    @property
    def least(self) -> float:
        """Return the least height in points."""

    @property
    def growers(self) -> Sequence[Grower]:
        """Return the rows that can grow, in order."""

    @property
    def boxes(self) -> Sequence[float]:
        """Return for each grower the least height of its boxes, 0 if that is not for all alike."""

    def cut(self, room: float) -> "tuple[Part, Part | None]":
        """Return what fits ``room`` (points) and the rest; note what cannot fit any page."""

    def draw(self, top: float, extra: Sequence[float]) -> Group:
        """Return the part drawn below ``top``; ``extra`` are further steps per grower."""


@dataclass(slots=True)
class Band:
    """Parts side by side, as high as the highest; it grows by ``line`` points."""

    parts: tuple[Part, ...]
    line: float

    @property
    def fits(self) -> bool:
        """Tell whether every part is wide enough."""
        return all(part.fits for part in self.parts)

    @property
    def bottom(self) -> float:
        """Return the lowest edge that all parts may reach."""
        return min(part.bottom for part in self.parts)

    @property
    def least(self) -> float:
        """Return the least height in points."""
        return max(part.least for part in self.parts)

    @property
    def growers(self) -> Sequence[Grower]:
        """Return one grower for all."""
        return [(self.line, 1)]

    @property
    def boxes(self) -> Sequence[float]:
        """Return 0: what is side by side has boxes of all heights."""
        return [0]

    def cut(self, room: float) -> tuple[Part, Part | None]:
        """Return the band whole."""
        return self, None

    def draw(self, top: float, extra: Sequence[float]) -> Group:
        """Return the parts drawn from ``top`` on, each dealing out its own spare room."""
        height = self.least + extra[0] * self.line
        groups = (
            part.draw(top, share_out(height - part.least, part.growers)) for part in self.parts
        )
        return Group("section", tuple(groups))


def share_out(room: float, growers: Sequence[Grower]) -> list[int]:
    """Deal ``room`` (points) to the growers in whole steps.

    Growers of one share get the same: a round goes to all of them or to none, the class that
    has had least for its share first.
    """
    extra = [0] * len(growers)
    while True:
        shares = sorted({share for _, share in growers if share})
        rounds = []
        for share in shares:
            members = [i for i, (_, s) in enumerate(growers) if s == share]
            cost = sum(growers[i][0] for i in members)
            if cost <= room + 0.01:
                given = extra[members[0]]
                rounds.append(((given + 1) / share, given, cost, members))
        if not rounds:
            return extra
        _, _, cost, members = min(rounds)
        room -= cost
        for i in members:
            extra[i] += 1


def rounded_up(
    extra: Sequence[int], room: float, rows: Sequence[tuple[Grower, float]], whole: float
) -> list[float]:
    """Return ``extra`` steps by which boxes are as high as many times ``whole``, if room is left.

    ``rows`` are growers and the least heights of their boxes; those of one share rise alike.
    """
    found: list[float] = list(extra)
    for share in sorted({grower[1] for grower, least in rows if grower[1] and least}):
        lacking = {
            index: -(least + extra[index] * step) % whole
            for index, ((step, own), least) in enumerate(rows)
            if own == share and least
        }
        if sum(lacking.values()) <= room + 0.01:
            room -= sum(lacking.values())
            for index, more in lacking.items():
                found[index] += more / rows[index][0][0]
    return found


def share_widths(wanted: list[tuple[float, float]], room: float) -> list[float]:
    """Split ``room`` by share, giving nobody less than its need.

    ``wanted`` holds (need in points, share). Needs that exceed the room shrink in proportion.
    """
    fixed: set[int] = set()
    while True:
        left = room - sum(wanted[i][0] for i in fixed)
        total = sum(share for i, (_, share) in enumerate(wanted) if i not in fixed)
        short = {
            i
            for i, (need, share) in enumerate(wanted)
            if i not in fixed and left * share / total < need
        }
        if not short or len(fixed | short) == len(wanted):
            break
        fixed |= short
    return [need if i in fixed else left * share / total for i, (need, share) in enumerate(wanted)]
