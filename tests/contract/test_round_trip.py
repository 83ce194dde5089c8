"""What people enter in any program comes back exactly, from every map in every language."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from tests.clients import CLIENTS, Fill, require
from tests.contract.samples import (
    CASES,
    EVERYTHING,
    LAYOUTS,
    LINEAR,
    LOCALES,
    Case,
    answers_for,
    as_fill,
    layout,
    sample,
    tidy,
)
from worksheets import pipeline
from worksheets.errors import WorksheetsError
from worksheets.model.response import Response

LOSSES: Mapping[str, Callable[[str], str]] = {
    "pdfium-type": lambda text: text.replace("\t", ""),
    "pdfium-paste": lambda text: text.replace("\t", " "),
}
"""What a program does to a text before anybody can read it; the others lose nothing.

PDFium also cuts pasted emoji short; reading restores them and says so (A007). What it does to
line breaks (CR LF) is undone without a word.
"""
SLOW: Mapping[str, int] = {"firefox": len(LOCALES), "pdf-lib": 2}
"""Programs that take many seconds a sheet, and the sheets they get in a quick run."""
LINEAR_CLIENTS = ("pdfium-type", "pdftk", "poppler")
QUICK_LINEAR = 7
"""Every so many sheets with questions one below the other are in a quick run."""
TOO_LONG = "A003"
RESTORED = "A007"


@dataclass(frozen=True, slots=True)
class Trip:
    """A worksheet and the program in which it is filled."""

    client: str
    case: Case

    def __str__(self) -> str:
        """Return the name of the trip in a test's id."""
        return f"{self.client}-{self.case}"


def trips() -> Iterator[Any]:
    """Yield every program with every map, language and number of stages.

    In the quick run each fast program meets every map and every language; a slow one gets the
    first languages, each with the map of its turn.
    """
    cases = [
        Case(layout=name, locale=locale, stages=count)
        for name, locale, count in product(LAYOUTS, LOCALES, (0, 3, 7, 12))
        if count == 0 or layout(name).stages
    ]
    fast = [Trip(name, case) for name, case in product(CLIENTS, cases) if name not in SLOW]
    yield from sample(fast, lambda trip: (trip.client, trip.case.locale, trip.case.layout))
    for name, count in SLOW.items():
        turns = {
            Case(layout=LAYOUTS[turn % len(LAYOUTS)], locale=locale)
            for turn, locale in enumerate(LOCALES[:count])
        }
        for case in cases:
            marks = () if case in turns else pytest.mark.full
            yield pytest.param(Trip(name, case), id=str(Trip(name, case)), marks=marks)
    for turn, (name, case) in enumerate(product(LINEAR_CLIENTS, LINEAR)):
        marks = () if turn % QUICK_LINEAR == 0 else pytest.mark.full
        yield pytest.param(Trip(name, case), id=str(Trip(name, case)), marks=marks)


@pytest.fixture(scope="module")
def saved(request: pytest.FixtureRequest) -> Callable[[Trip], bytes]:
    """Return a function that gives a trip's file; every program starts once for all its trips."""
    planned: dict[str, list[Trip]] = defaultdict(list)
    for item in request.session.items:
        trip = item.callspec.params.get("trip") if hasattr(item, "callspec") else None
        if isinstance(trip, Trip):
            planned[trip.client].append(trip)
    done: dict[Trip, bytes] = {}

    def file_of(trip: Trip) -> bytes:
        if trip not in done:
            jobs = {}
            for turn in planned[trip.client]:
                with suppress(WorksheetsError):  # its own test says so
                    jobs[turn] = job(turn.case)
            files = CLIENTS[trip.client].fill_many(list(jobs.values()))
            done.update(zip(jobs, files, strict=True))
        return done[trip]

    return file_of


def job(case: Case) -> tuple[bytes, Fill]:
    """Return a blank worksheet and what to enter."""
    worksheet = case.solve()
    blank = pipeline.write(worksheet, "pdf", {})
    return blank, as_fill(worksheet.definition, answers_of(case))


def answers_of(case: Case) -> dict[str, Any]:
    """Return the answers that are given on a worksheet."""
    return answers_for(case.solve().definition, case.locale)


def read(data: bytes, case: Case) -> Response:
    """Read a file of a case whose layout is known."""
    return pipeline.read(data, [layout(case.layout)])


def codes(response: Response) -> dict[str, set[str]]:
    """Return the fields with something to say, by the code of what is said."""
    found: dict[str, set[str]] = defaultdict(set)
    for problem in response.problems:
        found[problem.code].add("")
    for answer in response.answers:
        for problem in answer.problems:
            found[problem.code].add(answer.id)
    return dict(found)


@pytest.mark.parametrize("trip", list(trips()))
def test_what_was_entered_comes_back(trip: Trip, saved: Callable[[Trip], bytes]) -> None:
    require(CLIENTS[trip.client])
    entered = answers_of(trip.case)
    lose = LOSSES.get(trip.client, str)
    expected = {
        name: tidy(lose(value) if isinstance(value, str) else value)
        for name, value in entered.items()
    }
    response = read(saved(trip), trip.case)
    assert response.as_json()["answers"] == expected
    assert (response.status, response.definition) == ("ok", "installed")
    emoji = {name for name, value in entered.items() if max(str(value)) > "\uffff"}
    said = codes(response)
    assert said.pop(RESTORED, set()) == (emoji if trip.client == "pdfium-paste" else set())
    assert said.keys() <= {TOO_LONG}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_untouched_sheet_has_no_answers(case: Case) -> None:
    response = read(case.pdf(), case)
    assert response.status == "ok"
    assert not codes(response)
    values = response.as_json()["answers"]
    assert values.keys() == {field.id for field in case.solve().definition.fields}
    assert all(value in (None, False, []) for value in values.values())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_prefilled_sheet_says_what_was_filled_in(case: Case) -> None:
    given = answers_of(case)
    response = read(case.pdf(given), case)
    assert response.as_json()["answers"] == {name: tidy(value) for name, value in given.items()}
    assert response.status == "ok"
    assert codes(response).keys() <= {TOO_LONG}


@pytest.mark.parametrize("locale", LOCALES)
def test_a_map_that_nobody_knows_is_read_by_its_own_definition(locale: str) -> None:
    case = Case(layout=EVERYTHING, locale=locale)
    given = answers_of(case)
    stranger = pipeline.read(case.pdf(given))
    assert stranger.as_json()["answers"] == read(case.pdf(given), case).as_json()["answers"]
    assert (stranger.status, stranger.definition) == ("ok", "embedded")
