"""Put answers into a PDF that exists already, whoever saved it last."""

from collections.abc import Iterator, Mapping
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf, Stream, String

from worksheets.errors import Problem, UnusableInputError
from worksheets.model.fields import Check, Choice, Scale, is_line
from worksheets.model.ids import FieldId, option_carrier
from worksheets.model.response import DefinedField, Definition, Value
from worksheets.writers.pdf.fonts import FIELD_FONT, FieldFonts, add_field_fonts
from worksheets.writers.pdf.widgets import (
    ON,
    chosen_states,
    default_appearance,
    text_appearance,
)

MAX_DEPTH = 32


def fill(data: bytes, definition: Definition, answers: Mapping[FieldId, Value]) -> bytes:
    """Return the PDF with ``answers`` in place; fields that are not among them stay.

    The file is rewritten, so that no earlier answer stays readable in an older revision.
    """
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            _fill(pdf, definition, answers)
            target = BytesIO()
            pdf.save(target, deterministic_id=True)
    except pikepdf.PdfError as error:
        problem = Problem("R007", "the file cannot be filled in", hint="take a fresh copy")
        raise UnusableInputError(problem) from error
    return target.getvalue()


def _fill(pdf: Pdf, definition: Definition, answers: Mapping[FieldId, Value]) -> None:
    widgets: dict[str, list[Object]] = {}
    for name, widget in _widgets(pdf):
        widgets.setdefault(name, []).append(widget)
    fonts = add_field_fonts(pdf)
    for field in definition.fields:
        if field.id in answers:
            _set(pdf, field, answers[field.id], widgets, (fonts, definition.text_size))


def _widgets(pdf: Pdf) -> Iterator[tuple[str, Object]]:
    for page in pdf.pages:
        annotations = page.obj.get("/Annots")
        if not isinstance(annotations, pikepdf.Array):
            continue
        for annotation in annotations:
            if isinstance(annotation, Dictionary) and annotation.get("/Subtype") == Name.Widget:
                yield _full_name(annotation), annotation


def _full_name(widget: Object) -> str:
    parts: list[str] = []
    node: Object | None = widget
    for _ in range(MAX_DEPTH):
        if node is None:
            break
        if "/T" in node:
            parts.append(str(node.T))
        node = node.get("/Parent")
    return ".".join(reversed(parts))


def _set(
    pdf: Pdf,
    field: DefinedField,
    value: Value,
    widgets: Mapping[str, list[Object]],
    style: tuple[FieldFonts, float],
) -> None:
    kind = field.field
    chosen = chosen_states(kind, value)
    if isinstance(kind, Choice) and kind.many:
        for option in kind.options:
            on = ON if option.id in chosen else "Off"
            _mark(widgets.get(option_carrier(field.id, option.id), []), on)
    elif isinstance(kind, Check):
        _mark(widgets.get(field.id, []), ON if chosen else "Off")
    elif isinstance(kind, Scale) or (isinstance(kind, Choice) and not kind.menu):
        _mark(widgets.get(field.id, []), chosen[0] if chosen else "Off")
    else:
        for widget in widgets.get(field.id, []):
            _write(pdf, field, widget, value, style)


def _mark(widgets: list[Object], state: str) -> None:
    for widget in widgets:
        states = set(widget.get("/AP", Dictionary()).get("/N", Dictionary()).keys())
        widget.AS = Name(f"/{state}" if f"/{state}" in states else "/Off")
        owner = widget.get("/Parent", widget)
        owner.V = Name(f"/{state}")
        if owner is not widget and "/V" in widget and "/T" not in widget:
            del widget.V


def _write(
    pdf: Pdf,
    field: DefinedField,
    widget: Object,
    value: Value,
    style: tuple[FieldFonts, float],
) -> None:
    fonts, size = style
    text = "" if value is None else str(value)
    shown = text
    if isinstance(field.field, Choice):
        index = [option.id for option in field.field.options].index(text) if text else -1
        words = next(iter(field.words.values()), None)
        shown = words.options[index] if words and 0 <= index < len(words.options) else text
    left, bottom, right, top = (float(edge) for edge in widget.Rect)
    width, height = right - left, top - bottom
    line = is_line(field.field) or isinstance(field.field, Choice)
    form = Stream(pdf, text_appearance(shown, width, height, size, line=line))
    form.Type, form.Subtype = Name.XObject, Name.Form
    form.BBox = pikepdf.Array([0, 0, round(width, 2), round(height, 2)])
    form.Resources = Dictionary(Font=Dictionary({FIELD_FONT: fonts.type0}))
    widget.AP = Dictionary(N=pdf.make_indirect(form))
    widget.DA = String(default_appearance(size))
    owner = widget if "/T" in widget else widget.get("/Parent", widget)
    if text:
        owner.V = String(text)
    elif "/V" in owner:
        del owner.V
