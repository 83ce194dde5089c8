"""PDFs that no library would write, put together byte by byte: bombs, depths and loops."""

import struct
import zlib
from collections.abc import Callable, Mapping, Sequence
from random import Random

FORM: Mapping[int, bytes] = {
    1: b"<</Type/Catalog/Pages 2 0 R/AcroForm 4 0 R>>",
    2: b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
    3: b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Annots[5 0 R]>>",
    4: b"<</Fields[5 0 R]>>",
    5: b"<</Type/Annot/Subtype/Widget/FT/Tx/T(persona)/V(Jana)/Rect[0 0 9 9]>>",
}
"""A form of one field."""
_FIRST = 10  # the number of the first object that is added


def stream(data: bytes, entries: bytes = b"", *, times: int = 1) -> bytes:
    """Return a stream, deflated ``times`` times."""
    for _ in range(times):
        data = zlib.compress(data, 9)
    filters = b"/Filter[%s]" % (b"/FlateDecode " * times) if times else b""
    return b"<<%s%s/Length %d>>stream\n%s\nendstream" % (entries, filters, len(data), data)


def _objects(objects: Mapping[int, bytes]) -> tuple[bytearray, dict[int, int]]:
    out, places = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"), {}
    for number, body in objects.items():
        places[number] = len(out)
        out += b"%d 0 obj\n" % number + body + b"\nendobj\n"
    return out, places


def _finished(out: bytearray, places: Mapping[int, int], trailer: bytes = b"") -> bytes:
    start, size = len(out), max(places) + 1
    out += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        kind = b"n" if number in places else b"f"
        out += b"%010d 00000 %s \n" % (places.get(number, 0), kind)
    out += b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (size, trailer, start)
    return bytes(out)


def table(objects: Mapping[int, bytes], trailer: bytes = b"") -> bytes:
    """Return a PDF of these objects with an old-fashioned table."""
    return _finished(*_objects(objects), trailer)


def packed(
    objects: Mapping[int, bytes],
    groups: Mapping[int, Sequence[tuple[int, bytes]]],
    *,
    more: int = 0,
    entries: bytes = b"",
) -> bytes:
    """Return a PDF with object streams ``groups`` and ``more`` entries in its xref stream."""
    kept, rows = dict(objects), dict[int, tuple[int, int, int]]()
    for number, members in groups.items():
        head, body = b"", b""
        for index, (member, content) in enumerate(members):
            head += b"%d %d " % (member, len(body))
            body += content + b" "
            rows[member] = (2, number, index)
        kind = b"/Type/ObjStm/N %d/First %d" % (len(members), len(head))
        kept[number] = stream(head + body, kind + entries)
    out, places = _objects(kept)
    rows |= {number: (1, place, 0) for number, place in places.items()}
    start, last = len(out), max(rows) + 1
    rows[last] = (1, start, 0)
    content = b"".join(struct.pack(">BIH", *rows.get(n, (0, 0, 0))) for n in range(last + 1))
    content += struct.pack(">BIH", 1, 9, 0) * more
    kind = b"/Type/XRef/Size %d/W[1 4 2]/Root 1 0 R" % (last + 1 + more)
    out += b"%d 0 obj\n%s\nendobj\n" % (last, stream(content, kind))
    return bytes(out) + b"startxref\n%d\n%%%%EOF\n" % start


def _field(value: bytes, **more: bytes) -> dict[int, bytes]:
    """Return `FORM` with a value."""
    entries = b"".join(b"/%s %s" % (key.encode(), item) for key, item in more.items())
    return {**FORM, 5: FORM[5].replace(b"/V(Jana)", b"/V %s%s" % (value, entries))}


def _fields(bodies: Sequence[bytes]) -> dict[int, bytes]:
    """Return `FORM` with many fields."""
    numbers = b" ".join(b"%d 0 R" % (_FIRST + i) for i in range(len(bodies)))
    added = {
        _FIRST + i: b"<</FT/Tx/T(f%d)%s>>" % (i, body) for i, body in enumerate(bodies)
    }  # fmt: skip
    return {**FORM, 4: b"<</Fields[5 0 R %s]>>" % numbers, **added}


# ---------------------------------------------------------------- small and odd

_NESTS = (
    (b"[", b"]"), (b"<</A", b">>"), (b"<</A[", b"]>>"), (b"(", b")"), (b"<", b">"), (b"[", b""),
    (b"<</A", b""), (b"(", b""), (b"<<", b""), (b"[<<", b""), (b"<</A 5 0 R/B[", b"]>>"),
    (b"/A", b""), (b"[[(", b")]]"),
)  # fmt: skip


def nested(random: Random) -> bytes:
    """Nest arrays, dictionaries or strings up to a million deep, at one of several places."""
    opening, closing = random.choice(_NESTS)
    depth = int(10 ** random.uniform(1, 6))
    value = opening * depth + b"1" + closing * depth
    match random.randrange(6):
        case 0:
            return table(_field(value))
        case 1:
            return table({**FORM, 4: b"<</Fields %s>>" % value})
        case 2:
            return table({**FORM, 3: FORM[3][:-2] + b"/Contents 6 0 R>>", 6: stream(value)})
        case 3:
            return table(FORM, b"/Info " + value)
        case 4:
            return table({**FORM, 2: b"<</Type/Pages/Kids %s/Count 1>>" % value})
        case _:
            return packed(FORM, {50: [(5, value), (6, b"<</T(a)>>")]})


def loops(random: Random) -> bytes:  # noqa: PLR0911 (one per case)
    """Make trees of pages, fields, names or revisions that come back to themselves."""
    match random.randrange(9):
        case 0:
            return table({**FORM, 2: b"<</Type/Pages/Kids[2 0 R 3 0 R 2 0 R]/Count 9>>"})
        case 1:
            return table({**FORM, 5: b"<</FT/Tx/T(a)/Kids[5 0 R 5 0 R]/Parent 5 0 R>>"})
        case 2:
            return table({**FORM, 4: b"4 0 R", 5: b"6 0 R", 6: b"5 0 R"})
        case 3:
            names = b"<</EmbeddedFiles 6 0 R>>"
            root = FORM[1][:-2] + b"/Names %s>>" % names
            return table(
                {**FORM, 1: root, 6: b"<</Kids[6 0 R 6 0 R 7 0 R]>>", 7: b"<</Kids 7 0 R>>"}
            )
        case 4:
            data = table(FORM)
            start = int(data.split()[-2])
            return data.replace(b"/Root 1 0 R", b"/Prev %d/Root 1 0 R" % start)
        case 5:
            chain = {i: b"%d 0 R" % (i + 1) for i in range(6, 6 + random.choice([50, 3000]))}
            return table({**FORM, 5: b"6 0 R", **chain, max(chain) + 1: FORM[5]})
        case 6:
            return packed(FORM, {50: [(50, b"<<>>"), (51, b"50 0 R"), (4, b"51 0 R")]})
        case 7:
            group = {50: [(4, FORM[4])], 51: [(6, b"1")]}
            return packed(
                {k: v for k, v in FORM.items() if k != 4}, group, entries=b"/Extends 50 0 R"
            )
        case _:
            return table({**FORM, 5: b"<</Length 5 0 R>>stream\nabc\nendstream"})


def doubling(random: Random) -> bytes:
    """Make a tree of a few objects that has 2^n paths."""
    levels, key = random.choice([8, 20, 30, 40]), random.choice([b"Kids", b"V", b"Opt"])
    nodes = {
        i: b"<</T(a)/FT/Tx/%s[%d 0 R %d 0 R]>>" % (key, i + 1, i + 1)
        for i in range(_FIRST, _FIRST + levels)
    }
    return table({**FORM, 5: b"%d 0 R" % _FIRST, **nodes, _FIRST + levels: FORM[5]})


def inflating(random: Random) -> bytes:
    """Hide many bytes in few: in a value, a definition, an object stream or a chain of filters."""
    size = int(10 ** random.uniform(5, 8.2))
    fill = random.choice([b"\0", b"a", b"(", b"[ ", b"1 ", b"\x1b", b"\xfe\xff", b"\xcc\x81"])
    content = fill * (size // len(fill))
    match random.randrange(6):
        case 0:
            return table(_field(b"6 0 R") | {6: stream(content)})
        case 1:
            file = b"<</Type/Filespec/UF(worksheet.json)/EF<</F 7 0 R>>>>"
            root = FORM[1][:-2] + b"/Names<</EmbeddedFiles<</Names[(worksheet.json)6 0 R]>>>>>>"
            return table({**FORM, 1: root, 6: file, 7: stream(content)})
        case 2:
            return table(_field(b"6 0 R") | {6: stream(content, times=random.choice([2, 3]))})
        case 3:
            predictor = b"/DecodeParms[<</Predictor 15/Columns %d>>]" % random.choice([1, 10**9])
            return table(_field(b"6 0 R") | {6: stream(content, predictor)})
        case 4:
            return packed(FORM, {50: [(6, b"[%s]" % content), (4, FORM[4])]})
        case _:
            data, name = random.choice(
                [(b"\x80" + b"\0" * 999, b"RunLengthDecode"), (content[:99], b"LZWDecode"),
                 (content[:99], b"DCTDecode"), (content[:99], b"Crypt"), (b"<~!!~>",
                 b"ASCII85Decode")]
            )  # fmt: skip
            return table(_field(b"6 0 R") | {6: stream(data, b"/Filter/%s" % name, times=0)})


def numbers(random: Random) -> bytes:  # noqa: PLR0911 (one per case)
    """Put impossible numbers where sizes, places and counts belong."""
    odd = random.choice([b"-1", b"0", b"2147483648", b"9223372036854775808", b"1e9", b"9" * 4000])
    match random.randrange(7):
        case 0:
            return table(FORM, b"/Size %s" % odd)
        case 1:
            return table(FORM, b"/Prev %s" % odd)
        case 2:
            return table({**FORM, 2: FORM[2].replace(b"/Count 1", b"/Count %s" % odd)})
        case 3:
            return table(
                _field(b"6 0 R") | {6: stream(b"x").replace(b"/Length ", b"/Length %s" % odd)}
            )
        case 4:
            return table(_field(odd, Ff=odd))
        case 5:
            return packed(FORM, {50: [(6, b"1")]}, entries=b"/N %s/First %s" % (odd, odd))
        case _:
            return packed(FORM, {50: [(6, b"1")]}).replace(b"/W[1 4 2]", b"/W[%s 4 2]" % odd)


def wide(random: Random) -> bytes:
    """Make very many fields, kids, pages, values or options."""
    count = int(10 ** random.uniform(2, 5))
    match random.randrange(6):
        case 0:
            return table(_fields([b"/V(x)"] * min(count, 30_000)))
        case 1:
            return table({**FORM, 4: b"<</Fields[%s]>>" % (b"5 0 R " * count)})
        case 2:
            return table({**FORM, 2: b"<</Type/Pages/Kids[%s]>>" % (b"3 0 R " * count)})
        case 3:
            return table(_field(b"[%s]" % (b"(x)" * count)))
        case 4:
            return table(_field(b"(x)", Opt=b"[%s]" % (b"(x)" * count)))
        case _:
            kids = b"<</AS/on>>" * count
            return table({**FORM, 5: b"<</FT/Btn/Ff 32768/T(mood)/Kids[%s]>>" % kids})


def texts(random: Random) -> bytes:
    """Put long or badly coded text where names and values belong."""
    size = int(10 ** random.uniform(0, 6.5))
    pieces = [
        b"a", b"\n", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf", b"\x1b", b"\xd8\x3d", b"\xc4\x81",
        b"\xf0\x9f\x98\x80", b"\xcc\x81", b"\0", b"\xf6\0", b" ", b".", b"e\xcc\x81\xcc\x82",
    ]  # fmt: skip
    start = random.choice([b"", b"\xfe\xff", b"\xff\xfe", b"\xef\xbb\xbf"])
    text = start + b"".join(random.choices(pieces, k=random.choice([1, 9]))) * size
    value = b"<%s>" % text[:4_000_000].hex().encode()
    if random.random() < 0.3:
        return table({**FORM, 5: FORM[5].replace(b"(persona)", value)})
    return table(_field(value))


def headers(random: Random) -> bytes:
    """Return little more than a header, or another kind of file with one in it."""
    rest = random.choice(
        [b"", b"\n", b"1 0 obj", b"trailer<</Root 1 0 R>>", b"PK\x03\x04", b"<html>", b"\0" * 5000,
         b"startxref\n0\n%%EOF", b"xref\n0 1\n", b"trailer<<" * 1000, b"obj " * 50_000,
         b"1 0 obj\n" * 50_000, b"\n" * 1_000_000, b"endobj " * 9999, b"<<" * 100_000]
    )  # fmt: skip
    front = random.choice(
        [b"", b"\xef\xbb\xbf", b"Content-Type: x\r\n\r\n", b"\n" * 900, b"PK\3\4"]
    )
    return front + random.choice([b"%PDF-1.7\n", b"%PDF-", b"%PDF-9.9\r", b"%pdf-1.4"]) + rest


# ---------------------------------------------------------------- heavy


def _integers(count: int) -> bytes:
    return b"[%s]" % (b"1 " * count)


def many_numbers(random: Random) -> bytes:
    """Make fields with long arrays of numbers: 2 bytes in the file, 140 in memory."""
    arrays = random.choice([20, 50, 200])
    return table(_fields([b"/X" + _integers(120_000)] * arrays))


def packed_numbers(random: Random) -> bytes:
    """Make the same in object streams, where they need hardly any bytes."""
    streams = random.choice([1, 5, 12])
    content = _integers(190_000)
    groups, members, number = dict[int, list[tuple[int, bytes]]](), list[int](), 1000
    for index in range(streams):
        group = groups[100 + index] = []
        for _ in range(30):
            group.append((number, b"<</FT/Tx/T(f%d)/X%s>>" % (number, content)))
            members.append(number)
            number += 1
    kids = b" ".join(b"%d 0 R" % member for member in members)
    return packed({**FORM, 4: b"<</Fields[%s]>>" % kids}, groups)


def overlapping(random: Random) -> bytes:
    """Put each object into a string of the one before, so that n bytes are read n times."""
    count = random.choice([1000, 4000, 8000])
    kids = b" ".join(b"%d 0 R" % (_FIRST + i) for i in range(count))
    out, places = _objects({**FORM, 4: b"<</Fields[%s]>>" % kids})
    for number in range(_FIRST, _FIRST + count):
        places[number] = len(out)
        out += b"%d 0 obj<</FT/Tx/T(%d)/X(" % (number, number)
    out += b")>>endobj " * count
    return _finished(out, places)


def endless_table(random: Random) -> bytes:
    """Claim millions of objects."""
    return packed(FORM, {50: [(6, b"1")]}, more=random.choice([1_000_000, 2_200_000, 9_000_000]))


def scattered(random: Random) -> bytes:
    """Break the table of a file that has millions of objects, or what looks like them."""
    piece = random.choice(
        [b"1 0 obj 1 endobj\n", b"7 0 obj\n", b"obj ", b"\n", b"xref\n", b"<</A 1>>"]
    )
    return b"%PDF-1.7\n" + piece * (random.choice([2, 10, 45]) * 1_000_000 // len(piece))


def broken_and_big(random: Random) -> bytes:
    """Break a file so that only pypdf tries, and keep it busy."""
    data = random.choice([many_numbers, overlapping])(random)
    return data[: data.rindex(b"xref\n0")].replace(b"/Type/Catalog", b"/Type/Cat")


def much_text(random: Random) -> bytes:
    """Return answers up to and over the limits."""
    piece = random.choice(
        [b"a", b"\xcc\x81", b"word ", b"\n", b"\xf0\x9f\x98\x80", b"\xef\xac\x80"]
    )
    body = b"/V 6 0 R"
    objects = _fields([body] * random.choice([10, 45, 60]))
    return table({**objects, 6: b"(" + piece * (100_000 // len(piece)) + b")"})


LIGHT: Sequence[Callable[[Random], bytes]] = (
    nested, loops, doubling, inflating, numbers, wide, texts, headers,
)  # fmt: skip
HEAVY: Sequence[Callable[[Random], bytes]] = (
    many_numbers, packed_numbers, overlapping, endless_table, scattered, broken_and_big, much_text,
)  # fmt: skip
