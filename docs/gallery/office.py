"""Render contact sheets of Word and Excel files, as LibreOffice prints them."""

from itertools import product

from PIL import Image

from docs.gallery.pages import TILE, contact_sheet, save
from tests.clients.office_base import Format
from tests.clients.office_render import draw, to_pdf_many
from worksheets import loading, pipeline

LOCALES = ("en", "lv", "pl", "de", "nb")
RTL = "he"
FORMATS: tuple[Format, ...] = ("docx", "xlsx")
DPI = 110


def made(name: str, locale: str, format_: str, *, filled: bool) -> bytes:
    """Return a file; the locale that is written to the left has English words."""
    own = {"words": {}, "untranslated": []} if locale == RTL else {}
    order = pipeline.Order(layout=loading.load(name), locale=locale, own_font=False, **own)
    worksheet = pipeline.solve(order)
    given = loading.example(name, locale if locale != RTL else "en") if filled else {}
    return pipeline.write(worksheet, format_, pipeline.prefill(worksheet, given))


def first_pages(files: list[bytes], format_: Format) -> list[Image.Image]:
    """Return the first page of each file, as wide as a tile."""
    pictures = [draw(printed, DPI)[0] for printed in to_pdf_many(files, format_)]
    return [p.resize((TILE, round(p.height * TILE / p.width))) for p in pictures]


def main() -> None:
    """Write a contact sheet per format and layout: each language blank and filled."""
    for format_, name in product(FORMATS, loading.layouts()):
        pairs = product((*LOCALES, RTL), (False, True))
        files = [made(name, locale, format_, filled=filled) for locale, filled in pairs]
        pages = first_pages(files, format_)
        save(contact_sheet(pages), f"{name}.{format_}.png")
        if name == "journey-map":
            save(pages[2 * LOCALES.index("lv") + 1], f"{name}.lv.{format_}.png")


main()
