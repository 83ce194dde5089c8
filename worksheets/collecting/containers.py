"""Zips and mails, opened within limits: what is in them, and one member at a time.

Nothing is unpacked to disk. Names of members are labels and lead nowhere. What cannot be read of
a container is a problem (C012), and the rest is read.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from io import BytesIO
from typing import IO, Protocol
from zipfile import ZipFile, ZipInfo

from worksheets.collecting.names import clean, distinct, is_litter, natural
from worksheets.errors import Problem, Spot, UnusableInputError
from worksheets.pipeline import MAX_FILE

MAX_MEMBERS = 50_000
MAX_PARTS = 1_000
"""Parts of a mail."""
MAX_INFLATED = 10_000_000_000
"""Bytes of all members of a zip."""
MAX_RATIO = 100
"""Times that a zip of more than `MAX_FILE` may grow when unpacked."""
MAX_DEPTH = 3
"""Containers in containers."""
_ENCRYPTED = 1  # flag of a member
_STEP = 1 << 20  # bytes that are unpacked at a time
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_OTHERS = {
    b"7z\xbc\xaf\x27\x1c": "7z", b"Rar!\x1a\x07": "rar", b"\x1f\x8b\x08": "gz",
    b"BZh": "bz2", b"\xfd7zXZ\x00": "xz", b"\x28\xb5\x2f\xfd": "zst",
}  # fmt: skip
_OFFICE = ("word/document", "xl/workbook")
_TAR = slice(257, 262)  # where a tar says so
_HEAD = 16_000  # bytes in which the headers of a mail are looked for
_HEADER = re.compile(rb"([!-9;-~]{1,76}):")
_OF_MAILS = {
    b"from", b"to", b"subject", b"date", b"message-id", b"received", b"mime-version",
    b"return-path", b"delivered-to", b"content-type",
}  # fmt: skip
_ENOUGH = 3  # headers that only mails have


@dataclass(frozen=True, slots=True)
class Listing:
    """Index and label of the members to read, and what there is to say of the others."""

    members: tuple[tuple[int, str], ...]
    notices: tuple[Problem, ...]


class Container(Protocol):
    """Something that holds files."""

    def listing(self) -> Listing:
        """Return what is in it; raise UnusableInputError (C012) if it is refused."""

    def content(self, index: int) -> bytes:
        """Return a member; raise UnusableInputError (C012)."""


def refused(why: str, hint: str = "") -> UnusableInputError:
    """Return the error for a container, or a member, that is not read."""
    return UnusableInputError(Problem("C012", why, hint=hint or "unpack it by hand and look"))


def opened(file: IO[bytes]) -> Container | None:
    """Return the container in ``file`` by its content, None if it is none; raise C012."""
    head = file.read(_HEAD)
    file.seek(0)
    if head.startswith(_ZIP):
        return _Zip(file)
    other = next((kind for magic, kind in _OTHERS.items() if head.startswith(magic)), None)
    if other is None and head[_TAR] == b"ustar":
        other = "tar"
    if other:
        raise refused(f"archives of this kind ({other}) are not opened", "make a .zip of it")
    return _Mail(file.read()) if _is_mail(head) else None


def _is_mail(head: bytes) -> bool:
    """Tell whether a file begins as a mail does (RFC 5322, 2.2)."""
    lines = head.removeprefix(b"\xef\xbb\xbf").splitlines()
    if lines and lines[0].startswith(b"From "):
        del lines[0]
    names = set()
    for line in lines:
        header = _HEADER.match(line)
        if header:
            names.add(header[1].lower())
        elif not line.startswith((b" ", b"\t")):
            break
    return len(names & _OF_MAILS) >= _ENOUGH


def _listing(found: list[tuple[int, str]], notices: list[Problem]) -> Listing:
    """Return the members in the order of their names, without what systems leave behind."""
    order = sorted(found, key=lambda member: (natural(member[1]), member[0]))
    labels = distinct(clean(name) or str(index) for index, name in order)
    members = []
    for (index, _), label in zip(order, labels, strict=True):
        if any(map(is_litter, label.split("/"))):
            message = "it belongs to a system or a program and was not read"
            notices.append(Problem("C013", message, Spot(label)))
        else:
            members.append((index, label))
    return Listing(tuple(members), tuple(notices))


# ---------------------------------------------------------------- zips


class _Zip:
    def __init__(self, file: IO[bytes]) -> None:
        try:
            self._zip = ZipFile(file)
        except MemoryError:
            raise refused("the archive holds far too many files") from None
        except Exception as error:  # struct has an error of its own
            hint = "ask for it again; perhaps its upload was cut off"
            raise refused("the archive is damaged", hint) from error
        self._members = self._zip.infolist()
        self._size = file.seek(0, 2)

    def listing(self) -> Listing:
        if len(self._members) > MAX_MEMBERS:
            raise refused(f"the archive holds more than {MAX_MEMBERS} files")
        if any(member.filename.startswith(_OFFICE) for member in self._members):
            raise UnusableInputError(Problem("R003", _too_large()))  # else it had been read
        inflated = sum(member.file_size for member in self._members)
        packed = sum(member.compress_size for member in self._members)
        grows = inflated > max(MAX_FILE, MAX_RATIO * self._size)
        if grows or inflated > MAX_INFLATED or packed > self._size:
            raise refused("the archive is far larger when unpacked than worksheets are")
        found, notices = [], []
        for index, member in enumerate(self._members):
            if member.filename.endswith("/"):
                continue
            if why := _closed(member):
                notices.append(Problem("C012", why, Spot(clean(member.filename))))
            else:
                found.append((index, member.filename))
        if not found and not notices:
            raise refused("the archive is empty", "ask for it again")
        return _listing(found, notices)

    def content(self, index: int) -> bytes:
        try:
            return self._unpacked(self._members[index])
        except (MemoryError, UnusableInputError):
            raise
        except Exception as error:  # zlib, lzma and bz2 have errors of their own
            raise refused("the file is damaged inside the archive", "ask for it again") from error

    def _unpacked(self, member: ZipInfo) -> bytes:
        if why := _closed(member):
            raise refused(why)
        whole = BytesIO()
        with self._zip.open(member) as source:
            while part := source.read(_STEP):
                whole.write(part)
                if whole.tell() > MAX_FILE:
                    raise refused(_too_large())
        return whole.getvalue()


def _closed(member: ZipInfo) -> str:
    if member.flag_bits & _ENCRYPTED:
        return "the file opens only with a password"
    return _too_large() if member.file_size > MAX_FILE else ""


def _too_large() -> str:
    return f"the file is larger than {MAX_FILE // 1_000_000} MB"


# ---------------------------------------------------------------- mails


class _Mail:
    def __init__(self, data: bytes) -> None:
        if len(data) > MAX_FILE:
            raise refused(f"the mail is larger than {MAX_FILE // 1_000_000} MB")
        try:
            self._parts = list(_attached(message_from_bytes(data, policy=policy.default)))
        except (MemoryError, UnusableInputError):
            raise
        except Exception as error:  # the parser gives up in many ways
            raise refused("the mail cannot be parsed", "save its attachments by hand") from error

    def listing(self) -> Listing:
        if not self._parts:
            raise refused("the mail has no attachments; its text was not read", "look at the mail")
        return _listing([(i, _file_name(part, i)) for i, part in enumerate(self._parts)], [])

    def content(self, index: int) -> bytes:
        try:
            part = self._parts[index]
            if part.is_multipart():  # a mail in base64, which the parser does not decode
                inner = part.get_payload(0)
                return b64decode(str(inner.get_payload()))  # type: ignore[union-attr]
            payload = part.get_payload(decode=True)
        except Exception as error:  # whatever was in the mail
            raise refused("the attachment cannot be decoded") from error
        return payload if isinstance(payload, bytes) else b""


def _attached(mail: Message) -> Iterator[Message]:
    """Yield attachments, those of forwarded mails too, but neither texts nor pictures in them."""
    waiting, seen = [mail], 0
    while waiting:
        part = waiting.pop()
        seen += 1
        if seen > MAX_PARTS:
            raise refused(f"the mail has more than {MAX_PARTS} parts")
        encoding = str(part.get("Content-Transfer-Encoding", "")).strip().lower()
        if part.get_content_maintype() == "message" and encoding == "base64":
            yield part
        elif part.is_multipart():
            waiting += reversed(part.get_payload())  # type: ignore[arg-type]
        elif not _is_shown(part):
            yield part


def _is_shown(part: Message) -> bool:
    """Tell whether a part is the mail itself: its text, or a picture in it (RFC 2183, 2)."""
    if part.get_content_disposition() == "attachment":
        return False
    kind = part.get_content_maintype()
    return (kind == "text" and not part.get_filename()) or (
        kind == "image" and "Content-ID" in part
    )


def _file_name(part: Message, index: int) -> str:
    try:
        name = part.get_filename()
    except Exception:  # what a hostile header does to the parser
        name = None
    return name or f"attachment {index + 1}"
