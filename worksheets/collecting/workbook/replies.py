"""Responses, Answers, Stage text and Notes: the sheets with rows for what people wrote.

All are written in one pass, since a collection is read anew for every look at it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from operator import attrgetter
from typing import Any

from worksheets.collecting.collection import Collection, row_of
from worksheets.collecting.rows import AnswerRow, Asked, Given, Reply
from worksheets.collecting.tables import Column as FieldKey
from worksheets.collecting.tables import column_of
from worksheets.collecting.workbook.book import (
    MOST_COLUMNS,
    MOST_ROWS,
    Book,
    Column,
    Link,
    Sheet,
    typed,
)
from worksheets.collecting.workbook.survey import Survey, is_told, per_layout

_HEADS = [one.name for one in fields(AnswerRow)]
_VALUES = attrgetter(*_HEADS)
_VALUE, _TYPE = _HEADS.index("value"), _HEADS.index("type")
_WIDTHS = {"value": 46, "label": 46, "file": 34, "response": 34, "field": 26, "sha256": 14,
           "title": 34, "participant": 22, "stage": 16, "original": 24, "layout": 18}  # fmt: skip
_LOOKS = dict.fromkeys(("group_size", "stage_number", "item", "page"), "count")
_WIDEST = {"text": 34, "choice": 22}

_REPLY: tuple[Column[Reply], ...] = (
    Column("number", 8, attrgetter("number"), "count"),
    Column("file", 36, lambda reply: Link(reply.file, path=reply.path), "link"),
    Column("status", 10, attrgetter("status")),
    Column("layout", 17, attrgetter("layout")),
    Column("language", 10, attrgetter("locale")),
    Column("workshop", 14, attrgetter("workshop")),
    Column("wave", 12, attrgetter("wave")),
    Column("participant", 20, attrgetter("participant")),
    Column("group", 14, attrgetter("group")),
    Column("people", 8, attrgetter("people"), "count"),
    Column("document", 11, attrgetter("document")),
    Column("format", 8, attrgetter("format")),
    Column("problems", 10, attrgetter("problems"), "count"),
)


@dataclass(slots=True)
class Wide:
    """A *Responses* sheet: a reply a row, a field a column."""

    sheet: Sheet
    columns: Mapping[FieldKey, int]
    looks: tuple[str, ...]
    row: int

    @classmethod
    def begin(cls, book: Book, name: str, asked: list[Asked]) -> "Wide":
        """Begin the sheet of one layout; fields that no column is left for are in *Answers*."""
        asked = asked[: MOST_COLUMNS - len(_REPLY)]
        columns = [*_REPLY, *map(_column, asked)]
        sheet = book.sheet(name)
        row = sheet.begin(0, columns, bare=True)
        sheet.hold(row, 2)
        sheet.page.repeat_columns(0, 1)
        sheet.page.set_print_scale(60)  # on one page across, nobody could read it
        places = {column_of(one): index for index, one in enumerate(asked, len(_REPLY))}
        return cls(sheet, places, tuple(column.look for column in columns), row)

    def add(self, reply: Reply) -> None:
        """Write a reply."""
        values: list[Any] = [None] * len(self.looks)
        for index, column in enumerate(_REPLY):
            values[index] = column.of(reply)
        for given in reply.answers:
            place = self.columns.get(column_of(given.field))
            if place is not None:
                values[place] = typed(given.field.kind, given.value)
        if self.row < MOST_ROWS:
            self.sheet.line(self.row, values, self.looks)
        self.row += 1


def _column(asked: Asked) -> Column[Reply]:
    head = f"{asked.id} ({asked.home[:6]})" if asked.home else asked.id
    if head in {column.head for column in _REPLY}:
        head = f"{head} (answer)"
    width = _WIDEST.get(asked.kind, 12)
    return Column(head, width, lambda _: None, "", asked.label)


class Long:
    """The *Answers* sheets: an answer a row, as many sheets as it takes."""

    def __init__(self, book: Book, answers: int) -> None:
        """Begin them."""
        columns: list[Column[Any]] = [
            Column(head, _WIDTHS.get(head, 12), attrgetter(head), _LOOKS.get(head, ""))
            for head in _HEADS
        ]
        self.looks = tuple(column.look for column in columns)
        self.size = MOST_ROWS - 1
        self.sheets = []
        for number in range(1, max(1, -(-answers // self.size)) + 1):
            sheet = book.sheet("Answers" if number == 1 else f"Answers {number}")
            sheet.hold(sheet.begin(0, columns, bare=True))
            self.sheets.append(sheet)
        self.count = 0

    def add(self, row: AnswerRow) -> None:
        """Write an answer."""
        number, line = divmod(self.count, self.size)
        values = _VALUES(row)
        if row.type == "date":
            values = (*values[:_VALUE], typed("date", row.value), *values[_VALUE + 1 :])
        self.sheets[number].line(line + 1, values, self.looks)
        self.count += 1

    def end(self) -> None:
        """End the tables."""
        for number, sheet in enumerate(self.sheets):
            sheet.end(1 + min(self.size, max(1, self.count - number * self.size)))


@dataclass(frozen=True, slots=True)
class Told:
    """What one reply wrote into one row, stage by stage."""

    row: str
    label: str
    reply: Reply
    stages: Mapping[str, str]


class Stories:
    """Gathers *Stage text*: what each person wrote along the stages, row by row."""

    def __init__(self, asked: tuple[Asked, ...]) -> None:
        """Know the rows and stages of every layout."""
        self.asked: dict[str, list[Asked]] = {}
        for one in asked:
            self.asked.setdefault(one.layout, []).append(one)
        self.told: dict[tuple[str, str, str], list[Told]] = {}

    def add(self, reply: Reply) -> None:
        """Take what a reply wrote."""
        found: dict[tuple[str, str], dict[str, str]] = {}
        for given in reply.answers:
            if given.value and is_told(given.field):
                stages = found.setdefault((given.field.row, given.field.row_label), {})
                before = stages.get(given.field.stage)
                text = str(given.value)
                stages[given.field.stage] = f"{before}\n{text}" if before else text
        for (row, label), stages in found.items():
            lines = self.told.setdefault((reply.layout, row, label), [])
            lines.append(Told(row, label, reply, stages))

    def write(self, sheets: Mapping[str, Sheet]) -> None:
        """Write the sheet of every layout."""
        for layout, sheet in sheets.items():
            asked = self.asked[layout]
            stages = {one.stage: one for one in reversed(asked)}
            stages = dict(sorted(stages.items(), key=lambda item: item[1].stage_number))
            columns: list[Column[Told]] = [
                Column("row", 13, attrgetter("row"), "note"),
                Column("label", 17, attrgetter("label"), "strong"),
                Column("who", 7, attrgetter("reply.who"), "strong"),
                *(Column(_free(stage), 34, _at(stage), "wrap", _numbered(one))
                  for stage, one in stages.items()),
                Column("wave", 10, attrgetter("reply.wave")),
                Column("group", 12, attrgetter("reply.group")),
                Column("language", 10, attrgetter("reply.locale")),
                Column("response", 30, _response, "link"),
            ]  # fmt: skip
            rows = dict.fromkeys((layout, one.row, one.row_label) for one in asked)
            last = sheet.table(
                0, columns, (told for row in rows for told in self.told.get(row, ()))
            )
            sheet.hold(2, 3)
            sheet.page.print_area(0, 0, last - 1, len(columns) - 1)


def _numbered(asked: Asked) -> str:
    return f"{asked.stage_number}  {asked.stage_label}"


def _free(stage: str) -> str:
    taken = {"row", "label", "who", "wave", "group", "language", "response"}
    return f"{stage} (stage)" if stage in taken else stage


def _response(told: Told) -> Link:
    return Link(told.reply.key, path=told.reply.path)


def _at(stage: str) -> Any:  # noqa: ANN401
    return lambda told: told.stages.get(stage)


@dataclass(slots=True)
class Replies:
    """The sheets of replies; begun in their order among the others, written in one pass."""

    wide: Mapping[str, Wide]
    long: Long

    @classmethod
    def begin(cls, book: Book, found: Survey) -> "Replies":
        """Begin *Responses* and *Answers*, where all is that has no sheet of its own."""
        names = per_layout("Responses", found.layouts)
        wide = {name: Wide.begin(book, names[name], found.fields[name]) for name in found.layouts}
        return cls(wide, Long(book, found.answers))

    def write(self, collection: Collection, stories: Stories) -> Iterator[tuple[Reply, Given]]:
        """Write them, and yield every answer on the way."""
        for reply in collection.replies():
            if reply.layout in self.wide:
                self.wide[reply.layout].add(reply)
            stories.add(reply)
            for given in reply.answers:
                self.long.add(row_of(reply, given))
                yield reply, given
        for one in self.wide.values():
            one.sheet.end(min(one.row, MOST_ROWS))
        self.long.end()
