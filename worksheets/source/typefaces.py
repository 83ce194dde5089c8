"""Fonts of somebody's own, made anew from a stranger's file: a plain TrueType program.

Run it within limits of time and memory (`readers.limits`). The table OS/2 says whether a font may
be part of a document (OpenType 1.9, OS/2, fsType).
"""

import logging
from io import BytesIO
from struct import error as unpack_error
from typing import Any

from fontTools.ttLib import TTFont, TTLibError

from worksheets.errors import Problem, UnusableInputError

MAX_BYTES = 5_000_000
logging.getLogger("fontTools").setLevel(logging.CRITICAL)  # it describes damage at length
_KINDS = {
    b"OTTO": "has PostScript outlines (OpenType CFF)",
    b"ttcf": "is a collection of fonts (TTC)",
    b"wOFF": "is a web font (WOFF)",
    b"wOF2": "is a web font (WOFF2)",
}
_TRUE_TYPE = (b"\0\1\0\0", b"true")
_KEPT = {"glyf", "loca", "head", "hhea", "hmtx", "maxp", "cmap", "name", "post", "OS/2",
         "cvt ", "fpgm", "prep"}  # fmt: skip
_NEEDED = _KEPT - {"OS/2", "cvt ", "fpgm", "prep"}
_FORBIDDEN, _ALLOWED, _PICTURES_ONLY = 0x2, 0xC, 0x200  # bits of fsType
_LETTERS = " -0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FAMILY = 1
"""Name id of the family, as Word and Excel list it."""
_LAST = 0xFFFF
Made = tuple[bytes, str, dict[str, float]]
"""Program, family, advances in 1/1000 em."""


def _refused(message: str, hint: str = "take the .ttf of the family") -> UnusableInputError:
    return UnusableInputError(Problem("B001", f"the font {message}", hint=hint))


def made(data: bytes) -> Made:
    """Return a font with nothing in it but outlines and letters; raise UnusableInputError."""
    if len(data) > MAX_BYTES:
        raise _refused(f"is larger than {MAX_BYTES // 1_000_000} MB", "take one script of it")
    if kind := _KINDS.get(data[:4]):
        raise _refused(f"{kind}, which a worksheet cannot hold")
    if data[:4] not in _TRUE_TYPE:
        raise _refused("is no TrueType file")
    try:
        return _plain(TTFont(BytesIO(data)))
    except (TTLibError, unpack_error, AttributeError, AssertionError, KeyError, IndexError,
            ValueError, TypeError, OverflowError, EOFError, RecursionError) as error:  # fmt: skip
        raise _refused("is damaged") from error


def _plain(font: Any) -> Made:  # noqa: ANN401 (fontTools has no types)
    if gone := _NEEDED - set(font.keys()):
        raise _refused(f"has no table {min(gone)!r}")
    if "fvar" in font:
        raise _refused("is a variable font", "take the static .ttf of one weight")
    _check_permission(font)
    family = font["name"].getDebugName(_FAMILY) or ""
    units = font["head"].unitsPerEm
    widths, names = font["hmtx"].metrics, font.getBestCmap() or {}
    advances = {
        chr(code): max(widths[name][0] * 1000 / units, 0.0)
        for code, name in names.items()
        if code <= _LAST and chr(code).isprintable()
    }
    if lacking := [letter for letter in _LETTERS if letter not in advances]:
        raise _refused(f"lacks {''.join(lacking[:8])!r}", "take one with Latin letters")
    for name in set(names.values()):
        font["glyf"][name].getCoordinates(font["glyf"])  # every outline is whole
    for tag in set(font.keys()) - _KEPT - {"GlyphOrder"}:
        del font[tag]
    _rename(font, family)
    target = BytesIO()
    font.recalcTimestamp = False
    font.save(target)
    return target.getvalue(), _one_line(family), advances


def _rename(font: Any, family: str) -> None:  # noqa: ANN401 (as above)
    """Leave no name but the family's, and one that PDF can take (ISO 32000-2, 9.6.3)."""
    font["name"].names = []
    plain = "".join(c for c in family if c.isascii() and c.isalnum()) or "Own"
    bold = "-Bold" if font["head"].macStyle & 1 else ""
    for name_id, name in ((_FAMILY, _one_line(family)), (4, family), (6, f"{plain}{bold}")):
        font["name"].setName(_one_line(name), name_id, 3, 1, 0x409)


def _check_permission(font: Any) -> None:  # noqa: ANN401 (as above)
    allowed = font["OS/2"].fsType if "OS/2" in font else 0
    forbidden = allowed & _FORBIDDEN and not allowed & _ALLOWED
    if forbidden or allowed & _PICTURES_ONLY:
        hint = "ask its maker for a licence to embed it, or take another"
        raise _refused("may not be embedded in documents, as it says itself", hint)


def _one_line(text: str) -> str:
    return "".join(c for c in text if c.isprintable()).strip()[:31]
