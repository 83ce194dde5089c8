"""Chromium's own PDF viewer: typed and clicked into on a screen without glass, saved, printed.

Its save button writes the file as PDFium does; its print button prints through the print preview
to a PDF, which is what a printer would get.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pikepdf
from PIL import Image

from . import node_script
from .base import Fill, run
from .chromium import program
from .form import Target, targets

SCREEN = "-screen 0 5200x4400x24"
START_SECONDS = 60.0
SECONDS_PER_JOB = 60.0


@dataclass(frozen=True, slots=True)
class Look:
    """The first page as it is on the screen, the saved file, and the print."""

    picture: Image.Image
    saved: bytes | None
    printed: bytes | None


def missing() -> str | None:
    """Say what to install before the viewer can be used, or None."""
    if not program():
        return "install chromium"
    if not (shutil.which("xvfb-run") and shutil.which("xauth")):
        return "apt install xvfb xauth"
    return node_script.missing("playwright-core")


def look_many(jobs: Sequence[tuple[bytes, Fill | None]]) -> list[Look]:
    """Open sheets and see their first page; fill in, save and print those that have a fill.

    Menus are left alone: without a window manager their lists take keys at random.

    Raises:
        ClientError: Chromium failed or timed out, or a field or option does not exist.
    """
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        described = []
        for number, (source, fill) in enumerate(jobs):
            path = folder / f"{number}.pdf"
            path.write_bytes(source)
            described.append(_described(path, source, fill))
        script = node_script.command("view_chromium.mjs", str(program()), folder / "browser")
        (folder / "browser").mkdir()
        run(
            ["xvfb-run", "--auto-servernum", f"--server-args={SCREEN}", *script],
            stdin=json.dumps(described).encode(),
            timeout=START_SECONDS + SECONDS_PER_JOB * len(jobs),
        )
        return [_result(job) for job in described]


def _described(path: Path, source: bytes, fill: Fill | None) -> dict[str, Any]:
    with pikepdf.open(BytesIO(source)) as pdf:
        paper = [float(edge) for edge in pdf.pages[0].mediabox[2:]]
    job = {"source": str(path), "paper": paper, "picture": str(path.with_suffix(".png"))}
    if fill is None:
        return {**job, "targets": []}
    names = {key: str(path.with_suffix(f".{key}.pdf")) for key in ("saved", "printed")}
    steps = [_step(target) for target in targets(source, fill) if _changes(target)]
    return {**job, **names, "targets": steps}


def _changes(target: Target) -> bool:
    return target.widget.kind == "text" or target.on != target.widget.on


def _step(target: Target) -> Mapping[str, object]:
    widget = target.widget
    typed = target.text if widget.kind == "text" else ""
    return {"x": widget.x, "y": widget.y, "text": typed}


def _result(job: Mapping[str, Any]) -> Look:
    with Image.open(job["picture"]) as picture:
        page = picture.convert("RGB")
    files = (Path(job[key]).read_bytes() if key in job else None for key in ("saved", "printed"))
    return Look(page, *files)
