"""Chromium without a window: what an HTML page does, looks like, and what axe-core says of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from . import node_script
from .base import run

SECONDS_PER_JOB = 30.0
START_SECONDS = 30.0
PROGRAMS = ("chromium", "chromium-browser", "google-chrome")


@dataclass(frozen=True, slots=True)
class Visit:
    """What a page did: ``asked`` are the addresses it loaded, ``said`` console and dialogs."""

    title: str
    asked: tuple[str, ...]
    said: tuple[str, ...]
    width: int
    violations: tuple[str, ...]


class Chromium:
    """The browser, driven by playwright-core."""

    name = "chromium"

    def missing(self) -> str | None:
        """Say what to install before pages can be opened, or None."""
        if not program():
            return "install chromium"
        return node_script.missing("playwright-core", "axe-core")

    def visit(self, jobs: Sequence[Mapping[str, Any]]) -> list[Visit]:
        """Open pages as `browse_pages.mjs` describes.

        Raises:
            ClientError: Node or the browser failed or timed out.
        """
        timeout = START_SECONDS + SECONDS_PER_JOB * len(jobs)
        command = node_script.command("browse_pages.mjs", str(program()))
        output = run(command, stdin=json.dumps(list(jobs), default=str).encode(), timeout=timeout)
        return [
            Visit(**{k: tuple(v) if isinstance(v, list) else v for k, v in found.items()})
            for found in json.loads(output)
        ]


def program() -> Path | None:
    """Return where the browser is, or None."""
    found = next(filter(None, map(shutil.which, PROGRAMS)), None)
    return Path(found) if found else None
