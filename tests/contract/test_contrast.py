"""Everything can be told from what is behind it (WCAG 2.2, 1.4.3 and 1.4.11), in grey as well.

Colours are those of the finished file: pdfium names the colour of each text and line, and
draws the page again without them to show what is behind. Contrast is a relation of luminances,
so what it tells apart is told apart in grey.
"""

import ctypes
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pikepdf import Name
from PIL import Image

from tests.contract.brands import upmala
from tests.contract.many import many
from tests.contract.samples import CASES, Case, answers_for
from tests.contract.test_tags import opened
from worksheets.branding import made
from worksheets.model.brand import PLAIN, Brand, Wanted
from worksheets.model.fields import Choice, Scale
from worksheets.model.sheet import Rect, Widget, Words
from worksheets.results import write
from worksheets.solving.scales import signed
from worksheets.writers import palette
from worksheets.writers.pdf import look

TEXT, CONTROL = 4.5, 3.0
SCALE = 4
"""Pixels per point; a colour is behind a text that has a tenth of the place."""
Colour = tuple[int, int, int]
HOUSE = look.look(palette.ACCENT)
every_layout = pytest.mark.parametrize(
    "case",
    [
        pytest.param(case, id=str(case), marks=() if case.locale == "lv" else pytest.mark.full)
        for case in CASES
    ],
)


def luminance(colour: Colour) -> float:
    """Return the relative luminance (WCAG 2.2)."""
    red, green, blue = (
        v / 12.92 if (v := value / 255) <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4
        for value in colour
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Return the contrast ratio (WCAG 2.2)."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@dataclass(frozen=True, slots=True)
class Mark:
    """A text or a line as drawn: what it is, its colour, and where (pixels from the top left)."""

    what: str
    colour: Colour
    box: tuple[int, int, int, int]


def marks(page: pypdfium2.PdfPage, kind: int) -> Iterator[Mark]:
    """Yield the texts (or stroked paths) of a page, and take the texts away."""
    text, height = page.get_textpage(), page.get_height()
    colour_of = (
        pdfium.FPDFPageObj_GetFillColor
        if kind == pdfium.FPDF_PAGEOBJ_TEXT
        else pdfium.FPDFPageObj_GetStrokeColor
    )
    for thing in list(page.get_objects([kind], max_depth=1)):
        parts = [ctypes.c_uint() for _ in range(4)]
        colour_of(thing.raw, *parts)
        red, green, blue, _ = (part.value for part in parts)
        left, bottom, right, top = thing.get_bounds()
        box = (left, height - top, right, height - bottom)
        what = ""
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            size = pdfium.FPDFTextObj_GetText(thing.raw, text.raw, None, 0)
            letters = (ctypes.c_ushort * (size // 2))()
            pdfium.FPDFTextObj_GetText(thing.raw, text.raw, letters, size)
            what = bytes(letters).decode("utf-16-le").rstrip("\0")
            page.remove_obj(thing)
        if what.strip() or kind != pdfium.FPDF_PAGEOBJ_TEXT:
            yield Mark(what, (red, green, blue), tuple(round(SCALE * edge) for edge in box))
    page.gen_content()


def faint_texts(data: bytes) -> list[str]:
    """Return the texts that are hard to tell from what is behind them."""
    found = []
    document = pypdfium2.PdfDocument(data)
    for page in document:
        texts = list(marks(page, pdfium.FPDF_PAGEOBJ_TEXT))
        assert texts
        behind = page.render(scale=SCALE, may_draw_forms=False).to_pil().convert("RGB")
        for text in texts:
            place = behind.crop(text.box)
            for count, colour in place.getcolors(place.width * place.height) or ():
                ratio = contrast(text.colour, colour)
                if count > 0.1 * place.width * place.height and ratio < TEXT:
                    found.append(f"{text.what!r} {text.colour} on {colour}: {ratio:.2f}")
    return found


@cache
def blank(case: Case) -> bytes:
    return case.pdf()


@every_layout
def test_texts_can_be_told_from_what_is_behind_them(case: Case) -> None:
    assert faint_texts(blank(case)) == []


@every_layout
def test_so_can_those_of_merged_maps(case: Case) -> None:
    worksheet = case.solve()
    assert faint_texts(write(worksheet, "pdf", many(worksheet))) == []


OTHERS = [
    (Case(layout="journey-map", edition="linear"), PLAIN),
    (Case(layout="experience-map", locale="lv+en"), PLAIN),
    (Case(layout="empathy-map", locale="lv+pl", paper="A3"), PLAIN),
    (Case(layout="journey-map", locale="pl"), upmala()),
    (Case(layout="stakeholder-map"), made(Wanted(accent="#FFD400"))[0]),
]
"""Other editions, two languages, other accents: one that was dark enough, one made so."""


@pytest.mark.parametrize(
    ("case", "brand"), OTHERS, ids=lambda own: str(own) if isinstance(own, Case) else own.accent
)
def test_so_can_those_of_other_editions_languages_and_accents(case: Case, brand: Brand) -> None:
    assert faint_texts(case.pdf(brand=brand)) == []


def test_a_faint_text_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HOUSE.inks, "quiet", look.BORDER)  # type: ignore[arg-type]
    assert faint_texts(Case(layout="persona").pdf())


def faint_borders(case: Case) -> list[str]:
    """Return the fields whose border is hard to tell from the paper around them."""
    found = []
    for page, solved in zip(pypdfium2.PdfDocument(case.pdf()), case.solve().pages, strict=True):
        lines = {line.box: line.colour for line in marks(page, pdfium.FPDF_PAGEOBJ_PATH)}
        drawn = page.render(scale=SCALE, may_draw_forms=False).to_pil().convert("RGB")
        for widget in (item for item in solved.content.items() if isinstance(item, Widget)):
            border = min(lines, key=lambda box: _distance(box, widget.rect))
            assert _distance(border, widget.rect) < 4 * SCALE
            for colour in _around(drawn, widget.rect):
                if (ratio := contrast(lines[border], colour)) < CONTROL:
                    found.append(f"{widget.slot.label} in {colour}: {ratio:.2f}")
    return found


def _distance(box: tuple[int, ...], rect: Rect) -> float:
    edges = (rect.left, rect.top, rect.right, rect.bottom)
    return sum(abs(a - SCALE * b) for a, b in zip(box, edges, strict=True))


def _around(drawn: Image.Image, rect: Rect) -> set[Colour]:
    """Return the colours beside a field, 1.5 points from its sides, and inside.

    Of each side it is what most points along its middle have: words may begin there.
    """
    x, y, away = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2, 1.5
    along = range(-4, 5)
    sides = (
        [(x + step, rect.top - away) for step in along],
        [(x + step, rect.bottom + away) for step in along],
        [(rect.left + away, y + step / 2) for step in along],
        [(rect.right - away, y + step / 2) for step in along],
    )
    return {_usual(drawn, places) for places in sides}


def _usual(drawn: Image.Image, places: Sequence[tuple[float, float]]) -> Colour:
    found: Counter[Colour] = Counter()
    for across, down in places:
        colour = drawn.getpixel((round(SCALE * across), round(SCALE * down)))
        assert isinstance(colour, tuple)
        found[colour[:3]] += 1
    return found.most_common(1)[0][0]


@every_layout
def test_fields_can_be_told_from_the_paper(case: Case) -> None:
    assert faint_borders(case) == []


def test_a_faint_border_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(look, "BORDER", look.HAIR)
    assert faint_borders(Case(layout="persona"))


@every_layout
def test_typed_text_and_marks_can_be_told_from_their_fields(case: Case) -> None:
    field, ink, accent = (_bytes(c) for c in (HOUSE.field, look.INK, HOUSE.accent))
    assert contrast(ink, field) >= TEXT
    assert contrast(accent, field) >= CONTROL
    pdf = opened(case.pdf(answers_for(case.solve().definition, case.locale)))
    for annotation in (a for page in pdf.pages for a in page.Annots if not int(a.F) & 2):
        if Name.Btn != annotation.get("/Parent", annotation).FT:
            assert f"{look.operands(look.INK)} rg" in str(annotation.DA)


def _bytes(colour: look.Colour) -> Colour:
    red, green, blue = (round(255 * value) for value in colour)
    return red, green, blue


# ---------------------------------------------------------------- not by colour alone


@every_layout
def test_a_chosen_button_has_another_shape(case: Case) -> None:
    """A disc or a tick is there or not; nothing only turns green."""
    pdf = opened(blank(case))
    buttons = [
        annotation
        for page in pdf.pages
        for annotation in page.obj.Annots
        if Name.Btn == annotation.get("/Parent", annotation).FT
    ]
    assert buttons
    for button in buttons:
        painted = {
            state: [
                str(instruction.operator)
                for instruction in pikepdf.parse_content_stream(form)
                if str(instruction.operator) in ("f", "S")
            ]
            for state, form in button.AP.N.items()
        }
        assert painted.pop("/Off") == []
        assert all(painted.values())


@every_layout
def test_every_button_has_a_word_or_a_number_beside_it(case: Case) -> None:
    for page in case.solve().pages:
        items = list(page.content.items())
        printed = [item for item in items if isinstance(item, Words)]
        for widget in (i for i in items if isinstance(i, Widget) and i.shape != "box"):
            expected = _printed_as(widget)
            near = [words for words in printed if _gap(words, widget.rect) < widget.rect.width * 3]
            said = [" ".join(words.lines) for words in near]
            assert not expected or any(one in said for one in expected), (widget, said)


def _printed_as(widget: Widget) -> list[str]:
    field = widget.slot.field
    if isinstance(field, Choice) and not field.menu:
        return [widget.meaning]
    if isinstance(field, Scale):
        return ["–", *(signed(step.value, field.low) for step in field.steps)]
    return []


def _gap(words: Words, rect: Rect) -> float:
    """Return how far a text begins or stands from a field, in points."""
    x, y = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2
    return max(abs(words.x - x), abs(words.y - y))
