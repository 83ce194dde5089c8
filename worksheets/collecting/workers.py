"""Where files are read: processes beside this one, or whatever engine takes their place.

A worker opens its own files, so nothing large goes there, and readings come back as they are
done (docs/decisions/007). A file on which a worker hangs, swells or crashes costs itself alone.
"""

import json
import os
from dataclasses import replace
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Protocol, TypeGuard, get_args

from worksheets.collecting.reading import troubled
from worksheets.errors import Problem, UnusableInputError
from worksheets.model.reading import Outcome, Reading, Task
from worksheets.model.response import Status
from worksheets.readers.limits import Seat

SECONDS = 20.0
"""For one file, opening its containers included."""
PAYS = 100
"""Files for which starting one more process, which takes half a second, is worth while."""
_ENDING = 5.0  # seconds, for processes that were killed
_AHEAD = 16  # tasks for each worker that wait for it, or for us
_READ = "worksheets.collecting.reading:outcome"
_LOOK_EVERY = 0.5  # seconds between two looks at the keyboard, where waiting cannot be interrupted


class Executor(Protocol):
    """Reads what it is given, in any order; one thread talks to it."""

    @property
    def capacity(self) -> int:
        """Return how many tasks may be under way, waiting ones included."""

    def submit(self, task: Task) -> None:
        """Take a task; it will be done at some time."""

    def result(self) -> tuple[Task, Outcome]:
        """Return a task that is done, waiting for one; a worker's trouble is in its outcome."""

    def close(self) -> None:
        """Stop at once, whatever is under way."""


class LocalExecutor:
    """Processes on this machine; one at first, more when there is enough to do for them."""

    def __init__(
        self, workers: int | None = None, *, read: str = _READ, seconds: float = SECONDS
    ) -> None:
        """Have at most ``workers`` processes, else one for each core that is ours."""
        self._most = workers or cores()
        self._function, self._seconds = read, seconds
        self._todo: SimpleQueue[Task | None] = SimpleQueue()
        self._done: SimpleQueue[tuple[Task, Outcome]] = SimpleQueue()
        self._seats: dict[Seat, Thread] = {}
        self._closed = False
        self._submitted = 0

    @property
    def capacity(self) -> int:
        """Return how many tasks may be under way."""
        return self._most * _AHEAD

    def submit(self, task: Task) -> None:
        """Take a task."""
        if len(self._seats) < self._most and self._submitted >= PAYS * len(self._seats):
            seat = Seat()
            self._seats[seat] = Thread(target=self._work, args=(seat,), daemon=True)
            self._seats[seat].start()
        self._submitted += 1
        self._todo.put(task)

    def result(self) -> tuple[Task, Outcome]:
        """Return a task that is done."""
        while True:
            try:
                return self._done.get(timeout=_LOOK_EVERY)
            except Empty:
                continue

    def close(self) -> None:
        """Stop the processes."""
        self._closed = True
        for seat in self._seats:
            self._todo.put(None)
            seat.interrupt()
        for thread in self._seats.values():
            thread.join(_ENDING)

    def _work(self, seat: Seat) -> None:
        while (task := self._todo.get()) and not self._closed:
            self._done.put((task, self._outcome(seat, task)))
        seat.close()

    def _outcome(self, seat: Seat, task: Task) -> Outcome:
        """Read a source; if that fails, only hash it; if even that fails, say so."""
        try:
            found = seat.attempt(self._function, task, seconds=self._seconds)
            if _is_sound(found):
                return found
            problems: tuple[Problem, ...] = (_failed("what came back makes no sense"),)
        except UnusableInputError as error:
            problems = error.problems
        except Exception as error:  # a mistake of ours, which must not stop the others
            problems = (_failed(str(error).strip().rpartition("\n")[2]),)
        if task.refused or self._closed:
            return troubled(task.source, task.refused)
        return self._outcome(seat, replace(task, refused=problems))


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def _failed(why: str) -> Problem:
    hint = "please report this, with the file if it may be shown"
    return Problem("R003", f"reading the file failed: {why}", hint=hint)


def _is_sound(found: object) -> TypeGuard[Outcome]:
    """Tell whether an outcome is made as it should be: what read a stranger's file made it."""
    return (
        isinstance(found, Outcome)
        and isinstance(found.sha256, str)
        and all(map(_is_reading, found.readings))
        and all(type(i) is int and isinstance(name, str) for i, name in found.members)
        and all(isinstance(notice, Problem) for notice in found.notices)
    )


def _is_reading(found: object) -> bool:
    return (
        isinstance(found, Reading)
        and found.status in get_args(Status)
        and isinstance(found.part, int)
        and isinstance(found.document, str | None)
        and isinstance(found.response, bytes)
        and _is_json(found.response)
        and isinstance(found.key, str | None)
        and isinstance(found.definition, bytes | None)
    )


def _is_json(text: bytes) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
