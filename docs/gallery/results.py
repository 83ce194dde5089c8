"""Render the results workbook of a believable workshop, as LibreOffice prints it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pypdfium2
from PIL import Image, ImageChops

from docs.gallery.pages import save
from tests.clients.office_render import to_pdf_many
from tests.collecting import LOCALES, NAMES, Memory, Read, reads
from worksheets.collecting import workbook
from worksheets.collecting.collection import Collection, View
from worksheets.collecting.rows import Note
from worksheets.collecting.troubles import troubles
from worksheets.model.workshop import Person, Wave, Workshop, document_id

SHEETS = ("Overview", "Emotions", "Stage text", "Stakeholders", "Problems")
GROUPS = ("Riga", "Oslo", "Łódź")
WIDTH, MARGIN = 1400, 40
FOOT = 0.05
"""Of a page's width."""
COPIES = 14
"""Journey maps that are personal copies: every person's before, and some people's after."""


def workshop() -> Workshop:
    """Return who was asked."""
    people = tuple(
        Person(id=f"p{number}", name=name, locale=LOCALES[number % 5], group=GROUPS[number % 3])
        for number, name in enumerate(NAMES)
    )
    waves = (Wave(id="before", label="Before"), Wave(id="after", label="Three months on"))
    return Workshop(id="library", name="Library services 2026", wave="before", waves=waves,
                    layouts=("journey-map",), people=people)  # fmt: skip


def answered() -> Iterator[Read]:
    """Yield sheets: journey maps are personal copies of two waves; stakeholders are English."""
    number = 0
    for one in reads(24):
        if "stakeholder-map" in one.name and one.response["stamp"]["locales"] != ["en"]:
            continue
        if "journey-map" not in one.name or number >= COPIES:
            yield one
            continue
        wave = ("before", "after")[number % 2]
        stamp = dict(one.response["stamp"])
        stamp["document"] = document_id("library", wave, f"p{number // 2}")
        answers = dict(one.response["answers"])
        for name, value in answers.items():
            if name.startswith("emotion__") and value is not None and wave == "after":
                answers[name] = min(2, value + 1)
        number += 1
        yield replace(one, response=dict(one.response) | {"stamp": stamp, "answers": answers})


def noted() -> Iterator[Note]:
    """Yield an analyst's notes: themes, a correction, and one whose answer has changed."""
    plain = Collection(Memory(tuple(answered())), View())
    texts = [answer for answer in plain.answers() if answer.type == "text" and answer.value]
    for number, answer in enumerate(texts[5:30]):
        theme = ("waiting", "trust", "price")[number % 3]
        note = Note(response=answer.response, field=answer.field, theme=theme)
        if number == 1:
            note = replace(note, correction="Picks the yearly plan and pays by card.")
        yield replace(note, answer="He calls twice.") if number == 2 else note  # noqa: PLR2004


def pages(printed: bytes) -> Iterator[tuple[str, Image.Image]]:
    """Yield the first page of each sheet that is shown."""
    left = list(SHEETS)
    for page in pypdfium2.PdfDocument(printed):
        words = page.get_textpage().get_text_bounded(bottom=0, top=50).replace("\r", "")
        sheet = next((name for name in left if name in words), None)
        if sheet:
            left.remove(sheet)
            scale = WIDTH / page.get_width()
            yield sheet, trimmed(page.render(scale=scale).to_pil().convert("RGB"))


def trimmed(page: Image.Image) -> Image.Image:
    """Return a page without its foot and the white above it."""
    body = page.crop((0, 0, page.width, round(page.height - FOOT * page.width)))
    white = Image.new("RGB", body.size, "white")
    box = ImageChops.difference(body, white).getbbox() or (0, 0, *body.size)
    return body.crop((0, 0, body.width, min(body.height, box[3] + MARGIN)))


def main() -> None:
    """Write a picture of each sheet that is shown."""
    view = View(workshops=(workshop(),), notes=tuple(noted()), by_group=True)
    collection = Collection(Memory(tuple(answered())), view)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "results.xlsx"
        workbook.write(collection, troubles(collection), path)
        (printed,) = to_pdf_many([path.read_bytes()], "xlsx")
    for sheet, picture in pages(printed):
        save(picture, f"results.{sheet.lower().replace(' ', '-')}.png", colors=200)


main()
