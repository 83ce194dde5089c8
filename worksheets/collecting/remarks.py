"""The analyst's notes, found again whatever became of the files they were written about.

A note belongs to the answer of one field in one response. A file that was renamed is known by its
bytes, a personal copy that was sent again by its document id, a generic one by its name.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from worksheets.collecting.rows import Note, Plain

MOST_TEXT = 32_767
"""Characters (of UTF-16) that a cell of a workbook holds."""
_OFF = "Off"  # of a button that nobody pressed (ISO 32000-1, 12.7.4.2.3)
_UNSEEN = re.compile(r"[\s\x00-\x1f\ud800-\udfff\ufffe\uffff]+")


class Remarks:
    """Finds the note about an answer; remembers which notes were found, and about what."""

    def __init__(self, notes: Sequence[Note]) -> None:
        """Take the notes of an earlier workbook."""
        self._notes = list(notes)
        self._now: dict[int, str | None] = {}
        self._index: dict[tuple[str, ...], int] = {}
        for index, note in enumerate(notes):
            for name in _names(note):
                self._index.setdefault(name, index)

    def about(self, reply: Note, value: Plain) -> Note | None:
        """Return the note about an answer; ``reply`` is a bare note that says which one."""
        for name in _names(reply):
            index = self._index.get(name)
            if index is not None:
                now = shown(value)
                before = self._notes[index].answer or now
                state = "" if _alike(before, now) else "changed"
                found = self._notes[index]
                self._notes[index] = replace(
                    reply, answer=before, state=state, theme=found.theme,
                    translation=found.translation, correction=found.correction,
                    comment=found.comment,
                )  # fmt: skip
                self._now[index] = now
                return self._notes[index]
        return None

    def __iter__(self) -> Iterator[tuple[Note, str]]:
        """Yield every note with what its answer is now; those that nobody asked about are lost."""
        for index, note in enumerate(self._notes):
            now = self._now.get(index)
            yield (note, now) if now is not None else (replace(note, state="lost"), "")

    def __len__(self) -> int:
        """Return how many notes there are."""
        return len(self._notes)


def joined(notes: Iterable[Note]) -> list[Note]:
    """Return notes, those about one answer as one: what differs stands side by side."""
    found: dict[tuple[str, str], Note] = {}
    for note in notes:
        there = found.setdefault((note.response, note.field), note)
        if there is not note:
            second = note.correction if there.correction else ""
            said = {
                "theme": (there.theme, note.theme),
                "translation": (there.translation, note.translation),
                "comment": (there.comment, note.comment, second),
            }
            texts = {key: _side_by_side(*words) for key, words in said.items()}
            correction = there.correction or note.correction
            found[note.response, note.field] = replace(there, correction=correction, **texts)
    return list(found.values())


def _side_by_side(*texts: str) -> str:
    return "; ".join(dict.fromkeys(text for text in texts if text))


def shown(value: Plain) -> str:
    """Return an answer as one text, as the tables show it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return "; ".join(value) if isinstance(value, list) else str(value)


def beside(response: Mapping[str, Any]) -> dict[str, str]:
    """Return what a file holds beside the answers, by place: a stranger's form, a line of text."""
    texts = {name: shown(value).strip() for name, value in response["extra"].items()}
    return {name: text for name, text in texts.items() if text not in {"", _OFF}}


def _alike(before: str, now: str) -> bool:
    """Tell whether an answer says what it said: a spreadsheet program may have respaced it."""
    return before == now or _UNSEEN.sub("", before) == _UNSEEN.sub("", now)


def bare(record: Any, response: Mapping[str, Any], key: str, field: str) -> Note:  # noqa: ANN401
    """Return an empty note about one answer of a response."""
    stamp = response["stamp"]
    return Note(
        response=key,
        field=field,
        sha256=record.sha256,
        document=stamp["document"] or "",
        layout=stamp["layout"],
        file=record.name,
    )


def _names(note: Note) -> Iterator[tuple[str, ...]]:
    """Yield what a note's answer is known by, the surest first."""
    if note.sha256:
        yield "bytes", note.sha256, note.field
    if note.document:
        yield "copy", note.document, note.layout, note.field
    yield "name", note.response, note.field
