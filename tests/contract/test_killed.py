"""A run that is killed at any moment loses nothing, and nothing counts twice."""

import random
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.returned import folder, form, mail, zipped
from worksheets.collecting.job import Done, Job, run
from worksheets.collecting.store import Store

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
OUTPUTS = ("out.csv", "out.jsonl", "out.xlsx")
_PROGRAM = """
import sys
from pathlib import Path
from worksheets.collecting import store, workers
from worksheets.collecting.job import Job, run
workers.PAYS, store.SECONDS = 5, 0.02
inbox, *outs = map(Path, sys.argv[1:])
run(Job(paths=(inbox,), outs=tuple(outs), workers=2))
"""


def corpus(path: Path, size: int) -> Path:
    part = range(size // 5)
    archive = zipped({f"{n}.pdf": form(1000 + n) for n in part})
    sent = mail({f"{n}.pdf": form(2000 + n) for n in range(3)}).as_bytes()
    files = {f"{n}.pdf": form(n) for n in range(size)}
    return folder(path / "inbox", {**files, "a.zip": archive, "m.eml": sent, "x.txt": b"hello"})


def places(out: Path) -> list[Path]:
    return [out / name for name in OUTPUTS]


def killed(inbox: Path, out: Path, at: float) -> bool:
    """Collect in a process that is killed after some seconds; return whether it was in time."""
    command = [sys.executable, "-c", _PROGRAM, inbox, *places(out)]
    going = subprocess.Popen(command)
    end = monotonic() + at
    while monotonic() < end and going.poll() is None:
        sleep(0.005)
    going.kill()
    return going.wait() != 0


def collect(inbox: Path, out: Path) -> Done:
    return run(Job(paths=(inbox,), outs=tuple(places(out)), workers=2))


def written(out: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in places(out)}


def kept(out: Path) -> int:
    """Return how many sources a killed run has kept for good."""
    file = out / "out.responses.sqlite"
    if not file.exists():
        return 0
    store = Store.open(file)
    assert store.notes == ()
    (count,) = store._one("SELECT count(*) FROM source") or (0,)
    store.close()
    return int(count)


def check(path: Path, size: int, moments: int, longest: float) -> None:
    inbox = corpus(path, size)
    counts = collect(inbox, path / "undisturbed").counts
    expected, every = written(path / "undisturbed"), size + size // 5 + 4
    assert counts.ok + counts.unreadable == every
    random_ = random.Random(7)
    cut_off = []
    for moment in range(moments):
        out = path / f"out{moment}"
        in_time = killed(inbox, out, random_.uniform(0.5, longest))
        there = kept(out)
        assert collect(inbox, out).counts.unchanged == there
        assert written(out) == expected
        cut_off.append(in_time and 0 < there < every)
        again = collect(inbox, out).counts
        assert (again.unchanged, written(out)) == (every, expected)
    assert any(cut_off) or moments < 5


def test_killed_at_two_moments(tmp_path: Path) -> None:
    check(tmp_path, 40, 2, 2.0)


@pytest.mark.full
def test_killed_at_twenty_moments(tmp_path: Path) -> None:
    check(tmp_path, 500, 20, 6.0)
