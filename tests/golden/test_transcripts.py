"""What a screen reader would say of finished files; read a change aloud before accepting it."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.contract.many import ANSWERS, many
from tests.contract.samples import Case
from tests.contract.test_tags import errors
from tests.making import small
from tests.transcripts import transcript
from worksheets import loading, pipeline
from worksheets.results import write

SHEETS = [
    *(Case(layout=name) for name in loading.layouts()),
    *(Case(layout="journey-map", locale=locale) for locale in ("de", "lv", "nb", "pl")),
]
FILLED = [Case(layout="journey-map"), Case(layout="persona", locale="de")]
OTHERS = [Case(layout="journey-map", locale="lv+en"), Case(layout="persona", edition="linear")]
Golden = Callable[[str, str], None]


@pytest.mark.parametrize("case", SHEETS, ids=str)
def test_a_blank_sheet(case: Case, golden: Golden) -> None:
    golden(f"transcripts/{case.layout}.{case.locale}.txt", transcript(case.pdf()))


@pytest.mark.parametrize("case", OTHERS, ids=str)
def test_two_languages_and_the_linear_edition(case: Case, golden: Golden) -> None:
    edition = "" if case.edition == "grid" else f".{case.edition}"
    golden(f"transcripts/{case.layout}.{case.locale}{edition}.txt", transcript(case.pdf()))


@pytest.mark.parametrize("case", FILLED, ids=str)
def test_a_prefilled_sheet(case: Case, golden: Golden) -> None:
    answers = json.loads((ANSWERS / f"{case.layout}.{case.locale}.json").read_text("utf-8"))
    name = f"{case.layout}.{case.locale}.filled.txt"
    golden(f"transcripts/{name}", transcript(case.pdf(answers)))


def test_a_map_of_two_pages(golden: Golden) -> None:
    case = Case(layout="journey-map", locale="lv", stages=7)
    golden("transcripts/journey-map.lv.two-pages.txt", transcript(case.pdf()))


def test_a_merged_map(golden: Golden) -> None:
    worksheet = Case(layout="journey-map", paper="A3").solve()
    data = write(worksheet, "pdf", many(worksheet, 6))
    golden("transcripts/journey-map.en.merged.txt", transcript(data))


def test_a_map_that_is_half_translated(golden: Golden, tmp_path: Path) -> None:
    """Words that stayed in English are said in English; nothing on the page moves for it."""
    layout = small("""
        purpose: Not in any catalog.
        stages: {default: research_offer}
        blocks:
          - kind: table
            rows:
              - {id: goals, label: Goals and needs, question: What for?, field: text}
              - id: mood
                label: Mood of the day
                question: How is it?
                field: {kind: scale, steps: {1: very positive, 0: neutral, -1: gloomy}}
    """)
    data = pipeline.generate(layout, locale="lv", untranslated=[])
    assert errors(data, tmp_path) == []
    golden("transcripts/half-translated.lv.txt", transcript(data))
