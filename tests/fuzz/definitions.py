"""Definitions as an attacker would embed them: made of a sound one, or of nothing."""

import json
from collections.abc import Iterator
from itertools import islice
from random import Random
from typing import Any

WORDS: tuple[Any, ...] = (
    "__proto__", "constructor", "../../etc/passwd", "<script>alert(1)</script>",
    "=HYPERLINK(\"x\")",
    "@SUM(1)", "\x00", "\x1b[31m", "\u202e", "\ud800", "a\nb", "", " ", "A" * 5000, "é", "%s{0}",
    "journey-map", "empathy-map", "stage__1", "a" * 61, "kind", "s0", "absent", "lv", "xx_YY_zz",
)  # fmt: skip
NUMBERS: tuple[Any, ...] = (
    0, -1, 1, 2, 5, 61, 999, 10**6, 10**6 + 1, 2**63, 10**400, 0.5, 1e308, float("nan"),
    float("inf"), -float("inf"), True, False,
)  # fmt: skip
THINGS: tuple[Any, ...] = (
    None,
    [],
    {},
    [[]],
    {"a": 1},
    [None],
    [1, 2, 3, 4],
    {"": ""},
    [{}] * 3000,
)
_MOST = 2500  # places; definitions that have become larger do not grow any more
_RAW = (
    b"", b"{", b"null", b"[]", b"{}", b'"x"', b"1", b"NaN", b"\xff\xfe{\0}\0", b"[" * 100_000,
    b'{"format":' * 50_000, b'{"format": 1}', b'{"format": 2}', b'{"format": 1.0}',
    b'{"format": true}',
    b'{"format": 1, "fields": ' + b"9" * 5000 + b"}", b"9" * 100_000, b'{"format":1e999}',
    b"\xef\xbb\xbf{}",
    b'{"format":1,"format":2}', b'{"a":"\\ud800"}', b"\0" * 1000, b" " * 999_999,
    b"[" + b"0," * 400_000 + b"0]",
)  # fmt: skip


def hostile(sound: Any, random: Random) -> bytes:  # noqa: ANN401 (JSON)
    """Return the bytes of a hostile definition."""
    if random.random() < 0.2 or not isinstance(sound, dict) or not sound:
        return random.choice(_RAW)
    for _ in range(random.choice([1, 1, 2, 5])):
        _spoil(sound, random)
    text = json.dumps(sound)
    if random.random() < 0.1:
        place = random.randrange(len(text))
        text = text[:place] + text[place + random.randrange(9) :]
    return text.encode()


def _spoil(sound: dict[str, Any], random: Random) -> None:
    places = list(islice(_places(sound), _MOST))
    shallow = [place for place in places if place[0] is sound] or places
    parent, key = random.choice(shallow if random.random() < 0.3 else places)
    others = [other[other_key] for other, other_key in random.choices(places, k=3)]
    new = random.choice(
        [random.choice(WORDS), random.choice(NUMBERS), random.choice(THINGS), *others]
    )
    match random.randrange(5):
        case 0:
            del parent[key]
        case 1 if isinstance(parent, list) and len(places) < _MOST:
            parent.extend(parent[:50] if random.random() < 0.5 else [parent[key]] * 2500)
        case 2 if isinstance(parent, dict):
            parent[str(random.choice(WORDS))] = json.loads(json.dumps(new))
        case _:
            parent[key] = json.loads(json.dumps(new))


def _places(node: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 (JSON)
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, child in list(items):
        yield node, key
        if isinstance(child, dict | list):
            yield from _places(child)
