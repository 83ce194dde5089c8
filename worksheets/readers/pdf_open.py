"""Open a PDF that a stranger sent: within limits, repaired where it is broken."""

import logging
import re
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from threading import Lock
from typing import Any

from pikepdf import PasswordError, Pdf, PdfError
from pikepdf.settings import set_qpdf_limits

from worksheets.errors import Problem, UnusableInputError
from worksheets.readers.pdf_repair import repaired

MAX_FILE = 50_000_000
"""Bytes. Poppler turns a form of 23 KB into one of 9.4 MB, so this is not generous."""

# What qpdf may spend on a hostile file; flate_max_memory bounds object and xref streams.
_QPDF_LIMITS: dict[str, Any] = {
    "doc_max_warnings": 1000,
    "parser_max_nesting": 100,
    "parser_max_container_size": 200_000,
    "flate_max_memory": 16_000_000,
}
logging.getLogger("pikepdf").addHandler(logging.NullHandler())  # else it writes to stderr
_HEADER_WITHIN = 1024  # ISO 32000-1, H.3, note 13
_DAMAGE = re.compile(r"damaged|reconstruct|expected|EOF|can't find|not found|unable to|invalid")


def unusable(code: str, message: str, hint: str = "") -> UnusableInputError:
    """Return the error for a file that cannot be used."""
    return UnusableInputError(Problem(code, message, hint=hint))


@contextmanager
def opened(data: bytes) -> Iterator[tuple[Pdf, list[Problem]]]:
    """Open ``data``; the list gets what there is to say about the file (R005, R006).

    On leaving, damage that was met only while reading is in the list as well.
    Raises UnusableInputError R001, R002, R003, R004 or R007.
    """
    _check(data)
    with _qpdf_limits():
        pdf, problems = _open(data)
        with pdf:
            if pdf.is_encrypted:
                problems.append(Problem("R005", "an owner password restricts the file"))
            yield pdf, problems
            if not problems or problems[0].code != "R006":
                problems[:0] = damage(pdf)


def damage(pdf: Pdf) -> list[Problem]:
    """Return R006 if qpdf had to repair what it has read so far, else nothing."""
    if any(_DAMAGE.search(str(warning)) for warning in pdf.get_warnings()):
        return [Problem("R006", "the file was damaged and has been repaired for reading")]
    return []


def _check(data: bytes) -> None:
    if not data.strip(b"\0\t\n\r "):
        raise unusable("R002", "the file is empty", "ask for it again")
    if len(data) > MAX_FILE:
        raise unusable("R003", f"the file is larger than {MAX_FILE // 1_000_000} MB")
    if b"%PDF-" not in data[:_HEADER_WITHIN]:
        raise unusable("R001", "this is not a PDF", "open it and save it as PDF")


def _open(data: bytes) -> tuple[Pdf, list[Problem]]:
    try:
        return _qpdf(data), []
    except PasswordError as error:
        raise _locked() from error
    except (PdfError, ValueError, RuntimeError) as error:
        if "encryption" in str(error):
            raise _locked() from error
    clean = repaired(data)
    try:
        pdf = _qpdf(clean)
    except (PdfError, ValueError, RuntimeError) as error:
        raise unusable("R007", "the file is damaged beyond reading") from error
    return pdf, [Problem("R006", "the file was damaged; it was rewritten to be read")]


def _qpdf(data: bytes) -> Pdf:
    return Pdf.open(BytesIO(data), inherit_page_attributes=False)


def _locked() -> UnusableInputError:
    return unusable("R004", "the file asks for a password", "ask for a copy without one")


# ---------------------------------------------------------------- qpdf's limits

_lock = Lock()
_readers = 0
_usual: dict[str, Any] = {}


@contextmanager
def _qpdf_limits() -> Iterator[None]:
    """Hold qpdf to our limits while any thread reads; they are global to the process."""
    global _readers, _usual  # noqa: PLW0603
    with _lock:
        if _readers == 0:
            _usual = set_qpdf_limits(**_QPDF_LIMITS)
        _readers += 1
    try:
        yield
    finally:
        with _lock:
            _readers -= 1
            if _readers == 0:
                set_qpdf_limits(**_usual)
