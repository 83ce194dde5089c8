"""The tasks of ``worksheets collect``, and of a whole command that makes personal copies."""

import csv
import json
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, cast

import worksheets
from benchmarks import corpus
from benchmarks.copies import DRAWN, FILLED
from benchmarks.harness import Contender, Cost, here, process, race
from benchmarks.readers import read_pikepdf
from benchmarks.tasks import US, Row, Task, python, ratio
from worksheets import pipeline
from worksheets.collecting.workers import cores

FORMS, IN_FOLDER, GENERIC = 10_000, 1_000, 2_000
"""Personal copies, how many lie in a folder, and sheets without document id."""
TURNS = 3
PEOPLE = 500
OUTS = ("answers.csv", "responses.jsonl")
PIKEPDF = "pikepdf"
WHY = (
    "the reason: answers are checked and settled, sent from a process with limits to ours, kept in "
    "a store and made into tables, and other programs may have run beside"
)
ONE, AGAIN = f"{US}, one process reading", f"{US}, again, nothing new"


def collecting_tasks(folder: Path) -> list[Task]:
    """Return all of them."""
    inbox, generic = folder / "inbox", folder / "generic"
    forms(inbox, FORMS)
    forms(generic, GENERIC, personal=False)
    return [_collect(folder, inbox, generic), _memory(folder, inbox), _generate(folder)]


def forms(folder: Path, count: int, *, personal: bool = True) -> None:
    """Write so many filled maps, some in a folder: stamped, which takes a few ms each."""
    layout, makers = worksheets.load("journey-map"), []
    for tag in corpus.LOCALES:
        solved = pipeline.solve(pipeline.Order(layout=layout, locale=tag, paper="A4"))
        makers.append((solved, pipeline.copies(solved, "pdf")))
    for number in range(count):
        place = folder / f"{number // IN_FOLDER:02}"
        place.mkdir(parents=True, exist_ok=True)
        solved, copy = makers[number % len(makers)]
        document = f"D{number:07}" if personal else cast("str", None)  # none: the sheet for all
        values = pipeline.prefill(solved, corpus.answers(number))
        (place / f"{number:05}.pdf").write_bytes(copy(document, values))


# ---------------------------------------------------------------- time


def _collect(folder: Path, inbox: Path, generic: Path) -> Task:
    """Collect all of an inbox, and again; bare pikepdf reads a part of it in every turn."""
    costs = race(
        [
            _pikepdf(inbox),
            _run(US, folder / "ours", inbox, FORMS),
            _run(AGAIN, folder / "ours", inbox, FORMS, fresh=False),
            _run(ONE, folder / "one", inbox, FORMS, "--workers", "1", every=TURNS),
            _run("without document ids", folder / "generic-out", generic, GENERIC),
        ],
        TURNS,
        warm=False,
    )
    peer = costs.pop(PIKEPDF)
    parts = f"where the wall time goes: {_parts(folder, inbox / '00')}"
    notes = {US: f"{_aim(costs[US], peer, 2.5)}; {parts}"}
    names = {US: f"{US}, {cores()} processes reading",
             "without document ids": f"{US}, {GENERIC:,} sheets without document id"}  # fmt: skip
    found = [
        Row(names.get(name, name), cost, "", notes.get(name) or _times(cost, peer))
        for name, cost in costs.items()
    ]
    found.append(Row(PIKEPDF, peer, ratio(costs[US], peer), "opens each and walks its fields"))
    title = f"Collect {FORMS:,} A4 journey maps as CSV and JSON Lines, whole process, per file"
    return Task(title, found)


def _run(
    name: str, out: Path, inbox: Path, units: int, *more: str, fresh: bool = True, every: int = 1
) -> Contender:
    arguments = ["collect", str(inbox), *more]
    for file in OUTS:
        arguments += ["-o", str(out / file)]

    def prepare() -> None:
        if fresh:
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()

    code = f"from worksheets.cli import main; main(args={arguments!r})"
    return process(name, python(code), units=units, prepare=prepare, every=every)


def _pikepdf(inbox: Path) -> Contender:
    paths = sorted(inbox.rglob("*.pdf"))

    def work(turn: int) -> None:
        for path in paths[turn::TURNS]:
            read_pikepdf(path)

    contender = here(PIKEPDF, work)
    return Contender(PIKEPDF, lambda turn: contender.run(turn).per(len(paths[turn::TURNS])))


def _aim(ours: Cost, peer: Cost, limit: float) -> str:
    """Say whether the wall time was within the limit: several processes read."""
    reached = "met"
    if ours.wall > limit * peer.wall:
        reached = f"**missed**, {WHY}: {ours.cpu / ours.wall:.1f} of {cores()} cores were to be had"
    return f"at most {limit:g} × the wall time of {PIKEPDF}: {reached}, {_times(ours, peer)}"


def _times(ours: Cost, peer: Cost) -> str:
    wall, cpu = ours.wall / peer.wall, ours.cpu / peer.cpu
    return f"{wall:.2g} × the wall time, {cpu:.2g} × the CPU time of {PIKEPDF}"


def _parts(folder: Path, inbox: Path) -> str:
    """Say what share of the wall time each part takes."""
    seconds: Mapping[str, float] = _gathered(inbox, folder / "parts")["seconds"]
    whole = sum(taken for part, taken in seconds.items() if not part.startswith("of it"))
    return ", ".join(f"{part} {taken / whole:.0%}" for part, taken in seconds.items())


# ---------------------------------------------------------------- memory


def _gathered(inbox: Path, out: Path) -> dict[str, Any]:
    shutil.rmtree(out, ignore_errors=True)
    outs = [str(out / file) for file in OUTS]
    command = [sys.executable, "-m", "benchmarks.gathering", str(inbox), *outs]
    ran = subprocess.run(  # noqa: S603
        command, check=True, capture_output=True, cwd=corpus.ROOT, timeout=600
    )
    told: dict[str, Any] = json.loads(ran.stdout)
    return told


def _memory(folder: Path, inbox: Path) -> Task:
    """Compare what is held for a folder and for all of them."""
    found = []
    before: tuple[float, float] | None = None
    for count, source in ((IN_FOLDER, inbox / "00"), (FORMS, inbox)):
        told = _gathered(source, folder / "memory")
        now = told["most"], max(told["children"], default=0)
        note = f"{now[0]:.0f} MB, and {now[1]:.0f} MB in a process that reads"
        times = ""
        if before and all(before):
            grown = [b / a for a, b in zip(before, now, strict=True)]
            reached = "met" if max(grown) <= 1.3 else "**missed**"  # noqa: PLR2004
            times = f"{grown[0]:.2f} × and {grown[1]:.2f} ×"
            note = f"{note}; at most 1.3 × that of {IN_FOLDER:,}: {reached}"
        before = now
        found.append(Row(f"{US}, {count:,} files", None, times, note))
    return Task("Most memory held while collecting as CSV and JSON Lines", found)


# ---------------------------------------------------------------- out


def _generate(folder: Path) -> Task:
    """Make a copy for everybody on a list with the command, and again where they lie."""
    people, out = folder / "people.csv", folder / "copies"
    with people.open("w", encoding="utf-8", newline="") as file:
        lines = csv.writer(file)
        lines.writerow("name" if name == "participant" else name for name in FILLED)
        for number in range(PEOPLE):
            answers = corpus.answers(number)
            lines.writerow([answers[name] for name in FILLED])
    arguments = ["generate", "journey-map", "--paper", "A4", "--participants", str(people),
                 "-o", str(out)]  # fmt: skip
    command = python(f"from worksheets.cli import main; main(args={arguments!r})")
    remade = f"{US}, again, over the same files"
    racers = [
        process(US, command, units=PEOPLE, prepare=lambda: shutil.rmtree(out, ignore_errors=True)),
        process(remade, command, units=PEOPLE),
        _drawn(),
    ]
    costs = race(racers, TURNS)
    times = costs[DRAWN].cpu / costs[US].cpu
    reached = "met" if times >= 3 else "**missed**"  # noqa: PLR2004
    notes = {US: f"start and list included; at least 3 × faster than {DRAWN}: {reached}"}
    found = [
        Row(name, cost, "" if name.startswith(US) else ratio(costs[US], cost), notes.get(name, ""))
        for name, cost in costs.items()
    ]
    return Task(f"`worksheets generate --participants`, {PEOPLE} people, per copy", found)


def _drawn() -> Contender:
    """Draw copies one by one, in this process."""
    solved, batch = corpus.journey_map(), 20

    def work(turn: int) -> None:
        for number in range(turn * batch, (turn + 1) * batch):
            answers = corpus.answers(number)
            given = {name: answers[name] for name in FILLED}
            personal = pipeline.personal(solved, f"D{number:07}")
            pipeline.write(personal, "pdf", pipeline.prefill(personal, given))

    contender = here(DRAWN, work)
    return Contender(DRAWN, lambda turn: contender.run(turn).per(batch))
