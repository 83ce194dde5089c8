"""The one table that turns roles into looks: colours and line widths. See docs/look.md."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from worksheets.model.sheet import CurveLook, Ink, LineLook
from worksheets.writers import palette

Colour = tuple[float, float, float]
LinePen = tuple[Colour, float, tuple[float, float] | None]
"""Colour, width in points, dash pattern in points (round caps make its zero-length dashes dots)."""


def rgb(code: str) -> Colour:
    """Return a colour written ``RRGGBB``."""
    red, green, blue = (int(code[i : i + 2], 16) / 255 for i in (0, 2, 4))
    return round(red, 4), round(green, 4), round(blue, 4)


_INK = re.compile(rb"q (\d(?:\.\d{1,4})?) (\d(?:\.\d{1,4})?) (\d(?:\.\d{1,4})?) (?:rg|RG) ")
INK = rgb(palette.INK)
QUIET = rgb(palette.QUIET)
BORDER = rgb(palette.BORDER)
HAIR = rgb(palette.HAIR)
DOT = rgb(palette.DOT)
WHITE = rgb(palette.WHITE)
MARK = rgb(palette.MARK)
BOX_BORDER = 0.75
CIRCLE_BORDER = 0.9
FACE_LINE = 0.6
VEIL = 0.6
"""How much white there is over what shines through."""
DISC = 0.62
"""Radius of a chosen button's disc, as a share of the circle's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """What follows an accent: colours, and the tables of inks, lines and curves."""

    accent: Colour
    field: Colour
    wash: Colour
    soft: Colour
    inks: Mapping[Ink, Colour]
    lines: Mapping[LineLook, LinePen]
    curves: Mapping[CurveLook, LinePen]

    def shade(self, share: float) -> Colour:
        """Return the colour between a field's (0) and the accent (1)."""
        ends = zip(self.field, self.accent, strict=True)
        red, green, blue = (round(a + (b - a) * share, 4) for a, b in ends)
        return red, green, blue


@cache
def look(code: str) -> Look:
    """Return the look of an accent, ``RRGGBB``."""
    own = palette.palette(code)
    accent = rgb(own.accent)
    return Look(
        accent=accent,
        field=rgb(own.field),
        wash=rgb(own.wash),
        soft=rgb(own.soft),
        inks={"ink": INK, "quiet": QUIET, "accent": accent, "white": WHITE},
        lines={
            "rule": (accent, 1.5, None),
            "zero": (HAIR, 0.5, None),
            "level": (DOT, 0.45, (0, 2.2)),
            "separator": (HAIR, 0.35, None),
            "connector": (accent, 0.75, None),
            "guide": (DOT, 0.55, (0, 2.835)),
            "cut": (MARK, 0.4, None),
        },
        curves={
            "mean": (accent, 1.8, None),
            "gap": (accent, 1.2, (2.4, 3.2)),
            "band": (rgb(own.band), 0, None),
        },
    )


def operands(colour: Colour) -> str:
    """Return a colour as operands of ``rg`` or ``RG`` (ISO 32000-2, 8.6.8)."""
    return " ".join(f"{value:g}" for value in colour)


def ink_of(content: bytes) -> str:
    """Return the first colour that a content stream of ours draws with; "" if it has none."""
    found = _INK.search(content)
    parts = [float(number) for number in found.groups()] if found else []
    return "".join(f"{round(255 * min(part, 1)):02X}" for part in parts)
