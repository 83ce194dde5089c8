"""What Microsoft's accessibility checkers ask of Word and Excel files, as far as files tell it.

Each rule is a function that yields complaints; each has a file that breaks it. The checkers
themselves run only inside Word and Excel and have not run here (docs/accessibility.md).
"""

import re
from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from lxml import etree
from openpyxl import Workbook
from openpyxl.cell.cell import Cell, MergedCell

from tests.contract.samples import CASES, LINEAR, Case, sample
from worksheets import pipeline
from worksheets.model.ids import name_of

SAMPLE = sample(CASES, lambda case: (case.layout, case.locale), seed=7)
IN_WORD = [
    *sample([*CASES, *LINEAR], lambda case: (case.layout, case.locale, case.edition), seed=7),
    *(
        pytest.param(Case(layout=name, locale="lv+en"), id=f"{name}-lv+en")
        for name in ("journey-map", "persona")
    ),
]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
ADEC = "{http://schemas.microsoft.com/office/drawing/2017/decorative}"
XDR = "{http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing}"
LEAST = 4.5
"""Contrast of text with its ground: WCAG 2.2, 1.4.3."""
Parts = dict[str, etree._Element]


@cache
def written(case: Case, format_: str) -> bytes:
    worksheet = case.solve(own_font=False)
    return pipeline.write(worksheet, format_, {})


def contrast(first: str, second: str) -> float:
    """Return the contrast ratio of two colours, as in ``RRGGBB`` (WCAG 2.2)."""
    dark, light = sorted(map(_luminance, (first, second)))
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    lin = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * lin[0] + 0.7152 * lin[1] + 0.0722 * lin[2]


# ---------------------------------------------------------------- Word


def parts_of(data: bytes) -> Parts:
    with ZipFile(BytesIO(data)) as package:
        return {
            name: etree.fromstring(package.read(name))
            for name in package.namelist()
            if name.endswith(".xml")
        }


def val(element: etree._Element | None) -> str:
    return "" if element is None else element.get(f"{W}val") or ""


def text_of(element: etree._Element) -> str:
    return "".join(part.text or "" for part in element.iter(f"{W}t"))


def body(parts: Parts) -> etree._Element:
    return parts["word/document.xml"][0]


def says_its_language(parts: Parts) -> Iterator[str]:
    """Every text has a language: that of the styles, which is that of the file."""
    told = re.search("language>([^<]+)<", etree.tostring(parts["docProps/core.xml"]).decode())
    for name in ("word/styles.xml", "word/glossary/styles.xml"):
        lang = parts[name].find(f"{W}docDefaults//{W}lang")
        if lang is None or told is None or val(lang) != told[1]:
            yield f"{name} has another language than the file"
    for name in ("word/document.xml", "word/header1.xml", "word/footer1.xml"):
        for lang in parts[name].iter(f"{W}lang") if name in parts else ():
            if not re.fullmatch("[a-z]{2,3}(-[A-Za-z0-9]+)*", val(lang)):
                yield f"{val(lang)!r} is no language"


def has_a_title(parts: Parts) -> Iterator[str]:
    title = parts["docProps/core.xml"].find("{http://purl.org/dc/elements/1.1/}title")
    if title is None or not title.text:
        yield "the file has no title"
    first = body(parts)[0]
    if val(first.find(f"{W}pPr/{W}pStyle")) != "Title":
        yield "it does not begin with its title"
    if title is not None and not text_of(first).startswith(title.text or "-"):
        yield "the title on the page is another one"


def headings_step_down(parts: Parts) -> Iterator[str]:
    """The title is first level, as are sections; none is left out on the way down."""
    levels = {
        style.get(f"{W}styleId"): int(val(style.find(f"{W}pPr/{W}outlineLvl")))
        for style in parts["word/styles.xml"].iter(f"{W}style")
        if style.find(f"{W}pPr/{W}outlineLvl") is not None
    }
    found = [
        (levels[name], name, text_of(paragraph))
        for paragraph in body(parts).iter(f"{W}p")
        if (name := val(paragraph.find(f"{W}pPr/{W}pStyle"))) in levels
    ]
    before = -1
    for level, _, text in found:
        if level > before + 1:
            yield f"{text!r} skips a level"
        if not text.strip():
            yield "a heading without words"
        before = level
    if [name for _, name, _ in found].count("Title") != 1:
        yield "there is not one title"


def tables_are_named(parts: Parts) -> Iterator[str]:
    """A table of one cell is named after its field, which is description enough."""
    for number, table in enumerate(body(parts).iter(f"{W}tbl"), start=1):
        alone = len(list(table.iter(f"{W}tc"))) == 1
        for name in ("tblCaption",) if alone else ("tblCaption", "tblDescription"):
            if not val(table.find(f"{W}tblPr/{W}{name}")):
                yield f"table {number} has no {name}"


def data_tables_have_heads(parts: Parts) -> Iterator[str]:
    """A row of names above every column is a header row, and programs are told so."""
    for number, table in enumerate(body(parts).iter(f"{W}tbl"), start=1):
        rows = table.findall(f"{W}tr")
        named = [i for i, row in enumerate(rows) if row.find(f"{W}trPr/{W}tblHeader") is not None]
        told = table.find(f"{W}tblPr/{W}tblLook").get(f"{W}firstRow") == "1"
        if named != list(range(len(named))):
            yield f"header rows of table {number} are not its first ones"
        if told != bool(named):
            yield f"table {number} says two things about its header row"
        if _is_data(rows) and not named:
            yield f"table {number} has no header row"


def _is_data(rows: list[etree._Element]) -> bool:
    """Tell whether all but the first row of a table are answers and the labels left of them."""
    firsts = rows[0].findall(f"{W}tc")
    words = [text_of(cell) for cell in firsts]
    asked = any(cell.find(f".//{W}sdt") is not None for cell in firsts)
    if asked or len(words) == 1 or not all(words[:-1]):
        return False
    if any(cell.find(f"{W}tcPr/{W}vMerge") is not None for cell in firsts):
        return False
    below = [cell for row in rows[1:] for cell in row.findall(f"{W}tc")[1:]]
    return all(cell.find(f".//{W}sdt") is not None or not text_of(cell) for cell in below)


def tables_are_not_nested(parts: Parts) -> Iterator[str]:
    for table in body(parts).iter(f"{W}tbl"):
        if table.find(f".//{W}tbl") is not None:
            yield "a table inside a table"


def pictures_have_words_or_are_decorative(parts: Parts) -> Iterator[str]:
    for name, part in parts.items():
        for picture in part.iter(f"{WP}docPr"):
            decorative = picture.find(f".//{ADEC}decorative")
            if not picture.get("descr") and (decorative is None or decorative.get("val") != "1"):
                yield f"a picture of {name} has no words and is not decorative"


def controls_say_what_they_are(parts: Parts) -> Iterator[str]:
    for control in body(parts).iter(f"{W}sdt"):
        settings = control.find(f"{W}sdtPr")
        name = val(settings.find(f"{W}tag"))
        if not val(settings.find(f"{W}alias")):
            yield f"{name} has no title"
        tick = settings.find(f"{W14}checkbox") is not None
        if not tick and not val(settings.find(f"{W}placeholder/{W}docPart")):
            yield f"{name} has no prompt"


def blank_paragraphs_are_only_seams(parts: Parts) -> Iterator[str]:
    """Between two tables Word needs a paragraph; blank ones never stand in a row."""
    before = False
    for element in body(parts):
        blank = element.tag == f"{W}p" and not text_of(element)
        if blank and before:
            yield "blank paragraphs make room"
        before = blank


def word_contrast(parts: Parts) -> Iterator[str]:
    """The ink is a run's own, its style's or the file's; the ground its paragraph's or cell's."""
    styles = {s.get(f"{W}styleId"): s for s in parts["word/styles.xml"].iter(f"{W}style")}
    usual = val(parts["word/styles.xml"].find(f"{W}docDefaults//{W}color"))

    def ink(run: etree._Element, paragraph: etree._Element) -> str:
        names = [run.find(f"{W}rPr/{W}rStyle"), paragraph.find(f"{W}pPr/{W}pStyle")]
        own = val(run.find(f"{W}rPr/{W}color"))
        return own or next(filter(None, (_ink_of(val(n), styles) for n in names)), usual)

    for cell in body(parts).iter(f"{W}tc", f"{W}body"):
        for paragraph in cell.findall(f"{W}p"):
            shades = [paragraph.find(f"{W}pPr/{W}shd"), cell.find(f"{W}tcPr/{W}shd")]
            ground = next((s.get(f"{W}fill") for s in shades if s is not None), "FFFFFF")
            for run in paragraph.iter(f"{W}r"):
                if text_of(run).strip() and contrast(ink(run, paragraph), ground) < LEAST:
                    yield f"{text_of(run)!r} is hard to see on {ground}"


def _ink_of(name: str, styles: dict[str, etree._Element]) -> str:
    while name in styles:
        if colour := val(styles[name].find(f"{W}rPr/{W}color")):
            return colour
        name = val(styles[name].find(f"{W}basedOn"))
    return ""


def drop(parts: Parts, path: str, part: str = "word/document.xml") -> None:
    found = parts[part].find(path)
    assert found is not None
    found.getparent().remove(found)


def set_to(parts: Parts, path: str, value: str, part: str = "word/document.xml") -> None:
    found = parts[part].find(path)
    assert found is not None
    found.set(f"{W}val", value)


def nest(parts: Parts) -> None:
    tables = list(body(parts).iter(f"{W}tbl"))
    tables[-1].find(f".//{W}tc").append(tables[0])


def blank_twice(parts: Parts) -> None:
    for _ in range(2):
        body(parts).insert(1, etree.Element(f"{W}p"))


def pale(parts: Parts) -> None:
    body(parts).find(f".//{W}tc/{W}tcPr").append(etree.Element(f"{W}shd", {f"{W}fill": "172326"}))


WORD: dict[Callable[[Parts], Iterator[str]], Callable[[Parts], None]] = {
    says_its_language: lambda p: set_to(p, f".//{W}lang", "xx", "word/styles.xml"),
    has_a_title: lambda p: drop(p, "{*}title", "docProps/core.xml"),
    headings_step_down: lambda p: set_to(p, f"{W}body/{W}p/{W}pPr/{W}pStyle", "Heading2"),
    tables_are_named: lambda p: drop(p, f".//{W}tblDescription"),
    data_tables_have_heads: lambda p: drop(p, f".//{W}tblHeader"),
    tables_are_not_nested: nest,
    pictures_have_words_or_are_decorative: lambda p: drop(
        p, f".//{ADEC}decorative", "word/header1.xml"
    ),
    controls_say_what_they_are: lambda p: drop(p, f".//{W}sdtPr/{W}alias"),
    blank_paragraphs_are_only_seams: blank_twice,
    word_contrast: pale,
}


@pytest.mark.parametrize("case", IN_WORD)
def test_a_word_file_passes_every_rule(case: Case) -> None:
    parts = parts_of(written(case, "docx"))
    assert [f"{rule.__name__}: {c}" for rule in WORD for c in rule(parts)] == []


@pytest.mark.parametrize("rule", WORD, ids=lambda rule: rule.__name__)
def test_harm_to_a_word_file_is_noticed(rule: Callable[[Parts], Iterator[str]]) -> None:
    parts = parts_of(written(Case(layout="journey-map", locale="de"), "docx"))
    assert not list(rule(parts))
    WORD[rule](parts)
    assert list(rule(parts))


@pytest.mark.parametrize("case", IN_WORD)
def test_word_s_reading_order_is_the_solved_one(case: Case) -> None:
    """In tables with heads it is row by row; cards come as the author has them, labels first."""
    tags = [val(tag) for tag in body(parts_of(written(case, "docx"))).iter(f"{W}tag")]
    assert len(tags) == len(set(tags))
    order = [tag.partition("__")[0] for tag in tags]
    header = [entry.slot.row for entry in case.solve(own_font=False).sheet.header]
    assert [name for name in dict.fromkeys(order) if name in header] == header


# ---------------------------------------------------------------- Excel

Book = tuple[Workbook, Parts]


def book_of(data: bytes) -> Book:
    return openpyxl.load_workbook(BytesIO(data), rich_text=True), parts_of(data)


def seen(book: Workbook) -> list[openpyxl.worksheet.worksheet.Worksheet]:
    return [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]


def open_cells(book: Workbook) -> list[Cell]:
    """Return the cells that a person fills in, as the Tab key goes: along rows, then down."""
    cells = (cell for row in book.worksheets[0].iter_rows() for cell in row)
    return [c for c in cells if not isinstance(c, MergedCell) and not c.protection.locked]


def sheets_have_names(own: Book) -> Iterator[str]:
    for sheet in seen(own[0]):
        if re.fullmatch(r"(Sheet|Tabelle|Arkusz|Ark|Lapa)\s?\d*", sheet.title):
            yield f"{sheet.title!r} says nothing"


def a_book_has_title_and_language(own: Book) -> Iterator[str]:
    told = own[0].properties
    if not told.title or not told.language:
        yield "the file has no title or language"
    for sheet in seen(own[0]):
        if not str(sheet["A1"].value or "").startswith(told.title or "-"):
            yield f"{sheet.title} does not begin with the title"


def charts_have_words(own: Book) -> Iterator[str]:
    charts = sum(len(sheet._charts) for sheet in own[0].worksheets)
    named = [
        picture
        for name, part in own[1].items()
        if name.startswith("xl/drawings/")
        for picture in part.iter(f"{XDR}cNvPr")
    ]
    if len(named) < charts:
        yield "a chart without a place for words"
    for picture in named:
        if len((picture.get("descr") or "").split()) < 2:
            yield "a chart whose words say nothing"


def each_answer_cell_says_what_it_is_for(own: Book) -> Iterator[str]:
    sheet = own[0].worksheets[0]
    said = {
        place: f"{check.promptTitle} {check.prompt}"
        for check in sheet.data_validations.dataValidation
        if check.showInputMessage and check.promptTitle and check.prompt
        for cells in check.sqref.ranges
        for place in [sheet.cell(*next(iter(cells.cells))).coordinate]
    }
    for cell in open_cells(own[0]):
        if cell.coordinate not in said:
            yield f"{cell.coordinate} says nothing when it is entered"


def the_first_cell_is_the_first_question(own: Book) -> Iterator[str]:
    sheet = own[0].worksheets[0]
    chosen = {selection.activeCell for selection in sheet.sheet_view.selection}
    if chosen != {open_cells(own[0])[0].coordinate}:
        yield f"{chosen} is chosen, not the first answer"


def heads_stay_and_repeat(own: Book) -> Iterator[str]:
    sheet = own[0].worksheets[0]
    if sheet.freeze_panes is None:
        yield "nothing stays when one scrolls"
    accent = [
        cell.row
        for row in sheet.iter_rows(min_col=2)
        for cell in row
        if cell.fill.start_color.rgb == "FF0B5A60" and cell.value
    ]
    if accent and not sheet.row_breaks.brk and not sheet.print_title_rows:
        yield "a table whose heads do not repeat in print"


def answers_are_merged_over_no_others(own: Book) -> Iterator[str]:
    """Merged cells are a title, a label, or one answer: never two names or answers."""
    sheet = own[0].worksheets[0]
    for area in sheet.merged_cells.ranges:
        if sum(sheet.cell(*place).value is not None for place in area.cells) > 1:
            yield f"{area} hides something"


def excel_contrast(own: Book) -> Iterator[str]:
    for sheet in seen(own[0]):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value is None or isinstance(cell, MergedCell):
                    continue
                ground = cell.fill.start_color.rgb[2:] if cell.fill.fill_type else "FFFFFF"
                for ink in _inks(cell):
                    if contrast(ink, ground) < LEAST:
                        yield f"{cell.coordinate} of {sheet.title}: {ink} on {ground}"
        for rules in sheet.conditional_formatting:
            for rule in rules.rules:
                look = rule.dxf
                ground, ink = look.fill.bgColor.rgb[2:], look.font.color.rgb[2:]
                if contrast(ink, ground) < LEAST:
                    yield f"{rules.sqref}: {ink} on {ground}"


def _inks(cell: Cell) -> set[str]:
    blocks = cell.value if isinstance(cell.value, list) else []
    own = {block.font.color.rgb[2:] for block in blocks if hasattr(block, "font")}
    return own or {cell.font.color.rgb[2:]}


def rename(own: Book) -> None:
    own[0].worksheets[0].title = "Sheet1"


def undescribe(own: Book) -> None:
    for picture in own[1]["xl/drawings/drawing1.xml"].iter(f"{XDR}cNvPr"):
        picture.set("descr", "")


def forget_prompts(own: Book) -> None:
    own[0].worksheets[0].data_validations.dataValidation.pop()


def choose_last(own: Book) -> None:
    for selection in own[0].worksheets[0].sheet_view.selection:
        selection.activeCell = "A1"


def let_heads_go(own: Book) -> None:
    own[0].worksheets[0].freeze_panes = None


def hide_one(own: Book) -> None:
    sheet = own[0].worksheets[0]
    sheet["A1"].value, sheet["A3"].value = "one", "two"
    sheet.merged_cells.add("A1:A3")


def whiten(own: Book) -> None:
    font = own[0].worksheets[0]["A1"].font.copy(color="FFEEEEEE")
    own[0].worksheets[0]["A1"].font = font


def untitle(own: Book) -> None:
    own[0].properties.title = None


EXCEL: dict[Callable[[Book], Iterator[str]], Callable[[Book], None]] = {
    sheets_have_names: rename,
    a_book_has_title_and_language: untitle,
    charts_have_words: undescribe,
    each_answer_cell_says_what_it_is_for: forget_prompts,
    the_first_cell_is_the_first_question: choose_last,
    heads_stay_and_repeat: let_heads_go,
    answers_are_merged_over_no_others: hide_one,
    excel_contrast: whiten,
}


@pytest.mark.parametrize("case", SAMPLE)
def test_a_workbook_passes_every_rule(case: Case) -> None:
    own = book_of(written(case, "xlsx"))
    assert [f"{rule.__name__}: {c}" for rule in EXCEL for c in rule(own)] == []


@pytest.mark.parametrize("rule", EXCEL, ids=lambda rule: rule.__name__)
@pytest.mark.filterwarnings("ignore:Call to deprecated function copy")
def test_harm_to_a_workbook_is_noticed(rule: Callable[[Book], Iterator[str]]) -> None:
    own = book_of(written(Case(layout="journey-map", locale="de"), "xlsx"))
    assert not list(rule(own))
    EXCEL[rule](own)
    assert list(rule(own))


@pytest.mark.parametrize("case", SAMPLE)
def test_a_prompt_names_row_and_stage(case: Case) -> None:
    worksheet = case.solve(own_font=False)
    book, _ = book_of(written(case, "xlsx"))
    sheet = book.worksheets[0]
    said = {
        sheet.cell(*place).coordinate: f"{check.promptTitle} {check.prompt}"
        for check in sheet.data_validations.dataValidation
        for cells in check.sqref.ranges
        for place in cells.cells
    }
    for slot in worksheet.sheet.slots():
        name = book.defined_names.get(name_of(slot.id))
        if name is None:  # a tick for each option
            continue
        prompt = said[name.attr_text.rpartition("!")[2].replace("$", "")]
        assert slot.row_label[:31] in prompt
        assert slot.column_label in prompt
