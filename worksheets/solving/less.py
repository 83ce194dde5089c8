"""What a sheet in two languages prints less of, step by step, where a page is too small for all.

Labels and the words of answers stay in both; questions stay in what is said about a field, and
text fields keep two lines at least.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from worksheets.model.fields import Text
from worksheets.model.labels import lead
from worksheets.model.sheet import Grid, Sheet, Slot

Change = Callable[[Sheet], Sheet]
_FEWEST = 2
"""Lines that no text field gets less than for want of room."""


def _all(sheet: Sheet) -> Sheet:
    return sheet


def _lead_asks(sheet: Sheet) -> Sheet:
    """Return the sheet with the questions of cards in the language that leads.

    Rows show theirs where there is room.
    """
    return sheet.asking(lead, rows=False)


def _nobody_asks(sheet: Sheet) -> Sheet:
    return sheet.asking(lambda _: "", rows=False)


def _lower(sheet: Sheet) -> Sheet:
    """Return the sheet with a line less in text fields of three and more."""
    blocks = (
        replace(block, rows=tuple(replace(r, slots=_lowered(r.slots)) for r in block.rows))
        if isinstance(block, Grid)
        else replace(block, cards=tuple(replace(c, slots=_lowered(c.slots)) for c in block.cards))
        for block in sheet.blocks
    )
    return replace(sheet, blocks=tuple(blocks))


def _lowered(slots: Sequence[Slot]) -> tuple[Slot, ...]:
    return tuple(
        replace(slot, field=Text(lines=slot.field.lines - 1))
        if isinstance(slot.field, Text) and slot.field.lines > _FEWEST
        else slot
        for slot in slots
    )


LESS: Sequence[Change] = (
    _all,
    _lead_asks,
    _lower,
    lambda sheet: _lower(_lead_asks(sheet)),
    lambda sheet: _lower(_nobody_asks(sheet)),
)
"""From everything to the least."""
