"""Find what somebody who asks to be forgotten has sent."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from worksheets.collecting.codebook import PERSON
from worksheets.collecting.decisions import Decisions
from worksheets.collecting.identity import Record
from worksheets.model.labels import plain
from worksheets.model.workshop import Workshop, document_id


@dataclass(frozen=True, slots=True)
class Sought:
    """What a person's responses may bear: names and codes as compared, document ids.

    ``listed`` are the ids of her copies by the workshops' lists.
    """

    names: frozenset[str]
    documents: frozenset[str]
    listed: frozenset[str]

    def copies(self, sent: Iterable[Record]) -> set[str]:
        """Return the document ids that are hers for sure: no name is ever among them."""
        stamps = (record.response["stamp"] for record in sent)
        return {stamp["document"] for stamp in stamps if stamp["document"]} | self.listed

    def sent(
        self, records: Iterable[Record], decisions: Decisions | None = None
    ) -> Iterator[Record]:
        """Yield the records that are hers: as they say themselves, or as was decided."""
        for record in records:
            response = record.response
            typed = response["answers"].get(PERSON) or response["extra"].get(PERSON)
            document = response["stamp"]["document"] if response["stamp"] else None
            said = decisions.about(record.name, record.sha256) if decisions else {}
            named = {plain(str(name)) for name in (typed, said.get("same person")) if name}
            if document in self.documents or named & self.names:
                yield record


def sought(person: str, workshops: Sequence[Workshop], code: Callable[[str], str] | None) -> Sought:
    """Return what to look for: ``person`` is a name, an id, an address, a code or a document id."""
    listed = [
        (workshop, one)
        for workshop in workshops
        for one in workshop.people
        if plain(person) in {plain(text) for text in (one.id, one.name, one.email) if text}
    ]
    names = {person, *(one.name for _, one in listed if one.name)}
    if code:
        names |= {code(name) for name in names}
    waves = {
        (workshop.id, wave, one.id)
        for workshop, one in listed
        for wave in (workshop.wave, *(wave.id for wave in workshop.waves))
    }
    copies = frozenset(document_id(*parts) for parts in waves)
    return Sought(frozenset(map(plain, names)), copies | {person.upper()}, copies)
