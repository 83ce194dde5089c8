"""A workbook with the answers of many: the sheet as it is filled in, every cell locked.

What a row of Excel is too low for goes on on a second sheet, text by text.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from openpyxl.chart import Reference
from openpyxl.packaging.custom import StringProperty
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.worksheet import Worksheet as ExcelSheet

from worksheets.definition import RESULT, result_mark
from worksheets.fonts import wrap
from worksheets.model.fields import Scale
from worksheets.model.results import NOTHING, Results, ResultWords
from worksheets.model.sheet import Slot, Worksheet
from worksheets.writers import palette
from worksheets.writers.arrangement import arranged
from worksheets.writers.arrangement.boxes import INDENTED, Box
from worksheets.writers.tally import Entry, Tally
from worksheets.writers.xlsx import begun, finished, protect, set_up, set_up_beside
from worksheets.writers.xlsx.curve import CHARACTER, Place, add_curve
from worksheets.writers.xlsx.dots import add_dots
from worksheets.writers.xlsx.lines import on_one_grid
from worksheets.writers.xlsx.lists import Lists
from worksheets.writers.xlsx.looks import MOST, AnyCell, Looks, Piece, put
from worksheets.writers.xlsx.scribe import HIGHEST, Scribe

_SMALLER = 0.87
_WIDTHS = (36, 100, 22)
_PIECE, _LINES = 1_600, 24
"""The most characters and lines of a text in one row of the second sheet."""
_DOTS = 300.0  # points of the row that a square of two scales covers


def write_results(worksheet: Worksheet, results: Results, words: ResultWords) -> bytes:
    """Return the workbook; raise FitError if the paper is larger than Excel knows."""
    office = replace(worksheet.sheet.office, light="")
    sheet = replace(worksheet.sheet, fill=results.note, office=office)
    worksheet = replace(worksheet, sheet=sheet)
    book, first, looks = begun(worksheet, words.continued)
    second = book.worksheets[1]
    lines = on_one_grid(arranged(worksheet, spread=True))
    scribe = _ResultScribe(worksheet, book, first, looks, lines, Lists(book, office), {},
                           tally=Tally(sheet, results, words))  # fmt: skip
    scribe.write()
    scribe.square()
    if scribe.rest:
        _continue(second, scribe.rest, looks, f"{sheet.title}: {words.continued}")
        set_up_beside(worksheet, second)
    else:
        book.remove(second)
    mark = result_mark(worksheet.stamp)
    set_up(worksheet, first, worksheet.stamp, scribe)
    first.page_setup.fitToHeight = 0  # rows are as high as their texts
    first.oddFooter.left.text = mark  # type: ignore[union-attr]
    for page in (first, *([second] if scribe.rest else [])):
        protect(page, looks)
    for name, text in (("worksheet", f"{sheet.layout} {sheet.version}"), (RESULT, mark)):
        book.custom_doc_props.append(StringProperty(name=name, value=text))  # type: ignore[attr-defined]
    book.properties.title = sheet.title
    book.properties.language = sheet.locale.replace("_", "-")
    book.properties.creator = None
    return finished(book, scribe)


@dataclass
class _ResultScribe(Scribe):
    """Writes what was answered instead of places to answer; ``rest`` is what found no room."""

    tally: Tally = field(kw_only=True)
    rest: list[tuple[str, Entry]] = field(default_factory=list)
    _entries: dict[tuple[str, str], list[Entry]] = field(default_factory=dict)

    @property
    def size(self) -> float:
        """Return the size of type of answers."""
        return _SMALLER * self.looks.sizes.medium

    def text(self, box: Box) -> str:
        """Return what stands in a cell."""
        return "\n".join(map(str, self.entries(box)))

    def entries(self, box: Box) -> list[Entry]:
        """Return the lines of a cell: as much as a row can show, and how much more there is."""
        slot = box.slot
        assert slot is not None  # noqa: S101 (asked for places of slots only)
        option = box.option.id if box.option else ""
        key = str(slot.id), option
        if key not in self._entries:
            self._entries[key] = self._count(slot, option) if option else self._fitted(slot, box)
        return self._entries[key]

    def _count(self, slot: Slot, option: str) -> list[Entry]:
        summary = self.tally.summary(slot)
        count = summary.counts.get(option, 0)
        return [Entry(str(count), strong=count == summary.most())] if count else []

    def tall(self, text: str, box: Box, size: float) -> float:
        """Return the height that a text needs in a box."""
        return super().tall(text, box, self.size)

    def _fitted(self, slot: Slot, box: Box) -> list[Entry]:
        entries, further = list(self.tally.entries(slot)), self.tally.words.further
        count = len(entries)
        if self._fits(entries, box):
            return entries
        while count and not self._fits([*entries[:count], Entry(further)], box):
            count -= 1
        self.rest += [(slot.label, entry) for entry in entries[count:]]
        more = further.replace("{count}", str(len(entries) - count))
        return [*entries[:count], Entry(more, strong=True)]

    def _fits(self, entries: Sequence[Entry], box: Box) -> bool:
        text = "\n".join(map(str, entries))
        return len(text) < MOST // 2 and self.tall(text, box, self.size) <= 0.9 * HIGHEST

    def field(self, box: Box, cell: AnyCell) -> None:
        """Write what was answered, in a cell that stays locked."""
        cell.font = self.looks.font(self.size)
        if entries := self.entries(box):
            pieces = [piece for entry in entries for piece in self._pieces(entry)]
            cell.value = self.looks.rich(pieces[:-1], self.size)  # the last is a line break

    def _pieces(self, entry: Entry) -> Iterator[Piece]:
        """Yield the text of a line, then its author."""
        plain = str(replace(entry, who=""))
        yield plain, palette.QUIET if entry.quiet else palette.INK, entry.strong
        if entry.who:
            yield str(entry).removeprefix(plain), palette.QUIET, True
        yield "\n", palette.INK, False

    def values(self, slots: Sequence[Slot], cells: Sequence[str]) -> Reference:
        """Return where the means of a curve stand on the hidden sheet."""
        summaries = (self.tally.results.fields.get(slot.id, NOTHING) for slot in slots)
        scale = slots[0].field
        signed = isinstance(scale, Scale) and scale.low < 0
        return self._numbers([summary.mean for summary in summaries], signed=signed)

    def draw_curve(self, values: Reference, scale: Scale, place: Place) -> None:
        """Draw the curve with its numbers."""
        add_curve(self.sheet, values, scale, place, labels=True)

    def _numbers(self, numbers: Sequence[float | None], *, signed: bool = False) -> Reference:
        hidden = self.lists.sheet
        row = hidden.max_row + 2
        for column, number in enumerate(numbers, start=1):
            cell = hidden.cell(row, column)
            cell.value = "#N/A" if number is None else round(number, 2)
            cell.data_type = "e" if number is None else "n"
            cell.number_format = "+0.0;\u22120.0;0.0" if signed else "0.0"
        return Reference(hidden, min_col=1, max_col=len(numbers), min_row=row)

    # ------------------------------------------------------------ two scales

    def square(self) -> None:
        """Draw the dots of a square of two scales below everything, their names beside it."""
        found = self.tally.square()
        if not found:
            return
        card, square = found
        self.sheet.row_breaks.append(Break(id=self.row - 1))
        last = len(self.lines.edges) - 1
        label = self.sheet.cell(self.row, 1)
        self.looks.dress(label, "label")
        put(label, card.label)
        self.sheet.merge_cells(
            start_row=self.row, end_row=self.row, start_column=1, end_column=last
        )
        self.row += 1
        halfway = next(i for i, edge in enumerate(self.lines.edges) if edge >= 0.5)  # noqa: PLR2004
        names = self.sheet.cell(self.row, halfway + 1)
        self.looks.dress(names, "option")
        put(names, "\n".join(map(str, self.tally.dots(square))))
        self._merge(halfway + 1, last)
        self.sheet.row_dimensions[self.row].height = _DOTS
        points = [
            (str(point.number), self._numbers([point.x]), self._numbers([point.y]))
            for point in self.tally.results.points
        ]
        place = Place(row=self.row, columns=(1, halfway), width=0, rtl=self.looks.rtl)
        add_dots(self.sheet, points, (square.x_label, square.y_label), place)
        self.curves[f"xl/charts/chart{len(self.curves) + 1}.xml"] = card.label
        self.row += 2

    def _merge(self, first: int, last: int) -> None:
        self.sheet.merge_cells(
            start_row=self.row, end_row=self.row, start_column=first, end_column=last
        )


# ---------------------------------------------------------------- the second sheet


def _continue(
    sheet: ExcelSheet, rest: Sequence[tuple[str, Entry]], looks: Looks, title: str
) -> None:
    """List texts: the field's label, the text, who wrote it."""
    for number, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    put(sheet["A1"], title)
    sheet["A1"].font = looks.font(looks.sizes.large, bold=True)
    sheet.row_dimensions[1].height = 2 * looks.sizes.large
    row, before, size = 1, "", _SMALLER * looks.sizes.medium
    for label, entry in rest:
        pieces = list(_pieces(entry.text))
        for number, piece in enumerate(pieces, start=1):
            row += 1
            cells = [sheet.cell(row, column) for column in (1, 2, 3)]
            looks.dress(cells[0], "label" if label != before else "corner")
            texts = (
                label if label != before else "",
                piece,
                entry.who if number == len(pieces) else "",
            )
            for cell, text in zip(cells, texts, strict=True):
                if cell is not cells[0]:
                    looks.dress(cell, "option")
                    cell.font = looks.font(size)
                if text:
                    put(cell, text)
            before = label
            room = _WIDTHS[1] * CHARACTER - INDENTED
            lines = [len(wrap(piece, "regular", 1.08 * size, room)),
                     len(wrap(label, "bold", 1.12 * size, _WIDTHS[0] * CHARACTER))]  # fmt: skip
            sheet.row_dimensions[row].height = min(max(lines) * 1.25 * size + 6, HIGHEST)


def _pieces(text: str) -> Iterator[str]:
    """Yield a text in pieces that a row can show, cut at line breaks and blanks."""
    piece: list[str] = []
    for line in text.splitlines():
        rest = line
        while len(rest) > _PIECE:
            cut = rest.rfind(" ", 1, _PIECE) + 1 or _PIECE
            yield "\n".join([*piece, rest[:cut].rstrip()])
            piece, rest = [], rest[cut:]
        piece.append(rest)
        if len(piece) >= _LINES or sum(map(len, piece)) > _PIECE:
            yield "\n".join(piece)
            piece = []
    if any(piece):
        yield "\n".join(piece)
