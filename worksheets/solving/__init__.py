"""Solve a sheet for a paper: every label fitted, every box placed, pages split where needed.

The steps: measures for the paper (`theme`), blocks taken apart into parts (`table`, `areas`),
parts put on pages and spare room dealt out (`pagination`), the frame around them (`strip`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial

from worksheets.definition import define, printed
from worksheets.errors import FitError
from worksheets.fonts import printed_in
from worksheets.model.brand import PLAIN, Brand
from worksheets.model.fields import Text
from worksheets.model.labels import joined
from worksheets.model.response import Stamp
from worksheets.model.sheet import (
    Edition,
    Group,
    Item,
    Ornament,
    Page,
    Sheet,
    Widget,
    Words,
    Worksheet,
)
from worksheets.solving import linear
from worksheets.solving.fit import Fitter
from worksheets.solving.less import LESS
from worksheets.solving.linear import measures
from worksheets.solving.mirror import mirrored, mirrored_group
from worksheets.solving.pagination import Pages, paginated
from worksheets.solving.passages import in_english
from worksheets.solving.strip import Strip
from worksheets.solving.theme import NOTE_MM, theme_for
from worksheets.units import Paper, mm


def solve(  # noqa: PLR0913 (keywords, as an order has them)
    sheet: Sheet,
    paper: Paper,
    *,
    marks: bool = True,
    document: str | None = None,
    own_font: bool = True,
    edition: Edition = "grid",
    brand: Brand = PLAIN,
) -> Worksheet:
    """Return the worksheet on ``paper``; raise FitError with everything that does not fit.

    ``marks`` puts corner squares, codes and the id line on each page, which scans need;
    ``document`` is the id of a personal copy; ``own_font`` asks for letters that our font has;
    ``brand`` is whose sheet it is.
    """
    one_below_the_other = edition == "linear"
    bilingual = bool(sheet.second)
    theme = (
        measures.theme_for(paper) if one_below_the_other else theme_for(paper, bilingual=bilingual)
    )
    fitter = Fitter(theme, sheet.second)
    strip = Strip(sheet=sheet, paper=paper, fitter=fitter, bare=not marks, brand=brand)
    with printed_in(brand.fonts):
        if own_font:
            _check_letters((*sheet.texts(), brand.organiser), fitter)
        contents = (_listed if one_below_the_other else _contents)(strip)
        solved = _solved(strip, contents, document, marks=marks)
    return replace(solved, edition=edition)


def _solved(
    strip: Strip, contents: Sequence[Group], document: str | None, *, marks: bool
) -> Worksheet:
    """Return the worksheet with these contents of its pages."""
    sheet, paper, fitter = strip.sheet, strip.paper, strip.fitter
    pages = [
        Page(width=paper.width, height=paper.height, scale=fitter.theme.scale,
             content=in_english(content, sheet.english))
        for content in contents
    ]  # fmt: skip
    if fitter.problems:
        raise FitError(dict.fromkeys(fitter.problems))
    pages = [mirrored(page) if sheet.direction == "rtl" else page for page in pages]
    stamp = Stamp(
        layout=sheet.layout,
        version=sheet.version,
        stages=sheet.stages,
        locales=sheet.locales,
        paper=paper.name,
        document=document,
    )
    definition = define(sheet, stamp, pages, fitter.theme.medium)
    framed = _with_marks(pages, strip, definition.stamp, marks=marks)
    return Worksheet(definition=definition, sheet=sheet, pages=framed, brand=strip.brand)


def _listed(strip: Strip) -> list[Group]:
    """Return what stands on each page of the linear edition."""
    return [
        Group(content.tag, (*content.children, *strip.foot(number)))
        for number, content in enumerate(linear.contents(strip), start=1)
    ]


def _contents(strip: Strip) -> list[Group]:
    """Return what stands on each page of the map."""
    sheet = strip.sheet
    header, lowered = strip.header()
    contents = []
    for number, body in enumerate(_bodies(sheet, strip.paper, strip.fitter, lowered), start=1):
        top = [*strip.title(number), *([header] if number == 1 else [])]
        hint = joined(" ", sheet.pen, sheet.notes) if _takes_notes(body) else sheet.pen
        foot = strip.foot(number, hint if sheet.pen else "")
        contents.append(Group("section", (*top, *body, *foot)))
    return contents


def personal(worksheet: Worksheet, document: str) -> Worksheet:
    """Return the worksheet as `solve` would with this ``document``: nothing moves."""
    stamp = replace(worksheet.stamp, document=document)
    total = len(worksheet.pages)
    pages = []
    for number, page in enumerate(worksheet.pages, start=1):
        before, after = printed(worksheet.stamp, number, total), printed(stamp, number, total)
        texts = dict(zip(before, after, strict=True))
        pages.append(replace(page, content=page.content.changed(partial(_reworded, texts))))
    definition = replace(worksheet.definition, stamp=stamp)
    return replace(worksheet, definition=definition, pages=tuple(pages))


def _takes_notes(body: Sequence[Group]) -> bool:
    """Tell whether half of the boxes for several lines, or more, hold a sticky note."""
    boxes = [
        min(item.rect.width, item.rect.height)
        for group in body
        for item in group.items()
        if isinstance(item, Widget)
        and isinstance(item.slot.field, Text)
        and item.slot.field.lines > 1
    ]
    return sum(side >= mm(NOTE_MM) - 0.01 for side in boxes) * 2 >= len(boxes) > 0


def _reworded(texts: Mapping[str, str], item: Item) -> Item:
    match item:
        case Ornament(text=text) if text in texts:
            return replace(item, text=texts[text])
        case Words(lines=(text,)) if text in texts:
            return replace(item, lines=(texts[text],))
    return item


def _bodies(sheet: Sheet, paper: Paper, fitter: Fitter, lowered: float) -> list[list[Group]]:
    """Return the body of each page; of two languages as much as needs no page more."""
    if not sheet.second:
        return paginated(sheet, paper, fitter, lowered).bodies()
    tried: list[tuple[Fitter, Pages]] = []
    before: Sheet | None = None
    for change in LESS:
        less = change(sheet)
        if less == before:
            continue
        before, trial = less, Fitter(fitter.theme, fitter.second)
        pages = paginated(less, paper, trial, lowered)
        tried.append((trial, pages))
        if not trial.problems and len(pages.plans) == 1:
            bodies = pages.bodies()
            if not trial.problems:
                return bodies
    drawn = [(trial, pages.bodies()) for trial, pages in tried]
    chosen, bodies = min(drawn, key=lambda one: (bool(one[0].problems), len(one[1])))
    fitter.problems += chosen.problems
    return bodies


def _check_letters(texts: Iterable[str], fitter: Fitter) -> None:
    for text in dict.fromkeys(texts):
        fitter.check_letters(text)


def _with_marks(
    pages: Sequence[Page], strip: Strip, stamp: Stamp, *, marks: bool
) -> tuple[Page, ...]:
    total = len(pages)
    framed = []
    for number, page in enumerate(pages, start=1):
        words = strip.sheet.sheet_of.replace("{number}", str(number)).replace("{total}", str(total))
        if marks:
            code, line = printed(stamp, number, total)
            group = strip.marks(code, words, line)
        else:
            group = strip.page_number(words)
        if strip.sheet.direction == "rtl":
            group = mirrored_group(group, page.width)
        content = Group(page.content.tag, (*page.content.children, group))
        framed.append(replace(page, content=content))
    return tuple(framed)
