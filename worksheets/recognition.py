"""Know a worksheet that has lost everything but its words.

Its small print names layout and locale; without that, every layout is tried in every locale. The
stages are those that the head of its table names. In a file in two languages, the first line of a
label is in the one that leads and tells the layout, the second line tells the other language.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, reduce
from itertools import chain, islice

from worksheets import binding, i18n, loading
from worksheets.definition import MAX_WORDS, outline, schema_hash
from worksheets.errors import DefinitionError
from worksheets.model.ids import part_id
from worksheets.model.labels import both, first_line, halves, head, lead, plain
from worksheets.model.layout import Layout, Stage, StageSet
from worksheets.model.response import Cell, Definition, Found, Stamp
from worksheets.model.sheet import Grid, Sheet
from worksheets.sequence import stages_in

_LEADING_NUMBER = re.compile(r"^\d+\s+")
ENOUGH = 0.8
"""Share of a worksheet's labels that must be there to know it by them."""
_ENOUGH_BELOW = 0.5
"""The same for the second of two languages: words that both share stand there once."""
_UNKNOWN = StageSet(id="none", title="")
_TAG = r"[A-Za-z]\w{1,20}"
_NAMED = re.compile(
    rf"([a-z0-9-]{{1,60}}) \d{{1,7}} ({_TAG})(?:\+{_TAG}){{0,4}} \w{{1,20}} {{1,9}}W1:"
)


def by_words(found: Found, layouts: Sequence[Layout]) -> Definition | None:
    """Return the definition of the worksheet whose labels a file with tables holds."""
    cells = [cell for cell in found.cells if cell.text.strip()]
    cells = cells if any(cell.table for cell in cells) else []
    heads = {name for cell in cells for name in (head(cell.text), plain(first_line(cell.text)))}
    named = _NAMED.search(found.foot)
    every = [*layouts, *(loading.load(name) for name in loading.layouts())]
    every.sort(key=lambda layout: not (named and named[1] == layout.id))
    tags = sorted(i18n.locales(), key=lambda tag: not (named and named[2] == tag))
    below = {plain(_second_line(cell.text)) for cell in cells}
    best: tuple[float, Sheet | None] = (0.0, None)
    for layout in every if cells else ():
        for tag in tags:
            sheet = _bound(layout, tag, _UNKNOWN)
            if sheet and _share(_labels(sheet, columns=False), heads) >= ENOUGH:
                pair = _pair(layout, tag, tags, below)
                sheet = _with_stages(layout, pair, sheet, cells)
                share = _share(_labels(sheet, columns=True), heads) if sheet else 0.0
                best = max(best, (share, sheet), key=lambda item: item[0])
        if best[0] >= ENOUGH:
            break
    return _definition(best[1]) if best[1] and best[0] >= ENOUGH else None


def _second_line(text: str) -> str:
    return first_line(text.strip().partition("\n")[2])


def _pair(layout: Layout, tag: str, tags: Sequence[str], below: set[str]) -> str:
    """Return the locales of a file that is known to be in ``tag``: of two, the second is below."""
    for other in tags:
        sheet = _bound(layout, other, _UNKNOWN) if other != tag else None
        if sheet and _share(_labels(sheet, columns=False), below) >= _ENOUGH_BELOW:
            return f"{tag}+{other}"
    return tag


def _definition(sheet: Sheet) -> Definition:
    fields = outline(sheet)
    stamp = Stamp(layout=sheet.layout, version=sheet.version, schema=schema_hash(fields),
                  stages=sheet.stages, locales=sheet.locales)  # fmt: skip
    office = sheet.office
    return Definition(
        stamp=stamp,
        title=dict(zip(sheet.locales, halves(sheet.title), strict=False)),
        text_size=9.0,
        pages=(),
        fields=fields,
        prompts=(office.write, office.brief, office.choose, office.day),
    )


def _share(labels: set[str], heads: set[str]) -> float:
    return len(labels & heads) / len(labels) if labels else 0.0


def _labels(sheet: Sheet, *, columns: bool) -> set[str]:
    """Return the words that stand at rows and cards, and with ``columns`` those of the stages.

    Of words in two languages these are those that lead.
    """
    found: set[str] = set()
    for block in sheet.blocks:
        if isinstance(block, Grid):
            found |= {row.label for row in block.rows if not row.label.isdigit()}
            if columns or not block.stages:
                found |= {heading.label for heading in block.headings}
        else:
            found |= {card.label for card in block.cards if card.slots}
    return {plain(lead(label)) for label in found} - {""}


def _with_stages(layout: Layout, tag: str, sheet: Sheet, cells: Sequence[Cell]) -> Sheet | None:
    """Return the sheet with the stages that the tables have."""
    rule = layout.stages
    if not rule:
        return _bound(layout, tag, _UNKNOWN)
    beside = _stage_labels(sheet, [cell for cell in cells if cell.table])
    labels = list(islice(dict.fromkeys(chain(beside, _titles(sheet, cells))), rule.most + 1))
    sets = sorted(loading.stage_sets(), key=lambda name: name != rule.default)
    known = max(
        (_stages_by_label(name, tag) for name in sets),
        key=lambda stages: sum(plain(label) in stages for label in labels),
    )
    if 2 * sum(plain(label) in known for label in labels) < len(labels):
        known = {}  # one word in common makes no set
    stages: dict[str, Stage] = {}
    for label in labels:
        stage = known.get(plain(label)) or Stage(id=part_id(label), label=label)
        stages.setdefault(stage.id, stage)
    own = StageSet(id="read", title="", stages=tuple(stages.values()), as_typed=True)
    return _bound(layout, tag, own)


def _stage_labels(sheet: Sheet, cells: Sequence[Cell]) -> Iterator[str]:
    """Yield what stands right of a corner; below it stand the names of rows."""
    grids = [block for block in sheet.blocks if isinstance(block, Grid) and block.stages]
    corners = {plain(grid.corner) for grid in grids}
    rows = {plain(row.label) for grid in grids for row in grid.rows}
    below: dict[tuple[int, int], str] = {}  # table and column to the label that was met last
    starts: dict[tuple[int, int], int] = {}  # table and row to the column of a corner
    for cell in reversed(cells):
        name, column = head(cell.text), (cell.table, cell.column)
        if name in corners and below.get(column) in rows:
            starts[cell.table, cell.row] = cell.column
        if name in corners | rows:
            below[column] = name
    for cell in cells:
        if cell.column > starts.get((cell.table, cell.row), cell.column):
            yield _LEADING_NUMBER.sub("", first_line(cell.text))[:MAX_WORDS]


def _titles(sheet: Sheet, cells: Sequence[Cell]) -> Iterator[str]:
    """Yield what stands over the name of a row, where one question stands below the other."""
    grids = [block for block in sheet.blocks if isinstance(block, Grid) and block.stages]
    rows = {plain(row.label) for grid in grids for row in grid.rows}
    for title in stages_in(cells, rows):
        yield _LEADING_NUMBER.sub("", title)[:MAX_WORDS]


@cache
def _stages_by_label(name: str, tag: str) -> Mapping[str, Stage]:
    """Return the stages of a built-in set by their words in a locale, the first of two."""
    first, *second = (i18n.catalog(one) for one in tag.split("+"))
    found: dict[str, Stage] = {}
    for stage in loading.load_stages(name).stages:
        words = first.find("stage", stage.label) or stage.label
        below = [other.find("stage", stage.label) or stage.label for other in second]
        named = reduce(both, [words, *below])
        found.setdefault(plain(words), replace(stage, label=named, help=""))
    return found


def _bound(layout: Layout, tag: str, stages: StageSet) -> Sheet | None:
    if layout.stages and not stages.stages:
        default = loading.load_stages(layout.stages.default)
        return _usual(layout.id, tag) if _is_ours(layout) else _try(layout, tag, default)
    return _try(layout, tag, stages)


def _is_ours(layout: Layout) -> bool:
    return layout.id in loading.layouts() and layout is loading.load(layout.id)


@cache
def _usual(name: str, tag: str) -> Sheet | None:
    layout = loading.load(name)
    return _try(layout, tag, loading.load_stages(layout.stages.default if layout.stages else ""))


def _try(layout: Layout, tag: str, stages: StageSet) -> Sheet | None:
    try:
        first, second = (*map(i18n.catalog, tag.split("+")), None)[:2]
        assert first is not None  # noqa: S101 (there is at least one tag)
        return binding.bind(layout, stages, loading.frame(), first, second=second, untranslated=[])
    except DefinitionError:
        return None
