"""Pages as a black-and-white printer makes them.

Colours that stand in the content as numbers are turned into greys, so that letters stay letters.
So are pictures of plain bytes: logos. A page with anything else (shadings, other pictures and
colour spaces) becomes a picture itself.
"""

from io import BytesIO
from typing import Any

import pypdfium2
from PIL import Image
from pypdf import PageObject, PdfWriter
from pypdf.generic import (
    ArrayObject,
    ContentStream,
    DecodedStreamObject,
    DictionaryObject,
    FloatObject,
    NameObject,
    NumberObject,
    StreamObject,
)

from worksheets.press.composing import written
from worksheets.press.stock import guarded

DPI = 150
"""Of pages that become pictures."""
_GREYS = {b"rg": b"g", b"RG": b"G", b"k": b"g", b"K": b"G"}
_PLAIN_SPACES = {"/DeviceGray", "/DeviceRGB", "/DeviceCMYK"}
_OTHER = {b"sc", b"SC", b"scn", b"SCN", b"sh", b"INLINE IMAGE"}
_MAX_DEPTH = 16
_MOST_PIXELS = 16_000_000
"""Of a picture that is turned grey by itself: as many as a logo may have."""


class _NotPlainError(Exception):
    """A page has colours that are not plain numbers."""


def grey(data: bytes) -> bytes:
    """Return a PDF in shades of grey; raise UnusableInputError R007 if its pages are damaged."""
    with guarded("its pages are damaged and cannot be turned grey"):
        writer = PdfWriter(clone_from=BytesIO(data))
        greys = _Greys(writer)
        for number, page in enumerate(writer.pages):
            try:
                greys.page(page)
            except _NotPlainError:
                _picture(writer, page, data, number)
        return written(writer)


def luminance(operator: bytes, values: list[float]) -> float:
    """Return the grey of an RGB or CMYK colour, as printers weigh it (ITU-R BT.601)."""
    if operator in {b"k", b"K"}:
        cyan, magenta, yellow, black = values
        values = [1 - min(1.0, part + black) for part in (cyan, magenta, yellow)]
    red, green, blue = values
    return 0.299 * red + 0.587 * green + 0.114 * blue


class _Greys:
    """Turns pages grey; what several of them share, once."""

    def __init__(self, writer: PdfWriter) -> None:
        self._writer = writer
        self._done: dict[int, bool] = {}

    def page(self, page: PageObject) -> None:
        """Turn a page grey; raise _NotPlainError, with nothing changed that shows, if it cannot."""
        content = page.get_contents()
        changed = None if content is None else self._changed(content, page.get("/Resources"), 0)
        if changed is not None:
            page[NameObject("/Contents")] = self._writer._add_object(_stream(changed))

    def _changed(self, content: StreamObject, resources: Any, depth: int) -> bytes:  # noqa: ANN401
        parsed = ContentStream(content, self._writer)
        known = resources.get_object() if resources is not None else DictionaryObject()
        drawings = known.get("/XObject", DictionaryObject()).get_object()
        operations = []
        for operands, operator in parsed.operations:
            if operator in _OTHER or (
                operator in {b"cs", b"CS"} and operands[0] not in _PLAIN_SPACES
            ):
                raise _NotPlainError
            if operator == b"Do" and operands[0] in drawings:
                self._drawing(drawings.raw_get(operands[0]), depth + 1)
            if operator in _GREYS:
                value = luminance(operator, [float(part) for part in operands])
                operations.append(([FloatObject(round(value, 4))], _GREYS[operator]))
            else:
                operations.append((operands, operator))
        parsed.operations = operations
        return parsed.get_data()

    def _drawing(self, reference: Any, depth: int) -> None:  # noqa: ANN401 (any PDF object)
        form = reference.get_object()
        if depth > _MAX_DEPTH:
            raise _NotPlainError
        if id(form) not in self._done:
            self._done[id(form)] = False  # drawn within itself, or not plain
            if form.get("/Subtype") == "/Form":
                form.set_data(self._changed(form, form.get("/Resources"), depth))
            else:
                _turn_grey(form)
            self._done[id(form)] = True
        if not self._done[id(form)]:
            raise _NotPlainError


def _turn_grey(image: StreamObject) -> None:
    """Turn a picture of plain RGB bytes grey, as logos are; raise _NotPlainError for others."""
    known = {key: image.get(key) for key in ("/Filter", "/BitsPerComponent", "/ColorSpace")}
    plain = {"/Filter": "/FlateDecode", "/BitsPerComponent": 8, "/ColorSpace": "/DeviceRGB"}
    wide, high = image.get("/Width"), image.get("/Height")
    mask = image.get("/SMask", DictionaryObject()).get_object()
    if known != plain or not isinstance(wide, int) or not isinstance(high, int):
        raise _NotPlainError
    if "/Matte" in mask or {"/DecodeParms", "/Decode", "/Mask"} & image.keys():
        raise _NotPlainError
    count = 3 * wide * high
    data = image.get_data() if count <= 3 * _MOST_PIXELS else b""
    if min(wide, high) < 1 or len(data) < count:
        raise _NotPlainError
    image.set_data(Image.frombytes("RGB", (wide, high), data[:count]).convert("L").tobytes())
    image[NameObject("/ColorSpace")] = NameObject("/DeviceGray")


def _stream(data: bytes) -> StreamObject:
    stream = DecodedStreamObject()
    stream.set_data(data)
    return stream.flate_encode()


def _picture(writer: PdfWriter, page: PageObject, data: bytes, number: int) -> None:
    """Put a picture of a page in the place of its content."""
    document = pypdfium2.PdfDocument(data)
    bitmap = document[number].render(scale=DPI / 72, grayscale=True)
    rows = bytes(bitmap.buffer)
    lines = (rows[y * bitmap.stride :][: bitmap.width] for y in range(bitmap.height))
    image = _stream(b"".join(lines))
    image[NameObject("/Type")] = NameObject("/XObject")
    image[NameObject("/Subtype")] = NameObject("/Image")
    image[NameObject("/Width")] = NumberObject(bitmap.width)
    image[NameObject("/Height")] = NumberObject(bitmap.height)
    image[NameObject("/BitsPerComponent")] = NumberObject(8)
    image[NameObject("/ColorSpace")] = NameObject("/DeviceGray")
    shown = writer._add_object(image)
    wide, high = document[number].get_size()
    for key in ("/Rotate", "/CropBox", "/Annots", "/Group"):
        if key in page:
            del page[key]
    page[NameObject("/MediaBox")] = ArrayObject([FloatObject(n) for n in (0, 0, wide, high)])
    drawings = DictionaryObject({NameObject("/Page"): shown})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/XObject"): drawings})
    content = f"q {wide:.4f} 0 0 {high:.4f} 0 0 cm /Page Do Q".encode("ascii")
    page[NameObject("/Contents")] = writer._add_object(_stream(content))
