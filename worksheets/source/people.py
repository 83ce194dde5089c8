"""People with their ids and places: nobody is mistaken for somebody else.

An id never depends on who else is on the list, so that adding somebody changes nobody's.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from worksheets.errors import Problem, Spot
from worksheets.model.ids import MAX_KEY, part_id
from worksheets.model.workshop import Person
from worksheets.source.nodes import Document

PEOPLE = "people"


def placed(document: Document, people: Iterable[Person]) -> tuple[Person, ...]:
    """Return the people of a document with ids, made from names, and the places of what is said."""
    return tuple(
        replace(
            person,
            id=person.id or part_id(person.name, MAX_KEY),
            places={
                "": document.spot((PEOPLE, index)),
                "language": document.spot((PEOPLE, index, "language")),
                **{name: _place(document, index, name) for name in person.answers},
            },
        )
        for index, person in enumerate(people)
    )


def _place(document: Document, index: int, answer: str) -> Spot:
    ways = (("answers", answer), (f"answers.{answer}",), (answer,))
    locs = ((PEOPLE, index, *way) for way in ways)
    return document.spot(next(loc for loc in locs if loc in document.values))


def clashes(document: Document) -> Iterator[Problem]:
    """Yield a problem for each person without an id of her own; capitals make no difference."""
    data = document.data if isinstance(document.data, dict) else {}
    listed = data.get(PEOPLE)
    first: dict[str, tuple[int, Any, str]] = {}
    for index, item in enumerate(listed if isinstance(listed, list) else ()):
        given, name = (item.get("id"), _name(item)) if isinstance(item, dict) else (None, "")
        own = str(given or part_id(name, MAX_KEY))
        place = document.spot((PEOPLE, index))
        if not own and name:
            yield Problem("L006", f"no id can be made from {name!r}", place, "give an 'id'")
        if not own:
            continue
        at, id_, other = first.setdefault(own.lower(), (index, given, name or own))
        if at != index and (given is None or given != id_):  # equal ids are found in any list
            message = f"{name or own!r} gets the same id as {other!r}: {own}"
            yield Problem("L007", message, place, "give the one who is new an 'id'")


def _name(item: Mapping[str, Any]) -> str:
    return " ".join(str(item[key]) for key in ("name", "surname") if item.get(key))
