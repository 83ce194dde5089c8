"""The rows of a collection's tables: what every output shows, computed once.

Values are those of a response's JSON (text, number, true or false, list of option ids, None).
Labels are in the collection's locale; ids are stable. ``people`` counts a group's sheet as many
times as the group had members, ``sheets`` once.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Any

from worksheets.model.ids import FieldId
from worksheets.model.results import Quote

Plain = Any
"""A JSON value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A field of the codebook.

    ``stage`` is the column's id, of a stage or a named column, and ``stage_number`` counts stages
    from 1 (0: no stage); ``item`` is the number of a numbered row. ``options`` are labels by
    possible answer (scale values as text); ``many`` of them can be chosen at once. ``home`` is ""
    for a field of a layout that is known here, else the schema hash of the stranger's definition
    that it belongs to. ``labels`` are the names for people by locale, as far as they are known.
    """

    layout: str
    id: FieldId
    kind: str
    block: str = ""
    row: str
    stage: str = ""
    stage_number: int = 0
    item: int = 0
    row_label: str
    stage_label: str = ""
    labels: Mapping[str, str] = attribute(default_factory=dict)
    options: Mapping[str, str] = attribute(default_factory=dict)
    low: int | None = None
    high: int | None = None
    many: bool = False
    person: bool = False
    home: str = ""

    @property
    def layout_name(self) -> str:
        """Return what its layout is called in tables; a stranger's has its hash."""
        return f"{self.layout} ({self.home[:6]})" if self.home else self.layout

    @property
    def label(self) -> str:
        """Return the field's name for people, as in ``Actions, Research`` or ``Owner 3``."""
        parts = ", ".join(part for part in (self.row_label, self.stage_label) if part)
        return f"{parts} {self.item}" if self.item else parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer after decisions and corrections; ``original`` is the value before a correction."""

    field: Asked
    value: Plain
    state: str = "ok"
    raw: str | None = None
    page: int = 0
    original: Plain = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """One response that counts. ``key`` names it in notes and decisions; ``who`` in quotes.

    ``path`` is the file on disk: of a member of an archive, the archive.
    """

    key: str
    number: int
    file: str
    path: str = ""
    part: int = 1
    sha256: str
    format: str
    source: str = "form"
    status: str
    definition: str
    layout: str
    version: int
    schema: str
    locale: str
    document: str | None = None
    workshop: str | None = None
    wave: str | None = None
    participant: str | None = None
    group: str | None = None
    people: int = 1
    who: str = ""
    answers: tuple[Given, ...] = ()
    extra: Mapping[str, Plain] = attribute(default_factory=dict)
    problems: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRow:
    """A row of the long table; the field names are the columns' names, in order."""

    workshop: str | None
    wave: str | None
    participant: str | None
    group: str | None
    group_size: int
    layout: str
    row: str
    stage: str
    stage_number: int | None
    item: int | None
    type: str
    value: Plain
    label: str
    language: str
    state: str
    page: int | None
    file: str
    sha256: str
    source: str
    definition: str
    field: str
    response: str
    original: Plain
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StageScore:
    """The answers to one scale at one stage, of a wave and a group ("" for all).

    ``counts`` are sheets by value; ``spread`` is the standard deviation of the sample; mean,
    median and spread are None where nobody answered.
    """

    layout: str
    row: str
    row_label: str
    stage: str
    stage_label: str
    stage_number: int
    wave: str = ""
    group: str = ""
    sheets: int
    people: int
    mean: float | None
    median: float | None
    spread: float | None
    absent: int
    counts: Mapping[int, int]
    low: int
    high: int
    labels: Mapping[str, str] = attribute(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """How a mean moved at one stage from one wave to the next."""

    layout: str
    row: str
    row_label: str
    stage: str
    stage_label: str
    stage_number: int
    before: str
    after: str
    mean_before: float | None
    mean_after: float | None
    gap: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """All that was written into one field, with who said it."""

    field: Asked
    quotes: tuple[Quote, ...]
    blank: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A stakeholder: where the sheets that name it put it, and how far they differ.

    ``x`` and ``y`` are means on the scales that the layout's quadrants show; ``spread`` is the
    root mean square distance from there. ``notes`` are the other answers of its rows, by field
    row or column id.
    """

    layout: str
    number: int
    name: str
    names: tuple[str, ...]
    sheets: int
    people: int
    x: float | None
    y: float | None
    spread: float | None
    x_label: str
    y_label: str
    low: int = 1
    high: int = 5
    choices: Mapping[str, Mapping[str, int]] = attribute(default_factory=dict)
    notes: Mapping[str, tuple[Quote, ...]] = attribute(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceCount:
    """How many chose one possible answer of a field; ``share`` is of the sheets that answered."""

    field: Asked
    option: str
    label: str
    sheets: int
    people: int
    share: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Trouble:
    """Something that needs attention: a row of *Problems*. ``path`` is the file to open, if any."""

    file: str
    path: str = ""
    field: str = ""
    title: str = ""
    code: str
    severity: str
    message: str
    hint: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """The analyst's own words about one answer, kept in the workbook's *Notes* sheet.

    ``answer`` is what the note was written about; ``state`` is "", "changed" (the answer is
    another one now) or "lost" (there is no such answer any more).
    """

    response: str
    field: str
    answer: str = ""
    theme: str = ""
    translation: str = ""
    correction: str = ""
    comment: str = ""
    sha256: str = ""
    document: str = ""
    layout: str = ""
    file: str = ""
    state: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """One line of the overview: a heading ("status", "layout", "locale", ...), a name, counts."""

    heading: str
    name: str
    files: int
    people: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Missing:
    """Somebody who was asked and has not answered."""

    participant: str
    group: str
    locale: str
    layout: str
    wave: str
