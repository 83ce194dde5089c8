"""Find the files that came back: lazily, in the order of their names, whatever lies in between.

A file that is given by a relative path is called by it, a file in a folder by the folder and its
path there; of an absolute path the last name counts, so that names do not depend on a machine.
"""

import glob
import os
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path

from worksheets.collecting.names import clean, distinct, is_litter, natural
from worksheets.errors import Problem, Spot
from worksheets.model.reading import Source

MAX_DEPTH = 60
"""Folders in folders."""
Found = Source | Problem


def find(paths: Iterable[str | Path], skip: Collection[Path] = ()) -> Iterator[Found]:
    """Yield the files under ``paths`` (files, folders, patterns), and what cannot be looked at.

    Nothing under ``skip`` is found. Folders may hold any number of files: the names of one folder
    are kept at a time, and of those above it.
    """
    left_out = frozenset(os.path.realpath(path) for path in skip)
    roots = list(_roots(paths))
    folders = {os.path.realpath(path) for _, path in roots if Path(path).is_dir()}
    for name, path in roots:
        real = os.path.realpath(path)
        above = Path(real).parents
        if real not in left_out and not any(str(folder) in folders for folder in above):
            yield from _under(name, path, left_out)


def _roots(paths: Iterable[str | Path]) -> Iterator[tuple[str, str]]:
    """Return what each path is called, and where it is; what is given twice counts once."""
    every = dict.fromkeys(path for given in paths for path in _matching(str(given)))
    first = {os.path.realpath(path): path for path in reversed(every)}
    once = frozenset(first.values())
    kept = [path for path in every if path in once]
    names = (clean(Path(path).name if Path(path).is_absolute() else path) for path in kept)
    return zip(distinct(names), map(os.path.abspath, kept), strict=True)


def _matching(given: str) -> list[str]:
    """Return the paths that a pattern stands for; what is there is no pattern."""
    if glob.has_magic(given) and not os.path.lexists(given):
        found = glob.glob(given, recursive=True)  # noqa: PTH207 (patterns may be absolute)
        return sorted(found, key=natural) or [given]
    return [given]


def _under(name: str, path: str, left_out: Collection[str]) -> Iterator[Found]:
    if not Path(path).is_dir():
        yield Source(name, path)
        return
    # each level: the entries that are left, and what stands before their names
    levels = [(_entries(name, path, left_out), f"{name}/" if name else "")]
    while levels:
        entries, prefix = levels[-1]
        found = next(entries, None)
        if found is None:
            levels.pop()
        elif isinstance(found, Problem):
            yield found
        else:
            label, place, is_folder = found
            if not is_folder:
                yield Source(prefix + label, place)
            elif len(levels) >= MAX_DEPTH:
                yield _not_looked_into(prefix + label, f"it lies more than {MAX_DEPTH} deep")
            else:
                inside = _entries(prefix + label, place, left_out)
                levels.append((inside, f"{prefix}{label}/"))


def _not_looked_into(name: str, why: str, hint: str = "look into it by hand") -> Problem:
    return Problem("C015", f"the folder was not looked into: {why}", Spot(name or "."), hint)


def _entries(
    name: str, folder: str, left_out: Collection[str]
) -> Iterator[tuple[str, str, bool] | Problem]:
    """Yield label, path and kind of what a folder holds, in natural order."""
    try:
        with os.scandir(folder) as found:
            kinds = {entry.name: _kind(entry) for entry in found}
    except OSError as error:
        yield _not_looked_into(name, error.strerror or "it cannot be opened")
        return
    real = os.path.realpath(folder)
    order = sorted(kinds, key=lambda entry: (natural(entry), entry))
    for label, entry in zip(distinct(map(clean, order)), order, strict=True):
        place, kind = os.path.join(folder, entry), kinds[entry]  # noqa: PTH118 (a million names)
        shown = f"{name}/{label}" if name else label
        if os.path.join(real, entry) in left_out:  # noqa: PTH118
            continue
        if is_litter(entry) or (kind == "folder" and entry.startswith(".")):
            message = "it belongs to a system or a program and was not read"
            yield Problem("C013", message, Spot(shown))
        elif kind == "link":
            hint = "give the folder itself, if it is not among the others"
            yield _not_looked_into(shown, "it is a link to another place", hint)
        else:
            yield label, place, kind == "folder"


def _kind(entry: os.DirEntry[str]) -> str:
    """Return "folder", "link" (to a folder) or "file": whatever else, reading it will tell."""
    try:
        if entry.is_dir(follow_symlinks=False):
            return "folder"
        return "link" if entry.is_symlink() and entry.is_dir() else "file"
    except OSError:  # a link to itself
        return "file"
