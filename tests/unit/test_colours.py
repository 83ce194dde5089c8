"""Colours of others can be read: too light ones get darker, the tints follow, ours stay ours."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from worksheets.colours import contrast, darkened, parsed, tone, turned
from worksheets.writers import palette

codes = st.integers(0, 0xFFFFFF).map("{:06X}".format)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("#8a3a1e", "8A3A1E"),
        ("8A3A1E", "8A3A1E"),
        (" #f80 ", "FF8800"),
        ("f80", "FF8800"),
        ("", None),
        ("gold", None),
        ("#12345", None),
        ("#1234567", None),
        ("##123456", None),
        ("rgb(1,2,3)", None),
        ("#٣٣٣", None),
    ],
)
def test_colours_are_written_in_three_ways(written: str, code: str | None) -> None:
    assert parsed(written) == code


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("000000") == pytest.approx(21)
    assert contrast("FFFFFF") == pytest.approx(1)
    assert contrast("767676") == pytest.approx(4.54, abs=0.005)  # the lightest grey that passes AA
    assert contrast("0B5A60") == pytest.approx(7.9, abs=0.05)  # as docs/look.md says
    assert contrast("112233", "445566") == contrast("445566", "112233")


@given(codes)
def test_a_darkened_colour_passes_and_a_passing_one_stays(code: str) -> None:
    used = darkened(code, 4.5)
    assert contrast(used) >= 4.5
    if contrast(code) >= 4.5:
        assert used == code
    else:
        assert contrast(used) < 4.7, "darker than need be"


@pytest.mark.parametrize("code", ["FFD400", "FF8800", "00C853", "29B6F6", "FF80AB"])
def test_darkening_keeps_the_hue(code: str) -> None:
    assert tone(darkened(code, 4.5))[2] == pytest.approx(tone(code)[2], abs=0.05)


@given(codes)
def test_tints_keep_their_lightness_whatever_the_accent(code: str) -> None:
    for name in ("soft", "field", "wash", "band", "tint"):
        own, house = getattr(palette.palette(code), name), getattr(palette.palette(), name)
        assert tone(own)[0] == pytest.approx(tone(house)[0], abs=0.012)
        assert contrast(palette.INK, own) > 0.93 * contrast(palette.INK, house)


def test_the_house_s_own_accent_gives_the_house_s_own_tints() -> None:
    house = palette.palette(palette.ACCENT)
    tints = (house.soft, house.field, house.wash, house.band, house.tint)
    assert tints == ("CFE2E2", "F0F6F6", "F4F6F6", "E1EDED", "A9CDCD")


def test_a_grey_accent_has_grey_tints() -> None:
    for tint in (turned("F0F6F6", "0B5A60", "333333"), palette.palette("000000").soft):
        assert len({tint[i : i + 2] for i in (0, 2, 4)}) == 1, tint
