"""The closed set of drawings that sheets may use: faces, chevrons, arrows, marks, codes."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import segno
from reportlab.pdfgen.canvas import Canvas
from reportlab.pdfgen.pathobject import PDFPathObject

from worksheets.model.brand import Brand
from worksheets.model.sheet import Curve, Ornament, OrnamentName
from worksheets.writers.pdf import look
from worksheets.writers.pdf.drawings import DRAWINGS, Stroke
from worksheets.writers.pdf.logo import draw_logo, traced
from worksheets.writers.pdf.look import Look


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """What ornaments are drawn on: the page's height and scale, the look, whose sheet it is."""

    height: float
    scale: float
    look: Look
    brand: Brand


def draw_ornament(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    """Draw ``ornament`` in its place."""
    canvas.saveState()
    rect = ornament.rect
    canvas.translate(rect.left, ground.height - rect.bottom)
    if ornament.flipped and ornament.name in {"chevron", "step", "arrow"}:
        canvas.translate(rect.width, 0)
        canvas.scale(-1, 1)
    _DRAW.get(ornament.name, _icon)(canvas, ornament, ground)
    canvas.restoreState()


def _face(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    r = ornament.rect.width / 2
    canvas.setLineWidth(look.FACE_LINE * ground.scale)
    canvas.setStrokeColorRGB(*look.QUIET)
    canvas.setFillColorRGB(*look.QUIET)
    canvas.setLineCap(1)
    canvas.circle(r, r, r, stroke=1, fill=0)
    for side in (-1, 1):
        canvas.circle(r + side * 0.34 * r, 1.26 * r, 0.11 * r, stroke=0, fill=1)
    mood = ornament.value
    bend = 0.32 * r if mood > 0 else -0.32 * r
    if abs(mood) > 0.75:  # noqa: PLR2004 (the outer levels open their mouths)
        base = 0.86 * r if mood > 0 else 0.44 * r
        path = canvas.beginPath()
        path.moveTo(0.48 * r, base)
        path.curveTo(0.52 * r, base - 1.9 * bend, 1.48 * r, base - 1.9 * bend, 1.52 * r, base)
        path.close()
        canvas.drawPath(path, stroke=1, fill=1)
    elif abs(mood) > 0.2:  # noqa: PLR2004 (about neutral is a straight mouth)
        base = 0.72 * r if mood > 0 else 0.5 * r
        path = canvas.beginPath()
        path.moveTo(0.5 * r, base)
        path.curveTo(0.7 * r, base - bend, 1.3 * r, base - bend, 1.5 * r, base)
        canvas.drawPath(path, stroke=1, fill=0)
    else:
        canvas.line(0.55 * r, 0.62 * r, 1.45 * r, 0.62 * r)


def _chevron(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    wide, high, tip = ornament.rect.width, ornament.rect.height, ornament.value
    path = canvas.beginPath()
    path.moveTo(0, 0)
    path.lineTo(wide - tip, 0)
    path.lineTo(wide, high / 2)
    path.lineTo(wide - tip, high)
    path.lineTo(0, high)
    if not ornament.flat:
        path.lineTo(tip, high / 2)
    path.close()
    canvas.setFillColorRGB(*ground.look.accent)
    canvas.drawPath(path, stroke=0, fill=1)


def _step(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    _chevron(canvas, ornament, ground)
    size = 7.5 * ground.scale
    canvas.setFillColorRGB(*look.WHITE)
    canvas.setFont("WorksheetsSans-Bold", size)
    if ornament.flipped:
        canvas.scale(-1, 1)
        canvas.translate(-ornament.rect.width, 0)
    middle = ornament.rect.width / 2
    canvas.drawCentredString(middle, ornament.rect.height / 2 - 0.35 * size, ornament.text)


def _arrow(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    wide, high = ornament.rect.width, ornament.rect.height
    canvas.setStrokeColorRGB(*ground.look.accent)
    canvas.setLineWidth(0.75 * ground.scale)
    canvas.line(0, high / 2, wide, high / 2)
    canvas.lines([(wide - high / 2, high, wide, high / 2), (wide - high / 2, 0, wide, high / 2)])


def _corner(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    canvas.setFillColorRGB(*look.MARK)
    canvas.rect(0, 0, ornament.rect.width, ornament.rect.height, stroke=0, fill=1)


def _code(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    modules, runs = qr_runs(ornament.text)
    module = ornament.rect.width / modules
    canvas.setFillColorRGB(*look.MARK)
    canvas.scale(module, module)
    path = canvas.beginPath()
    for x, y, length in runs:
        path.rect(x, modules - 1 - y, length, 1)
    canvas.drawPath(path, stroke=0, fill=1)


@lru_cache(maxsize=256)
def qr_runs(text: str) -> tuple[int, tuple[tuple[int, int, int], ...]]:
    """Return the modules per side of a QR code and its dark runs (x, y, length)."""
    code = segno.make_qr(text, error="m", boost_error=False, mask=2)
    runs = (
        (dark.start(), y, dark.end() - dark.start())
        for y, row in enumerate(code.matrix)
        for dark in re.finditer(b"\x01+", row)
    )
    return len(code.matrix), tuple(runs)


def _disc(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    radius = ornament.rect.width / 2
    canvas.setFillColorRGB(*ground.look.accent)
    canvas.circle(radius, radius, radius, stroke=0, fill=1)


def _bubble(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    _shaded(canvas, ornament.value, ground)
    radius = ornament.rect.width / 2
    canvas.circle(radius, radius, radius, stroke=1, fill=1)


def _tally(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    _shaded(canvas, ornament.value, ground)
    canvas.rect(0, 0, ornament.rect.width, ornament.rect.height, stroke=1, fill=1)


def _shaded(canvas: Canvas, share: float, ground: Ground) -> None:
    canvas.setFillColorRGB(*ground.look.shade(share))
    canvas.setStrokeColorRGB(*(look.BORDER if share else look.HAIR))
    canvas.setLineWidth(look.FACE_LINE * ground.scale)


def _dot(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    radius = ornament.rect.width / 2
    canvas.setFillColorRGB(*ground.look.accent)
    canvas.setStrokeColorRGB(*look.WHITE)
    canvas.setLineWidth(1.2 * ground.scale)
    canvas.circle(radius, radius, radius, stroke=1, fill=1)


def _haze(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    radius = ornament.rect.width / 2
    canvas.setStrokeColorRGB(*look.DOT)
    canvas.setLineWidth(look.FACE_LINE * ground.scale)
    canvas.setDash([1.6 * ground.scale, 1.6 * ground.scale])
    canvas.circle(radius, radius, radius, stroke=1, fill=0)


def _spread(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    canvas.setFillColorRGB(*ground.look.soft)
    wide, high = ornament.rect.width, ornament.rect.height
    canvas.roundRect(0, 0, wide, high, min(wide, high) / 2, stroke=0, fill=1)


def draw_curve(canvas: Canvas, curve: Curve, ground: Ground) -> None:
    """Draw ``curve`` in its place."""
    canvas.saveState()
    height = ground.height
    colour, width, dash = ground.look.curves[curve.look]
    canvas.setStrokeColorRGB(*colour)
    canvas.setFillColorRGB(*colour)
    canvas.setLineWidth(width * ground.scale)
    canvas.setLineCap(1)
    if dash:
        canvas.setDash([part * ground.scale for part in dash])
    path = canvas.beginPath()
    path.moveTo(curve.points[0][0], height - curve.points[0][1])
    _along(path, curve.points, height)
    if curve.back:
        path.lineTo(curve.back[0][0], height - curve.back[0][1])
        _along(path, curve.back, height)
        path.close()
    canvas.drawPath(path, stroke=int(not curve.back), fill=int(bool(curve.back)))
    canvas.restoreState()


def _along(path: PDFPathObject, points: Sequence[tuple[float, float]], height: float) -> None:
    flat = [number for x, y in points[1:] for number in (x, height - y)]
    for start in range(0, len(flat), 6):
        path.curveTo(*flat[start : start + 6])


def _logo(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    if ground.brand.logo:
        draw_logo(canvas, ground.brand.logo, ornament.rect.width, ornament.rect.height)


def _icon(canvas: Canvas, ornament: Ornament, ground: Ground) -> None:
    """Draw one of the `drawings`, scaled to fit its rectangle and centred in it."""
    drawing = DRAWINGS[ornament.name]
    rect = ornament.rect
    unit = min(rect.width / drawing.width, rect.height / drawing.height)
    canvas.translate((rect.width - drawing.width * unit) / 2, 0)
    canvas.translate(0, (rect.height + drawing.height * unit) / 2)
    canvas.scale(unit, -unit)
    colour = drawing.colour or ground.look.accent
    canvas.setStrokeColorRGB(*colour)
    canvas.setFillColorRGB(*colour)
    canvas.setLineCap(1)
    canvas.setLineJoin(1)
    for stroke in drawing.strokes:
        _stroke(canvas, stroke, drawing.line * ground.scale / unit)


def _stroke(canvas: Canvas, stroke: Stroke, line: float) -> None:
    path = traced(canvas, ((operator, numbers) for operator, *numbers in stroke.path))
    canvas.setLineWidth(line)
    canvas.drawPath(path, stroke=int(not stroke.fill), fill=int(stroke.fill))


_DRAW: Mapping[OrnamentName, Callable[[Canvas, Ornament, Ground], None]] = {
    "face": _face,
    "chevron": _chevron,
    "step": _step,
    "disc": _disc,
    "arrow": _arrow,
    "corner": _corner,
    "code": _code,
    "bubble": _bubble,
    "tally": _tally,
    "dot": _dot,
    "haze": _haze,
    "spread": _spread,
    "logo": _logo,
}
