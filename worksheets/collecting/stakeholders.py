"""Stakeholders, or whatever a layout's quadrants place: named rows, gathered by their names.

Every sheet lists them in its own order, so rows are brought together by the name in their first
column, whatever its case and blanks. Nothing is guessed beyond that: "Ministry" and "The ministry"
stay two until the analyst corrects one of them.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from math import sqrt
from statistics import fmean

from worksheets.collecting.collection import Collection
from worksheets.collecting.remarks import shown
from worksheets.collecting.rows import Asked, Given, Place, Reply
from worksheets.model.labels import plain
from worksheets.model.layout import Quadrants
from worksheets.model.results import Quote
from worksheets.model.sheet import AreaMap, Grid, Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """A numbered table that quadrants show: the row ids of its names and of the two scales."""

    layout: str
    name: str
    x: str
    y: str
    x_label: str
    y_label: str


@dataclass(slots=True)
class _Heard:
    """What all sheets say of one stakeholder."""

    names: Counter[str] = attribute(default_factory=Counter)
    sheets: dict[str, int] = attribute(default_factory=dict)  # with the people behind each
    x: list[float] = attribute(default_factory=list)
    y: list[float] = attribute(default_factory=list)
    both: list[tuple[float, float]] = attribute(default_factory=list)
    choices: dict[str, Counter[str]] = attribute(default_factory=lambda: defaultdict(Counter))
    notes: dict[str, list[Quote]] = attribute(default_factory=lambda: defaultdict(list))


def registers(collection: Collection) -> tuple[Register, ...]:
    """Return the numbered tables of the known layouts that came back and have quadrants."""
    found = []
    for layout in collection.layouts:
        sheet = collection.codebook.sheet(layout, collection.codebook.stage_ids(layout))
        found += list(_registers(layout, sheet)) if sheet else []
    return tuple(found)


def _registers(layout: str, sheet: Sheet) -> Iterator[Register]:
    maps = [block for block in sheet.blocks if isinstance(block, AreaMap)]
    tables = [block for block in sheet.blocks if isinstance(block, Grid)]
    for picture in (card.picture for areas in maps for card in areas.cards):
        if not isinstance(picture, Quadrants):
            continue
        for table in tables:
            slots = [slot for row in table.rows for slot in row.slots if slot.number]
            names = [slot.row for slot in slots if slot.field.kind == "text"]
            if names and {picture.x, picture.y} <= {slot.row for slot in slots}:
                yield Register(
                    layout=layout, name=names[0], x=picture.x, y=picture.y,
                    x_label=picture.x_label, y_label=picture.y_label,
                )  # fmt: skip


def places(collection: Collection) -> tuple[Place, ...]:
    """Return every stakeholder with its mean place, those that most sheets name first."""
    found: list[Place] = []
    for register in registers(collection):
        found += places_of(collection, register)
    return tuple(found)


def places_of(collection: Collection, register: Register) -> list[Place]:
    """Return the stakeholders of one table, those that most sheets name first."""
    heard: dict[str, _Heard] = defaultdict(_Heard)
    limits = (1, 5)
    for reply in collection.replies():
        for row in _rows(reply, register):
            key = plain(str(row[register.name].value))
            _hear(heard[key], row, register, reply)
            asked = row[register.x].field
            limits = (asked.low or 0, asked.high or 0)
    ordered = sorted(heard.items(), key=lambda item: (-len(item[1].sheets), item[0]))
    return [_place(number, one, register, limits) for number, (_, one) in enumerate(ordered, 1)]


def _rows(reply: Reply, register: Register) -> Iterator[Mapping[str, Given]]:
    """Yield the numbered rows of one sheet that have a name."""
    rows: dict[int, dict[str, Given]] = defaultdict(dict)
    if reply.layout == register.layout:
        for given in reply.answers:
            asked: Asked = given.field
            if asked.item and not asked.home:
                rows[asked.item][asked.row] = given
    for row in rows.values():
        if {register.name, register.x, register.y} <= row.keys() and row[register.name].value:
            yield row


def _hear(one: _Heard, row: Mapping[str, Given], register: Register, reply: Reply) -> None:
    one.names[row[register.name].value] += 1
    one.sheets[reply.key] = reply.people  # once, in however many rows
    x, y = row[register.x].value, row[register.y].value
    one.x += [x] if isinstance(x, int) else []
    one.y += [y] if isinstance(y, int) else []
    if isinstance(x, int) and isinstance(y, int):
        one.both.append((x, y))
    for name, given in row.items():
        if given.value is None or name in {register.name, register.x, register.y}:
            continue
        if given.field.options:
            one.choices[name][shown(given.value)] += 1
        else:
            one.notes[name].append(Quote(shown(given.value), reply.who))


def _place(number: int, one: _Heard, register: Register, limits: tuple[int, int]) -> Place:
    x = fmean(one.x) if one.x else None
    y = fmean(one.y) if one.y else None
    spread = None
    if len(one.both) > 1:
        middle = fmean(x for x, _ in one.both), fmean(y for _, y in one.both)
        spread = sqrt(fmean((x - middle[0]) ** 2 + (y - middle[1]) ** 2 for x, y in one.both))
    return Place(
        layout=register.layout,
        number=number,
        name=one.names.most_common(1)[0][0],
        names=tuple(one.names),
        sheets=len(one.sheets),
        people=sum(one.sheets.values()),
        x=x,
        y=y,
        spread=spread,
        x_label=register.x_label,
        y_label=register.y_label,
        low=limits[0],
        high=limits[1],
        choices={name: dict(found) for name, found in one.choices.items()},
        notes={name: tuple(found) for name, found in one.notes.items()},
    )
