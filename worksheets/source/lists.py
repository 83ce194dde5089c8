"""Tables as documents: what is written in cells is checked by the shapes that check YAML.

A list of people has a line of headings, in any of the languages that organizers write them in.
A workshop in Excel is a sheet ``workshop`` of keys and values, and a sheet per list.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from worksheets.errors import DefinitionError, Problem, Spot
from worksheets.model.ids import part_id
from worksheets.source.nodes import Document, Path
from worksheets.source.tables import Line, read_book, read_csv

NOTE = "#"
"""Begins the heading of a column, or the key of a line, that is for the organizer alone."""
ANSWERS = "answers"
MAIN = "workshop"
LISTS = ("people", "waves", "stages")
# As `part_id` writes what people write: without accents, joined by "_".
HEADINGS: Mapping[str, str] = {
    word: key
    for key, words in {
        "id": "id kods kod kode kennung",
        "name": "name full_name first_name vards vards_uzvards vards_un_uzvards imie "
        "imie_i_nazwisko navn fullt_navn fornavn vorname vor_und_nachname",
        "surname": "surname last_name family_name uzvards nazwisko etternavn nachname familienname",
        "language": "language locale lang valoda jezyk sprak sprache",
        "group": "group team grupa zespol gruppe lag",
        "email": "email e_mail mail e_mail_address email_address epasts e_pasts e_pasta_adrese "
        "adres_e_mail epost e_post e_postadresse e_mail_adresse",
    }.items()
    for word in words.split()
}


@dataclass(slots=True)
class Book(Document):
    """A document of several sheets: a place names its sheet too."""

    def spot(self, loc: Path, *, key: bool = False) -> Spot:
        """Return the place of ``loc``."""
        place = Document.spot(self, loc, key=key)
        sheet = loc[0] if loc and loc[0] in LISTS and loc[:1] in self.values else MAIN
        return replace(place, file=f"{self.name}!{sheet}")


def people_document(data: bytes, name: str) -> Document:
    """Return the people of a CSV or Excel file (its sheet ``people``, or the first one)."""
    if not _is_book(data):
        lines = read_csv(data, name)
    else:
        sheets = read_book(data, name)
        named = {title.casefold(): lines for title, lines in sheets.items()}
        lines = named.get("people") or next(iter(sheets.values()), [])
    document = Document(name)
    document.values[()] = (0, 0)
    document.data = {"people": _listed(document, "people", lines)}
    return document


def workshop_document(data: bytes, name: str) -> Document:
    """Return what an Excel file says about a workshop."""
    sheets = {title.casefold(): lines for title, lines in read_book(data, name).items()}
    book = Book(name)
    if MAIN not in sheets:
        hint = "a sheet 'workshop' of keys and values, and a sheet 'people'"
        raise DefinitionError(Problem("L003", "the sheet 'workshop' is missing", Spot(name), hint))
    book.values[()] = (0, 0)
    book.data = {}
    for number, (key, *values) in sheets[MAIN]:
        if key.startswith(NOTE) or not any(values):
            continue
        if key in book.data:
            place = Spot(f"{name}!{MAIN}", number, 1)
            book.problems.append(Problem("L005", f"{key!r} stands twice", place, "keep one"))
        book.data[key] = ", ".join(value for value in values if value)
        book.values[(key,)], book.keys[(key,)] = (number - 1, 1), (number - 1, 0)
    for key in LISTS:
        if sheets.get(key):
            book.data[key] = _listed(book, key, sheets[key])
    return book


def _is_book(data: bytes) -> bool:
    return data.startswith(b"PK\x03\x04")


def _listed(document: Document, key: str, lines: Sequence[Line]) -> list[dict[str, Any]]:
    """Return a table as a list of mappings; what is wrong with its headings is noted."""
    document.values[(key,)] = (0, 0)
    if not lines:
        return []
    (top, headings), *rest = lines
    keys = [_key(heading) if key == "people" else heading for heading in headings]
    for column, named in enumerate(keys):
        if named and named in keys[:column]:
            place = document.spot((key,))
            problem = Problem("L005", f"the column {headings[column]!r} stands twice", place)
            document.problems.append(
                replace(problem, where=Spot(place.file, top, column + 1), hint="keep one")
            )
    items: list[dict[str, Any]] = []
    bare: set[int] = set()
    for number, cells in rest:
        loc: Path = (key, len(items))
        document.values[loc] = (number - 1, 0)
        item: dict[str, Any] = {}
        for column, cell in enumerate(cells):
            named = keys[column] if column < len(keys) else ""
            if cell and named and not named.startswith(NOTE):
                item[named] = cell
                document.values[(*loc, named)] = (number - 1, column)
            elif cell and not named and column not in bare:
                bare.add(column)
                place = replace(document.spot(loc), column=column + 1)
                hint = "begin it with # if the column is only for you"
                document.problems.append(Problem("L003", "this column has no heading", place, hint))
        items.append(item)
    return items


def _key(heading: str) -> str:
    return HEADINGS.get(part_id(heading), heading)
