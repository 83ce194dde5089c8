"""Sheets to try and answers to give: believable ones, and those that programs like to break.

`CASES` is every layout in every language, this folder's ``everything.yaml`` among them; what is
added to the project is in it as soon as its file exists. `sample` leaves a few cases to the
quick run and marks the others ``full``.
"""

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from itertools import combinations, cycle
from pathlib import Path
from random import Random
from typing import Any, TypeVar

import pytest

from tests.clients import Fill
from tests.clients.office_base import Entries
from worksheets import i18n, loading, pipeline
from worksheets.model.fields import Check, Choice, Date, Field, Number, Scale, Text
from worksheets.model.ids import option_carrier
from worksheets.model.layout import Layout, StageSet
from worksheets.model.response import Definition
from worksheets.model.sheet import Edition, Worksheet
from worksheets.model.structure import ABSENT, menu_words, scale_state, states
from worksheets.source import read_layout

EVERYTHING = "everything"
LAYOUTS = (*loading.layouts(), EVERYTHING)
LOCALES = i18n.locales()
PAPERS = ("A4", "A3", "Letter", "Tabloid")
STEPS = (
    "Plan, Erkennen, Wybór, Pirkums, Bruk, Ļaunums, Ocena, Lojalitāte, "
    "Übergabe, Pomoc, Vēlme, Slutt"
)

# ---------------------------------------------------------------- sheets


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A worksheet to make; ``stages`` 0 means the layout's own ones."""

    layout: str
    locale: str = "en"
    paper: str | None = None
    stages: int = 0
    edition: Edition = "grid"

    def __str__(self) -> str:
        """Return the name of the case in a test's id."""
        edition = self.edition if self.edition != "grid" else ""
        parts = (self.layout, self.locale, self.paper, self.stages or "", edition)
        return "-".join(str(part) for part in parts if part)

    def solve(self, **order: Any) -> Worksheet:  # noqa: ANN401
        """Return the worksheet; ``order`` are further keywords of `pipeline.Order`."""
        return pipeline.solve(
            pipeline.Order(
                layout=layout(self.layout),
                locale=self.locale,
                paper=self.paper,
                stages=stages(self.stages) if self.stages else None,
                edition=self.edition,
                **order,
            )
        )

    def pdf(self, answers: dict[str, Any] | None = None, **order: Any) -> bytes:  # noqa: ANN401
        """Return the worksheet as PDF, with ``answers`` filled in."""
        worksheet = self.solve(**order)
        return pipeline.write(worksheet, "pdf", pipeline.prefill(worksheet, answers or {}))


@cache
def layout(name: str) -> Layout:
    """Return a built-in layout, or the tests' own."""
    if name != EVERYTHING:
        return loading.load(name)
    path = Path(__file__).with_name(f"{EVERYTHING}.yaml")
    return read_layout(path.read_text(encoding="utf-8"), path.name)


def stages(count: int) -> StageSet:
    """Return so many stages with somebody's own words."""
    words = loading.load_stages(STEPS)
    return replace(words, stages=words.stages[:count])


CASES = tuple(Case(layout=name, locale=locale) for name in LAYOUTS for locale in LOCALES)
LINEAR = tuple(replace(case, edition="linear") for case in CASES)

Thing = TypeVar("Thing")


def sample(
    cases: Iterable[Thing], parts: Callable[[Thing], Sequence[Hashable]], seed: int = 0
) -> list[Any]:
    """Return all cases, but all that a quick run can spare marked ``full``.

    It keeps cases in which any two ``parts`` (a layout and a locale, say) meet at least once.
    """
    every = list(cases)
    left = list(every)
    Random(seed).shuffle(left)
    pairs = {case: set(combinations(enumerate(parts(case)), 2)) for case in left}
    missing = set().union(*pairs.values())
    kept: list[Thing] = []
    while missing:
        best = max(left, key=lambda case: len(pairs[case] & missing))
        kept.append(best)
        missing -= pairs[best]
    return [
        pytest.param(case, id=str(case), marks=() if case in kept else pytest.mark.full)
        for case in every
    ]


# ---------------------------------------------------------------- answers

LINES = (
    "Glāžšķūņu rūķīši dzērumā čiepj Baha koncertflīģeļu vākus",
    "Zażółć gęślą jaźń – „pchnąć w tę łódź jeża” lub ośm skrzyń fig",
    "Vår sære Zulu fra badeøya spilte jo whist og fikk blåbærsyltetøy",
    "Größe, Äpfel, Übermut: „Falsches Üben von Xylophonmusik quält jeden Zwerg“",
    "Съешь ещё этих мягких французских булок, да выпей чаю. Її ґанок і єнот",
    "Ξεσκεπάζω την ψυχοφθόρα βδελυγμία· ΐ ΰ ώ Ω",
    "Sehr gut 👍🏽, weiter so 😀 👩‍👩‍👧",
    "\"double\" 'single' «guillemets» ‚low‘ `tick` (open \\ [brackets] {here} /Off %PDF <</V 1>>",
    "<b>bold</b> &amp; &lt;nothing&gt; & more; =1+1",
    unicodedata.normalize("NFD", "ķēniņš, žagari, ó, Å, ü, й, ώ"),
    "  two blanks before, a no-break\u00a0space, a soft\u00adhyphen inside",
    "Off",
    "null",
    "שלום مرحبا 日本語",
    "a\ttab",
    "+371 20 000 000; https://example.org/?q=ā&b=ł#x",
    "1",
)
PARAGRAPHS = (
    "Pirmā rinda\nOtrā rinda ar ģ, ķ, ļ, ņ",
    "Na górze\n\n\nPo dwóch pustych wierszach: źdźbło",
    "\nStarts on the second line\n    indented\n- a list\n- of two\n",
    ("Meklē tīmeklī un jautā draugiem, czy to się opłaca; å, æ og ø – schön. " * 43)[:3000],
    "Ž" * 300,
)


def answers_for(definition: Definition, locale: str, seed: int = 0) -> dict[str, Any]:
    """Return an answer for every field as plain JSON values, some of them unanswered."""
    random = Random(f"{definition.stamp.layout} {locale} {seed}")
    short, long = list(LINES), [*PARAGRAPHS, *LINES]
    random.shuffle(short)
    random.shuffle(long)
    texts = {False: cycle(short), True: cycle(long)}
    answers: dict[str, Any] = {}
    for field in definition.fields:
        kind = field.field
        if isinstance(kind, Choice) and kind.many:
            answers[field.id] = [option.id for option in kind.options if random.random() < 0.5]
        elif isinstance(kind, Check):
            answers[field.id] = random.random() < 0.5
        elif random.random() < 0.1:
            answers[field.id] = None
        elif isinstance(kind, Text):
            answers[field.id] = next(texts[kind.lines > 1])
        else:
            answers[field.id] = random.choice(_possible(kind, random))
    return answers


def _possible(kind: Field, random: Random) -> list[Any]:
    match kind:
        case Scale():
            return [*range(kind.low, kind.high + 1), *[ABSENT] * bool(kind.absent)]
        case Choice():
            return [option.id for option in kind.options]
        case Date():
            day = date(1931, 1, 1) + timedelta(days=random.randrange(40_000))
            return [day.isoformat()]
        case Number():
            low = int(kind.low if kind.low is not None else -1000)
            high = int(kind.high if kind.high is not None else 9999)
            return [low, high, random.randint(low, high), low + 1.5]
    raise AssertionError(kind)


def as_fill(definition: Definition, answers: dict[str, Any]) -> Fill:
    """Return what a person enters for ``answers``; nothing where they are None."""
    decimal, _ = i18n.number_symbols(definition.stamp.locales[0])
    text: dict[str, str] = {}
    radios: dict[str, str] = {}
    checks: dict[str, bool] = {}
    choices: dict[str, str] = {}
    for field in definition.fields:
        kind, value = field.field, answers[field.id]
        match kind:
            case Check():
                checks[field.id] = value
            case Choice(many=True):
                for option in kind.options:
                    checks[option_carrier(field.id, option.id)] = option.id in value
            case _ if value is None:
                pass
            case Choice(menu=True):
                choices[field.id] = value
            case Choice():
                ids = [option.id for option in kind.options]
                radios[field.id] = states(kind)[ids.index(value)]
            case Scale():
                radios[field.id] = ABSENT if value == ABSENT else scale_state(kind, value)
            case Number():
                text[field.id] = str(value).replace(".", decimal)
            case _:
                text[field.id] = value
    return Fill(text=text, radios=radios, checks=checks, choices=choices)


def as_entries(definition: Definition, answers: dict[str, Any]) -> Entries:
    """Return what a person enters for ``answers`` in an office program: words, items, ticks."""
    decimal, _ = i18n.number_symbols(definition.stamp.locales[0])
    entries: dict[str, str | bool] = {}
    for field in definition.fields:
        kind, value = field.field, answers[field.id]
        labels = menu_words(kind, field.options)
        match kind:
            case Check():
                entries[field.id] = value
            case Choice(many=True):
                for option in kind.options:
                    entries[option_carrier(field.id, option.id)] = option.id in value
            case _ if value is None:
                pass
            case Choice():
                entries[field.id] = labels[[option.id for option in kind.options].index(value)]
            case Scale():
                entries[field.id] = labels[-1 if value == ABSENT else value - kind.low]
            case Number():
                entries[field.id] = str(value).replace(".", decimal)
            case _:
                entries[field.id] = value
    return entries


def tidy(value: Any) -> Any:  # noqa: ANN401
    """Return an answer as a response gives it back: NFC, no line breaks at the end."""
    if not isinstance(value, str):
        return value
    return unicodedata.normalize("NFC", value).rstrip("\n") or None
