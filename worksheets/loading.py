"""Find layouts, stage sets, workshops: built in by name, or somebody's own by path."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from worksheets import units
from worksheets.errors import DefinitionError, Problem, Spot
from worksheets.model.brand import Wanted
from worksheets.model.ids import MAX_KEY, part_id
from worksheets.model.layout import Frame, Layout, Phrases, Stage, StageSet
from worksheets.model.workshop import Person, Workshop
from worksheets.resources import data_dir
from worksheets.source import (
    read_brand,
    read_frame,
    read_layout,
    read_people,
    read_phrases,
    read_stages,
    read_workshop,
)
from worksheets.source.nodes import Document

MAX_BYTES = 1_000_000
MAX_LIST = 10_000_000
"""Bytes of a list of people."""
_WORKSHOP = re.compile(r"^(people|waves|layouts|return_to|deadline)\s*:", re.MULTILINE)
_BRAND = re.compile(r"^(accent|logo|organiser|fonts)\s*:", re.MULTILINE)
Thing = TypeVar("Thing")


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
    return _is_yaml(name) or "/" in name


def _is_yaml(name: str) -> bool:
    return Path(name).suffix in {".yaml", ".yml"}


def frame() -> Frame:
    """Return what every sheet carries."""
    return _frame()


@cache
def phrases(name: str) -> Phrases:
    """Return what a kind of output says itself."""
    file = data_dir("layouts") / "phrases" / f"{name}.yaml"
    return read_phrases(file.read_text(encoding="utf-8"), f"layouts/phrases/{file.name}")


def example(layout: str, locale: str) -> dict[str, Any]:
    """Return believable answers to a built-in layout in its usual stages; {} if there are none."""
    file = data_dir("layouts") / "examples" / f"{layout}.{locale}.json"
    found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
    return found


def load_stages(spec: str) -> StageSet:
    """Return stages from a set's id, a list of words ("A, B, id=C") or a YAML file."""
    if spec in stage_sets():
        return _built_in_stages(spec)
    if _is_yaml(spec):
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


# ---------------------------------------------------------------- workshops


def load_workshop(path: str | Path) -> Workshop:
    """Return the workshop in a YAML or Excel file, with its people; raise DefinitionError.

    Layouts, stages and lists that it names by path are beside it.
    """
    name = str(path)
    is_book = Path(path).suffix == ".xlsx"
    source = _bytes(Path(path)) if is_book else _text(Path(path))
    workshop, document = read_workshop(source, name)
    return _Gathering(workshop, document).gathered()


def load_wanted(path: str | Path) -> Wanted:
    """Return what a YAML file wants of a brand, its paths from here; raise DefinitionError."""
    wanted = read_brand(_text(Path(path)), str(path))
    beside = Path(path).parent
    named = (wanted.logo, wanted.regular, wanted.bold)
    logo, regular, bold = (str(beside / name) if name else "" for name in named)
    return replace(wanted, logo=logo, regular=regular, bold=bold)


def is_workshop(name: str) -> bool:
    """Tell whether a file is a workshop's, by its kind or the keys that only workshops have."""
    if Path(name).suffix == ".xlsx":
        return True
    return _is_path(name) and bool(_WORKSHOP.search(_text(Path(name))))


def is_brand(name: str) -> bool:
    """Tell whether a file is a brand's, by the keys that only brands have."""
    return _is_path(name) and bool(_BRAND.search(_text(Path(name))))


def load_people(path: str | Path) -> tuple[Person, ...]:
    """Return the people of a CSV or Excel file; raise DefinitionError with all mistakes."""
    problems: list[Problem] = []
    people = _in_their_languages(read_people(_bytes(Path(path)), str(path)), problems)
    if problems:
        raise DefinitionError(problems)
    if not people:
        hint = "a line with headings, such as name and language, and a line for everybody"
        raise DefinitionError(Problem("L003", "nobody stands on the list", Spot(str(path)), hint))
    return people


class _Gathering:
    """What a workshop names, looked up; what is not there is noted with its place."""

    def __init__(self, workshop: Workshop, document: Document) -> None:
        self.workshop = workshop
        self.document = document
        self.problems: list[Problem] = []

    def gathered(self) -> Workshop:
        """Return the workshop with everything in it; raise DefinitionError with all mistakes."""
        from worksheets.i18n import normal_tags  # noqa: PLC0415 (Babel loads late)

        given = self.workshop
        paths = [self._beside(name) if _is_path(name) else name for name in given.layouts]
        for index, name in enumerate(paths):
            self._try(lambda name=name: load(name), "layouts", index)  # type: ignore[misc]
        locales = [
            self._try(lambda tag=tag: normal_tags(tag), "locales", index)  # type: ignore[misc]
            for index, tag in enumerate(given.locales)
        ]
        paper = self._try(lambda: _paper(given.paper), "paper") if given.paper else ""
        self._check_wave()
        if not (id_ := given.id or part_id(given.name, MAX_KEY)):
            place = self.document.spot(("name",))
            self.problems.append(Problem("L006", "no id can be made from the name", place))
        workshop = replace(
            given, id=id_, layouts=tuple(paths), paper=paper or "",
            locales=tuple(dict.fromkeys(filter(None, locales))),
            stages=self._stages(), people=self._people(), **self._brand(),
        )  # fmt: skip
        if self.problems:
            raise DefinitionError(self.problems)
        return workshop

    def _try(self, task: Callable[[], Thing], *loc: str | int) -> Thing | None:
        try:
            return task()
        except DefinitionError as error:
            place = self.document.spot(loc)
            self.problems += [
                problem if str(problem.where) else replace(problem, where=place)
                for problem in error.problems
            ]
            return None

    def _beside(self, name: str) -> str:
        return str(Path(self.document.name).parent / name)

    def _check_wave(self) -> None:
        known = tuple(wave.id for wave in self.workshop.waves)
        if self.workshop.wave and known and self.workshop.wave not in known:
            (problem,) = unknown("wave", self.workshop.wave, known).problems
            self.problems.append(replace(problem, where=self.document.spot(("wave",))))

    def _brand(self) -> dict[str, Any]:
        """Return what a brand's file says, if one is named; its organiser signs the mails."""
        if not _is_yaml(self.workshop.brand):
            return {}
        wanted = self._try(lambda: load_wanted(self._beside(self.workshop.brand)), "brand")
        return {"brand": wanted.organiser if wanted else "", "look": wanted}

    def _stages(self) -> StageSet | None:
        spec = self.document.data.get("stages")
        if not isinstance(spec, str):
            return self.workshop.stages
        path = self._beside(spec) if _is_yaml(spec) else spec
        return self._try(lambda: load_stages(path), "stages")

    def _people(self) -> tuple[Person, ...]:
        spec = self.document.data.get("people")
        if isinstance(spec, str):
            return self._try(lambda: load_people(self._beside(spec)), "people") or ()
        return _in_their_languages(self.workshop.people, self.problems)


def _in_their_languages(people: tuple[Person, ...], problems: list[Problem]) -> tuple[Person, ...]:
    """Return people with their languages as tags; a language that is none is noted."""
    from worksheets.i18n import named_tags  # noqa: PLC0415 (Babel loads late)

    tags = {"": ""}
    for person in people:
        if person.locale not in tags:
            try:
                tags[person.locale] = named_tags(person.locale)
            except DefinitionError as error:
                place = person.places["language"]
                problems += [replace(problem, where=place) for problem in error.problems]
    return tuple(replace(person, locale=tags.get(person.locale, "")) for person in people)


def _paper(name: str) -> str:
    try:
        return units.paper(name, "portrait").name
    except KeyError:
        raise unknown("paper", name, tuple(units.PAPERS)) from None


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


def _bytes(path: Path, most: int = MAX_LIST) -> bytes:
    try:
        with path.open("rb") as file:  # its size may say nothing: of a device, say
            data = file.read(most + 1)
    except OSError as error:
        problem = Problem("L011", f"cannot be opened: {error.strerror}", Spot(str(path)))
        raise DefinitionError(problem) from error
    if len(data) > most:
        raise DefinitionError(Problem("L008", f"over {most} bytes", Spot(str(path))))
    return data


def _text(path: Path) -> str:
    try:
        return _bytes(path, MAX_BYTES).decode("utf-8-sig")
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
