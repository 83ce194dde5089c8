"""Renderers that are command-line programs: Poppler and MuPDF."""

from __future__ import annotations

import shutil
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from .base import Renderer, run

TIMEOUT = 60.0


class PopplerRenderer(Renderer):
    """Pages drawn by pdftoppm."""

    name = "poppler"

    def missing(self) -> str | None:
        """Say whether pdftoppm has to be installed."""
        return None if shutil.which("pdftoppm") else "apt install poppler-utils"

    def render(self, source: bytes, page: int = 0, dpi: int = 150) -> Image.Image:
        """Draw a page (counted from 0) as an RGB picture.

        Raises:
            ClientError: pdftoppm failed or timed out.
        """
        number = str(page + 1)
        command = ["pdftoppm", "-r", str(dpi), "-f", number, "-l", number, "-"]
        return Image.open(BytesIO(run(command, stdin=source, timeout=TIMEOUT))).convert("RGB")


class MupdfRenderer(Renderer):
    """Pages drawn by mutool."""

    name = "mupdf"

    def missing(self) -> str | None:
        """Say whether mutool has to be installed."""
        return None if shutil.which("mutool") else "apt install mupdf-tools"

    def render(self, source: bytes, page: int = 0, dpi: int = 150) -> Image.Image:
        """Draw a page (counted from 0) as an RGB picture.

        Raises:
            ClientError: mutool failed or timed out.
        """
        with TemporaryDirectory() as name:
            path = Path(name, "page.pdf")
            path.write_bytes(source)
            command = ["mutool", "draw", "-q", "-r", str(dpi), "-F", "pnm", "-o", "-"]
            drawn = run([*command, path, str(page + 1)], timeout=TIMEOUT)
        return Image.open(BytesIO(drawn)).convert("RGB")
