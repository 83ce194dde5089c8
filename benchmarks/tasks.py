"""The tasks, and what is expected of us: every task is a race and gives rows of the table."""

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from itertools import count, pairwise
from math import log
from pathlib import Path
from typing import Any

import worksheets
from benchmarks import corpus, pdflib
from benchmarks.harness import Contender, Cost, here, process, race, shares
from benchmarks.makers import FONT, fodt, weasyprint_maker
from benchmarks.readers import READERS
from worksheets import pipeline

FORMS = 300
BATCH = 10
"""Files for one start of LibreOffice."""
TURNS = 10
"""Of each size when work grows."""
NOT_RUN = "not run"
US = "worksheets"
WHY_SLOWER = (
    "the reason: strangers' files are parsed in a process with limits of time and memory "
    "(docs/decisions/005-limits.md), and one at a time waits for it; where the time goes:"
)
OURS = ("only ", "a personal ")
"""How rows begin that are ours as well."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the table: who did it, at what cost, and what that says."""

    who: str
    cost: Cost | None
    ratio: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Task:
    """Some rows under a heading."""

    title: str
    rows: list[Row]


@dataclass(frozen=True, slots=True)
class Aim:
    """At most ``limit`` times the cost of ``peer``, or ``limit`` ms where there is no peer."""

    limit: float
    peer: str = ""

    def verdict(self, ours: Cost, costs: Mapping[str, Cost]) -> str:
        """Say what was aimed at, and whether it was reached."""
        if self.peer not in costs:
            return f"at most {self.limit:g} ms: {self._reached(ours, 1, 1)}"
        peer = costs[self.peer]
        least = f"at least {1 / self.limit:g} × faster than"
        most = f"at most {self.limit:g} × the time of"
        reached = self._reached(ours, peer.cpu, peer.wall)
        return f"{least if self.limit < 1 else most} {self.peer}: {reached}"

    def _reached(self, ours: Cost, cpu: float, wall: float) -> str:
        if ours.cpu > self.limit * cpu:
            return "**missed**"
        return "met" if ours.wall <= self.limit * wall else "met in CPU time, missed in wall time"


def ratio(ours: Cost, theirs: Cost) -> str:
    """Say how our CPU time compares with theirs."""
    times = theirs.cpu / ours.cpu
    return f"{times:.1f} × faster" if times >= 1 else f"{1 / times:.1f} × slower"


def rows(costs: Mapping[str, Cost], aims: tuple[Aim, ...], why: Callable[[], str]) -> list[Row]:
    """Return the rows of a race, ours first; ``why`` is asked when an aim was missed."""
    ours = costs[US]
    verdicts = [aim.verdict(ours, costs) for aim in aims]
    if any("**" in verdict for verdict in verdicts):
        verdicts.append(why())
    rest = [
        Row(name, cost, "" if name.startswith(OURS) else ratio(ours, cost))
        for name, cost in costs.items()
        if name != US
    ]
    return [Row(US, ours, "", "; ".join(filter(None, verdicts))), *rest]


# ---------------------------------------------------------------- read and make


def read_task(folder: Path, node: pdflib.PdfLib | None) -> Task:
    """Read filled forms, each program every form."""
    paths = corpus.forms(folder, FORMS)

    def read(turn: int) -> object:
        return worksheets.read(paths[turn])

    worksheets.read(paths[0])  # starts the child process that parses
    racers = [here(US, read)]
    racers += [here(n, lambda turn, r=reader: r(paths[turn])) for n, reader in READERS.items()]  # type: ignore[misc]
    if node:
        racers.append(Contender("pdf-lib", lambda turn: node.cost(source=str(paths[turn]))))
    costs = race(racers, FORMS)
    parts = {
        "readers/limits.py:call": "the way to the limited child process and parsing there",
        "trust.py:recognise": "checking the file's own definition",
        "answers.py:settle": "settling answers, overflow among them",
    }
    aims = (Aim(2, "pikepdf"), Aim(1 / 5, "pypdf"))
    found = rows(costs, aims, lambda: f"{WHY_SLOWER} {shares(read, parts)}")
    found = [_checked(row, paths, node) for row in found]
    found.insert(1, _overlapping(paths, costs))
    if not node:
        found.append(Row("pdf-lib", None, NOT_RUN, pdflib.missing() or ""))
    return Task(f"Read {FORMS} filled A4 journey maps, per file", found)


def _overlapping(paths: list[Path], costs: Mapping[str, Cost]) -> Row:
    """Read all files as ``worksheets read FILE...`` does: the next are parsed meanwhile."""
    contender = here("", lambda _turn: list(worksheets.read_all(paths)))
    runs = [contender.run(turn).per(len(paths)) for turn in range(3)]
    cost = sorted(runs, key=lambda run: run.wall)[1]
    shares = [f"{cost.wall / costs[peer].wall:.2g} × the wall time of {peer}" for peer in READERS]
    return Row(f"{US}, all files in one call", cost, "", "; ".join(shares[:2]))


def _checked(row: Row, paths: list[Path], node: pdflib.PdfLib | None) -> Row:
    """Add how many texts of the first five forms a reader got wrong."""
    wrong = total = 0
    for number, path in enumerate(paths[: len(corpus.LOCALES)]):
        if row.who == US:
            values: dict[str, Any] = dict(worksheets.read(path).values().items())
        elif row.who == "pdf-lib" and node:
            values = node.do(source=str(path), tell=True)["result"]
        else:
            values = dict(READERS[row.who](path))
        expected = corpus.texts(number)
        total += len(expected)
        wrong += sum(values.get(name) != text for name, text in expected.items())
    checked = f"{wrong} of {total} texts wrong"
    return Row(row.who, row.cost, row.ratio, "; ".join(filter(None, (row.note, checked))))


def make_task(folder: Path, node: pdflib.PdfLib | None) -> Task:
    """Make a blank A4 journey map, again and again."""
    layout, solved, outline = worksheets.load("journey-map"), corpus.journey_map(), corpus.outline()
    numbers, weasyprint = count(), weasyprint_maker(outline)

    def make(_turn: int) -> object:
        return worksheets.generate(layout, paper="A4")

    racers = [
        here(US, make),
        here("only writing it", lambda _: pipeline.write(solved, "pdf", {})),
        here("a personal copy, with codes of its own", lambda _: worksheets.generate(
            layout, paper="A4", document=f"D{next(numbers)}")),
        here("WeasyPrint", lambda _: weasyprint()),
    ]  # fmt: skip
    idle: list[Row] = []
    if node:
        job = {"outline": outline, "font": str(FONT)}
        racers.append(Contender("pdf-lib", lambda _: node.cost(**job)))
    else:
        idle.append(Row("pdf-lib", None, NOT_RUN, pdflib.missing() or ""))
    if office := shutil.which("soffice"):
        racers.append(_office(office, folder, fodt(outline)))
    else:
        idle.append(Row("LibreOffice", None, NOT_RUN, "it is not installed"))
    costs = race(racers, 40)
    parts = {
        "writers/pdf/pages.py:draw": "drawing the page with reportlab",
        "widgets.py:_made": "making widgets",
        "pikepdf/_methods.py:save": "saving",
        "pipeline.py:solve": "solving",
    }
    found = rows(costs, (Aim(40), Aim(1 / 4, "WeasyPrint")), lambda: shares(make, parts))
    notes = {
        "WeasyPrint": "HTML with the same fields, `pdf_forms`, `pdf/ua-1`",
        "pdf-lib": "the same font embedded whole, no tags; one Node.js for all",
        "LibreOffice": f"flat ODT, tagged PDF; {BATCH} files for each start",
    }
    found = [Row(r.who, r.cost, r.ratio, r.note or notes.get(r.who, "")) for r in found]
    return Task("Make a fresh A4 journey map, warm, per file", found + idle)


def _office(program: str, folder: Path, source: str) -> Contender:
    names = [folder / f"map{number}.fodt" for number in range(BATCH)]
    for name in names:
        name.write_text(source, encoding="utf-8")
    export = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    command: list[str | Path] = [
        program, f"-env:UserInstallation={(folder / 'office').as_uri()}", "--headless",
               "--convert-to", export, "--outdir", folder / "out", *names]  # fmt: skip
    return process("LibreOffice", command, units=BATCH, every=10)


# ---------------------------------------------------------------- start-up


def python(code: str) -> list[str | Path]:
    """Return the command line that runs ``code`` as an installed program would be."""
    return [sys.executable, "-P", "-c", code]


OUT = ("cli.generate", "pipeline", "loading", "binding", "solving", "filling", "writers.pdf")
"""The modules that making a PDF loads."""
EMPTY = "import click; click.command(context_settings={'help_option_names': ['-h', '--help']})"
START = "from worksheets.cli import main; main(args="


def start_tasks(folder: Path) -> list[Task]:
    """Whole processes, from start to end."""
    empty = "an empty click program"
    costs = race(
        [
            process(US, python(f"{START}['--help'])")),
            process(empty, python(f"{EMPTY}(lambda: None)(['--help'])")),
            process("Python alone", python("pass")),
        ],
        25,
    )
    help_task = Task("`--help`, whole process", rows(costs, (Aim(2, empty),), str))
    out = folder / "generated"
    generate = f"{START}['generate', 'journey-map', '--paper', 'A4', '-o', {str(out)!r}])"
    fresh = process(US, python(generate), prepare=lambda: shutil.rmtree(out, ignore_errors=True))
    modules = ", ".join(f"worksheets.{name}" for name in OUT)
    imports = process("only its imports", python(f"import {modules}"))
    generate_task = Task(
        "`worksheets generate journey-map`, whole process",
        rows(race([fresh, imports], 15), (Aim(600),), lambda: "most of it is imports"),
    )
    form = corpus.forms(folder, 1)[0]
    ours = f"import worksheets; worksheets.read({str(form)!r})"
    peers = {"pikepdf": "pikepdf", "pypdf": "pypdf",
               "pdfminer.six": "pdfminer.pdfdocument", "WeasyPrint": "weasyprint"}  # fmt: skip
    alone = [process(name, python(f"import {module}")) for name, module in peers.items()]
    costs = race([process(US, python(ours)), *alone], 15)
    found = rows(costs, (), str)
    notes = ["imports and one form read", *["imports only"] * len(alone)]
    apart = [Row(r.who, r.cost, "", note) for r, note in zip(found, notes, strict=True)]
    return [help_task, generate_task, Task("Import, kept apart from all above", apart)]


# ---------------------------------------------------------------- growth


def growth_tasks() -> list[Task]:
    """The same work, ten times and a hundred times as much of it."""
    layout, numbers = worksheets.load("journey-map"), count()

    def make(amount: int) -> None:
        for _ in range(amount):
            number = next(numbers)
            tag = corpus.LOCALES[number % len(corpus.LOCALES)]
            worksheets.generate(layout, locale=tag, paper="A4", document=f"D{number}")

    form = worksheets.generate(layout, paper="A4", answers=corpus.answers(0))

    def read(amount: int) -> None:
        for _ in range(amount):
            worksheets.read(form)

    grids = {fields: corpus.sheet_of(fields) for fields in (10, 100, 1000)}
    sheets = {fields: worksheets.generate(grid) for fields, grid in grids.items()}
    small = grids[10]
    texts = {length: {"t__c0__1": corpus.words(length)} for length in (10, 100, 1_000, 10_000)}
    typed = {length: worksheets.generate(small, answers=text) for length, text in texts.items()}
    amounts = (1, 10, 100)
    return [
        _growth("Make worksheets", "worksheets", amounts, make),
        _growth("Read worksheets", "worksheets", amounts, read),
        _growth("Make one worksheet", "fields", grids, lambda n: worksheets.generate(grids[n])),
        _growth("Read one worksheet", "fields", sheets, lambda n: worksheets.read(sheets[n])),
        _growth("Make one worksheet with a text", "characters", texts,
                lambda n: worksheets.generate(small, answers=texts[n])),
        _growth("Read one worksheet with a text", "characters", typed,
                lambda n: worksheets.read(typed[n])),
    ]  # fmt: skip


def _growth(title: str, unit: str, sizes: Iterable[int], work: Callable[[int], object]) -> Task:
    amounts = tuple(sizes)
    racers = [here(f"{n:,} {unit}", lambda _, n=n: work(n)) for n in amounts]  # type: ignore[misc]
    costs = list(race(racers, TURNS).values())
    exponents = ["", *(
        f"exponent {log(b.cpu / a.cpu) / log(n / m):.2f}"
        for (m, a), (n, b) in pairwise(zip(amounts, costs, strict=True))
    )]  # fmt: skip
    found = []
    for racer, amount, cost, exponent in zip(racers, amounts, costs, exponents, strict=True):
        note = f"{_time(cost.cpu / amount)} each"
        if amount > amounts[0]:
            beyond = (cost.cpu - costs[0].cpu) / (amount - amounts[0])
            note = f"{note}, {_time(beyond)} for each beyond {amounts[0]}"
        found.append(Row(racer.name, cost, exponent, note))
    return Task(f"{title}, {amounts[0]} to {amounts[-1]:,} {unit}", found)


def _time(ms: float) -> str:
    return f"{ms:.2f} ms" if abs(ms) >= 0.1 else f"{1000 * ms:.1f} µs"  # noqa: PLR2004
