"""Values of a PDF as text, however they are stored, and never more of them than is sane."""

import zlib
from decimal import Decimal
from typing import Any

from pikepdf import Array, Name, PdfError, Stream, String

from worksheets.errors import Problem
from worksheets.readers.pdf_open import unusable
from worksheets.readers.pdf_text import decode

MAX_CHARACTERS = 100_000
"""Characters of one value; what is beyond is cut off, with a problem."""
MAX_ALL = 5_000_000
"""Bytes of all names and values of a file."""
MAX_ITEMS = 1_000
"""Entries of one array of values."""
MAX_NAME = 500
"""Bytes of one part of a field's name."""
_MAX_BYTES = 4 * MAX_CHARACTERS


class Values:
    """Reads values and counts their bytes; over `MAX_ALL` it raises UnusableInputError (R003)."""

    def __init__(self) -> None:
        """Start with nothing spent."""
        self._left = MAX_ALL

    def spend(self, amount: int) -> None:
        """Count ``amount`` bytes."""
        self._left -= amount
        if self._left < 0:
            raise unusable("R003", f"its answers are longer than {MAX_ALL // 1_000_000} MB")

    def name(self, title: Any) -> str:  # noqa: ANN401 (any PDF object)
        """Return one part of a field's name."""
        data = _bytes(title) or b""
        self.spend(len(data))
        return decode(data[:MAX_NAME])[0]

    def texts(self, value: Any, where: str, problems: list[Problem]) -> list[str]:  # noqa: ANN401
        """Return the texts of a value: none for null, several for an array."""
        if not isinstance(value, Array):
            return [] if value is None else self._text(value, where, problems)
        if len(value) > MAX_ITEMS:
            raise unusable("R003", f"a field has more than {MAX_ITEMS} values")
        return [text for item in value for text in self._text(item, where, problems)]

    def _text(self, value: Any, where: str, problems: list[Problem]) -> list[str]:  # noqa: ANN401
        if isinstance(value, int | Decimal):
            return [str(value)]
        data = _bytes(value)
        if data is None:
            message = "a value is stored in a way that cannot be read"
            problems.append(Problem("A008", message, where, "look at it in a PDF viewer"))
            return []
        self.spend(len(data))
        text, _ = decode(data[:_MAX_BYTES])
        if len(data) > _MAX_BYTES or len(text) > MAX_CHARACTERS:
            message = f"only the first {MAX_CHARACTERS} characters of a value were read"
            problems.append(Problem("R003", message, where))
        return [text[:MAX_CHARACTERS]]


def _bytes(value: Any) -> bytes | None:  # noqa: ANN401 (any PDF object)
    if isinstance(value, String):
        return bytes(value)
    if isinstance(value, Name):
        return bytes(value)[1:]
    return inflated(value, _MAX_BYTES) if isinstance(value, Stream) else None


def inflated(stream: Stream, limit: int) -> bytes | None:
    """Return what ``stream`` holds, but at most ``limit`` + 1 bytes; None if it is not decodable.

    Only FlateDecode without a predictor, or no filter at all, is decoded: neither a filter nor a
    length is trusted.
    """
    filters = stream.get("/Filter")
    if isinstance(filters, Array):
        filters = filters[0] if len(filters) == 1 else (None if len(filters) == 0 else filters)
    try:
        raw = stream.read_raw_bytes()
        if filters is None:
            return raw[: limit + 1]
        if isinstance(filters, Name) and bytes(filters) == b"/FlateDecode":
            return zlib.decompressobj().decompress(raw, limit + 1)
    except (PdfError, RuntimeError, zlib.error):
        pass
    return None
