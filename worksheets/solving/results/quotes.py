"""What people wrote, as bulleted texts: fitted into their box, the rest kept for further pages."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from worksheets import fonts
from worksheets.model.fields import is_line
from worksheets.model.results import Quote
from worksheets.model.sheet import Group, Item, Panel, Rect, Slot, Words
from worksheets.solving.theme import Theme

LADDER = (1.0, 0.87, 0.75, 0.67, 0.6)
"""Sizes of type in a box, as shares of that of typed answers; the last is 5.7 pt on A4."""
BULLET, BOX, MORE = "•", "\u25a1", "…"
_INDENT, _LEADING, _PAUSE = 0.72, 1.2, 0.22
_MEASURE = 24
"""Least width of a column in a wide box, in ems: about fifty letters."""
_ASCENT, _DESCENT = 0.935, 0.25
_JOINERS = {"Mn", "Me", "Cf", "Sk", "Cc"}


def shown(text: str) -> str:
    """Return ``text`` without empty lines, a box for each letter that our font lacks."""
    lacking = set(fonts.missing(text))
    letters = (
        c if c not in lacking else "" if unicodedata.category(c) in _JOINERS else BOX for c in text
    )
    lines = (line.strip() for line in "".join(letters).splitlines())
    return "\n".join(line for line in lines if line)


@dataclass(frozen=True, slots=True)
class Said:
    """A quote broken into lines at one size; ``beside`` is the x of its author's name.

    The name stands ``beside`` the end of the last line or, if that is None, on lines of its own.
    """

    lines: tuple[str, ...]
    names: tuple[str, ...] = ()
    beside: float | None = None

    @property
    def height(self) -> int:
        """Return the number of lines."""
        return len(self.lines) + (len(self.names) if self.beside is None else 0)

    def cut(self, lines: int) -> tuple["Said", "Said"]:
        """Return the first ``lines`` and the rest, which has the name."""
        head = min(lines, len(self.lines))
        return Said(self.lines[:head]), Said(self.lines[head:], self.names, self.beside)


def said(quote: Quote, size: float, across: float) -> Said:
    """Break a quote into lines for a width of ``across`` points, its bullet included."""
    room = across - _INDENT * size
    lines = fonts.wrap(shown(quote.text), "regular", size, room)
    if not quote.who:
        return Said(lines)
    name = f"— {shown(quote.who)}"
    end = fonts.width(lines[-1], "regular", size) + 0.5 * size
    if end + fonts.width(name, "bold", size) <= room:
        return Said(lines, (name,), end)
    return Said(lines, fonts.wrap(name, "bold", size, room))


def drawn(quote: Said, at: tuple[float, float], size: float, *, begins: bool = True) -> Group:
    """Return a quote whose first baseline is at ``at`` (x, y); only its begin has a bullet."""
    (left, y), leading = at, _LEADING * size
    x = left + _INDENT * size
    body: list[Group | Item] = []
    if quote.lines:
        body.append(Words(x=x, y=y, lines=quote.lines, size=size, leading=leading))
    if quote.names:
        across, down = quote.beside or 0, len(quote.lines) - (quote.beside is not None)
        body.append(Words(x=x + across, y=y + down * leading, lines=quote.names, size=size,
                          leading=leading, face="bold", ink="quiet"))  # fmt: skip
    bullet = Words(x=left, y=y, lines=(BULLET,), size=size, leading=leading, ink="accent")
    begin = (Group("bullet", (bullet,)),) if begins else ()
    return Group("item", (*begin, Group("body", tuple(body))))


def leading(size: float) -> float:
    """Return the distance between the baselines of a quote."""
    return _LEADING * size


def pause(size: float) -> float:
    """Return the further distance between two quotes."""
    return _PAUSE * size


# ---------------------------------------------------------------- in a box

Columns = tuple[tuple[Said, ...], ...]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What of a field's quotes stands in its box, by column, and what does not.

    ``down`` is how far below the box's top they begin, None where the box decides.
    """

    size: float
    inside: Columns
    rest: tuple[Quote, ...] = ()
    down: float | None = None


class TextBox:
    """A field's box; ``quotes`` are all its texts."""

    def __init__(self, slot: Slot, rect: Rect, quotes: Sequence[Quote], theme: Theme) -> None:
        self.slot, self.rect, self.quotes, self.theme = slot, rect, quotes, theme

    @property
    def across(self) -> float:
        """Return the width of what is written."""
        return self.rect.width - 2 * self.theme.inset

    @property
    def high(self) -> float:
        """Return the height of what is written."""
        return self.rect.height - 2 * self._edge

    @property
    def _edge(self) -> float:
        return 0.6 * self.theme.first_line

    def size(self) -> float | None:
        """Return the largest size at which all quotes fit, None if there is none."""
        sizes = (share * self.theme.medium for share in LADDER)
        return next((size for size in sizes if not self.fitted(size).rest), None)

    def fitted(self, size: float) -> Fitted:
        """Return what fits at ``size``, in as few columns as hold it and the box has room for.

        Without room for all, a line is left for how many more.
        """
        most = max(1, int(self.across / (_MEASURE * size)))
        for count in range(1, most + 1):
            inside = self._filled(size, count, self.high)
            if sum(map(len, inside)) == len(self.quotes):
                return Fitted(size, inside)
        room = self.high - leading(LADDER[-1] * self.theme.medium)
        inside = self._filled(size, most, room)
        held = sum(map(len, inside))
        if not held:
            lines = int((room - (_ASCENT + _DESCENT) * size) / leading(size) + 1)
            inside = ((self._begun(lines, size),),) if lines > 0 else ()
        return Fitted(size, inside, tuple(self.quotes[held:]))

    def _filled(self, size: float, count: int, room: float) -> Columns:
        """Return as many quotes as ``count`` columns of a height hold, the first ones."""
        left = [said(quote, size, self._column(count)) for quote in self.quotes]
        columns = []
        for _ in range(count):
            taken = 0
            while taken < len(left) and _height(left[: taken + 1], size) <= room:
                taken += 1
            columns.append(tuple(left[:taken]))
            left = left[taken:]
        return tuple(column for column in columns if column)

    def _column(self, count: int) -> float:
        return (self.across - (count - 1) * self.theme.gap) / count

    def _begun(self, lines: int, size: float) -> Said:
        """Return the first lines of the first quote."""
        *full, last = said(self.quotes[0], size, self.across).lines[:lines]
        room = self.across - _INDENT * size
        while last and fonts.width(last + MORE, "regular", size) > room:
            last = last[:-1]
        return Said((*full, last.rstrip() + MORE))

    def draw(self, fitted: Fitted, more: Sequence[str]) -> tuple[Group, ...]:
        """Return the box with its quotes; ``more`` are ways to say what is missing, long first."""
        look = Panel(rect=self.rect, look="field")
        items = list(self._items(fitted))
        groups = [Group("artifact", (look,)), *([Group("list", tuple(items))] if items else [])]
        if fitted.rest:
            groups.append(Group("paragraph", (self._more(more),)))
        return tuple(groups)

    def down(self, fitted: Fitted) -> float:
        """Return how far below the box's top quotes begin that stand alone."""
        high = max((_height(column, fitted.size) for column in fitted.inside), default=0)
        middle = self._edge + max(0, self.high - high) / 2
        if fitted.rest:
            return self._edge
        return middle if self.is_line else min(self.theme.first_line, middle)

    @property
    def is_line(self) -> bool:
        """Tell whether the box is for one line, which stands in its middle."""
        return is_line(self.slot.field)

    def _items(self, fitted: Fitted) -> Iterator[Group]:
        size, count = fitted.size, len(fitted.inside)
        down = self.down(fitted) if fitted.down is None else fitted.down
        for number, column in enumerate(fitted.inside):
            x = self.rect.left + self.theme.inset
            x += number * (self._column(count) + self.theme.gap)
            y = self.rect.top + down + _ASCENT * size
            for one in column:
                yield drawn(one, (x, y), size)
                y += one.height * leading(size) + pause(size)

    def _more(self, ways: Sequence[str]) -> Words:
        size = LADDER[-1] * self.theme.medium
        fitting = (way for way in ways if fonts.width(way, "bold", size) <= self.across)
        y = self.rect.bottom - self._edge - _DESCENT * size
        return Words(x=self.rect.left + self.theme.inset, y=y, lines=(next(fitting, ways[-1]),),
                     size=size, leading=size, face="bold", ink="accent")  # fmt: skip


def _height(inside: Sequence[Said], size: float) -> float:
    lines = sum(one.height for one in inside)
    bare = (lines - 1) * leading(size) + (_ASCENT + _DESCENT) * size
    return bare + max(0, len(inside) - 1) * pause(size)
