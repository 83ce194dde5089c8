"""Everything that needs an eye: what, where, why, and what to do about it."""

from collections.abc import Iterator, Mapping
from typing import Any

from worksheets.collecting.codebook import PERSON, Entry
from worksheets.collecting.collection import Collection
from worksheets.collecting.identity import Record, is_blank, key_of
from worksheets.collecting.remarks import MOST_TEXT, beside
from worksheets.collecting.rows import Trouble
from worksheets.errors import CODES, Problem, Spot, UnusableInputError
from worksheets.filling import parse_answers
from worksheets.model.ids import FieldId
from worksheets.writers.package import length

RANK = {"error": 0, "warning": 1, "info": 2}


def troubles(collection: Collection) -> tuple[Trouble, ...]:
    """Return every problem, errors first and then in the order of files."""
    found = list(_of_files(collection))
    found += [_of_problem(problem) for problem in collection.readings.notices()]
    for name in collection.readings.vanished():
        message = "it was read in an earlier run and is not there any more"
        found.append(_trouble(Problem("C014", message, "", "its answers do not count"), name))
    decisions = collection.view.decisions
    _ = collection.verdicts  # which asks the decisions about every file
    for problem in (*decisions.problems, *decisions.unused()):
        found.append(_of_problem(problem))
    found += list(_of_notes(collection))
    return tuple(sorted(found, key=lambda trouble: RANK[trouble.severity]))


def _of_files(collection: Collection) -> Iterator[Trouble]:
    for record in collection.readings.records():
        response = record.response
        entry = collection.codebook.entries.get(record.definition_key or "")
        for problem in response["problems"]:
            yield Trouble(
                file=record.name,
                path=record.path,
                field=problem["field"] or "",
                title=_title(entry, problem["field"]),
                code=problem["code"],
                severity=problem["severity"],
                message=problem["message"],
                hint=problem["hint"],
                sha256=record.sha256,
            )
        for place, text in beside(response).items():
            if place == PERSON and collection.view.drop_person:
                continue
            hint = "read it by hand: it stands in no field, and in no other sheet"
            yield _trouble(Problem("C021", text, FieldId(place), hint), record.name, record)
        for problem in (*_too_long(response), *_judged(collection, record)):
            yield _trouble(problem, record.name, record, _title(entry, FieldId(str(problem.where))))


def _title(entry: Entry | None, name: FieldId) -> str:
    asked = entry.fields.get(name) if entry else None
    return asked.label if asked else ""


def _too_long(response: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield what no cell of a workbook can hold."""
    for name, value in (*response["answers"].items(), *beside(response).items()):
        if isinstance(value, str) and length(value) > MOST_TEXT:
            message = (
                f"the workbook shows only the first {MOST_TEXT:,} of {length(value):,} letters"
            )
            yield Problem("C023", message, FieldId(name), "all of it is in .csv and .jsonl")


def _judged(collection: Collection, record: Record) -> Iterator[Problem]:
    """Yield what is to be said of a file beside what its reader says."""
    verdict = collection.verdicts.get(key_of(record))
    response: Mapping[str, Any] = record.response
    if verdict is None:
        return
    yield from verdict.problems
    if not verdict.counts:
        return
    entry = collection.codebook.entries[record.definition_key or ""]
    stamp = response["stamp"]
    if entry.strange:
        message = f"its fields are not those of {stamp['layout']!r} version {stamp['version']}"
        hint = "give the layout it was made from with --layout"
        yield Problem("C016", message, "", hint)
    for name in entry.homeless:
        if response["answers"].get(name) not in (None, [], False):
            message = f"it was asked in version {stamp['version']} of the layout, not in this one"
            yield Problem("C004", message, name, "it stands in Answers under its own definition")
    origin = collection.origin(record)
    if origin.timeless:
        message = "it belongs to no wave: it counts among all, and in no wave's curve"
        hint = "put it into the folder of its wave, or see the date written in it"
        yield Problem("C022", message, "", hint)
    if origin.strange:
        message = f"nobody on the list has the document id {stamp['document']!r}"
        yield Problem("C010", message, "", "give its workshop with --workshop")
    if is_blank(response):
        yield Problem("C017", "nothing was filled in", "", "ask for the saved file")


def _of_notes(collection: Collection) -> Iterator[Trouble]:
    entries, paths = {}, {}
    if len(collection.remarks):
        for record in collection.readings.records():
            if record.definition_key:
                paths[record.sha256] = record.path
                entries[record.sha256] = collection.codebook.entries[record.definition_key]
    for note, now in collection.remarks:
        name = FieldId(note.field)
        if name == PERSON and collection.view.drop_person:
            continue
        if note.state:
            what = (
                f"it is {now!r} now" if note.state == "changed" else "there is no such answer now"
            )
            message = f"a note was written about {note.answer!r}; {what}"
            hint = "read it again; clear 'answer' in the note to accept"
            problem = Problem("C007", message[:300], name, hint)
            yield _trouble(problem, note.file or note.response, path=paths.get(note.sha256, ""))
        elif note.correction and note.sha256 in entries:
            try:
                parse_answers(entries[note.sha256].definition, {name: note.correction})
                problem = Problem("C008", f"{note.answer!r} counts as {note.correction!r}", name)
            except UnusableInputError as error:
                problem = Problem("C018", error.problems[0].message, name, error.problems[0].hint)
            yield _trouble(problem, note.file or note.response, path=paths[note.sha256])


def _of_problem(problem: Problem) -> Trouble:
    spot = problem.where
    file = spot.file if isinstance(spot, Spot) else str(spot)
    place = Problem(problem.code, problem.message, "", problem.hint)
    if isinstance(spot, Spot) and spot.line:
        place = Problem(problem.code, f"line {spot.line}: {problem.message}", "", problem.hint)
    return _trouble(place, file, path=file.partition("!")[0])


def _trouble(
    problem: Problem, file: str, record: Record | None = None, title: str = "", path: str = ""
) -> Trouble:
    return Trouble(
        file=file,
        path=record.path if record else path,
        field=str(problem.where),
        title=title,
        code=problem.code,
        severity=CODES[problem.code][0],
        message=problem.message,
        hint=problem.hint,
        sha256=record.sha256 if record else "",
    )
