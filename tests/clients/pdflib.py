"""pdf-lib, the usual JavaScript library for filling forms, with an embedded Unicode font.

It rewrites the file as PDF 1.7 with object streams, and stores the label of a chosen option where
its export value belongs. A paragraph of 1,200 characters takes it a minute with a font that has
layout tables (GSUB, GPOS), but under a second with the project's own, which has none.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path

from . import node_script
from .base import Client, Job, fill_by_script

START_SECONDS = 20.0
SECONDS_PER_JOB = 120.0


def own_font() -> Path | None:
    """Return the font file of the project itself, or None when it is not installed."""
    package = find_spec("worksheets")
    folders = package.submodule_search_locations if package else None
    paths = (Path(folder, "fonts", "WorksheetsSans-Regular.ttf") for folder in folders or ())
    return next((path for path in paths if path.exists()), None)


class PdfLib(Client):
    """The form interface of pdf-lib."""

    name = "pdf-lib"

    def __init__(self, font: Path | None = None) -> None:
        """Take the font file for the appearances; None means the project's own."""
        self._font = font

    def missing(self) -> str | None:
        """Say what to install before this client can run, or None."""
        if not (self._font or own_font()):
            return "a TrueType font file (PdfLib(font=...))"
        return node_script.missing("pdf-lib", "@pdf-lib/fontkit")

    def fill_many(self, jobs: Sequence[Job]) -> list[bytes]:
        """Fill the forms in one process.

        Raises:
            ClientError: Node failed or timed out, or a field or option does not exist.
        """
        timeout = START_SECONDS + SECONDS_PER_JOB * len(jobs)
        command = node_script.command("fill_pdflib.mjs", self._font or own_font() or "")
        return fill_by_script(command, jobs, timeout=timeout)
