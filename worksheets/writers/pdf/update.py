"""Incremental updates of our own files: changed objects, appended (ISO 32000-2, 7.5.6).

Nothing is parsed when a file is updated: what stays of a changed object is kept as bytes. Our
files have object streams and cross-reference streams, and so have their updates (7.5.7, 7.5.8).
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import accumulate
from struct import pack

from pikepdf import Dictionary, Object, Pdf

Changes = dict[int, bytes]
"""Objects of a file by number, as they stand between ``obj`` and ``endobj``."""
_ROW = ">BIH"
"""A row of a cross-reference stream: kind, place (or number of the object stream), index."""


@dataclass(frozen=True, slots=True)
class Node:
    """A dictionary or stream to change: its number, and those of its entries that stay."""

    number: int
    entries: bytes

    @classmethod
    def of(cls, node: Object, *without: str) -> "Node":
        """Return an object of an open file ``without`` the entries that change."""
        gone = {*without, "/Length", "/Filter", "/DecodeParms"}
        entries = {key: value for key, value in node.items() if key not in gone}
        source = Dictionary(entries).unparse()
        return cls(node.objgen[0], source.removeprefix(b"<<").removesuffix(b">>").strip())

    def changed(self, entries: bytes) -> Changes:
        """Return the dictionary with ``entries`` as well."""
        return {self.number: b"<< %b %b >>" % (self.entries, entries)}

    def filled(self, content: bytes, entries: bytes = b"") -> Changes:
        """Return the stream with ``content``, and with ``entries`` as well."""
        return {self.number: _stream(content, b"%b %b" % (self.entries, entries))}


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A file to update: its bytes, and what its trailer says."""

    data: bytes
    size: int
    first_id: bytes
    trailer: bytes

    @classmethod
    def of(cls, data: bytes, pdf: Pdf) -> "Original":
        """Return a file that is open as ``pdf``."""
        trailer = pdf.trailer
        start = data.rpartition(b"startxref")[2].split()[0]
        roots = trailer.Root.unparse(), trailer.Info.unparse()
        return cls(
            data=data,
            size=int(trailer.Size),
            first_id=trailer.ID[0].unparse(),
            trailer=b"/Root %b /Info %b /Prev %b" % (*roots, start),
        )

    def updated(self, changes: Mapping[int, bytes]) -> bytes:
        """Return the file with ``changes``; the second half of its ``/ID`` tells files apart.

        Dictionaries share an object stream (7.5.7), streams stand for themselves.
        """
        packed = {n: body for n, body in changes.items() if not body.endswith(b"endstream")}
        loose = {n: body for n, body in changes.items() if n not in packed}
        home, table = self.size, self.size + 1
        loose[home] = _object_stream(packed)
        bodies = [_object(n, body) for n, body in loose.items()]
        places = accumulate(map(len, bodies), initial=len(self.data))
        rows = {n: pack(_ROW, 1, at, 0) for n, at in zip((*loose, table), places, strict=True)}
        rows |= {n: pack(_ROW, 2, home, index) for index, n in enumerate(packed)}
        second_id = sha256(b"".join(bodies)).hexdigest()[:32].encode()
        entries = b"/Type /XRef /Size %d /W [1 4 2] /Index [%b] /ID [%b <%b>] %b" % (
            table + 1, b"".join(b"%d 1 " % n for n in sorted(rows)),
            self.first_id, second_id, self.trailer,
        )  # fmt: skip
        last = _object(table, _stream(b"".join(rows[n] for n in sorted(rows)), entries))
        start = len(self.data) + sum(map(len, bodies))
        return b"".join([self.data, *bodies, last, b"startxref\n%d\n%%%%EOF\n" % start])


def _object(number: int, body: bytes) -> bytes:
    return b"%d 0 obj\n%b\nendobj\n" % (number, body)


def _stream(content: bytes, entries: bytes) -> bytes:
    data = zlib.compress(content)
    more = b"/Filter /FlateDecode /Length %d" % len(data)
    return b"<< %b %b >>\nstream\n%b\nendstream" % (entries, more, data)


def _object_stream(objects: Mapping[int, bytes]) -> bytes:
    ends = accumulate((len(body) + 1 for body in objects.values()), initial=0)
    head = b"".join(b"%d %d " % pair for pair in zip(objects, ends, strict=False))
    entries = b"/Type /ObjStm /N %d /First %d" % (len(objects), len(head))
    return _stream(head + b"\n".join(objects.values()), entries)
