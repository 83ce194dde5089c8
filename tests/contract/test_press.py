"""Tiles glued together are the page; pages on a sheet keep their order, codes and looks."""

import zlib
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import product

import numpy
import pikepdf
import pytest
import zxingcpp
from PIL import Image, ImageFilter

from tests.clients import RENDERERS, require
from tests.contract.samples import EVERYTHING, LAYOUTS, LOCALES, Case, answers_for, layout, sample
from worksheets import pipeline, units
from worksheets.definition import printed_code
from worksheets.model.brand import PLAIN
from worksheets.model.fields import Text
from worksheets.press import job, tiles
from worksheets.press.ground import phrases
from worksheets.source import logos
from worksheets.units import mm

DPI = 100
CODE_DPI = 300


@cache
def sheet(case: Case, filled: bool = False) -> job.Sheet:
    """Return a sheet; its texts are short, since programs round where they cut a long one off."""
    meaning = case.solve().definition
    answers = answers_for(meaning, case.locale) if filled else {}
    for name in (field.id for field in meaning.fields if isinstance(field.field, Text)):
        answers |= {name: (answers.get(name) or "")[:4]} if filled else {}
    return job.sheet(f"{case}.pdf", case.pdf(answers), [layout(case.layout)])


def count(data: bytes) -> int:
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/AcroForm" not in pdf.Root
        return len(pdf.pages)


def words(data: bytes) -> list[str]:
    from pypdf import PdfReader

    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


# ---------------------------------------------------------------- tiles

WALLS = [
    (Case(layout=name, locale=locale, paper=large), small, renderer)
    for (large, small), renderer, name, locale in product(
        [("A2", "A4"), ("A2", "Letter"), ("A1", "A3"), ("A1", "A4"), ("A0", "A4"), ("A0", "A3")],
        ("pdfium", "poppler"),
        LAYOUTS,
        LOCALES,
    )
]
SMALL = [wall for wall in WALLS if wall[0].paper == "A2"]


def pixels(points: float) -> int:
    return round(points * DPI / 72)


def differences(made: Image.Image, page: Image.Image) -> tuple[int, float]:
    """Return the worst difference between pages, and the share of pixels that differ.

    A pixel may be as dark as any that the page has within one pixel, or between them.
    """
    soft = ImageFilter.GaussianBlur(0.8)  # programs draw thin lines one or two pixels wide
    page = page.crop((0, 0, *made.size)).filter(soft)
    seen = numpy.asarray(made.filter(soft), dtype=int)
    low = numpy.asarray(page.filter(ImageFilter.MinFilter(3)), dtype=int)
    high = numpy.asarray(page.filter(ImageFilter.MaxFilter(3)), dtype=int)
    off = numpy.maximum(low - seen, seen - high).clip(0)
    return int(off.max()), float((off > 12).mean())


def glued(data: bytes, renderer: str, grid: tiles.Grid, slip: int = 0) -> Image.Image:
    """Cut what is kept of each tile and put it where it belongs, or every other one beside it."""
    whole = Image.new("L", (pixels(grid.across.whole), pixels(grid.down.whole)), 128)
    for index, (row, column) in enumerate(grid.tiles(), start=1):
        seen = RENDERERS[renderer].render(data, index, DPI).convert("L")
        (x1, x2), (y1, y2) = grid.across.kept(column), grid.down.kept(row)
        left = (grid.paper.width - grid.across.side) / 2 - column * grid.across.step
        top = (grid.paper.height - grid.down.side) / 2 - row * grid.down.step
        corner = pixels(left + x1), pixels(top + y1)
        size = pixels(x2) - pixels(x1), pixels(y2) - pixels(y1)
        part = seen.crop((*corner, corner[0] + size[0], corner[1] + size[1]))
        whole.paste(part, (pixels(x1) + slip * (index % 2), pixels(y1)))
    return whole


@pytest.mark.parametrize(
    "wall",
    [
        *sample(SMALL, lambda wall: (wall[1], wall[2])),
        *(pytest.param(wall, marks=pytest.mark.full) for wall in WALLS[len(SMALL) :: 7]),
    ],
    ids=str,
)
def test_tiles_glued_together_are_the_page(wall: tuple[Case, str, str]) -> None:
    case, small, renderer = wall
    require(RENDERERS[renderer])
    there = sheet(case, filled=True)
    grid = tiles.grid_for(there.sizes[0], small, mm(10))
    data = job.tiles([there], small, mm(10)).data
    assert count(data) == (1 + grid.count) * len(there.sizes)
    page = RENDERERS[renderer].render(there.flat, 0, DPI).convert("L")
    made = glued(data, renderer, grid)
    assert abs(page.width - made.width) <= 1
    assert abs(page.height - made.height) <= 1
    worst, share = differences(made, page)
    assert worst < 80
    assert share < 0.02  # lines that poppler draws a pixel wider in one of them
    worst, _ = differences(glued(data, renderer, grid, slip=4), page)
    assert worst > 100, "tiles that slip by four pixels are seen"


@pytest.mark.parametrize("name", ["A4", "A3", "Letter", "Tabloid"])
@pytest.mark.parametrize("large", ["A0", "A1", "A2"])
def test_tiles_are_as_few_as_they_can_be_and_alike(large: str, name: str) -> None:
    page = units.paper(large, "landscape")
    grid = tiles.grid_for((page.width, page.height), name, mm(10))
    ways = []
    for short, long in (units.PAPERS[name], units.PAPERS[name][::-1]):
        wide, high = short - 10, long - 10
        across, down = (
            (page.width / mm(1) - 10) / (wide - 10),
            (page.height / mm(1) - 10) / (high - 10),
        )
        ways.append(-int(-(across - 1e-6) // 1) * -int(-(down - 1e-6) // 1))
    assert grid.count == min(ways)
    assert grid.across.side <= grid.paper.width - 2 * mm(5) + 0.1
    assert grid.down.side <= grid.paper.height - 2 * mm(5) + 0.1
    assert grid.across.kept(grid.across.count - 1)[1] == pytest.approx(page.width)


@pytest.mark.parametrize("locale", LOCALES)
def test_the_overview_says_how_to_glue_and_each_tile_its_number(locale: str) -> None:
    there = sheet(Case(layout="persona", locale=locale, paper="A2"))
    said = words(job.tiles([there], "A4", mm(10)).data)
    grid = tiles.grid_for(there.sizes[0], "A4", mm(10))
    assert phrases(locale)["glue"].split()[-1] in said[0]
    assert there.title in said[0]
    for number, (row, column) in enumerate(grid.tiles(), start=1):
        name = tiles.name_of(row, column)
        assert name in said[0]
        assert f"{name} · {number}/{grid.count}" in said[number]


def test_a_page_that_is_one_tile_has_no_marks() -> None:
    there = sheet(Case(layout="persona", paper="A4"))
    data = job.tiles([there], "A3", mm(10)).data
    assert count(data) == 2
    assert "A1 · " not in words(data)[1]


# ---------------------------------------------------------------- several on a sheet

UPS = [
    (Case(layout=name, locale=locale), up)
    for name, locale, up in product(LAYOUTS, LOCALES, (2, 4, 8, 9, 16))
]


@pytest.mark.parametrize("one", sample(UPS, lambda one: (one[1], "")), ids=str)
def test_codes_are_read_as_long_as_nothing_is_said_of_them(one: tuple[Case, int]) -> None:
    case, up = one
    require(RENDERERS["pdfium"])
    there = sheet(case)
    assert there.definition is not None
    copies = -(-(up + 1) // len(there.sizes))
    for paper in ("A4", "A3", "A2"):
        printed = job.several([there], up, paper, copies)
        total = copies * len(there.sizes)
        assert count(printed.data) == -(-total // up)
        if not printed.problems:
            break
        assert [problem.code for problem in printed.problems] == ["F005"]
        assert paper in printed.problems[0].hint
    else:
        return  # too small on all of them, and said so
    seen = RENDERERS["pdfium"].render(printed.data, 0, CODE_DPI).convert("L")
    found = [code.text for code in zxingcpp.read_barcodes(seen)]
    pages = len(there.sizes)
    wanted = [printed_code(there.definition.stamp, n, pages) for n in range(1, pages + 1)]
    assert set(found) == set(wanted) if pages <= up else set(found) <= set(wanted)
    assert len(found) == 2 * min(up, total)


def test_pages_stand_in_reading_order() -> None:
    sheets = [sheet(Case(layout="persona", locale=locale)) for locale in LOCALES[:4]]
    for order in (sheets, sheets[::-1]):
        said = words(job.several(order, 4, "A4").data)[0]
        places = [said.index(f"persona 1 {there.locale} A4") for there in order]
        assert places == sorted(places)


@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_foreign_pages_are_placed_as_they_are_seen(turned: int) -> None:
    """Their box is inherited, away from the origin, cropped, and turned."""
    require(RENDERERS["pdfium"])
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(10, 10))
        del page.obj.MediaBox
        pdf.Root.Pages.MediaBox = pikepdf.Array([-50, 20, 350, 320])
        page.obj.CropBox = pikepdf.Array([0, 40, 340, 300])
        page.obj.Rotate = turned
        page.obj.Contents = pdf.make_stream(
            b"1 0 0 rg 0 40 60 30 re f 0 0 1 rg 280 270 60 30 re f 0 g 20 100 5 150 re f"
        )
        target = BytesIO()
        pdf.save(target)
    there = job.sheet("foreign.pdf", target.getvalue())
    data = job.several([there], 2, "A4", 1).data
    whole = RENDERERS["pdfium"].render(data, 0, 72)
    wanted = RENDERERS["pdfium"].render(there.flat, 0, 72)
    tall = whole.height > whole.width
    half = (whole.width, whole.height // 2 - 8) if tall else (whole.width // 2 - 8, whole.height)
    cell = whole.crop((0, 0, *half))
    ink, page_ink = (
        picture.crop(picture.convert("L").point(lambda value: 255 * (value < 250)).getbbox())
        for picture in (cell, wanted)
    )
    scaled = ink.resize(page_ink.size)
    difference = numpy.abs(numpy.asarray(scaled, dtype=int) - numpy.asarray(page_ink, dtype=int))
    assert difference.mean() < 4


# ---------------------------------------------------------------- grey


@pytest.mark.parametrize("case", sample(
    [Case(layout=name, locale=locale) for name, locale in product(LAYOUTS, LOCALES)],
    lambda case: (case.layout == EVERYTHING, ""),
), ids=str)  # fmt: skip
def test_a_proof_is_the_same_page_in_greys_and_still_letters(case: Case) -> None:
    require(RENDERERS["pdfium"])
    printed = job.plain([sheet(case, filled=True)])
    proof = job.grey(printed).data
    before = RENDERERS["pdfium"].render(printed.data, 0, 100)
    after = numpy.asarray(RENDERERS["pdfium"].render(proof, 0, 100), dtype=int)
    assert (after.max(axis=2) - after.min(axis=2)).max() == 0
    grey = numpy.asarray(before.convert("L"), dtype=int)
    assert numpy.abs(grey - after[:, :, 0]).max() <= 3
    assert words(proof) == words(printed.data)


def test_a_page_with_a_picture_becomes_a_grey_picture() -> None:
    require(RENDERERS["pdfium"])
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 100))
        image = pdf.make_stream(bytes([255, 0, 0, 0, 0, 255]))
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = 2, 1, 8
        image.ColorSpace = pikepdf.Name.DeviceRGB
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        page.obj.Contents = pdf.make_stream(b"q 200 0 0 100 0 0 cm /I Do Q")
        target = BytesIO()
        pdf.save(target)
    proof = job.grey(job.plain([job.sheet("picture.pdf", target.getvalue())])).data
    seen = numpy.asarray(RENDERERS["pdfium"].render(proof, 0, 72), dtype=int)
    assert (seen.max(axis=2) - seen.min(axis=2)).max() == 0
    assert abs(seen[50, 20, 0] - 76) < 6
    assert abs(seen[50, 180, 0] - 29) < 6


def test_a_proof_of_a_sheet_with_a_logo_is_still_letters() -> None:
    require(RENDERERS["pdfium"])
    logo, file = Image.new("RGBA", (80, 40), (200, 30, 30, 255)), BytesIO()
    logo.paste((0, 0, 0, 0), (20, 10, 60, 30))
    logo.save(file, "PNG")
    brand = replace(PLAIN, logo=logos.made(file.getvalue()))
    worksheet = pipeline.solve(pipeline.order_of("persona", "en", brand=brand))
    plain = job.plain([job.sheet("logo.pdf", pipeline.write(worksheet, "pdf", {}))])
    proof = job.grey(plain).data
    assert words(proof) == words(plain.data)
    seen = numpy.asarray(RENDERERS["pdfium"].render(proof, 0, 72), dtype=int)
    assert (seen.max(axis=2) - seen.min(axis=2)).max() == 0
    before = RENDERERS["pdfium"].render(plain.data, 0, 72).convert("L")
    assert abs(seen[:, :, 0] - numpy.asarray(before, dtype=int)).max() < 12


@pytest.mark.parametrize(
    ("key", "value"),
    [("Width", -2), ("Width", 10**9), ("Height", pikepdf.Name.Two), ("Width", 3)],
)
def test_pictures_that_are_none_do_not_stop_a_proof(key: str, value: object) -> None:
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(200, 100))
        image = pdf.make_stream(zlib.compress(bytes(6)))
        image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
        image.Width, image.Height, image.BitsPerComponent = 2, 1, 8
        image.ColorSpace, image.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.FlateDecode
        image[f"/{key}"] = value
        page.obj.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(I=image))
        page.obj.Contents = pdf.make_stream(b"q 200 0 0 100 0 0 cm /I Do Q")
        target = BytesIO()
        pdf.save(target)
    assert job.grey(job.plain([job.sheet("picture.pdf", target.getvalue())])).data
