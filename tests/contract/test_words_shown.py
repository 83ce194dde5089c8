"""Whatever the language and the paper, nothing a participant needs is left out to save room."""

import pytest

from worksheets.binding import bind
from worksheets.i18n import catalog, locales
from worksheets.loading import frame, load, load_stages, stage_sets
from worksheets.model.sheet import Grid, Worksheet
from worksheets.model.sheet import Words as Printed
from worksheets.solving import solve
from worksheets.units import paper

DESK = ("A4", "Letter")
PAPERS = (*DESK, "A3", "Tabloid")
LAYOUT = "journey-map"
ABOVE_THE_CODE = "handover"  # look.md, 4 and 5: on desk papers its question has no room


def solved(locale: str, paper_name: str, stages: str) -> Worksheet:
    sheet = bind(load(LAYOUT), load_stages(stages), frame(), catalog(locale))
    return solve(sheet, paper(paper_name, sheet.orientation))


def printed(worksheet: Worksheet) -> list[str]:
    """Return the printed texts of each page, one a line, broken lines joined."""
    return [
        "\n".join(" ".join(i.lines) for i in page.content.items() if isinstance(i, Printed))
        for page in worksheet.pages
    ]


def grid(worksheet: Worksheet) -> Grid:
    (block,) = worksheet.sheet.blocks
    assert isinstance(block, Grid)
    return block


@pytest.fixture(scope="module", params=stage_sets())
def stages(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=PAPERS)
def paper_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=locales())
def worksheet(request: pytest.FixtureRequest, paper_name: str, stages: str) -> Worksheet:
    return solved(request.param, paper_name, stages)


def test_every_stage_is_explained(worksheet: Worksheet) -> None:
    lines = [line for page in printed(worksheet) for line in page.split("\n")]
    shown = [text for h in grid(worksheet).headings for text in (h.label, h.help)]
    assert [text for text in shown if text and text not in lines] == []


def test_every_row_asks_its_question_on_every_page(worksheet: Worksheet) -> None:
    desk = worksheet.stamp.paper in DESK
    rows = [r for r in grid(worksheet).rows if not (desk and r.id == ABOVE_THE_CODE)]
    for page in printed(worksheet):
        assert [row.question for row in rows if row.question not in page] == []
        assert [row.label for row in grid(worksheet).rows if row.label not in page] == []


def test_the_emotion_row_says_what_to_mark(worksheet: Worksheet) -> None:
    (row,) = (row for row in grid(worksheet).rows if row.instruction)
    assert all(row.instruction in page for page in printed(worksheet))


def test_what_to_do_is_said_in_full(worksheet: Worksheet) -> None:
    sheet = worksheet.sheet
    for page in printed(worksheet):
        assert [
            t for t in (sheet.title, sheet.purpose, sheet.fill, sheet.pen) if t not in page
        ] == []


def test_five_stages_take_one_page(worksheet: Worksheet) -> None:
    desk = worksheet.stamp.paper in DESK
    assert len(worksheet.pages) == (2 if desk and len(worksheet.stamp.stages) > 6 else 1)


def test_row_labels_take_one_line(worksheet: Worksheet) -> None:
    labels = {row.label for row in grid(worksheet).rows}
    for page in worksheet.pages:
        words = [i.lines for i in page.content.items() if isinstance(i, Printed)]
        assert [line for line in words if " ".join(line) in labels and len(line) > 1] == []
