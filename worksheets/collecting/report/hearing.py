"""One walk over the responses: how many there are, and the few that are shown one by one."""

from collections import Counter, defaultdict
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Generic, TypeVar

from worksheets.collecting.collection import Collection
from worksheets.collecting.report.plots import Values
from worksheets.collecting.rows import Reply
from worksheets.collecting.tables import Column, column_of

MOST_CURVES = 300
BESIDE = 12
"""More responses than these are too many to read side by side."""
Thing = TypeVar("Thing")


class Sampled(Generic[Thing]):
    """The things that were added, or some of them, evenly chosen, if they are too many."""

    def __init__(self, most: int = MOST_CURVES) -> None:
        self._most = most
        self._step = 1
        self.total = 0
        self.kept: list[Thing] = []

    def add(self, thing: Thing) -> None:
        """Add one more."""
        if self.total % self._step == 0:
            self.kept.append(thing)
        self.total += 1
        if len(self.kept) > self._most:
            self.kept = self.kept[::2]
            self._step *= 2


@dataclass(slots=True)
class Heard:
    """What came back of one layout: ``answered`` and ``asked`` count sheets by field."""

    sheets: int = 0
    people: int = 0
    first: list[Reply] = attribute(default_factory=list)
    curves: dict[str, Sampled[Values]] = attribute(default_factory=lambda: defaultdict(Sampled))
    answered: Counter[Column] = attribute(default_factory=Counter)
    asked: Counter[Column] = attribute(default_factory=Counter)


def hear(collection: Collection) -> dict[str, Heard]:
    """Return what came back, by `Asked.layout_name`."""
    stages: Counter[tuple[str, str]] = Counter()
    for asked in collection.fields:
        key = asked.layout_name, asked.row
        stages[key] = max(stages[key], asked.stage_number)
    heard: dict[str, Heard] = defaultdict(Heard)
    for reply in collection.replies():
        for layout in dict.fromkeys(given.field.layout_name for given in reply.answers):
            _hear(heard[layout], reply, layout, stages)
    return heard


def _hear(heard: Heard, reply: Reply, layout: str, stages: Counter[tuple[str, str]]) -> None:
    heard.sheets += 1
    heard.people += reply.people
    if len(heard.first) <= BESIDE:
        heard.first.append(reply)
    marks: dict[str, dict[int, float]] = defaultdict(dict)
    for given in reply.answers:
        asked = given.field
        if asked.layout_name != layout:
            continue
        says = given.value not in (None, [], False)
        heard.asked[column_of(asked)] += 1
        heard.answered[column_of(asked)] += says
        if asked.kind == "scale" and asked.stage_number and isinstance(given.value, int):
            marks[asked.row][asked.stage_number] = given.value
    for row, values in marks.items():
        every = range(1, stages[layout, row] + 1)
        heard.curves[row].add(tuple(values.get(number) for number in every))
