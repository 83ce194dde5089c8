"""What is looked at before anything is read: is it there, and would something be overwritten?"""

import glob
import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from worksheets.errors import DefinitionError, Problem, Spot


def check_paths(paths: Iterable[str | Path]) -> None:
    """Raise DefinitionError if a path, or a pattern, stands for nothing: a slip of the pen."""
    missing = [str(path) for path in paths if not _is_there(str(path))]
    if missing:
        hint = "is it spelled right? nothing was read"
        message = "there is no such file or folder"
        raise DefinitionError([Problem("L011", message, Spot(p or "''"), hint) for p in missing])


def check_places(
    outs: Sequence[Path], paths: Iterable[str | Path], kept: Iterable[str | Path]
) -> None:
    """Raise DefinitionError if an output would take the place of what is read, or of another one.

    ``kept`` are files that are the user's own, whatever is asked for.
    """
    own = {os.path.realpath(path) for path in kept}
    read = {os.path.realpath(path) for path in paths}
    seen: set[str] = set()
    for out in outs:
        real = os.path.realpath(out)
        above = {real, *map(str, Path(real).parents)}
        if real in own:
            _refuse(out, "is no place for results: it is read, or yours to write")
        if real in seen:
            _refuse(out, "is asked for twice")
        if Path(real).is_dir() and any(real in _upwards(path) for path in read):
            _refuse(out, "holds what is to be read, and results are never read")
        if any(Path(place).is_file() for place in above - {real}):
            _refuse(out, "lies in something that is no folder")
        seen.add(real)


def _upwards(path: str) -> set[str]:
    return {path, *map(str, Path(path).parents)}


def _is_there(path: str) -> bool:
    if not path:
        return False
    return os.path.lexists(path) or (glob.has_magic(path) and any(glob.iglob(path, recursive=True)))  # noqa: PTH207


def _refuse(out: Path, why: str) -> None:
    hint = "choose another place with -o"
    raise DefinitionError(Problem("L014", why, Spot(str(out)), hint))
