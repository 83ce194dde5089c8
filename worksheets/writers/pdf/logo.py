"""An organisation's logo: drawn on a page, or made a picture for programs that take no drawings."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from io import BytesIO

from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from worksheets.model.brand import Logo, Shape
from worksheets.writers.pdf.look import rgb


def draw_logo(canvas: Canvas, logo: Logo, wide: float, high: float) -> None:
    """Draw ``logo`` from the origin, y upwards, as large as fits ``wide`` by ``high`` points."""
    unit = min(wide / logo.width, high / logo.height)
    canvas.saveState()
    canvas.translate((wide - logo.width * unit) / 2, (high + logo.height * unit) / 2)
    canvas.scale(unit, -unit)
    frame = canvas.beginPath()
    frame.rect(0, 0, logo.width, logo.height)
    canvas.clipPath(frame, stroke=0, fill=0)
    if logo.png:
        canvas.scale(1, -1)
        picture = ImageReader(BytesIO(logo.png))
        canvas.drawImage(picture, 0, -logo.height, logo.width, logo.height, mask="auto")
    for shape in logo.shapes:
        _draw(canvas, shape)
    canvas.restoreState()


def traced(canvas: Canvas, steps: Iterable[tuple[str, Sequence[float]]]) -> PDFPathObject:
    """Return a path of ``steps``: those of SVG paths, and O for a circle (x, y, radius)."""
    path = canvas.beginPath()
    for operator, numbers in steps:
        match operator:
            case "M":
                path.moveTo(*numbers)
            case "L":
                path.lineTo(*numbers)
            case "C":
                path.curveTo(*numbers)
            case "O":
                path.circle(*numbers)
            case "Z":
                path.close()
    return path


def _draw(canvas: Canvas, shape: Shape) -> None:
    path = traced(canvas, shape.path)
    canvas.saveState()
    if shape.fill:
        canvas.setFillColorRGB(*rgb(shape.fill))
    if shape.stroke:
        canvas.setStrokeColorRGB(*rgb(shape.stroke))
        canvas.setLineWidth(shape.line)
    if shape.fill_opacity < 1:
        canvas.setFillAlpha(shape.fill_opacity)
    if shape.stroke_opacity < 1:
        canvas.setStrokeAlpha(shape.stroke_opacity)
    mode = 0 if shape.even_odd else 1  # reportlab's FILL_EVEN_ODD and FILL_NON_ZERO
    canvas.drawPath(path, stroke=int(bool(shape.stroke)), fill=int(bool(shape.fill)), fillMode=mode)
    canvas.restoreState()


@lru_cache(maxsize=8)
def picture(logo: Logo, pixels: int = 400) -> bytes:
    """Return the logo as a PNG, so many pixels high."""
    if logo.png:
        return logo.png
    import pypdfium2  # noqa: PLC0415 (only drawings need it)

    target = BytesIO()
    size = (logo.width, logo.height)
    canvas = Canvas(target, pagesize=size, invariant=1)
    draw_logo(canvas, logo, *size)
    canvas.showPage()
    canvas.save()
    page = pypdfium2.PdfDocument(target.getvalue())[0]
    drawn = page.render(scale=pixels / logo.height, fill_color=(255, 255, 255, 0))
    found = BytesIO()
    drawn.to_pil().save(found, "PNG")
    return found.getvalue()
