"""Pictures of letters: those in a field are compared with those of the font file itself.

The font's own are set as page text by reportlab, in the same size and drawn by the same
program: a lost letter, a box or a letter of another font does not pass.
"""

import io
from collections.abc import Iterable, Iterator, Sequence

import numpy as np
import numpy.typing as npt
from PIL import Image
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from worksheets import fonts

ALIKE = 0.97  # from 50 pixels an em on; the same letter: 1.00, the nearest other one: 0.9
UNLIKE = 0.5  # no shift of two pixels makes such letters alike
NEAR = 2  # pixels by which the size of a letter's picture may differ
DARK = 64
SPACE = "   "  # between letters that stand in one line

ALPHABETS = {  # main exemplar characters of CLDR 48, lower case
    "en": "abcdefghijklmnopqrstuvwxyz",
    "de": "äöüß",
    "pl": "ąćęłńóśźż",
    "nb": "æøåéóòôà",
    "lv": "āčēģīķļņšūž",
    "ru": "абвгдеёжзийклмнопрстуфхцчшщъыьэюя",
    "uk": "ґєії",
    "el": "αάβγδεέζηήθιίϊΐκλμνξοόπρσςτυύϋΰφχψωώ",
}
"""The letters of our languages and of their neighbours; those of ``en`` are not repeated."""

Picture = npt.NDArray[np.float64]


def both_cases(letters: str) -> str:
    """Return the letters and their capitals, each once, signs of several letters left out."""
    capitals = (letter.upper() for letter in letters)
    return "".join(dict.fromkeys([*letters, *(c for c in capitals if len(c) == 1)]))


def packed(letters: Iterable[str], widths: Iterable[float], size: float) -> list[str]:
    """Return lines of spaced letters, one for each width in points as long as letters last."""
    left = list(letters)
    lines = []
    for limit in widths:
        line: list[str] = []
        while left and fonts.width(SPACE.join([*line, left[0]]), "regular", size) <= limit:
            line.append(left.pop(0))
        if line:
            lines.append(SPACE.join(line))
    assert not left, "no room for all letters"
    return lines


def page_text(lines: Sequence[str], size: float, paper: tuple[float, float]) -> bytes:
    """Return a page with ``lines`` set in the font at ``size``, each in its `row`."""
    pdfmetrics.registerFont(TTFont("Worksheets", io.BytesIO(fonts.font_file("regular"))))
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=paper, invariant=1)
    canvas.setFont("Worksheets", size)
    for number, line in enumerate(lines):
        left, bottom, _, top = row(number, size, paper)
        canvas.drawString(left + size, bottom + (top - bottom) / 3, line)
    canvas.save()
    return out.getvalue()


def row(number: int, size: float, paper: tuple[float, float]) -> tuple[float, float, float, float]:
    """Return left, bottom, right and top of a line of `page_text`; two lines stand side by side."""
    down, aside = divmod(number, 2)
    middle, top = paper[0] / 2, paper[1] - 2 * size * down
    return aside * middle, top - 2 * size, (aside + 1) * middle, top


def ink(picture: Image.Image) -> Picture:
    """Return how dark a picture is: 0 for paper and for the tint of fields, up to 255."""
    grey = np.asarray(picture.convert("L"), dtype=float)
    return np.clip((225 - grey) / (225 - 40), 0, 1) * 255


def cut(sheet: Picture, place: Sequence[float], scale: float) -> Picture:
    """Return the part of a page at ``place`` (left, bottom, right, top in points)."""
    left, bottom, right, top = (round(scale * edge) for edge in place)
    return sheet[len(sheet) - top : len(sheet) - bottom, left:right]


def trimmed(picture: Picture) -> Picture:
    """Return the inked part of a picture."""
    rows, columns = (np.flatnonzero((picture > DARK).any(axis)) for axis in (1, 0))
    if not rows.size:
        return np.zeros((1, 1))
    return picture[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


def apart(line: Picture, gap: float) -> list[Picture]:
    """Return the letters of a line that stand at least ``gap`` pixels apart."""
    columns = np.flatnonzero((line > DARK).any(0))
    if not columns.size:
        return []
    seams = np.flatnonzero(np.diff(columns) > gap)
    starts, ends = columns[[0, *(seams + 1)]], columns[[*seams, -1]]
    return [trimmed(line[:, a : b + 1]) for a, b in zip(starts, ends, strict=True)]


def likeness(drawn: Picture, expected: Picture) -> float:
    """Return 1 for the same letter down to 0, at the best shift of two pixels at most.

    Ink that has none beside it in the other picture counts against it, so that a letter which
    lies a fraction of a pixel aside stays the same letter.
    """
    return max(_scores(drawn, expected), default=0.0)


def alike(drawn: Picture, expected: Picture) -> bool:
    """Tell whether two pictures show the same letter; those far apart are not shifted about."""
    for score in _scores(drawn, expected):
        if score >= ALIKE or score < UNLIKE:
            return score >= ALIKE
    return False


def _scores(drawn: Picture, expected: Picture) -> Iterator[float]:
    """Yield how like two pictures are at each shift, the middle ones first."""
    if max(abs(np.subtract(drawn.shape, expected.shape))) > NEAR:
        return
    rows, columns = np.maximum(drawn.shape, expected.shape) + 2 * NEAR
    fixed = _placed(expected, NEAR, NEAR, (rows, columns))
    wide = _widened(fixed)
    free = rows - drawn.shape[0] + 1, columns - drawn.shape[1] + 1
    shifts = sorted(np.ndindex(free), key=lambda at: abs(at[0] - NEAR) + abs(at[1] - NEAR))
    for y, x in shifts:
        moved = _placed(drawn, y, x, (rows, columns))
        lost = np.maximum(fixed - _widened(moved), 0).sum()
        lost += np.maximum(moved - wide, 0).sum()
        yield max(0.0, 1.0 - float(lost / max(1.0, min(drawn.sum(), expected.sum()))))


def _placed(picture: Picture, y: int, x: int, shape: tuple[int, int]) -> Picture:
    whole = np.zeros(shape)
    whole[y : y + picture.shape[0], x : x + picture.shape[1]] = picture
    return whole


def _widened(picture: Picture) -> Picture:
    """Return the picture with each pixel as dark as the darkest of its neighbours."""
    for axis in (0, 1):
        sides = np.roll(picture, 1, axis), np.roll(picture, -1, axis)
        picture = np.maximum(picture, np.maximum(*sides))
    return picture
