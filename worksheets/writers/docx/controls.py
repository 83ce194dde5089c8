"""Content controls: a place to write for every field (ECMA-376 part 1, 17.5.2).

What Word and LibreOffice keep of them decided their shape: run-level rich text, never bound to
data, each inside a bookmark, since LibreOffice 7.4 forgets tags.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count

from lxml.etree import _Element

from worksheets.model.fields import Check, Choice, Date, Number, Scale, Text
from worksheets.model.ids import bookmark_of, option_carrier
from worksheets.model.labels import in_line, joined
from worksheets.model.layout import Office
from worksheets.model.response import Value
from worksheets.model.sheet import Slot
from worksheets.model.structure import ABSENT, menu_words, option_words, states
from worksheets.writers.arrangement.boxes import options_of
from worksheets.writers.docx.markup import Hand, w, w14
from worksheets.writers.package import shortened_line

PROMPTS: Mapping[str, str] = {
    "write": "WriteHere",
    "brief": "TypeHere",
    "choose": "ChooseHere",
    "day": "DayHere",
}
"""Names of the building blocks that hold the prompts, by the name of the text."""
MAX_TITLE = 64
_EM = 9.5  # points
_OF_AN_OPTION = 5  # elements: a control in its bookmark, its words, a gap
TICKED, UNTICKED = "\u2612", "\u2610"


@dataclass(slots=True)
class Controls:
    """Makes the controls of one file; ``answers`` are what they hold from the start.

    ``listed`` gives each option that can be ticked a line of its own.
    """

    hand: Hand
    office: Office
    language: str
    answers: Mapping[str, Value]
    listed: bool = False
    _ids: Iterator[int] = field(default_factory=lambda: count(1))

    def paragraphs(self, slot: Slot, room: float) -> list[_Element]:
        """Return the paragraphs of a slot's cell: one, or one per option."""
        elements = self.of(slot, room)
        each = _OF_AN_OPTION if self.listed and options_of(slot) else len(elements)
        starts = range(0, len(elements), each)
        return [self.hand.paragraph("Answer", *elements[at : at + each]) for at in starts]

    def of(self, slot: Slot, room: float) -> list[_Element]:
        """Return what stands in a slot's paragraph; ``room`` is its width in points."""
        value = self.answers.get(slot.id)
        match slot.field:
            case Choice(many=True, options=options):
                chosen = value if isinstance(value, tuple) else ()
                return [
                    element
                    for option in options
                    for element in self._option(slot, option.id, option.label, option.id in chosen)
                ]
            case Check():
                return self._wrapped(slot.id, slot.label, self._tick(on=value is True))
            case Scale() | Choice():
                return self._menu(slot, value)
            case Date():
                return self._date(slot, value)
            case Text() | Number():
                text = "" if value is None else str(value)
                prompt = "write" if room > 0.6 * _EM * len(self.office.write) else "brief"
                return self._wrapped(slot.id, slot.label, [w("richText")], text, prompt)

    def _option(self, slot: Slot, option: str, label: str, on: bool) -> list[_Element]:
        name = option_carrier(slot.id, option)
        control = self._wrapped(name, joined(", ", label, slot.label), self._tick(on=on))
        words = in_line(label).replace(" ", "\u00a0")
        return [*control, self.hand.run(f"\u00a0{words}"), self.hand.run("   ")]

    def _tick(self, *, on: bool) -> list[_Element]:
        box = w14(
            "checkbox",
            w14("checked", val=int(on)),
            w14("checkedState", val="2612", font="MS Gothic"),
            w14("uncheckedState", val="2610", font="MS Gothic"),
        )
        return [box]

    def _menu(self, slot: Slot, value: Value) -> list[_Element]:
        field_ = slot.field
        labels = menu_words(field_, option_words(field_))
        names = states(field_)
        values: list[Value] = [option.id for option in getattr(field_, "options", ())]
        if isinstance(field_, Scale):
            values = [*range(field_.low, field_.high + 1), *[ABSENT] * bool(field_.absent)]
        names = names or tuple(str(value) for value in values)
        entries = [
            w("listItem", displayText=label, value=name)
            for label, name in zip(labels, names, strict=True)
        ]
        if isinstance(field_, Scale):  # best first, as on paper
            entries[: len(field_.steps)] = reversed(entries[: len(field_.steps)])
        prompt = w("listItem", displayText=self.office.choose, value="")
        shown = labels[values.index(value)] if value in values else ""
        menu = w("dropDownList", prompt, *entries)
        return self._wrapped(slot.id, slot.label, [menu], shown, "choose")

    def _date(self, slot: Slot, value: Value) -> list[_Element]:
        day = "" if value is None else str(value)
        attributes = {"fullDate": f"{day}T00:00:00Z"} if day else {}
        date = w(
            "date",
            w("dateFormat", val="yyyy-MM-dd"),
            w("lid", val=self.language),
            w("storeMappedDataAs", val="date"),
            w("calendar", val="gregorian"),
            **attributes,
        )
        return self._wrapped(slot.id, slot.label, [date], day, "day")

    def _wrapped(
        self, name: str, title: str, kind: list[_Element], text: str = "", prompt: str = ""
    ) -> list[_Element]:
        """Return a control in its bookmark, with ``text`` or, if there is none, its prompt."""
        number = next(self._ids)
        settings = w(
            "sdtPr",
            w("alias", val=shortened_line(title, MAX_TITLE)),
            w("tag", val=name),
            w("id", val=1000 + number),
            w("lock", val="sdtLocked"),
        )
        if prompt:
            settings.append(w("placeholder", w("docPart", val=PROMPTS[prompt])))
            if not text:
                settings.append(w("showingPlcHdr"))
            shown = text or getattr(self.office, prompt)
            content = self.hand.run(shown, "" if text else "PlaceholderText")
        else:
            on = kind[0][0].get(kind[0][0].keys()[0]) == "1"
            face = w("rFonts", ascii="MS Gothic", eastAsia="MS Gothic", hAnsi="MS Gothic")
            content = self.hand.run(TICKED if on else UNTICKED, "", face)
        settings.extend(kind)
        return [
            w("bookmarkStart", id=number, name=bookmark_of(name)),
            w("sdt", settings, w("sdtContent", content)),
            w("bookmarkEnd", id=number),
        ]
