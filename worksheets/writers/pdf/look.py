"""The one table that turns roles into looks: colours and line widths. See docs/look.md."""

from collections.abc import Mapping

from worksheets.model.sheet import Ink, LineLook

Colour = tuple[float, float, float]


def _rgb(code: str) -> Colour:
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return round(red, 4), round(green, 4), round(blue, 4)


ACCENT = _rgb("#0B5A60")
FIELD = _rgb("#F0F6F6")
INK = _rgb("#172326")
QUIET = _rgb("#4B595C")
BORDER = _rgb("#6F7F82")
HAIR = _rgb("#B4C1C3")
DOT = _rgb("#A9B8BA")
WASH = _rgb("#F4F6F6")
WHITE = _rgb("#FFFFFF")
MARK = _rgb("#000000")

INKS: Mapping[Ink, Colour] = {"ink": INK, "quiet": QUIET, "accent": ACCENT, "white": WHITE}

# Colour, width in points, dash pattern in points (round caps make its zero-length dashes dots).
LINES: Mapping[LineLook, tuple[Colour, float, tuple[float, float] | None]] = {
    "rule": (ACCENT, 1.5, None),
    "zero": (HAIR, 0.5, None),
    "level": (DOT, 0.45, (0, 2.2)),
    "separator": (HAIR, 0.35, None),
    "connector": (ACCENT, 0.75, None),
    "guide": (DOT, 0.55, (0, 2.835)),
}
BOX_BORDER = 0.75
CIRCLE_BORDER = 0.9
FACE_LINE = 0.6
DISC = 0.62
"""Radius of a chosen button's disc, as a share of the circle's."""


def operands(colour: Colour) -> str:
    """Return a colour as operands of ``rg`` or ``RG`` (ISO 32000-2, 8.6.8)."""
    return " ".join(f"{value:g}" for value in colour)
