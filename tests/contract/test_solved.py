"""Every map, in every language, on every usual paper, however many stages: nothing collides."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import combinations, product

import pytest

from tests.contract.samples import CASES, PAPERS, Case, layout, sample
from worksheets import fonts
from worksheets.errors import FitError
from worksheets.model.fields import Scale
from worksheets.model.sheet import (
    Group,
    Item,
    Line,
    Ornament,
    Page,
    Panel,
    Rect,
    Slot,
    Widget,
    Words,
    Worksheet,
)
from worksheets.model.structure import option_words
from worksheets.units import mm

STAGES = (3, 5, 7, 12)
SHEETS = [
    replace(case, paper=paper, stages=count)
    for case, paper, count in product(CASES, PAPERS, STAGES)
    if count == 5 or layout(case.layout).stages
]
MARGIN = mm(8) - 0.5  # points; half the width of a border lies outside
UNPRINTABLE = mm(6)  # the letters of title and footer reach as far (look.md 3); printers need 5
TOUCH = 0.05  # points that boxes may share where they meet
CAPITAL, DESCENT = 0.69, 0.2  # of the size: how far letters reach above and below the baseline
SOLID = ("corner", "code", "face", "step", "logo")


@cache
def solved(case: Case) -> Worksheet:
    return case.solve()


def lines(words: Words) -> Iterator[Rect]:
    """Yield the box of the ink of each line."""
    for number, text in enumerate(words.lines):
        wide = fonts.width(text, words.face, words.size)
        left = words.x - {"left": 0, "center": wide / 2, "right": wide}[words.align]
        y = words.y + number * words.leading
        if text:
            yield Rect(left, y - CAPITAL * words.size, left + wide, y + DESCENT * words.size)


def overlap(a: Rect, b: Rect) -> bool:
    across = min(a.right, b.right) - max(a.left, b.left)
    return across > TOUCH and min(a.bottom, b.bottom) - max(a.top, b.top) > TOUCH


def inside(a: Rect, b: Rect) -> bool:
    return not (
        a.left < b.left - TOUCH
        or a.top < b.top - TOUCH
        or a.right > b.right + TOUCH
        or a.bottom > b.bottom + TOUCH
    )


def texts(page: Page) -> list[tuple[str, Rect]]:
    return [
        (" ".join(item.lines), rect)
        for item in page.content.items()
        if isinstance(item, Words)
        for rect in lines(item)
    ]


def boxes(page: Page) -> list[tuple[str, Rect]]:
    """Return what nothing else may touch: fields and solid drawings."""
    widgets = [item for item in page.content.items() if isinstance(item, Widget)]
    ornaments = [item for item in page.content.items() if isinstance(item, Ornament)]
    return [
        *((f"{widget.slot.id} {widget.state}", widget.rect) for widget in widgets),
        *((one.name, one.rect) for one in ornaments if one.name in SOLID),
    ]


def collisions(page: Page) -> list[tuple[str, str]]:
    """Return the names of fields, drawings and texts that lie on each other."""
    fields, words = boxes(page), texts(page)
    pairs = [*combinations(fields, 2), *combinations(words, 2), *product(words, fields)]
    return [(a[0], b[0]) for a, b in pairs if overlap(a[1], b[1])]


def extents(item: Item) -> Iterator[Rect]:
    match item:
        case Words():
            yield from lines(item)
        case Line():
            yield Rect(item.x1, item.y1, item.x2, item.y2)
        case _:
            yield item.rect


def groups(group: Group) -> Iterator[Group]:
    yield group
    for child in group.children:
        if isinstance(child, Group):
            yield from groups(child)


every_sheet = pytest.mark.parametrize(
    "case", sample(SHEETS, lambda case: (case.layout, case.locale, case.paper, case.stages))
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_every_sheet_can_be_made(case: Case) -> None:
    refused = {}
    for sheet in SHEETS:
        if (sheet.layout, sheet.locale) == (case.layout, case.locale):
            try:
                solved(sheet)
            except FitError as error:
                refused[str(sheet)] = str(error)
    assert refused == {}


@every_sheet
def test_every_field_is_on_one_page_the_header_on_the_first(case: Case) -> None:
    worksheet = solved(case)
    places: dict[str, set[int]] = {}
    for number, widget in worksheet.widgets():
        places.setdefault(widget.slot.id, set()).add(number)
    assert places.keys() == {slot.id for slot in worksheet.sheet.slots()}
    assert all(len(pages) == 1 for pages in places.values())
    assert all(places[entry.slot.id] == {1} for entry in worksheet.sheet.header)


@every_sheet
def test_every_page_goes_through_its_fields_in_the_order_of_the_map(case: Case) -> None:
    worksheet = solved(case)
    order = [slot.id for slot in worksheet.sheet.slots()]
    for page in worksheet.pages:
        found = [item.slot.id for item in page.content.items() if isinstance(item, Widget)]
        assert list(dict.fromkeys(found)) == sorted(set(found), key=order.index)


@every_sheet
def test_everything_is_inside_the_margins(case: Case) -> None:
    for page in solved(case).pages:
        paper = Rect(0, 0, page.width, page.height)
        outside = [
            item
            for item in page.content.items()
            for rect in extents(item)
            if not inside(rect, paper.inset(UNPRINTABLE if isinstance(item, Words) else MARGIN))
        ]
        assert outside == []


@every_sheet
def test_fields_and_words_keep_clear_of_each_other(case: Case) -> None:
    for page in solved(case).pages:
        assert collisions(page) == []


def test_a_collision_is_noticed() -> None:
    page = solved(SHEETS[0]).pages[0]
    [field, *_] = boxes(page)
    label = Words(x=field[1].left, y=field[1].bottom, lines=("Ž",), size=9, leading=9)
    crowded = replace(page.content, children=(*page.content.children, label))
    assert collisions(replace(page, content=crowded)) == [("Ž", field[0])]


@every_sheet
def test_every_possible_answer_is_printed_in_words(case: Case) -> None:
    for page in solved(case).pages:
        printed = {_letters(text) for text in paragraphs(page)}
        for slot in marked(page):
            if _is_explained(slot) and _letters(slot.hint) in printed:
                continue
            words = option_words(slot.field)
            assert [word for word in words if word and _letters(word) not in printed] == [], slot.id


def _is_explained(slot: Slot) -> bool:
    """Tell whether a column's small print says what the ends of its scale mean: 1 low to 5 high."""
    scale = slot.field
    return isinstance(scale, Scale) and {str(scale.low), str(scale.high)} <= {*slot.hint.split()}


def paragraphs(page: Page) -> list[str]:
    return ["".join(item.lines) for item in page.content.items() if isinstance(item, Words)]


def _letters(text: str) -> str:
    """Return a text without what breaking it into lines adds or takes."""
    return "".join(c for c in text if c not in " -\u00ad")


def marked(page: Page) -> list[Slot]:
    """Return the fields of a page that are answered by a mark."""
    widgets = [item for item in page.content.items() if isinstance(item, Widget)]
    slots = {one.slot.id: one.slot for one in widgets if one.shape in ("circle", "square")}
    return list(slots.values())


@every_sheet
def test_words_stay_in_the_shapes_they_stand_in(case: Case) -> None:
    for page in solved(case).pages:
        for group in groups(page.content):
            shapes = [shape for shape in group.items() if _is_shape(shape)]
            if group.tag == "column-heading" and shapes:
                words = [item for item in group.items() if isinstance(item, Words)]
                assert words
                [shape] = shapes
                if isinstance(shape, Ornament) and shape.name == "disc":
                    words = [item for item in words if item.ink == "white"]
                assert [w for w in words for r in lines(w) if not inside(r, _room(shape))] == []
        found = (item for item in page.content.items() if isinstance(item, Panel))
        panels = [panel.rect for panel in found if panel.look == "panel"]
        across = product(texts(page), panels)
        assert [text for (text, r), p in across if overlap(r, p) and not inside(r, p)] == []


def _is_shape(item: Item) -> bool:
    return isinstance(item, Ornament | Panel) and item.rect.height > mm(5)


def _room(shape: Item) -> Rect:
    """Return the part of a shape that is filled from edge to edge."""
    if isinstance(shape, Panel):
        return shape.rect
    assert isinstance(shape, Ornament)
    notch = 0 if shape.flat else shape.value
    rect = shape.rect
    return Rect(rect.left + notch, rect.top, rect.right - shape.value, rect.bottom)


@every_sheet
def test_white_words_stand_on_colour(case: Case) -> None:
    for page in solved(case).pages:
        items = list(page.content.items())
        grounds = [
            item.rect
            for item in items
            if (isinstance(item, Panel) and item.look == "accent")
            or (isinstance(item, Ornament) and item.name in ("chevron", "step", "disc"))
        ]
        white = [item for item in items if isinstance(item, Words) and item.ink == "white"]
        for rect in (rect for words in white for rect in lines(words)):
            assert any(inside(rect, ground) for ground in grounds)
