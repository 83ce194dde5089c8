"""What can be seen in the picture of a page: which letters, which marks, how many lines.

A picture shows one page and nothing around it, in any size.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from PIL import Image

from tests.clients import RENDERERS
from tests.contract.glyphs import (
    SPACE,
    Picture,
    alike,
    apart,
    cut,
    ink,
    likeness,
    page_text,
    row,
)
from tests.viewers.trial import LAST, Line, Trial, alphabet_of

EDGE = 1.2  # points from a field's edge to where its border is certainly over
SHADOW = 3  # points from the edge of the paper to where a viewer's shadow is over
GAP = 0.4  # of the text size: letters that stand farther apart are two
SPECK = 0.35  # a picture lower than this part of the letter is no letter (MuPDF's dots)
SAME = 0.99  # likeness of a glyph with itself in another place
FAINT, MARKED = 150, 25
"""Ink (of 255) of the darkest text that a viewer's own tint covers; of a button with a mark."""
STRANGE = 20  # grey levels by which a block is lighter or darker that shows something else
BLOCK, RIM, ROUGH = 8, 4, 72  # pixels, pixels at the edge of the paper, dots per inch


@dataclass(frozen=True, slots=True)
class Seen:
    """Letters by alphabet: ``lost`` ones, and which show in a font of the viewer's own."""

    lost: Mapping[str, str]
    foreign: frozenset[str]


def reference(trial: Trial, fill: str) -> bytes:
    """Return a page with the letters of a fill as the font file has them."""
    texts = [SPACE.join(line.letters) for line in trial.lines[fill]]
    return page_text(texts, trial.meaning.text_size, trial.paper)


def letters(picture: Image.Image, own: Image.Image, trial: Trial, fill: str) -> Seen:
    """Compare the letters of each line with those of the font, one by one.

    Args:
        picture: The sheet.
        own: The `reference`, drawn by the same program.
        trial: Whose sheet it is.
        fill: What was entered.
    """
    lines = trial.lines[fill]
    scale = picture.width / trial.paper[0]
    gap = GAP * trial.meaning.text_size * scale
    sheet = ink(picture)
    font = _own(own, trial, lines)
    every = [one for each in font for one in each]
    found: list[tuple[str, str]] = []
    for line, wanted in zip(lines, font, strict=True):
        seen = apart(_stretched(cut(sheet, _within(trial.place(line.field)), scale)), gap)
        verdicts = _verdicts(seen, wanted, line, every)
        found.extend(zip(line.letters, verdicts, strict=True))
    ours = sum(verdict == "own" for _, verdict in found) > len(found) / 2
    lost: dict[str, str] = defaultdict(str)
    for letter, verdict in found:
        if verdict == "lost" or (verdict == "other" and ours):
            lost[alphabet_of(letter)] += letter
    strangers = Counter(alphabet_of(c) for c, verdict in found if verdict in ("foreign", "other"))
    sizes = Counter(alphabet_of(letter) for letter, _ in found)
    foreign = {name for name, count in strangers.items() if count > sizes[name] / 4}
    return Seen(dict(lost), frozenset(foreign))


def _verdicts(
    seen: Sequence[Picture], own: Sequence[Picture], line: Line, font: Sequence[Picture]
) -> list[str]:
    """Return ``own``, ``other``, ``foreign`` or ``lost`` for each letter of a line.

    Of a line with pictures missing only the letters that are found count as seen, none where the
    blanks between them are missing. A picture that stands for several letters of the line (as a
    box does, or a question mark) is lost; an ``other`` one is that of a wrong letter of ``font``,
    or a letter of another font.
    """
    if not len(own) <= len(seen) <= len(own) + len(line.rest):
        return ["own" if any(alike(one, letter) for one in seen) else "lost" for letter in own]
    verdicts = []
    for place, (one, letter) in enumerate(zip(seen, own, strict=False)):
        beside = (*seen[:place], *seen[place + 1 : len(own)])
        if alike(one, letter):
            verdicts.append("own")
        elif len(one) < SPECK * len(letter) or _repeated(one, beside):
            verdicts.append("lost")
        else:
            wrong = any(likeness(one, other) >= SAME for other in font)
            verdicts.append("other" if wrong else "foreign")
    return verdicts


def _repeated(one: Picture, beside: Sequence[Picture]) -> bool:
    """Tell whether a picture stands twice more in its line, as signs for missing glyphs do."""
    return sum(likeness(one, other) >= SAME for other in beside) > 1


def _own(picture: Image.Image, trial: Trial, lines: Sequence[Line]) -> list[list[Picture]]:
    """Return the letters of the reference."""
    size = trial.meaning.text_size
    scale = picture.width / trial.paper[0]
    sheet = ink(picture)
    rows = (_within(row(number, size, trial.paper), SHADOW) for number in range(len(lines)))
    found = [apart(cut(sheet, place, scale), GAP * size * scale) for place in rows]
    for line, pictures in zip(lines, found, strict=True):
        assert len(pictures) == len(line.letters), "the font's own letters cannot be told apart"
    return found


def _within(place: Sequence[float], edge: float = EDGE) -> tuple[float, ...]:
    left, bottom, right, top = place
    return left + edge, bottom + edge, right - edge, top - edge


def _stretched(cell: Picture) -> Picture:
    """Return a cell whose text is black, though the viewer lays its own tint over it."""
    darkest = float(cell.max(initial=0))
    return np.minimum(cell * 255 / darkest, 255) if darkest > FAINT / 2 else cell


def wrong_marks(picture: Image.Image, trial: Trial) -> list[str]:
    """Return the buttons that look marked and are not, or the other way round."""
    scale, high = picture.width / trial.paper[0], trial.paper[1]
    sheet = ink(picture)
    found = []
    for field, state, box, on in trial.boxes():
        left, top, right, bottom = (edge / 10 for edge in box)
        inset = (right - left) / 4
        middle = (left + inset, high - bottom + inset, right - inset, high - top - inset)
        if (float(cut(sheet, middle, scale).mean()) > MARKED) != on:
            found.append(f"{field} {state}")
    return found


def strange(picture: Image.Image, trial: Trial) -> float:
    """Return which part of a blank page, its fields left out, is not as PDFium draws it."""
    size = tuple(round(edge * ROUGH / 72) for edge in trial.paper)
    drawn = RENDERERS["pdfium"].render(trial.blank(), dpi=3 * ROUGH)
    one, other = (
        np.array(page.convert("L").resize(size, Image.Resampling.BOX), dtype=float)
        for page in (picture, drawn)
    )
    difference = one - other
    for box in chain.from_iterable((each.box, *each.marks.values()) for each in trial.fields):
        left, top, right, bottom = (round(edge / 10) for edge in box)
        difference[top - 1 : bottom + 2, left - 1 : right + 2] = 0
    difference = difference[RIM:-RIM, RIM:-RIM]
    high, wide = (edge // BLOCK for edge in difference.shape)
    blocks = difference[: high * BLOCK, : wide * BLOCK].reshape(high, BLOCK, wide, BLOCK)
    return float((abs(blocks.mean((1, 3))) > STRANGE).mean())


def lines_seen(picture: Image.Image, trial: Trial) -> int:
    """Return how many lines show of the answer that outgrows its box, whole ones."""
    scale = picture.width / trial.paper[0]
    cell = _stretched(cut(ink(picture), _within(trial.place(LAST[2])), scale))
    dark = (cell > FAINT).sum(1) > 2
    edges = np.flatnonzero(np.diff(np.concatenate(([0], dark.astype(int), [0]))))
    heights = [end - start for start, end in zip(edges[::2], edges[1::2], strict=True)]
    return sum(height >= 0.5 * trial.meaning.text_size * scale for height in heights)
