"""Excel workbooks of the fewest parts, built by hand as programs leave them behind."""

from collections.abc import Mapping
from xml.sax.saxutils import escape

from tests.word import NOTHING, RELATIONS, relations, zipped

SPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def xlsx(
    sheets: Mapping[str, str],
    names: str = "",
    settings: str = "",
    strings: str = "",
    parts: Mapping[str, str] = NOTHING,
) -> bytes:
    """Return a workbook of ``sheets``: by title what `sheet` makes, or just its rows."""
    listed = "".join(
        f'<sheet name="{escape(title)}" sheetId="{n}" r:id="r{n - 1}"/>'
        for n, title in enumerate(sheets, start=1)
    )
    bodies = {
        f"xl/worksheets/sheet{n}.xml": text if text.startswith("<worksheet") else sheet(text)
        for n, text in enumerate(sheets.values(), start=1)
    }
    targets = [("worksheet", name.removeprefix("xl/")) for name in bodies]
    every = {
        "[Content_Types].xml": "<Types>spreadsheetml</Types>",
        "_rels/.rels": relations(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{SPACE}" xmlns:r="{RELATIONS}"><workbookPr {settings}/>'
            f"<sheets>{listed}</sheets><definedNames>{names}</definedNames></workbook>"
        ),
        "xl/_rels/workbook.xml.rels": relations(
            *targets, ("sharedStrings", "sharedStrings.xml"), ("styles", "styles.xml")
        ),
        "xl/sharedStrings.xml": f'<sst xmlns="{SPACE}">{strings}</sst>',
        **bodies,
        **parts,
    }
    return zipped(every)


def sheet(rows: str, after: str = "") -> str:
    """Return a sheet of rows; ``after`` is what follows them."""
    return f'<worksheet xmlns="{SPACE}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def row(number: int, *cells: str) -> str:
    """Return a row of cells."""
    return f'<row r="{number}">{"".join(cells)}</row>'


def cell(place: str, value: str, kind: str = "", style: int = 0, formula: str = "") -> str:
    """Return a cell with ``value`` as its content, of a ``kind`` if it is no number."""
    held = f"<f>{formula}</f>" * bool(formula) + f"<v>{value}</v>" * bool(value)
    return f'<c r="{place}" s="{style}"' + f' t="{kind}"' * bool(kind) + f">{held}</c>"


def words(place: str, text: str) -> str:
    """Return a cell with text of its own."""
    return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>'


def named(carrier: str, target: str, scope: str = "") -> str:
    """Return the defined name of a field; ``scope`` is the number of its only sheet."""
    local = f' localSheetId="{scope}"' * bool(scope)
    return f'<definedName name="f_{carrier}"{local}>{escape(target)}</definedName>'


def styles(*formats: str | int) -> Mapping[str, str]:
    """Return a part with a cell style for each number format: built in by number, or a code."""
    own = "".join(
        f'<numFmt numFmtId="{200 + n}" formatCode="{escape(code, {chr(34): "&quot;"})}"/>'
        for n, code in enumerate(formats)
        if isinstance(code, str)
    )
    entries = "".join(
        f'<xf numFmtId="{200 + n if isinstance(code, str) else code}"/>'
        for n, code in enumerate(formats)
    )
    content = f"<numFmts>{own}</numFmts><cellXfs>{entries}</cellXfs>"
    return {"xl/styles.xml": f'<styleSheet xmlns="{SPACE}">{content}</styleSheet>'}
