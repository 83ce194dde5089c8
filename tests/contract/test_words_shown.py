"""Whatever the language and the paper, nothing a participant needs is left out to save room."""

import pytest

from worksheets.binding import bind
from worksheets.i18n import catalog, locales
from worksheets.loading import frame, layouts, load, load_stages, stage_sets
from worksheets.model.fields import Choice
from worksheets.model.layout import Quadrants
from worksheets.model.sheet import AreaMap, Card, Grid, Worksheet
from worksheets.model.sheet import Words as Printed
from worksheets.solving import solve
from worksheets.solving.scales import is_slider
from worksheets.units import paper

DESK = ("A4", "Letter")
PAPERS = (*DESK, "A3", "Tabloid")
ABOVE_THE_CODE = "handover"  # on desk papers its question may stand, in two lines, in the row
WITH_HELP = 7  # look.md, 2: more stages side by side are too narrow for a line of help


def cases() -> list[tuple[str, str]]:
    """Return every layout, with each stage set that is made for it."""
    steps = {name for name in stage_sets() if load_stages(name).title.startswith("Steps:")}
    sets = {"journey-map": set(stage_sets()) - steps, "experience-map": steps}
    return [(name, s) for name in layouts() for s in sorted(sets.get(name, {"research_offer"}))]


def texts(worksheet: Worksheet) -> list[list[str]]:
    """Return the printed texts of each page, broken lines joined."""
    return [
        [" ".join(item.lines) for item in page.content.items() if isinstance(item, Printed)]
        for page in worksheet.pages
    ]


def printed(worksheet: Worksheet) -> set[str]:
    """Return the texts printed on any page."""
    return {text for page in texts(worksheet) for text in page}


def grids(worksheet: Worksheet) -> list[Grid]:
    return [block for block in worksheet.sheet.blocks if isinstance(block, Grid)]


def staged(worksheet: Worksheet) -> list[Grid]:
    return [grid for grid in grids(worksheet) if grid.stages]


def cards(worksheet: Worksheet) -> list[Card]:
    blocks = [block for block in worksheet.sheet.blocks if isinstance(block, AreaMap)]
    return [card for block in blocks for card in block.cards]


@pytest.fixture(scope="module", params=cases(), ids="-".join)
def case(request: pytest.FixtureRequest) -> tuple[str, str]:
    return request.param  # type: ignore[no-any-return]


@pytest.fixture(scope="module", params=PAPERS)
def paper_name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=locales())
def worksheet(request: pytest.FixtureRequest, paper_name: str, case: tuple[str, str]) -> Worksheet:
    layout, stages = case
    sheet = bind(load(layout), load_stages(stages), frame(), catalog(request.param))
    return solve(sheet, paper(paper_name, sheet.orientation))


def test_every_column_is_named_and_explained(worksheet: Worksheet) -> None:
    for grid in grids(worksheet):
        wanted = [heading.label for heading in grid.headings]
        room = grid.heads == "band" and len(grid.headings) <= WITH_HELP * len(worksheet.pages)
        if room or not grid.stages:
            wanted += [heading.help for heading in grid.headings]
        assert [text for text in wanted if text and text not in printed(worksheet)] == []


def test_every_row_asks_its_question_on_every_page(worksheet: Worksheet) -> None:
    desk = worksheet.stamp.paper in DESK
    rows = [row for grid in staged(worksheet) for row in grid.rows]
    for page in texts(worksheet):
        assert [row.label for row in rows if row.label not in page] == []
        whole = "\n".join(page)
        asked = [row for row in rows if not (desk and row.id == ABOVE_THE_CODE)]
        assert [row.question for row in asked if row.question not in whole] == []
        joined = " ".join(page)
        assert [row.question for row in rows if row.question not in joined] == []
        assert [row.instruction for row in rows if row.instruction not in whole] == []


def test_every_card_is_named_and_explained(worksheet: Worksheet) -> None:
    wanted = [text for card in cards(worksheet) for text in (card.label, card.question)]
    for card in cards(worksheet):
        wanted += [s.column_label for s in card.slots if not card.bare and not is_slider(s)]
        if isinstance(card.picture, Quadrants):
            wanted += [corner.label for corner in card.picture.corners]
    assert [text for text in wanted if text and text not in printed(worksheet)] == []


def test_every_answer_to_tick_has_its_words(worksheet: Worksheet) -> None:
    wanted = [entry.slot.label for entry in worksheet.sheet.header]
    for slot in worksheet.sheet.slots():
        if isinstance(slot.field, Choice):
            wanted += [option.label for option in slot.field.options]
        elif is_slider(slot):
            wanted += slot.column_label.split(" – ")
    assert [text for text in wanted if text not in printed(worksheet)] == []


def test_what_to_do_is_said_in_full(worksheet: Worksheet) -> None:
    sheet = worksheet.sheet
    for page in texts(worksheet):
        whole = "\n".join(page)
        wanted = (sheet.title, sheet.purpose, sheet.fill, sheet.pen)
        assert [text for text in wanted if text not in whole] == []


def test_a_map_takes_one_page_on_its_usual_paper(worksheet: Worksheet) -> None:
    stamp = worksheet.stamp
    if stamp.layout == "journey-map":
        most = {"A4": 6, "Letter": 5}.get(stamp.paper, 8)
        assert len(worksheet.pages) == (2 if len(stamp.stages) > most else 1)
    elif stamp.paper in ("A3", "Tabloid") or (stamp.paper == "A4" and stamp.stages):
        assert len(worksheet.pages) == 1


def test_row_labels_take_one_line(worksheet: Worksheet) -> None:
    labels = {row.label for grid in staged(worksheet) for row in grid.rows}
    for page in worksheet.pages:
        words = [i.lines for i in page.content.items() if isinstance(i, Printed)]
        assert [line for line in words if " ".join(line) in labels and len(line) > 1] == []
