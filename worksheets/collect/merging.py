"""A workshop's answers back on one worksheet of the same layout."""

from collections.abc import Iterable
from dataclasses import replace

from worksheets import pipeline
from worksheets.collect.collection import Collection
from worksheets.collect.rows import Place
from worksheets.collect.stakeholders import Register, places, registers
from worksheets.collect.tables import summaries
from worksheets.errors import DefinitionError, Problem
from worksheets.model.ids import FieldId
from worksheets.model.results import Point, Quote, Results, Summary
from worksheets.model.sheet import Worksheet


def merged(
    collection: Collection, layout: str, paper: str | None = None
) -> tuple[Worksheet, Results]:
    """Return the worksheet of a known ``layout`` and what all its sheets say together."""
    codebook = collection.codebook
    order = codebook.order(layout, codebook.stage_ids(layout), collection.locale)
    worksheet = pipeline.solve(replace(order, paper=paper, marks=False, own_font=True))
    replies = [r for r in collection.replies() if r.layout == layout]
    fields = summaries(iter(replies), layout)
    points: list[Point] = []
    for register in registers(collection):
        if register.layout == layout:
            found = [place for place in places(collection) if place.layout == layout]
            fields |= _rows(worksheet, register, found)
            points += _points(found)
    people = sum(reply.people for reply in replies)
    note = pipeline.result_note(collection.locale, sheets=len(replies), people=people)
    return worksheet, Results(note=note, fields=fields, points=tuple(points))


def without_row(worksheet: Worksheet, collection: Collection, layout: str) -> list[str]:
    """Return the names of the stakeholders for whom the worksheet has no numbered row."""
    rows = max((slot.number for slot in worksheet.sheet.slots()), default=0)
    found = (place for place in places(collection) if place.layout == layout)
    return [place.name for place in found if place.number > rows]


def layout_to_merge(collection: Collection, wanted: str | None = None) -> str:
    """Return ``wanted``, or the one known layout that came back; raise DefinitionError if none."""
    known = [name for name in collection.layouts if collection.codebook.layout(name)]
    if wanted:
        if wanted not in known:
            hint = f"known: {', '.join(known)}" if known else "look at the problems"
            message = f"no sheet of {wanted!r} came back that could be merged"
            raise DefinitionError(Problem("L011", message, hint=hint))
        return wanted
    if len(known) != 1:
        message = (
            "nothing came back that could be merged" if not known else "several layouts came back"
        )
        hint = f"merge one of them: {', '.join(known)}" if known else "look at the problems"
        raise DefinitionError(Problem("L011", message, hint=hint))
    return known[0]


def _rows(
    worksheet: Worksheet, register: Register, found: Iterable[Place]
) -> dict[FieldId, Summary]:
    """Return the fields of the numbered rows: one row per stakeholder, whatever row it had."""
    places = {place.number: place for place in found}
    fields = {}
    for slot in worksheet.sheet.slots():
        if slot.number:
            place = places.get(slot.number)
            fields[slot.id] = _summary(place, slot.row, register) if place else Summary()
    return fields


def _summary(place: Place, row: str, register: Register) -> Summary:
    if row == register.name:
        return Summary(quotes=(Quote(place.name),), sheets=place.sheets)
    if row in {register.x, register.y}:
        mean = place.x if row == register.x else place.y
        return Summary(mean=mean, sheets=place.sheets)
    counts = place.choices.get(row, {})
    return Summary(quotes=place.notes.get(row, ()), counts=counts, sheets=place.sheets)


def _points(found: Iterable[Place]) -> list[Point]:
    return [
        Point(place.number, place.x, place.y, place.name, place.spread or 0)
        for place in found
        if place.x is not None and place.y is not None
    ]
