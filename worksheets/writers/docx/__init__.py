"""Write a worksheet as a Word file that is filled in on the screen.

python-docx opens our own template and keeps its parts together; tables and content controls, for
which it has no words, are made here (`tables`, `controls`), what stands on every page in `frame`.
The same input gives the same bytes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from zipfile import ZipFile

from docx import Document
from docx.document import Document as DocxDocument
from docx.enum.section import WD_ORIENTATION
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.shared import Pt
from lxml.etree import _Element, tostring

from worksheets.definition import unplaced
from worksheets.errors import FitError, Problem
from worksheets.fonts import width, wrap
from worksheets.model.brand import PLAIN
from worksheets.model.labels import SEAM, SLASH, apart, in_line, joined
from worksheets.model.response import Definition, Stamp, Value
from worksheets.model.sheet import Sheet, Worksheet
from worksheets.units import mm
from worksheets.writers import palette
from worksheets.writers.arrangement import MARGIN, by_page, fitted, is_marked
from worksheets.writers.arrangement.boxes import DESK, Table, sizes_of, stretched
from worksheets.writers.docx import linear
from worksheets.writers.docx.controls import PROMPTS, Controls
from worksheets.writers.docx.frame import CODE, TOP, add_frame, add_page_numbers
from worksheets.writers.docx.markup import Hand, W, regular, sized, twips, w
from worksheets.writers.docx.tables import Tables
from worksheets.writers.package import MAX_SIDE, chunks, custom_properties, normalised

FOOT = mm(27)
"""Points from the last row to the edge of the paper, where codes and small print stand."""
_PLAIN_FOOT = mm(16)
_OWN_FOOT = mm(22)
_REPEATED = TOP - MARGIN
_SPARE = 20.0  # points that programs may differ in
_STYLES = {
    "Title": "title", "Stage": "large", "Normal": "medium", "Caption": "small",
    "SmallPrint": "small", "StageHelp": "small", "Heading1": "large", "Question": "small",
}  # fmt: skip
_TYPES = "application/vnd.openxmlformats-officedocument."


def write(worksheet: Worksheet, answers: Mapping[str, Value]) -> bytes:
    """Return the Word file with ``answers`` (by field id, may be empty) filled in.

    Raises FitError if the paper is larger than Word knows.
    """
    sheet = worksheet.sheet
    second = sheet.second.replace("_", "-")
    hand = Hand(rtl=sheet.direction == "rtl", second=second, small=sizes_of(worksheet).small)
    listed = _is_linear(worksheet)
    language = sheet.locale.replace("_", "-")
    controls = Controls(hand, sheet.office, language, answers, listed=listed)
    arrangement: Sequence[Table] = ()
    if not listed:
        arrangement = fitted(worksheet, spread=False, room=lambda page, _: _room(worksheet, page))
    definition = _described(worksheet, arrangement)
    tables = Tables(hand, controls, sheet.title, palette.palette(worksheet.brand.accent))
    document = composed(worksheet, arrangement, tables, definition.stamp)
    _add_prompts(document, sheet, hand)
    return saved(document, definition.stamp, chunks(definition))


def _is_linear(worksheet: Worksheet) -> bool:
    return worksheet.edition == "linear"


def composed(
    worksheet: Worksheet, arrangement: Sequence[Table], tables: Tables, stamp: Stamp
) -> DocxDocument:
    """Return the document with all that is seen of it; raise FitError for too large a paper."""
    page = worksheet.pages[0]
    if max(page.width, page.height) > MAX_SIDE:
        message = f"Word has no paper as large as {worksheet.stamp.paper}"
        raise FitError(Problem("F002", message, hint="take A3 or smaller, or PDF for a wall"))
    document = Document(BytesIO(_template()))
    _set_up(document, worksheet, stamp, tables.hand)
    content = (
        linear.body(worksheet, tables)
        if _is_linear(worksheet)
        else _content(worksheet, arrangement, tables)
    )
    for element in reversed(content):
        document.element.body.insert(0, element)
    return document


def saved(document: DocxDocument, stamp: Stamp, properties: tuple[tuple[str, str], ...]) -> bytes:
    """Return the file, with what it says of itself."""
    package = document.part.package
    custom = Part(
        PackURI("/docProps/custom.xml"),
        f"{_TYPES}custom-properties+xml",
        custom_properties(stamp, properties),
        package,
    )
    package.relate_to(custom, RELATIONSHIP_TYPE.CUSTOM_PROPERTIES)
    target = BytesIO()
    document.save(target)
    return normalised(target.getvalue())


def _described(worksheet: Worksheet, arrangement: Sequence[Table]) -> Definition:
    """Return the definition that the file carries: no places, but all words that stand in it."""
    sheet, office = worksheet.sheet, worksheet.sheet.office
    prompts = tuple(getattr(office, name) for name in PROMPTS)
    texts = [*sheet.texts(), worksheet.brand.organiser, office.screen, _title_text(sheet)]
    boxes = [box for table in arrangement for box in table.boxes]
    texts += [f"{box.number} {box.text}" for box in boxes if box.number]
    texts += [box.small for box in boxes]
    texts += linear.texts(sheet) if _is_linear(worksheet) else ()
    lines = (line for text in texts for line in text.split(SEAM))
    found = tuple(line for line in dict.fromkeys(lines) if line)
    return replace(unplaced(worksheet.definition), prompts=prompts, texts=found)


def _title_text(sheet: Sheet) -> str:
    return f"{in_line(sheet.title)}{SEAM if sheet.second else ' '}{_below(sheet)}"


def _below(sheet: Sheet) -> str:
    return joined(" ", sheet.purpose, sheet.fill)


# ---------------------------------------------------------------- the page


def _set_up(document: DocxDocument, worksheet: Worksheet, stamp: Stamp, hand: Hand) -> None:
    """Set paper, sizes of type, language, title and what stands on every page."""
    sheet, page, section = worksheet.sheet, worksheet.pages[0], document.sections[0]
    section.page_width, section.page_height = Pt(page.width), Pt(page.height)
    if page.width > page.height:
        section.orientation = WD_ORIENTATION.LANDSCAPE
    marked = is_marked(worksheet)
    own = (sizes_of(worksheet).medium, DESK.small) if _is_linear(worksheet) else None
    side = linear.SIDE if _is_linear(worksheet) else MARGIN
    section.left_margin = section.right_margin = Pt(side)
    section.top_margin = Pt(MARGIN)
    section.bottom_margin = Pt(_foot(worksheet))
    section.header_distance, section.footer_distance = Pt(0), Pt(MARGIN)
    if marked:
        add_frame(section, worksheet, stamp, hand, own=own)
    else:
        add_page_numbers(section, worksheet, hand, page.width - 2 * side, own=own)
    if hand.rtl:
        section._sectPr.append(w("bidi"))
    sizes = sizes_of(worksheet)
    for style in document.styles:
        if style.style_id in _STYLES:
            size = str(round(2 * getattr(sizes, _STYLES[style.style_id])))
            _set_size(style.element.get_or_add_rPr(), size)
    if face := worksheet.brand.fonts.get("regular"):
        for element in document.styles.element.iter(f"{{{W}}}rFonts"):
            for name in ("ascii", "hAnsi", "eastAsia", "cs"):
                element.set(f"{{{W}}}{name}", face.family)
    language = sheet.locale.replace("_", "-")
    for element in document.styles.element.iter(f"{{{W}}}lang"):
        for name in ("val", "eastAsia", "bidi"):
            element.set(f"{{{W}}}{name}", language)
    document.core_properties.title = in_line(sheet.title)
    document.core_properties.language = language


def _foot(worksheet: Worksheet) -> float:
    """Return the points from the last row to the edge of the paper."""
    if is_marked(worksheet):
        return FOOT
    return _PLAIN_FOOT if worksheet.brand == PLAIN else _OWN_FOOT


def _set_size(properties: _Element, size: str) -> None:
    for name in ("sz", "szCs"):
        found = properties.find(f"{{{W}}}{name}")
        if found is None:
            found = w(name)
            properties.append(found)
        found.set(f"{{{W}}}val", size)


# ---------------------------------------------------------------- the body


def _content(worksheet: Worksheet, arrangement: Sequence[Table], tables: Tables) -> list[_Element]:
    """Return the title and the tables of all pages."""
    hand = tables.hand
    page, marked = worksheet.pages[0], is_marked(worksheet)
    wide = page.width - 2 * MARGIN
    beside_code = wide - (CODE + mm(12)) * marked
    content = [_title(worksheet, wide - beside_code, hand)]
    for number, together in by_page(worksheet, arrangement):
        heights = stretched(together, _room(worksheet, number))
        for index, (table, tall) in enumerate(zip(together, heights, strict=True)):
            if len(content) > 1:
                breaks = {"pageBreakBefore": 1} if index == 0 else {}
                content.append(hand.paragraph("Gap", **breaks))
            across = beside_code if table.header and index == 0 else wide
            content.append(tables.table(table, tall, across, wide))
    return [*content, hand.paragraph("Gap")]


def _room(worksheet: Worksheet, number: int) -> float:
    """Return the height that tables have on a page."""
    page, marked = worksheet.pages[0], is_marked(worksheet)
    beside_code = page.width - 2 * MARGIN - (CODE + mm(12)) * marked
    top = _title_height(worksheet, beside_code) if number == 1 else _REPEATED
    return page.height - MARGIN - _foot(worksheet) - _SPARE - top


def _title(worksheet: Worksheet, right: float, hand: Hand) -> _Element:
    """Return the title, beside it in small print what the map is for."""
    sheet = worksheet.sheet
    sizes = sizes_of(worksheet)
    look = [*regular(), w("color", val=palette.QUIET), *sized(sizes.small)]
    small = hand.run(f"{SEAM if sheet.second else '   '}{_below(sheet)}", "", *look)
    name, second = apart(sheet.title)
    title = hand.paragraph("Title", hand.run(name))
    if second:
        face = [*regular(), *sized(0.66 * sizes.title)]
        title.append(hand.run(f"{SLASH}{second}", "", *face, language=hand.second))
    title.append(small)
    left = mm(8) if is_marked(worksheet) else 0
    title[0].append(w("ind", left=twips(left), right=twips(right)))
    return title


def _title_height(worksheet: Worksheet, room: float) -> float:
    """Return the height of the title; the small print beside it may need further lines."""
    sizes, sheet = sizes_of(worksheet), worksheet.sheet
    if sheet.second:
        lines = len(wrap(_below(sheet), "regular", 1.05 * sizes.small, room - mm(8)))
        return 5 + 1.17 * (sizes.title + lines * sizes.small)
    length = width(sheet.title, "bold", sizes.title) + width(_below(sheet), "regular", sizes.small)
    return 5 + 1.17 * sizes.title * (1 + int(1.1 * length / (room - mm(8))))


# ---------------------------------------------------------------- further parts


def _add_prompts(document: DocxDocument, sheet: Sheet, hand: Hand) -> None:
    """Add the prompts as building blocks."""
    main, package = document.part, document.part.package
    blocks = w("docParts", *(_block(name, getattr(sheet.office, text), hand)
                             for text, name in PROMPTS.items()))  # fmt: skip
    glossary = Part(
        PackURI("/word/glossary/document.xml"),
        f"{_TYPES}wordprocessingml.document.glossary+xml",
        tostring(w("glossaryDocument", blocks), xml_declaration=True, encoding="UTF-8"),
        package,
    )
    main.relate_to(glossary, RELATIONSHIP_TYPE.GLOSSARY_DOCUMENT)
    styles = Part(
        PackURI("/word/glossary/styles.xml"),
        f"{_TYPES}wordprocessingml.styles+xml",
        tostring(document.styles.element, xml_declaration=True, encoding="UTF-8"),
        package,
    )
    glossary.relate_to(styles, RELATIONSHIP_TYPE.STYLES)


def _block(name: str, prompt: str, hand: Hand) -> _Element:
    return w(
        "docPart",
        w(
            "docPartPr",
            w("name", val=name),
            w("category", w("name", val="General"), w("gallery", val="placeholder")),
            w("types", w("type", val="bbPlcHdr")),
            w("behaviors", w("behavior", val="content")),
        ),
        w("docPartBody", hand.paragraph("Normal", hand.run(prompt, "PlaceholderText"))),
    )


@cache
def _template() -> bytes:
    """Return our template as the zip that python-docx opens."""
    target = BytesIO()
    with ZipFile(target, "w") as package:
        for name, part in _parts(files(__package__) / "template", ""):
            package.writestr(name, part)
    return target.getvalue()


def _parts(folder: Traversable, path: str) -> list[tuple[str, bytes]]:
    found: list[tuple[str, bytes]] = []
    for child in folder.iterdir():
        name = f"{path}{child.name}"
        found += _parts(child, f"{name}/") if child.is_dir() else [(name, child.read_bytes())]
    return found
