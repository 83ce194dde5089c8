"""Solve what frames every page: marks, title, header strip, footer. Places: docs/look.md."""

from dataclasses import dataclass

from worksheets.fonts import widest_word, width, wrap
from worksheets.model.brand import PLAIN, Brand
from worksheets.model.fields import Check, Choice, Date
from worksheets.model.sheet import (
    Align,
    Group,
    HeaderField,
    Item,
    Ornament,
    Rect,
    Sheet,
    Tag,
    Words,
)
from worksheets.solving.controls import least_height, paragraphs, place
from worksheets.solving.fit import Fitter
from worksheets.solving.parts import share_widths
from worksheets.units import Paper

CORNER = 12.0
CODE_MM = 16
LOGO_MM = (40, 8)
FOOT_LINES = 3
ISO_DATE = "2028-08-28"


@dataclass(slots=True, kw_only=True)
class Strip:
    """Draws the frame of the pages of one sheet; ``bare`` ones have no marks to keep clear of."""

    sheet: Sheet
    paper: Paper
    fitter: Fitter
    bare: bool = False
    brand: Brand = PLAIN

    def marks(self, code: str, number_of: str, layout_line: str) -> Group:
        """Return corner squares, both codes, the id line and the page number."""
        theme = self.fitter.theme
        corner, margin = CORNER * theme.scale, theme.margin
        wide, high = self.paper.width, self.paper.height
        items: list[Group | Item] = []
        for x in (margin, wide - margin - corner):
            for y in (margin, high - margin - corner):
                items.append(Ornament(name="corner", rect=Rect(x, y, x + corner, y + corner)))
        size = theme.mm(CODE_MM)
        for x, y in ((wide - theme.mm(32), theme.mm(8)), (theme.mm(16), high - theme.mm(24))):
            rect = Rect(x, y, x + size, y + size)
            items.append(Ornament(name="code", rect=rect, text=code))
        items.append(self.fitter.small(self._footer_left(), high - theme.mm(8.2), layout_line))
        return Group("artifact", (*items, *self.page_number(number_of).children))

    def page_number(self, number_of: str) -> Group:
        """Return the page number at the bottom right."""
        theme = self.fitter.theme
        words = Words(
            x=self.paper.width - self._footer_right(), y=self.paper.height - theme.mm(8.2),
            lines=(number_of,), size=theme.small, leading=theme.small_leading, ink="quiet",
            align="right",
        )  # fmt: skip
        return Group("artifact", (words,))

    def _footer_left(self) -> float:
        theme = self.fitter.theme
        return theme.margin + max(theme.label_width + theme.label_gap, theme.mm(27))

    def foot(self, page: int, *, notes: bool) -> list[Group]:
        """Return the line for those who use a pen or ``notes`` that stick, and whose sheet it is.

        Both are said once.
        """
        left, right = self._footer_left(), self.paper.width - self._footer_right()
        hint, organiser = self.sheet.pen, self.brand.organiser.replace(" · ", "\u00a0· ")
        hint = f"{hint} {self.sheet.notes}" if hint and notes else hint
        shown: list[Item] = []
        lines = (2, 0)
        if logo := self._logo(right):
            shown.append(logo)
            right = logo.rect.left - self.fitter.theme.mm(3)
        if organiser:
            lines, most = self._shared(hint, organiser, right - left)
            words = self._above_foot(organiser, right, most, "right", lines[1])
            shown.append(words)
            used = [self.fitter.small_width(line) for line in words.lines]
            right -= max(used) + self.fitter.theme.mm(5)
        groups = []
        if hint:
            pen = self._above_foot(hint, left, right - left, "left", lines[0])
            groups.append(Group("paragraph" if page == 1 else "artifact", (pen,)))
        if shown:
            tag: Tag = "artifact"
            if organiser and page == 1:
                tag = "figure" if logo else "paragraph"
            groups.append(Group(tag, tuple(shown), alt=self.brand.organiser if logo else ""))
        return groups

    def _shared(self, hint: str, organiser: str, room: float) -> tuple[tuple[int, int], float]:
        """Return how many lines each gets, as few as fit together, and the organiser's width."""
        room -= self.fitter.theme.mm(5) if hint else 0
        counts = range(1, FOOT_LINES + 1)
        ways = [(hinted, named) for hinted in counts for named in counts]
        for lines in sorted(ways, key=lambda way: (max(way), sum(way), way[1])):
            least, most = (
                self._least(text, n) for text, n in zip((hint, organiser), lines, strict=True)
            )
            if least + most <= room:
                return lines, most
        return (FOOT_LINES, FOOT_LINES), max(room - self._least(hint, FOOT_LINES), 0)

    def _least(self, text: str, lines: int) -> float:
        """Return the least width at which small print takes no more lines than these."""
        size = self.fitter.theme.small
        low, high = widest_word(text, "regular", size), width(text, "regular", size)
        while lines > 1 and high - low > 1:
            middle = (low + high) / 2
            fits = len(wrap(text, "regular", size, middle)) <= lines
            low, high = (low, middle) if fits else (middle, high)
        return high + 0.01

    def _above_foot(self, text: str, x: float, limit: float, align: Align, most: int) -> Words:
        """Return small print in a few lines; the last one has its place."""
        theme = self.fitter.theme
        rungs = [(theme.small, lines) for lines in range(1, most + 1)]
        fitted = self.fitter.group([text], limit, "regular", rungs)
        y = self.paper.height - theme.mm(12.3) - (fitted.most - 1) * theme.small_leading
        return self.fitter.small(x, y, fitted.lines[0], align=align)

    def _logo(self, right: float) -> Ornament | None:
        """Return the logo: above the page number, white around it."""
        if not self.brand.logo:
            return None
        theme, logo = self.fitter.theme, self.brand.logo
        bottom = self.paper.height - theme.mm(11.7)
        unit = min(theme.mm(LOGO_MM[0]) / logo.width, theme.mm(LOGO_MM[1]) / logo.height)
        top = bottom - logo.height * unit
        return Ornament(name="logo", rect=Rect(right - logo.width * unit, top, right, bottom))

    def _footer_right(self) -> float:
        theme = self.fitter.theme
        return theme.margin if self.bare else theme.mm(18)

    def title(self, page: int) -> list[Group]:
        """Return the title and the line beside it: what the map is for, and what to do."""
        theme = self.fitter.theme
        x = theme.margin if self.bare else theme.mm(16)
        y = theme.margin + CORNER * theme.scale
        right = self.paper.width - theme.mm(36)
        text = self.sheet.title
        rungs = [(theme.title, 1), (0.85 * theme.title, 1), (theme.large, 1), (theme.large, 2)]
        fitted = self.fitter.group([text], right - x, "bold", rungs)
        name = Words(x=x, y=y, lines=fitted.lines[0], size=fitted.size,
                     leading=1.1 * fitted.size, face="bold")  # fmt: skip
        groups = [Group("title" if page == 1 else "artifact", (name,))]
        start = x + max(width(line, "bold", fitted.size) for line in fitted.lines[0]) + theme.mm(6)
        sentences = [s for s in (self.sheet.purpose, self.sheet.fill) if s]
        for line in dict.fromkeys(filter(None, (" ".join(sentences), self.sheet.fill))):
            rungs = [(theme.small, 1), (theme.small, 2)]
            if small := self.fitter.try_group([line], right - start, "regular", rungs):
                first = y - (small.most - 1) * theme.small_leading
                words = self.fitter.small(start, first, small.lines[0])
                return [*groups, Group("paragraph" if page == 1 else "artifact", (words,))]
        room = max(right - start, 0)
        if self.sheet.fill and not self.fitter.problems:  # else the title is the one to shorten
            self.fitter.group([self.sheet.fill], room, "regular", [(theme.small, 2)])
        return groups

    # ------------------------------------------------------------ header strip

    def header(self) -> tuple[Group, float]:
        """Return the header strip of page 1 and how much lower the body starts because of it."""
        theme = self.fitter.theme
        groups: list[Group] = []
        down = 0.0
        for index, row in enumerate(self._header_rows()):
            right = self.paper.width - (theme.mm(36) if index == 0 else theme.margin)
            drawn, height = self._header_row(row, down, right)
            groups += drawn
            down += height + theme.mm(4)
        return Group("section", tuple(groups)), down - theme.mm(4) - theme.header_box

    def _need(self, entry: HeaderField) -> float:
        """Return the least width of a header field in points."""
        theme = self.fitter.theme
        label = self.fitter.small_width(entry.slot.label, "bold")
        if isinstance(entry.slot.field, Choice) and not entry.slot.field.menu:
            words = (o.label for o in entry.slot.field.options)
            marks = sum(
                2 * theme.radius + theme.mm(4.6) + self.fitter.small_width(word) for word in words
            )
            return max(label, marks - theme.mm(3))
        if isinstance(entry.slot.field, Date):
            return max(label, width(ISO_DATE, "regular", theme.medium) + 2 * theme.inset)
        return max(label, theme.mm(14))

    def _share(self, entry: HeaderField) -> float:
        """Return the share of spare room; marks need none, unless nothing else is there."""
        takes_marks = isinstance(entry.slot.field, Choice | Check) and entry.width > 0
        return 0.001 if takes_marks else entry.width

    def _header_rows(self) -> list[list[HeaderField]]:
        theme = self.fitter.theme
        rows: list[list[HeaderField]] = [[]]
        used = 0.0
        for entry in self.sheet.header:
            margin = theme.mm(36) if len(rows) == 1 else theme.margin
            room = self.paper.width - theme.margin - margin
            share = max(self._need(entry), 0.6 * theme.mm(entry.width))
            if rows[-1] and used + share > room + 0.01:
                rows.append([])
                used = 0.0
            rows[-1].append(entry)
            used += share + theme.gap
        return rows

    def _header_row(
        self, row: list[HeaderField], down: float, right: float
    ) -> tuple[list[Group], float]:
        """Return the fields of one line and the height of their boxes."""
        theme = self.fitter.theme
        room = right - theme.margin - theme.gap * (len(row) - 1)
        widths = share_widths([(self._need(e), self._share(e)) for e in row], room)
        baseline, x = theme.header_baseline + down, theme.margin
        top = baseline + theme.mm(1.2)
        heights = [
            least_height(entry.slot, across + 0.1, self.fitter)
            for entry, across in zip(row, widths, strict=True)
        ]
        lowest = max([theme.header_box, *heights])
        groups: list[Group] = []
        for entry, across, height in zip(row, widths, heights, strict=True):
            slot = entry.slot
            rungs = [(theme.small, 1)]
            fitted = self.fitter.group([slot.label], across + 0.01, "bold", rungs)
            label = Words(x=x, y=baseline, lines=fitted.lines[0], size=theme.small,
                          leading=theme.small_leading, face="bold")  # fmt: skip
            rect = Rect(x, top, x + across + 0.1, top + max(height, theme.header_box))
            if height < theme.header_box - 0.1:
                rect = rect.inset(0, (theme.header_box - height) / 2)
            groups += paragraphs((label, *place(slot, rect, self.fitter)))
            x += across + theme.gap
        return groups, lowest
