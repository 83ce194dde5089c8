"""The pages of a pack that are no worksheets: cover, instructions, a page before each table's."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worksheets import i18n
from worksheets.model.labels import SLASH
from worksheets.model.sheet import Grid, Group, Item, Line, Ornament, Page, Rect, Sheet, Words
from worksheets.press.ground import Say, page, paragraph
from worksheets.solving.fit import Fitter
from worksheets.solving.mirror import mirrored
from worksheets.solving.theme import Theme, theme_for
from worksheets.units import Paper

EDGE = 16
"""Millimetres around the words, as the look has them for A4 and A3."""
_SHARES = (0.0, 0.5, 0.72, 0.86)
"""Where the columns of the cover's table begin."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the cover: a worksheet of the pack, and how many copies each table gets."""

    title: str
    locales: tuple[str, ...]
    paper: str
    copies: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Cover:
    """What the cover says; ``steps`` are the parts of the pack in their order."""

    title: str
    entries: tuple[Entry, ...]
    tables: int
    pages: int
    duplex: bool
    steps: tuple[str, ...]


@dataclass(slots=True)
class _Desk:
    """A page that grows downwards from ``y``."""

    width: float
    height: float
    theme: Theme
    fitter: Fitter
    items: list[Group | Item]
    y: float

    @classmethod
    def of(cls, size: tuple[float, float]) -> "_Desk":
        theme = theme_for(Paper("", *size))
        return cls(*size, theme, Fitter(theme), [], theme.mm(EDGE) + theme.title)

    @property
    def edge(self) -> float:
        return self.theme.mm(EDGE)

    @property
    def limit(self) -> float:
        return self.width - 2 * self.edge

    def title(self, text: str, factor: float = 1.0) -> None:
        size = self.theme.title * factor
        rungs = [(size, 1), (0.8 * size, 2), (self.theme.large, 4)]
        words, after = paragraph(self.fitter, (self.edge, self.y), text, self.limit, rungs,
                                 bold=True)  # fmt: skip
        self.items.append(words)
        self.y = after - 0.6 * words.size

    def rule(self, left: float, right: float, y: float) -> None:
        self.items.append(Line(x1=left, y1=y, x2=right, y2=y, look="rule"))

    def page(self, locale: str) -> Page:
        done = page(self.width, self.height, self.items, self.theme.scale)
        return mirrored(done) if i18n.direction(locale) == "rtl" else done


def cover(size: tuple[float, float], what: Cover, say: Say, locale: str) -> Page:
    """Return the first page of a pack: what is in it, and how to print it."""
    desk = _Desk.of(size)
    theme = desk.theme
    desk.y += theme.mm(6)
    desk.title(what.title, 2)
    counts = [(say["tables"], what.tables), (say["pages"], what.pages)]
    line = " · ".join(f"{label}: {count}" for label, count in counts)
    rungs = [(1.2 * theme.large, 1), (theme.large, 1), (theme.medium, 2)]
    place = desk.edge, desk.y + theme.mm(10)
    words, after = paragraph(desk.fitter, place, line, desk.limit, rungs, bold=True, ink="accent")
    desk.items.append(words)
    desk.y = after + theme.mm(2)
    _chevrons(desk, what.steps)
    hints = [say["size"], *([say["duplex"]] if what.duplex else [])]
    foot = desk.height - desk.edge - (len(hints) - 1) * 1.6 * theme.medium
    _entries(desk, what.entries, say, locale, foot - theme.mm(10))
    for index, hint in enumerate(hints):
        at = desk.edge, foot + index * 1.6 * theme.medium
        rungs = [(theme.medium, 1), (theme.small, 2)]
        desk.items.append(paragraph(desk.fitter, at, hint, desk.limit, rungs, ink="quiet")[0])
    return desk.page(locale)


def _chevrons(desk: _Desk, steps: Sequence[str]) -> None:
    theme = desk.theme
    gap, high = theme.mm(1.3), theme.head_height * 1.4
    wide = (desk.limit - gap * (len(steps) - 1)) / len(steps)
    inset = theme.tip + theme.mm(2.4)
    rungs = [(1.1 * theme.large, 1), (theme.medium, 1), (theme.medium, 2), (theme.small, 3)]
    fitted = desk.fitter.group(steps, wide - 2 * inset - theme.mm(5), "bold", rungs)
    for index, lines in enumerate(fitted.lines):
        x = desk.edge + index * (wide + gap)
        rect = Rect(x - (theme.tip if index else 0), desk.y, x + wide, desk.y + high)
        desk.items.append(Ornament(name="chevron", rect=rect, value=theme.tip, flat=not index))
        y = desk.y + high / 2 - (len(lines) - 1) * 0.6 * fitted.size + 0.35 * fitted.size
        for text, left, face in (((str(index + 1),), 0.0, False), (lines, theme.mm(5), True)):
            desk.items.append(
                Words(x=x + inset + left, y=y, lines=text,
                      size=fitted.size, leading=1.2 * fitted.size,
                      face="bold" if face else "regular", ink="white")
            )  # fmt: skip
    desk.y += high + theme.mm(12)


def _entries(desk: _Desk, entries: Sequence[Entry], say: Say, locale: str, foot: float) -> None:
    """Draw the table of what is inside; what has no room is counted in a last line."""
    theme = desk.theme
    xs = [desk.edge + share * desk.limit for share in _SHARES]
    rooms = [b - a - theme.gap for a, b in zip(xs, [*xs[1:], desk.width - desk.edge], strict=True)]
    heads = say["worksheet"], say["language"], say["paper"], say["copies"]
    fitted = [
        desk.fitter.group([head], room, "bold", [(theme.small, 2), (0.9 * theme.small, 3)])
        for head, room in zip(heads, rooms, strict=True)
    ]
    most = max(f.most for f in fitted)
    for x, one in zip(xs, fitted, strict=True):
        y = desk.y + (most - one.most) * theme.small_leading
        desk.items.append(desk.fitter.small(x, y, one.lines[0], ink="quiet"))
    top, pitch = desk.y + (most - 1) * theme.small_leading + theme.mm(3), theme.mm(11)
    fits = max(1, int((foot - top) / pitch))
    shown = entries if len(entries) <= fits else entries[: fits - 1]
    rows = [(e.title, SLASH.join(i18n.language_name_in(locale, one) for one in e.locales),
             e.paper, str(e.copies)) for e in shown]  # fmt: skip
    if len(shown) < len(entries):
        rows.append((f"+ {len(entries) - len(shown)}", "", "", ""))
    desk.rule(desk.edge, desk.width - desk.edge, top)
    for index, row in enumerate(rows):
        y = top + index * pitch + pitch / 2 + 0.35 * theme.large
        for column, (x, text, room) in enumerate(zip(xs, row, rooms, strict=True)):
            rungs = [(size, 1) for size in (theme.large, theme.medium, theme.small)]
            words, _ = paragraph(desk.fitter, (x, y), text, room, rungs, bold=not column)
            desk.items.append(words)
        line = top + (index + 1) * pitch
        desk.items.append(
            Line(x1=desk.edge, y1=line, x2=desk.width - desk.edge, y2=line, look="separator")
        )


def instructions(size: tuple[float, float], sheet: Sheet | None, title: str, say: Say,
                 steps: Sequence[str], locale: str) -> Page:  # fmt: skip
    """Return the page that explains a worksheet: what to do, and what each part asks."""
    desk = _Desk.of(size)
    theme = desk.theme
    desk.title(say["how"])
    place = desk.edge, desk.y + theme.mm(7)
    words, after = paragraph(desk.fitter, place, title, desk.limit,
                             [(theme.large, 1), (theme.medium, 2)], bold=True,
                             ink="accent")  # fmt: skip
    desk.items.append(words)
    top = after + theme.mm(6)
    asked = tuple(_asked(sheet)) if sheet else ()
    tall = desk.height > desk.width
    left = desk.limit if tall or not asked else 0.42 * desk.limit
    end = _numbered(desk, steps, top, left)
    if asked:
        x = desk.edge if tall else desk.edge + left + theme.mm(12)
        _questions(desk, asked, say["questions"], (x, end + theme.mm(10) if tall else top))
    return desk.page(locale)


def _numbered(desk: _Desk, steps: Sequence[str], y: float, room: float) -> float:
    theme = desk.theme
    for number, text in enumerate(steps, start=1):
        desk.items.append(Line(x1=desk.edge, y1=y, x2=desk.edge + room, y2=y, look="rule"))
        first = y + theme.mm(3) + 0.9 * theme.large
        desk.items.append(Words(x=desk.edge, y=first, lines=(str(number),), size=theme.large,
                                leading=theme.large, face="bold", ink="accent"))  # fmt: skip
        at = desk.edge + theme.mm(8), first
        rungs = [(1.15 * theme.large, 3), (theme.large, 4), (theme.medium, 6)]
        words, after = paragraph(desk.fitter, at, text, room - theme.mm(8), rungs)
        desk.items.append(words)
        y = after + theme.mm(2)
    return y


def _asked(sheet: Sheet) -> Iterator[tuple[str, str]]:
    """Yield label and question of what a sheet asks, once each."""
    seen = set()
    for block in sheet.blocks:
        if not isinstance(block, Grid):
            pairs = [(card.label, card.question) for card in block.cards if card.slots]
        elif block.stages:
            pairs = [(row.label, row.question or row.instruction) for row in block.rows]
        else:
            pairs = [(head.label, head.help) for head in block.headings]
            pairs += [(row.label, row.question or row.instruction) for row in block.rows]
        for label, question in pairs:
            if label and question and label not in seen:
                seen.add(label)
                yield label, question


def _questions(
    desk: _Desk, asked: Sequence[tuple[str, str]], head: str, place: tuple[float, float]
) -> None:
    theme = desk.theme
    x, y = place
    room = desk.width - desk.edge - x
    desk.rule(x, x + room, y)
    y += theme.mm(2) + 0.9 * theme.large
    words, y = paragraph(desk.fitter, (x, y), head, room, [(theme.large, 1), (theme.medium, 2)],
                         bold=True)  # fmt: skip
    desk.items.append(words)
    down = desk.height - desk.edge
    drawn, fits = _row_items(desk, asked, (x, y), room)
    if fits:
        desk.items += drawn
        return
    for columns in (2, 3):
        wide = (room - (columns - 1) * theme.mm(6)) / columns
        drawn, fits = _column_items(desk, asked, (x, y), wide, (columns, down))
        if fits or columns == 3:  # noqa: PLR2004 (narrower ones cannot be read)
            desk.items += drawn
            return


def _row_items(
    desk: _Desk, asked: Sequence[tuple[str, str]], place: tuple[float, float], room: float
) -> tuple[list[Item], bool]:
    """Return a row for each label, its question behind it, and whether they end above the foot."""
    theme = desk.theme
    x, y = place
    y -= 0.6 * theme.large
    behind = x + 0.4 * room
    items: list[Item] = []
    for label, question in asked:
        items.append(Line(x1=x, y1=y, x2=x + room, y2=y, look="separator"))
        first = y + theme.mm(3) + 0.9 * theme.large
        words, after = paragraph(desk.fitter, (x, first), label, behind - x - theme.mm(4),
                                 [(theme.large, 2), (theme.medium, 3)], bold=True)  # fmt: skip
        rungs = [(1.1 * theme.medium, 3), (theme.small, 5)]
        said, end = paragraph(desk.fitter, (behind, first), question, x + room - behind, rungs,
                              ink="quiet")  # fmt: skip
        items += [words, said]
        y = max(after, end) - 0.5 * theme.large
    return items, y <= desk.height - desk.edge


def _column_items(
    desk: _Desk, asked: Sequence[tuple[str, str]], place: tuple[float, float], wide: float,
    limits: tuple[int, float],
) -> tuple[list[Item], bool]:  # fmt: skip
    """Return labels and questions in columns, and whether they end above the foot."""
    theme, (columns, down) = desk.theme, limits
    x, top = place
    per = -(-len(asked) // columns)
    items: list[Item] = []
    lowest = y = top
    for index, (label, question) in enumerate(asked):
        if index % per == 0:
            x, y = place[0] + (index // per) * (wide + theme.mm(6)), top
        words, y = paragraph(desk.fitter, (x, y + theme.mm(3)), label, wide,
                             [(theme.large, 2), (theme.medium, 3)], bold=True)  # fmt: skip
        items.append(words)
        rungs = [(1.1 * theme.medium, 3), (theme.small, 5)]
        words, y = paragraph(desk.fitter, (x, y), question, wide, rungs, ink="quiet")
        items.append(words)
        lowest = max(lowest, y)
    return items, lowest <= down


def separator(size: tuple[float, float], number: int, title: str, say: Say, locale: str) -> Page:
    """Return the page that begins a table's copies."""
    desk = _Desk.of(size)
    theme = desk.theme
    text = say["table"].replace("{number}", str(number))
    desk.y = 0.42 * desk.height
    desk.title(text, 4)
    high, top = theme.head_height, desk.y + theme.mm(6)
    rect = Rect(desk.edge, top, desk.width - desk.edge, top + high)
    desk.items.append(Ornament(name="chevron", rect=rect, value=theme.tip, flat=True))
    inset = theme.mm(4)
    fitted = desk.fitter.group([title], rect.width - 2 * inset - theme.tip, "bold",
                               [(theme.large, 1), (theme.medium, 1), (theme.small, 2)])  # fmt: skip
    y = (rect.top + rect.bottom) / 2 + (0.7 - fitted.most * 0.6 + 0.25) * fitted.size
    desk.items.append(Words(x=rect.left + inset, y=y, lines=fitted.lines[0],
                            size=fitted.size, leading=1.2 * fitted.size, face="bold",
                            ink="white"))  # fmt: skip
    return desk.page(locale)
