"""The letters of all our languages are seen: typed in Chrome, prefilled by us, saved by Firefox.

Letters are packed into the fields of a real sheet, some to a line, and their pictures compared
one by one with those of the font file.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pytest
from PIL import ImageChops

from tests.clients import CLIENTS, RENDERERS, Fill, require
from tests.contract.glyphs import (
    ALIKE,
    ALPHABETS,
    SPACE,
    Picture,
    alike,
    apart,
    both_cases,
    cut,
    ink,
    likeness,
    packed,
    page_text,
    row,
)
from tests.contract.samples import Case
from worksheets import pipeline
from worksheets.model.fields import Text
from worksheets.model.response import DefinedField, Definition
from worksheets.model.sheet import Worksheet

DPI = 400
EDGE = 2  # points from a field's edge to where its border is certainly over
FIREFOX_TO_POPPLER = ("en", "de", "pl", "nb", "lv", "ru", "uk")
"""Poppler redraws a Firefox save with an emoji by the 8-bit font, which has no Greek."""


@dataclass(frozen=True, slots=True)
class Lettered:
    """A sheet whose fields take ``lines`` of spaced letters."""

    worksheet: Worksheet
    meaning: Definition
    lines: dict[str, str]

    def blank(self) -> bytes:
        """Return the sheet without the letters."""
        return pipeline.write(self.worksheet, "pdf", {})

    def places(self) -> Iterator[tuple[float, float, float, float]]:
        """Yield left, bottom, right and top of each lettered field, in points."""
        height = self.paper()[1]
        for field in self.meaning.fields:
            if field.id in self.lines:
                left, top, right, bottom = (edge / 10 for edge in field.box)
                yield left + EDGE, height - bottom + EDGE, right - EDGE, height - top - EDGE

    def paper(self) -> tuple[float, float]:
        """Return the size of the page in points."""
        wide, high = self.meaning.pages[0]
        return wide / 10, high / 10


def lettered(alphabets: Iterable[str]) -> Lettered:
    """Return a sheet that takes both cases of the letters of some alphabets."""
    worksheet = Case(layout="journey-map", paper="A4").solve()
    meaning = worksheet.definition
    letters = both_cases("".join(ALPHABETS[name] for name in alphabets))
    fields = [field for field in meaning.fields if _is_long(field)]
    widths = [(field.box[2] - field.box[0]) / 10 - 16 for field in fields]
    lines = packed(letters, widths, meaning.text_size)
    return Lettered(
        worksheet, meaning, {field.id: line for field, line in zip(fields, lines, strict=False)}
    )


def _is_long(field: DefinedField) -> bool:
    return isinstance(field.field, Text) and field.field.lines > 1


def wrong(data: bytes, sheet: Lettered, program: str) -> dict[str, str]:
    """Return the lines of ``data`` whose letters are not those of the font, with what is wrong."""
    size, paper = sheet.meaning.text_size, sheet.paper()
    own = page_text(list(sheet.lines.values()), size, paper)
    rows = [row(number, size, paper) for number in range(len(sheet.lines))]
    drawn, expected = _lines(data, program, sheet.places(), size), _lines(own, program, rows, size)
    found = {}
    for line, seen, wanted in zip(sheet.lines.values(), drawn, expected, strict=True):
        letters = line.split(SPACE)
        assert len(wanted) == len(letters), "the font's own letters cannot be told apart"
        if len(seen) != len(letters):
            found[line] = f"{len(seen)} of {len(letters)} letters"
            continue
        pairs = zip(letters, seen, wanted, strict=True)
        if lost := [letter for letter, a, b in pairs if not alike(a, b)]:
            found[line] = f"other letters: {' '.join(lost)}"
    return found


def _lines(
    data: bytes, program: str, places: Iterable[tuple[float, ...]], size: float
) -> list[list[Picture]]:
    sheet = ink(RENDERERS[program].render(data, dpi=DPI))
    scale = DPI / 72
    return [apart(cut(sheet, place, scale), 0.4 * size * scale) for place in places]


def test_the_measure_tells_letters_apart() -> None:
    pairs = ("kķ", "nņ", "aā", "eę", "lł", "zż", "źż", "uū", "иі", "шщ", "ΟΘ", "οσ")
    size, paper = 9.45, (400.0, 400.0)
    own = page_text([SPACE.join(pair) for pair in pairs], size, paper)
    rows = [row(number, size, paper) for number in range(len(pairs))]
    for pair, (one, other) in zip(pairs, _lines(own, "pdfium", rows, size), strict=True):
        assert likeness(one, other) < ALIKE, pair
        assert likeness(one, one) == 1


def test_letters_typed_in_pdfium_are_ours() -> None:
    require(CLIENTS["pdfium-type"])
    sheet = lettered(ALPHABETS)
    data = CLIENTS["pdfium-type"].fill(sheet.blank(), Fill(text=sheet.lines))
    assert wrong(data, sheet, "pdfium") == {}


@pytest.mark.parametrize("program", ["pdfium", "poppler", "pdfjs"])
def test_prefilled_letters_are_ours_in_every_viewer(program: str) -> None:
    require(RENDERERS[program])
    sheet = lettered(ALPHABETS)
    data = pipeline.write(sheet.worksheet, "pdf", pipeline.prefill(sheet.worksheet, sheet.lines))
    assert wrong(data, sheet, program) == {}


def test_letters_saved_by_firefox_beside_an_emoji_are_ours_in_poppler() -> None:
    require(CLIENTS["firefox"])
    require(RENDERERS["poppler"])
    sheet = lettered(FIREFOX_TO_POPPLER)
    assert not {"persona", "scenario"} & sheet.lines.keys()
    mixed = {**sheet.lines, "persona": "Jānis 👍", "scenario": "Zażółć – Größe – Съешь"}
    data = CLIENTS["firefox"].fill(sheet.blank(), Fill(text=mixed, radios={"emotion__use": "s3"}))
    assert pikepdf.open(BytesIO(data)).Root.AcroForm.NeedAppearances, "nothing is redrawn"
    assert wrong(data, sheet, "poppler") == {}


@pytest.mark.parametrize("field", ["persona", "actions__use"])
def test_prefilled_characters_that_cannot_be_seen_are_not_seen(field: str) -> None:
    require(RENDERERS["pdfium"])
    case = Case(layout="journey-map", paper="A4")
    texts = "a\ttab, zero\u200b width, soft\u00ad hyphen", "a tab, zero width, soft hyphen"
    unseen, plain = (RENDERERS["pdfium"].render(case.pdf({field: text})) for text in texts)
    assert not ImageChops.difference(unseen, plain).getbbox()
