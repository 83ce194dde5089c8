"""Workers: every task comes back, and a file that breaks one costs itself alone."""

import json
import sys
from pathlib import Path

import pytest

from tests.returned import folder, form
from worksheets.collecting import workers
from worksheets.collecting.workers import LocalExecutor
from worksheets.model.reading import Outcome, Source, Task

TROUBLE = "tests.unit.trouble:outcome"


def done(executor: LocalExecutor, *paths: Path) -> dict[str, Outcome]:
    for path in paths:
        executor.submit(Task(Source(path.name, str(path))))
    try:
        return {task.source.name: found for task, found in (executor.result() for _ in paths)}
    finally:
        executor.close()


def message(outcome: Outcome) -> str:
    (reading,) = outcome.readings
    assert reading.status == "unreadable"
    (problem,) = json.loads(reading.response)["problems"]
    assert problem["code"] == "R003"
    return str(problem["message"])


def test_a_file_that_breaks_its_worker_costs_itself_alone(tmp_path: Path) -> None:
    troubles = {name: name.encode() for name in ("hang", "crash", "mistake", "nonsense")}
    folder(tmp_path, {**troubles, "good.pdf": form(1), "gone": b""})
    (tmp_path / "gone").unlink()
    paths = [tmp_path / name for name in (*troubles, "good.pdf", "gone")]
    found = done(LocalExecutor(1, read=TROUBLE, seconds=2.0), *paths)
    assert found.keys() == {path.name for path in paths}
    assert message(found["hang"]) == "reading the file takes too long"
    assert "KeyError" in message(found["mistake"])
    assert "makes no sense" in message(found["nonsense"])
    assert not found["hang"].lasting
    assert found["hang"].sha256
    # this one cannot even be hashed
    assert [(n.code, str(n.where)) for n in found["crash"].notices] == [("R003", "crash")]
    assert "crashes" in found["crash"].notices[0].message
    assert found["good.pdf"].readings[0].status == "ok"
    assert [notice.code for notice in found["gone"].notices] == ["R015"]


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds memory")
def test_a_file_that_takes_all_memory_costs_itself_alone(tmp_path: Path) -> None:
    folder(tmp_path, {"swell": b"swell", "good.pdf": form(1)})
    found = done(LocalExecutor(1, read=TROUBLE), tmp_path / "swell", tmp_path / "good.pdf")
    assert "too much memory" in message(found["swell"])
    assert found["good.pdf"].readings[0].status == "ok"


def test_more_workers_come_only_when_there_is_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workers, "PAYS", 3)
    folder(tmp_path, {f"{n}.pdf": form(n) for n in range(8)})
    few, many = LocalExecutor(2), LocalExecutor(2)
    assert len(done(few, *(tmp_path / f"{n}.pdf" for n in range(3)))) == 3
    assert len(done(many, *(tmp_path / f"{n}.pdf" for n in range(8)))) == 8
    assert (len(few._seats), len(many._seats)) == (1, 2)


def test_closing_stops_what_is_under_way(tmp_path: Path) -> None:
    folder(tmp_path, {"hang": b"hang"})
    executor = LocalExecutor(1, read=TROUBLE)
    for _ in range(5):
        executor.submit(Task(Source("hang", str(tmp_path / "hang"))))
    executor.close()
    assert not any(thread.is_alive() for thread in executor._seats.values())


def test_there_is_at_least_one_core() -> None:
    assert workers.cores() >= 1
    assert LocalExecutor().capacity >= 1
