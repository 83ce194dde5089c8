"""Small worksheets for tests: a layout in a few lines of YAML, asserted on its JSON dump."""

import json
from collections.abc import Callable
from textwrap import dedent
from typing import Any

import pytest

from worksheets import pipeline
from worksheets.errors import DefinitionError
from worksheets.model.layout import Layout
from worksheets.model.sheet import Sheet, Worksheet
from worksheets.source import read_layout

HEAD = "id: small\nversion: 1\ntitle: Small map\n"
"""Lines 1 to 3 of a small layout; the first line of the test's own YAML is line 4."""


def yaml(text: str) -> str:
    """Return YAML written inside a test, without the test's indentation."""
    return dedent(text).lstrip("\n")


def small(body: str) -> Layout:
    """Return the layout that `HEAD` and ``body`` declare."""
    return read_layout(HEAD + yaml(body), "small.yaml")


def mistakes(text: str, read: Callable[[str, str], Any] = read_layout) -> list[str]:
    """Return what is wrong with ``text``, as an author sees it: one problem a line."""
    with pytest.raises(DefinitionError) as caught:
        read(yaml(text), "my.yaml")
    return [str(problem) for problem in caught.value.problems]


def bound(layout: Layout, **order: Any) -> Sheet:  # noqa: ANN401 (what `Order` takes)
    """Return the layout bound to stages and a locale."""
    return pipeline.bind(pipeline.Order(layout=layout, **order))


def solved(layout: Layout, **order: Any) -> Worksheet:  # noqa: ANN401 (what `Order` takes)
    """Return the layout solved for a paper."""
    return pipeline.solve(pipeline.Order(layout=layout, **order))


def dump(worksheet: Worksheet) -> dict[str, Any]:
    """Return the JSON dump of a worksheet as data."""
    data: dict[str, Any] = json.loads(pipeline.write(worksheet, "json", {}))
    return data


def leaves(node: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what is drawn on a page of a dump, in reading order."""
    found = []
    for child in node["children"]:
        found += leaves(child) if child["is"] == "Group" else [child]
    return found


def drawn(page: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    """Return the leaves of one kind ("Widget", "Words", ...) on a page of a dump."""
    return [leaf for leaf in leaves(page["content"]) if leaf["is"] == kind]
