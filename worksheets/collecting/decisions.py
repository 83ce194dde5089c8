"""What people decided about files: ``decisions.csv`` beside the output, theirs to write.

The file is made once, with its head and what it takes, and never written again. A line names a
file (its name in the tables, or the end of it, or the first characters of its SHA-256) and says

- ``keep``: it counts as it is, and nothing more is asked about it;
- ``drop``: it does not count;
- ``same person`` with a name as value: whose sheet it is;
- ``group size`` with a number as value: so many people filled it in together.
"""

import csv
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from io import StringIO
from pathlib import Path

from worksheets import pipeline
from worksheets.errors import Problem, Spot

HEAD = ("file", "decision", "value", "comment")
_PERSON = "same person"
KINDS = ("keep", "drop", _PERSON, "group size")
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

    def about(self, file: str, sha256: str) -> Mapping[str, str]:
        """Return the values of the decisions about a file, by kind."""
        found, names = {}, (file, self.real(file))
        for decision in self.every:
            if any(_names(decision.file, name, sha256) for name in names):
                self._used.add(decision)
                value = decision.value
                found[decision.kind] = self.person(value) if decision.kind == _PERSON else value
        return found

    def unused(self) -> Iterator[Problem]:
        """Yield a problem per decision that was about no file."""
        for decision in self.every:
            if decision not in self._used:
                message = "no file is called so"  # not how: names may have been left out
                hint = "write the name as in the Responses sheet"
                yield Problem("C006", message, decision.where, hint)


def read(path: Path) -> Decisions:
    """Return the decisions in a file; nothing if there is none."""
    if not path.exists():
        return Decisions()
    text = pipeline.read_bytes(path).decode("utf-8-sig", errors="replace")
    lines = csv.reader(StringIO(text), delimiter=_delimiter(text))
    found = Decisions()
    every = []
    for number, cells in enumerate(lines, start=1):
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


def _names(said: str, file: str, sha256: str) -> bool:
    short = len(said) >= _SHORTEST and sha256.startswith(said.casefold())
    return said == file or file.endswith((f"/{said}", f"!{said}")) or short


def _delimiter(text: str) -> str:
    head = text.partition("\n")[0]
    return max(",;\t", key=head.count)
