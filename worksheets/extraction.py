"""Extract the translatable texts of layouts, stage sets, the frame and phrases for pybabel.

``babel.toml`` maps the YAML files to `extract`. The message is the English text, its msgctxt
the role, and the extracted comment says where it stands, as in ``journey-map › actions``.
"""

from collections.abc import Collection, Iterator, Mapping
from functools import reduce
from pathlib import PurePath
from typing import Any, BinaryIO

from worksheets.model.layout import Frame, Layout, Phrases, StageSet
from worksheets.model.walk import texts
from worksheets.source import (
    read_frame,
    read_layout,
    read_phrases,
    read_stages,
)
from worksheets.source.nodes import Document, parse

Message = tuple[int, str, tuple[str, str], list[str]]
"""Line, function name, its arguments (role, text) and comments, as Babel wants them."""


def extract(
    fileobj: BinaryIO,
    keywords: Mapping[str, Any],
    comment_tags: Collection[str],
    options: Mapping[str, Any],
) -> Iterator[Message]:
    """Yield the texts of one YAML file in order; raise DefinitionError if it has mistakes.

    Texts that their author wrote per locale in place need no catalog and are left out.
    """
    name = getattr(fileobj, "name", "")
    text = fileobj.read().decode("utf-8-sig")
    document = parse(text, name)
    node = _read(document.data, text, name)
    lines = _lines(document)
    start = PurePath(name).stem if isinstance(node, Frame) else ""
    for role, words, path in texts(node, start):
        if words not in node.translations:
            yield lines.get(words, 0), "pgettext", (role, words), [path]


def _read(data: object, text: str, name: str) -> Layout | StageSet | Frame | Phrases:
    """Return what the file declares; its keys tell which kind it is."""
    keys = data if isinstance(data, dict) else {}
    if "blocks" in keys:
        return read_layout(text, name)
    if "phrases" in keys:
        return read_phrases(text, name)
    return read_frame(text, name) if "fill" in keys else read_stages(text, name)


def _lines(document: Document) -> dict[str, int]:
    """Return the line, from 1, where each string of the document stands first."""
    found: dict[str, int] = {}
    for path, (line, _) in document.values.items():
        value = reduce(lambda node, part: node[part], path, document.data)
        if isinstance(value, str):
            found.setdefault(value, line + 1)
    return found
