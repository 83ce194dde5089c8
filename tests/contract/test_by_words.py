"""A Word file that has lost everything but its text is still read, by the words beside its fields.

What is left then is what Google Docs or a conversion through another format leaves: plain tables.
"""

import pytest

from tests.bare import bare
from tests.contract.samples import (
    CASES,
    EVERYTHING,
    LOCALES,
    Case,
    answers_for,
    layout,
    tidy,
)
from worksheets import pipeline


@pytest.mark.parametrize("case", CASES, ids=str)
def test_tables_are_read_by_their_words(case: Case) -> None:
    worksheet = case.solve()
    given = answers_for(worksheet.definition, case.locale)
    data = pipeline.write(worksheet, "docx", pipeline.prefill(worksheet, given))
    own = [layout(EVERYTHING)] if case.layout == EVERYTHING else []
    response = pipeline.read(bare(data), own)
    assert response.as_json()["answers"] == {name: tidy(value) for name, value in given.items()}
    assert response.status == "ok"
    assert {problem.code for problem in response.problems} == {"R014", "R021"}
    assert response.stamp
    assert response.stamp.locales == (case.locale,)


@pytest.mark.parametrize("locale", LOCALES)
def test_layout_and_language_are_known_without_the_small_print(locale: str) -> None:
    case = Case(layout="journey-map", locale=locale, stages=3)
    worksheet = case.solve()
    given = answers_for(worksheet.definition, locale)
    data = pipeline.write(worksheet, "docx", pipeline.prefill(worksheet, given))
    response = pipeline.read(bare(data, footers=False))
    assert response.stamp
    assert (response.stamp.layout, response.stamp.locales) == ("journey-map", (locale,))
    assert response.stamp.stages == worksheet.stamp.stages
    assert response.as_json()["answers"] == {name: tidy(value) for name, value in given.items()}
