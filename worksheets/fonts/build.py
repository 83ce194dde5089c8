"""Make the shipped font files and their metrics; a developer's script, never run by users.

``python -m worksheets.fonts.build`` writes WorksheetsSans-Regular.ttf, WorksheetsSans-Bold.ttf,
metrics.json and OFL.txt beside this file.
It needs the packages ``pymupdf-fonts``, whose FiraGO is the source, and ``fonttools``.

FiraGO reserves the font name "Fira" (SIL OFL 1.1, condition 3), hence the new name.
The same source and the same fonttools give the same bytes.
"""

import io
import json
from collections.abc import Iterator
from importlib import import_module
from importlib.metadata import distribution
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

FAMILY = "Worksheets Sans"
SOURCES = {"regular": "figo", "bold": "figbo"}
"""Name of each face in pymupdf-fonts."""

RANGES = (
    range(0x0020, 0x007F),  # Basic Latin
    range(0x00A0, 0x0250),  # Latin-1 to Latin Extended-B
    range(0x0300, 0x0370),  # combining marks
    range(0x0370, 0x0400),  # Greek
    range(0x0400, 0x0460),  # Cyrillic
    (0x0490, 0x0491, 0x02BC),  # Ukrainian ghe with upturn and apostrophe
    range(0x1E00, 0x1F00),  # Latin Extended Additional
    range(0x2010, 0x205F),  # punctuation
    range(0x20A0, 0x20C0),  # currency
    range(0x2190, 0x2200),  # arrows
    (0x2116, 0x2122, 0x2212),  # numero, trade mark, minus
)
DROPPED_TABLES = ("GDEF", "GPOS", "GSUB", "DSIG", "gasp")
KEPT_NAMES = (0, 13, 14)  # copyright, licence, address of the licence
WINDOWS_ENGLISH = (3, 1, 0x409)  # platform, encoding and language of a name record


def build() -> dict[str, bytes]:
    """Return the bytes of every generated file by its name."""
    fonts = {face: subset(face) for face in SOURCES}
    metrics = {face: describe(data) for face, data in fonts.items()}
    files = {f"WorksheetsSans-{face.title()}.ttf": data for face, data in fonts.items()}
    files["metrics.json"] = json.dumps(metrics, separators=(",", ":")).encode() + b"\n"
    files["OFL.txt"] = licence(fonts["regular"]).encode()
    return files


def subset(face: str) -> bytes:
    """Cut FiraGO's ``face`` down to ``RANGES``, rename it and drop hints and layout tables."""
    source = bytes(import_module("pymupdf_fonts").myfont(SOURCES[face]))
    font = TTFont(io.BytesIO(source), recalcTimestamp=False)
    options = Options(
        hinting=False, layout_features=[], name_IDs=list(KEPT_NAMES), notdef_outline=True
    )
    options.drop_tables += DROPPED_TABLES
    cutter = Subsetter(options)
    cutter.populate(unicodes=[code for codes in RANGES for code in codes])
    cutter.subset(font)
    _rename(font, face.title())
    out = io.BytesIO()
    font.save(out, reorderTables=None)
    return out.getvalue()


def _rename(font: TTFont, style: str) -> None:
    """Give ``font`` our family name; keep the records of ``KEPT_NAMES`` and no others."""
    names = font["name"]
    kept = {number: names.getDebugName(number) for number in KEPT_NAMES}
    version = f"{font['head'].fontRevision:.3f}"
    postscript = f"{FAMILY.replace(' ', '')}-{style}"
    names.names = []
    for number, text in kept.items() | {
        (1, FAMILY),
        (2, style),
        (3, f"{version};{postscript}"),
        (4, f"{FAMILY} {style}"),
        (5, f"Version {version}"),
        (6, postscript),
    }:
        names.setName(text, number, *WINDOWS_ENGLISH)
    names.names.sort()


def describe(data: bytes) -> dict[str, object]:
    """Return what layout and a PDF FontDescriptor need to know of the font ``data``.

    Lengths are font units (1/1000 em).
    ``glyphs`` maps a code point, as JSON demands a string, to its glyph id and advance.
    ``stemV`` is the width of the letter I, a plain stem in this design.
    """
    font = TTFont(io.BytesIO(data))
    advances, head, stem = font["hmtx"], font["head"], font["glyf"]["I"]
    return {
        "name": font["name"].getDebugName(6),
        "unitsPerEm": head.unitsPerEm,
        "ascent": font["hhea"].ascent,
        "descent": font["hhea"].descent,
        "capHeight": font["OS/2"].sCapHeight,
        "bbox": [head.xMin, head.yMin, head.xMax, head.yMax],
        "italicAngle": font["post"].italicAngle,
        "stemV": stem.xMax - stem.xMin,
        "notdef": advances[".notdef"][0],
        "glyphs": {
            str(code): [font.getGlyphID(name), advances[name][0]]
            for code, name in sorted(font.getBestCmap().items())
        },
    }


def licence(data: bytes) -> str:
    """Return the copyright lines of the font ``data`` and the SIL Open Font License 1.1."""
    notice = TTFont(io.BytesIO(data))["name"].getDebugName(0)
    return "\n".join(_licence_lines(notice)) + "\n"


def _licence_lines(notice: str) -> Iterator[str]:
    """Yield OFL.txt: the text of the licence comes from the package that brings the font."""
    shipped = distribution("pymupdf-fonts").read_text("LICENSE.txt") or ""
    lines = [line.rstrip() for line in shipped.splitlines()]
    yield from notice.split(" / ")
    yield ""
    yield f"{FAMILY} is a Modified Version: a renamed subset of FiraGO."
    yield from lines[lines.index("") :]


def main() -> None:
    """Write the files beside this module and print their sizes in bytes."""
    for name, data in build().items():
        Path(__file__).with_name(name).write_bytes(data)
        print(f"{len(data):8,}  {name}")


if __name__ == "__main__":
    main()
