"""Render sheets in two languages: PDF as a viewer shows it, Word and Excel as they print."""

import pypdfium2
from PIL import Image

from docs.gallery.pages import TILE, answers_of, contact_sheet, save
from tests.clients.office_base import Format
from tests.clients.office_render import draw, to_pdf_many
from worksheets import loading, pipeline

SHEETS = (
    ("journey-map", "lv+en"),
    ("experience-map", "de+pl"),
    ("empathy-map", "lv+en"),
    ("stakeholder-map", "pl+de"),
    ("empathy-map-quadrants", "en+lv"),
    ("empathy-map-canvas", "lv+de"),
    ("persona", "nb+en"),
)
FORMATS: tuple[Format, ...] = ("docx", "xlsx")
DPI = 110


def made(name: str, locale: str, format_: str = "pdf", paper: str | None = None) -> bytes:
    """Return a sheet with the sample answers of the language that leads."""
    order = pipeline.Order(layout=loading.load(name), locale=locale, paper=paper)
    worksheet = pipeline.solve(order)
    given = answers_of(name, locale.partition("+")[0])
    return pipeline.write(worksheet, format_, pipeline.prefill(worksheet, given))


def picture(data: bytes, width: int) -> Image.Image:
    """Return the first page as a picture ``width`` pixels wide, fields as a viewer shows them."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    page = document[0]
    return page.render(scale=width / page.get_width(), may_draw_forms=True).to_pil().convert("RGB")


def main() -> None:
    """Write one large sheet, one of every map, and the same map in Word and Excel."""
    save(picture(made("journey-map", "lv+en", paper="A3"), 1500), "journey-map.lv+en.bilingual.png")
    tiles = [picture(made(name, locale), TILE) for name, locale in SHEETS]
    save(contact_sheet(tiles), "maps.bilingual.png")
    for format_ in FORMATS:
        printed = to_pdf_many([made("journey-map", "lv+en", format_)], format_)
        save(draw(printed[0], DPI)[0], f"journey-map.{format_}.bilingual.png")


main()
