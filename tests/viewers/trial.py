"""The sheet of the trial, and what is entered on it: every letter, every kind of mark."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from tests.clients import Fill
from tests.contract import glyphs
from tests.contract.samples import as_fill, tidy
from worksheets import pipeline
from worksheets.model.fields import Text
from worksheets.model.layout import Layout
from worksheets.model.response import Definition, Tenths
from worksheets.model.sheet import Worksheet
from worksheets.source import read_layout

ALPHABETS: Mapping[str, str] = {
    "lv": glyphs.ALPHABETS["lv"],
    "pl": glyphs.ALPHABETS["pl"],
    "de": glyphs.ALPHABETS["de"],
    "nb": glyphs.ALPHABETS["nb"],
    "en": glyphs.ALPHABETS["en"],
    "Cyrillic": glyphs.ALPHABETS["ru"] + glyphs.ALPHABETS["uk"],
    "Greek": glyphs.ALPHABETS["el"],
}
FILLS = ("plain", "mixed")
"""Letters and marks; the same with an emoji in one field and several scripts in another."""
ROOM = 0.7  # of a field's width: letters of other fonts are wider
EMOJI = "👍"
BESIDE_EMOJI = "ķłßåg"
SCRIPTS = "āżüøжщ"
LONG = "\n".join(f"{number}. line of a long answer" for number in range(1, 13))
LONG_LINES = LONG.count("\n") + 1
LAST = ("h__conversion", "h__use", "h__loyalty")  # emoji, scripts, long
MARKS: Mapping[str, Any] = {
    "agreed": True,
    "filled_by": "group",
    "date": "2027-03-15",
    "feeling__research": 1,
    "feeling__use": -1,
    "ways__offer": ["web"],
    "ways__use": ["web", "shop"],
}


@dataclass(frozen=True, slots=True)
class Line:
    """Spaced letters of a field; what stands behind them does not count."""

    field: str
    letters: str
    rest: str = ""

    @property
    def text(self) -> str:
        """Return what is typed."""
        return glyphs.SPACE.join([*self.letters, *self.rest])


@dataclass(frozen=True, slots=True)
class Trial:
    """A worksheet and what is entered: ``lines`` and more by fill."""

    worksheet: Worksheet
    lines: Mapping[str, tuple[Line, ...]]

    @property
    def meaning(self) -> Definition:
        """Return what the fields mean."""
        return self.worksheet.definition

    @property
    def paper(self) -> tuple[float, float]:
        """Return width and height of the page in points."""
        wide, high = self.meaning.pages[0]
        return wide / 10, high / 10

    def answers(self, fill: str) -> dict[str, Any]:
        """Return what is entered, None where nothing is."""
        texts = {line.field: line.text for line in self.lines[fill]}
        given = {**MARKS, **texts, LAST[2]: LONG}
        empty = {field.id: [] if field.id.startswith("ways") else None for field in self.fields}
        return {**empty, **given}

    @property
    def long_field(self) -> str:
        """Return the field whose answer outgrows its box."""
        return LAST[2]

    @property
    def fields(self) -> Any:  # noqa: ANN401
        """Return the fields of the sheet."""
        return self.meaning.fields

    def fill(self, name: str) -> Fill:
        """Return what people type and tick."""
        return as_fill(self.meaning, self.answers(name))

    def blank(self) -> bytes:
        """Return the sheet without answers."""
        return pipeline.write(self.worksheet, "pdf", {})

    def prefilled(self, name: str) -> bytes:
        """Return the sheet with the answers filled in by ourselves."""
        answers = pipeline.prefill(self.worksheet, self.answers(name))
        return pipeline.write(self.worksheet, "pdf", answers)

    @property
    def emoji_field(self) -> str:
        """Return the field that holds an emoji in the fullest fill."""
        return LAST[0]

    def lost_answers(self, data: bytes, fill: str) -> list[str]:
        """Return the fields whose answer does not come back from a saved file."""
        response = pipeline.read(data, [trial_layout()])
        found = response.as_json()["answers"]
        given = self.answers(fill)
        return [name for name, value in given.items() if found.get(name) != tidy(value)]

    def boxes(self) -> Iterator[tuple[str, str, Tenths, bool]]:
        """Yield field, state and place of every button, and whether it is to be on."""
        fill = self.fill(FILLS[0])
        on = {
            *fill.radios.items(),
            *((name, "on") for name, ticked in fill.checks.items() if ticked),
        }
        for field in self.fields:
            for state, box in field.marks.items():
                carriers = {(field.id, state), (f"{field.id}__{state}", "on")}
                yield field.id, state, box, bool(carriers & on)

    def place(self, field: str) -> tuple[float, float, float, float]:
        """Return left, bottom, right and top of a field in points."""
        box = next(found.box for found in self.fields if found.id == field)
        left, top, right, bottom = (edge / 10 for edge in box)
        return left, self.paper[1] - bottom, right, self.paper[1] - top


@cache
def trial_layout() -> Layout:
    """Return the layout of the trial."""
    path = Path(__file__).with_name("trial.yaml")
    return read_layout(path.read_text(encoding="utf-8"), path.name)


@cache
def trial() -> Trial:
    """Return the sheet, each line of letters in a field of its own and of one alphabet."""
    worksheet = pipeline.solve(pipeline.Order(layout=trial_layout(), paper="A4"))
    meaning = worksheet.definition
    long = [field for field in meaning.fields if _is_long(field.field) and field.id not in LAST]
    width = ROOM * (long[0].box[2] - long[0].box[0]) / 10
    texts = chain.from_iterable(
        glyphs.packed(glyphs.both_cases(letters), [width] * len(long), meaning.text_size)
        for letters in ALPHABETS.values()
    )
    letters = (text.replace(" ", "") for text in texts)
    plain = tuple(Line(field.id, each) for field, each in zip(long, letters, strict=False))
    mixed = (Line(LAST[0], BESIDE_EMOJI, EMOJI), Line(LAST[1], SCRIPTS))
    return Trial(worksheet, {"plain": plain, "mixed": (*plain, *mixed)})


def _is_long(kind: object) -> bool:
    return isinstance(kind, Text) and kind.lines > 1


def alphabet_of(letter: str) -> str:
    """Return the alphabet of the trial to which a letter belongs."""
    return next(name for name, letters in ALPHABETS.items() if letter.lower() in letters)
