"""Solve a sheet for a paper: every label fitted, every box placed, pages split where needed.

The steps: measures for the paper (`theme`), blocks taken apart into parts (`table`, `areas`),
parts put on pages and spare room dealt out (`parts`), the frame around them (`strip`).
"""

from collections.abc import Sequence
from dataclasses import replace

from worksheets.definition import define, printed_code
from worksheets.errors import FitError, Problem
from worksheets.model.response import Stamp
from worksheets.model.sheet import Grid, Group, Page, Sheet, Worksheet
from worksheets.solving.areas import AreasPart
from worksheets.solving.fit import Fitter
from worksheets.solving.mirror import mirrored
from worksheets.solving.parts import Part, share_out
from worksheets.solving.strip import Strip
from worksheets.solving.table import Frame, TablePart, split_table
from worksheets.solving.theme import theme_for
from worksheets.units import Paper

MAX_PAGES = 100


def solve(
    sheet: Sheet, paper: Paper, *, marks: bool = True, document: str | None = None
) -> Worksheet:
    """Return the worksheet on ``paper``; raise FitError with everything that does not fit.

    ``marks`` puts corner squares, codes and the id line on each page, which scans need;
    ``document`` is the id of a personal copy.
    """
    fitter = Fitter(theme_for(paper))
    _check_letters(sheet, fitter)
    strip = Strip(sheet=sheet, paper=paper, fitter=fitter)
    header, lowered = strip.header()
    plans = _paginate(sheet, paper, fitter, lowered)
    bodies = [_draw(parts, paper, fitter, top) for parts, top in plans]
    pages = []
    for number, body in enumerate(bodies, start=1):
        top = [*strip.title(number), *([header] if number == 1 else [])]
        content = Group("section", (*top, *body, strip.pen_hint()))
        pages.append(Page(width=paper.width, height=paper.height, scale=fitter.theme.scale,
                          content=content))  # fmt: skip
    if fitter.problems:
        raise FitError(dict.fromkeys(fitter.problems))
    pages = [mirrored(page) if sheet.direction == "rtl" else page for page in pages]
    stamp = Stamp(
        layout=sheet.layout,
        version=sheet.version,
        stages=sheet.stages,
        locales=(sheet.locale,),
        paper=paper.name,
        document=document,
    )
    text_size = fitter.theme.medium
    stamp = define(sheet, stamp, pages, text_size)[1]
    framed = _with_marks(pages, strip, stamp, marks=marks)
    return Worksheet(stamp=stamp, sheet=sheet, text_size=text_size, pages=framed)


def _check_letters(sheet: Sheet, fitter: Fitter) -> None:
    for text in (sheet.title, sheet.purpose, sheet.fill, sheet.pen, sheet.sheet_of):
        fitter.check_letters(text)
    for slot in sheet.slots():
        for text in (slot.row_label, slot.column_label):
            fitter.check_letters(text)


def _paginate(
    sheet: Sheet, paper: Paper, fitter: Fitter, lowered: float
) -> list[tuple[list[Part], float]]:
    """Return per page its parts and where they start."""
    theme = fitter.theme
    first_top, later_top = theme.body_top + lowered, theme.body_top
    plans: list[tuple[list[Part], float]] = [([], first_top)]
    for block in sheet.blocks:
        frame = _frame(block, paper, fitter)
        is_grid = isinstance(block, Grid)
        waiting: list[Part] = (
            list(split_table(block, frame, fitter))
            if isinstance(block, Grid)
            else [AreasPart(block, frame, fitter)]
        )
        for index, part in enumerate(waiting):
            rest: Part | None = part
            while rest is not None and len(plans) <= MAX_PAGES:
                parts, top = plans[-1]
                room = frame.bottom - top - sum(p.least + theme.mm(6) for p in parts)
                new_page = bool(parts) and (index > 0 or rest.least > room + 0.01)
                if new_page:
                    plans.append(([], later_top))
                    parts, room = plans[-1][0], frame.bottom - later_top
                head, rest = _cut(rest, room, fitter) if is_grid else (rest, None)
                if not is_grid and head.least > room + 0.01:
                    hint = "take a larger paper or fewer boxes"
                    fitter.problems.append(
                        Problem("F002", "the boxes do not fit the page", hint=hint)
                    )
                parts.append(head)
                if rest is not None:
                    plans.append(([], later_top))
    return plans


def _cut(part: Part, room: float, fitter: Fitter) -> tuple[Part, Part | None]:
    assert isinstance(part, TablePart)  # noqa: S101
    return part.broken_at(room)


def _frame(block: object, paper: Paper, fitter: Fitter) -> Frame:
    theme = fitter.theme
    label_bottom = paper.height - theme.mm(26.6)
    clears_code = isinstance(block, Grid) and block.stages
    bottom = paper.height - theme.body_foot if clears_code else label_bottom
    return Frame(
        left=theme.margin, right=paper.width - theme.margin, bottom=bottom,
        label_bottom=label_bottom,
    )  # fmt: skip


def _draw(parts: Sequence[Part], paper: Paper, fitter: Fitter, top: float) -> list[Group]:
    theme = fitter.theme
    bottom = min((part.frame.bottom for part in parts), default=paper.height)  # type: ignore[attr-defined]
    gap = theme.mm(6)
    room = bottom - top - sum(part.least for part in parts) - gap * (len(parts) - 1)
    growers = [grower for part in parts for grower in part.growers]
    extra = share_out(room, growers)
    groups = []
    for part in parts:
        mine, extra = extra[: len(part.growers)], extra[len(part.growers) :]
        groups.append(part.draw(top, mine))
        grown = sum(step * count for (step, _), count in zip(part.growers, mine, strict=True))
        top += part.least + grown + gap
    return groups


def _with_marks(
    pages: Sequence[Page], strip: Strip, stamp: Stamp, *, marks: bool
) -> tuple[Page, ...]:
    total = len(pages)
    framed = []
    for number, page in enumerate(pages, start=1):
        words = strip.sheet.sheet_of.replace("{number}", str(number)).replace("{total}", str(total))
        if marks:
            code = printed_code(stamp, number, total)
            line = f"{stamp.layout} {stamp.version} {'+'.join(stamp.locales)} {stamp.paper}  {code}"
            group = strip.marks(code, words, line)
        else:
            group = strip.page_number(words)
        content = Group(page.content.tag, (*page.content.children, group))
        framed.append(replace(page, content=content))
    return tuple(framed)
