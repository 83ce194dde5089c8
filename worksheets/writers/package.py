"""What Word and Excel files share: properties, and a zip that is the same for the same input."""

import re
import zlib
from collections.abc import Callable, Mapping
from io import BytesIO
from posixpath import dirname, join, normpath
from types import MappingProxyType
from xml.sax.saxutils import escape
from zipfile import ZIP_DEFLATED, BadZipFile, ZipFile, ZipInfo

from lxml.etree import XMLParser, XMLSyntaxError, _Element, fromstring

from worksheets import definition as definitions
from worksheets.errors import Problem, UnusableInputError
from worksheets.model.labels import SEAM, SLASH, halves, in_line
from worksheets.model.response import Definition, Stamp

CONTENT_TYPES = "[Content_Types].xml"
CHUNK = 240
"""Characters of one custom property; Office shows and keeps 255."""
PROPERTY = "worksheet_definition"
MAX_SIDE = 22 * 72.0
"""Points; Word knows no longer page."""
_CORE = "docProps/core.xml"
_STAMPED = re.compile(rb"<dcterms:(created|modified)\b.*?</dcterms:\1>", re.DOTALL)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


Edits = Mapping[str, Callable[[bytes], bytes]]


def normalised(data: bytes, edits: Edits = MappingProxyType({})) -> bytes:
    """Return a zip with its members in order and without the time they were written.

    ``edits`` change members by name, if they are there.
    """
    with ZipFile(BytesIO(data)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    if _CORE in parts:
        parts[_CORE] = _STAMPED.sub(b"", parts[_CORE])
    parts |= {name: edit(parts[name]) for name, edit in edits.items() if name in parts}
    return zipped(parts)


def zipped(parts: Mapping[str, bytes]) -> bytes:
    """Return parts by name as a zip that depends on nothing else."""
    target = BytesIO()
    with ZipFile(target, "w", ZIP_DEFLATED) as result:
        for name in sorted(parts, key=lambda name: (name != CONTENT_TYPES, name)):
            member = ZipInfo(name, _LONG_AGO)
            member.compress_type = ZIP_DEFLATED
            result.writestr(member, parts[name])
    return target.getvalue()


def chunks(definition: Definition) -> tuple[tuple[str, str], ...]:
    """Return the definition as named properties; each text begins with its number and a colon."""
    packed = definitions.pack(definitions.encode(definition))
    parts = [packed[start : start + CHUNK] for start in range(0, len(packed), CHUNK)]
    return tuple((f"{PROPERTY}_{n:04}", f"{n:04}:{part}") for n, part in enumerate(parts))


def custom_properties(stamp: Stamp, properties: tuple[tuple[str, str], ...]) -> bytes:
    """Return ``docProps/custom.xml`` (ECMA-376 part 1, 15.2.12.2)."""
    named = (("worksheet", f"{stamp.layout} {stamp.version}"), *properties)
    entries = "".join(
        '<property fmtid="{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"'
        f' pid="{number}" name="{name}"><vt:lpwstr>{escape(text)}</vt:lpwstr></property>'
        for number, (name, text) in enumerate(named, start=2)
    )
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
        f'<Properties xmlns="{kind}custom-properties" xmlns:vt="{kind}docPropsVTypes">'
        f"{entries}</Properties>"
    ).encode()


def writable(text: str) -> str:
    """Return ``text`` without the characters that XML 1.0 cannot hold."""
    return _NOT_XML.sub("", text)


def length(text: str) -> int:
    """Return the length of ``text`` as Office counts it: in units of UTF-16."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened_line(text: str, most: int) -> str:
    """Return a text on one line; of two languages each is cut to its share of ``most``."""
    first, second = halves(text)
    if SEAM not in text or length(in_line(text)) <= most:
        return shortened(in_line(text), most)
    half = (most - len(SLASH)) // 2
    first = shortened(first, max(half, 2 * half - length(second)))
    return f"{first}{SLASH}{shortened(second, most - len(SLASH) - length(first))}"


def shortened(text: str, most: int) -> str:
    """Return of ``text`` what Office counts as at most ``most`` characters."""
    return text.encode("utf-16-le", "ignore")[: 2 * most].decode("utf-16-le", "ignore")


class Parts:
    """The parts of a file that is changed: it has been read before, within limits."""

    def __init__(self, data: bytes) -> None:
        """Open it; raise UnusableInputError R007 if it is no whole zip."""
        try:
            with ZipFile(BytesIO(data)) as source:
                self._parts = {name: source.read(name) for name in source.namelist()}
        except (BadZipFile, zlib.error, OSError, ValueError, RuntimeError, EOFError) as error:
            raise UnusableInputError(_damaged("it is no whole zip")) from error

    def main(self, usual: str) -> str:
        """Return the name of the main part."""
        found = self.relations("").get("", usual)
        return found if found in self._parts else usual

    def xml(self, name: str) -> _Element:
        """Return the root of a part; raise UnusableInputError R007 if there is none."""
        parser = XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
        try:
            return fromstring(self._parts[name], parser)
        except (KeyError, XMLSyntaxError, ValueError) as error:
            raise UnusableInputError(_damaged(f"it has lost {name}")) from error

    def relations(self, name: str) -> dict[str, str]:
        """Return the targets of a part's relations by id; the main part of the file is ""."""
        folder, base = dirname(name), name.rpartition("/")[2]
        rels = join(folder, "_rels", f"{base}.rels")
        found: dict[str, str] = {}
        for relation in self.xml(rels) if rels in self._parts else ():
            target = relation.get("Target", "")
            path = target[1:] if target.startswith("/") else normpath(join(folder, target))
            key = relation.get("Id", "")
            if relation.get("Type", "").endswith("/officeDocument"):
                key = ""
            found[key] = path
        return found

    def saved(self, changed: Mapping[str, bytes]) -> bytes:
        """Return the file with ``changed`` parts."""
        return zipped({**self._parts, **changed})


def _damaged(why: str) -> Problem:
    return Problem("R007", f"the file cannot be filled in: {why}", hint="take a fresh copy")
