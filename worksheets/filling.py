"""Answers to put into a worksheet, as a person or a program writes them."""

from collections.abc import Mapping
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from worksheets.answers import possible, settle_field
from worksheets.errors import Problem, UnusableInputError
from worksheets.model.fields import Check, Choice, Number
from worksheets.model.ids import FieldId
from worksheets.model.response import DefinedField, Definition, Mark, Value

_HARMLESS = {"A003", "A007", "A008"}
"""What may be said of a text that is filled in all the same."""


def parse_answers(definition: Definition, data: Mapping[str, Any]) -> dict[FieldId, Value]:
    """Return ``data`` as values of the definition's fields.

    Every value may be a string, as it would be typed into the sheet or as `Response.as_json`
    writes it; a choice of many takes a list or a text with commas; None and "" clear a field.
    Raises UnusableInputError with all problems: A012 no such field, A011 not a possible value.
    """
    fields = {field.id: field for field in definition.fields}
    values: dict[FieldId, Value] = {}
    problems: list[Problem] = []
    for name, given in data.items():
        defined = fields.get(FieldId(name))
        if defined is None:
            problems.append(_unknown(str(name), fields))
            continue
        mark = _mark(defined, given)
        answer = settle_field(definition, defined, {defined.id: mark}) if mark else None
        if answer and not {problem.code for problem in answer.problems} - _HARMLESS:
            values[defined.id] = None if given is None or given == "" else answer.value
        else:
            message = f"it cannot hold {str(given)[:60]!r}"
            hint = f"it holds {possible(defined)}"
            problems.append(Problem("A011", message, defined.id, hint))
    if problems:
        raise UnusableInputError(problems)
    return values


def _unknown(name: str, fields: Mapping[FieldId, DefinedField]) -> Problem:
    near = get_close_matches(name[:60], fields, n=1)
    hint = f"did you mean {near[0]!r}?" if near else "`worksheets generate -f json` lists the ids"
    return Problem("A012", f"no field has the id {name[:60]!r}", hint=hint)


def _mark(defined: DefinedField, given: object) -> Mark | None:
    """Return ``given`` as if it had been read from a sheet, or None if its type does not fit."""
    field = defined.field
    match given:
        case None:
            return Mark(name=defined.id)
        case str():
            return Mark(name=defined.id, text=given)
        case bool():
            return Mark(name=defined.id, text=str(given)) if isinstance(field, Check) else None
        case int() | float() | Decimal() if not isinstance(field, Check):
            # E notation is a number in no locale but its own: 1.125 is never 1125.
            exact = isinstance(field, Number) and not isinstance(given, int)
            return Mark(name=defined.id, text=_exact(given) if exact else str(given))
        case list() | tuple() if isinstance(field, Choice) and field.many:
            texts = [item for item in given if isinstance(item, str)]
            return Mark(name=defined.id, states=tuple(texts)) if len(texts) == len(given) else None
        case _:
            return None


def _exact(number: float | Decimal) -> str:
    sign, digits, exponent = Decimal(str(number)).as_tuple()
    return f"{'-' * sign}{''.join(map(str, digits))}E{exponent}"
