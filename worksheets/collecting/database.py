"""The file of a store: made, opened, or set aside if it cannot be used."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from worksheets.errors import DefinitionError, Problem, Spot

SCHEMA = 1
"""Grows with the tables below; a store of another one is set aside."""
_TABLES = """
CREATE TABLE run (number INTEGER PRIMARY KEY);
CREATE TABLE reading (
  sha256 TEXT, reader INTEGER, trust TEXT, part INTEGER, status TEXT NOT NULL, document TEXT,
  response TEXT NOT NULL, definition TEXT, lasting INTEGER NOT NULL,
  PRIMARY KEY (sha256, reader, trust, part));
CREATE INDEX reading_document ON reading (document) WHERE document IS NOT NULL;
CREATE TABLE source (
  name TEXT PRIMARY KEY, place TEXT NOT NULL, path TEXT NOT NULL, sha256 TEXT NOT NULL,
  run INTEGER NOT NULL) WITHOUT ROWID;
CREATE INDEX source_place ON source (place, name);
CREATE TABLE definition (key TEXT PRIMARY KEY, packed BLOB NOT NULL);
CREATE TABLE notice (name TEXT, code TEXT, message TEXT, hint TEXT);
CREATE TABLE forgotten (what TEXT PRIMARY KEY) WITHOUT ROWID;
"""
_OURS = 0x776B7368
_SIGN = f"PRAGMA application_id = {_OURS};"
_NEW = "it is new"
_KIND = 0xFF  # of an extended result code
_CLOSED = {
    sqlite3.SQLITE_BUSY, sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_PERM, sqlite3.SQLITE_READONLY,
}  # fmt: skip
_SETTINGS = """
PRAGMA locking_mode = EXCLUSIVE; PRAGMA secure_delete = ON; PRAGMA temp_store = MEMORY;
"""


@contextmanager
def clearly(place: str | Path) -> Iterator[None]:
    """Raise DefinitionError (L014) for what SQLite says."""
    try:
        yield
    except sqlite3.Error as error:
        hint = "is there room, and does no other program use it?"
        problem = Problem("L014", f"the store cannot be used: {error}", Spot(str(place)), hint)
        raise DefinitionError(problem) from error


def opened(path: str) -> tuple[sqlite3.Connection, tuple[Problem, ...]]:
    """Return the database at ``path``, new where there was none, and what is to be said of it."""
    database = _connected(path)
    why = _unusable(database)
    if not why:
        return database, ()
    if why == _NEW:
        database.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {SCHEMA}; {_SIGN} COMMIT;")
        return database, ()
    forgotten = _forgotten(database)
    database.close()
    aside = _set_aside(Path(path))
    database, _ = opened(path)
    if forgotten:
        database.executemany("INSERT INTO forgotten VALUES (?)", forgotten)
        database.commit()
    hint = f"all files are read again; the old one is {aside.name}: delete it when you like"
    if forgotten is None:
        hint += "; who asked to be forgotten must be named again"
    return database, (Problem("C019", f"the store was set aside: {why}", Spot(path), hint),)


def _connected(path: str) -> sqlite3.Connection:
    database = sqlite3.connect(path, timeout=1.0)
    with suppress(sqlite3.DatabaseError):  # it may be anything
        database.executescript(_SETTINGS)
    return database


def _unusable(database: sqlite3.Connection) -> str:
    """Return why a store is none of ours, "" if it is; raise OperationalError if it is closed."""
    try:
        (version,) = database.execute("PRAGMA user_version").fetchone()
        (sign,) = database.execute("PRAGMA application_id").fetchone()
        (tables,) = database.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        if not tables and not version:
            return _NEW
        if (sign, version) != (_OURS, SCHEMA):
            return "another program, or another version of this one, made it"
        (state,) = database.execute("PRAGMA quick_check(1)").fetchone()
        database.execute("SELECT max(number) FROM run")
    except sqlite3.DatabaseError as error:
        if error.sqlite_errorcode & _KIND in _CLOSED:
            raise
        state = "damaged"
    return "" if state == "ok" else "it is damaged"


def _forgotten(database: sqlite3.Connection) -> list[tuple[str]] | None:
    """Return what is to stay forgotten, None if that cannot be told."""
    try:
        return database.execute("SELECT what FROM forgotten").fetchall()
    except sqlite3.Error:
        return None


def _set_aside(path: Path) -> Path:
    number = 1
    while (aside := path.with_name(f"{path.name}.old{number}")).exists():
        number += 1
    path.rename(aside)
    for part in ("-journal", "-wal", "-shm"):
        beside = path.with_name(path.name + part)
        if beside.exists():
            beside.rename(aside.with_name(aside.name + part))
    return aside
