"""Dump a solved worksheet as JSON: what every other writer starts from, and the golden format."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any

from worksheets.model.response import Value
from worksheets.model.results import Results, ResultWords
from worksheets.model.sheet import Slot, Worksheet


def write(worksheet: Worksheet, answers: Mapping[str, Value]) -> bytes:
    """Return the worksheet and the answers as indented JSON, lengths in points."""
    parts = {"stamp": worksheet.stamp, "sheet": worksheet.sheet, "pages": worksheet.pages}
    solved = {name: _plain(part, inside=name == "pages") for name, part in parts.items()}
    size = {"is": "Worksheet", "text_size": worksheet.text_size}
    data = {**size, **solved, "answers": {name: _plain(v) for name, v in answers.items()}}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def write_results(worksheet: Worksheet, results: Results, words: ResultWords) -> bytes:
    """Return a worksheet whose pages show ``results``, as indented JSON."""
    data = {"is": "Results", "note": results.note, "pages": _plain(worksheet.pages, inside=True)}
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()


def _plain(node: Any, *, inside: bool = False) -> Any:  # noqa: ANN401 (JSON)
    if isinstance(node, Slot) and inside:
        return node.id
    if is_dataclass(node) and not isinstance(node, type):
        kind = getattr(node, "kind", None) or type(node).__name__
        values = ((f.name, getattr(node, f.name), f.default) for f in fields(node))
        return {
            "is": kind,
            **{
                name: _plain(value, inside=inside or name == "pages")
                for name, value, default in values
                if value != default
            },
        }
    if isinstance(node, Mapping):
        return {str(key): _plain(value, inside=inside) for key, value in node.items()}
    if isinstance(node, tuple | list):
        return [_plain(child, inside=inside) for child in node]
    if isinstance(node, Decimal):
        return str(node)
    return round(node, 2) if isinstance(node, float) else node
