"""Mirror a solved page for scripts that run from right to left."""

from dataclasses import replace

from worksheets.model.sheet import Curve, Group, Item, Line, Ornament, Page, Rect, Words

_OTHER_SIDE = {"left": "right", "right": "left", "center": "center"}


def mirrored(page: Page) -> Page:
    """Return the page with every x turned around; digits, signs and faces stay as they are."""
    return replace(page, content=mirrored_group(page.content, page.width))


def mirrored_group(group: Group, width: float) -> Group:
    """Return what stands on a page ``width`` points wide turned around."""
    return group.changed(lambda item: _item(item, width))


def _item(item: Item, width: float) -> Item:
    if isinstance(item, Words):
        return replace(item, x=width - item.x, align=_OTHER_SIDE[item.align])  # type: ignore[arg-type]
    if isinstance(item, Line):
        return replace(item, x1=width - item.x2, x2=width - item.x1)
    if isinstance(item, Curve):
        points, back = (tuple((width - x, y) for x, y in side) for side in (item.points, item.back))
        return replace(item, points=points, back=back)
    box = item.rect
    turned = replace(item, rect=Rect(width - box.right, box.top, width - box.left, box.bottom))
    return replace(turned, flipped=not turned.flipped) if isinstance(turned, Ornament) else turned
