"""The *Emotions* sheet: how it felt, stage by stage, as curves and as numbers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any

from worksheets.collecting import tables
from worksheets.collecting.collection import Collection
from worksheets.collecting.rows import Gap, StageScore
from worksheets.collecting.workbook.book import Book, Column, Sheet
from worksheets.collecting.workbook.charts import Band, Line, curve, fits
from worksheets.collecting.workbook.looks import HIGH, LOW, MIDDLE

_MOST_LINES = 8  # of a chart that can still be told apart
_CHART_ROWS = 17

_GAPS: tuple[Column[Gap], ...] = (
    Column("layout", 17, attrgetter("layout")),
    Column("row", 14, attrgetter("row")),
    Column("row_label", 17, attrgetter("row_label")),
    Column("stage", 16, attrgetter("stage")),
    Column("stage_label", 22, attrgetter("stage_label")),
    Column("stage_number", 8, attrgetter("stage_number"), "count"),
    Column("before", 18, attrgetter("before")),
    Column("after", 18, attrgetter("after")),
    Column("mean_before", 10, attrgetter("mean_before"), "mean"),
    Column("mean_after", 10, attrgetter("mean_after"), "mean"),
    Column("gap", 10, attrgetter("gap"), "mean"),
)


def _columns(scores: Sequence[StageScore], waves: Mapping[str, str]) -> list[Column[StageScore]]:
    low = min((score.low for score in scores), default=0)
    high = max((score.high for score in scores), default=0)
    return [
        Column("layout", 17, attrgetter("layout")),
        Column("row", 14, attrgetter("row")),
        Column("row_label", 17, attrgetter("row_label")),
        Column("stage", 16, attrgetter("stage")),
        Column("stage_label", 22, attrgetter("stage_label"), "strong"),
        Column("stage_number", 8, attrgetter("stage_number"), "count"),
        Column("wave", 18, lambda score: waves.get(score.wave, score.wave) or "all"),
        Column("group", 18, lambda score: score.group or "all"),
        Column("sheets", 10, attrgetter("sheets"), "count"),
        Column("people", 10, attrgetter("people"), "count"),
        Column("mean", 10, attrgetter("mean"), "mean"),
        Column("median", 9, attrgetter("median"), "mean"),
        Column("spread", 9, attrgetter("spread"), "mean"),
        Column("absent", 9, attrgetter("absent"), "count"),
        *(Column(f"{value:+d}" if value else "0", 6, _count(value), "count")
          for value in range(low, high + 1)),
        Column("band_from", 9, lambda score: _band(score)[0], "mean"),
        Column("band_height", 9, lambda score: _band(score)[1], "mean"),
    ]  # fmt: skip


def _count(value: int) -> Any:  # noqa: ANN401
    return lambda s: s.counts.get(value, 0) if s.low <= value <= s.high else None


def _band(score: StageScore) -> tuple[float | None, float | None]:
    """Return where mean ± spread begins within the scale, and how high it is."""
    if score.mean is None:
        return None, None
    spread = score.spread or 0
    low = max(score.low, score.mean - spread)
    return low, min(score.high, score.mean + spread) - low


@dataclass(frozen=True, slots=True)
class Run:
    """The scores of one scale in one wave and group: rows of the table, one a stage."""

    scores: tuple[StageScore, ...]
    first: int

    @property
    def last(self) -> int:
        """Return its last row."""
        return self.first + len(self.scores) - 1

    @property
    def head(self) -> StageScore:
        """Return its first score."""
        return self.scores[0]


def _runs(scores: Sequence[StageScore], first: int) -> Iterator[Run]:
    key = attrgetter("group", "wave", "layout", "row")
    for _, found in groupby(scores, key):
        run = Run(tuple(found), first)
        yield run
        first += len(run.scores)


def write(book: Book, collection: Collection) -> None:
    """Add the sheet."""
    scores = tables.emotions(collection)
    sheet = book.sheet("Emotions")
    if not scores:
        sheet.heading("Emotions", ("No layout that came back asks for marks along stages.",))
        return
    row = sheet.heading("Emotions", (
        ("Means are those of sheets: a group's sheet counts once, people says how many share it. "
        "Spread is the standard deviation; absent: it did not happen. The band is mean ± spread."),
    ))  # fmt: skip
    columns = _columns(scores, collection.waves)
    scales = len({(s.layout, s.row) for s in scores})
    start = row + 1 + scales * _CHART_ROWS
    runs = tuple(_runs(scores, start + 1))
    _draw(sheet, runs, [column.head for column in columns], collection)
    end = sheet.table(start, columns, scores, "Emotions")
    mean = [column.head for column in columns].index("mean")
    for run in runs:
        _heat(sheet, run, mean)
    moved = tables.gaps(collection) if len(collection.waves) > 1 else ()
    if moved:
        sheet.put(end + 1, 0, "From wave to wave", "section")
        sheet.table(end + 2, _same_widths(_GAPS, columns), moved, "Gaps")


def _same_widths(gaps: Sequence[Column[Gap]], columns: Sequence[Column[Any]]) -> list[Column[Gap]]:
    """Return the columns of the second table, as wide as those above."""
    return [
        Column(gap.head, column.width, gap.of, gap.look)
        for gap, column in zip(gaps, columns, strict=False)
    ]


def _heat(sheet: Sheet, run: Run, column: int) -> None:
    low, high = run.head.low, run.head.high
    sheet.page.conditional_format(run.first, column, run.last, column, {
        "type": "3_color_scale",
        "min_type": "num", "mid_type": "num", "max_type": "num",
        "min_value": low, "mid_value": (low + high) / 2, "max_value": high,
        "min_color": f"#{LOW}", "mid_color": f"#{MIDDLE}", "max_color": f"#{HIGH}",
    })  # fmt: skip


def _draw(sheet: Sheet, runs: Sequence[Run], heads: Sequence[str], collection: Collection) -> None:
    """Draw the charts of every scale side by side: all sheets, the waves, the groups."""
    places = {name: heads.index(name) for name in ("stage_label", "mean", "band_from")}
    waves, layouts = collection.waves, collection.layouts
    scales = sorted({(run.head.layout, run.head.row): run.first for run in runs}, key=str)
    for number, scale in enumerate(scales):
        mine = [run for run in runs if (run.head.layout, run.head.row) == scale]
        whole = [run for run in mine if not run.head.wave and not run.head.group]
        by_wave = [run for run in mine if run.head.wave]
        by_group = [run for run in mine if run.head.group][:_MOST_LINES]
        title = f"{whole[0].head.row_label}, {layouts.get(scale[0], scale[0])}"
        top = 3 + number * _CHART_ROWS
        charts = (
            (title, whole, lambda run: "mean"),
            (f"{title}: waves", by_wave, lambda run: waves.get(run.head.wave, run.head.wave)),
            (f"{title}: groups", by_group, lambda run: run.head.group),
        )
        used = 0
        for name, shown, label in charts:
            if not shown:
                continue
            lines = [Line(label(run), run.first, run.last, places["mean"]) for run in shown]
            band = Band(places["band_from"], "mean ± spread") if shown is whole else None
            chart = curve(sheet, name, lines, band, places["stage_label"], shown[0].head)
            fits(sheet, chart, top, used, _told(name, shown))
            used += 1


def _told(name: str, runs: Sequence[Run]) -> str:
    """Return a chart in words, for those who do not see it."""
    said = []
    for run in runs:
        who = run.head.wave or run.head.group
        means = ", ".join(
            f"{score.stage_label} {score.mean:.1f}"
            for score in run.scores
            if score.mean is not None
        )
        said.append(f"{who}: {means}" if who else means)
    return f"Line chart of {name}. Means: {'; '.join(said)}"[:1000]
