"""Pseudonyms: stable codes in place of names, which only the key file can turn back.

A code is a keyed hash of the name (HMAC, RFC 2104), so that one name has one code in every run, as
long as the key file is there. Whoever has the tables but not the key file learns no name from them,
but for what people wrote into the other fields.
"""

import csv
import hmac
import secrets
from base64 import b32encode
from collections.abc import Iterator
from dataclasses import replace
from hashlib import sha256
from io import StringIO
from pathlib import Path, PurePosixPath

from worksheets import pipeline
from worksheets.collecting.codebook import PERSON
from worksheets.collecting.rows import Note
from worksheets.errors import Problem, Spot, UnusableInputError
from worksheets.model.labels import plain

HEAD = ("code", "kind", "name")
KEY = "key"
_LENGTH = 8  # characters of 5 bits
_SUFFIX = 6  # characters of a file name's ending that are kept


class Pseudonyms:
    """The codes of a key file, which is made where there is none."""

    def __init__(self, path: Path) -> None:
        """Read the key file at ``path``, or make a new secret and write it at once."""
        self.path = path
        self._names: dict[str, tuple[str, str]] = {}
        self._secret = ""
        if path.exists():
            self._read()
        else:
            self._secret = secrets.token_hex(16)
            self.save()

    @property
    def fingerprint(self) -> str:
        """Return what tells this key from others."""
        return sha256(self._secret.encode()).hexdigest()[:12]

    def person(self, name: str) -> str:
        """Return the code of somebody's name, however it is written; a code is its own."""
        if name in self._names:
            return name
        return self._code("person", "P", plain(name), name)

    def file(self, name: str) -> str:
        """Return the code of a file's name; its ending stays."""
        suffix = PurePosixPath(name).suffix
        kept = suffix if suffix[1:].isascii() and len(suffix) <= _SUFFIX else ""
        return self._code("file", "F", name, name) + kept.lower()

    def note(self, note: Note) -> Note:
        """Return a note of an earlier run, in which names may not have been hidden."""
        coded = {key: self._file_again(getattr(note, key)) for key in ("file", "response")}
        if note.field == PERSON:
            texts = {key: getattr(note, key) for key in ("answer", "correction")}
            coded |= {key: self.person(text) for key, text in texts.items() if text}
        return replace(note, **coded)

    def _file_again(self, name: str) -> str:
        return self.file(name) if name and self.real(name) == name else name

    def real(self, code: str) -> str:
        """Return the name of a file by what `file` made of it; what is no code is returned."""
        return self._names.get(PurePosixPath(code).stem.partition(".")[0], ("", code))[1]

    def save(self) -> None:
        """Write the key file."""
        text = StringIO(newline="")
        lines = csv.writer(text)
        lines.writerows((HEAD, (self._secret, KEY, "keep this file apart from the results")))
        lines.writerows((code, kind, name) for code, (kind, name) in sorted(self._names.items()))
        pipeline.save(self.path, ("\ufeff" + text.getvalue()).encode(), {}, force=True)

    def forget(self, codes: set[str]) -> None:
        """Take names out of the key file."""
        self._names = {code: found for code, found in self._names.items() if code not in codes}
        self.save()

    def names(self) -> Iterator[tuple[str, str]]:
        """Yield each code and its name."""
        yield from ((code, name) for code, (_, name) in self._names.items())

    def _code(self, kind: str, letter: str, text: str, name: str) -> str:
        digest = hmac.digest(self._secret.encode(), f"{kind} {text}".encode(), "sha256")
        code = f"{letter}-{b32encode(digest)[:_LENGTH].decode()}"
        self._names.setdefault(code, (kind, name))
        return code

    def _read(self) -> None:
        text = pipeline.read_bytes(self.path).decode("utf-8-sig", errors="replace")
        try:
            rows = [row for row in csv.reader(StringIO(text, newline="")) if len(row) == len(HEAD)]
        except csv.Error:
            rows = []
        for code, kind, name in rows:
            if kind == KEY:
                self._secret = code
            elif (code, kind, name) != HEAD:
                self._names[code] = (kind, name)
        if not self._secret:
            hint = "move it away to start with new codes"
            problem = Problem("R015", "this is not a key file", Spot(str(self.path)), hint)
            raise UnusableInputError(problem)
