"""What a layout's quadrants place: dots in the square, and the list that names them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worksheets.collecting.report.drawing import picture
from worksheets.collecting.report.plots import SQUARE_SIZE, Dot, Square
from worksheets.collecting.report.speech import Speech
from worksheets.collecting.report.voices import Voices, voices
from worksheets.collecting.rows import Asked, Place
from worksheets.model.layout import Quadrants
from worksheets.model.sheet import AreaMap, Card, Sheet

MOST_DOTS = 40
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Placed:
    """A line of the list: number, name, other names, numbers, choices, and what was written."""

    number: str
    name: str
    numbers: tuple[str, ...]
    choices: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, Voices], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class MapPart:
    """The square and its list."""

    kind = "map"
    id: str
    title: str
    svg: str
    name: str
    heads: tuple[str, ...]
    rows: tuple[Placed, ...]
    dots: int
    left: int


def maps(
    key: str, sheet: Sheet, places: Sequence[Place], asked: Sequence[Asked], speech: Speech
) -> Iterator[MapPart]:
    """Yield a part for every square of a sheet."""
    cards = [c for b in sheet.blocks if isinstance(b, AreaMap) for c in b.cards]
    for card in cards:
        if isinstance(card.picture, Quadrants) and places:
            yield _map(f"{key}-{card.id}", card, places, asked, speech)


def _map(
    name: str, card: Card, places: Sequence[Place], asked: Sequence[Asked], speech: Speech
) -> MapPart:
    square, first = card.picture, places[0]
    assert isinstance(square, Quadrants)  # noqa: S101 (`maps` asks)
    dots = tuple(
        Dot(number=speech.count(place.number), x=place.x, y=place.y, spread=place.spread or 0)
        for place in places
        if place.x is not None and place.y is not None
    )[:MOST_DOTS]
    drawn = Square(
        dots=dots, low=first.low, high=first.high, x_label=first.x_label, y_label=first.y_label,
        corners=tuple(corner.label for corner in square.corners),
    )  # fmt: skip
    words = {field.row: field for field in asked if field.item}
    heads = speech.say("sheets"), first.x_label, first.y_label, speech.say("disagreement")
    return MapPart(
        id=name,
        title=card.label,
        svg=picture(drawn.draw, SQUARE_SIZE, name, f"{card.label}. {speech.say('map_note')}"),
        name=speech.say("name"),
        heads=heads,
        rows=tuple(_placed(place, words, speech) for place in places[:MOST_ROWS]),
        dots=len(dots),
        left=max(len(places) - MOST_ROWS, 0),
    )


def _placed(place: Place, words: dict[str, Asked], speech: Speech) -> Placed:
    numbers = place.x, place.y, place.spread
    choices = []
    for row, counts in place.choices.items():
        options = words[row].options
        told = (f"{options.get(value, value)} {speech.count(n)}" for value, n in counts.items())
        choices.append((words[row].row_label, " \u00b7 ".join(told)))
    order = [row for row in words if row in place.notes]
    return Placed(
        number=speech.count(place.number),
        name=place.name,
        numbers=(speech.count(place.sheets), *map(speech.mean, numbers)),
        choices=tuple(choices),
        notes=tuple((words[row].row_label, voices(place.notes[row])) for row in order),
    )
