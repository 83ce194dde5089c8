"""Two languages on one sheet: whole, legible, and the same answers as on a sheet in one."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import permutations, product
from typing import Any

import pytest
from docx import Document

from tests.bare import bare
from tests.clients import CLIENTS, require
from tests.clients.office import OFFICE_CLIENTS
from tests.contract.samples import (
    EVERYTHING,
    LAYOUTS,
    LOCALES,
    Case,
    answers_for,
    as_entries,
    as_fill,
    layout,
    sample,
    tidy,
)
from tests.contract.test_solved import (
    MARGIN,
    UNPRINTABLE,
    collisions,
    extents,
    inside,
    paragraphs,
    texts,
)
from worksheets import loading, pipeline
from worksheets.model.labels import SEAM, halves, lead
from worksheets.model.linear import sections
from worksheets.model.sheet import Edition, Grid, Panel, Rect, Widget, Words, Worksheet
from worksheets.model.structure import option_words
from worksheets.writers.docx import linear
from worksheets.writers.pdf.widgets import said

PAIRS = tuple("+".join(pair) for pair in permutations(LOCALES, 2))
BIG = ("journey-map", "A3")
BUILT_IN = loading.layouts()
CASES = [
    *(Case(layout=name, locale=pair) for name, pair in product(BUILT_IN, PAIRS)),
    *(Case(layout=BIG[0], locale=pair, paper=BIG[1]) for pair in PAIRS),
]
LINEAR = [replace(case, edition="linear") for case in CASES if case.paper is None]
LEAST = 7.5
"""Points below which nothing is printed."""


def parts(case: Case) -> tuple[str, ...]:
    lead, second = case.locale.split("+")
    return f"{case.layout} {case.paper}", lead, second


def turns(step: int) -> list[Any]:
    """Return all linear sheets; a quick run has every map, in each ``step``-th pair."""
    return [
        pytest.param(case, id=str(case), marks=() if quick else pytest.mark.full)
        for case in LINEAR
        for quick in [(PAIRS.index(case.locale) - BUILT_IN.index(case.layout)) % step == 0]
    ]


every_pair = pytest.mark.parametrize("case", sample(CASES, parts))
both_editions = pytest.mark.parametrize("case", [*sample(CASES, parts), *turns(10)])
one_below_the_other = pytest.mark.parametrize("case", turns(10))


@cache
def solved(case: Case) -> Worksheet:
    return case.solve()


@every_pair
def test_it_takes_as_many_pages_as_its_first_language(case: Case) -> None:
    alone = Case(layout=case.layout, locale=case.locale.partition("+")[0], paper=case.paper)
    assert len(solved(case).pages) == len(solved(alone).pages) == 1


@both_editions
def test_nothing_touches_or_leaves_the_page(case: Case) -> None:
    for page in solved(case).pages:
        assert collisions(page) == []
        paper = Rect(0, 0, page.width, page.height)
        outside = [
            item
            for item in page.content.items()
            for rect in extents(item)
            if not inside(rect, paper.inset(UNPRINTABLE if isinstance(item, Words) else MARGIN))
        ]
        assert outside == []
        items = list(page.content.items())
        panels = [one.rect for one in items if isinstance(one, Panel) and one.look == "panel"]
        across = product(texts(page), panels)
        crossing = [
            text
            for (text, rect), panel in across
            if rect.right > panel.left and rect.left < panel.right and rect.bottom > panel.top
            if rect.top < panel.bottom and not inside(rect, panel)
        ]
        assert crossing == []


@both_editions
def test_labels_and_answers_are_there_in_both_languages(case: Case) -> None:
    worksheet = solved(case)
    printed = "\n".join(_letters(t) for page in worksheet.pages for t in paragraphs(page))
    sheet = worksheet.sheet
    labels = {slot.row_label for slot in sheet.slots()} | {sheet.title, sheet.fill, sheet.pen}
    labels |= {head.label for block in sheet.blocks for head in getattr(block, "headings", ())}
    labels |= {
        word for _, widget in worksheet.widgets() if widget.state
        for word in option_words(widget.slot.field)
        if not any(str(level) in widget.slot.hint for level in (1, 5))
    }  # fmt: skip
    wanted = {half for label in labels for half in halves(label)}
    assert {text for text in wanted if _letters(text) not in printed} == set()


def _letters(text: str) -> str:
    return "".join(c for c in text if c not in " -\u00ad")


@both_editions
def test_type_stays_legible_and_says_its_language(case: Case) -> None:
    worksheet = solved(case)
    second = worksheet.sheet.second
    words = [
        item for page in worksheet.pages for item in page.content.items() if isinstance(item, Words)
    ]
    assert min(one.size for one in words) >= LEAST
    assert {one.locale for one in words} == {"", second}
    foreign = "".join("".join(one.lines) for one in words if one.locale)
    assert _letters(halves(worksheet.sheet.fill)[1]) in _letters(foreign)


@both_editions
def test_tooltips_are_in_both_languages(case: Case) -> None:
    lead, second = (
        {w.slot.id + w.state: _tooltip(w) for w in _widgets(case, tag)}
        for tag in case.locale.split("+")
    )
    for widget in _widgets(case, case.locale):
        key = widget.slot.id + widget.state
        one, other = lead[key], second[key]
        same = one.casefold() == other.casefold()
        expected = one if same else f"{one} / {other}"
        assert _tooltip(widget).casefold() == expected.casefold()


def _tooltip(widget: Widget) -> str:
    return said(widget.slot.label, widget.meaning or widget.slot.hint)


def _widgets(case: Case, locale: str) -> list[Widget]:
    worksheet = solved(replace(case, locale=locale))
    return [widget for _, widget in worksheet.widgets()]


@one_below_the_other
def test_one_below_the_other_every_question_is_asked_in_both_languages(case: Case) -> None:
    worksheet = solved(case)
    second = worksheet.sheet.second
    every = [
        item for page in worksheet.pages for item in page.content.items() if isinstance(item, Words)
    ]
    printed, foreign = (
        {_letters("".join(words.lines)) for words in every if words.locale == locale}
        for locale in ("", second)
    )
    asked = set(_asked(worksheet)) - {""}
    assert {text for text in asked if _letters(lead(text)) not in printed} == set()
    others = {text.partition(SEAM)[2] for text in asked} - {""}
    assert others
    assert {text for text in others if _letters(text) not in foreign} == set()


def _asked(worksheet: Worksheet) -> Iterator[str]:
    for section in sections(worksheet.sheet):
        yield from (section.title, section.help)
        for question in section.questions:
            yield from (question.label, question.hint, *(mark.words for mark in question.marks))


@one_below_the_other
def test_headings_in_word_say_the_language_of_the_second(case: Case) -> None:
    worksheet = solved(case)
    document = Document(BytesIO(pipeline.write(worksheet, "docx", {})))
    found = {
        text
        for paragraph in document.paragraphs
        for run in paragraph.runs
        for language in run.element.xpath("./w:rPr/w:lang/@w:val")
        if language == worksheet.sheet.second.replace("_", "-")
        for text in run.text.split(SEAM)
    }
    asked = {text.partition(SEAM)[2] for text in linear.texts(worksheet.sheet)}
    assert asked - {""} <= found


# ---------------------------------------------------------------- there and back

CLIENT_TRIPS = [
    *(("pdf", name) for name in ("pdfjs", "pdf-lib", "pdftk", "poppler")),
    *((f, c.name) for c in OFFICE_CLIENTS.values() for f in c.formats),
]


SLOW = ("libreoffice", "libreoffice-caret")
"""What takes a quarter of a minute per sheet; another way into the same program is quick."""


def trips() -> Iterator[Any]:
    """Yield programs with maps in two languages; each but slow ones gets one in the quick run."""
    for turn, (format_, name) in enumerate(CLIENT_TRIPS):
        for number, kind in enumerate((*BUILT_IN, EVERYTHING)):
            case = Case(layout=kind, locale=PAIRS[(turn + 7 * number) % len(PAIRS)])
            quick = number == turn % len(BUILT_IN) and name not in SLOW
            marks = () if quick else pytest.mark.full
            yield pytest.param(format_, name, case, id=f"{name}-{format_}-{case}", marks=marks)
            if format_ == "pdf":
                case = replace(case, edition="linear")
                quick = (name, number) == ("pdf-lib", 4)
                marks = () if quick else pytest.mark.full
                yield pytest.param(format_, name, case, id=f"{name}-{format_}-{case}", marks=marks)


@pytest.mark.parametrize(("format_", "name", "case"), list(trips()))
def test_what_a_program_saves_reads_like_a_sheet_in_one_language(
    format_: str, name: str, case: Case
) -> None:
    worksheet = solved(case)
    given = answers_for(worksheet.definition, case.locale)
    blank = pipeline.write(worksheet, format_, {})
    if format_ == "pdf":
        require(CLIENTS[name])
        saved = CLIENTS[name].fill(blank, as_fill(worksheet.definition, given))
    else:
        require(OFFICE_CLIENTS[name])
        [saved] = OFFICE_CLIENTS[name].fill_many(
            [(blank, as_entries(worksheet.definition, given))], format_
        )
    response = pipeline.read(saved, [layout(case.layout)])
    assert response.as_json()["answers"] == {key: tidy(value) for key, value in given.items()}
    assert response.stamp
    assert response.stamp.locales == tuple(case.locale.split("+"))
    alone = Case(layout=case.layout, locale=case.locale.partition("+")[0])
    assert response.stamp.schema == solved(alone).stamp.schema
    assert not response.extra


@pytest.mark.parametrize("footers", [True, False])
@pytest.mark.parametrize(
    "case",
    [
        *sample(CASES[: len(BUILT_IN) * len(PAIRS)], parts, seed=1),
        *turns(20),
    ],
)
def test_a_word_file_of_plain_tables_is_known_by_the_words_of_both(
    case: Case, footers: bool
) -> None:
    worksheet = solved(case)
    given = answers_for(worksheet.definition, case.locale)
    data = pipeline.write(worksheet, "docx", pipeline.prefill(worksheet, given))
    response = pipeline.read(bare(data, footers=footers))
    assert response.as_json()["answers"] == {key: tidy(value) for key, value in given.items()}
    assert response.stamp
    assert response.stamp.locales == tuple(case.locale.split("+"))


@pytest.mark.parametrize("name", LAYOUTS)
@pytest.mark.parametrize(
    ("format_", "edition"),
    [("pdf", "grid"), ("docx", "grid"), ("xlsx", "grid"), ("docx", "linear")],
)
def test_an_untouched_file_says_nothing(name: str, format_: str, edition: Edition) -> None:
    worksheet = solved(Case(layout=name, locale="lv+de", edition=edition))
    response = pipeline.read(pipeline.write(worksheet, format_, {}), [layout(name)])
    assert response.problems == ()
    assert not response.extra
    assert not any(value for value in response.values().values())


@pytest.mark.parametrize("locale", ["lv+en", "de+pl"])
def test_a_register_of_two_pages_has_half_of_its_rows_on_each(locale: str) -> None:
    worksheet = Case(layout="stakeholder-map", locale=locale, paper="A4").solve()
    rows: dict[int, set[str]] = {}
    for page, widget in worksheet.widgets():
        if widget.slot.column_label.isdigit():
            rows.setdefault(page, set()).add(widget.slot.column_label)
    assert [len(found) for found in rows.values()] == [5, 5]


@pytest.mark.parametrize("locale", ["nb+lv", "lv+en"])
def test_heads_of_cards_have_one_size(locale: str) -> None:
    worksheet = Case(layout="empathy-map-canvas", locale=locale, paper="A4").solve()
    [cards] = [block.cards for block in worksheet.sheet.blocks if not isinstance(block, Grid)]
    names = {lead(card.label) for card in cards if card.label}
    words = [i for page in worksheet.pages for i in page.content.items() if isinstance(i, Words)]
    sizes = {" ".join(w.lines): w.size for w in words if w.face == "bold"}
    assert names <= sizes.keys()
    assert len({sizes[name] for name in names}) == 1
