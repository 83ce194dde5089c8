"""Word and Excel refuse a file whose elements stand in another order than the schema's.

LibreOffice and the libraries read such files, so no test with them would tell. The sequences are
those of ECMA-376 part 1 (wml.xsd, sml.xsd, dml-chart.xsd), as far as we write their elements.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import pytest
from lxml import etree
from lxml.etree import QName, _Element
from openpyxl.utils import range_boundaries

from tests.contract.samples import LAYOUTS, LOCALES, Case, answers_for, layout
from tests.making import stages
from worksheets import pipeline
from worksheets.errors import FitError
from worksheets.model.sheet import Worksheet
from worksheets.pipeline import Order
from worksheets.writers.package import length, shortened

_PROPERTIES = (
    "pStyle keepNext keepLines pageBreakBefore framePr widowControl numPr suppressLineNumbers pBdr"
    " shd tabs suppressAutoHyphens kinsoku wordWrap overflowPunct topLinePunct autoSpaceDE"
    " autoSpaceDN bidi adjustRightInd snapToGrid spacing ind contextualSpacing mirrorIndents"
    " suppressOverlap jc textDirection textAlignment textboxTightWrap outlineLvl divId cnfStyle"
    " rPr sectPr pPrChange"
)
_CHARACTERS = (
    "rStyle rFonts b bCs i iCs caps smallCaps strike dstrike outline shadow emboss imprint noProof"
    " snapToGrid vanish webHidden color spacing w kern position sz szCs highlight u effect bdr shd"
    " fitText vertAlign rtl cs em lang eastAsianLayout specVanish oMath"
)
_AXIS = (
    "axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark"
    " minorTickMark tickLblPos spPr txPr crossAx crosses crossesAt crossBetween auto lblAlgn"
    " lblOffset majorUnit minorUnit"
)
_WORD = {
    "pPr": _PROPERTIES,
    "rPr": _CHARACTERS,
    "tbl": "tblPr tblGrid tr",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW"
    " jc tblCellSpacing tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption"
    " tblDescription",
    "tblCellMar": "top left bottom right",
    "tr": "tblPrEx trPr tc",
    "tcPr": "cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection"
    " tcFitText vAlign hideMark",
    "tcBorders": "top left bottom right insideH insideV tl2br tr2bl",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "sdtPr": "rPr alias tag id lock placeholder temporary showingPlcHdr dataBinding label tabIndex"
    " date dropDownList richText checkbox",
    "date": "dateFormat lid storeMappedDataAs calendar",
    "sectPr": "headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc"
    " pgBorders lnNumType pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi"
    " rtlGutter docGrid printerSettings",
    "styles": "docDefaults latentStyles style",
    "docDefaults": "rPrDefault pPrDefault",
    "style": "name aliases basedOn next link autoRedefine hidden uiPriority semiHidden"
    " unhideWhenUsed qFormat locked personal personalCompose personalReply rsid pPr rPr tblPr trPr"
    " tcPr tblStylePr",
    "settings": "writeProtection view zoom defaultTabStop characterSpacingControl footnotePr"
    " endnotePr compat docVars rsids mathPr themeFontLang clrSchemeMapping decimalSymbol"
    " listSeparator",
    "docPart": "docPartPr docPartBody",
    "anchor": "simplePos positionH positionV extent effectExtent wrapNone docPr cNvGraphicFramePr"
    " graphic",
    "pic": "nvPicPr blipFill spPr",
}
_EXCEL = {
    "workbook": "fileVersion fileSharing workbookPr workbookProtection bookViews sheets"
    " functionGroups externalReferences definedNames calcPr",
    "worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr"
    " sheetProtection protectedRanges scenarios autoFilter sortState dataConsolidate"
    " customSheetViews mergeCells phoneticPr conditionalFormatting dataValidations hyperlinks"
    " printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties"
    " cellWatches ignoredErrors smartTags drawing",
    "sheetPr": "tabColor outlinePr pageSetUpPr",
    "sheetView": "pane selection",
    "c": "f v is",
    "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles"
    " colors extLst",
    "xf": "alignment protection",
    "dxf": "font numFmt fill alignment border protection",
    "dataValidation": "formula1 formula2",
    "chartSpace": "date1904 lang roundedCorners style clrMapOvr pivotSource protection chart spPr"
    " txPr",
    "chart": "title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend"
    " plotVisOnly dispBlanksAs",
    "plotArea": "layout lineChart catAx valAx spPr",
    "manualLayout": "layoutTarget xMode yMode wMode hMode x y w h",
    "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId",
    "ser": "idx order tx spPr marker dPt dLbls trendline errBars cat val smooth",
    "catAx": _AXIS,
    "valAx": _AXIS,
    "twoCellAnchor": "from to graphicFrame clientData",
    "graphicFrame": "nvGraphicFramePr xfrm graphic",
}
_WRITTEN = {"docx": _WORD, "xlsx": _EXCEL}
_ADDRESS = re.compile(r"[A-Za-z]{1,3}\d+|[RrCc]|[Rr]\d*[Cc]\d*")
STATES = ("", "filled ", "cleared ")
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
TITLE, PROMPT, TAB, FOOTER = 32, 255, 31, 255  # characters that are allowed
EMOJI = "\U0001f600" * 200


def _solved(case: Case) -> Worksheet:
    return case.solve(own_font=False)


def _rtl() -> Worksheet:
    order = Order(layout=layout("everything"), locale="ar", words={}, untranslated=[],
                  own_font=False)  # fmt: skip
    return pipeline.solve(order)


def _everything() -> Worksheet:
    return pipeline.solve(Order(layout=layout("everything"), own_font=False))


def _plain() -> Worksheet:
    return pipeline.solve(Order(layout=layout("journey-map"), marks=False, own_font=False))


def _many_stages() -> Worksheet:
    return pipeline.solve(Order(layout=layout("journey-map"), stages=stages(12), own_font=False))


SHEETS: dict[str, Callable[[], Worksheet]] = {
    **{
        f"{name}-{locale}": lambda name=name, locale=locale: _solved(  # type: ignore[misc]
            Case(layout=name, locale=locale)
        )
        for name, locale in zip(LAYOUTS, LOCALES * 2, strict=False)
    },
    "everything": _everything, "rtl": _rtl, "plain": _plain, "stages": _many_stages,
}  # fmt: skip


@cache
def parts(sheet: str, format: str) -> dict[str, _Element]:
    """Return all XML of a sheet, filled in and empty, by name."""
    worksheet = SHEETS[sheet]()
    given = answers_for(worksheet.definition, worksheet.sheet.locale)
    empty = pipeline.write(worksheet, format, {})
    filled = pipeline.write(worksheet, format, pipeline.prefill(worksheet, given))
    cleared = pipeline.fill(filled, dict.fromkeys(given))
    found: dict[str, _Element] = {}
    for state, data in zip(STATES, (empty, pipeline.fill(empty, given), cleared), strict=True):
        with ZipFile(BytesIO(data)) as package:
            found |= {
                f"{state}{name}": etree.fromstring(package.read(name))
                for name in package.namelist()
                if name.endswith((".xml", ".rels"))
            }
    return found


def misplaced(root: _Element, sequences: dict[str, str]) -> Iterator[str]:
    """Yield the elements that stand where the schema does not have them."""
    for element in root.iter(etree.Element):
        name = QName(element).localname
        if name not in sequences or not len(element):
            continue
        order = sequences[name].split()
        children = [QName(child).localname for child in element]
        places = [order.index(child) if child in order else -1 for child in children]
        if -1 in places:
            yield f"{name} has no {children[places.index(-1)]}"
        elif places != sorted(places) and (name != "sectPr" or _references_apart(places)):
            yield f"{name}: {' '.join(children)}"


def _references_apart(places: list[int]) -> bool:
    """References to headers and footers may be mixed, before all else."""
    return [max(place, 1) for place in places] != sorted(max(place, 1) for place in places)


@pytest.fixture(params=SHEETS)
def sheet(request: pytest.FixtureRequest) -> str:
    name: str = request.param
    return name


@pytest.mark.parametrize("format", ["docx", "xlsx"])
def test_elements_stand_in_the_order_of_the_schema(sheet: str, format: str) -> None:
    wrong = {
        f"{name}: {found}"
        for name, root in parts(sheet, format).items()
        for found in misplaced(root, _WRITTEN[format])
    }
    assert not wrong


def test_a_wrong_order_is_found() -> None:
    root = etree.fromstring(f'<w:p xmlns:w="{W[1:-1]}"><w:pPr><w:ind/><w:bidi/></w:pPr></w:p>')
    assert list(misplaced(root, _WORD)) == ["pPr: ind bidi"]


# ---------------------------------------------------------------- Word


def of(sheet: str, format: str, start: str) -> Iterator[_Element]:
    """Yield the roots of the parts whose names begin so, those of filled files included."""
    for name, root in parts(sheet, format).items():
        if name.rpartition(" ")[2].startswith(start):
            yield root


def test_identifiers_are_unique(sheet: str) -> None:
    for state in STATES:
        every = {n: r for n, r in parts(sheet, "docx").items() if n.startswith(f"{state}word/")}
        body = every[f"{state}word/document.xml"]
        for path, key in (("sdtPr/{w}id", "val"), ("bookmarkStart", "id"),
                          ("bookmarkStart", "name")):  # fmt: skip
            found = [e.get(f"{W}{key}") for e in body.iterfind(f".//{W}{path.format(w=W)}")]
            assert max(Counter(found).values(), default=1) == 1, path
        drawn = [e.get("id") for root in every.values() for e in root.iter(f"{WP}docPr")]
        assert max(Counter(drawn).values(), default=1) == 1


def test_bookmarks_begin_and_end_and_cells_end_with_a_paragraph(sheet: str) -> None:
    for root in of(sheet, "docx", "word/document.xml"):
        starts = [e.get(f"{W}id") for e in root.iter(f"{W}bookmarkStart")]
        assert starts == [e.get(f"{W}id") for e in root.iter(f"{W}bookmarkEnd")]
        assert all(cell[-1].tag == f"{W}p" for cell in root.iter(f"{W}tc"))
        assert all(len(e.get(f"{W}name", "")) <= 40 for e in root.iter(f"{W}bookmarkStart"))


def test_every_style_and_building_block_is_there(sheet: str) -> None:
    every = parts(sheet, "docx")
    styles = {e.get(f"{W}styleId") for e in every["word/styles.xml"].iter(f"{W}style")}
    blocks = every["word/glossary/document.xml"]
    names = {e.get(f"{W}val") for e in blocks.iterfind(f".//{W}docPartPr/{W}name")}
    for root in of(sheet, "docx", "word/"):
        used = {e.get(f"{W}val") for tag in ("pStyle", "rStyle") for e in root.iter(f"{W}{tag}")}
        assert used <= styles
        prompts = {e.get(f"{W}val") for e in root.iterfind(f".//{W}placeholder/{W}docPart")}
        assert prompts <= names


def test_the_cells_of_a_row_fill_its_grid(sheet: str) -> None:
    for root in of(sheet, "docx", "word/document.xml"):
        for table in root.iter(f"{W}tbl"):
            columns = len(table.findall(f"{W}tblGrid/{W}gridCol"))
            for row in table.iterfind(f"{W}tr"):
                spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iterfind(f"{W}tc")]
                assert columns == sum(1 if s is None else int(s.get(f"{W}val", "1")) for s in spans)


def test_lists_have_each_entry_once(sheet: str) -> None:
    for root in of(sheet, "docx", "word/document.xml"):
        for menu in root.iter(f"{W}dropDownList"):
            for key in ("displayText", "value"):
                found = [entry.get(f"{W}{key}") for entry in menu]
                assert len(set(found)) == len(found)


# ---------------------------------------------------------------- Excel


def test_names_and_sheets_are_such_as_excel_takes(sheet: str) -> None:
    for book in of(sheet, "xlsx", "xl/workbook.xml"):
        tabs = [e.get("name", "") for e in book.iter(f"{S}sheet")]
        assert len({tab.casefold() for tab in tabs}) == len(tabs)
        assert all(0 < units(tab) <= TAB and not set(tab) & set("[]:*?/\\") for tab in tabs)
        names = [(e.get("name", ""), e.get("localSheetId")) for e in book.iter(f"{S}definedName")]
        assert len({(name.casefold(), place) for name, place in names}) == len(names)
        for name, _ in names:
            assert re.fullmatch(r"[A-Za-z_][\w.]*", name, re.ASCII), name
            assert not _ADDRESS.fullmatch(name), name
            assert len(name) <= PROMPT


def test_checks_of_cells_are_counted_apart_and_short_enough(sheet: str) -> None:
    for root in of(sheet, "xlsx", "xl/worksheets/sheet1.xml"):
        checks = root.findall(f"{S}dataValidations/{S}dataValidation")
        (every,) = root.findall(f"{S}dataValidations")
        assert every.get("count") == str(len(checks))
        cells = [cell for check in checks for cell in check.get("sqref", "").split()]
        assert len(set(cells)) == len(cells)
        for check in checks:
            for key, most in (("promptTitle", TITLE), ("errorTitle", TITLE), ("prompt", PROMPT),
                              ("error", PROMPT)):  # fmt: skip
                assert units(check.get(key, "")) <= most
            assert (check.get("type") == "list") == (check.find(f"{S}formula1") is not None)
        assert all(units(e.text or "") <= FOOTER for e in root.iter(f"{S}oddFooter"))


def test_looks_of_cells_exist(sheet: str) -> None:
    for state in STATES:
        every = parts(sheet, "xlsx")
        styles = every[f"{state}xl/styles.xml"]
        cells, rules = (len(styles.findall(f"{S}{name}/*")) for name in ("cellXfs", "dxfs"))
        for root in (r for n, r in every.items() if n.startswith(f"{state}xl/worksheets/")):
            assert all(int(e.get("s", "0")) < cells for e in root.iter(f"{S}c"))
            assert all(int(e.get("dxfId", "0")) < rules for e in root.iter(f"{S}cfRule"))
            priorities = [e.get("priority") for e in root.iter(f"{S}cfRule")]
            assert len(set(priorities)) == len(priorities)


def test_cells_stand_in_order_and_are_merged_once(sheet: str) -> None:
    for root in of(sheet, "xlsx", "xl/worksheets/"):
        rows = [int(row.get("r", "")) for row in root.iter(f"{S}row")]
        assert rows == sorted(set(rows))
        for row in root.iter(f"{S}row"):
            columns = [range_boundaries(cell.get("r", "A1"))[0] for cell in row]
            assert columns == sorted(set(columns))
        taken: set[tuple[int, int]] = set()
        for merged in root.iter(f"{S}mergeCell"):
            left, top, right, bottom = range_boundaries(merged.get("ref", ""))
            area = {(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)}
            assert not area & taken
            taken |= area


def test_merged_cells_to_write_in_are_open_as_a_whole(sheet: str) -> None:
    """Excel may hold a merged cell for locked if one of its cells is."""
    styles = parts(sheet, "xlsx")["xl/styles.xml"]
    unlocked = {
        number
        for number, look in enumerate(styles.find(f"{S}cellXfs"))
        if (protection := look.find(f"{S}protection")) is not None
        and protection.get("locked") in {"0", "false"}
    }
    root = parts(sheet, "xlsx")["xl/worksheets/sheet1.xml"]
    looks = {
        range_boundaries(cell.get("r", ""))[:2]: int(cell.get("s", "0"))
        for cell in root.iter(f"{S}c")
    }
    for merged in root.iter(f"{S}mergeCell"):
        left, top, right, bottom = range_boundaries(merged.get("ref", ""))
        area = [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
        assert len({looks.get(place, 0) in unlocked for place in area}) == 1, merged.get("ref")


def test_curves_have_no_title_of_excels_own() -> None:
    found = {n: r for n, r in parts("stages", "xlsx").items() if n.startswith("xl/charts/")}
    assert found
    for root in found.values():
        switches = [e.get("val") for e in root.iter("{*}autoTitleDeleted")]
        assert switches == ["1"]


# ---------------------------------------------------------------- long words


def units(text: str) -> int:
    """Return the length as Office counts: in units of UTF-16."""
    return len(text.encode("utf-16-le")) // 2


@pytest.mark.parametrize("most", [1, 2, 31, 32, 255])
def test_emoji_are_cut_as_office_counts(most: int) -> None:
    assert length(EMOJI) == units(EMOJI) == 2 * len(EMOJI)
    assert shortened(EMOJI, most) == EMOJI[: most // 2]
    assert shortened("a" * 300, most) == "a" * most


def test_an_answer_of_emoji_that_no_cell_holds_is_refused() -> None:
    worksheet = _plain()
    fits = pipeline.prefill(worksheet, {"persona": EMOJI[0] * 16_383})
    assert pipeline.write(worksheet, "xlsx", fits)
    with pytest.raises(FitError, match="A011"):
        pipeline.write(
            worksheet, "xlsx", pipeline.prefill(worksheet, {"persona": EMOJI[0] * 16_384})
        )
