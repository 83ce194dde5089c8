"""A map as its author declares it: words in one language, no paper, no stages yet.

Every translatable text is declared with `fields.words`, so that translating, extracting
messages and listing what lacks a translation are one walk over these dataclasses.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Literal

from worksheets.model.fields import Field, words
from worksheets.units import Orientation, SizeClass

Per = Literal["stage", "map", "between"]
Heads = Literal["band", "discs"]
Icon = Literal[
    "ear", "eye", "cloud", "speech", "quote", "hand", "heart", "person", "flag", "minus", "plus"
]
"""The closed set of small drawings beside a card's heading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A step of the journey; ``help`` is one short sentence."""

    id: str
    label: str = words("stage", default=None)
    help: str = words("hint")


@dataclass(frozen=True, slots=True, kw_only=True)
class StageSet:
    """Named stages in order; ``translations`` maps a text to its words per locale.

    Texts of a set that is ``as_typed`` need no translation: they are somebody's own words.
    """

    id: str
    title: str = words("title", default=None)
    stages: tuple[Stage, ...] = ()
    as_typed: bool = False
    translations: Mapping[str, Mapping[str, str]] = attribute(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A named column; ``width`` is its share of the table."""

    id: str
    label: str = words("column", default=None)
    hint: str = words("hint")
    width: float = 1
    field: Field | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of a table: one field per stage or column, one per map, or one between two stages.

    ``grow`` is its share of the room that is left on the page.
    """

    id: str
    label: str = words("row", default=None)
    question: str = words("hint")
    instruction: str = words("instruction")
    field: Field | None = None
    per: Per = "stage"
    grow: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows by columns. No ``columns``: the stages. No ``rows``: ``numbered`` equal ones.

    ``heads`` draws stages as a chevron band or, for the steps of one interaction, as discs on a
    line. ``beside`` puts the block to the right of the one before it where both find room;
    ``width`` is then its share.
    """

    id: str = ""
    heads: Heads = "band"
    beside: bool = False
    width: float = 1
    corner: str = words("column")
    columns: tuple[Column, ...] = ()
    rows: tuple[Row, ...] = ()
    numbered: int = 0
    grow: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A labelled field of the header or of a box; ``width`` is its share of the line."""

    id: str
    label: str = words("field")
    hint: str = words("hint")
    field: Field
    width: float = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """An outline of a person, to sketch in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """A drawn head; lines run from it between the cards around it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Corner:
    """The name of a quadrant."""

    label: str = words("option", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Quadrants:
    """A square of two scales, 1 to 5; its dots are drawn in results only.

    ``x`` and ``y`` name the columns whose scales it shows; the corners are named clockwise from
    the top left.
    """

    x: str
    y: str
    x_label: str = words("column", default=None)
    y_label: str = words("column", default=None)
    corners: tuple[Corner, ...] = ()


Picture = Portrait | Head | Quadrants


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A card of an `Areas` block: one field of its own, several entries, or a picture."""

    id: str
    label: str = words("row")
    question: str = words("hint")
    icon: Icon | None = None
    below: bool = False
    picture: Picture | None = None
    field: Field | None = None
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Areas:
    """Named boxes placed as in CSS ``grid-template-areas``; widths and growth are shares."""

    id: str = ""
    beside: bool = False
    width: float = 1
    columns: tuple[float, ...]
    rows: tuple[int, ...]
    areas: tuple[tuple[str, ...], ...]
    boxes: tuple[Box, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Office:
    """The words that only Word and Excel files need; docs/layouts.md says where each stands."""

    write: str = words("instruction", default=None)
    brief: str = words("instruction", default=None)
    choose: str = words("instruction", default=None)
    day: str = words("instruction", default=None)
    screen: str = words("instruction", default=None)
    light: str = words("instruction", default=None)
    sheet: str = words("title", default=None)
    guide: str = words("title", default=None)
    curve: str = words("row", default=None)
    listed: str = words("instruction", default=None)
    tick: str = words("instruction", default=None)
    move: str = words("instruction", default=None)
    clear: str = words("instruction", default=None)
    higher: str = words("instruction", default=None)
    question: str = words("column", default=None)
    answers: str = words("column", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """What every sheet carries, whatever the map: header fields and the lines around."""

    header: tuple[Entry, ...] = ()
    fill: str = words("instruction", default=None)
    pen: str = words("instruction", default=None)
    notes: str = words("instruction", default=None)
    sheet: str = words("instruction", default=None)
    office: Office
    translations: Mapping[str, Mapping[str, str]] = attribute(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A sentence or word that the program says itself; numbers and names stand in braces."""

    id: str
    text: str = words("report", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """All that one kind of output says itself, beside what its layouts say."""

    id: str
    phrases: tuple[Phrase, ...]
    translations: Mapping[str, Mapping[str, str]] = attribute(default_factory=dict)

    def by_id(self) -> dict[str, str]:
        """Return the texts by id."""
        return {phrase.id: phrase.text for phrase in self.phrases}


@dataclass(frozen=True, slots=True, kw_only=True)
class StageRule:
    """Which stage set a layout starts from and how many stages it can take."""

    default: str
    least: int = 1
    most: int = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """One map. ``translations`` holds words that the author wrote in place, by source text."""

    id: str
    version: int
    title: str = words("title", default=None)
    purpose: str = words("instruction")
    size: SizeClass = "desk"
    orientation: Orientation = "landscape"
    stages: StageRule | None = None
    header: tuple[Entry, ...] = ()
    blocks: tuple[Table | Areas, ...] = ()
    translations: Mapping[str, Mapping[str, str]] = attribute(default_factory=dict)

    def __hash__(self) -> int:
        """Let what was worked out for a layout be looked up; equal ones are equal in everything."""
        return hash((self.id, self.version))
