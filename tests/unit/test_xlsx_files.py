"""What every workbook promises: cells that take text only, and all that programs need."""

import re
from functools import cache
from io import BytesIO
from itertools import chain
from typing import Any
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree
from openpyxl.cell.cell import Cell
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook
from openpyxl.worksheet.worksheet import Worksheet as Sheet

from tests.contract.samples import LAYOUTS, LOCALES, Case, answers_for, layout
from worksheets import pipeline
from worksheets.definition import pack, unpack
from worksheets.errors import FitError, UnusableInputError
from worksheets.model.fields import Check, Choice, Date, Number, Scale, Text
from worksheets.model.response import Response
from worksheets.model.sheet import Worksheet
from worksheets.model.structure import carriers
from worksheets.units import PAPERS
from worksheets.writers.xlsx import PAPERS as NUMBERS

S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
SHEETS = [
    Case(layout=name, locale=locale) for name, locale in zip(LAYOUTS, LOCALES * 2, strict=False)
]
JOURNEY = Case(layout="journey-map")
GOALS = "goals__use"


@cache
def solved(case: Case) -> Worksheet:
    return case.solve(own_font=False)


@cache
def blank(case: Case) -> bytes:
    return pipeline.write(solved(case), "xlsx", {})


def filled(**given: Any) -> bytes:  # noqa: ANN401 (plain answers)
    worksheet = solved(JOURNEY)
    return pipeline.write(worksheet, "xlsx", pipeline.prefill(worksheet, given))


@cache
def opened(data: bytes) -> tuple[Workbook, Sheet]:
    book = openpyxl.load_workbook(BytesIO(data))
    return book, book.worksheets[0]


def targets(book: Workbook) -> dict[str, Cell]:
    """Return the cells of all fields by carrier."""
    places = {name: found.value for name, found in book.defined_names.items() if name[:2] == "f_"}
    found = {}
    for name, place in places.items():
        title, _, address = place.rpartition("!")
        found[name[2:]] = book[title.strip("'").replace("''", "'")][address.replace("$", "")]
    return found


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def values(response: Response) -> dict[str, Any]:
    return {str(name): value for name, value in response.values().items()}


@pytest.fixture(params=SHEETS, ids=str)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


# ---------------------------------------------------------------- the package


def test_the_same_sheet_is_the_same_bytes(case: Case) -> None:
    worksheet = solved(case)
    given = pipeline.prefill(worksheet, answers_for(worksheet.definition, case.locale))
    once, twice = (pipeline.write(worksheet, "xlsx", given) for _ in range(2))
    assert once == twice


def test_filling_the_same_file_gives_the_same_bytes() -> None:
    given = {"persona": "Jana", "emotion__use": 2}
    once, twice = (pipeline.fill(blank(JOURNEY), given) for _ in range(2))
    assert once == twice
    assert values(pipeline.read(once)) == values(pipeline.read(filled(**given)))


def test_title_and_language_are_told_and_no_author(case: Case) -> None:
    book, _ = opened(blank(case))
    told = book.properties
    assert (told.title, told.language) == (solved(case).sheet.title, case.locale)
    assert (told.lastModifiedBy, told.description) == (None, None)
    core = parts(blank(case))["docProps/core.xml"]
    assert b"creator" not in core
    assert b"dcterms:" not in core


def test_the_definition_is_in_short_properties_and_on_a_hidden_sheet(case: Case) -> None:
    book, _ = opened(blank(case))
    texts = {found.name: found.value for found in book.custom_doc_props.props}
    assert texts.pop("worksheet") == f"{case.layout} {solved(case).stamp.version}"
    assert max(map(len, texts.values())) <= 255
    cells = [row[0] for row in book["_meta"].iter_rows(values_only=True)]
    (definition,) = pipeline._found("xlsx", blank(case)).definitions
    for chunks in ([text for _, text in sorted(texts.items())], cells):
        packed = "".join(str(chunk).partition(":")[2] for chunk in chunks)
        assert (unpack(packed), packed) == (definition, pack(definition))


# ---------------------------------------------------------------- cells


def test_every_carrier_has_one_name_for_one_cell_of_its_own(case: Case) -> None:
    book, page = opened(blank(case))
    fields = solved(case).definition.fields
    cells = targets(book)
    assert sorted(cells) == sorted(chain.from_iterable(carriers(f.id, f.field) for f in fields))
    assert len({cell.coordinate for cell in cells.values()}) == len(cells)
    assert all(cell.parent is page for cell in cells.values())
    assert all(isinstance(cell, Cell) for cell in cells.values())
    assert [sheet.defined_names for sheet in book.worksheets][1:] == [{}] * 3


def test_fields_take_text_and_all_other_cells_are_locked(case: Case) -> None:
    book, page = opened(blank(case))
    cells = {cell.coordinate for cell in targets(book).values()}
    for row in page.iter_rows():
        for cell in row:
            own = cell.coordinate in cells
            if isinstance(cell, Cell):
                assert cell.protection.locked != own, cell.coordinate
            if own:
                assert (cell.number_format, cell.value) == ("@", None)
    assert all(cell.protection.locked for row in book.worksheets[1].iter_rows() for cell in row)


def test_sheets_are_protected_without_a_password_and_rows_may_grow(case: Case) -> None:
    book, _ = opened(blank(case))
    for sheet in book.worksheets[:2]:
        protection = sheet.protection
        assert (protection.sheet, protection.password) == (True, None)
        assert (protection.formatRows, protection.formatColumns) == (False, False)
    assert [sheet.sheet_state for sheet in book.worksheets] == ["visible"] * 2 + ["hidden"] * 2


def test_every_field_says_what_it_is_for_and_lists_what_it_can_hold(case: Case) -> None:
    book, page = opened(blank(case))
    checks = {
        place: check
        for check in page.data_validations.dataValidation
        for cells in check.sqref.ranges
        for place in cells.cells
    }
    found = targets(book)
    for field in solved(case).definition.fields:
        for carrier in carriers(field.id, field.field):
            check = checks[found[carrier].row, found[carrier].column]
            assert 0 < len(check.promptTitle) <= 32
            assert 0 < len(check.prompt) <= 255
            assert check.showInputMessage
            listed = isinstance(field.field, Scale | Choice | Check)
            assert (check.type == "list") == listed == bool(check.showErrorMessage)
            if listed:
                assert re.fullmatch(r"ws_list_\d+", check.formula1)
                assert check.formula1 in book.defined_names
                assert len(check.error) <= 225
                assert len(check.errorTitle) <= 32
            else:
                assert isinstance(field.field, Text | Date | Number)


def test_lists_hold_the_labels_of_their_fields(case: Case) -> None:
    book, _ = opened(blank(case))
    for name in (name for name in book.defined_names if re.fullmatch(r"ws_list_\d+", name)):
        title, _, place = book.defined_names[name].value.rpartition("!")
        assert title == "'_lists'"
        left, top, right, bottom = range_boundaries(place.replace("$", ""))
        entries = [book["_lists"].cell(row, left).value for row in range(top, bottom + 1)]
        assert (left, top) == (right, 1)
        assert all(entries)
        assert len(set(entries)) == len(entries)


# ---------------------------------------------------------------- print and view


def test_it_is_printed_one_page_wide_with_its_heads_on_every_page(case: Case) -> None:
    _, page = opened(blank(case))
    worksheet = solved(case)
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.page_setup.fitToWidth == 1
    assert int(page.page_setup.paperSize) == NUMBERS[worksheet.stamp.paper]
    upright = worksheet.pages[0].width < worksheet.pages[0].height
    assert page.page_setup.orientation == ("portrait" if upright else "landscape")
    _, top, right, bottom = range_boundaries(page.print_area.replace("$", "").split("!")[1])
    assert top == 1
    for cell in targets(page.parent).values():
        assert cell.row <= bottom
        assert cell.column <= right


def test_heads_stay_in_view_and_repeat_in_print() -> None:
    _, page = opened(blank(JOURNEY))
    heads = next(cell.row for (cell,) in page["A1:A30"] if cell.value == "Stage")
    assert page.print_title_rows == f"${heads}:${heads + 1}"
    assert page.freeze_panes == f"B{heads + 2}"


@pytest.mark.parametrize("paper", PAPERS)
def test_the_paper_is_one_that_excel_knows_or_refused_with_a_hint(paper: str) -> None:
    worksheet = solved(Case(layout="journey-map", paper=paper))
    if paper in NUMBERS:
        _, page = opened(pipeline.write(worksheet, "xlsx", {}))
        assert int(page.page_setup.paperSize) == NUMBERS[paper]
        return
    with pytest.raises(FitError) as caught:
        pipeline.write(worksheet, "xlsx", {})
    (problem,) = caught.value.problems
    assert (problem.code, "A2" in problem.hint) == ("F002", True)


def test_a_sheet_from_right_to_left_says_so_everywhere() -> None:
    order = pipeline.Order(layout=layout("everything"), locale="ar", words={}, untranslated=[],
                           own_font=False)  # fmt: skip
    book, page = opened(pipeline.write(pipeline.solve(order), "xlsx", {}))
    assert [sheet.sheet_view.rightToLeft for sheet in book.worksheets[:2]] == [True, True]
    written = [cell for row in page.iter_rows() for cell in row if cell.value is not None]
    for cell in [*written, *targets(book).values()]:
        assert (cell.alignment.readingOrder, cell.alignment.horizontal) == (2, "right")


def test_a_sheet_from_left_to_right_says_so_too() -> None:
    book, page = opened(blank(JOURNEY))
    assert not page.sheet_view.rightToLeft
    assert {cell.alignment.readingOrder for cell in targets(book).values()} == {1}


# ---------------------------------------------------------------- text is text

HARMFUL = ["=1+1", "+371 20000000", "-5", "@name", '=HYPERLINK("https://example.org")', "−1"]


@pytest.mark.parametrize(
    "text",
    [*HARMFUL, "#N/A", "TRUE", "007", "1/2", "1E5", "_x0041_", "a_x000D_b", "'quoted", " x ",
     "2026-03-09", "a\n\n\tb", "<b>&amp;", "𠮷 👩‍👩‍👧 \u200fשלום"],
)  # fmt: skip
def test_whatever_text_looks_like_it_stays_text(text: str) -> None:
    for data in (filled(**{GOALS: text}), pipeline.fill(blank(JOURNEY), {GOALS: text})):
        response = pipeline.read(data)
        assert (values(response)[GOALS], response.status) == (text, "ok")
        cell = targets(opened(data)[0])[GOALS]
        assert cell.data_type == "s"


@pytest.mark.parametrize("text", HARMFUL[:5])
def test_text_that_begins_like_a_formula_stays_text_when_it_is_edited(text: str) -> None:
    assert targets(opened(filled(**{GOALS: text}))[0])[GOALS].quotePrefix


def test_control_characters_are_left_out() -> None:
    for data in (filled(**{GOALS: "a\x00b\x0bc\x1fd"}),
                 pipeline.fill(blank(JOURNEY), {GOALS: "a\x00b\x0bc\x1fd"})):  # fmt: skip
        assert values(pipeline.read(data))[GOALS] == "abcd"


def test_a_cell_holds_32767_characters_and_no_more() -> None:
    most = "ž" * 32_767
    assert values(pipeline.read(filled(**{GOALS: most})))[GOALS] == most
    assert values(pipeline.read(pipeline.fill(blank(JOURNEY), {GOALS: most})))[GOALS] == most
    for attempt in (lambda: filled(**{GOALS: most + "!"}),
                    lambda: pipeline.fill(blank(JOURNEY), {GOALS: most + "!"})):  # fmt: skip
        with pytest.raises((FitError, UnusableInputError)) as caught:
            attempt()
        (problem,) = caught.value.problems
        assert (problem.code, problem.where) == ("A011", GOALS)


# ---------------------------------------------------------------- the curve


def curve(data: bytes) -> list[tuple[str, str, str]]:
    """Return what the chart shows: the cell that each value follows, and the value kept."""
    found = parts(data)
    reference = etree.fromstring(found["xl/charts/chart1.xml"]).findtext(f".//{C}val//{C}f") or ""
    title, _, place = reference.rpartition("!")
    assert title == "'_lists'"
    left, row, right, last = range_boundaries(place.replace("$", ""))
    assert row == last
    cells = {
        c.get("r"): c for c in etree.fromstring(found["xl/worksheets/sheet3.xml"]).iter(f"{S}c")
    }
    values = [cells[f"{chr(64 + column)}{row}"] for column in range(left, right + 1)]
    followed = [re.findall(r"!(\$[A-Z]+\$\d+),", cell.findtext(f"{S}f") or "") for cell in values]
    return [
        (place.replace("$", ""), cell.get("t", ""), cell.findtext(f"{S}v") or "")
        for (place,), cell in zip(followed, values, strict=True)
    ]


@pytest.mark.parametrize("kind", ["written", "filled"])
def test_the_chart_follows_the_cells_of_the_emotions(kind: str) -> None:
    given = {"emotion__research": -2, "emotion__use": 1}
    data = filled(**given) if kind == "written" else pipeline.fill(blank(JOURNEY), given)
    cells = targets(opened(data)[0])
    assert curve(data) == [
        (cells["emotion__research"].coordinate, "n", "-2"),
        (cells["emotion__offer"].coordinate, "e", "#N/A"),
        (cells["emotion__conversion"].coordinate, "e", "#N/A"),
        (cells["emotion__use"].coordinate, "n", "1"),
        (cells["emotion__loyalty"].coordinate, "e", "#N/A"),
    ]


def test_the_chart_stands_under_the_emotions() -> None:
    book, page = opened(blank(JOURNEY))
    (chart,) = page._charts
    row = targets(book)["emotion__use"].row
    assert (chart.anchor._from.row, chart.anchor.to.row) == (row, row + 1)
    assert page.cell(row + 1, 1).value == "Curve"


def test_an_answer_that_is_taken_back_leaves_the_chart() -> None:
    data = pipeline.fill(filled(emotion__use=1), {"emotion__use": None})
    assert {value for _, _, value in curve(data)} == {"#N/A"}
