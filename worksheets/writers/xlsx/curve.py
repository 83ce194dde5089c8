"""A line chart under a scale that follows its cells."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from openpyxl.chart import LineChart, Reference, Series
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, TwoCellAnchor
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet as ExcelSheet

from worksheets.model.brand import LOGO_NAME
from worksheets.model.fields import Scale
from worksheets.writers import palette
from worksheets.writers.xlsx.lists import Lists

HEIGHT = 110.0
"""Points of the row that the chart covers."""
CHARACTER = 5.25
"""Points that a column grows by per unit of its width."""
_AXIS = 26.0  # points for the numbers left of it
_EMU = 12700
_LINE = 25400  # EMU
_CHART = re.compile(rb'<cNvPr id="\d+" name="Chart[^"]*"')
_IMAGE = re.compile(rb'<cNvPr id="(\d+)" name="Image[^"]*" descr="[^"]*"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a curve goes: over ``columns`` (first, last) of a row, so wide in points."""

    row: int
    columns: tuple[int, int]
    width: float
    rtl: bool
    accent: str = palette.ACCENT


def add_curve(
    sheet: ExcelSheet, values: Reference, scale: Scale, place: Place, *, labels: bool = False
) -> None:
    """Draw ``values``, one per stage, if there is one yet; ``labels`` writes them beside."""
    chart = LineChart()
    chart.legend = None
    chart.roundedCorners = False
    chart.visible_cells_only = False
    chart.display_blanks = "span"  # LibreOffice draws a gap as a zero
    series = Series(values)
    series.graphicalProperties = GraphicalProperties(
        ln=LineProperties(w=_LINE, solidFill=place.accent)
    )
    series.smooth = False
    series.marker.symbol = "circle"
    series.marker.size = 9
    series.marker.graphicalProperties = GraphicalProperties(
        solidFill=palette.WHITE, ln=LineProperties(w=_LINE, solidFill=place.accent)
    )
    if labels:
        series.dLbls = _labels(scale, place.accent)
    chart.series.append(series)
    _axes(chart, scale, rtl=place.rtl)
    beside = 0.0 if place.rtl else _AXIS
    whole = place.width + beside
    inner = ManualLayout(layoutTarget="inner", xMode="edge", yMode="edge", x=beside / whole,
                         y=0.1, w=place.width / whole, h=0.8)  # fmt: skip
    chart.layout = Layout(manualLayout=inner)
    chart.graphical_properties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    first, last = place.columns
    start = AnchorMarker(col=first - 1, row=place.row - 1)
    if beside:
        before = sheet.column_dimensions[get_column_letter(first - 1)].width * CHARACTER
        offset = round((before - beside) * _EMU)
        start = AnchorMarker(col=first - 2, row=place.row - 1, colOff=offset)
    chart.anchor = TwoCellAnchor(  # type: ignore[assignment]
        "twoCell", _from=start, to=AnchorMarker(col=last, row=place.row)
    )
    sheet.add_chart(chart)


def formulas(
    sheet: ExcelSheet, lists: Lists, scale: Scale, cells: Mapping[str, int | None]
) -> Reference:
    """Return where the value of each cell, one per stage, stands on the hidden sheet.

    They are formulas, so that a chart follows the cells.
    """
    name = lists.name(scale)
    hidden = lists.sheet
    row = hidden.max_row + 2
    title = sheet.title.replace("'", "''")
    for column, (cell, value) in enumerate(cells.items(), start=1):
        lists.cached[f"{get_column_letter(column)}{row}"] = value
        found = f"MATCH('{title}'!{cell},{name},0)"
        hidden.cell(row, column).value = f"=IFERROR(INDEX({name}_values,{found}),NA())"
    return Reference(hidden, min_col=1, max_col=len(cells), min_row=row)


def _labels(scale: Scale, accent: str) -> DataLabelList:
    sign = "+0.0;\u22120.0;0.0" if scale.low < 0 else "0.0"
    shown = DataLabelList(
        numFmt=sign, dLblPos="t", showVal=True, txPr=printed(900, bold=True, ink=accent)
    )
    shown.showSerName = shown.showCatName = shown.showLegendKey = False
    return shown


def printed(size: int, *, bold: bool = False, ink: str = palette.QUIET) -> RichText:
    """Return small print for a chart; ``size`` in hundredths of a point."""
    face = CharacterProperties(sz=size, b=bold or None, solidFill=ink)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=face), endParaRPr=face)])


def _axes(chart: LineChart, scale: Scale, *, rtl: bool) -> None:
    hair = GraphicalProperties(ln=LineProperties(solidFill=palette.HAIR, w=6350))
    chart.y_axis.scaling.min, chart.y_axis.scaling.max = scale.low, scale.high
    chart.y_axis.majorUnit = 1
    chart.y_axis.number_format = "+0;\u22120;0" if scale.low < 0 else "0"
    chart.y_axis.majorGridlines = ChartLines(spPr=hair)
    chart.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.y_axis.txPr = printed(800)
    chart.y_axis.delete = rtl
    chart.y_axis.crosses = "min"
    chart.x_axis.delete = True
    if rtl:
        chart.x_axis.scaling.orientation = "maxMin"


def untitled(chart: bytes) -> bytes:
    """Return a chart part without the title that Excel gives to a single line."""
    return chart.replace(b"<plotArea>", b'<autoTitleDeleted val="1"/><plotArea>', 1)


def described(drawing: bytes, words: Iterable[str], organiser: str) -> bytes:
    """Return a drawing part with words for those who cannot see it: for each chart, for a logo.

    ExcelJS gives up on elements without the prefix that Excel writes, so they get it.
    """
    texts = (b" descr=" + quoteattr(text).encode() for text in words)
    named = _CHART.sub(lambda chart: chart[0] + next(texts), drawing)
    logo = f"name={quoteattr(LOGO_NAME)} descr={quoteattr(organiser)}".encode()
    named = _IMAGE.sub(lambda image: b'<cNvPr id="%b" %b' % (image[1], logo), named)
    return re.sub(rb"<(/?)(\w+)(?=[\s/>])", rb"<\1xdr:\2", named).replace(
        b"xmlns=", b"xmlns:xdr=", 1
    )
