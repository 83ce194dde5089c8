"""Labels: as they are compared, and how those in two languages are one text.

People and programs change the case, the blanks and the numbers of labels. A text in two languages
is its words in the language that leads, a line break, and those in the second; where both use the
same words, these alone. No text of a layout has line breaks of its own.
"""

import re
import unicodedata
from functools import lru_cache

_PIECE = re.compile(r"[\x00-\x7f]?[^\x00-\x7f]{1,1000}")
_NUMBER = re.compile(r"\d{1,3}[.)]?\s+")


def nfc(text: str) -> str:
    """Return ``text`` in NFC, long ones piece by piece: sorting a run of marks is quadratic."""
    return _PIECE.sub(lambda piece: unicodedata.normalize("NFC", piece[0]), text)


def plain(text: str) -> str:
    """Return ``text`` as it is compared."""
    return " ".join(nfc(text).casefold().split())


def first_line(text: str) -> str:
    """Return the first line that is not empty: a label stands above its small print."""
    return text.strip().partition("\n")[0]


def head(text: str) -> str:
    """Return the first line of ``text`` as it is compared, without a number before it."""
    return _NUMBER.sub("", plain(first_line(text)), count=1)


# ---------------------------------------------------------------- two languages

SEAM, SLASH = "\n", " / "
_SOFT_HYPHEN = "\u00ad"


@lru_cache(maxsize=4096)
def both(lead: str, second: str) -> str:
    """Return one text of words in two languages; equal ones stand there once."""
    same = plain(lead.replace(_SOFT_HYPHEN, "")) == plain(second.replace(_SOFT_HYPHEN, ""))
    return lead if same else f"{lead}{SEAM}{second}"


def apart(text: str) -> tuple[str, str]:
    """Return the words of a text that lead and those below them, nothing if there are none."""
    first, _, below = text.partition(SEAM)
    return first, below


def halves(text: str) -> tuple[str, str]:
    """Return the words of a text in the language that leads and in the second."""
    lead, second = apart(text)
    return lead, second or lead


def lead(text: str) -> str:
    """Return the words of a text in the language that leads."""
    return apart(text)[0]


def joined(separator: str, *texts: str) -> str:
    """Return the texts that are not empty as one, each language for itself."""
    there = [text for text in texts if text]
    if not any(SEAM in text for text in there):
        return separator.join(there)
    return both(*(separator.join(half) for half in zip(*map(halves, there), strict=True)))


def in_line(text: str) -> str:
    """Return a text on one line, as in ``Izpēte / Research``."""
    return text.replace(SEAM, SLASH)
