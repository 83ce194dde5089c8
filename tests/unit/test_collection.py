"""What responses mean together: who counts, in which column, as whose, with which corrections."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.collecting import Memory, Read, collection, definition, read, sample_answers, unreadable
from worksheets.collecting import decisions, stakeholders, tables
from worksheets.collecting.collection import Collection, View, initials
from worksheets.collecting.rows import Note, Reply, Trouble
from worksheets.collecting.troubles import troubles
from worksheets.definition import schema_hash
from worksheets.errors import UnusableInputError
from worksheets.loading import load_stages
from worksheets.model.fields import Scale, Step
from worksheets.model.response import Definition
from worksheets.model.workshop import Person, Wave, Workshop, document_id

JOURNEY = definition("journey-map", "en")


def collected(*reads: Read, **view: Any) -> Collection:  # noqa: ANN401
    return Collection(Memory(reads), View(**view))


def sheet(name: str, asked: Definition = JOURNEY, /, **answers: Any) -> Read:  # noqa: ANN401
    return read(name, answers, asked)


def codes(found: Collection) -> dict[str, list[str]]:
    every: dict[str, list[str]] = {}
    for trouble in troubles(found):
        every.setdefault(trouble.file, []).append(trouble.code)
    return every


def value(reply: Reply, field: str) -> Any:  # noqa: ANN401
    return next(given.value for given in reply.answers if given.field.id == field)


# ---------------------------------------------------------------- identity


def test_thirty_fillings_of_one_sheet_are_thirty_responses() -> None:
    reads = [sheet(f"inbox/{n}.pdf", persona=f"Persona {n}") for n in range(30)]
    assert len(list(collected(*reads).replies())) == 30


def test_the_same_bytes_count_once_under_the_first_name() -> None:
    one = sheet("a.pdf", persona="Jana")
    twin = replace(one, name="b.pdf", response=one.response | {"file": "b.pdf"})
    found = collected(one, twin)
    assert [reply.file for reply in found.replies()] == ["a.pdf"]
    assert codes(found) == {"b.pdf": ["C001"]}


def test_equal_answers_in_two_generic_files_both_count_and_are_listed() -> None:
    found = collected(sheet("a.pdf", persona="Jana"), sheet("b.docx", persona="Jana"))
    assert len(list(found.replies())) == 2
    assert codes(found) == {"b.docx": ["C002"]}


def test_equal_answers_of_one_personal_copy_count_once() -> None:
    reads = [read(n, {"persona": "Jana"}, JOURNEY, document="ABCD2345") for n in ("a.pdf", "b.pdf")]
    found = collected(*reads)
    assert [reply.file for reply in found.replies()] == ["a.pdf"]
    assert codes(found) == {"b.pdf": ["C001"]}


def test_different_answers_of_one_personal_copy_are_all_kept_and_flagged() -> None:
    reads = [read(f"{n}.pdf", {"persona": n}, JOURNEY, document="ABCD2345") for n in ("a", "b")]
    found = collected(*reads)
    assert len(list(found.replies())) == 2
    assert codes(found) == {"a.pdf": ["C003"], "b.pdf": ["C003"]}


def test_one_document_id_on_two_layouts_is_no_contradiction() -> None:
    persona = definition("persona", "en")
    found = collected(
        read("a.pdf", {"persona": "x"}, JOURNEY, document="ABCD2345"),
        read("b.pdf", {"quote": "y"}, persona, document="ABCD2345"),
    )
    assert codes(found) == {}


def test_blank_sheets_count_are_flagged_and_are_not_called_alike() -> None:
    found = collected(sheet("a.pdf"), sheet("b.pdf", participant="Jana"))
    assert len(list(found.replies())) == 2
    assert codes(found) == {"a.pdf": ["C017"], "b.pdf": ["C017"]}


def test_every_file_that_gave_nothing_is_listed() -> None:
    assert codes(collected(unreadable("x.pdf"))) == {"x.pdf": ["R007"]}


def test_what_is_written_beside_the_fields_is_listed_word_by_word() -> None:
    asked = read("a.docx", {"persona": "x"}, JOURNEY, extra={"beside": "see my mail", "box": "Off"})
    strange = unreadable("form.pdf")
    foreign = replace(strange, response=strange.response | {"extra": {"Comments": "too slow"}})
    found = [t for t in troubles(collected(asked, foreign)) if t.code == "C021"]
    assert [(t.file, t.field, t.message) for t in found] == [
        ("a.docx", "beside", "see my mail"),
        ("form.pdf", "Comments", "too slow"),
    ]
    hidden = {"participant": "Jana Ozola"}
    named = replace(strange, response=strange.response | {"extra": hidden})
    assert "C021" not in codes(collected(named, drop_person=True))["form.pdf"]
    assert next(collected(named, drop_person=True).responses())["extra"] == {}


def test_copies_that_differ_beside_the_fields_or_in_unclear_answers_are_both_kept() -> None:
    unclear = {"emotion__use": {"state": "ambiguous", "raw": "s1 s3"}}
    for change in ({"extra": {"beside": "and more"}}, {"details": unclear}):
        one = read("a.pdf", {"persona": "x"}, JOURNEY, document="ABCD2345")
        other = read("b.pdf", {"persona": "x"}, JOURNEY, document="ABCD2345", **change)
        found = collected(one, other)
        assert len(list(found.replies())) == 2
        assert "C003" in codes(found)["a.pdf"]


def test_an_answer_that_no_cell_can_hold_is_listed() -> None:
    found = collected(sheet("a.pdf", persona="x" * 32_767), sheet("b.pdf", persona="y" * 32_768))
    assert codes(found) == {"b.pdf": ["C023"]}


def test_a_sheet_that_names_somebody_twice_is_one_sheet() -> None:
    asked = definition("stakeholder-map", "en")
    answers = {"stakeholder__1": "Press", "interest__1": 1, "influence__1": 5, "group_size": 3,
               "stakeholder__2": "press", "interest__2": 5, "influence__2": 1}  # fmt: skip
    (press,) = stakeholders.places(collected(read("a.pdf", answers, asked)))
    assert (press.sheets, press.people) == (1, 3)


def test_a_sheet_with_words_beside_its_empty_fields_is_not_empty() -> None:
    assert codes(collected(read("a.docx", {}, JOURNEY, extra={"p1": "all of it"}))) == {
        "a.docx": ["C021"]
    }


def test_an_answer_that_is_not_clear_is_shown_as_it_stands() -> None:
    details = {"goals__use": {"state": "ambiguous", "raw": "this\nthat"}}
    found = collected(read("a.pdf", {}, JOURNEY, details=details))
    row = next(row for row in found.answers() if row.field == "goals__use")
    assert (row.value, row.state, row.original) == (None, "ambiguous", "this\nthat")


# ---------------------------------------------------------------- decisions


def test_of_two_equal_files_the_one_that_is_not_dropped_counts(tmp_path: Path) -> None:
    one = sheet("a.pdf", persona="Jana")
    twin = replace(one, name="b.pdf", response=one.response | {"file": "b.pdf"})
    found = collected(one, twin, decisions=decided(tmp_path, "a.pdf,drop"))
    assert [reply.file for reply in found.replies()] == ["b.pdf"]


def decided(tmp_path: Path, *lines: str) -> decisions.Decisions:
    path = tmp_path / "decisions.csv"
    path.write_text("file,decision,value,comment\n" + "\n".join(lines), encoding="utf-8")
    return decisions.read(path)


def test_decisions_drop_keep_rename_and_count_people(tmp_path: Path) -> None:
    said = decided(tmp_path, "a.pdf,drop", "c.pdf,Same  Person,Jana", "inbox/d.pdf;;")
    said.every += decided(tmp_path, "d.pdf,group size,7", "b.pdf,keep").every
    reads = [sheet(f"inbox/{n}.pdf", persona="same") for n in "abcd"]
    found = collected(*reads, decisions=said)
    replies = {reply.file: reply for reply in found.replies()}
    assert list(replies) == ["inbox/b.pdf", "inbox/c.pdf", "inbox/d.pdf"]
    assert replies["inbox/c.pdf"].participant == "Jana"
    assert replies["inbox/d.pdf"].people == 7
    assert codes(found) == {
        "inbox/a.pdf": ["C005"],
        "inbox/b.pdf": ["C005"],
        "inbox/c.pdf": ["C002", "C005"],
        "inbox/d.pdf": ["C002", "C005"],
    }


def test_wrong_decisions_are_named_with_their_line(tmp_path: Path) -> None:
    said = decided(
        tmp_path, "a.pdf,merge", "a.pdf,group size,many", "a.pdf,same person", "z.pdf,drop"
    )
    found = collected(sheet("a.pdf", persona="x"), decisions=said)
    messages = [t.message for t in troubles(found) if t.code == "C006"]
    assert messages == [
        "line 2: there is no decision 'merge'",
        "line 3: 'many' is no number of people",
        "line 4: whose sheet is it?",
        "line 5: no file is called so",
    ]


@pytest.mark.parametrize(
    "data", [b"a.pdf\0,drop\n", "a.pdf,drop\n".encode("utf-16"), b'x,"' + b"y" * 200_000]
)
def test_a_file_of_decisions_that_is_no_table_is_refused(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "decisions.csv").write_bytes(data)
    with pytest.raises(UnusableInputError, match="not a CSV file"):
        decisions.read(tmp_path / "decisions.csv")


@pytest.mark.parametrize(
    ("said", "fits"),
    [("b.pdf", True), ("a/b.pdf", True), ("x.zip!a/b.pdf", True), ("X.PDF", False), (".pdf", False),
     ("0123ABCD", True), ("0123abcd" * 8, True), ("0123abc", False), ("123abcd0", False)],
)  # fmt: skip
def test_a_decision_names_a_file_by_its_end_or_by_its_bytes(
    tmp_path: Path, said: str, fits: bool
) -> None:
    found = decided(tmp_path, f"{said},drop").about("in/x.zip!a/b.pdf", "0123abcd" * 8)
    assert found == ({"drop": ""} if fits else {})


def test_the_file_of_decisions_is_made_once_and_never_again(tmp_path: Path) -> None:
    path = tmp_path / "decisions.csv"
    decisions.start(path, ["a.pdf"])
    assert "a.pdf" in path.read_text(encoding="utf-8-sig")
    path.write_text("mine", encoding="utf-8")
    decisions.start(path, ["b.pdf"])
    assert path.read_text(encoding="utf-8") == "mine"
    assert not decisions.read(path).every


# ---------------------------------------------------------------- one set of columns


def test_five_languages_come_back_into_the_same_columns() -> None:
    found = collection(10, "pl")
    assert len({len(reply.answers) for reply in found.replies()}) == 4  # one per layout
    journey = [f for f in found.fields if f.layout == "journey-map"]
    assert len(journey) == 46
    assert journey[7].label == "Cele i potrzeby, Rozeznanie"
    assert set(journey[7].labels) == {"en", "de", "lv", "nb", "pl"}


def test_other_stages_share_rows_and_stand_in_one_order() -> None:
    other = definition("journey-map", "en", "research, offer, test=Try it, use, loyalty")
    found = collected(sheet("a.pdf", goals__research="x"), sheet("b.pdf", other, goals__test="y"))
    stages = [f.stage for f in found.fields if f.row == "goals"]
    assert stages == ["research", "offer", "test", "conversion", "use", "loyalty"]
    labels = [f.label for f in found.fields if f.row == "goals"]
    assert labels[2] == "Goals and needs, Try it"


def older(version: int = 0) -> Definition:
    """Return a version of the journey map with a row that is gone and a scale that was wider."""
    fields = []
    for field in JOURNEY.fields:
        if field.id == "goals__research":
            fields.append(replace(field, id="wishes__research", row="wishes"))
        elif field.id == "emotion__use":
            wide = Scale(steps=tuple(Step(value=v) for v in range(-3, 4)))
            fields.append(replace(field, field=wide))
        else:
            fields.append(field)
    stamp = replace(JOURNEY.stamp, version=version, schema=schema_hash(fields))
    return replace(JOURNEY, stamp=stamp, fields=tuple(fields))


def test_an_older_version_is_mapped_by_id_and_what_has_no_home_is_kept_and_listed() -> None:
    asked = older()
    old = read("old.pdf", {"wishes__research": "w", "emotion__use": 3, "pains__use": "p"}, asked)
    found = collected(sheet("new.pdf", pains__use="q"), old)
    home = {f.id: f.home for f in found.fields if f.id in {"wishes__research", "pains__use"}}
    assert home == {"wishes__research": asked.stamp.schema, "pains__use": ""}
    rows = {(r.field, r.value) for r in found.answers() if r.file == "old.pdf" and r.value}
    assert rows == {("emotion__use", 3), ("pains__use", "p"), ("wishes__research", "w")}
    assert codes(found)["old.pdf"] == ["C004", "C004"]
    scores = [s for s in tables.emotions(found) if s.stage == "use"]
    assert {s.layout for s in scores} == {"journey-map", f"journey-map ({asked.stamp.schema[:6]})"}


def test_a_stranger_that_calls_itself_ours_keeps_to_itself() -> None:
    found = collected(sheet("a.pdf", pains__use="q"), sheet("s.pdf", older(1), pains__use="p"))
    fields = [f for f in found.fields if f.id == "pains__use"]
    assert [f.home == "" for f in fields] == [True, False]
    assert codes(found)["s.pdf"] == ["C016"]


# ---------------------------------------------------------------- workshops


ANN, BOB = Person(id="ann", name="Ann Lee", group="north"), Person(id="bob", name="Bob")
TWO = Workshop(
    id="sunday",
    name="Sunday opening",
    wave="to_be",
    waves=(
        Wave(id="as_is", label="As-is", until=date(2027, 1, 31), folder="before"),
        Wave(id="to_be", label="To-be", since=date(2027, 2, 1)),
    ),
    layouts=("journey-map",),
    people=(ANN, BOB),
)


def test_a_personal_copy_says_who_when_and_in_which_group() -> None:
    mine = document_id("sunday", "as_is", "ann")
    found = collected(read("a.pdf", {"persona": "x"}, JOURNEY, document=mine), workshops=[TWO])
    reply = next(found.replies())
    assert (reply.workshop, reply.wave, reply.participant, reply.group, reply.who) == (
        "sunday", "as_is", "Ann Lee", "north", "AL",
    )  # fmt: skip
    assert [(m.participant, m.wave) for m in found.missing] == [
        ("Ann Lee", "To-be"),
        ("Bob", "To-be"),
    ]
    response = next(found.responses())
    assert response["participant"] == "Ann Lee"


def test_a_list_alone_tells_who_has_not_answered() -> None:
    people = (Person(id="ann", name="Ann"), Person(id="bo", name="Bo", group="North"))
    listed = Workshop(id="", name="", people=people)
    copy = read("a.pdf", {"persona": "x"}, JOURNEY, document=document_id("", "", "ann"))
    found = collected(copy, workshops=[listed])
    assert next(found.replies()).participant == "Ann"
    assert [(m.participant, m.group, m.layout) for m in found.missing] == [
        ("Bo", "North", "journey-map")
    ]


def test_a_copy_of_nobody_is_flagged() -> None:
    strange = read("a.pdf", {"persona": "x"}, JOURNEY, document="ZZZZ2345")
    assert codes(collected(strange, workshops=[TWO])) == {"a.pdf": ["C010"]}
    assert codes(collected(strange)) == {}


def test_generic_sheets_belong_to_a_wave_by_folder_or_by_date() -> None:
    found = collected(
        sheet("inbox/before/a.pdf", persona="x", emotion__use=-1),
        sheet("inbox/b.pdf", persona="y", date="2027-02-03", emotion__use=1),
        sheet("inbox/c.pdf", persona="z", emotion__use=2),
        workshops=[TWO],
    )
    assert [reply.wave for reply in found.replies()] == ["as_is", "to_be", None]
    gaps = [gap for gap in tables.gaps(found) if gap.stage == "use"]
    assert [(g.before, g.after, g.mean_before, g.mean_after, g.gap) for g in gaps] == [
        ("As-is", "To-be", -1, 1, 2)
    ]


@pytest.mark.parametrize(
    ("file", "wave"),
    [
        ("inbox/before/x/a.pdf", "as_is"),
        ("inbox/Before.zip!a.pdf", "as_is"),
        ("all.zip!before/a.pdf", "as_is"),
        ("inbox/before2/a.pdf", None),
        ("inbox/not before/a.pdf", None),
        ("inbox/before.pdf", None),
    ],
)
def test_a_wave_is_told_by_whole_names_of_folders(file: str, wave: str | None) -> None:
    found = collected(sheet(file, persona="x"), workshops=[TWO])
    assert next(found.replies()).wave == wave
    assert codes(found) == ({} if wave else {file: ["C022"]})


def test_a_date_tells_the_wave_of_what_lies_in_no_folder_of_one() -> None:
    found = collected(sheet("inbox/a.pdf", persona="x", date="2027-01-02"), workshops=[TWO])
    assert next(found.replies()).wave == "as_is"


def test_who_answered_is_told_by_what_counts_in_whatever_order(tmp_path: Path) -> None:
    mine = read("a.pdf", {"persona": "x"}, JOURNEY, document=document_id("sunday", "to_be", "ann"))
    found = collected(mine, workshops=[TWO], decisions=decided(tmp_path, "a.pdf,drop"))
    assert len(list(found.responses())) == 1
    assert [missing.participant for missing in found.missing] == ["Ann Lee", "Bob"]


def test_whoever_is_said_to_have_sent_a_sheet_has_answered(tmp_path: Path) -> None:
    said = decided(tmp_path, "a.pdf,same person,ann  LEE")
    mine = sheet("a.pdf", persona="x", date="2027-02-03")
    found = collected(mine, workshops=[TWO], decisions=said)
    assert [missing.participant for missing in found.missing] == ["Bob"]


def test_with_a_bare_list_whoever_sent_nothing_is_missing() -> None:
    bare = Workshop(id="", name="", people=(ANN, BOB))
    mine = read("a.pdf", {"persona": "x"}, JOURNEY, document=document_id("", "", "ann"))
    found = collected(mine, workshops=[bare])
    assert [(m.participant, m.layout) for m in found.missing] == [("Bob", "journey-map")]
    nothing = collected(sheet("a.pdf"), workshops=[bare])
    assert {m.layout for m in nothing.missing} == {""}


def test_pseudonyms_are_told_apart_in_quotes() -> None:
    assert [initials(name) for name in ("P-ABCDEFGH", "Ann-Marie Lee", "Jo", 3)] == [
        "P-ABCDEFGH", "AML", "Jo", "",
    ]  # fmt: skip


def test_of_the_forgotten_and_without_persons_nobody_is_called_missing() -> None:
    hers = document_id("sunday", "to_be", "ann")
    found = collected(workshops=[TWO], is_forgotten=lambda document: document == hers)
    assert [missing.participant for missing in found.missing] == ["Bob"]
    assert [m.participant for m in collected(workshops=[TWO], drop_person=True).missing] == ["", ""]


def test_stages_are_called_as_the_workshop_calls_them_now() -> None:
    renamed = replace(TWO, stages=load_stages("research=Looking around, offer=Offer"))
    found = collected(sheet("a.pdf", goals__research="x"), workshops=[renamed])
    labels = {f.stage: f.stage_label for f in found.fields if f.row == "goals"}
    assert labels["research"] == "Looking around"
    assert labels["use"] == "Use"


# ---------------------------------------------------------------- notes


def note(**changes: str) -> Note:
    return replace(Note(response="a.pdf", field="persona", answer="Jnaa", layout="journey-map"),
                   **changes)  # fmt: skip


def test_a_correction_counts_and_shows_what_stood_there() -> None:
    found = collected(sheet("a.pdf", persona="Jnaa"), notes=[note(correction="Jana")])
    row = next(row for row in found.answers() if row.field == "persona")
    assert (row.value, row.state, row.original) == ("Jana", "corrected", "Jnaa")
    assert codes(found) == {"a.pdf": ["C008"]}


def test_a_correction_of_a_scale_is_a_number_again_or_refused() -> None:
    wrong = note(field="emotion__use", answer="1")
    for correction, expected, code in (("-2", -2, "C008"), ("9", 1, "C018")):
        notes = [replace(wrong, correction=correction)]
        found = collected(sheet("a.pdf", emotion__use=1), notes=notes)
        assert value(next(found.replies()), "emotion__use") == expected
        assert codes(found) == {"a.pdf": [code]}


def test_a_note_whose_answer_changed_is_flagged_and_its_correction_waits() -> None:
    found = collected(sheet("a.pdf", persona="Anna"), notes=[note(correction="Jana", theme="t")])
    assert value(next(found.replies()), "persona") == "Anna"
    assert [(n.state, n.theme, n.correction, now) for n, now in found.remarks] == [
        ("changed", "t", "Jana", "Anna")
    ]
    assert codes(found) == {"a.pdf": ["C007"]}


def test_a_note_follows_a_renamed_file_and_a_copy_sent_again() -> None:
    renamed = sheet("other.pdf", persona="Jnaa")
    again = read("again.pdf", {"persona": "Jnaa"}, JOURNEY, document="ABCD2345")
    for there, mine in (
        (renamed, note(sha256=renamed.sha256, theme="t")),
        (again, note(document="ABCD2345", sha256="gone", theme="t")),
    ):
        found = collected(there, notes=[mine])
        assert [(n.response, n.state, n.theme) for n, _ in found.remarks] == [(there.name, "", "t")]


def test_a_note_without_an_answer_is_kept_as_lost() -> None:
    found = collected(sheet("b.pdf", persona="x"), notes=[note(theme="t")])
    assert [(n.state, n.theme) for n, _ in found.remarks] == [("lost", "t")]
    assert codes(found) == {"a.pdf": ["C007"]}


# ---------------------------------------------------------------- tables


def test_means_are_of_sheets_and_nobodys_blank_is_zero() -> None:
    found = collected(
        sheet("a.pdf", emotion__use=2, persona="a"),
        sheet("b.pdf", emotion__use=-1, persona="b", filled_by="group", group_size=4),
        sheet("c.pdf", persona="c"),
    )
    score = next(s for s in tables.emotions(found) if s.stage == "use")
    assert (score.sheets, score.people, score.mean, score.median) == (2, 5, 0.5, 0.5)
    assert score.spread == pytest.approx(2.1213, abs=1e-4)
    assert score.counts == {-1: 1, 2: 1}
    empty = next(s for s in tables.emotions(found) if s.stage == "offer")
    assert (empty.sheets, empty.mean, empty.spread) == (0, None, None)


def test_stakeholders_are_brought_together_by_name() -> None:
    asked = definition("stakeholder-map", "en")
    first = {"stakeholder__1": "City council", "interest__1": 1, "influence__1": 5}
    second = {"stakeholder__3": "city  COUNCIL", "interest__3": 3, "influence__3": 5,
              "stakeholder__1": "Press", "attitude__3": "for", "needs__3": "proof"}  # fmt: skip
    found = collected(read("a.pdf", first, asked), read("b.pdf", second, asked))
    council, press = stakeholders.places(found)
    assert (council.name, council.sheets, council.x, council.y) == ("City council", 2, 2, 5)
    assert council.spread == 1
    assert council.choices == {"attitude": {"for": 1}}
    assert (press.name, press.x, press.spread) == ("Press", None, None)


def test_choices_count_each_option_of_each_sheet() -> None:
    asked = definition("persona", "en")
    found = collected(
        read("a.pdf", {"channels": ["website", "phone"]}, asked),
        read("b.pdf", {"channels": ["phone"]}, asked),
        read("c.pdf", {"quote": "x"}, asked),
    )
    counts = {
        c.option: (c.sheets, c.share) for c in tables.choices(found) if c.field.id == "channels"
    }
    assert counts["phone"] == (2, 1.0)
    assert counts["website"] == (1, 0.5)
    assert counts["email"] == (0, 0.0)


def test_dropping_persons_leaves_no_name() -> None:
    found = collected(sheet("a.pdf", participant="Jana Ozola", persona="x"), drop_person=True)
    assert "Jana" not in str(list(found.answers())) + str(list(found.responses()))
    assert next(found.replies()).who == "#1"


def test_a_pseudonym_stands_wherever_a_listed_name_would() -> None:
    mine = document_id("sunday", "to_be", "ann")
    copy = read("a.pdf", {"persona": "x"}, JOURNEY, document=mine)
    found = collected(copy, workshops=[TWO], code=lambda name: f"P{len(name)}")
    assert next(row.participant for row in found.answers()) == "P7"
    assert [m.participant for m in found.missing] == ["P3"]


def test_a_name_in_a_decision_is_hidden_as_any_other(tmp_path: Path) -> None:
    said = decided(tmp_path, "a.pdf,same person,Jana Ozola", "jana-ozola.pdf,drop")
    coded = collected(sheet("a.pdf"), decisions=said, code=lambda name: f"P{len(name)}")
    assert next(coded.replies()).participant == "P10"
    dropped = collected(sheet("a.pdf"), decisions=said, drop_person=True)
    assert next(dropped.replies()).participant is None
    for found in (coded, dropped):
        assert {"C005", "C006"} <= {trouble.code for trouble in troubles(found)}
        assert "ozola" not in str(troubles(found)).casefold()


def test_troubles_stand_errors_first() -> None:
    found = collected(sheet("a.pdf"), unreadable("x.pdf"))
    assert [t.severity for t in troubles(found)] == ["error", "warning"]
    assert isinstance(troubles(found)[0], Trouble)


def test_sample_answers_are_believable() -> None:
    assert sample_answers("journey-map", "lv")["persona"]
