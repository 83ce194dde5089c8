"""Measure fairly on a machine that others use too.

Contenders take turns, so that a slow minute hits all of them alike; what counts is the median
of CPU time, user and system, with all threads and, on Linux, the child processes that are alive;
wall time stands beside it.
"""

import cProfile
import gc
import pstats
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from statistics import median
from time import perf_counter, process_time


@dataclass(frozen=True, slots=True)
class Cost:
    """Milliseconds of work (``cpu``) and of waiting (``wall``)."""

    cpu: float
    wall: float

    def per(self, units: float) -> "Cost":
        """Return the cost of one of so many units."""
        return Cost(self.cpu / units, self.wall / units)


@dataclass(frozen=True, slots=True)
class Contender:
    """A program in a race; ``run`` takes the number of its turn. Slow ones run ``every`` n-th."""

    name: str
    run: Callable[[int], Cost]
    every: int = 1


def children_time() -> float:
    """Return the seconds that living children have run (Linux; 0 elsewhere)."""
    total = 0
    for task in Path("/proc/self/task").glob("*/children"):
        for child in task.read_text().split():
            with suppress(OSError):
                total += int(Path(f"/proc/{child}/schedstat").read_text().split()[0])
    return total / 1e9


def here(name: str, work: Callable[[int], object]) -> Contender:
    """Return a contender that works in this process, which collects its garbage beforehand."""

    def run(turn: int) -> Cost:
        gc.collect()
        cpu, wall = process_time() + children_time(), perf_counter()
        work(turn)
        cpu = process_time() + children_time() - cpu
        return Cost(1000 * cpu, 1000 * (perf_counter() - wall))

    return Contender(name, run)


def process(
    name: str,
    command: Sequence[str | Path],
    *,
    units: int = 1,
    every: int = 1,
    prepare: Callable[[], object] = lambda: None,
) -> Contender:
    """Return a contender that is a process of its own, start and end included."""

    def run(_turn: int) -> Cost:
        prepare()
        before, wall = getrusage(RUSAGE_CHILDREN), perf_counter()
        subprocess.run(command, check=True, capture_output=True, timeout=600)  # noqa: S603
        wall, after = perf_counter() - wall, getrusage(RUSAGE_CHILDREN)
        cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        return Cost(1000 * cpu, 1000 * wall).per(units)

    return Contender(name, run, every)


def race(contenders: Sequence[Contender], turns: int, *, warm: bool = True) -> dict[str, Cost]:
    """Return the medians by name; everybody has one turn before, to get ``warm``."""
    for contender in contenders if warm else ():
        contender.run(0)
    gc.freeze()
    costs: dict[str, list[Cost]] = {contender.name: [] for contender in contenders}
    for turn in range(turns):
        first = turn % len(contenders)
        for contender in (*contenders[first:], *contenders[:first]):
            if turn % contender.every == 0:
                costs[contender.name].append(contender.run(turn))
    gc.unfreeze()
    return {
        name: Cost(median(c.cpu for c in found), median(c.wall for c in found))
        for name, found in costs.items()
    }


_PEAK = """
import json, sys
from pathlib import Path
sys.path.insert(0, {root!r})
{code}
for _ in range(10):
    make()
def most(process):
    lines = Path(f"/proc/{{process}}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
children = Path("/proc/self/task").glob("*/children")
print(most("self"), sum(most(child) for file in children for child in file.read_text().split()))
"""


def peak(code: str) -> tuple[float, float]:
    """Return the most megabytes held by a process that calls ``make`` of ``code``, and by its own.

    Only Linux tells that of a living process; what `getrusage` tells of an ended one counts what
    its parent held when it started.
    """
    root = str(Path(__file__).parents[1])
    command = [sys.executable, "-c", _PEAK.format(root=root, code=code)]
    ran = subprocess.run(command, check=True, capture_output=True, text=True, timeout=600)  # noqa: S603
    most, children = map(float, ran.stdout.split())
    return most, children


def shares(work: Callable[[int], object], parts: Mapping[str, str], turns: int = 30) -> str:
    """Profile ``work`` and say what share of it each of ``parts`` takes.

    ``parts`` are what to say by ``module/file.py:function``; `cProfile` makes code in Python look
    slower than code in C.
    """
    profile = cProfile.Profile()
    for turn in range(turns):
        profile.runcall(work, turn)
    stats = pstats.Stats(profile)
    whole: float = getattr(stats, "total_tt")  # noqa: B009 (typeshed does not know it)
    times = dict.fromkeys(parts, 0.0)
    for (file, _, function), (_, _, _, time, _) in getattr(stats, "stats").items():  # noqa: B009
        for part in parts:
            if f"{file}:{function}".endswith(part):
                times[part] = max(time, times[part])
    ordered = sorted(parts, key=lambda part: -times[part])
    return ", ".join(f"{parts[part]} {times[part] / whole:.0%}" for part in ordered)
