"""Personal copies of one worksheet, each with its own id, codes and some answers."""

from collections.abc import Callable
from io import BytesIO

import pikepdf
from pikepdf import String

import worksheets
from benchmarks import corpus
from benchmarks.harness import Contender, Cost, here, race
from benchmarks.tasks import US, Aim, Row, Task, rows
from worksheets import pipeline

PEOPLE, BATCH = 400, 10
TURNS = PEOPLE // BATCH - 1
FILLED = ("persona", "scenario", "participant", "date")
DRAWN = "drawing each, solved once"
Answers = dict[str, str]


def copies_task() -> Task:
    """Make copies of the A4 journey map, some at a time as for a workshop."""
    solved, layout = corpus.journey_map(), worksheets.load("journey-map")
    blank, copy = pipeline.write(solved, "pdf", {}), pipeline.copies(solved, "pdf")

    def stamped(document: str, answers: Answers) -> bytes:
        return copy(document, pipeline.prefill(solved, answers))

    def drawn(document: str, answers: Answers) -> bytes:
        personal = pipeline.personal(solved, document)
        return pipeline.write(personal, "pdf", pipeline.prefill(personal, answers))

    def ordered(document: str, answers: Answers) -> bytes:
        return worksheets.generate(layout, paper="A4", document=document, answers=answers)

    racers = [
        _batch(US, stamped),
        _batch(DRAWN, drawn),
        _batch("solving and drawing each", ordered),
        _batch("pikepdf", lambda _document, answers: _with_pikepdf(blank, answers)),
    ]
    found = rows(race(racers, TURNS), (Aim(1 / 3, DRAWN), Aim(1 / 10, DRAWN)), str)
    person = _person(0)
    notes = {
        US: f"{len(stamped(*person)):,} bytes, drawn {len(drawn(*person)):,}",
        "pikepdf": "opens the blank, sets the values, saves; no id, no codes, no appearances",
    }
    found = [
        Row(row.who, row.cost, row.ratio, "; ".join(filter(None, (row.note, notes.get(row.who)))))
        for row in found
    ]
    return Task(f"Make personal A4 journey maps with {len(FILLED)} answers, per file", found)


def _person(number: int) -> tuple[str, Answers]:
    """Return the document id and the answers of a person."""
    answers = corpus.answers(number)
    return f"D{number:07}", {field: answers[field] for field in FILLED}


def _batch(name: str, make: Callable[[str, Answers], bytes]) -> Contender:
    """Return a contender that makes the copies of `BATCH` people in a turn."""
    people = [_person(number) for number in range(PEOPLE)]

    def work(turn: int) -> None:
        for place in range(BATCH):
            make(*people[(turn * BATCH + place) % PEOPLE])

    contender = here(name, work)

    def run(turn: int) -> Cost:
        return contender.run(turn).per(BATCH)

    return Contender(name, run)


def _with_pikepdf(blank: bytes, answers: Answers) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(blank)) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if str(field.T) in answers:
                field.V = String(answers[str(field.T)])
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()
