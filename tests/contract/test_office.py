"""What people enter in Word and Excel files comes back exactly, and equal to what a PDF gives."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import pytest

from tests.clients import require
from tests.clients.office import OFFICE_CLIENTS, Entries, Format
from tests.contract.samples import (
    CASES,
    EVERYTHING,
    LAYOUTS,
    LINEAR,
    LOCALES,
    Case,
    answers_for,
    as_entries,
    layout,
    sample,
    tidy,
)
from worksheets import pipeline
from worksheets.model.response import Response

FORMATS: tuple[Format, ...] = ("docx", "xlsx")
QUICK = 2
"""Sheets that a slow program gets in a quick run, per format."""
QUICK_LINEAR = 9
"""Every so many sheets with questions one below the other are in a quick run."""
SLOW = ("libreoffice",)


@dataclass(frozen=True, slots=True)
class Trip:
    """A worksheet in a format, and the program in which it is filled."""

    client: str
    format: Format
    case: Case

    def __str__(self) -> str:
        """Return the name of the trip in a test's id."""
        return f"{self.client}-{self.format}-{self.case}"


def trips() -> Iterator[Any]:
    """Yield every program with every map and language, and many stages with some of them."""
    cases = [
        *(Case(layout=name, locale=locale) for name, locale in product(LAYOUTS, LOCALES)),
        *(Case(layout="journey-map", locale=locale, stages=12) for locale in LOCALES),
    ]
    every = [
        Trip(client.name, format_, case)
        for client in OFFICE_CLIENTS.values()
        for format_ in client.formats
        for case in cases
    ]
    linear = [
        Trip(client.name, "docx", case)
        for client in OFFICE_CLIENTS.values()
        if "docx" in client.formats
        for case in LINEAR
    ]
    for turn, trip in enumerate(linear):
        quick = turn == 0 if trip.client.startswith(SLOW) else turn % QUICK_LINEAR == 0
        marks = () if quick else pytest.mark.full
        yield pytest.param(trip, id=str(trip), marks=marks)
    fast = [trip for trip in every if not trip.client.startswith(SLOW)]
    yield from sample(fast, lambda t: (t.client + t.format, t.case.locale, t.case.layout))
    turns: dict[tuple[str, Format], int] = defaultdict(int)
    for turn, trip in enumerate(trip for trip in every if trip.client.startswith(SLOW)):
        key = (trip.client, trip.format)
        quick = turn % 17 == 0 and turns[key] < QUICK
        turns[key] += quick
        yield pytest.param(trip, id=str(trip), marks=() if quick else pytest.mark.full)


@pytest.fixture(scope="module")
def saved(request: pytest.FixtureRequest) -> Callable[[Trip], bytes]:
    """Return a function that gives a trip's file; every program starts once for all its trips."""
    planned: dict[tuple[str, Format], list[Trip]] = defaultdict(list)
    for item in request.session.items:
        trip = item.callspec.params.get("trip") if hasattr(item, "callspec") else None
        if isinstance(trip, Trip):
            planned[trip.client, trip.format].append(trip)
    done: dict[Trip, bytes] = {}

    def file_of(trip: Trip) -> bytes:
        if trip not in done:
            turns = planned[trip.client, trip.format]
            jobs = [job(turn) for turn in turns]
            files = OFFICE_CLIENTS[trip.client].fill_many(jobs, trip.format)
            done.update(zip(turns, files, strict=True))
        return done[trip]

    return file_of


def job(trip: Trip) -> tuple[bytes, Entries]:
    """Return a blank worksheet and what to enter."""
    worksheet = trip.case.solve()
    blank = pipeline.write(worksheet, trip.format, {})
    return blank, as_entries(worksheet.definition, entered(trip.case))


def entered(case: Case) -> dict[str, Any]:
    """Return the answers that are given on a worksheet."""
    return answers_for(case.solve().definition, case.locale)


def read(data: bytes, case: Case) -> Response:
    """Read a file of a case whose layout is known."""
    return pipeline.read(data, [layout(case.layout)])


def codes(response: Response) -> set[str]:
    """Return the codes of all that is said about a file and its answers."""
    said = [*response.problems, *(p for answer in response.answers for p in answer.problems)]
    return {problem.code for problem in said}


def expected(answers: Mapping[str, Any]) -> dict[str, Any]:
    """Return answers as a response gives them back."""
    return {name: tidy(value) for name, value in answers.items()}


@pytest.mark.parametrize("trip", list(trips()))
def test_what_was_entered_comes_back(trip: Trip, saved: Callable[[Trip], bytes]) -> None:
    require(OFFICE_CLIENTS[trip.client])
    response = read(saved(trip), trip.case)
    assert response.as_json()["answers"] == expected(entered(trip.case))
    assert (response.status, response.definition, response.format) == (
        "ok", "installed", trip.format,
    )  # fmt: skip
    assert not response.extra
    assert codes(response) == set()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_format_gives_the_same_answers(case: Case) -> None:
    given, worksheet = entered(case), case.solve()
    values = pipeline.prefill(worksheet, given)
    files = {format_: pipeline.write(worksheet, format_, values) for format_ in ("pdf", *FORMATS)}
    answers = {format_: read(data, case).as_json()["answers"] for format_, data in files.items()}
    assert answers == dict.fromkeys(files, expected(given))


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_an_untouched_file_has_no_answers_and_nothing_beside_them(
    case: Case, format_: Format
) -> None:
    worksheet = case.solve()
    response = read(pipeline.write(worksheet, format_, {}), case)
    assert (response.status, codes(response), response.extra) == ("ok", set(), {})
    values = response.as_json()["answers"]
    assert values.keys() == {field.id for field in worksheet.definition.fields}
    assert all(value in (None, False, []) for value in values.values())


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("case", CASES, ids=str)
def test_answers_can_be_filled_in_later_and_taken_out_again(case: Case, format_: Format) -> None:
    worksheet, given = case.solve(), entered(case)
    other = answers_for(worksheet.definition, case.locale, seed=1)
    new = dict(list(other.items())[::2])
    data = pipeline.write(worksheet, format_, pipeline.prefill(worksheet, given))
    filled = pipeline.fill(data, new, [layout(case.layout)])
    assert read(filled, case).as_json()["answers"] == expected({**given, **new})
    cleared = pipeline.fill(filled, dict.fromkeys(given), [layout(case.layout)])
    response = read(cleared, case)
    assert (response.status, codes(response), response.extra) == ("ok", set(), {})
    assert all(value in (None, False, []) for value in response.as_json()["answers"].values())


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("locale", LOCALES)
def test_a_map_that_nobody_knows_is_read_by_its_own_definition(
    locale: str, format_: Format
) -> None:
    case = Case(layout=EVERYTHING, locale=locale)
    worksheet, given = case.solve(), entered(case)
    data = pipeline.write(worksheet, format_, pipeline.prefill(worksheet, given))
    stranger = pipeline.read(data)
    assert stranger.as_json()["answers"] == expected(given)
    assert (stranger.status, stranger.definition) == ("ok", "embedded")
