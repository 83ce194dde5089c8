"""Render the gallery: per layout a contact sheet of every locale, and one large filled sheet."""

import pypdfium2
from PIL import Image

import worksheets
from docs.gallery.pages import TILE, contact_sheet, save
from worksheets import i18n, loading


def picture(data: bytes, width: int) -> Image.Image:
    """Return the first page as a picture ``width`` pixels wide, fields as a viewer shows them."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    page = document[0]
    return page.render(scale=width / page.get_width(), may_draw_forms=True).to_pil().convert("RGB")


def main() -> None:
    """Write the pictures of every built-in layout."""
    for name in loading.layouts():
        layout = worksheets.load(name)
        tiles = []
        for locale in i18n.locales():
            given = loading.example(name, locale)
            tiles.append(picture(worksheets.generate(layout, locale=locale), TILE))
            tiles.append(picture(worksheets.generate(layout, locale=locale, answers=given), TILE))
        save(contact_sheet(tiles), f"{name}.png")
        given = loading.example(name, "lv")
        large = worksheets.generate(layout, locale="lv", paper="A3", answers=given)
        save(picture(large, 1500), f"{name}.lv.filled.png")


if __name__ == "__main__":
    main()
