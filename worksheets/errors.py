"""What can go wrong: problems as data, and the exceptions that carry them.

A `Problem` is one finding about one place. Code that can go on after a mistake collects
problems; code at a boundary raises them together in a `WorksheetsError`. Codes are stable,
wording may change. `docs/problems.md` explains each of them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal

Severity = Literal["error", "warning", "info"]

CODES: Mapping[str, tuple[Severity, str]] = {
    # layouts and stage sets, as their author wrote them
    "L001": ("error", "the YAML cannot be parsed"),
    "L002": ("error", "a key is unknown"),
    "L003": ("error", "a key is missing"),
    "L004": ("error", "a value has the wrong type or is out of range"),
    "L005": ("error", "a key stands twice in one mapping"),
    "L006": ("error", "an id is not written as ids are"),
    "L007": ("error", "an id is used twice"),
    "L008": ("error", "aliases and oversized files are refused"),
    "L009": ("error", "the areas are not rectangles or do not match the boxes"),
    "L010": ("error", "the number of stages is outside the layout's limits"),
    "L011": ("error", "no layout, stage set, locale or paper has this name"),
    "L012": ("error", "a row or a column has no field, or both have one"),
    "L013": ("warning", "answers to the older version would lose their place"),
    "L014": ("error", "a file cannot be written"),
    # translations
    "T001": ("error", "a text has no translation"),
    "T002": ("error", "a catalog cannot be parsed"),
    "T003": ("error", "a file of translations stands in the way, or is missing"),
    # an organisation's own look
    "B001": ("error", "a colour, a logo or a font cannot be used"),
    "B002": ("warning", "an accent was too light and was darkened"),
    "B003": ("warning", "an own font lacks characters of the words printed in it"),
    # fitting words to paper
    "F001": ("error", "a text does not fit its place"),
    "F002": ("error", "the content does not fit the paper"),
    "F003": ("error", "the font lacks characters of a text"),
    "F004": ("warning", "the font lacks characters of a prefilled answer"),
    "F005": ("warning", "the codes of a printed page are too small to be read from a scan"),
    "F006": ("error", "a print job has too many pages"),
    # files that come back
    "R001": ("error", "not a file that can be read here"),
    "R002": ("error", "the file is empty"),
    "R003": ("error", "the file is over a limit"),
    "R004": ("error", "a password is needed"),
    "R005": ("info", "an owner password restricts the file; it was read all the same"),
    "R006": ("warning", "the file was damaged and has been repaired for reading"),
    "R007": ("error", "the file is damaged beyond reading"),
    "R008": ("error", "the file has no form: printed or scanned"),
    "R009": ("error", "the form is XFA only"),
    "R010": ("warning", "the form is not one of our worksheets"),
    "R011": ("warning", "the embedded definition is damaged or refused"),
    "R012": ("warning", "the embedded definition has an unknown format"),
    "R013": ("info", "no installed layout matches; the embedded definition was used"),
    "R014": ("info", "the definition came from a second source"),
    "R015": ("error", "the file cannot be opened"),
    "R016": ("warning", "the file holds answers beside those of the worksheet"),
    "R017": ("info", "the file holds macros; none of them was run"),
    "R018": ("error", "the XML of the file declares a document type"),
    "R019": ("warning", "the file has parts with names that no office program writes"),
    "R020": ("warning", "the file's list of its own parts is wrong"),
    "R021": ("warning", "fields were found by the words beside them"),
    "R022": ("error", "a merged result, not somebody's answers"),
    # answers
    "A001": ("warning", "a field of the worksheet is missing in the file"),
    "A002": ("warning", "an answer is none of the possible ones"),
    "A003": ("info", "an answer is longer than its box and is cut in print"),
    "A004": ("warning", "two marks where one was asked for"),
    "A005": ("warning", "a date could not be read in exactly one way"),
    "A006": ("warning", "a number could not be read in exactly one way"),
    "A007": ("info", "emoji cut short by the filling program were restored"),
    "A008": ("warning", "an answer holds characters that could not be decoded"),
    "A009": ("warning", "the file gives two different values for one field"),
    "A010": ("info", "a mark detached by the filling program was found again"),
    "A011": ("error", "an answer to fill in is not one the field can hold"),
    "A012": ("error", "no field has this id"),
    "A013": ("error", "a file with answers would be overwritten"),
    "A014": ("info", "what stands in an empty field was left in an answer and taken out"),
    "A015": ("warning", "an answer has tracked changes"),
    "A016": ("warning", "an answer or a sheet holds a table or a picture"),
    "A017": ("warning", "a cell holds a formula or an error instead of an answer"),
    "A018": ("warning", "a cell was merged with another one"),
    "A019": ("warning", "a prefilled answer has characters that the file cannot hold"),
    # what many files say together
    "C001": ("info", "the same file came twice and counts once"),
    "C002": ("warning", "another file has the same answers; both count"),
    "C003": ("warning", "one personal copy came back with different answers; all are kept"),
    "C004": ("warning", "an answer to another version of the layout has no home in this one"),
    "C005": ("info", "a decision was applied"),
    "C006": ("warning", "a decision cannot be applied"),
    "C007": ("warning", "a note's answer has changed or is gone"),
    "C008": ("info", "an answer was corrected by the analyst"),
    "C009": ("warning", "an output could not be replaced and has another name"),
    "C010": ("warning", "the copy belongs to nobody on the list"),
    "C011": ("info", "a file of somebody who asked to be forgotten was left out"),
    "C012": ("error", "an archive or a mail was not opened, or only in part"),
    "C013": ("info", "a file that belongs to a system or to a program, not to the workshop"),
    "C014": ("info", "a file of an earlier run is not there any more"),
    "C015": ("warning", "a folder was not looked into"),
    "C016": ("warning", "a stranger's definition claims to be a layout that is known here"),
    "C017": ("warning", "a sheet came back empty"),
    "C018": ("warning", "a correction is none that the field can hold"),
    "C019": ("warning", "the store of earlier runs cannot be used and has another name"),
    "C020": ("warning", "the merged worksheet has no row for everything"),
    "C021": ("warning", "something was written beside the fields"),
    "C022": ("warning", "a sheet that belongs to none of the waves"),
    "C023": ("warning", "an answer is too long for a cell of the workbook"),
}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a text file; line and column count from 1, 0 means unknown."""

    file: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """Return ``file:line:column``, as editors and terminals link it."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file


@dataclass(frozen=True, slots=True)
class Problem:
    """One finding: a stable code, a sentence with the place, and what to do about it."""

    code: str
    message: str
    where: Spot | str = ""
    hint: str = ""

    @property
    def severity(self) -> Severity:
        """Return how much this matters; fixed by the code."""
        return CODES[self.code][0]

    def __str__(self) -> str:
        """Return ``place: code message (hint)`` on one line."""
        place = f"{self.where}: " if str(self.where) else ""
        return f"{place}{self.code} {self.message}" + (f" ({self.hint})" if self.hint else "")


class WorksheetsError(Exception):
    """Base of every error raised on purpose; carries one or more problems."""

    exit_code: ClassVar[int] = 2

    def __init__(self, problems: Iterable[Problem] | Problem) -> None:
        """Keep ``problems``; the message is all of them, one a line."""
        self.problems = (problems,) if isinstance(problems, Problem) else tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class DefinitionError(WorksheetsError):
    """A layout, stage set, translation or option is wrong: nothing was made."""


class FitError(DefinitionError):
    """Words or fields do not fit the paper."""


class UnusableInputError(WorksheetsError):
    """A returned file or a set of answers cannot be used."""

    exit_code = 3


class WouldOverwriteError(WorksheetsError):
    """The target holds answers that this call would lose."""
