"""The worksheet: first its meaning (`Sheet`), then also its geometry (`Worksheet`).

A `Sheet` is a layout bound to stages and one locale: fields have ids, labels have words.
DOCX and XLSX take its blocks, rows and columns. A `Worksheet` adds solved pages: a tree whose
inner nodes say what their content is (`Group`) and whose leaves say where and how it is drawn.
Nobody downstream lays out again.

Lengths are points from the top-left corner, y growing downwards; only ``writers/pdf`` turns
y around (PDF user space, ISO 32000-2, 8.3.2.3).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal

from worksheets.fonts import Face
from worksheets.model.brand import PLAIN, Brand
from worksheets.model.fields import Field
from worksheets.model.ids import FieldId
from worksheets.model.labels import joined
from worksheets.model.layout import Heads, Icon, Office, Per, Picture
from worksheets.model.response import Definition, Stamp
from worksheets.model.structure import option_words
from worksheets.units import Orientation, SizeClass

# ---------------------------------------------------------------- meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One field of a sheet: its id, the parts of the id, and the words that go with it."""

    id: FieldId
    field: Field
    block: str = ""
    row: str
    column: str = ""
    number: int = 0
    row_label: str
    column_label: str = ""
    hint: str = ""

    @property
    def label(self) -> str:
        """Return the field's name for people, as in ``Actions, Research``."""
        return joined(", ", self.row_label, self.column_label)


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """The head of a column; ``number`` counts stages from 1, 0 for named columns."""

    id: str
    label: str
    help: str = ""
    number: int = 0
    width: float = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class GridRow:
    """A row with its slots: one per heading, one in all, or one less for ``per`` "between"."""

    id: str
    label: str
    question: str = ""
    instruction: str = ""
    per: Per = "stage"
    grow: int = 0
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """A bound table; ``stages`` tells whether the headings are stages, in order."""

    id: str
    corner: str
    stages: bool
    heads: Heads
    beside: bool
    width: float
    headings: tuple[Heading, ...]
    rows: tuple[GridRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A bound box of an `AreaMap`; ``bare`` slots need no label but the card's."""

    id: str
    label: str
    question: str = ""
    icon: Icon | None = None
    below: bool = False
    picture: Picture | None = None
    bare: bool = True
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaMap:
    """Bound areas: cards by name on a grid of ``columns`` shares and ``rows`` shares of growth."""

    id: str
    beside: bool
    width: float
    columns: tuple[float, ...]
    rows: tuple[int, ...]
    areas: tuple[tuple[str, ...], ...]
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderField:
    """A slot of the header strip and its share of the line."""

    slot: Slot
    width: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A layout bound to stages and a locale. ``direction`` is that of the script.

    ``english`` are the texts that stayed in English for want of a translation.

    Where there is a ``second`` locale, every text has the words of both, see `model.labels`.
    """

    layout: str
    version: int
    locale: str
    second: str = ""
    english: tuple[str, ...] = ()
    direction: Literal["ltr", "rtl"]
    stages: tuple[str, ...] = ()
    size: SizeClass
    orientation: Orientation
    title: str
    purpose: str = ""
    fill: str = ""
    pen: str = ""
    notes: str = ""
    sheet_of: str = ""
    office: Office
    header: tuple[HeaderField, ...] = ()
    blocks: tuple[Grid | AreaMap, ...] = ()

    @property
    def locales(self) -> tuple[str, ...]:
        """Return the locales of its words, the one that leads first."""
        return (self.locale, self.second) if self.second else (self.locale,)

    def asking(self, ask: Callable[[str], str], *, rows: bool = True) -> "Sheet":
        """Return the sheet with questions and helps as ``ask`` has them, or those of cards only."""
        blocks: list[Grid | AreaMap] = []
        for block in self.blocks:
            if isinstance(block, AreaMap):
                cards = tuple(replace(c, question=ask(c.question)) for c in block.cards)
                blocks.append(replace(block, cards=cards))
            elif rows:
                lines = tuple(replace(row, question=ask(row.question)) for row in block.rows)
                heads = tuple(replace(head, help=ask(head.help)) for head in block.headings)
                blocks.append(replace(block, rows=lines, headings=heads))
            else:
                blocks.append(block)
        return replace(self, blocks=tuple(blocks))

    def slots(self) -> Iterator[Slot]:
        """Yield every slot in reading order."""
        yield from (entry.slot for entry in self.header)
        for block in self.blocks:
            parts = block.rows if isinstance(block, Grid) else block.cards
            for part in parts:
                yield from part.slots

    def texts(self) -> Iterator[str]:
        """Yield every text of the sheet; some are printed, some only said in tooltips."""
        yield from (self.title, self.purpose, self.fill, self.pen, self.notes, self.sheet_of)
        for block in self.blocks:
            if isinstance(block, Grid):
                yield block.corner
                yield from (text for head in block.headings for text in (head.label, head.help))
                yield from (text for row in block.rows for text in (row.label, row.question))
            else:
                yield from (text for card in block.cards for text in (card.label, card.question))
        for slot in self.slots():
            yield from (slot.row_label, slot.column_label, slot.hint, *option_words(slot.field))


# ---------------------------------------------------------------- geometry

Edition = Literal["grid", "linear"]
"""The map as drawn, or one question below the other in large type."""
Ink = Literal["ink", "quiet", "accent", "white"]
Align = Literal["left", "right", "center"]
BoxLook = Literal["field", "panel", "accent", "blank", "veil", "wash"]
LineLook = Literal["rule", "zero", "level", "separator", "connector", "guide", "cut"]
CurveLook = Literal["mean", "gap", "band"]
OrnamentName = Literal[
    "face", "chevron", "step", "disc", "arrow", "corner", "code", "head", "portrait", "quote",
    "ear", "eye", "cloud", "speech", "hand", "heart", "person", "flag", "minus", "plus",
    "bubble", "tally", "dot", "haze", "spread", "logo",
]  # fmt: skip
Tag = Literal[
    "title", "paragraph", "section", "table", "row", "column-heading", "row-heading", "cell",
    "heading", "figure", "list", "item", "bullet", "body", "artifact",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Rect:
    """A box: left, top, right, bottom in points."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        """Return the horizontal extent."""
        return self.right - self.left

    @property
    def height(self) -> float:
        """Return the vertical extent."""
        return self.bottom - self.top

    def inset(self, x: float, y: float | None = None) -> "Rect":
        """Return the box made smaller on each side by ``x`` and ``y`` (same as x if None)."""
        dy = x if y is None else y
        return Rect(self.left + x, self.top + dy, self.right - x, self.bottom - dy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Lines of text already fitted: ``y`` is the first baseline, ``x`` the ``align`` edge.

    ``locale`` says their language where it is not the sheet's.
    """

    x: float
    y: float
    lines: tuple[str, ...]
    size: float
    leading: float
    face: Face = "regular"
    ink: Ink = "ink"
    align: Align = "left"
    locale: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A filled or outlined rectangle."""

    rect: Rect
    look: BoxLook


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A straight line from (x1, y1) to (x2, y2)."""

    x1: float
    y1: float
    x2: float
    y2: float
    look: LineLook


@dataclass(frozen=True, slots=True, kw_only=True)
class Ornament:
    """A drawing by name.

    ``value`` is a face's level (-1 to 1), the length of a chevron's tip or the share of a bubble
    or tally (0 to 1); ``text`` is what a code says; ``flat`` starts a chevron
    without a notch; ``flipped`` turns it to the left.
    """

    name: OrnamentName
    rect: Rect
    value: float = 0
    text: str = ""
    flat: bool = False
    flipped: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """A place to write or mark. ``state`` is the radio state or option id, "" for the rest."""

    slot: Slot
    rect: Rect
    shape: Literal["box", "circle", "square", "menu"]
    state: str = ""
    meaning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A smooth line through Bezier points (x, y): its start, then two controls and an end each.

    ``back`` are those of a second line from the end, which closes the first to an area.
    """

    points: tuple[tuple[float, float], ...]
    back: tuple[tuple[float, float], ...] = ()
    look: CurveLook


Item = Words | Panel | Line | Ornament | Widget | Curve


@dataclass(frozen=True, slots=True)
class Group:
    """An inner node: what its children are, in reading order.

    ``alt`` says what a figure shows; a cell takes ``span`` columns.
    """

    tag: Tag
    children: tuple["Group | Item", ...]
    alt: str = ""
    span: int = 1

    def items(self) -> Iterator[Item]:
        """Yield the leaves below in reading order."""
        for child in self.children:
            if isinstance(child, Group):
                yield from child.items()
            else:
                yield child

    def changed(self, change: Callable[[Item], Item | None]) -> "Group":
        """Return the group with every leaf below as ``change`` has it; None leaves it out."""
        children = (
            child.changed(change) if isinstance(child, Group) else change(child)
            for child in self.children
        )
        return replace(self, children=tuple(child for child in children if child is not None))


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One sheet of paper; ``scale`` multiplies line widths on papers above A3."""

    width: float
    height: float
    scale: float
    content: Group


@dataclass(frozen=True, slots=True, kw_only=True)
class Worksheet:
    """A sheet solved for a paper, with the definition that its files carry."""

    definition: Definition
    sheet: Sheet
    pages: tuple[Page, ...]
    edition: Edition = "grid"
    brand: Brand = PLAIN

    @property
    def stamp(self) -> Stamp:
        """Return what says which worksheet this is."""
        return self.definition.stamp

    @property
    def text_size(self) -> float:
        """Return the size of typed answers, in points."""
        return self.definition.text_size

    def widgets(self) -> Iterator[tuple[int, Widget]]:
        """Yield (page number from 1, widget) in reading order."""
        for number, page in enumerate(self.pages, start=1):
            for item in page.content.items():
                if isinstance(item, Widget):
                    yield number, item
