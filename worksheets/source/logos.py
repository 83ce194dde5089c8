"""Logos, made anew from a stranger's SVG or PNG: plain paths in plain colours, or plain pixels.

Run it within limits of time and memory (`readers.limits`). Nothing that a file points to is
opened: expat looks it over before anything is built, so that what we could not draw, or should
not, is refused with its name. Paths follow SVG 1.1, chapter 8, by svgelements.
"""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from math import inf
from typing import Any
from xml.parsers.expat import ExpatError, ParserCreate

from PIL import Image
from svgelements import SVG, Arc, Close, CubicBezier, Line, Move, Path, QuadraticBezier
from svgelements import Shape as Drawn

from worksheets.errors import Problem, UnusableInputError
from worksheets.model.brand import Logo, Operator, Shape

MAX_BYTES = 2_000_000
MAX_PIXELS = 16_000_000
_TALL = 800  # pixels that a picture keeps: 8 mm at 2,500 dpi
_WIDE = 4 * _TALL
_MAX_ELEMENTS, _MAX_DEPTH, _MAX_OPERATORS = 5_000, 40, 20_000
_NARROW = 100  # times as long as wide is no logo, and a picture of it would be endless
_SVG = "http://www.w3.org/2000/svg"
_SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
_PLAIN = {
    "svg",
    "g",
    "defs",
    "use",
    "style",
    "clipPath",
    "linearGradient",
    "radialGradient",
    "stop",
}
_UNSEEN = {"title", "desc", "metadata"}
_CALLED = {
    "text": "text", "image": "a picture", "script": "a script", "foreignObject": "a web page",
}  # fmt: skip
_AS_PATHS = "save it as plain paths (Inkscape: Path > Object to Path), or as PNG"
_AS_PNG = "save it as plain paths in plain colours, or as PNG"


def _refused(message: str, hint: str = _AS_PNG) -> UnusableInputError:
    return UnusableInputError(Problem("B001", f"the logo {message}", hint=hint))


def made(data: bytes) -> Logo:
    """Return the logo in a file; raise UnusableInputError with what it has that logos may not."""
    if len(data) > MAX_BYTES:
        raise _refused(f"is larger than {MAX_BYTES // 1_000_000} MB", "save it smaller")
    if data.startswith(b"\x89PNG"):
        return _picture(data)
    if b"<svg" in data[:20_000] or b":svg" in data[:20_000]:
        return _drawing(data)
    raise _refused("is neither an SVG nor a PNG file", "save it as one of them")


# ---------------------------------------------------------------- pictures


def _picture(data: bytes) -> Logo:
    too_large = _refused("has too many pixels", f"{_WIDE} x {_TALL} are enough")
    try:
        with Image.open(BytesIO(data), formats=["PNG"]) as image:
            if image.width * image.height > MAX_PIXELS:
                raise too_large
            pixels = image.convert("RGBA")
    except Image.DecompressionBombError as error:
        raise too_large from error
    except (OSError, ValueError, SyntaxError) as error:
        raise _refused("is a damaged PNG file", "save it again") from error
    box = pixels.getchannel("A").getbbox()
    if box is None:
        raise _refused("is empty: all of it is transparent", "save it with something to see")
    pixels = pixels.crop(box)
    pixels.thumbnail((_WIDE, _TALL))
    target = BytesIO()
    pixels.save(target, "PNG")
    return Logo(width=pixels.width, height=pixels.height, png=target.getvalue())


# ---------------------------------------------------------------- drawings


class _Look:
    """What expat sees; it refuses as it goes."""

    def __init__(self) -> None:
        self.path: list[str] = []
        self.count = 0
        self.page = (0.0, 0.0, inf, inf)

    def look(self, data: bytes) -> None:
        """Go through a drawing."""
        parser = ParserCreate(namespace_separator=" ")
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._words
        parser.Parse(data, True)

    def _doctype(self, _name: str, _system: str | None, _public: str | None, inside: bool) -> None:
        if inside:
            raise _refused("declares entities", "save it as plain SVG")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        space, _, tag = name.rpartition(" ")
        self.count += 1
        if self.count > _MAX_ELEMENTS or len(self.path) > _MAX_DEPTH:
            raise _refused("has too many parts", "simplify it, or save it as PNG")
        hidden = space != _SVG or tag in _UNSEEN
        self.path.append("-" if hidden else tag)
        if "-" in self.path:
            return
        if tag not in _SHAPES | _PLAIN:
            raise _refused(f"holds {_CALLED.get(tag, f'<{tag}>')}", _AS_PATHS)
        if not self.path[1:]:
            self.page = _box(attributes.get("viewBox", "").replace(",", " ").split())
        if "clipPath" in self.path[:-1] and not self._whole(tag, attributes):
            raise _refused("is cut out by a shape")
        for key, value in attributes.items():
            self._check(tag, key.rpartition(" ")[2], value)

    def _whole(self, tag: str, attributes: dict[str, str]) -> bool:
        """Tell whether a shape to cut out with lets all of the page be seen."""
        if tag != "rect" or "transform" in attributes:
            return False
        sides = ("x", "y", "width", "height")
        x, y, width, height = _box([attributes.get(side, "0") for side in sides])
        left, top, across, down = self.page
        return x <= left and y <= top and x + width >= left + across and y + height >= top + down

    def _check(self, tag: str, key: str, value: str) -> None:
        if key == "href" and not value.startswith("#"):
            raise _refused("points to another file")
        if key == "clip-path" and "clipPath" not in self.path:
            return  # what it cuts off is beyond the page, see `_whole`
        if tag != "stop":
            self._style(f"{key}:{value}")

    def _style(self, text: str) -> None:
        if "url(" in text.lower():
            raise _refused("has a gradient, a pattern, a filter or a mask")
        if "stroke-dasharray" in text and "none" not in text:
            raise _refused("has dashed lines")

    def _end(self, _name: str) -> None:
        self.path.pop()

    def _words(self, text: str) -> None:
        if "style" in self.path and "-" not in self.path:
            if "@" in text:
                raise _refused("has a style sheet with @ rules")
            self._style(text)


def _box(numbers: list[str]) -> tuple[float, float, float, float]:
    """Return left, top, width and height; of no size what has none."""
    try:
        x, y, width, height = map(float, numbers)
    except ValueError:
        return 0, 0, 0, 0
    return x, y, width, height


def _drawing(data: bytes) -> Logo:
    try:
        _Look().look(data)
        root = SVG.parse(BytesIO(data), reify=True)
        shapes = [shape for element in root.elements() for shape in _shapes(element)]
    except ExpatError as error:
        raise _refused(f"is not XML: line {error.lineno}", "save it again") from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, ZeroDivisionError,
            ArithmeticError, RecursionError) as error:  # fmt: skip
        raise _refused("cannot be understood") from error
    if sum(len(shape.path) for shape in shapes) > _MAX_OPERATORS:
        raise _refused("has too many lines", "simplify it, or save it as PNG")
    return _trimmed(shapes, (float(root.width or 0), float(root.height or 0)))


def _shapes(element: Any) -> Iterator[Shape]:  # noqa: ANN401 (svgelements has no types)
    if not isinstance(element, Drawn) or element.values.get("visibility") in {"hidden", "collapse"}:
        return
    fill, fill_opacity = _ink(element.fill)
    stroke, stroke_opacity = _ink(element.stroke)
    line = _bounded(float(element.stroke_width or 0))
    stroke = stroke if line > 0 else ""
    path = tuple(_operators(Path(element)))
    if path and (fill or stroke):
        opacity = min(max(float(element.values.get("opacity") or 1), 0), 1)
        yield Shape(
            path=path, fill=fill, stroke=stroke, line=line,
            even_odd=element.values.get("fill-rule") == "evenodd",
            fill_opacity=fill_opacity * opacity, stroke_opacity=stroke_opacity * opacity,
        )  # fmt: skip


def _ink(colour: Any) -> tuple[str, float]:  # noqa: ANN401 (as above)
    if colour is None or colour.value is None or not colour.alpha:
        return "", 1
    return f"{colour.red:02X}{colour.green:02X}{colour.blue:02X}", round(colour.alpha / 255, 3)


def _operators(path: Any) -> Iterator[Operator]:  # noqa: ANN401 (as above)
    for segment in path:
        match segment:
            case Move():
                yield "M", _point(segment.end)
            case Close():
                yield "Z", ()
            case Line():
                yield "L", _point(segment.end)
            case CubicBezier():
                yield "C", _points(segment.control1, segment.control2, segment.end)
            case QuadraticBezier(start=start, control=control, end=end):
                one, two = (a + (control - a) * (2 / 3) for a in (start, end))
                yield "C", _points(one, two, end)
            case Arc():
                yield from _operators(segment.as_cubic_curves())


def _points(*points: Any) -> tuple[float, ...]:  # noqa: ANN401 (as above)
    return tuple(number for point in points for number in _point(point))


def _point(point: Any) -> tuple[float, float]:  # noqa: ANN401 (as above)
    return round(_bounded(float(point.x)), 3), round(_bounded(float(point.y)), 3)


def _bounded(number: float) -> float:
    if not abs(number) < 1e6:  # noqa: PLR2004 (beyond any drawing, or no number)
        raise ValueError(number)
    return number


def _trimmed(shapes: list[Shape], page: tuple[float, float]) -> Logo:
    """Return shapes moved so that what is seen of them begins at the top left corner."""
    edges = [_edges(shape) for shape in shapes]
    if not edges:
        raise _refused("is empty: nothing in it is painted", "save it with something to see")
    left, top = (min(edge[i] for edge in edges) for i in (0, 1))
    right, bottom = (max(edge[i] for edge in edges) for i in (2, 3))
    if all(page):
        left, top = max(left, 0), max(top, 0)
        right, bottom = min(right, page[0]), min(bottom, page[1])
    if right - left < 0.01 or bottom - top < 0.01:  # noqa: PLR2004 (units: nothing to see)
        raise _refused("is empty: nothing of it lies on its page", "save it with something to see")
    width, height = round(right - left, 3), round(bottom - top, 3)
    if max(width, height) > _NARROW * min(width, height):
        raise _refused("is a line, too narrow to be seen", "save it with the height of letters")
    moved = tuple(_moved(shape, -left, -top) for shape in shapes)
    return Logo(width=width, height=height, shapes=moved)


def _edges(shape: Shape) -> tuple[float, float, float, float]:
    """Return the box around a shape; control points count, as they do nearly everywhere."""
    numbers = [number for _, points in shape.path for number in points]
    xs, ys, half = numbers[::2], numbers[1::2], shape.line / 2 if shape.stroke else 0
    return min(xs) - half, min(ys) - half, max(xs) + half, max(ys) + half


def _moved(shape: Shape, right: float, down: float) -> Shape:
    path = tuple(
        (operator, tuple(round(n + (right, down)[i % 2], 3) for i, n in enumerate(numbers)))
        for operator, numbers in shape.path
    )
    return replace(shape, path=path)
