"""The *Stakeholders* sheet: who stands where, how far sheets differ, and what they say."""

from collections.abc import Mapping, Sequence
from operator import attrgetter

from worksheets.collecting.collection import Collection
from worksheets.collecting.rows import Place
from worksheets.collecting.stakeholders import places
from worksheets.collecting.workbook.book import Book, Column, Sheet
from worksheets.collecting.workbook.charts import fits, quadrants
from worksheets.collecting.workbook.survey import per_layout

_CHART_ROWS = 30
_DRAWN = 60  # dots; more cannot be told apart
_FIXED: tuple[Column[Place], ...] = (
    Column("number", 8, attrgetter("number"), "count"),
    Column("name", 28, attrgetter("name"), "strong"),
    Column("also", 24, lambda place: "; ".join(place.names[1:]), "wrap"),
    Column("sheets", 8, attrgetter("sheets"), "count"),
    Column("people", 8, attrgetter("people"), "count"),
)


def write(book: Book, collection: Collection) -> None:
    """Add a sheet for every layout with quadrants, or one that says there is none."""
    found: dict[str, list[Place]] = {}
    for place in places(collection):
        found.setdefault(place.layout, []).append(place)
    names = per_layout("Stakeholders", tuple(found))
    for layout, mine in found.items():
        _write(book.sheet(names[layout]), mine, _labels(collection, layout))
    if not found:
        lines = ("No layout that came back places anything in quadrants.",)
        book.sheet("Stakeholders").heading("Stakeholders", lines)


def _labels(collection: Collection, layout: str) -> Mapping[str, tuple[str, Mapping[str, str]]]:
    """Return label and options of every row of a layout."""
    fields = (field for field in collection.fields if field.layout == layout and not field.home)
    return {field.row: (field.row_label, field.options) for field in fields}


def _write(
    sheet: Sheet, found: Sequence[Place], labels: Mapping[str, tuple[str, Mapping[str, str]]]
) -> None:
    row = sheet.heading("Stakeholders", (
        ("Means of all sheets that name somebody; rows are gathered by name. Disagreement is how "
        "far, on average, sheets are from that place (root mean square, in steps of the scale). "
        "In the chart a number stands for a name that has no room."),
    ))  # fmt: skip
    drawn = [place for place in found if place.x is not None and place.y is not None][:_DRAWN]
    ordered = [*drawn, *(place for place in found if place not in drawn)]
    columns = _columns(found, labels)
    start = row + 1 + (_CHART_ROWS if drawn else 0)
    end = sheet.table(start, columns, ordered)
    if drawn:
        first = start + 2
        x = [column.head for column in columns].index("x")
        title = f"{drawn[0].x_label} × {drawn[0].y_label}"
        chart = quadrants(sheet, title, drawn, range(first, first + len(drawn)), x)
        told = "; ".join(f"{p.name} {p.x:.1f}, {p.y:.1f}" for p in drawn)
        fits(sheet, chart, row, 0, f"Scatter chart of {title}: {told}"[:1000])
    sheet.page.print_area(0, 0, end - 1, len(columns) - 1)


def _columns(
    found: Sequence[Place], labels: Mapping[str, tuple[str, Mapping[str, str]]]
) -> list[Column[Place]]:
    head = found[0]
    chosen = dict.fromkeys(name for place in found for name in place.choices)
    noted = dict.fromkeys(name for place in found for name in place.notes)
    return [
        *_FIXED,
        Column("x", 13, attrgetter("x"), "mean", head.x_label),
        Column("y", 13, attrgetter("y"), "mean", head.y_label),
        Column("disagreement", 14, attrgetter("spread"), "mean"),
        *(_chosen(name, *labels.get(name, (name, {}))) for name in chosen),
        *(_noted(name, labels.get(name, (name, {}))[0]) for name in noted),
    ]


def _chosen(name: str, label: str, options: Mapping[str, str]) -> Column[Place]:
    def said(place: Place) -> str:
        counts = sorted(place.choices.get(name, {}).items(), key=lambda item: -item[1])
        return "\n".join(f"{n} × {options.get(option, option)}" for option, n in counts)

    return Column(f"{name}", 18, said, "wrap", label)


def _noted(name: str, label: str) -> Column[Place]:
    def said(place: Place) -> str:
        by_text: dict[str, list[str]] = {}
        for quote in place.notes.get(name, ()):
            by_text.setdefault(quote.text, []).append(quote.who)
        return "\n".join(f"{', '.join(who)}: {text}" for text, who in by_text.items())

    return Column(f"{name}", 30, said, "wrap", label)
