"""YAML 1.2 as plain data plus the place of every node.

ruamel.yaml composes the nodes (so ``no`` stays a string); this module turns them into dicts,
lists and scalars and remembers line and column per path. Aliases are refused, since a few
lines of them expand without bound, and so are files over the size and depth limits.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from worksheets.errors import DefinitionError, Problem, Spot

MAX_CHARACTERS = 64_000
MAX_DEPTH = 20
Path = tuple[str | int, ...]

_SCALARS: Mapping[str, Any] = {
    "tag:yaml.org,2002:int": lambda text: int(text.replace("_", ""), 0),
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:bool": lambda text: text.lower() == "true",
    "tag:yaml.org,2002:null": lambda text: None,
}


@dataclass(slots=True)
class Document:
    """Plain data with its marks; ``problems`` are what was wrong with the YAML itself."""

    name: str
    data: Any = None
    values: dict[Path, tuple[int, int]] = field(default_factory=dict)
    keys: dict[Path, tuple[int, int]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def spot(self, loc: Path, *, key: bool = False) -> Spot:
        """Return the place of ``loc``, skipping parts that are no step of the document."""
        path: Path = ()
        for part in loc:
            if (*path, part) in self.values:
                path = (*path, part)
        marks = self.keys if key and path in self.keys else self.values
        line, column = marks.get(path, (0, -1))
        return Spot(self.name, line + 1, column + 1)


def parse(text: str, name: str) -> Document:
    """Return the document in ``text``; raise DefinitionError when there is no data at all."""
    document = Document(name)
    if len(text) > MAX_CHARACTERS:
        limit = f"the file has more than {MAX_CHARACTERS} characters"
        raise DefinitionError(Problem("L008", limit, Spot(name), "split it"))
    try:
        root = YAML(typ="safe", pure=True).compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        place = Spot(name, mark.line + 1, mark.column + 1) if mark else Spot(name)
        raise DefinitionError(Problem("L001", error.problem or "not YAML", place)) from error
    except (YAMLError, RecursionError, ValueError) as error:
        raise DefinitionError(Problem("L001", "not YAML", Spot(name))) from error
    if root is None:
        raise DefinitionError(Problem("L001", "the file is empty", Spot(name)))
    document.data = _build(root, (), document, set())
    return document


def _build(node: Node, path: Path, document: Document, seen: set[int]) -> Any:  # noqa: ANN401
    document.values[path] = (node.start_mark.line, node.start_mark.column)
    if id(node) in seen or len(path) > MAX_DEPTH:
        what = "aliases (*name) are not allowed" if id(node) in seen else "nested too deeply"
        document.problems.append(Problem("L008", what, document.spot(path), "write it out"))
        return None
    seen.add(id(node))
    if isinstance(node, MappingNode):
        return _mapping(node, path, document, seen)
    if isinstance(node, SequenceNode):
        return [_build(n, (*path, i), document, seen) for i, n in enumerate(node.value)]
    return _scalar(node)


def _mapping(
    node: MappingNode, path: Path, document: Document, seen: set[int]
) -> dict[str | int, Any]:
    data: dict[str | int, Any] = {}
    for key_node, value_node in node.value:
        key = _scalar(key_node)
        if not isinstance(key, str | int):
            key = str(getattr(key_node, "value", key))
        mark = key_node.start_mark
        place = Spot(document.name, mark.line + 1, mark.column + 1)
        if key in data:
            document.problems.append(Problem("L005", f"{key!r} stands twice", place, "keep one"))
            continue
        data[key] = _build(value_node, (*path, key), document, seen)
        document.keys[(*path, key)] = (mark.line, mark.column)
    return data


def _scalar(node: Node) -> Any:  # noqa: ANN401
    if not isinstance(node, ScalarNode):
        return None
    try:
        return _SCALARS.get(str(node.tag), str)(node.value)
    except ValueError:
        return str(node.value)
