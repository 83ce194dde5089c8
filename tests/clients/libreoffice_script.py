"""Fill, save and export files with a running LibreOffice; needs the Python that has ``uno``.

Argument: the name of the pipe on which LibreOffice listens. Standard input: a JSON list of jobs,
each with ``source``, ``target`` (paths), ``entries`` (value by carrier), ``mouse`` (whether
prompts are clicked), ``filter`` (what the file is saved with) and ``resaves`` (how often the saved
file is opened and saved once more).
"""

from __future__ import annotations

import json
import os
import sys
import time
import traceback
from contextlib import suppress
from pathlib import Path
from typing import Any

import uno  # type: ignore[import-not-found,import-untyped,unused-ignore]
from com.sun.star.beans import PropertyValue  # type: ignore
from com.sun.star.connection import NoConnectException  # type: ignore
from com.sun.star.uno import RuntimeException  # type: ignore
from libreoffice_writer import Remote, each, fill_controls

START_SECONDS = 60.0
POLL_SECONDS = 0.05
PDF_FILTERS = ("writer_pdf_Export", "calc_pdf_Export")
TICK = "x"


class Office:
    """A running LibreOffice."""

    def __init__(self, pipe: str) -> None:
        """Connect to the program that listens on the pipe, once it does."""
        local = uno.getComponentContext()
        resolver = _service(local, "com.sun.star.bridge.UnoUrlResolver")
        address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                context = resolver.resolve(address)
                break
            except NoConnectException:
                if time.monotonic() > deadline:
                    raise
                time.sleep(POLL_SECONDS)
        self.desktop = _service(context, "com.sun.star.frame.Desktop")
        self.dispatcher = _service(context, "com.sun.star.frame.DispatchHelper")
        self.toolkit = _service(context, "com.sun.star.awt.Toolkit")

    def open(self, path: Path, *, hidden: bool) -> Remote:
        """Open a file; ``hidden`` means without a window."""
        options = _properties(Hidden=hidden)
        document = self.desktop.loadComponentFromURL(path.as_uri(), "_blank", 0, options)
        if document is None:
            message = f"LibreOffice cannot open {path.name}"
            raise RuntimeError(message)
        return document

    def command(self, document: Remote, name: str, **arguments: object) -> None:
        """Give the command of a menu entry or of the keyboard."""
        frame = document.CurrentController.Frame
        self.dispatcher.executeDispatch(frame, f".uno:{name}", "", 0, _properties(**arguments))

    def quit(self) -> None:
        """End the program with all files that a failure left open; it may not say goodbye."""
        with suppress(RuntimeException):
            for document in each(self.desktop.Components):
                document.close(True)
            self.desktop.terminate()


CONTENT = 1 | 2 | 4 | 16  # com.sun.star.sheet.CellFlags: values, dates, texts, formulas
HUNDREDTHS = 10
"""Hundredths of a millimetre that a row may lack: programs round."""


def _service(context: Remote, name: str) -> Remote:
    return context.ServiceManager.createInstanceWithContext(name, context)


def _properties(**values: object) -> tuple[Remote, ...]:
    return tuple(PropertyValue(name, 0, value, 0) for name, value in values.items())


def work(office: Office, job: dict[str, Any]) -> None:
    """Open, fill and save one file; open and save it again as often as the job says."""
    path, target, entries = Path(job["source"]), Path(job["target"]), job["entries"]
    if job.get("measure"):
        target.write_text(json.dumps(_tight_rows(office.open(path, hidden=True))))
        return
    document = office.open(path, hidden=not entries)
    if document.supportsService("com.sun.star.text.TextDocument"):
        fill_controls(office, document, entries, mouse=job["mouse"])
    else:
        _fill_cells(office, document, entries)
    _store(document, target, job["filter"])
    for _ in range(job["resaves"]):
        target.replace(path)
        _store(office.open(path, hidden=True), target, job["filter"])


def _store(document: Remote, target: Path, name: str) -> None:
    options = _properties(FilterName=name)
    if name in PDF_FILTERS:  # as on paper: not a PDF form
        data = uno.Any("[]com.sun.star.beans.PropertyValue", _properties(ExportFormFields=False))
        options += _properties(FilterData=data)
    document.storeToURL(target.as_uri(), options)
    document.close(True)


def _fill_cells(office: Office, document: Remote, entries: dict[str, str | bool]) -> None:
    for carrier, value in entries.items():
        name = f"f_{carrier}"
        if not document.NamedRanges.hasByName(name):
            message = f"{carrier}: there is no such cell"
            raise RuntimeError(message)
        cell = document.NamedRanges.getByName(name).ReferredCells.getCellByPosition(0, 0)
        text = value if isinstance(value, str) else TICK if value else ""
        document.CurrentController.select(cell)
        if text:
            office.command(document, "EnterString", StringName=text)
        elif cell.String:
            office.command(document, "ClearContents")
        if bool(cell.String) != bool(text):
            message = f"the cell of {carrier} holds {cell.String!r}"
            raise RuntimeError(message)


def _tight_rows(document: Remote) -> list[str]:
    """Return the rows of visible sheets that are lower than their text needs."""
    found = []
    for sheet in each(document.Sheets):
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        sheet.unprotect("")
        for number in range(cursor.RangeAddress.EndRow + 1 if sheet.IsVisible else 0):
            row = sheet.Rows.getByIndex(number)
            if not row.queryContentCells(CONTENT).Count:
                continue
            height = row.Height
            row.OptimalHeight = True
            if row.Height > height + HUNDREDTHS:
                found.append(f"{sheet.Name} {number + 1}: {height} < {row.Height}")
    document.close(True)
    return found


def main() -> int:
    """Do all jobs; return the exit status."""
    office = Office(sys.argv[1])
    try:
        for job in json.load(sys.stdin):
            work(office, job)
    except Exception:
        traceback.print_exc()
        return 1
    else:
        return 0
    finally:
        office.quit()


if __name__ == "__main__":
    os._exit(main())  # Python's own goodbye may crash, for LibreOffice has already gone
