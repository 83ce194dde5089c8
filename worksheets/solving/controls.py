"""How each kind of field takes up a rectangle: boxes, circles, squares and their words."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil

from worksheets.fonts import width
from worksheets.model.fields import Check, Choice, Field, Scale, Step
from worksheets.model.sheet import (
    Group,
    Item,
    Line,
    LineLook,
    Ornament,
    Panel,
    Rect,
    Slot,
    Widget,
    Words,
)
from worksheets.model.structure import ABSENT, option_words, scale_state, states
from worksheets.solving.fit import Fitter

MINUS = "\u2212"
GUIDED_HEIGHT_MM = 17


def signed(value: int, low: int) -> str:
    """Return a scale value as printed: with a sign if the scale has negative values."""
    return str(value).replace("-", MINUS) if value <= 0 or low >= 0 else f"+{value}"


def levels(scale: Scale) -> tuple[tuple[str, str, str], ...]:
    """Return (state, printed number, words) from the highest value down, "absent" last."""
    steps = [
        (scale_state(scale, step.value), signed(step.value, scale.low), step.label)
        for step in reversed(scale.steps)
    ]
    return (*steps, (ABSENT, "–", scale.absent)) if scale.absent else tuple(steps)


def least_height(field: Field, across: float, fitter: Fitter) -> float:
    """Return the height in points that a field needs at a width of ``across``."""
    theme = fitter.theme
    match field:
        case Scale():
            return 2 * theme.radius + theme.mm(1) + 2 * theme.small_leading
        case Choice() if not field.menu:
            rows = len(_option_rows(field, across, fitter))
            return rows * _option_pitch(fitter)
        case Check():
            return theme.tick
        case _:
            lines = getattr(field, "lines", 1)
            return max(theme.header_box, (lines + 1) * theme.line - theme.gap)


def place(slot: Slot, rect: Rect, fitter: Fitter) -> tuple[Group | Item, ...]:
    """Return the drawing of a field inside ``rect``."""
    match slot.field:
        case Scale():
            return _flat_scale(slot, slot.field, rect, fitter)
        case Choice() if not slot.field.menu:
            return _options(slot, slot.field, rect, fitter)
        case Check():
            tick = fitter.theme.tick
            square = Rect(rect.left, rect.top, rect.left + tick, rect.top + tick)
            return (_mark(slot, square, "square", "on", ""),)
        case _:
            return text_box(slot, rect, fitter)


def text_box(slot: Slot, rect: Rect, fitter: Fitter) -> tuple[Group | Item, ...]:
    """Return a box to write in, with writing guides where a pen has room for them."""
    theme = fitter.theme
    items: list[Group | Item] = []
    if theme.line > 4 * 72 / 25.4 + 0.1 and rect.height >= theme.mm(GUIDED_HEIGHT_MM):
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


def _mark(slot: Slot, rect: Rect, shape: str, state: str, meaning: str) -> Widget:
    assert shape in {"circle", "square"}  # noqa: S101
    return Widget(
        slot=slot,
        rect=rect,
        shape="circle" if shape == "circle" else "square",
        state=state,
        meaning=meaning,
    )


def circle(slot: Slot, x: float, y: float, state: str, meaning: str, fitter: Fitter) -> Widget:
    """Return a radio button centred at (x, y)."""
    r = fitter.theme.radius
    return _mark(slot, Rect(x - r, y - r, x + r, y + r), "circle", state, meaning)


# ---------------------------------------------------------------- choices


def _option_pitch(fitter: Fitter) -> float:
    return max(fitter.theme.mm(6.2), 2 * fitter.theme.radius + fitter.theme.mm(1.2))


def _option_width(label: str, fitter: Fitter) -> float:
    theme = fitter.theme
    return 2 * theme.radius + theme.mm(1.6) + width(label, "regular", theme.small) + theme.mm(3)


def _option_rows(field: Choice, across: float, fitter: Fitter) -> list[list[int]]:
    """Return option indices by line, as many side by side as fit."""
    rows: list[list[int]] = [[]]
    used = 0.0
    for index, option in enumerate(field.options):
        needed = _option_width(option.label, fitter)
        if rows[-1] and used + needed - fitter.theme.mm(3) > across:
            rows.append([])
            used = 0.0
        rows[-1].append(index)
        used += needed
    return rows


def _options(slot: Slot, field: Choice, rect: Rect, fitter: Fitter) -> tuple[Group | Item, ...]:
    theme = fitter.theme
    names = [o.id for o in field.options] if field.many else states(field)
    items: list[Group | Item] = []
    y = rect.top + _option_pitch(fitter) / 2
    for row in _option_rows(field, rect.width, fitter):
        x = rect.left
        for index in row:
            label = field.options[index].label
            size = theme.tick / 2 if field.many else theme.radius
            box = Rect(x, y - size, x + 2 * size, y + size)
            shape = "square" if field.many else "circle"
            items.append(_mark(slot, box, shape, names[index], label))
            words_x = x + 2 * size + theme.mm(1.6)
            fitter.group([label], rect.right - words_x + 0.1, "regular", [(theme.small, 1)])
            words = fitter.small(words_x, y + 0.35 * theme.small, label, ink="ink")
            items.append(Group("artifact", (words,)))
            x += _option_width(label, fitter)
        y += _option_pitch(fitter)
    return tuple(items)


# ---------------------------------------------------------------- scales


def _flat_scale(slot: Slot, scale: Scale, rect: Rect, fitter: Fitter) -> tuple[Group | Item, ...]:
    """Circles from low to high in a line, numbers below, the ends' words below those."""
    theme = fitter.theme
    names, words = states(scale), option_words(scale)
    pitch = min(theme.mm(18), (rect.width - 2 * theme.radius) / max(1, len(names) - 1))
    if pitch < theme.pitch - 0.1:
        fitter.group([slot.label], 0, "regular", [(theme.small, 1)])
    y = rect.top + theme.radius
    numbers_y = y + theme.radius + theme.mm(1) + 0.75 * theme.small
    marks: list[Group | Item] = []
    notes: list[Group | Item] = []
    for index, (state, label) in enumerate(zip(names, words, strict=True)):
        x = rect.left + theme.radius + index * pitch
        number = "–" if state == ABSENT else signed(scale.steps[index].value, scale.low)
        marks.append(circle(slot, x, y, state, meaning(number, label), fitter))
        notes.append(_centred(x, numbers_y, number, fitter))
    ends = [(scale.steps[0], rect.left), (scale.steps[-1], rect.left + len(scale.steps) * pitch)]
    notes += _end_words(ends, numbers_y + theme.small_leading, pitch, fitter)
    return (*marks, Group("artifact", tuple(notes)))


def _end_words(
    ends: Sequence[tuple[Step, float]], y: float, pitch: float, fitter: Fitter
) -> list[Group | Item]:
    theme = fitter.theme
    (low, left), (high, right) = ends
    right += 2 * theme.radius - pitch
    fitter.group([f"{low.label}  {high.label}"], right - left, "regular", [(theme.small, 1)])
    last = fitter.small(right, y, high.label)
    return [
        fitter.small(left, y, low.label),
        Words(x=right, y=y, lines=last.lines, size=last.size, leading=last.leading, ink="quiet",
              align="right"),
    ]  # fmt: skip


def meaning(number: str, label: str) -> str:
    """Return what a button says to a screen reader: its words, else its number."""
    return label or number


def _centred(x: float, y: float, text: str, fitter: Fitter) -> Words:
    theme = fitter.theme
    return Words(x=x, y=y, lines=(text,), size=theme.small, leading=theme.small_leading,
                 ink="quiet", align="center")  # fmt: skip


def upright_height(scale: Scale, fitter: Fitter) -> float:
    """Return the height of an upright scale's panel."""
    return len(levels(scale)) * fitter.theme.step


def upright_panel(slots: Sequence[Slot], columns: Sequence[Rect], fitter: Fitter) -> list[Group]:
    """Return an upright scale across stages: one panel, and one group of marks per slot.

    The first group is the panel with its lines and words (decoration); each circle's centre is
    exactly on its column's middle, so that joined marks make a curve.
    """
    theme = fitter.theme
    scale = slots[0].field
    assert isinstance(scale, Scale)  # noqa: S101
    whole = Rect(columns[0].left, columns[0].top, columns[-1].right, columns[0].bottom)
    top = whole.top + (whole.height - upright_height(scale, fitter)) / 2 + theme.step / 2
    heights = [top + index * theme.step for index in range(len(levels(scale)))]
    backdrop = _panel_lines(scale, whole, columns, heights, fitter)
    backdrop += _level_words(scale, columns[0], heights, fitter)
    groups = [Group("artifact", tuple(backdrop))]
    for slot, column in zip(slots, columns, strict=True):
        groups.append(_upright_cell(slot, scale, (column.left + column.right) / 2, heights, fitter))
    return groups


def _panel_lines(
    scale: Scale, whole: Rect, columns: Sequence[Rect], heights: Sequence[float], fitter: Fitter
) -> list[Group | Item]:
    theme = fitter.theme
    items: list[Group | Item] = [Panel(rect=whole, look="panel")]
    for (state, number, _), y in zip(levels(scale), heights, strict=True):
        if state != ABSENT:
            look: LineLook = "zero" if number == "0" else "level"
            x1, x2 = whole.left + theme.inset, whole.right - theme.inset
            items.append(Line(x1=x1, y1=y, x2=x2, y2=y, look=look))
    for a, b in pairwise(columns):
        x = (a.right + b.left) / 2
        items.append(Line(x1=x, y1=whole.top, x2=x, y2=whole.bottom, look="separator"))
    return items


def _upright_cell(
    slot: Slot, scale: Scale, x: float, heights: Sequence[float], fitter: Fitter
) -> Group:
    theme = fitter.theme
    children: list[Group | Item] = []
    for (state, number, label), y in zip(levels(scale), heights, strict=True):
        face_x, r = x - theme.mm(9.6), theme.mm(2.2)
        notes: list[Group | Item] = []
        left = face_x if scale.faces and state != ABSENT else x
        number_x = x + theme.mm(4.2)
        right = number_x + fitter.small_width(number) + theme.mm(0.8)
        blank = Rect(left - r - theme.mm(1.2), y - r, right, y + r)
        notes.append(Panel(rect=blank, look="blank"))
        if scale.faces and state != ABSENT:
            middle = (scale.low + scale.high) / 2
            value = (scale.low + int(state[1:]) - middle) / (scale.high - middle)
            face = Rect(face_x - r, y - r, face_x + r, y + r)
            notes.append(Ornament(name="face", rect=face, value=value))
        notes.append(fitter.small(number_x, y + 0.36 * theme.small, number))
        children.append(Group("artifact", tuple(notes)))
        children.append(circle(slot, x, y, state, meaning(number, label), fitter))
    return Group("cell", tuple(children))


def _level_words(
    scale: Scale, column: Rect, heights: Sequence[float], fitter: Fitter
) -> list[Group | Item]:
    """Return the words of the levels in the first column: left of the faces, else right."""
    theme = fitter.theme
    words = [label for _, _, label in levels(scale)]
    centre = (column.left + column.right) / 2
    x = column.left + theme.inset
    clear = x - theme.mm(0.6)
    room = centre - theme.mm(9.6 + 2.2 + 1.4) - x
    fitted = fitter.try_group(words, room, "regular", [(theme.small, 1)])
    if not fitted:
        clear = centre + theme.mm(4.2)
        x = clear + max(fitter.small_width(n) for _, n, _ in levels(scale)) + theme.mm(1.2)
        limit = column.right - theme.mm(0.8) - x
        fitted = fitter.group(words, limit, "regular", [(theme.small, 1), (theme.small, 2)])
    items: list[Group | Item] = []
    for lines, y in zip(fitted.lines, heights, strict=True):
        if not any(lines):
            continue
        first = y + 0.36 * theme.small - (len(lines) - 1) * theme.small_leading / 2
        across = max(fitter.small_width(line) for line in lines)
        half = ceil(theme.small * 0.7 * len(lines))
        blank = Rect(clear, y - half, x + across + theme.mm(0.8), y + half)
        items += [Panel(rect=blank, look="blank"), fitter.small(x, first, lines)]
    return items
