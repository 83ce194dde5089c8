"""Damage to the zip around an Office file."""

from collections.abc import Callable, Sequence
from random import Random

from tests.fuzz.office_seeds import office_seeds
from tests.fuzz.zips import ENCRYPTED, LATER, STORED, Member, deflated, members, zip64_end, zipped

_SIZES = (0, 1, 99, 2**31, 2**32 - 1, 10**6)
_NAMES = (
    "../../evil", "/etc/passwd", "\\\\x\\y", "C:\\x", "a\0b", "", "/", "word/../word/document.xml",
    "WORD/DOCUMENT.XML", "word\\document.xml", "\u202e.xml", "a/" * 3000, "x" * 60_000, "word/",
    "_rels/.rels", "[Content_Types].xml", "docProps/custom.xml", "word/document.xml",
    "xl/workbook.xml",
)  # fmt: skip


def lost(data: bytes, random: Random) -> bytes:
    """Leave members out."""
    every = members(data)
    for _ in range(random.choice([1, 1, 3])):
        every.remove(random.choice(every))
    return zipped(every)


def renamed(data: bytes, random: Random) -> bytes:
    """Give members other names, in the directory or where they stand."""
    every = members(data)
    for member in random.sample(every, k=random.choice([1, 3])):
        if random.random() < 0.7:
            member.name = random.choice([*_NAMES, random.choice(every).name])
        else:
            member.local_name = random.choice([b"", b"x", random.choice(every).name.encode()])
    return zipped(every)


def added(data: bytes, random: Random) -> bytes:
    """Add members: others of the same name, odd names, many."""
    every = members(data)
    for _ in range(random.choice([1, 3])):
        like = random.choice(every)
        name = random.choice([*_NAMES, like.name])
        content = random.choice([like.content, b"", b"<x/>", random.randbytes(99)])
        every.insert(random.randrange(len(every) + 1), Member(name=name, content=content))
    more = random.choice([0, 0, 100, 3000])
    return zipped([*every, *(Member(name=f"x/{n}", method=STORED) for n in range(more))])


def shuffled(data: bytes, random: Random) -> bytes:
    """Change the order."""
    every = members(data)
    random.shuffle(every)
    return zipped(every)


def headers(data: bytes, random: Random) -> bytes:
    """Write wrong sizes, sums, methods, flags and extra fields."""
    every = members(data)
    for member in random.sample(every, k=random.choice([1, 1, 4, len(every)])):
        content = member.content
        match random.randrange(9):
            case 0:
                member.size = random.choice([*_SIZES, len(content) - 1, len(content) + 1])
            case 1:
                member.packed_size = random.choice([*_SIZES, len(deflated(content)) - 1])
            case 2:
                member.crc = random.choice([0, 1, 2**32 - 1])
            case 3:
                member.method = random.choice([0, 1, 6, 9, 12, 14, 93, 95, 97, 98, 99, 65535])
            case 4:
                member.method, member.packed = STORED, deflated(content)
            case 5:
                member.flags = random.choice([ENCRYPTED, LATER, 0x20, 0x40, 0x2000, 0xFFFF])
            case 6:
                member.extra = random.choice([b"\1\0\x10\0" + b"\xff" * 16, b"\1\0\xff\xff", b"x",
                                              b"\1\0\0\0", b"\x75\x70\5\0\1abcd"])  # fmt: skip
                member.size = random.choice([None, 2**32 - 1])
            case 7:
                member.packed = deflated(content)[: -random.choice([1, 9])] + random.choice(
                    [b"", b"zz"]
                )
            case _:
                member.version = random.choice([0, 63, 255, 65535])
    return zipped(every)


def overlapping(data: bytes, random: Random) -> bytes:
    """Let members stand in the same place, or outside of the file."""
    every = members(data)
    for member in random.sample(every, k=random.choice([1, 3])):
        member.offset = random.choice([0, 1, 30, 2**31, 2**32 - 1, random.randrange(len(data))])
    return zipped(every)


def around(data: bytes, random: Random) -> bytes:
    """Put something before, behind, or both; another zip perhaps."""
    other = random.choice(sorted(office_seeds().values()))
    front = random.choice([b"", b"\0" * 99, other, b"PK\3\4", b"%PDF-1.7\n", b"MZ" + b"\0" * 200])
    back = random.choice([b"", b"\0" * 99, other, data, b"PK\5\6" + b"\0" * 18, b"x" * 70_000])
    return front + data + back


def commented(data: bytes, random: Random) -> bytes:
    """Add a comment of up to the most that there can be; one that looks like an end."""
    comment = random.choice([b"x" * 65_535, b"PK\5\6" + b"\0" * 18, b"PK\5\6" * 999, b"\xff" * 99])
    every = members(data)
    random.choice(every).comment = random.choice([b"", comment[:9999]])
    return zipped(every, comment=comment)


def directory(data: bytes, random: Random) -> bytes:
    """Damage the directory and what tells where it is."""
    changed, start = bytearray(data), data.rindex(b"PK\5\6")
    first = data.index(b"PK\1\2")
    for _ in range(random.choice([1, 1, 8])):
        place = random.choice(
            [random.randrange(start, len(data)), random.randrange(first, len(data))]
        )
        changed[place] = random.choice([0, 1, 0xFF, 0x50, random.randrange(256)])
    return bytes(changed)


def large_form(data: bytes, random: Random) -> bytes:
    """Say in the long form, meant for large files, where the directory is."""
    end, first = data.rindex(b"PK\5\6"), data.index(b"PK\1\2")
    odd = random.choice([0, 1, 2**32, 2**63, 2**64 - 1, end, end - first, first])
    numbers = [len(members(data)), end - first, first]
    numbers[random.randrange(3)] = odd
    return data[:end] + zip64_end(*numbers) + data[end : end + 8] + b"\xff" * 12 + b"\0\0"


def within(data: bytes, random: Random) -> bytes:
    """Put the file into another zip, once or more often."""
    for _ in range(random.choice([1, 2, 5])):
        name = random.choice(["word/document.xml", "xl/workbook.xml", "inner.docx", "word/x.zip"])
        data = zipped([Member(name=name, content=data, method=random.choice([STORED, 8]))])
    return data


DAMAGE: Sequence[Callable[[bytes, Random], bytes]] = (
    lost, lost, renamed, added, shuffled, headers, headers, overlapping, around, commented,
    directory, directory, large_form, within,
)  # fmt: skip
