"""The store: what goes in comes out in order, survives runs, and can be made to forget."""

import sqlite3
from hashlib import sha256
from pathlib import Path

import pytest

from tests.returned import folder, form, gathered, names, zipped
from worksheets import loading
from worksheets.collecting import reading
from worksheets.collecting.store import Store, Veil, trust_key
from worksheets.definition import schema_hash
from worksheets.errors import DefinitionError, Problem, Spot
from worksheets.model.reading import Outcome, Reading, Source


def outcome(number: int, **rest: object) -> Outcome:
    answers = Reading(part=1, status="ok", document=f"D{number}", response=b'{"file": ""}')
    return Outcome(sha256=f"{number:064}", readings=(answers,), **rest)  # type: ignore[arg-type]


def filled(store: Store, *numbers: int) -> Store:
    store.begin_run()
    for number in numbers:
        assert store.add(Source(f"in/{number}.pdf", f"/x/{number}"), outcome(number)) == ["ok"]
    store.finish()
    return store


def test_records_come_in_the_order_of_names_with_name_and_path() -> None:
    store = filled(Store.open(":memory:"), 10, 9, 1)
    assert [(r.name, r.path, r.response["file"]) for r in store.records()] == [
        ("in/1.pdf", "/x/1", "in/1.pdf"),
        ("in/9.pdf", "/x/9", "in/9.pdf"),
        ("in/10.pdf", "/x/10", "in/10.pdf"),
    ]


def test_only_what_the_latest_run_saw_counts() -> None:
    store = filled(Store.open(":memory:"), 1, 2)
    store.begin_run()
    known = store.known("in/2.pdf")
    assert known == f"{2:064}"
    assert store.add(Source("in/2.pdf", "/x/2"), Outcome(sha256=known)) == ["ok"]
    store.finish()
    assert names(store) == ["in/2.pdf"]
    assert list(store.vanished()) == ["in/1.pdf"]
    assert store.known("in/3.pdf") is None


def test_equal_files_share_a_reading_and_keep_their_names() -> None:
    store = Store.open(":memory:")
    store.begin_run()
    for name in ("b.pdf", "a.pdf", "a.pdf"):
        store.add(Source(name, name), outcome(1))
    assert names(store) == ["a.pdf", "a.pdf#2", "b.pdf"]


def test_readings_depend_on_what_was_trusted_and_on_the_reader(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(Store.open(tmp_path / "s", "one"), 1).close()
    other = Store.open(tmp_path / "s", "other")
    assert other.known("in/1.pdf") is None
    assert names(other) == []
    other.close()
    monkeypatch.setattr(reading, "VERSION", reading.VERSION + 1)
    newer = Store.open(tmp_path / "s", "one")
    assert newer.known("in/1.pdf") is None
    newer.begin_run()
    newer.finish()
    assert newer._one("SELECT count(*) FROM reading") == (0,)
    assert trust_key([]) != trust_key([loading.load("persona")])


def test_a_reading_that_was_cut_off_is_tried_again() -> None:
    store = Store.open(":memory:")
    store.begin_run()
    store.add(Source("a", "a"), outcome(1, lasting=False))
    assert names(store) == ["a"]
    assert store.known("a") is None


def test_definitions_are_kept_once_and_checked(tmp_path: Path) -> None:
    layout = loading.load("persona")
    store = Store.open(":memory:")
    gathered(store, folder(tmp_path / "in", {f"{n}.pdf": form(n) for n in range(3)}))
    ((key, definition),) = store.definitions()
    assert {record.definition_key for record in store.records()} == {key}
    first = next(store.records()).response
    assert schema_hash(definition.fields) == first["stamp"]["schema"]
    assert [field.id for field in definition.fields] == list(first["answers"])
    assert (definition.stamp.layout, definition.stamp.document) == (layout.id, None)
    with pytest.raises(KeyError):
        store.definition("none")
    wrong = Reading(part=1, status="ok", document=None, response=b"{}", key="k", definition=b"zzz")
    store.add(Source("w", "w"), Outcome(sha256="w", readings=(wrong,)))
    assert [r.definition_key for r in store.records() if r.name == "w"] == [None]


def test_notices_are_those_of_the_latest_run() -> None:
    store = Store.open(":memory:")
    store.begin_run()
    store.note(Problem("C013", "litter", Spot("b")))
    store.add(Source("a", "a"), Outcome(notices=(Problem("R015", "closed", Spot("a"), "look"),)))
    assert list(store.notices()) == [
        Problem("R015", "closed", Spot("a"), "look"),
        Problem("C013", "litter", Spot("b")),
    ]
    store.begin_run()
    assert list(store.notices()) == []


# ---------------------------------------------------------------- privacy


def test_who_is_forgotten_leaves_no_trace_and_does_not_come_back(tmp_path: Path) -> None:
    file = tmp_path / "store"
    store = Store.open(file)
    store.begin_run()
    secret = Reading(part=1, status="ok", document="D1", response=b'{"answer": "SECRET"}')
    store.add(Source("SECRET-name.pdf", "/SECRET/path"), Outcome(sha256="s1", readings=(secret,)))
    store.add(Source("b.pdf", "b"), outcome(2))
    store.add(Source("c.pdf", "c"), outcome(3))
    store.finish()
    assert b"SECRET" in file.read_bytes()
    store.forget(["s1"], ["D3"])
    assert names(store) == ["b.pdf"]
    assert list(store.vanished()) == []
    store.begin_run()
    assert store.add(Source("SECRET-name.pdf", "x"), Outcome(sha256="s1", readings=(secret,))) == []
    assert store.add(Source("d.pdf", "d"), outcome(3)) == []
    store.finish()
    assert [problem.code for problem in store.notices()] == ["C011", "C011"]
    store.close()
    assert b"SECRET" not in file.read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["store"]


def test_names_of_files_are_kept_only_as_the_caller_gives_them(tmp_path: Path) -> None:
    inbox = folder(tmp_path / "in", {"jana.pdf": form(1), "jana.zip": zipped({"aija.pdf": form(2)}),
                                     "jana.eml": b"", ".DS_Store": b""})  # fmt: skip
    file = tmp_path / "store"
    veil = Veil("codes", file=lambda name: f"p{sha256(name.encode()).hexdigest()[:8]}")
    store = Store.open(file, veil=veil)
    gathered(store, inbox)
    assert gathered(store, inbox).unchanged == 3
    assert {record.path for record in store.records()} == {""}
    assert all(record.response["file"] == record.name for record in store.records())
    store.close()
    content = file.read_bytes()
    assert not any(word in content for word in (b"jana", b"aija", b"DS_Store"))


# ---------------------------------------------------------------- the file


def test_a_damaged_store_or_one_of_another_version_is_set_aside(tmp_path: Path) -> None:
    file = tmp_path / "store"
    file.write_bytes(b"SQLite format 3\0" + b"x" * 5000)
    store = filled(Store.open(file), 1)
    assert [note.code for note in store.notes] == ["C019"]
    assert "named again" in store.notes[0].hint
    store.forget([], ["D1"])
    store.close()
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA user_version = 99")
    database.close()
    again = filled(Store.open(file), 2)
    assert "another version" in again.notes[0].message
    again.begin_run()
    assert again.add(Source("in/1.pdf", "x"), outcome(1)) == []  # still forgotten
    again.close()
    assert {path.name for path in tmp_path.iterdir()} == {"store", "store.old1", "store.old2"}
    assert Store.open(file).notes == ()


@pytest.mark.parametrize("size", [100, 5000, 30_000])
def test_a_store_that_was_cut_off_is_set_aside(tmp_path: Path, size: int) -> None:
    file = tmp_path / "store"
    filled(Store.open(file), *range(200)).close()
    file.write_bytes(file.read_bytes()[:size])
    assert [note.code for note in filled(Store.open(file), 1).notes] == ["C019"]


def test_somebody_elses_database_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "store"
    with sqlite3.connect(file) as database:
        database.execute("CREATE TABLE mine (x)")
        database.execute("PRAGMA user_version = 1")
    database.close()
    before = file.read_bytes()
    assert Store.open(file).notes
    assert (tmp_path / "store.old1").read_bytes() == before


def test_two_programs_do_not_write_into_one_store(tmp_path: Path) -> None:
    first = filled(Store.open(tmp_path / "store"), 1)
    with pytest.raises(DefinitionError, match="L014"):
        Store.open(tmp_path / "store")
    first.close()
    assert names(Store.open(tmp_path / "store")) == ["in/1.pdf"]


def test_a_store_that_cannot_be_written_is_a_clear_sentence(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match="L014"):
        Store.open(tmp_path / "nowhere" / "store")
    with pytest.raises(DefinitionError, match="L014"):
        Store.open(tmp_path)
