"""A worksheet as tables: what Word and Excel files are made of.

Every answer stands in a cell that its labels lead to: in the row and column of their names, right
of its label, or below it. So a file that has lost everything but its text can still be read
(`placing`). Widths are shares of the line, heights are points.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import groupby

from worksheets.model.fields import Choice, Date, Scale
from worksheets.model.labels import lead
from worksheets.model.sheet import Grid, HeaderField, Ornament, Slot, Worksheet
from worksheets.units import mm
from worksheets.writers.arrangement.boxes import Box, Measures, Table, holds, options_of, sizes_of
from worksheets.writers.arrangement.cards import cards
from worksheets.writers.arrangement.columns import Columns, answer_boxes

MARGIN = mm(8)


def arranged(worksheet: Worksheet, *, spread: bool) -> tuple[Table, ...]:
    """Return the tables of a worksheet, those of the header first.

    ``spread`` is for spreadsheets: one cell for each option that can be ticked, stage help in a
    row of its own, and what is handed over between two stages under the first of them.
    """
    fields = {field.id: field for field in worksheet.definition.fields}
    line = worksheet.pages[0].width - 2 * MARGIN
    measures = Measures(line, sizes_of(worksheet), fields, spread)
    tables = list(_header(worksheet, measures))
    for block in worksheet.sheet.blocks:
        if isinstance(block, Grid):
            tables += Columns(block, measures).tables()
        else:
            tables += cards(block, measures)
    return tuple(tables)


def fitted(
    worksheet: Worksheet, *, spread: bool, room: Callable[[int, Sequence[Table]], float]
) -> tuple[Table, ...]:
    """Return the tables, of two languages with the questions of both if pages have room for them.

    ``room`` is that of the tables of a page, by its number, in points.
    """
    tables = arranged(worksheet, spread=spread)
    pages = by_page(worksheet, tables)
    if not worksheet.sheet.second or all(holds(page, room(n, page)) for n, page in pages):
        return tables
    return arranged(replace(worksheet, sheet=worksheet.sheet.asking(lead)), spread=spread)


def by_page(worksheet: Worksheet, tables: Iterable[Table]) -> Iterator[tuple[int, list[Table]]]:
    """Yield the tables of each page with its number."""
    pages = {field.id: field.page for field in worksheet.definition.fields}

    def page_of(table: Table) -> int:
        return min(pages[slot.id] for slot in table.slots)

    for number, group in groupby(tables, page_of):
        yield number, list(group)


def is_marked(worksheet: Worksheet) -> bool:
    """Tell whether pages carry what identifies them when they are scanned."""
    items = worksheet.pages[0].content.items()
    return any(isinstance(item, Ornament) and item.name == "corner" for item in items)


def _header(worksheet: Worksheet, measures: Measures) -> Iterator[Table]:
    """Yield the lines of the header as they are on paper: captions above, fields below."""
    for entries in _header_lines(worksheet, measures):
        least = [_least(entry.slot, worksheet, measures) for entry in entries]
        spare = max(0.0, 1 - sum(least))
        wanted = sum(entry.width for entry in entries)
        shares = [
            need + spare * entry.width / wanted for need, entry in zip(least, entries, strict=True)
        ]
        left, boxes = 0.0, []
        heights = [0.0, 0.0]
        for entry, share in zip(entries, shares, strict=True):
            slot, right = entry.slot, left + share / sum(shares)
            caption = measures.words(slot.label, right - left, measures.sizes.small, "bold") + 4
            heights[:2] = max(heights[0], caption), max(heights[1], measures.answer(slot, share))
            boxes.append(Box(left=left, right=right, top=0, bottom=1, look="caption",
                             text=slot.label))  # fmt: skip
            cells = list(answer_boxes(slot, (left, right), range(1, 2), spread=measures.spread))
            lines = max(box.bottom for box in cells)
            heights += [heights[1]] * (lines - len(heights))
            boxes += cells
            left = right
        yield Table(heights=tuple(heights), boxes=tuple(boxes), header=True)


def _header_lines(worksheet: Worksheet, measures: Measures) -> Iterator[list[HeaderField]]:
    """Yield the fields of each line of the header: a box below all before it starts a new one."""
    line: list[HeaderField] = []
    lowest = 0
    for entry in worksheet.sheet.header:
        _, top, _, bottom = measures.fields[entry.slot.id].box
        if line and top >= lowest:
            yield line
            line, lowest = [], 0
        line.append(entry)
        lowest = max(lowest, bottom)
    if line:
        yield line


def _least(slot: Slot, worksheet: Worksheet, measures: Measures) -> float:
    """Return the least share of a header field."""
    office, sizes = worksheet.sheet.office, measures.sizes
    prompt = office.brief
    if isinstance(slot.field, Date):
        prompt = office.day.replace(" ", "\u00a0")
    elif isinstance(slot.field, Choice | Scale) and not options_of(slot):
        prompt = office.choose
    label = measures.share([slot.label], sizes.small, "bold")
    return 1.1 * max(label, measures.share([prompt], sizes.medium))
