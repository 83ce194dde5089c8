"""A file is a stranger: only a layout that is installed or given here can vouch for it."""

import json
from collections.abc import Sequence
from typing import Any

import pytest

from tests.making import small, solved
from worksheets import definition, loading, trust
from worksheets.model.layout import Layout
from worksheets.model.response import Definition, Found, Mark

JOURNEY_MAP = loading.load("journey-map")
OWN = small("blocks: [{kind: areas, areas: [why], boxes: [{id: why, label: Why, field: text}]}]")


def embedded(layout: Layout, **order: Any) -> bytes:  # noqa: ANN401
    """Return the definition that a file of this layout carries."""
    return definition.encode(solved(layout, **order).definition)


def tampered(data: bytes, **changes: Any) -> bytes:  # noqa: ANN401
    """Return a definition with keys of its first field replaced."""
    raw = json.loads(data)
    raw["fields"][0] |= changes
    return json.dumps(raw).encode()


def codes(known: trust.Known) -> list[str]:
    return [problem.code for problem in known.problems]


def words(known: Definition | None, field: str = "persona", locale: str = "en") -> str:
    assert known
    return next(f for f in known.fields if f.id == field).words[locale].row


def carrying(*definitions: bytes) -> Found:
    return Found(definitions=definitions)


def lost(names: Sequence[str]) -> Found:
    return Found(marks=tuple(Mark(name=name) for name in names))


def test_an_installed_layout_vouches_for_its_sheets() -> None:
    known = trust.recognise(carrying(embedded(JOURNEY_MAP)), [])
    assert (known.trust, codes(known)) == ("installed", [])


@pytest.mark.parametrize("stages", ["civic", "Plan, Buy", "ask=Fragen, get=Holen, keep=Behalten"])
def test_it_vouches_whatever_the_stages_and_the_language(stages: str) -> None:
    data = embedded(
        JOURNEY_MAP, stages=loading.load_stages(stages), locale="lv", untranslated=[], paper="A3"
    )
    known = trust.recognise(carrying(data), [])
    assert (known.trust, codes(known)) == ("installed", [])
    assert known.definition
    assert known.definition.stamp == definition.decode(data).stamp


def test_words_of_a_file_never_replace_ours() -> None:
    data = tampered(embedded(JOURNEY_MAP), words={"en": ["<b>Pay here</b>", ""]})
    known = trust.recognise(carrying(data), [])
    assert known.trust == "installed"
    assert words(known.definition) == "Persona"


def test_typed_stages_do_not_let_a_file_rename_our_rows() -> None:
    typed = embedded(JOURNEY_MAP, stages=loading.load_stages("Plan, Buy"))
    known = trust.recognise(carrying(tampered(typed, words={"en": ["<b>Pay here</b>", ""]})), [])
    assert known.trust == "installed"
    assert words(known.definition) == "Persona"


def test_a_sheet_in_a_language_not_installed_here_is_vouched_for() -> None:
    raw = json.loads(embedded(JOURNEY_MAP))
    raw["locales"] = ["fi"]
    for field in raw["fields"]:
        field["words"] = {"fi": field["words"]["en"]}
    known = trust.recognise(carrying(json.dumps(raw).encode()), [])
    assert known.trust == "installed"
    assert known.definition
    assert known.definition.stamp.locales == ("fi",)


def test_an_unknown_layout_is_read_by_its_own_definition() -> None:
    known = trust.recognise(carrying(embedded(OWN)), [])
    assert (known.trust, codes(known)) == ("embedded", ["R013"])
    assert known.definition == definition.decode(embedded(OWN))


def test_a_given_layout_is_trusted_like_an_installed_one() -> None:
    known = trust.recognise(carrying(embedded(OWN)), [OWN])
    assert (known.trust, codes(known)) == ("installed", [])


def test_a_name_alone_is_no_proof() -> None:
    """A file that calls itself a journey map but has other fields keeps to itself."""
    raw = json.loads(embedded(OWN))
    known = trust.recognise(carrying(json.dumps({**raw, "layout": "journey-map"}).encode()), [])
    assert (known.trust, codes(known)) == ("embedded", ["R013"])


def test_a_changed_field_is_no_longer_ours() -> None:
    known = trust.recognise(carrying(tampered(embedded(JOURNEY_MAP), kind="number")), [])
    assert known.trust == "embedded"


def test_the_second_copy_serves_when_the_first_is_damaged() -> None:
    known = trust.recognise(carrying(b"{torn", embedded(JOURNEY_MAP)), [])
    assert known.trust == "installed"
    assert codes(known) == ["R011", "R014"]


def test_a_sheet_that_lost_its_definition_is_known_by_its_field_names() -> None:
    names = [slot.id for slot in solved(JOURNEY_MAP).sheet.slots()]
    known = trust.recognise(lost(names[: int(0.9 * len(names))]), [])
    assert (known.trust, codes(known)) == ("installed", ["R014"])
    assert known.definition
    assert [field.id for field in known.definition.fields] == names
    assert known.definition.stamp.stages == ("research", "offer", "conversion", "use", "loyalty")


def test_a_given_layout_is_known_by_its_field_names_as_well() -> None:
    names = [slot.id for slot in solved(OWN).sheet.slots()]
    assert trust.recognise(lost(names), [OWN]).trust == "installed"


@pytest.mark.parametrize("names", [["Name", "Date"], ["participant", "date", "version"]])
def test_a_foreign_form_is_none_of_ours(names: list[str]) -> None:
    known = trust.recognise(lost(names), [])
    assert (known.definition, known.trust, codes(known)) == (None, None, ["R010"])


def test_field_names_of_a_stranger_are_no_stage_ids_of_ours() -> None:
    """Names that only look like stages, and far too many of them, are refused quietly."""
    names = [f"goals__{n}" for n in range(500)] + ["goals__<script>", "goals__"]
    assert trust.recognise(lost(names), []).definition is None
