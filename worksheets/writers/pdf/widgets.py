"""Form fields as pikepdf objects: every widget with an appearance for every state it can have.

ISO 32000-2, 12.7. Rules learnt from viewers (docs/decisions/003 and 004): ``/V`` and ``/AP``
always together, a form XObject of its own per text widget, no NeedAppearances, no MaxLen, no
DoNotScroll, a fixed text size, ASCII button states, ``/P``, ``/TU`` and ``/DA`` on each widget.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

from worksheets.model import writing
from worksheets.model.fields import Check, Choice, Field, Scale, Text, is_line
from worksheets.model.ids import option_carrier
from worksheets.model.labels import in_line, joined
from worksheets.model.response import Value
from worksheets.model.sheet import Rect, Slot, Widget
from worksheets.model.structure import ABSENT, scale_state
from worksheets.writers.pdf import look
from worksheets.writers.pdf.fonts import FIELD_FONT, FieldFonts, encode

MULTILINE, RADIO, COMBO, READ_ONLY = 1 << 12, 1 << 15, 1 << 17, 1
PRINT, HIDDEN = 4, 2
ON = "on"


def chosen_states(kind: Field, value: Value) -> tuple[str, ...]:
    """Return the button states (or option ids) that show ``value``."""
    chosen: tuple[str, ...] = ()
    match kind, value:
        case Check(), True:
            chosen = (ON,)
        case Choice(many=True), tuple():
            chosen = value
        case Choice(), str():
            chosen = tuple(f"s{i}" for i, option in enumerate(kind.options) if option.id == value)
        case Scale(), int():
            chosen = (scale_state(kind, value),)
        case Scale(), "absent":
            chosen = (ABSENT,)
    return chosen


def text_appearance(value: str, width: float, height: float, size: float, *, line: bool) -> bytes:
    """Return the content stream that shows ``value`` as typed text in a box (12.7.4.3).

    Text is wrapped to the box and clipped by it; the first baseline is where the page's own
    rhythm puts it, so that print and screen agree.
    """
    if not value:
        return b"/Tx BMC\nEMC"
    lines = writing.broken(value, width, size, line=line)
    leading = writing.LEADING * size
    y = writing.baseline(height, size, line=line)
    shown = lines[:1] if line else lines[: int(height / leading) + 2]
    shows = f" 0 {-leading:.3f} Td ".join(f"<{encode(text).hex()}> Tj" for text in shown)
    return (
        f"/Tx BMC q 1 1 {width - 2:.2f} {height - 2:.2f} re W n BT {default_appearance(size)} "
        f"{writing.inset(size):.3f} {y:.3f} Td {shows} ET Q EMC"
    ).encode("ascii")


def typed(widget: Widget, value: Value, size: float) -> tuple[str, bytes]:
    """Return ``value`` as a box or a menu has it, and the content stream that shows it there."""
    text, kind = "" if value is None else str(value), widget.slot.field
    rect = writing.inner(widget.rect)
    line, shown = is_line(kind), text
    if isinstance(kind, Choice):
        line, shown = True, next((in_line(o.label) for o in kind.options if o.id == text), "")
    return text, text_appearance(shown, rect.width, rect.height, size, line=line)


def default_appearance(size: float) -> str:
    """Return the ``/DA`` string: font, size and colour of typed text."""
    return f"{FIELD_FONT} {size:g} Tf {look.operands(look.INK)} rg"


def _disc(width: float, ink: look.Colour) -> bytes:
    centre, radius = width / 2, look.DISC * width / 2
    k = 0.5523 * radius
    a, b, c, d = centre - radius, centre + radius, centre - k, centre + k
    return (
        f"q {look.operands(ink)} rg {a:.3f} {centre:.3f} m "
        f"{a:.3f} {d:.3f} {c:.3f} {b:.3f} {centre:.3f} {b:.3f} c "
        f"{d:.3f} {b:.3f} {b:.3f} {d:.3f} {b:.3f} {centre:.3f} c "
        f"{b:.3f} {c:.3f} {d:.3f} {a:.3f} {centre:.3f} {a:.3f} c "
        f"{c:.3f} {a:.3f} {a:.3f} {c:.3f} {a:.3f} {centre:.3f} c f Q"
    ).encode("ascii")


def _tick(width: float, ink: look.Colour) -> bytes:
    points = ((0.2, 0.52), (0.42, 0.27), (0.82, 0.78))
    (x1, y1), (x2, y2), (x3, y3) = ((x * width, y * width) for x, y in points)
    return (
        f"q {look.operands(ink)} RG {0.16 * width:.2f} w 1 J 1 j "
        f"{x1:.2f} {y1:.2f} m {x2:.2f} {y2:.2f} l {x3:.2f} {y3:.2f} l S Q"
    ).encode("ascii")


@dataclass(slots=True)
class WidgetFactory:
    """Makes the fields of one document; ``fields`` are the roots for AcroForm."""

    pdf: Pdf
    fonts: FieldFonts
    size: float
    answers: Mapping[str, Value]
    accent: look.Colour
    fields: list[Object] = field(default_factory=list)
    _groups: dict[str, Object] = field(default_factory=dict)
    _buttons: dict[tuple[str, float, bool], Object] = field(default_factory=dict)

    def page(
        self, widgets: Sequence[Widget], page: Object, page_height: float
    ) -> Iterator[tuple[Widget, Object]]:
        """Yield each widget of a page, in order, with its annotation; fields go to ``fields``.

        A question is said by the first field that it is asked of, not by all fields of a row.
        """
        asked: set[tuple[str, str, str]] = set()
        for widget in widgets:
            slot = widget.slot
            question = (slot.block, slot.row, slot.hint)
            hint = "" if question in asked else slot.hint
            yield widget, self._made(widget, page, page_height, hint)
            asked.add(question)

    def _made(self, widget: Widget, page: Object, height: float, hint: str) -> Object:
        slot = widget.slot
        value = self.answers.get(slot.id)
        if widget.shape in {"circle", "square"}:
            base = self._base(widget, widget.rect, page, height)
            base.TU = String(said(slot.label, widget.meaning or hint))
            return self._button(widget, base, chosen_states(slot.field, value), hint)
        base = self._base(widget, writing.inner(widget.rect), page, height)
        base.TU = String(said(slot.label, hint))
        return self._box(widget, base, value)

    def _base(self, widget: Widget, rect: Rect, page: Object, height: float) -> Dictionary:
        corners = [rect.left, height - rect.bottom, rect.right, height - rect.top]
        return Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            F=PRINT,
            P=page,
            Rect=Array([round(corner, 2) for corner in corners]),
        )

    def _form(self, content: bytes, width: float, height: float, *, text: bool) -> Object:
        stream = Stream(self.pdf, content)
        stream.Type, stream.Subtype = Name.XObject, Name.Form
        stream.BBox = Array([0, 0, round(width, 2), round(height, 2)])
        if text:
            stream.Resources = Dictionary(Font=Dictionary({FIELD_FONT: self.fonts.type0}))
        return self.pdf.make_indirect(stream)

    # ------------------------------------------------------------ text and menus

    def _box(self, widget: Widget, base: Dictionary, value: Value) -> Object:
        rect, slot = writing.inner(widget.rect), widget.slot
        if isinstance(slot.field, Choice):
            base.FT, base.Ff = Name.Ch, COMBO
            options = [(option.id, in_line(option.label)) for option in slot.field.options]
            base.Opt = Array([Array(map(String, option)) for option in options])
        else:
            base.FT = Name.Tx
            base.Ff = MULTILINE if isinstance(slot.field, Text) and slot.field.lines > 1 else 0
        base.T = String(slot.id)
        base.DA = String(default_appearance(self.size))
        text, content = typed(widget, value, self.size)
        if text:
            base.V = String(text)
        form = self._form(content, rect.width, rect.height, text=True)
        base.AP = Dictionary(N=form)
        annotation = self.pdf.make_indirect(base)
        self.fields.append(annotation)
        return annotation

    # ------------------------------------------------------------ buttons

    def _button(
        self, widget: Widget, base: Dictionary, chosen: tuple[str, ...], hint: str
    ) -> Object:
        slot, rect = widget.slot, widget.rect
        round_ = widget.shape == "circle"
        state = widget.state if round_ else ON
        marked = widget.state in chosen
        shapes = {f"/{name}": self._shape(widget.shape, rect.width, on=name != "Off")
                  for name in (state, "Off")}  # fmt: skip
        base.AP = Dictionary(N=Dictionary(shapes))
        base.AS = Name(f"/{state}" if marked else "/Off")
        base.MK = Dictionary(CA=String("l" if round_ else "4"))
        annotation = self.pdf.make_indirect(base)
        if round_:
            parent = self._group(slot, chosen, hint)
            parent.Kids.append(annotation)
            annotation.Parent = parent
            return annotation
        annotation.FT = Name.Btn
        name = slot.id if isinstance(slot.field, Check) else option_carrier(slot.id, widget.state)
        annotation.T = String(name)
        annotation.V = Name("/on" if marked else "/Off")
        self.fields.append(annotation)
        return annotation

    def _group(self, slot: Slot, chosen: tuple[str, ...], hint: str) -> Object:
        if slot.id not in self._groups:
            name = String(said(slot.label, hint))
            group = Dictionary(FT=Name.Btn, Ff=RADIO, T=String(slot.id), TU=name, Kids=Array())
            if chosen:
                group.V = Name(f"/{chosen[0]}")
            self._groups[slot.id] = self.pdf.make_indirect(group)
            self.fields.append(self._groups[slot.id])
        return self._groups[slot.id]

    def _shape(self, shape: str, width: float, *, on: bool) -> Object:
        key = (shape, width, on)
        if key not in self._buttons:
            drawn = (_disc if shape == "circle" else _tick)(width, self.accent) if on else b""
            self._buttons[key] = self._form(drawn, width, width, text=False)
        return self._buttons[key]


def said(label: str, more: str) -> str:
    """Return what a screen reader says of a field: ``Emotion, Research: very positive``."""
    return in_line(joined(": ", label, more))
