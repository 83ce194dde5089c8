"""Save a workbook without a trace on disk: openpyxl takes a temporary file for every sheet."""

from io import BytesIO
from zipfile import ZipFile

from openpyxl import Workbook
from openpyxl.drawing.spreadsheet_drawing import SpreadsheetDrawing
from openpyxl.worksheet._writer import WorksheetWriter
from openpyxl.worksheet.worksheet import Worksheet as ExcelSheet
from openpyxl.writer.excel import ExcelWriter


class _InMemory(ExcelWriter):
    """Differs from its parent in one thing: where a sheet is until it is in the archive."""

    def write_worksheet(self, ws: ExcelSheet) -> None:
        drawing = SpreadsheetDrawing()
        drawing.charts, drawing.images = ws._charts, ws._images  # type: ignore[attr-defined]
        ws._drawing = drawing  # type: ignore[attr-defined]
        part = BytesIO()
        writer = WorksheetWriter(ws, part)
        writer.write()
        ws._rels = writer._rels  # type: ignore[attr-defined]
        self._archive.writestr(ws.path[1:], part.getvalue())  # type: ignore[attr-defined]
        self.manifest.append(ws)


def saved(book: Workbook) -> bytes:
    """Return the workbook as a file."""
    target = BytesIO()
    _InMemory(book, ZipFile(target, "w")).save()
    return target.getvalue()
