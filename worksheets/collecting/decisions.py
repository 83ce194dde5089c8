"""What people decided about files: ``decisions.csv`` beside the output, theirs to write.

The file is made once, with its head and what it takes, and never written again. A line names a
file (its name in the tables, or the end of it, or the first characters of its SHA-256) and says

- ``keep``: it counts as it is, and nothing more is asked about it;
- ``drop``: it does not count;
- ``same person`` with a name as value: whose sheet it is;
- ``group size`` with a number as value: so many people filled it in together.
"""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from io import StringIO
from pathlib import Path

from worksheets import pipeline
from worksheets.collecting.names import INSIDE
from worksheets.errors import Problem, Spot, UnusableInputError

HEAD = ("file", "decision", "value", "comment")
_PERSON = "same person"
KINDS = ("keep", "drop", _PERSON, "group size")
_BETWEEN = re.compile(f"[/{INSIDE}]")
_DIGITS = re.compile("[0-9A-Fa-f]{8,64}")
_SHORTEST = 8  # characters of a SHA-256 that name a file
_MOST = 999


@dataclass(frozen=True, slots=True)
class Decision:
    """A line of the file; ``where`` is its place."""

    file: str
    kind: str
    value: str
    where: Spot


@dataclass(slots=True)
class Decisions:
    """All decisions, and what is wrong with them; `about` finds those about one file.

    ``person`` is what becomes of people's names, ``real`` what a file is called on the disk.
    """

    every: tuple[Decision, ...] = ()
    problems: list[Problem] = attribute(default_factory=list)
    person: Callable[[str], str] = str
    real: Callable[[str], str] = str
    _used: set[Decision] = attribute(default_factory=set)
    _index: dict[str, list[Decision]] = attribute(default_factory=dict)
    _indexed: tuple[Decision, ...] = ()

    def about(self, file: str, sha256: str) -> Mapping[str, str]:
        """Return the values of the decisions about a file, by kind."""
        found = {}
        for decision in self._naming(file, self.real(file), sha256):
            self._used.add(decision)
            value = decision.value
            found[decision.kind] = self.person(value) if decision.kind == _PERSON else value
        return found

    def _naming(self, file: str, real: str, sha256: str) -> Iterator[Decision]:
        """Yield the decisions that name a file, by any of its names, in their order."""
        if self._indexed is not self.every:
            self._indexed = self.every
            self._index.clear()
            for decision in self.every:
                self._index.setdefault(decision.file, []).append(decision)
                if _DIGITS.fullmatch(decision.file):
                    self._index.setdefault(decision.file.casefold(), []).append(decision)
        if not self._index:
            return
        ends = (end for name in (file, real) for end in _ends(name))
        digests = (sha256[:length] for length in range(_SHORTEST, len(sha256) + 1))
        found = {d: None for name in (*ends, *digests) for d in self._index.get(name, ())}
        yield from sorted(found, key=lambda decision: decision.where.line)

    def unused(self) -> Iterator[Problem]:
        """Yield a problem per decision that was about no file."""
        for decision in self.every:
            if decision not in self._used:
                message = "no file is called so"  # not how: names may have been left out
                hint = "write the name as in the Responses sheet"
                yield Problem("C006", message, decision.where, hint)


def read(path: Path) -> Decisions:
    """Return the decisions in a file, nothing if there is none; raise UnusableInputError (R015)."""
    if not path.exists():
        return Decisions()
    text = pipeline.read_bytes(path).decode("utf-8-sig", errors="replace")
    found = Decisions()
    every = []
    for number, cells in enumerate(_lines(text, path), start=1):
        file, kind, value, *_ = (*(cell.strip() for cell in cells), "", "", "")
        kind = " ".join(kind.casefold().split())
        if not (file and kind) or file.startswith("#") or (file, kind) == HEAD[:2]:
            continue
        decision = Decision(file, kind, value, Spot(str(path), number, 1))
        if wrong := _mistake(decision):
            found.problems.append(wrong)
        else:
            every.append(decision)
    found.every = tuple(every)
    return found


def _lines(text: str, path: Path) -> list[list[str]]:
    try:
        if "\0" not in text:  # of UTF-16, or of no text at all
            return list(csv.reader(StringIO(text, newline=""), delimiter=_delimiter(text)))
    except csv.Error:
        pass
    hint = "save it as CSV UTF-8, or move it away to begin a new one"
    raise UnusableInputError(Problem("R015", "this is not a CSV file", Spot(str(path)), hint))


def start(path: Path, files: Iterable[str]) -> None:
    """Make the file, with a line to fill in for each of ``files``, unless there is one."""
    if path.exists():
        return
    text = StringIO(newline="")
    lines = csv.writer(text)
    lines.writerow(HEAD)
    lines.writerow(("# keep, drop, same person (value: a name), group size (value: a number)",))
    lines.writerows((file, "", "", "") for file in files)
    pipeline.save(path, ("\ufeff" + text.getvalue()).encode(), {}, force=True)


def _mistake(decision: Decision) -> Problem | None:
    kind, value, where = decision.kind, decision.value, decision.where
    if not kind:
        return None
    if kind not in KINDS:
        return Problem(
            "C006", f"there is no decision {kind!r}", where, f"known: {', '.join(KINDS)}"
        )
    if kind == _PERSON and not value:
        return Problem("C006", "whose sheet is it?", where, "write a name into the third column")
    if kind == "group size" and not (value.isdecimal() and 1 <= int(value) <= _MOST):
        hint = f"write 1 to {_MOST} into the third column"
        return Problem("C006", f"{value!r} is no number of people", where, hint)
    return None


def _ends(name: str) -> Iterator[str]:
    """Yield a name and what stands after each folder and archive in it."""
    yield name
    yield from (name[at.end() :] for at in _BETWEEN.finditer(name))


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)
