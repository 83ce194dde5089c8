"""The first page and the last: how much came back, what needs an eye, who has not answered."""

import os
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from worksheets.collecting.collection import Collection
from worksheets.collecting.report.speech import Speech
from worksheets.collecting.rows import Missing, Trouble

TOP = 5
MOST_TROUBLES = 1000
MOST_MISSING = 300
SEVERITIES = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Finding:
    """A line of the problems; ``link`` leads to the file, "" if there is none."""

    severity: str
    label: str
    link: str
    trouble: Trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """What stands above all chapters; ``layouts`` are told where no name is the title."""

    title: str
    layouts: tuple[str, ...]
    numbers: tuple[tuple[str, str], ...]
    lists: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    severities: tuple[tuple[str, str, str], ...]
    top: tuple[Finding, ...]
    missing: tuple[tuple[str, ...], ...]
    missing_left: int


def head(collection: Collection, findings: Sequence[Finding], counts: Counter[str],
         speech: Speech) -> Head:  # fmt: skip
    """Return the head of the report."""
    counted: dict[str, list[tuple[str, int, int]]] = {}
    for one in collection.overview:
        counted.setdefault(one.heading, []).append((one.name, one.files, one.people))
    _, sheets, people = next(iter(counted.get("responses", ())), ("", 0, 0))
    _, files, _ = next(iter(counted.get("files", ())), ("", 0, 0))
    layouts = tuple(collection.layouts.values())
    asked = [("sheets", sheets), ("people", people), ("files", files)]
    missing = collection.missing
    return Head(
        title=collection.name or (layouts[0] if len(layouts) == 1 else speech.say("report")),
        layouts=() if collection.name or len(layouts) == 1 else layouts,
        numbers=tuple((speech.say(word), speech.count(number)) for word, number in asked),
        lists=tuple(_lists(collection, counted, speech)),
        severities=tuple(
            (severity, speech.say(f"{severity}s"), speech.count(counts[severity]))
            for severity in SEVERITIES
            if counts[severity]
        ),
        top=tuple(findings[:TOP]),
        missing=tuple(_told(one, collection, speech) for one in missing[:MOST_MISSING]),
        missing_left=max(len(missing) - MOST_MISSING, 0),
    )


def _told(one: Missing, collection: Collection, speech: Speech) -> tuple[str, ...]:
    """Return who has not answered what, in words."""
    language = speech.language(one.locale)
    title = collection.layouts.get(one.layout, one.layout)
    return one.participant, one.group, language, title, one.wave


def _lists(collection: Collection, counted: dict[str, list[tuple[str, int, int]]], speech: Speech
           ) -> Iterator[tuple[str, tuple[tuple[str, str], ...]]]:  # fmt: skip
    """Yield what there is more than one of: worksheets, languages, waves, groups."""
    names: Mapping[str, Callable[[str], str]] = {
        "layout": lambda name: collection.layouts.get(name, name),
        "locale": speech.language,
        "wave": lambda name: collection.waves.get(name, name),
        "group": str,
    }
    waves = list(collection.waves)
    for heading, name in names.items():
        ones = counted.get(heading, [])
        if heading == "wave":
            ones = sorted(ones, key=lambda one: waves.index(one[0]) if one[0] in waves else -1)
        elif heading != "group":
            ones = sorted(ones, key=lambda one: -one[1])
        if ones:
            told = tuple((name(key), speech.count(files)) for key, files, _ in ones)
            yield speech.say(f"{heading}s"), told


def findings(troubles: Sequence[Trouble], folder: Path, speech: Speech) -> tuple[Finding, ...]:
    """Return what needs an eye: the errors and warnings, with links as seen from ``folder``."""
    return tuple(
        Finding(
            trouble.severity, speech.say(trouble.severity), _link(trouble.path, folder), trouble
        )
        for trouble in troubles
        if trouble.severity != "info"
    )


def _link(path: str, folder: Path) -> str:
    """Return a relative link to a file, "" if it lies on another drive or nowhere."""
    if not path:
        return ""
    try:
        near = os.path.relpath(path, folder)
    except ValueError:
        return ""
    return quote(Path(near).as_posix(), errors="surrogatepass")
