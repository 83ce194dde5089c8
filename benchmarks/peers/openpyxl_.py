"""openpyxl: the same cells, styles, lists, names and protection as ours has."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import coordinate_to_tuple
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation


def maker(job: Mapping[str, Any]) -> Callable[[], bytes]:
    """Return a function that makes the workbook, its styles anew each time."""

    def make() -> bytes:
        book = Workbook()
        styles = [_style(**look) for look in job["styles"]]
        for index, page in enumerate(job["sheets"]):
            sheet: Any = book.create_sheet(page["name"], index)
            sheet.sheet_state = page["state"]
            for letter, width in page["widths"].items():
                sheet.column_dimensions[letter].width = width
            for row, height in page["heights"].items():
                sheet.row_dimensions[int(row)].height = height
            for row, column, value, look in page["cells"]:
                cell = sheet.cell(row, column, value)
                font, fill, border, alignment, number_format, protection = styles[look]
                cell.font, cell.fill, cell.border = font, fill, border
                cell.alignment, cell.protection = alignment, protection
                cell.number_format = number_format
            for place in page["merged"]:
                sheet.merge_cells(place)
            for check in page["checks"]:
                sheet.add_data_validation(_check(**check))
            sheet.protection.sheet = page["protected"]
        del book[book.sheetnames[-1]]
        for name, place in job["names"].items():
            book.defined_names.add(DefinedName(name, attr_text=place))
        target = BytesIO()
        book.save(target)
        return target.getvalue()

    return make


def _check(places: str, formula: str, title: str, prompt: str) -> DataValidation:
    return DataValidation(sqref=places, type="list" if formula else None, formula1=formula or None,
                          promptTitle=title, prompt=prompt, showInputMessage=True)  # fmt: skip


def _style(  # noqa: PLR0913
    *, size: float, bold: bool, ink: str, fill: str, sides: Mapping[str, list[str]],
    across: str, upright: str, indent: int, number_format: str, locked: bool,
) -> tuple[Font, PatternFill, Border, Alignment, str, Protection]:  # fmt: skip
    return (
        Font(name="Arial", size=size, bold=bold, color=ink),
        PatternFill("solid", start_color=fill) if fill else PatternFill(),
        Border(**{name: Side(*look) for name, look in sides.items()}),  # type: ignore[arg-type]
        Alignment(horizontal=across, vertical=upright, wrap_text=True, indent=indent),
        number_format,
        Protection(locked=locked),
    )


def read(path: Path) -> dict[str, str]:
    """Read with openpyxl: load the workbook, look each name up."""
    return _read(path, values=False)


def read_values(path: Path) -> dict[str, str]:
    """Read with openpyxl's ``data_only``."""
    return _read(path, values=True)


def _read(path: Path, *, values: bool) -> dict[str, str]:
    book = load_workbook(path, data_only=values)
    found: dict[str, str] = {}
    for name, defined in book.defined_names.items():
        if name.startswith("f_"):
            for sheet, place in defined.destinations:
                value = book[sheet].cell(*coordinate_to_tuple(place.replace("$", ""))).value
                found[name.removeprefix("f_")] = "" if value is None else str(value)
    return found
