"""Typed text in a box: where it goes, how it breaks into lines, and how much of it is seen.

The one rule for what outgrows a box: appearances are drawn by it, readers tell by it what is cut
in print, continuation pages take over what it says is cut. Programs that fill forms break lines
alike or later (PDFium) and set them as close (PDFium) or wider (pdf-lib, Firefox).
"""

from math import inf

from worksheets import fonts
from worksheets.model.sheet import Rect
from worksheets.units import mm

LEADING = 1.2
ASCENT = 0.935
_INSET = mm(0.96) / 9.45  # of the size of type
_ABOVE = mm(0.48)
_CLIP = 1.0


def inner(rect: Rect) -> Rect:
    """Return the field of a box that is drawn as ``rect``."""
    return rect.inset(mm(0.6), mm(0.4))


def inset(size: float) -> float:
    """Return the distance of typed text from the sides of its field."""
    return _INSET * size


def baseline(height: float, size: float, *, line: bool) -> float:
    """Return the first baseline, from the bottom of a field for a single ``line`` or several."""
    return (height - 0.7 * size) / 2 if line else height - _ABOVE - ASCENT * size


def broken(text: str, width: float, size: float, *, line: bool) -> tuple[str, ...]:
    """Return ``text`` in lines as a field shows it; a single ``line`` never wraps."""
    return fonts.wrap(text, "regular", size, inf if line else width - 2 * inset(size))


def whole_lines(height: float, size: float) -> int:
    """Return how many lines are seen whole, one at least."""
    return max(1, int((height - _ABOVE - _CLIP) / (LEADING * size)))


def outgrows(text: str, field: Rect, size: float, *, line: bool) -> bool:
    """Tell whether a part of ``text`` is not seen in its field; an unknown one is large enough."""
    room = field.width - 2 * inset(size)
    if room <= 0:
        return False
    lines = 1 if line else whole_lines(field.height, size)
    width = fonts.width(text, "regular", size)
    if text.count("\n") >= lines or width > lines * room:
        return True  # for certain, and wrapping a very long text is slow
    if "\n" not in text and width <= (lines + 1) // 2 * (room - size):
        return False  # for certain: a line that is broken early is more than half full
    return len(broken(text, field.width, size, line=line)) > lines


def height_of(lines: int, size: float) -> float:
    """Return the least height of a field in which so many lines are seen whole."""
    return lines * LEADING * size + _ABOVE + _CLIP
