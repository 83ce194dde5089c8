"""Tables of a Word file: headings that repeat, rows that grow and do not break over pages."""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Protocol

from lxml.etree import _Element

from worksheets.model.labels import in_line
from worksheets.model.sheet import Slot
from worksheets.writers import palette
from worksheets.writers.arrangement.boxes import Box, Table, nearest
from worksheets.writers.docx.markup import Hand, twips, w
from worksheets.writers.package import shortened
from worksheets.writers.palette import Palette

_CENTRED = {"caption", "stage", "head", "corner", "option", "step"}
_BORDERED = {"field", "picture", "step"}
_NAMING = {"caption", "corner", "stage", "head", "label"}
_MOST = 255  # characters of a description
_PADDING = 85  # twips left and right of what is written
_BOX, _RULE, _SEAM = 6, 12, 12  # eighths of a point


class Cells(Protocol):
    """Makes what stands in the cells of slots."""

    def paragraphs(self, slot: Slot, room: float) -> Sequence[_Element]:
        """Return the paragraphs of a cell that is ``room`` points wide."""


@dataclass(slots=True)
class Tables:
    """Makes the tables of one file; ``whole`` rows do not break over pages.

    ``title`` is what programs call each table that read it aloud, beside its own words.
    """

    hand: Hand
    cells: Cells
    title: str
    colours: Palette
    whole: bool = True
    _table: Table = field(init=False)

    def table(self, table: Table, heights: Sequence[float], width: float, line: float) -> _Element:
        """Return a table with rows at least as high as ``heights``.

        It fills the ``line`` (points), what is beyond ``width`` with an empty column: a narrower
        table would stand on the wrong side where the script runs to the left.
        """
        shares = table.edges
        edges = [twips(edge * width) for edge in shares]
        edges += [twips(line)] * (line - width > 1)
        widths = [b - a for a, b in pairwise(edges)]
        words = ", ".join(
            dict.fromkeys(in_line(box.text) for box in table.boxes if box.look in _NAMING)
        )
        heads = table.heads or int(_begins_with_heads(table))
        element = w(
            "tbl",
            w(
                "tblPr",
                w("bidiVisual") if self.hand.rtl else None,
                w("tblW", w=edges[-1], type="dxa"),
                w("tblLayout", type="fixed"),
                w("tblCellMar", *(w(side, w=_PADDING, type="dxa") for side in ("left", "right"))),
                w("tblLook", val="06A0", firstRow=int(bool(heads)), lastRow=0,
                  firstColumn=1, lastColumn=0, noHBand=1, noVBand=1),
                w("tblCaption", val=in_line(self.title)),
                w("tblDescription", val=shortened(words, _MOST)) if words else None,
            ),
            w("tblGrid", *(w("gridCol", w=across) for across in widths)),
        )  # fmt: skip
        self._table = table
        for number, height in enumerate(heights):
            heading = number < heads
            row = w(
                "tr",
                w(
                    "trPr",
                    w("cantSplit") if self.whole else None,
                    w("trHeight", val=twips(height), hRule="atLeast"),
                    w("tblHeader") if heading else None,
                ),
            )
            row.extend(self._cells(table, number, shares, widths))
            element.append(row)
        return element

    def _cells(
        self, table: Table, row: int, shares: Sequence[float], widths: Sequence[int]
    ) -> Iterator[_Element]:
        edges = [*shares, 2.0][: len(widths) + 1]
        starts = {
            nearest(edges, box.left): box for box in table.boxes if box.top <= row < box.bottom
        }
        column = 0
        while column < len(widths):
            box = starts.get(column)
            end = (
                nearest(edges, box.right)
                if box
                else min([start for start in starts if start > column], default=len(widths))
            )
            span = end - column
            settings = w("tcPr", w("tcW", w=sum(widths[column:end]), type="dxa"))
            if span > 1:
                settings.append(w("gridSpan", val=span))
            yield w("tc", settings, *self._filled(box, row, settings, sum(widths[column:end])))
            column = end

    def _filled(self, box: Box | None, row: int, settings: _Element, width: int) -> list[_Element]:
        """Return the paragraphs of a cell, having dressed it."""
        if box is None:
            return [self.hand.paragraph("Gap")]
        first = row == box.top
        if box.bottom - box.top > 1:
            settings.append(w("vMerge", val="restart") if first else w("vMerge"))
        borders = _borders(box, self.colours.accent)
        if borders is not None:
            settings.append(borders)
        if fill := self.colours.fills.get(box.look):
            settings.append(w("shd", val="clear", color="auto", fill=fill))
        if box.look in _CENTRED or self._table.is_line(box):
            place = "bottom" if box.look == "caption" else "center"
            settings.append(w("vAlign", val=place))
        return list(self._paragraphs(box, width)) if first else [self.hand.paragraph("Gap")]

    def _paragraphs(self, box: Box, width: int) -> Iterator[_Element]:
        hand = self.hand
        if box.slot:
            yield from self.cells.paragraphs(box.slot, (width - 2 * _PADDING) / 20)
            return
        style = {"caption": "Caption", "stage": "Stage", "head": "Stage", "step": "Caption",
                 "option": "Answer"}.get(box.look, "RowLabel")  # fmt: skip
        head = box.look in {"stage", "head"}
        size = [w(name, val=round(2 * self._table.head_size)) for name in ("sz", "szCs") if head]
        runs = [hand.run(f"{box.number}  ", "", *deepcopy(size))] if box.number else []
        runs += hand.said(box.text, "Bold" if head else "", *size)
        if box.look == "label" and not self._table.heads:
            style = "Heading2"
        yield hand.paragraph(style, *runs)
        if box.small:
            small = "StageHelp" if box.look in {"stage", "head"} else "SmallPrint"
            yield hand.paragraph(small, *hand.said(box.small))


def _begins_with_heads(table: Table) -> bool:
    """Tell whether the first row has the names of what is below, and no later row has others."""
    return all(
        (box.look in _NAMING and box.bottom == 1) if box.top == 0 else box.look not in _NAMING
        for box in table.boxes
    )


def _borders(box: Box, accent: str) -> _Element | None:
    if box.look in _BORDERED:
        sides = ("top", "left", "bottom", "right")
        return w("tcBorders", *(_line(side, _BOX, palette.BORDER) for side in sides))
    if box.look in {"stage", "head"}:
        return w("tcBorders", *(_line(s, _SEAM, palette.WHITE) for s in ("left", "right")))
    if box.look == "label":
        return w("tcBorders", _line("top", _RULE, accent))
    return None


def _line(side: str, size: int, colour: str) -> _Element:
    return w(side, val="single", sz=size, space=0, color=colour)
