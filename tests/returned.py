"""Filled copies by the hundred, and folders, zips and mails of them."""

from collections.abc import Mapping
from email.message import EmailMessage
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import worksheets
from worksheets import loading, pipeline
from worksheets.collecting.gather import Counts, gather
from worksheets.collecting.store import Store
from worksheets.collecting.workers import LocalExecutor

KINDS = 5
"""Different sets of answers; other copies differ in bytes that mean nothing."""


@cache
def _filled(kind: int, format_: str = "pdf") -> bytes:
    blank = worksheets.generate(loading.load("persona"), format=format_)
    field = next(a.id for a in worksheets.read(blank).answers if isinstance(a.value, str | None))
    return pipeline.fill(blank, {field: f"Person {kind}"})


def form(number: int, format_: str = "pdf") -> bytes:
    """Return a filled worksheet; each number has bytes of its own."""
    filled = _filled(number % KINDS, format_)
    return filled + b"%% copy %d\n" % number if format_ == "pdf" else filled


def folder(path: Path, files: Mapping[str, bytes]) -> Path:
    """Write files below ``path`` and return it."""
    for name, data in files.items():
        (path / name).parent.mkdir(parents=True, exist_ok=True)
        (path / name).write_bytes(data)
    return path


def zipped(files: Mapping[str, bytes], method: int = ZIP_DEFLATED) -> bytes:
    """Return a zip of files."""
    out = BytesIO()
    with ZipFile(out, "w", method) as target:
        for name, data in files.items():
            target.writestr(name, data)
    return out.getvalue()


def mail(attachments: Mapping[str, bytes], forwarded: EmailMessage | None = None) -> EmailMessage:
    """Return a mail as people send them, one in it if one is forwarded."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "jana@x.lv", "team@x.lv", "my sheet"
    message["Date"] = "Mon, 02 Nov 2026 10:00:00 +0000"
    message.set_content("Here it is.")
    for name, data in attachments.items():
        message.add_attachment(data, maintype="application", subtype="pdf", filename=name)
    if forwarded is not None:
        message.add_attachment(forwarded)
    return message


def gathered(store: Store, *paths: Path, workers: int = 1, **rest: Any) -> Counts:  # noqa: ANN401
    """Read paths into a store."""
    return gather(paths, store, LocalExecutor(workers), **rest)


def names(store: Store) -> list[str]:
    """Return what the responses of the latest run are called."""
    return [record.name for record in store.records()]


def notices(store: Store) -> list[tuple[str, str]]:
    """Return code and place of what stood in the way."""
    return [(problem.code, str(problem.where)) for problem in store.notices()]
