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
        pack = Pack()
        pack.take(flattened(pdf))
        sizes = tuple(_seen(page) for page in pdf.pages)
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


def _seen(page: Any) -> Size:  # noqa: ANN401 (a page of pikepdf)
    left, bottom, right, top = map(float, page.cropbox)
    sides = abs(right - left), abs(top - bottom)
    return sides[::-1] if int(page.obj.get("/Rotate", 0)) % 180 else sides


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
