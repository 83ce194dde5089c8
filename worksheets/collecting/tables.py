"""What responses say together: counts, means, and all that was written, side by side.

Means and medians are those of sheets: a group's sheet is one opinion, however many people share it
(``people`` says how many do). A blank is never a zero, and "did not happen" is counted apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from dataclasses import field as attribute
from itertools import pairwise
from statistics import fmean, median, stdev

from worksheets.collecting.collection import Collection
from worksheets.collecting.remarks import shown
from worksheets.collecting.rows import Asked, ChoiceCount, Gap, Given, Reply, Said, StageScore
from worksheets.model.ids import FieldId
from worksheets.model.results import Quote, Summary
from worksheets.model.structure import ABSENT

Column = tuple[str, str, FieldId]
"""A field among all: its layout, its home, its id."""


def column_of(asked: Asked) -> Column:
    """Return what tells a field from all others of a collection."""
    return asked.layout, asked.home, asked.id


@dataclass(slots=True)
class _Tally:
    """The sheets and people behind each possible answer of a field."""

    sheets: Counter[str] = attribute(default_factory=Counter)
    people: Counter[str] = attribute(default_factory=Counter)
    answered: int = 0

    def add(self, given: Given, people: int) -> None:
        """Count one sheet's answer."""
        chosen = given.value if isinstance(given.value, list) else [given.value]
        for value in chosen:
            self.sheets[shown(value)] += 1
            self.people[shown(value)] += people
        self.answered += 1


def emotions(collection: Collection) -> tuple[StageScore, ...]:
    """Return every scale that runs over stages: for all, per wave, and on request per group."""
    by_group = collection.view.by_group
    tallies: dict[tuple[str, str], dict[Column, _Tally]] = defaultdict(lambda: defaultdict(_Tally))
    asked = [f for f in collection.fields if f.kind == "scale" and f.stage_number]
    columns = set(map(column_of, asked))
    for reply in collection.replies():
        parts = {("", ""), (reply.wave or "", ""), ("", (by_group and reply.group) or "")}
        for given in _answered(reply):
            if column_of(given.field) in columns:
                for part in parts:
                    tallies[part][column_of(given.field)].add(given, reply.people)
    waves = {wave: index for index, wave in enumerate(("", *collection.waves))}
    ordered = sorted(tallies, key=lambda part: (part[1], waves.get(part[0], len(waves)), part[0]))
    return tuple(
        _score(field, tallies[part][column_of(field)], part)
        for part in (ordered or [("", "")])
        for field in asked
    )


def _score(asked: Asked, tally: _Tally, part: tuple[str, str]) -> StageScore:
    counts = {int(v): n for v, n in sorted(tally.sheets.items()) if v != ABSENT}
    values = sorted(Counter(counts).elements())
    wave, group = part
    return StageScore(
        layout=asked.layout_name,
        row=asked.row,
        row_label=asked.row_label,
        stage=asked.stage,
        stage_label=asked.stage_label,
        stage_number=asked.stage_number,
        wave=wave,
        group=group,
        sheets=len(values),
        people=sum(n for v, n in tally.people.items() if v != ABSENT),
        mean=fmean(values) if values else None,
        median=median(values) if values else None,
        spread=stdev(values) if len(values) > 1 else None,
        absent=tally.sheets[ABSENT],
        counts=counts,
        low=asked.low or 0,
        high=asked.high or 0,
        labels=asked.options,
    )


def gaps(collection: Collection) -> tuple[Gap, ...]:
    """Return how each mean moved from one wave to the next."""
    scores = {(s.layout, s.row, s.stage, s.wave): s for s in emotions(collection) if not s.group}
    first = [score for score in scores.values() if not score.wave]
    found = []
    for before, after in pairwise(collection.waves):
        for score in first:
            key = score.layout, score.row, score.stage
            old, new = scores.get((*key, before)), scores.get((*key, after))
            means = (old.mean if old else None, new.mean if new else None)
            found.append(
                Gap(
                    layout=score.layout,
                    row=score.row,
                    row_label=score.row_label,
                    stage=score.stage,
                    stage_label=score.stage_label,
                    stage_number=score.stage_number,
                    before=collection.waves[before],
                    after=collection.waves[after],
                    mean_before=means[0],
                    mean_after=means[1],
                    gap=None if None in means else means[1] - means[0],  # type: ignore[operator]
                )
            )
    return tuple(found)


def said(collection: Collection) -> tuple[Said, ...]:
    """Return all that was written into each text field, with who said it."""
    quotes: dict[Column, list[Quote]] = defaultdict(list)
    sheets: Counter[Column] = Counter()
    for reply in collection.replies():
        for given in reply.answers:
            if given.field.kind == "text" and not given.field.person:
                column = column_of(given.field)
                sheets[column] += 1
                if given.value is not None:
                    quotes[column].append(Quote(given.value, reply.who))
    return tuple(
        Said(
            field=asked,
            quotes=tuple(quotes[column_of(asked)]),
            blank=sheets[column_of(asked)] - len(quotes[column_of(asked)]),
        )
        for asked in collection.fields
        if asked.kind == "text" and not asked.person
    )


def choices(collection: Collection) -> tuple[ChoiceCount, ...]:
    """Return how many chose each possible answer of every field that has some, but stage scales."""
    tallies: dict[Column, _Tally] = defaultdict(_Tally)
    asked = [field for field in collection.fields if field.options and not field.stage_number]
    columns = set(map(column_of, asked))
    for reply in collection.replies():
        for given in _answered(reply):
            if column_of(given.field) in columns:
                tallies[column_of(given.field)].add(given, reply.people)
    return tuple(
        ChoiceCount(
            field=field,
            option=option,
            label=label,
            sheets=tally.sheets[option],
            people=tally.people[option],
            share=tally.sheets[option] / tally.answered if tally.answered else None,
        )
        for field in asked
        for tally in [tallies[column_of(field)]]
        for option, label in field.options.items()
    )


def summaries(replies: Iterator[Reply], layout: str) -> dict[FieldId, Summary]:
    """Return all answers to the fields of a known layout, by field id."""
    quotes: dict[FieldId, list[Quote]] = defaultdict(list)
    tallies: dict[FieldId, _Tally] = defaultdict(_Tally)
    for reply in replies:
        for given in _answered(reply):
            asked = given.field
            if asked.layout == layout and not asked.home:
                tallies[asked.id].add(given, reply.people)
                if asked.kind in {"text", "date"}:
                    quotes[asked.id].append(Quote(shown(given.value), reply.who))
    return {name: summary(tally, quotes.get(name, [])) for name, tally in tallies.items()}


def summary(tally: _Tally, quotes: list[Quote]) -> Summary:
    """Return a field's answers as one."""
    if quotes:
        return Summary(quotes=tuple(quotes), sheets=tally.answered)
    numbers = sorted(
        Counter({float(v): n for v, n in tally.sheets.items() if _is_number(v)}).elements()
    )
    return Summary(
        counts=dict(tally.sheets),
        mean=fmean(numbers) if numbers else None,
        spread=stdev(numbers) if len(numbers) > 1 else None,
        sheets=len(numbers) or tally.answered,
    )


def _is_number(text: str) -> bool:
    return text.lstrip("-").replace(".", "", 1).isdecimal()


def _answered(reply: Reply) -> Iterator[Given]:
    """Yield the answers that say something: an untouched list of options is none."""
    return (given for given in reply.answers if given.value is not None and given.value != [])
