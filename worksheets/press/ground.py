"""What we draw around other pages: covers, marks, lines. Words in the language of the sheets."""

from collections.abc import Mapping, Sequence

from worksheets import binding, i18n, loading
from worksheets.fonts import Face, missing
from worksheets.model.response import Definition, Stamp
from worksheets.model.sheet import Align, Group, Ink, Item, Page, Sheet, Words, Worksheet
from worksheets.solving.fit import Fitter, Rung

Say = Mapping[str, str]
"""The phrases of ``layouts/phrases/print.yaml`` by id, in a locale."""


def phrases(locale: str) -> Say:
    """Return what is said in a locale, in English where it has no words."""
    catalog = i18n.catalog_or_english(i18n.normal_tag(locale))
    return binding.in_words_of(loading.phrases("print"), catalog).by_id()


def printable(text: str) -> str:
    """Return a text of a stranger with a question mark for each letter that our fonts lack."""
    return text.translate(dict.fromkeys(map(ord, missing(text)), "?"))


def page(width: float, height: float, items: Sequence[Group | Item], scale: float = 1) -> Page:
    """Return a page of so many points."""
    return Page(width=width, height=height, scale=scale, content=Group("section", tuple(items)))


def drawn(pages: Sequence[Page], title: str = "", locale: str = "en") -> bytes:
    """Return pages as a PDF without fields and tags: it is for a printer."""
    from worksheets.writers.pdf.pages import draw  # noqa: PLC0415 (reportlab loads late)

    sheet = Sheet(
        layout="print", version=1, locale=locale, direction=i18n.direction(locale),
        size="desk", orientation="landscape", title=title, office=loading.frame().office,
    )  # fmt: skip
    stamp = Stamp(layout=sheet.layout, version=1, locales=(locale,))
    nothing = Definition(stamp=stamp, title={}, text_size=9, pages=(), fields=())
    return draw(Worksheet(definition=nothing, sheet=sheet, pages=tuple(pages)), guides=False)[0]


def paragraph(  # noqa: PLR0913 (where, what, and how it looks)
    fitter: Fitter, place: tuple[float, float], text: str, limit: float, rungs: Sequence[Rung],
    *, bold: bool = False, ink: Ink = "ink", align: Align = "left",
) -> tuple[Words, float]:  # fmt: skip
    """Return a text that is fitted and starts at ``place``, and where the next line begins."""
    face: Face = "bold" if bold else "regular"
    fitted = fitter.group([text], limit, face, rungs)
    leading = 1.25 * fitted.size
    x, y = place
    words = Words(x=x, y=y, lines=fitted.lines[0], size=fitted.size, leading=leading,
                  face=face, ink=ink, align=align)  # fmt: skip
    return words, y + len(fitted.lines[0]) * leading
