"""A workshop: who was asked, with which worksheets, and when.

`Workshop` is what ``workshop.yaml`` declares. A personal copy bears a document id, a hash that
names nobody; only who has the workshop can say whose it is (`document_id`).
"""

from base64 import b32encode
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from datetime import date
from hashlib import sha256
from typing import Any

from worksheets.errors import Spot
from worksheets.model.brand import Wanted
from worksheets.model.layout import StageSet


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who is asked. ``id`` is stable; ``answers`` are filled in beforehand, by field.

    ``places`` say where each of her answers was written, and, under "", she herself.
    """

    id: str
    name: str = ""
    locale: str = ""
    group: str = ""
    email: str = ""
    answers: Mapping[str, Any] = attribute(default_factory=dict)
    places: Mapping[str, Spot] = attribute(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """One round of asking. Generic copies belong to it by folder, or by the date written in."""

    id: str
    label: str
    since: date | None = None
    until: date | None = None
    folder: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshop:
    """A workshop; ``wave`` is the id of the one that copies are made for now, "" for none."""

    id: str
    name: str
    wave: str = ""
    waves: tuple[Wave, ...] = ()
    layouts: tuple[str, ...] = ()
    locales: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    paper: str = ""
    stages: StageSet | None = None
    people: tuple[Person, ...] = ()
    brand: str = ""
    look: Wanted | None = None
    return_to: str = ""
    deadline: date | None = None


def document_id(workshop: str, wave: str, person: str) -> str:
    """Return the document id of a person's copies: 8 characters A-Z and 2-7."""
    digest = sha256(f"{workshop}\n{wave}\n{person}".encode()).digest()
    return b32encode(digest[:5]).decode()
