"""Other programs that read the fields of a form."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pikepdf
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1
from pdfminer.psparser import PSLiteral
from pdfminer.utils import decode_text
from pypdf import PdfReader

Values = Mapping[str, str]


def read_pikepdf(path: Path) -> Values:
    """Read with bare pikepdf: open, walk the fields, take each value."""
    values = {}
    with pikepdf.open(path) as pdf:
        nodes = [(node, "") for node in pdf.Root.AcroForm.Fields]
        while nodes:
            node, above = nodes.pop()
            title = node.get("/T")
            name = f"{above}.{title}" if above else str(title)
            below = [kid for kid in node.get("/Kids", ()) if "/T" in kid]
            nodes += [(kid, name) for kid in below]
            if not below:
                values[name] = str(node.get("/V", ""))
    return values


def read_pypdf(path: Path) -> Values:
    """Read with pypdf's `get_fields`."""
    fields = PdfReader(path).get_fields() or {}
    return {name: str(field.get("/V", "")) for name, field in fields.items()}


def read_pdfminer(path: Path) -> Values:
    """Read with pdfminer.six, as its documentation shows it."""
    values: dict[str, str] = {}
    with path.open("rb") as file:
        document = PDFDocument(PDFParser(file))
        nodes = [(node, "") for node in resolve1(resolve1(document.catalog["AcroForm"])["Fields"])]
        while nodes:
            reference, above = nodes.pop()
            node = resolve1(reference)
            title = decode_text(resolve1(node["T"]))
            name = f"{above}.{title}" if above else title
            kids = [kid for kid in resolve1(node.get("Kids", ())) if "T" in resolve1(kid)]
            nodes += [(kid, name) for kid in kids]
            if not kids:
                values[name] = _plain(resolve1(node.get("V")))
    return values


def _plain(value: Any) -> str:  # noqa: ANN401 (any PDF object)
    if isinstance(value, PSLiteral):
        return f"/{value.name!s}"
    return decode_text(value) if isinstance(value, bytes) else ""


READERS: Mapping[str, Callable[[Path], Values]] = {
    "pikepdf": read_pikepdf,
    "pypdf": read_pypdf,
    "pdfminer.six": read_pdfminer,
}
