"""The fonts of the form fields: one font program in two guises, both called ``FIELD_FONT``.

* A Type0 font for the widgets' own appearances (``/AP /N /Resources``): it reaches every
  letter, and its codes are Unicode values (CIDToGIDMap; ISO 32000-2, 9.7.4.2).
* An 8-bit TrueType font for ``/AcroForm /DR``, for programs that fill forms with one byte a
  letter; ``MIX`` is its encoding (ISO 32000-2, 9.6.5).

The reasons stand in docs/decisions/003-field-font-name.md.
Everything costly is computed once per process and only parsed into each document.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream

from worksheets import fonts

FIELD_FONT = "/Wingdings"
"""Resource name of both field fonts; see docs/decisions/003-field-font-name.md.

PDFium types every letter with our font only if it has this name, whatever the font is.
"""

_UNUSED = (0x81, 0x8D, 0x8F, 0x90, 0x9D)
"""The codes to which cp1252 gives no letter."""
_KEPT = "ÄÖÜäöüßÅÆØåæøéóÓŠšŽž–„“”…€•’"
_LATIN = "ĄąĆćĘęŁłŃńŚśŹźŻżĀāČčĒēĢģĪīĶķĻļŅņŪū"
_CYRILLIC = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдеёжзийклмнопрстуфхцчшщъыьэюя"
_RARE = "ÀÉÒÔàòô«»‘ĖėĮįŲųʼ"  # Norwegian loanwords, French quotes, Lithuanian, Ukrainian ʼ
_UKRAINIAN = {
    letter: f"afii{number}"
    for letter, number in zip(
        "ҐґЄєІіЇї", (10050, 10098, 10053, 10101, 10055, 10103, 10056, 10104), strict=True
    )
}
_LOWEST, _BEHIND_BREAKS = 1, 14
_QUOTES = {"«": "guillemotleft", "»": "guillemotright", "‘": "quoteleft", "ʼ": "afii57929"}
_NAMES = {**_QUOTES, **_UKRAINIAN}
_MARKS = {
    "OGONEK": "ogonek",
    "ACUTE": "acute",
    "GRAVE": "grave",
    "CIRCUMFLEX": "circumflex",
    "STROKE": "slash",
    "DOT ABOVE": "dotaccent",
    "MACRON": "macron",
    "CARON": "caron",
    "CEDILLA": "commaaccent",  # Latvian: a comma, whatever Unicode calls it
}


@dataclass(frozen=True, slots=True)
class FieldFonts:
    """The two font dictionaries, indirect objects of one document.

    ``type0`` belongs into each widget's appearance, ``simple`` into the AcroForm's ``/DR``.
    """

    type0: Object
    simple: Object


def _mix() -> dict[int, str]:
    """Return the letters of the codes 128 to 255, and of those below 32 that text never uses.

    Letters of cp1252 keep their cp1252 codes, since some programs write those whatever the
    encoding says; the others fill the unused codes first. There is no room for them all above
    127, so that rarer ones take codes below 32 on either side of tab and line breaks.
    """
    kept = {letter.encode("cp1252")[0]: letter for letter in _KEPT}
    free = (*_UNUSED, *(code for code in range(128, 256) if code not in {*kept, *_UNUSED}))
    low = {
        **dict(enumerate(_UKRAINIAN, start=_LOWEST)),
        **dict(enumerate(_RARE, start=_BEHIND_BREAKS)),
    }
    return dict(sorted({**low, **kept, **dict(zip(free, _LATIN + _CYRILLIC, strict=True))}.items()))


MIX: Mapping[int, str] = MappingProxyType(_mix())
"""Letter of each code in the 8-bit font but ASCII's.

Polish, Latvian, German, Nordic, Russian, Ukrainian.
"""


def encode(text: str) -> bytes:
    """Return the bytes by which ``Tj`` shows ``text`` in the Type0 font: UTF-16BE.

    Characters beyond U+FFFF and lone surrogates become code 0, the box of a missing glyph.
    ``text`` is one line as ``fonts.wrap`` returns it.
    """
    return re.sub(r"[\ud800-\udfff\U00010000-\U0010ffff]", "\0", text).encode("utf-16-be")


def add_field_fonts(pdf: Pdf) -> FieldFonts:
    """Add the field fonts to ``pdf``; call it once per document and share the result."""
    made = _made()
    program = _stream(pdf, made.program)
    program.Length1 = made.program_length
    descriptor = Object.parse(made.descriptor)
    descriptor.FontFile2 = program
    shared = pdf.make_indirect(descriptor)
    name = Name(made.name)
    cid_font = Dictionary(
        Type=Name.Font,
        Subtype=Name.CIDFontType2,
        BaseFont=name,
        CIDSystemInfo=Dictionary(Registry=b"Adobe", Ordering=b"Identity", Supplement=0),
        FontDescriptor=shared,
        CIDToGIDMap=_stream(pdf, made.glyph_ids),
        DW=made.default_width,
        W=Object.parse(made.advances),
    )
    type0 = Dictionary(
        Type=Name.Font,
        Subtype=Name.Type0,
        BaseFont=name,
        Encoding=Name("/Identity-H"),
        DescendantFonts=Array([pdf.make_indirect(cid_font)]),
        ToUnicode=_stream(pdf, made.to_unicode),
    )
    simple = Dictionary(
        Type=Name.Font,
        Subtype=Name.TrueType,
        BaseFont=name,
        FirstChar=_LOWEST,
        LastChar=255,
        Widths=Object.parse(made.simple_widths),
        FontDescriptor=shared,
        Encoding=Object.parse(made.simple_encoding),
        ToUnicode=_stream(pdf, made.simple_to_unicode),
    )
    return FieldFonts(pdf.make_indirect(type0), pdf.make_indirect(simple))


def _stream(pdf: Pdf, deflated: bytes) -> Stream:
    return pdf.make_stream(deflated, Filter=Name.FlateDecode)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Made:
    """What every document gets: deflated streams and PDF source text."""

    name: str
    program: bytes
    program_length: int
    descriptor: bytes
    default_width: int
    advances: bytes
    glyph_ids: bytes
    to_unicode: bytes
    simple_widths: bytes
    simple_encoding: bytes
    simple_to_unicode: bytes


@cache
def _made() -> _Made:
    measures, program = fonts.metrics("regular"), fonts.font_file("regular")
    glyphs = measures.glyphs
    simple = dict(sorted({**{code: chr(code) for code in range(32, 127)}, **MIX}.items()))
    return _Made(
        name=f"/{measures.name}",
        program=zlib.compress(program, 9),
        program_length=len(program),
        descriptor=_descriptor(measures),
        default_width=measures.notdef,
        advances=_advances(glyphs),
        glyph_ids=zlib.compress(_glyph_ids(glyphs), 9),
        to_unicode=_to_unicode(((code, code) for code in sorted(glyphs)), digits=4),
        simple_widths=b"[%s]"
        % b" ".join(
            b"%d" % (glyphs[ord(simple[code])][1] if code in simple else 0)
            for code in range(_LOWEST, 256)
        ),
        simple_encoding=_encoding(),
        simple_to_unicode=_to_unicode(((code, ord(c)) for code, c in simple.items()), digits=2),
    )


def _descriptor(measures: fonts.Metrics) -> bytes:
    """Return the font descriptor, still without its program (ISO 32000-2, 9.8)."""
    box = " ".join(map(str, measures.bbox))
    return (
        f"<< /Type /FontDescriptor /FontName /{measures.name} /Flags 32 /FontBBox [{box}]"
        f" /ItalicAngle {measures.italic_angle:g} /Ascent {measures.ascent}"
        f" /Descent {measures.descent} /CapHeight {measures.cap_height}"
        f" /StemV {measures.stem_v} >>"
    ).encode()


def _advances(glyphs: Mapping[int, tuple[int, int]]) -> bytes:
    """Return the ``/W`` array by Unicode (ISO 32000-2, 9.7.4.3)."""
    out: list[str] = []
    for code in sorted(glyphs):
        opening = "" if code - 1 in glyphs else f"{code}["
        out.append(f"{opening}{glyphs[code][1]}{' ' if code + 1 in glyphs else ']'}")
    return f"[{''.join(out)}]".encode()


def _glyph_ids(glyphs: Mapping[int, tuple[int, int]]) -> bytes:
    """Return the CIDToGIDMap: two bytes for every code up to the highest one."""
    table = bytearray(2 * (max(glyphs) + 1))
    for code, (glyph, _) in glyphs.items():
        table[2 * code : 2 * code + 2] = glyph.to_bytes(2, "big")
    return bytes(table)


def _encoding() -> bytes:
    """Return the 8-bit font's encoding: WinAnsi but for the letters that are not of cp1252."""
    changed = " ".join(
        f"{code} /{_glyph_name(letter)}" for code, letter in MIX.items() if letter not in _KEPT
    )
    return (
        f"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding /Differences [{changed}] >>"
    ).encode()


def _glyph_name(letter: str) -> str:
    """Return the Adobe Glyph List's name of a letter or quotation mark."""
    if letter in _NAMES:
        return _NAMES[letter]
    if letter in _CYRILLIC:
        row, place = divmod(_CYRILLIC.index(letter), 33)
        return f"afii{(10017, 10065)[row] + place}"
    _, case, _, base, mark = unicodedata.name(letter).replace(" WITH ", " ").split(" ", 4)
    return (base if case == "CAPITAL" else base.lower()) + _MARKS[mark]


def _to_unicode(codes: Iterable[tuple[int, int]], *, digits: int) -> bytes:
    """Return a deflated ToUnicode CMap (ISO 32000-2, 9.10.3) of ascending (code, Unicode) pairs.

    ``digits`` is the length of a code in hexadecimal digits.
    Ranges never cross a multiple of 256, and no section has more than 100 of them.
    """
    ranges: list[tuple[int, int, int]] = []
    for code, value in codes:
        first, last, start = ranges[-1] if ranges else (0, -2, 0)
        if code == last + 1 and value == start + code - first and code % 256 and value % 256:
            ranges[-1] = (first, code, start)
        else:
            ranges.append((code, code, value))
    rows = [f"<{a:0{digits}X}> <{b:0{digits}X}> <{value:04X}>" for a, b, value in ranges]
    sections = [rows[at : at + 100] for at in range(0, len(rows), 100)]
    lines = [
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def",
        f"1 begincodespacerange <{0:0{digits}X}> <{'F' * digits}> endcodespacerange",
        *(
            line
            for section in sections
            for line in (f"{len(section)} beginbfrange", *section, "endbfrange")
        ),
        "endcmap CMapName currentdict /CMap defineresource pop end end",
    ]
    return zlib.compress("\n".join(lines).encode(), 9)
