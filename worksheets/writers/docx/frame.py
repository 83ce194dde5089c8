"""What stands on every page of a Word file: corner squares, codes, the id line."""

from base64 import b64decode
from collections.abc import Iterator, Sequence
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from itertools import count
from xml.sax.saxutils import quoteattr

import segno
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.section import Section, _Footer
from lxml.etree import _Element

from worksheets.definition import id_line, printed_code
from worksheets.model.brand import LOGO_NAME, LOGO_ROOM
from worksheets.model.labels import in_line
from worksheets.model.response import Stamp
from worksheets.model.sheet import Sheet, Worksheet
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
<wp:extent cx="{wide}" cy="{high}"/><wp:wrapNone/>
<wp:docPr id="{n}" name={name} descr={alt}>{unseen}</wp:docPr>
<wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/picture">
<pic:pic><pic:nvPicPr><pic:cNvPr id="{n}" name={name}/><pic:cNvPicPr/></pic:nvPicPr>
<pic:blipFill><a:blip r:embed="{relation}"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>
<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{wide}" cy="{high}"/></a:xfrm>
<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>
</a:graphicData></a:graphic></wp:anchor>"""


_DECORATIVE = """
<a:extLst><a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative
 xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext>
</a:extLst>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    """A picture on the page: its left top corner, as it would stand where scripts run right."""

    data: bytes
    x: float
    y: float
    wide: float
    high: float
    name: str = ""
    alt: str = ""


def add_frame(
    section: Section, worksheet: Worksheet, stamp: Stamp, hand: Hand, *,
    own: tuple[float, float] | None = None,
) -> None:  # fmt: skip
    """Put marks into all headers, the title into that of further pages, the id line below.

    ``own`` are points of that title and of that line where they differ from titles and footers.
    """
    page, code = worksheet.pages[0], printed_code(stamp, 1, 1)
    logo = _logo(worksheet)
    _add_pictures(section, [*_marks(code, page.width, page.height), *logo], page.width, hand)
    margin = section.left_margin.pt if section.left_margin else 0
    running, fine = map(sized, own) if own else ([], [])
    _repeat_title(section, worksheet.sheet, hand, mm(16) - margin, running)
    line = Hand(rtl=False).run(id_line(stamp, code), "", *fine)
    across = page.width - mm(8) - margin
    foot = _Foot(worksheet, hand, line, across, mm(35) - margin, logo)
    for footer in (section.first_page_footer, section.footer):
        foot.fill(footer)


def add_page_numbers(
    section: Section, worksheet: Worksheet, hand: Hand, width: float, *,
    own: tuple[float, float] | None = None,
) -> None:  # fmt: skip
    """Put page numbers below, and the title on top of further pages."""
    logo = _logo(worksheet)
    _add_pictures(section, logo, worksheet.pages[0].width, hand)
    _repeat_title(section, worksheet.sheet, hand, 0, sized(own[0]) if own else [])
    foot = _Foot(worksheet, hand, hand.run(""), width, 0, logo)
    for footer in (section.first_page_footer, section.footer):
        foot.fill(footer)


def _repeat_title(
    section: Section, sheet: Sheet, hand: Hand, indent: float, size: Sequence[_Element]
) -> None:
    title = hand.paragraph("Title", hand.run(in_line(sheet.title), "", *size))
    below = mm(8) if size else 0  # in small it stands beside the code, not below it
    title[0].append(w("spacing", before=twips(mm(8)), after=twips(below),
                      line=twips(TOP - mm(8) - below), lineRule="exact"))  # fmt: skip
    title[0].append(w("ind", left=twips(indent)))
    section.header._element.append(title)


def _marks(code: str, wide: float, high: float) -> Iterator[_Picture]:
    """Yield corner squares and codes."""
    near, far, black = mm(8), mm(8) + CORNER, b64decode(_BLACK)
    for x in (near, wide - far):
        for y in (near, high - far):
            yield _Picture(data=black, x=x, y=y, wide=CORNER, high=CORNER)
    for x, y in ((wide - mm(32), mm(8)), (mm(16), high - mm(24))):
        yield _Picture(data=_code(code), x=x, y=y, wide=CODE, high=CODE)


def _logo(worksheet: Worksheet) -> list[_Picture]:
    """Return the logo where it stands on paper: above the page number."""
    brand, page = worksheet.brand, worksheet.pages[0]
    if not brand.logo:
        return []
    from worksheets.writers.pdf.logo import picture  # noqa: PLC0415 (few sheets need it)

    wide, high = brand.logo.within(*LOGO_ROOM)
    x, y = page.width - mm(18) - wide, page.height - mm(11.7) - high
    return [_Picture(data=picture(brand.logo), x=x, y=y, wide=wide, high=high, name=LOGO_NAME,
                     alt=brand.organiser)]  # fmt: skip


def _add_pictures(
    section: Section, pictures: Sequence[_Picture], across: float, hand: Hand
) -> None:
    """Put pictures into the headers of all pages, mirrored if the script is."""
    section.different_first_page_header_footer = True
    numbers = count(1)  # Word wants those of drawings unique in the whole file
    for header in (section.first_page_header, section.header) if pictures else ():
        paragraph = header.paragraphs[0]._p
        for picture, number in zip(pictures, numbers, strict=False):
            relation, _ = header.part.get_or_add_image(BytesIO(picture.data))
            x = across - picture.x - picture.wide if hand.rtl else picture.x
            drawing = _ANCHOR.format(
                spaces=nsdecls("wp", "a", "pic", "r"), n=number, relation=relation,
                x=round(x * _EMU), y=round(picture.y * _EMU),
                wide=round(picture.wide * _EMU), high=round(picture.high * _EMU),
                name=quoteattr(picture.name or f"mark {number}"), alt=quoteattr(picture.alt),
                unseen="" if picture.alt else _DECORATIVE,
            )  # fmt: skip
            paragraph.append(w("r", w("drawing", parse_xml(drawing))))


@dataclass(frozen=True, slots=True)
class _Foot:
    """What stands below: ``line`` beside the page number, in points how wide and from where."""

    worksheet: Worksheet
    hand: Hand
    line: _Element
    width: float
    indent: float
    logo: Sequence[_Picture]

    def fill(self, footer: _Footer) -> None:
        """Put whose sheet it is, what to do, the id line and the page number into a footer."""
        sheet, hand = self.worksheet.sheet, self.hand
        beside = mm(10) + sum(picture.wide + mm(3) for picture in self.logo)
        inside = twips(beside) if self.logo else 0
        lines = []
        if organiser := self.worksheet.brand.organiser:
            lines.append(
                self._paragraph([hand.run(organiser)], twips(beside), w("jc", val="right"))
            )
        lines.append(self._paragraph([hand.run(sheet.office.screen)], inside))
        tabs = w("tabs", w("tab", val="right", pos=twips(self.width) - twips(mm(10))))
        numbers = [deepcopy(self.line), hand.run("\t"), *_numbered(in_line(sheet.sheet_of), hand)]
        lines.append(self._paragraph(numbers, 0, tabs=tabs))
        body = footer._element
        for child in list(body):
            body.remove(child)
        body.extend(lines)

    def _paragraph(
        self, content: Sequence[_Element], right: int, *more: _Element, tabs: _Element | None = None
    ) -> _Element:
        indent = w("ind", left=twips(self.indent))
        if right:
            indent = w("ind", left=twips(self.indent), right=right)
        bidi = w("bidi") if self.hand.rtl else None
        return w("p", w("pPr", w("pStyle", val="Footer"), tabs, bidi, indent, *more), *content)


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
