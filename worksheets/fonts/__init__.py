"""The font of every sheet: its measures, the widths of texts and the breaking of lines.

The files are subsets of FiraGO made by ``worksheets.fonts.build``; they hold the Latin, Greek
and Cyrillic letters, have no kerning, and so a text is as wide as the sum of its letters.
Nothing here opens a font program: the measures were written to metrics.json with it.

An organisation's own fonts are `Typeface`s. While words are `printed_in` them, a text is measured
in the own font of its face if that has all of its letters, else in ours; `own_face` tells which.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Literal

Face = Literal["regular", "bold"]
_Part = tuple[str, str, float]
"""A word, the seam after it, and the word's width in 1/1000 em."""

SOFT_HYPHEN = "\u00ad"
ZERO_WIDTH_SPACE = "\u200b"
_LINE_BREAK = re.compile(r"\r\n|[\n\r\u2028\u2029]")
_UNSEEN = frozenset(SOFT_HYPHEN + ZERO_WIDTH_SPACE + "\t\n\r\u2028\u2029")
_LOOSE = f" \t{SOFT_HYPHEN}{ZERO_WIDTH_SPACE}"
# No break before a digit: 2026-03-15 and 1/2 stay whole (UAX #14, LB25).
_SEAM = re.compile(rf"([{_LOOSE}]+|(?<=[\w)][-/\u2010\u2013])(?=[^\W\d_]))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Metrics:
    """The measures of one face, in 1/1000 em; the names are those of a PDF FontDescriptor.

    ``glyphs`` maps a code point to its glyph id and advance; combining marks advance by 0.
    ``notdef`` is the advance of the box that stands for a missing glyph, glyph 0.
    """

    name: str
    ascent: int
    descent: int
    cap_height: int
    bbox: tuple[int, int, int, int]
    italic_angle: float
    stem_v: int
    notdef: int
    glyphs: Mapping[int, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Typeface:
    """A face of somebody's own: a TrueType program, its family, its advances in 1/1000 em.

    ``advances`` has every character that it can print, and those that ``wrap`` consumes.
    """

    program: bytes
    family: str
    advances: Mapping[str, float]

    def missing(self, text: str) -> str:
        """Return the characters of ``text`` that it lacks, each once, in order."""
        return "".join(c for c in dict.fromkeys(text) if c not in self.advances)

    @classmethod
    def of(cls, program: bytes, family: str, advances: Mapping[str, float]) -> "Typeface":
        """Return a face with these advances of letters; what nobody sees advances by nothing."""
        known = {**advances, **dict.fromkeys(_UNSEEN, 0.0)}
        return cls(program=program, family=family, advances=MappingProxyType(known))


_own: ContextVar[Mapping[Face, Typeface]] = ContextVar("own", default=MappingProxyType({}))


@contextmanager
def printed_in(faces: Mapping[Face, Typeface]) -> Iterator[None]:
    """Measure texts as printed in these faces, in this thread, until the end of the block."""
    token = _own.set(faces)
    try:
        yield
    finally:
        _own.reset(token)


def own_faces() -> Mapping[Face, Typeface]:
    """Return the faces that words are printed in now, beside ours."""
    return _own.get()


def own_face(faces: Mapping[Face, Typeface], face: Face, text: str) -> Typeface | None:
    """Return the own face that ``text`` is set in, None for ours: one without all letters."""
    own = faces.get(face)
    return own if own and not own.missing(text) else None


class _Advances(dict[str, float]):
    """Advances by character; a character that the font lacks is as wide as ``notdef``."""

    def __init__(self, face: Face) -> None:
        measures = metrics(face)
        super().__init__({chr(code): advance for code, (_, advance) in measures.glyphs.items()})
        self.update(dict.fromkeys(_UNSEEN, 0))
        self.notdef = measures.notdef

    def __missing__(self, char: str) -> float:
        return self.notdef


@cache
def metrics(face: Face) -> Metrics:
    """Return the measures of ``face``."""
    shipped = json.loads((files(__name__) / "metrics.json").read_bytes())[face]
    return Metrics(
        name=shipped["name"],
        ascent=shipped["ascent"],
        descent=shipped["descent"],
        cap_height=shipped["capHeight"],
        bbox=tuple(shipped["bbox"]),
        italic_angle=shipped["italicAngle"],
        stem_v=shipped["stemV"],
        notdef=shipped["notdef"],
        glyphs=MappingProxyType(
            {int(code): (glyph, advance) for code, (glyph, advance) in shipped["glyphs"].items()}
        ),
    )


@cache
def font_file(face: Face) -> bytes:
    """Return the TrueType program of ``face``."""
    return (files(__name__) / f"WorksheetsSans-{face.title()}.ttf").read_bytes()


@cache
def _advances(face: Face) -> _Advances:
    return _Advances(face)


def _advances_in(text: str, face: Face) -> Mapping[str, float]:
    """Return the advances of the letters of ``text``, in an own face if that has them all."""
    own = own_face(own_faces(), face, text)
    return _advances(face) if own is None else own.advances


def _units(text: str, advances: Mapping[str, float]) -> float:
    return sum(map(advances.__getitem__, text))


def width(text: str, face: Face, size: float) -> float:
    """Return the width of ``text`` in points when set on one line at ``size`` points.

    Line breaks, tabs, soft hyphens and zero-width spaces add nothing: ``wrap`` consumes them.
    """
    return _units(text, _advances_in(text, face)) * size / 1000


def missing(text: str) -> str:
    """Return the characters of ``text`` that the font lacks, each once, in order.

    Both faces have the same characters; those that ``wrap`` consumes are never missing.
    """
    known = metrics("regular").glyphs
    return "".join(c for c in dict.fromkeys(text) if ord(c) not in known and c not in _UNSEEN)


def wrap(text: str, face: Face, size: float, limit: float) -> tuple[str, ...]:
    """Break ``text`` into lines no wider than ``limit`` points; an empty text is one empty line.

    Lines end at line breaks, at spaces (dropped there), after a hyphen, en dash or slash before
    a letter, at a zero-width space, and at a soft hyphen, which then prints ``-``.
    A word wider than ``limit`` is broken between characters, never before a combining mark;
    only a single character can be wider than ``limit``.
    """
    advances = _advances_in(text, face)
    lines: list[str] = []
    for paragraph in _LINE_BREAK.split(text):
        parts: list[_Part] = []
        for word, seam in _take_apart(paragraph):
            units = _units(word, advances)
            if units * size / 1000 <= limit:
                parts.append((word, seam, units))
            else:
                *heads, tail = _chop(word, advances, size, limit)
                parts += [(head, "", _units(head, advances)) for head in heads]
                parts.append((tail, seam, _units(tail, advances)))
        lines += _fill(parts, advances, size, limit)
    return tuple(lines)


def widest_word(text: str, face: Face, size: float) -> float:
    """Return the least ``limit`` in points at which ``wrap`` breaks no word of ``text``.

    A part before a soft hyphen counts with its hyphen.
    """
    parts = (part for paragraph in _LINE_BREAK.split(text) for part in _take_apart(paragraph))
    advances = _advances_in(text, face)
    widest = max(_units(word + "-" * (seam == SOFT_HYPHEN), advances) for word, seam in parts)
    return widest * size / 1000


def breaks_word(text: str, face: Face, size: float, limit: float) -> bool:
    """Tell whether ``wrap`` would have to break a word of ``text`` at an arbitrary character."""
    return widest_word(text, face, size) > limit


def _take_apart(paragraph: str) -> list[tuple[str, str]]:
    """Return the unbreakable words of ``paragraph``, each with the seam that follows it.

    A seam is some spaces, a soft hyphen, or nothing; an empty paragraph is one empty word.
    """
    parts = _SEAM.split(paragraph.strip(_LOOSE))
    return list(zip(parts[::2], [*map(_seam, parts[1::2]), ""], strict=True))


def _seam(loose: str) -> str:
    """Reduce the loose characters between two words to what can be seen of them."""
    spaces = loose.count(" ") + loose.count("\t")
    return " " * spaces or (SOFT_HYPHEN if SOFT_HYPHEN in loose else "")


def _chop(word: str, advances: Mapping[str, float], size: float, limit: float) -> Iterator[str]:
    """Yield ``word`` in pieces no wider than ``limit``, a combining mark with its letter."""
    start, used = 0, 0.0
    for position, char in enumerate(word):
        advance = advances[char]
        if advance and used and (used + advance) * size / 1000 > limit:
            yield word[start:position]
            start, used = position, 0
        used += advance
    yield word[start:]


def _fill(
    parts: Sequence[_Part], advances: Mapping[str, float], size: float, limit: float
) -> Iterator[str]:
    """Yield lines of as many ``parts`` as fit into ``limit`` points, at least one each."""
    hyphen, space = advances["-"], advances[" "]
    start = 0
    while start < len(parts):
        stop, ending, used = start + 1, "", 0.0
        for index in range(start, len(parts)):
            _, seam, units = parts[index]
            used += units
            if used * size / 1000 > limit:
                break
            if seam != SOFT_HYPHEN:
                stop, ending = index + 1, ""
                used += len(seam) * space
            elif (used + hyphen) * size / 1000 <= limit:
                stop, ending = index + 1, "-"
        line = "".join([word + seam for word, seam, _ in parts[start:stop]])
        yield line.rstrip(_LOOSE).replace(SOFT_HYPHEN, "") + ending
        start = stop
