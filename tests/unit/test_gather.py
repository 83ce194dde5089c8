"""Gathering: everything under the paths is read once, and only what is new the next time."""

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from zipfile import ZIP_STORED

import pytest

import worksheets
from tests.returned import folder, form, gathered, mail, names, notices, zipped
from worksheets import loading, pipeline
from worksheets.collecting import reading
from worksheets.collecting.gather import Counts, gather
from worksheets.collecting.store import Store
from worksheets.collecting.workers import LocalExecutor
from worksheets.model.reading import Outcome, Source, Task


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    archive = zipped({"1.pdf": form(1), "again.zip": zipped({"2.pdf": form(2)})})
    files = {"3.pdf": form(3), "4.docx": form(4, "docx"), "same.pdf": form(3), "notes.txt": b"hi",
             "m/a.eml": mail({"5.pdf": form(5)}).as_bytes(), "a.zip": archive}  # fmt: skip
    return folder(tmp_path / "inbox", files)


def test_a_response_is_what_reading_the_file_gives_with_its_name(inbox: Path) -> None:
    store = Store.open(":memory:")
    counts = gathered(store, inbox)
    assert counts == Counts(found=10, done=10, ok=6, unreadable=1)
    assert names(store) == [
        "inbox/3.pdf", "inbox/4.docx", "inbox/a.zip!1.pdf", "inbox/a.zip!again.zip!2.pdf",
        "inbox/m/a.eml!5.pdf", "inbox/notes.txt", "inbox/same.pdf",
    ]  # fmt: skip
    (word,) = (r for r in store.records() if r.name == "inbox/4.docx")
    alone = worksheets.read(inbox / "4.docx").as_json()
    assert word.response == json.loads(json.dumps(alone)) | {"file": "inbox/4.docx"}
    assert word.path == str(inbox / "4.docx")
    assert notices(store) == []


def test_a_second_run_reads_what_is_new_and_misses_what_is_gone(inbox: Path) -> None:
    store = Store.open(":memory:")
    first = gathered(store, inbox)
    assert gathered(store, inbox).unchanged == first.ok + first.unreadable == 7
    (inbox / "3.pdf").write_bytes(form(33))
    (inbox / "6.pdf").write_bytes(form(6))
    (inbox / "notes.txt").unlink()
    assert gathered(store, inbox).unchanged == 5
    assert list(store.vanished()) == ["inbox/notes.txt"]
    assert {r.name: r.sha256 for r in store.records()}.keys() >= {"inbox/6.pdf"}


def test_layouts_that_are_given_are_trusted(tmp_path: Path) -> None:
    yaml = Path(__file__).parents[1] / "contract" / "everything.yaml"
    layout = loading.load(str(yaml))
    folder(tmp_path / "in", {"own.pdf": worksheets.generate(layout)})
    store = Store.open(":memory:")
    gathered(store, tmp_path / "in")
    assert [r.response["definition"] for r in store.records()] == ["embedded"]
    store = Store.open(":memory:")
    gathered(store, tmp_path / "in", layouts=[layout])
    assert [r.response["definition"] for r in store.records()] == ["installed"]


def test_personal_copies_share_a_definition(tmp_path: Path) -> None:
    layout = loading.load("persona")
    copies = {f"{name}.pdf": worksheets.generate(layout, document=name) for name in ("AAA", "BBB")}
    store = Store.open(":memory:")
    gathered(store, folder(tmp_path / "in", copies))
    assert [r.response["stamp"]["document"] for r in store.records()] == ["AAA", "BBB"]
    assert len(list(store.definitions())) == 1


def test_what_is_given_must_be_there(tmp_path: Path) -> None:
    store = Store.open(":memory:")
    gathered(store, tmp_path / "nothing.pdf")
    assert notices(store) == [("R015", "nothing.pdf")]


def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("there are no named pipes in folders here")
    os.mkfifo(tmp_path / "pipe")
    store = Store.open(":memory:")
    gathered(store, tmp_path)
    assert [code for code, _ in notices(store)] == ["R015"]


def test_a_large_file_is_not_read_but_a_large_zip_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "MAX_FILE", 30_000)
    archive = zipped({"1.txt": b"x"}, ZIP_STORED)
    parts = {"a.zip": archive, "pad.bin": b"x" * 29_000, "pad2.bin": b"x" * 9_000}
    office = zipped({"word/document.xml": b"x" * 60_000}, ZIP_STORED)
    folder(tmp_path, {"film.mp4": b"x" * 60_000, "a.docx": office})
    folder(tmp_path, {"big.zip": zipped(parts, ZIP_STORED)})

    def read(name: str) -> Outcome:
        return reading.outcome(Task(Source(name, str(tmp_path / name))))

    assert [notice.code for notice in read("film.mp4").notices] == ["R003"]
    assert [notice.code for notice in read("a.docx").notices] == ["R003"]
    assert [name for _, name in read("big.zip").members] == list(parts)


class _Interrupted(LocalExecutor):
    """Ctrl-C after some results."""

    left = 3

    def result(self) -> tuple[Task, Outcome]:
        self.left -= 1
        if not self.left:
            raise KeyboardInterrupt
        return super().result()


def test_an_interrupted_run_is_taken_up_where_it_ended(inbox: Path, tmp_path: Path) -> None:
    store = Store.open(tmp_path / "store")
    executor = _Interrupted(1)
    with pytest.raises(KeyboardInterrupt):
        gather([inbox], store, executor)
    assert not any(thread.is_alive() for thread in executor._seats.values())
    store.close()
    again = Store.open(tmp_path / "store")
    gathered(again, inbox)
    undisturbed = Store.open(":memory:")
    gathered(undisturbed, inbox)
    assert list(again.records()) == list(undisturbed.records())


def test_a_store_among_the_files_is_none_of_them(inbox: Path) -> None:
    (inbox / "s.db").write_bytes(b"damaged")
    store = Store.open(inbox / "s.db")
    gathered(store, inbox)
    assert "inbox/s.db.old1" not in names(store)
    assert len(names(store)) == 7


def test_names_that_are_no_text_are_read_all_the_same(tmp_path: Path) -> None:
    odd = tmp_path / "in" / os.fsdecode(b"ja\xffna.pdf")
    try:
        folder(tmp_path / "in", {odd.name: form(1)})
    except OSError:
        pytest.skip("this system has no such names")
    store = Store.open(":memory:")
    gathered(store, tmp_path / "in")
    assert [(r.name, Path(r.path).name) for r in store.records()] == [("in/ja?na.pdf", "ja?na.pdf")]


def test_progress_is_told(inbox: Path) -> None:
    told: list[int] = []
    gathered(Store.open(":memory:"), inbox, progress=lambda counts: told.append(counts.done))
    assert told == list(range(1, 11))


class _Instant:
    """Reads nothing at all, at once."""

    capacity = 10

    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self.most = 0

    def submit(self, task: Task) -> None:
        self.tasks.append(task)
        self.most = max(self.most, len(self.tasks))

    def result(self) -> tuple[Task, Outcome]:
        return self.tasks.pop(), Outcome()

    def close(self) -> None:
        pass


def test_no_more_is_under_way_than_there_is_room_for(tmp_path: Path) -> None:
    folder(tmp_path, {f"{n}": b"" for n in range(100)})
    executor = _Instant()
    assert gather([tmp_path], Store.open(":memory:"), executor).done == 100
    assert executor.most == 10


def test_findings_are_taken_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    executor = _Instant()

    def endless(*_: object) -> Iterator[object]:
        for number in range(1_000):
            assert len(executor.tasks) <= executor.capacity
            yield Source(str(number), str(number))

    monkeypatch.setattr("worksheets.collecting.gather.find", endless)
    assert gather([], Store.open(":memory:"), executor).found == 1_000
