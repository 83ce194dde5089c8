"""What every office program has in common: the values to enter, and what it can do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, Protocol

Format = Literal["docx", "xlsx"]

Entries = Mapping[str, str | bool]
"""What to enter by carrier: text, the label of an item, an ISO date; whether a box is ticked.

In a workbook True is the letter x, and False leaves the cell empty.
"""

OfficeJob = tuple[bytes, Entries]


class OfficeClient(Protocol):
    """A program that fills a document or a workbook and saves it."""

    name: str
    formats: tuple[Format, ...]

    def missing(self) -> str | None:
        """Say what to install before this client can run, or None."""

    def fill_many(self, jobs: Sequence[OfficeJob], format: Format) -> list[bytes]:
        """Fill several files with one start of the program; results in the order of jobs.

        Raises:
            ClientError: The program failed or timed out, or a carrier or item does not exist.
        """

    def fill(self, source: bytes, entries: Entries, format: Format) -> bytes:
        """Fill one file; raises as `fill_many` does."""
        return self.fill_many([(source, entries)], format)[0]
