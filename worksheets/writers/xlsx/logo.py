"""An organisation's logo in a workbook: a picture over the end of the title's row."""

from io import BytesIO

from openpyxl.drawing.image import Image
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.worksheet.worksheet import Worksheet as ExcelSheet

from worksheets.model.brand import Logo
from worksheets.writers.pdf.logo import picture

_WIDE, _HIGH = 110.0, 23.0  # points
_EMU = 12700


def add_logo(sheet: ExcelSheet, logo: Logo, edges: list[float], row_height: float) -> int:
    """Put the logo at the end of the first row; return the column in which it begins.

    ``edges`` are those of the columns in points.
    """
    wide, high = logo.within(_WIDE, _HIGH)
    left = edges[-1] - wide
    column = max(index for index, edge in enumerate(edges[:-1]) if edge <= max(left, 0))
    start = AnchorMarker(
        col=column, colOff=round((max(left, 0) - edges[column]) * _EMU),
        row=0, rowOff=round((row_height - high) / 2 * _EMU),
    )  # fmt: skip
    image = Image(BytesIO(picture(logo)))
    size = XDRPositiveSize2D(round(wide * _EMU), round(high * _EMU))
    image.anchor = OneCellAnchor(_from=start, ext=size)
    sheet.add_image(image)
    return column + 1
