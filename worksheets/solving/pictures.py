"""Pictures that stand in cards instead of fields: a head, a portrait, a square of quadrants."""

from worksheets.model.layout import Head, Picture, Portrait, Quadrants
from worksheets.model.sheet import (
    Group,
    Item,
    Line,
    LineLook,
    Ornament,
    Panel,
    Rect,
)
from worksheets.solving.fit import Fitter
from worksheets.solving.theme import Theme

STEPS = 5


def picture_height(picture: Picture, theme: Theme) -> float:
    """Return the least height of a picture in points."""
    match picture:
        case Head() | Portrait():
            return theme.mm(44)
        case Quadrants():
            return theme.mm(62)


def told(picture: Picture) -> str:
    """Return what a picture says, "" for decoration: where the corners of a square are."""
    if not isinstance(picture, Quadrants):
        return ""
    ends = ((STEPS, 1), (STEPS, STEPS), (1, STEPS), (1, 1))
    return "; ".join(
        f"{corner.label}: {picture.y_label} {y}, {picture.x_label} {x}"
        for corner, (y, x) in zip(picture.corners, ends, strict=False)
    )


def draw_picture(picture: Picture, rect: Rect, fitter: Fitter) -> tuple[Group | Item, ...]:
    """Return a picture drawn inside ``rect``."""
    theme = fitter.theme
    match picture:
        case Head():
            high = min(rect.height, theme.mm(50))
            x, y = (rect.left + rect.right) / 2, (rect.top + rect.bottom) / 2
            half = high * 0.52
            return (
                Ornament(name="head", rect=Rect(x - half, y - high / 2, x + half, y + high / 2)),
            )
        case Portrait():
            wide = min(rect.width, rect.height)
            x = (rect.left + rect.right) / 2
            person = Rect(x - 0.36 * wide, rect.bottom - 0.8 * wide, x + 0.36 * wide, rect.bottom)
            return (Panel(rect=rect, look="field"), Ornament(name="portrait", rect=person))
        case Quadrants():
            return _quadrants(picture, rect, fitter)


def sector_lines(
    head: Rect, whole: Rect, sides: tuple[float, float], fitter: Fitter
) -> tuple[Group | Item, ...]:
    """Return the lines of an empathy map: rules above and below, elbows towards the head.

    ``sides`` are the x of the lines left and right of the middle cards. The lines stop short of
    the head, and the cards keep their right angles.
    """
    theme = fitter.theme
    x, y = (head.left + head.right) / 2, (head.top + head.bottom) / 2
    items: list[Group | Item] = [
        _line(whole.left, whole.top, whole.right, whole.top, "rule"),
        _line(whole.left, whole.bottom, whole.right, whole.bottom, "rule"),
    ]
    for side, towards in zip(sides, (-1, 1), strict=True):
        stop = x + towards * min(theme.mm(31), 0.35 * head.width)
        for edge, outer, step in ((head.top, whole.top, -1), (head.bottom, whole.bottom, 1)):
            elbow = edge - step * theme.mm(3)
            items.append(_line(side, outer, side, elbow, "connector"))
            items.append(_line(side, elbow, stop, y + step * theme.mm(7.5), "connector"))
    return tuple(items)


def _line(x1: float, y1: float, x2: float, y2: float, look: LineLook) -> Line:
    return Line(x1=x1, y1=y1, x2=x2, y2=y2, look=look)


def _quadrants(picture: Quadrants, rect: Rect, fitter: Fitter) -> tuple[Group | Item, ...]:
    """Return the square of two scales: cross, numbers, quadrant names in the outer corners."""
    theme = fitter.theme
    left, top = rect.left + theme.mm(6), rect.top + theme.small_leading + theme.mm(1)
    bottom = rect.bottom - 2 * theme.small_leading - theme.mm(2)
    box = Rect(left, top, min(rect.right, left + 1.5 * (bottom - top)), bottom)
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    items: list[Group | Item] = [
        Panel(rect=box, look="panel"),
        Panel(rect=Rect(x, box.top, box.right, y).inset(0.5), look="wash"),
    ]
    for step in range(STEPS):
        along = (step + 0.5) / STEPS
        at_x, at_y = box.left + along * box.width, box.bottom - along * box.height
        number = str(step + 1)
        items += [
            _line(at_x, box.top + 1, at_x, box.bottom - 1, "level"),
            _line(box.left + 1, at_y, box.right - 1, at_y, "level"),
            fitter.small(at_x, box.bottom + theme.small_leading, number, align="center"),
            fitter.small(box.left - theme.mm(2), at_y + 0.36 * theme.small, number, align="right"),
        ]
    items.append(_line(box.left, y, box.right, y, "connector"))
    items.append(_line(x, box.top, x, box.bottom, "connector"))
    items += _corner_names(picture, box, fitter)
    below = box.bottom + 2 * theme.small_leading + theme.mm(0.4)
    up = fitter.whole(f"↑ {picture.y_label}", beside=True)
    along_x = fitter.whole(f"{picture.x_label} →", beside=True)
    items += up.words(rect.left, rect.top + 0.9 * theme.small, ink="quiet")
    items += along_x.words(box.right, below, ink="quiet", align="right")
    return tuple(items)


def _corner_names(picture: Quadrants, box: Rect, fitter: Fitter) -> list[Group | Item]:
    theme = fitter.theme
    names = [corner.label for corner in picture.corners]
    rungs = [(theme.medium, 1), (0.92 * theme.medium, 1), (0.92 * theme.medium, 2), (7.5, 2)]
    fitted = fitter.group(names, box.width / 2 - 2 * theme.inset, "bold", rungs)
    items: list[Group | Item] = []
    for index in range(len(names)):
        name = fitter.print(fitted, index, leading=1.15 * fitted.size)
        right, low = index in {1, 2}, index in {2, 3}
        first = box.top + theme.first_baseline
        if low:
            first = box.bottom - theme.inset - name.depth
        x = box.right - theme.inset if right else box.left + theme.inset
        items += name.words(x, first, ink="accent", align="right" if right else "left")
    return items
