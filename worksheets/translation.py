"""Translations of an author's own layout: ``my-map.lv.po`` beside ``my-map.yaml``.

The file starts with the words that the built-in catalogs already know for the same texts in
the same roles, so that only what is new is left to translate.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from worksheets import i18n, loading
from worksheets.errors import DefinitionError, Problem
from worksheets.model.fields import Role
from worksheets.model.layout import Frame, Layout, StageSet
from worksheets.model.walk import texts

HEADER = """# Translation of {layout} into {language}.
# X-Review: none
#
# Write "native" above once a native speaker has read it."""


@dataclass(frozen=True, slots=True)
class Status:
    """How far a translation is; ``missing`` are (role, text) pairs in order."""

    total: int
    missing: tuple[tuple[Role, str], ...]


def own_path(name: str, tag: str) -> Path:
    """Return where the translation of the layout at path ``name`` belongs."""
    layout = Path(name)
    return layout.with_name(f"{layout.stem}.{tag}.po")


def own_words(name: str, tag: str) -> Mapping[tuple[str, str], str] | None:
    """Return an author's own translations of a layout given by path, or None."""
    if name in loading.layouts():
        return None
    path = own_path(name, tag)
    return i18n.read_catalog(path.read_bytes(), str(path))[0] if path.is_file() else None


def start(name: str, tag: str) -> Path:
    """Write a new translation file and return its path; refuse to overwrite one."""
    path = _path(name, tag)
    if path.exists():
        hint = "use 'worksheets translate update'"
        raise DefinitionError(Problem("T003", "the file exists already", str(path), hint))
    _write(path, name, tag, {})
    return path


def renew(name: str, tag: str) -> Path:
    """Add new texts to a translation file and drop those that are gone; return its path."""
    path = _path(name, tag)
    if not path.is_file():
        hint = "use 'worksheets translate init'"
        raise DefinitionError(Problem("T003", "there is no such file", str(path), hint))
    _write(path, name, tag, i18n.read_catalog(path.read_bytes(), str(path))[0])
    return path


def status(name: str, tag: str) -> Status:
    """Return how much of what a layout says has words in a locale."""
    catalog = _catalog(tag, own_words(name, tag) or {})
    every = list(_messages(name))
    missing = tuple((role, text) for role, text, _ in every if catalog.find(role, text) is None)
    return Status(len(every), missing)


def _path(name: str, tag: str) -> Path:
    if name in loading.layouts():
        hint = f"start from it: worksheets new my-map.yaml --like {name}"
        raise DefinitionError(
            Problem("T003", f"{name!r} is translated with the program", hint=hint)
        )
    return own_path(name, tag)


def _catalog(tag: str, own: Mapping[tuple[str, str], str]) -> i18n.Catalog:
    return i18n.catalog(tag, own)


def _messages(name: str) -> Iterator[tuple[Role, str, str]]:
    """Yield (role, text, place) of everything a sheet of this layout says, each pair once."""
    layout = loading.load(name)
    nodes: list[Layout | StageSet | Frame] = [layout, loading.frame()]
    if layout.stages:
        nodes.append(loading.load_stages(layout.stages.default))
    seen = set()
    for node in nodes:
        for role, text, place in texts(node):
            if (role, text) not in seen and text not in node.translations:
                seen.add((role, text))
                yield role, text, place


def _write(path: Path, name: str, tag: str, own: Mapping[tuple[str, str], str]) -> None:
    known = _catalog(tag, own)
    header = HEADER.format(layout=Path(name).name, language=i18n.language_name(tag))
    messages = [
        (role, text, known.find(role, text) or "", place) for role, text, place in _messages(name)
    ]
    path.write_bytes(i18n.written_catalog(tag, header, messages))
