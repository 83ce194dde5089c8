"""Render wall papers and a continued sheet: how they look from two metres, where texts go on."""

import pypdfium2
from PIL import Image

from docs.gallery.pages import TILE, contact_sheet, save
from worksheets import loading, pipeline
from worksheets.press.continuation import continued

WALLS = (("journey-map", "en", "A1"), ("journey-map", "lv", "A0"),
         ("empathy-map", "de", "A1"), ("empathy-map", "lv", "A0"))  # fmt: skip
LONG = "Meklē tīmeklī, jautā draugiem un salīdzina cenas, pirms iet uz veikalu. " * 6


def pages(data: bytes) -> list[Image.Image]:
    """Return the pages of a PDF as pictures, fields included."""
    document = pypdfium2.PdfDocument(data)
    document.init_forms()
    scale = TILE / document[0].get_width()
    return [page.render(scale=scale).to_pil().convert("RGB") for page in document]


def main() -> None:
    """Write the picture."""
    drawn = [
        pages(pipeline.generate(loading.load(name), locale=locale, paper=paper))[0]
        for name, locale, paper in WALLS
    ]
    answers = dict.fromkeys(("actions__research", "thoughts__offer", "pains__use"), LONG)
    sheet = pipeline.generate(loading.load("journey-map"), locale="lv", answers=answers)
    save(contact_sheet([*drawn, *pages(continued(sheet))]), "walls.png")


if __name__ == "__main__":
    main()
