"""MuPDF's own form filler, by the JavaScript of `mutool run`.

It writes newlines as they are, and appearances in Helvetica and two relatives of it: one for
Greek, one for Cyrillic. They have no Latvian and few Polish letters.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from .base import Client, Fill, Job, run
from .form import targets, widgets

SCRIPT = Path(__file__).with_name("mupdf_script.js")
TIMEOUT = 60.0


class Mupdf(Client):
    """The widgets of a page, set by a script; only the first page."""

    name = "mupdf"

    def missing(self) -> str | None:
        """Say whether mutool has to be installed."""
        return None if shutil.which("mutool") else "apt install mupdf-tools"

    def fill_many(self, jobs: Sequence[Job]) -> list[bytes]:
        """Fill the forms one after another, each with a start of mutool.

        Raises:
            ClientError: mutool failed or timed out, or a field or option does not exist.
        """
        return [_fill(source, fill) for source, fill in jobs]


def _fill(source: bytes, fill: Fill) -> bytes:
    numbers = {widget: number for number, widget in enumerate(widgets(source))}
    steps = []
    for target in targets(source, fill):
        step: dict[str, object] = {"number": numbers[target.widget]}
        if target.widget.kind == "text":
            steps.append({**step, "text": target.text})
        elif target.widget.kind == "choice":
            steps.append({**step, "choice": target.text})
        elif target.on != target.widget.on:
            steps.append(step)
    with TemporaryDirectory() as name:
        form, filled = Path(name, "form.pdf"), Path(name, "filled.pdf")
        form.write_bytes(source)
        run(["mutool", "run", SCRIPT, form, filled, json.dumps(steps)], timeout=TIMEOUT)
        return filled.read_bytes()
