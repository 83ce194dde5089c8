"""Find layouts, stage sets and the frame: built in by name, or somebody's own by path."""

from difflib import get_close_matches
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path

from worksheets.errors import DefinitionError, Problem, Spot
from worksheets.model.ids import part_id
from worksheets.model.layout import Frame, Layout, Phrases, Stage, StageSet
from worksheets.resources import data_dir
from worksheets.source import read_frame, read_layout, read_phrases, read_stages

MAX_BYTES = 1_000_000


@cache
def layouts() -> tuple[str, ...]:
    """Return the ids of the built-in layouts."""
    return _names(data_dir("layouts"), but="frame")


@cache
def stage_sets() -> tuple[str, ...]:
    """Return the ids of the built-in stage sets."""
    return _names(data_dir("layouts") / "stages")


def _names(folder: Traversable, *, but: str = "") -> tuple[str, ...]:
    names = (f.name.removesuffix(".yaml") for f in folder.iterdir() if f.name.endswith(".yaml"))
    return tuple(sorted(name for name in names if name != but))


def load(name: str) -> Layout:
    """Return a layout by built-in id or path of a YAML file; raise DefinitionError."""
    if name in layouts():
        return _built_in_layout(name)
    if _is_path(name):
        return read_layout(_text(Path(name)), name)
    raise unknown("layout", name, layouts(), "or give the path of a YAML file")


def text_of(name: str) -> str:
    """Return the YAML text of a layout by built-in id or path."""
    if name in layouts():
        return (data_dir("layouts") / f"{name}.yaml").read_text(encoding="utf-8")
    if _is_path(name):
        return _text(Path(name))
    raise unknown("layout", name, layouts(), "or give the path of a YAML file")


def _is_path(name: str) -> bool:
    return Path(name).suffix in {".yaml", ".yml"} or "/" in name


def frame() -> Frame:
    """Return what every sheet carries."""
    return _frame()


@cache
def phrases(name: str) -> Phrases:
    """Return what a kind of output says itself."""
    file = data_dir("layouts") / "phrases" / f"{name}.yaml"
    return read_phrases(file.read_text(encoding="utf-8"), f"layouts/phrases/{file.name}")


def load_stages(spec: str) -> StageSet:
    """Return stages from a set's id, a list of words ("A, B, id=C") or a YAML file."""
    if spec in stage_sets():
        return _built_in_stages(spec)
    if Path(spec).suffix in {".yaml", ".yml"}:
        own = read_stages(_text(Path(spec)), spec)
        return StageSet(
            id=own.id, title=own.title, stages=own.stages, as_typed=True,
            translations=own.translations,
        )  # fmt: skip
    if "," in spec or "=" in spec:
        return _typed_stages(spec)
    raise unknown(
        "stage set", spec, stage_sets(), 'or words, as in "Plan, Buy, Use" (one word: "Plan,")'
    )


@cache
def known_stage(stage: str) -> Stage | None:
    """Return the built-in stage with this id, the default set's first."""
    sets = sorted(stage_sets(), key=lambda name: name != "research_offer")
    every = (s for name in sets for s in _built_in_stages(name).stages)
    return next((s for s in every if s.id == stage), None)


def unknown(what: str, name: str, known: tuple[str, ...], otherwise: str = "") -> DefinitionError:
    """Return the error for a name that nothing has."""
    near = get_close_matches(name, known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]!r}?" if near else f"known: {', '.join(known)}"
    hint = f"{hint} {otherwise}".strip()
    return DefinitionError(Problem("L011", f"there is no {what} {name!r}", hint=hint))


def _typed_stages(spec: str) -> StageSet:
    stages: list[Stage] = []
    for index, word in enumerate((w.strip() for w in spec.split(",") if w.strip()), start=1):
        given, equals, label = word.partition("=")
        label = label.strip() if equals else word
        if not label:
            raise DefinitionError(Problem("L004", f"the stage {word!r} has no word"))
        stage = given.strip() if equals else part_id(label) or f"stage_{index}"
        if any(s.id == stage for s in stages):
            problem = Problem(
                "L007", f"two stages get the id {stage!r}", hint="write other_id=Word"
            )
            raise DefinitionError(problem)
        stages.append(Stage(id=stage, label=label))
    return StageSet(id="typed", title="", stages=tuple(stages), as_typed=True)


def _text(path: Path) -> str:
    try:
        if path.stat().st_size > MAX_BYTES:
            raise DefinitionError(Problem("L008", f"over {MAX_BYTES} bytes", Spot(str(path))))
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        problem = Problem("L011", f"cannot be opened: {error.strerror}", Spot(str(path)))
        raise DefinitionError(problem) from error
    except UnicodeDecodeError as error:
        raise DefinitionError(Problem("L001", "not UTF-8 text", Spot(str(path)))) from error


@cache
def _built_in_layout(name: str) -> Layout:
    file = data_dir("layouts") / f"{name}.yaml"
    return read_layout(file.read_text(encoding="utf-8"), f"layouts/{file.name}")


@cache
def _built_in_stages(name: str) -> StageSet:
    file = data_dir("layouts") / "stages" / f"{name}.yaml"
    return read_stages(file.read_text(encoding="utf-8"), f"layouts/stages/{file.name}")


@cache
def _frame() -> Frame:
    file = data_dir("layouts") / "frame.yaml"
    return read_frame(file.read_text(encoding="utf-8"), "layouts/frame.yaml")
