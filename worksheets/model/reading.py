"""What goes to a process that reads files, and what comes back from it: plain data.

A `Source` is a file, or a member of a container (a zip, a mail) that may itself be in one. What
people see of it is its ``name``, as in ``inbox.zip!forms.zip!jana.pdf``.
"""

from dataclasses import dataclass

from worksheets.errors import Problem
from worksheets.model.response import Status


@dataclass(frozen=True, slots=True)
class Source:
    """A file at ``path``; ``members`` are the indices that lead to a member of containers."""

    name: str
    path: str
    members: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Task:
    """Something to read.

    ``known`` is the SHA-256 that the source had when it was read before; ``layouts`` are the
    layouts to trust besides ours, pickled. ``refused`` is why it cannot be read, if that has been
    tried: nothing but its SHA-256 is wanted then.
    """

    source: Source
    known: str | None = None
    layouts: bytes = b""
    refused: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A response as JSON, without the name of its file, and the definition that it was read by.

    ``key`` names the definition, which is canonical JSON, deflated (`collect.reading`).
    """

    part: int
    status: Status
    document: str | None
    response: bytes
    key: str | None = None
    definition: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of a task: readings, or the members of a container, or neither.

    With a SHA-256 and nothing else the source is as it was. ``notices`` are problems on the way,
    each at its source's name. ``lasting`` readings come out the same when tried again.
    """

    sha256: str = ""
    readings: tuple[Reading, ...] = ()
    members: tuple[tuple[int, str], ...] = ()
    notices: tuple[Problem, ...] = ()
    lasting: bool = True
