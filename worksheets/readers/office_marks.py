"""What reading Word and Excel files has in common: pieces, copies, and how much may be found."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from worksheets.definition import unpack
from worksheets.errors import Problem, UnusableInputError
from worksheets.model.response import Found, Mark
from worksheets.readers.office_open import unusable

MAX_MARKS = 20_000
MAX_CHARACTERS = 2_000_000
"""Of all that a file says, once as answers and once as cells."""
_MOST_FOOT = 2_000


def bounded(found: Found) -> Found:
    """Return what was found; raise R003 if it is more than can be settled in a short time."""
    if len(found.marks) + len(found.deleted) > MAX_MARKS:
        raise unusable("R003", f"the file has more than {MAX_MARKS} fields")
    marks = sum(len(m.name) + len(m.text or "") + sum(map(len, m.states)) for m in found.marks)
    cells = sum(len(cell.text) + len(cell.rest) for cell in found.cells) // 2
    if max(marks, cells, sum(map(len, found.deleted))) > MAX_CHARACTERS:
        raise unusable("R003", f"the file says more than {MAX_CHARACTERS:,} characters")
    return replace(found, foot=found.foot[:_MOST_FOOT])


def definitions_of(packed: Iterable[str], problems: list[Problem]) -> Iterator[bytes]:
    """Yield the definitions that are whole; say what is wrong with the others."""
    seen: set[bytes] = set()
    for text in filter(None, packed):
        try:
            found = unpack(text)
        except UnusableInputError as error:
            problems += error.problems
        else:
            if found not in seen:
                seen.add(found)
                yield found


def merged(marks: list[Mark]) -> Iterator[Mark]:
    """Yield one mark per name: copies of a control that say the same count once."""
    groups: dict[str, list[Mark]] = {}
    for mark in marks:
        groups.setdefault(mark.name, []).append(mark)
    for name, group in groups.items():
        if len(group) == 1:
            yield group[0]
            continue
        said = list(dict.fromkeys(
            part for mark in group
            for part in (*mark.states, *([mark.text] if (mark.text or "").strip() else []))
        ))  # fmt: skip
        problems = tuple(dict.fromkeys(chain.from_iterable(mark.problems for mark in group)))
        if len(said) > 1:
            message = f"{len(group)} copies of one field hold different answers"
            problems += (Problem("A009", message, name, "look at the file"),)
        elif not said:
            yield group[0]
            continue
        only = next(mark for mark in group if said[0] in (*mark.states, mark.text))
        text = only.text if len(said) == 1 else None
        states = only.states if len(said) == 1 else tuple(map(str, said))
        yield Mark(name=name, text=text, states=states, problems=problems)
