"""One person's copies of a worksheet: her document id in stamp and codes, her name filled in."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from worksheets import pipeline
from worksheets.errors import Problem
from worksheets.model.ids import FieldId
from worksheets.model.response import Definition, Value
from worksheets.model.workshop import Person
from worksheets.pipeline import Order

PARTICIPANT = FieldId("participant")
"""The field of every sheet's header that holds a name."""


def personal(
    order: Order, document: str, values: Mapping[FieldId, Value], formats: Iterable[str]
) -> dict[str, bytes]:
    """Return the copies of one document by format."""
    said: list[Problem] | None = (
        [] if order.untranslated is not None else None
    )  # what is missing is known already
    worksheet = pipeline.solve(replace(order, document=document, untranslated=said))
    return {format_: pipeline.write(worksheet, format_, values) for format_ in formats}


def answers_of(person: Person, definition: Definition, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is filled in beforehand for a person: what all get, and what is hers."""
    fields = {field.id for field in definition.fields}
    named: dict[str, Any] = {PARTICIPANT: person.name} if person.name else {}
    hers = {**named, **person.answers}
    return {**given, **{name: value for name, value in hers.items() if name in fields}}
