"""What stands on every page of a Word file: corner squares, codes, the id line."""

from base64 import b64decode
from collections.abc import Iterator, Sequence
from copy import deepcopy
from functools import lru_cache
from io import BytesIO
from itertools import count

import segno
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section, _Footer, _Header
from lxml.etree import _Element

from worksheets.definition import id_line, printed_code
from worksheets.model.labels import in_line
from worksheets.model.response import Stamp
from worksheets.model.sheet import Sheet
from worksheets.units import mm
from worksheets.writers.docx.markup import Hand, sized, twips, w

CORNER = 12.0
CODE = mm(16)
TOP = mm(27)
"""Points from the edge of the paper to what stands below the codes."""
_EMU = 12700  # of a point
_BLACK = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNgAAAAAgAB5Sfe/AAAAABJRU5ErkJggg=="
)
"""A picture of one black pixel, as PNG."""
_ANCHOR = """<wp:anchor {spaces} distT="0" distB="0" distL="0" distR="0" simplePos="0"
 relativeHeight="{n}" behindDoc="1" locked="1" layoutInCell="0" allowOverlap="1">
<wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{x}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{y}</wp:posOffset></wp:positionV>
<wp:extent cx="{size}" cy="{size}"/><wp:wrapNone/><wp:docPr id="{n}" name="mark {n}" descr="">
<a:extLst><a:ext uri="{{C183D7F6-B498-43B3-948B-1728B52AA6E4}}"><adec:decorative
 xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext>
</a:extLst></wp:docPr>
<wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">
<pic:pic><pic:nvPicPr><pic:cNvPr id="{n}" name="mark {n}"/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{size}" cy="{size}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>
</a:graphicData></a:graphic></wp:anchor>"""


def add_frame(
    section: Section, sheet: Sheet, stamp: Stamp, hand: Hand, size: tuple[float, float], *,
    own: tuple[float, float] | None = None,
) -> None:  # fmt: skip
    """Put marks into all headers, the title into that of further pages, the id line below.

    ``own`` are points of that title and of that line where they differ from titles and footers.
    """
    code = printed_code(stamp, 1, 1)
    section.different_first_page_header_footer = True
    numbers = count(1)  # Word wants those of drawings unique in the whole file
    for header in (section.first_page_header, section.header):
        _add_marks(header, code, size, numbers, rtl=hand.rtl)
    margin = section.left_margin.pt if section.left_margin else 0
    running, fine = map(sized, own) if own else ([], [])
    _repeat_title(section, sheet, hand, mm(16) - margin, running)
    measure = (size[0] - mm(8) - margin, mm(35) - margin)
    for footer in (section.first_page_footer, section.footer):
        line = Hand(rtl=False).run(id_line(stamp, code), "", *deepcopy(fine))
        _fill_footer(footer, sheet, hand, line, measure)


def add_page_numbers(
    section: Section, sheet: Sheet, hand: Hand, width: float, *,
    own: tuple[float, float] | None = None,
) -> None:  # fmt: skip
    """Put page numbers below, and the title on top of further pages."""
    section.different_first_page_header_footer = True
    _repeat_title(section, sheet, hand, 0, sized(own[0]) if own else [])
    for footer in (section.first_page_footer, section.footer):
        _fill_footer(footer, sheet, hand, hand.run(""), (width, 0))


def _repeat_title(
    section: Section, sheet: Sheet, hand: Hand, indent: float, size: Sequence[_Element]
) -> None:
    title = hand.paragraph("Title", hand.run(in_line(sheet.title), "", *size))
    below = mm(8) if size else 0  # in small it stands beside the code, not below it
    title[0].append(w("spacing", before=twips(mm(8)), after=twips(below),
                      line=twips(TOP - mm(8) - below), lineRule="exact"))  # fmt: skip
    title[0].append(w("ind", left=twips(indent)))
    section.header._element.append(title)


def _add_marks(
    header: _Header, code: str, size: tuple[float, float], numbers: Iterator[int], *, rtl: bool
) -> None:
    wide, high = size
    near, far = mm(8), mm(8) + CORNER
    pictures = [
        (b64decode(_BLACK), CORNER, (x, y)) for x in (near, wide - far) for y in (near, high - far)
    ]
    png = _code(code)
    for x, y in ((wide - mm(32), mm(8)), (mm(16), high - mm(24))):
        pictures.append((png, CODE, (wide - x - CODE if rtl else x, y)))
    paragraph = header.paragraphs[0]._p
    for (picture, length, (x, y)), number in zip(pictures, numbers, strict=False):
        relation, _ = header.part.get_or_add_image(BytesIO(picture))
        drawing = _ANCHOR.format(
            spaces=nsdecls("wp", "a", "pic", "r"), n=number, relation=relation,
            x=round(x * _EMU), y=round(y * _EMU), size=round(length * _EMU),
        )  # fmt: skip
        paragraph.append(w("r", w("drawing", parse_xml(drawing))))


def _fill_footer(
    footer: _Footer, sheet: Sheet, hand: Hand, line: _Element, measure: tuple[float, float]
) -> None:
    width, indent = (twips(length) for length in measure)
    end = width - twips(mm(10))
    tabs = w("tabs", w("tab", val="right", pos=end))
    hint = w("p", w("pPr", w("pStyle", val="Footer"), w("bidi") if hand.rtl else None,
               w("ind", left=indent)),
             hand.run(sheet.office.screen))  # fmt: skip
    numbers = w(
        "p",
        w("pPr", w("pStyle", val="Footer"), tabs, w("bidi") if hand.rtl else None,
          w("ind", left=indent)),
        line,
        hand.run("\t"),
        *_numbered(in_line(sheet.sheet_of), hand),
    )  # fmt: skip
    body = footer._element
    for child in list(body):
        body.remove(child)
    body.extend([hint, numbers])


def _numbered(text: str, hand: Hand) -> list[_Element]:
    """Return "Sheet 1 of 3" with fields for both numbers."""
    found: list[_Element] = []
    fields = {"{number}": "PAGE", "{total}": "NUMPAGES"}
    rest = text
    while rest:
        name = min((n for n in fields if n in rest), key=rest.index, default="")
        before, rest = (
            (rest, "")
            if not name
            else (rest[: rest.index(name)], rest[rest.index(name) + len(name) :])
        )
        if before:
            found.append(hand.run(before))
        if name:
            found.append(w("fldSimple", hand.run("1"), instr=f" {fields[name]} "))
    return found


@lru_cache(maxsize=256)
def _code(text: str) -> bytes:
    """Return a code as PNG; all headers of all copies of a sheet show the same."""
    target = BytesIO()
    code = segno.make_qr(text, error="m", boost_error=False, mask=2)
    code.save(target, kind="png", scale=8, border=0)
    return target.getvalue()
