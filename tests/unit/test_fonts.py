"""The shipped fonts hold every letter we promise, and texts are measured and broken by them."""

import importlib.util
import json
import os
import re
from pathlib import Path
from typing import Final

import pytest
from fontTools import agl
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from worksheets import fonts
from worksheets.fonts import build
from worksheets.writers.pdf.fonts import MIX, _encoding, encode

FOLDER = Path(fonts.__file__).parent
FACES: Final[tuple[fonts.Face, ...]] = ("regular", "bold")
CYRILLIC = "абвгдежзийклмнопрстуфхцчшщъыьэюя"

ALPHABETS = {  # main exemplar characters of CLDR 48, lower case
    "en": "abcdefghijklmnopqrstuvwxyz",
    "de": "abcdefghijklmnopqrstuvwxyzäöüß",
    "pl": "aąbcćdeęfghijklłmnńoóprsśtuwyzźż",
    "nb": "aàbcdeéfghijklmnoóòôpqrstuvwxyzæøå",
    "lv": "aābcčdeēfgģhiījkķlļmnņoprsštuūvzž",
    "ru": CYRILLIC + "ё",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюяʼ",
    "el": "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ",
}
LETTERS = "abcdefghijklmnoprstuvzÄäöüßąłžķļČŠЖщΩω0123456789"
prose = st.text(st.sampled_from(LETTERS + "      \n-/.,\u00ad\u200b\u0304日"), max_size=120)
sizes = st.floats(5, 20, allow_nan=False)
limits = st.floats(1, 300, allow_nan=False)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("language", ALPHABETS)
def test_alphabets_are_complete(language: str, face: fonts.Face) -> None:
    letters = ALPHABETS[language]
    known = fonts.metrics(face).glyphs
    assert [c for c in letters + letters.upper() if ord(c) not in known] == []


def test_faces_have_the_same_characters() -> None:
    assert fonts.metrics("regular").glyphs.keys() == fonts.metrics("bold").glyphs.keys()


def test_missing_names_each_unknown_character_once() -> None:
    assert fonts.missing("Zażółć 日本日\n\u00ad\u200b👍") == "日本👍"
    assert fonts.missing("".join(ALPHABETS.values())) == ""


def test_width_adds_advances_and_marks_add_nothing() -> None:
    assert fonts.width("W", "regular", 1000) == fonts.metrics("regular").glyphs[ord("W")][1]
    assert fonts.width("WW", "bold", 9) == pytest.approx(2 * fonts.width("W", "bold", 9))
    assert fonts.width("a\u0304\u00ad\u200b\n", "regular", 9) == fonts.width("a", "regular", 9)
    assert fonts.width("日", "regular", 1000) == fonts.metrics("regular").notdef


@pytest.mark.parametrize(
    ("text", "limit", "lines"),
    [
        ("", 50, ("",)),
        ("ein Satz", 500, ("ein Satz",)),
        ("one two", 20, ("one", "two")),
        ("one\r\ntwo\n\nthree", 500, ("one", "two", "", "three")),
        ("und/oder", 25, ("und/", "oder")),
        ("2026-03-15 1/2", 55, ("2026-03-15", "1/2")),
        ("Ver\u00adbes\u00adse\u00adrung", 40, ("Verbes-", "serung")),
        ("Ver\u00adbes\u00adse\u00adrung", 400, ("Verbesserung",)),
        ("ab\u200bcd", 12, ("ab", "cd")),
        ("iiiiWWWW", 20, ("iiiiW", "WW", "W")),
    ],
)
def test_wrap_examples(text: str, limit: float, lines: tuple[str, ...]) -> None:
    assert fonts.wrap(text, "regular", 10, limit) == lines


@given(prose, st.sampled_from(FACES), sizes, limits)
def test_lines_are_no_wider_than_the_limit(
    text: str, face: fonts.Face, size: float, limit: float
) -> None:
    for line in fonts.wrap(text, face, size, limit):
        letters = line.replace("\u0304", "")
        assert fonts.width(line, face, size) <= limit or len(letters) == 1


@given(prose, sizes, limits)
def test_lines_join_to_the_text(text: str, size: float, limit: float) -> None:
    """Nothing is lost or added but spaces and, at soft hyphens, hyphens."""
    loose = re.compile(r"[\s\u00ad\u200b-]" if "\u00ad" in text else r"[\s\u200b]")
    joined = "".join(fonts.wrap(text, "regular", size, limit))
    assert loose.sub("", joined) == loose.sub("", text)


@given(prose, sizes, limits)
def test_widest_word_is_the_limit_that_spares_words(text: str, size: float, limit: float) -> None:
    """Lines at that limit end only where a line may end."""
    widest = fonts.widest_word(text, "bold", size)
    assert fonts.breaks_word(text, "bold", size, limit) == (widest > limit)
    words = re.split(r"[\s\u00ad\u200b]+|(?<=[\w)][-/])(?=[^\W\d])", text)
    spare = "\0".join(fonts.wrap(text, "bold", size, max(widest, limit)))
    for word in words:
        assert word in spare


def test_a_word_exactly_as_wide_as_the_limit_fits() -> None:
    for size in (7, 8.1, 9.3, 10.7):
        for word in ("Verbesserungsmöglichkeiten", "touchpoint", "Žķļ"):
            limit = fonts.width(word, "bold", size)
            assert fonts.wrap(f"{word} {word}", "bold", size, limit) == (word, word)


@pytest.mark.parametrize("face", FACES)
def test_metrics_agree_with_the_font_file(face: fonts.Face) -> None:
    path = FOLDER / f"WorksheetsSans-{face.title()}.ttf"
    assert fonts.font_file(face) == path.read_bytes()
    font, measures = TTFont(path), fonts.metrics(face)
    assert font["head"].unitsPerEm == 1000
    assert measures.glyphs == {
        code: (font.getGlyphID(name), font["hmtx"][name][0])
        for code, name in font.getBestCmap().items()
    }
    assert (measures.ascent, measures.descent) == (font["hhea"].ascent, font["hhea"].descent)
    assert measures.cap_height == font["OS/2"].sCapHeight
    assert measures.name == font["name"].getDebugName(6)
    assert set(measures.glyphs) >= set(range(0x20, 0x7F))


@pytest.mark.parametrize("face", FACES)
def test_font_files_are_fit_for_shipping(face: fonts.Face) -> None:
    """Renamed as FiraGO's licence asks, embeddable, with the cmap that Acrobat wants."""
    font = TTFont(FOLDER / f"WorksheetsSans-{face.title()}.ttf")
    names = {record.nameID: str(record) for record in font["name"].names}
    assert [text for number, text in names.items() if number and "fira" in text.lower()] == []
    assert "Reserved Font Name" in names[0]
    assert "Open Font License" in names[13]
    assert font["OS/2"].fsType == 0
    tables = {(t.platformID, t.platEncID, t.format) for t in font["cmap"].tables}
    assert tables == {(0, 3, 4), (3, 1, 4)}
    assert not {"GSUB", "GPOS", "GDEF", "fpgm", "prep", "cvt ", "DSIG"} & set(font.keys())


def test_licence_is_shipped_with_its_copyright() -> None:
    licence = (FOLDER / "OFL.txt").read_text(encoding="utf-8")
    notice = TTFont(FOLDER / "WorksheetsSans-Regular.ttf")["name"].getDebugName(0)
    assert all(line in licence for line in notice.split(" / "))
    assert "SIL OPEN FONT LICENSE Version 1.1 - 26 February 2007" in licence
    assert all(f"\n{number}) " in licence for number in range(1, 6))
    assert licence.endswith("OTHER DEALINGS IN THE FONT SOFTWARE.\n")


def test_shipped_files_are_current_and_reproducible() -> None:
    if importlib.util.find_spec("pymupdf_fonts") is None:
        if os.environ.get("CI"):
            pytest.fail("pymupdf-fonts is not installed: CI cannot check the shipped fonts")
        pytest.skip("pymupdf-fonts, the source of the shipped fonts, is not installed")
    made = build.build()
    assert made == build.build()
    for name, data in made.items():
        assert (FOLDER / name).read_bytes() == data, f"{name} is stale: run worksheets.fonts.build"
    assert json.loads(made["metrics.json"]).keys() == set(FACES)


def test_mix_fills_every_code_above_127_and_keeps_those_of_cp1252() -> None:
    high = {code: letter for code, letter in MIX.items() if code > 127}
    assert list(high) == list(range(128, 256))
    assert len(set(MIX.values())) == len(MIX)
    assert not {0, *b"\t\n\r"} & MIX.keys()
    for code, letter in high.items():
        if old := letter.encode("cp1252", "ignore"):
            assert old == bytes([code])
    letters = {letter for name in ("pl", "lv", "de", "ru", "uk") for letter in ALPHABETS[name]}
    letters |= {*"æøå"}
    letters |= {letter.upper() for letter in letters - {"ß"}}
    assert [c for c in sorted(letters) if ord(c) > 127 and c not in MIX.values()] == []
    assert fonts.missing("".join(MIX.values())) == ""


def test_mix_names_are_those_of_the_glyph_list() -> None:
    names = dict(re.findall(rb"(\d+) /(\w+)", _encoding()))
    assert len(names) == 125
    assert b"uni" not in b"".join(names.values())
    for code, name in names.items():
        assert agl.toUnicode(name.decode()) == MIX[int(code)]


def test_encode_writes_unicode_values() -> None:
    assert encode("Aķ") == b"\x00A\x01\x37"
    assert encode("a👍b\ud83d") == b"\x00a\x00\x00\x00b\x00\x00"
