"""A workshop's answers back on one worksheet of the same layout."""

from collections.abc import Iterable
from dataclasses import replace

from worksheets import pipeline, results
from worksheets.collecting.collection import Collection
from worksheets.collecting.rows import Place
from worksheets.collecting.stakeholders import Register, places_of, registers
from worksheets.collecting.tables import summaries
from worksheets.errors import DefinitionError, Problem
from worksheets.model.ids import FieldId
from worksheets.model.results import Point, Quote, Results, Summary
from worksheets.model.sheet import Worksheet


def merged(
    collection: Collection, layout: str, paper: str | None = None
) -> tuple[Worksheet, Results, list[str]]:
    """Return the worksheet of a known ``layout`` and what all its sheets say together.

    The names are those of stakeholders for whom the worksheet has no numbered row.
    """
    codebook = collection.codebook
    order = codebook.order(layout, codebook.stage_ids(layout), collection.locale)
    worksheet = pipeline.solve(replace(order, paper=paper, marks=False, own_font=True))
    rows = max((slot.number for slot in worksheet.sheet.slots()), default=0)
    replies = [r for r in collection.replies() if r.layout == layout]
    fields = summaries(iter(replies), layout)
    points: list[Point] = []
    left: list[str] = []
    for register in registers(collection):
        if register.layout == layout:
            found = places_of(collection, register)
            fields |= _rows(worksheet, register, found)
            points += _points(found)
            left += [place.name for place in found if place.number > rows]
    people = sum(reply.people for reply in replies)
    note = results.note(collection.locale, sheets=len(replies), people=people)
    return worksheet, Results(note=note, fields=fields, points=tuple(points)), left


def layout_to_merge(collection: Collection, wanted: str | None = None) -> str:
    """Return the one known layout that came back, or the ``wanted`` one among several.

    Raises DefinitionError if there is no such layout, or more than one.
    """
    known = [name for name in collection.layouts if collection.codebook.layout(name)]
    if wanted in known:
        return wanted
    if wanted is None and len(known) == 1:
        return known[0]
    message = "several layouts came back" if wanted is None else f"no {wanted!r} came back"
    hint = f"choose one with --merge-layout: {', '.join(known)}"
    if not known:
        message, hint = "nothing came back that could be merged", "look at the problems"
    raise DefinitionError(Problem("L011", message, hint=hint))


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
