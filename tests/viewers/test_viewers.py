"""docs/viewers.md says what real viewers do to a sheet, and they do no worse.

``make viewers`` runs all of them and writes the page; a quick run meets a few.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.viewers.programs import PROGRAMS
from tests.viewers.table import (
    COLUMNS,
    FINE,
    HEADS,
    PAGE,
    SAVES_TO,
    Row,
    documented,
    look,
    renewed,
)
from tests.viewers.trial import FILLS, trial

PROMISED = ("chromium", "firefox", "pdfjs", "poppler")
"""Programs in which no letter of our languages, Cyrillic or Greek gets lost."""
QUICK = ("chromium", "pdfjs", "poppler", "qpdf")
LONG = "long"
REDRAWN = "ok; with an emoji Greek loses 69"
"""Poppler redraws a sheet with an emoji that pdf.js saved, by the 8-bit font without Greek."""
RUN_TOGETHER = "Greek loses 69"
"""What poppler writes in a font of the system has no blanks elsewhere."""
EXCEPTIONS = {
    ("firefox", "poppler"): REDRAWN,
    ("pdfjs", "poppler"): REDRAWN,
    ("poppler", "pdfium"): RUN_TOGETHER,
    ("poppler", "pdfjs"): RUN_TOGETHER,
}
"""By who saved and who opened a file."""


@pytest.fixture(scope="module")
def rows(request: pytest.FixtureRequest) -> Iterator[dict[str, Row]]:
    """Collect what was seen; write it down where ``--viewers`` says."""
    seen: dict[str, Row] = {}
    yield seen
    target = request.config.getoption("--viewers")
    if target and seen.keys() == PROGRAMS.keys():
        ordered = {key: seen[key] for key in PROGRAMS}
        text = renewed(PAGE.read_text(encoding="utf-8"), ordered)
        Path(target).write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    "key",
    [pytest.param(k, marks=() if k in QUICK else pytest.mark.full) for k in PROGRAMS],
)
def test_a_viewer_is_no_worse_than_the_page_says(
    key: str, rows: dict[str, Row], request: pytest.FixtureRequest
) -> None:
    program = PROGRAMS[key]
    if lacking := program.missing():
        pytest.skip(f"{program.name} is missing: {lacking}")
    whole = bool(request.config.getoption("--full"))
    row = rows[key] = look(key, trial(), FILLS if whole else FILLS[-1:], keep=whole)
    said = documented()[key]
    assert {n: v for n, v in row.cells.items() if said.cells[n] in FINE and v not in FINE} == {}
    assert {n: v for n, v in row.opened.items() if said.opened[n] in FINE and v not in FINE} == {}
    assert row.cells[LONG] == said.cells[LONG]


def test_the_page_has_every_viewer_and_every_column() -> None:
    text = PAGE.read_text(encoding="utf-8")
    heads = ["viewer", *(HEADS.get(name, name) for name in COLUMNS)]
    assert f"| {' | '.join(heads)} |" in text
    assert [f"\n| {program.name} |" in text for program in PROGRAMS.values()] == [True] * 9
    assert documented().keys() == PROGRAMS.keys()


@pytest.mark.parametrize("key", PROMISED)
def test_no_letter_is_lost_where_we_promise_none(key: str) -> None:
    row = documented()[key]
    shown = {name: cell for name, cell in row.cells.items() if name != LONG}
    assert {name: cell for name, cell in shown.items() if cell not in FINE} == {}
    for opener in SAVES_TO.keys() - {"mupdf"}:
        assert row.opened[opener].replace("ok°", "ok") == EXCEPTIONS.get((key, opener), "ok")


@pytest.mark.parametrize("key", [k for k, p in PROGRAMS.items() if "types" not in p.cannot])
def test_every_program_that_saves_keeps_what_outgrows_its_box(key: str) -> None:
    screen, file, printed = documented()[key].cells[LONG].split(", ")
    assert file == "whole"
    assert 0 < int(printed.split()[0]) < int(printed.split()[2])
    assert int(screen.split()[0]) > 0
