"""Counts instead of marks: how many sheets chose an answer, and the mean of a scale."""

from collections.abc import Sequence

from worksheets.fonts import width
from worksheets.i18n import one_decimal
from worksheets.model.fields import Scale
from worksheets.model.results import Summary, answer_of, possible
from worksheets.model.sheet import Group, Item, Ornament, Rect, Slot, Widget, Words
from worksheets.model.structure import ABSENT, menu_words, option_words
from worksheets.solving.theme import Theme

STRONGEST = 0.55
"""Shade of what all chose; full colour is left to means and to the most frequent choice."""


def centre(rect: Rect) -> tuple[float, float]:
    """Return the middle of a box."""
    return (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2


def around(x: float, y: float, radius: float) -> Rect:
    """Return the box around a circle."""
    return Rect(x - radius, y - radius, x + radius, y + radius)


def share_of(summary: Summary, answer: str) -> float:
    """Return the share of the answers that are ``answer``."""
    return summary.counts.get(answer, 0) / max(1, sum(summary.counts.values()))


def number(count: int, x: float, y: float, size: float, *, white: bool = False) -> Words:
    """Return a count centred at (x, y), no wider than twice its ``size``."""
    text = str(count)
    size = min(size, 1.6 * size * size / width(text, "bold", size))
    return Words(x=x, y=y + 0.35 * size, lines=(text,), size=size, leading=size, face="bold",
                 ink="white" if white else "ink", align="center")  # fmt: skip


def counted(widget: Widget, summary: Summary, theme: Theme) -> tuple[Group | Item, ...]:
    """Return how many sheets made a mark, in its place; the most frequent one stands out."""
    field = widget.slot.field
    answer = answer_of(field, widget.state)
    count = summary.counts.get(answer, 0)
    others = {summary.counts.get(other, 0) for other in possible(field)}
    best = count == max(others) and len(others) > 1
    value = STRONGEST * share_of(summary, answer) if count and not best else float(bool(count))
    if count and len(possible(field)) == 1:
        value = STRONGEST * count / max(1, summary.sheets, count)
    name = "bubble" if widget.shape == "circle" else "tally"
    mark = Ornament(name=name, rect=widget.rect, value=value)  # type: ignore[arg-type]
    drawing = Group("artifact", (mark,))
    if not count:
        return (drawing,)
    return drawing, number(count, *centre(widget.rect), 0.95 * theme.small, white=value > STRONGEST)


def told(slot: Slot, summary: Summary, locale: str, mean: str, nobody: str) -> str:
    """Return in words what a scale's figure shows: the mean, then answers with their counts."""
    field = slot.field
    words = menu_words(field, option_words(field))
    pairs = zip(possible(field), words, strict=True)
    counts = [f"{word}: {summary.counts[key]}" for key, word in pairs if summary.counts.get(key)]
    said = [f"{mean} {mean_of(slot, summary, locale)}"] if summary.mean is not None else []
    return f"{slot.label}: {'; '.join((*said, *reversed(counts))) or nobody}"


def mean_of(slot: Slot, summary: Summary, locale: str) -> str:
    """Return the mean as printed."""
    assert summary.mean is not None  # noqa: S101 (asked for only where there is one)
    low = slot.field.low if isinstance(slot.field, Scale) else 0
    return one_decimal(summary.mean, locale, signed=low is not None and low < 0)


def flat_scale(
    widgets: Sequence[Widget], summary: Summary, theme: Theme, alt: str
) -> tuple[Group, ...]:
    """Return a scale in a line: shades by share, the mean as a dot, the spread as a bar."""
    scale = widgets[0].slot.field
    assert isinstance(scale, Scale)  # noqa: S101
    back: list[Group | Item] = []
    front: list[Group | Item] = []
    steps = [w for w in widgets if w.state != ABSENT]
    (left, y), (right, _) = centre(steps[0].rect), centre(steps[-1].rect)
    unit = (right - left) / max(1, scale.high - scale.low)
    for widget in widgets:
        answer = answer_of(scale, widget.state)
        value = STRONGEST * share_of(summary, answer)
        front.append(Ornament(name="bubble", rect=widget.rect, value=value))
        if widget.state == ABSENT and (count := summary.counts.get(ABSENT)):
            front.append(number(count, *centre(widget.rect), 0.95 * theme.small))
    if summary.mean is not None:
        x = left + (summary.mean - scale.low) * unit
        reach, half = (summary.spread or 0) * unit, 0.3 * theme.radius
        bar = Rect(max(left, x - reach), y - half, min(right, x + reach), y + half)
        if bar.width > 1:
            back.append(Ornament(name="spread", rect=bar))
        front.append(Ornament(name="dot", rect=around(x, y, 0.62 * theme.radius)))
    return (Group("figure", (*back, *front), alt=alt),)
