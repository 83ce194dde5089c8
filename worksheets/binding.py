"""Bind a layout to stages and a locale, or two: fields get ids, labels get words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import reduce
from itertools import pairwise

from worksheets.errors import DefinitionError, Problem
from worksheets.i18n import Catalog, direction
from worksheets.model.fields import Choice, Field, Role, Scale
from worksheets.model.ids import MAX_ID, field_id, is_part_id, option_carrier
from worksheets.model.labels import both, halves, in_line, joined, lead
from worksheets.model.layout import (
    Areas,
    Box,
    Entry,
    Frame,
    Layout,
    Office,
    Row,
    Stage,
    StageSet,
    Table,
)
from worksheets.model.sheet import (
    AreaMap,
    Card,
    Grid,
    GridRow,
    HeaderField,
    Heading,
    Sheet,
    Slot,
)
from worksheets.model.structure import option_words
from worksheets.model.walk import Node, translated

MAX_FIELDS = 2000
_ON_ONE_LINE = ("write", "choose", "screen", "sheet", "guide", "listed")


def bind(
    layout: Layout,
    stages: StageSet,
    frame: Frame,
    catalog: Catalog,
    *,
    second: Catalog | None = None,
    untranslated: list[Problem] | None = None,
) -> Sheet:
    """Return the sheet in the catalog's language, or with those of a ``second`` one below.

    Missing translations are raised together as DefinitionError, or, where a list is given,
    added to ``untranslated`` and printed in the source language. Wrong numbers of stages and
    clashing ids are raised as well.
    """
    missing: list[tuple[str, Problem]] = []
    catalogs = (catalog, second) if second else (catalog,)
    layout = _localized(layout, layout.translations, catalogs, missing)
    frame = _localized(frame, frame.translations, catalogs, missing)
    own, as_typed = stages.translations, stages.as_typed
    stages = _localized(stages, own, catalogs, missing, as_typed=as_typed)
    _report([problem for _, problem in missing], untranslated)
    used = stages.stages if layout.stages else ()
    _check_stages(layout, used)
    sheet = Sheet(
        layout=layout.id,
        version=layout.version,
        locale=catalog.locale,
        second=second.locale if second else "",
        english=tuple(dict.fromkeys(text for text, _ in missing)),
        direction=direction(catalog.locale),
        stages=tuple(stage.id for stage in used),
        size=layout.size,
        orientation=layout.orientation,
        title=layout.title,
        purpose=layout.purpose,
        fill=frame.fill,
        pen=frame.pen,
        notes=frame.notes,
        sheet_of=frame.sheet,
        office=_in_lines(frame.office),
        header=tuple(map(_header_field, (*layout.header, *frame.header))),
        blocks=tuple(
            _grid(block, used) if isinstance(block, Table) else _area_map(block)
            for block in layout.blocks
        ),
    )
    _check_ids(sheet)
    return sheet


def _report(missing: list[Problem], untranslated: list[Problem] | None) -> None:
    if untranslated is not None:
        untranslated += missing
    elif missing:
        raise DefinitionError(missing)


def _in_lines(office: Office) -> Office:
    """Return words of programs with those on one line that stand in fields, tabs and menus.

    Some stand where there is no room for two languages.
    """
    said = {name: in_line(getattr(office, name)) for name in _ON_ONE_LINE}
    return replace(office, **said, brief=lead(office.brief), day=lead(office.day))


def without_instructions(sheet: Sheet, frame: Frame) -> Sheet:
    """Return the sheet without what tells or asks somebody who fills it in."""
    asked = {entry.id for entry in frame.header}
    return replace(
        sheet,
        fill="",
        pen="",
        notes="",
        header=tuple(entry for entry in sheet.header if entry.slot.row not in asked),
        blocks=tuple(
            replace(block, rows=tuple(replace(row, instruction="") for row in block.rows))
            if isinstance(block, Grid)
            else block
            for block in sheet.blocks
        ),
    )


def in_words_of(node: Node, catalog: Catalog) -> Node:
    """Return ``node`` in the catalog's language, what has no translation in the source's."""
    return translated(node, lambda role, text: catalog.find(role, text) or text)


def _localized(
    node: Node,
    own: Mapping[str, Mapping[str, str]],
    catalogs: Sequence[Catalog],
    missing: list[tuple[str, Problem]],
    *,
    as_typed: bool = False,
) -> Node:
    """Return ``node`` in the catalogs' languages; ``own`` words, written in place, come first."""

    def say(role: Role, text: str, catalog: Catalog) -> str:
        if text in own:
            words = own[text].get(catalog.locale)
        else:
            words = text if as_typed else catalog.find(role, text)
        if words is None and not as_typed:
            message = f"no {catalog.locale} translation of the {role} {text!r}"
            hint = "translate it or --allow-untranslated"
            missing.append((text, Problem("T001", message, hint=hint)))
        return words or text

    def say_all(role: Role, text: str) -> str:
        return reduce(both, (say(role, text, catalog) for catalog in catalogs))

    return translated(node, say_all)


def _check_stages(layout: Layout, stages: tuple[Stage, ...]) -> None:
    problems = [
        Problem("L006", f"{stage.id!r} cannot be a stage id", hint="write id=Word, as in plan=Plan")
        for stage in stages
        if not is_part_id(stage.id)
    ]
    rule = layout.stages
    if not rule and any(isinstance(b, Table) and not b.columns for b in layout.blocks):
        message = f"{layout.id} has a table of stages but no stages"
        problems.append(Problem("L010", message, hint="add 'stages: {default: research_offer}'"))
    if rule and not rule.least <= len(stages) <= rule.most:
        limits = f"takes {rule.least} to {rule.most} stages, not {len(stages)}"
        problems.append(Problem("L010", f"{layout.id} {limits}", hint="choose other --stages"))
    if problems:
        raise DefinitionError(problems)


def _check_ids(sheet: Sheet) -> None:
    names: Counter[str] = Counter()
    for slot in sheet.slots():
        names[slot.id] += 1
        if isinstance(slot.field, Choice) and slot.field.many:
            names.update(option_carrier(slot.id, option.id) for option in slot.field.options)
    problems = [
        Problem("L007", f"two fields get the id {name!r}", hint="give one block an id")
        for name, count in names.items()
        if count > 1
    ]
    problems += [
        Problem("L006", f"the field id {name!r} is longer than {MAX_ID} characters")
        for name in names
        if len(name) > MAX_ID
    ]
    problems += [
        Problem("L007", f"two answers of {slot.label!r} read alike: {word!r}", hint="reword one")
        for slot in {id(slot.field): slot for slot in sheet.slots()}.values()
        for language in dict.fromkeys(zip(*map(halves, option_words(slot.field)), strict=True))
        for word, count in Counter(filter(None, language)).items()
        if count > 1
    ]
    if len(names) > MAX_FIELDS:
        problems.append(Problem("L004", f"{len(names)} fields; at most {MAX_FIELDS} are possible"))
    if problems:
        raise DefinitionError(problems)


def _header_field(entry: Entry) -> HeaderField:
    slot = Slot(
        id=field_id("", entry.id), field=entry.field, row=entry.id, row_label=entry.label,
        hint=entry.hint,
    )  # fmt: skip
    return HeaderField(slot=slot, width=entry.width)


def _grid(table: Table, stages: tuple[Stage, ...]) -> Grid:
    if table.columns:
        headings = tuple(
            Heading(id=c.id, label=c.label, help=c.hint, width=c.width) for c in table.columns
        )
    else:
        headings = tuple(
            Heading(id=stage.id, label=stage.label, help=stage.help, number=number)
            for number, stage in enumerate(stages, start=1)
        )
    if table.numbered:
        rows = tuple(_numbered_row(table, number) for number in range(1, table.numbered + 1))
    else:
        rows = tuple(_row(table.id, row, headings) for row in table.rows)
    return Grid(
        id=table.id,
        corner=table.corner,
        stages=not table.columns,
        heads=table.heads,
        beside=table.beside,
        width=table.width,
        headings=headings,
        rows=rows,
    )


def _row(block: str, row: Row, headings: tuple[Heading, ...]) -> GridRow:
    assert row.field is not None  # noqa: S101 (the source checks it: L012)

    def slot(column: str, label: str) -> Slot:
        return Slot(
            id=field_id(block, row.id, column),
            field=_field(row.field),
            block=block,
            row=row.id,
            column=column,
            row_label=row.label,
            column_label=label,
            hint=joined(" ", row.question, row.instruction),
        )

    match row.per:
        case "map":
            slots: tuple[Slot, ...] = (slot("", ""),)
        case "between":
            pairs = pairwise(headings)
            slots = tuple(slot(a.id, joined(" → ", a.label, b.label)) for a, b in pairs)
        case _:
            slots = tuple(slot(heading.id, heading.label) for heading in headings)
    return GridRow(
        id=row.id,
        label=row.label,
        question=row.question,
        instruction=row.instruction,
        per=row.per,
        grow=row.grow,
        slots=slots,
    )


def _field(field: Field | None) -> Field:
    assert field is not None  # noqa: S101 (the source checks it: L012)
    return field


def _numbered_row(table: Table, number: int) -> GridRow:
    slots = tuple(
        Slot(
            id=field_id(table.id, column.id, "", number),
            field=_field(column.field),
            block=table.id,
            row=column.id,
            number=number,
            row_label=column.label,
            column_label=str(number),
            hint=column.hint,
        )
        for column in table.columns
    )
    return GridRow(id=str(number), label=str(number), grow=table.grow, slots=slots)


def _area_map(block: Areas) -> AreaMap:
    return AreaMap(
        id=block.id,
        beside=block.beside,
        width=block.width,
        columns=block.columns,
        rows=block.rows,
        areas=block.areas,
        cards=tuple(_card(block.id, box) for box in block.boxes),
    )


def _card(block: str, box: Box) -> Card:
    bare = box.field is not None
    entries = (Entry(id="", field=_field(box.field)),) if bare else box.entries
    opposites = {entry.id: joined(" – ", *_ends(entry.field)) for entry in entries}
    slots = tuple(
        Slot(
            id=field_id(block, box.id, entry.id),
            field=entry.field,
            block=block,
            row=box.id,
            column=entry.id,
            row_label=box.label,
            column_label=entry.label or opposites[entry.id],
            hint=entry.hint or box.question,
        )
        for entry in entries
    )
    return Card(
        id=box.id,
        label=box.label,
        question=box.question,
        icon=box.icon,
        below=box.below,
        picture=box.picture,
        bare=bare,
        slots=slots,
    )


def _ends(field: Field) -> tuple[str, ...]:
    return (field.steps[0].label, field.steps[-1].label) if isinstance(field, Scale) else ()
