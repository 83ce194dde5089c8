"""A Word file with the answers of many: the tables of the worksheet, nothing to fill in."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, replace

from lxml.etree import _Element

from worksheets.definition import RESULT, result_mark
from worksheets.model.results import Results, ResultWords
from worksheets.model.sheet import Slot, Worksheet
from worksheets.writers import palette
from worksheets.writers.arrangement import arranged
from worksheets.writers.arrangement.boxes import LEAST, Table, sizes_of
from worksheets.writers.docx import composed, saved
from worksheets.writers.docx.markup import Hand, twips, w
from worksheets.writers.docx.tables import Tables
from worksheets.writers.tally import BULLET, Entry, Tally

_SMALLER = 0.87
_LOWER = 0.5
_INDENT = 8.0  # points from a bullet to its text


def write_results(worksheet: Worksheet, results: Results, words: ResultWords) -> bytes:
    """Return the Word file; raise FitError if the paper is larger than Word knows."""
    mark = result_mark(worksheet.stamp)
    office = replace(worksheet.sheet.office, screen=mark)
    sheet = replace(worksheet.sheet, fill=results.note, office=office)
    worksheet = replace(worksheet, sheet=sheet)
    hand = Hand(rtl=sheet.direction == "rtl")
    tally = Tally(sheet, results, words)
    cells = _Cells(hand, tally, _SMALLER * sizes_of(worksheet).medium)
    colours = palette.palette(worksheet.brand.accent)
    tables = Tables(hand, cells, worksheet.sheet.title, colours, whole=False)
    low = [_lowered(table) for table in arranged(worksheet, spread=False)]
    document = composed(worksheet, low, tables, worksheet.stamp)
    body = document.element.body
    for paragraph in cells.square():
        body.insert(len(body) - 1, paragraph)  # the last element is the section
    return saved(document, worksheet.stamp, ((RESULT, mark),))


def _lowered(table: Table) -> Table:
    """Return a table whose rows need no room for a pen: they grow with what they say."""
    heights = tuple(
        max(LEAST, _LOWER * height) if row in table.flexible else height
        for row, height in enumerate(table.heights)
    )
    return replace(table, heights=heights, flexible=frozenset())


@dataclass(slots=True)
class _Cells:
    """Makes the cells of one file; ``size`` is that of its quotes in points."""

    hand: Hand
    tally: Tally
    size: float

    def paragraphs(self, slot: Slot, room: float) -> list[_Element]:
        """Return what was answered, a paragraph each."""
        made = [self._paragraph(entry) for entry in self.tally.entries(slot)]
        return made or [self.hand.paragraph("Answer")]

    def square(self) -> Iterator[_Element]:
        """Yield the dots of a square of two scales as a list."""
        if found := self.tally.square():
            card, square = found
            yield self.hand.paragraph("Heading2", self.hand.run(card.label))
            for entry in self.tally.dots(square):
                yield self._paragraph(entry)

    def _paragraph(self, entry: Entry) -> _Element:
        hand = self.hand
        size = [w(name, val=round(2 * self.size)) for name in ("sz", "szCs")]
        bold, quiet = [w("b"), w("bCs")], [w("color", val=palette.QUIET)]
        face = [*bold * entry.strong, *quiet * entry.quiet, *size]
        runs = [hand.run(f"{BULLET}\t", "", *deepcopy(size))] if entry.bullet else []
        runs.append(hand.run(entry.text, "", *deepcopy(face)))
        if entry.who:
            runs.append(hand.run(f"  —\u00a0{entry.who}", "", *deepcopy([*bold, *quiet, *size])))
        paragraph = hand.paragraph("Answer", *runs)
        if entry.bullet:
            indent = twips(_INDENT)
            tabs = w("tabs", w("tab", val="left", pos=indent))
            paragraph[0].insert(1, tabs)
            paragraph[0].append(w("ind", left=indent, hanging=indent))
        return paragraph
