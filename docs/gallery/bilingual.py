"""Render sheets in two languages: PDF as a viewer shows it, Word and Excel as they print."""

from docs.gallery.make import picture
from docs.gallery.pages import TILE, contact_sheet, save
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
    given = loading.example(name, locale.partition("+")[0])
    return pipeline.write(worksheet, format_, pipeline.prefill(worksheet, given))


def main() -> None:
    """Write one large sheet, one of every map, and the same map in Word and Excel."""
    save(picture(made("journey-map", "lv+en", paper="A3"), 1500), "journey-map.lv+en.bilingual.png")
    tiles = [picture(made(name, locale), TILE) for name, locale in SHEETS]
    save(contact_sheet(tiles), "maps.bilingual.png")
    for format_ in FORMATS:
        printed = to_pdf_many([made("journey-map", "lv+en", format_)], format_)
        save(draw(printed[0], DPI)[0], f"journey-map.{format_}.bilingual.png")


main()
