"""The sound Word and Excel files that mutants are made of: ours,
and as other programs save them."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import cache
from io import BytesIO

from docx import Document
from lxml import etree
from lxml.etree import _Element
from openpyxl import load_workbook

from tests.contract.samples import answers_for
from tests.fuzz.seeds import CASES
from tests.fuzz.zips import Member, members, named, zipped
from worksheets import pipeline
from worksheets.writers.package import CONTENT_TYPES, normalised

DOCUMENT, BOOK, CUSTOM = "word/document.xml", "xl/workbook.xml", "docProps/custom.xml"
STYLES, STRINGS = "xl/styles.xml", "xl/sharedStrings.xml"
_S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = b"application/vnd.openxmlformats-officedocument."
_STRICT = (
    (b"http://schemas.openxmlformats.org/wordprocessingml/2006/main", b"wordprocessingml/main"),
    (b"http://schemas.openxmlformats.org/spreadsheetml/2006/main", b"spreadsheetml/main"),
    (b"http://schemas.openxmlformats.org/officeDocument/2006/", b"officeDocument/"),
)


@cache
def office(name: str, format_: str, *, filled: bool = True) -> bytes:
    """Return one of `CASES` as Word or Excel file."""
    case = CASES[name]
    worksheet = case.solve()
    answers = answers_for(worksheet.definition, case.locale) if filled else {}
    return pipeline.write(worksheet, format_, pipeline.prefill(worksheet, answers))


def without(data: bytes, *names: str) -> bytes:
    """Return a file that never had some of its parts."""
    every = [member for member in members(data) if member.name not in names]
    listed = named(every, CONTENT_TYPES)
    for name in names:
        entry = rb'<Override PartName="/%b"[^>]*/>' % re.escape(name.encode())
        listed.content = re.sub(entry, b"", listed.content)
    return zipped(every)


def untagged(data: bytes) -> bytes:
    """Return a Word file whose controls have become plain text, as Google Docs makes of it."""
    every = members(without(data, CUSTOM))
    for member in every:
        if member.name == DOCUMENT:
            content = re.sub(rb"<w:bookmark(Start|End)[^>]*>|<w:sdtPr>.*?</w:sdtPr>", b"",
                             member.content, flags=re.DOTALL)  # fmt: skip
            member.content = re.sub(rb"</?w:sdt(Content)?>", b"", content)
    return zipped(every)


def unnamed(data: bytes) -> bytes:
    """Return a workbook without defined names and definition."""
    every = members(without(data, CUSTOM))
    for member in every:
        if member.name == BOOK:
            root = etree.fromstring(member.content)
            for child in root.xpath("*[local-name()='definedNames'] | */*[@name='_meta']"):
                child.getparent().remove(child)
            member.content = etree.tostring(root)
    return zipped(every)


def strict(data: bytes) -> bytes:
    """Return a file with the namespaces of ISO 29500 Strict."""
    every = members(data)
    for member in every:
        for usual, name in _STRICT:
            member.content = member.content.replace(usual, b"http://purl.oclc.org/ooxml/" + name)
    return zipped(every)


def by_excel(data: bytes) -> bytes:
    """Return a workbook as Excel saves it: shared strings, numbers as numbers, days as serials."""
    every = members(data)
    styles, types = named(every, STYLES), named(every, CONTENT_TYPES)
    date_style = len(etree.fromstring(styles.content).findall(f"{{{_S}}}cellXfs/*"))
    styles.content = styles.content.replace(b"</cellXfs>", b'<xf numFmtId="14"/></cellXfs>')
    texts: dict[str, int] = {}
    for member in every:
        if member.name.startswith("xl/worksheets/sheet"):
            root = etree.fromstring(member.content)
            for cell in root.iter(f"{{{_S}}}c"):
                if cell.get("t") == "inlineStr" and len(cell):
                    _share(cell, texts, str(date_style))
            member.content = etree.tostring(root)
    new = b'<Override PartName="/%b" ContentType="%bspreadsheetml.sharedStrings+xml"/></Types>'
    types.content = types.content.replace(b"</Types>", new % (STRINGS.encode(), _OFFICE))
    rels = named(every, "xl/_rels/workbook.xml.rels")
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"
    entry = b'<Relationship Id="rIdS" Type="%b" Target="sharedStrings.xml"/></Relationships>'
    rels.content = rels.content.replace(b"</Relationships>", entry % kind)
    strings = etree.Element(f"{{{_S}}}sst", nsmap={None: _S})
    strings.extend(map(etree.fromstring, texts))
    return zipped([*every, Member(name=STRINGS, content=etree.tostring(strings))])


def _share(cell: _Element, texts: dict[str, int], date_style: str) -> None:
    """Make a cell refer to its text, or hold its number or day."""
    rich = cell[0]
    shown = "".join(map(str, rich.itertext()))
    value = etree.SubElement(cell, f"{{{_S}}}v")
    if re.fullmatch(r"\d{4}-\d\d-\d\d", shown):
        value.text = str((date.fromisoformat(shown) - date(1899, 12, 30)).days)
        cell.set("t", "n")
        cell.set("s", date_style)
    elif re.fullmatch(r"-?[1-9]\d{0,8}(\.\d{1,3})?", shown):
        value.text = shown
        del cell.attrib["t"]
    else:
        rich.tag = f"{{{_S}}}si"
        text = etree.tostring(rich, encoding="unicode")
        value.text = str(texts.setdefault(text, len(texts)))
        cell.set("t", "s")
    cell.remove(rich)


def by_openpyxl(data: bytes) -> bytes:
    """Return a workbook as openpyxl saves it, with shared strings."""
    book, target = load_workbook(BytesIO(data)), BytesIO()
    book.save(target)
    return normalised(target.getvalue())


def by_python_docx(data: bytes) -> bytes:
    """Return a Word file as python-docx saves it."""
    document, target = Document(BytesIO(data)), BytesIO()
    document.save(target)
    return normalised(target.getvalue())


_MAKERS: Mapping[str, Callable[[], bytes]] = {
    **{f"{name}.docx": lambda name=name: office(name, "docx") for name in CASES},
    **{f"{name}.xlsx": lambda name=name: office(name, "xlsx") for name in CASES},
    "journey-blank.docx": lambda: office("journey", "docx", filled=False),
    "journey-blank.xlsx": lambda: office("journey", "xlsx", filled=False),
    "persona-untagged.docx": lambda: untagged(office("persona", "docx")),
    "journey-untagged.docx": lambda: untagged(office("journey", "docx")),
    "persona-unnamed.xlsx": lambda: unnamed(office("persona", "xlsx")),
    "journey-unnamed.xlsx": lambda: unnamed(office("journey", "xlsx")),
    "experience-undefined.docx": lambda: without(office("experience", "docx"), CUSTOM),
    "persona-strict.docx": lambda: strict(office("persona", "docx")),
    "persona-strict.xlsx": lambda: strict(office("persona", "xlsx")),
    "everything-excel.xlsx": lambda: by_excel(office("everything", "xlsx")),
    "journey-excel.xlsx": lambda: by_excel(office("journey", "xlsx")),
    "journey-openpyxl.xlsx": lambda: by_openpyxl(office("journey", "xlsx")),
    "everything-openpyxl.xlsx": lambda: by_openpyxl(office("everything", "xlsx")),
    "everything-python.docx": lambda: by_python_docx(office("everything", "docx")),
}


@cache
def office_seeds() -> Mapping[str, bytes]:
    """Return all seeds by name; the ending tells the format."""
    return {name: make() for name, make in _MAKERS.items()}
