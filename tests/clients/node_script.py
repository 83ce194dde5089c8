"""Running the scripts of the folder ``node``."""

from __future__ import annotations

import shutil
from pathlib import Path

NODE = Path(__file__).with_name("node")


def missing(*packages: str) -> str | None:
    """Say what to install before scripts which need these packages can run, or None."""
    if not shutil.which("node"):
        return "install Node.js 20.19 or newer"
    if all((NODE / "node_modules" / package / "package.json").exists() for package in packages):
        return None
    return "npm ci --prefix tests/clients/node"


def command(script: str, *arguments: str | Path) -> list[str | Path]:
    """Return the command line that runs a script of the folder."""
    return ["node", NODE / script, *arguments]
