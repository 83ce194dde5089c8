"""Identifiers: the same in every language, format and version.

A layout id is kebab-case. Every other id of a layout is snake_case. A field id joins ids with two
underscores, ``[block__]row[__column][__n]``, and is never split to learn its parts: the
definition lists them. At most 60 characters, the option of a many-choice included, so that
an id fits a Word tag (64) and, with ``f_`` before it, an Excel name.
"""

import re
from functools import lru_cache
from hashlib import sha256
from typing import NewType

FieldId = NewType("FieldId", str)
"""Row, column and number, as in ``actions__research``."""

MAX_ID = 60
LAYOUT_ID = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
PART_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
KEY = re.compile(r"[A-Za-z0-9]+([_.-]+[A-Za-z0-9]+)*")
MAX_KEY = 40
FIELD_ID = re.compile(r"[a-z][a-z0-9]*(__?[a-z0-9]+)*")


def is_layout_id(text: str) -> bool:
    """Tell whether ``text`` is a layout id."""
    return bool(LAYOUT_ID.fullmatch(text)) and len(text) <= MAX_ID


def is_part_id(text: str) -> bool:
    """Tell whether ``text`` is the id of a row, column, stage, option, header field or block."""
    return bool(PART_ID.fullmatch(text)) and len(text) <= MAX_ID


def is_key(text: str) -> bool:
    """Tell whether ``text`` can be the id of a person, a wave or a workshop."""
    return bool(KEY.fullmatch(text)) and len(text) <= MAX_KEY


def is_field_id(text: str) -> bool:
    """Tell whether ``text`` can be a field id."""
    return bool(FIELD_ID.fullmatch(text)) and len(text) <= MAX_ID


def field_id(block: str, row: str, column: str = "", number: int = 0) -> FieldId:
    """Join the parts of a field; empty parts are left out."""
    parts = (block, row, column, str(number) if number else "")
    return FieldId("__".join(part for part in parts if part))


def option_carrier(field: str, option: str) -> str:
    """Return the name under which one option of a many-choice travels."""
    return f"{field}__{option}"


@lru_cache(maxsize=4096)
def bookmark_of(carrier: str) -> str:
    """Return the name of the bookmark around a carrier's place in a Word file.

    LibreOffice cuts names at 40 characters, so it is a hash.
    """
    return f"f_{sha256(carrier.encode()).hexdigest()[:12]}"


def name_of(carrier: str) -> str:
    """Return the defined name of a carrier's cell in an Excel file; it can be no cell's address."""
    return f"f_{carrier}"


def part_id(words: str, most: int = 24) -> str:
    """Make an id of at most so many letters from words in any script; "" if nothing is left."""
    from anyascii import anyascii  # noqa: PLC0415  (only custom words need it)

    ascii_words = re.sub(r"[^a-z0-9]+", "_", anyascii(words).lower()).strip("_")
    stem = ascii_words if not ascii_words[:1].isdigit() else f"n{ascii_words}"
    return stem[:most].strip("_")
