"""Which format a file has, by its content: never by its name."""

import re

from worksheets.errors import Problem, UnusableInputError

_MAIN_PART = re.compile(
    rb"PK(?:\x01\x02.{42}|\x03\x04.{26})/?(word/document|xl/workbook)", re.DOTALL
)
"""In an entry of a zip's directory, or before the part itself."""


def detect(data: bytes) -> str:
    """Return the format of a file by its content; raise UnusableInputError."""
    if not data:
        raise UnusableInputError(Problem("R002", "the file is empty"))
    is_zip = data.startswith(b"PK\x03\x04")
    if b"%PDF-" in data[:1024] and not is_zip:  # a zip may begin with a PDF as it is
        return "pdf"
    if is_zip and (mains := _MAIN_PART.findall(data, _directory(data))):
        return "docx" if mains[-1] == b"word/document" else "xlsx"
    hint = "worksheets come back as PDF, DOCX or XLSX"
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            problem = Problem(
                "R004", "the file opens only with a password", hint="ask for one without"
            )
            raise UnusableInputError(problem)
        hint = "it is an old .doc or .xls: save it as .docx or .xlsx"
    raise UnusableInputError(Problem("R001", "this is not a worksheet file", hint=hint))


def _directory(data: bytes) -> int:
    """Return where the directory of a zip begins, 0 if it has lost it (APPNOTE.TXT, 4.3.16).

    A zip of forms holds their directories too, so those are not to be searched.
    """
    end = data.rfind(b"PK\x05\x06")
    return max(0, end - int.from_bytes(data[end + 12 : end + 16], "little")) if end >= 0 else 0
