"""Which files count, and as whose: nothing is merged by guessing (docs/decisions/002).

A generic sheet is told from another one by its bytes only: thirty fillings are thirty responses.
A personal copy bears a document id, so equal answers under one id are one response sent twice, and
different ones are all kept and shown to people. What people decided comes first.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import Any, Protocol

from worksheets.collecting.codebook import FRAME
from worksheets.collecting.decisions import Decisions
from worksheets.collecting.remarks import beside
from worksheets.errors import Problem

_UNSETTLED = {"ambiguous", "invalid"}


class Record(Protocol):
    """A file and what it answers: ``response`` is its JSON, ``path`` the file on disk."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def path(self) -> str: ...  # noqa: D102
    @property
    def sha256(self) -> str: ...  # noqa: D102
    @property
    def response(self) -> Mapping[str, Any]: ...  # noqa: D102
    @property
    def definition_key(self) -> str | None: ...  # noqa: D102


Key = tuple[str, int]
"""A response: the file's name and the part of it."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a response counts, as whose, for how many people, and what is to be said."""

    counts: bool = True
    participant: str | None = None
    people: int | None = None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    key: Key
    sha256: str
    digest: bytes  # of the answers, b"" if there are none
    document: str


def judge(records: Iterable[Record], decisions: Decisions) -> dict[Key, Verdict]:
    """Return the verdict on every record that has answers."""
    seen = [_see(record) for record in records if record.response["stamp"]]
    verdicts = {one.key: _decided(one, decisions) for one in seen}
    kept = {
        one.key for one in seen if "keep" in decisions.about(one.key[0], one.sha256)
    }  # people have looked at these
    for key, problem, counts in (*_same_bytes(seen, verdicts), *_same_words(seen, verdicts)):
        verdict = verdicts[key]
        if key not in kept and verdict.counts:
            verdicts[key] = replace(verdict, counts=counts, problems=(*verdict.problems, problem))
    return verdicts


def key_of(record: Record) -> Key:
    """Return what names a record's response."""
    return record.name, record.response.get("part", 1)


def is_empty(answers: Mapping[str, Any]) -> bool:
    """Tell whether a sheet has nothing in it but, at most, what stands in the frame's header."""
    return all(
        value is None or value is False or value == []
        for name, value in answers.items()
        if name not in FRAME
    )


def is_blank(response: Mapping[str, Any]) -> bool:
    """Tell whether a whole file says nothing: no answer, none that is unsettled, no line beside."""
    written = _unsettled(response) or beside(response)
    return is_empty(response["answers"]) and not written


def _unsettled(response: Mapping[str, Any]) -> dict[str, str]:
    """Return what stands in fields whose answer is not clear."""
    return {
        name: detail["raw"]
        for name, detail in response["details"].items()
        if detail.get("raw") and detail.get("state") in _UNSETTLED
    }


def _see(record: Record) -> _Seen:
    response = record.response
    answers, stamp = response["answers"], response["stamp"]
    digest = b""
    if not is_blank(response):
        said = [stamp["layout"], answers, _unsettled(response), beside(response)]
        text = json.dumps(said, sort_keys=True)
        digest = blake2b(text.encode(), digest_size=16).digest()
    document = f"{stamp['document']} {stamp['layout']}" if stamp["document"] else ""
    return _Seen(key_of(record), record.sha256, digest, document)


def _decided(one: _Seen, decisions: Decisions) -> Verdict:
    said = decisions.about(one.key[0], one.sha256)
    size = said.get("group size")
    problems = tuple(  # without names, which may have been left out
        Problem("C005", f"{kind} {size}" if kind == "group size" else kind, "", "see decisions.csv")
        for kind in said
    )
    return Verdict(
        counts="drop" not in said,
        participant=said.get("same person"),
        people=int(size) if size else None,
        problems=problems,
    )


Finding = tuple[Key, Problem, bool]


def _same_bytes(seen: Iterable[_Seen], verdicts: Mapping[Key, Verdict]) -> Iterator[Finding]:
    first: dict[tuple[str, int], Key] = {}
    for one in seen:
        if not verdicts[one.key].counts:
            continue  # somebody dropped this one, and kept the other
        there = first.setdefault((one.sha256, one.key[1]), one.key)
        if there != one.key:
            message = f"it is the very same file as {there[0]!r}"
            yield one.key, Problem("C001", message, "", "it counts once"), False


def _same_words(seen: list[_Seen], verdicts: Mapping[Key, Verdict]) -> Iterator[Finding]:
    """Yield findings about equal answers in different files, and different ones of one copy."""
    bytes_seen = set()
    alike: dict[bytes, list[_Seen]] = defaultdict(list)
    copies: dict[str, list[_Seen]] = defaultdict(list)
    for one in seen:
        if one.sha256 in bytes_seen or not verdicts[one.key].counts:
            continue
        bytes_seen.add(one.sha256)
        if one.digest:
            alike[one.digest].append(one)
            if one.document:
                copies[one.document].append(one)
    for ones in alike.values():
        yield from _alike(ones)
    for ones in copies.values():
        if len({one.digest for one in ones}) > 1:
            for one in ones:
                others = ", ".join(o.key[0] for o in ones if o is not one)
                message = f"the same personal copy came back with other answers: {others}"
                hint = "write 'drop' beside one of them in decisions.csv"
                yield one.key, Problem("C003", message, "", hint), True


def _alike(ones: list[_Seen]) -> Iterator[Finding]:
    by_document: dict[str, _Seen] = {}
    for one in ones:
        there = by_document.setdefault(one.document, one) if one.document else one
        if there is not one:
            message = f"the same personal copy as {there.key[0]!r}, with the same answers"
            yield one.key, Problem("C001", message, "", "it counts once"), False
        elif one is not ones[0]:
            message = f"it has the same answers as {ones[0].key[0]!r}"
            hint = "if one person sent both, write 'drop' beside one in decisions.csv"
            yield one.key, Problem("C002", message, "", hint), True
