"""Whose worksheets they are: the colour, logo, name and type of the organisation that asks."""

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as attribute
from typing import Literal

from worksheets.fonts import Face

ACCENT = "0B5A60"
"""The accent of sheets without a brand, as ``RRGGBB``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Logo:
    """A drawing (SVG) or a picture (PNG), checked; ``width`` and ``height`` are its proportions."""

    data: bytes
    kind: Literal["svg", "png"]
    width: float
    height: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Brand:
    """What makes a sheet an organisation's own; the look and the fields stay the same.

    ``accent`` (``RRGGBB``) has contrast enough already; ``organiser`` is a line of text;
    ``fonts`` are TrueType programs for printed words, by face (typed answers keep our font).
    """

    accent: str = ACCENT
    organiser: str = ""
    logo: Logo | None = None
    fonts: Mapping[Face, bytes] = attribute(default_factory=dict)


PLAIN = Brand()
