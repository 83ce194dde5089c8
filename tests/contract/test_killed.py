"""A gathering that is killed at any moment loses nothing, and nothing counts twice."""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from time import monotonic, sleep

import pytest

from tests.returned import folder, form, gathered, mail, zipped
from worksheets.collecting.store import Store

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="there is no SIGKILL here")
_PROGRAM = """
import sys
from worksheets.collecting import store, workers
from worksheets.collecting.gather import gather
workers.PAYS, store.SECONDS = 5, 0.02
gather([sys.argv[1]], store.Store.open(sys.argv[2]), workers.LocalExecutor(2))
"""


def corpus(path: Path, size: int) -> Path:
    part = range(size // 5)
    archive = zipped({f"{n}.pdf": form(1000 + n) for n in part})
    sent = mail({f"{n}.pdf": form(2000 + n) for n in range(3)}).as_bytes()
    files = {f"{n}.pdf": form(n) for n in range(size)}
    return folder(path / "inbox", {**files, "a.zip": archive, "m.eml": sent, "x.txt": b"hello"})


def killed(inbox: Path, store: Path, at: float) -> bool:
    """Gather in a process that is killed after some seconds; return whether it was in time."""
    run = subprocess.Popen([sys.executable, "-c", _PROGRAM, str(inbox), str(store)])
    end = monotonic() + at
    while monotonic() < end and run.poll() is None:
        sleep(0.005)
    run.kill()
    return run.wait() != 0


def check(path: Path, size: int, moments: int, longest: float) -> None:
    inbox = corpus(path, size)
    undisturbed = Store.open(":memory:")
    counts = gathered(undisturbed, inbox, workers=2)
    expected = list(undisturbed.records())
    assert len(expected) == counts.ok + counts.unreadable == size + size // 5 + 4
    random_ = random.Random(7)
    kept = []
    for moment in range(moments):
        file = path / f"store{moment}"
        cut_off = killed(inbox, file, random_.uniform(0.3, longest))
        store = Store.open(file)
        assert store.notes == ()
        there = store._one("SELECT count(*) FROM source")
        second = gathered(store, inbox)
        assert list(store.records()) == expected
        assert second.unchanged == (there or (0,))[0]
        kept.append(cut_off and 0 < second.unchanged < len(expected))
        assert gathered(store, inbox).unchanged == len(expected)
        assert list(store.vanished()) == []
        assert list(store.records()) == expected
        store.close()
    assert any(kept) or moments < 5


def test_killed_at_two_moments(tmp_path: Path) -> None:
    check(tmp_path, 40, 2, 1.5)


@pytest.mark.full
def test_killed_at_twenty_moments(tmp_path: Path) -> None:
    check(tmp_path, 500, 20, 4.0)


def test_a_key_pressed_ends_all_and_costs_no_file(tmp_path: Path) -> None:
    """A terminal sends the signal to the workers, too; no file is to blame for that."""
    inbox, file = corpus(tmp_path, 60), tmp_path / "store"
    run = subprocess.Popen(
        [sys.executable, "-c", _PROGRAM, str(inbox), str(file)],
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    while not file.exists() or file.stat().st_size < 50_000:
        assert run.poll() is None
        sleep(0.005)
    os.killpg(run.pid, signal.SIGINT)
    assert b"KeyboardInterrupt" in run.communicate()[1]
    with pytest.raises(ProcessLookupError):
        os.killpg(run.pid, 0)  # nobody is left
    store = Store.open(file)
    counts = gathered(store, inbox)
    assert 0 < counts.unchanged < counts.ok
    assert counts.unreadable == 1  # the text file
