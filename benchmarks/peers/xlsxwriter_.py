"""XlsxWriter: the same cells, styles, lists, names and protection as ours has."""

from collections.abc import Callable, Mapping
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter  # type: ignore[import-untyped]
from xlsxwriter.utility import xl_cell_to_rowcol  # type: ignore[import-untyped]


def maker(job: Mapping[str, Any]) -> Callable[[], bytes]:
    """Return a function that makes the workbook, its styles anew each time."""

    def make() -> bytes:
        target = BytesIO()
        book = xlsxwriter.Workbook(target, {"in_memory": True})
        styles = [book.add_format(_style(**look)) for look in job["styles"]]
        for page in job["sheets"]:
            sheet = book.add_worksheet(page["name"])
            if page["state"] == "hidden":
                sheet.hide()
            for letter, width in page["widths"].items():
                sheet.set_column(f"{letter}:{letter}", width)
            for row, height in page["heights"].items():
                sheet.set_row(int(row) - 1, height)
            for place in page["merged"]:
                sheet.merge_range(place, "")
            for row, column, value, look in page["cells"]:
                sheet.write(row - 1, column - 1, value, styles[look])
            for check in page["checks"]:
                _check(sheet, **check)
            if page["protected"]:
                sheet.protect()
        for name, place in job["names"].items():
            book.define_name(name, f"={place}")
        book.close()
        return target.getvalue()

    return make


def write_bare(cells: Mapping[str, list[tuple[int, int, Any]]], path: Path) -> None:
    """Write cells by sheet (row, column, value) and nothing else; a date needs its format."""
    plain = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(str(path), plain)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, found in cells.items():
        sheet = book.add_worksheet(name)
        for row, column, value in found:
            if isinstance(value, date):
                sheet.write_datetime(row, column, value, day)
            else:
                sheet.write(row, column, value)
    book.close()


def _check(sheet: Any, places: str, formula: str, title: str, prompt: str) -> None:  # noqa: ANN401
    kind = {"validate": "list", "source": f"={formula}"} if formula else {"validate": "any"}
    first, *others = [_corners(place) for place in places.split()]
    more = {"input_title": title, "input_message": prompt, "other_cells": others}
    sheet.data_validation(*first, {**kind, **more})


def _corners(place: str) -> list[int]:
    first, _, last = place.partition(":")
    return [*xl_cell_to_rowcol(first), *xl_cell_to_rowcol(last or first)]


def _style(  # noqa: PLR0913
    *, size: float, bold: bool, ink: str, fill: str, sides: Mapping[str, list[str]],
    across: str, upright: str, indent: int, number_format: str, locked: bool,
) -> dict[str, Any]:  # fmt: skip
    found = {
        "font_name": "Arial", "font_size": size, "bold": bold, "font_color": f"#{ink[2:]}",
        "align": across, "valign": {"center": "vcenter"}.get(upright, upright), "text_wrap": True,
        "indent": indent, "num_format": number_format, "locked": locked,
    }  # fmt: skip
    if fill:
        found |= {"pattern": 1, "bg_color": f"#{fill[2:]}"}
    for side, (style, ink_) in sides.items():
        found |= {side: {"thin": 1, "medium": 2}[style], f"{side}_color": f"#{ink_[2:]}"}
    return found
