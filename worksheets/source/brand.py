"""The shape of ``brand.yaml``."""

from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from worksheets.colours import parsed
from worksheets.model.brand import Wanted
from worksheets.source.base import Shape, Translations
from worksheets.source.workshop import Plain


def _colour(value: Any) -> str:  # noqa: ANN401 (whatever was written)
    """Return a colour as ``RRGGBB``; to YAML, #8A3A1E is a remark and 112233 a number."""
    code = parsed(value) if isinstance(value, str) else None
    if code is None:
        raise PydanticCustomError("L004", "write a colour in quotes, as in '#8A3A1E'")
    return code


Colour = Annotated[
    str | None,
    BeforeValidator(_colour),
    WithJsonSchema({"type": "string", "examples": ["#8A3A1E"]}),
]
"""A colour; what was written is looked at even if YAML sees nothing there."""


class FontsShape(Shape):
    """An organisation's own type: TrueType files beside this one."""

    target = dict
    regular: Plain = Field(description="Path of the regular face, .ttf.")
    bold: Plain = Field(description="Path of the bold face, .ttf.")


class BrandShape(Shape):
    """Whose worksheets they are: colour, logo, name and type of who asks."""

    target = Wanted
    accent: Colour = Field(None, description="Chevrons, rules, discs; made darker if pale.")
    logo: Plain | None = Field(None, description="Path of an SVG or PNG file beside this one.")
    organiser: Plain | None = Field(None, description="A line at the foot of every sheet.")
    fonts: FontsShape | None = Field(None, description="For printed words; answers keep ours.")

    def build(self, own: Translations) -> Wanted:
        """Return what is wanted; nothing that it names is looked for."""
        return Wanted(
            accent=self.accent or "",
            logo=self.logo or "",
            organiser=self.organiser or "",
            regular=self.fonts.regular if self.fonts else "",
            bold=self.fonts.bold if self.fonts else "",
        )
