"""pikepdf and pypdf: what a script in Python does to a form.

pikepdf writes appearances that lack letters outside Latin-1. pypdf writes the value of a radio
group as the text ``/s3`` where a name belongs and a /V of its own into every button, does not
wrap long lines, and sets NeedAppearances.
"""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pikepdf
from pikepdf.form import (
    CheckboxField,
    ChoiceField,
    DefaultAppearanceStreamGenerator,
    Form,
    RadioButtonGroup,
    TextField,
)
from pypdf import PdfWriter

from .base import Client, ClientError, Job
from .form import Target, targets


class Pikepdf(Client):
    """The form interface of pikepdf, with its default appearances."""

    name = "pikepdf"

    def missing(self) -> str | None:
        """Return None: the project itself needs pikepdf."""

    def fill_many(self, jobs: Sequence[Job]) -> list[bytes]:
        """Fill the forms one after another.

        Raises:
            ClientError: A field or option does not exist.
        """
        return [_fill_pikepdf(source, targets(source, fill)) for source, fill in jobs]


def _fill_pikepdf(source: bytes, found: list[Target]) -> bytes:
    with pikepdf.open(BytesIO(source)) as pdf:
        form = Form(pdf, DefaultAppearanceStreamGenerator)
        for target in found:
            _set(form[target.widget.name], target)
        saved = BytesIO()
        pdf.save(saved)
    return saved.getvalue()


def _set(field: object, target: Target) -> None:
    match field:
        case TextField():
            field.value = target.text
        case RadioButtonGroup():
            field.value = pikepdf.Name("/" + target.widget.state)
        case CheckboxField():
            field.checked = target.on
        case ChoiceField():
            field.selected = field.options[target.index]
        case _:
            message = f"{target.widget.name} is a {type(field).__name__}"
            raise ClientError(message)


class Pypdf(Client):
    """PdfWriter.update_page_form_field_values of pypdf, as its documentation shows it."""

    name = "pypdf"

    def missing(self) -> str | None:
        """Return None: the project itself needs pypdf."""

    def fill_many(self, jobs: Sequence[Job]) -> list[bytes]:
        """Fill the forms one after another.

        Raises:
            ClientError: A field or option does not exist.
        """
        return [_fill_pypdf(source, targets(source, fill)) for source, fill in jobs]


def _fill_pypdf(source: bytes, found: list[Target]) -> bytes:
    values: dict[str, str | list[str] | tuple[str, str, float]] = {}
    for target in found:
        widget = target.widget
        button = widget.kind in ("radio", "check")
        state = f"/{widget.state}" if target.on else "/Off"
        values[widget.name] = state if button else target.text
    writer = PdfWriter(clone_from=BytesIO(source))
    for page in writer.pages:
        if "/Annots" in page:
            writer.update_page_form_field_values(page, values)
    saved = BytesIO()
    writer.write(saved)
    return saved.getvalue()
