"""What an arrangement is made of: boxes on the rows of tables, and how high words are."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import astuple, dataclass, field
from typing import Literal

from worksheets import fonts
from worksheets.fonts import Face
from worksheets.model.fields import Choice, Option, Text
from worksheets.model.ids import FieldId
from worksheets.model.labels import apart, in_line
from worksheets.model.response import DefinedField
from worksheets.model.sheet import Slot, Worksheet

Look = Literal[
    "caption", "corner", "stage", "head", "help", "label", "option", "step", "picture", "field"
]
LEAST = 20.0
"""Height in points of a line to write on."""
GAP = 7.0
PADDING, INDENTED = 10.0, 16.0
"""Points that the sides of a cell keep free, together: in Word, in Excel."""
_LESS = 0.8  # of what is more than a line, for all to be on one page
_MOST = 1.5  # times that a row may grow to fill the page
_WIDER: Mapping[Face, float] = {"regular": 1.05, "bold": 1.12}  # Arial beside our own font
_NEAR = 0.006


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """A cell: words with a ``look``, or the place of a slot or of one of its options.

    ``left`` and ``right`` are shares of the line; ``top`` and ``bottom`` count rows.
    """

    left: float
    right: float
    top: int
    bottom: int
    look: Look = "field"
    text: str = ""
    small: str = ""
    number: int = 0
    slot: Slot | None = None
    option: Option | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Boxes on rows; the first ``heads`` rows are headings that every page repeats.

    ``flexible`` rows may take room that is left, those in ``least`` become as low as that; below
    those of ``curves`` a spreadsheet draws what is marked in them; ``header`` is a line of the
    worksheet's own fields; ``head_size`` is that of the type of heads.
    """

    heights: tuple[float, ...]
    boxes: tuple[Box, ...]
    heads: int = 0
    flexible: frozenset[int] = frozenset()
    least: Mapping[int, float] = field(default_factory=dict)
    curves: tuple[int, ...] = ()
    header: bool = False
    head_size: float = 0

    def is_line(self, box: Box) -> bool:
        """Tell whether a box holds one line, and in a table those beside it do as well."""
        beside = (other for other in self.boxes if other.top == box.top) if self.heads else (box,)
        row = [other.slot.field for other in beside if other.slot]
        return bool(box.slot) and not any(isinstance(f, Text) and f.lines > 1 for f in row)

    @property
    def slots(self) -> Iterator[Slot]:
        """Yield the slots, one with several boxes several times."""
        yield from (box.slot for box in self.boxes if box.slot)

    @property
    def edges(self) -> tuple[float, ...]:
        """Return the edges of the columns, 0 and 1 included."""
        return merged_edges([0.0, 1.0], (e for box in self.boxes for e in (box.left, box.right)))


def merged_edges(edges: Sequence[float], more: Iterable[float]) -> tuple[float, ...]:
    """Return ``edges`` and those of ``more`` that lie near none of them, in order."""
    found = list(edges)
    for edge in more:
        if all(abs(edge - known) > _NEAR for known in found):
            found.append(edge)
    return tuple(sorted(found))


def holds(tables: Sequence[Table], room: float) -> bool:
    """Tell whether tables can be made low enough for one page."""
    lacking = sum(sum(table.heights) + GAP for table in tables) - room
    return lacking <= _LESS * _spare(tables)


def _spare(tables: Sequence[Table]) -> float:
    """Return by how much rows can be lower."""
    return sum(t.heights[row] - least for t in tables for row, least in t.least.items())


def stretched(tables: Sequence[Table], room: float) -> list[list[float]]:
    """Return the heights of the rows of tables on one page, made to fill it if that can be."""
    lacking = sum(sum(table.heights) + GAP for table in tables) - room
    if lacking > 0:  # controls are lower than circles, labels may be higher
        spare = _spare(tables)
        share = min(_LESS, lacking / spare) if spare else 0.0
        return [
            [h - share * (h - table.least.get(row, h)) for row, h in enumerate(table.heights)]
            for table in tables
        ]
    grow = sum(table.heights[row] for table in tables for row in table.flexible)
    factor = min(_MOST, 1 - lacking / grow) if grow else 1.0
    return [
        [h * factor if row in table.flexible else h for row, h in enumerate(table.heights)]
        for table in tables
    ]


def nearest(edges: Sequence[float], edge: float) -> int:
    """Return the index of the edge nearest to ``edge``."""
    return min(range(len(edges)), key=lambda index: abs(edges[index] - edge))


def options_of(slot: Slot) -> tuple[Option, ...]:
    """Return the options that are ticked one by one."""
    return slot.field.options if isinstance(slot.field, Choice) and slot.field.many else ()


@dataclass(frozen=True, slots=True)
class Sizes:
    """Sizes of type in points: title, stages, answers, small print."""

    title: float
    large: float
    medium: float
    small: float


DESK, TABLE = Sizes(17.5, 11.5, 9.5, 7.5), Sizes(23.0, 14.5, 11.5, 8.5)
LINEAR = Sizes(22.0, 15.0, 12.0, 11.0)
"""Of the linear edition on A4; on larger papers in proportion."""


def sizes_of(worksheet: Worksheet) -> Sizes:
    """Return the sizes of type for the edition and the paper of a worksheet."""
    if worksheet.edition == "linear":
        factor = worksheet.text_size / LINEAR.medium
        return Sizes(*(factor * size for size in astuple(LINEAR)))
    return TABLE if worksheet.text_size > 10 else DESK  # noqa: PLR2004 (points, docs/look.md)


@dataclass(frozen=True, slots=True)
class Measures:
    """How high words and fields are; ``line`` is the width of a full line in points."""

    line: float
    sizes: Sizes
    fields: dict[FieldId, DefinedField]
    spread: bool

    def words(self, text: str, share: float, size: float, face: Face = "regular") -> float:
        """Return the height of words on a share of the line, a second language in small print."""
        if not text:
            return 0.0
        first, second = apart(text)
        room = max(share * self.line - (INDENTED if self.spread else PADDING), size)
        below = self.words(second, share, self.sizes.small)
        return len(fonts.wrap(first, face, _WIDER[face] * size, room)) * 1.17 * size + below

    def label(self, text: str, small: str, share: float) -> float:
        """Return the height of a label with small print below it."""
        name = self.words(text, share, self.sizes.medium, "bold")
        return name + self.words(small, share, self.sizes.small) + 3

    def is_text(self, slot: Slot) -> bool:
        """Tell whether a slot takes several lines of text."""
        return isinstance(slot.field, Text) and slot.field.lines > 1

    def option(self, text: str, share: float) -> float:
        """Return the height of a label before a field of one line."""
        return max(LEAST, self.words(text, share, self.sizes.medium) + 5)

    def share(self, texts: Iterable[str], size: float, face: Face = "regular") -> float:
        """Return the share of the line that the longest word of ``texts`` takes."""
        longest = max(
            (fonts.widest_word(t, face, _WIDER[face] * size) for t in texts if t), default=0.0
        )
        return (longest + PADDING + 2) / self.line

    def answer(self, slot: Slot, share: float) -> float:
        """Return the height of a slot: text has that of its box on paper, other kinds a line."""
        _, top, _, bottom = self.fields[slot.id].box
        if self.is_text(slot):
            return max(LEAST, (bottom - top) / 10)
        if options := options_of(slot):
            labels = (in_line(option.label).replace(" ", "\u00a0") for option in options)
            words = "   ".join(f"\u2610\u00a0{label}" for label in labels)
            return max(LEAST, 5 + self.words(words, share, self.sizes.medium))
        return max(LEAST, 1.17 * self.sizes.medium + 6)
