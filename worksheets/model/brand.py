"""Whose worksheets they are: the colour, logo, name and type of the organisation that asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute

from worksheets.errors import Spot
from worksheets.fonts import Face, Typeface
from worksheets.units import mm

ACCENT = "0B5A60"
"""The accent of sheets without a brand, as ``RRGGBB``."""
LOGO_NAME = "Worksheet logo"
"""What the picture is called in Office files, by which readers know it for ours."""
LOGO_ROOM = mm(40), mm(8)
"""Width and height that a logo fills at most at the foot of A4 and A3, in points."""
Operator = tuple[str, tuple[float, ...]]
"""Those of SVG paths, absolute, with their numbers: M and L a point, C three, Z none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shape:
    """A path of a drawing; y grows downwards. ``fill`` and ``stroke`` are ``RRGGBB`` or ""."""

    path: tuple[Operator, ...]
    fill: str = ""
    stroke: str = ""
    line: float = 0
    even_odd: bool = False
    fill_opacity: float = 1
    stroke_opacity: float = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A drawing of ``shapes``, or a picture (``png``); both were made anew from a checked file.

    Shapes lie within ``width`` by ``height``, which are a picture's pixels.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...] = ()
    png: bytes = b""

    def within(self, wide: float, high: float) -> tuple[float, float]:
        """Return width and height of the logo as large as fits ``wide`` by ``high``."""
        unit = min(wide / self.width, high / self.height)
        return self.width * unit, self.height * unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """What makes a sheet an organisation's own; the look and the fields stay the same.

    ``accent`` (``RRGGBB``) has contrast enough already; ``organiser`` is a line of text;
    ``fonts`` are for printed words, by face (typed answers keep our font).
    """

    accent: str = ACCENT
    organiser: str = ""
    logo: Logo | None = None
    fonts: Mapping[Face, Typeface] = attribute(default_factory=dict)


PLAIN = Brand()


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A brand as it was asked for: files by path, nothing checked yet; "" for nothing.

    ``places`` say where each was written, by key, as in ``fonts.bold``.
    """

    accent: str = ""
    organiser: str = ""
    logo: str = ""
    regular: str = ""
    bold: str = ""
    places: Mapping[str, Spot | str] = attribute(default_factory=dict, compare=False, repr=False)
