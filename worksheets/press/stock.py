"""What goes on the press: pages of a stranger's PDF as they print, and many of them as one file.

All of it runs in a process with limits (`readers.limits`): see `attempt`.
"""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from worksheets.errors import Problem, UnusableInputError
from worksheets.readers import limits
from worksheets.readers.pdf_open import opened
from worksheets.writers.pdf.pack import Pack, flattened

MAX_PAGES = 500
"""Of one file to print."""
MAX_PACK = 2_000
"""Pages of one pack; readers take no more."""
SECONDS = 60.0
Size = tuple[float, float]
Box = tuple[float, float, float, float]
_SIDES = 3, 14_400
"""Points of the smallest and the largest page (ISO 32000-1, annex C)."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """Pages of a pack: all of ``part``, an index, ``times`` over; ``fields`` keeps its fields."""

    part: int
    times: int = 1
    fields: bool = False


def attempt(task: str, *arguments: Any) -> Any:  # noqa: ANN401 (a function by name)
    """Do ``module:function`` of the press within limits, or without where there are none."""
    name = f"worksheets.press.{task}"
    try:
        return limits.call(name, *arguments, seconds=SECONDS)
    except limits.UnavailableError:
        return limits.attempt(name, *arguments)


def flat(data: bytes) -> tuple[bytes, tuple[Size, ...], tuple[Problem, ...]]:
    """Return a PDF as it prints: without fields, its pages' sizes as they are seen, problems.

    Raises UnusableInputError: R001 not a PDF, R002 empty, R003 over a limit, R004 password,
    R007 damaged.
    """
    with guarded(), opened(data) as (pdf, problems):
        _check_length(len(pdf.pages))
        sizes = tuple(_straight(page, number) for number, page in enumerate(pdf.pages, start=1))
        pack = Pack()
        pack.take(flattened(pdf))
        return pack.data(str(pdf.docinfo.get("/Title", ""))), sizes, tuple(problems)


@contextmanager
def guarded(message: str = "the file is damaged beyond printing") -> Iterator[None]:
    """Raise UnusableInputError R007 for whatever a stranger's file makes qpdf or pypdf raise."""
    try:
        yield
    except (UnusableInputError, MemoryError):
        raise
    except Exception as error:
        problem = Problem("R007", message, hint="ask for it again")
        raise UnusableInputError(problem) from error


def _check_length(pages: int) -> None:
    if pages > MAX_PAGES:
        limit = f"the file has more than {MAX_PAGES} pages"
        raise UnusableInputError(Problem("R003", limit, hint="print it in parts"))


def _straight(page: Any, number: int) -> Size:  # noqa: ANN401 (a page of pikepdf)
    """Give a page the box and the quarter turns that viewers see it with; return its size.

    They take what is inside both boxes, and upright what is turned by anything else.
    """
    media, crop = _box(page.mediabox), _box(page.cropbox)
    left, bottom, right, top = seen = _common(media, crop)
    sides = right - left, top - bottom
    if not all(_SIDES[0] <= side <= _SIDES[1] for side in sides):
        problem = Problem("R007", f"page {number} has no size that can be printed")
        raise UnusableInputError(problem)
    turn = page.get("/Rotate", 0)
    turn = turn % 360 if isinstance(turn, int) and turn % 90 == 0 else 0
    page.mediabox = page.cropbox = seen
    page.obj["/Rotate"] = turn
    return sides[::-1] if turn % 180 else sides


def _box(box: Any) -> Box:  # noqa: ANN401 (an array of pikepdf)
    x1, y1, x2, y2 = map(float, box)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)


def _common(media: Box, crop: Box) -> Box:
    """Return what two boxes share, the first one if that is nothing."""
    low, high = map(max, media[:2], crop[:2]), map(min, media[2:], crop[2:])
    left, bottom, right, top = *low, *high
    return (left, bottom, right, top) if left < right and bottom < top else media


def bound(parts: Sequence[bytes], leaves: Sequence[Leaf], title: str, duplex: bool) -> bytes:
    """Return the parts as one file; with ``duplex`` each copy begins on a front side."""
    pack = Pack()
    with guarded(), ExitStack() as files:
        whole = {leaf.part for leaf in leaves if not leaf.fields}
        printed = {index: files.enter_context(opened(parts[index]))[0] for index in whole}
        for leaf in leaves:
            for _ in range(leaf.times):
                if duplex and len(pack) % 2:
                    pack.blank()
                if leaf.fields:
                    with opened(parts[leaf.part]) as (pdf, _problems):
                        pack.take_fields(pdf)
                else:
                    pack.take(printed[leaf.part])
        return pack.data(title)


def says(data: bytes, words: str) -> bool:
    """Tell whether the text of a PDF's first page has ``words`` in it."""
    with suppress(Exception):  # a stranger's file makes pypdf raise nearly anything
        return words in PdfReader(BytesIO(data)).pages[0].extract_text()
    return False
