"""What a file that means harm has to put up with."""

from functools import cache
from typing import Any

from tests.fuzz.office_seeds import BOOK, DOCUMENT, by_excel, office
from tests.fuzz.runs import tried
from worksheets import pipeline
from worksheets.model.response import Response

FORMATS = ("docx", "xlsx")
MAIN = {"docx": DOCUMENT, "xlsx": BOOK}


def sheet(format_: str) -> bytes:
    """Return a filled worksheet; as workbook with shared strings and with days."""
    data = office("everything", format_)
    return by_excel(data) if format_ == "xlsx" else data


@cache
def answers(format_: str) -> dict[str, Any]:
    """Return what the worksheet answers when nobody did it any harm."""
    return dict(pipeline.read(sheet(format_)).values())


def codes(response: Response) -> set[str]:
    """Return the problems of the whole file, without the one that tells of a test's own layout."""
    return {problem.code for problem in response.problems} - {"R013"}


def survived(data: bytes, *, seconds: float = 5.0) -> Response:
    """Return the response, after seeing that neither time nor memory was taken for it."""
    outcome = tried(0, "attack", data)
    assert not outcome.bug
    assert outcome.seconds < seconds
    return pipeline.read(data)


def refused(data: bytes, *expected: str) -> None:
    """See that a file gives nothing but a problem with one of these codes."""
    response = survived(data)
    assert (response.status, response.answers) == ("unreadable", ())
    assert len(codes(response)) == 1
    assert codes(response) <= set(expected)


def read_all_the_same(data: bytes, format_: str, *expected: str) -> None:
    """See that a file gives all its answers, and these problems."""
    response = survived(data)
    assert codes(response) == set(expected)
    assert response.values() == answers(format_)
