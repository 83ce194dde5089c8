"""Nothing but `zipfile` and lxml: the least that reading can cost."""

import re
from pathlib import Path
from zipfile import ZipFile

from lxml import etree

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def read_docx(path: Path) -> dict[str, str]:
    """Parse the main part and take the text of each control by its tag."""
    with ZipFile(path) as file:
        root = etree.fromstring(file.read("word/document.xml"))
    return {
        control.find(f"{_W}sdtPr/{_W}tag").get(f"{_W}val"): "".join(  # type: ignore[union-attr, misc]
            "\n" if piece.tag == f"{_W}br" else piece.text or ""
            for piece in control.find(f"{_W}sdtContent").iter(f"{_W}t", f"{_W}br")  # type: ignore[union-attr]
        )
        for control in root.iter(f"{_W}sdt")
    }


def read_xlsx(path: Path) -> dict[str, str]:
    """Parse names, strings and the first sheet, and take the text at each name."""
    with ZipFile(path) as file:
        book = etree.fromstring(file.read("xl/workbook.xml"))
        sheet = etree.fromstring(file.read("xl/worksheets/sheet1.xml"))
        shared = "xl/sharedStrings.xml"
        entries = etree.fromstring(file.read(shared)) if shared in file.namelist() else ()
    texts = ["".join(text.text or "" for text in entry.iter(f"{_S}t")) for entry in entries]
    cells: dict[str, str] = {}
    for cell in sheet.iter(f"{_S}c"):
        if cell.get("t") == "inlineStr":
            cells[cell.get("r", "")] = "".join(text.text or "" for text in cell.iter(f"{_S}t"))
        elif value := cell.findtext(f"{_S}v"):
            cells[cell.get("r", "")] = texts[int(value)] if cell.get("t") == "s" else value
    return {
        name.get("name", "").removeprefix("f_"): cells.get(
            re.sub(r".*!|\$", "", name.text or ""), ""
        )
        for name in book.iter(f"{_S}definedName")
    }
