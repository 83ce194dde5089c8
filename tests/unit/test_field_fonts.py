"""What people type into a field in PDFium (Chrome) is drawn with our own letters.

The pictures of typed letters are compared with those of the font file itself, set as page
text by reportlab: a lost letter, a box or a letter of another font does not pass.
"""

import io
from collections.abc import Sequence

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
import pytest
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.contract.glyphs import ALIKE, Picture, cut, likeness, trimmed
from worksheets import fonts
from worksheets.writers.pdf.fonts import FIELD_FONT, MIX, FieldFonts, add_field_fonts, encode

SIZE, SCALE = 18, 4  # points; pixels a point
LEADING = 1.5 * SIZE

LETTERS = {
    "de": "ÄÖÜäöüß",
    "nb": "ÆØÅæøåéóòôà",
    "lv": "ĀČĒĢĪĶĻŅŠŪŽāčēģīķļņšūž",
    "pl": "ĄĆĘŁŃÓŚŹŻąćęłńóśźż",
    "Cyrillic": "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯбвгдёжзийклмнптуфцчшщъыьэюяґєії",
    "Greek": "ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩάέήίόύώαβγδεζηθικλμνξπρςστυφχψω",
    "signs": "abcXYZ019„“”’–…€•%&@→",
}
WORDS = (
    "Glāžšķūņu ķēniņš ļoti",
    "Zażółć gęślą jaźń",
    "Blåbærsyltetøy – Größe",
    "Съешь ещё этих булок",
    "Ξεσκεπάζω την ψυχοφθόρα",
)

Box = tuple[float, float, float, float]


def boxes(count: int, columns: int, width: float, height: float) -> list[Box]:
    """Return ``count`` boxes (left, bottom, right, top), row by row from the top."""
    rows = -(-count // columns)
    return [
        (x * width, (rows - y - 1) * height, (x + 1) * width, (rows - y) * height)
        for y, x in (divmod(number, columns) for number in range(count))
    ]


def page_text(texts: Sequence[str], places: Sequence[Box]) -> bytes:
    """Return a document of two pages: an empty one, and ``texts`` set by reportlab."""
    font = TTFont("Worksheets", io.BytesIO(fonts.font_file("regular")))
    pdfmetrics.registerFont(font)
    out = io.BytesIO()
    paper = max(box[2] for box in places), max(box[3] for box in places)
    canvas = Canvas(out, pagesize=paper, invariant=1)
    canvas.showPage()
    canvas.setFont("Worksheets", SIZE)
    for text, (left, _, _, top) in zip(texts, places, strict=True):
        canvas.drawString(left + 4, top - LEADING, text)
    canvas.save()
    return out.getvalue()


def add_widgets(data: bytes, places: Sequence[Box], name: str, texts: Sequence[str]) -> bytes:
    """Put a multi-line field on each place of page 1, with ``texts`` in our own appearance."""
    pdf = pikepdf.open(io.BytesIO(data))
    made = add_field_fonts(pdf)
    widgets = [
        _widget(pdf, made, name, place, text) for place, text in zip(places, texts, strict=True)
    ]
    pdf.pages[0].Annots = Array(widgets)
    pdf.Root.AcroForm = Dictionary(
        Fields=Array(widgets),
        DA=String(f"{name} {SIZE} Tf 0 g"),
        DR=Dictionary(Font=Dictionary({name: made.simple})),
    )
    out = io.BytesIO()
    pdf.save(out)
    return out.getvalue()


def _widget(pdf: pikepdf.Pdf, made: FieldFonts, name: str, place: Box, text: str) -> pikepdf.Object:
    left, bottom, right, top = place
    show = (
        f"q BT {name} {SIZE} Tf 0 g 4 {top - bottom - LEADING} Td <{encode(text).hex()}> Tj ET Q"
        if text
        else ""
    )
    form = pdf.make_stream(
        f"/Tx BMC {show} EMC".encode(),
        Type=Name.XObject,
        Subtype=Name.Form,
        BBox=[0, 0, right - left, top - bottom],
        Resources=Dictionary(Font=Dictionary({name: made.type0})),
    )
    widget = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Widget,
        FT=Name.Tx,
        Ff=4096,  # multi-line
        F=4,  # printed
        T=String(f"at {place}".replace(".", "_")),
        V=String(text),
        DA=String(f"{name} {SIZE} Tf 0 g"),
        Rect=Array(place),
        AP=Dictionary(N=form),
    )
    return pdf.make_indirect(widget)


def type_text(data: bytes, places: Sequence[Box], texts: Sequence[str]) -> list[Picture]:
    """Type each text into the field at its place; return the ink of page 1 and of page 2."""
    pdf = pypdfium2.PdfDocument(data)
    pdf.init_forms()
    page, form = pdf[0], pdf.formenv
    for text, (left, bottom, right, top) in zip(texts, places, strict=True):
        middle = (left + right) / 2, (bottom + top) / 2
        pdfium.FORM_ForceToKillFocus(form)
        pdfium.FORM_OnMouseMove(form, page, 0, *middle)
        pdfium.FORM_OnLButtonDown(form, page, 0, *middle)
        pdfium.FORM_OnLButtonUp(form, page, 0, *middle)
        for char in text:
            pdfium.FORM_OnChar(form, page, ord(char), 0)
    pdfium.FORM_ForceToKillFocus(form)
    return [255.0 - sheet.render(scale=SCALE, grayscale=True).to_numpy() for sheet in pdf]


def letter(sheet: Picture, place: Box) -> Picture:
    """Return the inked part of ``sheet`` within ``place``."""
    return trimmed(cut(sheet, place, SCALE))


def typed(texts: Sequence[str], places: Sequence[Box], name: str = FIELD_FONT) -> list[float]:
    """Return how alike each typed text and the font's own page text are."""
    data = add_widgets(page_text(texts, places), places, name, [""] * len(texts))
    field, page = type_text(data, places, texts)
    return [likeness(letter(field, place), letter(page, place)) for place in places]


@pytest.mark.parametrize("script", LETTERS)
def test_typed_letters_are_ours(script: str) -> None:
    letters = LETTERS[script]
    alike = typed(letters, boxes(len(letters), 12, 40, 40))
    assert {c: round(a, 2) for c, a in zip(letters, alike, strict=True) if a < ALIKE} == {}


def test_typed_words_are_ours() -> None:
    alike = typed(WORDS, boxes(len(WORDS), 1, 300, 40))
    assert {w: round(a, 2) for w, a in zip(WORDS, alike, strict=True) if a < ALIKE} == {}


def test_prefilled_words_are_ours() -> None:
    """The Type0 font and ``encode`` show what the font file shows."""
    places = boxes(len(WORDS), 1, 300, 40)
    data = add_widgets(page_text(WORDS, places), places, FIELD_FONT, WORDS)
    field, page = type_text(data, [], [])
    assert min(likeness(letter(field, place), letter(page, place)) for place in places) > ALIKE


def test_another_name_loses_letters() -> None:
    """Why the font is called so; if this fails, PDFium has changed: revisit decision 003."""
    alike = typed("āķņļ", boxes(4, 4, 40, 40), name="/F1")
    assert max(alike) < ALIKE


def test_missing_characters_are_boxes_or_blank_never_other_letters() -> None:
    """Glyph ids of the subset lie in the range of these codes; CID = Unicode keeps them apart."""
    strangers = "əɓʻˇאش"
    assert fonts.missing(strangers) == strangers
    places = boxes(len(strangers), 6, 40, 40)
    data = add_widgets(page_text("□" * 6, places), places, FIELD_FONT, [""] * 6)
    field, page = type_text(data, places, strangers)
    for place in places:
        drawn, box = (letter(sheet, place)[-80:] for sheet in (field, page))  # the top is cut off
        assert not drawn.any() or likeness(drawn, box) > ALIKE


def test_the_8_bit_font_shows_its_letters() -> None:
    letters = list(MIX.values())
    places = boxes(len(letters), 16, 40, 40)
    pdf = pikepdf.open(io.BytesIO(page_text(letters, places)))
    page = pdf.pages[0]
    page.Resources = Dictionary(Font=Dictionary({FIELD_FONT: add_field_fonts(pdf).simple}))
    shown = (
        f"BT {FIELD_FONT} {SIZE} Tf {left + 4} {top - LEADING} Td <{code:02x}> Tj ET"
        for code, (left, _, _, top) in zip(MIX, places, strict=True)
    )
    page.Contents = pdf.make_stream("\n".join(shown).encode())
    out = io.BytesIO()
    pdf.save(out)
    sheets = type_text(out.getvalue(), [], [])
    alike = [likeness(*(letter(sheet, place) for sheet in sheets)) for place in places]
    assert {c: a for c, a in zip(letters, alike, strict=True) if a < ALIKE} == {}


def test_both_fonts_share_one_program() -> None:
    pdf = pikepdf.new()
    made = add_field_fonts(pdf)
    descriptor = made.type0.DescendantFonts[0].FontDescriptor
    assert descriptor.objgen == made.simple.FontDescriptor.objgen
    assert descriptor.FontFile2.read_bytes() == fonts.font_file("regular")
    assert descriptor.FontFile2.Length1 == len(fonts.font_file("regular"))


def test_same_bytes_every_time() -> None:
    def document() -> bytes:
        pdf, out = pikepdf.new(), io.BytesIO()
        made = add_field_fonts(pdf)
        pdf.Root.Fonts = Array([made.type0, made.simple])
        pdf.save(out, deterministic_id=True)
        return out.getvalue()

    assert document() == document()
