"""Names of files that every system takes: ASCII, short, unique, in no other folder."""

import re
from hashlib import sha256

from worksheets.model.sheet import Worksheet

MAX_NAME = 100
_WINDOWS = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
"""Devices, whatever ending they are given."""


def sheet_name(worksheet: Worksheet, ending: str, person: str = "") -> str:
    """Return ``[<person>.]<layout>.<locale>.<paper>[.linear].<ending>``."""
    stamp = worksheet.stamp
    edition = worksheet.edition if worksheet.edition != "grid" else ""
    parts = (person, stamp.layout, "+".join(stamp.locales), stamp.paper, edition)
    return file_name(".".join(part for part in parts if part), ending)


def file_name(stem: str, ending: str) -> str:
    """Return a safe name; what is cut off a long one leaves a short hash."""
    first, dot, rest = re.sub(r"[^A-Za-z0-9_.+-]+", "-", stem).lstrip(".").partition(".")
    if not first or _WINDOWS.fullmatch(first):
        first += "_"
    name = f"{first}{dot}{rest}.{ending}"
    if len(name) <= MAX_NAME:
        return name
    end = f"~{sha256(stem.encode()).hexdigest()[:8]}.{ending}"
    return name[: MAX_NAME - len(end)] + end
