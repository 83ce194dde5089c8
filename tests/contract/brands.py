"""An invented organisation: our sample's look, with own fonts or without."""

from dataclasses import replace
from functools import cache
from pathlib import Path

import worksheets
from tests.unit.test_typefaces import own
from worksheets.model.brand import Brand

FOLDER = Path(__file__).parents[2] / "samples" / "brand"
ACCENT = (0x8A, 0x3A, 0x1E)


@cache
def upmala() -> Brand:
    """Return the sample's brand: brick, a drawn logo, a name."""
    return worksheets.load_brand(FOLDER / "brand.yaml")


@cache
def wide() -> Brand:
    """Return it with the widest logo, a long name, and own fonts that lack all but ASCII."""

    logo = upmala().logo
    assert logo
    return replace(
        upmala(),
        organiser="The department of everything that people need from a city · Design team east",
        logo=replace(logo, width=6 * logo.height),
        fonts={"regular": own(), "bold": own()},
    )
