"""Bound to stages and a locale, fields get ids that outlive renaming, and labels get words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import bound, small
from worksheets import i18n, loading, pipeline
from worksheets.errors import DefinitionError, Problem
from worksheets.model.ids import MAX_ID, is_field_id, is_part_id, part_id
from worksheets.model.layout import Layout

JOURNEY_MAP = loading.load("journey-map")


def ids(layout: Layout, stages: str | None = None) -> list[str]:
    """Return the field ids of a bound layout, those of the frame left out."""
    own = {entry.id for entry in loading.frame().header}
    chosen = loading.load_stages(stages) if stages else None
    return [slot.id for slot in bound(layout, stages=chosen).slots() if slot.id not in own]


def refusal(layout: Layout, stages: str | None = None, locale: str = "en") -> list[str]:
    chosen = loading.load_stages(stages) if stages else None
    with pytest.raises(DefinitionError) as caught:
        bound(layout, stages=chosen, locale=locale)
    return [str(problem) for problem in caught.value.problems]


# ---------------------------------------------------------------- ids


def test_a_field_is_named_after_its_row_and_stage() -> None:
    found = ids(JOURNEY_MAP)
    assert found[:2] == ["persona", "scenario"]
    assert "actions__research" in found
    assert "emotion__loyalty" in found


def test_a_hand_over_bears_the_stage_on_its_left() -> None:
    hand_overs = [name for name in ids(JOURNEY_MAP) if name.startswith("handover")]
    stages = ["research", "offer", "conversion", "use"]
    assert hand_overs == [f"handover__{stage}" for stage in stages]


def test_answers_of_a_stage_stay_when_stages_are_renamed_moved_or_added() -> None:
    before = ids(JOURNEY_MAP, "plan=Plan, buy=Buy, use=Use")
    after = ids(JOURNEY_MAP, "buy=Kaufen, new=Neu, use=Nutzen, plan=Planen")
    kept = {name for name in before if not name.startswith("handover")}
    assert kept < set(after)


def test_ids_are_the_same_in_every_language() -> None:
    sheets = [bound(JOURNEY_MAP, locale=tag, untranslated=[]) for tag in i18n.locales()]
    assert len({tuple(slot.id for slot in sheet.slots()) for sheet in sheets}) == 1


def test_parts_of_an_id_are_block_row_column_and_number() -> None:
    layout = small("""
        blocks:
          - kind: table
            id: risks
            numbered: 2
            columns: [{id: what, label: What, field: text}, {id: due, label: Due, field: date}]
          - kind: table
            columns: [{id: now, label: Now}]
            rows:
              - {id: cost, label: Cost, field: number}
              - {id: note, label: Note, field: text, per: map}
          - kind: areas
            id: self
            areas: [who]
            boxes: [{id: who, label: Who, entries: [{id: age, label: Age, field: number}]}]
        """)  # fmt: skip
    assert ids(layout) == [
        "risks__what__1", "risks__due__1", "risks__what__2", "risks__due__2",
        "cost__now", "note", "self__who__age",
    ]  # fmt: skip


@given(st.text())
def test_ids_are_made_from_any_words(words: str) -> None:
    made = part_id(words)
    assert made == "" or is_part_id(made)


def test_two_blocks_with_one_row_id_are_refused_with_a_way_out() -> None:
    block = "{kind: areas, areas: [a], boxes: [{id: a, label: A, field: text}]}"
    found = refusal(small(f"blocks: [{block}, {block}]"))
    assert found == ["L007 two fields get the id 'a' (give one block an id)"]


def test_a_field_and_an_option_that_would_travel_under_one_name_are_refused() -> None:
    layout = small("""
        stages: {default: research_offer}
        blocks:
          - kind: table
            rows: [{id: a1, label: Row, field: text}]
          - kind: areas
            areas: [a1]
            boxes:
              - id: a1
                label: Box
                field:
                  {kind: choice, many: true, options: [{id: offer, label: O}, {id: b, label: B}]}
        """)
    assert refusal(layout) == ["L007 two fields get the id 'a1__offer' (give one block an id)"]


def test_an_id_is_never_longer_than_its_carriers_hold() -> None:
    row = "a" * 40
    layout = small(f"""
        stages: {{default: civic}}
        blocks: [{{kind: table, rows: [{{id: {row}, label: A, field: text}}]}}]
        """)
    long = "b" * (MAX_ID - 40 - 2)
    assert all(is_field_id(name) for name in ids(layout, f"{long}=B"))
    assert refusal(layout, f"{long}b=B")[0].startswith("L006 ")


def test_two_options_of_one_field_never_read_alike() -> None:
    """A drop-down list and a screen reader have nothing but the words to tell them apart."""
    layout = small("""
        blocks:
          - kind: areas
            areas: [a]
            boxes:
              - id: a
                label: A
                field: {kind: choice, options: [{id: x, label: Same}, {id: y, label: Same}]}
        """)
    (found,) = refusal(layout)
    assert found == "L007 two answers of 'A' read alike: 'Same' (reword one)"


# ---------------------------------------------------------------- stages


@pytest.mark.parametrize("count", [1, 12])
def test_a_journey_map_takes_one_to_twelve_stages(count: int) -> None:
    stages = ", ".join(f"s{number}=Stage" for number in range(count))
    assert f"goals__s{count - 1}" in ids(JOURNEY_MAP, stages + ",")


def test_more_stages_than_a_layout_takes_are_refused() -> None:
    stages = ", ".join(f"s{number}=Stage" for number in range(13))
    (found,) = refusal(JOURNEY_MAP, stages)
    assert found.startswith("L010 journey-map takes 1 to 12 stages, not 13")


def test_a_stage_id_that_is_none_is_refused() -> None:
    (found,) = refusal(JOURNEY_MAP, "Plan It=Plan, buy=Buy")
    assert found.startswith("L006 'Plan It' cannot be a stage id")


def test_a_table_of_stages_needs_a_layout_with_stages() -> None:
    layout = small("blocks: [{kind: table, rows: [{id: a, label: A, field: text}]}]")
    (found,) = refusal(layout)
    assert found.startswith("L010 ")


def test_more_fields_than_a_definition_holds_are_refused() -> None:
    columns = ", ".join(f"{{id: c{number}, label: C, field: text}}" for number in range(3))
    layout = small(f"blocks: [{{kind: table, numbered: 999, columns: [{columns}]}}]")
    assert any(line.startswith("L004 ") and "2000" in line for line in refusal(layout))


# ---------------------------------------------------------------- words

MEANINGLESS = small("""
    purpose: Qwx one
    blocks: [{kind: areas, areas: [a], boxes: [{id: a, label: Qwx two, field: text}]}]
    """)


def test_all_missing_translations_are_listed() -> None:
    found = refusal(MEANINGLESS, locale="lv")
    assert [line.partition(" (")[0] for line in found] == [
        "T001 no lv translation of the title 'Small map'",
        "T001 no lv translation of the instruction 'Qwx one'",
        "T001 no lv translation of the row 'Qwx two'",
    ]
    assert all("--allow-untranslated" in line for line in found)


def test_untranslated_words_are_printed_in_english_when_that_is_allowed() -> None:
    missing: list[Problem] = []
    sheet = bound(MEANINGLESS, locale="lv", untranslated=missing)
    assert sheet.purpose == "Qwx one"
    assert [problem.code for problem in missing] == ["T001"] * 3


def test_words_in_place_need_no_catalog() -> None:
    layout = small("""
        purpose: {en: Small map, lv: Maza karte}
        blocks:
          - kind: areas
            areas: [a]
            boxes: [{id: a, label: {en: Qwx, lv: Zzz}, field: text}]
        """)
    sheet = bound(layout, locale="lv", untranslated=[])
    assert sheet.purpose == "Maza karte"
    assert [slot.row_label for slot in sheet.slots() if slot.id == "a"] == ["Zzz"]


def test_words_in_place_that_lack_a_language_are_missing_there() -> None:
    layout = small("""
        purpose: {lv: Maza karte}
        blocks: [{kind: areas, areas: [a], boxes: [{id: a, label: Row, field: text}]}]
        """)
    for locale in ("en", "pl"):
        assert any("'Maza karte'" in line for line in refusal(layout, locale=locale))


def test_typed_stages_are_printed_as_typed_in_every_language() -> None:
    stages = loading.load_stages("Plan, Buy")
    sheet = bound(JOURNEY_MAP, locale="lv", stages=stages)
    (table,) = sheet.blocks
    assert [heading.label for heading in table.headings] == ["Plan", "Buy"]  # type: ignore[union-attr]


def test_a_title_of_one_s_own_is_printed_as_typed() -> None:
    order = pipeline.Order(layout=JOURNEY_MAP, locale="lv", title="Our trip")
    assert pipeline.bind(order).title == "Our trip"
