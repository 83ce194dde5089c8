"""The responses of a workshop, as one thing: what every table, report and picture is made of.

Responses stream from the store as often as they are asked for; only what identifies them is kept
in memory. People's decisions and corrections are laid over them here and nowhere else.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from functools import cached_property
from typing import Any, Protocol

from worksheets.collecting.codebook import PERSON, SIZE, Codebook, Entry
from worksheets.collecting.decisions import Decisions
from worksheets.collecting.identity import Key, Record, Verdict, judge, key_of
from worksheets.collecting.origins import Origin, Origins
from worksheets.collecting.remarks import Remarks, bare, shown
from worksheets.collecting.rows import AnswerRow, Asked, Counted, Given, Missing, Note, Reply
from worksheets.errors import Problem, UnusableInputError
from worksheets.filling import parse_answers
from worksheets.model.ids import FieldId
from worksheets.model.layout import Layout
from worksheets.model.response import Definition, plain_value
from worksheets.model.workshop import Workshop

_CODE = re.compile("P-[A-Z2-7]{8}")  # of `privacy`


class Readings(Protocol):
    """Where responses come from, in a fixed order, again and again."""

    def records(self) -> Iterator[Record]:
        """Yield every file that was read."""

    def definitions(self) -> Iterator[tuple[str, Definition]]:
        """Yield the definitions that responses were read by, with their keys."""

    def vanished(self) -> Iterator[str]:
        """Yield the names of files of earlier runs that are not there any more."""

    def notices(self) -> Iterator[Problem]:
        """Yield what was wrong with folders, archives and files that were not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How to look at responses: language, what is known, and what people said about them.

    ``drop_person`` leaves out who answered; ``code`` turns a person's name into a pseudonym, and
    ``real`` the pseudonym of a file into its name (which is never shown); nothing
    is said of those whose copies ``is_forgotten`` knows; ``by_group`` asks for means per group.
    """

    locale: str = "en"
    layouts: Sequence[Layout] = ()
    workshops: Sequence[Workshop] = ()
    decisions: Decisions = attribute(default_factory=Decisions)
    notes: Sequence[Note] = ()
    drop_person: bool = False
    by_group: bool = False
    code: Callable[[str], str] = lambda name: name
    real: Callable[[str], str] = lambda file: file
    is_forgotten: Callable[[str], bool] = lambda _document: False


class Collection:
    """All responses of ``readings``, as ``view`` has them."""

    def __init__(self, readings: Readings, view: View) -> None:
        """Look at nothing yet."""
        self.readings = readings
        self.view = view
        self.locale = view.locale
        self.origins = Origins(view.workshops, view.code)
        self._kept: tuple[Reply, ...] | None = None

    # ------------------------------------------------------------ what was asked

    @cached_property
    def codebook(self) -> Codebook:
        """Return the fields of all responses."""
        definitions = dict(self.readings.definitions())
        return Codebook(definitions, self.locale, self.view.layouts, self.origins.stages)

    @property
    def fields(self) -> tuple[Asked, ...]:
        """Return every field once, layout by layout, in reading order."""
        return self.codebook.fields

    @property
    def layouts(self) -> Mapping[str, str]:
        """Return the titles of the layouts that came back, by id."""
        return self.codebook.titles

    @property
    def name(self) -> str:
        """Return the workshop's name, "" if nobody told it."""
        return self.origins.name

    # ------------------------------------------------------------ what was answered

    @cached_property
    def verdicts(self) -> Mapping[Key, Verdict]:
        """Return what counts, and why not."""
        return judge(self.readings.records(), self.view.decisions)

    @cached_property
    def remarks(self) -> Remarks:
        """Return the notes, each with what became of its answer."""
        remarks = Remarks(self.view.notes)
        if len(remarks):
            for _ in self._replies(remarks):
                pass
        return remarks

    @cached_property
    def waves(self) -> Mapping[str, str]:
        """Return the labels of the waves that answered, by id, in order."""
        there = self._counted("wave")
        return {wave: label for wave, label in self.origins.waves.items() if wave in there}

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """Return the groups that answered."""
        return tuple(sorted(self._counted("group")))

    @cached_property
    def missing(self) -> tuple[Missing, ...]:
        """Return who was asked and has not answered."""
        _ = self.overview  # which tells the origins what came back
        missing = self.origins.missing(self.view.is_forgotten)
        if self.view.drop_person:
            return tuple(replace(one, participant="") for one in missing)
        return tuple(missing)

    def _counted(self, heading: str) -> set[str]:
        return {count.name for count in self.overview if count.heading == heading}

    def replies(self) -> Iterator[Reply]:
        """Yield the responses that count, in the order of their files."""
        if self._kept is not None:
            return iter(self._kept)
        return self._replies(self.remarks if self.view.notes else Remarks(()))

    def keep(self) -> None:
        """Keep the responses in memory, where every further look at them is quick."""
        if self._kept is None:
            self._kept = tuple(self.replies())

    def answers(self) -> Iterator[AnswerRow]:
        """Yield every answer, one a row."""
        for reply in self.replies():
            yield from (row_of(reply, given) for given in reply.answers)

    def responses(self) -> Iterator[dict[str, Any]]:
        """Yield the JSON of every file, counted or not: the data of record."""
        for record in self.readings.records():
            response = dict(record.response)
            if response["stamp"]:
                response |= self.origin(record).as_json()
            if self.view.drop_person:
                for part, gone in (("answers", {PERSON: None}), ("details", {}), ("extra", {})):
                    found = {name: v for name, v in response[part].items() if name != PERSON}
                    response[part] = found | (gone if PERSON in response[part] else {})
            yield response

    def origin(self, record: Record) -> Origin:
        """Return where a response comes from, as far as that may be shown."""
        origin = self.origins.of(record.response, self.view.real(record.name))
        if not self.view.drop_person:
            return origin
        return replace(origin, participant=None)

    def _replies(self, remarks: Remarks) -> Iterator[Reply]:
        number = 0
        for record in self.readings.records():
            verdict = self.verdicts.get(key_of(record))
            if verdict and verdict.counts:
                number += 1
                yield self._reply(record, verdict, number, remarks)

    def _reply(self, record: Record, verdict: Verdict, number: int, remarks: Remarks) -> Reply:
        response, origin = record.response, self.origin(record)
        stamp = response["stamp"]
        self.origins.came_back(stamp, verdict.participant, origin.wave)
        entry = self.codebook.entries[record.definition_key or ""]
        part = response["part"]
        key = record.name if part == 1 else f"{record.name}#{part}"
        answers = tuple(
            self._given(
                entry,
                name,
                response,
                remarks,
                bare(record, response, key, name) if remarks else None,
            )
            for name in entry.fields
        )
        by_id = {given.field.id: given.value for given in answers}
        decided = self.view.code(verdict.participant) if verdict.participant else None
        participant = None if self.view.drop_person else decided or origin.participant
        return Reply(
            key=key,
            number=number,
            file=record.name,
            path=record.path,
            part=part,
            sha256=record.sha256,
            format=response["format"],
            source=response["source"],
            status=response["status"],
            definition=response["definition"],
            layout=stamp["layout"],
            version=stamp["version"],
            schema=stamp["schema"],
            locale="+".join(stamp["locales"]),
            document=stamp["document"],
            workshop=origin.workshop,
            wave=origin.wave,
            participant=participant,
            group=origin.group,
            people=verdict.people or _people(by_id.get(SIZE)),
            who=initials(participant or by_id.get(PERSON)) or f"#{number}",
            answers=answers,
            extra=response["extra"],
            problems=len(response["problems"]) + len(verdict.problems),
        )

    def _given(
        self,
        entry: Entry,
        name: FieldId,
        response: Mapping[str, Any],
        remarks: Remarks,
        note: Note | None,
    ) -> Given:
        asked = entry.fields[name]
        value = response["answers"].get(name)
        if asked.person and self.view.drop_person:
            return Given(field=asked, value=None, state="dropped")
        detail = response["details"].get(name, {})
        given = Given(
            field=asked,
            value=value,
            state=detail.get("state", "blank" if value is None else "ok"),
            raw=detail.get("raw"),
            page=detail.get("page", entry.pages.get(name, 0)),
        )
        found = remarks.about(note, value) if note else None
        if found is None or not found.correction or found.state:
            return given
        return _corrected(entry, given, found.correction)

    # ------------------------------------------------------------ how much came back

    @cached_property
    def overview(self) -> tuple[Counted, ...]:
        """Return the counts of files and responses, by what an analyst asks first.

        One look at all responses, however much is asked of it (`waves`, `groups`, `missing`).
        """
        files: Counter[tuple[str, str]] = Counter()
        people: Counter[tuple[str, str]] = Counter()
        for record in self.readings.records():
            files["files", "files"] += 1
            files["status", record.response["status"]] += 1
        for reply in self.replies():
            names = {
                "responses": "responses",
                "layout": reply.layout,
                "locale": reply.locale,
                "format": reply.format,
                "definition": reply.definition,
                "wave": reply.wave,
                "group": reply.group,
            }
            for heading, name in names.items():
                if name:
                    files[heading, name] += 1
                    people[heading, name] += reply.people
        order = ("files", "status", "responses", "layout", "locale", "format", "definition", "wave")
        rank = {heading: index for index, heading in enumerate(order)}
        keys = sorted(files, key=lambda key: (rank.get(key[0], len(rank)), key))
        return tuple(
            Counted(heading=h, name=n, files=files[h, n], people=people[h, n]) for h, n in keys
        )


def _corrected(entry: Entry, given: Given, correction: str) -> Given:
    """Return an answer with the analyst's correction, or as it was if the field cannot hold it."""
    name = given.field.id
    try:
        value = plain_value(parse_answers(entry.definition, {name: correction})[name])
    except UnusableInputError:
        return given
    return replace(given, value=value, state="corrected", original=given.value)


def initials(name: object) -> str:
    """Return the first letters of a name's first three words; a pseudonym stays whole."""
    if not isinstance(name, str):
        return ""
    if _CODE.fullmatch(name):
        return name
    words = [word for word in name.replace("-", " ").split() if word[0].isalnum()]
    return name if len(name) <= 3 else "".join(word[0].upper() for word in words[:3])  # noqa: PLR2004


def _people(size: object) -> int:
    return size if isinstance(size, int) and size > 0 else 1


def _original(given: Given) -> str | None:
    """Return what stands in the file where that is not the answer: corrected, or not clear."""
    if given.state == "corrected":
        return shown(given.original)
    return given.raw if given.value is None and given.state != "blank" else None


def row_of(reply: Reply, given: Given) -> AnswerRow:
    """Return an answer as a row of the long table."""
    asked = given.field
    many = isinstance(given.value, list)
    value = shown(given.value) if many else given.value
    chosen = map(shown, given.value if many else (given.value,))
    labels = [asked.options.get(one, one) for one in chosen]
    return AnswerRow(
        workshop=reply.workshop,
        wave=reply.wave,
        participant=reply.participant,
        group=reply.group,
        group_size=reply.people,
        layout=asked.layout_name,
        row=asked.row,
        stage=asked.stage,
        stage_number=asked.stage_number or None,
        item=asked.item or None,
        type=asked.kind,
        value=value,
        label="; ".join(label for label in labels if label),
        language=reply.locale,
        state=given.state,
        page=given.page or None,
        file=reply.file,
        sha256=reply.sha256,
        source=reply.source,
        definition=reply.definition,
        field=asked.id,
        response=reply.key,
        original=_original(given),
        title=asked.label,
    )
