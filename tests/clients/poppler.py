"""Poppler, the engine of Evince and Okular, driven through its GLib interface.

It looks for system fonts and embeds whole ones: slow, and the results are large. The interface
comes with Debian's own Python, so a small script runs there.
"""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from .base import Client, Fill, Job, fill_by_script
from .form import targets

PYTHON = Path("/usr/bin/python3")
SCRIPT = Path(__file__).with_name("poppler_script.py")
SECONDS_PER_JOB = 120.0


class Poppler(Client):
    """Poppler's form fields, set through GObject introspection."""

    name = "poppler"

    def missing(self) -> str | None:
        """Say whether Poppler's interface has to be installed."""
        check = 'import gi; gi.require_version("Poppler", "0.18")'
        try:
            subprocess.run([PYTHON, "-c", check], check=True, capture_output=True, timeout=20)
        except (OSError, subprocess.SubprocessError):
            return "apt install python3-gi gir1.2-poppler-0.18"
        return None

    def fill_many(self, jobs: Sequence[Job]) -> list[bytes]:
        """Fill the forms in one process.

        Raises:
            ClientError: Poppler failed or timed out, or a field or option does not exist.
        """
        timeout = SECONDS_PER_JOB * max(1, len(jobs))
        return fill_by_script([PYTHON, SCRIPT], jobs, timeout=timeout, describe=_describe)


def _describe(source: bytes, fill: Fill) -> Mapping[str, object]:
    return {"targets": [asdict(target) for target in targets(source, fill)]}
