"""Text as runs of a document, cut and marked as Microsoft Word cuts and marks them."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import groupby
from operator import itemgetter

from lxml import etree

NAMESPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "w16se": "http://schemas.microsoft.com/office/word/2015/wordml/symex",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "xml": "http://www.w3.org/XML/1998/namespace",
}
REVISIONS = ("00A77B3E", "003C51D2")  # of two sittings at the same text
SPECIAL = {"\n": "w:br", "\t": "w:tab", "\u00ad": "w:softHyphen", "\u2011": "w:noBreakHyphen"}
EMOJI_FONT = "Segoe UI Emoji"
FIRST_EMOJI = 0x1F000
EMOJI_PARTS = "\u200d\ufe0f"  # what joins emoji to one, and what colours a sign
CUT = 5  # letters in the first run of a text

Element = etree._Element


def make(name: str, *children: Element | str, **attributes: str) -> Element:
    """Make an element; ``w_val`` among the attributes means ``w:val``."""
    named = {qualified(key.replace("_", ":", 1)): value for key, value in attributes.items()}
    prefix = name.partition(":")[0]
    element = etree.Element(qualified(name), named, nsmap={prefix: NAMESPACES[prefix]})
    for child in children:
        if isinstance(child, str):
            element.text = child
        else:
            element.append(child)
    return element


def qualified(name: str) -> str:
    """Turn ``w:val`` into the notation of lxml."""
    prefix, _, local = name.rpartition(":")
    return f"{{{NAMESPACES[prefix]}}}{local}" if prefix else local


def runs(text: str) -> list[Element]:
    """Return the runs of a text, with marks of the spelling check among them."""
    made = []
    for number, (kind, part) in enumerate(_portions(text)):
        if kind == "latin" and not number and part[:CUT].isalpha() and len(part) > CUT:
            made += [
                make("w:proofErr", w_type="spellStart"),
                _run(kind, part[:CUT], REVISIONS[0]),
                _run(kind, part[CUT:], REVISIONS[1]),
                make("w:proofErr", w_type="spellEnd"),
            ]
        else:
            made.append(_run(kind, part, REVISIONS[number % 2]))
    return made


def _portions(text: str) -> Iterator[tuple[str, str]]:
    """Cut a text where the script changes; what has none stays with what goes before."""
    kinds: list[str] = []
    for character in text:
        kinds.append(_kind(character) or (kinds[-1] if kinds else "latin"))
    for kind, group in groupby(zip(kinds, text, strict=True), itemgetter(0)):
        yield kind, "".join(map(itemgetter(1), group))


def _kind(character: str) -> str | None:
    if ord(character) >= FIRST_EMOJI and unicodedata.category(character) in ("So", "Sk"):
        return "emoji"
    if character in EMOJI_PARTS or unicodedata.category(character)[0] == "M":
        return None
    if unicodedata.bidirectional(character) in ("R", "AL"):
        return "rtl"
    if unicodedata.category(character)[0] != "L":
        return None
    return "east" if unicodedata.east_asian_width(character) in ("W", "F") else "latin"


def _run(kind: str, text: str, revision: str) -> Element:
    run = make("w:r", w_rsidR=revision)
    if kind == "emoji" and len(text) == 1:
        run.append(make("w:rPr", _choice(make("w:rFonts", w_ascii=EMOJI_FONT, w_hAnsi=EMOJI_FONT))))
        symbol = make("w16se:symEx", w16se_font=EMOJI_FONT, w16se_char=f"{ord(text):X}")
        run.append(_choice(make("w:t", text), symbol))
        return run
    if kind == "rtl":
        run.append(make("w:rPr", make("w:rFonts", w_hint="cs"), make("w:rtl")))
    elif kind == "east":
        run.append(make("w:rPr", make("w:rFonts", w_hint="eastAsia")))
    elif kind == "emoji":
        run.append(make("w:rPr", make("w:rFonts", w_ascii=EMOJI_FONT, w_hAnsi=EMOJI_FONT)))
    run.extend(_pieces(text))
    return run


def _choice(fallback: Element, *choice: Element) -> Element:
    """Offer something that only newer versions know, and the same for all others."""
    newer = etree.Element(
        qualified("mc:Choice"),
        {"Requires": "w16se"},
        nsmap={prefix: NAMESPACES[prefix] for prefix in ("mc", "w16se")},
    )
    newer.extend(choice)
    return make("mc:AlternateContent", newer, make("mc:Fallback", fallback))


def _pieces(text: str) -> Iterator[Element]:
    for special, group in groupby(text, SPECIAL.get):
        part = "".join(group)
        if special:
            yield from (make(special) for _ in part)
        elif part != part.strip(" "):
            yield make("w:t", part, xml_space="preserve")
        else:
            yield make("w:t", part)
