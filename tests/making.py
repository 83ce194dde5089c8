"""Small worksheets for tests: a layout in a few lines of YAML, asserted on its JSON dump."""

import json
import re
from collections.abc import Callable
from itertools import combinations, product
from textwrap import dedent
from typing import Any

import pytest

from worksheets import pipeline
from worksheets.errors import DefinitionError
from worksheets.fonts import width
from worksheets.loading import load_stages
from worksheets.model.layout import Layout, StageSet
from worksheets.model.sheet import Sheet, Worksheet
from worksheets.source import read_layout

HEAD = "id: small\nversion: 1\ntitle: Small map\n"
"""Lines 1 to 3 of a small layout; the first line of the test's own YAML is line 4."""
HAIR = 0.25
"""Points by which two things may overlap; the dump rounds to hundredths."""


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


def as_yaml(data: dict[str, Any]) -> str:
    """Return data as YAML (JSON is YAML, but for keys that are numbers)."""
    return re.sub(r'"(-?\d+)": ', r"\1: ", json.dumps(data, ensure_ascii=False))


def stages(count: int) -> StageSet:
    """Return ``count`` short stages, s1, s2, ..."""
    return load_stages("".join(f"s{number}=Stage {number}," for number in range(1, count + 1)))


Extent = tuple[float, float, float, float, str]
"""Left, top, right and bottom in points, and what stands there."""


def extents(page: dict[str, Any]) -> tuple[list[Extent], list[Extent]]:
    """Return the extents of all printed lines of a page, and of its widgets and codes."""
    lines = []
    for words in drawn(page, "Words"):
        size, y = words["size"], words["y"]
        for line in words["lines"]:
            across = width(line, words.get("face", "regular"), size)
            x = words["x"] - across * {"right": 1, "center": 0.5}.get(words.get("align", ""), 0)
            if line.strip():
                lines.append((x, y - 0.7 * size, x + across, y + 0.2 * size, line))
            y += words["leading"]
    codes = [item for item in drawn(page, "Ornament") if item["name"] in {"code", "corner"}]
    boxes = [(*_sides(item["rect"]), item["slot"]) for item in drawn(page, "Widget")]
    return lines, boxes + [(*_sides(item["rect"]), item["name"]) for item in codes]


def _sides(rect: dict[str, float]) -> tuple[float, float, float, float]:
    return rect["left"], rect["top"], rect["right"], rect["bottom"]


def collisions(worksheet: Worksheet) -> list[tuple[Extent, Extent | None]]:
    """Return what overlaps on the pages of a worksheet, or hangs over their edges."""
    return overlaps(dump(worksheet)["pages"])


def overlaps(pages: list[dict[str, Any]]) -> list[tuple[Extent, Extent | None]]:
    """Return what overlaps on the pages of a dump, or hangs over their edges."""
    found: list[tuple[Extent, Extent | None]] = []
    for page in pages:
        lines, boxes = extents(page)
        for one in lines + boxes:
            if min(one[:2]) < 0 or one[2] > page["width"] or one[3] > page["height"]:
                found.append((one, None))
        pairs = [*combinations(boxes, 2), *combinations(lines, 2), *product(lines, boxes)]
        found += [(one, other) for one, other in pairs if _overlap(one, other)]
    return found


def _overlap(one: Extent, other: Extent) -> bool:
    across = min(one[2], other[2]) - max(one[0], other[0])
    down = min(one[3], other[3]) - max(one[1], other[1])
    return across > HAIR and down > HAIR
