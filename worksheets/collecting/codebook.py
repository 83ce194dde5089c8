"""The fields of a collection, in one order and one language, whatever files they came from.

Fields of a layout that is known here stand in the same columns whatever version, stages and
language a sheet had: they are told by their id (docs/decisions/002). A field that means something
else now, and all fields of a layout that nobody knows, keep a home of their own, named by the
schema hash of the definition that they came with: a stranger never renames a known column.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from worksheets import i18n, loading, pipeline
from worksheets.collecting.rows import Asked
from worksheets.comparison import losses
from worksheets.definition import outline, schema_hash
from worksheets.errors import DefinitionError
from worksheets.model.fields import Check, Choice, Field, Number, Scale
from worksheets.model.ids import FieldId
from worksheets.model.layout import Layout, Stage, StageSet
from worksheets.model.response import DefinedField, Definition, FieldWords, Stamp
from worksheets.model.sheet import Sheet, Slot
from worksheets.model.structure import ABSENT, option_words

PERSON = FieldId("participant")
"""The field of the frame that may name a person."""
SIZE = FieldId("group_size")
FRAME = frozenset({PERSON, SIZE, "filled_by", "date", "version"})
"""Fields of the frame: they say who and when, not what."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What a definition's fields are called here; ``homeless`` have no place in the known layout.

    ``strange`` tells that the definition claims to be a known layout and is none of its versions.
    """

    definition: Definition
    fields: Mapping[FieldId, Asked]
    pages: Mapping[FieldId, int]
    homeless: frozenset[FieldId] = frozenset()
    strange: bool = False


class Codebook:
    """The fields of all ``definitions`` (by key), with labels in ``locale``.

    ``layouts`` are known besides the built-in ones, the latest version counts; ``stages`` are a
    workshop's, whose order and words come first.
    """

    def __init__(
        self,
        definitions: Mapping[str, Definition],
        locale: str,
        layouts: Sequence[Layout] = (),
        stages: StageSet | None = None,
    ) -> None:
        self._definitions = definitions
        self.locale = locale
        self._layouts = layouts
        self._stages = {stage.id: stage for stage in stages.stages} if stages else {}
        self._translations = stages.translations if stages else {}

    def layout(self, name: str) -> Layout | None:
        """Return the layout of an id that is known here, in its latest version."""
        given = [layout for layout in self._layouts if layout.id == name]
        if given:
            return max(given, key=lambda layout: layout.version)
        return loading.load(name) if name in loading.layouts() else None

    @cached_property
    def entries(self) -> Mapping[str, Entry]:
        """Return the entry of every definition, by its key."""
        return {key: self._entry(found) for key, found in self._definitions.items()}

    @cached_property
    def fields(self) -> tuple[Asked, ...]:
        """Return every field once, layout by layout, in reading order."""
        every = {
            (asked.layout, asked.home, asked.id): asked
            for entry in self.entries.values()
            for asked in entry.fields.values()
        }
        return tuple(sorted(every.values(), key=self._rank))

    @cached_property
    def titles(self) -> Mapping[str, str]:
        """Return the layouts' titles by id."""
        found: dict[str, str] = {}
        for entry in self.entries.values():
            stamp, titles = entry.definition.stamp, entry.definition.title
            sheet = self.sheet(stamp.layout, stamp.stages)
            own = titles.get(self.locale) or next(iter(titles.values()), stamp.layout)
            found.setdefault(stamp.layout, sheet.title if sheet else own)
        return dict(sorted(found.items()))

    @cache  # noqa: B019 (a codebook lives as long as its collection)
    def stage_ids(self, layout: str) -> tuple[str, ...]:
        """Return the stages of a layout's sheets, merged in order."""
        used = [
            found.stamp.stages
            for found in self._definitions.values()
            if found.stamp.layout == layout and not self._is_strange(found)
        ]
        merged = list(self._stages)
        for stages in used:
            _merge(merged, stages)
        return tuple(stage for stage in merged if any(stage in stages for stages in used))

    def sheet(self, layout: str, stages: tuple[str, ...], locale: str = "") -> Sheet | None:
        """Return a known layout bound to stages by id, or None if it cannot be."""
        known = self.layout(layout)
        return self._bound(known.id, stages, locale or self.locale) if known else None

    # ------------------------------------------------------------ one definition

    def _is_strange(self, definition: Definition) -> bool:
        stamp = definition.stamp
        known = self.layout(stamp.layout)
        sheet = self.sheet(stamp.layout, stamp.stages)
        ours = schema_hash(outline(sheet)) if sheet else ""
        return bool(known and stamp.version == known.version and stamp.schema != ours)

    def _entry(self, definition: Definition) -> Entry:
        stamp = definition.stamp
        sheet = self.sheet(stamp.layout, stamp.stages)
        strange = self._is_strange(definition)
        ours = {field.id: field for field in outline(sheet)} if sheet and not strange else {}
        now = tuple(ours.values())
        lost = frozenset(f.id for f in definition.fields if any(losses([f], now)))
        return Entry(
            definition=definition,
            fields={
                f.id: self._asked(f, definition, None if f.id in lost else ours[f.id])
                for f in definition.fields
            },
            pages={f.id: f.page for f in definition.fields},
            homeless=lost if ours else frozenset(),
            strange=strange,
        )

    def _asked(
        self, theirs: DefinedField, definition: Definition, ours: DefinedField | None
    ) -> Asked:
        """Return the field under its words here, or, without ``ours``, under its own."""
        stamp = definition.stamp
        field = ours or theirs
        words = _words(field, self.locale)
        stages = self.stage_ids(stamp.layout)
        scale = field.field if isinstance(field.field, Scale) else None
        return Asked(
            layout=stamp.layout,
            id=theirs.id,
            kind=field.field.kind,
            block=theirs.block,
            row=theirs.row,
            stage=theirs.column,
            stage_number=stages.index(theirs.column) + 1 if theirs.column in stages else 0,
            item=theirs.number,
            row_label=words.row,
            stage_label="" if theirs.number else words.column,
            labels=self._labels(theirs, stamp, known=ours is not None),
            options=_options(field.field, words),
            low=scale.low if scale else None,
            high=scale.high if scale else None,
            many=isinstance(field.field, Choice) and field.field.many,
            person=theirs.id == PERSON,
            home="" if ours else stamp.schema,
        )

    def _labels(self, theirs: DefinedField, stamp: Stamp, *, known: bool) -> dict[str, str]:
        if not known:
            return {locale: words.label for locale, words in theirs.words.items()}
        found = {}
        for locale in dict.fromkeys((self.locale, *i18n.locales())):
            slot = self._slots(stamp.layout, stamp.stages, locale).get(theirs.id)
            if slot:
                found[locale] = slot.label
        return found

    # ------------------------------------------------------------ order

    def _rank(self, asked: Asked) -> tuple[object, ...]:
        if asked.home:
            entry = next(
                e
                for e in self.entries.values()
                if e.definition.stamp.schema == asked.home and asked.id in e.fields
            )
            return asked.layout, 1, asked.home, list(entry.fields).index(asked.id), 0, 0, 0
        row, table = self._places(asked.layout)[asked.block, asked.row]
        order = self.stage_ids(asked.layout)
        stage = order.index(asked.stage) if asked.stage in order else 0
        return asked.layout, 0, "", table, asked.item, row, stage

    @cache  # noqa: B019 (a codebook lives as long as its collection)
    def _places(self, layout: str) -> dict[tuple[str, str], tuple[int, int]]:
        """Return the rank of each row, and of the table of numbered rows that it stands in."""
        found: dict[tuple[str, str], tuple[int, int]] = {}
        for entry in self.entries.values():
            stamp = entry.definition.stamp
            sheet = self.sheet(layout, stamp.stages) if stamp.layout == layout else None
            if sheet is None:
                continue
            table, numbered = 0, False
            for index, field in enumerate(outline(sheet)):
                if not (numbered and field.number):
                    table = index
                numbered = bool(field.number)
                found.setdefault((field.block, field.row), (index, table))
        return found

    # ------------------------------------------------------------ words

    @cache  # noqa: B019
    def _slots(self, layout: str, stages: tuple[str, ...], locale: str) -> dict[FieldId, Slot]:
        sheet = self.sheet(layout, stages, locale)
        return {slot.id: slot for slot in sheet.slots()} if sheet else {}

    @cache  # noqa: B019
    def _bound(self, layout: str, stages: tuple[str, ...], locale: str) -> Sheet | None:
        try:
            return pipeline.bind(self.order(layout, stages, locale))
        except DefinitionError:  # too many stages, say: the sheet is not of this layout
            return None

    def order(self, layout: str, stages: tuple[str, ...], locale: str) -> pipeline.Order:
        """Return the order for a known layout with stages by id, in the words they had."""
        known = self.layout(layout)
        if known is None:
            raise KeyError(layout)
        named = (
            self._stages.get(name)
            or loading.known_stage(name)
            or Stage(id=name, label=self._typed.get(name, name))
            for name in stages
        )
        own = StageSet(
            id="collected", title="", stages=tuple(named), translations=self._translations
        )
        return pipeline.Order(
            layout=known, locale=locale, stages=own, untranslated=[], own_font=False
        )

    @cached_property
    def _typed(self) -> Mapping[str, str]:
        """Return the words of stages as the sheets have them: the shortest, not "A to B"."""
        found: dict[str, str] = {}
        ordered = sorted(
            self._definitions.values(), key=lambda d: self.locale not in d.stamp.locales
        )
        for definition in ordered:
            own: dict[str, str] = {}
            for field in definition.fields:
                words = _words(field, self.locale).column
                if words and field.column in definition.stamp.stages:
                    own[field.column] = min(own.get(field.column, words), words, key=len)
            found = own | found
        return found


def _words(field: DefinedField, locale: str) -> FieldWords:
    found = field.words.get(locale) or next(iter(field.words.values()), None)
    return found or FieldWords(field.row, field.column)


def _options(field: Field, words: FieldWords) -> dict[str, str]:
    """Return the labels of a field's possible answers by value."""
    if isinstance(field, Check):
        return {"true": "\u2713", "false": "\u2013"}
    if isinstance(field, Number):
        return {}
    given = words.options or option_words(field)
    if isinstance(field, Scale):
        values = [str(value) for value in range(field.low, field.high + 1)]
        values += [ABSENT] if field.absent else []
    else:
        values = [option.id for option in getattr(field, "options", ())]
    return dict(zip(values, given, strict=False))


def _merge(order: list[str], stages: Sequence[str]) -> None:
    """Add to ``order`` what ``stages`` have more, each after the stage before it."""
    for index, stage in enumerate(stages):
        if stage not in order:
            before = stages[index - 1] if index else None
            order.insert(order.index(before) + 1 if before else 0, stage)
