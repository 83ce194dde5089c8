"""A chart of numbered dots in a square of two scales."""

from collections.abc import Sequence

from openpyxl.chart import Reference, ScatterChart, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.worksheet.worksheet import Worksheet as ExcelSheet

from worksheets.writers import palette
from worksheets.writers.xlsx.curve import Place, printed

_SQUARE = (0, 6)  # scales from 1 to 5, with room for the dots at their ends


def add_dots(
    sheet: ExcelSheet,
    points: Sequence[tuple[str, Reference, Reference]],
    axes: tuple[str, str],
    place: Place,
) -> None:
    """Draw named dots, each at the x and y referred to, in a square of two scales from 1 to 5."""
    chart = ScatterChart(scatterStyle="lineMarker")
    chart.legend, chart.roundedCorners, chart.visible_cells_only = None, False, False
    for name, x, y in points:
        series = Series(y, x, title=name)
        series.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
        series.marker.symbol, series.marker.size = "circle", 17
        series.marker.graphicalProperties = GraphicalProperties(
            solidFill=palette.ACCENT, ln=LineProperties(solidFill=palette.WHITE)
        )
        face = printed(900, bold=True, ink=palette.WHITE)
        series.dLbls = DataLabelList(dLblPos="ctr", showSerName=True, txPr=face)
        series.dLbls.showVal = series.dLbls.showCatName = series.dLbls.showLegendKey = False
        chart.series.append(series)
    chart.x_axis.majorUnit = chart.y_axis.majorUnit = 1  # type: ignore[union-attr]
    hair = GraphicalProperties(ln=LineProperties(solidFill=palette.HAIR, w=6350))
    for axis, title in zip((chart.x_axis, chart.y_axis), axes, strict=True):
        axis.scaling.min, axis.scaling.max = _SQUARE
        axis.majorGridlines, axis.number_format, axis.delete = ChartLines(spPr=hair), "0;;", False
        axis.crosses, axis.title, axis.txPr = "min", _title(title), printed(800)
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(solidFill=palette.BORDER))
    if place.rtl:
        chart.x_axis.scaling.orientation = "maxMin"
    chart.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    first, last = place.columns
    chart.anchor = TwoCellAnchor(  # type: ignore[assignment]
        "twoCell",
        _from=AnchorMarker(col=first - 1, row=place.row - 1),
        to=AnchorMarker(col=last, row=place.row),
    )
    sheet.add_chart(chart)


def _title(text: str) -> Title:
    face = CharacterProperties(sz=900, b=True, solidFill=palette.INK)
    run = RegularTextRun(rPr=face, t=text)
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=face), r=[run])
    return Title(tx=Text(rich=RichText(p=[paragraph])), overlay=False)
