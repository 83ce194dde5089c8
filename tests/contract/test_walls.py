"""What is promised of walls: which words are read from two metres, and where notes stick."""

from math import atan, degrees

import pytest

from tests.contract.samples import LOCALES, Case, sample
from worksheets import fonts, loading
from worksheets.model.fields import Text
from worksheets.model.labels import lead
from worksheets.model.sheet import Grid, Words, Worksheet
from worksheets.solving.theme import NOTE_MM, readable_from
from worksheets.units import mm

WALLS = ("A1", "A0")
CASES = [
    Case(layout=name, locale=locale, paper=paper)
    for name in loading.layouts()
    for locale in LOCALES
    for paper in WALLS
]
SAMPLE = sample(CASES, lambda case: (case.layout, case.locale, case.paper), seed=5)
NOT_FAR = {"stakeholder-map"}
"""Its table of ten rows stands beside a picture: the heads of its columns are smaller."""


def minutes(size: float, distance_mm: float) -> float:
    """Return the visual angle of a capital, in minutes of arc."""
    cap = size * fonts.metrics("bold").cap_height / 1000 * 25.4 / 72
    return degrees(atan(cap / distance_mm)) * 60


def named(worksheet: Worksheet) -> set[str]:
    """Return the title and the names of columns, rows and cards."""
    blocks = worksheet.sheet.blocks
    parts = [
        p for b in blocks for p in ((*b.headings, *b.rows) if isinstance(b, Grid) else b.cards)
    ]
    labels = [worksheet.sheet.title, *(part.label for part in parts if part.label)]
    return set(map(lead, labels))


def drawn(worksheet: Worksheet) -> list[Words]:
    return [i for page in worksheet.pages for i in page.content.items() if isinstance(i, Words)]


LONGEST = Case(layout="journey-map", locale="nb", paper="A1")
"""Has the longest words of all in labels and stages."""
PAIRS = [
    Case(layout=name, locale=locale, paper="A1")
    for name, locale in (("journey-map", "nb+lv"), ("empathy-map-canvas", "nb+lv"))
]


@pytest.mark.parametrize("case", [*SAMPLE, LONGEST, *PAIRS])
def test_titles_stages_and_labels_are_read_from_two_metres(case: Case) -> None:
    worksheet = case.solve()
    sizes = {
        " ".join(words.lines): words.size for words in drawn(worksheet) if words.face == "bold"
    }
    names = named(worksheet) & sizes.keys()
    assert len(names) >= 0.8 * len(named(worksheet))
    small = {name for name in names if minutes(sizes[name], 2000) < 15.99}
    blocks = worksheet.sheet.blocks if case.layout in NOT_FAR else ()
    assert small <= {h.label for b in blocks if isinstance(b, Grid) for h in b.headings}


@pytest.mark.parametrize("case", SAMPLE)
def test_the_smallest_print_is_read_from_arms_length_and_more(case: Case) -> None:
    distance = {"A1": 900, "A0": 1250}[case.paper or ""]
    assert min(minutes(words.size, distance) for words in drawn(case.solve())) >= 16


def test_the_rule_is_that_of_the_standards_formula() -> None:
    """NUREG-0700, 1.3.1-4: height = 6.283 * distance * minutes / 21600."""
    size = readable_from(2000)
    capital = size * fonts.metrics("bold").cap_height / 1000 * 25.4 / 72
    assert capital == pytest.approx(6.283 * 2000 * 16 / 21600, rel=1e-3)
    assert minutes(size / 2, 2000) < 16


def sides(worksheet: Worksheet) -> list[float]:
    return [
        min(widget.rect.width, widget.rect.height)
        for _, widget in worksheet.widgets()
        if isinstance(widget.slot.field, Text) and widget.slot.field.lines > 1
    ]


def said(worksheet: Worksheet) -> bool:
    lines = (" ".join(words.lines) for words in drawn(worksheet))
    return any(worksheet.sheet.notes in line for line in lines)


@pytest.mark.parametrize("case", SAMPLE)
def test_a_sheet_says_that_notes_stick_where_they_do(case: Case) -> None:
    worksheet = case.solve()
    holding = [side >= mm(NOTE_MM) - 0.01 for side in sides(worksheet)]
    assert said(worksheet) == (2 * sum(holding) >= len(holding))


@pytest.mark.parametrize("locale", LOCALES)
def test_the_tall_rows_of_a_journey_hold_whole_notes(locale: str) -> None:
    """No more: what is left of a line goes to the rows that it makes as high as a note."""
    worksheet = Case(layout="journey-map", locale=locale, paper="A0").solve()
    tall = [w.rect.height for _, w in worksheet.widgets() if w.slot.row in {"actions", "pains"}]
    assert tall == [pytest.approx(mm(NOTE_MM))] * len(tall)
    assert said(worksheet)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_sheet_for_a_desk_never_says_so(locale: str) -> None:
    assert not said(Case(layout="persona", locale=locale, paper="A4").solve())
    assert said(Case(layout="persona", locale=locale, paper="A0").solve())
