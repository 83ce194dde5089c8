"""What is measured: the A4 journey map, filled in five languages, and the same for other tools."""

import json
from functools import cache
from pathlib import Path
from typing import Any

import worksheets
from worksheets import definition, pipeline
from worksheets.model.layout import Layout
from worksheets.model.sheet import Worksheet
from worksheets.source import read_layout

ROOT = Path(__file__).parent.parent
LOCALES = ("en", "de", "lv", "nb", "pl")


@cache
def journey_map() -> Worksheet:
    """Return the blank English A4 journey map."""
    return pipeline.solve(pipeline.Order(layout=worksheets.load("journey-map"), paper="A4"))


def outline() -> dict[str, Any]:
    """Return the fields of the journey map, for tools that are to make the same form."""
    data: dict[str, Any] = json.loads(definition.encode(journey_map().definition))
    return data


def answers(number: int) -> dict[str, Any]:
    """Return the answers in the form with this number; no two forms have the same."""
    tag = LOCALES[number % len(LOCALES)]
    file = ROOT / "layouts" / "examples" / f"journey-map.{tag}.json"
    data: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
    return {**data, "participant": f"{data['participant']} {number}"}


def texts(number: int) -> dict[str, str]:
    """Return those answers of a form that every reader must return as they were typed."""
    typed = {field["id"] for field in outline()["fields"] if field["kind"] == "text"}
    return {name: text for name, text in answers(number).items() if name in typed}


def filled(format_: str) -> bytes:
    """Return the English journey map filled in, in a format."""
    sheet = journey_map()
    return pipeline.write(sheet, format_, pipeline.prefill(sheet, answers(0)))


def forms(folder: Path, count: int, format_: str = "pdf") -> list[Path]:
    """Write so many filled forms."""
    layout, paths = worksheets.load("journey-map"), []
    for number in range(count):
        tag = LOCALES[number % len(LOCALES)]
        data = worksheets.generate(
            layout, format=format_, locale=tag, paper="A4", answers=answers(number)
        )
        path = folder / f"{number:03}.{format_}"
        path.write_bytes(data)
        paths.append(path)
    return paths


def sheet_of(fields: int) -> Layout:
    """Return a layout with so many text fields (in tens), beside those that every sheet has."""
    columns = "".join(
        f"\n      - {{id: c{n}, label: C{n}, field: {{kind: text, lines: 2}}}}" for n in range(10)
    )
    return read_layout(
        f"id: grid\nversion: 1\ntitle: Grid\nblocks:\n  - kind: table\n    id: t\n"
        f"    numbered: {fields // 10}\n    columns:{columns}\n",
        "grid.yaml",
    )


def words(length: int) -> str:
    """Return so many characters of plain text."""
    text = "Asks two friends, reads reviews, watches a video at midnight. "
    return (text * (length // len(text) + 1))[:length]
