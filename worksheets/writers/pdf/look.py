"""The one table that turns roles into looks: colours and line widths. See docs/look.md."""

from collections.abc import Mapping

from worksheets.model.sheet import CurveLook, Ink, LineLook
from worksheets.writers import palette

Colour = tuple[float, float, float]


def _rgb(code: str) -> Colour:
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return round(red, 4), round(green, 4), round(blue, 4)


ACCENT = _rgb(palette.ACCENT)
FIELD = _rgb(palette.FIELD)
INK = _rgb(palette.INK)
QUIET = _rgb(palette.QUIET)
BORDER = _rgb(palette.BORDER)
HAIR = _rgb(palette.HAIR)
DOT = _rgb(palette.DOT)
WASH = _rgb(palette.WASH)
WHITE = _rgb(palette.WHITE)
MARK = _rgb(palette.MARK)
BAND = _rgb(palette.BAND)
SOFT = _rgb(palette.ACCENT_SOFT)

INKS: Mapping[Ink, Colour] = {"ink": INK, "quiet": QUIET, "accent": ACCENT, "white": WHITE}

# Colour, width in points, dash pattern in points (round caps make its zero-length dashes dots).
LINES: Mapping[LineLook, tuple[Colour, float, tuple[float, float] | None]] = {
    "rule": (ACCENT, 1.5, None),
    "zero": (HAIR, 0.5, None),
    "level": (DOT, 0.45, (0, 2.2)),
    "separator": (HAIR, 0.35, None),
    "connector": (ACCENT, 0.75, None),
    "guide": (DOT, 0.55, (0, 2.835)),
    "cut": (MARK, 0.4, None),
}
CURVES: Mapping[CurveLook, tuple[Colour, float, tuple[float, float] | None]] = {
    "mean": (ACCENT, 1.8, None),
    "gap": (ACCENT, 1.2, (2.4, 3.2)),
    "band": (BAND, 0, None),
}
BOX_BORDER = 0.75
CIRCLE_BORDER = 0.9
FACE_LINE = 0.6
DISC = 0.62
"""Radius of a chosen button's disc, as a share of the circle's."""


def shade(share: float) -> Colour:
    """Return the colour between a field's (0) and the accent (1)."""
    red, green, blue = (round(a + (b - a) * share, 4) for a, b in zip(FIELD, ACCENT, strict=True))
    return red, green, blue


def operands(colour: Colour) -> str:
    """Return a colour as operands of ``rg`` or ``RG`` (ISO 32000-2, 8.6.8)."""
    return " ".join(f"{value:g}" for value in colour)
