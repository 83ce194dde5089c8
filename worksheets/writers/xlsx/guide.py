"""The sheet of instructions: how to fill in, and every question with its possible answers."""

from collections.abc import Iterator, Sequence

from openpyxl.worksheet.worksheet import Worksheet as ExcelSheet

from worksheets.fonts import Face, wrap
from worksheets.model.fields import Check, Choice, Field, Scale
from worksheets.model.labels import SEAM, in_line, joined
from worksheets.model.sheet import Grid, Sheet
from worksheets.model.structure import menu_words, option_words
from worksheets.writers.arrangement.boxes import INDENTED, Look
from worksheets.writers.xlsx.curve import CHARACTER
from worksheets.writers.xlsx.looks import Looks, put

_WIDTHS = (30, 62, 50)


def write_guide(target: ExcelSheet, sheet: Sheet, looks: Looks) -> None:
    """Fill the sheet of instructions."""
    office = sheet.office
    for letter, width in zip("ABC", _WIDTHS, strict=True):
        target.column_dimensions[letter].width = width
    put(target["A1"], looks.titled(sheet.title))
    target.merge_cells("A1:C1")
    target.row_dimensions[1].height = 1.8 * looks.sizes.title
    target["A1"].alignment = looks.aligned("center")
    target["A1"].font = looks.font(looks.sizes.title, bold=True)
    ticks = [office.tick] if any(_is_tick(slot.field) for slot in sheet.slots()) else []
    steps = [
        sheet.purpose,
        office.light,
        office.move,
        *ticks,
        office.clear,
        office.higher,
        sheet.fill,
    ]
    row = 2
    for step in filter(None, steps):
        put(target.cell(row, 1), step)
        target.cell(row, 1).font = looks.font(looks.sizes.medium)
        target.merge_cells(start_row=row, end_row=row, start_column=1, end_column=3)
        target.cell(row, 1).alignment = looks.aligned("center")
        lines = 1 + step.count(SEAM)
        target.row_dimensions[row].height = (0.3 + 1.3 * lines) * looks.sizes.medium
        row += 1
    row += 1
    for column, head in enumerate((sheet.office.sheet, office.question, office.answers), start=1):
        looks.dress(target.cell(row, column), "head")
        put(target.cell(row, column), in_line(head))
    for texts in _questions(sheet):
        row += 1
        for column, text in enumerate(texts, start=1):
            look: Look = "label" if column == 1 else "option"
            looks.dress(target.cell(row, column), look)
            put(target.cell(row, column), looks.labelled(text, look=look))
        target.row_dimensions[row].height = _height(texts, looks.sizes.medium)


def _height(texts: Sequence[str], size: float) -> float:
    """Return the height of a row of the list."""
    faces: tuple[Face, ...] = ("bold", "regular", "regular")
    lines = [
        len(wrap(text, face, 1.12 * size, width * CHARACTER - INDENTED))
        for text, face, width in zip(texts, faces, _WIDTHS, strict=True)
    ]
    return max(lines) * 1.2 * size + 6


def _is_tick(field: Field) -> bool:
    return isinstance(field, Check) or (isinstance(field, Choice) and field.many)


def _questions(sheet: Sheet) -> Iterator[tuple[str, str, str]]:
    """Yield label, question and answers of every field, those of one row once."""
    for entry in sheet.header:
        yield entry.slot.label, entry.slot.hint, _answers(entry.slot.field)
    for block in sheet.blocks:
        if isinstance(block, Grid) and all(row.label.isdigit() for row in block.rows):
            for slot in block.rows[0].slots:
                yield slot.row_label, slot.hint, _answers(slot.field)
        elif isinstance(block, Grid):
            for row in block.rows:
                yield row.label, row.question, _answers(row.slots[0].field) if row.slots else ""
        else:
            for card in block.cards:
                for number, slot in enumerate(card.slots):
                    name = slot.column_label
                    label = card.label if card.bare else joined(": ", card.label, name)
                    yield label, "" if number else card.question, _answers(slot.field)


def _answers(field: Field) -> str:
    words = option_words(field)
    if isinstance(field, Scale):
        count = len(field.steps)
        entries = menu_words(field, words)[:count]
        named = [entry for entry, word in zip(entries, words, strict=False) if word]
        words = (*reversed(named), *words[count:])
    return ", ".join(map(in_line, filter(None, words)))
