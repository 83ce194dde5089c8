"""Put pages onto other pages, as drawings: whole or a part of them, at any size.

pypdf does it: a page becomes one form XObject (ISO 32000-2, 8.10), which all tiles show.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import cast

from pypdf import PageObject, PdfReader, PdfWriter
from pypdf.generic import (
    ArrayObject,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    PdfObject,
)

from worksheets.model.sheet import Rect
from worksheets.press.stock import guarded

_XOBJECTS = NameObject("/Resources"), NameObject("/XObject")


@dataclass(frozen=True, slots=True, kw_only=True)
class Placing:
    """Where a page (an index) goes: the place of its top left corner, and its scale.

    Points from the top left of the page that it goes onto, of which it fills ``clip`` at most.
    """

    page: int
    x: float
    y: float
    scale: float
    clip: Rect


def composed(ground: bytes, source: bytes, placings: Sequence[Sequence[Placing]]) -> bytes:
    """Return ``ground`` with pages of ``source`` below what is drawn on each of its pages.

    Raises UnusableInputError R007 if a page of ``source`` cannot be read.
    """
    with guarded("its pages are damaged and cannot be arranged"):
        writer = PdfWriter(clone_from=BytesIO(ground))
        forms = _Forms(PdfReader(BytesIO(source)), writer)
        for page, placed in zip(writer.pages, placings, strict=True):
            forms.place(page, placed)
        return written(writer)


def written(writer: PdfWriter) -> bytes:
    """Return a finished document, which printers are asked not to scale."""
    preferences = {NameObject("/PrintScaling"): NameObject("/None")}
    writer.root_object[NameObject("/ViewerPreferences")] = DictionaryObject(preferences)
    target = BytesIO()
    writer.write(target)
    return target.getvalue()


class _Forms:
    """The pages of a document as drawings in another one, each stored once."""

    def __init__(self, source: PdfReader, writer: PdfWriter) -> None:
        self._source = source
        self._writer = writer
        self._made: dict[int, tuple[PdfObject, float]] = {}

    def place(self, page: PageObject, placings: Sequence[Placing]) -> None:
        """Draw pages below the content of ``page``."""
        resources = cast(DictionaryObject, page[_XOBJECTS[0]].get_object())
        drawings = resources.setdefault(_XOBJECTS[1], DictionaryObject()).get_object()
        height = float(page.mediabox.height)
        lines = []
        for placing in placings:
            form, tall = self._form(placing.page)
            drawings[NameObject(f"/Page{placing.page}")] = form
            lines.append(_shown(placing, height, tall))
        below = DecodedStreamObject()
        below.set_data("\n".join(lines).encode("ascii"))
        above = page.raw_get("/Contents") if "/Contents" in page else ArrayObject()
        there = above.get_object()
        rest = there if isinstance(there, ArrayObject) else [above]
        page[NameObject("/Contents")] = ArrayObject([self._added(below), *rest])

    def _added(self, stream: DecodedStreamObject) -> PdfObject:
        return self._writer._add_object(stream.flate_encode())

    def _form(self, number: int) -> tuple[PdfObject, float]:
        """Return a page as a drawing that stands upright at the origin, and its height."""
        if number not in self._made:
            page = self._source.pages[number]
            left, bottom, right, top = map(float, page.cropbox)
            matrix, tall = {
                0: ((1, 0, 0, 1, -left, -bottom), top - bottom),
                90: ((0, -1, 1, 0, -bottom, right), right - left),
                180: ((-1, 0, 0, -1, right, top), top - bottom),
                270: ((0, 1, -1, 0, top, -left), right - left),
            }[page.rotation % 360]
            form = DecodedStreamObject()
            content = page.get_contents()
            form.set_data(content.get_data() if content is not None else b"")
            form[NameObject("/Type")] = NameObject("/XObject")
            form[NameObject("/Subtype")] = NameObject("/Form")
            form[NameObject("/BBox")] = _numbers(left, bottom, right, top)
            form[NameObject("/Matrix")] = _numbers(*matrix)
            for key in ("/Resources", "/Group"):
                if key in page:
                    found = cast(DictionaryObject, page[key].get_object())
                    form[NameObject(key)] = found.clone(self._writer)
            self._made[number] = self._added(form), tall
        return self._made[number]


def _shown(placing: Placing, height: float, tall: float) -> str:
    """Return the operators that draw a page ``tall`` points high on one of ``height``."""
    clip, scale = placing.clip, placing.scale
    down = height - placing.y - tall * scale
    return (
        f"q {clip.left:.4f} {height - clip.bottom:.4f} {clip.width:.4f} {clip.height:.4f} re W n "
        f"{scale:.6f} 0 0 {scale:.6f} {placing.x:.4f} {down:.4f} cm /Page{placing.page} Do Q"
    )


def _numbers(*values: float) -> ArrayObject:
    return ArrayObject([FloatObject(value) for value in values])
