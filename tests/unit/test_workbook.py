"""The results workbook, read back by other programs than the one that wrote it."""
# ruff: noqa: ANN401 (cells may hold anything)

import csv
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from tests.collecting import Memory, Read, collection, definition, read, reads
from worksheets.collecting import workbook
from worksheets.collecting.collection import Collection, View
from worksheets.collecting.rows import AnswerRow, Trouble
from worksheets.collecting.troubles import troubles
from worksheets.collecting.workbook import book, replies, survey
from worksheets.collecting.workbook.book import Book, Link, clean, distinct, typed
from worksheets.model.workshop import Person, Wave, Workshop, document_id

HEADS = list(AnswerRow.__slots__)
SHEETS = ["Overview", "Responses empathy-map", "Responses journey-map", "Responses persona",
          "Responses stakeholder-map", "Answers", "Emotions", "Stage text", "Stakeholders",
          "Choices", "Problems", "Codebook", "Notes"]  # fmt: skip
EVIL = (
    "=1+1",
    "+1",
    "-1+cmd|' /C calc'!A0",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    '=HYPERLINK("http://x")',
)

Write = Callable[..., Path]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Collection, Path]:
    found = collection(6, "lv")
    path = tmp_path_factory.mktemp("workbook") / "results.xlsx"
    workbook.write(found, troubles(found), path)
    return found, path


def of(*found: Read, **view: Any) -> Collection:
    return Collection(Memory(found), View(**view))


def written(found: Collection, path: Path, **more: Any) -> Path:
    workbook.write(found, more.pop("troubles", None) or troubles(found), path, **more)
    return path


def rows(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(path).get_sheet_by_name(sheet).to_python()


def shown(value: Any) -> Any:
    return "" if value is None else value


# ------------------------------------------------------------ what is in it


def test_the_sheets_stand_in_order(made: tuple[Collection, Path]) -> None:
    assert CalamineWorkbook.from_path(made[1]).sheet_names == SHEETS


def test_answers_has_every_answer_as_what_it_is(made: tuple[Collection, Path]) -> None:
    found, path = made
    head, *lines = rows(path, "Answers")
    assert head == HEADS
    for line, answer in zip(lines, found.answers(), strict=True):
        expected = {name: shown(getattr(answer, name)) for name in HEADS}
        expected["value"] = shown(typed(answer.type, answer.value))
        assert dict(zip(HEADS, line, strict=True)) == expected
    kinds = {(line[10], type(line[11])) for line in lines if line[11] != ""}
    assert {("text", str), ("scale", float), ("date", date)} <= kinds


def test_responses_has_every_answer_below_its_id(made: tuple[Collection, Path]) -> None:
    found, path = made
    sheets = {name: rows(path, name) for name in SHEETS if name.startswith("Responses")}
    for reply in found.replies():
        labels, head, *lines = sheets[f"Responses {reply.layout}"]
        line = next(dict(zip(head, line, strict=True)) for line in lines if line[1] == reply.file)
        assert line["number"] == reply.number
        assert line["people"] == reply.people
        for given in reply.answers:
            name = given.field.id if given.field.id != "participant" else "participant (answer)"
            assert line[name] == shown(typed(given.field.kind, given.value))
            assert labels[head.index(name)] == given.field.label


def test_one_layout_needs_no_name_in_its_sheet(tmp_path: Path) -> None:
    found = of(*reads(2, ("journey-map",)))
    names = CalamineWorkbook.from_path(written(found, tmp_path / "r.xlsx")).sheet_names
    assert names[:3] == ["Overview", "Responses", "Answers"]


def test_true_and_false_are_booleans_and_lists_are_one_text(tmp_path: Path) -> None:
    file = Book(tmp_path / "b.xlsx", title="")
    sheet = file.sheet("S")
    sheet.line(0, [True, False, typed("choice", ["a", "b"]), 3, 2.5, None, 10**20], [""] * 7)
    sheet.line(1, [typed("date", "2026-03-01"), typed("date", "1.3.2026"), float("nan")], [""] * 3)
    file.close()
    assert rows(tmp_path / "b.xlsx", "S") == [
        [True, False, "a; b", 3, 2.5, "", str(10**20)],
        [date(2026, 3, 1), "1.3.2026", "nan", "", "", "", ""],
    ]


def test_emotions_counts_every_sheet(made: tuple[Collection, Path]) -> None:
    lines = rows(made[1], "Emotions")
    start = next(index for index, line in enumerate(lines) if line[0] == "layout")
    head, first = lines[start], lines[start + 1]
    line = dict(zip(head, first, strict=True))
    assert line["wave"] == line["group"] == "all"
    assert line["sheets"] == sum(line[name] for name in ("-2", "-1", "0", "+1", "+2"))
    assert -2 <= line["band_from"] <= line["mean"] <= line["band_from"] + line["band_height"] <= 2


def test_waves_and_groups_have_rows_charts_and_gaps(tmp_path: Path) -> None:
    waves = (Wave(id="b", label="Before", folder="b"), Wave(id="a", label="After", folder="a"))
    people = (Person(id="1", name="Ann", group="North"), Person(id="2", name="Bo", group="South"))
    shop = Workshop(id="w", name="Shop", wave="b", waves=waves, layouts=("journey-map",),
                    people=people)  # fmt: skip
    asked = definition("journey-map", "en")
    marks = {name.id: 0 for name in asked.fields if name.id.startswith("emotion__")}
    found = of(
        read("x.pdf", marks, asked, document=document_id("w", "b", "1")),
        read("a/y.pdf", {**marks, "emotion__use": 2}, asked),
        workshops=(shop,),
        by_group=True,
    )
    path = written(found, tmp_path / "r.xlsx")
    lines = rows(path, "Emotions")
    parts = {(line[6], line[7]) for line in lines if line[0] == "journey-map"}
    assert {("all", "all"), ("Before", "all"), ("After", "all"), ("all", "North")} <= parts
    start = next(index for index, line in enumerate(lines) if "gap" in line)
    assert [line[10] for line in lines[start + 1 :] if line[3] == "use"] == [2]
    with ZipFile(path) as file:
        assert len([name for name in file.namelist() if "charts/chart" in name]) == 3
    overview = [line for line in rows(path, "Overview") if line[0] == "Bo"]
    assert overview[0][:7] == ["Bo", "South", "", "", "", "Customer journey map", "Before"]


def test_stage_text_has_every_text_of_a_stage(made: tuple[Collection, Path]) -> None:
    found, path = made
    _, head, *lines = rows(path, "Stage text")
    cells = {
        (line[0], line[head.index("response")]): dict(zip(head, line, strict=True))
        for line in lines
    }
    for reply in found.replies():
        for given in reply.answers:
            if survey.is_told(given.field) and given.value:
                assert given.value in cells[given.field.row, reply.key][given.field.stage]


def test_codebook_has_every_field_in_every_language(made: tuple[Collection, Path]) -> None:
    found, path = made
    head, *lines = rows(path, "Codebook")
    assert [line[1] for line in lines] == [asked.id for asked in found.fields]
    assert next(name for name in head if name.startswith("label_")) == "label_lv"
    assert {name[6:] for name in head if name.startswith("label_")} == {
        "lv",
        "en",
        "de",
        "nb",
        "pl",
    }


def test_problems_come_errors_first_with_links_to_documents_only(tmp_path: Path) -> None:
    found = of(*reads(1, ("persona",)))
    told = [
        Trouble(file=name, path=str(tmp_path / name), code="R007", severity=severity, message="m")
        for name, severity in (("a b#1%.pdf", "warning"), ("run.exe", "info"), ("x.zip", "error"))
    ]
    path = written(found, tmp_path / "r.xlsx", troubles=told)
    sheet = load_workbook(path)["Problems"]
    lines = list(sheet.iter_rows(min_row=2, max_col=3))
    assert [line[0].value for line in lines] == ["error", "warning", "info"]
    targets = [line[2].hyperlink.target if line[2].hyperlink else None for line in lines]
    assert targets == ["x.zip", "a%20b%231%25.pdf", None]


def test_overview_says_what_came_back_and_what_is_wrong(made: tuple[Collection, Path]) -> None:
    text = "\n".join(str(cell) for line in rows(made[1], "Overview") for cell in line)
    for word in ("26", "error R007", "scan.pdf", "Klienta ceļa karte", "docx"):
        assert word in text


# ------------------------------------------------------------ nothing but text


@pytest.mark.parametrize("evil", EVIL)
def test_what_people_write_stays_text(evil: str, tmp_path: Path) -> None:
    one = read("x.pdf", {"quote": "fine"}, definition("persona", "en"))
    answers = dict(one.response["answers"]) | {"quote": evil}
    found = of(replace(one, response=dict(one.response) | {"answers": answers}))
    path = written(found, tmp_path / "r.xlsx")
    for sheet in ("Responses", "Answers", "Notes"):
        cells = [
            c for row in load_workbook(path)[sheet].iter_rows() for c in row if c.value is not None
        ]
        hits = [cell for cell in cells if cell.value == evil.replace("\r", "\n")]
        assert hits, sheet
        assert {cell.data_type for cell in hits} == {"s"}
        assert all(cell.quotePrefix for cell in hits if str(cell.value)[:1] in set("=+-@\t"))
    with ZipFile(path) as parts:
        assert not [n for n in parts.namelist() if b"<f>" in parts.read(n) and "worksheets" in n]
        assert not [n for n in parts.namelist() if b"http://x" in parts.read(n) and "rels" in n]


def test_characters_and_lengths_that_a_cell_cannot_hold() -> None:
    assert clean("a\x00b\x0b\ud800c\r\nd") == ("abc\nd", False)
    assert clean("x" * 40_000)[0] == "x" * 32_766 + "…"
    text, _ = clean("😀" * 20_000)
    assert len(text.encode("utf-16-le")) // 2 <= 32_767
    assert clean("=a") == ("=a", True)


def test_an_escape_of_excel_is_only_text(tmp_path: Path) -> None:
    file = Book(tmp_path / "b.xlsx", title="")
    file.sheet("S").line(0, ["_x0041_", "a" * 40_000], ["", ""])
    file.close()
    assert rows(tmp_path / "b.xlsx", "S")[0][0] == "_x0041_"


def test_a_name_in_a_chart_is_no_formula(tmp_path: Path) -> None:
    one = read("x.pdf", {"stakeholder__1": "x", "interest__1": 5, "influence__1": 4},
               definition("stakeholder-map", "en"))  # fmt: skip
    field = next(name for name, value in one.response["answers"].items() if value == "x")
    answers = dict(one.response["answers"]) | {field: "=Answers!A1"}
    path = written(of(replace(one, response=dict(one.response) | {"answers": answers})),
                   tmp_path / "r.xlsx")  # fmt: skip
    with ZipFile(path) as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
    assert "Answers!A1</c:f>" not in chart
    assert "=Answers!\N{HAIR SPACE}A1" in chart


# ------------------------------------------------------------ limits of Excel


def test_names_of_sheets_and_heads_are_told_apart(tmp_path: Path) -> None:
    file = Book(tmp_path / "b.xlsx", title="")
    names = [
        file.sheet(name).name for name in ("x" * 40, "x" * 40, "a/b:c", "A b C", "'", "History")
    ]
    file.close()
    assert max(map(len, names)) == 31
    assert names[1].endswith(" 2")
    assert names[2:] == ["a b c", "A b C 2", "Sheet", "History 2"]
    assert distinct(["A", "a", "", "a"]) == ["A", "a (2)", "column", "a (3)"]


def test_links_end_at_the_limit_and_text_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(book, "MOST_LINKS", 2)
    file = Book(tmp_path / "b.xlsx", title="")
    sheet = file.sheet("S")
    for row in range(4):
        sheet.put(row, 0, Link(f"{row}.pdf", path=str(tmp_path / f"{row}.pdf")))
    sheet.put(4, 0, Link("long", path=str(tmp_path / f"{'x' * 3_000}.pdf")))
    file.close()
    cells = [row[0] for row in load_workbook(tmp_path / "b.xlsx")["S"].iter_rows()]
    assert [cell.value for cell in cells] == ["0.pdf", "1.pdf", "2.pdf", "3.pdf", "long"]
    assert [bool(cell.hyperlink) for cell in cells] == [True, True, False, False, False]


def test_answers_go_on_in_a_second_sheet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replies, "MOST_ROWS", 41)
    found = of(*reads(4, ("persona",)))
    path = written(found, tmp_path / "r.xlsx")
    names = [n for n in CalamineWorkbook.from_path(path).sheet_names if n.startswith("Answers")]
    assert len(names) > 1
    assert names[1] == "Answers 2"
    lines = [line for name in names for line in rows(path, name)[1:]]
    assert [line[20] for line in lines] == [answer.field for answer in found.answers()]


def test_a_large_collection_is_streamed_and_says_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: tuple[Collection, Path]
) -> None:
    monkeypatch.setattr(survey, "_STREAMED", 10)
    path = written(collection(6, "lv"), tmp_path / "r.xlsx")
    for sheet in SHEETS:
        assert rows(path, sheet) == rows(made[1], sheet), sheet
    with ZipFile(path) as parts:
        assert b"inlineStr" in parts.read("xl/worksheets/sheet6.xml")


def test_too_many_texts_leave_notes_to_the_analyst(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(survey, "MOST_NOTES", 10)
    path = written(of(*reads(4, ("persona",))), tmp_path / "r.xlsx")
    assert [line for line in rows(path, "Notes") if line[0].endswith((".pdf", ".docx"))] == []
    assert any(
        "copy response and field" in str(cell) for line in rows(path, "Overview") for cell in line
    )


def test_nothing_came_back(tmp_path: Path) -> None:
    found = of()
    names = CalamineWorkbook.from_path(written(found, tmp_path / "r.xlsx")).sheet_names
    assert names == ["Overview", "Answers", "Emotions", "Stakeholders", "Choices", "Problems",
                     "Codebook", "Notes"]  # fmt: skip


# ------------------------------------------------------------ the file


def test_the_same_collection_gives_the_same_bytes(
    tmp_path: Path, made: tuple[Collection, Path]
) -> None:
    again = written(collection(6, "lv"), made[1].with_name("again.xlsx"))
    assert again.read_bytes() == made[1].read_bytes()


def test_tables_cover_their_rows_and_have_names_of_their_own(made: tuple[Collection, Path]) -> None:
    found, path = made
    file = load_workbook(path)
    tables = {table.name: table for sheet in file for table in sheet.tables.values()}
    assert len(tables) == sum(len(sheet.tables) for sheet in file)
    assert tables["Answers"].ref == f"A1:X{sum(1 for _ in found.answers()) + 1}"
    for sheet in file:
        for table in sheet.tables.values():
            left, right = table.ref.split(":")
            cells = sheet[left : re.sub(r"\d+", re.findall(r"\d+", left)[0], right)][0]
            assert [cell.value for cell in cells] == [column.name for column in table.tableColumns]
            assert table.autoFilter.ref == table.ref


def test_charts_are_native_and_told_in_words(made: tuple[Collection, Path]) -> None:
    with ZipFile(made[1]) as parts:
        charts = [parts.read(n).decode() for n in parts.namelist() if "charts/chart" in n]
        drawings = [parts.read(n).decode() for n in parts.namelist() if "drawings/drawing" in n]
    told = re.findall(r'descr="([^"]+)"', "".join(drawings))
    assert len(charts) == len(told) == 2
    assert any("Line chart" in words and "Izpēte" in words for words in told)
    assert any("Scatter chart" in words for words in told)


def test_every_sheet_prints_one_page_wide_with_its_head_and_number(
    made: tuple[Collection, Path],
) -> None:
    for sheet in islice(load_workbook(made[1]), 5, None):
        assert sheet.page_setup.orientation == "landscape"
        assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0), sheet
        assert "&P" in sheet.oddFooter.right.text or "&P" in str(sheet.oddFooter)
        if sheet.title not in {"Emotions", "Stakeholders"}:
            assert sheet.print_title_rows
            assert sheet.freeze_panes


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_libreoffice_reads_the_same_answers(made: tuple[Collection, Path], tmp_path: Path) -> None:
    found, path = made
    options = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,6"
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless",
               "--convert-to", options, "--outdir", str(tmp_path), str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    (file,) = tmp_path.glob("*.csv")
    with file.open(encoding="utf-8", newline="") as source:
        head, *lines = csv.reader(source)
    assert head == HEADS
    expected = [[as_csv(getattr(answer, name)) for name in HEADS] for answer in found.answers()]
    assert lines == expected


def as_csv(value: Any) -> str:
    return "" if value is None else str(value).upper() if isinstance(value, bool) else str(value)


def test_nothing_is_left_behind_when_it_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "scratch").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "scratch"))
    with pytest.raises(OSError, match="no"):
        workbook.write(of(*reads(1, ("persona",))), (), tmp_path / "no" / "r.xlsx")
    assert list((tmp_path / "scratch").iterdir()) == []
