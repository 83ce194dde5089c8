"""The task about the analyst's workbook: all sheets, against the same cells written bare."""

from pathlib import Path
from typing import Any

from python_calamine import CalamineWorkbook

from benchmarks.harness import here, race, shares
from benchmarks.peers import xlsxwriter_
from benchmarks.tasks import US, Aim, Row, Task, rows
from tests.collecting import Memory, reads
from worksheets.collecting import workbook
from worksheets.collecting.collection import Collection, View
from worksheets.collecting.troubles import troubles

SHEETS = 300
"""Of each of four layouts: 51,000 answers."""
BARE = "XlsxWriter, the same cells bare"
ANSWERS = "XlsxWriter, only the cells of Answers"
TURNS = 5


def workbook_task(folder: Path) -> Task:
    """Write the results of 1,200 sheets, from the collection to the file."""
    memory, path = Memory(reads(SHEETS)), folder / "results.xlsx"
    told = troubles(Collection(memory, View()))

    def write(_turn: int) -> object:
        return workbook.write(Collection(memory, View()), told, path)

    write(0)
    cells = _cells(path)
    bare = folder / "bare.xlsx"
    racers = [
        here(US, write),
        here(BARE, lambda _: xlsxwriter_.write_bare(cells, bare)),
        here(ANSWERS, lambda _: xlsxwriter_.write_bare({"Answers": cells["Answers"]}, bare)),
    ]
    costs = race(racers, TURNS)
    parts = {
        "xlsxwriter/workbook.py:close": "XlsxWriter assembling the file",
        "workbook/book.py:line": "writing cells",
        "collecting/collection.py:keep": "reading the collection",
    }
    found = rows(costs, (Aim(1.5, BARE),), lambda: shares(write, parts, turns=1))
    megabytes = {US: path.stat().st_size / 1e6}
    notes = {BARE: "no formats, tables, links, charts; cells are there already", ANSWERS: ""}
    found = [
        Row(r.who, r.cost, r.ratio, "; ".join(filter(None, (r.note, notes.get(r.who, ""))))
            + (f"; {megabytes[r.who]:.1f} MB" if r.who in megabytes else ""))
        for r in found
    ]  # fmt: skip
    count = max(row for row, _, _ in cells["Answers"])
    return Task(f"Write the results workbook, {count:,} answers", found)


def _cells(path: Path) -> dict[str, list[tuple[int, int, Any]]]:
    """Return the cells of every sheet that hold something: row, column, value."""
    book = CalamineWorkbook.from_path(path)
    return {
        name: [
            (row, column, value)
            for row, values in enumerate(book.get_sheet_by_name(name).to_python())
            for column, value in enumerate(values)
            if value != ""
        ]
        for name in book.sheet_names
    }
