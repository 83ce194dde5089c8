"""python-calamine: values only, no names."""

from pathlib import Path

from python_calamine import CalamineWorkbook


def read(path: Path) -> dict[str, str]:
    """Read all cells of the first sheet; what they belong to, it does not tell."""
    rows = CalamineWorkbook.from_path(str(path)).get_sheet_by_index(0).to_python()
    return {
        f"{row} {column}": str(value)
        for row, values in enumerate(rows, start=1)
        for column, value in enumerate(values, start=1)
        if value != ""
    }
