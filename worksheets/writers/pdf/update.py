"""Incremental updates of our own files: changed objects, appended (ISO 32000-2, 7.5.6).

Nothing is parsed when a file is updated: what stays of a changed object is kept as bytes. Our
files have cross-reference streams, and so have their updates (7.5.8).
"""

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from struct import pack

from pikepdf import Dictionary, Object, Pdf

Changes = dict[int, bytes]
"""Objects of a file by number, as they stand between ``obj`` and ``endobj``."""


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
        return cls(node.objgen[0], Dictionary(entries).unparse().removesuffix(b">>"))

    def changed(self, entries: bytes) -> Changes:
        """Return the dictionary with ``entries`` as well."""
        return {self.number: b"%b%b >>" % (self.entries, entries)}

    def filled(self, content: bytes, entries: bytes = b"") -> Changes:
        """Return the stream with ``content``, and with ``entries`` as well."""
        data = zlib.compress(content)
        more = b"%b /Filter /FlateDecode /Length %d" % (entries, len(data))
        [(number, dictionary)] = self.changed(more).items()
        return {number: b"%b\nstream\n%b\nendstream" % (dictionary, data)}


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
        """Return the file with ``changes``; the second half of its ``/ID`` tells files apart."""
        numbers = sorted(changes)
        bodies = [b"%d 0 obj\n%b\nendobj\n" % (number, changes[number]) for number in numbers]
        offset, rows = len(self.data), []
        for length in (*map(len, bodies), 0):
            rows.append(pack(">BIB", 1, offset, 0))
            offset += length
        table, index = b"".join(rows), b"".join(b"%d 1 " % n for n in (*numbers, self.size))
        second_id = sha256(b"".join(bodies)).hexdigest()[:32].encode()
        entries = (
            b"/Type /XRef /Size %d /W [1 4 1] /Index [%b] /ID [%b <%b>] %b /Length %d"
            % (self.size + 1, index, self.first_id, second_id, self.trailer, len(table))
        )  # fmt: skip
        last = b"%d 0 obj\n<< %b >>\nstream\n%b\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        return b"".join([self.data, *bodies, last % (self.size, entries, table, offset)])
