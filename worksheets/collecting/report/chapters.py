"""A chapter per layout: its parts follow from what its fields are, never from its name."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from worksheets.collecting import stakeholders, tables
from worksheets.collecting.codebook import FRAME
from worksheets.collecting.collection import Collection
from worksheets.collecting.report import boards, maps, stages
from worksheets.collecting.report.hearing import Heard, hear
from worksheets.collecting.report.speech import Speech
from worksheets.collecting.report.voices import Voices, voices
from worksheets.collecting.rows import Asked, ChoiceCount, Place, Said, StageScore
from worksheets.model.sheet import Sheet


@dataclass(frozen=True, slots=True, kw_only=True)
class TextsPart:
    """Texts that stand nowhere else, field by field."""

    kind = "texts"
    id: str
    title: str
    fields: tuple[tuple[str, Voices], ...]


Part = (
    stages.CurvePart
    | stages.HeatPart
    | stages.StagesPart
    | maps.MapPart
    | boards.SidePart
    | boards.BoardPart
    | boards.BarsPart
    | TextsPart
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """What one layout says."""

    id: str
    title: str
    sheets: int
    people: int
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Layout:
    """What is known of one layout; ``key`` begins the ids of its parts."""

    key: str
    asked: Sequence[Asked]
    said: Sequence[Said]
    counts: Sequence[ChoiceCount]
    scores: Sequence[StageScore]
    heard: Heard
    sheet: Sheet | None
    places: Sequence[Place]


def chapters(collection: Collection, speech: Speech) -> Iterator[Chapter]:
    """Yield a chapter for every layout that came back, in their order."""
    heard, said = hear(collection), tables.said(collection)
    scores, counts = tables.emotions(collection), tables.choices(collection)
    places = stakeholders.places(collection)
    for number, name in enumerate(
        dict.fromkeys(field.layout_name for field in collection.fields), start=1
    ):
        asked = [field for field in collection.fields if field.layout_name == name]
        layout, known = asked[0].layout, not asked[0].home
        book = collection.codebook
        given = _Layout(
            key=f"c{number}",
            asked=asked,
            said=[one for one in said if one.field.layout_name == name],
            counts=[count for count in counts if count.field.layout_name == name],
            scores=[score for score in scores if score.layout == name],
            heard=heard[name],
            sheet=book.sheet(layout, book.stage_ids(layout)) if known else None,
            places=[place for place in places if place.layout == name],
        )
        title = collection.layouts.get(layout, layout)
        yield Chapter(
            id=given.key,
            title=title if known else f"{title} ({asked[0].home[:6]})",
            sheets=heard[name].sheets,
            people=heard[name].people,
            parts=tuple(_parts(collection, given, speech)),
        )


def _parts(collection: Collection, given: _Layout, speech: Speech) -> Iterator[Part]:
    """Yield pictures first, then what was chosen and written."""
    key, scores, heard = given.key, given.scores, given.heard
    yield from stages.curves(key, scores, heard, dict(collection.waves), speech)
    yield from _present(stages.heat(key, given.asked, scores, heard, speech))
    yield from _present(stages.by_stage(key, given.said, scores, speech))
    shown = {field.id for field in given.asked if field.stage_number} | FRAME
    if given.sheet:
        for square in maps.maps(key, given.sheet, given.places, given.asked, speech):
            shown |= {field.id for field in given.asked if field.item}
            yield square
        side = boards.side_by_side(key, given.sheet, heard, given.asked, speech)
        if side:
            shown |= {field.id for field in given.asked if field.kind == "text"}
            yield side
        else:
            yield from _boards(given.sheet, given, speech)
            blocks = boards.areas_of(given.sheet)
            shown |= {slot.id for areas in blocks for card in areas.cards for slot in card.slots}
    bars = boards.bars([count for count in given.counts if count.field.id not in shown], speech)
    if bars:
        title = speech.say("choices")
        yield boards.BarsPart(id=f"{key}-bars", title=title, fields=tuple(bars.values()))
    texts = tuple(_texts(one for one in given.said if one.field.id not in shown))
    if texts:
        yield TextsPart(id=f"{key}-texts", title=speech.say("quotes"), fields=texts)


def _boards(sheet: Sheet, given: _Layout, speech: Speech) -> Iterator[boards.BoardPart]:
    said = {one.field.id: one for one in given.said}
    bars = boards.bars([count for count in given.counts if not count.field.item], speech)
    chosen = {field: one for (_, field), one in bars.items()}
    every = (boards.board(areas, said, chosen) for areas in boards.areas_of(sheet))
    if found := tuple(filter(None, every)):
        yield boards.BoardPart(id=f"{given.key}-board", title=speech.say("board"), boards=found)


def _present(part: Part | None) -> Iterator[Part]:
    if part:
        yield part


def _texts(said: Iterable[Said]) -> Iterator[tuple[str, Voices]]:
    """Yield the texts of fields by their labels, those of numbered rows together."""
    together: dict[tuple[str, str, str], list[Said]] = {}
    for one in said:
        asked = one.field
        name = (asked.block, asked.row, "" if asked.item else asked.id)
        together.setdefault(name, []).append(one)
    for ones in together.values():
        asked = ones[0].field
        found = voices(quote for one in ones for quote in one.quotes)
        if found:
            yield asked.row_label if asked.item else asked.label, found
