"""One question below the other: large, whole, and the same answers as from the map."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import pikepdf
import pytest
from docx import Document

from tests.bare import bare
from tests.contract.samples import (
    CASES,
    EVERYTHING,
    LINEAR,
    LOCALES,
    Case,
    answers_for,
    layout,
    sample,
    tidy,
)
from tests.contract.test_solved import MARGIN, UNPRINTABLE, collisions, extents, inside, lines
from tests.contract.test_tags import complaints, errors
from worksheets import loading, pipeline, solving, units
from worksheets.model.linear import sections
from worksheets.model.response import Response
from worksheets.model.sheet import Group, Item, Page, Rect, Widget, Words, Worksheet
from worksheets.solving.mirror import mirrored

SHEETS = [
    replace(case, paper=paper, stages=count)
    for case, paper, count in product(LINEAR, ("A4", "Letter", "A3"), (0, 3, 12))
    if count == 0 or layout(case.layout).stages
]
TEXT, QUESTION, LEAST = 12, 10.5, 10
"""Points of labels and answers, of questions, and of all that people are to read."""
BY_WORDS = {"R014", "R021"}


@cache
def solved(case: Case) -> Worksheet:
    return case.solve()


@cache
def the_map(case: Case) -> Worksheet:
    """Return the same sheet as a map."""
    return replace(case, edition="grid", paper=None).solve()


def read(data: bytes, case: Case) -> Response:
    return pipeline.read(data, [layout(EVERYTHING)] if case.layout == EVERYTHING else [])


def answers(response: Response) -> dict[str, Any]:
    found: dict[str, Any] = response.as_json()["answers"]
    return found


def groups(group: Group) -> Iterator[Group]:
    yield group
    for child in group.children:
        if isinstance(child, Group):
            yield from groups(child)


def read_by_people(page: Page) -> list[Words]:
    """Return the words of a page but for the line that is for machines."""
    words = [item for item in page.content.items() if isinstance(item, Words)]
    return [item for item in words if "W1:" not in item.lines[0]]


every_sheet = pytest.mark.parametrize(
    "case", sample(SHEETS, lambda case: ((case.layout, case.paper), case.locale, case.stages))
)


def quick(step: int) -> list[Any]:
    """Return all maps; a quick run takes every ``step``-th."""
    return [
        pytest.param(case, id=str(case), marks=() if turn % step == 0 else pytest.mark.full)
        for turn, case in enumerate(LINEAR)
    ]


every_map = pytest.mark.parametrize("case", quick(6))

# ---------------------------------------------------------------- pages


@every_sheet
def test_pages_are_upright_and_type_is_large(case: Case) -> None:
    worksheet = solved(case)
    assert all(page.height > page.width for page in worksheet.pages)
    assert worksheet.text_size >= TEXT
    for page in worksheet.pages:
        words = read_by_people(page)
        assert [item for item in words if item.size < LEAST] == []
        for group in groups(page.content):
            asked = [i for i in group.children if isinstance(i, Words)]
            if group.tag == "paragraph" and any(isinstance(i, Widget) for i in group.children):
                assert [i for i in asked if i.face == "bold" and i.size < TEXT] == []
                assert [i for i in asked if i.size < QUESTION] == []


@every_sheet
def test_nothing_touches_and_nothing_hangs_over(case: Case) -> None:
    for page in solved(case).pages:
        assert collisions(page) == []
        paper = Rect(0, 0, page.width, page.height)
        assert [
            item
            for item in page.content.items()
            for rect in extents(item)
            if not inside(rect, paper.inset(UNPRINTABLE if isinstance(item, Words) else MARGIN))
        ] == []


@every_sheet
def test_nothing_stands_in_the_quiet_zone_of_a_code(case: Case) -> None:
    """Four modules of a version 2 symbol, which has 25."""
    for page in solved(case).pages:
        items = list(page.content.items())
        codes = [item.rect for item in items if getattr(item, "name", "") == "code"]
        assert len(codes) == 2
        around = [code.inset(-4 * code.width / 25) for code in codes]
        inked = [
            rect
            for item in items
            if getattr(item, "name", "") not in {"code", "corner"}
            for rect in (lines(item) if isinstance(item, Words) else extents(item))
        ]
        assert [rect for rect, zone in product(inked, around) if _overlap(rect, zone)] == []


def _overlap(a: Rect, b: Rect) -> bool:
    across = min(a.right, b.right) - max(a.left, b.left)
    return across > 0 and min(a.bottom, b.bottom) > max(a.top, b.top)


@every_sheet
def test_fields_are_those_of_the_map_and_stand_in_the_order_of_the_sections(case: Case) -> None:
    worksheet, grid = solved(case), the_map(case)
    assert worksheet.stamp.schema == grid.stamp.schema
    assert [f.id for f in worksheet.definition.fields] == [f.id for f in grid.definition.fields]
    order = [q.slot.id for section in sections(worksheet.sheet) for q in section.questions]
    met = list(dict.fromkeys(widget.slot.id for _, widget in worksheet.widgets()))
    assert met == order
    assert len(met) == len(worksheet.definition.fields)
    pages = {(widget.slot.id, page) for page, widget in worksheet.widgets()}
    assert len(pages) == len(met)
    parts = sorted((widget.slot.id, widget.state) for _, widget in worksheet.widgets())
    assert parts == sorted((widget.slot.id, widget.state) for _, widget in grid.widgets())


@every_sheet
def test_every_head_has_a_question_below_it(case: Case) -> None:
    for page in solved(case).pages:
        for group in groups(page.content):
            children = [c.tag for c in group.children if isinstance(c, Group)]
            if "heading" in children:
                assert any(isinstance(item, Widget) for item in group.items())


def test_larger_papers_have_larger_type() -> None:
    sizes = {
        paper: Case(layout="persona", paper=paper, edition="linear").solve().text_size
        for paper in ("A4", "Letter", "A3", "A2")
    }
    assert sizes["A4"] == sizes["Letter"] == TEXT
    assert TEXT < sizes["A3"] < sizes["A2"]


@pytest.mark.parametrize("name", loading.layouts())
def test_it_is_mirrored_where_scripts_run_to_the_left(name: str) -> None:
    sheet = pipeline.bind(pipeline.Order(layout=loading.load(name)))
    paper = units.paper("A4", "portrait")
    left, right = (
        solving.solve(replace(sheet, direction=d), paper, edition="linear") for d in ("ltr", "rtl")
    )
    for there, here in zip(left.pages, right.pages, strict=True):
        assert collisions(here) == []
        pairs = zip(mirrored(there).content.items(), here.content.items(), strict=True)
        assert all(a == b for a, b in pairs if not _is_mark(a))


def _is_mark(item: Item) -> bool:
    return getattr(item, "name", "") == "code" or "W1:" in str(item)


# ---------------------------------------------------------------- files


@every_map
def test_its_answers_are_those_of_the_map(case: Case) -> None:
    worksheet, grid = solved(case), the_map(case)
    given = answers_for(grid.definition, case.locale)
    expected = answers(read(pipeline.write(grid, "pdf", pipeline.prefill(grid, given)), case))
    assert expected == {name: tidy(value) for name, value in given.items()}
    values = pipeline.prefill(worksheet, given)
    for format_ in ("pdf", "docx"):
        response = read(pipeline.write(worksheet, format_, values), case)
        assert answers(response) == expected
        assert (response.status, response.definition) == ("ok", "installed")
        assert not response.extra
        blank = pipeline.write(worksheet, format_, {})
        own = [layout(case.layout)]
        assert answers(read(pipeline.fill(blank, given, own), case)) == expected


@pytest.mark.parametrize("case", quick(3))
def test_a_word_file_is_read_by_its_words_alone(case: Case) -> None:
    worksheet = solved(case)
    given = answers_for(worksheet.definition, case.locale)
    data = bare(pipeline.write(worksheet, "docx", pipeline.prefill(worksheet, given)))
    response = read(data, case)
    assert answers(response) == {name: tidy(value) for name, value in given.items()}
    assert response.status == "ok"
    assert {problem.code for problem in response.problems} == BY_WORDS
    assert response.stamp
    assert response.stamp.locales == (case.locale,)


@pytest.mark.parametrize("locale", LOCALES)
def test_stages_of_ones_own_are_known_by_the_titles_of_their_sections(locale: str) -> None:
    case = Case(layout="journey-map", locale=locale, stages=12, edition="linear")
    worksheet = solved(case)
    given = answers_for(worksheet.definition, locale)
    data = pipeline.write(worksheet, "docx", pipeline.prefill(worksheet, given))
    response = read(bare(data, footers=False), case)
    assert response.stamp
    assert response.stamp.stages == worksheet.stamp.stages
    assert answers(response) == {name: tidy(value) for name, value in given.items()}


@every_map
def test_word_has_a_heading_for_every_section_and_question(case: Case) -> None:
    worksheet = solved(case)
    document = Document(BytesIO(pipeline.write(worksheet, "docx", {})))
    found = [
        (paragraph.style.name, " ".join(paragraph.text.split()))
        for paragraph in document.paragraphs
        if paragraph.style is not None and paragraph.style.name in {"Heading 1", "Heading 2"}
    ]
    expected = []
    for section in sections(worksheet.sheet):
        expected += [("Heading 1", section.heading)] if section.title else []
        expected += [("Heading 2", q.label) for q in section.questions if q.label]
    assert found == [(style, " ".join(text.split())) for style, text in expected]
    page = document.sections[0]
    assert page.page_height > page.page_width  # type: ignore[operator]
    assert document.styles["Normal"].font.size.pt == TEXT  # type: ignore[attr-defined]
    assert len(document.tables) == len(worksheet.definition.fields)


@every_map
def test_a_screen_reader_meets_titles_and_fields_in_order(case: Case, tmp_path: Path) -> None:
    worksheet = solved(case)
    data = pipeline.write(worksheet, "pdf", {})
    with pikepdf.open(BytesIO(data)) as pdf:
        assert complaints(pdf) == []
    assert errors(data, tmp_path) == []


def test_a_personal_copy_is_as_if_ordered_so() -> None:
    case = Case(layout="persona", edition="linear")
    generic = solved(case)
    copier = pipeline.copies(generic, "pdf")
    response = pipeline.read(copier("JANA42", {}))
    assert response.stamp
    assert response.stamp.document == "JANA42"
    assert pipeline.personal(generic, "JANA42") == case.solve(document="JANA42")


def test_maps_are_the_usual_edition() -> None:
    assert CASES[0].solve() == replace(CASES[0], edition="grid").solve()
    assert {worksheet.edition for worksheet in (CASES[0].solve(), LINEAR[0].solve())} == {
        "grid", "linear",
    }  # fmt: skip
