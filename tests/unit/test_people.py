"""Lists of people: as programs save them, in any of five languages, hostile or not."""

import re
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from worksheets import loading
from worksheets.errors import DefinitionError
from worksheets.model.workshop import Person
from worksheets.source import read_people, tables

JANA = "Jana Kalniņa"
PLAIN = "name,language,group\nJana Kalniņa,lv,Readers\nPaweł Wójcik,pl,\n"


def people(data: bytes | str) -> tuple[Person, ...]:
    return read_people(data.encode() if isinstance(data, str) else data, "p.csv")


def mistakes(data: bytes | str) -> list[str]:
    with pytest.raises(DefinitionError) as caught:
        people(data)
    return [str(problem) for problem in caught.value.problems]


def workbook(*rows: tuple[object, ...], title: str = "people") -> bytes:
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        PLAIN.encode(),
        PLAIN.encode("utf-8-sig"),
        PLAIN.replace(",", ";").encode(),
        PLAIN.replace(",", "\t").encode("utf-16"),
        PLAIN.replace("\n", "\r\n").encode(),
        ("sep=,\n" + PLAIN).encode(),
        PLAIN.replace("Jana Kalniņa", '"Jana Kalniņa"').encode(),
        PLAIN.replace("ņ", "n\u0327").encode(),
        PLAIN.replace("\nP", "\n,,\n\nP").encode(),
        workbook(*(tuple(line.split(",")) for line in PLAIN.splitlines())),
        workbook(*(tuple(line.split(",")) for line in PLAIN.splitlines()), title="Sheet1"),
    ],
)
def test_every_way_to_save_a_list_gives_the_same_people(data: bytes) -> None:
    assert people(data) == (
        Person(id="jana_kalnina", name=JANA, locale="lv", group="Readers"),
        Person(id="pawel_wojcik", name="Paweł Wójcik", locale="pl"),
    )


@pytest.mark.parametrize(
    "headings",
    [
        "Name;Language;Group;E-mail",
        "name;locale;team;email",
        "Vārds;Valoda;Grupa;E-pasts",
        "Vārds, uzvārds;valoda;grupa;epasts",
        "Imię i nazwisko;Język;Grupa;E-mail",
        "Navn;Språk;Gruppe;E-post",
        "NAME;SPRACHE;GRUPPE;E-MAIL-ADRESSE",
    ],
)
def test_headings_are_known_in_five_languages(headings: str) -> None:
    (person,) = people(f"{headings}\n{JANA};lv;Readers;jana@example.org\n")
    assert person == Person(
        id="jana_kalnina", name=JANA, locale="lv", group="Readers", email="jana@example.org"
    )


def test_a_name_may_stand_in_two_columns() -> None:
    (person,) = people("Vārds,Uzvārds\nJana,Kalniņa\n")
    assert (person.id, person.name) == ("jana_kalnina", JANA)


def test_other_columns_are_answers_and_notes_are_left_out() -> None:
    (person,) = people('name,persona,answers.name,# note\nJana,"A, B",Miriam,late\n')
    assert person.answers == {"persona": "A, B", "name": "Miriam"}
    assert [str(person.places[name]) for name in ("", "persona", "name")] == [
        "p.csv:2:1", "p.csv:2:2", "p.csv:2:3",
    ]  # fmt: skip


def test_every_mistake_is_named_with_its_line_and_column() -> None:
    found = mistakes(
        "name,id,email,email,,group\n"
        'Jana,"a b",jana@example.org,,,\n'
        'Ann,,nowhere,,more,"two\nlines"\n'
        "ann,,,,,\n"
        ",,,,,Readers\n"
        "???,,,,,\n"
        "Eva,eve,,,,\n"
        "Adam,EVE,,,,\n"
        "Abel,eve,,,,\n"
    )
    assert [line.split(maxsplit=2)[:2] for line in found] == [
        ["p.csv:1:4:", "L005"],
        ["p.csv:2:2:", "L006"],
        ["p.csv:3:3:", "L004"],
        ["p.csv:3:5:", "L003"],
        ["p.csv:3:6:", "L004"],
        ["p.csv:5:1:", "L007"],
        ["p.csv:6:1:", "L003"],
        ["p.csv:7:1:", "L006"],
        ["p.csv:8:2:", "L007"],
        ["p.csv:9:1:", "L007"],
        ["p.csv:10:2:", "L007"],
    ]
    assert "'ann' gets the same id as 'Ann'" in found[5]


def test_adding_somebody_changes_nobodys_id() -> None:
    before = {person.id for person in people(PLAIN)}
    assert before < {person.id for person in people(PLAIN.replace("\nP", "\nEva,de,\nP"))}


@pytest.mark.parametrize(
    ("code", "data"),
    [
        ("L001", PLAIN.encode("cp1257", "replace")),
        ("L001", 'name\n"Jana'),
        ("L001", 'name\n"Jana"x\n'),
        ("L001", b"PK\x03\x04 broken"),
        ("L008", b"name\n" + b"a" * (tables.MAX_BYTES + 1)),
        ("L008", "name" + "," * 300 + "x\n"),
        ("L008", "name\n" + "".join(f"a{n}\n" for n in range(100_001))),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(code: str, data: bytes | str) -> None:
    assert [line.split()[1] for line in mistakes(data)] == [code]


def test_letters_are_never_guessed() -> None:
    (line,) = mistakes("name\nJana\nJānis\n".encode("cp1257"))
    assert line.startswith("p.csv:3:1: L001 not UTF-8 text (in Excel, save as 'CSV UTF-8'")


def test_a_formula_counts_with_its_saved_value_and_is_never_worked_out() -> None:
    data = workbook(("name", "group"), ("Jana", "=1+1"))
    assert people(data) == (Person(id="jana", name="Jana"),)
    saved = edited(
        data, "xl/worksheets/sheet1.xml", lambda xml: re.sub(rb"<v ?/>|<v></v>", b"<v>9</v>", xml)
    )
    assert people(saved)[0].group == "9"


def edited(data: bytes, part: str, edit: Callable[[bytes], bytes]) -> bytes:
    target = BytesIO()
    with ZipFile(BytesIO(data)) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, edit(old.read(name)) if name == part else old.read(name))
    return target.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("code", "edit"),
    [
        ("L008", lambda xml: xml + b" " * (tables.MAX_UNPACKED + 1)),
        ("L008", lambda xml: b'<!DOCTYPE x [<!ENTITY a "b">]>' + xml),
        ("L008", lambda xml: (b'<!DOCTYPE x [<!ENTITY a "b">]>'.decode()).encode("utf-16") + xml),
        ("L001", lambda xml: xml[: len(xml) // 2]),
    ],
    ids=["bomb", "entities", "hidden entities", "cut"],
)
def test_a_hostile_book_is_refused(code: str, edit: Callable[[bytes], bytes]) -> None:
    data = edited(workbook(("name",), ("Jana",)), SHEET, edit)
    assert [line.split()[1] for line in mistakes(data)] == [code]


def test_a_cell_far_out_costs_nothing() -> None:
    far = b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = workbook(("name",), ("Jana",))
    found = people(edited(data, SHEET, lambda xml: xml.replace(b"</sheetData>", far)))
    assert [person.name for person in found] == ["Jana"]


@pytest.mark.parametrize(
    ("said", "tag"), [("LV", "lv"), ("latviešu", "lv"), ("Latvian", "lv"), ("no", "nb"), ("", "")]
)
def test_a_language_has_a_tag_or_a_name(said: str, tag: str, tmp_path: Path) -> None:
    path = tmp_path / "p.csv"
    path.write_text(f"name,language\nJana,{said}\n", encoding="utf-8")
    assert loading.load_people(path)[0].locale == tag


@given(st.text(max_size=200) | st.binary(max_size=200))
def test_whatever_is_in_a_file_is_people_or_named_mistakes(data: str | bytes) -> None:
    with suppress(DefinitionError):
        people(data if isinstance(data, bytes) else data.encode("utf-8", "replace"))
