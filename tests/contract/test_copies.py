"""A personal copy is what drawing the worksheet with that document id would give.

Same meaning, same picture; and nothing of the person before.
"""

import re
import subprocess
import sys
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pikepdf
import pytest
import zxingcpp
from pikepdf import Object, Pdf

from tests.clients import CLIENTS, RENDERERS, require
from tests.contract.samples import CASES, PAPERS, Case, answers_for, as_fill, layout, sample, tidy
from tests.contract.test_tags import complaints, errors
from worksheets import definition, pipeline, solving, units
from worksheets.model.response import Value
from worksheets.model.sheet import Worksheet

JANA, OLGA = "JANA2345", "OLGA7654"
DPI = 100
MORE, PER_ANSWER = 16_000, 1_000  # bytes
WIDE = [Case(layout=c.layout, locale=c.locale, stages=12) for c in CASES if c.locale == "lv"]
ON_PAPERS = [replace(case, paper=paper) for case, paper in product(CASES, PAPERS)]
every_case = pytest.mark.parametrize("case", [*CASES, *WIDE], ids=str)
some_cases = pytest.mark.parametrize(
    "case", sample(ON_PAPERS, lambda case: (case.layout, case.locale, case.paper))
)
blank_and_filled = pytest.mark.parametrize("filled", [False, True], ids=["blank", "prefilled"])


@cache
def solved(case: Case) -> Worksheet:
    return case.solve()


@cache
def copier(case: Case) -> pipeline.Copier:
    return pipeline.copies(solved(case), "pdf")


def values(case: Case, *, filled: bool = True, seed: int = 0) -> dict[Any, Value]:
    worksheet = solved(case)
    answers = answers_for(worksheet.definition, case.locale, seed) if filled else {}
    return pipeline.prefill(worksheet, answers)


@cache
def copied(case: Case, *, filled: bool = True) -> bytes:
    """Return Jana's copy, made after Olga's with other answers."""
    copier(case)(OLGA, values(case, filled=filled, seed=1))
    return copier(case)(JANA, values(case, filled=filled))


@cache
def drawn(case: Case, *, filled: bool = True) -> bytes:
    worksheet = pipeline.personal(solved(case), JANA)
    return pipeline.write(worksheet, "pdf", values(case, filled=filled))


def opened(data: bytes) -> Pdf:
    return pikepdf.open(BytesIO(data))


# ---------------------------------------------------------------- the worksheet


@pytest.mark.parametrize("case", [*ON_PAPERS, *WIDE], ids=str)
def test_a_personal_worksheet_is_the_one_solved_for_the_document(case: Case) -> None:
    again = case.solve(document=JANA)
    mine = pipeline.personal(solved(case), JANA)
    assert mine == again
    assert pipeline.write(mine, "json", {}) == pipeline.write(again, "json", {})
    assert pipeline.personal(pipeline.personal(solved(case), OLGA), JANA) == again


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_sheet_without_marks_becomes_personal_too(case: Case) -> None:
    plain, again = case.solve(marks=False), case.solve(marks=False, document=JANA)
    assert pipeline.personal(plain, JANA) == again
    response = pipeline.read(pipeline.copies(plain, "pdf")(JANA, {}), [layout(case.layout)])
    assert response.stamp is not None
    assert response.stamp.document == JANA


@pytest.mark.parametrize("format_", ["docx", "xlsx", "json"])
def test_formats_that_are_not_drawn_once_are_written_again(format_: str) -> None:
    case = Case(layout="journey-map", locale="lv")
    again = pipeline.write(case.solve(document=JANA), format_, values(case))
    assert pipeline.copies(solved(case), format_)(JANA, values(case)) == again


# ---------------------------------------------------------------- the same file to everybody


@every_case
@blank_and_filled
def test_a_copy_reads_like_the_drawn_file(case: Case, filled: bool) -> None:
    ours, theirs = (
        pipeline.read(make(case, filled=filled), [layout(case.layout)]) for make in (copied, drawn)
    )
    assert ours.stamp is not None
    assert ours.stamp.document == JANA
    assert replace(ours, sha256="") == replace(theirs, sha256="")


@every_case
@blank_and_filled
def test_annotations_are_those_of_the_drawn_file(case: Case, filled: bool) -> None:
    ours, theirs = opened(copied(case, filled=filled)), opened(drawn(case, filled=filled))
    assert ours.check_pdf_syntax() == []
    for mine, other in zip(ours.pages, theirs.pages, strict=True):
        assert [*map(told, mine.obj.Annots)] == [*map(told, other.obj.Annots)]
    assert [*map(told, ours.Root.AcroForm.Fields)] == [*map(told, theirs.Root.AcroForm.Fields)]
    ours_data, theirs_data = (
        pdf.attachments["worksheet.json"].get_file().read_bytes() for pdf in (ours, theirs)
    )
    assert ours_data == theirs_data


def told(node: Object) -> dict[str, Any]:
    """Return what an annotation or field says, with the streams that it shows."""
    entries = {name: node[name] for name in node.keys() if name not in {"/P", "/Parent", "/Kids"}}  # noqa: SIM118
    shown = node.get("/AP", {}).get("/N")
    if isinstance(shown, pikepdf.Stream):
        box = [float(edge) for edge in shown.BBox]
        entries["/AP"] = (
            shown.read_bytes(),
            box,
            str(shown.get("/Resources", {}).get("/Font", {}).keys()),
        )
    else:
        entries["/AP"] = sorted(shown.keys()) if shown is not None else None
    return {name: value if name == "/AP" else repr(value) for name, value in entries.items()}


@some_cases
@blank_and_filled
@pytest.mark.parametrize("renderer", ["pdfium", "poppler"])
def test_a_copy_looks_like_the_drawn_file(case: Case, filled: bool, renderer: str) -> None:
    for page in range(len(solved(case).pages)):
        ours, theirs = (picture(make(case, filled=filled), page, renderer)
                        for make in (copied, drawn))  # fmt: skip
        assert np.array_equal(ours, theirs)


def picture(data: bytes, page: int, renderer: str) -> npt.NDArray[np.uint8]:
    require(RENDERERS[renderer])
    return np.asarray(RENDERERS[renderer].render(data, page, DPI))


@pytest.mark.parametrize("case", sample(WIDE, lambda case: (case.layout,)))
def test_both_codes_of_every_page_name_the_document(case: Case) -> None:
    pages = len(solved(case).pages)
    stamp = replace(solved(case).stamp, document=JANA)
    for page in range(pages):
        code = definition.printed_code(stamp, page + 1, pages)
        require(RENDERERS["pdfium"])
        seen = RENDERERS["pdfium"].render(copied(case), page, 150)
        assert [one.text for one in zxingcpp.read_barcodes(seen)] == [code, code]


@pytest.mark.parametrize("renderer", ["pdfium", "poppler"])
def test_a_sheet_from_right_to_left_looks_the_same(renderer: str) -> None:
    order = pipeline.Order(layout=layout("journey-map"), locale="en")
    sheet = replace(pipeline.bind(order), direction="rtl")
    worksheet = solving.solve(sheet, units.paper("A4", sheet.orientation))
    personal = pipeline.personal(worksheet, JANA)
    assert personal == solving.solve(sheet, units.paper("A4", sheet.orientation), document=JANA)
    ours = picture(pipeline.copies(worksheet, "pdf")(JANA, {}), 0, renderer)
    assert np.array_equal(ours, picture(pipeline.write(personal, "pdf", {}), 0, renderer))


@some_cases
@blank_and_filled
def test_a_screen_reader_finds_no_difference(case: Case, filled: bool, tmp_path: Path) -> None:
    data = copied(case, filled=filled)
    assert complaints(opened(data)) == []
    assert errors(data, tmp_path) == []


@pytest.mark.parametrize("client", [name for name in CLIENTS if name != "firefox"])
def test_programs_fill_a_copy(client: str) -> None:
    fill_in(client, Case(layout="everything", locale="lv"))


@pytest.mark.full
def test_firefox_fills_a_copy() -> None:
    fill_in("firefox", Case(layout="everything", locale="lv"))


def fill_in(client: str, case: Case) -> None:
    """Let a program fill a copy that has answers already, with others."""
    require(CLIENTS[client])
    meaning = solved(case).definition
    plain = {name: tidy(value) for name, value in answers_for(meaning, case.locale, 2).items()}
    entered = {n: v.replace("\t", " ") if isinstance(v, str) else v for n, v in plain.items()}
    prefilled = {n: v for n, v in values(case, seed=1).items() if entered[n] is not None}
    data = CLIENTS[client].fill(copier(case)(JANA, prefilled), as_fill(meaning, entered))
    response = pipeline.read(data, [layout(case.layout)])
    assert response.stamp is not None
    assert response.stamp.document == JANA
    assert response.as_json()["answers"] == entered


@pytest.mark.parametrize("case", [Case(layout="everything", locale="lv")], ids=str)
def test_we_fill_a_copy(case: Case) -> None:
    known = [layout(case.layout)]
    told = pipeline.read(copied(case), known).as_json()["answers"]
    data = pipeline.fill(copier(case)(JANA, {}), told, known)
    assert pipeline.read(data, known).as_json()["answers"] == told
    assert data.count(b"%%EOF") == 1


# ---------------------------------------------------------------- nobody else's


@every_case
def test_copies_are_small_and_differ_only_after_what_they_share(case: Case) -> None:
    one, other = copied(case), copier(case)(OLGA, {})
    shared = opened(other)
    assert shared.Root.AcroForm.Fields[0].get("/V") is None
    assert len(one) - len(drawn(case)) <= MORE + PER_ANSWER * len(values(case))
    assert len(other) - len(drawn(case, filled=False)) <= MORE


def test_a_copy_holds_nothing_of_another_person() -> None:
    case = Case(layout="journey-map", locale="lv")
    copy = copier(case)
    first = dict.fromkeys(("participant", "persona"), "Olga Kalniņa")
    copy(OLGA, pipeline.prefill(solved(case), first))
    data = copy(JANA, pipeline.prefill(solved(case), {"participant": "Jana Bērziņa"}))
    revisions = [data[: end.end()] for end in re.finditer(rb"%%EOF\n", data)]
    assert len(revisions) == 2
    for revision in revisions:
        pdf = opened(revision)
        contents = [one.read_bytes() for one in pdf.objects if isinstance(one, pikepdf.Stream)]
        texts = b" ".join([*contents, *(one.unparse(resolved=True) for one in pdf.objects)])
        told = pdf.attachments["worksheet.json"].get_file().read_bytes()
        for trace in ("Olga", "Kalni"):
            assert trace.encode("utf-16-be") not in texts
            assert trace.encode("utf-16-be").hex().encode() not in texts
        assert OLGA.encode() not in texts + told
    assert definition.decode(told).stamp.document == JANA


def test_the_same_copy_has_the_same_bytes_in_every_process() -> None:
    script = (
        "import sys; from tests.contract.test_copies import WIDE, copied\n"
        "sys.stdout.buffer.write(copied(WIDE[0]))"
    )
    made = [
        subprocess.run(
            [sys.executable, "-c", script],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": ":".join(sys.path), "PATH": ""},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    ]
    assert made == [copied(WIDE[0]), copied(WIDE[0])]


def test_the_parts_of_an_id_tell_original_and_copy() -> None:
    case = Case(layout="journey-map", locale="lv")
    one, other = (opened(copier(case)(name, {})).trailer.ID for name in (JANA, OLGA))
    assert bytes(one[0]) == bytes(other[0])
    assert bytes(one[1]) != bytes(other[1])
