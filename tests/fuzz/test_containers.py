"""Damaged zips and mails: a listing and members, or a problem; never anything else."""

import random
from contextlib import suppress
from io import BytesIO

import pytest

from tests.returned import mail, zipped
from worksheets.collecting import containers
from worksheets.errors import UnusableInputError

INNER = zipped({"b.pdf": b"%PDF-1.7 b", "c/d.pdf": b"%PDF-1.7 d" * 50})
SEEDS = {
    "zip": zipped({"a.pdf": b"%PDF-1.7 a" * 20, "in.zip": INNER, "\u0101.pdf": b"x"}),
    "mail": mail(
        {"a.pdf": b"%PDF" * 40, "\u0101\u0137.pdf": b"x"}, forwarded=mail({"b.zip": INNER})
    ).as_bytes(),
}
ODD = [
    b"\0", b"\xff", b"=?utf-8?b?\xff?=", b'filename*0*="', b";" * 50, b"(" * 300, b"\r\n\r\n",
    b"Content-Type: message/rfc822\n", b"Content-Transfer-Encoding: base64\n", b"PK\3\4", b"PK\1\2",
    b"Content-Type: multipart/mixed; boundary=x\n", b"charset=unicode-escape", b"\xff\xff\xff\xff",
]  # fmt: skip


def mutant(seed: bytes, chance: random.Random) -> bytes:
    data = bytearray(seed)
    for _ in range(chance.randint(1, 8)):
        place = chance.randrange(len(data))
        match chance.randrange(4):
            case 0:
                data[place] = chance.randrange(256)
            case 1:
                data[place:place] = chance.choice(ODD)
            case 2:
                del data[place : place + chance.randint(1, 30)]
            case _:
                other = chance.randrange(len(data))
                data[place : place + 40] = data[other : other + 40]
    return bytes(data)


def survived(data: bytes) -> bool:
    try:
        container = containers.opened(BytesIO(data))
        members = container.listing().members if container else ()
    except UnusableInputError:
        return False
    for index, name in members:
        assert name
        assert name.isprintable()
        with suppress(UnusableInputError):
            assert isinstance(container and container.content(index), bytes)
    return bool(members)


@pytest.mark.parametrize("kind", SEEDS)
@pytest.mark.parametrize("count", [500, pytest.param(20_000, marks=pytest.mark.full)])
def test_mutants(kind: str, count: int) -> None:
    chance = random.Random(11)
    assert survived(SEEDS[kind])
    results = [survived(mutant(SEEDS[kind], chance)) for _ in range(count)]
    assert any(results)
