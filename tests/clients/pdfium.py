"""PDFium, the engine of Chrome and Edge: real mouse and key events in its own form filler.

Typing goes in UTF-16 units, as from a keyboard, and drops tabs. Pasting turns a tab into a space
and cuts characters beyond U+FFFF to their low 16 bits (U+1F600 becomes U+F600). Both save
newlines as CR LF.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from itertools import groupby
from typing import Any

from PIL import Image

from .base import Client, Job, Renderer
from .form import Target, targets

ENTER = 13
POINTS_PER_INCH = 72


def missing() -> str | None:
    """Say what to install before PDFium can run, or None."""
    return None if find_spec("pypdfium2") else "pip install pypdfium2"


@contextmanager
def opened(source: bytes) -> Iterator[Any]:
    """Open a PDF with its form and close it, pages included, afterwards."""
    document = import_module("pypdfium2").PdfDocument(source)
    try:
        document.init_forms()
        yield document
    finally:
        document.close()


class Pdfium(Client):
    """PDFium's form filler, given its texts by key or from a clipboard."""

    def __init__(self, *, paste: bool) -> None:
        """Choose between pasting whole texts and typing them."""
        self.name = "pdfium-paste" if paste else "pdfium-type"
        self._put = _paste if paste else _type

    def missing(self) -> str | None:
        """Say what to install before this client can run, or None."""
        return missing()

    def fill_many(self, jobs: Sequence[Job]) -> list[bytes]:
        """Fill the forms one after another.

        Raises:
            ClientError: A field or option does not exist.
        """
        return [self._fill(source, targets(source, fill)) for source, fill in jobs]

    def _fill(self, source: bytes, found: list[Target]) -> bytes:
        with opened(source) as document:
            for number, group in groupby(found, lambda target: target.widget.page):
                page = document[number]
                for target in group:
                    self._set(document.formenv.raw, page.raw, target)
                page.close()
            saved = BytesIO()
            document.save(saved)
        return saved.getvalue()

    def _set(self, form: Any, page: Any, target: Target) -> None:  # noqa: ANN401
        raw = import_module("pypdfium2.raw")
        kind = target.widget.kind
        if kind in ("text", "choice") or target.on != target.widget.on:
            _click(form, page, target.widget.x, target.widget.y)
        if kind == "choice":
            raw.FORM_SetIndexSelected(form, page, target.index, True)
        elif kind == "text":
            raw.FORM_SelectAllText(form, page)
            self._put(form, page, target.text)
        raw.FORM_ForceToKillFocus(form)


def _click(form: Any, page: Any, x: float, y: float) -> None:  # noqa: ANN401
    raw = import_module("pypdfium2.raw")
    for event in (raw.FORM_OnMouseMove, raw.FORM_OnLButtonDown, raw.FORM_OnLButtonUp):
        event(form, page, 0, x, y)


def _type(form: Any, page: Any, text: str) -> None:  # noqa: ANN401
    raw = import_module("pypdfium2.raw")
    if not text:
        _paste(form, page, "")
    encoded = text.encode("utf-16-le")
    for (unit,) in struct.iter_unpack("<H", encoded):
        raw.FORM_OnChar(form, page, ENTER if unit == ord("\n") else unit, 0)


def _paste(form: Any, page: Any, text: str) -> None:  # noqa: ANN401
    raw = import_module("pypdfium2.raw")
    encoded = (text + "\0").encode("utf-16-le")
    units = (ctypes.c_ushort * (len(encoded) // 2)).from_buffer_copy(encoded)
    raw.FORM_ReplaceSelection(form, page, units)


class PdfiumRenderer(Renderer):
    """PDFium's drawing, form fields included."""

    name = "pdfium"

    def missing(self) -> str | None:
        """Say what to install before this renderer can run, or None."""
        return missing()

    def render(self, source: bytes, page: int = 0, dpi: int = 150) -> Image.Image:
        """Draw a page (counted from 0) as an RGB picture."""
        with opened(source) as document:
            bitmap = document[page].render(scale=dpi / POINTS_PER_INCH)
            picture: Image.Image = bitmap.to_pil().convert("RGB")
        return picture
