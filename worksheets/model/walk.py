"""One walk over the texts of a layout: to list them, to extract them, to translate them."""

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any, TypeVar

from worksheets.model.fields import Role

Node = TypeVar("Node")


def texts(node: object, path: str = "") -> Iterator[tuple[Role, str, str]]:
    """Yield (role, text, path) of every text below a layout dataclass, in order."""
    if isinstance(node, tuple):
        for child in node:
            yield from texts(child, path)
    elif is_dataclass(node) and not isinstance(node, type):
        here = " › ".join(part for part in (path, str(getattr(node, "id", ""))) if part)
        for field in fields(node):
            value = getattr(node, field.name)
            if "role" in field.metadata:
                if value:
                    yield field.metadata["role"], value, here
            else:
                yield from texts(value, here)


def translated(node: Node, say: Callable[[Role, str], str]) -> Node:
    """Return ``node`` with every text replaced by what ``say(role, text)`` returns."""
    changed: Any = node
    if isinstance(node, tuple):
        changed = tuple(translated(child, say) for child in node)
    elif is_dataclass(node) and not isinstance(node, type):
        changed = replace(
            node,
            **{
                field.name: say(field.metadata["role"], value) if value else value
                for field in fields(node)
                if "role" in field.metadata and isinstance(value := getattr(node, field.name), str)
            },
            **{
                field.name: translated(value, say)
                for field in fields(node)
                if "role" not in field.metadata
                and (isinstance(value := getattr(node, field.name), tuple) or is_dataclass(value))
            },
        )
    result: Node = changed
    return result
