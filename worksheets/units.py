"""Lengths and papers. All lengths inside the project are points (1/72 inch)."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Orientation = Literal["portrait", "landscape"]
SizeClass = Literal["desk", "table", "wall"]


def mm(length: float) -> float:
    """Return millimetres as points."""
    return length * 72 / 25.4


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet of paper held in one orientation; ``width`` and ``height`` in points."""

    name: str
    width: float
    height: float


# Short and long side in millimetres: ISO 216 and ANSI/ASME Y14.1.
PAPERS: Mapping[str, tuple[float, float]] = {
    "A4": (210, 297),
    "A3": (297, 420),
    "A2": (420, 594),
    "A1": (594, 841),
    "A0": (841, 1189),
    "Letter": (215.9, 279.4),
    "Legal": (215.9, 355.6),
    "Tabloid": (279.4, 431.8),
}
# Territories that CLDR 48 (paperSize) lists with US Letter.
LETTER_TERRITORIES = frozenset(
    ["BZ", "CA", "CL", "CO", "CR", "GT", "MX", "NI", "PA", "PH", "PR", "SV", "US", "VE"]
)


def paper(name: str, orientation: Orientation) -> Paper:
    """Return the paper called ``name`` (any case); raise KeyError if there is none."""
    for known, (short, long) in PAPERS.items():
        if known.casefold() == name.casefold():
            sides = (short, long) if orientation == "portrait" else (long, short)
            return Paper(known, mm(sides[0]), mm(sides[1]))
    raise KeyError(name)


def default_paper(size: SizeClass, territory: str | None) -> str:
    """Return the usual paper name for a size class in a territory (ISO 3166 code or None)."""
    american = territory in LETTER_TERRITORIES
    return {
        "desk": "Letter" if american else "A4",
        "table": "Tabloid" if american else "A3",
        "wall": "A1",
    }[size]
