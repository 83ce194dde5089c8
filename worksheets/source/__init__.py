"""From YAML and tables to layouts, workshops and so on: every mistake at once, with its place."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from worksheets.errors import DefinitionError, Problem
from worksheets.model.brand import Wanted
from worksheets.model.layout import Frame, Layout, Phrases, StageSet
from worksheets.model.workshop import Person, Workshop
from worksheets.source import people
from worksheets.source.base import Shape
from worksheets.source.brand import BrandShape
from worksheets.source.lists import people_document, workshop_document
from worksheets.source.nodes import Document, Path, parse
from worksheets.source.shapes import (
    FrameShape,
    LayoutShape,
    PhrasesShape,
    StageSetShape,
)
from worksheets.source.workshop import PeopleShape, WorkshopShape

SHAPES: Mapping[str, type[Shape]] = {
    "layout": LayoutShape,
    "stages": StageSetShape,
    "frame": FrameShape,
    "phrases": PhrasesShape,
    "workshop": WorkshopShape,
    "brand": BrandShape,
}

_KEYS = sorted({name for shape in Shape.__subclasses__() for name in shape.model_fields})


def read_layout(text: str, name: str) -> Layout:
    """Return the layout in ``text``; raise DefinitionError with all of its mistakes."""
    layout: Layout = _read(LayoutShape, parse(text, name))
    return layout


def read_stages(text: str, name: str) -> StageSet:
    """Return the stage set in ``text``; raise DefinitionError with all of its mistakes."""
    stages: StageSet = _read(StageSetShape, parse(text, name))
    return stages


def read_frame(text: str, name: str) -> Frame:
    """Return the frame in ``text``; raise DefinitionError with all of its mistakes."""
    frame: Frame = _read(FrameShape, parse(text, name))
    return frame


def read_workshop(source: str | bytes, name: str) -> tuple[Workshop, Document]:
    """Return the workshop in a YAML text or an Excel file, and the document with its places.

    Raise DefinitionError with all of its mistakes. What is only named in it (layouts, a stage
    set, a list of people) is not looked for.
    """
    document = workshop_document(source, name) if isinstance(source, bytes) else parse(source, name)
    workshop: Workshop = _read(WorkshopShape, document)
    return replace(workshop, people=people.placed(document, workshop.people)), document


def read_people(data: bytes, name: str) -> tuple[Person, ...]:
    """Return the people of a CSV or Excel file; raise DefinitionError with all mistakes."""
    document = people_document(data, name)
    workshop: Workshop = _read(PeopleShape, document)
    return people.placed(document, workshop.people)


def read_brand(text: str, name: str) -> Wanted:
    """Return the brand wanted in ``text``; raise DefinitionError with all of its mistakes."""
    document = parse(text, name)
    wanted: Wanted = _read(BrandShape, document)
    keys = (("accent",), ("logo",), ("fonts", "regular"), ("fonts", "bold"))
    return replace(wanted, places={".".join(key): document.spot(key) for key in keys})


def read_phrases(text: str, name: str) -> Phrases:
    """Return the phrases in ``text``; raise DefinitionError with all of its mistakes."""
    phrases: Phrases = _read(PhrasesShape, parse(text, name))
    return phrases


def json_schema(kind: str = "layout") -> dict[str, Any]:
    """Return the JSON Schema of a kind of file (see `SHAPES`), for editors."""
    schema = SHAPES[kind].model_json_schema()
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


def _read(shape: type[Shape], document: Document) -> Any:  # noqa: ANN401
    problems = [*document.problems, *_cross_check(document)]
    try:
        model = shape.model_validate(document.data)
    except ValidationError as error:
        problems += [_problem(document, detail) for detail in error.errors(include_url=False)]
    if problems:
        raise DefinitionError(sorted(set(problems), key=_order))
    own: dict[str, dict[str, str]] = {}
    built = model.build(own)
    if hasattr(built, "translations"):
        object.__setattr__(built, "translations", own)
    return built


def _order(problem: Problem) -> tuple[int, int, str]:
    spot = problem.where
    return (0, 0, problem.code) if isinstance(spot, str) else (spot.line, spot.column, problem.code)


def _problem(document: Document, detail: ErrorDetails) -> Problem:
    loc: Path = tuple(detail["loc"])
    last = str(loc[-1]) if loc else ""
    if detail["type"] == "extra_forbidden":
        near = get_close_matches(last, [key for key in _KEYS if key != last], n=1)
        hint = f"did you mean {near[0]!r}?" if near and last not in _KEYS else "not used here"
        return Problem("L002", f"unknown key {last!r}", document.spot(loc, key=True), hint)
    if detail["type"] == "missing":
        return Problem("L003", f"the key {last!r} is missing", document.spot(loc), "add it")
    if not loc:
        hint = "as in 'id: my-map' on a line of its own"
        return Problem("L004", "a file like this is a mapping of keys", document.spot(loc), hint)
    code = detail["type"] if detail["type"].startswith("L0") else "L004"
    message = detail["msg"][0].lower() + detail["msg"][1:]
    named = next((str(part) for part in reversed(loc) if isinstance(part, str)), "")
    return Problem(code, f"{named}: {message}" if named else message, document.spot(loc))


def _cross_check(document: Document) -> Iterator[Problem]:
    """Yield what one shape alone cannot see: ids used twice, areas, fields of tables."""
    yield from people.clashes(document)
    for path, node in _walk(document.data, ()):
        if isinstance(node, list):
            ids = Counter(item["id"] for item in node if _has_id(item))
            for index, item in enumerate(node):
                if _has_id(item) and ids[item["id"]] > 1:
                    place = document.spot((*path, index, "id"))
                    yield Problem(
                        "L007", f"the id {item['id']!r} is used twice", place, "rename one"
                    )
        elif isinstance(node, dict) and node.get("kind") == "areas":
            yield from _check_areas(document, path, node)
            yield from _check_boxes(document, path, node)
        elif isinstance(node, dict) and node.get("kind") == "table":
            yield from _check_table(document, path, node)


def _has_id(item: Any) -> bool:  # noqa: ANN401
    return isinstance(item, dict) and isinstance(item.get("id"), str)


def _walk(node: Any, path: Path) -> Iterator[tuple[Path, Any]]:  # noqa: ANN401
    yield path, node
    children: Iterable[tuple[str | int, Any]] = ()
    if isinstance(node, dict):
        children = node.items()
    elif isinstance(node, list):
        children = enumerate(node)
    for key, child in children:
        yield from _walk(child, (*path, key))


def _parts(block: dict[str, Any], key: str) -> list[tuple[int, dict[str, Any]]]:
    """Return the mappings under ``key`` with their places, whatever else stands there."""
    found = block.get(key)
    listed = enumerate(found) if isinstance(found, list) else ()
    return [(index, part) for index, part in listed if isinstance(part, dict)]


def _check_table(document: Document, path: Path, table: dict[str, Any]) -> Iterator[Problem]:
    place = document.spot(path)
    rows, columns = _parts(table, "rows"), _parts(table, "columns")
    numbered = bool(table.get("numbered"))
    if bool(table.get("rows")) == numbered:
        yield Problem("L012", "a table needs either 'rows' or 'numbered'", place)
    if numbered and not columns:
        yield Problem("L012", "numbered rows need 'columns', each with a field", place)
    owners, others = (("columns", columns), rows) if numbered else (("rows", rows), columns)
    for index, part in owners[1]:
        if not part.get("field"):
            spot = document.spot((*path, owners[0], index))
            yield Problem("L012", f"this one of the {owners[0]} has no field", spot, "add 'field'")
    for index, part in others:
        if part.get("field"):
            spot = document.spot((*path, "columns", index))
            yield Problem("L012", "the rows have the fields, the columns have none", spot)
    if columns and any(row.get("per") == "between" for _, row in rows):
        yield Problem("L012", "'per: between' needs stages, not named columns", place)


def _check_boxes(document: Document, path: Path, block: dict[str, Any]) -> Iterator[Problem]:
    for index, box in _parts(block, "boxes"):
        if sum(bool(box.get(key)) for key in ("field", "entries", "picture")) != 1:
            spot = document.spot((*path, "boxes", index))
            yield Problem(
                "L012", "a box has a 'field', 'entries' or a 'picture': one of them", spot
            )


def _check_areas(document: Document, path: Path, block: dict[str, Any]) -> Iterator[Problem]:
    lines = block.get("areas")
    if not isinstance(lines, list) or not all(isinstance(line, str) for line in lines):
        return
    place = document.spot((*path, "areas"))
    names = [line.split() for line in lines]
    if len({len(line) for line in names}) != 1 or not names[0]:
        yield Problem("L009", "the lines of 'areas' differ in length", place, "use '.' for a gap")
        return
    for key, count in (("columns", len(names[0])), ("rows", len(names))):
        given = block.get(key)
        if isinstance(given, list) and len(given) != count:
            yield Problem("L009", f"{key!r} needs {count} values", document.spot((*path, key)))
    used = {name for line in names for name in line} - {"."}
    for name in sorted(used):
        cells = [(r, c) for r, line in enumerate(names) for c, n in enumerate(line) if n == name]
        tall, wide = (max(axis) - min(axis) + 1 for axis in zip(*cells, strict=True))
        if len(cells) != tall * wide:
            yield Problem("L009", f"the area {name!r} is not a rectangle", place)
    known = {box["id"] for _, box in _parts(block, "boxes") if _has_id(box)}
    for name in sorted(used ^ known):
        where = "'boxes'" if name in used else "'areas'"
        yield Problem("L009", f"{name!r} is missing in {where}", place)
