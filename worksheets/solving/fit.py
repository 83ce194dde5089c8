"""Fit words to widths: one size for a group of siblings, never a shrunken word of its own."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from worksheets.errors import Problem
from worksheets.fonts import Face, breaks_word, missing, own_faces, width, wrap
from worksheets.model.sheet import Align, Ink, Words
from worksheets.solving.theme import Theme

Rung = tuple[float, int]
"""A size in points and the number of lines allowed at it."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """Texts of one group, broken into lines at one size."""

    size: float
    lines: tuple[tuple[str, ...], ...]

    @property
    def most(self) -> int:
        """Return the number of lines of the longest text."""
        return max(map(len, self.lines), default=0)


@lru_cache(maxsize=4096)
def _known_fit(
    texts: tuple[str, ...], limit: float, face: Face, rungs: tuple[Rung, ...]
) -> Fitted | None:
    """Fit a group in our own font; the labels of one map come back for each of its sheets."""
    return _fit(texts, limit, face, rungs)


def _fit(
    texts: tuple[str, ...], limit: float, face: Face, rungs: tuple[Rung, ...]
) -> Fitted | None:
    for size, lines in rungs:
        fitted = Fitted(size, tuple(wrap(text, face, size, limit) for text in texts))
        if fitted.most <= lines and not any(breaks_word(t, face, size, limit) for t in texts):
            return fitted
    return None


@dataclass(slots=True)
class Fitter:
    """Fits texts by the theme and collects what does not fit."""

    theme: Theme
    problems: list[Problem] = field(default_factory=list)

    def check_letters(self, text: str) -> None:
        """Note a problem if the font lacks letters of ``text``."""
        if lacking := missing(text):
            self.problems.append(Problem("F003", f"no glyphs for {lacking!r} in {text!r}"))

    def try_group(
        self, texts: Sequence[str], limit: float, face: Face, rungs: Sequence[Rung]
    ) -> Fitted | None:
        """Return the first rung of the ladder on which every text fits, or None."""
        fit = _fit if own_faces() else _known_fit
        return fit(tuple(texts), limit, face, tuple(rungs))

    def group(
        self, texts: Sequence[str], limit: float, face: Face, rungs: Sequence[Rung]
    ) -> Fitted:
        """Return the texts fitted; those that do not fit even the last rung become problems."""
        if fitted := self.try_group(texts, limit, face, rungs):
            return fitted
        size, lines = rungs[-1]
        for text in texts:
            if not self.try_group([text], limit, face, rungs[-1:]):
                message = f"{text!r} does not fit {limit / 72 * 25.4:.0f} mm"
                hint = f"{lines} line(s) at {size:.1f} pt; shorten it or add a soft hyphen"
                self.problems.append(Problem("F001", message, hint=hint))
        return Fitted(size, tuple(wrap(text, face, size, limit)[:lines] for text in texts))

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
