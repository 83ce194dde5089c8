"""WordprocessingML elements, in few words."""

from collections.abc import Iterator
from dataclasses import dataclass

from docx.oxml.ns import nsmap
from lxml.etree import Element, _Element

from worksheets.model.labels import apart
from worksheets.writers.package import writable

W = nsmap["w"]
W14 = "http://schemas.microsoft.com/office/word/2010/wordml"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_NAMES = {"w": W, "w14": W14}


def w(name: str, /, *children: _Element | None, text: str = "", **attributes: object) -> _Element:
    """Return the element ``w:name``, its attributes in the same namespace; None is left out."""
    return _made(W, name, children, attributes, text)


def w14(name: str, /, *children: _Element, **attributes: object) -> _Element:
    """Return the element ``w14:name`` of Word 2010."""
    return _made(W14, name, children, attributes, "")


def _made(
    space: str, name: str, children: tuple[_Element | None, ...], attributes: dict[str, object],
    text: str,
) -> _Element:  # fmt: skip
    element = Element(f"{{{space}}}{name}", nsmap=_NAMES)
    for key, value in attributes.items():
        element.set(f"{{{space}}}{key}", str(value))
    element.extend(child for child in children if child is not None)
    if text:
        element.text = text
        element.set(_SPACE, "preserve")
    return element


def twips(points: float) -> int:
    """Return points as twentieths."""
    return round(points * 20)


def sized(points: float) -> list[_Element]:
    """Return what says that a run has type of this size."""
    return [w(name, val=round(2 * points)) for name in ("sz", "szCs")]


def regular() -> list[_Element]:
    """Return what says that a run is not bold where its style is."""
    return [w("b", val=0), w("bCs", val=0)]


@dataclass(frozen=True, slots=True)
class Hand:
    """Writes paragraphs and runs in one direction of script.

    What is said in a ``second`` language (its tag) stands below, regular, ``small`` points large.
    """

    rtl: bool
    second: str = ""
    small: float = 0

    def paragraph(self, style: str, *content: _Element, **properties: object) -> _Element:
        """Return a paragraph; ``properties`` are further ones of one value each."""
        more = [w(name, val=value) for name, value in properties.items()]
        settings = w("pPr", w("pStyle", val=style), *more, w("bidi") if self.rtl else None)
        return w("p", settings, *content)

    def said(self, text: str, style: str = "", *face: _Element, ink: str = "") -> list[_Element]:
        """Return the runs of a label: the words that lead, below them those in the second.

        Both have the colour ``ink``, if not that of the paragraph.
        """
        first, below = apart(text)
        colour = [w("color", val=ink)] if ink else []
        runs = [self.run(first, style, *colour, *face)]
        if below:
            colour = [w("color", val=ink)] if ink else []
            look = [*regular(), *colour, *sized(self.small)]
            runs += [w("r", w("br")), self.run(below, "", *look, language=self.second)]
        return runs

    def run(self, text: str, style: str = "", *face: _Element, language: str = "") -> _Element:
        """Return a run; line breaks and tabs become elements, ``face`` is how it differs."""
        named = w("rStyle", val=style) if style else None
        rtl = w("rtl") if self.rtl else None
        spoken = w("lang", val=language) if language else None
        settings = [part for part in (named, *face, rtl, spoken) if part is not None]
        run = w("r", w("rPr", *settings) if settings else None)
        run.extend(_pieces(writable(text)))
        return run


def _pieces(text: str) -> Iterator[_Element]:
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(text.split("\n")):
        if number:
            yield w("br")
        for column, piece in enumerate(line.split("\t")):
            if column:
                yield w("tab")
            if piece:
                yield w("t", text=piece)
