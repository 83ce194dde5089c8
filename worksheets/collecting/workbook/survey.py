"""What must be known of a collection before its sheets are begun: how many rows there will be."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field as attribute

from worksheets.collecting.codebook import FRAME
from worksheets.collecting.collection import Collection
from worksheets.collecting.rows import Asked, Given, Note, Reply

MOST_NOTES = 20_000
"""Answers that have a line in *Notes* before anything is noted."""
_MOST_LAYOUTS = 40  # with sheets of their own; strangers may come with any number
_STREAMED = 100_000  # answers; beyond, a workbook in memory takes more than 300 MB

NoteKey = tuple[str, str]
"""The response and the field that a note is about."""


@dataclass(slots=True)
class Survey:
    """Counts of a collection, its fields by layout, and its notes by what they are about."""

    replies: int = 0
    answers: int = 0
    texts: int = 0
    fields: dict[str, list[Asked]] = attribute(default_factory=lambda: defaultdict(list))
    notes: dict[NoteKey, tuple[Note, str]] = attribute(default_factory=dict)
    told: tuple[Asked, ...] = ()

    @property
    def streamed(self) -> bool:
        """Tell whether the workbook is too large to be kept in memory."""
        return self.answers > _STREAMED

    @property
    def every_text(self) -> bool:
        """Tell whether every text answer has a line in *Notes*."""
        return self.texts <= MOST_NOTES

    @property
    def layouts(self) -> Sequence[str]:
        """Return the layouts that have sheets of their own, in the order of their fields."""
        return tuple(self.fields)[:_MOST_LAYOUTS]


def explore(collection: Collection) -> Survey:
    """Look through a collection once."""
    found = Survey()
    answered = set()
    for reply in collection.replies():
        answered.add(reply.layout)
        found.replies += 1
        found.answers += len(reply.answers)
        found.texts += sum(map(is_noted, reply.answers))
    for asked in collection.fields:
        if asked.layout in answered:
            found.fields[asked.layout].append(asked)
    shown = set(found.layouts)
    found.told = tuple(a for a in collection.fields if is_told(a) and a.layout in shown)
    if collection.view.notes:
        found.notes = {(note.response, note.field): (note, now) for note, now in collection.remarks}
    return found


def is_noted(given: Given) -> bool:
    """Tell whether an answer is something written, which an analyst would note something about."""
    asked = given.field
    return asked.kind == "text" and not asked.person and asked.id not in FRAME and bool(given.value)


def is_told(asked: Asked) -> bool:
    """Tell whether a field belongs to *Stage text*."""
    return asked.kind == "text" and bool(asked.stage_number) and not asked.person


def about(reply: Reply, given: Given) -> NoteKey:
    """Return what a note about an answer is found by."""
    return reply.key, given.field.id


def per_layout(name: str, layouts: Sequence[str]) -> dict[str, str]:
    """Return the names of sheets that there is one of for every layout."""
    return {layout: name if len(layouts) == 1 else f"{name} {layout}" for layout in layouts}
