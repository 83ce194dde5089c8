"""Marks become answers as the product promises: exact, whole, and never a silent blank."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from time import perf_counter
from typing import Any
from unicodedata import is_normalized

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.answers import foreign, settle
from worksheets.errors import Problem, UnusableInputError
from worksheets.filling import parse_answers
from worksheets.model.fields import Check, Choice, Date, Field, Number, Option, Scale, Step, Text
from worksheets.model.ids import FieldId
from worksheets.model.response import (
    Answer,
    DefinedField,
    Definition,
    FieldWords,
    Mark,
    Response,
    Stamp,
)
from worksheets.model.structure import states

OPTIONS = tuple(Option(id=name, label=name) for name in ("web", "phone", "friends"))
FIELDS: Mapping[str, Field] = {
    "persona": Text(),
    "actions": Text(lines=3),
    "emotion": Scale(steps=tuple(Step(value=value) for value in range(-2, 3)), absent="absent"),
    "grade": Scale(steps=tuple(Step(value=value) for value in range(1, 6))),
    "best": Choice(options=OPTIONS),
    "channel": Choice(options=OPTIONS, menu=True),
    "channels": Choice(options=OPTIONS, many=True),
    "alone": Check(),
    "day": Date(),
    "minutes": Number(low=0, high=5000),
}
WORDS = {
    "lv": FieldWords("Kanāls", "", ("Tīmeklis", "Tālrunis", "Draugi")),
    "en": FieldWords("Channel", "", ("Website", "Telephone", "Friends")),
}


def defined(name: str, *locales: str) -> Definition:
    words = WORDS if isinstance(FIELDS[name], Choice) else {}
    field = DefinedField(
        id=FieldId(name), field=FIELDS[name], row=name, box=(0, 0, 1400, 360), words=words
    )
    stamp = Stamp(layout="journey-map", version=1, locales=locales or ("lv",))
    return Definition(stamp=stamp, title={}, text_size=9, pages=((8420, 5950),), fields=(field,))


def answer(name: str, *locales: str, text: str | None = None, states: Sequence[str] = ()) -> Answer:
    mark = Mark(name=name, text=text, states=tuple(states), page=3)
    answers, extra = settle(defined(name, *locales), [mark])
    assert extra == {}
    assert all(problem.where == name for problem in answers[0].problems)
    return answers[0]


def codes(found: Answer) -> list[str]:
    return [problem.code for problem in found.problems]


# ---------------------------------------------------------------- every field


@pytest.mark.parametrize("name", FIELDS)
def test_a_field_that_is_not_in_the_file_is_missing_not_blank(name: str) -> None:
    (found,), _ = settle(defined(name), [])
    assert (found.value, found.state, codes(found)) == (None, "missing", ["A001"])


@pytest.mark.parametrize("name", FIELDS)
def test_an_untouched_field_has_no_answer_and_no_problem(name: str) -> None:
    marks = [Mark(name=name)]
    (found,), _ = settle(defined(name), marks)
    value = {"channels": (), "alone": False}.get(name)
    assert (found.value, found.raw, found.problems) == (value, None, ())


def test_answers_stand_in_the_order_of_the_definition_and_the_rest_is_kept() -> None:
    fields = tuple(defined(name).fields[0] for name in FIELDS)
    definition = replace(defined("day"), fields=fields)
    marks = [
        Mark(name="channels__web", states=("on",)),
        Mark(name="channels__phone"),
        Mark(name="channels__friends", states=("on",)),
        Mark(name="stray", text=" x "),
        Mark(name="list", states=("a", "b")),
        Mark(name="tick", states=("Yes",)),
        Mark(name="untouched"),
        Mark(name="persona", text="Jana"),
    ]
    answers, extra = settle(definition, marks)
    assert [found.id for found in answers] == list(FIELDS)
    assert {found.id: found.value for found in answers if found.state != "missing"} == {
        "persona": "Jana",
        "channels": ("web", "friends"),
    }
    assert extra == {"stray": " x ", "list": ["a", "b"], "tick": "Yes", "untouched": ""}
    assert foreign(marks)["persona"] == "Jana"


def test_a_problem_of_a_mark_becomes_one_of_the_answer() -> None:
    unreadable = Problem("A008", "a value cannot be read", "channels__web")
    marks = [Mark(name="persona", problems=(unreadable,))]
    (found,), _ = settle(defined("persona"), marks)
    assert (found.value, found.state, codes(found)) == (None, "invalid", ["A008"])
    assert found.problems[0].where == "persona"


def test_the_page_of_a_mark_is_kept() -> None:
    assert answer("persona", text="Jana").page == 3


# ---------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("Jana", "Jana"),
        ("a\r\n\r\nb\rc\u2028d\u2029e\n\r\n", "a\n\nb\nc\nd\ne"),
        ("\n leading stays", "\n leading stays"),
        (" \u00a0\t\r\n", None),
        ("Ja\u0304nis", "Jānis"),
        ("a\ud800b", "a\ufffdb"),
        ("\ud83d\ude00", "😀"),
    ],
)
def test_text_is_nfc_with_plain_line_breaks(raw: str, value: str | None) -> None:
    found = answer("actions", text=raw)
    assert found.value == value
    assert found.raw == (raw if raw != value else None)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        ("labi \uf600\uf44d", "labi 😀👍"),
        ("\uf914", "🤔"),
        ("logo \uf8ff \ue000", None),
        ("山﨑さん", None),
        ("山\uf600", "山😀"),
    ],
    ids=["emoji", "beyond private use", "other private characters", "a name", "both"],
)
def test_emoji_cut_by_pdfium_are_restored(raw: str, value: str | None) -> None:
    found = answer("persona", text=raw)
    assert found.value == (value or raw)
    assert codes(found) == (["A007"] if value else [])


def test_characters_that_could_not_be_decoded_are_told() -> None:
    found = answer("persona", text="J\ufffdnis")
    assert (found.value, found.state, codes(found)) == ("J\ufffdnis", "ok", ["A008"])


def test_two_texts_for_one_field_are_no_answer() -> None:
    found = answer("persona", states=["Jana", "Anna"])
    assert (found.value, found.state, found.raw) == (None, "ambiguous", "Jana\nAnna")
    assert codes(found) == ["A009"]


@pytest.mark.parametrize(
    ("name", "text", "cut"),
    [
        ("persona", "Jānis Bērziņš", False),
        ("persona", "Jānis Bērziņš un viņa ļoti garais vārds", True),
        ("actions", "Meklē tīmeklī un jautā draugiem", False),
        ("actions", "x\n" * 3 + "y", True),
        ("actions", "Meklē tīmeklī un jautā draugiem. " * 9, True),
    ],
)
def test_what_outgrows_its_box_is_whole_and_told(name: str, text: str, cut: bool) -> None:
    found = answer(name, text=text)
    assert found.value == text
    assert (found.state, codes(found)) == (("overflow", ["A003"]) if cut else ("ok", []))


def test_an_unknown_box_is_never_too_small() -> None:
    definition = defined("persona")
    field = replace(definition.fields[0], box=(0, 0, 0, 0))
    definition = replace(definition, fields=(field,))
    assert settle(definition, [Mark(name="persona", text="x" * 999)])[0][0].state == "ok"


@pytest.mark.parametrize("text", ["\u0323\u0301" * 50_000, "x" * 100_000, "\n" * 100_000])
def test_a_hostile_text_takes_no_time(text: str) -> None:
    start = perf_counter()
    answer("actions", text=text)
    assert perf_counter() - start < 1


@given(st.text(st.characters(exclude_categories=[]), max_size=40))
def test_any_text_settles_once_and_for_all(raw: str) -> None:
    found = answer("actions", text=raw)
    if found.value is None:
        assert not raw.strip()
        return
    text = str(found.value)
    text.encode()
    assert is_normalized("NFC", text)
    assert not text.endswith("\n")
    assert not set(text) & set("\r\u2028\u2029")
    assert answer("actions", text=text).value == text


# ---------------------------------------------------------------- marks


@pytest.mark.parametrize(("state", "value"), [("s0", -2), ("s4", 2), ("absent", "absent")])
def test_a_scale_is_a_number_or_did_not_happen(state: str, value: int | str) -> None:
    assert answer("emotion", states=[state]).value == value


@pytest.mark.parametrize("name", ["emotion", "grade", "best"])
def test_every_button_means_one_answer(name: str) -> None:
    found = [answer(name, states=[state]).value for state in states(FIELDS[name])]
    assert None not in found
    assert len(set(found)) == len(found)


@pytest.mark.parametrize(("text", "value"), [("-1", -1), ("0", 0), ("Absent", "absent")])
def test_a_scale_may_be_typed(text: str, value: int | str) -> None:
    assert answer("emotion", text=text).value == value


@pytest.mark.parametrize("name", ["emotion", "best", "channel"])
def test_two_marks_are_no_answer(name: str) -> None:
    found = answer(name, states=["s1", "s3"])
    assert (found.value, found.state, found.raw) == (None, "ambiguous", "s1 s3")
    assert codes(found) == ["A004"]


@pytest.mark.parametrize(
    ("name", "mark"),
    [
        ("emotion", {"states": ["s9"]}),
        ("grade", {"states": ["absent"]}),
        ("grade", {"text": "s1"}),
        ("best", {"states": ["Off2"]}),
        ("channel", {"text": "Radio"}),
        ("alone", {"text": "perhaps"}),
        ("channels", {"text": "web, radio"}),
    ],
)
def test_an_answer_that_is_none_of_the_possible_ones(name: str, mark: dict[str, Any]) -> None:
    found = answer(name, **mark)
    assert (found.value, found.state, codes(found)) == (None, "invalid", ["A002"])
    assert found.raw
    assert found.problems[0].hint


@pytest.mark.parametrize("text", ["phone", "Tālrunis", "ta\u0304lrunis ", "Telephone"])
def test_a_menu_is_read_by_value_or_label_in_any_language(text: str) -> None:
    assert answer("channel", text=text).value == "phone"


@pytest.mark.parametrize("text", ["friends, web", "Draugi\nWebsite", "web;friends;web"])
def test_many_options_may_come_in_one_text(text: str) -> None:
    assert answer("channels", text=text).value == ("web", "friends")


def test_a_lost_option_does_not_take_the_others_with_it() -> None:
    marks = [Mark(name="channels__web", states=("Yes",)), Mark(name="channels__phone")]
    (found,), extra = settle(defined("channels"), marks)
    assert (found.value, found.state, codes(found)) == (("web",), "missing", ["A001"])
    assert "friends" in found.problems[0].message
    assert extra == {}


@pytest.mark.parametrize(
    ("mark", "value"),
    [({"states": ["on"]}, True), ({"text": "TRUE"}, True), ({"text": "0"}, False)],
)
def test_a_check_is_true_or_false(mark: dict[str, Any], value: bool) -> None:
    assert answer("alone", **mark).value is value


# ---------------------------------------------------------------- dates and numbers


@pytest.mark.parametrize(
    ("locale", "text", "value"),
    [
        ("lv", "2026-03-15", "2026-03-15"),
        ("lv", " 15.03.26\r\n", "2026-03-15"),
        ("lv", "15.03.2026", "2026-03-15"),
        ("pl", "15 marca 2026", "2026-03-15"),
        ("de", "15. März 2026", "2026-03-15"),
        ("nb", "5.3.2026", "2026-03-05"),
        ("en", "13/03/2026", "2026-03-13"),
    ],
)
def test_a_date_is_read_as_its_language_writes_it(locale: str, text: str, value: str) -> None:
    found = answer("day", locale, text=text)
    assert (found.value, codes(found)) == (value, [])


@pytest.mark.parametrize(
    ("locale", "text", "state"),
    [
        ("en", "03/04/2026", "ambiguous"),
        ("lv", "31.02.2026", "invalid"),
        ("lv", "03/15/2026", "invalid"),
        ("lv", "vakar", "invalid"),
        ("xx", "15/03/2026", "invalid"),
        ("lv", "1" * 100_000, "invalid"),
    ],
)
def test_a_date_with_two_readings_or_none_is_no_answer(locale: str, text: str, state: str) -> None:
    found = answer("day", locale, text=text)
    assert (found.value, found.state, found.raw) == (None, state, text)
    assert codes(found) == ["A005"]


@pytest.mark.parametrize(
    ("locale", "text", "value"),
    [
        ("lv", "15", "15"),
        ("lv", "1,5", "1.5"),
        ("lv", "1.5", "1.5"),
        ("lv", "1 234,5", "1234.5"),
        ("pl", "1\u00a0234", "1234"),
        ("de", "1.234,5", "1234.5"),
        ("en", "1,234.5", "1234.5"),
        ("de", "1125E-3", "1.125"),
    ],
)
def test_a_number_is_read_as_its_language_writes_it(locale: str, text: str, value: str) -> None:
    found = answer("minutes", locale, text=text)
    assert (found.value, codes(found)) == (Decimal(value), [])


@pytest.mark.parametrize(
    ("locales", "text", "state", "code"),
    [
        (["de"], "1.500", "ambiguous", "A006"),
        (["en", "lv"], "1,234", "ambiguous", "A006"),
        (["en"], "1,5", "invalid", "A006"),
        (["lv"], "5 min", "invalid", "A006"),
        (["lv"], "NaN", "invalid", "A006"),
        (["lv"], "-1", "invalid", "A002"),
        (["lv"], "5001", "invalid", "A002"),
    ],
)
def test_a_number_with_two_readings_or_none_is_no_answer(
    locales: list[str], text: str, state: str, code: str
) -> None:
    found = answer("minutes", *locales, text=text)
    assert (found.value, found.state, found.raw, codes(found)) == (None, state, text, [code])


# ---------------------------------------------------------------- answers to fill in


@pytest.mark.parametrize(
    ("name", "given_value", "value"),
    [
        ("persona", "Jana", "Jana"),
        ("persona", 7, "7"),
        ("persona", "", None),
        ("persona", None, None),
        ("emotion", 2, 2),
        ("emotion", "-2", -2),
        ("emotion", "absent", "absent"),
        ("best", "web", "web"),
        ("channel", "Draugi", "friends"),
        ("channels", ["friends", "web"], ("web", "friends")),
        ("channels", "friends,web", ("web", "friends")),
        ("channels", [], ()),
        ("channels", None, None),
        ("alone", True, True),
        ("alone", "no", False),
        ("alone", None, None),
        ("day", "2026-03-15", "2026-03-15"),
        ("day", "15.03.2026", "2026-03-15"),
        ("minutes", 15, Decimal(15)),
        ("minutes", 1.125, Decimal("1.125")),
        ("minutes", "1,5", Decimal("1.5")),
    ],
)
def test_answers_to_fill_in(name: str, given_value: object, value: object) -> None:
    assert parse_answers(defined(name, "lv"), {name: given_value}) == {name: value}


def test_a_number_from_a_program_is_no_text_of_a_language() -> None:
    parsed = parse_answers(defined("minutes", "de"), {"minutes": 1.125})
    assert parsed == {"minutes": Decimal("1.125")}


@pytest.mark.parametrize(
    ("name", "given_value"),
    [
        ("persona", ["a"]),
        ("persona", True),
        ("emotion", 3),
        ("emotion", True),
        ("emotion", "s1"),
        ("emotion", [1, 2]),
        ("best", "radio"),
        ("channels", ["web", 1]),
        ("channels", {"web": True}),
        ("alone", "perhaps"),
        ("day", "03/04"),
        ("minutes", float("nan")),
        ("minutes", float("inf")),
        ("minutes", 6000),
    ],
)
def test_an_answer_the_field_cannot_hold_is_refused(name: str, given_value: object) -> None:
    with pytest.raises(UnusableInputError) as caught:
        parse_answers(defined(name), {name: given_value})
    (problem,) = caught.value.problems
    assert (problem.code, problem.where) == ("A011", name)
    assert "holds" in problem.hint


def test_all_problems_come_at_once_and_misspelt_ids_get_a_hint() -> None:
    with pytest.raises(UnusableInputError) as caught:
        parse_answers(defined("emotion"), {"emotoin": 1, "emotion": 9, "qqq": 1})
    problems = caught.value.problems
    assert [problem.code for problem in problems] == ["A012", "A011", "A012"]
    assert "'emotion'" in problems[0].hint


@given(st.sampled_from(sorted(FIELDS)), st.data())
def test_what_a_response_says_can_be_filled_in_again(name: str, data: st.DataObject) -> None:
    text = data.draw(st.one_of(st.text(max_size=9), st.integers().map(str), st.dates().map(str)))
    found = answer(name, text=text)
    response = Response(file="a.pdf", sha256="", format="pdf", status="ok", answers=(found,))
    again = parse_answers(defined(name), response.as_json()["answers"])
    assert again == {name: found.value}
