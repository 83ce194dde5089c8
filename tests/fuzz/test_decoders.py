"""Decoders of what strangers write: any input gives a value or the one error they document."""

import json
import zlib
from base64 import b64encode
from functools import cache
from random import Random
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.fuzz.definitions import NUMBERS, THINGS, WORDS, hostile
from worksheets import definition, loading, pipeline, resources
from worksheets.errors import DefinitionError, UnusableInputError
from worksheets.model.ids import is_field_id, is_layout_id, is_part_id
from worksheets.model.response import Definition
from worksheets.readers.pdf_text import decode
from worksheets.source import read_frame, read_layout, read_stages

much = settings(max_examples=200, deadline=None)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(), inner, max_size=5),
    max_leaves=20,
)

# ---------------------------------------------------------------- text strings of PDF


@much
@given(
    st.sampled_from([b"", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b", b"\xfe\xff\0\x1b"]),
    st.binary(max_size=300),
)
def test_any_bytes_are_text(mark: bytes, data: bytes) -> None:
    text, damaged = decode(mark + data)
    text.encode()
    assert damaged == ("\ufffd" in text)


@much
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x1b\ufffd")))
@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-8-sig"])
def test_what_was_written_is_read(encoding: str, text: str) -> None:
    mark = b"\xfe\xff" if encoding == "utf-16-be" else b""
    assert decode(mark + text.encode(encoding)) == (text, False)


# ---------------------------------------------------------------- definitions


@cache
def _sound(name: str) -> str:
    sheet = pipeline.solve(pipeline.Order(layout=loading.load(name)))
    return definition.encode(sheet.definition).decode()


def _decoded(data: bytes) -> Definition | None:
    """Return the definition in ``data`` if it is taken, after checking that it is harmless."""
    try:
        found = definition.decode(data)
    except UnusableInputError as error:
        refusal = error
    else:
        _check_inert(found)
        return found
    assert {problem.code for problem in refusal.problems} <= {"R011", "R012"}
    return None


def _check_inert(found: Definition) -> None:
    ids = [field.id for field in found.fields]
    assert len(set(ids)) == len(ids) <= definition.MAX_FIELDS
    assert all(map(is_field_id, ids))
    assert is_layout_id(found.stamp.layout)
    assert all(map(is_part_id, found.stamp.stages))
    texts = [*found.title, *found.title.values()]
    for field in found.fields:
        assert all(is_part_id(part) for part in (field.block, field.row, field.column) if part)
        texts += field.words
        texts += [t for w in field.words.values() for t in (w.row, w.column, *w.options)]
    assert all(text.isprintable() and len(text) <= definition.MAX_WORDS for text in texts)
    assert definition.decode(definition.encode(found)) == found


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(["journey-map", "persona", "stakeholder-map"]))
def test_a_spoiled_definition_is_refused_or_inert(number: int, name: str) -> None:
    _decoded(hostile(json.loads(_sound(name)), Random(number)))


@much
@given(st.binary(max_size=200) | JSON.map(lambda data: json.dumps(data).encode()))
def test_any_bytes_are_a_definition_or_none(data: bytes) -> None:
    assert _decoded(data) is None


def _with(path: tuple[Any, ...], value: Any) -> bytes:  # noqa: ANN401 (JSON)
    """Return a sound definition with one value changed."""
    sound = json.loads(_sound("journey-map"))
    node = sound
    for part in path[:-1]:
        node = node[part]
    node[path[-1]] = value
    return json.dumps(sound).encode()


KEYS = (
    "format", "layout", "version", "stages", "locales", "paper", "document", "title", "text_size",
    "pages", "fields",
)  # fmt: skip
FIELD_KEYS = (
    "id", "block", "row", "column", "number", "kind", "page", "box", "marks", "words", "long",
    "low", "high", "absent", "options", "many", "menu",
)  # fmt: skip
PLACES = [
    *((key,) for key in KEYS),
    *(("fields", 0, key) for key in FIELD_KEYS),
    *(("fields", 0, "words", "en"), ("title", "en"), ("pages", 0), ("fields", 0, "box", 0)),
]


@pytest.mark.parametrize("path", PLACES, ids=lambda path: ".".join(map(str, path)))
def test_every_value_may_be_of_any_type(path: tuple[Any, ...]) -> None:
    for value in (*WORDS, *NUMBERS, *THINGS, [path] * 3, {"en": [1]}, {"en": ["a"]}, {"en": []}):
        _decoded(_with(path, value))


@pytest.mark.parametrize(
    "name", ["__proto__", "constructor.x", "a.b", "../x", "=1+1", "A", "é", ""]
)
def test_an_id_outside_the_grammar_is_refused(name: str) -> None:
    assert _decoded(_with(("fields", 0, "id"), name)) is None


@pytest.mark.parametrize(
    ("label", "kept"),
    [
        ("<b>&amp;</b>", "<b>&amp;</b>"),
        ("=HYPERLINK(1)", "=HYPERLINK(1)"),
        ("a\x1b[31m\0b\x7f", "a[31mb"),
        ("a\u202eb\u2066", "ab"),
        ("\ud800a", "a"),
    ],
)
def test_labels_are_text_and_no_more(label: str, kept: str) -> None:
    found = _decoded(_with(("fields", 0, "words", "en"), [label, label]))
    assert found is not None
    words = found.fields[0].words["en"]
    assert (words.row, words.column) == (kept, kept)


@much
@given(st.text(max_size=200) | st.binary(max_size=99).map(lambda b: f"1:0:{b64encode(b).decode()}"))
@example("1:0:" + b64encode(zlib.compress(bytes(50_000_000))).decode())
@example("1:-1:eJwDAAAAAAE=")
@example("1:" + "9" * 5000 + ":eJwDAAAAAAE=")
def test_any_text_is_unpacked_or_refused(text: str) -> None:
    try:
        data = definition.unpack(text)
    except UnusableInputError as error:
        data, codes = b"", [problem.code for problem in error.problems]
    else:
        codes = ["R011"]
    assert codes == ["R011"]
    assert len(data) <= definition.MAX_BYTES


@much
@given(st.binary(max_size=2000), st.integers(1, 99))
def test_what_was_packed_is_unpacked_however_it_was_broken_into_lines(data: bytes, at: int) -> None:
    packed = definition.pack(data)
    lines = "\r\n".join(packed[start : start + at] for start in range(0, len(packed), at))
    assert definition.unpack(lines) == data


# ---------------------------------------------------------------- layouts

PIECES = st.sampled_from(
    [
        "id: x", "id: __proto__", "version: 1", "version: 1e999", "title: t",
        "title: {en: a, lv: 5}",
        "blocks:", "- kind: table", "- kind: areas", "rows:", "areas: [a a, a b]", "boxes: []",
        "- id: a",
        "label: <b>", "field: text", "field: {kind: scale, steps: {1: a, 900: b}}",
        "field: {kind: x}",
        "field: {kind: number, low: .nan}", "&a [*a]", "*a", "<<: *a",
        "!!python/object:os.system {}",
        "!!binary x", "!!set {a}", "? [a]: b", "? {a: b}", "[" * 40, "{" * 40, "|", ">-",
        "%YAML 9.9",
        "---", "...", "\t", "\0", "\ufeff", "'", '"\\ud800"', "0o777", "2026-99-99", "1_000", "0x",
        "~",
        "stages: {default: seven, least: 12, most: 1}", "columns: [.inf, -1]", "numbered: 9999999",
        "header: [{id: a, field: text}]", "12:34:56", "!!int x", "!!float x", "!!timestamp x",
        "!!null x",
    ]
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.data())
@pytest.mark.parametrize("read", [read_layout, read_stages, read_frame])
def test_any_text_is_a_layout_or_has_mistakes(read: Any, data: st.DataObject) -> None:  # noqa: ANN401
    pieces = st.tuples(st.integers(0, 6), PIECES | st.text(max_size=20))
    lines = data.draw(st.lists(pieces, max_size=12))
    _read(read, "\n".join(" " * indent + piece for indent, piece in lines))


@settings(max_examples=100, deadline=None)
@given(st.data(), st.sampled_from(loading.layouts()))
def test_a_spoiled_layout_is_a_layout_or_has_mistakes(data: st.DataObject, name: str) -> None:
    file = resources.data_dir("layouts") / f"{name}.yaml"
    text = file.read_text(encoding="utf-8")
    for _ in range(data.draw(st.integers(1, 4))):
        place, end = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 30))
        text = text[:place] + data.draw(PIECES | st.text(max_size=9)) + text[place + end :]
    _read(read_layout, text)


@settings(max_examples=100, deadline=None)
@given(JSON)
def test_any_data_is_a_layout_or_has_mistakes(data: Any) -> None:  # noqa: ANN401 (JSON)
    _read(read_layout, json.dumps({"id": "x", "version": 1, "title": "t", "blocks": [data]}))
    _read(read_layout, json.dumps(data))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 3000, "{a: " * 3000, "- " * 5000, "a: " * 3000, "? " * 5000, "&a " * 999, "!" * 9999,
        "a: &a [x]\n" + "".join(f"b{i}: [*a, *a]\n" for i in range(999)), "'" * 200_000,
        "\n" * 250_000,
        "a: |\n" + " x\n" * 20_000, "x" * 255_000, "- x\n" * 10_000, "9" * 200_000,
        "id: " + "9" * 9000,
        "steps: {" + ", ".join(f"{i}: a" for i in range(9999)) + "}", "version: 0x" + "f" * 9000,
        "blocks: [{kind: areas, areas: ['" + "a " * 9999 + "'], boxes: [{id: a}]}]",
        f"blocks: [{{kind: areas, areas: ['{' '.join(f'a{i}' for i in range(2000))}']}}]",
    ],
    ids=lambda text: text[:20],
)  # fmt: skip
def test_a_huge_or_deep_layout_is_refused(text: str) -> None:
    assert _read(read_layout, text) is None


def _read(read: Any, text: str) -> object:  # noqa: ANN401
    try:
        found = read(text, "my.yaml")
    except DefinitionError as error:
        problems = error.problems
    else:
        assert found.id if read is not read_frame else found.fill
        return found
    assert problems
    assert all(problem.code[0] == "L" for problem in problems)
    return None
