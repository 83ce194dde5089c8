"""Zip files written byte by byte, so that they can be as wrong as a hostile one."""

import struct
import zlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

STORED, DEFLATED = 0, 8
ENCRYPTED, LATER = 1, 8
"""Flags: needs a password; sizes stand after the data."""
_DATE = 0x21  # 1 January 1980
_MOST_16, _MOST_32 = 0xFFFF, 0xFFFFFFFF


@dataclass(slots=True, kw_only=True)
class Member:
    """One member. ``packed`` and what follows stand in the file whatever the content says."""

    name: str
    content: bytes = b""
    method: int = DEFLATED
    flags: int = 0
    packed: bytes | None = None
    crc: int | None = None
    size: int | None = None
    packed_size: int | None = None
    local_name: bytes | None = None
    extra: bytes = b""
    comment: bytes = b""
    version: int = 20
    offset: int | None = None


def members(data: bytes) -> list[Member]:
    """Return what is in a sound zip."""
    with ZipFile(BytesIO(data)) as source:
        return [Member(name=info.filename, content=source.read(info)) for info in source.infolist()]


def deflated(content: bytes) -> bytes:
    """Return ``content`` as a member of a zip keeps it."""
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def zipped(every: Iterable[Member], *, front: bytes = b"", comment: bytes = b"") -> bytes:
    """Return a zip of ``every`` member, all at the place where it stands or says it stands."""
    out, entries = bytearray(front), bytearray()
    count = 0
    for member in every:
        place = len(out) if member.offset is None else member.offset
        head, name, packed = _head(member)
        local_name = name if member.local_name is None else member.local_name
        sizes = struct.pack("<HH", len(local_name), len(member.extra))
        out += b"PK\3\4" + head + sizes + local_name + member.extra + packed
        lengths = (len(name), len(member.extra), len(member.comment), 0, 0, 0, place)
        entries += b"PK\1\2" + struct.pack("<H", member.version) + head
        entries += struct.pack("<HHHHHLL", *lengths) + name + member.extra + member.comment
        count += 1
    start, few = len(out), min(count, _MOST_16)
    if count > _MOST_16:
        entries += zip64_end(count, len(entries), start)
    directory = len(entries) if count <= _MOST_16 else len(entries) - 76
    end = struct.pack("<HHHHLLH", 0, 0, few, few, directory, start, len(comment))
    return bytes(out + entries) + b"PK\5\6" + end + comment


def _head(member: Member) -> tuple[bytes, bytes, bytes]:
    """Return what local header and directory share, the name, and the data."""
    content = member.content
    packed = member.packed
    if packed is None:
        packed = deflated(content) if member.method == DEFLATED else content
    crc = zlib.crc32(content) if member.crc is None else member.crc
    size = len(content) if member.size is None else member.size
    packed_size = len(packed) if member.packed_size is None else member.packed_size
    name = member.name.encode("utf-8", "surrogateescape")
    flags = member.flags | (0 if name.isascii() else 0x800)
    numbers = (member.version, flags, member.method, 0, _DATE)
    lengths = (number & _MOST_32 for number in (crc, packed_size, size))
    return struct.pack("<HHHHHLLL", *numbers, *lengths), name, packed


def zip64_end(count: int, size: int, start: int) -> bytes:
    """Return the end of a directory of more than 65,535 members, and where it stands."""
    numbers = (44, 45, 45, 0, 0, count, count, size, start)
    end = b"PK\6\6" + struct.pack("<QHHLLQQQQ", *numbers)
    return end + b"PK\6\7" + struct.pack("<LQL", 0, (start + size) % 2**64, 1)


def named(every: Sequence[Member], name: str) -> Member:
    """Return the member of a name."""
    return every[[member.name for member in every].index(name)]


def replaced(data: bytes, name: str, content: bytes) -> bytes:
    """Return a zip with one member changed, or added at its end."""
    every = members(data)
    found = next((member for member in every if member.name == name), None)
    if found is None:
        every.append(Member(name=name, content=content))
    else:
        found.content = content
    return zipped(every)
