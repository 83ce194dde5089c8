"""The kinds of field: a closed union, told apart by ``kind``."""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Literal

Role = Literal[
    "title", "stage", "row", "column", "field", "hint", "option", "scale", "instruction", "report"
]
"""What a text is for; the ``msgctxt`` of its translation."""


def words(role: Role, *, default: str | None = "") -> Any:  # noqa: ANN401 (a dataclass field)
    """Declare a translatable text; ``default`` None makes it required."""
    metadata = {"role": role}
    return (
        field(metadata=metadata) if default is None else field(default=default, metadata=metadata)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One possible answer of a choice."""

    id: str
    label: str = words("option", default=None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One value of a scale; ``label`` may be empty between the ends."""

    value: int
    label: str = words("scale")


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Free text; ``lines`` is the least number of typed lines there is room for."""

    kind: ClassVar[str] = "text"
    lines: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """One of the whole numbers from the first step to the last, lowest first.

    ``absent`` is the label of a further mark, "did not happen"; empty when not offered.
    """

    kind: ClassVar[str] = "scale"
    steps: tuple[Step, ...]
    absent: str = words("scale")
    faces: bool = False

    @property
    def low(self) -> int:
        """Return the lowest value."""
        return self.steps[0].value

    @property
    def high(self) -> int:
        """Return the highest value."""
        return self.steps[-1].value


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """One or, with ``many``, several of the options; a ``menu`` is a drop-down for screens."""

    kind: ClassVar[str] = "choice"
    options: tuple[Option, ...]
    many: bool = False
    menu: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Yes or no; unticked is no."""

    kind: ClassVar[str] = "check"


@dataclass(frozen=True, slots=True, kw_only=True)
class Date:
    """A calendar date."""

    kind: ClassVar[str] = "date"


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """A number within the given bounds, both inclusive."""

    kind: ClassVar[str] = "number"
    low: float | None = None
    high: float | None = None


Field = Text | Scale | Choice | Check | Date | Number


def is_line(field: Field) -> bool:
    """Tell whether the field is a single typed line."""
    return isinstance(field, Date | Number) or (isinstance(field, Text) and field.lines == 1)
