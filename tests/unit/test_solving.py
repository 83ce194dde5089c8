"""Every label is whole, every field is on one page, and nothing touches anything else."""

import re
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import strategies
from tests.making import as_yaml, collisions, drawn, dump, small, solved, stages
from worksheets import binding, i18n, loading, pipeline, solving, units
from worksheets.errors import DefinitionError, FitError
from worksheets.i18n import Catalog
from worksheets.model.fields import Choice, Scale
from worksheets.model.layout import Layout
from worksheets.model.sheet import Worksheet
from worksheets.model.structure import states
from worksheets.solving.mirror import mirrored
from worksheets.solving.parts import share_out
from worksheets.source import read_layout

JOURNEY_MAP = loading.load("journey-map")
PORTRAIT = replace(JOURNEY_MAP, orientation="portrait")


def refusal(layout: Layout, **order: Any) -> list[str]:  # noqa: ANN401
    with pytest.raises(FitError) as caught:
        solved(layout, **order)
    return [str(problem) for problem in caught.value.problems]


def on_pages(worksheet: Worksheet, row: str) -> list[list[str]]:
    """Return per page the columns whose field of ``row`` stands there, each once."""
    found = []
    for page in dump(worksheet)["pages"]:
        names = dict.fromkeys(item["slot"] for item in drawn(page, "Widget"))
        found.append([name.split("__")[1] for name in names if name.startswith(f"{row}__")])
    return found


# ---------------------------------------------------------------- room

GROWERS = st.lists(st.tuples(st.sampled_from([10.0, 12.5]), st.integers(0, 3)), max_size=6)


@given(st.floats(-50, 500), GROWERS)
def test_room_is_shared_out_in_whole_steps_and_never_overspent(
    room: float, growers: list[tuple[float, int]]
) -> None:
    extra = share_out(room, growers)
    left = room - sum(step * count for (step, _), count in zip(growers, extra, strict=True))
    assert left >= -0.02 or not any(extra)
    assert [count for (_, share), count in zip(growers, extra, strict=True) if not share] == [
        0 for _, share in growers if not share
    ]
    for share in {share for _, share in growers if share}:
        members = [i for i, grower in enumerate(growers) if grower[1] == share]
        assert len({extra[i] for i in members}) == 1
        assert sum(growers[i][0] for i in members) > left


def test_a_row_with_twice_the_share_gets_twice_the_room() -> None:
    assert share_out(90, [(10, 1), (10, 2), (10, 0)]) == [3, 6, 0]


def test_a_field_has_room_for_the_lines_that_its_author_promised() -> None:
    worksheet = solved(JOURNEY_MAP, paper="A4")
    for _, widget in worksheet.widgets():
        lines = getattr(widget.slot.field, "lines", 1)
        if widget.shape == "box":
            assert widget.rect.height >= lines * 1.15 * worksheet.text_size


# ---------------------------------------------------------------- pages


@pytest.mark.parametrize(
    ("paper", "count", "split"),
    [("A4", 6, [6]), ("A4", 7, [4, 3]), ("A4", 12, [6, 6]), ("A3", 8, [8]), ("A3", 9, [5, 4])],
)
def test_stages_are_dealt_evenly_to_pages(paper: str, count: int, split: list[int]) -> None:
    pages = on_pages(solved(JOURNEY_MAP, paper=paper, stages=stages(count)), "goals")
    assert [len(page) for page in pages] == split
    assert [name for page in pages for name in page] == [f"s{n}" for n in range(1, count + 1)]


def test_a_hand_over_stays_with_its_stage_when_pages_split() -> None:
    worksheet = solved(JOURNEY_MAP, paper="A4", stages=stages(7))
    assert on_pages(worksheet, "handover") == [["s1", "s2", "s3", "s4"], ["s5", "s6"]]


def test_every_page_repeats_the_row_labels_and_only_the_first_has_the_header() -> None:
    first, second = dump(solved(JOURNEY_MAP, paper="A4", stages=stages(12)))["pages"]
    for page in (first, second):
        assert ["Touchpoints"] in [words["lines"] for words in drawn(page, "Words")]
    header = {"persona", "scenario", "participant", "date", "version"}
    assert header <= {item["slot"] for item in drawn(first, "Widget")}
    assert not header & {item["slot"] for item in drawn(second, "Widget")}


@pytest.mark.parametrize("paper", units.PAPERS)
@pytest.mark.parametrize("layout", [JOURNEY_MAP, PORTRAIT], ids=["landscape", "portrait"])
def test_the_journey_map_fits_every_paper(layout: Layout, paper: str) -> None:
    for count in (1, 5, 12):
        assert not collisions(solved(layout, paper=paper, stages=stages(count)))


@pytest.mark.parametrize("paper", units.PAPERS)
@pytest.mark.parametrize("locale", i18n.locales())
def test_the_journey_map_fits_every_paper_in_every_language(locale: str, paper: str) -> None:
    """However many stages: a page with too many of them for its words takes fewer."""
    refused = {}
    for count in range(1, 13):
        try:
            solved(JOURNEY_MAP, paper=paper, locale=locale, stages=stages(count), untranslated=[])
        except FitError as error:
            refused[count] = str(error)
    assert not refused


# ---------------------------------------------------------------- what does not fit

LONG = "Donaudampfschifffahrtsgesellschaftskapitän"
ALIEN = "購入"
BODIES = {
    "row": "stages: {default: civic}\nblocks: [{kind: table, CORNER rows: [{id: a, PARTS}]}]",
    "column": "blocks: [{kind: table, numbered: NUMBER, columns: [{id: a, PARTS}]}]",
    "card": "blocks: [{kind: areas, areas: [a ., . .], columns: [1, 6], boxes: [{id: a, PARTS}]}]",
    "header": "header: [{id: a, PARTS}]\n"
    "blocks: [{kind: areas, areas: [b], boxes: [{id: b, label: B, field: text}]}]",
}


def made(shape: str, parts: str, *, corner: str = "", number: int = 1) -> Layout:
    """Return a layout with a row, column, card or header field made of ``parts``."""
    body = BODIES[shape].replace("CORNER", f"corner: {corner}," if corner else "")
    return small(body.replace("NUMBER", str(number)).replace("PARTS", parts))


def options(words: str) -> str:
    """Return the parts of a choice with ``words`` for its first option."""
    both = f"[{{id: x, label: {words}}}, {{id: y, label: Y}}]"
    return f"label: A, field: {{kind: choice, options: {both}}}"


@pytest.mark.parametrize(
    ("shape", "parts"),
    [
        ("row", f"label: {LONG}, field: text"),
        ("column", f"label: {LONG * 8}, field: text"),
        ("card", f"label: {LONG}, field: text"),
        ("card", f"label: A, question: {LONG}, field: text"),
        ("card", f"label: A, entries: [{{id: e, label: {LONG}, field: text}}]"),
        ("card", options(LONG)),
        ("header", f"label: {LONG * 8}, field: text"),
        ("header", options(LONG * 6)),
    ],
)
def test_words_that_do_not_fit_are_named_and_never_cut(shape: str, parts: str) -> None:
    assert any("F001" in line and LONG in line for line in refusal(made(shape, parts), paper="A4"))


def test_a_corner_that_does_not_fit_is_named() -> None:
    layout = made("row", "label: A, field: text", corner=LONG)
    assert any("F001" in line and LONG in line for line in refusal(layout))


@pytest.mark.parametrize(
    ("shape", "parts"),
    [
        ("row", f"label: {ALIEN}, field: text"),
        ("row", f"label: A, question: {ALIEN}, field: text"),
        ("row", f"label: A, instruction: {ALIEN}, field: text"),
        ("row", f"label: A, field: {{kind: scale, steps: {{0: {ALIEN}, 2: high}}}}"),
        ("row", f"label: A, field: {{kind: scale, steps: {{0: low, 2: high}}, absent: {ALIEN}}}"),
        ("column", f"label: {ALIEN}, field: text"),
        ("card", f"label: {ALIEN}, field: text"),
        ("card", f"label: A, question: {ALIEN}, field: text"),
        ("card", options(ALIEN)),
        ("header", f"label: {ALIEN}, field: text"),
    ],
)
def test_letters_that_the_font_lacks_are_named_wherever_they_stand(shape: str, parts: str) -> None:
    assert any("F003" in line and ALIEN in line for line in refusal(made(shape, parts)))


def test_letters_of_a_corner_that_the_font_lacks_are_named() -> None:
    layout = made("row", "label: A, field: text", corner=ALIEN)
    assert any("F003" in line and ALIEN in line for line in refusal(layout))


@pytest.mark.parametrize(
    ("shape", "lines", "number"),
    [("row", 60, 1), ("card", 60, 1), ("column", 60, 1), ("column", 20, 600)],
)
def test_fields_that_do_not_fit_the_paper_are_refused(shape: str, lines: int, number: int) -> None:
    layout = made(shape, f"label: Tall, field: {{kind: text, lines: {lines}}}", number=number)
    assert any("F002" in line for line in refusal(layout, paper="A4"))


def test_a_card_that_does_not_fit_the_paper_is_named() -> None:
    layout = made("card", "label: Tall, field: {kind: text, lines: 60}")
    assert any("F002" in line and "Tall" in line for line in refusal(layout, paper="A4"))


@pytest.mark.parametrize(
    "field",
    [
        "{kind: scale, steps: {0: very bad, 10: very good}}",
        "{kind: choice, many: true, options: ["
        + ", ".join(f"{{id: o{n}, label: Option number {n}}}" for n in range(20))
        + "]}",
    ],
)
def test_a_tall_field_of_the_header_is_given_room_or_refused(field: str) -> None:
    layout = made("header", f"label: Tall, width: 200, field: {field}")
    with suppress(FitError):
        assert not collisions(solved(layout, paper="A4"))


def test_everything_that_does_not_fit_is_named_at_once() -> None:
    rows = ", ".join(f"{{id: r{n}, label: {LONG}{n}, field: text}}" for n in range(3))
    found = refusal(small(f"stages: {{default: civic}}\nblocks: [{{kind: table, rows: [{rows}]}}]"))
    assert [f"{LONG}{n}" in line for n, line in enumerate(found)] == [True] * 3


# ---------------------------------------------------------------- longer languages


def stretched(text: str) -> str:
    """Return the text 40 % longer; its {placeholders} stay."""
    return re.sub(
        r"(?<![{\w])\w+(?![}\w])", lambda m: m[0] + m[0][: -(-len(m[0]) * 2 // 5)].lower(), text
    )


class PseudoLocale(dict[tuple[str, str], str]):
    """A catalog in which every text is translated into a longer one."""

    def get(self, key: tuple[str, str], default: object = None) -> str:  # type: ignore[override]
        """Return the text of ``key``, stretched."""
        return stretched(key[1])


@pytest.mark.parametrize("paper", ["A4", "A3", "A0", "Letter"])
@pytest.mark.parametrize("name", loading.layouts())
def test_a_language_40_percent_longer_fits_or_its_words_are_named(name: str, paper: str) -> None:
    layout = loading.load(name)
    stages = loading.load_stages(layout.stages.default if layout.stages else "research_offer")
    sheet = binding.bind(layout, stages, loading.frame(), Catalog("lv", PseudoLocale()))
    assert sheet.title == stretched(layout.title)
    try:
        worksheet = solving.solve(sheet, units.paper(paper, layout.orientation))
    except FitError as error:
        known = " ".join(sheet.texts()) + " ".join(map(str, sheet.blocks))
        for problem in error.problems:
            if problem.code == "F001":
                assert problem.message.split("'")[1].split("  ")[0] in known
            else:
                assert problem.code == "F002"
    else:
        assert not collisions(worksheet)


# ---------------------------------------------------------------- right to left


def test_a_page_mirrored_twice_is_the_page() -> None:
    worksheet = solved(JOURNEY_MAP, stages=stages(7))
    twice = replace(worksheet, pages=tuple(mirrored(mirrored(p)) for p in worksheet.pages))
    assert dump(twice) == dump(worksheet)


def test_a_mirrored_page_starts_on_the_right_and_reads_in_the_same_order() -> None:
    worksheet = solved(JOURNEY_MAP)
    (page,) = worksheet.pages
    turned = replace(worksheet, pages=(mirrored(page),))
    assert [w.slot.id for _, w in turned.widgets()] == [w.slot.id for _, w in worksheet.widgets()]
    for (_, there), (_, here) in zip(turned.widgets(), worksheet.widgets(), strict=True):
        assert there.rect.left == pytest.approx(page.width - here.rect.right)
        assert there.rect.top == here.rect.top
    assert not collisions(turned)


@pytest.mark.parametrize("name", loading.layouts())
def test_a_sheet_that_reads_from_right_to_left_is_the_mirror_of_the_other(name: str) -> None:
    order = pipeline.Order(layout=loading.load(name))
    sheet = pipeline.bind(order)
    paper = units.paper(units.default_paper(sheet.size, None), sheet.orientation)
    left, right = (solving.solve(replace(sheet, direction=d), paper) for d in ("ltr", "rtl"))
    assert not collisions(right)
    for there, here in zip(left.pages, right.pages, strict=True):
        turned = mirrored(there).content.items()
        for expected, found in zip(turned, here.content.items(), strict=True):
            if getattr(expected, "name", "") == "code" or "W1:" in str(found):
                continue  # they say which geometry this is, and it is another one
            assert found == expected
    codes = [item.rect for item in right.pages[0].content.items() if _is_code(item)]
    assert sorted(rect.left < paper.width / 2 for rect in codes) == [False, True]


def _is_code(item: object) -> bool:
    return getattr(item, "name", "") == "code"


# ---------------------------------------------------------------- whatever is declared


@given(
    strategies.layouts(),
    st.sampled_from(list(units.PAPERS)),
    st.integers(1, 12),
    st.sampled_from(["grid", "linear"]),
)
def test_any_layout_is_solved_or_refused(
    data: dict[str, Any], paper: str, count: int, edition: str
) -> None:
    layout = read_layout(as_yaml(data), "random.yaml")
    try:
        worksheet = solved(layout, paper=paper, stages=stages(count), edition=edition)
    except DefinitionError:
        return
    assert not collisions(worksheet)
    places: dict[str, list[tuple[int, str]]] = {}
    for page, widget in worksheet.widgets():
        places.setdefault(widget.slot.id, []).append((page, widget.state))
    for slot in worksheet.sheet.slots():
        found = places.pop(slot.id)
        assert len({page for page, _ in found}) == 1
        assert sorted(state for _, state in found) == sorted(expected_states(slot.field))
    assert not places


def expected_states(field: object) -> list[str]:
    """Return the states of a field's widgets; "" is a widget without states."""
    if isinstance(field, Choice) and field.many:
        return [option.id for option in field.options]
    if isinstance(field, Scale | Choice):
        return list(states(field)) or [""]
    return ["on"] if getattr(field, "kind", "") == "check" else [""]
