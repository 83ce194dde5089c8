"""A field's structure as plain data and back: kind, options and ranges, never words."""

from collections.abc import Mapping, Sequence
from math import isfinite
from typing import Any

from worksheets.model.fields import Check, Choice, Date, Field, Number, Option, Scale, Step, Text
from worksheets.model.ids import is_part_id, option_carrier
from worksheets.model.labels import in_line

MAX_OPTIONS = 60
ABSENT = "absent"
_PLAIN: Mapping[str, Field] = {"check": Check(), "date": Date()}


def field_json(field: Field) -> dict[str, Any]:
    """Return what tells two fields' answers apart."""
    data: dict[str, Any] = {"kind": field.kind}
    match field:
        case Scale():
            data |= {"low": field.low, "high": field.high}
            if field.absent:
                data["absent"] = True
        case Choice():
            data["options"] = [option.id for option in field.options]
            data |= {name: True for name in ("many", "menu") if getattr(field, name)}
        case Number():
            limits = {"low": field.low, "high": field.high}
            data |= {name: limit for name, limit in limits.items() if limit is not None}
    return data


def field_of(data: Mapping[str, Any]) -> Field:
    """Return the field that `field_json` described; raise ValueError or KeyError if it is none."""
    kind = data["kind"]
    if kind == "scale":
        low, high = data["low"], data["high"]
        if not all(type(v) is int for v in (low, high)) or not 0 < high - low < MAX_OPTIONS:
            raise ValueError(kind)
        steps = tuple(Step(value=value) for value in range(low, high + 1))
        return Scale(steps=steps, absent="absent" if data.get("absent") is True else "")
    if kind == "choice":
        ids = data["options"]
        if not isinstance(ids, list) or not 0 < len(set(ids)) == len(ids) <= MAX_OPTIONS:
            raise ValueError(kind)
        if not all(isinstance(name, str) and is_part_id(name) for name in ids):
            raise ValueError(kind)
        options = tuple(Option(id=name, label=name) for name in ids)
        flags = {name: data.get(name) is True for name in ("many", "menu")}
        return Choice(options=options, many=flags["many"], menu=flags["menu"])
    if kind == "number":
        limits = {name: data.get(name) for name in ("low", "high")}
        if not all(v is None or (type(v) in {int, float} and isfinite(v)) for v in limits.values()):
            raise ValueError(kind)
        return Number(low=limits["low"], high=limits["high"])
    if kind == "text":
        return Text(lines=2 if data.get("long") is True else 1)
    return _PLAIN[kind]


def carriers(name: str, field: Field) -> tuple[str, ...]:
    """Return the names under which the answer of the field called ``name`` travels."""
    if isinstance(field, Choice) and field.many:
        return tuple(option_carrier(name, option.id) for option in field.options)
    return (name,)


def scale_state(scale: Scale, value: int) -> str:
    """Return the state of the button that means ``value``: s0 is the low end."""
    return f"s{value - scale.low}"


def signed(value: int, low: int) -> str:
    """Return a scale value as printed: with a sign if the scale has negative values."""
    return str(value).replace("-", "\u2212") if value <= 0 or low >= 0 else f"+{value}"


def states(field: Field) -> tuple[str, ...]:
    """Return the button states of a scale or single choice, in the order of their words."""
    if isinstance(field, Scale):
        steps = tuple(scale_state(field, step.value) for step in field.steps)
        return (*steps, ABSENT) if field.absent else steps
    if isinstance(field, Choice) and not field.many and not field.menu:
        return tuple(f"s{index}" for index in range(len(field.options)))
    return ()


def option_words(field: Field) -> tuple[str, ...]:
    """Return the words of a field's possible answers, in the order of `states` or options."""
    if isinstance(field, Scale):
        steps = tuple(step.label for step in field.steps)
        return (*steps, field.absent) if field.absent else steps
    return tuple(option.label for option in field.options) if isinstance(field, Choice) else ()


def menu_words(field: Field, words: Sequence[str]) -> tuple[str, ...]:
    """Return the entries of a list of a field's answers: a scale's have their number before them.

    ``words`` are those of `option_words`, in any language or in two.
    """
    words = tuple(map(in_line, words))
    if not isinstance(field, Scale):
        return words
    sign = "+" if field.low < 0 else ""
    numbers = [f"{value:{sign if value else ''}d}" for value in range(field.low, field.high + 1)]
    entries = (f"{n} {word}".strip() for n, word in zip(numbers, words, strict=False))
    return (*(entry.replace("-", "\u2212", 1) if entry[0] == "-" else entry for entry in entries),
            *words[len(numbers):])  # fmt: skip
