"""The linear edition: a sheet as sections of questions, one below the other.

Every medium that is not a map takes its order and its words from here: the header first; of a
table of stages one section per stage, what is handed over at its end, what is asked once for the
whole map before or after them; of a numbered table one section per row; of a map of areas one per
card. Drawings that hold no field are left out.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from worksheets.model.fields import Choice, Field, Scale, Text, is_line
from worksheets.model.layout import Icon
from worksheets.model.sheet import AreaMap, Card, Grid, GridRow, Heading, Sheet, Slot
from worksheets.model.structure import ABSENT, scale_state, signed, states

Kind = Literal["header", "stage", "row", "card"]
_MORE, _LEAST = 2, 4
"""Lines that a box for several has beyond those of the map, and at least."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One possible answer: the state of its button or its option id, its number and its words.

    ``mood`` is the level of its face, from -1 to 1; None where there is no face.
    """

    state: str
    number: str = ""
    words: str = ""
    mood: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A field with its own ``label`` and ``hint``; both empty where its section says it all."""

    slot: Slot
    label: str = ""
    hint: str = ""

    @property
    def marks(self) -> tuple[Mark, ...]:
        """Return the answers to mark, in the order to show them; none where one types."""
        return marks_of(self.slot.field)

    @property
    def lines(self) -> int:
        """Return how many lines there are to write on; more than the map has room for."""
        field = self.slot.field
        if isinstance(field, Text) and not is_line(field):
            return max(_LEAST, field.lines + _MORE)
        return 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Questions under one title; only the header has none. ``number`` is 0 for what has none."""

    kind: Kind
    title: str = ""
    number: int = 0
    help: str = ""
    icon: Icon | None = None
    questions: tuple[Question, ...]

    @property
    def heading(self) -> str:
        """Return title and number as one text, as in ``1 Research``."""
        return f"{self.number} {self.title}".strip() if self.number else self.title


def marks_of(field: Field) -> tuple[Mark, ...]:
    """Return the answers of a field that are marked, those with faces from the best down."""
    match field:
        case Scale(steps=steps, faces=faces):
            middle = (field.low + field.high) / 2
            marks = [
                Mark(
                    state=scale_state(field, step.value),
                    number=signed(step.value, field.low),
                    words=step.label,
                    mood=(step.value - middle) / (field.high - middle) if faces else None,
                )
                for step in (reversed(steps) if faces else steps)
            ]
            absent = [Mark(state=ABSENT, number="–", words=field.absent)] if field.absent else []
            return (*marks, *absent)
        case Choice(menu=False, options=options):
            names = [option.id for option in options] if field.many else states(field)
            return tuple(
                Mark(state=name, words=option.label)
                for name, option in zip(names, options, strict=True)
            )
    return ()


def sections(sheet: Sheet) -> tuple[Section, ...]:
    """Return the sheet's sections, each with at least one question."""
    header = tuple(
        Question(slot=entry.slot, label=entry.slot.label, hint=entry.slot.hint)
        for entry in sheet.header
    )
    found = [Section(kind="header", questions=header)]
    for block in sheet.blocks:
        if isinstance(block, AreaMap):
            found += map(_card, block.cards)
        elif block.rows[0].slots[0].number:
            found += map(_numbered, block.rows)
        else:
            found += _table(block)
    return tuple(section for section in found if section.questions)


def _table(grid: Grid) -> Iterator[Section]:
    """Yield what is asked once and stands first, the columns, and what else is asked once."""
    first = next((i for i, row in enumerate(grid.rows) if row.per != "map"), len(grid.rows))
    once = [(index, row) for index, row in enumerate(grid.rows) if row.per == "map"]
    yield from (_once(row) for index, row in once if index < first)
    if first < len(grid.rows):
        yield from (_column(grid, index) for index in range(len(grid.headings)))
    yield from (_once(row) for index, row in once if index > first)


def _once(row: GridRow) -> Section:
    question = Question(slot=row.slots[0])
    return Section(kind="card", title=row.label, help=row.question, questions=(question,))


def _column(grid: Grid, index: int) -> Section:
    """Return the section of a stage or of a named column; hand-overs stand at its end."""
    heading: Heading = grid.headings[index]
    here = [
        Question(slot=row.slots[index], label=row.label, hint=row.question)
        for row in grid.rows
        if row.per == "stage"
    ]
    onwards = [
        Question(slot=row.slots[index], label=row.slots[index].label, hint=row.question)
        for row in grid.rows
        if row.per == "between" and index < len(row.slots)
    ]
    return Section(
        kind="stage" if grid.stages else "row",
        title=heading.label or grid.corner,
        number=heading.number,
        help=heading.help,
        questions=(*here, *onwards),
    )


def _numbered(row: GridRow) -> Section:
    """Return the section of a numbered row, called as its first field."""
    slots = row.slots
    questions = tuple(Question(slot=slot, label=slot.row_label, hint=slot.hint) for slot in slots)
    title, number = slots[0].row_label, slots[0].number
    return Section(kind="row", title=title, number=number, questions=questions)


def _card(card: Card) -> Section:
    questions = tuple(
        Question(
            slot=slot,
            label="" if card.bare else slot.column_label,
            hint="" if slot.hint == card.question else slot.hint,
        )
        for slot in card.slots
    )
    return Section(
        kind="card", title=card.label, help=card.question, icon=card.icon, questions=questions
    )
