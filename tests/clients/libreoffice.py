"""LibreOffice without a screen, driven by a script that runs under Debian's own Python.

One start serves many files. Every start has a user profile of its own, thrown away afterwards.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from .base import ClientError, kill_group, run_script
from .office_base import Entries, Format, OfficeClient, OfficeJob

PYTHON = Path("/usr/bin/python3")
SCRIPT = Path(__file__).with_name("libreoffice_script.py")
PROGRAM = "soffice"
OPTIONS = ("--headless", "--norestore", "--nologo", "--nodefault", "--nofirststartwizard")
START_SECONDS = 90.0
SECONDS_PER_JOB = 60.0
QUIT_SECONDS = 5.0
SAVE_FILTERS: Mapping[Format, str] = {
    "docx": "MS Word 2007 XML",
    "xlsx": "Calc MS Excel 2007 XML",
}
PDF_FILTERS: Mapping[Format, str] = {"docx": "writer_pdf_Export", "xlsx": "calc_pdf_Export"}


class LibreOffice(OfficeClient):
    """Writer and Calc, with real clicks and keys in controls and commands in cells."""

    formats: tuple[Format, ...] = ("docx", "xlsx")

    def __init__(self, *, resaves: int = 0, mouse: bool = True) -> None:
        """Set how often a filled file is opened and saved once more, and whether it is clicked.

        Args:
            resaves: How often.
            mouse: Whether the prompts of a document are clicked, which clears their mark
                ``showingPlcHdr``; otherwise the caret moves into them, and the mark stays.
        """
        self._resaves, self._mouse = resaves, mouse
        self.name = "libreoffice" + (f"-{resaves}" if resaves else "") + ("" if mouse else "-caret")
        if not mouse:
            self.formats = ("docx",)

    def missing(self) -> str | None:
        """Say whether LibreOffice or its interface has to be installed."""
        return missing()

    def fill_many(self, jobs: Sequence[OfficeJob], format: Format) -> list[bytes]:
        """Fill the files with one start of the program.

        Raises:
            ClientError: LibreOffice failed or timed out, or a carrier or item does not exist.
        """
        described = [(source, self._describe(entries, format)) for source, entries in jobs]
        return run_jobs(described, format)

    def _describe(self, entries: Entries, format: Format) -> dict[str, object]:
        return {
            "entries": dict(entries),
            "mouse": self._mouse,
            "filter": SAVE_FILTERS[format],
            "resaves": self._resaves,
        }


def missing() -> str | None:
    """Say what to install before LibreOffice can be driven, or None."""
    wanted = {"lowriter": "libreoffice-writer", "localc": "libreoffice-calc"}
    packages = [package for program, package in wanted.items() if not shutil.which(program)]
    try:
        subprocess.run([PYTHON, "-c", "import uno"], check=True, capture_output=True, timeout=20)
    except (OSError, subprocess.SubprocessError):
        packages.append("python3-uno")
    return f"apt install {' '.join(packages)}" if packages else None


def to_pdf_many(files: Sequence[bytes], format: Format) -> list[bytes]:
    """Print files to PDF with one start of the program.

    Raises:
        ClientError: LibreOffice failed or timed out.
    """
    job = {"entries": {}, "mouse": False, "filter": PDF_FILTERS[format], "resaves": 0}
    return run_jobs([(source, job) for source in files], format)


def run_jobs(jobs: Sequence[tuple[bytes, Mapping[str, object]]], format: Format) -> list[bytes]:
    """Start LibreOffice, let the script do its jobs, end LibreOffice with all it started.

    Raises:
        ClientError: LibreOffice failed or timed out.
    """
    pipe = f"worksheets-{uuid4().hex}"
    timeout = START_SECONDS + SECONDS_PER_JOB * len(jobs)
    with TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        office = _start(pipe, Path(profile))
        with office:
            try:
                command = [PYTHON, SCRIPT, pipe]
                results = run_script(command, jobs, suffix=f".{format}", timeout=timeout)
                _wait(office)
            finally:
                kill_group(office)
    return results


def _start(pipe: str, profile: Path) -> subprocess.Popen[bytes]:
    where = (f"-env:UserInstallation={profile.as_uri()}", f"--accept=pipe,name={pipe};urp")
    quiet = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.DEVNULL)
    try:
        return subprocess.Popen([PROGRAM, *OPTIONS, *where], **quiet, start_new_session=True)
    except OSError as error:
        message = f"{PROGRAM} did not start: {error}"
        raise ClientError(message) from error


def _wait(office: subprocess.Popen[bytes]) -> None:
    """Give the program the time to put its house in order."""
    try:
        office.wait(QUIT_SECONDS)
    except subprocess.TimeoutExpired:
        return
