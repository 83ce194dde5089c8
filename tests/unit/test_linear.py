"""One question after the other: which order, under which title, in which words."""

from dataclasses import replace

import pytest

from tests.making import bound, small, solved, stages
from worksheets import pipeline, solving, units
from worksheets.errors import DefinitionError, FitError
from worksheets.model.fields import Choice, Option, Scale, Step
from worksheets.model.layout import Layout
from worksheets.model.linear import Mark, Section, marks_of, sections
from worksheets.model.sheet import AreaMap, Group, Page, Widget, Words

TABLE = """
stages: {default: research_offer, least: 1, most: 12}
header: [{id: who, label: Who, hint: Whose map?, field: text}]
blocks:
  - kind: table
    corner: Stage
    rows:
      - {id: before, label: Before all, question: What was there?, field: text, per: map}
      - {id: handed, label: Handed on, question: To whom?, field: text, per: between}
      - {id: does, label: Does, question: What happens?, field: {kind: text, lines: 2}}
      - {id: after, label: In the end, field: {kind: text, lines: 9}, per: map}
      - {id: feels, label: Feels, instruction: Join the circles., field: {kind: scale, steps: {1: low, 3: high}}}
"""  # noqa: E501
NUMBERED = """
blocks:
  - kind: table
    columns:
      - {id: thing, label: Thing, hint: which one, field: text}
      - {id: cost, label: Cost, field: {kind: number}}
    numbered: 2
"""
CARDS = """
blocks:
  - kind: areas
    areas: [head sees, facts facts]
    boxes:
      - {id: head, picture: head}
      - {id: sees, label: Sees, question: What is there?, icon: eye, field: text}
      - id: facts
        label: Facts
        question: Only what counts
        entries:
          - {id: age, label: Age, hint: in years, field: text}
          - {id: pace, field: {kind: scale, steps: {-1: slow, 1: fast}}}
"""


def told(layout: Layout, **order: object) -> list[tuple[str, str, list[tuple[str, str, str]]]]:
    """Return heading, help and per question field, label and hint."""
    return [
        (one.heading, one.help, [(str(q.slot.id), q.label, q.hint) for q in one.questions])
        for one in sections(bound(layout, **order))
    ]


def own(found: list[Section]) -> list[Section]:
    """Return sections without that of the header, which every sheet has."""
    return [section for section in found if section.kind != "header"]


def test_stage_by_stage_hand_overs_last_and_what_is_asked_once_around_them() -> None:
    header, *rest = told(small(TABLE), stages=stages(2))
    assert header[:2] == ("", "")
    assert header[2][0] == ("who", "Who", "Whose map?")
    assert rest == [
        ("Before all", "What was there?", [("before", "", "")]),
        (
            "1 Stage 1",
            "",
            [
                ("does__s1", "Does", "What happens?"),
                ("feels__s1", "Feels", ""),
                ("handed__s1", "Handed on, Stage 1 → Stage 2", "To whom?"),
            ],
        ),
        ("2 Stage 2", "", [("does__s2", "Does", "What happens?"), ("feels__s2", "Feels", "")]),
        ("In the end", "", [("after", "", "")]),
    ]


def test_a_numbered_row_is_called_as_its_first_field() -> None:
    assert told(small(NUMBERED))[1:] == [
        (
            f"{n} Thing",
            "",
            [(f"thing__{n}", "Thing", "which one"), (f"cost__{n}", "Cost", "")],
        )
        for n in (1, 2)
    ]


def test_a_card_asks_once_and_a_drawing_not_at_all() -> None:
    assert told(small(CARDS))[1:] == [
        ("Sees", "What is there?", [("sees", "", "")]),
        (
            "Facts",
            "Only what counts",
            [("facts__age", "Age", "in years"), ("facts__pace", "slow – fast", "")],
        ),
    ]
    found = own(list(sections(bound(small(CARDS)))))
    assert [section.icon for section in found] == ["eye", None]


def test_boxes_have_more_lines_than_those_of_the_map() -> None:
    lines = {
        str(question.slot.id): question.lines
        for section in sections(bound(small(TABLE), stages=stages(1)))
        for question in section.questions
    }
    assert (lines["who"], lines["does__s1"], lines["after"], lines["feels__s1"]) == (1, 4, 11, 1)


def test_answers_with_faces_begin_with_the_best() -> None:
    steps = tuple(Step(value=value, label=str(value)) for value in (-1, 0, 1))
    with_faces = marks_of(Scale(steps=steps, faces=True, absent="not there"))
    assert [(m.state, m.number, m.words, m.mood) for m in with_faces] == [
        ("s2", "+1", "1", 1),
        ("s1", "0", "0", 0),
        ("s0", "\u22121", "-1", -1),
        ("absent", "–", "not there", None),
    ]
    assert [m.number for m in marks_of(Scale(steps=steps))] == ["\u22121", "0", "+1"]


def test_a_choice_is_marked_by_state_or_option_and_a_menu_is_not_marked() -> None:
    options = (Option(id="a", label="An A"), Option(id="b", label="A B"))
    one, many = marks_of(Choice(options=options)), marks_of(Choice(options=options, many=True))
    assert one == (Mark(state="s0", words="An A"), Mark(state="s1", words="A B"))
    assert [mark.state for mark in many] == ["a", "b"]
    assert marks_of(Choice(options=options, menu=True)) == ()


# ---------------------------------------------------------------- pages


def heads_alone(page: Page) -> list[str]:
    """Return the titles of sections of a page that no field follows."""
    return [
        str(child)
        for child in page.content.children
        if isinstance(child, Group)
        and any(isinstance(part, Group) and part.tag == "heading" for part in child.children)
        and not any(isinstance(item, Widget) for item in child.items())
    ]


@pytest.mark.parametrize("lines", range(1, 24))
def test_no_head_is_alone_and_no_question_is_torn(lines: int) -> None:
    text = TABLE.replace("lines: 2", f"lines: {lines}")
    worksheet = solved(small(text), stages=stages(5), edition="linear")
    assert [heads_alone(page) for page in worksheet.pages] == [[]] * len(worksheet.pages)
    pages: dict[str, set[int]] = {}
    for number, widget in worksheet.widgets():
        pages.setdefault(widget.slot.id, set()).add(number)
    assert all(len(found) == 1 for found in pages.values())


def test_a_head_without_its_field_is_noticed() -> None:
    worksheet = solved(small(TABLE), stages=stages(2), edition="linear")
    page = worksheet.pages[-1]
    bare = page.content.changed(lambda item: None if isinstance(item, Widget) else item)
    assert heads_alone(Page(width=1, height=1, scale=1, content=bare))


def test_many_answers_stand_in_columns_rather_than_on_two_pages() -> None:
    options = ", ".join(f"{{id: o{n}, label: Answer {n}}}" for n in range(40))
    field = f"{{kind: choice, many: true, options: [{options}]}}"
    boxes = f"[{{id: a, label: A, field: {field}}}]"
    text = f"blocks:\n  - kind: areas\n    areas: [a]\n    boxes: {boxes}\n"
    worksheet = solved(small(text), edition="linear")
    found = [(page, w.rect.left) for page, w in worksheet.widgets() if w.slot.row == "a"]
    assert len({page for page, _ in found}) == 1
    assert len({left for _, left in found}) == 2


def test_words_that_fill_more_than_a_page_are_refused() -> None:
    sheet = bound(small(CARDS))
    [block] = sheet.blocks
    assert isinstance(block, AreaMap)
    wordy = tuple(replace(card, question="long " * 900) for card in block.cards)
    sheet = replace(sheet, blocks=(replace(block, cards=wordy),))
    with pytest.raises(FitError) as caught:
        solving.solve(sheet, units.paper("A4", "portrait"), edition="linear")
    assert {problem.code for problem in caught.value.problems} == {"F002"}


def test_a_page_says_which_section_goes_on() -> None:
    worksheet = solved(small(TABLE.replace("lines: 2", "lines: 40")), stages=stages(2),
                       edition="linear")  # fmt: skip
    heads = [
        [item.lines[0] for item in page.content.children[0].items() if isinstance(item, Words)]
        for page in worksheet.pages
        if isinstance(page.content.children[0], Group)
    ]
    assert ["Small map", "1 Stage 1"] in heads
    assert ["Small map"] in heads


def test_only_maps_are_spreadsheets() -> None:
    worksheet = solved(small(NUMBERED), edition="linear")
    with pytest.raises(DefinitionError) as caught:
        pipeline.write(worksheet, "xlsx", {})
    [problem] = caught.value.problems
    assert str(problem) == "L011 no format 'xlsx' of the linear edition (known: pdf, docx, json)"
