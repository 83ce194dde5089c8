"""Where a collection goes: the name of the output says what is written.

A suffix asks for one file, anything else for a folder with all of them. Files are written beside
their place and then renamed, so nobody sees half of one. A file that cannot be replaced, such as
a workbook that is open in Excel, stays; the new one gets a name of its own.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from importlib.resources import files
from itertools import count
from pathlib import Path

from worksheets import pipeline
from worksheets.collecting import export
from worksheets.collecting.collection import Collection
from worksheets.collecting.rows import Trouble
from worksheets.errors import DefinitionError, Problem, Spot, WouldOverwriteError

OUTPUTS: Mapping[str, str] = {
    ".xlsx": "worksheets.collecting.workbook:write",
    ".csv": "worksheets.collecting.export:write_answers",
    ".jsonl": "worksheets.collecting.export:write_responses",
    ".parquet": "worksheets.collecting.export:write_parquet",
    ".html": "worksheets.collecting.report:write",
}
"""What writes a file, by its suffix."""
FOLDER: Mapping[str, str] = {
    "results.xlsx": OUTPUTS[".xlsx"],
    "report.html": OUTPUTS[".html"],
    "answers.csv": OUTPUTS[".csv"],
    "answers.parquet": OUTPUTS[".parquet"],
    "responses.jsonl": OUTPUTS[".jsonl"],
    "codebook.csv": "worksheets.collecting.export:write_codebook",
    "emotions.csv": "worksheets.collecting.export:write_emotions",
    "choices.csv": "worksheets.collecting.export:write_choices",
    "problems.csv": "worksheets.collecting.export:write_problems",
}
"""What writes a file of a folder, by its name."""
STARTERS = ("read.R", "read.py")
"""Scripts that begin an analysis; they are the analyst's as soon as they are there."""

Writer = Callable[[Collection, Sequence[Trouble], Path], None]


def check(out: str | Path) -> None:
    """Raise DefinitionError if nothing can be written to a place of this name."""
    suffix = _suffix(out)
    if suffix and suffix not in OUTPUTS:
        known = f"known: {', '.join(OUTPUTS)}, or a folder"
        raise DefinitionError(Problem("L011", f"no output {suffix!r}", Spot(str(out)), known))
    if suffix == ".parquet":
        export.check_parquet()


def write(
    collection: Collection,
    troubles: Sequence[Trouble],
    out: str | Path,
    say: Callable[[Problem], None] = lambda _problem: None,
) -> Path:
    """Write a collection where and as ``out`` says; return what was written.

    What stands under another name than it should is told to ``say`` (C009).
    """
    check(out)
    target, suffix = Path(out), _suffix(out)
    if suffix:
        return _place(_writer(OUTPUTS[suffix]), collection, troubles, target, say)
    for name, task in FOLDER.items():
        if name.endswith(".parquet") and not export.has_parquet():
            continue
        _place(_writer(task), collection, troubles, target / name, say)
    for name in STARTERS:
        if not (target / name).exists():
            _place(_starter(name), collection, troubles, target / name, say)
    return target


def is_folder(out: str | Path) -> bool:
    """Tell whether an output of this name is a folder with everything."""
    return not _suffix(out)


def _suffix(out: str | Path) -> str:
    """Return the suffix of a file's name, "" for a folder."""
    is_there = str(out).endswith(("/", os.sep)) or Path(out).is_dir()
    return "" if is_there else Path(out).suffix.lower()


def _writer(task: str) -> Writer:
    module, _, attribute = task.partition(":")
    writer: Writer = getattr(import_module(module), attribute)
    return writer


def _starter(name: str) -> Writer:
    script = (files("worksheets") / "collecting" / "starters" / name).read_bytes()

    def write_script(_collection: Collection, _troubles: Sequence[Trouble], path: Path) -> None:
        path.write_bytes(script)

    return write_script


def _place(
    writer: Writer,
    collection: Collection,
    troubles: Sequence[Trouble],
    target: Path,
    say: Callable[[Problem], None],
) -> Path:
    """Let a file be written beside ``target``, and give it that name or the next one."""
    _refuse_worksheet(target)
    beside = target.with_name(f".{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.touch()
            writer(collection, troubles, beside)
            there = _rename(beside, target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        hint = "choose another place with -o"
        message = f"cannot be written: {error.strerror or error}"
        raise DefinitionError(Problem("L014", message, Spot(str(target)), hint)) from error
    if there != target:
        message = f"{target.name} could not be replaced, so this is the new one"
        hint = f"close {target.name} where it is open, and collect again"
        say(Problem("C009", message, Spot(str(there)), hint))
    return there


def _rename(beside: Path, target: Path) -> Path:
    for place in _places(target):
        try:
            return beside.replace(place)
        except PermissionError:
            if place != target:
                raise
    raise AssertionError(target)  # there is always one more place


def _places(target: Path) -> Iterator[Path]:
    """Yield a file's place and, after it, the first that is free: ``results (2).xlsx``."""
    yield target
    others = (target.with_stem(f"{target.stem} ({number})") for number in count(2))
    yield next(place for place in others if not place.exists())


def _refuse_worksheet(target: Path) -> None:
    """Raise WouldOverwriteError if somebody's filled worksheet stands where results shall be."""
    if target.suffix.lower() != ".xlsx" or not target.is_file():
        return
    there = pipeline.read(target)
    if there.stamp and any(value not in (None, False, ()) for value in there.values().values()):
        problem = Problem("A013", "is a filled worksheet", Spot(str(target)), "take another name")
        raise WouldOverwriteError(problem)
