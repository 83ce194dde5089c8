"""The shapes of ``workshop.yaml`` and of lists of people."""

import re
from datetime import date
from typing import Annotated, Any, Literal

from pydantic import (
    AfterValidator,
    BeforeValidator,
    ConfigDict,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

from worksheets.model import workshop
from worksheets.model.ids import is_key
from worksheets.model.layout import StageSet
from worksheets.source.base import MAX_TEXT, Shape, Translations, plain
from worksheets.source.shapes import StageShape

MAX_PEOPLE = 100_000
_ADDRESS = re.compile(r"[!#-'*+\-./0-9=?A-Z^_`a-z{|}~]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_TEXT = WithJsonSchema({"type": ["string", "integer"]})


def _typed(value: Any) -> Any:  # noqa: ANN401 (whatever was written)
    """Return a whole number as text: a group may be called 3, a wave 2027."""
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else value


def _one_line(text: str) -> str:
    if not text.strip() or len(text) > MAX_TEXT or not text.isprintable():
        raise PydanticCustomError("L004", f"write one line of at most {MAX_TEXT} letters")
    return text.strip()


def _key(text: str) -> str:
    if not is_key(text):
        message = "an id is letters a to z, digits, '-', '_' and '.', at most 40, such as jana-k"
        raise PydanticCustomError("L006", message)
    return text


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise PydanticCustomError("L004", "this is not an e-mail address, as in jana@example.org")
    return text


def _day(value: Any) -> Any:  # noqa: ANN401 (whatever was written)
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        raise PydanticCustomError("L004", "write a date as year-month-day: 2027-03-15") from None


def _several(value: Any) -> Any:  # noqa: ANN401 (whatever was written)
    """Return a list; one text may hold several things with commas between them."""
    parts = value.split(",") if isinstance(value, str) else value
    return [part.strip() for part in parts] if isinstance(value, str) else parts


def _form(value: Any) -> str:  # noqa: ANN401 (whatever was written)
    return "listed" if isinstance(value, list) else "text"


Plain = Annotated[str, BeforeValidator(_typed), AfterValidator(_one_line), _TEXT]
Key = Annotated[str, BeforeValidator(_typed), AfterValidator(_key), _TEXT]
Address = Annotated[str, AfterValidator(_address)]
Day = Annotated[date, BeforeValidator(_day), WithJsonSchema({"type": "string", "format": "date"})]


class WaveShape(Shape):
    """A round of asking, such as before and after a change."""

    target = workshop.Wave
    id: Key = Field(description="Stable id; part of the hash in each personal copy.")
    label: Plain | None = Field(None, description="Its name in reports; the id if left out.")
    since: Day | None = Field(None, description="Copies without a name: dated from this day on.")
    until: Day | None = Field(None, description="Copies without a name: dated up to this day.")
    folder: Plain | None = Field(None, description="Copies without a name: in this folder.")

    @model_validator(mode="after")
    def _interval(self) -> "WaveShape":
        if self.since and self.until and self.since > self.until:
            raise PydanticCustomError("L004", "'since' is after 'until'")
        return self

    def build(self, own: Translations) -> workshop.Wave:
        """Return the wave; one without a label is called by its id."""
        self.label = self.label or self.id
        built: workshop.Wave = Shape.build(self, own)
        return built


class PersonShape(Shape):
    """Somebody who is asked; every other key is the id of a field, filled in beforehand."""

    model_config = ConfigDict(json_schema_extra={"additionalProperties": True})
    target = workshop.Person
    id: Key | None = Field(None, description="Stable id; made from the name if left out.")
    name: Plain | None = Field(None, description="Printed as participant, and used in the mail.")
    surname: Plain | None = Field(None, description="Added to the name, where lists have two.")
    language: Plain | None = Field(
        None, description="Such as lv, or Latvian; the workshop's first if left out."
    )
    group: Plain | None = Field(None, description="For reports; not printed.")
    email: Address | None = Field(None, description="Where the mail draft goes to.")
    answers: dict[str, Any] = Field(
        default_factory=dict, description="Fields whose id is also a key here, such as name."
    )

    @model_validator(mode="before")
    @classmethod
    def _fields(cls, data: Any) -> Any:  # noqa: ANN401 (whatever was written)
        """Gather what is no key of a person: it is an answer."""
        if not isinstance(data, dict):
            return data
        given = {key: value for key, value in data.items() if key in cls.model_fields}
        more = {key: value for key, value in data.items() if key not in cls.model_fields}
        inside = given.get("answers", {})
        prefix = "answers."
        more = {str(key).removeprefix(prefix): value for key, value in more.items()}
        return {**given, "answers": {**more, **inside}} if isinstance(inside, dict) else given

    @model_validator(mode="after")
    def _somebody(self) -> "PersonShape":
        if not (self.id or self.name or self.surname):
            raise PydanticCustomError("L003", "somebody needs a name or an id")
        return self

    def build(self, own: Translations) -> workshop.Person:
        """Return the person; without an id, she has the one that `source.people` makes."""
        return workshop.Person(
            id=self.id or "",
            name=" ".join(part for part in (self.name, self.surname) if part),
            locale=self.language or "",
            group=self.group or "",
            email=self.email or "",
            answers=self.answers,
        )


class PeopleShape(Shape):
    """A list of people."""

    target = workshop.Workshop
    people: list[PersonShape] = Field(max_length=MAX_PEOPLE, description="Who is asked.")

    def build(self, own: Translations) -> workshop.Workshop:
        """Return a workshop of nothing but people."""
        return workshop.Workshop(id="", name="", people=plain(self.people, own))


class WorkshopShape(Shape):
    """A workshop: who is asked, with which worksheets, and when."""

    target = workshop.Workshop
    name: Plain = Field(description="As it is called in mails and reports.")
    id: Key | None = Field(
        None,
        description="Stable id, part of each copy's hash; made from the name if left out.",
    )
    wave: Key | None = Field(None, description="Id of the wave that copies are made for now.")
    waves: list[WaveShape] | None = Field(None, description="The rounds of asking, in order.")
    layouts: Annotated[list[Plain], BeforeValidator(_several)] | None = Field(
        None, description="Ids of maps, or paths beside this file."
    )
    locales: Annotated[list[Plain], BeforeValidator(_several)] | None = Field(
        None, description="Languages; the first is that of people without one."
    )
    formats: Annotated[list[Literal["pdf", "docx", "xlsx"]], BeforeValidator(_several)] | None = (
        Field(None, description="pdf if left out.")
    )
    paper: Plain | None = Field(None, description="A4, A3, Letter, …; the usual one if left out.")
    stages: (
        Annotated[
            Annotated[Plain, Tag("text")]
            | Annotated[list[StageShape], Field(min_length=1, max_length=12), Tag("listed")],
            Discriminator(_form),
        ]
        | None
    ) = Field(None, description="A stage set, words as in 'Plan, Buy', or a list with fixed ids.")
    people: (
        Annotated[
            Annotated[Plain, Tag("text")]
            | Annotated[list[PersonShape], Field(max_length=MAX_PEOPLE), Tag("listed")],
            Discriminator(_form),
        ]
        | None
    ) = Field(None, description="A list, or the path of a CSV or Excel file beside this one.")
    brand: Plain | None = Field(
        None, description="Who asks and signs the mails: a name, or a brand's YAML file beside."
    )
    return_to: Address | None = Field(None, description="The e-mail address for filled copies.")
    deadline: Day | None = Field(None, description="The day by which copies should be back.")

    def build(self, own: Translations) -> workshop.Workshop:
        """Return the workshop; stages and people in words or in a file are loaded elsewhere."""
        listed: dict[str, Any] = {}
        if isinstance(self.stages, list):
            stages = plain(self.stages, own)
            listed["stages"] = StageSet(
                id="typed", title="", stages=stages, as_typed=True, translations=own
            )
        if isinstance(self.people, list):
            listed["people"] = plain(self.people, own)
        names = [name for name in type(self).model_fields if name not in {"stages", "people"}]
        values = {name: plain(getattr(self, name), own) for name in names}
        values["id"] = self.id or ""
        return workshop.Workshop(**{k: v for k, v in values.items() if v is not None}, **listed)
