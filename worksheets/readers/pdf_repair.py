"""The second attempt at a PDF that qpdf cannot open: pypdf reads it and writes it anew.

Of 2,767 foreign files qpdf gave up on 44 and pypdf on 36, but both on only 30.
`repaired` takes bytes and returns bytes and keeps nothing, so that it can run in a process of
its own with limits of time and memory: pypdf bounds what it inflates, but not its time.
"""

import logging
from io import BytesIO

from worksheets.errors import Problem, UnusableInputError

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # else its warnings go to stderr


def repaired(data: bytes) -> bytes:
    """Return ``data`` as a sound PDF; raise UnusableInputError (R007) if nothing can be done."""
    from pypdf import PdfReader, PdfWriter  # noqa: PLC0415  (few files need it)

    try:
        clean = BytesIO()
        PdfWriter(clone_from=PdfReader(BytesIO(data), strict=False)).write(clean)
    except Exception as error:  # a hostile file makes pypdf raise nearly anything
        problem = Problem(
            "R007",
            "the file is damaged beyond reading",
            hint="ask for the file again, or for a printed copy",
        )
        raise UnusableInputError(problem) from error
    return clean.getvalue()
