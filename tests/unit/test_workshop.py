"""Workshops: every mistake with its place, ids that last, the same from YAML and from Excel."""

import json
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

import worksheets
from tests.making import yaml
from worksheets import loading
from worksheets.errors import DefinitionError
from worksheets.model.workshop import Wave, Workshop, document_id
from worksheets.source import read_workshop

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "samples" / "workshop" / "workshop.yaml"


def written(folder: Path, text: str) -> Path:
    path = folder / "w.yaml"
    path.write_text(yaml(text), encoding="utf-8")
    return path


def mistakes(path: Path) -> list[str]:
    """Return what is wrong with a workshop: one problem a line, without its folder."""
    with pytest.raises(DefinitionError) as caught:
        loading.load_workshop(path)
    return [str(problem).replace(f"{path.parent}/", "") for problem in caught.value.problems]


def codes(path: Path) -> list[list[str]]:
    return [line.split(maxsplit=2)[:2] for line in mistakes(path)]


def test_every_mistake_in_the_writing_is_named_with_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, """
        nam: Spring
        formats: [pdf, odt]
        deadline: 15.3.2027
        return_to: Jana <jana@example.org>
        waves:
          - {id: a b}
          - {id: b, since: 2027-03-02, until: 2027-03-01}
        stages:
          - {id: Plan, label: Plan}
        people:
          - {name: Jana Kalniņa, email: nowhere}
          - {name: Jana Kalnina}
          - {group: Readers}
        """)  # fmt: skip
    assert codes(path) == [
        ["w.yaml:1:1:", "L002"],
        ["w.yaml:1:1:", "L003"],
        ["w.yaml:2:16:", "L004"],
        ["w.yaml:3:11:", "L004"],
        ["w.yaml:4:12:", "L004"],
        ["w.yaml:6:10:", "L006"],
        ["w.yaml:7:5:", "L004"],
        ["w.yaml:9:10:", "L006"],
        ["w.yaml:11:33:", "L004"],
        ["w.yaml:12:5:", "L007"],
        ["w.yaml:13:5:", "L003"],
    ]


def test_every_name_that_leads_nowhere_is_named_with_its_place(tmp_path: Path) -> None:
    path = written(tmp_path, """
        name: Spring
        layouts: [journey-map, journy-map, maps/own.yaml]
        locales: [lv, xx]
        paper: A7
        wave: c
        waves: [{id: a}]
        stages: civc
        people:
          - {name: Jana, language: klingon}
        """)  # fmt: skip
    found = mistakes(path)
    assert [line.split(maxsplit=2)[:2] for line in found] == [
        ["w.yaml:2:24:", "L011"],
        ["maps/own.yaml:", "L011"],
        ["w.yaml:3:15:", "L011"],
        ["w.yaml:4:8:", "L011"],
        ["w.yaml:5:7:", "L011"],
        ["w.yaml:7:9:", "L011"],
        ["w.yaml:9:28:", "L011"],
    ]
    assert "did you mean 'journey-map'?" in found[0]
    assert "did you mean 'civic'?" in found[5]


def test_a_workshop_is_what_its_file_says(tmp_path: Path) -> None:
    (tmp_path / "list.csv").write_text("name\nJana\n", encoding="utf-8")
    path = written(tmp_path, """
        name: Pavasaris bibliotēkā
        wave: 2027
        waves: [{id: 2027, since: 2027-03-01}]
        layouts: journey-map, persona
        locales: [lv, NO]
        formats: pdf, docx
        paper: a3
        stages: "Plan, Buy"
        people: list.csv
        deadline: 2027-03-15
        """)  # fmt: skip
    found = worksheets.load_workshop(path)
    assert found == Workshop(
        id="pavasaris_biblioteka",
        name="Pavasaris bibliotēkā",
        wave="2027",
        waves=(Wave(id="2027", label="2027", since=date(2027, 3, 1)),),
        layouts=("journey-map", "persona"),
        locales=("lv", "nb"),
        formats=("pdf", "docx"),
        paper="A3",
        stages=loading.load_stages("Plan, Buy"),
        people=found.people,
        deadline=date(2027, 3, 15),
    )
    assert [(person.id, person.name) for person in found.people] == [("jana", "Jana")]


def test_answers_and_their_places_are_kept(tmp_path: Path) -> None:
    path = written(tmp_path, """
        name: Spring
        people:
          - name: Jana
            persona: Student
            emotion__offer: 2
            answers: {name: Miriam}
        """)  # fmt: skip
    (person,) = loading.load_workshop(path).people
    assert person.answers == {"persona": "Student", "emotion__offer": 2, "name": "Miriam"}
    places = {name: (spot.line, spot.column) for name, spot in person.places.items() if name}
    assert places | {"language": ()} == {
        "persona": (4, 14), "emotion__offer": (5, 21), "name": (6, 21), "language": (),
    }  # fmt: skip


def test_a_new_word_for_a_stage_or_a_new_person_keeps_all_ids(tmp_path: Path) -> None:
    text = SAMPLE.read_text(encoding="utf-8")
    people = SAMPLE.with_name("people.csv").read_text(encoding="utf-8")
    first, *rest = people.splitlines(keepends=True)
    (tmp_path / "people.csv").write_text(
        first + "Zoë New;;en;Staff;;;\n" + "".join(reversed(rest)), "utf-8"
    )
    changed = text.replace("en: Come in", "en: Step inside").replace("Harbour Library\n", "Quay\n")
    (tmp_path / "w.yaml").write_text(changed, encoding="utf-8")
    old, new = (loading.load_workshop(path) for path in (SAMPLE, tmp_path / "w.yaml"))

    def documents(workshop: Workshop) -> dict[str, str]:
        return {p.name: document_id(workshop.id, workshop.wave, p.id) for p in workshop.people}

    assert documents(old).items() < documents(new).items()
    assert new.name != old.name
    assert old.stages
    assert new.stages
    assert [stage.id for stage in new.stages.stages] == [stage.id for stage in old.stages.stages]
    assert new.stages.stages[1].label == "Step inside"


def test_another_wave_makes_other_documents() -> None:
    workshop = loading.load_workshop(SAMPLE)
    later = replace(workshop, wave="after")
    ids = {document_id(w.id, w.wave, p.id) for w in (workshop, later) for p in w.people}
    assert len(ids) == 2 * len(workshop.people) == 12


def test_an_excel_file_says_the_same_as_yaml(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "Workshop"
    for row in [
        ("name", "Spring"), ("layouts", "journey-map", "persona"), ("locales", "lv, pl"), (),
        ("wave", 1), ("deadline", date(2027, 3, 15)), ("# a note", "for me"), ("paper", None),
    ]:  # fmt: skip
        sheet.append(row)
    people = book.create_sheet("People")
    people.append(("Vārds", "Valoda", "Grupa", "persona"))
    people.append(("Jana Kalniņa", "latviešu", 3, "Studente"))
    waves = book.create_sheet("waves")
    waves.append(("id", "label"))
    waves.append((1, "Before"))
    book.save(tmp_path / "w.xlsx")
    in_yaml = written(tmp_path, """
        name: Spring
        layouts: [journey-map, persona]
        locales: [lv, pl]
        wave: 1
        deadline: 2027-03-15
        people: [{name: Jana Kalniņa, language: lv, group: 3, persona: Studente}]
        waves: [{id: 1, label: Before}]
        """)  # fmt: skip
    assert loading.load_workshop(tmp_path / "w.xlsx") == loading.load_workshop(in_yaml)


def test_mistakes_in_an_excel_file_have_sheet_line_and_column(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "workshop"
    sheet.append(("name", "Spring"))
    sheet.append(("colour", "red"))
    sheet.append(("name", "Summer"))
    people = book.create_sheet("people")
    people.append(("name", "email"))
    people.append(("Jana", "nowhere"))
    book.save(tmp_path / "w.xlsx")
    assert codes(tmp_path / "w.xlsx") == [
        ["w.xlsx!workshop:2:1:", "L002"],
        ["w.xlsx!people:2:2:", "L004"],
        ["w.xlsx!workshop:3:1:", "L005"],
    ]
    book.remove(sheet)
    book.save(tmp_path / "w.xlsx")
    assert codes(tmp_path / "w.xlsx") == [["w.xlsx:", "L003"]]


@given(st.dictionaries(st.sampled_from(["name", "people", "stages", "waves", "layouts", "id"]),
                       st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=9),
                                    lambda deep: st.lists(deep, max_size=3) | st.dictionaries(
                                        st.sampled_from(["id", "name", "label", "answers"]), deep),
                                    max_leaves=8)))  # fmt: skip
def test_whatever_is_written_is_a_workshop_or_named_mistakes(data: dict[str, object]) -> None:
    with suppress(DefinitionError):
        found, _ = read_workshop(json.dumps(data), "w.yaml")
        assert found.name
