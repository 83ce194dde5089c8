"""Who was asked, and when: what a workshop's list says of a response that came back."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from functools import cached_property
from typing import Any

from worksheets.collecting.names import INSIDE
from worksheets.collecting.rows import Missing
from worksheets.model.labels import plain
from worksheets.model.layout import StageSet
from worksheets.model.workshop import Person, Wave, Workshop, document_id

_BETWEEN = re.compile(f"[/{INSIDE}]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """Where a response comes from, as a workshop's list tells.

    ``strange``: nobody's copy; ``timeless``: there are waves, and it belongs to none.
    """

    workshop: str | None = None
    wave: str | None = None
    participant: str | None = None
    group: str | None = None
    strange: bool = False
    timeless: bool = False

    def as_json(self) -> dict[str, str | None]:
        """Return what a response's JSON says of it."""
        keys = "workshop", "wave", "participant", "group"
        return {key: getattr(self, key) for key in keys}


@dataclass(slots=True)
class _Copies:
    """A person's copies in one wave, and the layouts that came back."""

    workshop: Workshop
    wave: str
    person: Person
    back: set[str] = attribute(default_factory=set)


class Origins:
    """The origins of responses to ``workshops``; ``code`` makes a pseudonym of a name."""

    def __init__(
        self, workshops: Sequence[Workshop], code: Callable[[str], str] = lambda name: name
    ) -> None:
        self._workshops = workshops
        self._code = code

    @property
    def name(self) -> str:
        """Return the workshops' names, "" if there are none."""
        return ", ".join(dict.fromkeys(workshop.name for workshop in self._workshops))

    @property
    def stages(self) -> StageSet:
        """Return the workshops' own stages; of two with one id the last one's words count."""
        sets = [workshop.stages for workshop in self._workshops if workshop.stages]
        every = {stage.id: stage for found in sets for stage in found.stages}
        words = {text: said for found in sets for text, said in found.translations.items()}
        return StageSet(id="own", title="", stages=tuple(every.values()), translations=words)

    @cached_property
    def waves(self) -> Mapping[str, str]:
        """Return the labels of all waves by id, in order."""
        found = {w.wave: w.wave for w in self._workshops if w.wave and not w.waves}
        for workshop in self._workshops:
            found |= {wave.id: wave.label for wave in workshop.waves}
        return found

    @cached_property
    def _copies(self) -> Mapping[str, _Copies]:
        return {
            document_id(workshop.id, wave, person.id): _Copies(workshop, wave, person)
            for workshop in self._workshops
            for wave in dict.fromkeys((workshop.wave, *(wave.id for wave in workshop.waves)))
            for person in workshop.people
        }

    @cached_property
    def _names(self) -> Mapping[tuple[str, str], str]:
        """Return what people are called, by workshop and id: two of one name by their ids too."""
        found = {}
        for workshop in self._workshops:
            names = [person.name for person in workshop.people]
            for person in workshop.people:
                name = person.name or person.id
                twice = names.count(person.name) > 1
                found[workshop.id, person.id] = f"{name} ({person.id})" if twice else name
        return found

    def of(self, response: Mapping[str, Any], file: str) -> Origin:
        """Return the origin of a response's JSON that came as ``file``."""
        document = response["stamp"]["document"]
        copies = self._copies.get(document)
        if copies:
            workshop, person = copies.workshop, copies.person
            return Origin(
                workshop=workshop.id,
                wave=copies.wave or None,
                participant=self._code(self._names[workshop.id, person.id]),
                group=person.group or None,
            )
        of, wave = self._round(file, response["answers"].get("date"))
        return Origin(
            workshop=of,
            wave=wave,
            strange=document is not None and bool(self._workshops),
            timeless=document is None and not wave and bool(self.waves),
        )

    def _round(self, file: str, written: object) -> tuple[str | None, str | None]:
        """Return workshop and wave of a generic sheet: by its folder, else by the date in it."""
        every = [(workshop, wave) for workshop in self._workshops for wave in workshop.waves]
        for workshop, wave in every:
            if wave.folder and _lies_in(wave.folder, file):
                return workshop.id, wave.id
        for workshop, wave in every:
            if _is_within(wave, written):
                return workshop.id, wave.id
        if len(self._workshops) != 1:
            return None, None
        (only,) = self._workshops
        return only.id, (None if only.waves else only.wave or None)

    def came_back(self, stamp: Mapping[str, Any], said: str | None, wave: str | None) -> None:
        """Remember that a response counts: whoever it is of, or is ``said`` to be, has answered."""
        copies = self._copies.get(stamp["document"])
        if said:
            copies = next((c for c in self._of(said) if c.wave == (wave or c.workshop.wave)), None)
        if copies:
            copies.back.add(stamp["layout"])

    def _of(self, participant: str) -> Iterator[_Copies]:
        """Yield the copies of somebody, called as the tables do."""
        for copies in self._copies.values():
            name = self._code(self._names[copies.workshop.id, copies.person.id])
            if plain(name) == plain(participant):
                yield copies

    def missing(self, is_forgotten: Callable[[str], bool]) -> Iterator[Missing]:
        """Yield the copies that have not come back, after `came_back` was told of all that have.

        Where nobody said which layouts were sent, as with a list alone, those that came back were.
        """
        sent = {
            workshop.id: workshop.layouts or self._sent(workshop) for workshop in self._workshops
        }
        for document, copies in self._copies.items():
            workshop, person = copies.workshop, copies.person
            if is_forgotten(document):
                continue
            if copies.wave != workshop.wave and not copies.back:
                continue  # of another round, in which she may not have been asked
            for layout in sent[workshop.id] or ("",):
                if layout not in copies.back:
                    yield Missing(
                        participant=self._code(self._names[workshop.id, person.id]),
                        group=person.group,
                        locale=person.locale,
                        layout=layout,
                        wave=self.waves.get(copies.wave, copies.wave),
                    )

    def _sent(self, workshop: Workshop) -> tuple[str, ...]:
        """Return the layouts of the personal copies that came back."""
        copies = (c for c in self._copies.values() if c.workshop is workshop)
        return tuple(sorted({layout for one in copies for layout in one.back}))


def _lies_in(folder: str, file: str) -> bool:
    """Tell whether a folder, or an archive of that name, is among those that a file lies in."""
    wanted = [part for part in plain(folder).replace("\\", "/").split("/") if part not in {"", "."}]
    above = [part.removesuffix(".zip") for part in _BETWEEN.split(plain(file))[:-1]]
    ends = range(len(wanted), len(above) + 1)
    return bool(wanted) and any(above[end - len(wanted) : end] == wanted for end in ends)


def _is_within(wave: Wave, written: object) -> bool:
    if not isinstance(written, str) or not (wave.since or wave.until):
        return False
    return (wave.since or date.min) <= date.fromisoformat(written) <= (wave.until or date.max)
