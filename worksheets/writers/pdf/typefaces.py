"""Fonts of somebody's own, known to the drawing library by what is in them."""

from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from struct import error as unpack_error

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont
from reportlab.pdfgen.canvas import Canvas

from worksheets.errors import Problem, UnusableInputError


@lru_cache(maxsize=8)
def registered(program: bytes) -> str:
    """Return the name of an own font."""
    name = f"Own-{sha256(program).hexdigest()[:16]}"
    pdfmetrics.registerFont(TTFont(name, BytesIO(program)))
    return name


def try_out(program: bytes, letters: str) -> None:
    """Print ``letters``; raise UnusableInputError if that is not possible with this font."""
    try:
        canvas = Canvas(BytesIO())
        canvas.setFont(registered(program), 10)
        canvas.drawString(0, 0, letters)
        canvas.save()
    except (TTFError, unpack_error, AttributeError, AssertionError, LookupError, ValueError,
            TypeError, ArithmeticError) as error:  # fmt: skip
        hint = "take the .ttf of the family"
        raise UnusableInputError(Problem("B001", "the font is damaged", hint=hint)) from error
