"""What `worksheets collect` says where, and what stands in the files then."""

import csv
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

import worksheets
from worksheets.cli import main

ANSWERS = {"participant": "Ann Brown", "persona": "A student", "emotion__offer": 2}


@pytest.fixture
def inbox(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    folder = Path("inbox")
    folder.mkdir()
    layout = worksheets.load("journey-map")
    (folder / "ann.pdf").write_bytes(worksheets.generate(layout, answers=ANSWERS))
    eva = {**ANSWERS, "participant": "Eva Ozola", "emotion__offer": -1}
    (folder / "eva.docx").write_bytes(worksheets.generate(layout, format="docx", answers=eva))
    return folder


def collect(*arguments: str) -> int:
    with pytest.raises(SystemExit) as left:
        main(args=["collect", *arguments])
    return int(left.value.code or 0)


def rows(path: str | Path) -> list[dict[str, str]]:
    return list(csv.DictReader(Path(path).read_text("utf-8-sig").splitlines()))


def values(path: str | Path, field: str) -> dict[str, str]:
    return {row["file"]: row["value"] for row in rows(path) if row["field"] == field}


def written(path: Path) -> bytes:
    """Return what stands in a file, a workbook unpacked."""
    if path.suffix != ".xlsx":
        return path.read_bytes()
    with ZipFile(path) as book:
        return b"".join(map(book.read, book.namelist()))


HINT = "(ask for it again; perhaps its upload was cut off)"


def test_only_the_written_paths_are_on_standard_output(
    inbox: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (inbox / "notes.txt").write_text("nothing", encoding="utf-8")
    (inbox / "all.zip").write_bytes(b"PK\x03\x04 and no more")
    assert collect("inbox", "-o", "all", "-o", "a.csv", "--merge", "m.pdf") == 3
    printed = capsys.readouterr()
    assert printed.out.splitlines() == ["all", "a.csv", "m.pdf"]
    assert printed.err.splitlines() == [
        "worksheets: inbox/all.zip: C012 the archive is damaged " + HINT,
        "worksheets: 2 ok, 0 partial, 1 unreadable, 1 not opened; Problems says what to do",
    ]
    assert [row["code"] for row in rows("all/problems.csv")] == ["R001", "C012"]


def test_nothing_is_written_if_the_merged_map_cannot_be(inbox: Path) -> None:
    assert collect("inbox", "-o", "a.csv", "--merge", "m.pdf", "--merge-layout", "nosuch") == 2
    assert not Path("a.csv").exists()
    assert not Path("decisions.csv").exists()


def test_decisions_are_applied_by_the_next_run(inbox: Path) -> None:
    collect("inbox", "-o", "all")
    assert values("all/answers.csv", "emotion__offer") == {
        "inbox/ann.pdf": "2",
        "inbox/eva.docx": "-1",
    }
    decisions = Path("all/decisions.csv")
    text = decisions.read_text("utf-8-sig") + "ann.pdf,drop,,\neva.docx,group size,5,\n"
    decisions.write_text(text, encoding="utf-8")
    collect("inbox", "-o", "all")
    assert values("all/answers.csv", "emotion__offer") == {"inbox/eva.docx": "-1"}
    assert {row["group_size"] for row in rows("all/answers.csv")} == {"5"}
    assert [row["code"] for row in rows("all/problems.csv")] == ["C005", "C005"]
    assert decisions.read_text("utf-8") == text


def test_pseudonyms_are_the_same_in_every_run_and_only_the_key_knows_names(inbox: Path) -> None:
    found = []
    for _ in range(2):
        collect("inbox", "-o", "all", "--pseudonymise", "--merge", "map.pdf")
        found.append(values("all/answers.csv", "participant"))
    assert found[0] == found[1]
    for file, name in found[0].items():
        assert re.fullmatch(r"F-[A-Z2-7]{8}\.(pdf|docx)", file)
        assert re.fullmatch(r"P-[A-Z2-7]{8}", name)
    known = {row["code"]: row["name"] for row in rows("all/key.csv")}
    assert {known[name] for name in found[0].values()} == {"Ann Brown", "Eva Ozola"}
    Path("all/key.csv").unlink()
    for path in [*Path("all").iterdir(), Path("map.pdf")]:
        assert not re.search(rb"Ozola|Brown|ann\.pdf|eva\.docx", written(path)), path


def test_dropped_persons_are_in_no_output(inbox: Path) -> None:
    collect("inbox", "-o", "all", "--drop-person")
    for path in Path("all").iterdir():
        if path.suffix != ".sqlite":
            assert not re.search(rb"Ozola|Brown", written(path)), path
    assert set(values("all/answers.csv", "participant").values()) == {""}


def test_the_forgotten_leave_the_database_too(inbox: Path) -> None:
    collect("inbox", "-o", "all")
    assert b"Eva Ozola" in Path("all/responses.sqlite").read_bytes()
    collect("inbox", "-o", "all", "--forget", "Eva Ozola")
    for path in Path("all").iterdir():
        assert b"Eva Ozola" not in written(path), path
    collect("inbox", "-o", "all")
    assert list(values("all/answers.csv", "persona")) == ["inbox/ann.pdf"]
    assert [row["code"] for row in rows("all/problems.csv")] == ["C011"]


def test_in_python_it_is_a_function_whatever_was_imported_before(inbox: Path) -> None:
    from worksheets.collecting import report  # noqa: F401 (sets names on the package)

    told = []
    layout, workshop = worksheets.load("journey-map"), worksheets.Workshop(id="w", name="W")
    done = worksheets.collect(
        inbox, "a.csv", merge="m.pdf", layouts=[layout], workshops=workshop,
        forget="Eva Ozola", drop_person=True, progress=lambda counts: told.append(counts.done),
    )  # fmt: skip
    assert done.written == (Path("a.csv"), Path("m.pdf"))
    assert (done.counts.ok, done.counts.closed) == (2, 0)
    assert [problem.code for problem in done.problems] == ["C011"]
    assert told == [1, 2]
    assert values("a.csv", "participant") == {"inbox/ann.pdf": ""}
    with pytest.raises(worksheets.WorksheetsError):
        worksheets.collect("inbox", "a.odt")
    with pytest.raises(TypeError):
        worksheets.collect("inbox", "a.csv", nosuch=1)
