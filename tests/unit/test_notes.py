"""The analyst's notes survive whatever is done to the workbook they stand in."""
# ruff: noqa: ANN401 (cells may hold anything)

import os
import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from openpyxl import Workbook, load_workbook

from tests.collecting import Memory, collection, reads
from worksheets.collecting import notes, workbook
from worksheets.collecting.collection import Collection, View
from worksheets.collecting.rows import AnswerRow, Note
from worksheets.collecting.troubles import troubles
from worksheets.errors import UnusableInputError

READS = reads(4, ("journey-map", "persona"))
WORDS = ("theme", "translation", "correction", "comment")


def made(path: Path, found: Iterable[Note] = (), **view: Any) -> Collection:
    result = Collection(Memory(READS), View(notes=tuple(found), **view))
    workbook.write(result, troubles(result), path)
    return result


def lines(path: Path) -> list[dict[str, Any]]:
    """Return the lines of the sheet by the heads of its columns."""
    every = [[cell.value for cell in row] for row in load_workbook(path)["Notes"].iter_rows()]
    start = next(index for index, row in enumerate(every) if row[0] == "response")
    return [dict(zip(every[start], row, strict=True)) for row in every[start + 1 :]]


def written(path: Path, changes: dict[int, dict[str, Any]]) -> Path:
    """Write into cells as an analyst does, by line and head."""
    book = load_workbook(path)
    sheet = book["Notes"]
    start = next(row[0].row for row in sheet.iter_rows() if row[0].value == "response")
    heads = {cell.value: cell.column for cell in sheet[start]}
    for line, cells in changes.items():
        for head, value in cells.items():
            sheet.cell(start + 1 + line, heads[head]).value = value
    book.save(path)
    return path


def texts() -> list[AnswerRow]:
    found = Collection(Memory(READS), View())
    return [
        a
        for a in found.answers()
        if a.type == "text" and a.value and a.row not in ("participant", "version")
    ]


def test_every_text_answer_has_a_line_to_write_in(tmp_path: Path) -> None:
    made(tmp_path / "r.xlsx")
    found = lines(tmp_path / "r.xlsx")
    assert [(line["response"], line["field"], line["answer"]) for line in found] == [
        (answer.response, answer.field, answer.value) for answer in texts()
    ]
    assert all(line[word] is None for line in found for word in WORDS)
    assert notes.read(tmp_path / "r.xlsx") == ()


def test_notes_survive_any_number_of_runs(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    made(path, [Note(response=texts()[7].response, field=texts()[7].field, translation="_x0041_ ok",
                     comment="=look\nhere")])  # fmt: skip
    written(path, {3: {"theme": "trust"}})
    first = notes.read(path)
    assert [(note.theme, note.comment, note.translation) for note in first] == [
        ("trust", "", ""),
        ("", "=look\nhere", "_x0041_ ok"),
    ]
    sizes = set()
    for _ in range(3):
        made(path, first)
        sizes.add(path.read_bytes())
        assert notes.read(path) == first
    assert len(sizes) == 1


@pytest.mark.skipif(not shutil.which("soffice"), reason="LibreOffice is not here")
def test_notes_survive_libreoffice(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    answer = texts()[5]
    every = [Note(response=answer.response, field=answer.field, theme="-theme", comment="a\nb  c")]
    made(path, every)
    before = notes.read(path)
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless",
               "--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path / "saved"),
               str(path)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    after = notes.read(tmp_path / "saved" / "r.xlsx")
    assert after == before
    made(path, after)
    assert notes.read(path) == before


def test_columns_may_be_moved_sorted_and_more(tmp_path: Path) -> None:
    path, moved = tmp_path / "r.xlsx", tmp_path / "moved.xlsx"
    answers = texts()[:3]
    made(
        path,
        [Note(response=a.response, field=a.field, theme=f"t{i}") for i, a in enumerate(answers)],
    )
    book = Workbook()
    sheet = book.create_sheet("notes ")
    found = lines(path)[:5][::-1]
    heads = [*reversed(found[0]), "mine"]
    sheet.append(["my title"])
    sheet.append([head.upper() for head in heads])
    for line in found:
        sheet.append([line.get(head, "x") for head in heads])
    book.save(moved)
    assert sorted(notes.read(moved), key=lambda note: note.theme) == list(notes.read(path))


def test_a_correction_counts_and_is_marked(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    found = Collection(Memory(READS), View())
    mark = next(a for a in found.answers() if a.type == "scale" and a.value is not None)
    made(path, [Note(response=mark.response, field=mark.field, correction="1")])
    line = next(line for line in lines(path) if line["field"] == mark.field and line["correction"])
    assert (line["state"], line["answer"]) == ("corrected", str(mark.value))
    (note,) = notes.read(path)
    again = made(path, [replace(note, correction="never")])
    assert next(line for line in lines(path) if line["correction"])["state"] == "refused"
    assert "C018" in {trouble.code for trouble in troubles(again)}


def test_a_note_about_what_changed_says_so_until_it_is_accepted(tmp_path: Path) -> None:
    path, answer = tmp_path / "r.xlsx", texts()[0]
    made(path, [Note(response=answer.response, field=answer.field, answer="old", theme="t")])
    line = lines(path)[0]
    assert (line["answer"], line["now"], line["state"]) == ("old", answer.value, "changed")
    written(path, {0: {"answer": None}})
    made(path, notes.read(path))
    line = lines(path)[0]
    assert (line["answer"], line["now"], line["state"]) == (answer.value, None, None)


def test_a_note_whose_answer_is_gone_is_kept_at_the_end(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    lost = Note(response="gone.pdf", field="x", answer="was", theme="t", sha256="0" * 64)
    made(path, [lost])
    assert lines(path)[-1]["state"] == "lost"
    assert notes.read(path) == (lost,)


def test_numbers_dates_and_long_texts_come_back_as_they_are_kept(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Notes"
    sheet.append(["response", "field", "answer", "theme"])
    sheet.append(["a.pdf", "x", 3.0, 7])
    sheet.append(["a.pdf", "y", True, "t"])
    sheet.append(["a.pdf", "z", "x" * 32_767, "t"])
    sheet.append(["a.pdf", "nothing", "said", " "])
    sheet.append([None, "z", "no", "response"])
    book.save(tmp_path / "r.xlsx")
    found = notes.read(tmp_path / "r.xlsx")
    assert [(n.field, n.answer, n.theme) for n in found] == [
        ("x", "3", "7"),
        ("y", "true", "t"),
        ("z", "", "t"),
    ]


def test_names_are_left_out_of_a_dropped_persons_note(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    made(
        path,
        [Note(response=READS[1].name, field="participant", answer="Jana Ozola", theme="t")],
        drop_person=True,
    )
    assert (lines(path)[-1]["state"], lines(path)[-1]["answer"]) == ("lost", None)


# ------------------------------------------------------------ what is no workbook of ours


def test_two_notes_about_one_answer_are_one_with_all_that_was_said(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    made(path)
    place = lines(path)[0]
    again = {"response": place["response"], "field": place["field"], "theme": "b",
             "correction": "second"}  # fmt: skip
    mine = {"theme": "a", "correction": "first", "comment": "c"}
    found = notes.read(written(path, {0: mine, len(lines(path)): again}))
    assert [(n.theme, n.correction, n.comment) for n in found] == [("a; b", "first", "c; second")]


def test_notes_of_two_workbooks_are_kept_and_what_was_saved_last_counts(tmp_path: Path) -> None:
    one, two = tmp_path / "1.xlsx", tmp_path / "2.xlsx"
    made(one)
    made(two)
    written(one, {0: {"theme": "early"}, 1: {"theme": "only here"}})
    written(two, {0: {"theme": "late"}})
    os.utime(one, ns=(1, 1))
    found = notes.read_all([one, two, tmp_path / "none.xlsx"])
    assert [note.theme for note in found] == ["late", "only here"]


def test_a_sheet_of_notes_may_have_another_name_but_never_lose_its_heads(tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    made(path)
    written(path, {0: {"theme": "mine"}})
    book = load_workbook(path)
    book["Notes"].title = "Piezīmes"
    book.save(path)
    assert [note.theme for note in notes.read(path)] == ["mine"]
    book["Piezīmes"].title = "Notes"
    for row in book["Notes"].iter_rows():
        for cell in row:
            cell.value = "Antwort" if cell.value == "response" else cell.value
    book.save(path)
    with pytest.raises(UnusableInputError, match="heads of its sheet Notes are gone"):
        notes.read(path)


def test_no_file_and_no_sheet_are_no_notes(tmp_path: Path) -> None:
    assert notes.read(tmp_path / "none.xlsx") == ()
    Workbook().save(tmp_path / "other.xlsx")
    assert notes.read(tmp_path / "other.xlsx") == ()


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"", "R001"), (b"response,field", "R001"), (b"\xd0\xcf\x11\xe0" + bytes(99), "R004"),
     (b"PK\x03\x04 cut", "R001")],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(content: bytes, code: str, tmp_path: Path) -> None:
    path = tmp_path / "r.xlsx"
    path.write_bytes(content)
    with pytest.raises(UnusableInputError) as error:
        notes.read(path)
    assert error.value.problems[0].code == code
    assert str(path) in str(error.value)


def test_a_workbook_with_broken_parts_is_refused(tmp_path: Path) -> None:
    path, broken = tmp_path / "r.xlsx", tmp_path / "broken.xlsx"
    workbook.write(collection(1), (), path)
    with ZipFile(path) as source, ZipFile(broken, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(
                name, source.read(name)[: 40 if name.endswith("workbook.xml") else None]
            )
    with pytest.raises(UnusableInputError) as error:
        notes.read(broken)
    assert error.value.problems[0].code == "R007"


def test_bombs_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "r.xlsx"
    with ZipFile(path, "w", ZIP_DEFLATED) as target:
        for number in range(2_001):
            target.writestr(f"{number}.xml", "")
    with pytest.raises(UnusableInputError, match="R003"):
        notes.read(path)
    monkeypatch.setattr(notes, "_MOST_ROWS", 3)
    made(path)
    with pytest.raises(UnusableInputError, match="R003"):
        notes.parse(str(path))
