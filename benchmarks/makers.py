"""The journey map as other tools make it: HTML for WeasyPrint, flat ODT for LibreOffice.

Their forms have the same fields in the same order; the looks are plainer than ours.
"""

from collections.abc import Callable, Iterator
from html import escape
from itertools import groupby
from typing import Any

from weasyprint import CSS, HTML  # type: ignore[import-untyped]
from weasyprint.text.fonts import FontConfiguration  # type: ignore[import-untyped]

from benchmarks.corpus import ROOT

FONT = ROOT / "worksheets" / "fonts" / "WorksheetsSans-Regular.ttf"
_STYLE = f"""
@font-face {{ font-family: Sheet; src: url({FONT.as_uri()}) }}
@page {{ size: A4 landscape; margin: 10mm }}
body, input, textarea {{ font: 7.5pt Sheet }}
p, p input {{ display: inline-block }}
h1 {{ font-size: 16pt }}
table {{ width: 100%; border-collapse: collapse; table-layout: fixed }}
th, td {{ border: .5pt solid #888; vertical-align: top }}
textarea {{ width: 95%; height: 11mm }}
"""


# ---------------------------------------------------------------- WeasyPrint


def weasyprint_maker(outline: dict[str, Any]) -> Callable[[], bytes]:
    """Return a function that makes the map with WeasyPrint; style and font are loaded once."""
    fonts = FontConfiguration()
    style = CSS(string=_STYLE, font_config=fonts)
    source = _html(outline)

    def make() -> bytes:
        pdf: bytes = HTML(string=source).write_pdf(
            stylesheets=[style], font_config=fonts, pdf_forms=True, pdf_variant="pdf/ua-1"
        )
        return pdf

    return make


def _html(outline: dict[str, Any]) -> str:
    (locale, title), *_ = outline["title"].items()
    rows = [(r, list(fields)) for r, fields in groupby(outline["fields"], lambda f: f["row"])]
    single = "".join(f"<p><label>{_words(f[0])[0]} {_control(f[0])}</label></p>"
                     for _, f in rows if len(f) == 1)  # fmt: skip
    table = [fields for _, fields in rows if len(fields) > 1]
    heads = "".join(f'<th scope="col">{_words(field)[1]}</th>' for field in table[0])
    body = "".join(
        f'<tr><th scope="row">{_words(fields[0])[0]}</th>'
        + "".join(f"<td>{_control(field)}</td>" for field in fields)
        + "<td></td>" * (len(table[0]) - len(fields))
        + "</tr>"
        for fields in table
    )
    return (
        f'<html lang="{locale}"><head><title>{escape(title)}</title></head><body>'
        f"<form><h1>{escape(title)}</h1>{single}"
        f"<table><tr><td></td>{heads}</tr>{body}</table></form></body></html>"
    )


def _words(field: dict[str, Any]) -> list[str]:
    (found, *_) = field["words"].values()
    return [escape(word) for word in found]


def _control(field: dict[str, Any]) -> str:
    name, label = field["id"], ", ".join(filter(None, _words(field)[:2]))
    if "marks" in field:
        return "".join(
            f'<input type="radio" name="{name}" value="{state}" title="{label}: {state}">'
            for state in field["marks"]
        )
    if field.get("long"):
        return f'<textarea name="{name}" title="{label}"></textarea>'
    return f'<input type="text" name="{name}" title="{label}">'


# ---------------------------------------------------------------- LibreOffice

_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
    for name, urn in {
        "office": "office", "style": "style", "text": "text", "draw": "drawing", "form": "form",
        "fo": "xsl-fo-compatible", "svg": "svg-compatible",
    }.items()
)  # fmt: skip


def fodt(outline: dict[str, Any]) -> str:
    """Return the map as a flat ODT."""
    width, height = (tenths / 10 for tenths in outline["pages"][0])
    controls, shapes = [], []
    for number, (kind, attributes, box, label) in enumerate(_boxes(outline["fields"])):
        controls.append(f'<form:{kind} form:id="c{number}" {attributes}/>')
        left, top, right, bottom = (tenths / 10 for tenths in box)
        anchor = 'text:anchor-type="page" text:anchor-page-number="1"'
        shapes.append(
            f'<draw:control {anchor} draw:control="c{number}" svg:x="{left}pt" svg:y="{top}pt"'
            f' svg:width="{right - left}pt" svg:height="{bottom - top}pt"/>'
        )
        if label:
            shapes.append(
                f'<draw:frame {anchor} draw:style-name="G" svg:x="{left}pt" svg:y="{top - 9}pt"'
                f' svg:width="90pt" svg:height="8pt"><draw:text-box>'
                f'<text:p text:style-name="P">{label}</text:p></draw:text-box></draw:frame>'
            )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_SPACES} office:version="1.2"'
        ' office:mimetype="application/vnd.oasis.opendocument.text"><office:automatic-styles>'
        '<style:page-layout style:name="L"><style:page-layout-properties'
        f' fo:page-width="{width}pt" fo:page-height="{height}pt" fo:margin="28pt"/>'
        '</style:page-layout><style:style style:name="P" style:family="paragraph">'
        '<style:text-properties fo:font-size="5pt"/></style:style>'
        '<style:style style:name="G" style:family="graphic"><style:graphic-properties'
        ' style:horizontal-pos="from-left" style:horizontal-rel="page"'
        ' style:vertical-pos="from-top" style:vertical-rel="page"'
        ' draw:stroke="none" draw:fill="none"/>'
        "</style:style></office:automatic-styles>"
        '<office:master-styles><style:master-page style:name="Standard"'
        ' style:page-layout-name="L"/></office:master-styles><office:body><office:text>'
        f'<office:forms><form:form form:name="f">{"".join(controls)}</form:form></office:forms>'
        f"{''.join(shapes)}<text:p>{escape(next(iter(outline['title'].values())))}</text:p>"
        "</office:text></office:body></office:document>"
    )


def _boxes(fields: list[dict[str, Any]]) -> Iterator[tuple[str, str, list[int], str]]:
    """Yield element, attributes, box and label of every control."""
    for field in fields:
        name, label = f'form:name="{field["id"]}"', ", ".join(filter(None, _words(field)[:2]))
        if "marks" in field:
            for state, box in field["marks"].items():
                yield "radio", f'{name} form:value="{state}" form:label=""', box, ""
        else:
            yield "textarea" if field.get("long") else "text", name, field["box"], label
