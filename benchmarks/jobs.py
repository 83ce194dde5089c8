"""The filled journey map as plain data, for programs that are to make the same Word or Excel file.

Both are taken from our own files, so that texts, lists and styles agree.
"""

from io import BytesIO
from itertools import groupby
from typing import Any
from zipfile import ZipFile

from lxml import etree
from lxml.etree import _Element
from openpyxl import load_workbook

from benchmarks import corpus

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_BARE = "FF000000"


def docx_job() -> dict[str, Any]:
    """Return title, size, the fields above the table, and the table: labels and fields by row."""
    outline = corpus.outline()
    with ZipFile(BytesIO(corpus.filled("docx"))) as file:
        root = etree.fromstring(file.read("word/document.xml"))
    fields = {field["id"]: field for field in map(_control, root.iter(f"{_W}sdt"))}
    rows = [(r, list(found)) for r, found in groupby(outline["fields"], lambda f: f["row"])]
    words = {field["id"]: field["words"]["en"] for field in outline["fields"]}
    table = [[field["id"] for field in found] for _, found in rows if len(found) > 1]
    lines: list[list[Any]] = [["", *(words[name][1] for name in table[0])]]
    for names in table:
        gap: list[Any] = [{}] * (len(table[0]) - len(names))
        lines.append([words[names[0]][0], *(fields[name] for name in names), *gap])
    header = [found[0]["id"] for _, found in rows if len(found) == 1]
    return {
        "title": outline["title"]["en"],
        "size": [tenths / 10 for tenths in outline["pages"][0]],
        "header": [(words[name][0], fields[name]) for name in header],
        "rows": lines,
    }


def _control(control: _Element) -> dict[str, Any]:
    settings, content = control[0], control[1]
    kinds = {"dropDownList": "menu", "date": "date", "checkbox": "tick", "richText": "text"}
    value = f"{_W}val"
    prompt = settings.find(f"{_W}showingPlcHdr") is not None
    return {
        "id": settings.find(f"{_W}tag").get(value),  # type: ignore[union-attr]
        "label": settings.find(f"{_W}alias").get(value),  # type: ignore[union-attr]
        "kind": next(kinds[name] for entry in settings
                     if (name := etree.QName(entry).localname) in kinds),
        "items": {entry.get(f"{_W}value"): entry.get(f"{_W}displayText")
                  for entry in settings.iter(f"{_W}listItem")},
        "text": "" if prompt else "".join(
            piece.text or "\n" for piece in content.iter(f"{_W}t", f"{_W}br")),
    }  # fmt: skip


def xlsx_job() -> dict[str, Any]:
    """Return names and sheets: cells (row, column, value, style), merged ones, lists, sizes.

    What only we need, the definition, is not among them.
    """
    book = load_workbook(BytesIO(corpus.filled("xlsx")))
    styles: list[dict[str, Any]] = []
    return {
        "names": {name: found.attr_text for name, found in book.defined_names.items()},
        "sheets": [_page(sheet, styles) for sheet in book.worksheets[:-1]],
        "styles": styles,
    }


def _page(sheet: Any, styles: list[dict[str, Any]]) -> dict[str, Any]:  # noqa: ANN401
    checks = sheet.data_validations.dataValidation
    return {
        "name": sheet.title,
        "state": sheet.sheet_state,
        "protected": sheet.protection.sheet,
        "widths": {letter: found.width for letter, found in sheet.column_dimensions.items()},
        "heights": {row: found.height for row, found in sheet.row_dimensions.items()
                    if found.height},
        "cells": [(cell.row, cell.column, cell.value, _style(cell, styles))
                  for line in sheet.iter_rows() for cell in line],
        "merged": [str(place) for place in sheet.merged_cells.ranges],
        "checks": [
            {"places": str(check.sqref), "formula": check.formula1 or "",
             "title": check.promptTitle, "prompt": check.prompt}
            for check in checks
        ],
    }  # fmt: skip


def _style(cell: Any, styles: list[dict[str, Any]]) -> int:  # noqa: ANN401
    """Return the number of a cell's style."""
    found = {
        "size": cell.font.sz, "bold": bool(cell.font.b), "ink": _colour(cell.font.color),
        "fill": _colour(cell.fill.start_color) if cell.fill.fill_type else "",
        "sides": {name: [side.style, _colour(side.color)]
                  for name in ("left", "right", "top", "bottom")
                  if (side := getattr(cell.border, name)) and side.style},
        "across": cell.alignment.horizontal or "left",
        "upright": cell.alignment.vertical or "top",
        "indent": int(cell.alignment.indent), "number_format": cell.number_format,
        "locked": cell.protection.locked,
    }  # fmt: skip
    if found not in styles:
        styles.append(found)
    return styles.index(found)


def _colour(colour: Any) -> str:  # noqa: ANN401
    return colour.rgb if colour is not None and isinstance(colour.rgb, str) else _BARE
