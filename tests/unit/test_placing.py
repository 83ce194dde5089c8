"""Fields are found by the words beside them, and what stands in empty ones is no answer."""

from collections.abc import Sequence
from typing import Any

import pytest

from tests.making import bound, small, stages
from worksheets.definition import outline
from worksheets.errors import Problem
from worksheets.model.ids import bookmark_of
from worksheets.model.response import Cell, Definition, Found, Mark, Stamp
from worksheets.placing import Placed, placed

PROMPTS = ("Click and type", "Type…", "Choose", "Choose a date")
HEADER = """
    header:
      - {id: persona, label: Persona, field: text}
      - {id: scenario, label: Scenario, field: text}
      - {id: born, label: Born, field: date}
    blocks:
      - {kind: areas, areas: [a], columns: [1], rows: [1], boxes: [{id: a, field: text, label: A}]}
"""
GRID = """
    stages: {default: research_offer}
    blocks:
      - kind: table
        corner: Stage
        rows:
          - {id: goals, label: Goals, question: What for?, field: text}
          - {id: actions, label: Actions, field: {kind: text, lines: 3}}
          - {id: handed, label: Handed on, field: text, per: between}
          - {id: summary, label: Summary, field: text, per: map}
"""
WAYS = """
    stages: {default: research_offer}
    blocks:
      - kind: table
        corner: Stage
        rows:
          - id: ways
            label: Ways
            field:
              kind: choice
              many: true
              options: [{id: web, label: web}, {id: shop, label: old shop}, {id: tv, label: tv}]
          - {id: done, label: Done, field: check}
"""
ROWS = """
    blocks:
      - kind: table
        columns:
          - {id: name, label: Name, field: text}
          - {id: age, label: Age, field: {kind: number}}
        numbered: 3
"""
CARDS = """
    blocks:
      - kind: areas
        areas: [says does, facts facts]
        columns: [1, 1]
        rows: [1, 1]
        boxes:
          - {id: says, label: Says, field: text}
          - {id: does, label: Does, field: text}
          - id: facts
            label: Facts
            entries:
              - {id: age, label: Age, field: text}
              - {id: home, label: Home, field: text}
"""
Row = Sequence[str | tuple[str, int, int]]


def definition(body: str, count: int = 3, texts: Sequence[str] = ()) -> Definition:
    layout = small(body)
    sheet = bound(layout, stages=stages(count)) if layout.stages else bound(layout)
    return Definition(
        stamp=Stamp(layout="small", version=1),
        title={"en": "Small map"},
        text_size=9,
        pages=(),
        fields=outline(sheet),
        prompts=PROMPTS,
        texts=tuple(texts),
    )


def table(*rows: Row, number: int = 1) -> list[Cell]:
    """Return cells by row: a text, or one with how many rows and columns its cell has."""
    cells: list[Cell] = []
    taken: set[tuple[int, int]] = set()
    for row, line in enumerate(rows):
        column = 0
        for entry in line:
            while (row, column) in taken:
                column += 1
            text, tall, wide = (entry, 1, 1) if isinstance(entry, str) else entry
            place = f"{number}:{row},{column}"
            cells.append(Cell(table=number, row=row, column=column, place=place, rows=tall,
                              columns=wide, text=text, rest=text))  # fmt: skip
            taken |= {(row + r, column + c) for r in range(tall) for c in range(wide)}
            column += wide
    return cells


def place(body: str, *tables: list[Cell], count: int = 3, **more: Any) -> Placed:  # noqa: ANN401 (of `Found`)
    cells = tuple(cell for cells in tables for cell in cells)
    return placed(definition(body, count), Found(cells=cells, **more))


def said(found: Placed) -> dict[str, Any]:
    """Return what is not blank, by field."""
    seen = {mark.name: mark.text or mark.states for mark in found.marks}
    return {name: text for name, text in seen.items() if text}


def read(body: str, *rows: Row, count: int = 3) -> dict[str, Any]:
    return said(place(body, table(*rows), count=count))


# ---------------------------------------------------------------- by labels

PLAIN: list[Row] = [
    ["Stage", "1  Stage 1", "2  Stage 2\nwith some help", "3  Stage 3"],
    ["Goals\nWhat for?", "a", "b", "c"],
    ["ACTIONS", "d", "e", "f"],
    [("Handed on", 2, 1), "Stage 1 → Stage 2", "Stage 2 → Stage 3", ""],
    ["g", "h", ""],
    ["Summary", ("i", 1, 3)],
]
READ = {
    "goals__s1": "a", "goals__s2": "b", "goals__s3": "c",
    "actions__s1": "d", "actions__s2": "e", "actions__s3": "f",
    "handed__s1": "g", "handed__s2": "h", "summary": "i",
}  # fmt: skip


def test_answers_stand_in_the_row_and_column_of_their_labels() -> None:
    assert read(GRID, *PLAIN) == READ


def test_rows_may_have_been_inserted_anywhere() -> None:
    with_more = [["My map"], *(line for row in PLAIN[:3] for line in (row, ["", "extra", ""]))]
    assert read(GRID, *with_more, *PLAIN[3:]) == READ


def test_rows_and_columns_may_have_changed_places() -> None:
    swapped = [[row[0], row[2], row[1], row[3]] for row in (PLAIN[0], PLAIN[2], PLAIN[1])]
    assert read(GRID, *swapped) == {k: v for k, v in READ.items() if k[0] in "ga"}


def test_a_table_in_pieces_has_its_labels_in_each_of_them() -> None:
    heads = [f"{n}  Stage {n}" for n in range(1, 13)]
    pieces = [
        table(
            ["Stage", *heads[a : a + 4]],
            ["Goals", *(f"goal {n}" for n in range(a + 1, a + 5))],
            ["Actions", *(f"action {n}" for n in range(a + 1, a + 5))],
            number=a + 1,
        )
        for a in (0, 4, 8)
    ]
    expected = {f"goals__s{n}": f"goal {n}" for n in range(1, 13)}
    expected |= {f"actions__s{n}": f"action {n}" for n in range(1, 13)}
    assert said(place(GRID, *pieces, count=12)) == expected
    rows = [[cell.text for cell in piece] for piece in pieces]
    stacked = [row[start : start + 5] for row in rows for start in (0, 5, 10)]
    assert read(GRID, *stacked, count=12) == expected


@pytest.mark.parametrize("answer", ["Stage 2", "Stage 3", "Actions", "Goals", "Summary", "2", "3"])
@pytest.mark.parametrize("where", [name for name in READ if name != "summary"])
def test_an_answer_may_read_like_a_label(answer: str, where: str) -> None:
    rows = [[answer if cell == READ[where] else cell for cell in row] for row in PLAIN]
    assert read(GRID, *rows) == {**READ, where: answer}


def test_answers_of_header_fields_stand_below_their_captions() -> None:
    rows: list[Row] = [["Persona", "Scenario", "Born", ""], ["Jana", "Scenario", "2001", ""]]
    expected = {"persona": "Jana", "scenario": "Scenario", "born": "2001"}
    assert read(HEADER, *rows) == expected
    assert read(HEADER, ["A title"], [], *rows, [], ["something else"]) == expected


def test_the_answer_of_a_row_of_its_own_is_right_of_its_label() -> None:
    empty_below: list[Row] = [["Stage", "Stage 1"], ["Summary", "short"], ["", ""]]
    assert read(GRID, *empty_below, count=1) == {"summary": "short"}
    assert read(GRID, ["Stage", "Stage 1"], ["Summary", ""], ["Goals", "g"], count=1) == {
        "goals__s1": "g"
    }


def test_answers_of_numbered_rows_are_known_by_their_numbers() -> None:
    rows: list[Row] = [["", "Name", "Age"], ["1", "2", "3"], ["2", "Age", "1"], ["3", "", "2"]]
    assert read(ROWS, *rows) == {
        "name__1": "2", "age__1": "3", "name__2": "Age", "age__2": "1", "age__3": "2"
    }  # fmt: skip


def test_answers_of_cards_stand_below_their_names_and_right_of_entries() -> None:
    rows: list[Row] = [
        ["Says\nin words", "", "Does"],
        ["yes", "", "no"],
        [("Facts", 1, 3)],
        ["Age", ("44", 1, 2)],
        ["Home", ("Riga", 1, 2)],
    ]
    assert read(CARDS, *rows) == {
        "says": "yes", "does": "no", "facts__age": "44", "facts__home": "Riga"
    }  # fmt: skip


# ---------------------------------------------------------------- boxes


def test_options_ticked_in_one_cell_are_known_by_their_words() -> None:
    ticks = "☒\u00a0web   ☐\u00a0old\u00a0shop   ☑\u00a0tv   "
    found = place(WAYS, table(["Stage", "Stage 1"], ["Ways", ticks], ["Done", "☒"]), count=1)
    assert said(found) == {"ways__s1": ("web", "tv"), "done__s1": "☒"}


def test_options_written_into_one_cell_are_kept_as_they_are() -> None:
    assert read(WAYS, ["Stage", "Stage 1"], ["Ways", "web, tv"], count=1) == {"ways__s1": "web, tv"}


def test_options_with_a_row_each_are_ticked_there() -> None:
    rows: list[Row] = [
        ["Stage", "Stage 1", "Stage 2"],
        ["Ways", "", ""],
        ["web", "x", ""],
        ["old shop", "", "x"],
        ["tv", "x", ""],
        ["Done", "x", "x"],
    ]
    assert read(WAYS, *rows, count=2) == {
        "ways__s1__web": "x", "ways__s1__tv": "x", "ways__s2__shop": "x",
        "done__s1": "x", "done__s2": "x",
    }  # fmt: skip


# ---------------------------------------------------------------- by marks


def test_a_field_is_known_by_its_carrier_else_by_its_bookmark() -> None:
    marks = (
        Mark(name="persona", text="Jana"),
        Mark(name=bookmark_of("scenario"), text="moves"),
        Mark(name="stray", text="x"),
    )
    found = place(HEADER, table(["Born"], ["2001"]), marks=marks)
    assert said(found) == {"persona": "Jana", "scenario": "moves", "stray": "x", "born": "2001"}
    assert [problem.code for problem in found.problems] == ["R021"]


def test_of_a_carrier_and_its_bookmark_the_one_with_an_answer_counts() -> None:
    marks = (Mark(name="persona", text=" "), Mark(name=bookmark_of("persona"), text="Jana"))
    assert said(place(HEADER, table(["x"]), marks=marks)) == {"persona": "Jana"}


def test_a_deleted_field_is_not_looked_for_elsewhere() -> None:
    found = place(HEADER, table(["Persona"], ["Jana"]), deleted=("persona",))
    assert (said(found), found.problems) == ({}, ())


def test_files_without_cells_keep_their_marks() -> None:
    marks = (Mark(name="persona", text="Choose"),)
    assert placed(definition(HEADER), Found(marks=marks)).marks == marks


# ---------------------------------------------------------------- prompts


def unprompted(text: str, name: str = "persona") -> tuple[str | None, list[str]]:
    found = place(HEADER, table(["x"]), marks=(Mark(name=name, text=text),))
    (mark,) = found.marks
    return mark.text, [problem.code for problem in mark.problems]


@pytest.mark.parametrize("prompt", PROMPTS)
@pytest.mark.parametrize("name", ["persona", "born"])
def test_a_prompt_is_no_answer(prompt: str, name: str) -> None:
    assert unprompted(prompt, name) == ("", [])
    assert unprompted(f"\u200b {prompt}\n", name) == ("", [])


@pytest.mark.parametrize(
    ("text", "name", "answer"),
    [
        ("JanaClick and type", "persona", "Jana"),
        ("Click and typeJana", "persona", "Jana"),
        ("Jana Type…", "persona", "Jana"),
        ("2001Choose a date", "born", "2001"),
        ("a\nClick and type", "persona", "a\n"),
    ],
)
def test_a_prompt_left_beside_an_answer_is_taken_out_and_told(
    text: str, name: str, answer: str
) -> None:
    assert unprompted(text, name) == (answer, ["A014"])


@pytest.mark.parametrize("text", ["Choose wisely", "I Choose", "Click", "  two blanks", "Type", ""])
def test_words_like_those_of_a_prompt_stay(text: str) -> None:
    assert unprompted(text) == (text, [])


def test_of_copies_the_one_that_somebody_filled_in_counts() -> None:
    told = Problem("A009", "copies differ")
    mark = Mark(name="persona", states=("Click and type", "Jana"), problems=(told,))
    (left,) = place(HEADER, table(["x"]), marks=(mark,)).marks
    assert (left.states, left.problems) == (("Jana",), ())
    mark = Mark(name="persona", states=("Anna", "Jana"), problems=(told,))
    assert place(HEADER, table(["x"]), marks=(mark,)).marks == (mark,)


# ---------------------------------------------------------------- beside the fields


def extra(*rests: str, fields: tuple[str, ...] = (), body: str = HEADER) -> dict[str, str]:
    texts = ("Fill in on the screen.", "1 Stage 1")
    cells = tuple(
        Cell(table=0, row=n, column=0, place=str(n), text=rest, rest=rest, fields=fields)
        for n, rest in enumerate(rests)
    )
    return placed(definition(body, 1, texts), Found(cells=cells)).extra


def test_what_was_written_beside_the_fields_is_told_by_its_place() -> None:
    assert extra("P.S.\nask again", "", "Small map", "Persona\nmine") == {
        "0": "P.S.\nask again", "3": "mine"
    }  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "  ", "—", "Fill in on the  SCREEN.", "1  Stage 1", "Persona", "Small map", "Choose",
     "Persona\nScenario", "☐"],
)  # fmt: skip
def test_what_stood_there_before_is_never_told(text: str) -> None:
    assert extra(text) == {}


def test_the_labels_of_ticked_options_are_not_told_but_words_after_them_are() -> None:
    fields = ("ways__s1__web", "ways__s1__shop")
    assert extra("\u00a0web   \u00a0old\u00a0shop   ", fields=fields, body=WAYS) == {}
    assert extra(" web  old shop  and radio", fields=fields, body=WAYS) == {
        "0": "web  old shop  and radio"
    }


def test_a_file_that_does_not_say_what_stood_in_it_tells_nothing() -> None:
    assert place(HEADER, table(["whatever"])).extra == {}
