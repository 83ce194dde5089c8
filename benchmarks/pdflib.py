"""pdf-lib, driven through `pdflib.mjs`: one process of Node.js for all jobs."""

import json
import os
import shutil
import subprocess
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any, Self

from benchmarks.harness import Cost

SCRIPT = Path(__file__).with_name("pdflib.mjs")
MODULES = Path(__file__).parents[1] / "tests" / "clients" / "node" / "node_modules"


def modules() -> Path | None:
    """Return the folder with pdf-lib: that of the tests, or one of NODE_PATH."""
    folders = [MODULES, *map(Path, os.environ.get("NODE_PATH", "").split(os.pathsep))]
    return next((folder for folder in folders if (folder / "pdf-lib").is_dir()), None)


def missing() -> str | None:
    """Say why pdf-lib cannot run here, or None."""
    if not shutil.which("node"):
        return "Node.js is not installed"
    return None if modules() else "npm ci --prefix tests/clients/node was not run"


def version() -> str:
    """Return the version of pdf-lib."""
    package = json.loads((Path(modules() or ".") / "pdf-lib" / "package.json").read_text())
    return str(package["version"])


class PdfLib(AbstractContextManager["PdfLib"]):
    """A running Node.js; ``do`` sends it a job and waits."""

    def __enter__(self) -> Self:
        """Start Node.js."""
        self._node = subprocess.Popen(  # noqa: S603 (our own script)
            ["node", SCRIPT],  # noqa: S607
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "NODE_PATH": str(modules())},
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        """Let it end."""
        self._node.communicate(timeout=60)

    def do(self, **job: Any) -> dict[str, Any]:  # noqa: ANN401 (JSON)
        """Return the reply to a job: ``cpu`` and ``wall``, with ``tell`` also the ``result``."""
        if not (self._node.stdin and self._node.stdout):
            raise RuntimeError
        self._node.stdin.write(f"{json.dumps(job)}\n")
        self._node.stdin.flush()
        reply: dict[str, Any] = json.loads(self._node.stdout.readline())
        return reply

    def cost(self, **job: Any) -> Cost:  # noqa: ANN401 (JSON)
        """Return what a job cost."""
        reply = self.do(**job)
        return Cost(reply["cpu"], reply["wall"])
