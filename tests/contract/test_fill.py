"""Answers put into a file that comes from another program: the others stay, and it is seen."""

from collections.abc import Iterator
from io import BytesIO
from typing import Any

import numpy as np
import pikepdf
import pytest

from tests.clients import CLIENTS, RENDERERS, require
from tests.contract.glyphs import cut, ink
from tests.contract.samples import (
    EVERYTHING,
    LAYOUTS,
    LOCALES,
    Case,
    answers_for,
    as_fill,
    layout,
    tidy,
)
from worksheets import pipeline
from worksheets.model.fields import Check, Choice, Text
from worksheets.model.response import DefinedField, Definition

SAVED_BY = ("pdfjs", "pypdf", "pdfium-type")
DPI = 100
SEEN = 0.001  # of 255: what the same page drawn twice may differ in a field
TURNS = [
    Case(layout=name, locale=LOCALES[turn % len(LOCALES)]) for turn, name in enumerate(LAYOUTS)
]


def blank_value(field: DefinedField) -> Any:  # noqa: ANN401
    """Return what an unanswered field reads as."""
    if isinstance(field.field, Choice) and field.field.many:
        return []
    return False if isinstance(field.field, Check) else None


def saved(case: Case, program: str) -> tuple[Definition, dict[str, Any], bytes]:
    """Return a worksheet's fields, what was answered in a program, and its file."""
    require(CLIENTS[program])
    worksheet = case.solve()
    meaning = worksheet.definition
    answers = {
        name: value.replace("\t", " ") if isinstance(value, str) else value
        for name, value in answers_for(meaning, case.locale).items()
    }
    blank = pipeline.write(worksheet, "pdf", {})
    return meaning, answers, CLIENTS[program].fill(blank, as_fill(meaning, answers))


def read(data: bytes, case: Case) -> dict[str, Any]:
    response = pipeline.read(data, [layout(case.layout)])
    assert response.status == "ok"
    values: dict[str, Any] = response.as_json()["answers"]
    return values


every_file = pytest.mark.parametrize("program", SAVED_BY)
every_map = pytest.mark.parametrize("case", TURNS, ids=str)


@every_file
@every_map
def test_new_answers_go_in_and_the_others_stay(case: Case, program: str) -> None:
    meaning, answers, data = saved(case, program)
    other = answers_for(meaning, case.locale, seed=1)
    new = {name: value for name, value in list(other.items())[::2] if value is not None}
    filled = pipeline.fill(data, new, [layout(case.layout)])
    expected = {name: tidy(value) for name, value in {**answers, **new}.items()}
    assert read(filled, case) == expected


@every_file
@every_map
def test_null_clears_an_answer(case: Case, program: str) -> None:
    meaning, answers, data = saved(case, program)
    cleared = meaning.fields[::2]
    filled = pipeline.fill(data, {field.id: None for field in cleared}, [layout(case.layout)])
    expected = {name: tidy(value) for name, value in answers.items()}
    assert read(filled, case) == expected | {field.id: blank_value(field) for field in cleared}


@every_file
@every_map
def test_no_viewer_is_asked_to_redraw_a_filled_file(case: Case, program: str) -> None:
    """Their redrawing loses letters; all answers are seen by appearances of the file's own."""
    meaning, answers, data = saved(case, program)
    name = next(f.id for f in meaning.fields if isinstance(f.field, Text) and answers[f.id])
    filled = pipeline.fill(data, {name: "Žagars"}, [layout(case.layout)])
    with pikepdf.open(BytesIO(filled)) as pdf:
        assert not pdf.Root.AcroForm.get("/NeedAppearances", False)


@every_file
def test_what_was_filled_in_is_seen_and_what_was_cleared_is_not(program: str) -> None:
    case = Case(layout=EVERYTHING, locale="lv", paper="A3")
    require(RENDERERS["pdfium"])
    meaning, answers, data = saved(case, program)
    full = [f for f in meaning.fields if answers[f.id] not in (None, [], False)]
    empty = [f for f in meaning.fields if f not in full and not isinstance(f.field, Check)]
    words = {str(f.id): "Žagars" for f in empty if isinstance(f.field, Text)}
    given: dict[str, Any] = {**{f.id: None for f in full}, **words}
    before, after = marks(data, meaning), marks(pipeline.fill(data, given), meaning)
    clean = marks(pipeline.write(case.solve(), "pdf", {}), meaning)
    assert words
    assert [name for name in words if after[name] <= before[name]] == []
    assert any(before[field.id] > clean[field.id] for field in full)
    assert [f.id for f in full if abs(after[f.id] - clean[f.id]) > SEEN] == []


def marks(data: bytes, meaning: Definition) -> dict[str, float]:
    """Return how dark every field is."""
    sheets = [ink(RENDERERS["pdfium"].render(data, n, DPI)) for n in range(len(meaning.pages))]
    return {
        field.id: float(np.mean(cut(sheets[field.page - 1], place, DPI / 72)))
        for field, place in zip(meaning.fields, _places(meaning), strict=True)
    }


def _places(meaning: Definition) -> Iterator[tuple[float, float, float, float]]:
    for field in meaning.fields:
        height = meaning.pages[field.page - 1][1]
        left, top, right, bottom = field.box
        yield left / 10, (height - bottom) / 10, right / 10, (height - top) / 10
