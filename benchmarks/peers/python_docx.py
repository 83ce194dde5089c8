"""python-docx: a table of content controls, for which it has no words, by `parse_xml`."""

from collections.abc import Callable, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from docx import Document
from docx.enum.section import WD_ORIENTATION
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

_SDT, _SETTINGS, _CONTENT, _TAG, _VALUE = (
    qn(f"w:{name}") for name in ("sdt", "sdtPr", "sdtContent", "tag", "val")
)
_TEXT, _BREAK = qn("w:t"), qn("w:br")


def maker(job: Mapping[str, Any]) -> Callable[[], bytes]:
    """Return a function that makes the map with a control put into one cell after the other."""

    def make() -> bytes:
        document = _begun(job)
        table = document.add_table(rows=0, cols=len(job["rows"][0]))
        table.style = "Table Grid"
        for line in job["rows"]:
            for cell, content in zip(table.add_row().cells, line, strict=True):
                paragraph = cell.paragraphs[0]
                if isinstance(content, str):
                    paragraph.add_run(content)
                elif content:
                    paragraph._p.append(parse_xml(_control(content, nsdecls("w", "w14"))))
        return _saved(document)

    return make


def maker_at_once(job: Mapping[str, Any]) -> Callable[[], bytes]:
    """Return a function that makes the map with its table as one text."""

    def make() -> bytes:
        document = _begun(job)
        borders = "".join(
            f'<w:{side} w:val="single" w:sz="4"/>'
            for side in ("top", "left", "bottom", "right", "insideH", "insideV")
        )
        rows = "".join(f"<w:tr>{''.join(map(_cell, line))}</w:tr>" for line in job["rows"])
        columns = "<w:gridCol/>" * len(job["rows"][0])
        spaces = nsdecls("w", "w14")
        table = parse_xml(
            f"<w:tbl {spaces}><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr>"
            f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
        )
        document.element.body.insert(len(document.element.body) - 1, table)
        return _saved(document)

    return make


def template(job: Mapping[str, Any], placeholder: Callable[[str], str]) -> bytes:
    """Return the map with a ``placeholder`` in place of each control, for a template engine."""
    document = _begun(job, placeholder)
    table = document.add_table(rows=0, cols=len(job["rows"][0]))
    table.style = "Table Grid"
    for line in job["rows"]:
        for cell, content in zip(table.add_row().cells, line, strict=True):
            named = (
                content if isinstance(content, str) or not content else placeholder(content["id"])
            )
            cell.text = named or ""
    return _saved(document)


def _begun(job: Mapping[str, Any], placeholder: Callable[[str], str] | None = None) -> Any:  # noqa: ANN401
    """Return a document with paper, title and the fields above the table."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = (Pt(length) for length in job["size"])
    section.orientation = WD_ORIENTATION.LANDSCAPE
    section.left_margin = section.right_margin = section.top_margin = Pt(23)
    document.core_properties.title = job["title"]
    document.add_heading(job["title"], 1)
    for label, field in job["header"]:
        paragraph = document.add_paragraph(f"{label}: ")
        if placeholder:
            paragraph.add_run(placeholder(field["id"]))
        else:
            paragraph._p.append(parse_xml(_control(field, nsdecls("w", "w14"))))
    return document


def _saved(document: Any) -> bytes:  # noqa: ANN401
    target = BytesIO()
    document.save(target)
    return target.getvalue()


def _cell(content: str | Mapping[str, Any]) -> str:
    inside = f"<w:r>{_text(content)}</w:r>" if isinstance(content, str) else _control(content)
    return f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p>{inside}</w:p></w:tc>'


def _control(field: Mapping[str, Any], spaces: str = "") -> str:
    if not field:
        return ""
    items = "".join(
        f"<w:listItem w:displayText={quoteattr(label)} w:value={quoteattr(name)}/>"
        for name, label in field["items"].items()
    )
    kind = {
        "menu": f"<w:dropDownList>{items}</w:dropDownList>",
        "date": '<w:date><w:dateFormat w:val="yyyy-MM-dd"/></w:date>',
        "tick": '<w14:checkbox><w14:checked w14:val="0"/></w14:checkbox>',
        "text": "<w:richText/>",
    }[field["kind"]]
    prompt = "" if field["text"] else "<w:showingPlcHdr/>"
    return (
        f"<w:sdt {spaces}><w:sdtPr><w:alias w:val={quoteattr(field['label'])}/>"
        f"<w:tag w:val={quoteattr(field['id'])}/>{prompt}{kind}</w:sdtPr>"
        f"<w:sdtContent><w:r>{_text(field['text'] or '…')}</w:r></w:sdtContent></w:sdt>"
    )


def _text(text: str) -> str:
    lines = (f'<w:t xml:space="preserve">{escape(line)}</w:t>' for line in text.split("\n"))
    return "<w:br/>".join(lines)


def read(path: Path) -> dict[str, str]:
    """Read with python-docx: open, walk the controls, take the text of each."""
    return {
        control.find(_SETTINGS).find(_TAG).get(_VALUE): "".join(
            "\n" if piece.tag == _BREAK else piece.text or ""
            for piece in control.find(_CONTENT).iter(_TEXT, _BREAK)
        )
        for control in Document(str(path)).element.body.iter(_SDT)
    }
