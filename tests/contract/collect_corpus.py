"""A workshop's inbox: 60 responses from 40 people and 5 groups.

`people` are the responses, filled in by outside programs; `collect_others` has 40 files that are
something else. A file is called as in a collection: ``inbox/a.zip!b/c.pdf`` lies in a zip.
`place` puts all of them on disk.
"""

import os
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from email.message import EmailMessage
from io import BytesIO
from itertools import cycle
from pathlib import Path
from random import Random
from typing import Any
from zipfile import ZipFile, ZipInfo

from tests.clients import CLIENTS
from tests.clients.office import OFFICE_CLIENTS
from tests.collecting import sample_answers, varied
from tests.contract.samples import answers_for, as_entries, as_fill, tidy
from tests.contract.test_round_trip import LOSSES
from worksheets import pipeline
from worksheets.model.fields import Check, Choice
from worksheets.model.response import Definition
from worksheets.model.sheet import Worksheet
from worksheets.model.workshop import document_id

FOLDER = "inbox"
LOCALES = ("lv", "en", "pl", "de", "nb")
JOURNEY = ("journey-map", "lv")
"""The generic sheet that 30 people and groups filled in."""
QUICK: Mapping[str, tuple[str, ...]] = {
    "pdf": (
        "pdfium-type", "pdfjs", "pdfium-paste", "poppler", "pdfjs", "pdftk", "pikepdf",
        "pdfium-paste", "pypdf", "pdfjs",
    ),
    "docx": ("libreoffice", "lxml", "lxml-paragraphs", "lxml", "lxml-paragraphs", "lxml"),
    "xlsx": ("libreoffice", "exceljs", "openpyxl", "exceljs", "openpyxl"),
}  # fmt: skip
"""Programs of a quick run, in turn."""
SLOW: Mapping[str, tuple[str, ...]] = {
    "pdf": ("firefox", "pdf-lib"),
    "docx": ("libreoffice-caret", "libreoffice-3"),
    "xlsx": ("libreoffice-3",),
}
"""Further ones of a full run."""
NAMES = tuple(
    f"{first} {last}"
    for last in ("Ozola", "Wiśniewski", "Schäfer", "Ås", "O’Neill")
    for first in ("Jana", "Żaneta", "Jürgen", "Bjørn", "Līga", "Tom", "Ann-Marie", "Éva")
)
"""Forty people."""
GROUPS = tuple(f"Group {letter}" for letter in "ABCDE")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A response: its file, and what it answers. ``people`` filled it in together."""

    name: str
    data: bytes
    layout: str
    answers: Mapping[str, Any]
    who: str
    people: int
    program: str


@dataclass(frozen=True, slots=True)
class _Plan:
    name: str
    layout: str
    locale: str
    format: str
    who: str
    document: str | None = None


# ---------------------------------------------------------------- who sends what


def _plans() -> Iterator[_Plan]:
    """Yield the 60 sheets: 45 senders, of whom 15 send another map too."""
    for turn, who in enumerate((*NAMES[:28], *GROUPS[:2])):
        place = ("table 1/", "table 2/", "late.zip!from home/", "mail.eml!", "")[turn % 5]
        yield _Plan(f"{FOLDER}/{place}journey {turn + 1}.pdf", *JOURNEY, "pdf", who)
    for turn, who in enumerate((*NAMES[28:36], *NAMES[:4])):
        name = f"{FOLDER}/personas/{LOCALES[turn % 5]}/{who}.docx"
        document = document_id("tests", "", who)
        yield _Plan(name, "persona", LOCALES[turn % 5], "docx", who, document)
    for turn, who in enumerate((*NAMES[36:40], *GROUPS[2:], *NAMES[4:7])):
        place = ("stakeholders/", "deep/er/and/deeper/", "night.zip!inner.zip!")[turn % 3]
        name = f"{FOLDER}/{place}stakeholders {turn + 1}.xlsx"
        yield _Plan(name, "stakeholder-map", LOCALES[turn % 5], "xlsx", who)
    for turn, who in enumerate(NAMES[7:15]):
        ending = "pdf" if turn else "bin"  # a file is what is in it, whatever it is called
        name = f"{FOLDER}/empathy/ķēniņš – {turn + 1}.{ending}"
        yield _Plan(name, "empathy-map", LOCALES[turn % 5], "pdf", who)


def _answers(plan: _Plan, definition: Definition, turn: int) -> dict[str, Any]:
    """Return what the sender answers: believable things, every third one what programs break."""
    if turn % 3 == 2:
        given = answers_for(definition, plan.locale, seed=turn)
    else:
        given = varied(sample_answers(plan.layout, plan.locale), Random(turn))
    is_group = plan.who in GROUPS
    given |= {
        "participant": plan.who,
        "filled_by": "group" if is_group else "alone",
        "group_size": 3 + GROUPS.index(plan.who) if is_group else None,
    }
    return {field.id: given.get(field.id, _blank(field.field)) for field in definition.fields}


def _blank(kind: object) -> Any:  # noqa: ANN401
    if isinstance(kind, Choice) and kind.many:
        return []
    return False if isinstance(kind, Check) else None


# ---------------------------------------------------------------- what programs make of it


def programs(*, full: bool) -> dict[str, tuple[str, ...]]:
    """Return the programs by format; those that are not installed are left out, but not in CI."""
    every = {format_: names + (SLOW[format_] if full else ()) for format_, names in QUICK.items()}
    clients = {**CLIENTS, **OFFICE_CLIENTS}
    lacking = {
        f"{name}: {clients[name].missing()}"
        for names in every.values()
        for name in names
        if clients[name].missing()
    }
    assert not (lacking and os.environ.get("CI")), lacking
    return {
        format_: tuple(name for name in names if not clients[name].missing())
        for format_, names in every.items()
    }


def people(*, full: bool) -> list[Sheet]:
    """Return the 60 responses; every program starts once per format."""
    turns = {format_: cycle(names) for format_, names in programs(full=full).items()}
    jobs: dict[tuple[str, str], list[tuple[_Plan, Worksheet, dict[str, Any]]]] = defaultdict(list)
    plans = list(_plans())
    for turn, plan in enumerate(plans):
        order = pipeline.order_of(
            plan.layout, plan.locale, document=plan.document, own_font=plan.format == "pdf"
        )
        worksheet = pipeline.solve(order)
        answers = _answers(plan, worksheet.definition, turn)
        jobs[next(turns[plan.format]), plan.format].append((plan, worksheet, answers))
    sheets = {}
    for (program, format_), found in jobs.items():
        lose = LOSSES.get(program, str)
        files = _filled(program, format_, found)
        for (plan, _, answers), data in zip(found, files, strict=True):
            kept = {n: lose(v) if isinstance(v, str) else v for n, v in answers.items()}
            sheets[plan] = Sheet(
                name=plan.name,
                data=data,
                layout=plan.layout,
                answers={name: tidy(value) for name, value in kept.items()},
                who=plan.who,
                people=answers["group_size"] or 1,
                program=program,
            )
    return [sheets[plan] for plan in plans]


def _filled(
    program: str,
    format_: Any,  # noqa: ANN401 (a literal of the clients)
    jobs: Sequence[tuple[_Plan, Worksheet, dict[str, Any]]],
) -> list[bytes]:
    blanks = [pipeline.write(worksheet, format_, {}) for _, worksheet, _ in jobs]
    asked = [(worksheet.definition, answers) for _, worksheet, answers in jobs]
    if format_ == "pdf":
        fills = [as_fill(*one) for one in asked]
        return CLIENTS[program].fill_many(list(zip(blanks, fills, strict=True)))
    entries = [as_entries(*one) for one in asked]
    return OFFICE_CLIENTS[program].fill_many(list(zip(blanks, entries, strict=True)), format_)


# ---------------------------------------------------------------- on disk


def place(root: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Write files under ``root``; zips and mails are made of those whose name lies in them."""
    for name, data in packed(files).items():
        target = root / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)


def packed(files: Iterable[tuple[str, bytes]]) -> dict[str, bytes]:
    """Return files by name, those in a container packed into it."""
    outside: dict[str, bytes] = {}
    inside: dict[str, list[tuple[str, bytes]]] = defaultdict(list)
    for name, data in files:
        outer, _, inner = name.partition("!")
        if inner:
            inside[outer].append((inner, data))
        else:
            outside[outer] = data
    for outer, found in inside.items():
        make: Callable[[Mapping[str, bytes]], bytes] = mail if outer.endswith(".eml") else archive
        outside[outer] = make(packed(found))
    return outside


def archive(files: Mapping[str, bytes]) -> bytes:
    """Return a zip."""
    target = BytesIO()
    with ZipFile(target, "w") as found:
        for name, data in files.items():
            found.writestr(ZipInfo(name), data)
    return target.getvalue()


def mail(files: Mapping[str, bytes]) -> bytes:
    """Return a mail with attachments."""
    message = EmailMessage()
    message["From"], message["To"] = "Jana Ozola <jana@example.org>", "workshop@example.org"
    message["Subject"] = "Manas lapas"
    message["Date"] = "Mon, 01 Mar 2027 10:00:00 +0200"
    message.set_content("Labdien! Lapas pielikumā.")
    for name, data in files.items():
        message.add_attachment(data, "application", "octet-stream", filename=name)
    return message.as_bytes()
