"""Layouts whose fields stand in areas: one board of many voices, or portraits side by side.

An area that asks for free text and nothing else collects voices: they belong together, and the
board has them where the sheet asked. A sheet with entries, marks or choices in its areas portrays
somebody: a few portraits are read side by side, field by field. Many are a board again.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from worksheets.collecting.codebook import FRAME
from worksheets.collecting.remarks import shown
from worksheets.collecting.report.hearing import BESIDE, Heard
from worksheets.collecting.report.speech import Speech
from worksheets.collecting.report.voices import Voices, cut, voices
from worksheets.collecting.rows import Asked, ChoiceCount, Given, Said
from worksheets.model.ids import FieldId
from worksheets.model.sheet import AreaMap, Card, Sheet

NOTES = 8
"""Texts that an area of the board shows at once."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One possible answer: its label, sheets, their share of those that answered, and as text."""

    label: str
    sheets: str
    share: float
    percent: str


Label = tuple[str, str]
"""What a field is called: the group that it belongs to, "" if to none, and its own name."""


@dataclass(frozen=True, slots=True)
class Bars:
    """A field with options."""

    label: Label
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Area:
    """An area of a board with what was written and chosen in it."""

    area: str
    label: str
    question: str
    texts: tuple[tuple[str, Voices], ...]
    bars: tuple[Bars, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """Areas placed as on the sheet: ``areas`` and ``columns`` are CSS."""

    areas: str
    columns: str
    cards: tuple[Area, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardPart:
    """The boards of a layout, one for each of its blocks."""

    kind = "board"
    id: str
    title: str
    boards: tuple[Board, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """An answer in words; ``steps`` are those of a scale, the chosen one marked."""

    text: str
    steps: tuple[bool, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class SidePart:
    """Responses side by side: a column each, a row per field."""

    kind = "side"
    id: str
    title: str
    heads: tuple[str, ...]
    rows: tuple[tuple[Label, tuple[Told, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class BarsPart:
    """What was chosen."""

    kind = "bars"
    id: str
    title: str
    fields: tuple[Bars, ...]


Chosen = Mapping[str, Bars]


def is_portrait(areas: AreaMap) -> bool:
    """Tell whether a sheet portrays one person, rather than collecting voices by area."""
    return any(
        len(card.slots) > 1 or any(slot.field.kind != "text" for slot in card.slots)
        for card in areas.cards
    )


def areas_of(sheet: Sheet) -> Iterator[AreaMap]:
    """Yield the blocks of a sheet whose fields stand in areas."""
    for block in sheet.blocks:
        if isinstance(block, AreaMap) and any(card.slots for card in block.cards):
            yield block


def side_by_side(key: str, sheet: Sheet, heard: Heard, asked: Sequence[Asked], speech: Speech
                 ) -> SidePart | None:  # fmt: skip
    """Return the responses to a portrait side by side, unless they are too many."""
    portrait = any(map(is_portrait, areas_of(sheet)))
    if not portrait or sheet.stages or not 1 < heard.sheets <= BESIDE:
        return None
    answers = [{given.field.id: given for given in reply.answers} for reply in heard.first]
    rows = []
    for field in asked:
        if field.id not in FRAME:
            cells = tuple(_told(found.get(field.id), speech) for found in answers)
            if any(cell.text for cell in cells):
                rows.append((_label(field), cells))
    return SidePart(
        id=f"{key}-side",
        title=speech.say("side"),
        heads=tuple(reply.who for reply in heard.first),
        rows=tuple(rows),
    )


def _label(asked: Asked) -> Label:
    if asked.item or not asked.stage_label:
        return "", asked.row_label
    return asked.row_label, asked.stage_label


def _told(given: Given | None, speech: Speech) -> Told:
    """Return an answer in words."""
    if given is None or given.value in (None, [], False):
        return Told("")
    asked, value = given.field, given.value
    if asked.kind == "scale" and isinstance(value, int):
        low, high = asked.low or 0, asked.high or 0
        steps = tuple(step == value for step in range(low, high + 1))
        return Told(speech.step(value, signed=low < 0), steps)
    chosen = value if isinstance(value, list) else [value]
    return Told(cut(", ".join(asked.options.get(shown(one), shown(one)) for one in chosen)))


def board(areas: AreaMap, said: Mapping[FieldId, Said], chosen: Chosen) -> Board | None:
    """Return all answers in the areas of a block; None if there are none."""
    cards = tuple(_area(card, said, chosen) for card in areas.cards if card.slots)
    if not any(card.texts or card.bars for card in cards):
        return None
    there = {card.area for card in cards}
    lines = (
        " ".join(f"a-{name}" if f"a-{name}" in there else "." for name in line)
        for line in areas.areas
    )
    return Board(
        areas=" ".join(f"'{line}'" for line in lines),
        columns=" ".join(f"minmax(0, {max(width, 0.1):g}fr)" for width in areas.columns),
        cards=cards,
    )


def _area(card: Card, said: Mapping[FieldId, Said], chosen: Chosen) -> Area:
    texts = [
        ("" if card.bare else slot.column_label or slot.row_label,
         voices(said[slot.id].quotes, NOTES))
        for slot in card.slots
        if slot.id in said and said[slot.id].quotes
    ]  # fmt: skip
    bars = [chosen[slot.id] for slot in card.slots if slot.id in chosen]
    return Area(f"a-{card.id}", card.label, card.question, tuple(texts), tuple(bars))


# ---------------------------------------------------------------- choices


def bars(counts: Sequence[ChoiceCount], speech: Speech) -> dict[tuple[str, str], Bars]:
    """Return what was chosen by (block, row and column) of the fields, numbered rows as one."""
    fields: dict[tuple[str, str], dict[str, list[ChoiceCount]]] = {}
    for count in counts:
        asked = count.field
        name = (asked.block, asked.row) if asked.item else ("", asked.id)
        fields.setdefault(name, {}).setdefault(count.option, []).append(count)
    found = {}
    for name, options in fields.items():
        first = next(iter(options.values()))[0]
        asked = first.field
        answered = _answered(options)
        if any(count.sheets for one in options.values() for count in one):
            lines = tuple(_bar(option, one, answered, speech) for option, one in options.items())
            found[name] = Bars(_label(asked), lines)
    return found


def _answered(options: Mapping[str, list[ChoiceCount]]) -> int:
    """Return how many answered: every share is of them."""
    whole: dict[FieldId, int] = {}
    for count in (count for one in options.values() for count in one):
        if count.share:
            whole[count.field.id] = round(count.sheets / count.share)
    return sum(whole.values())


def _bar(option: str, counts: Sequence[ChoiceCount], answered: int, speech: Speech) -> Bar:
    asked, sheets = counts[0].field, sum(count.sheets for count in counts)
    label = counts[0].label
    if asked.kind == "scale" and option.lstrip("-").isdigit():
        step = speech.step(int(option), signed=(asked.low or 0) < 0)
        label = f"{step} {label}".strip()
    share = sheets / answered if answered else 0.0
    return Bar(label, speech.count(sheets), share, speech.share(sheets, answered))
