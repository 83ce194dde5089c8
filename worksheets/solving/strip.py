"""Solve what frames every page: marks, title, header strip, footer. Places: docs/look.md."""

from dataclasses import dataclass, replace

from worksheets.fonts import width
from worksheets.model.brand import PLAIN, Brand
from worksheets.model.fields import Check, Choice, Date
from worksheets.model.labels import SEAM, joined
from worksheets.model.sheet import Group, HeaderField, Item, Ornament, Rect, Sheet, Words
from worksheets.solving.controls import least_height, paragraphs, place
from worksheets.solving.fit import Fitter, Print
from worksheets.solving.foot import Foot
from worksheets.solving.parts import share_widths
from worksheets.units import Paper

CORNER = 12.0
CODE_MM = 16
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
        items.append(
            Words(x=self._footer_left(), y=high - theme.mm(8.2), lines=(layout_line,),
                  size=theme.fine, leading=1.3 * theme.fine, ink="quiet")
        )  # fmt: skip
        return Group("artifact", (*items, *self.page_number(number_of).children))

    def page_number(self, number_of: str) -> Group:
        """Return the page number at the bottom right."""
        theme = self.fitter.theme
        x, y = self.paper.width - self._right, self.paper.height - theme.mm(8.2)
        number = self.fitter.whole(number_of, beside=True)
        return Group("artifact", number.words(x, y, ink="quiet", align="right"))

    def _footer_left(self) -> float:
        theme = self.fitter.theme
        return theme.margin + max(theme.label_width + theme.label_gap, theme.mm(27))

    def foot(self, page: int, hint: str = "") -> list[Group]:
        """Return a line for those who use a pen, and whose sheet it is."""
        right = self.fitter.theme.mm(18) if self.brand == PLAIN else self._right
        foot = Foot(fitter=self.fitter, brand=self.brand, high=self.paper.height,
                    left=self._footer_left(), right=self.paper.width - right)  # fmt: skip
        return foot.groups(hint, page)

    @property
    def _right(self) -> float:
        """Return how far from the edge the page number ends."""
        return self.fitter.theme.margin if self.bare else self.fitter.theme.mm(18)

    def title(self, page: int) -> list[Group]:
        """Return the title and the line beside it: what the map is for, and what to do."""
        theme = self.fitter.theme
        x = theme.margin if self.bare else theme.mm(16)
        y = theme.margin + CORNER * theme.scale
        right = self.paper.width - theme.mm(36)
        name = self._name(right - x)
        title = Group("title" if page == 1 else "artifact", name.words(x, y))
        start = x + name.width + theme.mm(6)
        if told := self._told(right - start):
            words = told.words(start, y - told.depth, ink="quiet")
            return [title, Group("paragraph" if page == 1 else "artifact", words)]
        room = max(right - start, 0)
        if self.sheet.fill and not self.fitter.problems:  # else the title is the one to shorten
            self.fitter.group([self.sheet.fill], room, "regular", [(theme.small, 2)])
        return [title]

    def _name(self, room: float) -> Print:
        """Return the title; a second language is beside it, as large as leaves room for more."""
        theme, text = self.fitter.theme, self.sheet.title
        sizes = (theme.title, 0.85 * theme.title, theme.large)
        if SEAM not in text:
            rungs = [*((size, 1) for size in sizes), (theme.large, 2)]
            fitted = self.fitter.group([text], room, "bold", rungs)
            return self.fitter.print(fitted, leading=1.1 * fitted.size)
        for size in sizes:
            for small in (max(0.66 * size, theme.small), theme.small):
                name = replace(self.fitter.whole(text, size, "bold", beside=True), small=small)
                if self._told(room - name.width - theme.mm(6)):
                    return name
        self.fitter.group([text], room, "bold", [(theme.large, 1)])
        return name

    def _told(self, room: float) -> Print | None:
        """Return what stands beside the title, as much of it as there is room for."""
        sentences = joined(" ", self.sheet.purpose, self.sheet.fill)
        for text in dict.fromkeys(filter(None, (sentences, self.sheet.fill))):
            if told := self.fitter.paragraph(text, room, 2):
                return told
        return None

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
        label = self.fitter.whole(entry.slot.label, face="bold").width
        if isinstance(entry.slot.field, Choice) and not entry.slot.field.menu:
            words = (o.label for o in entry.slot.field.options)
            marks = sum(
                2 * theme.radius + theme.mm(4.6) + self.fitter.whole(word).width for word in words
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
        """Return the fields of one line and the height of their boxes and of second labels."""
        theme = self.fitter.theme
        room = right - theme.margin - theme.gap * (len(row) - 1)
        widths = share_widths([(self._need(e), self._share(e)) for e in row], room)
        baseline, x = theme.header_baseline + down, theme.margin
        labels = [self.fitter.whole(entry.slot.label, face="bold") for entry in row]
        lower = max(label.depth for label in labels)
        top = baseline + lower + theme.mm(1.2)
        heights = [
            least_height(entry.slot, across + 0.1, self.fitter)
            for entry, across in zip(row, widths, strict=True)
        ]
        lowest = max([theme.header_box, *heights])
        groups: list[Group] = []
        for entry, label, across, height in zip(row, labels, widths, heights, strict=True):
            slot = entry.slot
            self.fitter.group([slot.label], across + 0.01, "bold", [(theme.small, 1)], below=1)
            rect = Rect(x, top, x + across + 0.1, top + max(height, theme.header_box))
            if height < theme.header_box - 0.1:
                rect = rect.inset(0, (theme.header_box - height) / 2)
            words = label.words(x, baseline + lower - label.depth)
            groups += paragraphs((*words, *place(slot, rect, self.fitter)))
            x += across + theme.gap
        return groups, lower + lowest
