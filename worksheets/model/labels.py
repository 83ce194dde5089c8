"""Labels as they are compared: people and programs change case, blanks and numbers before them."""

import re
import unicodedata

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
