"""A worksheet that has lost everything but its words is still known: which, in what language."""

from functools import cache

import pytest

from tests.bare import bare
from tests.contract.samples import CASES, EVERYTHING, Case, layout
from tests.excel import row, words, xlsx
from tests.making import bound
from tests.word import docx, paragraph, run, table
from worksheets import pipeline
from worksheets.loading import load_stages
from worksheets.model.layout import Layout
from worksheets.model.response import Cell, Found, Response
from worksheets.model.sheet import Worksheet
from worksheets.recognition import by_words

FORMATS = ("docx", "xlsx")
SMALL_PRINT = "journey-map 1 lv A4  W1:ABCDEFGHIJ:01/01::XX"


def own(case: Case) -> list[Layout]:
    return [layout(EVERYTHING)] if case.layout == EVERYTHING else []


@cache
def solved(case: Case, stages: str = "") -> Worksheet:
    if stages:
        order = pipeline.Order(layout=layout(case.layout), locale=case.locale,
                               stages=load_stages(stages), own_font=False)  # fmt: skip
        return pipeline.solve(order)
    return case.solve(own_font=False)


def response(case: Case, format_: str, stages: str = "", *, footers: bool = True) -> Response:
    """Return what is read from a sheet that holds one answer and has lost all but its words."""
    worksheet = solved(case, stages)
    first = worksheet.definition.fields[0].id
    given = {first: "good" if first == "mood" else "Jana", "version": "2.1"}
    data = pipeline.write(worksheet, format_, pipeline.prefill(worksheet, given))
    return pipeline.read(bare(data, footers=footers), own(case))


def stamp(response: Response) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
    assert response.stamp
    return response.stamp.layout, response.stamp.locales, response.stamp.stages


def codes(response: Response) -> set[str]:
    return {problem.code for problem in response.problems}


@pytest.mark.parametrize("case", CASES, ids=str)
@pytest.mark.parametrize("format_", FORMATS)
def test_every_sheet_in_every_language_is_known_by_its_words(case: Case, format_: str) -> None:
    worksheet = solved(case)
    seen = response(case, format_)
    assert stamp(seen) == (case.layout, (case.locale,), worksheet.stamp.stages)
    assert seen.stamp
    assert seen.stamp.schema == worksheet.stamp.schema
    assert (codes(seen), seen.status, dict(seen.extra)) == ({"R014", "R021"}, "ok", {})
    assert seen.values()["version"] == "2.1"  # type: ignore[index]


@pytest.mark.parametrize("case", CASES[:: len(CASES) // 9], ids=str)
@pytest.mark.parametrize("format_", FORMATS)
def test_the_small_print_only_saves_time(case: Case, format_: str) -> None:
    seen = response(case, format_, footers=False)
    assert stamp(seen) == (case.layout, (case.locale,), solved(case).stamp.stages)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    ("stages", "ids"),
    [
        ("aida", ("attention", "interest", "desire", "action")),
        ("Plāns, Pirkums, Ko tad?", ("plans", "pirkums", "ko_tad")),
        ("a=Alpha, b=Beta", ("alpha", "beta")),
        ("One,", ("one",)),
        (",".join(f"Step {n}" for n in "abcdefghijkl"), tuple(f"step_{n}" for n in "abcdefghijkl")),
    ],
    ids=["another set", "own words", "own ids", "one", "twelve"],
)
def test_stages_are_those_that_the_table_names(
    stages: str, ids: tuple[str, ...], format_: str
) -> None:
    seen = response(Case(layout="journey-map", locale="lv"), format_, stages)
    assert stamp(seen) == ("journey-map", ("lv",), ids)
    assert (codes(seen), seen.status) == ({"R014", "R021"}, "ok")


# ---------------------------------------------------------------- cells


def cells(*rows: tuple[str, ...]) -> tuple[Cell, ...]:
    return tuple(
        Cell(table=1, row=r, column=c, place=f"{r},{c}", text=text)
        for r, texts in enumerate(rows)
        for c, text in enumerate(texts)
    )


def grid(case: Case, heads: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Return the rows of the table of a journey map under other heads."""
    (table,) = bound(layout(case.layout), locale=case.locale).blocks
    labels = [row.label for row in getattr(table, "rows", ())]
    return [(getattr(table, "corner", ""), *heads), *((label, "", "") for label in labels)]


def test_answers_and_further_tables_do_not_make_stages() -> None:
    rows = grid(Case(layout="journey-map"), ("1  Plan", "2  Buy\nwith help"))
    strangers = [("Persona", "Scenario"), ("Stage", "Buying a house"), ("",)]
    known = by_words(Found(cells=cells(*strangers, *rows)), ())
    assert known
    assert known.stamp.stages == ("plan", "buy")


def test_most_labels_must_be_there() -> None:
    rows = grid(Case(layout="journey-map"), ("Plan",))
    assert by_words(Found(cells=cells(*rows[:-1])), ())
    assert by_words(Found(cells=cells(*rows[:4])), ()) is None
    assert by_words(Found(cells=cells(*rows[:4]), foot=SMALL_PRINT), ()) is None


def test_small_print_that_lies_is_not_believed() -> None:
    rows = grid(Case(layout="journey-map"), ("Plan",))
    known = by_words(Found(cells=cells(*rows), foot=SMALL_PRINT), ())
    assert known
    assert (known.stamp.layout, known.stamp.locales) == ("journey-map", ("en",))


def test_a_layout_that_is_given_is_known_like_ours() -> None:
    case = Case(layout=EVERYTHING, locale="de")
    data = pipeline.write(solved(case), "docx", {})
    assert stamp(pipeline.read(bare(data), own(case)))[0] == EVERYTHING
    assert pipeline.read(bare(data)).stamp is None


# ---------------------------------------------------------------- foreign files


def foreign_workbook() -> bytes:
    rows = row(1, words("A1", "Persona"), words("B1", "Stage")) + row(2, words("A2", "Jana"))
    return xlsx({"Budget": rows})


def foreign_document() -> bytes:
    body = table([paragraph(run("Persona")), paragraph(run("Stage"))], ["", ""])
    return docx(paragraph(run("Dear all")) + body)


@pytest.mark.parametrize(
    "data",
    [foreign_workbook(), foreign_document(), docx(""), xlsx({"Empty": ""})],
    ids=["workbook", "document", "empty document", "empty workbook"],
)
def test_a_foreign_file_is_told_not_guessed(data: bytes) -> None:
    seen = pipeline.read(data)
    assert (seen.status, seen.stamp, codes(seen)) == ("unreadable", None, {"R008", "R010"})
