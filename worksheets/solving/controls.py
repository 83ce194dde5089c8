"""How each kind of field takes up a rectangle: boxes, circles, squares and their words."""

from collections.abc import Iterable
from math import ceil
from typing import Literal

from worksheets.model.fields import Check, Choice, Field, Scale
from worksheets.model.sheet import Group, Item, Line, Rect, Slot, Widget, Words
from worksheets.model.structure import states
from worksheets.solving.fit import Fitter
from worksheets.solving.scales import flat, flat_height, flat_width
from worksheets.units import mm

Setting = Literal["form", "cell"]
"""Options stand beside their marks in a form; in a cell of a table below them, if they fit."""

GUIDED_HEIGHT_MM = 17


def least_height(slot: Slot, across: float, fitter: Fitter, setting: Setting = "form") -> float:
    """Return the height in points that a field needs at a width of ``across``."""
    theme = fitter.theme
    match slot.field:
        case Scale():
            return flat_height(slot, fitter)
        case Choice() if not slot.field.menu:
            if setting == "cell" and _spreads(slot.field, across, fitter):
                return _spread_height(slot.field, fitter)
            rows = _option_rows(slot.field, across, fitter)
            return len(rows) * _option_pitch(slot.field, fitter)
        case Check():
            return theme.tick
        case _:
            lines = getattr(slot.field, "lines", 1)
            return max(theme.header_box, (lines + 1) * theme.line - theme.gap)


def least_width(field: Field | None, fitter: Fitter) -> float:
    """Return the width in points below which a column cannot hold a field."""
    theme = fitter.theme
    match field:
        case Scale():
            return flat_width(field, fitter) + theme.mm(5)
        case Choice() if not field.menu:
            return max(_option_width(option.label, fitter) for option in field.options)
        case Check():
            return theme.tick
        case _:
            return theme.mm(18)


def place(
    slot: Slot, rect: Rect, fitter: Fitter, setting: Setting = "form"
) -> tuple[Group | Item, ...]:
    """Return the drawing of a field inside ``rect``."""
    match slot.field:
        case Scale():
            return flat(slot, slot.field, rect, fitter)
        case Choice() if not slot.field.menu:
            if setting == "cell" and _spreads(slot.field, rect.width, fitter):
                return _spread_options(slot, slot.field, rect, fitter)
            return _options(slot, slot.field, rect, fitter)
        case Check():
            tick = fitter.theme.tick
            top = rect.top + (rect.height - tick) / 2 if setting == "cell" else rect.top
            square = Rect(rect.left, top, rect.left + tick, top + tick)
            return (Widget(slot=slot, rect=square, shape="square", state="on"),)
        case _:
            return text_box(slot, rect, fitter)


def paragraphs(children: Iterable[Group | Item]) -> tuple[Group, ...]:
    """Return a label and its field as blocks: a list stands beside paragraphs, not in one."""
    blocks: list[Group] = []
    line: list[Group | Item] = []
    for child in children:
        if isinstance(child, Group) and child.tag == "list":
            blocks += [Group("paragraph", tuple(line)), child] if line else [child]
            line = []
        else:
            line.append(child)
    return (*blocks, Group("paragraph", tuple(line))) if line else tuple(blocks)


def text_box(slot: Slot, rect: Rect, fitter: Fitter) -> tuple[Group | Item, ...]:
    """Return a box to write in, with writing guides where a pen has room for them."""
    theme = fitter.theme
    items: list[Group | Item] = []
    if theme.line > mm(4.1) and rect.height >= theme.mm(GUIDED_HEIGHT_MM):
        y = rect.top + theme.first_baseline + theme.line + theme.mm(0.7)
        guides: list[Group | Item] = []
        while y < rect.bottom - theme.mm(4):
            inset = theme.mm(1.6)
            line = Line(x1=rect.left + inset, y1=y, x2=rect.right - inset, y2=y, look="guide")
            guides.append(line)
            y += 2 * theme.line
        items.append(Group("artifact", tuple(guides)))
    menu = isinstance(slot.field, Choice) and slot.field.menu
    return (*items, Widget(slot=slot, rect=rect, shape="menu" if menu else "box"))


# ---------------------------------------------------------------- choices


def _option_pitch(field: Choice, fitter: Fitter) -> float:
    theme = fitter.theme
    words = max(fitter.whole(option.label).depth for option in field.options) + 1.55 * theme.small
    return max(theme.mm(6.2), 2 * theme.radius + theme.mm(1.2), words)


def _option_width(label: str, fitter: Fitter) -> float:
    theme = fitter.theme
    return 2 * theme.radius + theme.mm(1.6) + fitter.whole(label).width + theme.mm(3)


def _option_rows(field: Choice, across: float, fitter: Fitter) -> list[list[tuple[int, float]]]:
    """Return per line (option index, distance from the left).

    One line as wide as its words, if it fits; else equal columns, as many as fit.
    """
    widths = [_option_width(option.label, fitter) for option in field.options]
    if sum(widths) - fitter.theme.mm(3) <= across:
        return [[(index, sum(widths[:index])) for index in range(len(widths))]]
    most = max(1, int((across + fitter.theme.mm(3)) // max(widths)))
    columns = ceil(len(widths) / ceil(len(widths) / most))
    step = (across + fitter.theme.mm(3)) / columns
    return [
        [
            (index, (index - start) * step)
            for index in range(start, min(start + columns, len(widths)))
        ]
        for start in range(0, len(widths), columns)
    ]


def _option_mark(
    slot: Slot, field: Choice, index: int, centre: tuple[float, float], fitter: Fitter
) -> Widget:
    name = field.options[index].id if field.many else states(field)[index]
    half = fitter.theme.tick / 2 if field.many else fitter.theme.radius
    x, y = centre
    return Widget(
        slot=slot,
        rect=Rect(x - half, y - half, x + half, y + half),
        shape="square" if field.many else "circle",
        state=name,
        meaning=field.options[index].label,
    )


def _options(slot: Slot, field: Choice, rect: Rect, fitter: Fitter) -> tuple[Group | Item, ...]:
    theme = fitter.theme
    items: list[Group] = []
    half = theme.tick / 2 if field.many else theme.radius
    pitch = _option_pitch(field, fitter)
    y = rect.top + pitch / 2
    for row in _option_rows(field, rect.width, fitter):
        for index, offset in row:
            x = rect.left + offset
            mark = _option_mark(slot, field, index, (x + half, y), fitter)
            label, words_x = field.options[index].label, x + 2 * half + theme.mm(1.6)
            room, rungs = rect.right - words_x + 0.1, [(theme.small, 1)]
            fitter.group([label], room, "regular", rungs, below=1)
            words = fitter.whole(label)
            first = y + 0.35 * theme.small - words.depth / 2
            items.append(_option(mark, words.words(words_x, first)))
        y += pitch
    return (Group("list", tuple(items)),)


def _option(mark: Widget, words: tuple[Words, ...]) -> Group:
    return Group("item", (Group("bullet", (mark,)), Group("body", words)))


def _spread_widths(field: Choice, fitter: Fitter) -> list[float]:
    """Return the width of each option when its word stands below its mark."""
    return [
        max(fitter.whole(option.label).width, 2 * fitter.theme.radius) + fitter.theme.mm(1.6)
        for option in field.options
    ]


def _spreads(field: Choice, across: float, fitter: Fitter) -> bool:
    """Tell whether the options' words fit side by side below their marks."""
    return sum(_spread_widths(field, fitter)) <= across


def _spread_height(field: Choice, fitter: Fitter) -> float:
    """Return the height of options with their words below them."""
    theme = fitter.theme
    words = max(fitter.whole(option.label).depth for option in field.options)
    return 2 * theme.radius + theme.mm(1) + theme.small_leading + words


def _spread_options(
    slot: Slot, field: Choice, rect: Rect, fitter: Fitter
) -> tuple[Group | Item, ...]:
    theme = fitter.theme
    items: list[Group] = []
    widths = _spread_widths(field, fitter)
    spare = (rect.width - sum(widths)) / len(widths)
    height = _spread_height(field, fitter)
    y = rect.top + (rect.height - height) / 2 + theme.radius
    left = rect.left
    for index, (option, width) in enumerate(zip(field.options, widths, strict=True)):
        x = left + (width + spare) / 2
        left += width + spare
        mark = _option_mark(slot, field, index, (x, y), fitter)
        below = y + theme.radius + theme.mm(0.8) + 0.75 * theme.small
        words = fitter.whole(option.label).words(x, below, ink="quiet", align="center")
        items.append(_option(mark, words))
    return (Group("list", tuple(items)),)
