"""Layouts, stage sets and typed stages are found by name or path, or said to be unknown."""

from pathlib import Path

import pytest

from tests.making import HEAD
from worksheets import loading
from worksheets.errors import DefinitionError

BLOCKS = "blocks: [{kind: areas, areas: [a], boxes: [{id: a, label: A, field: text}]}]"


def refusal(spec: str) -> str:
    with pytest.raises(DefinitionError) as caught:
        loading.load_stages(spec)
    return str(caught.value)


@pytest.mark.parametrize("name", loading.layouts())
def test_a_built_in_layout_has_the_id_of_its_file(name: str) -> None:
    assert loading.load(name).id == name


@pytest.mark.parametrize("name", loading.stage_sets())
def test_a_built_in_stage_set_has_the_id_of_its_file(name: str) -> None:
    assert loading.load_stages(name).id == name


def test_the_frame_is_no_layout() -> None:
    assert not {"frame", "results"} & {*loading.layouts()}
    assert {entry.id for entry in loading.frame().header} >= {"participant", "date", "version"}


def test_an_unknown_layout_is_met_with_the_nearest_one() -> None:
    with pytest.raises(DefinitionError, match=r"L011 .*'journy-map' .*'journey-map'"):
        loading.load("journy-map")


def test_an_unknown_stage_set_is_met_with_the_known_ones() -> None:
    assert "L011" in refusal("zzz")
    assert "civic" in refusal("zzz")


def test_a_layout_is_loaded_by_its_path(tmp_path: Path) -> None:
    file = tmp_path / "mine.yaml"
    file.write_text(HEAD + BLOCKS, encoding="utf-8-sig")
    assert loading.load(str(file)).title == "Small map"


@pytest.mark.parametrize(
    ("content", "code"),
    [(None, "L011"), (b"title: \xff\xfe", "L001"), (b"#" * (loading.MAX_BYTES + 1), "L008")],
)
def test_a_file_that_cannot_be_used_is_named(
    tmp_path: Path, content: bytes | None, code: str
) -> None:
    file = tmp_path / "mine.yaml"
    if content is not None:
        file.write_bytes(content)
    for find in (loading.load, loading.load_stages):
        with pytest.raises(DefinitionError) as caught:
            find(str(file))
        assert str(caught.value).startswith(f"{file}: {code} ")


# ---------------------------------------------------------------- typed stages


@pytest.mark.parametrize(
    ("typed", "stages"),
    [
        ("Plan, Buy, Use", {"plan": "Plan", "buy": "Buy", "use": "Use"}),
        ("A, B, id=C", {"a": "A", "b": "B", "id": "C"}),
        ("plan=Planung, Fahrt", {"plan": "Planung", "fahrt": "Fahrt"}),
        ("Ķēniņš, Zażółć, Größe", {"kenins": "Ķēniņš", "zazolc": "Zażółć", "grosse": "Größe"}),
        ("Поиск, Αγορά", {"poisk": "Поиск", "agora": "Αγορά"}),
        ("חיפוש, 購入", {"hyfvs": "חיפוש", "gouru": "購入"}),
        ("Try & buy, 2nd visit,", {"try_buy": "Try & buy", "n2nd_visit": "2nd visit"}),
        ("!!!, ???", {"stage_1": "!!!", "stage_2": "???"}),
    ],
)
def test_stages_typed_in_any_script_get_ids(typed: str, stages: dict[str, str]) -> None:
    found = loading.load_stages(typed)
    assert {stage.id: stage.label for stage in found.stages} == stages
    assert found.as_typed


def test_two_stages_of_one_id_are_refused_with_a_way_out() -> None:
    assert refusal("Buy, buy!") == "L007 two stages get the id 'buy' (write other_id=Word)"


def test_a_stage_needs_a_word() -> None:
    assert "L004" in refusal("plan=, buy=Buy")


def test_a_stage_file_is_somebody_s_own_words(tmp_path: Path) -> None:
    file = tmp_path / "ours.yaml"
    file.write_text("id: ours\ntitle: Ours\nstages: [{id: ask, label: Frage}]\n", encoding="utf-8")
    assert loading.load_stages(str(file)).as_typed
