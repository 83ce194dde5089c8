"""Read mutants in processes that are watched: what hangs, dies or swells is named, not fatal.

A worker answers one line of JSON for each number it is asked for. Its memory is limited above
what is allowed, so that a file that takes too much is seen and the machine survives it.
"""

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread, Timer
from time import perf_counter
from traceback import format_exception
from typing import Any

from tests.fuzz.mutants import SEED
from tests.fuzz.sources import SOURCES

SECONDS = 5.0
MEGABYTES = 512
_HANG = 30.0  # seconds until a worker is given up
_SURVIVED = 3 << 30  # bytes of a worker's memory
_ROOT = Path(__file__).parents[2]


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one mutant. ``bug`` is a traceback or a sentence; empty is as it should be."""

    index: int
    name: str = ""
    size: int = 0
    status: str = ""
    codes: tuple[str, ...] = ()
    seconds: float = 0.0
    megabytes: int = 0
    bug: str = ""

    def __str__(self) -> str:
        """Return the outcome on one line, the bug on more."""
        line = f"{self.index} ({self.name}, {self.size} bytes): {self.status}"
        line += f", {self.seconds:.1f} s, {self.megabytes} MB, {' '.join(self.codes)}"
        return f"{line}\n{self.bug}" if self.bug else line


# ---------------------------------------------------------------- one file


def tried(index: int, name: str, data: bytes) -> Outcome:
    """Read ``data`` and check what comes out; again if it was slow, as the machine may be busy."""
    outcome = _tried(index, name, data)
    return outcome if outcome.seconds <= SECONDS else _tried(index, name, data)


def _tried(index: int, name: str, data: bytes) -> Outcome:
    from worksheets import pipeline

    held = _forget_peak()
    start, status, codes, bug = perf_counter(), "", (), ""
    try:
        response = pipeline.read(data)
        status = response.status
        found = (*response.problems, *(p for a in response.answers for p in a.problems))
        codes = tuple(sorted({problem.code for problem in found}))
        seconds = perf_counter() - start
        json.dumps(response.as_json(), ensure_ascii=False, allow_nan=False).encode()
        if status == "unreadable" and not any(p.severity == "error" for p in response.problems):
            bug = "unreadable without an error"
    except BaseException as error:  # that is what this is about
        status, seconds = type(error).__name__, perf_counter() - start
        bug = "".join(format_exception(error))
    megabytes = _peak(held)
    if seconds > SECONDS:
        bug = f"over {SECONDS:g} s\n{bug}"
    if megabytes > MEGABYTES:
        bug = f"over {MEGABYTES} MB\n{bug}"
    return Outcome(
        index=index, name=name, size=len(data), status=status, codes=codes, seconds=seconds,
        megabytes=megabytes, bug=bug,
    )  # fmt: skip


def _forget_peak() -> int:
    """Return what this process holds before it reads, in MB: after many tests that is a lot."""
    with suppress(OSError):  # only Linux has it
        Path("/proc/self/clear_refs").write_text("5")
    return _high_water("self")


def _peak(held: int) -> int:
    """Return how far this process grew beyond ``held``, or what its child held, in MB."""
    with suppress(OSError):
        kids = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
        return max(_high_water("self") - held, *map(_high_water, kids), 0)
    with suppress(ImportError):
        import resource

        return int(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) // 1024
    return 0


def _high_water(pid: str) -> int:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) // 1024
    return 0


def work(source: str, seed: int) -> None:
    """Answer numbers on standard input."""
    with suppress(ImportError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (_SURVIVED, _SURVIVED))
    sys.setrecursionlimit(1000)
    mutant = SOURCES[source].ready()
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    print("ready", file=replies, flush=True)
    for line in sys.stdin:
        index = int(line)
        name, data = mutant(index, seed)
        print(
            json.dumps({"index": index, "name": name, "size": len(data)}), file=replies, flush=True
        )
        print(json.dumps(asdict(tried(index, name, data))), file=replies, flush=True)


# ---------------------------------------------------------------- many files


def run(
    indices: Iterable[int], source: str = "pdf", seed: int = SEED, workers: int | None = None
) -> Iterator[Outcome]:
    """Yield the outcomes of the mutants of one of `SOURCES`, as they come."""
    waiting, done = SimpleQueue[int](), SimpleQueue[Outcome | None]()
    for index in indices:
        waiting.put(index)
    count = workers or min(4, os.cpu_count() or 1)
    for _ in range(count):
        Thread(target=_employ, args=((source, seed), waiting, done), daemon=True).start()
    while count:
        outcome = done.get()
        if outcome is None:
            count -= 1
        else:
            yield outcome


def _employ(
    task: tuple[str, int], waiting: SimpleQueue[int], done: SimpleQueue[Outcome | None]
) -> None:
    worker = None
    try:
        while True:
            index = waiting.get_nowait()
            if worker is None or worker.poll() is not None:
                worker = _worker(*task)
            done.put(_ask(worker, index))
    except Empty:
        pass
    finally:
        if worker is not None:
            worker.kill()
            worker.wait()
        done.put(None)


def _worker(source: str, seed: int) -> "subprocess.Popen[str]":
    worker = subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", "tests.fuzz", "--worker", "--seed", str(seed),
         "--of", source],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=_ROOT,
        env={**os.environ, "PYTHONPATH": str(_ROOT)},
    )  # fmt: skip
    assert worker.stdout is not None
    assert worker.stdout.readline() == "ready\n"
    return worker


def _ask(worker: "subprocess.Popen[str]", index: int) -> Outcome:
    assert worker.stdin is not None
    assert worker.stdout is not None
    start = perf_counter()
    watch = Timer(_HANG, worker.kill)
    watch.start()
    known: dict[str, Any] = {"index": index}
    try:
        worker.stdin.write(f"{index}\n")
        worker.stdin.flush()
        known = json.loads(worker.stdout.readline())
        answer = json.loads(worker.stdout.readline())
        return Outcome(**{**answer, "codes": tuple(answer["codes"])})
    except (OSError, ValueError):
        status = "hang" if watch.finished.is_set() else f"died ({worker.wait()})"
        return Outcome(**known, status=status, seconds=perf_counter() - start, bug=status)
    finally:
        watch.cancel()


def summary(outcomes: list[Outcome]) -> str:
    """Return what became of the mutants in a few lines."""
    seconds = sorted(outcomes, key=lambda outcome: outcome.seconds)[-3:]
    megabytes = sorted(outcomes, key=lambda outcome: outcome.megabytes)[-3:]
    errors = Counter(code for o in outcomes for code in o.codes)
    return "\n".join(
        [
            f"{len(outcomes)} files, {sum(o.size for o in outcomes) / 1e6:.0f} MB",
            f"outcomes: {dict(Counter(o.status for o in outcomes).most_common())}",
            f"codes: {dict(sorted(errors.items()))}",
            *(f"slow: {outcome}" for outcome in reversed(seconds)),
            *(f"large: {outcome}" for outcome in reversed(megabytes)),
            f"{sum(bool(o.bug) for o in outcomes)} bugs",
        ]
    )
