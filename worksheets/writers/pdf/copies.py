"""Personal copies of a worksheet that is solved and drawn once.

A copy is the base, a blank sheet without codes and id line, updated (`update`) with what names
the document and with the answers: it looks and reads like `write` of a worksheet that was solved
with that document id. Nothing personal is kept. docs/decisions/008 has reasons and figures.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from io import BytesIO

import pikepdf
from pikepdf import Array, Name, Object, Stream, String

from worksheets import definition, fonts
from worksheets.model.fields import Choice, Field
from worksheets.model.ids import FieldId, option_carrier
from worksheets.model.response import Value
from worksheets.model.sheet import Item, Ornament, Widget, Words, Worksheet
from worksheets.writers.pdf import DEFINITION_FIELD, finish, look, saved
from worksheets.writers.pdf.fonts import FIELD_FONT, encode
from worksheets.writers.pdf.ornaments import qr_runs
from worksheets.writers.pdf.pages import draw
from worksheets.writers.pdf.update import Changes, Node, Original
from worksheets.writers.pdf.widgets import ON, chosen_states, typed


class Copies:
    """Makes copies of ``worksheet``; the first one draws what is the same in all of them."""

    def __init__(self, worksheet: Worksheet) -> None:
        self._worksheet = worksheet
        self._bases: dict[bool, _Base] = {}

    def copy(self, document: str, values: Mapping[FieldId, Value]) -> bytes:
        """Return the PDF with this document id, and ``values`` (may be empty) filled in."""
        guides = not values  # as in `write`
        if guides not in self._bases:
            self._bases[guides] = _base(self._worksheet, guides=guides)
        base = self._bases[guides]
        changes = {**base.identity(document), **base.marks(document)}
        for name, value in values.items():
            changes.update(base.answer(name, value))
        return base.original.updated(changes)


# ---------------------------------------------------------------- what differs


@dataclass(frozen=True, slots=True, kw_only=True)
class _Marks:
    """What a page says of its file: codes and id line, in a content stream of their own.

    Its numbers have the 7 digits that reportlab writes, so that no pixel differs.
    """

    content: Node
    height: float
    items: tuple[Ornament | Words, ...]

    def drawn(self, code: str, line: str) -> Changes:
        """Return the stream, an artifact as in `pages` (ISO 32000-2, 14.8.2.2)."""
        modules, runs = qr_runs(code)
        path = " ".join(f"{x} {modules - 1 - y} {length} 1 re" for x, y, length in runs)
        parts = [
            f"{self._square(item, modules)} {path} f Q"
            if isinstance(item, Ornament)
            else self._line(item, line)
            for item in self.items
        ]
        return self.content.filled(f"/Artifact BMC {' '.join(parts)} EMC".encode())

    def _square(self, item: Ornament, modules: int) -> str:
        x, y, module = item.rect.left, self.height - item.rect.bottom, item.rect.width / modules
        place = f"{module:.7g} 0 0 {module:.7g} {x:.7g} {y:.7g} cm"
        return f"q {place} {look.operands(look.MARK)} rg"

    def _line(self, item: Words, line: str) -> str:
        across = fonts.width(line, item.face, item.size) if item.align == "right" else 0
        return (
            f"BT {look.operands(look.QUIET)} rg {FIELD_FONT} {item.size:.7g} Tf "
            f"{item.x - across:.7g} {self.height - item.y:.7g} Td <{encode(line).hex()}> Tj ET"
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Box:
    """A field for text or a menu: its annotation and what it looks like."""

    widget: Widget
    annotation: Node
    appearance: Node


@dataclass(frozen=True, slots=True, kw_only=True)
class _Base:
    """The file that copies begin with, and all that differs in them.

    ``buttons`` are what pressing one changes, by field name and state.
    """

    original: Original
    worksheet: Worksheet
    definition: bytes
    embedded: Node
    hidden: Node
    pages: tuple[_Marks, ...]
    kinds: Mapping[FieldId, Field]
    boxes: Mapping[str, _Box]
    buttons: Mapping[tuple[str, str], Changes]

    def identity(self, document: str) -> Changes:
        """Return both carriers of the definition."""
        data = definition.renamed(self.definition, document)
        packed = String(definition.pack(data)).unparse()
        size = b"/Params << /Size %d >>" % len(data)
        return {
            **self.embedded.filled(data, size),
            **self.hidden.changed(b"/V %b /DV %b" % (packed, packed)),
        }

    def marks(self, document: str) -> Changes:
        """Return what every page says of its file."""
        stamp, total = replace(self.worksheet.stamp, document=document), len(self.pages)
        changes: Changes = {}
        for number, page in enumerate(self.pages, start=1):
            if page.items:
                changes.update(page.drawn(*definition.printed(stamp, number, total)))
        return changes

    def answer(self, name: FieldId, value: Value) -> Changes:
        """Return what ``value`` changes as the answer of a field."""
        if box := self.boxes.get(name):
            text, content = typed(box.widget, value, self.worksheet.text_size)
            if not text:
                return {}
            entry = b"/V " + String(text).unparse()
            return {**box.annotation.changed(entry), **box.appearance.filled(content)}
        changes: Changes = {}
        kind = self.kinds.get(name)
        for state in chosen_states(kind, value) if kind else ():
            many = isinstance(kind, Choice) and kind.many
            changes.update(
                self.buttons[(option_carrier(name, state), ON) if many else (name, state)]
            )
        return changes


# ---------------------------------------------------------------- making a base


def _base(worksheet: Worksheet, *, guides: bool) -> _Base:
    blank, taken = _unmarked(worksheet)
    data = _drawn(blank, guides=guides)
    with pikepdf.open(BytesIO(data)) as pdf:
        [specification] = pdf.Root.AF
        fields = {str(field.T): field for field in pdf.Root.AcroForm.Fields}
        hidden = fields.pop(DEFINITION_FIELD)
        return _Base(
            original=Original.of(data, pdf),
            worksheet=blank,
            definition=definition.encode(blank.definition),
            embedded=Node.of(specification.EF.F, "/Params"),
            hidden=Node.of(hidden, "/V", "/DV"),
            pages=tuple(
                _Marks(content=Node.of(page.obj.Contents[-1]), height=there.height, items=items)
                for page, there, items in zip(pdf.pages, blank.pages, taken, strict=True)
            ),
            kinds={field.id: field.field for field in blank.definition.fields},
            boxes={
                widget.slot.id: _Box(
                    widget=widget,
                    annotation=Node.of(fields[widget.slot.id], "/V"),
                    appearance=Node.of(fields[widget.slot.id].AP.N),
                )
                for _, widget in blank.widgets()
                if widget.shape in {"box", "menu"}
            },
            buttons=dict(_buttons(fields)),
        )


def _unmarked(worksheet: Worksheet) -> tuple[Worksheet, list[tuple[Ornament | Words, ...]]]:
    """Return the worksheet without document, codes and id line, and by page what was taken."""
    pages, taken = [], []
    for number, page in enumerate(worksheet.pages, start=1):
        marks: list[Ornament | Words] = []
        texts = definition.printed(worksheet.stamp, number, len(worksheet.pages))
        content = page.content.changed(partial(_unless_marked, texts, marks))
        pages.append(replace(page, content=content))
        taken.append(tuple(marks))
    stamp = replace(worksheet.stamp, document=None)
    outline = replace(worksheet.definition, stamp=stamp)
    return replace(worksheet, definition=outline, pages=tuple(pages)), taken


def _unless_marked(texts: Sequence[str], marks: list[Ornament | Words], item: Item) -> Item | None:
    match item:
        case Ornament(text=text) | Words(lines=(text,)) if text in texts:
            marks.append(item)
            return None
    return item


def _drawn(worksheet: Worksheet, *, guides: bool) -> bytes:
    """Return the blank file; each page ends with a content stream for its marks."""
    drawn, roots = draw(worksheet, guides=guides)
    with pikepdf.open(BytesIO(drawn)) as pdf:
        field_fonts = finish(pdf, worksheet, roots, {})
        for page in pdf.pages:
            page.obj.Resources.Font[FIELD_FONT] = field_fonts.type0
            marks = pdf.make_indirect(Stream(pdf, b""))
            page.obj.Contents = Array([page.obj.Contents, marks])
        return saved(pdf)


def _buttons(fields: Mapping[str, Object]) -> Iterator[tuple[tuple[str, str], Changes]]:
    """Yield field name and state of every button, and what pressing it changes."""
    for name, field in fields.items():
        for button in field.get("/Kids", [field]) if Name.Btn == field.FT else ():
            [state] = set(button.AP.N.keys()) - {"/Off"}
            value, shown = b"/V " + state.encode(), b"/AS " + state.encode()
            if button is field:
                changes = Node.of(field, "/V", "/AS").changed(value + b" " + shown)
            else:
                group, seen = Node.of(field, "/V"), Node.of(button, "/AS")
                changes = {**group.changed(value), **seen.changed(shown)}
            yield (name, state.removeprefix("/")), changes
