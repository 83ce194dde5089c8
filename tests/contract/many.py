"""Believable results of a workshop: what so many people might have written on one worksheet."""

import json
from collections import Counter
from pathlib import Path
from random import Random
from statistics import fmean, pstdev

from worksheets.model.fields import Check, Choice, Number, Scale, Text
from worksheets.model.ids import FieldId
from worksheets.model.results import Point, Quote, Results, Summary, possible
from worksheets.model.sheet import Slot, Worksheet
from worksheets.results import note as note_of

ANSWERS = Path(__file__).parents[2] / "layouts" / "examples"
PEOPLE = ("JB", "AK", "MŁ", "Grupa 3", "ØH", "ZŠ", "", "TN", "KP", "RW", "EÅ", "PD")


def many(worksheet: Worksheet, sheets: int = 12, seed: int = 0, **order: object) -> Results:
    """Return results of ``sheets`` sheets; texts are those of the samples in the same language."""
    sheet = worksheet.sheet
    random = Random(f"{sheet.layout} {sheet.locale} {seed}")
    pools = _pools(sheet.layout, sheet.locale)
    fields = {slot.id: _summary(slot, pools, sheets, random) for slot in sheet.slots()}
    note = note_of(sheet.locale, sheets=sheets, people=sheets + sheets // 2)
    return Results(note=note, fields=fields, points=tuple(_points(worksheet, fields)))


def _pools(layout: str, locale: str) -> dict[str, list[str]]:
    """Return sample texts by row."""
    file = ANSWERS / f"{layout}.{locale}.json"
    given = json.loads(file.read_text("utf-8")) if file.exists() else {}
    pools: dict[str, list[str]] = {}
    for name, value in given.items():
        if isinstance(value, str):
            pools.setdefault(name, []).append(value)
            pools.setdefault(_row(name), []).append(value)
    return pools


def _row(name: str) -> str:
    parts = name.split("__")
    return parts[-2] if parts[-1].isdigit() and len(parts) > 1 else parts[0]


def _summary(slot: Slot, pools: dict[str, list[str]], sheets: int, random: Random) -> Summary:
    field = slot.field
    if isinstance(field, Text):
        own, row = pools.get(slot.id, []), pools.get(_row(slot.id), [])
        single = field.lines == 1 or slot.number
        count = min(len({*own}), 2) if single else random.randint(1, sheets)
        texts = [*own, *(random.choice(row) for _ in range(count - len(own)) if row)]
        quotes = tuple(Quote(text, random.choice(PEOPLE)) for text in texts[:count])
        return Summary(quotes=quotes, sheets=len(quotes))
    if isinstance(field, Scale):
        middle = random.uniform(field.low, field.high)
        values = [
            min(max(round(random.gauss(middle, 0.9)), field.low), field.high)
            for _ in range(sheets - random.randint(0, sheets // 4))
        ]
        counts = Counter(map(str, values))
        if field.absent:
            counts["absent"] = 2
        return Summary(counts=counts, mean=fmean(values), spread=pstdev(values), sheets=len(values))
    if isinstance(field, Choice | Check):
        answers = random.choices(possible(field), k=sheets if isinstance(field, Choice) else 7)
        return Summary(counts=Counter(answers), sheets=sheets)
    if isinstance(field, Number):
        return Summary(mean=3.4, spread=1.2, sheets=sheets)
    return Summary()


def _points(worksheet: Worksheet, fields: dict[FieldId, Summary]) -> list[Point]:
    """Return a dot for each numbered row with two scales."""
    points = []
    for number in range(1, 11):
        row = [slot for slot in worksheet.sheet.slots() if slot.number == number]
        scales = [s for s in row if isinstance(s.field, Scale)]
        names = [q.text for s in row for q in fields[s.id].quotes]
        if len(scales) == 2 and names:
            x, y = (fields[s.id] for s in scales)
            spread = ((x.spread or 0) + (y.spread or 0)) / 2
            points.append(Point(number, x.mean or 0, y.mean or 0, names[0], spread))
    return points
