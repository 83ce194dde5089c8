"""What all shapes are made of: ids, words, and how a shape becomes its dataclass."""

import re
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from worksheets.model.ids import is_layout_id, is_part_id

Translations = dict[str, dict[str, str]]
MAX_TEXT = 400
INVISIBLE = "\u00a0\u00ad\u200b"
"""No-break space, soft hyphen and zero-width space: they say where lines may and may not break."""


def _part_id(text: str) -> str:
    if not is_part_id(text):
        raise PydanticCustomError(
            "L006",
            "an id is lower-case letters and digits joined by single '_', such as 'pain_points'",
        )
    return text


def _layout_id(text: str) -> str:
    if not is_layout_id(text):
        raise PydanticCustomError(
            "L006",
            "a layout id is lower-case letters and digits joined by '-', such as 'journey-map'",
        )
    return text


def _sentence(value: Any) -> str | dict[str, str]:  # noqa: ANN401 (whatever was written)
    every = value if isinstance(value, dict) else {"en": value}
    if not every or not all(isinstance(text, str) and text.strip() for text in every.values()):
        raise PydanticCustomError(
            "L004", "write words, or words per language: {en: Goals, nb: Mål}"
        )
    for tag, text in every.items():
        if not re.fullmatch(r"[A-Za-z]{2,3}([_-][A-Za-z0-9]{2,8})*", str(tag)):
            raise PydanticCustomError("L004", "this is not a language, as in {en: Goals, nb: Mål}")
        if len(text) > MAX_TEXT or not all(c.isprintable() or c in INVISIBLE for c in text):
            raise PydanticCustomError("L004", "a text is one line of at most 400 letters")
    return every if isinstance(value, dict) else str(value)


PartId = Annotated[
    str, AfterValidator(_part_id), Field(description="Stable id; this is what arrives in the data.")
]
LayoutId = Annotated[str, AfterValidator(_layout_id)]
Words = Annotated[
    Any,
    BeforeValidator(_sentence),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": "string", "maxLength": MAX_TEXT},
                {"type": "object", "additionalProperties": {"type": "string"}},
            ]
        }
    ),
    Field(description="A text in English, or one per locale: {en: Goals, nb: Mål}."),
]


class Shape(BaseModel):
    """Base: unknown keys are mistakes; ``target`` is the dataclass of the model."""

    model_config = ConfigDict(extra="forbid", strict=True, allow_inf_nan=False)
    target: ClassVar[Any]

    def build(self, own: Translations) -> Any:  # noqa: ANN401
        """Return the dataclass; texts written per locale are noted in ``own``."""
        values = {name: plain(getattr(self, name), own) for name in type(self).model_fields}
        values.pop("kind", None)
        return self.target(**{name: v for name, v in values.items() if v is not None})


def plain(value: Any, own: Translations) -> Any:  # noqa: ANN401
    """Turn a validated value into what the dataclasses hold."""
    if isinstance(value, Shape):
        return value.build(own)
    if isinstance(value, list):
        return tuple(plain(item, own) for item in value)
    if isinstance(value, dict):
        first: str = value.get("en") or next(iter(value.values()))
        own.setdefault(first, {}).update(value)
        return first
    return value
