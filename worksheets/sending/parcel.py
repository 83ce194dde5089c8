"""Everything that goes out for a workshop: sheets for all, and copies, mails, prints for each.

All sheets are solved and all answers checked before the first file is made, so that a mistake in
the last line of a list is known while nothing has been written yet.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as attribute
from difflib import get_close_matches
from typing import Any

from worksheets import branding, pipeline
from worksheets.errors import DefinitionError, Problem, WorksheetsError
from worksheets.model.brand import PLAIN, Brand
from worksheets.model.ids import FieldId
from worksheets.model.labels import in_line
from worksheets.model.response import Definition, Value
from worksheets.model.sheet import Edition, Worksheet
from worksheets.model.workshop import Person, Workshop, document_id
from worksheets.sending.names import file_name, sheet_name

PEOPLE, MAIL, PRINT = "people", "mail", "print.pdf"
"""Where personal copies, drafts and the pack to print stand in the folder."""
PARTICIPANT = FieldId("participant")
"""The field of every sheet's header that holds a name."""
Values = Mapping[FieldId, Value]


@dataclass(frozen=True, slots=True)
class File:
    """A file to write; ``values`` are the answers in it."""

    path: str
    data: bytes
    values: Values = attribute(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is made of a workshop; ``given`` is filled in for everybody."""

    workshop: Workshop
    title: str | None = None
    marks: bool = True
    allow_untranslated: bool = False
    given: Mapping[str, Any] = attribute(default_factory=dict)
    mail: bool = False
    one_pdf: bool = False
    edition: Edition = "grid"
    brand: Brand = PLAIN


@dataclass(frozen=True, slots=True)
class _Solved:
    """A worksheet and what is filled in; ``copiers`` are shared by all whose sheet it is."""

    worksheet: Worksheet
    values: Values
    copiers: dict[str, pipeline.Copier] = attribute(default_factory=dict)

    def copy(self, document: str, format_: str) -> bytes:
        """Return the personal copy with this document id."""
        if format_ not in self.copiers:
            self.copiers[format_] = pipeline.copies(self.worksheet, format_)
        return self.copiers[format_](document, self.values)


@dataclass(frozen=True, slots=True)
class _Personal:
    person: Person
    sheets: tuple[_Solved, ...]


class Parcel:
    """The files of a wish. ``warnings`` are what to say before any of them is made."""

    def __init__(self, wish: Wish) -> None:
        """Solve and check everything; raise DefinitionError with all that is wrong."""
        self.wish = wish
        self.workshop = wish.workshop
        self.formats = tuple(dict.fromkeys(wish.workshop.formats)) or ("pdf",)
        for format_ in self.formats:
            pipeline.check_format(format_, wish.edition)
        self.warnings: list[Problem] = []
        self._solved: dict[tuple[str, str], _Solved] = {}
        locales = wish.workshop.locales or ("en",)
        wanted = [(name, tag) for name in wish.workshop.layouts for tag in locales]
        self.generic = [self._sheet(name, tag) for name, tag in dict.fromkeys(wanted)]
        self._locale = locales[0]
        self.people = self._personal_sheets()

    def __len__(self) -> int:
        """Return how many batches there are."""
        return len(self.generic) + len(self.people)

    @property
    def without_stages(self) -> list[str]:
        """Return the layouts that have no stages."""
        stamps = [sheet.worksheet.stamp for sheet in self.generic]
        return sorted({stamp.layout for stamp in stamps if not stamp.stages})

    def batches(self) -> Iterator[list[File]]:
        """Yield the files: all formats of a sheet, or all that is for one person, at a time."""
        for sheet in self.generic:
            made = {f: pipeline.write(sheet.worksheet, f, sheet.values) for f in self.formats}
            worksheet = sheet.worksheet
            yield [File(sheet_name(worksheet, f), data, sheet.values) for f, data in made.items()]
        pack = _pack() if self.wish.one_pdf else None
        for personal in self.people:
            yield self._hers(personal, pack)
        if pack:
            yield [File(PRINT, pack.data(self.workshop.name or PRINT))]

    # ------------------------------------------------------------ before

    def _sheet(self, name: str, tag: str) -> _Solved:
        if (name, tag) not in self._solved:
            wish = self.wish
            missing: list[Problem] | None = [] if wish.allow_untranslated else None
            order = pipeline.order_of(
                name, tag, stages=self.workshop.stages, paper=self.workshop.paper or None,
                title=wish.title, marks=wish.marks, untranslated=missing,
                edition=wish.edition, brand=wish.brand,
                own_font=wish.one_pdf or any(f in pipeline.DRAWN for f in self.formats),
            )  # fmt: skip
            worksheet = pipeline.solve(order)
            values = pipeline.prefill(worksheet, wish.given)
            self._solved[name, tag] = _Solved(worksheet, values)
            self.warnings += [*(missing or ()), *self._unseen(values), *branding.lacking(worksheet)]
        return self._solved[name, tag]

    def _unseen(self, values: Values) -> list[Problem]:
        return [problem for f in self.formats for problem in pipeline.unseen(values, f)]

    def _personal_sheets(self) -> list[_Personal]:
        problems = list(_unknown(self.workshop.people, [s.worksheet for s in self.generic]))
        personal = []
        for person in self.workshop.people:
            filled = []
            for name in self.workshop.layouts:
                try:
                    sheet = self._sheet(name, person.locale or self._locale)
                    filled.append(self._filled(sheet, person))
                except WorksheetsError as error:
                    problems += [_placed(problem, person) for problem in error.problems]
            personal.append(_Personal(person, tuple(filled)))
        if problems:
            raise DefinitionError(dict.fromkeys(problems))
        return personal

    def _filled(self, sheet: _Solved, person: Person) -> _Solved:
        given = _answers_of(person, sheet.worksheet.definition, self.wish.given)
        values = pipeline.prefill(sheet.worksheet, given)
        new = {name: value for name, value in values.items() if sheet.values.get(name) != value}
        self.warnings += [_placed(problem, person) for problem in self._unseen(new)]
        return replace(sheet, values=values)

    # ------------------------------------------------------------ a person's files

    def _hers(self, personal: _Personal, pack: Any) -> list[File]:  # noqa: ANN401 (a late import)
        person, workshop = personal.person, self.workshop
        document = document_id(workshop.id, workshop.wave, person.id)
        formats = [f for f in self.formats if f in pipeline.FILLERS]
        made = formats if pack is None else list(dict.fromkeys((*formats, "pdf")))
        files = []
        for sheet in personal.sheets:
            data = {f: sheet.copy(document, f) for f in made}
            files += [
                File(f"{PEOPLE}/{sheet_name(sheet.worksheet, f, person.id)}", data[f], sheet.values)
                for f in formats
            ]
            if pack is not None:
                pack.add(data["pdf"])
        if self.wish.mail:
            files.append(self._mail(personal, files))
        return files

    def _mail(self, personal: _Personal, files: Sequence[File]) -> File:
        from worksheets.sending import mail  # noqa: PLC0415 (not everybody mails)

        titles = [in_line(sheet.worksheet.sheet.title) for sheet in personal.sheets]
        workshop = replace(self.workshop, name=self.workshop.name or ", ".join(titles))
        attached = [(file.path.rpartition("/")[2], file.data) for file in files]
        person = personal.person
        data = mail.draft(workshop, person, person.locale or self._locale, attached)
        return File(f"{MAIL}/{file_name(person.id, 'eml')}", data)


def _answers_of(person: Person, definition: Definition, given: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is filled in beforehand for a person: what all get, and what is hers."""
    fields = {field.id for field in definition.fields}
    named: dict[str, Any] = {PARTICIPANT: person.name} if person.name else {}
    hers = {**named, **person.answers}
    return {**given, **{name: value for name, value in hers.items() if name in fields}}


def _pack() -> Any:  # noqa: ANN401 (pikepdf loads late)
    from worksheets.writers.pdf.pack import Pack  # noqa: PLC0415

    return Pack()


def _unknown(people: Sequence[Person], worksheets: Sequence[Worksheet]) -> Iterator[Problem]:
    """Yield a problem per answer that no worksheet has a field for, where it stands first."""
    known = {str(field.id): 0 for sheet in worksheets for field in sheet.definition.fields}
    words = ("name", "language", "group", "email", *known)
    places = {name: place for who in reversed(people) for name, place in who.places.items()}
    for name in dict.fromkeys(name for person in people for name in person.answers):
        if name not in known:
            near = get_close_matches(name, words, n=1)
            hint = f"did you mean {near[0]!r}? " if near else ""
            hint += "a heading that begins with # is only for you"
            message = f"{name!r} is neither known of people nor the id of a field"
            yield Problem("L002", message, places.get(name, ""), hint)


def _placed(problem: Problem, person: Person) -> Problem:
    """Return a problem of a field, or of a whole language, with the place that asked for it."""
    name = str(problem.where)
    place = person.places.get(name or "language") or person.places.get("") or person.id
    message = f"{name}: {problem.message}" if name else problem.message
    return replace(problem, where=place, message=message)
