"""Say the language of words that are not in the sheet's: what stayed in English."""

import re
from collections.abc import Sequence
from dataclasses import replace

from worksheets.fonts import width
from worksheets.model.sheet import Group, Words

ENGLISH = "en"
_SPACES = re.compile(r"[\s\u00ad\u200b-]+")
"""What lines may lose or gain where they break."""
_ENDS = (".", "?", "!", ":")
"""Signs at the end of a sentence; only whole ones are told apart within a line."""
_SENTENCE = re.compile(r"[^.?!:]*[.?!:]*")


def _squashed(text: str) -> str:
    return _SPACES.sub("", text)


def in_english(group: Group, texts: Sequence[str]) -> Group:
    """Return the group with ``locale`` set on all words that are among ``texts``.

    Lines with words of both languages are divided between sentences.
    """
    known = sorted({_squashed(text) for text in texts} - {""}, key=len, reverse=True)
    return _told(group, known) if known else group


def _told(group: Group, known: Sequence[str]) -> Group:
    children = (
        [_told(child, known)]
        if isinstance(child, Group)
        else _pieces(child, known)
        if isinstance(child, Words)
        else [child]
        for child in group.children
    )
    return replace(group, children=tuple(piece for pieces in children for piece in pieces))


def _pieces(words: Words, known: Sequence[str]) -> list[Words]:
    passages = _passages(_squashed("".join(words.lines)), known)
    if not any(locale for _, locale in passages) or (len(passages) > 1 and words.align != "left"):
        return [words]
    pieces, rest = [], [words]
    for length, locale in passages[:-1]:
        before, rest = _divided(rest, length)
        pieces += [replace(piece, locale=locale) for piece in before]
    return [*pieces, *(replace(piece, locale=passages[-1][1]) for piece in rest)]


def _passages(whole: str, known: Sequence[str]) -> list[tuple[int, str]]:
    """Return how many letters are in which language: whole texts, between ends of sentences."""
    found: list[tuple[int, str]] = []
    at = 0
    while at < len(whole) or not found:
        length = next((len(text) for text in known if _stands(text, whole, at)), 0)
        locale = ENGLISH if length else ""
        length = length or len(_SENTENCE.findall(whole, at)[0])
        if found and found[-1][1] == locale:
            length += found.pop()[0]
        found.append((length, locale))
        at = sum(length for length, _ in found)
    return found


def _stands(text: str, whole: str, at: int) -> bool:
    alone = at + len(text) == len(whole) or text.endswith(_ENDS)
    return alone and whole.startswith(text, at)


def _divided(pieces: Sequence[Words], count: int) -> tuple[list[Words], list[Words]]:
    """Return the first ``count`` letters of pieces that follow each other, and the rest."""
    before: list[Words] = []
    for index, words in enumerate(pieces):
        letters = len(_squashed("".join(words.lines)))
        if count < letters:
            first, second = _cut(words, count)
            return [*before, *first], [*second, *pieces[index + 1 :]]
        before.append(words)
        count -= letters
    return before, []


def _cut(words: Words, count: int) -> tuple[list[Words], list[Words]]:
    """Return the first ``count`` letters, and the rest where it stands."""
    if not count:
        return [], [words]
    index = 0
    while count >= len(_squashed(words.lines[index])):
        count -= len(_squashed(words.lines[index]))
        index += 1
    line = words.lines[index]
    end = next(i for i in range(len(line) + 1) if len(_squashed(line[:i])) == count)
    rest = line[end:].lstrip()
    x = words.x + width(line[: len(line) - len(rest)], words.face, words.size)
    y = words.y + index * words.leading
    before, after = (*words.lines[:index], line[:end]), words.lines[index + 1 :]
    below = replace(words, y=y + words.leading, lines=after)
    return (
        [replace(words, lines=before if end else before[:-1])],
        [replace(words, x=x, y=y, lines=(rest,)), *([below] if after else [])],
    )
