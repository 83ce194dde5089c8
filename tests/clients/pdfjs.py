"""pdf.js, the engine of Firefox and of many web pages, run in Node.

It saves by appending, so the blank form stays readable inside the file. Characters which the
form's font lacks leave a field without appearance and set NeedAppearances.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

from PIL import Image

from . import node_script
from .base import Client, Job, Renderer, fill_by_script, run

SECONDS_PER_JOB = 20.0
START_SECONDS = 20.0


class PdfJs(Client):
    """The annotation storage of pdf.js and its saveDocument."""

    name = "pdfjs"

    def missing(self) -> str | None:
        """Say what to install before this client can run, or None."""
        return node_script.missing("pdfjs-dist")

    def fill_many(self, jobs: Sequence[Job]) -> list[bytes]:
        """Fill the forms in one process.

        Raises:
            ClientError: Node failed or timed out, or a field or option does not exist.
        """
        timeout = START_SECONDS + SECONDS_PER_JOB * len(jobs)
        return fill_by_script(node_script.command("fill_pdfjs.mjs"), jobs, timeout=timeout)


class PdfJsRenderer(Renderer):
    """Pages drawn by pdf.js on a canvas, form fields as their appearances."""

    name = "pdfjs"

    def missing(self) -> str | None:
        """Say what to install before this renderer can run, or None."""
        return node_script.missing("pdfjs-dist", "@napi-rs/canvas")

    def render(self, source: bytes, page: int = 0, dpi: int = 150) -> Image.Image:
        """Draw a page (counted from 0) as an RGB picture.

        Raises:
            ClientError: Node failed or timed out.
        """
        command = node_script.command("render_pdfjs.mjs", str(page + 1), str(dpi))
        drawn = run([*command], stdin=source, timeout=START_SECONDS + SECONDS_PER_JOB)
        return Image.open(BytesIO(drawn)).convert("RGB")
