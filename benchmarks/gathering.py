"""One run of ``collect`` that tells on itself: seconds by part, and the most megabytes held.

``python -m benchmarks.gathering INBOX OUT...`` prints JSON.
"""

import json
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from typing import Any

from worksheets.collecting import export, job
from worksheets.collecting.store import Store
from worksheets.collecting.workers import LocalExecutor

PARTS: tuple[tuple[Any, str, str], ...] = (
    (job.gather, "gather", "reading"),
    (Store, "add", "of it the store"),
    (job, "troubles", "what counts, and troubles"),
    (export, "write_responses", "JSON Lines"),
    (export, "write_answers", "CSV"),
)


def most(process: str | int) -> float:
    """Return the most megabytes that a living process has held (Linux; else 0)."""
    with suppress(OSError, StopIteration):
        lines = Path(f"/proc/{process}/status").read_text(encoding="ascii").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    return 0.0


def _timed(work: Callable[..., Any], part: str, seconds: dict[str, float]) -> Callable[..., Any]:
    def run(*arguments: Any, **options: Any) -> Any:  # noqa: ANN401
        start = perf_counter()
        try:
            return work(*arguments, **options)
        finally:
            seconds[part] = seconds.get(part, 0) + perf_counter() - start

    return run


def main(inbox: str, *outs: str) -> None:
    """Collect ``inbox`` into ``outs``."""
    seconds: dict[str, float] = {}
    children: list[float] = []
    close = LocalExecutor.close

    def looked_at(executor: LocalExecutor) -> None:
        tasks = Path("/proc/self/task").glob("*/children")
        children.extend(most(child) for file in tasks for child in file.read_text().split())
        close(executor)

    for owner, name, part in PARTS:
        setattr(owner, name, _timed(getattr(owner, name), part, seconds))
    LocalExecutor.close = looked_at  # type: ignore[method-assign]
    job.run(job.Job(paths=(inbox,), outs=tuple(map(Path, outs))))
    told = {"seconds": seconds, "most": most("self"), "children": children}
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
