"""What a block offers to the page: parts with a least height that can take further lines."""

from collections.abc import Sequence
from typing import Protocol

from worksheets.model.sheet import Group

Grower = tuple[float, int]
"""The height in points of one more step, and the share (0: does not grow)."""


class Part(Protocol):
    """A piece of a block that stays on one page."""

    @property
    def least(self) -> float:
        """Return the least height in points."""

    @property
    def growers(self) -> Sequence[Grower]:
        """Return the rows that can grow, in order."""

    def draw(self, top: float, extra: Sequence[int]) -> Group:
        """Return the part drawn below ``top``; ``extra`` are further steps per grower."""


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
