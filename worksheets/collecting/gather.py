"""From paths to a store of responses: find, read, keep. Memory does not grow with the files."""

import pickle
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from worksheets.collecting.intake import Found, find
from worksheets.collecting.names import INSIDE
from worksheets.collecting.store import Store
from worksheets.collecting.workers import Executor
from worksheets.errors import CODES, Problem
from worksheets.model.layout import Layout
from worksheets.model.reading import Outcome, Source, Task


@dataclass(slots=True)
class Counts:
    """How far a run is: sources found and done, responses by status, problems on the way.

    ``unchanged`` sources were read in an earlier run; their responses are counted, too.
    ``closed`` are archives, mails and files that could not even be opened.
    """

    found: int = 0
    done: int = 0
    ok: int = 0
    partial: int = 0
    unreadable: int = 0
    unchanged: int = 0
    notices: int = 0
    closed: int = 0

    def notice(self, problem: Problem) -> None:
        """Count what was in the way of a file."""
        self.notices += 1
        self.closed += CODES[problem.code][0] == "error"


def gather(
    paths: Iterable[str | Path],
    store: Store,
    executor: Executor,
    *,
    skip: Collection[Path] = (),
    layouts: Collection[Layout] = (),
    progress: Callable[[Counts], None] = lambda _: None,
) -> Counts:
    """Read all files under ``paths`` into the store.

    The store itself, ``skip`` and what is under it are left out. What was added stays if this is
    interrupted, and the next run goes on from there.
    """
    run = _Run(store, executor, pickle.dumps(tuple(layouts)) if layouts else b"")
    store.begin_run()
    try:
        run.all_of(find(paths, [*skip, *store.files]), progress)
        store.finish()
    finally:
        store.flush()
        executor.close()
    return run.counts


class _Run:
    def __init__(self, store: Store, executor: Executor, layouts: bytes) -> None:
        self.counts = Counts()
        self._store, self._executor, self._layouts = store, executor, layouts
        self._under_way = 0

    def all_of(self, found: Iterator[Found], progress: Callable[[Counts], None]) -> None:
        """Keep the executor busy until everything has been read."""
        self._left = [found]  # the members of the last container come first
        while self._fill() or self._under_way:
            task, outcome = self._executor.result()
            self._under_way -= 1
            self._take(task.source, outcome)
            progress(self.counts)

    def _fill(self) -> bool:
        """Submit what there is room for; return whether anything is left."""
        while self._left and self._under_way < self._executor.capacity:
            source = next(self._left[-1], None)
            if source is None:
                self._left.pop()
            elif isinstance(source, Problem):
                self.counts.notice(source)
                self._store.note(source)
            else:
                self.counts.found += 1
                self._under_way += 1
                task = Task(source, self._store.known(source.name), self._layouts)
                self._executor.submit(task)
        return bool(self._left)

    def _take(self, source: Source, outcome: Outcome) -> None:
        counts = self.counts
        counts.done += 1
        for problem in outcome.notices:
            counts.notice(problem)
        if outcome.members:
            self._left.append(_members(source, outcome.members))
        statuses = self._store.add(source, outcome)
        counts.ok += statuses.count("ok")
        counts.partial += statuses.count("partial")
        counts.unreadable += statuses.count("unreadable")
        counts.unchanged += bool(statuses) and not outcome.readings


def _members(source: Source, members: Iterable[tuple[int, str]]) -> Iterator[Source]:
    for index, label in members:
        name = f"{source.name}{INSIDE}{label}"
        yield Source(name, source.path, (*source.members, index))
