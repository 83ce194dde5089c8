"""A brand is on every sheet, in nobody's way, and nothing that comes back changes because of it."""

from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import product
from typing import Literal
from zipfile import ZipFile

import pikepdf
import pytest
from PIL import Image

from tests.clients import CLIENTS, RENDERERS, require
from tests.contract.brands import ACCENT, upmala, wide
from tests.contract.samples import CASES, PAPERS, Case, answers_for, as_fill, layout, sample, tidy
from tests.contract.test_solved import collisions, inside
from tests.contract.test_tags import complaints, unspoken
from tests.transcripts import transcript
from worksheets import pipeline
from worksheets.fonts import printed_in
from worksheets.model.brand import LOGO_NAME, PLAIN
from worksheets.model.sheet import Ornament, Page, Rect, Words, Worksheet
from worksheets.press import continuation
from worksheets.units import mm

ON_PAPERS = [replace(case, paper=paper) for case, paper in product(CASES, PAPERS)]
CLEAR = 10  # points around a corner square
some_cases = pytest.mark.parametrize(
    "case", sample(ON_PAPERS, lambda case: (case.layout, case.locale, case.paper))
)
MAP = Case(layout="journey-map", locale="lv")


def logos(page: Page) -> list[Ornament]:
    return [i for i in page.content.items() if isinstance(i, Ornament) and i.name == "logo"]


def squares(page: Page) -> list[Rect]:
    found = [i for i in page.content.items() if isinstance(i, Ornament) and i.name == "corner"]
    return [square.rect.inset(-CLEAR) for square in found]


# ---------------------------------------------------------------- its place


@some_cases
@pytest.mark.parametrize("marks", [True, False], ids=["marks", "bare"])
def test_a_brand_is_in_nobody_s_way(case: Case, marks: bool) -> None:
    for brand in (upmala(), wide()):
        worksheet = case.solve(brand=brand, marks=marks)
        with printed_in(brand.fonts):
            assert [c for page in worksheet.pages for c in collisions(page)] == []
        for page in worksheet.pages:
            [logo] = logos(page)
            printable = Rect(0, 0, page.width, page.height).inset(mm(8))
            assert inside(logo.rect, printable)
            assert not [s for s in squares(page) if _touch(s, logo.rect)]
            lines = [line for item in page.content.items() if isinstance(item, Words)
                     for line in item.lines]  # fmt: skip
            assert brand.organiser in " ".join(lines).replace("\u00a0", " ")


def _touch(a: Rect, b: Rect) -> bool:
    return min(a.right, b.right) > max(a.left, b.left) and min(a.bottom, b.bottom) > max(
        a.top, b.top
    )


@some_cases
def test_no_field_moves_for_a_logo(case: Case) -> None:
    own, plain = case.solve(brand=upmala()), case.solve()
    assert own.definition == plain.definition


def test_where_scripts_run_to_the_left_it_stands_on_the_left() -> None:
    order = pipeline.Order(
        layout=layout("journey-map"), locale="he", words={}, untranslated=[], brand=upmala()
    )
    [page] = pipeline.solve(order).pages
    assert logos(page)[0].rect.right < page.width / 2


def test_every_page_has_it_and_the_first_one_says_so() -> None:
    case = Case(layout="journey-map", stages=12)
    pages = case.solve(brand=upmala()).pages
    assert len(pages) > 1
    assert all(logos(page) for page in pages)
    with pikepdf.open(BytesIO(case.pdf(brand=upmala()))) as pdf:
        found = [o for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
        assert [str(o.Alt) for o in found].count(upmala().organiser) == 1


# ---------------------------------------------------------------- how it looks


@cache
def rendered(data: bytes, dpi: int = 144) -> Image.Image:
    require(RENDERERS["poppler"])
    return RENDERERS["poppler"].render(data, dpi=dpi).convert("RGB")


def count(picture: Image.Image, colour: tuple[int, ...]) -> int:
    """Return how many pixels have a colour, all but equal."""
    colours = picture.getcolors(1 << 24) or []
    return sum(n for n, c in colours if max(abs(a - b) for a, b in zip(c, colour, strict=True)) < 3)


TEAL = (0x0B, 0x5A, 0x60)


def test_the_pdf_has_its_colour_and_its_logo_and_no_teal() -> None:
    answers = {"emotion__offer": 2, "emotion__use": -1}
    page = rendered(MAP.pdf(answers, brand=upmala()))
    assert count(page, ACCENT) > 50_000
    assert count(page, TEAL) == 0
    [logo] = logos(MAP.solve(brand=upmala()).pages[0])
    around = tuple(round(2 * edge) for edge in (logo.rect.left, logo.rect.top, logo.rect.right,
                                                logo.rect.bottom))  # fmt: skip
    assert count(page.crop(around), ACCENT) > 200


def test_a_picture_as_logo_is_drawn_too() -> None:
    target = BytesIO()
    Image.new("RGBA", (80, 20), (0, 0, 255, 255)).save(target, "PNG")
    logo = replace(upmala().logo, width=80, height=20, shapes=(), png=target.getvalue())  # type: ignore[type-var]
    page = rendered(MAP.pdf(brand=replace(upmala(), logo=logo)))
    assert count(page, (0, 0, 255)) > 2_000


@pytest.mark.parametrize("client", ["poppler", "pdf-lib", "pikepdf"])
def test_marks_made_in_a_viewer_have_its_colour(client: str) -> None:
    require(CLIENTS[client])
    worksheet = MAP.solve(brand=upmala())
    answers = answers_for(worksheet.definition, MAP.locale)
    entered = as_fill(worksheet.definition, answers)
    data = CLIENTS[client].fill(pipeline.write(worksheet, "pdf", {}), entered)
    assert count(rendered(data), TEAL) == 0
    assert pipeline.read(data).as_json()["answers"] == {k: tidy(v) for k, v in answers.items()}


def test_filling_and_copying_keep_its_colour() -> None:
    answers = {"persona": "Jana", "emotion__offer": 2, "emotion__use": -1}
    worksheet = MAP.solve(brand=upmala())
    drawn = MAP.pdf(answers, brand=upmala())
    filled = pipeline.fill(MAP.pdf(brand=upmala()), answers)
    copy = pipeline.copies(worksheet, "pdf")("JANA2345", pipeline.prefill(worksheet, answers))
    wanted = count(rendered(drawn), ACCENT)
    for data in (filled, copy):
        assert count(rendered(data), ACCENT) == wanted
        assert count(rendered(data), TEAL) == 0


def test_a_copy_in_own_fonts_is_what_drawing_it_would_give() -> None:
    case = Case(layout="journey-map", locale="en")
    worksheet = case.solve(brand=wide())
    copy = pipeline.copies(worksheet, "pdf")("JANA2345", {})
    drawn = pipeline.write(pipeline.personal(worksheet, "JANA2345"), "pdf", {})
    assert rendered(copy).tobytes() == rendered(drawn).tobytes()


# ---------------------------------------------------------------- own fonts


def test_own_fonts_are_embedded_for_printed_words_only() -> None:
    with pikepdf.open(BytesIO(Case(layout="journey-map").pdf(brand=wide()))) as pdf:
        [page] = pdf.pages
        names = {str(font.BaseFont) for font in page.obj.Resources.Font.values()}
        assert any("OwnSans" in name for name in names)
        fields = [str(f.BaseFont) for f in pdf.Root.AcroForm.DR.Font.values()]
        assert fields == ["/WorksheetsSans-Regular"]


def test_labels_with_letters_that_an_own_font_lacks_are_ours_and_said() -> None:
    from worksheets import branding

    worksheet = MAP.solve(brand=wide())
    problems = branding.lacking(worksheet)
    assert {problem.code for problem in problems} == {"B003"}
    assert "ē" in problems[0].message
    with pikepdf.open(BytesIO(pipeline.write(worksheet, "pdf", {}))) as pdf:
        fonts = {str(font.BaseFont) for font in pdf.pages[0].obj.Resources.Font.values()}
        assert any("OwnSans" in name for name in fonts)
        assert any("WorksheetsSans-Bold" in name for name in fonts)


# ---------------------------------------------------------------- Word and Excel


def office(worksheet: Worksheet, format_: str) -> tuple[bytes, dict[str, str]]:
    data = pipeline.write(worksheet, format_, {})
    with ZipFile(BytesIO(data)) as package:
        names = package.namelist()
        parts = {n: package.read(n).decode("utf-8", "replace") for n in names}
    return data, parts


@pytest.mark.parametrize("format_", ["docx", "xlsx"])
@pytest.mark.parametrize("marks", [True, False], ids=["marks", "bare"])
def test_office_files_have_colour_logo_and_organiser(format_: str, marks: bool) -> None:
    case = Case(layout="journey-map", locale="en")
    data, parts = office(case.solve(brand=wide(), marks=marks, own_font=False), format_)
    xml = "".join(text for name, text in parts.items() if name.endswith((".xml", ".rels")))
    assert "8A3A1E" in xml
    assert "0B5A60" not in xml
    assert wide().organiser in xml
    assert f'name="{LOGO_NAME}"' in xml
    assert "Own Sans" in xml
    assert [name for name in parts if "media" in name]
    response = pipeline.read(data)
    assert (response.status, response.problems) == ("ok", ())


@pytest.mark.parametrize("format_", ["docx", "xlsx"])
@pytest.mark.parametrize("locale", ["de", "pl"])
def test_filled_office_files_come_back_the_same(format_: str, locale: str) -> None:
    case = Case(layout="persona", locale=locale)
    worksheet = case.solve(brand=upmala(), own_font=False)
    answers = answers_for(worksheet.definition, locale)
    data = pipeline.fill(pipeline.write(worksheet, format_, {}), answers)
    assert pipeline.read(data).as_json()["answers"] == {k: tidy(v) for k, v in answers.items()}


@pytest.mark.parametrize("format_", ["pdf", "docx", "xlsx"])
def test_the_same_brand_gives_the_same_bytes(format_: str) -> None:
    first, second = (
        pipeline.generate(layout("persona"), format=format_, brand=wide()) for _ in range(2)
    )
    assert first == second


def test_continuation_pages_have_the_colour_of_the_file() -> None:
    long = {"actions__offer": "A journey of many words. " * 60, "emotion__offer": 2}
    for brand, has, lacks in ((upmala(), ACCENT, TEAL), (PLAIN, TEAL, ACCENT)):
        data = continuation.continued(MAP.pdf(long, brand=brand))
        with pikepdf.open(BytesIO(data)) as pdf:
            assert len(pdf.pages) == 2
            del pdf.pages[0]
            last = BytesIO()
            pdf.save(last)
        for part in (data, last.getvalue()):
            assert count(rendered(part), has) > 20
            assert count(rendered(part), lacks) == 0


def test_a_screen_reader_is_told_once_whose_sheet_it_is() -> None:
    case = Case(layout="journey-map", stages=12)
    worksheet = case.solve(brand=upmala())
    data = pipeline.write(worksheet, "pdf", {})
    with pikepdf.open(BytesIO(data)) as pdf:
        assert complaints(pdf) == []
        assert unspoken(pdf, worksheet) == []
    assert transcript(data).count(upmala().organiser) == 1
    named = Case(layout="journey-map").pdf(brand=replace(upmala(), logo=None))
    assert transcript(named).count("Service design team") == 1
    only_logo = Case(layout="journey-map").pdf(brand=replace(upmala(), organiser=""))
    assert "picture" not in transcript(only_logo)


@pytest.mark.parametrize("name", ["journey-map", "persona"])
@pytest.mark.parametrize(
    ("locale", "edition"), [("lv", "linear"), ("lv+en", "grid"), ("de+pl", "grid")]
)
def test_a_brand_is_in_nobody_s_way_in_two_languages_and_in_the_linear_edition(
    name: str, locale: str, edition: Literal["grid", "linear"]
) -> None:
    for brand in (upmala(), wide()):
        worksheet = Case(layout=name, locale=locale, edition=edition).solve(brand=brand)
        with printed_in(brand.fonts):
            assert [c for page in worksheet.pages for c in collisions(page)] == []
        assert all(logos(page) for page in worksheet.pages)
        assert count(rendered(pipeline.write(worksheet, "pdf", {})), TEAL) == 0
