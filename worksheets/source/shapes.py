"""The shapes that authors write, as pydantic models; each knows the dataclass it becomes.

Descriptions end up in the JSON Schema (completion in editors) and in docs/layouts.md.
"""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from worksheets.model import fields, layout
from worksheets.source.base import LayoutId, PartId, Shape, Translations, Words, plain

MAX_STEPS = 10


class OptionShape(Shape):
    """One possible answer of a choice."""

    target = fields.Option
    id: PartId
    label: Words


class TextShape(Shape):
    """Free text."""

    target = fields.Text
    kind: Literal["text"] = Field(description="Says which kind of field this is.")
    lines: int = Field(1, ge=1, le=60, description="Room for at least so many typed lines.")


class ScaleShape(Shape):
    """A scale of whole numbers, such as -2 to 2."""

    target = fields.Scale
    kind: Literal["scale"] = Field(description="Says which kind of field this is.")
    steps: dict[int, Words | None] = Field(
        min_length=2, max_length=11, description="Value to label; both ends need one."
    )
    absent: Words | None = Field(None, description="Label of a further mark: it did not happen.")
    faces: bool = Field(default=False, description="Draw a face beside each step.")

    @model_validator(mode="after")
    def _ends(self) -> "ScaleShape":
        low, high = min(self.steps), max(self.steps)
        if not 1 <= high - low <= MAX_STEPS or not (self.steps[low] and self.steps[high]):
            raise PydanticCustomError("L004", "a scale has 2 to 11 steps, with words at both ends")
        return self

    def build(self, own: Translations) -> fields.Scale:
        """Return the scale with every value from the lowest to the highest."""
        low, high = min(self.steps), max(self.steps)
        steps = tuple(
            fields.Step(value=value, label=plain(self.steps.get(value), own) or "")
            for value in range(low, high + 1)
        )
        return fields.Scale(steps=steps, absent=plain(self.absent, own) or "", faces=self.faces)


class ChoiceShape(Shape):
    """One or several of the options."""

    target = fields.Choice
    kind: Literal["choice"] = Field(description="Says which kind of field this is.")
    options: list[OptionShape] = Field(
        min_length=2, max_length=40, description="The possible answers, in order."
    )
    many: bool = Field(default=False, description="Several options may be ticked.")
    menu: bool = Field(default=False, description="A drop-down list, for screens only.")


class CheckShape(Shape):
    """A box to tick."""

    target = fields.Check
    kind: Literal["check"] = Field(description="Says which kind of field this is.")


class DateShape(Shape):
    """A calendar date."""

    target = fields.Date
    kind: Literal["date"] = Field(description="Says which kind of field this is.")


class NumberShape(Shape):
    """A number."""

    target = fields.Number
    kind: Literal["number"] = Field(description="Says which kind of field this is.")
    low: float | int | None = Field(None, description="Smallest number that counts.")
    high: float | int | None = Field(None, description="Largest number that counts.")

    @model_validator(mode="after")
    def _interval(self) -> "NumberShape":
        if self.low is not None and self.high is not None and self.low > self.high:
            raise PydanticCustomError("L004", "'low' is above 'high'")
        return self


def _kind(value: Any) -> Any:  # noqa: ANN401
    return {"kind": value} if isinstance(value, str) else value


FieldShape = Annotated[
    Annotated[
        TextShape | ScaleShape | ChoiceShape | CheckShape | DateShape | NumberShape,
        Field(discriminator="kind"),
    ],
    BeforeValidator(_kind, json_schema_input_type=str | dict[str, Any]),
    Field(description="A kind (text, check, date, number) or a mapping with 'kind'."),
]


class StageShape(Shape):
    """A stage of the journey."""

    target = layout.Stage
    id: PartId
    label: Words
    help: Words | None = Field(None, description="One short sentence.")


class StageSetShape(Shape):
    """Stages in order."""

    target = layout.StageSet
    id: PartId
    title: Words
    stages: list[StageShape] = Field(min_length=1, max_length=12, description="In order.")


class EntryShape(Shape):
    """A labelled field; a scale between two opposites needs no label."""

    target = layout.Entry
    id: PartId
    label: Words | None = Field(None, description="In bold above the field.")
    hint: Words | None = Field(None, description="Shown when the pointer rests on the field.")
    field: FieldShape
    width: float = Field(1, gt=0, description="Share of the line.")


class ColumnShape(Shape):
    """A named column of a table."""

    target = layout.Column
    id: PartId
    label: Words
    hint: Words | None = Field(None, description="Small print under the heading.")
    width: float = Field(1, gt=0, description="Share of the table's width.")
    field: FieldShape | None = Field(None, description="For tables with numbered rows.")


class RowShape(Shape):
    """A row of a table."""

    target = layout.Row
    id: PartId
    label: Words
    question: Words | None = Field(None, description="A plain question, in small print.")
    instruction: Words | None = Field(None, description="What to do, added to the question.")
    field: FieldShape | None = Field(None, description="What is asked in each cell.")
    per: Literal["stage", "map", "between"] = Field(
        "stage", description="One field per stage, one in all, or one between two stages."
    )
    grow: int = Field(0, ge=0, le=100, description="Share of the room left on the page.")


class TableShape(Shape):
    """Rows by stages, or rows by named columns."""

    target = layout.Table
    kind: Literal["table"] = Field(description="Says which kind of block this is.")
    heads: layout.Heads = Field("band", description="Stages as a band, or steps as discs.")
    beside: bool = Field(default=False, description="To the right of the block before it.")
    width: float | int = Field(1, gt=0, description="Share of the page's width when side by side.")
    id: PartId | None = Field(None, description="Put before the ids of its fields.")
    corner: Words | None = Field(None, description="Heading of the column of row labels.")
    columns: list[ColumnShape] | None = Field(None, description="Left out: the stages.")
    rows: list[RowShape] | None = Field(None, description="Named rows; or 'numbered'.")
    numbered: int | None = Field(None, ge=1, le=999, description="So many equal, numbered rows.")
    grow: int = Field(1, ge=0, le=100, description="Share of room of each numbered row.")


class PortraitShape(Shape):
    """An outline of a person, to sketch in."""

    target = layout.Portrait
    kind: Literal["portrait"] = Field(description="Says which picture this is.")


class HeadShape(Shape):
    """A drawn head with lines between the cards around it."""

    target = layout.Head
    kind: Literal["head"] = Field(description="Says which picture this is.")


class CornerShape(Shape):
    """The name of a quadrant."""

    target = layout.Corner
    label: Words


class QuadrantsShape(Shape):
    """A square of two scales with named quadrants, clockwise from the top left."""

    target = layout.Quadrants
    kind: Literal["quadrants"] = Field(description="Says which picture this is.")
    x: PartId = Field(description="Id of the column whose scale runs to the right.")
    y: PartId = Field(description="Id of the column whose scale runs upwards.")
    x_label: Words = Field(description="Name of the scale to the right.")
    y_label: Words = Field(description="Name of the scale upwards.")
    corners: list[CornerShape] = Field(
        min_length=4, max_length=4, description="Names of the quadrants."
    )


PictureShape = Annotated[
    Annotated[PortraitShape | HeadShape | QuadrantsShape, Field(discriminator="kind")],
    BeforeValidator(_kind, json_schema_input_type=str | dict[str, Any]),
    Field(description="A drawing instead of a field: portrait, head, or quadrants."),
]


class BoxShape(Shape):
    """A card with a heading and one or several fields."""

    target = layout.Box
    id: PartId
    label: Words | None = Field(None, description="Heading of the card.")
    question: Words | None = Field(None, description="A plain question, in small print.")
    icon: layout.Icon | None = Field(None, description="A small drawing beside the heading.")
    below: bool = Field(default=False, description="Heading below the field instead of above.")
    picture: PictureShape | None = Field(None, description="A drawing instead of a field.")
    field: FieldShape | None = Field(None, description="The one field of the card.")
    entries: list[EntryShape] | None = Field(None, description="Several labelled fields.")


class AreasShape(Shape):
    """Cards on a grid, as in CSS grid-template-areas."""

    target = layout.Areas
    kind: Literal["areas"] = Field(description="Says which kind of block this is.")
    beside: bool = Field(default=False, description="To the right of the block before it.")
    width: float | int = Field(1, gt=0, description="Share of the page's width when side by side.")
    id: PartId | None = Field(None, description="Put before the ids of its fields.")
    areas: list[str] = Field(min_length=1, description="One line of box ids per grid row.")
    columns: list[Annotated[float | int, Field(gt=0)]] | None = Field(
        None, description="Share of width per column."
    )
    rows: list[Annotated[int, Field(ge=0, le=100)]] | None = Field(
        None, description="Share of spare room per grid row."
    )
    boxes: list[BoxShape] = Field(
        min_length=1, description="One per name in 'areas', in reading order."
    )

    def build(self, own: Translations) -> layout.Areas:
        """Return the areas with their lines split into names."""
        areas = tuple(tuple(line.split()) for line in self.areas)
        return layout.Areas(
            id=self.id or "",
            beside=self.beside,
            width=self.width,
            columns=tuple(self.columns or [1.0] * len(areas[0])),
            rows=tuple(self.rows or [1] * len(areas)),
            areas=areas,
            boxes=tuple(box.build(own) for box in self.boxes),
        )


class StageRuleShape(Shape):
    """Which stages a layout takes."""

    target = layout.StageRule
    default: PartId = Field(description="Id of a stage set.")
    least: int = Field(1, ge=1, le=12, description="Fewest stages that make sense.")
    most: int = Field(12, ge=1, le=12, description="Most stages that make sense.")

    @model_validator(mode="after")
    def _interval(self) -> "StageRuleShape":
        if self.least > self.most:
            raise PydanticCustomError("L004", "'least' is above 'most'")
        return self


class LayoutShape(Shape):
    """A map: what is asked, in which order, on what kind of sheet."""

    target = layout.Layout
    id: LayoutId = Field(description="The file's name without its ending.")
    version: int = Field(ge=1, le=1_000_000, description="Count up when fields change.")
    title: Words
    purpose: Words | None = Field(None, description="One line beside the title.")
    size: Literal["desk", "table", "wall"] = Field("desk", description="Usual size of paper.")
    orientation: Literal["portrait", "landscape"] = Field(
        "landscape", description="How the paper is held."
    )
    stages: StageRuleShape | None = Field(None, description="Left out: a map without stages.")
    header: list[EntryShape] | None = Field(None, description="Fields at the top of page 1.")
    blocks: list[Annotated[TableShape | AreasShape, Field(discriminator="kind")]] = Field(
        min_length=1, max_length=20, description="The parts of the sheet, one below the other."
    )


class OfficeShape(Shape):
    """The words that only Word and Excel files need."""

    target = layout.Office
    write: Words = Field(description="In an empty text field.")
    brief: Words = Field(description="In a narrow one.")
    choose: Words = Field(description="In an empty list.")
    day: Words = Field(description="In an empty date field.")
    screen: Words = Field(description="At the foot of a Word file.")
    light: Words = Field(description="Beside the title of a workbook.")
    sheet: Words = Field(description="Name of the worksheet in a workbook.")
    guide: Words = Field(description="Name of the sheet of instructions.")
    curve: Words = Field(description="Label of the chart under a scale.")
    listed: Words = Field(description="When something else than an offered answer is typed.")
    tick: Words = Field(description="Shown with a cell to tick.")
    move: Words = Field(description="Instruction.")
    clear: Words = Field(description="Instruction.")
    higher: Words = Field(description="Instruction.")
    question: Words = Field(description="Head of a column of the instructions.")
    answers: Words = Field(description="Head of a column of the instructions.")


class FrameShape(Shape):
    """What every sheet carries."""

    target = layout.Frame
    header: list[EntryShape]
    fill: Words
    pen: Words
    notes: Words = Field(description="Said where boxes are large enough for sticky notes.")
    sheet: Words
    office: OfficeShape = Field(description="The words that only Word and Excel files need.")


class PhrasesShape(Shape):
    """What one kind of output says itself."""

    target = layout.Phrases
    id: PartId
    phrases: dict[PartId, Words]

    def build(self, own: Translations) -> layout.Phrases:
        """Return the phrases in the order of the file."""
        every = (layout.Phrase(id=key, text=plain(text, own)) for key, text in self.phrases.items())
        return layout.Phrases(id=self.id, phrases=tuple(every))
