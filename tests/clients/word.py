"""Microsoft Word imitated with lxml: filled documents have the shapes that Word writes.

Word itself is not here. After ECMA-376 and files that Word saved: an entry takes the place of the
prompt, without its style and its mark ``showingPlcHdr``; ``richText`` goes, for a control of no
kind is rich text; the value of a chosen item becomes ``lastValue``; runs are cut and marked as
`word_runs` says. The Enter key makes paragraphs, and then the control surrounds its paragraphs
instead of standing in one, and so do its bookmarks.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from copy import deepcopy
from datetime import date
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree

from .base import ClientError
from .office_base import Entries, Format, OfficeClient, OfficeJob
from .word_runs import NAMESPACES, REVISIONS, Element, make, qualified, runs

DOCUMENT = "word/document.xml"
GLOSSARY = "word/glossary/document.xml"
LINE_END = re.compile("\r\n|\r|\n")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
DATE_PARTS = re.compile("yyyy|MM|M|dd|d")
TICK_FONT = "MS Gothic"
DEFAULT_PROMPT = "Click or tap here to enter text."

Prompts = Mapping[str, Sequence[Element]]


class WordLike(OfficeClient):
    """Entries placed as Word would place them."""

    formats: tuple[Format, ...] = ("docx",)

    def __init__(self, *, paragraphs: bool = False) -> None:
        """Set whether a new line is a paragraph (Enter) or a line break (Shift and Enter)."""
        self._paragraphs = paragraphs
        self.name = "lxml-paragraphs" if paragraphs else "lxml"

    def missing(self) -> str | None:
        """Return None: the project itself needs lxml."""

    def fill_many(self, jobs: Sequence[OfficeJob], format: Format) -> list[bytes]:
        """Fill the documents one after another.

        Raises:
            ClientError: A carrier or item does not exist, or this is no document.
        """
        if format not in self.formats:
            message = f"{self.name} cannot fill {format}"
            raise ClientError(message)
        return [self._fill(source, entries) for source, entries in jobs]

    def _fill(self, source: bytes, entries: Entries) -> bytes:
        with ZipFile(BytesIO(source)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        root = etree.fromstring(parts[DOCUMENT])
        prompts = _prompts(parts[GLOSSARY]) if GLOSSARY in parts else {}
        controls = {tag.get(qualified("w:val")): tag for tag in root.iter(qualified("w:tag"))}
        for carrier, value in entries.items():
            if carrier not in controls:
                message = f"no control for {carrier}"
                raise ClientError(message)
            control = controls[carrier].getparent().getparent()
            _Control(control, prompts).enter(value, paragraphs=self._paragraphs)
        parts[DOCUMENT] = etree.tostring(
            root, xml_declaration=True, encoding="UTF-8", standalone=True
        )
        saved = BytesIO()
        with ZipFile(saved, "w", ZIP_DEFLATED) as package:
            for name, data in parts.items():
                package.writestr(name, data)
        return saved.getvalue()


class _Control:
    """A content control that stands in a paragraph."""

    def __init__(self, control: Element, prompts: Prompts) -> None:
        self._control, self._prompts = control, prompts
        self._properties = _only(control, "w:sdtPr")
        self._content = _only(control, "w:sdtContent")

    def enter(self, value: str | bool, *, paragraphs: bool) -> None:
        box, day = self._kind("w14:checkbox"), self._kind("w:date")
        choices = self._kind("w:dropDownList")
        if box is not None:
            self._tick(box, bool(value))
        elif not value:
            self._ask()
        elif choices is not None:
            self._choose(choices, str(value))
        elif day is not None and ISO_DATE.fullmatch(str(value)):
            self._pick(day, date.fromisoformat(str(value)))
        else:
            self._type(LINE_END.sub("\n", str(value)), paragraphs=paragraphs)

    def _kind(self, name: str) -> Element | None:
        return self._properties.find(name, NAMESPACES)

    def _drop(self, name: str) -> None:
        for mark in self._properties.findall(name, NAMESPACES):
            self._properties.remove(mark)

    def _put(self, content: Sequence[Element]) -> None:
        """Replace what the control shows."""
        self._drop("w:showingPlcHdr")
        for old in list(self._content):
            self._content.remove(old)
        self._content.extend(content)

    def _ask(self) -> None:
        """Show the prompt again, as Word does when an answer is deleted."""
        if self._kind("w:showingPlcHdr") is not None:
            return
        part = self._properties.find("w:placeholder/w:docPart", NAMESPACES)
        name = "" if part is None else str(part.get(qualified("w:val")))
        self._put(deepcopy(list(self._prompts.get(name, runs(DEFAULT_PROMPT)))))
        before = self._kind("w:placeholder")
        if before is not None:
            before.addnext(make("w:showingPlcHdr"))

    def _tick(self, box: Element, checked: bool) -> None:
        _only(box, "w14:checked").set(qualified("w14:val"), str(int(checked)))
        state = _only(box, "w14:checkedState" if checked else "w14:uncheckedState")
        sign = chr(int(str(state.get(qualified("w14:val"))), 16))
        font = {f"w_{use}": TICK_FONT for use in ("ascii", "eastAsia", "hAnsi")}
        look = make("w:rPr", make("w:rFonts", w_hint="eastAsia", **font))
        self._put([make("w:r", look, make("w:t", sign), w_rsidR=REVISIONS[0])])

    def _choose(self, choices: Element, label: str) -> None:
        for item in choices.findall("w:listItem", NAMESPACES):
            if item.get(qualified("w:displayText")) == label:
                choices.set(qualified("w:lastValue"), str(item.get(qualified("w:value"))))
                self._put(runs(label))
                return
        message = f"no item {label!r}"
        raise ClientError(message)

    def _pick(self, properties: Element, day: date) -> None:
        properties.set(qualified("w:fullDate"), f"{day.isoformat()}T00:00:00Z")
        pattern = str(_only(properties, "w:dateFormat").get(qualified("w:val")))
        values = {
            "yyyy": f"{day.year:04}",
            "MM": f"{day.month:02}",
            "M": f"{day.month}",
            "dd": f"{day.day:02}",
            "d": f"{day.day}",
        }
        self._put(runs(DATE_PARTS.sub(lambda found: values[found[0]], pattern)))

    def _type(self, text: str, *, paragraphs: bool) -> None:
        self._drop("w:richText")
        if paragraphs and "\n" in text and self._surround():
            paragraph = _only(self._content, "w:p")
            shape = paragraph.findall("w:pPr", NAMESPACES)
            marks = {"w_rsidR": REVISIONS[0], "w_rsidRDefault": REVISIONS[1]}
            lines = text.split("\n")
            self._put([make("w:p", *deepcopy(shape), *runs(line), **marks) for line in lines])
        else:
            self._put(runs(text))

    def _surround(self) -> bool:
        """Let the control stand around its paragraph, where it is alone there but for bookmarks."""
        paragraph = self._control.getparent()
        shape, control = qualified("w:pPr"), self._control
        marks = [each for each in paragraph if each is not control and each.tag != shape]
        bookmarks = {qualified("w:bookmarkStart"), qualified("w:bookmarkEnd")}
        if paragraph.tag != qualified("w:p") or any(mark.tag not in bookmarks for mark in marks):
            return False
        before = control.itersiblings(preceding=True)
        displaced = dict.fromkeys(before, "next")
        for mark in marks:
            mark.set(qualified("w:displacedByCustomXml"), displaced.get(mark, "prev"))
        for each in [each for each in paragraph if each.tag != shape]:
            paragraph.addprevious(each)
        self._put([paragraph])
        return True


def _only(parent: Element, name: str) -> Element:
    found = parent.find(name, NAMESPACES)
    if found is None:
        message = f"no {name} in {parent.tag}"
        raise ClientError(message)
    return found


def _prompts(glossary: bytes) -> Prompts:
    """Return the runs of every building block by its name."""
    prompts = {}
    for part in etree.fromstring(glossary).iter(qualified("w:docPart")):
        name = part.find("w:docPartPr/w:name", NAMESPACES)
        if name is not None:
            found = part.findall("w:docPartBody/w:p/w:r", NAMESPACES)
            prompts[str(name.get(qualified("w:val")))] = found
    return prompts
