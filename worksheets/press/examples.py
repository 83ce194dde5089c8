"""The worked example of a worksheet: the same sheet, filled in, and marked as an example."""

from dataclasses import replace
from functools import reduce

from worksheets import loading, pipeline
from worksheets.errors import WorksheetsError
from worksheets.model.labels import both
from worksheets.model.layout import Stage, StageSet
from worksheets.model.response import Definition
from worksheets.model.sheet import Group, Page, Panel, Rect, Words, Worksheet
from worksheets.solving.fit import Fitter
from worksheets.solving.mirror import mirrored_group
from worksheets.solving.theme import theme_for
from worksheets.units import Paper

ENOUGH = 0.3
"""Share of an example's answers that have to fit a sheet with other stages."""


def sheet_of(definition: Definition) -> Worksheet | None:
    """Return the worksheet of a built-in layout as it was ordered, without marks; None of others.

    Without marks a filled example is never taken for somebody's sheet.
    """
    stamp = definition.stamp
    if stamp.layout not in loading.layouts():
        return None
    title = reduce(both, definition.title.values()) if definition.title else None
    try:
        return pipeline.solve(
            pipeline.order_of(
                stamp.layout, "+".join(stamp.locales), stages=_stages(definition),
                paper=stamp.paper, title=title, marks=False, untranslated=[],
            )
        )  # fmt: skip
    except WorksheetsError:  # words of a stranger's file that do not fit, say
        return None


def _stages(definition: Definition) -> StageSet | None:
    """Return a built-in set with these stages, or the words that the file has for them."""
    ids, locale = definition.stamp.stages, definition.stamp.locales[0]
    if not ids:
        return None
    for name in loading.stage_sets():
        known = loading.load_stages(name)
        if tuple(stage.id for stage in known.stages) == ids:
            return known
    fields = [f for f in reversed(definition.fields) if locale in f.words]
    words = {f.column: f.words[locale].column for f in fields}  # the first has the stage alone
    stages = tuple(Stage(id=name, label=words.get(name) or name) for name in ids)
    return StageSet(id="read", title="", stages=stages, as_typed=True)


def example(worksheet: Worksheet, word: str) -> bytes | None:
    """Return a filled PDF that says ``word`` on each page; None if hardly an answer fits.

    Answers that are too long for boxes on this paper are left out.
    """
    stamp = worksheet.stamp
    given = loading.example(stamp.layout, stamp.locales[0])
    known = {str(field.id) for field in worksheet.definition.fields}
    fitting = {name: answer for name, answer in given.items() if name in known}
    if not given or len(fitting) < ENOUGH * len(given):
        return None
    pages = tuple(_marked(page, word, worksheet.sheet.direction) for page in worksheet.pages)
    marked, values = replace(worksheet, pages=pages), pipeline.prefill(worksheet, fitting)
    data = pipeline.write(marked, "pdf", values)
    cut = {answer.id for answer in pipeline.read(data).answers if answer.state == "overflow"}
    whole = {name: value for name, value in values.items() if name not in cut}
    return pipeline.write(marked, "pdf", whole) if cut else data


def _marked(page: Page, word: str, direction: str) -> Page:
    """Return a page with a label where others have their code."""
    theme = theme_for(Paper("", page.width, page.height))
    fitter = Fitter(theme)
    right, top, high = page.width - theme.margin, theme.margin, theme.mm(9)
    rect = Rect(right - theme.mm(25), top, right, top + high)
    rungs = [(theme.large, 1), (theme.medium, 1), (theme.small, 1)]
    fitted = fitter.group([word], rect.width - theme.mm(3), "bold", rungs)
    words = Words(x=(rect.left + rect.right) / 2, y=top + high / 2 + 0.36 * fitted.size,
                  lines=fitted.lines[0], size=fitted.size, leading=fitted.size, face="bold",
                  ink="white", align="center")  # fmt: skip
    label = Group("paragraph", (Panel(rect=rect, look="accent"), words))
    if direction == "rtl":
        label = mirrored_group(label, page.width)
    return replace(page, content=Group("section", (*page.content.children, label)))
