"""Put answers into a Word file that exists already, whoever saved it last."""

from collections.abc import Iterator, Mapping
from copy import deepcopy

from lxml.etree import _Element, tostring

from worksheets.errors import Problem, UnusableInputError
from worksheets.model.fields import Check, Choice, Scale
from worksheets.model.ids import FieldId, bookmark_of, option_carrier
from worksheets.model.response import DefinedField, Definition, Value
from worksheets.model.structure import carriers, menu_words, scale_state, states
from worksheets.writers.docx.controls import TICKED, UNTICKED
from worksheets.writers.docx.markup import W14, Hand, W, w
from worksheets.writers.package import Parts

_MAIN = "word/document.xml"
_BEFORE = {
    f"{{{W}}}{name}" for name in ("rPr", "alias", "tag", "id", "lock", "placeholder", "temporary")
}
"""What comes before the mark of a prompt (ECMA-376 part 1, 17.5.2.38)."""
_SDT, _MARK, _PARAGRAPH = (f"{{{W}}}{name}" for name in ("sdt", "bookmarkStart", "p"))


def fill(data: bytes, definition: Definition, answers: Mapping[FieldId, Value]) -> bytes:
    """Return the file with ``answers`` in place; fields that are not among them stay.

    Raises UnusableInputError R007 with all fields that the file has lost.
    """
    parts = Parts(data)
    name = parts.main(_MAIN)
    root = parts.xml(name)
    scribe = _Scribe(root, definition)
    lost = [
        field.id
        for field in definition.fields
        if field.id in answers and not scribe.set(field, answers[field.id])
    ]
    if lost:
        hint = "take a fresh copy of the sheet"
        problems = [Problem("R007", "the file has lost this field", at, hint) for at in lost]
        raise UnusableInputError(problems)
    return parts.saved({name: tostring(root, xml_declaration=True, encoding="UTF-8")})


class _Scribe:
    """Writes into the controls of one document."""

    def __init__(self, root: _Element, definition: Definition) -> None:
        """Find the controls by tag, else by the bookmark around them."""
        self.hand = Hand(rtl=root.find(f".//{{{W}}}sectPr/{{{W}}}bidi") is not None)
        self.prompts = definition.prompts
        names = {name for f in definition.fields for name in carriers(f.id, f.field)}
        by_bookmark = {bookmark_of(name): name for name in names}
        self.controls: dict[str, list[_Element]] = {}
        for control, tag, marks in _controls(root):
            known = [by_bookmark[mark] for mark in marks if mark in by_bookmark]
            found = tag if tag in names else next(iter(known), "")
            if found:
                self.controls.setdefault(found, []).append(control)

    def set(self, field: DefinedField, value: Value) -> bool:
        """Put ``value`` into a field's controls; return whether all are there."""
        kind = field.field
        if isinstance(kind, Choice) and kind.many:
            chosen = value if isinstance(value, tuple) else ()
            there = [
                self._tick(option_carrier(field.id, option.id), on=option.id in chosen)
                for option in kind.options
            ]
            return all(there)
        if isinstance(kind, Check):
            return self._tick(field.id, on=value is True)
        text = "" if value is None else str(value)
        if isinstance(kind, Scale | Choice) and value is not None:
            text = _label(field, value)
        for control in self.controls.get(field.id, []):
            self._write(control, text)
            for date in control.iterfind(f"{{{W}}}sdtPr/{{{W}}}date"):
                _set_day(date, text)
        return field.id in self.controls

    def _tick(self, name: str, *, on: bool) -> bool:
        for control in self.controls.get(name, []):
            for checked in control.iter(f"{{{W14}}}checked"):
                checked.set(f"{{{W14}}}val", str(int(on)))
            for text in list(control.iter(f"{{{W}}}t"))[:1]:
                text.text = TICKED if on else UNTICKED
        return name in self.controls

    def _write(self, control: _Element, text: str) -> None:
        """Replace what a control shows, by its prompt if there is nothing to show."""
        settings = control.find(f"{{{W}}}sdtPr")
        content = control.find(f"{{{W}}}sdtContent")
        if settings is None or content is None:
            return
        showing = settings.find(f"{{{W}}}showingPlcHdr")
        if text and showing is not None:
            settings.remove(showing)
        elif not text and showing is None:
            _show_prompt(settings)
        prompt = self._prompt(settings)
        run = self.hand.run(text or prompt, "" if text else "PlaceholderText")
        inner = content.find(_PARAGRAPH)
        target = content if inner is None else inner
        kept = [deepcopy(mark) for mark in content.iter(_MARK, f"{{{W}}}bookmarkEnd")]
        for child in list(content):
            if child is not target:
                content.remove(child)
        for child in list(target):
            if child.tag != f"{{{W}}}pPr":
                target.remove(child)
        target.extend([*kept[:1], run, *kept[1:]])

    def _prompt(self, settings: _Element) -> str:
        """Return what an empty control of this kind shows."""
        write, brief, choose, day = (*self.prompts, *[""] * 4)[:4]
        part = settings.find(f"{{{W}}}placeholder/{{{W}}}docPart")
        named = part.get(f"{{{W}}}val") if part is not None else ""
        if settings.find(f"{{{W}}}dropDownList") is not None:
            return choose
        if settings.find(f"{{{W}}}date") is not None:
            return day
        return brief if named == "TypeHere" else write


def _show_prompt(settings: _Element) -> None:
    """Say that a control shows its prompt, where the schema wants it said."""
    before = [child for child in settings if child.tag in _BEFORE]
    settings.insert(settings.index(before[-1]) + 1 if before else 0, w("showingPlcHdr"))


def _set_day(date: _Element, day: str) -> None:
    """Let a date control keep ``day``, or none."""
    name = f"{{{W}}}fullDate"
    if day:
        date.set(name, f"{day}T00:00:00Z")
    elif name in date.attrib:
        del date.attrib[name]


def _label(field: DefinedField, value: Value) -> str:
    """Return the entry of a list for a value, in the language of the file."""
    labels = menu_words(field.field, field.options)
    names = states(field.field)
    if isinstance(field.field, Scale):
        state = scale_state(field.field, value) if isinstance(value, int) else str(value)
        return labels[names.index(state)]
    ids = [option.id for option in field.field.options] if isinstance(field.field, Choice) else []
    return labels[ids.index(str(value))]


def _controls(root: _Element) -> Iterator[tuple[_Element, str, list[str]]]:
    """Yield the innermost controls with their tags and the bookmarks that they lie in."""
    marked: dict[str, str] = {}
    for element in root.iter(_SDT, _MARK, f"{{{W}}}bookmarkEnd"):
        if element.tag == _MARK:
            marked[element.get(f"{{{W}}}id", "")] = element.get(f"{{{W}}}name", "")
        elif element.tag == _SDT:
            if next(element.iterdescendants(_SDT), None) is not None:
                continue
            tag = element.find(f"{{{W}}}sdtPr/{{{W}}}tag")
            inside = [mark.get(f"{{{W}}}name", "") for mark in element.iter(_MARK)]
            name = tag.get(f"{{{W}}}val", "") if tag is not None else ""
            yield element, name, [*inside, *marked.values()]
        else:
            marked.pop(element.get(f"{{{W}}}id", ""), None)
