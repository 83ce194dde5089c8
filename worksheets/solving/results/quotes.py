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


@dataclass(frozen=True, slots=True)
class Fitted:
    """What of a field's quotes stands in its box, and what does not."""

    size: float
    inside: tuple[Said, ...]
    rest: tuple[Quote, ...] = ()


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
        return self.rect.height - 2 * 0.6 * self.theme.first_line

    def _height(self, inside: Sequence[Said], size: float) -> float:
        lines = sum(one.height for one in inside)
        bare = (lines - 1) * leading(size) + (_ASCENT + _DESCENT) * size
        return bare + max(0, len(inside) - 1) * pause(size)

    def size(self) -> float | None:
        """Return the largest size at which all quotes fit, None if there is none."""
        for share in LADDER:
            size = share * self.theme.medium
            inside = [said(quote, size, self.across) for quote in self.quotes]
            if not inside or self._height(inside, size) <= self.high:
                return size
        return None

    def fitted(self, size: float) -> Fitted:
        """Return what fits at ``size``; without room for all, a line is left for how many more."""
        whole = [said(quote, size, self.across) for quote in self.quotes]
        if not whole or self._height(whole, size) <= self.high:
            return Fitted(size, tuple(whole))
        room = self.high - leading(LADDER[-1] * self.theme.medium)
        count = 0
        while self._height(whole[: count + 1], size) <= room:
            count += 1
        inside = whole[:count]
        if not inside:
            lines = int((room - (_ASCENT + _DESCENT) * size) / leading(size) + 1)
            inside = [self._begun(whole[0], lines, size)] if lines > 0 else []
        return Fitted(size, tuple(inside), tuple(self.quotes[count:]))

    def _begun(self, quote: Said, lines: int, size: float) -> Said:
        head, _ = quote.cut(lines)
        *full, last = head.lines
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

    def _items(self, fitted: Fitted) -> Iterator[Group]:
        size = fitted.size
        y = self.rect.top + self.theme.first_line + _ASCENT * size
        spare = self.high - self._height(fitted.inside, size)
        if not fitted.rest and (
            is_line(self.slot.field) or spare < 2 * 0.4 * self.theme.first_line
        ):
            y = self.rect.top + 0.6 * self.theme.first_line + max(0, spare) / 2 + _ASCENT * size
        elif fitted.rest:
            y -= 0.4 * self.theme.first_line
        for one in fitted.inside:
            yield drawn(one, (self.rect.left + self.theme.inset, y), size)
            y += one.height * leading(size) + pause(size)

    def _more(self, ways: Sequence[str]) -> Words:
        size = LADDER[-1] * self.theme.medium
        fitting = (way for way in ways if fonts.width(way, "bold", size) <= self.across)
        y = self.rect.bottom - 0.6 * self.theme.first_line - _DESCENT * size
        return Words(x=self.rect.left + self.theme.inset, y=y, lines=(next(fitting, ways[-1]),),
                     size=size, leading=size, face="bold", ink="accent")  # fmt: skip
