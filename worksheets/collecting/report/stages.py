"""Layouts with stages: the curve of each scale, what was answered where, all texts in order."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from worksheets.collecting.report.drawing import picture
from worksheets.collecting.report.hearing import Heard
from worksheets.collecting.report.plots import CURVE_SIZE, Curve, Line
from worksheets.collecting.report.speech import Speech
from worksheets.collecting.report.voices import Voices, voices
from worksheets.collecting.rows import Asked, Said, StageScore
from worksheets.collecting.tables import column_of
from worksheets.model.structure import ABSENT

LEVELS = 5
"""Depths of colour in the heat map."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CurvePart:
    """A drawn scale, what its picture says, and the numbers behind it."""

    kind = "curve"
    id: str
    title: str
    svg: str
    notes: tuple[str, ...]
    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of the heat map: its text and its depth of colour, 0 to `LEVELS`; None: no field."""

    text: str
    level: int | None = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class HeatPart:
    """Rows by stages."""

    kind = "heat"
    id: str
    title: str
    stages: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]


@dataclass(frozen=True, slots=True)
class StageVoices:
    """A stage, the means of its scales, and what was written in each of its rows."""

    number: int
    label: str
    means: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, Voices], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StagesPart:
    """All texts, stage by stage."""

    kind = "stages"
    id: str
    title: str
    stages: tuple[StageVoices, ...]


Scores = Sequence[StageScore]


def curves(key: str, scores: Scores, heard: Heard, waves: dict[str, str], speech: Speech
           ) -> Iterator[CurvePart]:  # fmt: skip
    """Yield a part for every scale of a layout that runs over stages."""
    for row, found in groupby(sorted(scores, key=lambda s: s.row), key=lambda s: s.row):
        scale = list(found)
        if any(score.sheets for score in scale):
            yield _curve(f"{key}-{row}", scale, heard.curves[row].kept, waves, speech)


def _curve(name: str, scale: Scores, faint: Sequence[tuple[float | None, ...]],
           waves: dict[str, str], speech: Speech) -> CurvePart:  # fmt: skip
    every = sorted((s for s in scale if not s.wave), key=lambda s: s.stage_number)
    one = every[0]
    signed = one.low < 0
    by_wave = {
        wave: sorted((s for s in scale if s.wave == wave), key=lambda s: s.stage_number)
        for wave in waves
        if any(s.wave == wave and s.sheets for s in scale)
    }
    shown = by_wave if len(by_wave) > 1 else {"": every}
    levels = tuple((v, speech.step(v, signed=signed)) for v in range(one.low, one.high + 1))
    drawn = Curve(
        stages=tuple(score.stage_label for score in every),
        counts=tuple(_counts([scores[at] for scores in shown.values()], speech)
                     for at in range(len(every))),
        levels=tuple((v, f"{one.labels.get(str(v), '')} {n}".strip()) for v, n in levels),
        faint=faint,
        lines=tuple(_line(scores, waves.get(wave, ""), speech) for wave, scores in shown.items()),
        mirrored=speech.direction == "rtl",
    )  # fmt: skip
    means = "; ".join(f"{s.stage_label}: {speech.mean(s.mean, signed=signed)}" for s in every)
    says = f"{one.row_label}. {speech.say('means')}: {means}"
    notes = [speech.say("curve_waves" if len(shown) > 1 else "curve_note")]
    if len(faint) < one_total(scale):
        notes.append(speech.say("sampled", shown=len(faint)))
    return CurvePart(
        id=name,
        title=one.row_label,
        svg=picture(drawn.draw, CURVE_SIZE, name, says),
        notes=tuple(notes),
        heads=_heads(one, speech),
        rows=tuple(_numbers({"": every} | (shown if len(shown) > 1 else {}), waves, speech)),
    )


def one_total(scale: Scores) -> int:
    """Return how many sheets answered a scale at the stage where most did."""
    return max(score.sheets for score in scale)


def _counts(scores: Scores, speech: Speech) -> str:
    return "n = " + " \u00b7 ".join(speech.count(score.sheets) for score in scores)


def _line(scores: Scores, label: str, speech: Speech) -> Line:
    signed = scores[0].low < 0
    return Line(
        values=tuple(score.mean for score in scores),
        spreads=tuple(score.spread for score in scores),
        texts=tuple(speech.mean(score.mean, signed=signed) for score in scores),
        label=label,
    )


def _heads(one: StageScore, speech: Speech) -> tuple[str, ...]:
    absent = one.labels.get(ABSENT, "")
    heads = [speech.say(word) for word in ("stage", "mean", "median", "spread", "sheets", "people")]
    return (*heads, absent) if absent else tuple(heads)


def _numbers(shown: dict[str, list[StageScore]], waves: dict[str, str], speech: Speech
             ) -> Iterator[tuple[str, tuple[str, ...]]]:  # fmt: skip
    for wave, scores in shown.items():
        for score in scores:
            signed = score.low < 0
            cells = [
                speech.mean(score.mean, signed=signed),
                speech.mean(score.median, signed=signed),
                speech.mean(score.spread),
                speech.count(score.sheets),
                speech.count(score.people),
                *([speech.count(score.absent)] if ABSENT in score.labels else []),
            ]
            name = f"{score.stage_number} {score.stage_label}"
            yield (f"{name} \u00b7 {waves[wave]}" if wave else name), tuple(cells)


def names(fields: Sequence[Asked]) -> dict[int, str]:
    """Return the names of stages by number: the shortest, as fields between two name both."""
    found: dict[int, str] = {}
    for field in fields:
        before = found.get(field.stage_number, field.stage_label)
        found[field.stage_number] = min(before, field.stage_label, key=len)
    return found


# ---------------------------------------------------------------- rows by stages


def heat(key: str, asked: Sequence[Asked], scores: Scores, heard: Heard, speech: Speech
         ) -> HeatPart | None:  # fmt: skip
    """Return how many answered each row at each stage; for scales, the mean."""
    fields = [field for field in asked if field.stage_number]
    if not fields:
        return None
    stages = names(fields)
    means = {(s.row, s.stage_number): s for s in scores if not s.wave}
    rows = []
    for (_, _row), found in groupby(fields, key=lambda field: (field.block, field.row)):
        cells = {field.stage_number: field for field in found}
        label = next(iter(cells.values())).row_label
        line = tuple(_cell(cells.get(number), means, heard, speech) for number in sorted(stages))
        rows.append((label, line))
    return HeatPart(
        id=f"{key}-heat",
        title=speech.say("heat"),
        stages=tuple(stages[number] for number in sorted(stages)),
        rows=tuple(rows),
    )


def _cell(asked: Asked | None, means: dict[tuple[str, int], StageScore], heard: Heard,
          speech: Speech) -> Cell:  # fmt: skip
    if asked is None:
        return Cell("", None)
    score = means.get((asked.row, asked.stage_number))
    if score:
        if score.mean is None:
            return Cell(speech.mean(None))
        share = (score.mean - score.low) / (score.high - score.low)
        return Cell(speech.mean(score.mean, signed=score.low < 0), _level(share))
    wrote, sheets = heard.answered[column_of(asked)], heard.asked[column_of(asked)]
    return Cell(speech.share(wrote, sheets), _level(wrote / sheets if sheets else 0))


def _level(share: float) -> int:
    return round(share * LEVELS)


# ---------------------------------------------------------------- texts


def by_stage(key: str, said: Sequence[Said], scores: Scores, speech: Speech) -> StagesPart | None:
    """Return all that was written, stage by stage and row by row."""
    ours = [one for one in said if one.field.stage_number and one.quotes]
    stages = names([one.field for one in said if one.field.stage_number])
    if not ours:
        return None
    found = []
    for number, label in sorted(stages.items()):
        means = tuple(
            (score.row_label, speech.mean(score.mean, signed=score.low < 0))
            for score in scores
            if score.stage_number == number and not score.wave and score.mean is not None
        )
        rows = tuple(
            (one.field.row_label, voices(one.quotes))
            for one in ours
            if one.field.stage_number == number
        )
        found.append(StageVoices(number, label, means, rows))
    return StagesPart(id=f"{key}-stages", title=speech.say("by_stage"), stages=tuple(found))
