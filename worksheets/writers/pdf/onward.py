"""Append continuation pages to a filled worksheet, and say at each box where its text goes on.

Fields stay fields. One whose text goes on is a line lower (or, for a single line, narrower) than
its box, so that the mark has a place of its own on the page and neither covers the other, whatever
program draws or fills the field. What an earlier call added is taken away first.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, NumberTree, Object, Pdf, Stream

from worksheets import fonts
from worksheets.errors import Problem, UnusableInputError
from worksheets.model import writing
from worksheets.model.fields import Text, is_line
from worksheets.model.ids import FieldId
from worksheets.model.response import DefinedField, Definition
from worksheets.model.sheet import Rect, Worksheet
from worksheets.writers import palette
from worksheets.writers.pdf import bare, look
from worksheets.writers.pdf.fill import Scribe, field_font, rewritten, widgets_by_name
from worksheets.writers.pdf.fonts import FIELD_FONT, encode

_OURS = "/WorksheetsContinuation"
"""Entry of appended pages; of fields and appearances: their box as it was; name of the marks."""
_MARK = 0.75  # of the size of type


@contextmanager
def originally(data: bytes, definition: Definition) -> Iterator["Original"]:
    """Open a filled worksheet, without what was appended earlier; raise R007 if that fails."""
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            _restore(pdf)
            yield Original(pdf, definition)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, LookupError) as error:
        problem = Problem("R007", "the file cannot be continued", hint="save it again")
        raise UnusableInputError(problem) from error


@dataclass(frozen=True, slots=True)
class Onward:
    """Where the text of a field goes on: ways to say it, the long one first."""

    ways: tuple[str, ...]
    rtl: bool = False


@dataclass(slots=True)
class Original:
    """A worksheet that is open; ``places`` says on which pages, from 1, its fields stand."""

    pdf: Pdf
    definition: Definition
    places: dict[str, int] = field(init=False)
    _widgets: dict[str, list[tuple[int, Object]]] = field(init=False)

    def __post_init__(self) -> None:
        """Find the fields."""
        self._widgets = widgets_by_name(self.pdf)
        self.places = {name: found[0][0] for name, found in self._widgets.items()}

    @property
    def accent(self) -> str:
        """Return the accent of the sheet, ``RRGGBB``: its marks for buttons are drawn in it."""
        for found in self._widgets.values():
            for _, widget in found:
                states = widget.get("/AP", Dictionary()).get("/N")
                for shown in states.values() if isinstance(states, Dictionary) else ():
                    drawn = shown.read_bytes() if isinstance(shown, Stream) else b""
                    if ink := look.ink_of(drawn):
                        return ink
        return palette.ACCENT

    @property
    def pages(self) -> int:
        """Return the number of pages."""
        return len(self.pdf.pages)

    def continued(
        self, added: Worksheet, texts: Mapping[FieldId, str], onward: Mapping[FieldId, Onward]
    ) -> bytes:
        """Return the file with pages ``added``; all ``texts`` are drawn anew, in one way."""
        scribe = Scribe(self.pdf, field_font(self.pdf, self._widgets), self.definition.text_size)
        marks: dict[int, list[bytes]] = {}
        for defined in self.definition.fields:
            text = texts.get(defined.id)
            if text is None or not isinstance(defined.field, Text):
                continue
            for page, widget in self._widgets.get(defined.id, []):
                if there := onward.get(defined.id):
                    mark = _shortened(widget, there, scribe.size, line=is_line(defined.field))
                    marks.setdefault(page, []).append(mark)
                _show(scribe, defined, widget, text)
        for number, drawn in marks.items():
            ink = look.operands(look.rgb(added.brand.accent)).encode()
            _draw(self.pdf, self.pdf.pages[number - 1], [ink + b" rg", *drawn], scribe.font)
        with bare(added) as source:
            _append(self.pdf, source)
        return rewritten(self.pdf)


# ---------------------------------------------------------------- boxes


def _rect(box: Object) -> Rect:
    """Return a PDF rectangle, whose corners come in any order; y still grows upwards."""
    x1, y1, x2, y2 = (float(edge) for edge in box.as_list())
    return Rect(min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2))


def _array(rect: Rect) -> Array:
    return Array([round(e, 3) for e in (rect.left, rect.top, rect.right, rect.bottom)])


def _shortened(widget: Object, onward: Onward, size: float, *, line: bool) -> bytes:
    """Make room in a field for its mark, and return the operators that draw it."""
    box, inset, small = _rect(widget.Rect), writing.inset(size), _MARK * size
    room, short = box.width - 2 * inset, onward.ways[-1]
    lines = writing.whole_lines(box.height - 1.3 * small, size)
    high = writing.height_of(lines, size)
    if line or high > box.height - small:
        words, y = short, (box.top + box.bottom - 0.7 * small) / 2
        taken = fonts.width(short, "regular", small) + 2 * inset
        left, right = (box.left + taken, box.right) if onward.rtl else (box.left, box.right - taken)
        rest = Rect(left, box.top, right, box.bottom)
    else:
        fitting = (way for way in onward.ways if fonts.width(way, "regular", small) <= room)
        words, y = next(fitting, short), box.top + 0.35 * small
        rest = Rect(box.left, box.bottom - high, box.right, box.bottom)
    across = fonts.width(words, "regular", small)
    x = box.left + inset if onward.rtl else box.right - inset - across
    widget[_OURS], widget.Rect = widget.Rect, _array(rest)
    return b"1 0 0 1 %.3f %.3f Tm %b %.3f Tf <%b> Tj" % (
        x, y, FIELD_FONT.encode(), small, encode(words).hex().encode(),
    )  # fmt: skip


def _show(scribe: Scribe, defined: DefinedField, widget: Object, text: str) -> None:
    """Draw the text, or, if it has letters that our font lacks, cut what another program drew."""
    shown = widget.get("/AP", Dictionary()).get("/N")
    if not fonts.missing(text) or not isinstance(shown, Stream):
        scribe.show(defined, widget, text)
    elif _OURS in widget:
        before, after, box = _rect(widget[_OURS]), _rect(widget.Rect), _rect(shown.BBox)
        across, up = box.width / (before.width or 1), box.height / (before.height or 1)
        shown[_OURS] = shown.BBox
        shown.BBox = _array(
            Rect(
                box.left + (after.left - before.left) * across,
                box.top + (after.top - before.top) * up,
                box.right - (before.right - after.right) * across,
                box.bottom - (before.bottom - after.bottom) * up,
            )
        )


def _draw(pdf: Pdf, page: pikepdf.Page, marks: Sequence[bytes], font: Object) -> None:
    form = Stream(pdf, b"BT %b ET" % b" ".join(marks))
    form.Type, form.Subtype, form.BBox = Name.XObject, Name.Form, page.mediabox
    form.Resources = Dictionary(Font=Dictionary({FIELD_FONT: font}))
    again = _OURS in page.resources.get("/XObject", Dictionary())
    page.add_resource(pdf.make_indirect(form), Name.XObject, Name(_OURS), replace_existing=True)
    if not again:
        page.contents_add(b"q", prepend=True)
        page.contents_add(b"Q q /Artifact BMC %b Do EMC Q" % _OURS.encode())


# ---------------------------------------------------------------- pages


def _append(pdf: Pdf, source: Pdf) -> None:
    """Append the pages of ``source``, and their part of the structure tree to that of the file."""
    first = len(pdf.pages)
    pdf.pages.extend(source.pages)
    theirs = pdf.copy_foreign(source.Root.StructTreeRoot)
    added = [page.obj for page in list(pdf.pages)[first:]]
    for page in added:
        page[_OURS] = True
    ours = pdf.Root.get("/StructTreeRoot")
    if not isinstance(ours, Dictionary) or not isinstance(ours.get("/ParentTree"), Dictionary):
        pdf.Root.StructTreeRoot = theirs
        return
    owners = dict(NumberTree(ours.ParentTree).items())
    start = max(owners, default=-1) + 1
    for page in added:
        page.StructParents += start
    owners |= {start + key: value for key, value in NumberTree(theirs.ParentTree).items()}
    flat = [part for pair in sorted(owners.items()) for part in pair]
    ours.ParentTree = pdf.make_indirect(Dictionary(Nums=Array(flat)))
    ours.ParentTreeNextKey = max(owners) + 1
    document = _document(ours)
    for part in theirs.K.K:
        part.P = document
        document.K.append(part)


def _document(tree: Object) -> Object:
    """Return the element that everything is in, with an array of what is in it."""
    top = tree.K if isinstance(tree.K, Dictionary) else tree.K[0]
    if not isinstance(top.get("/K"), Array):
        top.K = Array([top.K] if "/K" in top else [])
    return top


def _restore(pdf: Pdf) -> None:
    """Take away what was appended and drawn, and give fields their boxes back."""
    gone = [number for number, page in enumerate(pdf.pages) if _OURS in page.obj]
    tree = pdf.Root.get("/StructTreeRoot")
    if gone and isinstance(tree, Dictionary) and isinstance(tree.get("/ParentTree"), Dictionary):
        there = {pdf.pages[number].obj.objgen for number in gone}
        document, numbers = _document(tree), NumberTree(tree.ParentTree)
        document.K = Array([p for p in document.K if p.get("/Pg", p).objgen not in there])
        for number in gone:
            del numbers[int(pdf.pages[number].obj.StructParents)]
    for number in reversed(gone):
        del pdf.pages[number]
    for page in pdf.pages:
        drawn = page.resources.get("/XObject", Dictionary()).get(_OURS)
        if drawn is not None:
            drawn.write(b"")
    for found in widgets_by_name(pdf).values():
        for _, widget in found:
            shown = widget.get("/AP", Dictionary()).get("/N")
            if _OURS in widget:
                widget.Rect = widget[_OURS]
                del widget[_OURS]
            if isinstance(shown, Stream) and _OURS in shown:
                shown.BBox = shown[_OURS]
                del shown[_OURS]
