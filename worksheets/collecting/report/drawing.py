"""From a matplotlib figure to a picture inside the page: text stays text, colours are the page's.

The same figure gives the same bytes. Colours become the style sheet's variables, so that a picture
is as readable in the dark as the words around it.
"""

import re
import warnings
from collections.abc import Callable
from html import escape
from io import StringIO
from textwrap import wrap
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure

from worksheets.collecting.report.speech import legible
from worksheets.writers import palette

ACCENT, INK, QUIET, HAIR, FIELD, PAPER = (
    f"#{colour.lower()}"
    for colour in (
        palette.ACCENT, palette.INK, palette.QUIET, palette.HAIR, palette.FIELD, palette.WHITE,
    )
)  # fmt: skip
MOST_LETTERS = 2000
"""Of any text in a picture, before it is folded."""
_VARIABLES = {
    ACCENT: "accent", INK: "ink", QUIET: "quiet", HAIR: "hair", FIELD: "field", PAPER: "paper",
}  # fmt: skip
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "text.parse_math": False,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.spines.left": False,
    "axes.spines.bottom": False,
    "figure.facecolor": "none",
    "axes.facecolor": "none",
}
_TAG = re.compile(r"<[a-z][^>]*>")
_NAME = re.compile(r'(\bid="|href="#|url\(#)')
_COLOUR = re.compile(r"#[0-9a-f]{6}\b")
_FAMILY = re.compile(r"font-family: [^;\"]*;? ?")


def picture(draw: Callable[[Figure], None], size: tuple[int, int], name: str, says: str) -> str:
    """Return what ``draw`` puts on a figure of ``size`` in CSS pixels, as an SVG element.

    ``name`` is the id of the picture, ``says`` tells what it shows to those who cannot see it.
    """
    target, says = StringIO(), legible(says[:MOST_LETTERS])
    with mpl.rc_context({**_STYLE, "svg.hashsalt": name}), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Glyph")  # the browser has the letters
        figure = Figure(figsize=(size[0] / 72, size[1] / 72))
        draw(figure)
        figure.savefig(target, format="svg", metadata=dict.fromkeys(("Date", "Creator")))
    _, _, drawn = target.getvalue().partition(" <g id=")
    body = _TAG.sub(lambda tag: _own(tag[0], name), f" <g id={drawn}")
    head = f'<svg viewBox="0 0 {size[0]} {size[1]}" role="img" aria-label="{escape(says)}">'
    return f"{head}\n<title>{escape(says)}</title>\n{body.strip()}"


def _own(tag: str, name: str) -> str:
    """Return a tag with ids of this picture and colours of the page."""
    tag = _NAME.sub(lambda found: f"{found[1]}{name}-", _FAMILY.sub("", tag))
    return _COLOUR.sub(lambda colour: _variable(colour[0]), tag)


def _variable(colour: str) -> str:
    return f"var(--{_VARIABLES[colour]})" if colour in _VARIABLES else colour


def folded(words: str, letters: int, lines: int = 2) -> str:
    """Return words on a few lines of about so many letters; what is too long is cut."""
    found = wrap(legible(words)[:MOST_LETTERS], max(letters, 4)) or [""]
    if len(found) > lines:
        found = [*found[: lines - 1], f"{found[lines - 1][: letters - 1]}\u2026"]
    return "\n".join(found)
