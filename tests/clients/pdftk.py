"""pdftk: takes the values from an XFDF file and writes the whole PDF anew."""

from __future__ import annotations

import shutil
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from .base import Client, Fill, Job, run
from .form import targets

NAMESPACE = "http://ns.adobe.com/xfdf/"
TIMEOUT = 60.0


class Pdftk(Client):
    """The fill_form operation of pdftk."""

    name = "pdftk"

    def missing(self) -> str | None:
        """Say whether pdftk has to be installed."""
        return None if shutil.which("pdftk") else "apt install pdftk-java"

    def fill_many(self, jobs: Sequence[Job]) -> list[bytes]:
        """Fill the forms one after another, each with a start of pdftk.

        Raises:
            ClientError: pdftk failed or timed out, or a field or option does not exist.
        """
        return [_fill(source, fill) for source, fill in jobs]


def _fill(source: bytes, fill: Fill) -> bytes:
    with TemporaryDirectory() as name:
        form, values, target = (Path(name, part) for part in ("form.pdf", "v.xfdf", "out.pdf"))
        form.write_bytes(source)
        values.write_bytes(_xfdf(source, fill))
        run(["pdftk", form, "fill_form", values, "output", target], timeout=TIMEOUT)
        return target.read_bytes()


def _xfdf(source: bytes, fill: Fill) -> bytes:
    root = ET.Element("xfdf", {"xmlns": NAMESPACE, "xml:space": "preserve"})
    fields = ET.SubElement(root, "fields")
    for target in targets(source, fill):
        widget = target.widget
        button = widget.kind in ("radio", "check")
        state = widget.state if target.on else "Off"
        _add(fields, widget.name, state if button else target.text)
    # Not as ASCII: pdftk cuts character references to 16 bits.
    document: bytes = ET.tostring(root, "utf-8", xml_declaration=True)
    return document


def _add(fields: ET.Element, name: str, text: str) -> None:
    """Add a value; the parts of a dotted name become nested elements."""
    node = fields
    for part in name.split("."):
        same = [child for child in node.iterfind("field") if child.get("name") == part]
        node = same[0] if same else ET.SubElement(node, "field", {"name": part})
    ET.SubElement(node, "value").text = text
