"""The *Notes* sheet: a line for every written answer, where the analyst writes her own words.

`worksheets.collecting.notes` reads it again.
"""

from dataclasses import dataclass, replace
from operator import attrgetter

from worksheets.collecting.codebook import PERSON
from worksheets.collecting.collection import Collection
from worksheets.collecting.remarks import shown
from worksheets.collecting.rows import Given, Note, Reply
from worksheets.collecting.workbook.book import MOST_ROWS, Book, Column, Link, Sheet
from worksheets.collecting.workbook.survey import Survey, about, is_noted

EXPLAINED = (
    (
        "Yours to write: theme, translation, correction, comment. They are kept when the workbook "
        "is made again; sort and filter as you like."
    ),
    (
        "A correction takes the answer's place in every sheet, and Answers keeps the original. "
        "'changed': the answer is another one now (see now); clear answer to accept it."
    ),
    "A note about any other answer: copy its response and field from Answers into a new row below.",
)
_LOOKS = {"changed": "alarm", "lost": "alarm", "refused": "alarm", "corrected": "caution"}


@dataclass(frozen=True, slots=True)
class Line:
    """A note, or room for one, with what its answer is called and what it says now."""

    note: Note
    title: str = ""
    now: str = ""
    state: str = ""
    path: str = ""


_COLUMNS: tuple[Column[Line], ...] = (
    Column("response", 26, lambda line: Link(line.note.response, path=line.path), "link"),
    Column("field", 22, attrgetter("note.field"), "note"),
    Column("title", 26, attrgetter("title"), "wrap"),
    Column("answer", 46, attrgetter("note.answer"), "wrap"),
    Column("now", 26, attrgetter("now"), "wrap"),
    Column("state", 11, attrgetter("state")),
    *(Column(head, 26, attrgetter(f"note.{head}"), "input")
      for head in ("theme", "translation", "correction", "comment")),
    *(Column(head, 12, attrgetter(f"note.{head}"), hidden=True)
      for head in ("sha256", "document", "layout", "file")),
)  # fmt: skip
_STATE = [column.head for column in _COLUMNS].index("state")


class Noting:
    """Writes the sheet line by line; ``found`` knows the notes."""

    def __init__(self, book: Book, found: Survey) -> None:
        """Begin it."""
        self.found = found
        self.left = dict(found.notes)
        self.sheet: Sheet = book.sheet("Notes")
        row = self.sheet.heading("Notes", EXPLAINED)
        self.first = self.row = self.sheet.begin(row + 1, _COLUMNS)
        self.sheet.page.freeze_panes(self.row, 2)
        self.sheet.page.repeat_rows(self.row - 1)

    def add(self, reply: Reply, given: Given) -> None:
        """Write the line of an answer, if it has one."""
        if given.state == "dropped":
            return
        noted = self.left.pop(about(reply, given), None)
        if noted:
            self._write(_known(*noted, reply, given))
        elif self.found.every_text and is_noted(given):
            self._write(_blank(reply, given))

    def end(self, collection: Collection) -> None:
        """Write the notes whose answers are gone, and end the table."""
        for note, _ in self.left.values():
            secret = collection.view.drop_person and note.field == PERSON
            kept = replace(note, answer="") if secret else note
            self._write(Line(kept, state="lost"))
        self.sheet.end(max(self.row, self.first + 1))

    def _write(self, line: Line) -> None:
        if self.row >= MOST_ROWS:
            return
        values = [column.of(line) for column in _COLUMNS]
        self.sheet.dressed(self.row, _COLUMNS, values, {_STATE: _LOOKS.get(line.state, "")})
        self.row += 1


def _blank(reply: Reply, given: Given) -> Line:
    note = Note(
        response=reply.key,
        field=given.field.id,
        answer=shown(given.value),
        sha256=reply.sha256,
        document=reply.document or "",
        layout=reply.layout,
        file=reply.file,
    )
    return Line(note, given.field.label, path=reply.path)


def _known(note: Note, now: str, reply: Reply, given: Given) -> Line:
    state = note.state
    if not state and note.correction:
        state = "corrected" if given.state == "corrected" else "refused"
    return Line(note, given.field.label, now if note.state else "", state, reply.path)
