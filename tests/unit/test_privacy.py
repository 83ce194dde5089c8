"""Codes in place of names, and who is meant by a person that asks to be forgotten."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from tests.collecting import Read, definition, read
from worksheets.collecting import decisions
from worksheets.collecting.forgetting import sought
from worksheets.collecting.privacy import Pseudonyms
from worksheets.collecting.rows import Note
from worksheets.errors import UnusableInputError
from worksheets.model.workshop import Person, Wave, Workshop, document_id

JOURNEY = definition("journey-map", "en")


def test_one_name_has_one_code_in_every_run(tmp_path: Path) -> None:
    key = tmp_path / "results.key.csv"
    first = Pseudonyms(key)
    code = first.person("Jana Ozola")
    first.save()
    again = Pseudonyms(key)
    assert again.person("  jana  OZOLA ") == code
    assert again.person("Jana Ozols") != code
    rows = list(csv.reader(key.read_text(encoding="utf-8-sig").splitlines()))
    assert [code, "person", "Jana Ozola"] in rows


def test_a_code_that_people_write_stands_for_itself(tmp_path: Path) -> None:
    names = Pseudonyms(tmp_path / "key.csv")
    code = names.person("Jana Ozola")
    assert names.person(code) == code


def test_another_key_gives_other_codes(tmp_path: Path) -> None:
    one, other = (Pseudonyms(tmp_path / name).person("Jana") for name in ("a.csv", "b.csv"))
    assert one != other


@pytest.mark.parametrize(
    ("name", "ending"),
    [("inbox/Jana Ozola.PDF", ".pdf"), ("a.zip!jana.docx", ".docx"), ("jana.ozola_private", "")],
)
def test_a_file_keeps_its_ending_and_no_name(tmp_path: Path, name: str, ending: str) -> None:
    code = Pseudonyms(tmp_path / "key.csv").file(name)
    assert code.startswith("F-")
    assert code.endswith(ending)
    assert "jana" not in code.lower()


def test_a_file_that_is_no_key_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(UnusableInputError, match="not a key file"):
        Pseudonyms(tmp_path / "key.csv")


def test_forgotten_names_leave_the_key_file(tmp_path: Path) -> None:
    names = Pseudonyms(tmp_path / "key.csv")
    code = names.person("Jana")
    names.forget({code})
    assert "Jana" not in (tmp_path / "key.csv").read_text(encoding="utf-8")


def test_a_note_of_an_open_run_is_hidden_and_a_hidden_one_stays(tmp_path: Path) -> None:
    names = Pseudonyms(tmp_path / "key.csv")
    note = Note(response="ann.pdf", file="ann.pdf", field="participant", answer="Ann", theme="t")
    hidden = names.note(note)
    assert hidden == replace(note, response=names.file("ann.pdf"), file=names.file("ann.pdf"),
                             answer=names.person("Ann"))  # fmt: skip
    assert names.note(hidden) == hidden
    assert names.real(hidden.file) == "ann.pdf"


ANN = Person(id="ann", name="Ann Lee", email="ann@example.org")
WORKSHOP = Workshop(id="w", name="W", waves=(Wave(id="now", label="Now"),), people=(ANN,))


def names_of(person: str, *records: Read) -> list[str]:
    return [record.name for record in sought(person, [WORKSHOP], None).sent(records)]


def test_a_person_is_found_by_name_address_id_or_document() -> None:
    copy = read("copy.pdf", {"persona": "x"}, JOURNEY, document=document_id("w", "now", "ann"))
    typed = read("typed.pdf", {"participant": "ann LEE"}, JOURNEY)
    other = read("other.pdf", {"participant": "Anna Lee"}, JOURNEY)
    for person in ("Ann Lee", "ANN@example.org", "ann"):
        assert names_of(person, copy, typed, other) == ["copy.pdf", "typed.pdf"]
    assert names_of(document_id("w", "now", "ann"), copy, typed) == ["copy.pdf"]
    assert names_of("Nobody", copy, typed, other) == []


def test_what_was_decided_to_be_hers_is_found(tmp_path: Path) -> None:
    (tmp_path / "d.csv").write_text("x.pdf,same person,ann  lee\n", encoding="utf-8")
    records = [read(name, {"persona": "x"}, JOURNEY) for name in ("x.pdf", "y.pdf")]
    whose = sought("Ann Lee", [], None)
    assert list(whose.sent(records, decisions.read(tmp_path / "d.csv"))) == records[:1]


def test_a_code_finds_what_was_pseudonymised(tmp_path: Path) -> None:
    names = Pseudonyms(tmp_path / "key.csv")
    coded = read("F-1.pdf", {"participant": names.person("Ann Lee")}, JOURNEY)
    assert list(sought("Ann Lee", [], names.person).sent([coded])) == [coded]
    assert list(sought(names.person("Ann Lee"), [], None).sent([coded])) == [coded]
