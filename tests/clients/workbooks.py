"""ExcelJS and openpyxl: what a script in JavaScript or Python does to a workbook."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec
from io import BytesIO

from . import node_script
from .base import ClientError, run_script
from .office_base import Entries, Format, OfficeClient, OfficeJob

START_SECONDS = 20.0
SECONDS_PER_JOB = 30.0
TICK = "x"


class ExcelJs(OfficeClient):
    """The usual JavaScript library for workbooks; its files list folders among their members."""

    name = "exceljs"
    formats: tuple[Format, ...] = ("xlsx",)

    def missing(self) -> str | None:
        """Say what to install before this client can run, or None."""
        return node_script.missing("exceljs")

    def fill_many(self, jobs: Sequence[OfficeJob], format: Format) -> list[bytes]:
        """Fill the workbooks in one process.

        Raises:
            ClientError: Node failed or timed out, a carrier does not exist, or this is no workbook.
        """
        _check(self, format)
        described = [(source, {"entries": dict(entries)}) for source, entries in jobs]
        timeout = START_SECONDS + SECONDS_PER_JOB * len(jobs)
        command = node_script.command("fill_exceljs.mjs")
        return run_script(command, described, suffix=".xlsx", timeout=timeout)


class OpenPyxl(OfficeClient):
    """The usual Python library for workbooks, with text that begins with = kept as text."""

    name = "openpyxl"
    formats: tuple[Format, ...] = ("xlsx",)

    def missing(self) -> str | None:
        """Say what to install before this client can run, or None."""
        return None if find_spec("openpyxl") else "pip install openpyxl"

    def fill_many(self, jobs: Sequence[OfficeJob], format: Format) -> list[bytes]:
        """Fill the workbooks one after another.

        Raises:
            ClientError: A carrier does not exist, or this is no workbook.
        """
        _check(self, format)
        return [_fill(source, entries) for source, entries in jobs]


def _check(client: OfficeClient, format: Format) -> None:
    if format not in client.formats:
        message = f"{client.name} cannot fill {format}"
        raise ClientError(message)


def _fill(source: bytes, entries: Entries) -> bytes:
    from openpyxl import load_workbook

    workbook = load_workbook(BytesIO(source))
    for carrier, value in entries.items():
        name = workbook.defined_names.get(f"f_{carrier}")
        if name is None:
            message = f"no cell for {carrier}"
            raise ClientError(message)
        ((title, address),) = name.destinations
        first = address.replace("$", "").partition(":")[0]
        cell = workbook[title.replace("''", "'")][first]
        cell.value = value if isinstance(value, str) else TICK if value else None
        if cell.value == "":
            cell.value = None
        elif cell.value is not None:
            cell.data_type = "s"  # else "=1+1" is a formula and "#N/A" an error
    saved = BytesIO()
    workbook.save(saved)
    return saved.getvalue()
