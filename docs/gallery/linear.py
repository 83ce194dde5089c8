"""Render contact sheets of the linear edition: the first pages, in both formats, five languages."""

from itertools import product

import pypdfium2
from PIL import Image

from docs.gallery.pages import contact_sheet, save
from tests.clients.office_render import draw, to_pdf_many
from worksheets import loading, pipeline

LAYOUTS = ("journey-map", "persona", "empathy-map", "stakeholder-map")
LOCALES = ("en", "lv", "pl", "de", "nb")
PAGES, ACROSS, DPI = 2, 420, 110
SHOWN = ("journey-map", "lv")
"""Also on a picture of its own, in PDF."""


def made(name: str, locale: str, format_: str) -> bytes:
    """Return a filled file."""
    worksheet = pipeline.solve(pipeline.order_of(name, locale, edition="linear"))
    given = loading.example(name, locale)
    return pipeline.write(worksheet, format_, pipeline.prefill(worksheet, given))


def sized(picture: Image.Image) -> Image.Image:
    """Return a page as wide as a tile."""
    return picture.convert("RGB").resize((ACROSS, round(picture.height * ACROSS / picture.width)))


def shown(data: bytes) -> list[Image.Image]:
    """Return the first pages of a PDF, fields as a viewer shows them."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    pages = [document[number] for number in range(PAGES)]
    return [sized(page.render(scale=DPI / 72, may_draw_forms=True).to_pil()) for page in pages]


def main() -> None:
    """Write a contact sheet per layout: a row per language, PDF left and Word right."""
    every = list(product(LAYOUTS, LOCALES))
    printed = to_pdf_many([made(name, locale, "docx") for name, locale in every], "docx")
    tiles: dict[str, list[Image.Image]] = {}
    for (name, locale), words in zip(every, printed, strict=True):
        pages = [*shown(made(name, locale, "pdf")), *map(sized, draw(words, DPI)[:PAGES])]
        tiles.setdefault(name, []).extend(pages)
    for name, pages in tiles.items():
        save(contact_sheet(pages, 2 * PAGES, ACROSS), f"{name}.linear.png")
    save(contact_sheet(shown(made(*SHOWN, "pdf")), PAGES, ACROSS), f"{'.'.join(SHOWN)}.linear.png")


main()
