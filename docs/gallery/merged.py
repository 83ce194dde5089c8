"""Render merged journey maps: one for the README, and all languages with where they go on."""

import pypdfium2
from PIL import Image

from docs.gallery.pages import TILE, contact_sheet, save
from tests.contract.many import many
from worksheets import i18n, loading, pipeline, results

NAME = "journey-map"
WIDTH = 1500  # of the one for the README, as the filled sheet there


def pictures(locale: str, width: int = TILE) -> list[Image.Image]:
    """Return the pages of a merged map of twelve sheets as pictures."""
    worksheet = pipeline.solve(
        pipeline.Order(layout=loading.load(NAME), locale=locale, paper="A3", marks=False)
    )
    document = pypdfium2.PdfDocument(results.write(worksheet, "pdf", many(worksheet)))
    scale = width / document[0].get_width()
    return [page.render(scale=scale).to_pil().convert("RGB") for page in document]


def main() -> None:
    """Write both."""
    save(pictures("lv", WIDTH)[0], f"{NAME}.lv.merged.png")
    made = {locale: pictures(locale) for locale in i18n.locales()}
    further = next(pages[1] for pages in made.values() if len(pages) > 1)
    save(contact_sheet([*(pages[0] for pages in made.values()), further]), f"{NAME}.merged.png")


if __name__ == "__main__":
    main()
