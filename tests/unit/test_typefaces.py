"""Fonts of others are made anew or refused; words are measured as they are printed."""

from functools import cache
from io import BytesIO

import pytest
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont
from hypothesis import given, settings
from hypothesis import strategies as st

from worksheets import fonts
from worksheets.errors import UnusableInputError
from worksheets.fonts import Face, Typeface, own_face, printed_in
from worksheets.readers import limits
from worksheets.source import typefaces

LATIN = "".join(map(chr, range(32, 127)))


@cache
def program(face: Face = "bold", letters: str = LATIN, permission: int = 0) -> bytes:
    """Return a font of its own name with some letters of ours."""
    font = TTFont(BytesIO(fonts.font_file(face)), recalcTimestamp=False)
    subsetter = Subsetter()
    subsetter.populate(text=letters)
    subsetter.subset(font)
    font["OS/2"].fsType = permission
    font["name"].setName("Own Sans", 1, 3, 1, 0x409)
    return saved(font)


def saved(font: TTFont) -> bytes:
    target = BytesIO()
    font.save(target)
    return target.getvalue()


def own(letters: str = LATIN) -> Typeface:
    return Typeface.of(*typefaces.made(program("bold", letters)))


def refusal(data: bytes) -> str:
    with pytest.raises(UnusableInputError) as caught:
        typefaces.made(data)
    [problem] = caught.value.problems
    assert problem.code == "B001"
    assert problem.hint
    return problem.message


def test_a_font_is_made_anew_with_what_printing_needs() -> None:
    data, family, advances = typefaces.made(program())
    assert family == "Own Sans"
    assert advances["A"] == fonts.width("A", "bold", 1000)
    assert not {"GSUB", "GPOS", "DSIG", "kern"} & set(TTFont(BytesIO(data)).keys())
    assert typefaces.made(program()) == (data, family, advances), "not the same each time"


@pytest.mark.parametrize("permission", [0, 0x4, 0x8, 0x2 | 0x4])
def test_fonts_that_may_be_embedded_are_taken(permission: int) -> None:
    assert typefaces.made(program(permission=permission))


@pytest.mark.parametrize("permission", [0x2, 0x200, 0x204])
def test_fonts_that_may_not_be_embedded_are_refused(permission: int) -> None:
    assert "may not be embedded" in refusal(program(permission=permission))


def without(table: str) -> bytes:
    font = TTFont(BytesIO(program()), recalcTimestamp=False)
    del font[table]
    return saved(font)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"OTTO" + bytes(100), "PostScript"),
        (b"ttcf" + bytes(100), "collection"),
        (b"wOFF" + bytes(100), "WOFF"),
        (b"wOF2" + bytes(100), "WOFF2"),
        (b"", "no TrueType"),
        (b"%PDF", "no TrueType"),
        (b"\0\1\0\0", "damaged"),
        (b"\0\1\0\0" + bytes(200), "table"),
        (program()[:4_000], "damaged"),
        (without("glyf"), "'glyf'"),
        (without("cmap"), "'cmap'"),
        (program(letters="abc"), "lacks"),
        (bytes(6_000_000), "larger"),
    ],
    ids=range(13),
)
def test_what_is_no_font_for_us_is_refused_by_its_kind(data: bytes, word: str) -> None:
    assert word in refusal(data)


def outcome(task: str, *arguments: object) -> object:
    """Return what a function makes within limits, or the code of what it refuses."""
    try:
        return limits.attempt(task, *arguments)
    except UnusableInputError as error:
        return error.problems[0].code


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_font_with_wrong_bytes_is_taken_or_refused(data: st.DataObject) -> None:
    broken = bytearray(program())
    for _ in range(data.draw(st.integers(1, 8))):
        broken[data.draw(st.integers(0, len(broken) - 1))] = data.draw(st.integers(0, 255))
    made = outcome("worksheets.source.typefaces:made", bytes(broken))
    if isinstance(made, tuple):
        assert set(LATIN) <= set(Typeface.of(*made).advances)
        made = outcome("worksheets.writers.pdf.typefaces:try_out", made[0], LATIN)
    assert made in {None, "B001", "R003"}


def test_words_are_as_wide_as_in_the_font_they_are_printed_in() -> None:
    plain = fonts.width("Goals", "regular", 10)
    faces = {"regular": own()}
    with printed_in(faces):  # type: ignore[arg-type]
        assert fonts.width("Goals", "regular", 10) == fonts.width("Goals", "bold", 10) > plain
        assert fonts.width("Mērķi", "regular", 10) < fonts.width("Mērķi", "bold", 10), "lacks ē"
        assert fonts.wrap("Goals and needs", "regular", 10, 50) == ("Goals and", "needs")
    assert fonts.width("Goals", "regular", 10) == plain


def test_a_label_with_a_letter_that_is_lacking_is_whole_in_ours() -> None:
    faces = {"bold": own()}
    assert own_face(faces, "bold", "Goals\u00ad\t\n") is faces["bold"]  # type: ignore[arg-type]
    assert own_face(faces, "bold", "Mērķi") is None  # type: ignore[arg-type]
    assert own_face(faces, "regular", "Goals") is None  # type: ignore[arg-type]
    assert faces["bold"].missing("Mērķi, Mērķi") == "ēķ"
