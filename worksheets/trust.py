"""Whose definition to believe: the installed one where the hashes agree, else the file's own.

A file is a stranger (docs/decisions/002): what it says of itself is decoded within limits, its
schema hash is recomputed, and only a layout that is installed or given here can vouch for it.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice

from worksheets import binding, i18n, loading
from worksheets.definition import decode, outline, schema_hash
from worksheets.errors import DefinitionError, Problem, UnusableInputError
from worksheets.model.layout import Layout, Stage, StageSet, Table
from worksheets.model.response import DefinedField, Definition, FieldWords, Found, Stamp, Trust
from worksheets.model.structure import carriers
from worksheets.recognition import by_words

ENOUGH = 0.8
"""Share of a layout's fields that must be there to know it by its field names."""
_PERSONAL = re.compile(rb'\{"document":"([A-Z0-9]{1,12})",')
_GENERIC = b'{"document":null,'


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The definition to read by; None for a foreign form."""

    definition: Definition | None
    trust: Trust = None
    problems: tuple[Problem, ...] = ()


def recognise(found: Found, layouts: Sequence[Layout]) -> Known:
    """Return the definition for a file: one that it carries, or one that its content tells."""
    problems: tuple[Problem, ...] = ()
    for index, data in enumerate(found.definitions):
        known = _believed(data, tuple(layouts))
        problems += known.problems
        if known.definition is not None:
            if index:
                message = "the definition was read from its second copy"
                problems = (*problems, Problem("R014", message))
            return replace(known, problems=problems)
    told = by_words(found, layouts)
    if guessed := _by_names([mark.name for mark in found.marks], layouts, told):
        hint = "the file has lost its definition, or is from another program"
        note = Problem("R014", "the worksheet was known by its field names", hint=hint)
        return Known(definition=guessed, trust="installed", problems=(*problems, note))
    if told:
        note = Problem("R014", "the worksheet was known by its words", hint="compare some answers")
        return Known(definition=told, trust="installed", problems=(*problems, note))
    if not found.marks:
        return Known(definition=None, problems=problems)
    hint = "its values are under 'extra'; give the layout with --layout if you have it"
    note = Problem("R010", "the form is not one of our worksheets", hint=hint)
    return Known(definition=None, problems=(*problems, note))


def _believed(data: bytes, layouts: tuple[Layout, ...]) -> Known:
    """Return what layouts say of a definition; all copies of one sheet, personal or not, share it.

    Their definitions differ in nothing but the document id, which comes first (`encode`).
    """
    personal = _PERSONAL.match(data)
    if personal is None:
        return _vouched(data, layouts)
    known = _vouched(_GENERIC + data[personal.end() :], layouts)
    if known.definition is None or known.definition.stamp.document is not None:
        return _vouched(data, layouts)
    stamp = replace(known.definition.stamp, document=personal[1].decode())
    return replace(known, definition=replace(known.definition, stamp=stamp))


@lru_cache(maxsize=16)
def _vouched(data: bytes, layouts: tuple[Layout, ...]) -> Known:
    try:
        embedded = decode(data)
    except UnusableInputError as error:
        return Known(definition=None, problems=error.problems)
    for layout in _candidates(embedded.stamp.layout, layouts):
        ours = _outline(layout, embedded.stamp.stages, embedded.stamp.locales)
        if ours and schema_hash(ours) == embedded.stamp.schema:
            fields = tuple(
                replace(theirs, field=mine.field, words=_words(mine, theirs))
                for mine, theirs in zip(ours, embedded.fields, strict=True)
            )
            return Known(definition=replace(embedded, fields=fields), trust="installed")
    hint = "give the layout with --layout to have it checked"
    message = f"no installed layout matches {embedded.stamp.layout!r}; its own definition was used"
    problem = Problem("R013", message, hint=hint)
    return Known(definition=embedded, trust="embedded", problems=(problem,))


def _words(mine: DefinedField, theirs: DefinedField) -> Mapping[str, FieldWords]:
    """Return our words for a field; only stages of the sender's own keep the sender's."""
    if not mine.column or loading.known_stage(mine.column):
        return mine.words
    first = next(iter(theirs.words.values()), None)
    given = {locale: theirs.words.get(locale, first) for locale in mine.words}
    return {
        locale: replace(words, column=own.column) if (own := given[locale]) else words
        for locale, words in mine.words.items()
    }


def _candidates(name: str, layouts: Sequence[Layout]) -> Iterator[Layout]:
    yield from (layout for layout in layouts if layout.id == name)
    if name in loading.layouts():
        yield loading.load(name)


@cache
def _built_in_outline(
    name: str, stages: tuple[str, ...], locales: tuple[str, ...]
) -> tuple[DefinedField, ...] | None:
    return _bound_outline(loading.load(name), stages, locales)


def _outline(
    layout: Layout, stages: tuple[str, ...], locales: tuple[str, ...]
) -> tuple[DefinedField, ...] | None:
    if layout.id in loading.layouts() and layout is loading.load(layout.id):
        return _built_in_outline(layout.id, stages, locales)
    return _bound_outline(layout, stages, locales)


def _bound_outline(
    layout: Layout, stages: tuple[str, ...], locales: tuple[str, ...]
) -> tuple[DefinedField, ...] | None:
    known = (loading.known_stage(name) or Stage(id=name, label=name) for name in stages)
    own = StageSet(id="stamp", title="", stages=tuple(known), as_typed=True)
    catalogs = {catalog.locale: catalog for catalog in map(_catalog, locales)}
    first, second = (*catalogs.values(), None)[:2]
    assert first is not None  # noqa: S101 (a stamp has a locale)
    try:
        sheet = binding.bind(layout, own, loading.frame(), first, second=second, untranslated=[])
    except DefinitionError:
        return None
    return outline(sheet)


def _catalog(locale: str) -> i18n.Catalog:
    """Return the catalog of a locale that a stranger names."""
    try:
        return i18n.catalog(locale)
    except DefinitionError:
        return i18n.catalog(i18n.SOURCE_LOCALE)


def _by_names(
    names: Sequence[str], layouts: Sequence[Layout], told: Definition | None
) -> Definition | None:
    """Return the definition of the layout whose fields a form without one has.

    Its words are those that stand in the file, as far as they ``told`` the same layout.
    """
    there = set(names)
    every = [*layouts, *(loading.load(name) for name in loading.layouts())]
    for layout in every:
        most = layout.stages.most if layout.stages else 0
        stages = tuple(islice(_stages_in(layout, names), most + 1))
        same = told if told and told.stamp.layout == layout.id else None
        locales = same.stamp.locales if same else (i18n.SOURCE_LOCALE,)
        fields = _outline(layout, stages, locales)
        if not fields:
            continue
        expected = {name for field in fields for name in carriers(field.id, field.field)}
        if len(expected & there) >= ENOUGH * len(expected):
            stamp = Stamp(
                layout=layout.id,
                version=layout.version,
                schema=schema_hash(fields),
                stages=stages,
                locales=locales,
            )
            return Definition(
                stamp=stamp,
                title=same.title if same else {i18n.SOURCE_LOCALE: layout.title},
                text_size=9.0,
                pages=(),
                fields=fields,
                prompts=same.prompts if same else (),
            )
    return None


def _stages_in(layout: Layout, names: Sequence[str]) -> Iterator[str]:
    for block in layout.blocks:
        if isinstance(block, Table) and not block.columns:
            for row in block.rows:
                if row.per == "stage":
                    stem = f"{block.id}__{row.id}__" if block.id else f"{row.id}__"
                    found = (name.removeprefix(stem) for name in names if name.startswith(stem))
                    yield from dict.fromkeys(part for part in found if "__" not in part)
                    return
