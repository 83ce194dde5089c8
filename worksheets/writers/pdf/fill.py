"""Put answers into a PDF that exists already, whoever saved it last."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Object, ObjectStreamMode, Pdf, Stream, String

from worksheets.errors import Problem, UnusableInputError
from worksheets.fonts import metrics
from worksheets.model.fields import Check, Choice, is_line
from worksheets.model.ids import FieldId, option_carrier
from worksheets.model.response import DefinedField, Definition, Value
from worksheets.model.structure import states
from worksheets.writers.pdf.fonts import FIELD_FONT, add_field_fonts
from worksheets.writers.pdf.widgets import (
    ON,
    chosen_states,
    default_appearance,
    text_appearance,
)

MAX_DEPTH = 32
Placed = list[tuple[int, Object]]
"""The widgets of a field, each with the number of its page."""
NAME = Name(f"/{metrics('regular').name}")


def fill(data: bytes, definition: Definition, answers: Mapping[FieldId, Value]) -> bytes:
    """Return the PDF with ``answers`` in place; fields that are not among them stay.

    The file is rewritten, so that no earlier answer stays readable in an older revision.
    """
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            _fill(pdf, definition, answers)
            return rewritten(pdf)
    except (pikepdf.PdfError, ValueError, TypeError, AttributeError, KeyError) as error:
        problem = Problem("R007", "the file cannot be filled in", hint="take a fresh copy")
        raise UnusableInputError(problem) from error


def rewritten(pdf: Pdf) -> bytes:
    """Return a changed file of somebody's as bytes that can be opened again."""
    # qpdf 12 packs files that it had to repair so that nobody can open them again.
    damaged = bool(pdf.get_warnings())
    mode = ObjectStreamMode.disable if damaged else ObjectStreamMode.generate
    target = BytesIO()
    pdf.save(target, deterministic_id=True, object_stream_mode=mode)
    pikepdf.open(target).close()
    return target.getvalue()


def _fill(pdf: Pdf, definition: Definition, answers: Mapping[FieldId, Value]) -> None:
    placed = widgets_by_name(pdf)
    widgets = {name: [widget for _, widget in found] for name, found in placed.items()}
    scribe = Scribe(pdf, field_font(pdf, placed), definition.text_size)
    form = pdf.Root.get("/AcroForm", Dictionary())
    redraw = bool(form.get("/NeedAppearances", False))
    for field in definition.fields:
        if field.id in answers:
            _set(field, answers[field.id], widgets, scribe)
        elif redraw and not states(field.field):
            for widget in widgets.get(field.id, []):
                scribe.show(field, widget, str(_owner(widget).get("/V", "")))
    if redraw:
        del form.NeedAppearances


def field_font(pdf: Pdf, widgets: Mapping[str, Placed]) -> Object:
    """Return the document's own field font if a widget still has it, else add one."""
    for found in widgets.values():
        for _, widget in found:
            shown = widget.get("/AP", Dictionary()).get("/N", Dictionary())
            if isinstance(shown, Stream):
                fonts = shown.get("/Resources", Dictionary()).get("/Font", Dictionary())
                font = fonts.get(FIELD_FONT, Dictionary())
                if font.get("/Encoding") == Name("/Identity-H") and font.get("/BaseFont") == NAME:
                    return font
    return add_field_fonts(pdf).type0


def widgets_by_name(pdf: Pdf) -> dict[str, Placed]:
    """Return the fields of all pages by full name."""
    found: dict[str, Placed] = {}
    for number, page in enumerate(pdf.pages, start=1):
        annotations = page.obj.get("/Annots")
        if not isinstance(annotations, pikepdf.Array):
            continue
        for annotation in annotations:
            if isinstance(annotation, Dictionary) and annotation.get("/Subtype") == Name.Widget:
                found.setdefault(_full_name(annotation), []).append((number, annotation))
    return found


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


def _owner(widget: Object) -> Object:
    """Return the dictionary that holds the field's value: the widget's own or its parent's."""
    return widget if "/T" in widget or "/Parent" not in widget else widget.Parent


def _set(
    field: DefinedField, value: Value, widgets: Mapping[str, list[Object]], scribe: "Scribe"
) -> None:
    kind = field.field
    chosen = chosen_states(kind, value)
    if isinstance(kind, Choice) and kind.many:
        for option in kind.options:
            on = ON if option.id in chosen else "Off"
            _mark(widgets.get(option_carrier(field.id, option.id), []), on)
    elif isinstance(kind, Check) or states(kind):
        _mark(widgets.get(field.id, []), chosen[0] if chosen else "Off")
    else:
        text = "" if value is None else str(value)
        for widget in widgets.get(field.id, []):
            owner = _owner(widget)
            if text:
                owner.V = String(text)
            elif "/V" in owner:
                del owner.V
            scribe.show(field, widget, text)


def _mark(widgets: list[Object], state: str) -> None:
    for widget in widgets:
        shapes = set(widget.get("/AP", Dictionary()).get("/N", Dictionary()).keys())
        widget.AS = Name(f"/{state}" if f"/{state}" in shapes else "/Off")
        owner = widget.get("/Parent", widget)
        owner.V = Name(f"/{state}")
        if owner is not widget and "/V" in widget and "/T" not in widget:
            del widget.V


@dataclass(frozen=True, slots=True)
class Scribe:
    """Draws typed text: the document, its field font, the size in points."""

    pdf: Pdf
    font: Object
    size: float

    def show(self, field: DefinedField, widget: Object, text: str) -> None:
        """Give ``widget`` an appearance that shows ``text``, a menu's option by its label."""
        if isinstance(field.field, Choice):
            ids = [option.id for option in field.field.options]
            if text in ids and len(field.options) == len(ids):
                text = field.options[ids.index(text)]
        left, bottom, right, top = (float(edge) for edge in widget.Rect)
        width, height = right - left, top - bottom
        line = is_line(field.field) or isinstance(field.field, Choice)
        form = Stream(self.pdf, text_appearance(text, width, height, self.size, line=line))
        form.Type, form.Subtype = Name.XObject, Name.Form
        form.BBox = pikepdf.Array([0, 0, round(width, 2), round(height, 2)])
        form.Resources = Dictionary(Font=Dictionary({FIELD_FONT: self.font}))
        widget.AP = Dictionary(N=self.pdf.make_indirect(form))
        widget.DA = String(default_appearance(self.size))
