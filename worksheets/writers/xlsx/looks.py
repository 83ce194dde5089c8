"""The look of cells: fonts, fills, borders, by role. The same family as on paper (docs/look.md)."""

import re
from collections.abc import Iterable, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cache, cached_property

from openpyxl.cell.cell import Cell, MergedCell
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Alignment, Border, Color, Font, PatternFill, Protection, Side
from openpyxl.styles.cell_style import StyleArray

from worksheets.model.labels import SLASH, apart
from worksheets.writers import palette
from worksheets.writers.arrangement.boxes import Look, Sizes
from worksheets.writers.package import writable
from worksheets.writers.palette import Palette

AnyCell = Cell | MergedCell
FONT = "Arial"
TEXT = "@"
_ESCAPE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
Piece = tuple[str, str, bool]
"""A text, the colour of its ink, whether it is bold."""
MOST = 32_767
"""Characters that a cell can hold."""
_BOXED = {"field", "picture", "step", "help"}
_FLUSH = {"label", "corner"}
_CENTRED = {"corner", "stage", "head", "step", "option", "help"}


@cache
def colour(code: str) -> Color:
    """Return a colour of the palette as Excel writes it, opaque."""
    return Color(rgb=f"FF{code}")


@cache
def solid(code: str) -> PatternFill:
    """Return a fill of one colour."""
    return PatternFill("solid", start_color=colour(code), end_color=colour(code))


@cache
def _font(family: str, size: float, ink: str, *, bold: bool) -> Font:
    return Font(name=family, size=size, bold=bold, color=colour(ink))


@dataclass(frozen=True)
class Looks:
    """Dresses the cells of one workbook; ``rtl`` is the direction of the script."""

    sizes: Sizes
    rtl: bool
    colours: Palette
    family: str = FONT
    _worn: dict[tuple[Look, float, bool], StyleArray] = field(default_factory=dict)

    def font(self, size: float, ink: str = palette.INK, *, bold: bool = False) -> Font:
        """Return our font."""
        return _font(self.family, size, ink, bold=bold)

    @cached_property
    def thin(self) -> Side:
        """Return the line around a field."""
        return Side("thin", colour(palette.BORDER))

    def dress(self, cell: AnyCell, look: Look, head: float = 0, *, single: bool = False) -> None:
        """Give a cell, still empty, its look; merged ones have that of their first.

        ``head`` is the size of type of stages, ``single`` a field of one line.
        """
        key = (look, head, single)
        if key in self._worn:  # openpyxl compares every part of a style with all others
            cell._style = copy(self._worn[key])  # type: ignore[union-attr]
            return
        cell.font = self._font(look, head)
        place = "bottom" if look == "caption" else "top"
        centred = single or look in _CENTRED
        cell.alignment = self.aligned("center" if centred else place, inset=look not in _FLUSH)
        if fill := self.colours.fills.get(look):
            cell.fill = solid(fill)
        if look in _BOXED:
            cell.border = Border(self.thin, self.thin, self.thin, self.thin)
        elif look in {"stage", "head"}:
            seam = Side("medium", colour(palette.WHITE))
            cell.border = Border(left=seam, right=seam)
        elif look == "label":
            cell.border = Border(top=Side("medium", colour(self.colours.accent)))
        self._worn[key] = copy(cell._style)  # type: ignore[union-attr]

    def underline(self, cells: Iterable[AnyCell]) -> None:
        """Draw the accent rule below the title."""
        for cell in cells:
            cell.border = Border(bottom=Side("medium", colour(self.colours.accent)))

    def _font(self, look: Look, head: float) -> Font:
        sizes = self.sizes
        match look:
            case "stage" | "head":
                return self.font(head or sizes.medium, palette.WHITE, bold=True)
            case "caption" | "step":
                return self.font(sizes.small, bold=True)
            case "help":
                return self.font(sizes.small)
            case "label" | "corner":
                return self.font(sizes.medium, bold=True)
        return self.font(sizes.medium)

    def aligned(self, vertical: str = "top", *, inset: bool = False) -> Alignment:
        """Return the alignment of wrapped text; ``inset`` keeps it off the border."""
        return Alignment(
            vertical=vertical,
            horizontal="right" if self.rtl else "left",
            wrap_text=True,
            indent=int(inset),
            readingOrder=2 if self.rtl else 1,
        )

    def open(self, cell: AnyCell) -> None:
        """Make a cell one to write text in."""
        cell.number_format = TEXT
        cell.protection = Protection(locked=False)

    def labelled(
        self, text: str, small: str = "", look: Look = "label", head: float = 0
    ) -> CellRichText | str:
        """Return a label as cells of its ``look`` have it, a second language and small print below.

        ``head`` is the size of type of stages.
        """
        first, second = apart(text)
        font = self._font(look, head)
        if not small and not second:
            return text
        leading = InlineFont(rFont=self.family, sz=font.sz, b=font.b, color=font.color)
        blocks = [TextBlock(leading, first)]
        if second:
            blocks.append(TextBlock(self._inline(self.sizes.small, font.color), f"\n{second}"))
        if small:
            quiet = self._inline(self.sizes.small, colour(palette.QUIET))
            blocks.append(TextBlock(quiet, f"\n{small}"))
        return CellRichText(*blocks)

    def titled(self, text: str) -> CellRichText | str:
        """Return a title, a second language regular beside it."""
        first, second = apart(text)
        if not second:
            return text
        size, ink = self.sizes.title, colour(palette.INK)
        bold = InlineFont(rFont=self.family, sz=size, b=True, color=ink)
        beside = self._inline(0.66 * size, ink)
        return CellRichText(TextBlock(bold, first), TextBlock(beside, f"{SLASH}{second}"))

    def _inline(self, size: float, ink: Color | None) -> InlineFont:
        return InlineFont(rFont=self.family, sz=size, color=ink)

    def rich(self, pieces: Sequence[Piece], size: float) -> CellRichText:
        """Return a text in pieces, each with its ink and whether it is bold."""
        blocks = []
        for text, ink, bold in pieces:
            if plain := _plain(text):
                face = InlineFont(rFont=self.family, sz=size, b=bold or None, color=colour(ink))
                blocks.append(TextBlock(face, plain))
        return CellRichText(*blocks)


def put(cell: AnyCell, text: CellRichText | str) -> None:
    """Put ``text`` into a cell as text, whatever it looks like."""
    assert isinstance(cell, Cell)  # noqa: S101 (the first cell of merged ones is a cell)
    if isinstance(text, CellRichText):
        cell.value = text
        return
    cell.value = _plain(text)
    cell.data_type = "s"
    if text[:1] in "=+-@":
        cell.quotePrefix = True


def _plain(text: str) -> str:
    return escaped(writable(text).replace("\r\n", "\n").replace("\r", "\n"))


def escaped(text: str) -> str:
    """Return ``text`` with what Excel takes for an escaped character escaped (``_x0041_``)."""
    return _ESCAPE.sub("_x005F_", text)
