"""What people added survives new files; what they hide is nowhere; stopping costs nothing."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path
from time import sleep
from typing import Any

import pytest
from openpyxl import load_workbook

import worksheets
from worksheets import loading, pipeline
from worksheets.collecting import job, outputs
from worksheets.collecting.job import Done, Job, run
from worksheets.collecting.notes import read as read_notes
from worksheets.model.workshop import Person, Wave, Workshop, document_id

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported:UserWarning")
ROOT = Path(__file__).parents[2]
JOURNEY = loading.load("journey-map")
WORKSHEET = pipeline.solve(pipeline.Order(layout=JOURNEY))
COPY = pipeline.copies(WORKSHEET, "pdf")


def sheet(path: Path, document: str | None = None, /, **answers: Any) -> None:  # noqa: ANN401
    """Put a filled sheet into the inbox."""
    path.parent.mkdir(parents=True, exist_ok=True)
    values = pipeline.prefill(WORKSHEET, answers)
    data = COPY(document, values) if document else pipeline.write(WORKSHEET, "pdf", values)
    path.write_bytes(data)


def collect(folder: Path, *outs: str, **options: Any) -> Done:  # noqa: ANN401
    """Collect ``inbox`` in a folder into outputs there."""
    places = tuple(folder / out for out in outs or ("results.xlsx",))
    return run(Job(paths=(folder / "inbox",), outs=places, workers=1, **options))


def rows(path: Path, name: str) -> list[dict[str, Any]]:
    """Return the rows of a sheet's table, the heads of which stand somewhere on top."""
    book = load_workbook(path)
    table = next(iter(book[name].tables.values()))
    cells = [[cell.value for cell in row] for row in book[name][table.ref]]
    return [dict(zip(cells[0], row, strict=True)) for row in cells[1:]]


def write_note(path: Path, file: str, field: str, **words: str) -> None:
    """Write into the Notes sheet as an analyst would."""
    book = load_workbook(path)
    notes = book["Notes"]
    table = next(iter(notes.tables.values()))
    head, *lines = notes[table.ref]
    places = {cell.value: index for index, cell in enumerate(head)}
    line = next(
        row
        for row in lines
        if (row[places["response"]].value, row[places["field"]].value) == (file, field)
    )
    for column, text in words.items():
        line[places[column]].value = text
    book.save(path)


def answers(path: Path, field: str) -> dict[str, tuple[Any, str]]:
    """Return value and state of a field by file."""
    return {
        row["file"]: (row["value"], row["state"])
        for row in rows(path, "Answers")
        if row["field"] == field
    }


# ---------------------------------------------------------------- the analyst's own work


def test_notes_corrections_and_decisions_survive_twenty_new_files_and_a_changed_answer(
    tmp_path: Path,
) -> None:
    inbox, results = tmp_path / "inbox", tmp_path / "results.xlsx"
    for number in range(4):
        sheet(inbox / f"{number}.pdf", persona=f"Prson {number}", scenario="the same")
    (inbox / "twin.pdf").write_bytes((inbox / "3.pdf").read_bytes() + b"% saved again\n")
    collect(tmp_path)
    decisions = tmp_path / "decisions.csv"
    assert "inbox/twin.pdf" in decisions.read_text(encoding="utf-8-sig")
    decisions.write_text("file,decision\ninbox/twin.pdf,drop\n", encoding="utf-8")
    write_note(results, "inbox/0.pdf", "persona", correction="Person 0", theme="spelling")
    write_note(results, "inbox/1.pdf", "persona", correction="Person 1")
    write_note(results, "inbox/2.pdf", "persona", comment="ask her")
    for number in range(10, 30):
        sheet(inbox / f"{number}.pdf", persona=f"Persona {number}")
    sheet(inbox / "1.pdf", persona="Somebody else", scenario="the same")
    (inbox / "2.pdf").rename(inbox / "renamed.pdf")
    for _ in range(2):  # once more changes nothing
        collect(tmp_path)
        found = answers(results, "persona")
        assert len(found) == 24
        assert found["inbox/0.pdf"] == ("Person 0", "corrected")
        assert found["inbox/1.pdf"] == ("Somebody else", "ok")
        assert "inbox/twin.pdf" not in found
        notes = {note.response: note for note in read_notes(results)}
        assert notes["inbox/0.pdf"].theme == "spelling"
        assert notes["inbox/1.pdf"].correction == "Person 1"
        assert notes["inbox/1.pdf"].answer == "Prson 1"
        assert notes["inbox/renamed.pdf"].comment == "ask her"
        codes = {(row["file"], row["code"]) for row in rows(results, "Problems")}
        assert {("inbox/1.pdf", "C007"), ("inbox/0.pdf", "C008")} <= codes
        assert ("inbox/twin.pdf", "C005") in codes
    assert decisions.read_text(encoding="utf-8") == "file,decision\ninbox/twin.pdf,drop\n"


def test_a_workbook_that_is_open_elsewhere_stays_and_the_new_one_has_a_name_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sheet(tmp_path / "inbox" / "a.pdf", persona="Jana")
    collect(tmp_path)
    replace = Path.replace

    def locked(self: Path, target: Path) -> Path:
        if Path(target).name == "results.xlsx":
            raise PermissionError(13, "Permission denied")
        return replace(self, target)

    monkeypatch.setattr(outputs.Path, "replace", locked)
    done = collect(tmp_path)
    assert done.written == (tmp_path / "results (2).xlsx",)
    assert [problem.code for problem in done.problems] == ["C009"]


# ---------------------------------------------------------------- privacy

ANN = Person(id="ann", name="Ann Quillfeather", email="ann@example.org", group="north")
BOB = Person(id="bob", name="Bob Underhill", group="south")
WORKSHOP = Workshop(
    id="w", name="W", wave="now", waves=(Wave(id="now", label="Now"),),
    layouts=("journey-map",), people=(ANN, BOB),
)  # fmt: skip
OUTS = ("results.xlsx", "answers.csv", "responses.jsonl", "report.html")


def people(folder: Path) -> None:
    """Put in what two people sent, under names that tell who they are."""
    inbox = folder / "inbox"
    hers, his = (document_id("w", "now", person.id) for person in (ANN, BOB))
    sheet(inbox / "quillfeather.pdf", hers, participant="Ann Quillfeather", persona="P1")
    sheet(inbox / "underhill" / "b.pdf", his, participant="Bob Underhill", persona="P2")
    sheet(inbox / "c.pdf", participant="ann  quillfeather", persona="P3")


def traces(folder: Path, words: Iterable[bytes], but: Iterable[str] = ()) -> list[str]:
    """Return the files outside of the inbox, archives unpacked, that hold one of ``words``."""
    from zipfile import ZipFile, is_zipfile

    found = []
    for path in folder.iterdir():
        if path.is_dir() or path.name in but:
            continue
        data = [path.read_bytes()]
        if is_zipfile(path):
            with ZipFile(path) as parts:
                data += [parts.read(name) for name in parts.namelist()]
        if any(word in part.lower() for word in words for part in data):
            found.append(path.name)
    return found


NAMES = (b"quillfeather", b"underhill")


def test_pseudonyms_leave_no_name_but_in_the_key_file(tmp_path: Path) -> None:
    people(tmp_path)
    collect(tmp_path, workshops=(WORKSHOP,))  # with names, first: the store forgets them
    collect(tmp_path, *OUTS, workshops=(WORKSHOP,), pseudonymise=True, merge=tmp_path / "m.pdf")
    assert traces(tmp_path, NAMES) == ["results.key.csv"]
    first = rows(tmp_path / "results.xlsx", "Answers")
    assert len({row["participant"] for row in first}) == 3  # two people, one without a list
    typed = {row["value"] for row in first if row["field"] == "participant"}
    assert len(typed) == 2  # one name is one code, however it is written
    collect(tmp_path, *OUTS, workshops=(WORKSHOP,), pseudonymise=True)
    assert rows(tmp_path / "results.xlsx", "Answers") == first


def test_what_people_wrote_in_open_runs_does_not_tell_names_in_hidden_ones(tmp_path: Path) -> None:
    people(tmp_path)
    sheet(tmp_path / "inbox" / "lost underhill.pdf", persona="P4")
    collect(tmp_path, workshops=(WORKSHOP,))
    for file in ("inbox/quillfeather.pdf", "inbox/lost underhill.pdf"):
        write_note(tmp_path / "results.xlsx", file, "persona", comment="mine")
    (tmp_path / "inbox" / "lost underhill.pdf").unlink()
    (tmp_path / "decisions.csv").write_text(
        "inbox/c.pdf,same person,Ann Quillfeather\ngone underhill.pdf,drop\n", encoding="utf-8"
    )
    collect(tmp_path, *OUTS, workshops=(WORKSHOP,), pseudonymise=True)
    assert traces(tmp_path, NAMES, but=["results.key.csv", "decisions.csv"]) == []
    found = rows(tmp_path / "results.xlsx", "Answers")
    assert len({row["participant"] for row in found}) == 2
    notes = rows(tmp_path / "results.xlsx", "Notes")
    assert [row["comment"] for row in notes if row["comment"]] == ["mine", "mine"]


def test_waves_by_folders_are_told_though_names_are_hidden(tmp_path: Path) -> None:
    spring = Workshop(
        id="w", name="W", waves=(Wave(id="as_is", label="As-is", folder="spring"),),
        layouts=("journey-map",),
    )  # fmt: skip
    sheet(tmp_path / "inbox" / "spring" / "a.pdf", persona="P1")
    collect(tmp_path, workshops=(spring,), pseudonymise=True)
    waves = {row["wave"] for row in rows(tmp_path / "results.xlsx", "Answers")}
    assert waves == {"as_is"}


def test_without_persons_no_table_says_who(tmp_path: Path) -> None:
    sheet(tmp_path / "inbox" / "a.pdf", participant="Ann Quillfeather", persona="P1")
    done = collect(tmp_path, *OUTS, drop_person=True)
    assert done.counts.ok == 1
    assert traces(tmp_path, NAMES, but=["results.responses.sqlite"]) == []


def test_who_is_forgotten_is_gone_from_store_and_outputs_and_stays_away(tmp_path: Path) -> None:
    people(tmp_path)
    collect(tmp_path, *OUTS, workshops=(WORKSHOP,))
    write_note(tmp_path / "results.xlsx", "inbox/quillfeather.pdf", "persona", comment="Ann?")
    others = Workshop(id="w", name="W", wave="now", layouts=("journey-map",), people=(BOB,))
    done = collect(tmp_path, *OUTS, workshops=(WORKSHOP,), forget=("Ann Quillfeather",))
    assert "inbox/quillfeather.pdf" in done.problems[0].message
    for _ in range(2):
        collect(tmp_path, *OUTS, workshops=(others,))
        assert traces(tmp_path, [NAMES[0]]) == []
        assert {row["file"] for row in rows(tmp_path / "results.xlsx", "Answers")} == {
            "inbox/underhill/b.pdf"
        }
        codes = [row["code"] for row in rows(tmp_path / "results.xlsx", "Problems")]
        assert codes.count("C011") == 2


# ---------------------------------------------------------------- renaming, adding, missing


def test_a_renamed_stage_and_a_new_person_leave_all_answers_in_their_columns(
    tmp_path: Path,
) -> None:
    people(tmp_path)
    collect(tmp_path, workshops=(WORKSHOP,))
    before = rows(tmp_path / "results.xlsx", "Answers")
    stages = loading.load_stages(
        "research=Looking, offer=Offer, conversion=Signing, use=Using, loyalty=Staying"
    )
    more = Workshop(
        id="w", name="W", wave="now", waves=WORKSHOP.waves, layouts=("journey-map",),
        stages=stages, people=(ANN, BOB, Person(id="cleo", name="Cleo")),
    )  # fmt: skip
    collect(tmp_path, workshops=(more,))
    after = rows(tmp_path / "results.xlsx", "Answers")
    same = ("file", "field", "stage", "stage_number", "value", "participant")
    assert [[row[key] for key in same] for row in after] == [
        [row[key] for key in same] for row in before
    ]
    overview = [cell for row in load_workbook(tmp_path / "results.xlsx")["Overview"].values
                for cell in row]  # fmt: skip
    assert "Cleo" in overview


# ---------------------------------------------------------------- stopping


def test_a_stop_by_the_keyboard_says_how_to_go_on_and_loses_nothing(tmp_path: Path) -> None:
    if not hasattr(signal, "SIGINT") or sys.platform == "win32":
        pytest.skip("there is no keyboard to interrupt with here")
    data = worksheets.generate(JOURNEY, answers={"persona": "Jana"})
    (tmp_path / "inbox").mkdir()
    for number in range(400):
        (tmp_path / "inbox" / f"{number}.pdf").write_bytes(data + b"%% %d\n" % number)
    command = [sys.executable, "-m", "worksheets", "collect", "inbox", "-o", "out.jsonl"]
    settings = {"cwd": tmp_path, "env": {**os.environ, "PYTHONPATH": str(ROOT)}, "text": True}
    going = subprocess.Popen(command, stderr=subprocess.PIPE, **settings)  # type: ignore[call-overload]
    while not (tmp_path / "out.responses.sqlite").exists() and going.poll() is None:
        sleep(0.01)
    sleep(0.3)
    going.send_signal(signal.SIGINT)
    _, said = going.communicate(timeout=60)
    assert (going.returncode, "run the same command again" in said) == (130, True), said
    assert not (tmp_path / "out.jsonl").exists()
    again = subprocess.run(command, capture_output=True, check=True, timeout=300, **settings)  # type: ignore[call-overload]
    assert again.stderr == "worksheets: 400 ok, 0 partial, 0 unreadable\n"
    lines = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert len({json.loads(line)["file"] for line in lines}) == 400


def test_a_missing_output_or_merge_kind_is_told_before_anything_is_read(tmp_path: Path) -> None:
    sheet(tmp_path / "inbox" / "a.pdf", persona="Jana")
    for options in ({"outs": (tmp_path / "x.doc",)}, {"merge": tmp_path / "m.png"}):
        wanted = {"paths": (tmp_path / "inbox",), "outs": (tmp_path / "r.csv",), **options}
        with pytest.raises(worksheets.WorksheetsError, match="L011"):
            job.run(Job(**wanted))  # type: ignore[arg-type]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["inbox"]
