"""What sources are called: cleaned for people, told apart, in the order that people count in."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

MAX_NAME = 300
INSIDE = "!"
"""Stands between a container and its member."""
_DIGITS = re.compile(r"([0-9]+)")
_LITTER = re.compile(
    r"\._.*|\.DS_Store|\.localized|Thumbs\.db|ehthumbs\.db|desktop\.ini|__MACOSX|Icon\r"
    r"|~\$.*|\.~lock\..*#|\..*\.part",
    re.IGNORECASE | re.DOTALL,
)


def clean(name: str) -> str:
    """Return a path as people may see it: POSIX slashes, nothing that climbs, hides or overwrites.

    Characters that do not print are left out, those that are no Unicode become ``?``.
    """
    text = name.encode("utf-8", "replace").decode()
    parts = "".join(c for c in text.replace("\\", "/") if c.isprintable()).split("/")
    return "/".join(part for part in parts if part not in {"", ".", ".."})[-MAX_NAME:]


def distinct(names: Iterable[str]) -> Iterator[str]:
    """Yield names, the second of a kind with ``#2``, the third with ``#3``."""
    seen: Counter[str] = Counter()
    for name in names:
        seen[name] += 1
        yield name if seen[name] == 1 else f"{name}#{seen[name]}"


def natural(name: str) -> str:
    """Return what sorts as people do: 2 before 10, capitals no matter, folders kept together."""
    parts = _DIGITS.split(name.casefold().replace("/", "\1").replace(INSIDE, "\2"))
    numbers = (part.lstrip("0") for part in parts[1::2])
    parts[1::2] = [f"0{len(number):03}{number}" for number in numbers]
    return "".join(parts)


def is_litter(name: str) -> bool:
    """Tell whether a system or a program left a file or folder of this name behind."""
    return _LITTER.fullmatch(name) is not None
