"""Cards of a map, where the map has them; drawn heads and squares are left out."""

from collections.abc import Iterator, Mapping, Sequence

from worksheets.model.layout import Head, Quadrants
from worksheets.model.sheet import AreaMap, Card
from worksheets.writers.arrangement.boxes import GAP, LEAST, Box, Measures, Table, options_of
from worksheets.writers.arrangement.columns import answer_boxes

GUTTER = 0.011
"""Share of the gap between two cards."""
_LABELS, _MOST_LABELS = 0.36, 0.6  # of a card: what the labels of its entries take
_BARE = 4.0  # points where no card begins
Place = tuple[int, int, int, int]
"""Left, top, right and bottom of a card, in columns and rows of the areas."""


def cards(block: AreaMap, measures: Measures) -> Iterator[Table]:
    """Yield the cards of a block as one table, or nothing if it has only drawings."""
    places = _places(block)
    used = sorted({row for _, top, _, bottom in places.values() for row in range(top, bottom)})
    if not places:
        return
    names = {card.id: card for card in block.cards if card.id in places}
    counts = {name: sum(_lines_of(card, measures)) or 1 for name, card in names.items()}
    lines = _lines(used, places, counts)
    heights = [GAP] * (lines[used[-1]].stop + 1)
    for row in used:
        heights[lines[row].start - 1] = _BARE
        heights[lines[row].start : lines[row].stop] = [LEAST] * len(lines[row])
    boxes: list[Box] = []
    edges = _edges(block)
    for name, place in sorted(places.items(), key=lambda item: item[1][3] - item[1][1]):
        left, first, right, last = place
        card, sides = names[name], (edges[left][0], edges[right - 1][1])
        whole = range(lines[first].start, lines[last - 1].stop)
        label = measures.label(card.label, card.question, sides[1] - sides[0])
        heights[whole.start - 1] = max(heights[whole.start - 1], label)
        growing = [line for row in range(first, last) if block.rows[row] for line in lines[row]]
        _stretch(heights, card, sides, growing or list(whole)[-1:], whole, measures)
        boxes += _card(card, sides, whole, heights, measures)
    flexible = frozenset(
        line for row in used if block.rows[row] or len(used) == 1 for line in lines[row]
    )
    texts = [b for b in boxes if b.slot and measures.is_text(b.slot)]
    labels = {box.top for box in boxes if box.look in {"label", "option"}}
    lows = {row for box in texts for row in range(box.top, box.bottom)} - labels
    least = {row: min(heights[row], LEAST) for row in lows}
    yield Table(heights=tuple(heights[:-1]), boxes=tuple(boxes), flexible=flexible, least=least)


def _places(block: AreaMap) -> dict[str, Place]:
    found: dict[str, Place] = {}
    for card in block.cards:
        spots = [
            (x, y)
            for y, line in enumerate(block.areas)
            for x, name in enumerate(line)
            if name == card.id
        ]
        drawn = isinstance(card.picture, Head | Quadrants) and not card.slots
        if spots and not drawn:
            xs, ys = zip(*spots, strict=True)
            found[card.id] = min(xs), min(ys), max(xs) + 1, max(ys) + 1
    return found


def _lines_of(card: Card, measures: Measures) -> list[int]:
    """Return how many lines each slot of a card takes."""
    return [max(1, len(options_of(slot)) if measures.spread else 1) for slot in card.slots]


def _lines(
    used: Sequence[int], places: Mapping[str, Place], counts: Mapping[str, int]
) -> dict[int, range]:
    """Return the lines to write on of each row of areas, a heading before them, a gap after."""
    found, start = {}, 1
    for row in used:
        needed = max(
            -(-counts[name] // (last - first))
            for name, (_, first, _, last) in places.items()
            if first <= row < last
        )
        found[row] = range(start, start + needed)
        start += needed + 2
    return found


def _edges(block: AreaMap) -> list[tuple[float, float]]:
    room = 1 - GUTTER * (len(block.columns) - 1)
    found, left = [], 0.0
    for width in block.columns:
        right = left + room * width / sum(block.columns)
        found.append((left, right))
        left = right + GUTTER
    return found


def _stretch(
    heights: list[float],
    card: Card,
    sides: tuple[float, float],
    growing: Sequence[int],
    whole: range,
    measures: Measures,
) -> None:
    """Make the ``growing`` lines of a card as high as its answers need on paper."""
    share = sides[1] - sides[0]
    wanted = sum(measures.answer(slot, share) for slot in card.slots)
    lacking = wanted - sum(heights[whole.start : whole.stop])
    for line in growing:
        heights[line] += max(0.0, lacking) / len(growing)


def _card(
    card: Card, sides: tuple[float, float], lines: range, heights: list[float], measures: Measures
) -> Iterator[Box]:
    left, right = sides
    top, bottom = lines.start, lines.stop
    yield Box(left=left, right=right, top=top - 1, bottom=top, look="label", text=card.label,
              small=card.question)  # fmt: skip
    if not card.slots:
        yield Box(left=left, right=right, top=top, bottom=bottom, look="picture")
        return
    if card.bare:
        slot = card.slots[0]
        for line, option in zip(lines, options_of(slot) if measures.spread else (), strict=False):
            heights[line] = max(heights[line], measures.option(option.label, right - left))
        yield from answer_boxes(slot, sides, lines, spread=measures.spread)
        return
    labels = [slot.column_label for slot in card.slots]
    longest = measures.share(labels, measures.sizes.medium) / (right - left)
    middle = left + min(max(_LABELS, longest), _MOST_LABELS) * (right - left)
    shared = _shared_out(lines, heights, _lines_of(card, measures))
    for slot, part in zip(card.slots, shared, strict=True):
        label = measures.option(slot.column_label, middle - left)
        heights[part[-1]] += max(0.0, label - sum(heights[part.start : part.stop]))
        yield Box(left=left, right=middle, top=part.start, bottom=part.stop, look="option",
                  text=slot.column_label)  # fmt: skip
        yield from answer_boxes(slot, (middle, right), part, spread=measures.spread)


def _shared_out(lines: range, heights: list[float], counts: Sequence[int]) -> Iterator[range]:
    """Yield the lines of entries that need ``counts`` of them, about as high for each."""
    row, left = lines.start, sum(counts)
    for count in counts:
        target = sum(heights[row : lines.stop]) * count / left
        left -= count
        end = row + count
        while end < lines.stop - left and (
            not left or sum(heights[row:end]) + heights[end] / 2 < target
        ):
            end += 1
        yield range(row, end)
        row = end
