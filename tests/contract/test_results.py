"""Many answers on one worksheet: nothing is lost, nothing can be filled in, nothing collides."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pikepdf
import pypdfium2
import pytest

from tests.contract.many import many
from tests.contract.samples import CASES, LINES, PARAGRAPHS, Case, sample
from tests.contract.test_tags import complaints, errors
from tests.making import drawn, overlaps
from worksheets import loading, pipeline
from worksheets.model.results import Point, Quote, Results, Summary
from worksheets.model.sheet import Worksheet
from worksheets.results import write
from worksheets.solving.results.quotes import shown

FORMATS = ("pdf", "docx", "xlsx")
SHEETS = [Case(layout=c.layout, locale=c.locale, paper=p) for c, p in product(CASES, ("A4", "A3"))]
JOURNEY = Case(layout="journey-map", locale="de", paper="A3")
every_sheet = pytest.mark.parametrize(
    "case", sample(SHEETS, lambda c: (c.layout, c.locale, c.paper))
)


@cache
def results_of(case: Case, sheets: int = 12) -> tuple[Worksheet, Results]:
    worksheet = case.solve()
    return worksheet, many(worksheet, sheets)


def written(case: Case, format_: str, sheets: int = 12) -> bytes:
    return write(*_ordered(case, format_, sheets))


def _ordered(case: Case, format_: str, sheets: int) -> tuple[Worksheet, str, Results]:
    worksheet, results = results_of(case, sheets)
    return worksheet, format_, results


def pages(worksheet: Worksheet, results: Results) -> list[dict[str, Any]]:
    dumped = json.loads(write(worksheet, "json", results))
    found: list[dict[str, Any]] = dumped["pages"]
    return found


def squashed(text: str) -> str:
    """Return the letters of a text: lines break at blanks and hyphens."""
    return re.sub(r"[\s\u00ad\u200b\-]+", "", unicodedata.normalize("NFC", text))


def said(results: Results, worksheet: Worksheet) -> list[str]:
    """Return the texts that a result has to show: not what its frame asks of a person."""
    asked = {entry.id for entry in loading.frame().header}
    return [q.text for name, s in results.fields.items() if name not in asked for q in s.quotes]


def text_of(data: bytes, format_: str) -> str:
    match format_:
        case "pdf":
            return "\n".join(
                page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(data)
            )
        case "docx":
            return "\n".join(node.text or "" for node in docx.Document(BytesIO(data)).element.iter(
                "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}t"))  # fmt: skip
        case _:
            book = openpyxl.load_workbook(BytesIO(data))
            return "\n".join(str(cell.value) for sheet in book for row in sheet.iter_rows()
                             for cell in row if cell.value is not None)  # fmt: skip


@every_sheet
@pytest.mark.parametrize("format_", FORMATS)
def test_every_text_is_in_the_file(case: Case, format_: str) -> None:
    worksheet, results = results_of(case)
    found = squashed(text_of(written(case, format_), format_))
    assert [text for text in said(results, worksheet) if squashed(text) not in found] == []
    assert all(squashed(part) in found for part in results.note.split(" · "))


@every_sheet
@pytest.mark.parametrize("format_", FORMATS)
def test_nothing_can_be_filled_in_and_it_is_no_response(case: Case, format_: str) -> None:
    data = written(case, format_)
    assert fillable(data, format_) == []
    response = pipeline.read(data)
    assert (response.status, [p.code for p in response.problems]) == ("unreadable", ["R022"])


def fillable(data: bytes, format_: str) -> list[str]:
    """Return what somebody could fill in, or what says that it could be."""
    if format_ == "pdf":
        with pikepdf.open(BytesIO(data)) as pdf:
            return [name for name in ("/AcroForm", "/Names", "/AF") if name in pdf.Root]
    parts = ZipFile(BytesIO(data))
    everything = b"".join(parts.read(name) for name in parts.namelist())
    found = [
        name
        for name in (b"worksheet_definition", b"<w:sdt", b"dataValidation")
        if name in everything
    ]
    if format_ == "xlsx":
        book = openpyxl.load_workbook(BytesIO(data))
        found += [b"names"] * len(book.defined_names)
        found += [
            b"open sheet" for s in book if s.sheet_state == "visible" and not s.protection.sheet
        ]
        found += [b"open cell" for s in book for row in s for c in row if not c.protection.locked]
    return list(map(str, found))


@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_a_result_is_known_by_its_small_print_too(format_: str) -> None:
    source = ZipFile(BytesIO(written(JOURNEY, format_)))
    target = BytesIO()
    with ZipFile(target, "w") as copy:
        for name in source.namelist():
            if name != "docProps/custom.xml":
                copy.writestr(name, source.read(name))
    codes = [problem.code for problem in pipeline.read(target.getvalue()).problems]
    assert "R022" in codes


@every_sheet
def test_nothing_collides(case: Case) -> None:
    assert overlaps(pages(*results_of(case))) == []


@every_sheet
def test_the_pdf_is_tagged(case: Case, tmp_path: Path) -> None:
    data = written(case, "pdf")
    with pikepdf.open(BytesIO(data)) as pdf:
        assert complaints(pdf) == []
        assert str(pdf.Root.Lang) == case.locale
    assert [error for error in errors(data, tmp_path) if not is_running_head(error, case)] == []


def is_running_head(error: str, case: Case) -> bool:
    """Tell whether a complaint is about the line beside the title, repeated on a further page.

    It is prose in an artifact, which is what repeated heads are (ISO 32000-2, 14.8.2.2).
    """
    head = results_of(case)[0].sheet.purpose
    parts = (head[start : start + 15] for start in range(len(head)))
    return "TAG-002" in error and any(part in error for part in parts if len(part) > 9)


@pytest.mark.parametrize("format_", [*FORMATS, "json"])
def test_the_same_results_give_the_same_bytes(format_: str) -> None:
    assert written(JOURNEY, format_) == written(JOURNEY, format_)


def test_a_merged_journey_map(golden: Callable[[str, str], None]) -> None:
    golden("journey-map.de.A3.merged.json", written(JOURNEY, "json").decode())


# ---------------------------------------------------------------- what is hard


def bodies(node: dict[str, Any]) -> Iterator[tuple[bool, str]]:
    """Yield (begins, text) of every quote or part of one on a page of a dump."""
    if node.get("tag") == "item":
        parts = {child["tag"]: child for child in node["children"]}
        words = [w for w in parts["body"]["children"] if w.get("face") != "bold"]
        yield "bullet" in parts, "".join("".join(w["lines"]) for w in words)
        return
    for child in node.get("children", ()):
        yield from bodies(child)


def crowded(worksheet: Worksheet, count: int = 60) -> Results:
    """Return so many hostile texts in every field."""
    texts = [*LINES, *PARAGRAPHS]
    quotes = tuple(Quote(f"{i} {texts[i % len(texts)]}", "Ā. B. 👍") for i in range(count))
    counts = {str(value): 123 for value in range(-2, 6)} | {"absent": 999}
    fields = {
        slot.id: Summary(quotes=quotes if slot.field.kind == "text" else (), counts=counts,
                         mean=1.5, spread=3, sheets=count)
        for slot in worksheet.sheet.slots()
    }  # fmt: skip
    points = tuple(
        Point(n, 3, 3 + n / 90, "A stakeholder 👍 with a long name", 9) for n in range(1, 11)
    )
    return Results(note="Sheets: 9999 · People: 99999", fields=fields, points=points)


HARD = [
    *(Case(layout=name, paper="A4") for name in ("journey-map", "stakeholder-map", "persona")),
    Case(layout="empathy-map", locale="lv", paper="A3"),
    Case(layout="everything", locale="pl", paper="A4"),
    Case(layout="journey-map", locale="pl", paper="A4", stages=12),
]


@pytest.mark.parametrize("case", HARD, ids=str)
def test_sixty_long_texts_are_all_there_and_do_not_collide(case: Case) -> None:
    worksheet = case.solve()
    results = crowded(worksheet)
    made = pages(worksheet, results)
    assert overlaps(made) == []
    whole: list[str] = []
    for page in made:
        for begins, text in bodies(page["content"]):
            whole = [*whole, text] if begins else [*whole[:-1], whole[-1] + text]
    found = set(map(squashed, whole))
    lost = [t for t in set(said(results, worksheet)) if squashed(shown(t)) not in found]
    assert lost == []


@pytest.mark.parametrize("case", HARD[:3], ids=str)
@pytest.mark.parametrize("format_", ["docx", "xlsx"])
def test_sixty_long_texts_are_in_office_files(case: Case, format_: str) -> None:
    worksheet = case.solve()
    results = crowded(worksheet)
    found = squashed(text_of(write(worksheet, format_, results), format_))
    assert [t for t in set(said(results, worksheet)) if squashed(t) not in found] == []


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", loading.layouts())
def test_no_answers_at_all(name: str, format_: str) -> None:
    worksheet = Case(layout=name, paper="A4").solve()
    results = Results(note="Sheets: 0 · People: 0", fields={})
    assert write(worksheet, format_, results)
    assert overlaps(pages(worksheet, results)) == []


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("name", loading.layouts())
def test_from_right_to_left(name: str, format_: str) -> None:
    order = {"words": {}, "untranslated": []}
    worksheet = Case(layout=name, locale="he", paper="A3").solve(**order)
    results = many(Case(layout=name, paper="A3").solve())
    assert write(worksheet, format_, results)
    assert overlaps(pages(worksheet, results)) == []


def test_the_curve_spans_a_stage_that_nobody_answered() -> None:
    worksheet, results = results_of(JOURNEY)
    fields = dict(results.fields)
    fields[next(name for name in fields if name == "emotion__conversion")] = Summary()
    page, *_ = pages(worksheet, Results(note="", fields=fields))
    curves = [curve["look"] for curve in drawn(page, "Curve")]
    assert curves == ["band", "band", "mean", "gap", "mean"]
