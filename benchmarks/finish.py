"""What makes a sheet fit for everybody costs: tags, marks for scans, a second language."""

from collections.abc import Callable
from contextlib import nullcontext

import worksheets
from benchmarks.harness import here, race
from benchmarks.tasks import US, Aim, Row, Task, rows
from benchmarks.untagged import untagged
from worksheets import pipeline

TURNS = 60
PLAIN = "the plain sheet"


def finish_task() -> Task:
    """Make the A4 journey map, plain and with all that makes it fit for everybody."""
    layout = worksheets.load("journey-map")

    def maker(locale: str, *, tags: bool, marks: bool) -> Callable[[int], bytes]:
        order = pipeline.Order(layout=layout, locale=locale, paper="A4", marks=marks)

        def make(_turn: int) -> bytes:
            with nullcontext() if tags else untagged():
                return pipeline.write(pipeline.solve(order), "pdf", {})

        return make

    makers = {
        US: maker("lv+en", tags=True, marks=True),
        PLAIN: maker("lv", tags=False, marks=False),
        "only tags besides": maker("lv", tags=True, marks=False),
        "only marks besides": maker("lv", tags=False, marks=True),
        "only a second language besides": maker("lv+en", tags=False, marks=False),
    }
    found = rows(
        race([here(name, make) for name, make in makers.items()], TURNS),
        (Aim(1.3, PLAIN),),
        lambda: "",
    )
    sizes = {name: len(make(0)) for name, make in makers.items()}
    plain = next(row.cost for row in found if row.who == PLAIN)
    return Task(
        "Make an A4 journey map with tags, marks and two languages, per file",
        [
            Row(row.who, row.cost, row.ratio, "; ".join(filter(None, (
                row.note,
                f"{row.cost.cpu / plain.cpu - 1:+.0%} of CPU time" if row.who != PLAIN else "",
                f"{sizes[row.who]:,} bytes",
            ))))
            for row in found
            if row.cost and plain
        ],
    )  # fmt: skip
