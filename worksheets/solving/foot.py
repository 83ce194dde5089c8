"""Solve what stands at the foot of a page: what to do with a pen, and whose sheet it is."""

from dataclasses import dataclass

from worksheets.fonts import widest_word, width, wrap
from worksheets.model.brand import LOGO_ROOM, Brand
from worksheets.model.labels import SEAM, halves
from worksheets.model.sheet import Group, Item, Ornament, Rect, Tag
from worksheets.solving.fit import Fitter, Print
from worksheets.units import mm

_LINES = 3
_BASE = mm(12.3)
"""From the edge of the paper to the last line above the page number."""
_NUMBER = mm(8.2)
_CAPITAL = 0.72  # of the size of type
_WHITE = mm(1.6)


@dataclass(slots=True, kw_only=True)
class Foot:
    """Draws the foot of pages ``high`` points high, between ``left`` and ``right``."""

    fitter: Fitter
    brand: Brand
    high: float
    left: float
    right: float

    def groups(self, hint: str, page: int) -> list[Group]:
        """Return the ``hint`` and whose sheet it is; on one page they are said."""
        scale, right = self.fitter.theme.scale, self.right
        organiser = self.brand.organiser.replace(" · ", "\u00a0· ")
        groups, shown, ways = [], list[Item](), (_LINES if self.brand.logo else 2, 0)
        if logo := self._logo():
            shown.append(logo)
            right = logo.rect.left - mm(3) * scale
        if organiser:
            ways, most = self._shared(hint, organiser, right - self.left)
            words = self._print(organiser, most, ways[1])
            shown += words.words(right, self._y(words), ink="quiet", align="right")
            right -= most + mm(5) * scale
        if hint:
            told = self._print(hint, right - self.left, ways[0])
            words_of = told.words(self.left, self._y(told), ink="quiet")
            groups.append(Group("paragraph" if page == 1 else "artifact", words_of))
        if shown:
            tag: Tag = "artifact"
            if organiser and page == 1:
                tag = "figure" if logo else "paragraph"
            groups.append(Group(tag, tuple(shown), alt=self.brand.organiser if logo else ""))
        return groups

    def _logo(self) -> Ornament | None:
        """Return the logo: above the page number, white around it."""
        if not self.brand.logo:
            return None
        theme, logo = self.fitter.theme, self.brand.logo
        bottom = self.high - (_NUMBER + _WHITE) * theme.scale - _CAPITAL * theme.small
        wide, high = logo.within(*(side * theme.scale for side in LOGO_ROOM))
        rect = Rect(self.right - wide, bottom - high, self.right, bottom)
        return Ornament(name="logo", rect=rect)

    def _shared(self, hint: str, organiser: str, room: float) -> tuple[tuple[int, int], float]:
        """Return how many lines each gets, as few as fit together, and the organiser's width."""
        room -= mm(5) * self.fitter.theme.scale if hint else 0
        counts = range(1, _LINES + 1)
        ways = [(hinted, named) for hinted in counts for named in counts]
        for lines in sorted(ways, key=lambda way: (max(way), sum(way), way[1])):
            most = self._least(organiser, lines[1])
            if self._least(hint, lines[0]) + most <= room:
                return lines, most
        return (_LINES, _LINES), max(room - self._least(hint, _LINES), 0)

    def _least(self, text: str, lines: int) -> float:
        """Return the least width at which small print takes no more lines, in each language."""
        return max(self._narrowest(half, lines) for half in halves(text))

    def _narrowest(self, text: str, lines: int) -> float:
        size = self.fitter.theme.small
        low, high = widest_word(text, "regular", size), width(text, "regular", size)
        while lines > 1 and high - low > 1:
            middle = (low + high) / 2
            fits = len(wrap(text, "regular", size, middle)) <= lines
            low, high = (low, middle) if fits else (middle, high)
        return high + 0.01

    def _print(self, text: str, limit: float, most: int) -> Print:
        rungs = [(self.fitter.theme.small, lines) for lines in range(1, most + 1)]
        below = max(most, 2) if SEAM in text else 2
        fitted = self.fitter.group([text], limit, "regular", rungs, below)
        return self.fitter.print(fitted, face="regular")

    def _y(self, text: Print) -> float:
        """Return the first baseline of a text whose last line is the one above the page number."""
        theme = self.fitter.theme
        least = _NUMBER * theme.scale + 1.3 * theme.small
        return self.high - max(_BASE * theme.scale, least) - text.depth
