"""Native charts that look the same in Excel and in LibreOffice, each with its words."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from worksheets.collecting.rows import Place, StageScore
from worksheets.collecting.workbook.book import Sheet, clean
from worksheets.collecting.workbook.labels import Area, sides
from worksheets.collecting.workbook.looks import FONT, SERIES
from worksheets.writers import palette

_WIDTH, _HEIGHT = 560, 320
_SQUARE = (1000, 590)
_PLOT = (0.07, 0.11, 0.9, 0.76)
"""Left, top, width and height of the quadrants, as shares of their chart."""
_WORD = 30  # characters of a word at an axis
_MARKS = ("circle", "square", "diamond", "triangle", "x", "star", "plus", "short_dash")
_INK = {"name": FONT, "size": 9, "color": f"#{palette.INK}", "bold": False}
_QUIET = {"line": {"color": f"#{palette.BORDER}", "width": 0.75}}
_HAIR = {"visible": True, "line": {"color": f"#{palette.HAIR}", "width": 0.5}}
_NAME = 200  # characters
_TOLD = 4  # names at one dot
Options = dict[str, Any]
Chart = Any
"""XlsxWriter's chart."""
Workbook = Any
"""XlsxWriter's workbook."""


@dataclass(frozen=True, slots=True)
class Line:
    """A curve: its name, its rows, the column of its values."""

    name: str
    first: int
    last: int
    column: int


@dataclass(frozen=True, slots=True)
class Band:
    """An area around the first curve: where it begins (``column``) and, right of that, how high."""

    column: int
    name: str


def curve(
    sheet: Sheet,
    title: str,
    lines: Sequence[Line],
    band: Band | None,
    labels: int,
    score: StageScore,
) -> Chart:
    """Return a line chart over stages; ``labels`` is the column of their names."""
    file = sheet.book.file
    chart = file.add_chart({"type": "line"})
    first = lines[0]
    stages: list[Any] = [sheet.name, first.first, labels, first.last, labels]
    for number, line in enumerate(lines):
        colour = f"#{SERIES[number % len(SERIES)]}"
        chart.add_series({
            "name": named(line.name), "categories": stages,
            "values": [sheet.name, line.first, line.column, line.last, line.column],
            "line": {"color": colour, "width": 2.25},
            "marker": {"type": _MARKS[number % len(_MARKS)], "size": 7,
                       "fill": {"color": "#FFFFFF"}, "border": {"color": colour, "width": 1.5}},
        })  # fmt: skip
    whole = _banded(file, chart, band, first, (sheet.name, stages)) if band else chart
    low, high = score.low, score.high
    whole.set_title({"name": named(title), "name_font": {**_INK, "size": 11, "bold": True},
                     "overlay": False, "layout": {"x": 0.03, "y": 0.03}})  # fmt: skip
    whole.set_x_axis({"num_font": _INK, "label_position": "low", **_QUIET})
    whole.set_y_axis({
        "min": low, "max": high, "major_unit": 1, "num_font": _INK, "major_gridlines": _HAIR,
        "num_format": "+0;\u22120;0" if low < 0 else "0", **_QUIET,
        "name": _ends(score.labels, low, high), "name_font": {**_INK, "color": f"#{palette.QUIET}"},
    })  # fmt: skip
    legend: Options = {"position": "bottom", "font": _INK}
    whole.set_legend(legend | ({"delete_series": [0]} if band else {}))
    whole.set_size({"width": _WIDTH, "height": _HEIGHT})
    return whole


def _banded(
    file: Workbook, chart: Chart, band: Band, line: Line, place: tuple[str, list[Any]]
) -> Chart:
    """Return an area chart that lies below ``chart``: a base that is not seen, and the band."""
    sheet, stages = place
    area = file.add_chart({"type": "area", "subtype": "stacked"})
    looks: tuple[Options, ...] = (
        {"name": "base", "fill": {"none": True}, "border": {"none": True}},
        {"name": band.name, "fill": {"color": f"#{palette.ACCENT_SOFT}"}, "border": {"none": True}},
    )
    for offset, look in enumerate(looks):
        column = band.column + offset
        values = [sheet, line.first, column, line.last, column]
        area.add_series({"categories": stages, "values": values, **look})
    area.combine(chart)
    return area


def named(text: str) -> str:
    """Return a text of one line for a chart, where XlsxWriter takes ``A!B1`` for a formula."""
    plain = " ".join(clean(text)[0].split())[:_NAME]
    return re.sub(r"!(?=[$A-Z])", "!\N{HAIR SPACE}", plain)


def _ends(labels: Mapping[str, str], low: int, high: int) -> str:
    """Return what the ends of the scale mean, as it is read along the axis, upwards."""
    words = [_word(labels.get(str(value), "")) for value in (low, high)]
    return "  →  ".join(words) if all(words) else ""


def _word(label: str) -> str:
    plain = named(label)
    return plain if len(plain) <= _WORD else f"{plain[: _WORD - 1]}…"


def fits(sheet: Sheet, chart: Chart, row: int, number: int, told: str) -> None:
    """Put a chart in its place in a row of charts."""
    chart.set_chartarea({"border": {"color": f"#{palette.HAIR}"}})
    place = {"x_offset": 4 + number * (_WIDTH + 12), "y_offset": 6, "object_position": 2}
    sheet.page.insert_chart(row, 0, chart, {**place, "description": clean(told)[0]})


def quadrants(sheet: Sheet, title: str, places: Sequence[Place], rows: range, x: int) -> Chart:
    """Return a scatter chart of places, in quadrants; ``x`` and the next are the columns.

    Every dot is a series of its own, for its label to stand on the side where there is room.
    """
    chart = sheet.book.file.add_chart({"type": "scatter"})
    head = places[0]
    for row, (label, side) in zip(rows, _labelled(places), strict=True):
        names: Options = {"value": True, "font": _INK, "custom": [{"value": label}]}
        names |= {"position": side}
        chart.add_series({
            "name": named(label),
            "categories": [sheet.name, row, x, row, x],
            "values": [sheet.name, row, x + 1, row, x + 1],
            "marker": {"type": "circle", "size": 8, "fill": {"color": f"#{palette.ACCENT}"},
                       "border": {"color": "#FFFFFF"}},
            "data_labels": names if label else {},
        })  # fmt: skip
    chart.set_title({"name": named(title), "name_font": {**_INK, "size": 11, "bold": True},
                     "layout": {"x": 0.03, "y": 0.03}})  # fmt: skip
    middle = (head.low + head.high) / 2
    marks = f'[<{head.low}]"";[>{head.high}]"";0' if head.low > 0 else "General"
    axis: Options = {
        "min": head.low - 1, "max": head.high + 1, "major_unit": 1, "crossing": middle,
        "label_position": "low", "num_font": _INK, "num_format": marks, **_QUIET,
        "major_gridlines": {"visible": False}, "name_font": {**_INK, "size": 10, "bold": True},
    }  # fmt: skip
    chart.set_x_axis({**axis, "name": named(head.x_label)})
    chart.set_y_axis({**axis, "name": named(head.y_label)})
    chart.set_legend({"none": True})
    chart.set_plotarea({"layout": dict(zip(("x", "y", "width", "height"), _PLOT, strict=True))})
    chart.set_size({"width": _SQUARE[0], "height": _SQUARE[1]})
    return chart


def _labelled(places: Sequence[Place]) -> Iterator[tuple[str, str]]:
    """Yield the label of each dot and its side: a number where names would cover each other."""
    names, head = _names(places), places[0]
    width, height = (whole * part for whole, part in zip(_SQUARE, _PLOT[2:], strict=True))
    steps = head.high - head.low + 2
    dots = [
        (((p.x or 0) - head.low + 1) / steps * width, (head.high + 1 - (p.y or 0)) / steps * height)
        for p in places
    ]
    cross = (Area(width / 2, 0, width / 2 + 1, height), Area(0, height / 2, width, height / 2 + 1))
    found = sides(names, dots, Area(0, 0, width, height), cross)
    for place, name, side in zip(places, names, found, strict=True):
        yield (name, side) if side or not name else (str(place.number), "right")


def _names(places: Sequence[Place]) -> list[str]:
    """Return the names of dots; those at one place share the first one's, the others have ""."""
    at: dict[tuple[float | None, float | None], list[str]] = {}
    for place in places:
        at.setdefault((place.x, place.y), []).append(_word(place.name))
    labels: list[str] = []
    for place in places:
        names = at.pop((place.x, place.y), [])
        labels.append("\n".join(names[:_TOLD]) + " …" * (len(names) > _TOLD))
    return labels
