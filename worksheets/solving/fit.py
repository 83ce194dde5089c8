"""Fit words to widths: one size for a group of siblings, never a shrunken word of its own.

Texts may be in two languages (`model.labels`): then the words that lead take the sizes of the
ladder, and those of the second language stand below them, or beside, regular and in small print.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from worksheets.errors import Problem
from worksheets.fonts import Face, breaks_word, missing, own_faces, width, wrap
from worksheets.model.labels import SEAM, SLASH, apart, halves, in_line, lead
from worksheets.model.sheet import Align, Ink, Words
from worksheets.solving.theme import Theme

Rung = tuple[float, int]
"""A size in points and the number of lines allowed at it."""
Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Print:
    """A text in lines, ready to be put somewhere; ``below`` are those of the second language.

    Sizes and leadings are points, ``small`` and ``pair`` those of the second language. ``beside``
    sets it on the line of the words that lead, behind a slash.
    """

    lines: Lines
    size: float
    leading: float
    face: Face = "regular"
    below: Lines = ()
    small: float = 0
    pair: float = 0
    locale: str = ""
    beside: bool = False

    @property
    def depth(self) -> float:
        """Return how far below the first baseline the last one lies."""
        depth = (len(self.lines) - 1) * self.leading
        if self.below and not self.beside:
            depth += max(self.pair, self.small + 0.2 * self.size) + self._rest
        return depth

    @property
    def _rest(self) -> float:
        return (len(self.below) - 1) * self.pair

    @property
    def _said(self) -> float:
        return max(width(line, self.face, self.size) for line in self.lines)

    @property
    def width(self) -> float:
        """Return the width of the widest line."""
        below = max((width(line, "regular", self.small) for line in self.below), default=0.0)
        if self.below and self.beside:
            return self._said + width(SLASH, "regular", self.small) + below
        return max(self._said, below)

    def words(
        self, x: float, y: float, *, ink: Ink = "ink", align: Align = "left"
    ) -> tuple[Words, ...]:
        """Return the words from the first baseline ``y`` on; ``x`` is their ``align`` edge."""
        said = Words(x=x, y=y, lines=self.lines, size=self.size, leading=self.leading,
                     face=self.face, ink=ink, align=align)  # fmt: skip
        if not self.below:
            return (said,)
        if ink != "white":
            ink = "ink" if self.face == "bold" else "quiet"
        second = Words(x=x, y=y + self.depth - self._rest, lines=self.below, size=self.small,
                       leading=self.pair, ink=ink, align=align, locale=self.locale)  # fmt: skip
        if not self.beside:
            return (said, second)
        left = {"left": x, "right": x - self.width, "center": x - self.width / 2}[align]
        (line,), slash = self.lines, SLASH.rstrip()
        behind = left + self._said + width(SLASH, "regular", self.small)
        return (
            replace(said, x=left, lines=(line,), align="left"),
            replace(second, x=behind - width(SLASH, "regular", self.small), y=y, lines=(slash,),
                    align="left", locale=""),
            replace(second, x=behind, y=y, align="left"),
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fitted:
    """Texts of one group, broken into lines at one size; ``below`` those of the second language."""

    size: float
    lines: tuple[Lines, ...]
    below: tuple[Lines, ...] = ()

    @property
    def most(self) -> int:
        """Return the number of lines of the longest text."""
        return max(map(len, self.lines), default=0)


def _first_fit(
    texts: Lines, limit: float, face: Face, rungs: tuple[Rung, ...], second: tuple[Rung, ...]
) -> Fitted | None:
    """Fit a group."""
    if second and any(SEAM in text for text in texts):
        leading = _first_fit(tuple(map(lead, texts)), limit, face, rungs, ())
        others = tuple(apart(text)[1] for text in texts)
        below = _first_fit(others, limit, "regular", second, ())
        if leading is None or below is None:
            return None
        return replace(leading, below=tuple(lines if any(lines) else () for lines in below.lines))
    for size, lines in rungs:
        fitted = Fitted(size, tuple(wrap(text, face, size, limit) for text in texts))
        if fitted.most <= lines and not any(breaks_word(t, face, size, limit) for t in texts):
            return fitted
    return None


_known_fit = lru_cache(maxsize=4096)(_first_fit)
"""The same in our own font: the labels of one map come back for each of its sheets."""


@dataclass(slots=True)
class Fitter:
    """Fits texts by the theme and collects what does not fit; ``second`` is the other locale."""

    theme: Theme
    second: str = ""
    problems: list[Problem] = field(default_factory=list)

    @property
    def pair(self) -> float:
        """Return the distance between the baselines of the same in two languages."""
        return 1.18 * self.theme.small

    def check_letters(self, text: str) -> None:
        """Note a problem if the font lacks letters of ``text``."""
        if lacking := missing(text):
            self.problems.append(Problem("F003", f"no glyphs for {lacking!r} in {text!r}"))

    def try_group(
        self,
        texts: Sequence[str],
        limit: float,
        face: Face,
        rungs: Sequence[Rung],
        below: int = 2,
    ) -> Fitted | None:
        """Return the first rung of the ladder on which every text fits, or None.

        A second language has ``below`` lines of small print.
        """
        second = ((self.theme.small, below),) if self.second else ()
        fit = _first_fit if own_faces() else _known_fit
        return fit(tuple(texts), limit, face, tuple(rungs), second)

    def group(
        self,
        texts: Sequence[str],
        limit: float,
        face: Face,
        rungs: Sequence[Rung],
        below: int = 2,
    ) -> Fitted:
        """Return the texts fitted; those that do not fit even the last rung become problems."""
        if fitted := self.try_group(texts, limit, face, rungs, below):
            return fitted
        size, lines = rungs[-1]
        for text in texts:
            if not self.try_group([text], limit, face, rungs[-1:], below):
                message = f"{in_line(text)!r} does not fit {limit / 72 * 25.4:.0f} mm"
                hint = f"{lines} line(s) at {size:.1f} pt; shorten it or add a soft hyphen"
                if SEAM in text:
                    hint += ", or take a larger paper"
                self.problems.append(Problem("F001", message, hint=hint))
        broken = [wrap(lead(text), face, size, limit)[:lines] for text in texts]
        others = [apart(text)[1] for text in texts]
        rest = [wrap(t, "regular", self.theme.small, limit)[:below] if t else () for t in others]
        return Fitted(size, tuple(broken), tuple(rest) if any(rest) else ())

    def try_each(
        self,
        texts: Sequence[str],
        limits: Sequence[float],
        face: Face,
        rungs: Sequence[Rung],
        below: int = 2,
    ) -> Fitted | None:
        """Return the first rung on which every text fits a limit of its own, or None."""
        for rung in rungs:
            pairs = zip(texts, limits, strict=True)
            fits = [self.try_group([text], limit, face, [rung], below) for text, limit in pairs]
            found = [fit for fit in fits if fit]
            if len(found) == len(fits):
                second = tuple(fit.below[0] if fit.below else () for fit in found)
                lines = tuple(fit.lines[0] for fit in found)
                return Fitted(rung[0], lines, second if any(second) else ())
        return None

    # ------------------------------------------------------------ prints

    def print(
        self, fitted: Fitted, index: int = 0, *, leading: float = 0, face: Face = "bold"
    ) -> Print:
        """Return one text of a group; its lines are ``leading`` points apart (small print's: 0)."""
        return Print(
            lines=fitted.lines[index], size=fitted.size, face=face,
            leading=leading or self.theme.small_leading,
            below=fitted.below[index] if fitted.below else (), small=self.theme.small,
            pair=self.pair, locale=self.second,
        )  # fmt: skip

    def whole(
        self, text: str, size: float = 0, face: Face = "regular", *, beside: bool = False
    ) -> Print:
        """Return a text unbroken at ``size`` points (small print's: 0)."""
        said, second = apart(text)
        return Print(
            lines=(said,), size=size or self.theme.small, leading=size or self.theme.small_leading,
            face=face, below=(second,) if second else (), small=self.theme.small, pair=self.pair,
            locale=self.second, beside=beside,
        )  # fmt: skip

    def flowing(
        self, text: str, limit: float, rungs: Sequence[Rung], *, leading: float = 1.25,
        face: Face = "regular", beside: bool = False,
    ) -> Print:  # fmt: skip
        """Return a text in as many lines as it needs, each language for itself.

        Lines are ``leading`` sizes apart; the second language is one of the theme's sizes smaller,
        ``beside`` the first if one line holds both.
        """
        theme, (size, _) = self.theme, rungs[0]
        sizes = (one for one in (theme.large, theme.medium) if one < size)
        small = max(sizes, default=theme.small)
        said, second = apart(text)
        if second and beside:
            whole = replace(self.whole(text, size, face, beside=True), small=small)
            if whole.width <= limit:
                return whole
        fitted = self.group([said], limit, face, rungs)
        below = self.group([second], limit, "regular", [(small, 99)]).lines[0] if second else ()
        return Print(lines=fitted.lines[0], size=fitted.size, leading=leading * fitted.size,
                     face=face, below=below, small=small, pair=leading * small,
                     locale=self.second)  # fmt: skip

    def paragraph(self, text: str, limit: float, lines: int) -> Print | None:
        """Return small print of at most so many lines, in both languages together, or None."""
        size = self.theme.small
        parts = [text] if SEAM not in text else list(halves(text))
        fitted = [self.try_group([part], limit, "regular", [(size, lines)]) for part in parts]
        found = [one.lines[0] for one in fitted if one]
        if len(found) < len(parts) or sum(map(len, found)) > lines:
            return None
        first, *rest = found
        leading = self.theme.small_leading
        return Print(lines=first, size=size, leading=leading, below=rest[0] if rest else (),
                     small=size, pair=leading, locale=self.second)  # fmt: skip

    def small(
        self,
        x: float,
        y: float,
        lines: Sequence[str] | str,
        *,
        ink: Ink = "quiet",
        align: Align = "left",
    ) -> Words:
        """Return small print; ``x`` is its ``align`` edge and ``y`` its first baseline."""
        size, leading = self.theme.small, self.theme.small_leading
        broken = (lines,) if isinstance(lines, str) else tuple(lines)
        return Words(x=x, y=y, lines=broken, size=size, leading=leading, ink=ink, align=align)

    def small_width(self, text: str, face: Face = "regular") -> float:
        """Return the width of small print in points."""
        return width(text, face, self.theme.small)
