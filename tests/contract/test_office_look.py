"""What Word and Excel files look like, as LibreOffice prints them: no word is cut or broken."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import pypdfium2
import pytest
from PIL import Image

from tests.clients import require
from tests.clients.office import OFFICE_CLIENTS, Format
from tests.clients.office_render import draw, tight_rows, to_pdf_many
from tests.contract.samples import LAYOUTS, Case, answers_for, layout, sample
from worksheets import pipeline
from worksheets.model.fields import Text
from worksheets.model.sheet import Grid, Worksheet

LOCALES = ("en", "lv", "pl", "de", "nb")
RTL = "he"
"""A language that is written to the left; its words are the English ones."""
ACCENT = (0x0B, 0x5A, 0x60)


@dataclass(frozen=True, slots=True)
class View:
    """A worksheet in a format, blank or with believable answers."""

    format: Format
    layout: str
    locale: str
    filled: bool = False

    def __str__(self) -> str:
        """Return the name of the view in a test's id."""
        state = "filled" if self.filled else "blank"
        return f"{self.format}-{self.layout}-{self.locale}-{state}"

    def solve(self) -> Worksheet:
        """Return the worksheet."""
        own = {"words": {}, "untranslated": []} if self.locale == RTL else {}
        order = pipeline.Order(
            layout=layout(self.layout), locale=self.locale, own_font=False, **own
        )
        return pipeline.solve(order)

    def file(self) -> bytes:
        """Return the file."""
        worksheet = self.solve()
        return pipeline.write(worksheet, self.format, _short(worksheet) if self.filled else {})


def _short(worksheet: Worksheet) -> dict[Any, Any]:
    """Return answers that fit their boxes: a word in each text."""
    answers = answers_for(worksheet.definition, "en")
    texts = {f.id for f in worksheet.definition.fields if isinstance(f.field, Text)}
    given = {n: "Žagars" if n in texts else value for n, value in answers.items()}
    return dict(pipeline.prefill(worksheet, given))


def views(format_: Format) -> list[Any]:
    """Return every map in every language, blank and filled; some of them in a quick run."""
    every = (
        View(format_, name, locale, filled)
        for name, locale, filled in product(LAYOUTS, (*LOCALES, RTL), (False, True))
        if not (name == "everything" and locale == RTL)
    )
    return sample(every, lambda view: (view.layout, view.filled))


def planned(request: pytest.FixtureRequest, format_: Format) -> list[View]:
    """Return the views of this run in a format."""
    params = (
        item.callspec.params.get("view")
        for item in request.session.items
        if hasattr(item, "callspec")
    )
    return list(dict.fromkeys(v for v in params if isinstance(v, View) and v.format == format_))


@pytest.fixture(scope="module")
def printed(request: pytest.FixtureRequest) -> Callable[[View], bytes]:
    """Return a function that gives a view as PDF; the program starts once for all of a format."""
    done: dict[View, bytes] = {}

    def pdf_of(view: View) -> bytes:
        if view not in done:
            every = planned(request, view.format)
            files = to_pdf_many([each.file() for each in every], view.format)
            done.update(zip(every, files, strict=True))
        return done[view]

    return pdf_of


@pytest.fixture(scope="module")
def tight(request: pytest.FixtureRequest) -> Callable[[View], list[str]]:
    """Return a function that gives the rows of a workbook that are too low for their text."""
    done: dict[View, list[str]] = {}

    def rows_of(view: View) -> list[str]:
        if not done:
            every = planned(request, "xlsx")
            done.update(zip(every, tight_rows([each.file() for each in every]), strict=True))
        return done[view]

    return rows_of


def labels(worksheet: Worksheet) -> Iterator[str]:
    """Yield the words of labels, heads and captions."""
    for block in worksheet.sheet.blocks:
        if isinstance(block, Grid):
            yield from (heading.label for heading in block.headings)
            yield from (row.label for row in block.rows)
        else:
            yield from (card.label for card in block.cards if card.slots)
    yield from (entry.slot.label for entry in worksheet.sheet.header)


def text_of(pdf: bytes) -> set[str]:
    """Return the words of all pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        return {
            word for page in document for word in page.get_textpage().get_text_bounded().split()
        }


def pages(pdf: bytes) -> int:
    """Return the number of pages."""
    with pypdfium2.PdfDocument(pdf) as document:
        return len(document)


@pytest.mark.parametrize("view", [*views("docx"), *views("xlsx")])
def test_no_word_of_a_label_is_broken(view: View, printed: Callable[[View], bytes]) -> None:
    require(OFFICE_CLIENTS["libreoffice"])
    wanted = {word for label in labels(view.solve()) for word in label.split() if word.isalpha()}
    assert wanted - text_of(printed(view)) == set()


@pytest.mark.parametrize("view", views("docx"))
def test_a_word_file_has_as_many_pages_as_its_pdf(
    view: View, printed: Callable[[View], bytes]
) -> None:
    require(OFFICE_CLIENTS["libreoffice"])
    assert pages(printed(view)) <= len(view.solve().pages) + (view.layout == "everything")


@pytest.mark.parametrize("view", views("xlsx"))
def test_no_row_of_a_workbook_cuts_its_text(view: View, tight: Callable[[View], list[str]]) -> None:
    require(OFFICE_CLIENTS["libreoffice"])
    assert tight(view) == []


# ---------------------------------------------------------------- the curve


def test_the_curve_follows_the_cells() -> None:
    office = OFFICE_CLIENTS["libreoffice"]
    require(office)
    worksheet = Case(layout="journey-map").solve()
    blank = pipeline.write(worksheet, "xlsx", {})
    lines = []
    for word in ("+1 positive", "\u22121 negative"):
        entries = {f"emotion__{stage}": word for stage in worksheet.stamp.stages}
        [page, *_] = draw(to_pdf_many([office.fill(blank, entries, "xlsx")], "xlsx")[0])
        lines.append(_accent_lines(page))
    [page, *_] = draw(to_pdf_many([blank], "xlsx")[0])
    empty = _accent_lines(page)
    high, low = lines[0] - lines[1] - empty, lines[1] - lines[0] - empty
    assert high
    assert low
    assert max(high) < min(low)


def _accent_lines(page: Image.Image) -> set[int]:
    """Return the rows of pixels that are mostly of the accent colour."""
    pixels = np.asarray(page).astype(int)
    near = (np.abs(pixels - np.array(ACCENT)).sum(axis=2) < 40).mean(axis=1)
    return set(np.flatnonzero(near > 0.4).tolist())


def test_views_are_sampled_by_layout() -> None:
    counts: dict[str, int] = defaultdict(int)
    for param in views("docx"):
        counts[param.values[0].layout] += not param.marks
    assert set(counts) == set(LAYOUTS)
    assert all(counts.values())
