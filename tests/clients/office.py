"""Real programs that fill documents and workbooks, all behind one interface.

`OFFICE_CLIENTS` fill a file (`OfficeClient.fill`, or `OfficeClient.fill_many` with one start of
the program for many files). A document holds a content control for every carrier, known by its
tag or by the bookmark around it; a workbook a cell with the name ``f_<carrier>``. Each client says
with ``missing()`` what has to be installed and with ``formats`` what it can fill.
"""

from __future__ import annotations

from collections.abc import Mapping

from .libreoffice import LibreOffice
from .office_base import Entries, Format, OfficeClient, OfficeJob
from .word import WordLike
from .workbooks import ExcelJs, OpenPyxl

__all__ = ["OFFICE_CLIENTS", "Entries", "Format", "OfficeClient", "OfficeJob"]

_CLIENTS: tuple[OfficeClient, ...] = (
    LibreOffice(),
    LibreOffice(resaves=3),
    LibreOffice(mouse=False),
    WordLike(),
    WordLike(paragraphs=True),
    ExcelJs(),
    OpenPyxl(),
)

OFFICE_CLIENTS: Mapping[str, OfficeClient] = {client.name: client for client in _CLIENTS}
