"""What the marks of a filled file mean: one answer for every field of its definition.

The same for every format. Nothing is guessed: a date or a number counts only as ISO writes it
or exactly as one of the sheet's locales does; what has no meaning or two is None, and the raw
text and a problem stay. Problems of an answer are placed at its field id.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from functools import lru_cache

from worksheets import i18n
from worksheets.errors import DefinitionError, Problem
from worksheets.model import writing
from worksheets.model.fields import Check, Choice, Date, Number, Scale, Text, is_line
from worksheets.model.ids import option_carrier
from worksheets.model.labels import nfc, plain
from worksheets.model.response import Answer, DefinedField, Definition, Mark, State, Value
from worksheets.model.sheet import Rect
from worksheets.model.structure import ABSENT, carriers, menu_words, states

_FIRST_NUMBER = re.compile(r"-?\d+(?=\s)")
Extra = dict[str, str | list[str]]
_YES = frozenset({"on", "true", "yes", "1", "x", "\u00d7", *"\u2611\u2612\u2713\u2714\u2717\u2718"})
_NO = frozenset({"off", "false", "no", "0", "\u2610"})
_LONGEST = 64
"""Characters of a date or number; what is longer is neither."""


def settle(definition: Definition, marks: Sequence[Mark]) -> tuple[tuple[Answer, ...], Extra]:
    """Return an answer for every field, in order, and the raw marks that belong to no field."""
    by_name = {mark.name: mark for mark in marks}
    answers = tuple(settle_field(definition, field, by_name) for field in definition.fields)
    ours = {name for field in definition.fields for name in names_of(field)}
    return answers, foreign(mark for mark in marks if mark.name not in ours)


def foreign(marks: Iterable[Mark]) -> Extra:
    """Return raw values by name; what is untouched is ""."""
    return {
        mark.name: list(mark.states)
        if len(mark.states) > 1
        else mark.text or "".join(mark.states)
        for mark in marks
    }  # fmt: skip


def names_of(defined: DefinedField) -> tuple[str, ...]:
    """Return the names under which a field's marks may come, its id first."""
    return tuple(dict.fromkeys((defined.id, *carriers(defined.id, defined.field))))


def settle_field(
    definition: Definition, defined: DefinedField, marks: Mapping[str, Mark]
) -> Answer:
    """Return the answer that ``marks``, by name, give to one field."""
    found = [marks[name] for name in names_of(defined) if name in marks]
    if not found:
        message = "the field is missing in the file"
        return _unsettled(defined, "missing", Problem("A001", message), None)
    match defined.field:
        case Text():
            answer = _text(definition, defined, found[0])
        case Date() | Number():
            answer = _dated_or_counted(definition, defined, found[0])
        case Check():
            answer = _check(defined, found[0])
        case Choice(many=True):
            answer = _many(defined, marks)
        case _:
            answer = _one(defined, found[0])
    told = tuple(replace(problem, where=defined.id) for m in found for problem in m.problems)
    lost = answer.value is None and answer.state == "blank" and told
    page = next((mark.page for mark in found if mark.page), 0)
    if not told and not page:
        return answer  # as most are in files without pages: a copy takes longer than the rest
    state: State = "invalid" if lost else answer.state
    problems = (*told, *answer.problems)  # `replace` takes four times as long
    return Answer(
        id=answer.id, value=answer.value, state=state, raw=answer.raw, page=page, problems=problems
    )


def _unsettled(defined: DefinedField, state: State, problem: Problem, raw: str | None) -> Answer:
    placed = replace(problem, where=defined.id)
    return Answer(id=defined.id, value=None, state=state, raw=raw, problems=(placed,))


# ---------------------------------------------------------------- typed text

_LINE_BREAK = re.compile(r"\r\n|[\r\u2028\u2029]")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_CUT_EMOJI = re.compile(r"[\uf1e6-\uf8fe]")
_CUT_EMOJI_OR_HAN = re.compile(r"[\uf1e6-\uf8fe\uf900-\ufaff]")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


def clean(raw: str) -> tuple[str | None, bool]:
    """Return text as it is kept, and whether emoji were restored; white space only is None.

    PDFium pastes an emoji without its high bits, U+1F600 as U+F600. From U+F900 on these are
    also rare Chinese characters, which are left alone where East Asian text surrounds them.
    """
    whole = normal = raw
    if not raw.isascii():
        if _SURROGATE.search(raw):
            raw = raw.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        cut = _CUT_EMOJI if _EAST_ASIAN.search(raw) else _CUT_EMOJI_OR_HAN
        whole = cut.sub(lambda found: chr(ord(found[0]) + 0x10000), raw)
        normal = nfc(whole)
    text = _LINE_BREAK.sub("\n", normal).rstrip("\n")
    return (text if text.strip() else None), whole != raw


def _typed(defined: DefinedField, mark: Mark) -> str | Answer:
    """Return what was typed, or the answer that says that two texts were found."""
    if len(mark.states) <= 1:
        return mark.text or "".join(mark.states)
    problem = Problem("A009", "the file holds several texts for one field")
    answer = _unsettled(defined, "ambiguous", problem, "\n".join(mark.states))
    known = any(problem.code == "A009" for problem in mark.problems)
    return replace(answer, problems=()) if known else answer


def _text(definition: Definition, defined: DefinedField, mark: Mark) -> Answer:
    raw = _typed(defined, mark)
    if isinstance(raw, Answer):
        return raw
    text, restored = clean(raw)
    problems = []
    if restored:
        message = "emoji cut short by the filling program were restored"
        problems.append(Problem("A007", message, defined.id))
    if text and "\ufffd" in text:
        message = "some characters could not be decoded"
        problems.append(Problem("A008", message, defined.id, "look at the file"))
    too_long = text is not None and _overflows(definition, defined, text)
    if too_long:
        message = "the answer is longer than its box: whole here, cut in print"
        problems.append(Problem("A003", message, defined.id))
    return Answer(
        id=defined.id,
        value=text,
        state="blank" if text is None else "overflow" if too_long else "ok",
        raw=raw if raw and raw != text else None,
        problems=tuple(problems),
    )


def _overflows(definition: Definition, defined: DefinedField, text: str) -> bool:
    box = Rect(*(edge / 10 for edge in defined.box))
    size, line = definition.text_size, is_line(defined.field)
    return writing.outgrows(text, writing.inner(box), size, line=line)


# ---------------------------------------------------------------- dates and numbers


def _dated_or_counted(definition: Definition, defined: DefinedField, mark: Mark) -> Answer:
    raw = _typed(defined, mark)
    if isinstance(raw, Answer):
        return raw
    text = (clean(raw)[0] or "").strip()
    if not text:
        return Answer(id=defined.id, value=None, state="blank", raw=raw or None)
    field, readings = defined.field, set[str | Decimal]()
    if len(text) <= _LONGEST:
        read = _numbers if isinstance(field, Number) else _dates
        readings = set(read(text, definition.stamp.locales))
    if len(readings) != 1:
        problem = _unread(defined, text, len(readings))
        return _unsettled(defined, "ambiguous" if readings else "invalid", problem, raw)
    value = readings.pop()
    if isinstance(field, Number) and isinstance(value, Decimal) and not _within(field, value):
        problem = Problem("A002", f"{text} is outside the bounds", hint=possible(defined))
        return _unsettled(defined, "invalid", problem, raw)
    return Answer(id=defined.id, value=value, raw=raw if raw != str(value) else None)


def _unread(defined: DefinedField, text: str, readings: int) -> Problem:
    code, what = ("A006", "number") if isinstance(defined.field, Number) else ("A005", "date")
    ways = f"can be read as {readings} {what}s" if readings else f"is not a {what}"
    return Problem(code, f"{text[:_LONGEST]!r} {ways}", hint=possible(defined))


def _within(field: Number, value: Decimal) -> bool:
    low, high = (None if v is None else Decimal(str(v)) for v in (field.low, field.high))
    return (low is None or low <= value) and (high is None or value <= high)


def _dates(text: str, tags: Iterable[str]) -> Iterable[str]:
    """Yield the dates, in ISO 8601, that ``text`` can be; a year of two digits is of our century.

    What begins with the year, and day.month.year with dots, is read in no other way.
    """
    if re.fullmatch(r"\d{4}([-./])\d{1,2}\1\d{1,2}", text):
        yield from _date(*map(int, re.split(r"[-./]", text)))
        return
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{4}", text):  # with dots, the day is first everywhere
        yield from _date(*map(int, reversed(text.split("."))))
        return
    for tag in _known(tags):
        for pattern, months in i18n.date_patterns(tag):
            if found := pattern.fullmatch(text):
                parts = found.groupdict()
                name = (parts.get("name") or "").casefold()
                month = int(parts["m"]) if parts.get("m") else months.get(name, 0)
                year = int(parts.get("y") or 0)
                yield from _date(year + 2000 if year < 100 else year, month, int(parts["d"]))  # noqa: PLR2004


def _date(year: int, month: int, day: int) -> Iterable[str]:
    try:
        yield date(year, month, day).isoformat()
    except ValueError:
        return


def _numbers(text: str, tags: Iterable[str]) -> Iterable[Decimal]:
    """Yield the numbers that ``text`` can be, as programs write them and as the locales do."""
    text = text.replace("\u2212", "-")
    if re.fullmatch(r"[+-]?\d+(\.\d+)?([eE][+-]?\d{1,2})?", text):
        yield Decimal(f"{Decimal(text):f}")
    for tag in _known(tags):
        decimal, pattern = _number_pattern(tag)
        if found := pattern.fullmatch(text):
            whole = re.sub(r"\D", "", found["whole"])
            part = (found["part"] or "").replace(decimal, ".")
            yield Decimal(f"{found['sign']}{whole}{part}")


@lru_cache(maxsize=64)
def _number_pattern(tag: str) -> tuple[str, re.Pattern[str]]:
    decimal, group = i18n.number_symbols(tag)
    same = next((chars for chars in (" \u00a0\u202f", "'\u2019") if group in chars), group)
    digits = rf"\d{{1,3}}(?:[{re.escape(same)}]\d{{3}})+|\d+"
    part = rf"{re.escape(decimal)}\d+"
    return decimal, re.compile(rf"(?P<sign>[+-]?)(?P<whole>{digits})(?P<part>{part})?")


@lru_cache(maxsize=64)
def _known_tag(tag: str) -> str | None:
    try:
        return i18n.normal_tag(tag)
    except DefinitionError:  # a stranger's definition may name any locale
        return None


def _known(tags: Iterable[str]) -> Iterable[str]:
    return filter(None, map(_known_tag, tags))


# ---------------------------------------------------------------- marks


def _check(defined: DefinedField, mark: Mark) -> Answer:
    ticked = _ticked(mark)
    if ticked is None:
        problem = Problem("A002", "it is neither ticked nor unticked", hint=possible(defined))
        return _unsettled(defined, "invalid", problem, mark.text)
    return Answer(id=defined.id, value=ticked)


def _ticked(mark: Mark) -> bool | None:
    text = (mark.text or "").strip().casefold()
    if mark.states or text in _YES:
        return True
    return False if not text or text in _NO else None


def _one(defined: DefinedField, mark: Mark) -> Answer:
    """Settle a scale or a choice of one."""
    tokens = tuple(dict.fromkeys(token for token in mark.states or (mark.text or "",)))
    tokens = tuple(token for token in tokens if token.strip())
    if not tokens:
        return Answer(id=defined.id, value=None, state="blank")
    raw = " ".join(tokens)
    if len(tokens) > 1:
        problem = Problem("A004", f"{len(tokens)} marks where one was asked for", hint="ask back")
        return _unsettled(defined, "ambiguous", problem, raw)
    value = _meaning(defined, tokens[0], state=bool(mark.states))
    if value is None:
        message = f"{raw[:_LONGEST]!r} is none of the possible answers"
        return _unsettled(defined, "invalid", Problem("A002", message, hint=possible(defined)), raw)
    return Answer(id=defined.id, value=value)


def _many(defined: DefinedField, marks: Mapping[str, Mark]) -> Answer:
    """Settle a choice of many, from one mark with all options or from one mark for each."""
    ids = [str(value) for value in _possible_values(defined)]
    if whole := marks.get(defined.id):
        tokens = whole.states or re.split(r"[,;\n]", whole.text or "")
        tokens = [token.strip() for token in tokens if token.strip()]
        chosen = {token: _meaning(defined, token, state=False) for token in tokens}
        unknown = [token for token, value in chosen.items() if value is None]
        lost: list[str] = []
        picked = set(chosen.values())
    else:
        ticks = {name: marks.get(option_carrier(defined.id, name)) for name in ids}
        lost = [name for name, mark in ticks.items() if mark is None]
        read = {name: _ticked(mark) for name, mark in ticks.items() if mark}
        unknown = [name for name, ticked in read.items() if ticked is None]
        picked = {name for name, ticked in read.items() if ticked}
    if unknown:
        message = f"{', '.join(unknown)[:_LONGEST]!r} is none of the possible answers"
        problem = Problem("A002", message, hint=possible(defined))
        return _unsettled(defined, "invalid", problem, ", ".join(unknown))
    value = tuple(name for name in ids if name in picked)
    if lost:
        message = f"the options {', '.join(lost)} are missing in the file"
        problems = (Problem("A001", message, defined.id),)
        return Answer(id=defined.id, value=value, state="missing", problems=problems)
    return Answer(id=defined.id, value=value, state="ok" if value else "blank")


def _possible_values(defined: DefinedField) -> tuple[int | str, ...]:
    """Return the possible answers of a scale or choice, in the order of their words."""
    field = defined.field
    if isinstance(field, Scale):
        steps = tuple(step.value for step in field.steps)
        return (*steps, ABSENT) if field.absent else steps
    return tuple(option.id for option in field.options) if isinstance(field, Choice) else ()


def _meaning(defined: DefinedField, token: str, *, state: bool) -> Value:
    """Return the answer that ``token`` names: as a state, a value, or a label in any locales."""
    values = _possible_values(defined)
    if state and token in states(defined.field):
        return values[states(defined.field).index(token)]
    said = plain(token).replace("\u2212", "-").removeprefix("+")
    exact = [value for value in values if str(value) in {said, plain(token)}]
    if len(exact) == 1:
        return exact[0]
    languages = (*(words.options for words in defined.words.values()), defined.options)
    for words in dict.fromkeys(languages):
        found = {
            value
            for names in (words, menu_words(defined.field, words))
            for label, value in zip(names, values, strict=False)
            if label and plain(label) == plain(token)
        }
        if len(found) == 1:
            return found.pop()
    number = _FIRST_NUMBER.match(said) if isinstance(defined.field, Scale) else None
    return next((value for value in values if number and str(value) == number[0]), None)


def possible(defined: DefinedField) -> str:
    """Say what a field can hold."""
    match defined.field:
        case Text():
            return "any text"
        case Date():
            return "a date like 2026-03-15"
        case Check():
            return "true or false"
        case Number(low=low, high=high):
            bounds = [f"at least {low:g}"] if low is not None else []
            bounds += [f"at most {high:g}"] if high is not None else []
            return " ".join(["a number", " and ".join(bounds)]).strip()
        case field:
            known = ", ".join(map(str, _possible_values(defined)))
            return (
                f"any of {known}" if isinstance(field, Choice) and field.many else f"one of {known}"
            )
