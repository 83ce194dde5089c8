"""The rules that every viewer taught us: what each worksheet's PDF has, and what none has.

ISO 32000-2, 12.7; docs/decisions/003 and 004 say why.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO

import numpy as np
import numpy.typing as npt
import pikepdf
import pytest
import zxingcpp
from pikepdf import Name, Object, Pdf

from tests.clients import RENDERERS, require
from tests.contract.samples import CASES, Case, answers_for
from worksheets import definition
from worksheets.model.fields import Choice
from worksheets.units import mm

DO_NOT_SCROLL = 1 << 23
HIDDEN, PRINT = 2, 4
DPI = 150
MARGIN = 8  # millimetres from the edge of the paper to a corner square
CORNER, QUIET = 12.0, 10.0  # points: its side, and what stays white around it
BLANK_A4 = 100_000  # bytes
WIDE = [Case(layout=c.layout, locale=c.locale, stages=12) for c in CASES if c.locale == "lv"]


@cache
def sheet(case: Case, *, filled: bool = False) -> bytes:
    answers = answers_for(case.solve().definition, case.locale) if filled else {}
    return case.pdf(answers)


def opened(case: Case, *, filled: bool = False) -> Pdf:
    return pikepdf.open(BytesIO(sheet(case, filled=filled)))


def widgets(pdf: Pdf) -> Iterator[tuple[Object, Object]]:
    """Yield the page and the annotation of every field that can be seen."""
    for page in pdf.pages:
        for annotation in page.obj.Annots:
            if not int(annotation.F) & HIDDEN:
                yield page.obj, annotation


def kind(widget: Object) -> Object:
    return widget.get("/FT") or widget.Parent.FT


every_case = pytest.mark.parametrize("case", [*CASES, *WIDE], ids=str)
blank_and_filled = pytest.mark.parametrize("filled", [False, True], ids=["blank", "prefilled"])


# ---------------------------------------------------------------- fields


@every_case
@blank_and_filled
def test_fields_have_what_viewers_need(case: Case, filled: bool) -> None:
    pdf = opened(case, filled=filled)
    found = list(widgets(pdf))
    assert found
    for page, widget in found:
        assert widget.P.objgen == page.objgen
        assert widget.F == PRINT
        assert widget.Subtype == Name.Widget
        assert "/AP" in widget
        for node in (widget, widget.get("/Parent", widget)):
            assert "/MaxLen" not in node
            assert not int(node.get("/Ff", 0)) & DO_NOT_SCROLL
            assert "/Opt" not in node or kind(widget) == Name.Ch
        if kind(widget) != Name.Btn:
            assert str(widget.DA).startswith("/Wingdings ")
            assert " 0 Tf" not in str(widget.DA)
    assert "/NeedAppearances" not in pdf.Root.AcroForm
    assert " 0 Tf" not in str(pdf.Root.AcroForm.DA)


@every_case
def test_tooltips_are_in_the_language_of_the_sheet(case: Case) -> None:
    pdf, worksheet = opened(case), case.solve()
    solved = [widget for _, widget in worksheet.widgets()]
    annotations = [annotation for _, annotation in widgets(pdf)]
    for widget, annotation in zip(solved, annotations, strict=True):
        tooltip = str(annotation.TU)
        assert tooltip.startswith(widget.slot.label)
        assert widget.meaning in tooltip
        assert str(annotation.get("/Parent", annotation).TU).startswith(widget.slot.label)


@every_case
@blank_and_filled
def test_button_states_are_plain_and_agree(case: Case, filled: bool) -> None:
    pdf = opened(case, filled=filled)
    buttons = [widget for _, widget in widgets(pdf) if kind(widget) == Name.Btn]
    for button in buttons:
        states = set(button.AP.N.keys())
        [on] = states - {"/Off"}
        assert states == {on, "/Off"}
        assert re.fullmatch("/[A-Za-z0-9]+", on)
        assert button.AS in ([on] if button.get("/Parent", button).get("/V") == on else ["/Off"])
    assert filled or all(Name.Off == button.AS for button in buttons)


@every_case
@blank_and_filled
def test_texts_have_value_and_appearance_together(case: Case, filled: bool) -> None:
    pdf, forms = opened(case, filled=filled), []
    for _, widget in widgets(pdf):
        if kind(widget) == Name.Btn:
            continue
        form = widget.AP.N
        forms.append(form.objgen)
        assert (b"Tj" in form.read_bytes()) == ("/V" in widget)
        wide, high = (float(widget.Rect[i + 2] - widget.Rect[i]) for i in (0, 1))
        assert [float(edge) for edge in form.BBox] == pytest.approx([0, 0, wide, high], abs=0.02)
        assert "/Wingdings" in form.Resources.Font
    assert len(forms) == len(set(forms)), "an appearance is shared; pypdf would write into both"


@every_case
def test_menus_pair_ids_with_words(case: Case) -> None:
    fields = {str(field.id): field for field in case.solve().definition.fields}
    pdf = opened(case)
    menus = [widget for _, widget in widgets(pdf) if kind(widget) == Name.Ch]
    named = {name for name, field in fields.items() if getattr(field.field, "menu", False)}
    assert {str(widget.T) for widget in menus} == named
    for widget in menus:
        field = fields[str(widget.T)]
        pairs = [(str(option[0]), str(option[1])) for option in widget.Opt]
        assert isinstance(field.field, Choice)
        ids = [option.id for option in field.field.options]
        assert pairs == list(zip(ids, field.words[case.locale].options, strict=True))


# ---------------------------------------------------------------- the document


@every_case
def test_the_document_says_what_it_is(case: Case) -> None:
    pdf, title = opened(case), case.solve().sheet.title
    assert pdf.Root.Lang == case.locale.replace("_", "-")
    assert pdf.Root.MarkInfo.Marked
    assert pdf.Root.ViewerPreferences.DisplayDocTitle
    assert all(page.obj.Tabs == Name.S for page in pdf.pages)
    assert pdf.open_metadata()["dc:title"] == title
    assert str(pdf.docinfo.Title) == title


@every_case
def test_the_definition_is_there_twice(case: Case) -> None:
    pdf, expected = opened(case), definition.encode(case.solve().definition)
    [hidden] = [a for a in pdf.pages[0].Annots if int(a.F) & HIDDEN]
    assert hidden.T == "_definition"
    assert definition.unpack(str(hidden.V)) == expected
    assert pdf.attachments["worksheet.json"].get_file().read_bytes() == expected


@pytest.mark.parametrize("case", [c for c in CASES if len(c.solve().pages) == 1], ids=str)
def test_a_blank_page_is_small(case: Case) -> None:
    data = sheet(replace(case, paper="A4"))
    beyond = max(0, len(list(widgets(pikepdf.open(BytesIO(data))))) - 100)
    assert len(data) <= BLANK_A4 + 250 * beyond


@every_case
@blank_and_filled
def test_qpdf_finds_nothing_wrong(case: Case, filled: bool) -> None:
    pdf = opened(case, filled=filled)
    assert pdf.check_pdf_syntax() == []


def test_the_same_order_gives_the_same_bytes_in_every_process() -> None:
    script = (
        "import sys; from tests.contract.test_pdf_rules import WIDE, sheet\n"
        "sys.stdout.buffer.write(sheet(WIDE[0], filled=True))"
    )
    environments = [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "2", "SOURCE_DATE_EPOCH": "1700000000"},
    ]
    made = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path), **extra},
            capture_output=True,
            check=True,
        ).stdout
        for extra in environments
    }
    assert made == {sheet(WIDE[0], filled=True)}


# ---------------------------------------------------------------- marks for scans


PAGES = [
    pytest.param(case, page, id=f"{case}-{page + 1}")
    for case in (*CASES, *WIDE, *(replace(case, paper="A3") for case in WIDE))
    for page in range(len(case.solve().pages))
]
every_page = pytest.mark.parametrize(("case", "page"), PAGES)


def picture(data: bytes, page: int) -> npt.NDArray[np.uint8]:
    require(RENDERERS["pdfium"])
    return np.asarray(RENDERERS["pdfium"].render(data, page, DPI).convert("L"))


@every_page
def test_both_codes_of_a_page_can_be_scanned(case: Case, page: int) -> None:
    worksheet = case.solve()
    code = definition.printed_code(worksheet.stamp, page + 1, len(worksheet.pages))
    seen = picture(sheet(case), page)
    found = zxingcpp.read_barcodes(seen)
    assert [one.text for one in found] == [code, code]
    places = sorted((one.position.top_left.y, one.position.top_left.x) for one in found)
    high, wide = seen.shape
    (top, right), (bottom, left) = places
    assert top < high / 5
    assert right > wide * 4 / 5
    assert bottom > high * 4 / 5
    assert left < wide / 5


@every_page
def test_corner_squares_stand_alone(case: Case, page: int) -> None:
    dark = picture(sheet(case), page) < 100
    for corner in corners(dark):
        quiet = pixels(QUIET)
        square, blurred = slice(quiet + 1, -quiet - 1), slice(quiet - 1, 1 - quiet)
        assert corner[square, square].all()
        around = corner.copy()
        around[blurred, blurred] = False
        assert not around.any()


def corners(dark: npt.NDArray[np.bool_]) -> Iterator[npt.NDArray[np.bool_]]:
    """Yield the corner squares with their quiet zones."""
    start, end = (pixels(mm(MARGIN) + length) for length in (-QUIET, CORNER + QUIET))
    for rows in (dark[start:end], dark[-end : -start or None]):
        yield from (rows[:, start:end], rows[:, -end : -start or None])


def pixels(points: float) -> int:
    return round(points * DPI / 72)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_sheet_without_marks_has_neither_codes_nor_corners(case: Case) -> None:
    data = case.pdf(marks=False)
    seen = picture(data, 0)
    assert zxingcpp.read_barcodes(seen) == []
    quiet = pixels(QUIET)
    square = slice(quiet + 1, -quiet - 1)  # where the title and the page number may stand now
    assert not any(corner[square, square].all() for corner in corners(seen < 100))
    assert len(definition.decode(embedded(data)).fields) == len(list(case.solve().sheet.slots()))


def embedded(data: bytes) -> bytes:
    with pikepdf.open(BytesIO(data)) as pdf:
        return pdf.attachments["worksheet.json"].get_file().read_bytes()
