"""Draw page content with reportlab and note, while drawing, what each piece of it means.

The result is a PDF without fields or tags, and per page a tree of `Element`: the structure
that `tags` builds and the widgets in reading order that `widgets` makes. Marked content is
ISO 32000-2, 14.6; everything outside the tree is an artifact (14.8.2.2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from itertools import groupby

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from worksheets.definition import printed
from worksheets.fonts import Face, font_file, own_face
from worksheets.model.brand import Brand
from worksheets.model.labels import in_line
from worksheets.model.sheet import (
    Curve,
    Group,
    Item,
    Line,
    Ornament,
    Page,
    Panel,
    Rect,
    Tag,
    Widget,
    Words,
    Worksheet,
)
from worksheets.writers.pdf import look
from worksheets.writers.pdf.ornaments import Ground, draw_curve, draw_ornament
from worksheets.writers.pdf.typefaces import registered

FONT_NAMES: Mapping[Face, str] = {
    "regular": "WorksheetsSans-Regular",
    "bold": "WorksheetsSans-Bold",
}
# Standard structure types (ISO 32000-2, 14.8.4) of the model's tags.
STRUCTURE: Mapping[Tag, str] = {
    "title": "H1",
    "heading": "H2",
    "paragraph": "P",
    "section": "Sect",
    "table": "Table",
    "row": "TR",
    "column-heading": "TH",
    "row-heading": "TH",
    "cell": "TD",
    "figure": "Figure",
    "list": "L",
    "item": "LI",
    "bullet": "Lbl",
    "body": "LBody",
}


@dataclass(slots=True)
class Element:
    """A node of the structure tree; ints are marked-content ids of its page."""

    type: str
    page: int
    scope: str = ""
    span: int = 1
    alt: str = ""
    lang: str = ""
    children: "list[Element | Widget | int]" = field(default_factory=list)


def _language(child: Group | Item) -> str | None:
    """Return the language of a drawing where it is not the sheet's; None for what is no drawing."""
    if isinstance(child, Group | Widget):
        return None
    return child.locale if isinstance(child, Words) else ""


@cache
def _register_fonts() -> None:
    for face, name in FONT_NAMES.items():
        pdfmetrics.registerFont(TTFont(name, BytesIO(font_file(face))))


def draw(worksheet: Worksheet, *, guides: bool) -> tuple[bytes, list[Element]]:
    """Return the drawn pages as a PDF, and per page the root of its structure.

    ``guides`` draws writing guides for pens; typed text would run across them.
    """
    _register_fonts()
    target = BytesIO()
    canvas = Canvas(
        target,
        pageCompression=1,
        invariant=1,
        initialFontName=FONT_NAMES["regular"],
        pdfVersion=(1, 7),
    )
    canvas.setTitle(in_line(worksheet.sheet.title))
    roots = []
    for number, page in enumerate(worksheet.pages):
        canvas.setPageSize((page.width, page.height))
        drawer = _PageDrawer(canvas, page, number, _Setting.of(worksheet, number, guides=guides))
        roots.append(drawer.draw())
        canvas.showPage()
    canvas.save()
    return target.getvalue(), roots


@dataclass(frozen=True, slots=True, kw_only=True)
class _Setting:
    """What a page is drawn with; ``machine`` are texts that a program prints again (`copies`)."""

    brand: Brand
    guides: bool
    machine: tuple[str, ...]

    @classmethod
    def of(cls, worksheet: Worksheet, number: int, *, guides: bool) -> "_Setting":
        """Return the setting of a page."""
        texts = printed(worksheet.stamp, number + 1, len(worksheet.pages))
        return cls(brand=worksheet.brand, guides=guides, machine=texts)

    def font(self, words: Words) -> str:
        """Return the name of the font that words are set in, as they were measured."""
        own = own_face(self.brand.fonts, words.face, "".join(words.lines))
        if own is None or words.lines[0] in self.machine:
            return FONT_NAMES[words.face]
        return registered(own.program)


class _PageDrawer:
    """Draws one page; ``_next`` is the next marked-content id."""

    def __init__(self, canvas: Canvas, page: Page, number: int, setting: _Setting) -> None:
        self._canvas = canvas
        self._page = page
        self._number = number
        self._setting = setting
        self._look = look.look(setting.brand.accent)
        self._ground = Ground(
            height=page.height, scale=page.scale, look=self._look, brand=setting.brand
        )
        self._next = 0

    def draw(self) -> Element:
        """Draw everything and return the page's root element."""
        root = Element("Document", self._number)
        self._children(self._page.content, root)
        return root

    def _operator(self, code: str) -> None:
        self._canvas._code.append(code)  # reportlab has no public way to mark content

    def _group(self, group: Group, parent: Element) -> None:
        if group.tag == "artifact":
            self._artifact(group)
            return
        scope = {"column-heading": "Column", "row-heading": "Row"}.get(group.tag, "")
        element = Element(STRUCTURE[group.tag], self._number, scope, group.span, group.alt)
        parent.children.append(element)
        self._children(group, element)
        match element.children:
            case [Element(type="Span") as only]:
                element.lang, element.children = only.lang, only.children

    def _children(self, group: Group, element: Element) -> None:
        """Draw what is in a group; drawings of one language that follow each other are one."""
        for language, found in groupby(group.children, _language):
            if language is not None:
                self._content(found, element, language)
                continue
            for child in found:
                if isinstance(child, Group):
                    self._group(child, element)
                elif isinstance(child, Widget):
                    self._artifact(child)
                    element.children.append(child)

    def _artifact(self, drawn: Group | Item) -> None:
        """Draw what means nothing by itself (ISO 32000-2, 14.8.2.2)."""
        self._operator("/Artifact BMC")
        self._paint(drawn)
        self._operator("EMC")

    def _content(self, items: Iterable[Group | Item], element: Element, language: str) -> None:
        """Draw marked content; in another language than its sheet's it has its own element."""
        if language:
            span = Element("Span", self._number, lang=language.replace("_", "-"))
            element.children.append(span)
            element = span
        self._operator(f"/{element.type} <</MCID {self._next}>> BDC")
        for item in items:
            self._paint(item)
        self._operator("EMC")
        element.children.append(self._next)
        self._next += 1

    # ------------------------------------------------------------ painting

    def _paint(self, item: Group | Item) -> None:
        match item:
            case Group():
                for inner in item.items():
                    self._paint(inner)
            case Words():
                self._words(item)
            case Panel():
                self._panel(item)
            case Line():
                self._line(item)
            case Ornament():
                draw_ornament(self._canvas, item, self._ground)
            case Widget():
                self._widget(item)
            case Curve():
                draw_curve(self._canvas, item, self._ground)

    def _words(self, words: Words) -> None:
        canvas = self._canvas
        canvas.setFillColorRGB(*self._look.inks[words.ink])
        canvas.setFont(self._setting.font(words), words.size)
        y = self._page.height - words.y
        draw_line = {
            "left": canvas.drawString,
            "right": canvas.drawRightString,
            "center": canvas.drawCentredString,
        }[words.align]
        for line in words.lines:
            draw_line(words.x, y, line)
            y -= words.leading

    def _rect(self, rect: Rect, *, stroke: int, fill: int) -> None:
        bottom = self._page.height - rect.bottom
        self._canvas.rect(rect.left, bottom, rect.width, rect.height, stroke=stroke, fill=fill)

    def _panel(self, panel: Panel) -> None:
        canvas = self._canvas
        fill, border = {
            "field": (self._look.field, True),
            "panel": (look.WHITE, True),
            "accent": (self._look.accent, False),
            "blank": (look.WHITE, False),
            "veil": (look.WHITE, False),
            "wash": (self._look.wash, False),
        }[panel.look]
        canvas.setFillColorRGB(*fill)
        self._border(look.BOX_BORDER)
        if panel.look == "veil":
            canvas.saveState()
            canvas.setFillAlpha(look.VEIL)
        self._rect(panel.rect, stroke=int(border), fill=1)
        if panel.look == "veil":
            canvas.restoreState()

    def _border(self, width: float) -> None:
        self._canvas.setStrokeColorRGB(*look.BORDER)
        self._canvas.setLineWidth(width * self._page.scale)

    def _line(self, line: Line) -> None:
        if line.look == "guide" and not self._setting.guides:
            return
        canvas = self._canvas
        colour, width, dash = self._look.lines[line.look]
        canvas.setStrokeColorRGB(*colour)
        canvas.setLineWidth(width * self._page.scale)
        if dash:
            canvas.saveState()
            canvas.setLineCap(1)
            canvas.setDash([part * self._page.scale for part in dash])
        height = self._page.height
        canvas.line(line.x1, height - line.y1, line.x2, height - line.y2)
        if dash:
            canvas.restoreState()

    def _widget(self, widget: Widget) -> None:
        """Draw what a field looks like before anybody fills it in; viewers draw no borders."""
        canvas, rect = self._canvas, widget.rect
        canvas.setFillColorRGB(*self._look.field)
        self._border(look.BOX_BORDER if widget.shape in {"box", "menu"} else look.CIRCLE_BORDER)
        if widget.shape == "circle":
            radius = rect.width / 2
            y = self._page.height - (rect.top + rect.bottom) / 2
            canvas.circle(rect.left + radius, y, radius, stroke=1, fill=1)
        else:
            self._rect(rect, stroke=1, fill=1)
