"""What a change of a layout would do to the answers given to its older version."""

from collections.abc import Iterator, Sequence

from worksheets.errors import Problem
from worksheets.model.fields import Choice, Number, Scale
from worksheets.model.response import DefinedField


def losses(old: Sequence[DefinedField], new: Sequence[DefinedField]) -> Iterator[Problem]:
    """Yield one problem per field of ``old`` whose answers have no home, or another meaning."""
    now = {field.id: field for field in new}
    for field in old:
        if field.id not in now:
            hint = "keep the id, even if the words change"
            yield Problem("L013", f"the field {field.id!r} is gone", hint=hint)
        elif why := _difference(field, now[field.id]):
            yield Problem("L013", f"the field {field.id!r} {why}", hint="give it another id")


def _difference(old: DefinedField, new: DefinedField) -> str:
    why = ""
    match old.field, new.field:
        case (was, now) if was.kind != now.kind:
            why = f"was a {was.kind} and is a {now.kind}"
        case (Scale() as was, Scale() as now):
            if (was.low, was.high) != (now.low, now.high):
                why = f"ran from {was.low} to {was.high} and runs from {now.low} to {now.high}"
            elif was.absent and not now.absent:
                why = "no longer offers a mark for what did not happen"
        case (Choice() as was, Choice() as now):
            kept = {option.id for option in now.options}
            gone = [option.id for option in was.options if option.id not in kept]
            if was.many and not now.many:
                why = "took several answers and takes one"
            elif gone:
                why = f"has lost the options {', '.join(gone)}"
        case (Number() as was, Number() as now) if (was.low, was.high) != (now.low, now.high):
            why = "has other limits"
    return why
