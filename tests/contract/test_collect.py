"""Whatever comes back from a workshop: every answer is in the outputs, all else in Problems."""

import csv
import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.clients.libreoffice import SAVE_FILTERS, missing, run_jobs
from tests.contract.collect_corpus import FOLDER, GROUPS, NAMES, Sheet, people, place
from tests.contract.collect_others import Other, others
from worksheets import pipeline
from worksheets.collecting.remarks import shown

Answers = Mapping[tuple[str, str], str]
"""Answers as text by file and field."""
ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True)
class Inbox:
    """An inbox on disk, and what is in it."""

    root: Path
    sheets: tuple[Sheet, ...]
    others: tuple[Other, ...]

    @property
    def answers(self) -> Answers:
        """Return every answer that counts."""
        counted = [(sheet.name, sheet.answers) for sheet in self.sheets]
        counted += [(o.name, o.answers) for o in self.others if o.answers is not None]
        return {(name, field): shown(v) for name, given in counted for field, v in given.items()}


def collected(inbox: Path, out: Path) -> subprocess.CompletedProcess[str]:
    """Run ``worksheets collect`` beside the inbox."""
    return subprocess.run(
        [sys.executable, "-m", "worksheets", "collect", inbox.name, "-o", out],
        cwd=inbox.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )


@pytest.fixture(scope="module", params=["quick", pytest.param("full", marks=pytest.mark.full)])
def inbox(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Inbox:
    """Return the inbox; ``full`` has sheets from slow programs too."""
    sheets = people(full=request.param == "full")
    found = others(sheets)
    root = tmp_path_factory.mktemp(request.param)
    place(root, [*((s.name, s.data) for s in sheets), *((o.name, o.data) for o in found)])
    return Inbox(root, tuple(sheets), tuple(found))


@pytest.fixture(scope="module")
def out(inbox: Inbox) -> Path:
    """Return the folder with everything that is made of the inbox."""
    target = inbox.root / "out"
    done = collected(inbox.root / FOLDER, target)
    assert done.returncode == 3, done.stderr  # some inputs could not be used, the rest was done
    assert "Traceback" not in done.stderr
    return target


# ---------------------------------------------------------------- the inbox itself


def test_the_inbox_is_what_it_says(inbox: Inbox) -> None:
    assert len(inbox.sheets) == 60
    assert {sheet.who for sheet in inbox.sheets} == {*NAMES, *GROUPS}
    assert Counter(sheet.layout for sheet in inbox.sheets)["journey-map"] == 30
    for sheet in inbox.sheets:
        response = pipeline.read(sheet.data)
        assert response.as_json()["answers"] == sheet.answers, (sheet.name, sheet.program)
        assert response.status == "ok"
    assert len({response_key(sheet) for sheet in inbox.sheets}) == 60


def response_key(sheet: Sheet) -> str:
    return json.dumps([sheet.layout, sheet.answers], sort_keys=True)


# ---------------------------------------------------------------- the workbook


def rows(book: CalamineWorkbook, name: str, head: str) -> Iterator[dict[str, Any]]:
    """Yield the rows of a sheet below the one that has ``head`` in it."""
    names: list[Any] = []
    for cells in book.get_sheet_by_name(name).to_python(skip_empty_area=False):
        if names and any(cells):
            yield dict(zip(names, cells, strict=True))
        elif head in cells:
            names = cells


def text(cell: Any) -> str:  # noqa: ANN401
    """Return a cell as an answer is shown."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return cell.isoformat() if isinstance(cell, date) else shown(cell)


def in_workbook(book: CalamineWorkbook) -> Answers:
    return {
        (row["file"], row["field"]): text(row["value"]) for row in rows(book, "Answers", "value")
    }


def differences(found: Answers, expected: Answers) -> dict[tuple[str, str], Any]:
    keys = found.keys() | expected.keys()
    pairs = {key: (found.get(key), expected.get(key)) for key in keys}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def test_every_answer_is_in_the_workbook(inbox: Inbox, out: Path) -> None:
    book = CalamineWorkbook.from_path(out / "results.xlsx")
    assert differences(in_workbook(book), inbox.answers) == {}


def test_every_answer_is_in_the_workbook_that_libreoffice_saves(inbox: Inbox, out: Path) -> None:
    if lacking := missing():
        pytest.skip(f"libreoffice is missing: {lacking}")
    job = {"entries": {}, "mouse": False, "filter": SAVE_FILTERS["xlsx"], "resaves": 0}
    (saved,) = run_jobs([((out / "results.xlsx").read_bytes(), job)], "xlsx")
    book = CalamineWorkbook.from_filelike(BytesIO(saved))
    assert differences(in_workbook(book), inbox.answers) == {}


def test_every_other_file_is_in_problems(inbox: Inbox, out: Path) -> None:
    said: dict[str, set[str]] = {}
    for row in rows(CalamineWorkbook.from_path(out / "results.xlsx"), "Problems", "code"):
        said.setdefault(row["file"], set()).add(row["code"])
    for other in inbox.others:
        about = [codes for file, codes in said.items() if f"{file}!".startswith(f"{other.name}!")]
        assert set(other.codes) & set().union(*about), (other.name, about)
    unreadable = {file for file, codes in said.items() if any(code[0] == "R" for code in codes)}
    strange = {file.partition("!")[0] for file in unreadable}
    assert strange <= {other.name.partition("!")[0] for other in inbox.others}


def test_people_are_counted_as_many_as_they_were(inbox: Inbox, out: Path) -> None:
    book = CalamineWorkbook.from_path(out / "results.xlsx")
    sizes = {row["file"]: row["group_size"] for row in rows(book, "Answers", "value")}
    assert {sheet.name: sizes[sheet.name] for sheet in inbox.sheets} == {
        sheet.name: sheet.people for sheet in inbox.sheets
    }


# ---------------------------------------------------------------- the other files


def test_every_answer_is_in_the_csv(inbox: Inbox, out: Path) -> None:
    with (out / "answers.csv").open(encoding="utf-8-sig", newline="") as file:
        found = {(row["file"], row["field"]): row["value"] for row in csv.DictReader(file)}
    guarded = {
        key: f"'{value}" if value.lstrip("'").startswith(tuple("=+-@\t\n")) else value
        for key, value in inbox.answers.items()
    }
    assert {
        key: pair
        for key, pair in differences(found, guarded).items()
        if pair[0] != inbox.answers[key]  # a number needs no guard
    } == {}


def test_every_file_that_could_be_one_is_a_line_of_json(inbox: Inbox, out: Path) -> None:
    lines = (out / "responses.jsonl").read_text(encoding="utf-8").split("\n")[:-1]
    found = {response["file"]: response for response in map(json.loads, lines)}
    assert len(found) == len(lines)
    for sheet in inbox.sheets:
        assert found[sheet.name]["answers"] == sheet.answers
        assert found[sheet.name]["status"] == "ok"
    for other in inbox.others:
        if other.answers is not None:
            assert found[other.name]["answers"] == other.answers


def test_the_workbook_alone_is_the_same(inbox: Inbox, out: Path) -> None:
    alone = inbox.root / "alone.xlsx"
    done = collected(inbox.root / FOLDER, alone)
    assert done.returncode == 3, done.stderr
    books = [CalamineWorkbook.from_path(path) for path in (alone, out / "results.xlsx")]
    assert in_workbook(books[0]) == in_workbook(books[1])
