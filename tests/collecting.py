"""Collections for tests, without files: what readers would have read, made from answers."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from pathlib import Path
from random import Random
from typing import Any

from worksheets import pipeline
from worksheets.collecting.collection import Collection, View
from worksheets.definition import encode
from worksheets.errors import Problem
from worksheets.loading import load_stages
from worksheets.model.response import Answer, Definition, Response

ANSWERS = Path(__file__).parents[1] / "layouts" / "examples"
LOCALES = ("en", "lv", "pl", "de", "nb")


@dataclass(frozen=True)
class Read:
    """A file as the store has it."""

    name: str
    path: str
    sha256: str
    response: Mapping[str, Any]
    definition_key: str | None
    definition: Definition | None = None


@dataclass(frozen=True)
class Memory:
    """Readings that never were in a store."""

    reads: tuple[Read, ...]
    notes: tuple[Problem, ...] = ()
    gone: tuple[str, ...] = ()

    def records(self) -> Iterator[Read]:
        return iter(self.reads)

    def definitions(self) -> Iterator[tuple[str, Definition]]:
        return iter({r.definition_key: r.definition for r in self.reads if r.definition}.items())

    def vanished(self) -> Iterator[str]:
        return iter(self.gone)

    def notices(self) -> Iterator[Problem]:
        return iter(self.notes)


@cache
def definition(layout: str, locale: str, stages: str | None = None) -> Definition:
    """Return the definition of a sheet."""
    chosen = load_stages(stages) if stages else None
    order = pipeline.order_of(layout, locale, stages=chosen, own_font=False)
    return pipeline.solve(order).definition


def read(
    name: str,
    answers: Mapping[str, Any],
    asked: Definition,
    *,
    document: str | None = None,
    **changes: Any,  # noqa: ANN401
) -> Read:
    """Return what a reader would make of a sheet with ``answers`` called ``name``.

    ``changes`` are those of the response's JSON.
    """
    from worksheets.filling import parse_answers

    values = parse_answers(asked, answers)
    stamp = replace(asked.stamp, document=document)
    response = Response(
        file=name,
        sha256=sha256(name.encode()).hexdigest(),
        format=name.rpartition(".")[2],
        status="ok",
        definition="installed",
        stamp=stamp,
        answers=tuple(Answer(id=f.id, value=values.get(f.id)) for f in asked.fields),
    ).as_json() | deepcopy(changes)
    key = sha256(encode(asked)).hexdigest()
    return Read(name, f"/inbox/{name}", response["sha256"], response, key, asked)


def unreadable(name: str, code: str = "R007") -> Read:
    """Return a file that gave no answers."""
    problem = Problem(code, "the file is damaged beyond reading", "", "ask for a fresh copy")
    response = Response(
        file=name,
        sha256=sha256(name.encode()).hexdigest(),
        format=None,
        status="unreadable",
        problems=(problem,),
    )
    return Read(name, f"/inbox/{name}", response.sha256, response.as_json(), None)


def sample_answers(layout: str, locale: str) -> dict[str, Any]:
    """Return the believable answers of a sample."""
    found = json.loads((ANSWERS / f"{layout}.{locale}.json").read_text(encoding="utf-8"))
    answers: dict[str, Any] = found.get("answers", found)
    return answers


def varied(answers: Mapping[str, Any], random: Random) -> dict[str, Any]:
    """Return answers that somebody else might have given: other marks, some blanks."""
    changed = dict(answers)
    for name, value in answers.items():
        if isinstance(value, int) and not isinstance(value, bool) and name != "group_size":
            changed[name] = max(-2, min(2, value + random.choice((-1, 0, 0, 1))))
            if "interest" in name or "influence" in name:
                changed[name] = max(1, min(5, value + random.choice((-1, 0, 0, 1))))
        elif isinstance(value, str) and random.random() < 0.2 and "__" in name:
            changed[name] = None
    return changed


NAMES = (
    "Jana Ozola", "Piotr Wiśniewski", "Miriam Schäfer", "Åse Nordmann", "Ann Lee", "Līga Bērziņa",
    "Żaneta Król", "Jürgen Groß", "Bjørn Ås", "Tom Hill",
)  # fmt: skip
LAYOUTS = ("journey-map", "stakeholder-map", "persona", "empathy-map")


def reads(count: int = 24, layouts: tuple[str, ...] = LAYOUTS, seed: int = 7) -> tuple[Read, ...]:
    """Return ``count`` sheets of each layout in five languages and three formats, two wrecks."""
    random = Random(seed)
    found = []
    for layout in layouts:
        for index in range(count):
            locale = LOCALES[index % len(LOCALES)]
            answers = varied(sample_answers(layout, locale), random)
            answers["participant"] = NAMES[index % len(NAMES)] if index % 4 else None
            answers["filled_by"] = "group" if index % 6 == 5 else "alone"
            answers["group_size"] = 5 if index % 6 == 5 else None
            name = f"inbox/{layout}/{index + 1:02}.{('pdf', 'docx', 'xlsx')[index % 3]}"
            found.append(read(name, answers, definition(layout, locale)))
    return (*found, unreadable("inbox/scan.pdf"), unreadable("inbox/photo.jpg", "R001"))


def collection(count: int = 24, locale: str = "en", **view: Any) -> Collection:  # noqa: ANN401
    """Return a collection of believable sheets."""
    return Collection(Memory(reads(count)), View(locale=locale, **view))
