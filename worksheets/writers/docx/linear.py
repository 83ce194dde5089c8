"""The linear edition in Word: headings to jump between, and below each question its answer.

Labels are headings outside of tables, so that navigation panes and screen readers list them; each
answer has a cell of its own, so that it is known where it ends (`placing`).
"""

from collections.abc import Iterator
from dataclasses import replace

from lxml.etree import _Element

from worksheets.model.linear import Question, Section, sections
from worksheets.model.sheet import Sheet, Worksheet
from worksheets.units import mm
from worksheets.writers import palette
from worksheets.writers.arrangement import is_marked
from worksheets.writers.arrangement.boxes import Box, Table, sizes_of
from worksheets.writers.docx.markup import Hand, regular, twips, w
from worksheets.writers.docx.tables import Tables

SIDE = mm(16)
"""Points left and right of the questions, as in the PDF."""
_BESIDE_CODE = mm(36) - SIDE
_BELOW_OPENING = 12
_BAND = 48  # eighths of a point that a band goes beyond its words
_RULE = 12


def texts(sheet: Sheet) -> Iterator[str]:
    """Yield what stands in the file beside the words of the sheet's fields."""
    for section in sections(sheet):
        yield from (section.heading, section.help)
        for question in section.questions:
            yield from (question.label, question.hint)


def body(worksheet: Worksheet, tables: Tables) -> list[_Element]:
    """Return all paragraphs and tables of the body."""
    hand = tables.hand
    content = list(_opening(worksheet, hand))
    sheet = worksheet.sheet
    line = worksheet.pages[0].width - 2 * SIDE
    size = sizes_of(worksheet).medium
    for section in sections(sheet):
        content += _head(section, hand, tables.colours.accent, size)
        for question in section.questions:
            content += _asked(question, hand)
            box = Box(left=0, right=1, top=0, bottom=1, slot=question.slot)
            heights = (_height(question, size),)
            named = replace(tables, title=question.slot.label)
            content.append(named.table(Table(heights=heights, boxes=(box,)), heights, line, line))
            content.append(hand.paragraph("Gap"))
    return content


def _height(question: Question, size: float) -> float:
    """Return the height of lines to write on; pages are the program's own here."""
    return (1.17 * question.lines + 1) * size


def _opening(worksheet: Worksheet, hand: Hand) -> Iterator[_Element]:
    """Yield the title, and what the sheet is for and how to fill it in, beside the code."""
    sheet = worksheet.sheet
    right = _BESIDE_CODE if is_marked(worksheet) else 0
    last = sheet.fill or sheet.purpose
    titled = replace(hand, small=sizes_of(worksheet).large)
    for style, text, own in (("Title", sheet.title, titled), ("Question", sheet.purpose, hand),
                             ("Question", sheet.fill, hand)):  # fmt: skip
        if text:
            paragraph = hand.paragraph(style, *own.said(text))
            if text == last:
                paragraph[0].append(w("spacing", after=twips(_BELOW_OPENING)))
            paragraph[0].append(w("ind", right=twips(right)))
            yield paragraph


def _head(section: Section, hand: Hand, accent: str, size: float) -> Iterator[_Element]:
    """Yield the heading of a section: a band for stages and rows, a rule for cards.

    Its second language is ``size`` points large.
    """
    if section.title:
        draw = _rule if section.kind == "card" else _band
        yield draw(section, replace(hand, small=size), accent)
    if section.help:
        yield hand.paragraph("Question", *hand.said(section.help))


def _rule(section: Section, hand: Hand, accent: str) -> _Element:
    heading = hand.paragraph("Heading1", *hand.said(section.heading))
    heading[0].insert(1, w("pBdr", _border("top", _RULE, accent, 6)))
    return heading


def _band(section: Section, hand: Hand, accent: str) -> _Element:
    light = (*regular(), w("color", val=palette.WHITE))
    number = [hand.run(f"{section.number}  ", "", *light)] if section.number else []
    runs = [*number, *hand.said(section.title, ink=palette.WHITE)]
    heading = hand.paragraph("Heading1", *runs)
    sides = ("top", "left", "bottom", "right")
    heading[0].insert(1, w("pBdr", *(_border(side, _BAND, accent) for side in sides)))
    heading[0].insert(2, w("shd", val="clear", color="auto", fill=accent))
    heading[0].append(w("ind", left=twips(_BAND / 8), right=twips(_BAND / 8)))
    return heading


def _border(side: str, size: int, accent: str, space: int = 0) -> _Element:
    return w(side, val="single", sz=size, space=space, color=accent)


def _asked(question: Question, hand: Hand) -> Iterator[_Element]:
    if question.label:
        heading = hand.paragraph("Heading2", *hand.said(question.label))
        heading[0].append(w("spacing", before=twips(10), after=twips(2)))
        yield heading
    if question.hint:
        yield hand.paragraph("Question", *hand.said(question.hint))
