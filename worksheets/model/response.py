"""What a file says about itself, and what one filled file answers.

`Stamp` and `Definition` travel inside every file that is written; `Mark` is what a reader
saw, `Answer` what it means, `Response` one filled file as a whole.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from decimal import Decimal
from functools import reduce
from typing import Any, Literal

from worksheets.errors import Problem
from worksheets.model.fields import Field
from worksheets.model.ids import FieldId
from worksheets.model.labels import both, in_line

Value = str | int | Decimal | bool | tuple[str, ...] | None
"""Text, option id, ISO date or "absent" | scale value | number | check | options | unanswered."""

Tenths = tuple[int, int, int, int]
State = Literal["ok", "blank", "ambiguous", "invalid", "missing", "overflow"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stamp:
    """Which worksheet a file is. ``schema`` and ``geometry`` are hashes, see `definition`."""

    layout: str
    version: int
    schema: str = ""
    geometry: str = ""
    stages: tuple[str, ...] = ()
    locales: tuple[str, ...] = ("en",)
    paper: str = ""
    document: str | None = None


@dataclass(frozen=True, slots=True)
class FieldWords:
    """A field's words in one locale; ``options`` in the order of the field's values."""

    row: str
    column: str = ""
    options: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return the field's name for people."""
        return ", ".join(part for part in (self.row, self.column) if part)


@dataclass(frozen=True, slots=True, kw_only=True)
class DefinedField:
    """One field of a definition: what it is, where it stands, what it is called.

    ``box`` is left, top, right, bottom in tenths of a point; ``marks`` are the boxes of its
    buttons by state or option.
    """

    id: FieldId
    field: Field
    row: str
    block: str = ""
    column: str = ""
    number: int = 0
    page: int = 1
    box: Tenths = (0, 0, 0, 0)
    marks: Mapping[str, Tenths] = attribute(default_factory=dict)
    words: Mapping[str, FieldWords] = attribute(default_factory=dict)

    @property
    def options(self) -> tuple[str, ...]:
        """Return the words of its possible answers as menus have them: in all its languages."""
        every = [words.options for words in self.words.values()]
        return tuple(in_line(reduce(both, words)) for words in zip(*every, strict=False))


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """All that a reader needs to know.

    ``text_size`` (points) tells what outgrows its box; ``pages`` are widths and heights in
    tenths of a point. Files that people can write anywhere in (Word, Excel) also say what was
    there before: ``prompts`` stand in empty fields, ``texts`` beside them.
    """

    stamp: Stamp
    title: Mapping[str, str]
    text_size: float
    pages: tuple[tuple[int, int], ...]
    fields: tuple[DefinedField, ...]
    prompts: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mark:
    """What a reader saw under one carrier name.

    ``text`` is typed text or a menu's value; ``states`` are the marked buttons of a radio
    group or check; both empty means untouched.
    """

    name: str
    text: str | None = None
    states: tuple[str, ...] = ()
    page: int = 0
    problems: tuple[Problem, ...] = ()

    def __reduce__(self) -> tuple[type["Mark"], tuple[Any, ...]]:
        """Go to another process in a third of the time that a dataclass takes."""
        return Mark, (self.name, self.text, self.states, self.page, self.problems)


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table in a Word file or of an Excel sheet, or (``table`` 0) a loose paragraph.

    Rows and columns count from 0 and are those of the table. ``text`` is all of it, ``rest`` what
    no field holds; ``place`` says to people where it is.
    """

    table: int
    row: int
    column: int
    place: str
    rows: int = 1
    columns: int = 1
    text: str = ""
    rest: str = ""
    fields: tuple[str, ...] = ()

    def __reduce__(self) -> tuple[type["Cell"], tuple[Any, ...]]:
        """Go to another process in a third of the time that a dataclass takes."""
        place = self.table, self.row, self.column, self.place, self.rows, self.columns
        return Cell, (*place, self.text, self.rest, self.fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a reader found in a file, before anybody knows which worksheet it is.

    ``definitions`` are candidates, the most trusted first; ``marks`` stand for one carrier or one
    bookmark each; ``deleted`` are carriers whose cell is gone. ``cells`` are what tells the fields
    of a file that has lost its carriers; ``foot`` is the small print of its pages. A file of many
    copies has nothing itself: its ``copies`` are as if they were files, each with its ``part``.
    """

    definitions: tuple[bytes, ...] = ()
    marks: tuple[Mark, ...] = ()
    problems: tuple[Problem, ...] = ()
    deleted: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    foot: str = ""
    part: int = 1
    copies: tuple["Found", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A settled field: its value and, where there is more to say, state and raw text."""

    id: FieldId
    value: Value
    state: State = "ok"
    raw: str | None = None
    page: int = 0
    problems: tuple[Problem, ...] = ()


Status = Literal["ok", "partial", "unreadable"]
Trust = Literal["installed", "embedded", None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """One filled document. ``answers`` has a key for every field of the definition.

    ``read_by`` is that definition, whole; None for a foreign form.
    """

    file: str
    sha256: str
    format: str | None
    status: Status
    definition: Trust = None
    stamp: Stamp | None = None
    answers: tuple[Answer, ...] = ()
    extra: Mapping[str, str | list[str]] = attribute(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    part: int = 1
    read_by: Definition | None = attribute(default=None, compare=False, repr=False)

    def values(self) -> dict[FieldId, Value]:
        """Return the answers as a mapping from field id to value."""
        return {answer.id: answer.value for answer in self.answers}

    def as_json(self) -> dict[str, Any]:
        """Return the response as plain JSON data, keys in their documented order."""
        return {
            "schema": 1,
            "file": self.file,
            "part": self.part,
            "sha256": self.sha256,
            "format": self.format,
            "source": "form",
            "status": self.status,
            "definition": self.definition,
            "stamp": stamp_json(self.stamp) if self.stamp else None,
            "workshop": None,
            "wave": None,
            "participant": None,
            "group": None,
            "answers": {answer.id: plain_value(answer.value) for answer in self.answers},
            "details": {a.id: _details(a) for a in self.answers if a.raw is not None or a.problems},
            "extra": dict(self.extra),
            "problems": [_problem(p) for p in self.problems]
            + [_problem(p) for answer in self.answers for p in answer.problems],
        }


def stamp_json(stamp: Stamp) -> dict[str, Any]:
    """Return a stamp as plain JSON data."""
    return {
        "layout": stamp.layout,
        "version": stamp.version,
        "schema": stamp.schema,
        "geometry": stamp.geometry,
        "stages": list(stamp.stages),
        "locales": list(stamp.locales),
        "paper": stamp.paper,
        "document": stamp.document,
    }


def plain_value(value: Value) -> Any:  # noqa: ANN401 (JSON)
    """Return an answer's value as plain JSON data."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return list(value) if isinstance(value, tuple) else value


def _details(answer: Answer) -> dict[str, Any]:
    found: dict[str, Any] = {"state": answer.state}
    if answer.raw is not None:
        found["raw"] = answer.raw
    return found | ({"page": answer.page} if answer.page else {})


def _problem(problem: Problem) -> dict[str, str | None]:
    return {
        "code": problem.code,
        "severity": problem.severity,
        "field": problem.where if isinstance(problem.where, str) and problem.where else None,
        "message": problem.message,
        "hint": problem.hint,
    }
