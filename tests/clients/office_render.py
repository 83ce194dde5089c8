"""Documents and workbooks as pages: LibreOffice prints them, PDFium draws the print."""

from __future__ import annotations

import json
from collections.abc import Sequence

import pypdfium2
from PIL import Image

from .libreoffice import missing, run_jobs, to_pdf_many
from .office_base import Format

__all__ = ["missing", "tight_rows", "to_pdf", "to_pdf_many", "to_png"]

POINTS_PER_INCH = 72


def to_pdf(data: bytes, format: Format) -> bytes:
    """Print one file to PDF.

    Raises:
        ClientError: LibreOffice failed or timed out.
    """
    return to_pdf_many([data], format)[0]


def to_png(data: bytes, format: Format, dpi: int = 100) -> list[Image.Image]:
    """Draw the pages of a file as RGB pictures.

    Raises:
        ClientError: LibreOffice failed or timed out.
    """
    return draw(to_pdf(data, format), dpi)


def tight_rows(books: Sequence[bytes]) -> list[list[str]]:
    """Return for each workbook the rows that are lower than LibreOffice would make them.

    Raises:
        ClientError: LibreOffice failed or timed out.
    """
    job = {"entries": {}, "mouse": False, "filter": "", "resaves": 0, "measure": True}
    return [json.loads(found) for found in run_jobs([(book, job) for book in books], "xlsx")]


def draw(printed: bytes, dpi: int = 100) -> list[Image.Image]:
    """Draw the pages of a PDF as RGB pictures."""
    with pypdfium2.PdfDocument(printed) as document:
        return [
            page.render(scale=dpi / POINTS_PER_INCH).to_pil().convert("RGB") for page in document
        ]
