"""Personal copies of one worksheet, each with its own id, codes and some answers."""

from io import BytesIO
from itertools import count

import pikepdf
from pikepdf import String

import worksheets
from benchmarks import corpus
from benchmarks.harness import here, race
from benchmarks.tasks import US, Aim, Row, Task, rows
from worksheets import pipeline

TURNS = 60
FILLED = ("persona", "scenario", "participant", "date")
DRAWN = "drawing each, solved once"


def copies_task() -> Task:
    """Make copies of the A4 journey map; the worksheet is solved beforehand."""
    solved, layout, numbers = corpus.journey_map(), worksheets.load("journey-map"), count()
    blank, copy = pipeline.write(solved, "pdf", {}), pipeline.copies(solved, "pdf")

    def answers() -> tuple[str, dict[str, str]]:
        """Return another person's document id and answers."""
        number = next(numbers)
        name, typed = f"D{number:07}", corpus.answers(number)
        return name, {field: typed[field] for field in FILLED}

    def stamped(_turn: int) -> object:
        name, typed = answers()
        return copy(name, pipeline.prefill(solved, typed))

    def drawn(_turn: int) -> object:
        name, typed = answers()
        personal = pipeline.personal(solved, name)
        return pipeline.write(personal, "pdf", pipeline.prefill(personal, typed))

    def ordered(_turn: int) -> object:
        name, typed = answers()
        return worksheets.generate(layout, paper="A4", document=name, answers=typed)

    def saved(_turn: int) -> object:
        _name, typed = answers()
        return _with_pikepdf(blank, typed)

    racers = [
        here(US, stamped),
        here(DRAWN, drawn),
        here("solving and drawing each", ordered),
        here("pikepdf", saved),
    ]
    found = rows(race(racers, TURNS), (Aim(1 / 3, DRAWN), Aim(1 / 10, DRAWN)), str)
    notes = {
        US: f"{len(stamped(0)):,} bytes, drawn {len(drawn(0)):,}",  # type: ignore[arg-type]
        "pikepdf": "opens the blank, sets the values, saves; no id, no codes, no appearances",
    }
    found = [
        Row(row.who, row.cost, row.ratio, "; ".join(filter(None, (row.note, notes.get(row.who)))))
        for row in found
    ]
    return Task(f"Make personal A4 journey maps with {len(FILLED)} answers, per file", found)


def _with_pikepdf(blank: bytes, answers: dict[str, str]) -> bytes:
    target = BytesIO()
    with pikepdf.open(BytesIO(blank)) as pdf:
        for field in pdf.Root.AcroForm.Fields:
            if str(field.T) in answers:
                field.V = String(answers[str(field.T)])
        pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return target.getvalue()
