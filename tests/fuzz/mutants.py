"""Mutants: files that a reader must survive, each named by its number.

``mutant(index, seed)`` is the same file in every process, today and tomorrow, as long as the
worksheets it is made of stay the same.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from random import Random

from tests.fuzz import raw
from tests.fuzz.seeds import seeds
from tests.fuzz.surgery import operated

SEED = 20
_EVERY = 40  # one of so many is heavy
_NUMBERS = (b"0", b"-1", b"1", b"65536", b"2147483647", b"99999999999999999999", b"0.5", b"/N", b"")
_TOKENS = (
    b"endobj", b"endstream", b"stream", b"obj", b"xref", b"trailer", b"startxref", b"<<", b">>",
    b"[",
    b"]", b"(", b")", b" R", b"/Kids", b"/Type", b"/Length", b"/Filter", b"/V", b"/T", b"%%EOF",
    b"null",
)  # fmt: skip


def mutant(index: int, seed: int = SEED) -> tuple[str, bytes]:
    """Return the name and the bytes of a mutant."""
    random = Random(f"{seed} {index}")
    if index % _EVERY == _EVERY - 1:
        make = raw.HEAVY[index // _EVERY % len(raw.HEAVY)]
        return make.__name__, make(random)
    kind = random.random()
    if kind < 0.2:
        make = random.choice(raw.LIGHT)
        return make.__name__, make(random)
    name = random.choice(sorted(seeds()))
    data = seeds()[name]
    if kind < 0.6:
        done, changed = operated(data, random)
        if random.random() < 0.15:
            more, changed = _damaged(changed, random)
            done = f"{done}, {more}"
    else:
        done, changed = _damaged(data, random)
    return f"{name}: {done}", changed


def _damaged(data: bytes, random: Random) -> tuple[str, bytes]:
    damage = random.choice(DAMAGE)
    return damage.__name__, damage(data, random)


def _place(data: bytes, random: Random) -> int:
    """Return a place, mostly outside of compressed streams."""
    if random.random() < 0.6:
        token = random.choice(_TOKENS)
        places = [found.start() for found in re.finditer(re.escape(token), data)]
        if places:
            return random.choice(places)
    return random.randrange(len(data) + 1)


def flips(data: bytes, random: Random) -> bytes:
    """Flip bits."""
    changed = bytearray(data)
    for _ in range(random.choice([1, 8, 100, len(data) // 50])):
        changed[random.randrange(len(changed))] ^= 1 << random.randrange(8)
    return bytes(changed)


def set_bytes(data: bytes, random: Random) -> bytes:
    """Overwrite bytes near tokens."""
    changed = bytearray(data)
    for _ in range(random.choice([1, 5, 30])):
        place = _place(data, random)
        changed[place : place + 1] = random.choice([b"\0", b"\xff", b"(", b"<", b"/", b" ", b"9"])
    return bytes(changed)


def truncated(data: bytes, random: Random) -> bytes:
    """Cut the end, or the front, off."""
    place = _place(data, random)
    return data[:place] if random.random() < 0.8 else data[place:]


def missing(data: bytes, random: Random) -> bytes:
    """Take pieces out."""
    for _ in range(random.choice([1, 1, 4])):
        place = _place(data, random)
        data = data[:place] + data[place + int(10 ** random.uniform(0, 4.5)) :]
    return data


def twice(data: bytes, random: Random) -> bytes:
    """Repeat a piece, once or often."""
    place = _place(data, random)
    piece = data[place : place + int(10 ** random.uniform(0, 4))]
    return data[:place] + piece * random.choice([2, 2, 50]) + data[place:]


def inserted(data: bytes, random: Random) -> bytes:
    """Put something in: noise, tokens, zeros."""
    place = _place(data, random)
    new = random.choice(
        [random.randbytes(99), random.choice(_TOKENS) * 50, bytes(5000), b"(" * 9999, b"<<" * 9999]
    )
    return data[:place] + new + data[place:]


def moved(data: bytes, random: Random) -> bytes:
    """Move a piece to another place."""
    first, second = sorted([_place(data, random), _place(data, random)])
    piece = data[first : first + 500]
    return data[:first] + data[first + 500 : second] + piece + data[second:]


def spliced(data: bytes, random: Random) -> bytes:
    """Join the front of one file with the end of another."""
    other = seeds()[random.choice(sorted(seeds()))]
    return data[: _place(data, random)] + other[_place(other, random) :]


def renumbered(data: bytes, random: Random) -> bytes:
    """Change numbers: places, lengths, object numbers, generations."""
    share = random.choice([0.001, 0.02, 0.3])
    return re.sub(
        rb"(?<=[\s\[/>])\d+(?=[\s\]/>])",
        lambda found: random.choice(_NUMBERS) if random.random() < share else found[0],
        data,
    )


def renamed(data: bytes, random: Random) -> bytes:
    """Exchange names for others of the file."""
    names = sorted(set(re.findall(rb"/[A-Z][A-Za-z]+", data)))
    if not names:
        return data
    share = random.choice([0.002, 0.05])
    return re.sub(
        rb"/[A-Z][A-Za-z]+",
        lambda found: random.choice(names) if random.random() < share else found[0],
        data,
    )


def as_text(data: bytes, random: Random) -> bytes:
    """Send the file through what takes it for text."""
    return random.choice(
        [
            lambda: data.replace(b"\n", b"\r\n"),
            lambda: data.replace(b"\r\n", b"\n").replace(b"\r", b"\n"),
            lambda: data.decode("latin-1").encode(),
            lambda: data.decode(errors="replace").encode(),
            lambda: bytes(byte & 0x7F for byte in data),
            lambda: data.replace(b"\0", b""),
        ]
    )()


def wrapped(data: bytes, random: Random) -> bytes:
    """Put other things around the file."""
    front = random.choice([b"", b"HTTP/1.1 200 OK\r\n\r\n", b"\0" * 1000, b"\n" * 1200, b"PK\3\4"])
    back = random.choice(
        [b"", bytes(100_000), b"</html>", data, b"\n%%EOF", b"startxref\n9\n%%EOF"]
    )
    return front + data + back


DAMAGE: Sequence[Callable[[bytes, Random], bytes]] = (
    flips, set_bytes, truncated, missing, twice, inserted, moved, spliced, renumbered, renamed,
    as_text, wrapped,
)  # fmt: skip
KINDS: Mapping[str, Sequence[Callable[..., bytes]]] = {
    "raw": raw.LIGHT, "heavy": raw.HEAVY, "damage": DAMAGE,
}  # fmt: skip
