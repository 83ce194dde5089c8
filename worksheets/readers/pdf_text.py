"""Text strings of a PDF, as programs really write them (ISO 32000-2, 7.9.2.2).

The byte order mark decides; without one it is PDFDocEncoding, unless the bytes are valid UTF-8
with letters beyond ASCII: home-made programs write that, and real PDFDocEncoding hardly ever
looks like it.
"""

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE, charmap_decode

REPLACEMENT = "\ufffd"
"""Stands for what could not be decoded."""

# ISO 32000-2, table D.2. 7F and 9F mean nothing; AD means nothing there either, but is the
# soft hyphen to every program that writes it.
_PDF_DOC = (
    "".join(map(chr, range(0x18)))
    + "\u02d8\u02c7\u02c6\u02d9\u02dd\u02db\u02da\u02dc"
    + "".join(map(chr, range(0x20, 0x7F)))
    + REPLACEMENT
    + "\u2022\u2020\u2021\u2026\u2014\u2013\u0192\u2044\u2039\u203a\u2212\u2030\u201e\u201c\u201d"
    + "\u2018\u2019\u201a\u2122\ufb01\ufb02\u0141\u0152\u0160\u0178\u017d\u0131\u0142\u0153\u0161"
    + f"\u017e{REPLACEMENT}\u20ac"
    + "".join(map(chr, range(0xA1, 0x100)))
)
_UNICODE = {BOM_UTF16_BE: "utf-16-be", BOM_UTF16_LE: "utf-16-le", BOM_UTF8: "utf-8"}
# Escape, language, country, escape; some write the codes as letters, some as bytes.
_LANGUAGE = re.compile("\x1b[^\x1b]{0,8}\x1b")


def decode(data: bytes) -> tuple[str, bool]:
    """Return the text of ``data``, and whether some of it could not be decoded.

    Half a character, a lone surrogate or a byte without meaning becomes U+FFFD. Never raises.
    """
    text = _decoded(data)
    if "\x1b" in text:
        text = _LANGUAGE.sub("", text)
    return text, REPLACEMENT in text


def _decoded(data: bytes) -> str:
    for mark, encoding in _UNICODE.items():
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if not data.isascii():
        try:
            return data.decode()
        except UnicodeDecodeError:
            pass
    return charmap_decode(data, "replace", _PDF_DOC)[0]
