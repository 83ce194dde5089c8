"""The tasks about Word and Excel files: making one, reading one, and the memory for it."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import worksheets
from benchmarks import corpus, jobs
from benchmarks.harness import Contender, Cost, here, peak, race, shares
from benchmarks.peers import calamine, docxtpl_, lxml_alone, openpyxl_, python_docx, xlsxwriter_
from benchmarks.tasks import FORMS, US, WHY_SLOWER, Aim, Row, Task, rows
from worksheets import pipeline
from worksheets.readers import docx, xlsx

TURNS = 40
LEAST = "zipfile and lxml alone"
IN_ONE_CALL = f"{US}, all files in one call"
ONLY_PARSING = "only parsing, in this process"
Reader = Callable[[Path], Mapping[str, str]]
READERS: Mapping[str, Mapping[str, Reader]] = {
    "docx": {"python-docx": python_docx.read, LEAST: lxml_alone.read_docx},
    "xlsx": {
        "openpyxl": openpyxl_.read,
        "openpyxl, `data_only`": openpyxl_.read_values,
        "python-calamine": calamine.read,
        LEAST: lxml_alone.read_xlsx,
    },
}
AIMS = {"docx": Aim(3, LEAST), "xlsx": Aim(1, "openpyxl")}
PARSE = {"docx": docx.read_form, "xlsx": xlsx.read_form}
PARTS = {
    "docx": {
        "readers/limits.py:call": "the way to the limited child process and parsing there",
        "placing.py:placed": "finding each field's mark, and what else was written",
        "answers.py:settle": "settling answers",
    },
}
PARSING = {
    "docx": {
        "readers/office_open.py:xml": "unpacking and parsing XML",
        "readers/docx.py:_read_table": "walking tables and controls",
        "office_open.py:custom_definition": "the definition",
    },
}
WRITING = {
    "docx": "every control with tag, title, prompt and bookmark, the definition, codes, styles",
    "xlsx": "the chart, colours by answer and the definition besides",
}
NOTES = {
    "python-docx": "the same table and controls on its own template, by `parse_xml` cell by cell",
    "python-docx, table as one text": "one `parse_xml` for the table",
    "docxtpl": "text into a template with the same table, no controls; LGPL, measured here only",
    "openpyxl": "the same cells, styles, lists, names, protection",
    "XlsxWriter": "the same cells, styles, lists, names, protection; it cannot read",
}


def office_tasks(folder: Path) -> list[Task]:
    """Return all of them."""
    formats = ("docx", "xlsx")
    tasks = [_make(format_) for format_ in formats]
    tasks += [_read(folder / format_, format_) for format_ in formats]
    return [*tasks, _memory(folder)]


# ---------------------------------------------------------------- make


def _makers(format_: str) -> Mapping[str, Callable[[], bytes]]:
    if format_ == "docx":
        job = jobs.docx_job()
        return {
            "python-docx": python_docx.maker(job),
            "python-docx, table as one text": python_docx.maker_at_once(job),
            "docxtpl": docxtpl_.maker(job),
        }
    job = jobs.xlsx_job()
    return {"openpyxl": openpyxl_.maker(job), "XlsxWriter": xlsxwriter_.maker(job)}


def _make(format_: str) -> Task:
    """Make the same filled map again and again."""
    layout, solved, given = worksheets.load("journey-map"), corpus.journey_map(), corpus.answers(0)
    values = pipeline.prefill(solved, given)

    def make(_turn: int) -> object:
        return worksheets.generate(layout, format=format_, paper="A4", answers=given)

    racers = [
        here(US, make),
        here("only writing it", lambda _: pipeline.write(solved, format_, values)),
        here("only writing it, blank", lambda _: pipeline.write(solved, format_, {})),
    ]
    racers += [here(n, lambda _, f=f: f()) for n, f in _makers(format_).items()]  # type: ignore[misc]
    found = rows(race(racers, TURNS), (), str)
    notes = {**NOTES, US: WRITING[format_]}
    noted = [Row(r.who, r.cost, r.ratio, notes.get(r.who, "")) for r in found]
    return Task(f"Make a filled A4 journey map as {format_.upper()}, warm, per file", noted)


# ---------------------------------------------------------------- read


def _read(folder: Path, format_: str) -> Task:
    """Read filled forms, each program every form."""
    folder.mkdir()
    paths = corpus.forms(folder, FORMS, format_)

    def read(turn: int) -> object:
        return worksheets.read(paths[turn])

    def parse(turn: int) -> object:
        return PARSE[format_](paths[turn].read_bytes())

    worksheets.read(paths[0])  # starts the child process that parses
    racers: list[Contender] = [here(US, read), here(ONLY_PARSING, parse)]
    racers += [here(n, lambda turn, r=r: r(paths[turn])) for n, r in READERS[format_].items()]  # type: ignore[misc]
    costs = race(racers, FORMS)
    aim = AIMS[format_]
    found = rows(costs, (aim,), lambda: f"{WHY_SLOWER} {shares(read, PARTS[format_])}")
    found[1:2] = [_in_one_call(paths, costs, aim), _parsing(costs, aim, parse, format_)]
    checked = [_checked(row, paths, format_) for row in found]
    return Task(f"Read {FORMS} filled A4 journey maps as {format_.upper()}, per file", checked)


def _in_one_call(paths: list[Path], costs: Mapping[str, Cost], aim: Aim) -> Row:
    """Read all files as ``worksheets read FILE...`` does: the next are parsed meanwhile."""
    contender = here("", lambda _turn: list(worksheets.read_all(paths)))
    runs = [contender.run(turn).per(len(paths)) for turn in range(3)]
    cost = sorted(runs, key=lambda run: run.wall)[1]
    peer = costs[aim.peer]
    reached = "met" if cost.wall <= aim.limit * peer.wall else "**missed**"
    note = f"{cost.wall / peer.wall:.2g} × the wall time of {aim.peer}: {reached} in wall time"
    return Row(IN_ONE_CALL, cost, "", note)


def _parsing(
    costs: Mapping[str, Cost], aim: Aim, parse: Callable[[int], object], format_: str
) -> Row:
    """Say how our parser alone compares: no child process, no answers settled."""
    cost, peer = costs[ONLY_PARSING], costs[aim.peer]
    note = f"{cost.cpu / peer.cpu:.2g} × the time of {aim.peer}"
    if format_ in PARSING:
        note = f"{note}; {shares(parse, PARSING[format_])}"
    return Row(ONLY_PARSING, cost, "", note)


def _checked(row: Row, paths: list[Path], format_: str) -> Row:
    """Add how many texts of the first five forms a reader got wrong."""
    if row.who in {IN_ONE_CALL, ONLY_PARSING}:
        return row
    wrong = total = 0
    for number, path in enumerate(paths[: len(corpus.LOCALES)]):
        read = READERS[format_].get(row.who)
        values: dict[str, Any] = dict(
            (read(path) if read else worksheets.read(path).values()).items()
        )
        expected = corpus.texts(number)
        total += len(expected)
        nameless = row.who == "python-calamine"
        there = set(values.values()) if nameless else set()
        wrong += sum(
            text not in there if nameless else values.get(name) != text
            for name, text in expected.items()
        )
    checked = f"{wrong} of {total} texts wrong"
    named = "values only, no names" if row.who == "python-calamine" else ""
    note = "; ".join(filter(None, (row.note, named, checked)))
    return Row(row.who, row.cost, row.ratio, note)


# ---------------------------------------------------------------- memory

_OURS_MAKE = """
import worksheets
answers = json.loads(Path({answers!r}).read_text())
make = lambda: worksheets.generate(
    worksheets.load("journey-map"), format={format!r}, paper="A4", answers=answers)
"""
_OURS_READ = "import worksheets\nmake = lambda: worksheets.read(Path({path!r}))\n"
_MAKE = "from benchmarks.peers import {module} as m\nmake = m.maker(json.loads(Path({job!r}).read_text()))\n"  # noqa: E501
_READ = "from benchmarks.peers import {module} as m\nmake = lambda: m.{read}(Path({path!r}))\n"


def _memory(folder: Path) -> Task:
    """Return the most memory that a process holds that makes or reads one file ten times."""
    answers = folder / "answers.json"
    answers.write_text(json.dumps(corpus.answers(0)), encoding="utf-8")
    found: list[Row] = []
    for format_, job, makers in (
        ("docx", jobs.docx_job(), {"python-docx": "python_docx", "docxtpl": "docxtpl_"}),
        ("xlsx", jobs.xlsx_job(), {"openpyxl": "openpyxl_", "XlsxWriter": "xlsxwriter_"}),
    ):
        source = folder / f"job.{format_}.json"
        source.write_text(json.dumps(job), encoding="utf-8")
        ours = _OURS_MAKE.format(answers=str(answers), format=format_)
        codes = {US: ours} | {
            name: _MAKE.format(module=module, job=str(source)) for name, module in makers.items()
        }
        found += _peaks(f"{format_.upper()}, make", codes)
    for format_ in ("docx", "xlsx"):
        path = folder / f"filled.{format_}"
        path.write_bytes(corpus.filled(format_))
        codes = {US: _OURS_READ.format(path=str(path))}
        for name, reader in READERS[format_].items():
            module = reader.__module__.rpartition(".")[2]
            codes[name] = _READ.format(module=module, read=reader.__name__, path=str(path))
        found += _peaks(f"{format_.upper()}, read", codes)
    return Task("Most memory that a process holds, imports included", found)


def _peaks(task: str, codes: Mapping[str, str]) -> list[Row]:
    found = []
    ours = 0.0
    for name, code in codes.items() if Path("/proc/self/status").exists() else ():
        most, child = peak(code)
        ours = ours or most
        beside = f", and {child:.0f} MB in the child process that parses" if child else ""
        times = f"{most / ours:.1f} × ours" if name != US else ""
        found.append(Row(f"{task}: {name}", None, times, f"{most:.0f} MB{beside}"))
    return found
