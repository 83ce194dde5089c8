"""What was read, in one SQLite file: a run that was cut off is taken up where it ended.

A reading is known by the SHA-256 of its file, the version of what read it, and the layouts that
were trusted. A source is what a file is called in a run; byte-equal files share a reading. The
store keeps a rollback journal beside it while it is written, no write-ahead log: it may lie on a
network drive, and a few commits a second cost nothing.
"""

import json
import sqlite3
import zlib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from glob import escape
from hashlib import sha256
from pathlib import Path
from time import monotonic
from typing import Any

from worksheets.collecting import reading
from worksheets.collecting.database import clearly, opened
from worksheets.collecting.names import natural
from worksheets.definition import MAX_BYTES, decode
from worksheets.errors import Problem, Spot, UnusableInputError
from worksheets.model.layout import Layout
from worksheets.model.reading import Outcome, Reading, Source
from worksheets.model.response import Definition

SECONDS = 0.5
"""Between two commits: what a power cut may cost."""


@dataclass(frozen=True, slots=True)
class Veil:
    """What is written into a store instead of names; one that hides something has a ``name``.

    ``file`` makes another name of a file's, ``response`` another JSON of a response's.
    """

    name: str = ""
    file: Callable[[str], str] = str
    response: Callable[[str], str] = str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One response of the latest run; ``path`` is "" where names are not to be kept."""

    name: str
    path: str
    sha256: str
    response: dict[str, Any]
    definition_key: str | None


def trust_key(layouts: Collection[Layout]) -> str:
    """Return what tells apart the sets of layouts that are trusted besides ours."""
    return sha256("\n".join(sorted(map(repr, layouts))).encode()).hexdigest()[:16]


class Store:
    """The readings of all runs; ``notes`` says what became of a store that could not be used."""

    def __init__(
        self,
        database: sqlite3.Connection,
        trust: str,
        veil: "Veil",
        notes: tuple[Problem, ...] = (),
    ) -> None:
        """Go on with the runs of a database (see `open`)."""
        self.notes = notes
        self._database = database
        self._veil = veil
        self._meaning = (reading.VERSION, f"{trust}|{veil.name}")
        self._committed = monotonic()
        (self._run,) = self._one("SELECT coalesce(max(number), 0) FROM run") or (0,)

    @classmethod
    def open(cls, path: str | Path, trust: str = "", veil: "Veil | None" = None) -> "Store":
        """Open or make a store; a ``veil`` hides names from it.

        One that is damaged or of another version is set aside. Raises DefinitionError (L014) if
        another program uses it or it cannot be written.
        """
        with clearly(path):
            database, notes = opened(str(path))
            store = cls(database, trust, veil or Veil(), notes)
            store._part_from_others()
            return store

    @property
    def files(self) -> list[Path]:
        """Return the files of the store, those that were set aside included."""
        path = self._one("SELECT file FROM pragma_database_list")
        place = Path(path[0]) if path and path[0] else None
        return [*place.parent.glob(f"{escape(place.name)}*")] if place else []

    def close(self) -> None:
        """Keep what was added and let others use the store."""
        with clearly("the store"):
            self._database.commit()
            self._database.close()

    # ------------------------------------------------------------ a run

    def begin_run(self) -> None:
        """Begin to see files; none has been seen."""
        self._run += 1
        self._do("DELETE FROM notice")
        self._do("DELETE FROM run")
        self._do("INSERT INTO run (number) VALUES (?)", self._run)
        self.flush()

    def known(self, name: str) -> str | None:
        """Return the SHA-256 that a source had, if it need not be read again when it still has."""
        found = self._one(
            "SELECT s.sha256 FROM source s JOIN reading r USING (sha256)"
            " WHERE s.name = ? AND r.reader = ? AND r.trust = ? AND r.lasting LIMIT 1",
            self._veil.file(name),
            *self._meaning,
        )
        return str(found[0]) if found else None

    def add(self, source: Source, outcome: Outcome) -> list[str]:
        """Keep what became of a source; return the statuses of its responses, [] if it has none."""
        for notice in outcome.notices:
            self.note(notice)
        statuses: list[str] = []
        if outcome.sha256 and self._is_forgotten(outcome):
            message = f"a file of somebody who asked to be forgotten ({outcome.sha256[:12]})"
            self.note(Problem("C011", message, hint="delete the file, too"))
        elif outcome.sha256:
            if outcome.readings:
                self._keep(outcome)
            self._see(source, outcome.sha256)
            statuses = self._statuses(outcome.sha256)
        if monotonic() - self._committed > SECONDS:
            self.flush()
        return statuses

    def note(self, problem: Problem) -> None:
        """Keep a problem on the way to a file, at its name."""
        name = str(problem.where) and self._veil.file(str(problem.where))
        notice = (name, problem.code, problem.message, problem.hint)
        self._do("INSERT INTO notice VALUES (?, ?, ?, ?)", *notice)

    def finish(self) -> None:
        """End a run: all that is there has been seen. Readings of older readers go."""
        self._do("DELETE FROM reading WHERE reader < ?", reading.VERSION)
        self.flush()

    def flush(self) -> None:
        """Keep what was added, whatever comes."""
        with clearly("the store"):
            self._database.commit()
        self._committed = monotonic()

    def _keep(self, outcome: Outcome) -> None:
        of = (outcome.sha256, *self._meaning)
        self._do("DELETE FROM reading WHERE sha256 = ? AND reader = ? AND trust = ?", *of)
        for found in outcome.readings:
            self._do(
                "INSERT INTO reading VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                *(*of, found.part, found.status, found.document),
                *(self._veil.response(found.response.decode()), self._kept_key(found)),
                outcome.lasting,
            )

    def _kept_key(self, found: Reading) -> str | None:
        """Return the key of a reading's definition when it is in the store, None if it has none."""
        if found.key is None or found.definition is None:
            return None
        if not self._one("SELECT 1 FROM definition WHERE key = ?", found.key):
            try:
                _definition(found.key, found.definition)
            except (UnusableInputError, zlib.error):
                return None
            self._do("INSERT INTO definition VALUES (?, ?)", found.key, found.definition)
        return found.key

    def _see(self, source: Source, digest: str) -> None:
        name, number = self._veil.file(source.name), 1
        path = "" if self._veil.name else source.path
        path = path.encode("utf-8", "replace").decode()
        free = name
        while self._one("SELECT 1 FROM source WHERE name = ? AND run = ?", free, self._run):
            number += 1
            free = f"{name}#{number}"
        seen = (free, natural(free), path, digest, self._run)
        self._do("INSERT OR REPLACE INTO source VALUES (?, ?, ?, ?, ?)", *seen)

    def _statuses(self, digest: str) -> list[str]:
        found = self._all(
            "SELECT status FROM reading WHERE sha256 = ? AND reader = ? AND trust = ?",
            digest,
            *self._meaning,
        )
        return [status for (status,) in found]

    # ------------------------------------------------------------ what is there

    def records(self) -> Iterator[Record]:
        """Yield the responses of the files that the latest run saw, by name, then part."""
        found = self._all(
            "SELECT s.name, s.path, r.sha256, r.response, r.definition"
            " FROM source s JOIN reading r USING (sha256)"
            " WHERE s.run = ? AND r.reader = ? AND r.trust = ?"
            " ORDER BY s.place, s.name, r.part",
            self._run,
            *self._meaning,
        )
        for name, path, digest, text, key in found:
            response = json.loads(text) | {"file": name}
            yield Record(name=name, path=path, sha256=digest, response=response, definition_key=key)

    @lru_cache(maxsize=64)  # noqa: B019 (a store lives as long as its program)
    def definition(self, key: str) -> Definition:
        """Return a definition that readings name; raise KeyError without one."""
        found = self._one("SELECT packed FROM definition WHERE key = ?", key)
        if found is None:
            raise KeyError(key)
        return _definition(key, found[0])

    def definitions(self) -> Iterator[tuple[str, Definition]]:
        """Yield the definitions that responses of the latest run were read by, with their keys."""
        found = self._all(
            "SELECT DISTINCT r.definition FROM source s JOIN reading r USING (sha256)"
            " WHERE s.run = ? AND r.reader = ? AND r.trust = ? AND r.definition IS NOT NULL"
            " ORDER BY r.definition",
            self._run,
            *self._meaning,
        )
        for (key,) in list(found):
            yield key, self.definition(key)

    def vanished(self) -> Iterator[str]:
        """Yield the names that earlier runs saw and the latest did not (C014)."""
        sql = "SELECT name FROM source WHERE run < ? ORDER BY place, name"
        for (name,) in self._all(sql, self._run):
            yield name

    def notices(self) -> Iterator[Problem]:
        """Yield what stood in the way of files in the latest run, by name."""
        found = list(self._all("SELECT code, message, name, hint FROM notice"))
        for code, message, name, hint in sorted(found, key=lambda row: natural(row[2])):
            yield Problem(code, message, Spot(name) if name else "", hint)

    # ------------------------------------------------------------ forgetting

    def forget(self, sha256s: Collection[str], ids: Collection[str] = ()) -> None:
        """Remove responses by SHA-256 or document id for good; such files are left out from now on.

        What was there is overwritten, not merely marked as free.
        """
        for what in {*sha256s, *ids}:
            self._do("INSERT OR IGNORE INTO forgotten VALUES (?)", what)
        gone = "SELECT what FROM forgotten"
        same = f"SELECT sha256 FROM reading WHERE document IN ({gone})"  # noqa: S608 (no input)
        self._do(f"DELETE FROM source WHERE sha256 IN ({gone}) OR sha256 IN ({same})")  # noqa: S608
        self._do(f"INSERT OR IGNORE INTO forgotten {same}")
        self._do(f"DELETE FROM reading WHERE sha256 IN ({gone})")  # noqa: S608
        self.flush()
        self._do("VACUUM")

    def is_forgotten(self, what: str) -> bool:
        """Tell whether a SHA-256 or a document id is of somebody who is forgotten."""
        return bool(what) and bool(self._one("SELECT 1 FROM forgotten WHERE what = ?", what))

    def _is_forgotten(self, outcome: Outcome) -> bool:
        whose = {outcome.sha256, *(found.document or "" for found in outcome.readings)}
        return any(map(self.is_forgotten, whose))

    def _part_from_others(self) -> None:
        """Remove, for good, what was kept under another veil: names, where they are hidden now."""
        others = "FROM reading WHERE substr(trust, instr(trust, '|') + 1) <> ?"
        if self._one(f"SELECT 1 {others} LIMIT 1", self._veil.name):
            self._do(f"DELETE {others}", self._veil.name)
            self._do("DELETE FROM source")
            self._do("DELETE FROM notice")
            self.flush()
            self._do("VACUUM")

    # ------------------------------------------------------------ SQL

    def _do(self, sql: str, *values: object) -> None:
        with clearly("the store"):
            self._database.execute(sql, values)

    def _all(self, sql: str, *values: object) -> sqlite3.Cursor:
        with clearly("the store"):
            return self._database.execute(sql, values)

    def _one(self, sql: str, *values: object) -> tuple[Any, ...] | None:
        found: tuple[Any, ...] | None = self._all(sql, *values).fetchone()
        return found


def _definition(key: str, packed: bytes) -> Definition:
    """Return an unpacked definition; raise UnusableInputError or zlib.error if it is not its own.

    What read a stranger's file packed it and gave it its name.
    """
    data = zlib.decompressobj().decompress(packed, MAX_BYTES + 1)
    if sha256(data).hexdigest() != key:
        raise UnusableInputError(Problem("R011", "the packed definition is another one"))
    return decode(data)
