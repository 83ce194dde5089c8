"""The second attempt at a PDF that qpdf cannot open: pypdf reads it and writes it anew.

Of 2,767 foreign files qpdf gave up on 44 and pypdf on 36, but both on only 30. pypdf bounds
what it inflates, but not its time, so `repaired` has it work in a process with limits.
"""

import logging
from io import BytesIO

from worksheets.errors import Problem, UnusableInputError
from worksheets.readers.limits import UnavailableError, call

SECONDS = 4.0
logging.getLogger("pypdf").addHandler(logging.NullHandler())  # else its warnings go to stderr


def repaired(data: bytes) -> bytes:
    """Return ``data`` as a sound PDF.

    Raises UnusableInputError: R003 over a limit, R007 if nothing can be done.
    """
    try:
        clean: bytes = call("worksheets.readers.pdf_repair:rewritten", data, seconds=SECONDS)
    except UnavailableError as error:  # not worth the risk
        raise _beyond_repair() from error
    return clean


def rewritten(data: bytes) -> bytes:
    """Return ``data`` as pypdf writes it, without limits; raise UnusableInputError (R007)."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  (few files need it)
    from pypdf.errors import LimitReachedError  # noqa: PLC0415

    try:
        clean = BytesIO()
        PdfWriter(clone_from=PdfReader(BytesIO(data), strict=False)).write(clean)
    except (MemoryError, LimitReachedError) as error:
        problem = Problem("R003", "the file is damaged, and repairing it takes too much memory")
        raise UnusableInputError(problem) from error
    except Exception as error:  # a hostile file makes pypdf raise nearly anything
        raise _beyond_repair() from error
    return clean.getvalue()


def _beyond_repair() -> UnusableInputError:
    hint = "ask for the file again, or for a printed copy"
    return UnusableInputError(Problem("R007", "the file is damaged beyond reading", hint=hint))
