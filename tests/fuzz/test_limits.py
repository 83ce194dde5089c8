"""The child that reads strangers' files: what it may spend, and what is left of it after."""

import os
import sys
from pathlib import Path
from threading import Thread
from time import perf_counter
from typing import Any

import pytest

from tests.fuzz import raw
from tests.fuzz.seeds import blank
from worksheets.errors import UnusableInputError
from worksheets.readers import limits, pdf_form, pdf_repair
from worksheets.readers.limits import UnavailableError, attempt, call

POSIX = pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds memory")


READ = "worksheets.readers.pdf_form:read_form"


def refused(task: str, *arguments: Any, **options: Any) -> str:  # noqa: ANN401
    with pytest.raises(UnusableInputError) as caught:
        call(task, *arguments, **options)
    return caught.value.problems[0].code


def test_the_child_reads_what_this_process_reads() -> None:
    data = blank("persona")
    assert attempt(READ, data) == pdf_form.read_form(data)


def test_a_cause_comes_back_with_its_code() -> None:
    assert refused(READ, b"%PDF-1.7 nothing") == "R007"
    assert refused(READ, b"") == "R002"


def test_a_mistake_of_ours_is_no_problem_of_the_file() -> None:
    with pytest.raises(RuntimeError, match="JSONDecodeError"):
        call("json:loads", "{")


def test_a_child_serves_many_files_and_is_replaced_when_it_dies() -> None:
    first = call("os:getpid")
    assert first == call("os:getpid") != os.getpid()
    assert refused("os:_exit", 3) == "R003"
    assert call("os:getpid") != first


def test_time_is_bounded() -> None:
    call("os:getpid")
    start = perf_counter()
    assert refused("time:sleep", 60, seconds=1.0) == "R003"
    assert perf_counter() - start < 3


@POSIX
def test_memory_is_bounded() -> None:
    assert refused("builtins:bytes", limits.MEGABYTES << 20) == "R003"


@POSIX
def test_a_child_that_has_grown_is_not_asked_again() -> None:
    first = call("os:getpid")
    assert call("builtins:len", bytes(40_000_000)) == 40_000_000
    assert call("os:getpid") == first
    assert call("builtins:len", bytes(100_000_000)) == 100_000_000
    assert call("os:getpid") != first


@POSIX
def test_a_large_parent_does_not_count() -> None:
    held = b"x" * 400_000_000
    child = limits._Child()
    assert child.ask(("os:getpid", (), 5.0), 5.0) == ("value", child.process.pid)
    assert not child.spent
    child.stop()
    del held


def test_the_answer_is_bounded() -> None:
    assert refused("builtins:bytes", limits.MAX_REPLY + 1) == "R003"


def test_nothing_but_our_own_data_comes_out() -> None:
    assert refused("decimal:Decimal", 1) == "R003"


def test_threads_do_not_wait_for_each_other() -> None:
    start = perf_counter()
    threads = [Thread(target=call, args=("time:sleep", 1.0)) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert perf_counter() - start < 2.9 + 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there is no fork here")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_a_forked_process_has_a_child_of_its_own() -> None:
    first = call("os:getpid")
    forked = os.fork()
    if not forked:
        os._exit(int(call("os:getpid") == first))
    assert os.waitpid(forked, 0)[1] == 0
    assert call("os:getpid") == first


def test_where_no_process_can_be_started_files_are_read_all_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(limits._Child, "idle", [])
    monkeypatch.setattr(sys, "executable", "")
    assert attempt(READ, raw.table(raw.FORM)).marks[0].text == "Jana"
    with pytest.raises(UnavailableError):
        call("os:getpid")
    with pytest.raises(UnusableInputError) as caught:
        pdf_repair.repaired(raw.table(raw.FORM))
    assert caught.value.problems[0].code == "R007"


def test_modules_are_not_taken_from_where_the_files_are(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "pikepdf.py").write_text("raise SystemExit")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(limits._Child, "idle", [])
    assert attempt(READ, raw.table(raw.FORM)).marks
