"""Choices, Problems and Codebook: plain tables, a line for everything there is."""

from collections.abc import Callable, Sequence
from operator import attrgetter

from worksheets.collecting.collection import Collection
from worksheets.collecting.rows import Asked, ChoiceCount, Trouble
from worksheets.collecting.tables import choices
from worksheets.collecting.workbook.book import Book, Column, Link, Sheet
from worksheets.writers import palette

_CHOICES: tuple[Column[ChoiceCount], ...] = (
    Column("layout", 18, lambda count: count.field.layout_name),
    Column("field", 20, attrgetter("field.id"), "note"),
    Column("title", 34, attrgetter("field.label"), "strong"),
    Column("option", 16, attrgetter("option"), "note"),
    Column("label", 34, attrgetter("label"), "wrap"),
    Column("sheets", 9, attrgetter("sheets"), "count"),
    Column("people", 9, attrgetter("people"), "count"),
    Column("share", 22, attrgetter("share"), "share"),
)
_SEVERITY = {"error": "alarm", "warning": "caution"}
_PROBLEMS: tuple[Column[Trouble], ...] = (
    Column("severity", 11, attrgetter("severity")),
    Column("code", 8, attrgetter("code")),
    Column("file", 38, lambda trouble: Link(trouble.file, path=trouble.path)),
    Column("message", 56, attrgetter("message"), "wrap"),
    Column("hint", 40, attrgetter("hint"), "wrap"),
    Column("field", 22, attrgetter("field"), "note"),
    Column("title", 28, attrgetter("title"), "wrap"),
    Column("sha256", 14, attrgetter("sha256"), "code"),
)


def write_choices(book: Book, collection: Collection) -> None:
    """Add the sheet of counts."""
    sheet = book.sheet("Choices")
    end = sheet.table(0, _CHOICES, choices(collection))
    sheet.hold(1, 3)
    bars(sheet, range(1, end), len(_CHOICES) - 1)


def bars(sheet: Sheet, rows: range, column: int) -> None:
    """Draw a bar behind every share in a column."""
    sheet.page.conditional_format(rows[0], column, rows[-1], column, {
        "type": "data_bar", "bar_solid": True, "bar_color": f"#{palette.ACCENT_SOFT}",
        "min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1,
    })  # fmt: skip


def write_problems(book: Book, troubles: Sequence[Trouble]) -> None:
    """Add the sheet of everything that needs an eye, errors first."""
    sheet = book.sheet("Problems")
    rank = ("error", "warning", "info")
    ordered = sorted(troubles, key=lambda trouble: rank.index(trouble.severity))
    sheet.hold(1, 3)
    start = sheet.begin(0, _PROBLEMS)
    for row, trouble in enumerate(ordered, start):
        values = [column.of(trouble) for column in _PROBLEMS]
        sheet.dressed(row, _PROBLEMS, values, {0: _SEVERITY.get(trouble.severity, "")})
    end = start + max(1, len(ordered))
    sheet.end(end)
    sheet.page.print_area(0, 0, end - 1, len(_PROBLEMS) - 2)  # on paper nobody needs the digest


def write_codebook(book: Book, collection: Collection) -> None:
    """Add the sheet of all fields: what was asked, in every language, and what answers mean."""
    sheet = book.sheet("Codebook")
    spoken = {locale for asked in collection.fields for locale in asked.labels}
    locales = sorted(spoken, key=lambda locale: (locale != collection.locale, locale))
    columns: list[Column[Asked]] = [
        Column("layout", 18, attrgetter("layout")),
        Column("field", 28, attrgetter("id"), "strong"),
        Column("kind", 10, attrgetter("kind")),
        Column("row", 16, attrgetter("row")),
        Column("stage", 16, attrgetter("stage")),
        Column("stage_number", 9, lambda asked: asked.stage_number or None, "count"),
        Column("item", 7, lambda asked: asked.item or None, "count"),
        *(Column(f"label_{locale}", 34, _label(locale), "wrap") for locale in locales),
        Column("options", 36, _options, "wrap"),
        Column("low", 7, attrgetter("low"), "count"),
        Column("high", 7, attrgetter("high"), "count"),
        Column("person", 9, lambda asked: "yes" if asked.person else "no"),
        Column("home", 16, attrgetter("home"), "note"),
    ]
    sheet.table(0, columns, collection.fields)
    sheet.hold(1, 2)


def _label(locale: str) -> Callable[[Asked], str | None]:
    return lambda asked: asked.labels.get(locale)


def _options(asked: Asked) -> str:
    return "\n".join(
        f"{value} = {label}" if label else value for value, label in asked.options.items()
    )
