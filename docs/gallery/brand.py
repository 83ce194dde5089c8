"""Render branded sheets: the sample's brick on paper, in Word and in Excel, and one in plum."""

from dataclasses import replace
from pathlib import Path

from PIL import Image

import worksheets
from docs.gallery.make import picture
from docs.gallery.pages import TILE, contact_sheet, save
from tests.clients.office_render import draw, to_pdf_many
from worksheets import loading, pipeline
from worksheets.model.brand import Brand

FOLDER = Path(__file__).parents[2] / "samples" / "brand"
DPI = 110
SHEETS = (
    ("journey-map", "lv", "A4"), ("journey-map", "pl", "A3"),
    ("stakeholder-map", "de", "A3"), ("empathy-map", "en", "A3"),
)  # fmt: skip


def pdf(name: str, locale: str, paper: str, brand: Brand) -> bytes:
    """Return a sheet with the sample's answers, if there are some in its language."""
    layout, given = worksheets.load(name), loading.example(name, locale)
    return worksheets.generate(layout, locale=locale, paper=paper, answers=given, brand=brand)


def office(name: str, locale: str, brand: Brand) -> list[Image.Image]:
    """Return the first pages of a sheet in Word and Excel."""
    layout = loading.load(name)
    order = pipeline.Order(layout=layout, locale=locale, brand=brand, own_font=False)
    worksheet = pipeline.solve(order)
    pages = []
    for format_ in ("docx", "xlsx"):
        data = pipeline.write(worksheet, format_, {})
        [printed] = to_pdf_many([data], format_)
        page = draw(printed, DPI)[0]
        pages.append(page.resize((TILE, round(page.height * TILE / page.width))))
    return pages


def main() -> None:
    """Write the pictures."""
    brick = worksheets.load_brand(FOLDER / "brand.yaml")
    plum = replace(brick, accent="6B2A55", logo=None)
    save(picture(pdf("journey-map", "lv", "A4", brick), 1500), "journey-map.brand.png")
    tiles = [picture(pdf(*sheet, brick), TILE) for sheet in SHEETS]
    tiles += office("journey-map", "nb", brick)
    tiles += [picture(pdf("persona", tag, "A4", brand), TILE)
              for tag, brand in (("en", brick), ("pl", plum))]  # fmt: skip
    save(contact_sheet(tiles), "sheets.brand.png", 96)


main()
