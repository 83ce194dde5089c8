"""Plain files of a collection for other programs: CSV, JSON Lines, Parquet.

Every function writes one file at a path given by its caller, row by row: memory does not grow
with the number of answers. JSON Lines and Parquet hold what was written; a CSV is opened with
spreadsheets, so there a text that would be taken for a formula begins with ``'`` (ASVS 1.2.10,
CWE-1236), and control characters are left out. Numbers stay numbers.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import lru_cache
from importlib.util import find_spec
from itertools import islice
from operator import attrgetter
from pathlib import Path
from typing import Any

from worksheets import __version__
from worksheets.collecting.collection import Collection
from worksheets.collecting.remarks import shown
from worksheets.collecting.rows import AnswerRow, Asked, Plain, StageScore, Trouble
from worksheets.collecting.tables import choices, emotions
from worksheets.errors import DefinitionError, Problem

COLUMNS = tuple(field.name for field in fields(AnswerRow))
"""The columns of the long table, in order."""
_VALUES = attrgetter(*COLUMNS)
_BATCH = 10_000  # answers that go into a Parquet file at once
_SHORT = 100  # characters of a text that may come again
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_FORMULA = re.compile(r"'*[=+\-@\t\n＝＋－＠]")
_SCORES = (
    "layout", "row", "row_label", "stage", "stage_label", "stage_number", "wave", "group",
    "sheets", "people", "mean", "median", "spread", "absent", "low", "high",
)  # fmt: skip
_FIELDS = (
    "field", "title", "type", "block", "row", "row_label", "stage", "stage_label", "stage_number",
    "item",
)  # fmt: skip


# ---------------------------------------------------------------- CSV


def write_answers(collection: Collection, _troubles: Sequence[Trouble], path: Path) -> None:
    """Write every answer, one a line."""
    _write_table(path, COLUMNS, map(_VALUES, collection.answers()))


def write_codebook(collection: Collection, _troubles: Sequence[Trouble], path: Path) -> None:
    """Write every field, with a line for each of its possible answers."""
    locales = sorted({locale for asked in collection.fields for locale in asked.labels})
    titles = [f"title_{locale.replace('-', '_')}" for locale in locales]
    head = (
        "layout",
        *_FIELDS,
        "low",
        "high",
        "many",
        "person",
        "number",
        "value",
        "label",
        *titles,
    )
    _write_table(path, head, _codebook(collection.fields, locales))


def _codebook(asked: Iterable[Asked], locales: Sequence[str]) -> Iterator[list[Plain]]:
    for field in asked:
        named = [field.labels.get(locale) for locale in locales]
        limits = field.low, field.high, field.many, field.person
        for number, (value, label) in enumerate(field.options.items() or [("", "")], start=1):
            answer = (number, _number(value), label) if field.options else (None, None, None)
            yield [field.layout_name, *_field(field), *limits, *answer, *named]


def write_emotions(collection: Collection, _troubles: Sequence[Trouble], path: Path) -> None:
    """Write every scale that runs over stages: for all, by wave, on request by group."""
    scores = emotions(collection)
    values = sorted({value for s in scores for value in range(s.low, s.high + 1)})
    counts = [f"count_{value}".replace("-", "minus_") for value in values]
    _write_table(path, (*_SCORES, *counts), (_score(score, values) for score in scores))


def _score(score: StageScore, values: Sequence[int]) -> list[Plain]:
    inside = range(score.low, score.high + 1)
    counts = [score.counts.get(value, 0) if value in inside else None for value in values]
    return [*(getattr(score, name) for name in _SCORES), *counts]


def write_choices(collection: Collection, _troubles: Sequence[Trouble], path: Path) -> None:
    """Write how often each possible answer was given."""
    head = ("layout", *_FIELDS, "value", "label", "sheets", "people", "share")
    rows = (
        [found.field.layout_name, *_field(found.field), _number(found.option), found.label,
         found.sheets, found.people, found.share]
        for found in choices(collection)
    )  # fmt: skip
    _write_table(path, head, rows)


def write_problems(_collection: Collection, troubles: Sequence[Trouble], path: Path) -> None:
    """Write everything that needs an eye."""
    head = tuple(field.name for field in fields(Trouble))
    _write_table(path, head, ([getattr(found, name) for name in head] for found in troubles))


def _field(asked: Asked) -> list[Plain]:
    numbers = asked.stage_number or None, asked.item or None
    where = asked.block, asked.row, asked.row_label, asked.stage, asked.stage_label
    return [asked.id, asked.label, asked.kind, *where, *numbers]


def _number(value: str) -> int | str:
    """Return a value of a scale as the number that it is."""
    return int(value) if re.fullmatch(r"-?\d+", value) else value


def _write_table(path: Path, head: Sequence[str], rows: Iterable[Sequence[Plain]]) -> None:
    """Write UTF-8 with a mark at its beginning and CR LF, which Excel asks for."""
    with path.open("w", encoding="utf-8-sig", newline="", errors="replace") as file:
        lines = csv.writer(file)
        lines.writerow(head)
        lines.writerows(map(_cell, row) for row in rows)


def _cell(value: Plain) -> str:
    """Return a value as a cell; only text is guarded, and a guard can always be taken away."""
    if value is None:
        return ""
    if not isinstance(value, str):
        return shown(value)
    return _often(value) if len(value) < _SHORT else _guarded(value)


def _guarded(text: str) -> str:
    text = _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return f"'{text}" if _FORMULA.match(text) else text


_often = lru_cache(maxsize=4096)(_guarded)
"""For what many rows say: names, ids and labels."""


# ---------------------------------------------------------------- JSON Lines


def write_responses(collection: Collection, _troubles: Sequence[Trouble], path: Path) -> None:
    """Write the data of record: every file that was read, as it was read, one a line."""
    with path.open("w", encoding="utf-8", newline="\n", errors="backslashreplace") as file:
        for response in collection.responses():
            file.write(json.dumps(response, ensure_ascii=False) + "\n")


# ---------------------------------------------------------------- Parquet


def has_parquet() -> bool:
    """Tell whether Parquet can be written here."""
    return find_spec("pyarrow") is not None


def check_parquet() -> None:
    """Raise DefinitionError unless Parquet can be written here."""
    if not has_parquet():
        hint = "pip install 'worksheets[parquet]', or take .csv or .jsonl"
        raise DefinitionError(
            Problem("L014", "Parquet cannot be written without pyarrow", "", hint)
        )


def write_parquet(collection: Collection, _troubles: Sequence[Trouble], path: Path) -> None:
    """Write every answer, one a row, with types; raise DefinitionError without pyarrow."""
    check_parquet()
    import pyarrow as arrow  # noqa: PLC0415 (an extra, and slow to load)
    from pyarrow import parquet  # noqa: PLC0415

    schema = _schema(arrow)
    answers = collection.answers()
    with parquet.ParquetWriter(path, schema, compression="zstd") as writer:
        while rows := list(islice(answers, _BATCH)):
            columns = {name: [_typed(row, name) for row in rows] for name in schema.names}
            writer.write_table(arrow.table(columns, schema=schema), row_group_size=_BATCH)


def _schema(arrow: Any) -> Any:  # noqa: ANN401 (pyarrow, which may not be there)
    word = arrow.dictionary(arrow.int32(), arrow.string())
    free = dict.fromkeys(("value", "label", "original"), arrow.string())
    numbers = dict.fromkeys(("group_size", "stage_number", "item", "page"), arrow.int32())
    types: Mapping[str, Any] = free | numbers
    columns = [(name, types.get(name, word)) for name in COLUMNS]
    place = COLUMNS.index("value") + 1
    columns[place:place] = [
        ("value_number", arrow.float64()),
        ("value_list", arrow.list_(arrow.string())),
    ]
    return arrow.schema(columns, metadata={"program": "worksheets", "version": __version__})


def _typed(row: AnswerRow, name: str) -> Plain:
    value = row.value
    match name:
        case "value_number":
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return float(value) if is_number else None
        case "value_list":
            return value.split("; ") if row.type == "choice" and value else None
        case "value" | "original":
            found = getattr(row, name)
            return None if found is None else _encodable(shown(found))
    found = getattr(row, name)
    return _encodable(found) if isinstance(found, str) else found


def _encodable(text: str) -> str:
    """Return a text without halves of characters, which UTF-8 cannot hold."""
    return text.encode("utf-8", "replace").decode()
