"""Where the fields of a form are: lets a driver point at the widget that a value belongs to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from typing import Literal

import pikepdf

from .base import ClientError, Fill

Kind = Literal["text", "radio", "check", "choice"]
RADIO = 1 << 15


@dataclass(frozen=True, slots=True, kw_only=True)
class Widget:
    """One box on a page.

    Attributes:
        name: Full name of its field.
        kind: What it takes.
        page: Page, counted from 0.
        x: Centre, in points from the left edge of the page's own coordinates.
        y: Centre, in points from the bottom, likewise.
        element: The id pdf.js gives it, such as ``12R``.
        state: Name of its on-state (radio buttons and checkboxes), else empty.
        on: Whether it is on already.
        options: Export values of a combo box, in order.
    """

    name: str
    kind: Kind
    page: int
    x: float
    y: float
    element: str
    state: str = ""
    on: bool = False
    options: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A widget and what to do with it.

    Attributes:
        widget: Where.
        text: The text to type, or the export value to choose.
        on: Whether a radio button or checkbox is to be on.
        index: Place of the chosen option of a combo box, counted from 0.
    """

    widget: Widget
    text: str = ""
    on: bool = False
    index: int = -1


def targets(source: bytes, fill: Fill) -> list[Target]:
    """Find the widget for every value, ordered by page and place in the page.

    Raises:
        ClientError: The form has no such field, state or option.
    """
    left = {*fill.text, *fill.radios, *fill.checks, *fill.choices}
    found = []
    for widget in widgets(source):
        target = _target(widget, fill)
        if target:
            found.append(target)
            left.discard(widget.name)
    if left:
        message = f"no such field or option in the form: {', '.join(sorted(left))}"
        raise ClientError(message)
    return found


def _target(widget: Widget, fill: Fill) -> Target | None:
    name = widget.name
    if widget.kind == "text" and name in fill.text:
        return Target(widget=widget, text=fill.text[name])
    if widget.kind == "radio" and fill.radios.get(name) == widget.state:
        return Target(widget=widget, on=True)
    if widget.kind == "check" and name in fill.checks:
        return Target(widget=widget, on=fill.checks[name])
    choice = fill.choices.get(name)
    if widget.kind == "choice" and choice in widget.options:
        return Target(widget=widget, text=choice, index=widget.options.index(choice))
    return None


def widgets(source: bytes) -> Iterator[Widget]:
    """Yield the text, radio, check and combo boxes of all pages, in the order of the pages."""
    with pikepdf.open(BytesIO(source)) as pdf:
        for number, page in enumerate(pdf.pages):
            for annotation in page.obj.get("/Annots", ()):
                if annotation.get("/Subtype") == "/Widget":
                    yield _widget(annotation, number)


def _widget(annotation: pikepdf.Object, page: int) -> Widget:
    left, bottom, right, top = (float(edge) for edge in annotation.Rect)
    kind = _kind(annotation)
    state = _state(annotation) if kind in ("radio", "check") else ""
    number, generation = annotation.objgen
    return Widget(
        name=_name(annotation),
        kind=kind,
        page=page,
        x=(left + right) / 2,
        y=(bottom + top) / 2,
        element=f"{number}R{generation or ''}",
        state=state,
        on=bool(state) and annotation.get("/AS") == f"/{state}",
        options=tuple(_exports(annotation)) if kind == "choice" else (),
    )


def _state(annotation: pikepdf.Object) -> str:
    """Return the name of a button's appearance when on, without the slash, or nothing."""
    appearances = annotation.get("/AP")
    normal = appearances.get("/N") if appearances is not None else None
    names = normal.keys() if isinstance(normal, pikepdf.Dictionary) else ()
    return next((name[1:] for name in sorted(names) if name != "/Off"), "")


def _kind(annotation: pikepdf.Object) -> Kind:
    kinds: Mapping[str, Kind] = {"/Tx": "text", "/Ch": "choice"}
    kind = str(_inherited(annotation, "/FT"))
    if kind in kinds:
        return kinds[kind]
    return "radio" if int(_inherited(annotation, "/Ff") or 0) & RADIO else "check"


def _exports(annotation: pikepdf.Object) -> Iterator[str]:
    for option in _inherited(annotation, "/Opt") or ():
        yield str(option[0] if isinstance(option, pikepdf.Array) else option)


def _line(annotation: pikepdf.Object) -> Iterator[pikepdf.Object]:
    """Yield the annotation, its parent, and so on up."""
    node: pikepdf.Object | None = annotation
    while node is not None:
        yield node
        node = node.get("/Parent")


def _inherited(annotation: pikepdf.Object, key: str) -> pikepdf.Object | None:
    return next((node[key] for node in _line(annotation) if key in node), None)


def _name(annotation: pikepdf.Object) -> str:
    parts = [str(node["/T"]) for node in _line(annotation) if "/T" in node]
    return ".".join(reversed(parts))
