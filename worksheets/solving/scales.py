"""Scales: upright in a stage column, flat in a cell, a slider between two opposites."""

from collections.abc import Sequence
from itertools import pairwise
from math import ceil
from typing import Literal

from worksheets.model.fields import Scale
from worksheets.model.labels import SEAM, in_line, joined
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
from worksheets.model.structure import ABSENT, option_words, scale_state, signed, states
from worksheets.solving.fit import Fitted, Fitter


def levels(scale: Scale) -> tuple[tuple[str, str, str], ...]:
    """Return (state, printed number, words) from the highest value down, "absent" last."""
    steps = [
        (scale_state(scale, step.value), signed(step.value, scale.low), step.label)
        for step in reversed(scale.steps)
    ]
    return (*steps, (ABSENT, "–", scale.absent)) if scale.absent else tuple(steps)


def meaning(scale: Scale, state: str, number: str, label: str) -> str:
    """Return what a button says to a screen reader: its words; with numbers, if some have none."""
    alone = state == ABSENT or all(step.label for step in scale.steps)
    return label if alone else joined(" ", number, label)


def circle(slot: Slot, x: float, y: float, name: tuple[str, str], fitter: Fitter) -> Widget:
    """Return a radio button centred at (x, y); ``name`` is its state and its meaning."""
    r = fitter.theme.radius
    state, words = name
    rect = Rect(x - r, y - r, x + r, y + r)
    return Widget(slot=slot, rect=rect, shape="circle", state=state, meaning=words)


# ---------------------------------------------------------------- flat


def is_slider(slot: Slot) -> bool:
    """Tell whether a slot is a scale between two opposites, which are its label."""
    field = slot.field
    return isinstance(field, Scale) and not field.absent and slot.column_label == opposites(field)


def opposites(scale: Scale) -> str:
    """Return the words of both ends as one label."""
    return joined(" – ", scale.steps[0].label, scale.steps[-1].label)


def flat_width(scale: Scale, fitter: Fitter) -> float:
    """Return the least width of a flat scale."""
    return (len(states(scale)) - 1) * fitter.theme.pitch + 2 * fitter.theme.radius


def flat_height(slot: Slot, fitter: Fitter) -> float:
    """Return the height of a flat scale: circles, numbers and, without a hint, the end words."""
    theme = fitter.theme
    assert isinstance(slot.field, Scale)  # noqa: S101 (of no other kind)
    words = theme.small_leading + _words_depth(slot.field, fitter) if _shows_words(slot) else 0
    words += theme.mm(2.4) + _slider_lead(slot.field, fitter) if is_slider(slot) else 0
    return 2 * theme.radius + theme.mm(1) + theme.small_leading + words


def _slider_lead(scale: Scale, fitter: Fitter) -> float:
    """Return the room above the circles of a slider: words in two languages stand higher."""
    return fitter.theme.mm(2) if _words_depth(scale, fitter) else 0


def _words_depth(scale: Scale, fitter: Fitter) -> float:
    return max(fitter.whole(words).depth for words in option_words(scale))


def _shows_words(slot: Slot) -> bool:
    """Tell whether words stand below the numbers; a hint that explains them makes room."""
    absent = isinstance(slot.field, Scale) and slot.field.absent
    return bool(absent) or not (slot.hint or is_slider(slot))


def flat(slot: Slot, scale: Scale, rect: Rect, fitter: Fitter) -> tuple[Group | Item, ...]:
    """Return circles from low to high in a line, their numbers below."""
    theme = fitter.theme
    names, words = states(scale), option_words(scale)
    slider = is_slider(slot)
    room = rect.width - 2 * theme.radius
    room = max(room - theme.mm(5), min(room, (len(names) - 1) * theme.pitch))
    if slider:
        ends_said = (fitter.whole(scale.steps[i].label, theme.medium) for i in (0, -1))
        label_width = max(words.width for words in ends_said)
        room -= 2 * (label_width + theme.mm(5))
    pitch = min(theme.mm(18), room / max(1, len(names) - 1))
    if pitch < theme.pitch - 0.1:
        fitter.group([slot.label], 0, "regular", [(theme.small, 1)])
    left = (rect.left + rect.right - (len(names) - 1) * pitch) / 2
    y = rect.top + max(0, (rect.height - flat_height(slot, fitter)) / 2) + theme.radius
    y += _slider_lead(scale, fitter) if slider else 0
    numbers_y = y + theme.radius + theme.mm(0.8) + 0.75 * theme.small
    marks: list[Group | Item] = []
    notes: list[Group | Item] = []
    for index, (state, label) in enumerate(zip(names, words, strict=True)):
        x = left + index * pitch
        if slider and index:
            start, end = x - pitch + theme.radius, x - theme.radius
            notes.append(Line(x1=start + 2, y1=y, x2=end - 2, y2=y, look="zero"))
        number = "–" if state == ABSENT else signed(scale.steps[index].value, scale.low)
        said = meaning(scale, state, number, label)
        marks.append(circle(slot, x, y, (state, said), fitter))
        notes.append(fitter.small(x, numbers_y, number, align="center"))
    ends = (left - theme.radius, left + (len(scale.steps) - 1) * pitch + theme.radius)
    low: tuple[Words, ...] = ()
    high: tuple[Words, ...] = ()
    if slider:
        low, high = _slider_words(scale, ends, y, fitter)
    elif _shows_words(slot):
        low, high = _end_words(scale, ends, numbers_y + theme.small_leading, fitter)
        if scale.absent:
            room = 2 * (pitch - theme.radius - theme.mm(1))
            fitter.group([scale.absent], room, "regular", [(theme.small, 1)], below=1)
            x, below = left + (len(names) - 1) * pitch, numbers_y + theme.small_leading
            high = (*high, *fitter.whole(scale.absent).words(x, below, ink="quiet", align="center"))
    return (Group("artifact", tuple(notes)), *low, *marks, *high)


Ends = tuple[tuple[Words, ...], tuple[Words, ...]]
"""What stands at the low end of a scale and what at the high one: said before and after it."""


def _slider_words(scale: Scale, ends: tuple[float, float], y: float, fitter: Fitter) -> Ends:
    theme = fitter.theme
    low, high = (fitter.whole(scale.steps[i].label, theme.medium) for i in (0, -1))
    base = y + 0.36 * theme.medium
    before = low.words(ends[0] - theme.mm(4), base - low.depth / 2, align="right")
    return before, high.words(ends[1] + theme.mm(4), base - high.depth / 2)


def _end_words(scale: Scale, ends: tuple[float, float], y: float, fitter: Fitter) -> Ends:
    theme = fitter.theme
    low, high = scale.steps[0].label, scale.steps[-1].label
    both = joined("  ", low, high)
    fitter.group([both], ends[1] - ends[0], "regular", [(theme.small, 1)], below=1)
    left = fitter.whole(low).words(ends[0], y, ink="quiet")
    return left, fitter.whole(high).words(ends[1], y, ink="quiet", align="right")


# ---------------------------------------------------------------- upright


WordsPlace = Literal["left", "right", "below", "under"]
"""Where the levels' words stand: under the circles two languages have a line each."""


def upright_height(scale: Scale, column: float, fitter: Fitter) -> float:
    """Return the height of an upright scale's panel in columns ``column`` points wide."""
    place = _words_place(scale, column, fitter)[0]
    below = fitter.theme.mm({"below": 3.4, "under": 2.4}.get(place, 0))
    return len(levels(scale)) * _step(place, fitter) + below


def _step(place: WordsPlace, fitter: Fitter) -> float:
    """Return the distance between the circles of an upright scale, in points."""
    return fitter.theme.step + (fitter.theme.mm(2.3) if place == "under" else 0)


def _words_place(scale: Scale, column: float, fitter: Fitter) -> tuple[WordsPlace, Fitted]:
    """Return where the levels' words find room: beside the faces, the numbers, or below."""
    theme = fitter.theme
    words = [label for _, _, label in levels(scale)]
    numbers = max(fitter.small_width(number) for _, number, _ in levels(scale))
    room = column / 2 - theme.mm(9.6 + 2.2 + 1.4) - theme.inset
    if fitted := fitter.try_group(words, room, "regular", [(theme.small, 1)], below=1):
        return "left", fitted
    room = column / 2 - theme.mm(4.2 + 1.2 + 0.8) - numbers
    most = 1 if any(SEAM in word for word in words) else 2
    rungs = [(theme.small, lines) for lines in range(1, most + 1)]
    if fitted := fitter.try_group(words, room, "regular", rungs, below=1):
        return "right", fitted
    room, rungs = column - theme.mm(1.6), [(theme.small, 1)]
    if fitted := fitter.try_group(list(map(in_line, words)), room, "regular", rungs):
        return "below", fitted
    fitted = fitter.group(words, room, "regular", rungs, below=1)
    return ("under" if most == 1 else "below"), fitted


def upright_panel(slots: Sequence[Slot], columns: Sequence[Rect], fitter: Fitter) -> list[Group]:
    """Return an upright scale across stages: one panel, and one group of marks per slot.

    The first group is the panel with its lines and words (decoration); each circle's centre is
    exactly on its column's middle, so that joined marks make a curve.
    """
    theme = fitter.theme
    scale = slots[0].field
    assert isinstance(scale, Scale)  # noqa: S101
    whole = Rect(columns[0].left, columns[0].top, columns[-1].right, columns[0].bottom)
    spare = whole.height - upright_height(scale, columns[0].width, fitter)
    step = _step(_words_place(scale, columns[0].width, fitter)[0], fitter)
    top = whole.top + spare / 2 + theme.step / 2
    heights = [top + index * step for index in range(len(levels(scale)))]
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
        said = meaning(scale, state, number, label)
        children.append(circle(slot, x, y, (state, said), fitter))
    return Group("cell", tuple(children))


def _level_words(
    scale: Scale, column: Rect, heights: Sequence[float], fitter: Fitter
) -> list[Group | Item]:
    """Return the words of the levels, in the first column."""
    theme = fitter.theme
    place, fitted = _words_place(scale, column.width, fitter)
    centre = (column.left + column.right) / 2
    if place in {"below", "under"}:
        below = theme.radius + (0.95 if place == "below" else 0.88) * theme.small
        return [
            word
            for (_, _, label), y in zip(levels(scale), heights, strict=True)
            for word in fitter.whole(label, beside=place == "below").words(
                centre, y + below, ink="quiet", align="center"
            )
        ]
    x = column.left + theme.inset
    clear = x - theme.mm(0.6)
    if place == "right":
        clear = centre + theme.mm(4.2)
        x = clear + max(fitter.small_width(n) for _, n, _ in levels(scale)) + theme.mm(1.2)
    items: list[Group | Item] = []
    for index, y in enumerate(heights):
        words = fitter.print(fitted, index, face="regular")
        if not any(words.lines):
            continue
        half = ceil(theme.small * 0.7 * (len(words.lines) + len(words.below)))
        blank = Rect(clear, y - half, x + words.width + theme.mm(0.8), y + half)
        first = y + 0.36 * theme.small - words.depth / 2
        items += [Panel(rect=blank, look="blank"), *words.words(x, first, ink="quiet")]
    return items
