"""Open a Word or Excel file that a stranger sent: a zip of XML, read within limits.

Nothing is unpacked to disk, so names that climb out of a folder do no harm; nothing is fetched;
XML with a document type, which alone can declare entities, is refused before it is parsed.
"""

import re
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property
from io import BytesIO
from posixpath import dirname, join, normpath
from typing import IO, Any
from urllib.parse import unquote
from zipfile import ZipFile, ZipInfo

from lxml import etree
from lxml.etree import XMLParser, XMLSyntaxError, _Element

from worksheets.definition import refuse_result
from worksheets.errors import Problem, UnusableInputError

MAX_MEMBERS = 2_000
MAX_PART = 24_000_000
MAX_WHOLE = 48_000_000
"""Bytes of one part and of all parts that are read, when inflated."""
CONTENT_TYPES = "[Content_Types].xml"
_OVERRIDE = "{http://schemas.openxmlformats.org/package/2006/content-types}Override"
RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_OPEN = b"http://schemas.openxmlformats.org/"
_STRICT = (  # ISO 29500 Strict has namespaces of its own; the first is the beginning of all
    (b"http://purl.oclc.org/ooxml/", b"strict:"),
    (b"strict:spreadsheetml/main", _OPEN + b"spreadsheetml/2006/main"),
    (b"strict:wordprocessingml/main", _OPEN + b"wordprocessingml/2006/main"),
    (b"strict:officeDocument/", _OPEN + b"officeDocument/2006/"),
)
_PROPERTY = "worksheet_definition"
_CUSTOM = "docProps/custom.xml"
_DIGITS = 9  # of a number that counts or points to something
_ENCRYPTED = 1  # flag of a member
_ROOT_FIRST = re.compile(
    rb"""(?:\xef\xbb\xbf)?
    (?:<\?xml\ version=["']1\.0["']
        (?:\ encoding=["'](?:UTF|utf)-8["'])?
        (?:\ standalone=["'](?:yes|no)["'])?\ ?\?>)?
    \s*<[A-Za-z]""",
    re.VERBOSE,
)
"""UTF-8 in which the root comes first, as office programs write it."""
_XML_LIMITS = {1, 2, 114}  # libxml2: internal (a limit, until 2.13), no memory, resource limit


def unusable(code: str, message: str, hint: str = "") -> UnusableInputError:
    """Return the error for a file that cannot be used."""
    return UnusableInputError(Problem(code, message, hint=hint))


def whole(text: str | None) -> int | None:
    """Return the number that ``text`` is, if it is one of a few digits and nothing else."""
    plain = (text or "").strip()
    return int(plain) if plain.isdecimal() and len(plain) <= _DIGITS else None


class Package:
    """The parts of a file by name; ``problems`` is what there is to say about it as a whole."""

    def __init__(self, data: bytes) -> None:
        """Look at the directory; raise UnusableInputError: R003 over a limit, R007 damaged."""
        self.problems: list[Problem] = []
        self._left = MAX_WHOLE
        self._relations: dict[str, dict[str, tuple[str, str]]] = {}
        try:
            self._zip = ZipFile(BytesIO(data))
        except MemoryError:
            raise
        except Exception as error:  # struct has an error of its own
            hint = "ask for it again; perhaps its upload was cut off"
            raise unusable("R007", "the file is damaged: it is no whole zip", hint) from error
        members = self._zip.infolist()
        if len(members) > MAX_MEMBERS:
            raise unusable("R003", f"the file has more than {MAX_MEMBERS} parts")
        self._members = {member.filename: member for member in members}
        if any(map(_climbs, self._members)):
            message = "the file has parts that no office program writes; they were left alone"
            self.problems.append(Problem("R019", message))
        if len(self._members) < len(members):
            message = "the file has two parts of one name; the last one was read"
            self.problems.append(Problem("R019", message))
        self._check_types()

    def _check_types(self) -> None:
        types = self.part(CONTENT_TYPES) or b""
        if b"macroEnabled" in types or any(n.endswith("vbaProject.bin") for n in self._members):
            message = "the file holds macros; nothing of them was run"
            self.problems.append(Problem("R017", message))
        known = any(kind in types for kind in (b"wordprocessingml", b"spreadsheetml", b"macroEn"))
        listed = self._listed() if known else None
        lost = (listed or set()) - {name.casefold() for name in self._members}
        if listed is None:
            message = "the file calls itself something else; it was read all the same"
            self.problems.append(Problem("R020", message))
        elif lost:
            message = f"the file has lost parts that it lists: {', '.join(sorted(lost))[:200]}"
            self.problems.append(Problem("R020", message, hint="ask for it again"))

    def _listed(self) -> set[str] | None:
        """Return the names of the parts that the file says it has, None if it does not say."""
        try:
            root = self.xml(CONTENT_TYPES)
        except UnusableInputError as error:
            if error.problems[0].code != "R007":
                raise
            return None
        entries = root.iter(_OVERRIDE) if root is not None else ()
        names = (unquote(entry.get("PartName", "")) for entry in entries)
        return {name.removeprefix("/").casefold() for name in names}

    @property
    def names(self) -> list[str]:
        """Return the names of all parts."""
        return list(self._members)

    def part(self, name: str) -> bytes | None:
        """Return a part, or None without one; raise UnusableInputError R003 or R007."""
        member = self._members.get(name)
        if member is None:
            return None
        try:
            with self._zip.open(member) as source:
                return self._bounded(source, member)
        except (MemoryError, UnusableInputError):
            raise
        except Exception as error:  # zlib, lzma and bz2 have errors of their own
            if member.flag_bits & _ENCRYPTED:
                message = "the file opens only with a password"
                raise unusable("R004", message, "ask for one without") from error
            raise unusable("R007", f"the file is damaged: {name} cannot be unpacked") from error

    def _bounded(self, source: IO[bytes], member: ZipInfo) -> bytes:
        most = min(MAX_PART, self._left)
        content = source.read(most + 1)
        if len(content) > most or member.file_size > most:
            raise unusable("R003", "the file is far larger when unpacked than any worksheet")
        self._left -= len(content)
        return content

    def xml(self, name: str) -> _Element | None:
        """Return the root of a part, or None without one; raise R003, R004, R007 or R018."""
        content = self.part(name)
        if content is None:
            return None
        if _STRICT[0][0] in content:
            for strict, usual in _STRICT:
                content = content.replace(strict, usual)
        try:
            if _declares_type(content):
                message = f"{name} declares a document type, as no office program does"
                raise unusable("R018", message, "do not open it; ask where it comes from")
            return etree.fromstring(content, _parser())
        except (XMLSyntaxError, ValueError, LookupError) as error:
            if getattr(error, "code", None) in _XML_LIMITS:
                message = f"{name} is far larger or deeper than any worksheet's"
                raise unusable("R003", message) from error
            raise unusable("R007", f"the file is damaged: {name} is no XML") from error

    def main(self, usual: str) -> _Element:
        """Return the root of the main part; raise R007 if there is none."""
        found = self.target("", "/officeDocument") or usual
        self.main_name = found if found in self._members else usual
        if any(name.endswith("workbook.bin") for name in self._members):
            hint = "save it as .xlsx"
            raise unusable("R001", "it is a binary workbook (.xlsb)", hint)
        root = self.xml(self.main_name)
        if root is None:
            raise unusable("R007", f"the file is damaged: it has lost {usual}")
        return root

    def target(self, part: str, kind: str) -> str:
        """Return the part that ``part`` (or the file, "") relates to as ``kind``, "" if none."""
        return next((n for k, n in self.relations(part).values() if k.endswith(kind)), "")

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """Return kind and target of the relations of a part, by id; those outside are left out."""
        if part not in self._relations:
            self._relations[part] = self._related(part)
        return self._relations[part]

    def _related(self, part: str) -> dict[str, tuple[str, str]]:
        folder, base = dirname(part), part.rpartition("/")[2]
        root = self.xml(join(folder, "_rels", f"{base}.rels"))
        found: dict[str, tuple[str, str]] = {}
        for relation in root.iter(RELATIONS) if root is not None else ():
            target = relation.get("Target", "")
            if relation.get("TargetMode") != "External":
                path = target[1:] if target.startswith("/") else normpath(join(folder, target))
                found[relation.get("Id", "")] = relation.get("Type", ""), path
        return found

    def refuse_result(self) -> None:
        """Raise UnusableInputError R022 if the properties tell of a merged result."""
        root = self.xml(_CUSTOM)
        refuse_result(entry.get("name", "") for entry in (root if root is not None else ()))

    @cached_property
    def custom_definition(self) -> str:
        """Return the packed definition in the custom properties, "" if there is none."""
        root = self.xml(_CUSTOM)
        chunks = {
            entry.get("name", ""): "".join(map(str, entry.itertext()))
            for entry in (root if root is not None else ())
            if entry.get("name", "").startswith(_PROPERTY)
        }
        return joined(text for _, text in sorted(chunks.items()))


class _BegunError(Exception):
    """The part of the XML that is of interest here is over."""


class _Prolog:
    """Is told by the parser what stands before the root."""

    declares_type = False

    def doctype(self, *_: object) -> None:
        self.declares_type = True
        raise _BegunError

    def start(self, *_: object) -> None:
        raise _BegunError

    def close(self) -> None:
        pass


def _declares_type(content: bytes) -> bool:
    """Tell whether XML declares a document type, in whatever encoding; read no further."""
    if _ROOT_FIRST.match(content):
        return False  # nothing stands before the root, and asking the parser takes long
    prolog = _Prolog()
    with suppress(_BegunError):
        etree.fromstring(content, _parser(prolog))
    return prolog.declares_type


def _parser(target: Any = None) -> XMLParser:  # noqa: ANN401 (lxml asks less of it than it says)
    return XMLParser(resolve_entities=False, no_network=True, load_dtd=False,
                     remove_comments=True, remove_pis=True, target=target)  # fmt: skip


def _climbs(name: str) -> bool:
    """Tell whether a name leads out of the folder that a zip is unpacked to."""
    parts = name.replace("\\", "/").split("/")
    return ".." in parts or not parts[0] or parts[0].endswith(":")


def joined(chunks: Iterable[str]) -> str:
    """Return the text of chunks that each begin with their number and a colon."""
    return "".join(chunk.partition(":")[2] for chunk in chunks)
