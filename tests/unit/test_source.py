"""An author who errs learns everything at once: where, what, and what to write instead."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import HEAD, mistakes, small
from worksheets import source
from worksheets.errors import DefinitionError
from worksheets.source.nodes import MAX_CHARACTERS, parse

ROOT = Path(__file__).parents[2]
BLOCKS = "blocks: [{kind: areas, areas: [a], boxes: [{id: a, label: A, field: text}]}]"
READERS: dict[str, Callable[[str, str], Any]] = {
    "layout": source.read_layout,
    "stages": source.read_stages,
    "frame": source.read_frame,
    "phrases": source.read_phrases,
    "workshop": source.read_workshop,
}


def test_every_mistake_is_reported_at_once_with_its_line_and_column() -> None:
    found = mistakes("""
        id: Small map
        version: 0
        title: ""
        sise: desk
        blocks:
          - kind: table
            rows:
              - {id: goals, label: Goals, field: text}
              - {id: goals, label: Goals, field: txt}
              - {id: 1st, label: First, field: {kind: text, lins: 2}}
        """)
    assert [line.split(maxsplit=2)[:2] for line in found] == [
        ["my.yaml:1:5:", "L006"],
        ["my.yaml:2:10:", "L004"],
        ["my.yaml:3:8:", "L004"],
        ["my.yaml:4:1:", "L002"],
        ["my.yaml:8:14:", "L007"],
        ["my.yaml:9:14:", "L007"],
        ["my.yaml:9:42:", "L004"],
        ["my.yaml:10:14:", "L006"],
        ["my.yaml:10:53:", "L002"],
    ]


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("L001", "id: [small"),
        ("L001", ""),
        ("L001", "id: small\n---\nid: another"),
        ("L002", f"{HEAD}colour: red\n{BLOCKS}"),
        ("L003", f"id: small\ntitle: No version\n{BLOCKS}"),
        ("L004", f"id: small\nversion: one\ntitle: Small\n{BLOCKS}"),
        ("L004", "just words"),
        ("L004", "5"),
        ("L004", "~"),
        ("L004", "- a list"),
        ("L005", f"{HEAD}{BLOCKS}\nversion: 2"),
        ("L006", f"id: Small\nversion: 1\ntitle: Small\n{BLOCKS}"),
        ("L008", f"id: small\nversion: 1\ntitle: &t Small\npurpose: *t\n{BLOCKS}"),
        ("L008", HEAD + BLOCKS + "\n#" * MAX_CHARACTERS),
        ("L008", "[" * 30 + "]" * 30),
    ],
)
def test_mistakes_in_the_writing_have_a_code(code: str, text: str) -> None:
    assert any(f" {code} " in line for line in mistakes(text))


@pytest.mark.parametrize(
    ("code", "block"),
    [
        ("L002", "kind: table, numbered: 3, colums: [{A, TEXT}]"),
        ("L004", "kind: tabel, rows: [{A, TEXT}]"),
        ("L004", "kind: table, rows: 5"),
        ("L004", "kind: table, rows: [{id: a, label: '', TEXT}]"),
        ("L004", "kind: table, rows: [{id: a, label: {}, TEXT}]"),
        ("L004", "kind: table, rows: [{id: a, label: {en: ''}, TEXT}]"),
        ("L004", 'kind: table, rows: [{id: a, label: "bell \\a", TEXT}]'),
        ("L004", "kind: table, rows: [{A, field: txt}]"),
        ("L004", "kind: table, rows: [{A, field: {kind: number, low: 5, high: 3}}]"),
        ("L004", "kind: table, rows: [{A, field: {kind: number, high: 1e999}}]"),
        ("L004", "kind: table, columns: [{id: c, label: C, width: 1e999}], rows: [{A, TEXT}]"),
        ("L004", "kind: areas, areas: [a], columns: [0], boxes: [{A, TEXT}]"),
        ("L004", "kind: areas, areas: [a], boxes: 5"),
        ("L007", "kind: table, rows: [{A, TEXT}, {A, TEXT}]"),
        ("L009", "kind: areas, areas: [a b, b a], boxes: [{A, TEXT}, {id: b, label: B, TEXT}]"),
        ("L009", "kind: areas, areas: [a a, a], boxes: [{A, TEXT}]"),
        ("L009", "kind: areas, areas: [a b], boxes: [{A, TEXT}]"),
        ("L009", "kind: areas, areas: [a], boxes: [{A, TEXT}, {id: b, label: B, TEXT}]"),
        ("L009", "kind: areas, areas: [a], columns: [1, 2], boxes: [{A, TEXT}]"),
        ("L012", "kind: table"),
        ("L012", "kind: table, numbered: 3"),
        ("L012", "kind: table, numbered: 3, columns: [{A}]"),
        ("L012", "kind: table, rows: [{A}]"),
        ("L012", "kind: table, columns: [{A, TEXT}], rows: [{A, TEXT}]"),
        ("L012", "kind: table, columns: [{A}], rows: [{A, TEXT, per: between}]"),
        ("L012", "kind: areas, areas: [a], boxes: [{A}]"),
        ("L012", "kind: areas, areas: [a], boxes: [{A, TEXT, entries: [{A, TEXT}]}]"),
    ],
)
def test_mistakes_in_blocks_have_a_code(code: str, block: str) -> None:
    written = block.replace("A,", "id: a, label: A,").replace("{A}", "{id: a, label: A}")
    text = f"{HEAD}blocks:\n  - {{{written.replace('TEXT', 'field: text')}}}"
    assert [line for line in mistakes(text) if f" {code} " in line]


@pytest.mark.parametrize(
    "steps",
    ["{0: no, 100: yes}", "{0: , 3: yes}", "{0: no}", "{low: no, high: yes}"],
)
def test_a_scale_has_two_to_eleven_steps_and_words_at_both_ends(steps: str) -> None:
    row = f"{{id: mood, label: Mood, field: {{kind: scale, steps: {steps}}}}}"
    found = mistakes(f"{HEAD}blocks: [{{kind: table, rows: [{row}]}}]")
    assert {line.split()[1] for line in found} == {"L004"}


def test_stage_limits_are_an_interval() -> None:
    found = mistakes(f"{HEAD}stages: {{default: civic, least: 5, most: 3}}\n{BLOCKS}")
    assert [line.split()[1] for line in found] == ["L004"]


def test_an_unknown_key_is_met_with_the_nearest_one() -> None:
    assert mistakes(f"{HEAD}purpos: Why\n{BLOCKS}") == [
        "my.yaml:4:1: L002 unknown key 'purpos' (did you mean 'purpose'?)"
    ]


def test_a_known_key_in_the_wrong_place_is_not_explained_by_itself() -> None:
    assert mistakes(f"{HEAD}lines: 3\n{BLOCKS}") == [
        "my.yaml:4:1: L002 unknown key 'lines' (not used here)"
    ]


def test_a_number_for_a_text_is_one_mistake_in_plain_words() -> None:
    (found,) = mistakes(f"id: small\nversion: 1\ntitle: 12\n{BLOCKS}")
    assert found.startswith("my.yaml:3:8: L004 title: ")
    assert "dict" not in found
    assert "constrained" not in found


def test_a_file_says_no_and_means_the_word() -> None:
    layout = small(f"purpose: no\n{BLOCKS}")
    assert layout.purpose == "no"


def test_an_author_may_write_words_per_locale_in_place() -> None:
    layout = small(f"purpose: {{en: Goals, nb: Mål, lv: Mērķi}}\n{BLOCKS}")
    assert layout.purpose == "Goals"
    assert layout.translations["Goals"] == {"en": "Goals", "nb": "Mål", "lv": "Mērķi"}


def test_a_scale_written_by_its_ends_has_every_step_between() -> None:
    layout = small("""
        blocks:
          - kind: areas
            areas: [mood]
            boxes:
              - {id: mood, label: Mood, field: {kind: scale, steps: {2: good, -1: bad}}}
        """)
    (block,) = layout.blocks
    field = block.boxes[0].field  # type: ignore[union-attr]
    assert [(s.value, s.label) for s in field.steps] == [(-1, "bad"), (0, ""), (1, ""), (2, "good")]


# ---------------------------------------------------------------- editors


@pytest.mark.parametrize("kind", READERS)
def test_the_schema_for_editors_is_current(kind: str) -> None:
    """If not: ``worksheets schema KIND > layouts/schema/KIND.json``."""
    file = ROOT / "layouts" / "schema" / f"{kind}.json"
    assert json.loads(file.read_text(encoding="utf-8")) == source.json_schema(kind)


@pytest.mark.parametrize("file", sorted((ROOT / "layouts").glob("**/*.yaml")), ids=lambda f: f.stem)
def test_every_file_names_its_schema_on_the_first_line(file: Path) -> None:
    first = file.read_text(encoding="utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (file.parent / first.partition("=")[2]).is_file()


# ---------------------------------------------------------------- whatever is written

JOURNEY_MAP = (ROOT / "layouts" / "journey-map.yaml").read_text(encoding="utf-8")
YAML_TEXT = st.text(alphabet="ab1~:-?[]{}&*!|>%@#'\",. \n\t\\<=", max_size=80)
SCALARS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=8),
    st.sampled_from(["table", "areas", "text", "scale", "en", "a", ". a"]),
)  # fmt: skip
KEYS = st.sampled_from(
    ["id", "kind", "rows", "columns", "boxes", "areas", "numbered", "field", "steps", "options"]
)
DATA = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=8,
)  # fmt: skip


def reads_or_refuses(text: str) -> None:
    """Read ``text`` as every kind of file; anything but a DefinitionError gets out."""
    for read in READERS.values():
        try:
            read(text, "my.yaml")
        except DefinitionError:
            continue


@given(st.text() | YAML_TEXT)
def test_any_text_is_read_or_refused(text: str) -> None:
    reads_or_refuses(text)


@given(DATA)
def test_any_data_are_read_or_refused(data: object) -> None:
    reads_or_refuses(json.dumps(data))


@given(st.data())
def test_a_layout_with_any_part_replaced_is_read_or_refused(data: st.DataObject) -> None:
    tree = parse(JOURNEY_MAP, "journey-map.yaml").data
    node: Any = tree
    while True:
        steps = list(node) if isinstance(node, dict) else range(len(node))
        step = data.draw(st.sampled_from(steps))
        if not isinstance(node[step], dict | list) or data.draw(st.booleans()):
            break
        node = node[step]
    node[step] = data.draw(DATA)
    reads_or_refuses(json.dumps(tree))


@given(st.integers(0, len(JOURNEY_MAP)), st.integers(0, 40), YAML_TEXT)
def test_a_torn_layout_is_read_or_refused(start: int, length: int, patch: str) -> None:
    reads_or_refuses(JOURNEY_MAP[:start] + patch + JOURNEY_MAP[start + length :])
