"""A definition survives every carrier, its hashes name what they say, and no stranger's harms."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import small, solved, stages
from worksheets import definition, loading
from worksheets.errors import UnusableInputError
from worksheets.model.response import Definition, FieldWords, Stamp

JOURNEY_MAP = loading.load("journey-map")
OURS = solved(JOURNEY_MAP).definition
PRINTED = solved(small("""
    blocks:
      - kind: areas
        areas: [a b c d]
        boxes:
          - {id: a, label: A, field: {kind: number, low: 0, high: 1.5}}
          - {id: b, label: B, field: {kind: scale, steps: {1: low, 5: high}, absent: did not}}
          - {id: c, label: C, field:
              {kind: choice, many: true, options: [{id: x, label: X}, {id: y, label: Y}]}}
          - {id: d, label: D, field: check}
    """)).definition  # fmt: skip


def tampered(**changes: Any) -> bytes:  # noqa: ANN401 (JSON)
    """Return a definition of one field, with some keys replaced."""
    return json.dumps({**json.loads(definition.encode(OURS)), **changes}).encode()


def field(**changes: Any) -> list[dict[str, Any]]:  # noqa: ANN401 (JSON)
    """Return the first field of a definition, with some keys replaced."""
    return [{**json.loads(definition.encode(OURS))["fields"][0], **changes}]


def refusal(data: bytes) -> str:
    with pytest.raises(UnusableInputError) as caught:
        definition.decode(data)
    (problem,) = caught.value.problems
    return problem.code


# ---------------------------------------------------------------- there and back


@pytest.mark.parametrize("made", [OURS, PRINTED], ids=["journey map", "all kinds"])
def test_a_definition_is_decoded_as_it_was_encoded(made: Definition) -> None:
    back = definition.decode(definition.encode(made))
    assert back.stamp == made.stamp
    assert definition.encode(back) == definition.encode(made)


def test_a_definition_travels_as_one_line_of_plain_text() -> None:
    data = definition.encode(OURS)
    packed = definition.pack(data)
    assert packed.isascii()
    assert packed.isprintable()
    assert definition.unpack(packed) == data


@given(st.binary(max_size=2000), st.sampled_from(["", "\n", "\r\n ", "\t"]))
def test_packing_survives_lines_broken_on_the_way(data: bytes, broken: str) -> None:
    packed = definition.pack(data)
    lines = [packed[start : start + 60] for start in range(0, len(packed), 60)]
    assert definition.unpack(broken.join(lines)) == data


@given(st.integers(2, 400), st.sampled_from("AZaz09+/=:"))
def test_a_packed_text_with_a_wrong_letter_is_noticed(place: int, letter: str) -> None:
    packed = definition.pack(definition.encode(OURS))
    wrong = packed[:place] + letter + packed[place + 1 :]
    if wrong != packed:
        with pytest.raises(UnusableInputError, match="R011"):
            definition.unpack(wrong)


def test_a_bomb_is_not_inflated() -> None:
    bomb = definition.pack(b"\0" * 50_000_000)
    assert len(bomb) < 100_000
    with pytest.raises(UnusableInputError, match="R011"):
        definition.unpack(bomb)


# ---------------------------------------------------------------- hashes


def renamed(text: str) -> Definition:
    """Return the journey map's definition with every stage renamed to ``text``."""
    typed = "".join(f"{stage}={text}," for stage in OURS.stamp.stages)
    return solved(JOURNEY_MAP, stages=loading.load_stages(typed)).definition


def test_the_schema_is_the_same_in_every_language_on_every_paper() -> None:
    made = [
        solved(JOURNEY_MAP, locale="lv", untranslated=[]),
        solved(JOURNEY_MAP, paper="A0"),
        solved(JOURNEY_MAP, title="Ours"),
        solved(JOURNEY_MAP, marks=False),
    ]
    schemas = {worksheet.stamp.schema for worksheet in made}
    assert schemas | {renamed("Schritt").stamp.schema} == {OURS.stamp.schema}


def test_the_schema_tells_other_fields_apart() -> None:
    scale = "{{id: a, label: A, field: {{kind: scale, steps: {{0: no, {}: yes}}{}}}}}"
    bodies = [scale.format(2, ""), scale.format(3, ""), scale.format(2, ", absent: none"),
              scale.format(2, "").replace("id: a", "id: b")]  # fmt: skip
    schemas = {
        solved(
            small(f"stages: {{default: civic}}\nblocks: [{{kind: table, rows: [{row}]}}]")
        ).definition.stamp.schema
        for row in bodies
    }
    assert len(schemas) == len(bodies)
    assert solved(JOURNEY_MAP, stages=stages(5)).definition.stamp.schema != OURS.stamp.schema


def test_the_geometry_is_that_of_boxes_and_not_of_words() -> None:
    words = {"en": FieldWords("Other", "words")}
    other = tuple(replace(field, words=words) for field in OURS.fields)
    assert definition.geometry_hash(other, OURS.pages) == OURS.stamp.geometry
    assert renamed("Schritt").stamp.geometry == OURS.stamp.geometry
    assert solved(JOURNEY_MAP, paper="A3").stamp.geometry != OURS.stamp.geometry


def test_what_a_file_says_of_its_own_hashes_is_not_believed() -> None:
    stamp = definition.decode(tampered(schema="A" * 16, geometry="B" * 16)).stamp
    assert (stamp.schema, stamp.geometry) == (OURS.stamp.schema, OURS.stamp.geometry)


# ---------------------------------------------------------------- strangers

BOX = [0, 0, 10, 10]


@pytest.mark.parametrize(
    "changes",
    [
        {"fields": []},
        {"fields": "persona"},
        {"fields": {"a": 1}},
        {"fields": None},
        {"fields": field() * 2},
        {"fields": field(id="__proto__")},
        {"fields": field(id="../../etc")},
        {"fields": field(id="a" * 61)},
        {"fields": field(id=5)},
        {"fields": field(row="<b>")},
        {"fields": field(page=-1)},
        {"fields": field(page=True)},
        {"fields": field(page=99)},
        {"fields": field(box=[-1, 0, 10, 10])},
        {"fields": field(box=[10, 10, 0, 0])},
        {"fields": field(box=[0, 0, 10])},
        {"fields": field(box=[0, 0, 1e9, 10])},
        {"fields": field(kind="script")},
        {"fields": field(kind=["text"])},
        {"fields": field(kind="number", low=float("nan"))},
        {"fields": field(kind="number", high=float("inf"))},
        {"fields": field(kind="scale", low=0, high=10**9)},
        {"fields": field(kind="scale", low=3, high=1)},
        {"fields": field(kind="choice", options=[])},
        {"fields": field(kind="choice", options=["x", "x"])},
        {"fields": field(kind="choice", options=["=cmd()", "y"])},
        {"fields": field(kind="choice", options=[f"o{n}" for n in range(1000)])},
        {"fields": field(words=["Persona"])},
        {"fields": field(words={"en": "Persona"})},
        {"fields": field(words={"en": ["a" * 100_000, ""]})},
        {"fields": field(marks=[])},
        {"fields": [field(id=f"f{n}")[0] for n in range(2001)]},
        {"layout": "../journey-map"},
        {"version": 1.5},
        {"stages": ["research", 5]},
        {"stages": "abc"},
        {"stages": ["a"] * 13},
        {"locales": ["<script>"]},
        {"locales": []},
        {"paper": "A4\n"},
        {"document": "Jana Kalniņa"},
        {"title": "Map"},
        {"title": {"en": 5}},
        {"title": {"<script>": "Map"}},
        {"text_size": "big"},
        {"pages": [[100, 100]] * 501},
        {"pages": [100, 100]},
        {"pages": []},
    ],
    ids=lambda changes: next(iter(changes)),
)
def test_a_hostile_definition_is_refused(changes: dict[str, Any]) -> None:
    assert refusal(tampered(**changes)) == "R011"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xfe\x00",
        b"null",
        b"[" * 100_000,
        b'{"format":' + b"[" * 100_000,
        b" " * (definition.MAX_BYTES + 1),
        b'{"format": 1}',
        b'{"format": 1, "fields": [' + b"0," * 400_000 + b"0]}",
        b'{"format": 1, "version": ' + b"9" * 10_000 + b"}",
    ],
    ids=lambda data: repr(data[:20]),
)
def test_what_is_no_definition_is_refused(data: bytes) -> None:
    assert refusal(data) == "R011"


@pytest.mark.parametrize("format_", [0, 2, "1", True, None])
def test_a_definition_of_another_format_is_said_to_be_one(format_: object) -> None:
    assert refusal(tampered(format=format_)) == "R012"


def test_a_carrier_of_one_field_is_no_other_field() -> None:
    fields = [
        *field(id="a", kind="choice", many=True, options=["x", "y"]),
        *field(id="a__x"),
    ]
    assert refusal(tampered(fields=fields)) == "R011"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("bell\a null\0 escape\x1b[31m", "bell null escape[31m"),
        ("turned \u202e around", "turned  around"),
        ("half \ud800 a letter", "half  a letter"),
        ("10\u00a0mm", "10\u00a0mm"),
        ("zip\u00adper", "zipper"),
    ],
    ids=["markup", "control", "direction", "surrogate", "no-break space", "soft hyphen"],
)
def test_labels_are_plain_text_that_does_nothing(sent: str, kept: str) -> None:
    words = {"en": [sent, ""]}
    back = definition.decode(tampered(fields=field(words=words), title={"en": sent}))
    assert back.fields[0].words["en"].row == kept
    assert back.title["en"] == kept


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner),
    max_leaves=10,
)


def decodes_or_refuses(data: bytes) -> None:
    """Decode ``data``; anything but an UnusableInputError gets out."""
    try:
        definition.decode(data)
    except UnusableInputError:
        return


@given(st.sampled_from(sorted(json.loads(definition.encode(OURS)))), JSON)
def test_any_value_in_a_definition_is_decoded_or_refused(key: str, value: object) -> None:
    decodes_or_refuses(tampered(**{key: value}))


@given(st.sampled_from([*sorted(field()[0]), "low", "high", "options", "marks"]), JSON,
       st.sampled_from(["text", "scale", "choice", "number", "check", "date"]))  # fmt: skip
def test_any_value_in_a_field_is_decoded_or_refused(key: str, value: object, kind: str) -> None:
    decodes_or_refuses(tampered(fields=field(**{"kind": kind, "low": 0, "high": 2, key: value})))


@given(st.binary(), st.text())
def test_any_bytes_are_decoded_or_refused(data: bytes, text: str) -> None:
    decodes_or_refuses(data)
    for packed in (text, f"1:00000000:{text}", definition.pack(data)[:-1] + text[:1]):
        try:
            decodes_or_refuses(definition.unpack(packed))
        except UnusableInputError:
            continue


# ---------------------------------------------------------------- the printed code

LONGEST = Stamp(
    layout="journey-map", version=1, geometry="A" * 16, paper="Tabloid", document="Z" * 12
)


def test_a_printed_code_fits_the_smallest_symbol() -> None:
    code = definition.printed_code(LONGEST, 100, 100)
    assert len(code) <= 38
    assert re.fullmatch(r"[0-9A-Z $%*+\-./:]+", code)


def test_a_printed_code_says_the_page_and_nothing_personal() -> None:
    code = definition.printed_code(replace(OURS.stamp, document=None), 2, 3)
    assert re.fullmatch(rf"W1:{OURS.stamp.geometry[:10]}:02/03::[0-9A-Z]{{2}}", code)


def test_a_letter_misread_in_a_printed_code_is_noticed() -> None:
    payload, check = definition.printed_code(LONGEST, 99, 99).rsplit(":", 1)
    for place, right in enumerate(payload):
        for letter in definition.ALPHANUMERIC if right.isalnum() else "":
            wrong = payload[:place] + letter + payload[place + 1 :]
            assert (definition._check_characters(wrong) == check) == (letter == right)
