"""What runs where files are read: open one source, and say what it holds.

A process keeps the containers that it opened last, so that each member is one step away.
"""

import json
import pickle
import zlib
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from pathlib import Path

from worksheets import pipeline
from worksheets.collecting import containers
from worksheets.collecting.containers import Container
from worksheets.collecting.names import INSIDE
from worksheets.definition import encode
from worksheets.errors import Problem, Spot, UnusableInputError
from worksheets.model.layout import Layout
from worksheets.model.reading import Outcome, Reading, Source, Task
from worksheets.model.response import DefinedField, Definition, Response, Stamp
from worksheets.readers.detection import detect

VERSION = 1
"""Grows whenever files are read differently than before: what is known of them is read anew."""
_KEPT = 4  # containers that are kept open; a member may lie in three
_PACKED = 64  # definitions that are kept packed


def outcome(task: Task) -> Outcome:
    """Read a source: a worksheet, or a container, or whatever else it is."""
    try:
        return _refused(task) if task.refused else _read(task)
    except UnusableInputError as error:
        return troubled(task.source, task.refused or error.problems)
    except OSError as error:  # gone or closed meanwhile
        problem = Problem("R015", f"the file cannot be opened: {error.strerror}")
        return troubled(task.source, task.refused or (problem,))


def troubled(source: Source, problems: Iterable[Problem]) -> Outcome:
    """Return what becomes of a source whose bytes nobody has seen."""
    notices = (replace(problem, where=Spot(source.name)) for problem in problems)
    return Outcome(notices=tuple(notices))


def _read(task: Task) -> Outcome:
    source = task.source
    if _is_large(source):
        return _listed(source)
    data = _content(source)
    if task.known and sha256(data).hexdigest() == task.known:
        return Outcome(sha256=task.known)
    if not _is_worksheet(data) and (container := containers.opened(BytesIO(data))):
        _keep(source, container)
        return _listed(source)
    responses = pipeline.read_parts(data, _layouts(task.layouts))
    return Outcome(sha256=responses[0].sha256, readings=tuple(map(_reading, responses)))


def _refused(task: Task) -> Outcome:
    digest = sha256(_content(task.source)).hexdigest()
    response = Response(
        file="", sha256=digest, format=None, status="unreadable", problems=task.refused
    )
    return Outcome(sha256=digest, readings=(_reading(response),), lasting=False)


def _is_worksheet(data: bytes) -> bool:
    try:
        return bool(detect(data))
    except UnusableInputError:
        return False


@lru_cache(maxsize=2)
def _layouts(pickled: bytes) -> Sequence[Layout]:
    layouts: Sequence[Layout] = pickle.loads(pickled) if pickled else ()  # noqa: S301 (from our parent)
    return layouts


# ---------------------------------------------------------------- bytes

_open: OrderedDict[tuple[object, ...], Container] = OrderedDict()


def _is_large(source: Source) -> bool:
    """Tell whether a file can be nothing but a container; raise R003 if it is none of these."""
    path = Path(source.path)
    if source.members or not path.is_file() or path.stat().st_size <= pipeline.MAX_FILE:
        return False
    limit = f"the file is larger than {pipeline.MAX_FILE // 1_000_000} MB"
    with path.open("rb") as file:
        if not file.read(4).startswith(b"PK"):
            raise UnusableInputError(Problem("R003", limit))
    return True


def _content(source: Source) -> bytes:
    if not source.members:
        return pipeline.read_bytes(Path(source.path))
    return _container(replace(source, members=source.members[:-1])).content(source.members[-1])


def _container(source: Source) -> Container:
    """Return the container that a source is, as it was opened before or anew."""
    if found := _open.get(_identity(source)):
        _open.move_to_end(_identity(source))
        return found
    large = _is_large(source)
    file = Path(source.path).open("rb") if large else BytesIO(_content(source))  # noqa: SIM115 (kept)
    container = containers.opened(file)
    if container is None:
        raise containers.refused("the archive has changed while it was read")
    return _keep(source, container)


def _identity(source: Source) -> tuple[object, ...]:
    there = Path(source.path).stat()
    return source.path, there.st_mtime_ns, there.st_size, source.members


def _keep(source: Source, container: Container) -> Container:
    _open[_identity(source)] = container
    while len(_open) > _KEPT:
        _open.popitem(last=False)
    return container


def _listed(source: Source) -> Outcome:
    if len(source.members) >= containers.MAX_DEPTH:
        raise containers.refused(f"archives lie more than {containers.MAX_DEPTH} deep here")
    found = _container(source).listing()
    notices = (
        replace(problem, where=Spot(f"{source.name}{INSIDE}{problem.where}"))
        for problem in found.notices
    )
    return Outcome(members=found.members, notices=tuple(notices))


# ---------------------------------------------------------------- what comes back


def _reading(response: Response) -> Reading:
    text = json.dumps(response.as_json(), ensure_ascii=False, separators=(",", ":"))
    key, packed = _packed(response.read_by) if response.read_by else (None, None)
    return Reading(
        part=response.part,
        status=response.status,
        document=response.stamp.document if response.stamp else None,
        response=text.encode("utf-8", "backslashreplace"),  # as JSON writes half a character
        key=key,
        definition=packed,
    )


_Fields = tuple[DefinedField, ...]
_definitions: OrderedDict[tuple[object, ...], tuple[_Fields, str, bytes]] = OrderedDict()


def _packed(definition: Definition) -> tuple[str, bytes]:
    """Return key and packed form of a definition; readings that share its fields share them."""
    stamp = replace(definition.stamp, document=None, paper="", geometry="")
    known = id(definition.fields), stamp, *definition.title.items()
    if known not in _definitions:
        data = encode(_placeless(definition, stamp))
        _definitions[known] = definition.fields, sha256(data).hexdigest(), zlib.compress(data)
        if len(_definitions) > _PACKED:
            _definitions.popitem(last=False)
    _, key, packed = _definitions[known]
    return key, packed


def _placeless(definition: Definition, stamp: Stamp) -> Definition:
    """Return a definition without boxes, paper and person: what is asked, and on which page."""
    fields = (replace(f, box=(0, 0, 0, 0), marks={}) for f in definition.fields)
    last = max((f.page for f in definition.fields), default=1)
    return Definition(
        stamp=replace(stamp, paper="none"),
        title=definition.title,
        text_size=1.0,
        pages=((0, 0),) * last,
        fields=tuple(fields),
    )
