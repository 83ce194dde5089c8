"""Render what goes to the printer: a pack, a wall in tiles, two pages on a sheet."""

from itertools import islice

import pypdfium2
from PIL import Image

from docs.gallery.pages import contact_sheet, save
from worksheets import loading, pipeline
from worksheets.press import job
from worksheets.units import mm

PAGE = 820


def sheet(layout: str, locale: str, paper: str = "A4") -> job.Sheet:
    """Return a blank worksheet as it is printed."""
    data = pipeline.generate(loading.load(layout), locale=locale, paper=paper)
    return job.sheet(f"{layout}.{locale}.pdf", data)


def pictures(data: bytes, *numbers: int) -> list[Image.Image]:
    """Return pages, by number from 0, as pictures on white as large as the largest."""
    document = pypdfium2.PdfDocument(data)
    pages = [document[number] for number in numbers]
    scale = PAGE / max(page.get_width() for page in pages)
    return [page.render(scale=scale).to_pil().convert("RGB") for page in pages]


def main() -> None:
    """Write the pictures."""
    sheets = [sheet("journey-map", "lv"), sheet("stakeholder-map", "lv", "A4")]
    wish = job.Pack(title="Pavasara darbnīca", copies=6, tables=4)
    pack = job.pack(sheets, wish).data
    save(contact_sheet(pictures(pack, *range(6))), "print.pack.png")
    tiles = job.tiles([sheet("journey-map", "en", "A0")], "A4", mm(10)).data
    overview, *parts = pictures(tiles, 0, *islice(range(1, 22), 2))
    save(contact_sheet([overview, _beside(parts, overview.height)]), "print.tiles.png")
    many = [sheet("empathy-map-quadrants", locale) for locale in ("de", "pl")]
    both = job.several(many, 2, "A4").data
    proof = job.grey(job.several(many, 2, "A4")).data
    save(contact_sheet([*pictures(both, 0), *pictures(proof, 0)]), "print.two.png")


def _beside(parts: list[Image.Image], height: int) -> Image.Image:
    """Return pictures side by side, so high."""
    fitted = [part.resize((part.width * height // part.height, height)) for part in parts]
    whole = Image.new("RGB", (PAGE, height), "#8a9294")
    x = 0
    for part in fitted:
        whole.paste(part, (x, 0))
        x += part.width + 14
    return whole


if __name__ == "__main__":
    main()
