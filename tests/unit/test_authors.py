"""What authors and translators are promised: lost answers are named, words are kept."""

from pathlib import Path

import pytest

from tests.making import small
from worksheets import comparison, definition, i18n, loading, pipeline, translation
from worksheets.errors import DefinitionError
from worksheets.model.layout import Layout

BODY = "blocks: [{{kind: areas, areas: [a], boxes: [{{id: a, label: A, field: {}}}]}}]"


def losses(old: Layout, new: Layout) -> list[str]:
    """Return what a change from ``old`` to ``new`` would lose."""
    outlines = (definition.outline(pipeline.bind(pipeline.Order(layout=x))) for x in (old, new))
    return [problem.message for problem in comparison.losses(*outlines)]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("text", "date", "was a text and is a date"),
        (
            "{kind: scale, steps: {0: no, 2: yes}}",
            "{kind: scale, steps: {0: no, 3: yes}}",
            "0 to 3",
        ),
        (
            "{kind: scale, steps: {0: no, 2: yes}, absent: none}",
            "{kind: scale, steps: {0: no, 2: yes}}",
            "no longer offers",
        ),
        (
            "{kind: choice, options: [{id: x, label: X}, {id: y, label: Y}]}",
            "{kind: choice, options: [{id: x, label: X}, {id: z, label: Y}]}",
            "lost the options y",
        ),
        (
            "{kind: choice, many: true, options: [{id: x, label: X}, {id: y, label: Y}]}",
            "{kind: choice, options: [{id: x, label: X}, {id: y, label: Y}]}",
            "took several answers",
        ),
        ("{kind: number, low: 1}", "{kind: number, low: 2}", "other limits"),
    ],
)
def test_a_field_that_means_something_else_is_named(old: str, new: str, said: str) -> None:
    (found,) = losses(small(BODY.format(old)), small(BODY.format(new)))
    assert "'a'" in found
    assert said in found
    assert losses(small(BODY.format(old)), small(BODY.format(old))) == []


def test_a_field_that_is_gone_is_named_and_new_words_are_no_loss() -> None:
    before = small(BODY.format("text"))
    assert losses(before, small(BODY.format("text").replace("label: A", "label: B"))) == []
    gone = BODY.format("text").replace("[a]", "[b]").replace("id: a", "id: b")
    assert losses(before, small(gone)) == ["the field 'a' is gone"]


@pytest.fixture
def own(tmp_path: Path) -> str:
    """Return the path of a layout of somebody's own, like the journey map."""
    path = tmp_path / "my-map.yaml"
    text = loading.text_of("journey-map").replace("id: journey-map", "id: my-map")
    path.write_text(text.replace("label: Actions", "label: Deeds"), encoding="utf-8")
    return str(path)


def test_a_translation_starts_with_the_words_that_are_known(own: str) -> None:
    path = translation.start(own, "lv")
    assert path.name == "my-map.lv.po"
    found = translation.status(own, "lv")
    assert found.missing == (("row", "Deeds"),)
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace('msgid "Deeds"\nmsgstr ""', 'msgid "Deeds"\nmsgstr "Darbi"'), "utf-8"
    )
    sheet = pipeline.bind(pipeline.order_of(own, "lv"))
    assert "Darbi" in {slot.row_label for slot in sheet.slots()}


def test_renewing_a_translation_keeps_its_words(own: str) -> None:
    path = translation.start(own, "fr")
    words = path.read_text(encoding="utf-8")
    done = words.replace('msgid "Deeds"\nmsgstr ""', 'msgid "Deeds"\nmsgstr "Actes"')
    path.write_bytes(b"\xef\xbb\xbf" + done.encode())  # as Notepad saves it
    layout = Path(own)
    layout.write_text(layout.read_text("utf-8").replace("label: Thoughts", "label: Ideas"), "utf-8")
    translation.renew(own, "fr")
    messages, review = i18n.read_catalog(path.read_bytes(), path.name)
    assert messages == {("row", "Deeds"): "Actes"}
    assert review == "none"
    missing = {text for _, text in translation.status(own, "fr").missing}
    assert "Ideas" in missing
    assert not {"Thoughts", "Deeds"} & missing


@pytest.mark.parametrize(
    ("make", "name", "code"),
    [
        (translation.start, "journey-map", "T003"),
        (translation.renew, "nowhere.yaml", "T003"),
    ],
)
def test_what_stands_in_the_way_is_said(make: object, name: str, code: str) -> None:
    assert callable(make)
    with pytest.raises(DefinitionError, match=code):
        make(name, "fr")


def test_a_translation_is_not_started_twice(own: str) -> None:
    translation.start(own, "fr")
    with pytest.raises(DefinitionError, match="T003"):
        translation.start(own, "fr")


def test_words_in_place_are_enough_to_start_a_language_of_one_s_own() -> None:
    layout = small("""
        blocks:
          - {kind: areas, areas: [a], boxes: [{id: a, label: {en: Hi, fr: Salut}, field: text}]}
        """)
    with pytest.raises(DefinitionError, match="T001") as caught:
        pipeline.bind(pipeline.Order(layout=layout, locale="fr"))
    assert "Salut" not in str(caught.value)
    sheet = pipeline.bind(pipeline.Order(layout=layout, locale="fr", untranslated=[]))
    assert "Salut" in {slot.row_label for slot in sheet.slots()}
