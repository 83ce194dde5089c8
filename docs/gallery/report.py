"""Render the report of a believable workshop: bright, dark, on a telephone and on paper."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2
from PIL import Image

from docs.gallery.pages import GAP, save
from tests.clients.chromium import Chromium
from tests.collecting import (
    LOCALES,
    NAMES,
    Memory,
    Read,
    definition,
    read,
    sample_answers,
    unreadable,
    varied,
)
from worksheets.collecting import report
from worksheets.collecting.collection import Collection, View
from worksheets.collecting.troubles import troubles
from worksheets.model.workshop import Person, Wave, Workshop

COUNTS = {"journey-map": 22, "persona": 4, "empathy-map": 9, "stakeholder-map": 8}
GROUP = 6
"""Every sixth sheet is a group's."""
WORKSHOP = Workshop(
    id="service", name="Service 2027", wave="autumn",
    waves=(Wave(id="spring", label="2027-03", folder="spring"),
           Wave(id="autumn", label="2027-10", folder="autumn")),
    layouts=("journey-map", "persona"),
    people=(Person(id="p1", name="Marta Liepa", locale="lv", group="Rīga"),
            Person(id="p2", name="Tomasz Zieliński", locale="pl", group="Gdańsk")),
)  # fmt: skip


def sheets(mine: str) -> Iterator[Read]:
    """Yield what came back; maps of stakeholders are all in the language ``mine``."""
    random = Random(11)  # noqa: S311
    for layout, count in COUNTS.items():
        for index in range(count):
            locale = mine if layout == "stakeholder-map" else LOCALES[index % len(LOCALES)]
            late = layout == "journey-map" and index >= count // 2
            answers = varied(sample_answers(layout, locale), random) | header(index)
            if late:
                answers |= {name: better(name, value) for name, value in answers.items()}
            wave, ending = "autumn" if late else "spring", ("pdf", "docx", "xlsx")[index % 3]
            file = f"{wave}/{layout}-{index + 1:02}.{ending}"
            yield read(file, answers, definition(layout, locale))
    yield unreadable("spring/scan-3.pdf", "R008")


def header(index: int) -> dict[str, Any]:
    """Return who filled in a sheet."""
    group = index % GROUP == GROUP - 1
    return {
        "participant": NAMES[index % len(NAMES)] if index % 4 else None,
        "filled_by": "group" if group else "alone",
        "group_size": 5 if group else None,
    }


def better(name: str, value: object) -> object:
    """Return an answer after half a year of work on the service."""
    grown = isinstance(value, int) and name.startswith("emotion") and value < 1
    return value + 1 if grown else value


def collected(locale: str, workshop: Workshop | None = WORKSHOP) -> Collection:
    """Return the workshop as somebody reads it who speaks ``locale``."""
    workshops = (workshop,) if workshop else ()
    return Collection(Memory(tuple(sheets(locale))), View(locale=locale, workshops=workshops))


def written(locale: str, folder: Path) -> Path:
    """Write the report in a locale."""
    collection = collected(locale)
    file = folder / f"{locale}.html"
    found = [replace(one, path=str(folder / one.file)) for one in troubles(collection)]
    report.write(collection, found, file)
    return file


def side_by_side(pictures: list[Image.Image], height: int) -> Image.Image:
    """Return pictures in one line on grey, cut to a height."""
    width = sum(one.width for one in pictures) + GAP * (len(pictures) + 1)
    sheet = Image.new("RGB", (width, height + 2 * GAP), "#8a9294")
    x = GAP
    for one in pictures:
        sheet.paste(one.crop((0, 0, one.width, min(one.height, height))), (x, GAP))
        x += one.width + GAP
    return sheet


def printed(file: Path, pages: int) -> list[Image.Image]:
    """Return the first pages of a printed report."""
    document = pypdfium2.PdfDocument(file)
    shown = range(min(pages, len(document)))
    return [document[page].render(scale=1.05).to_pil().convert("RGB") for page in shown]


def main() -> None:
    """Write the pictures."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        looks = [("en", "light", 1280), ("lv", "dark", 1280), ("de", "light", 390),
                 ("pl", "dark", 390), ("nb", "light", 1280)]  # fmt: skip
        jobs = [
            {
                "page": written(locale, folder),
                "scheme": scheme,
                "width": width,
                "picture": folder / f"{locale}.png",
                "print": folder / f"{locale}.pdf",
            }
            for locale, scheme, width in looks
        ]
        Chromium().visit(jobs)
        seen = {locale: Image.open(folder / f"{locale}.png").convert("RGB") for locale, *_ in looks}
        save(seen["en"].crop((0, 0, 1280, 5200)), "report.png")
        save(side_by_side([seen["lv"], seen["de"], seen["pl"]], 3600), "report.dark.phone.png")
        save(side_by_side(printed(folder / "nb.pdf", 5), 884), "report.print.png")


if __name__ == "__main__":
    main()
