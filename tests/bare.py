"""Files that have lost everything but their words, as other programs leave them."""

import re
from copy import deepcopy
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from lxml import etree
from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CUSTOM = "docProps/custom.xml"
_HIDDEN = re.compile(rb'<sheet [^>]*name="_(meta|lists)"[^>]*/>')
_NAME = re.compile(rb"<definedName [^>]*>[^<]*</definedName>")
_FOOTER = re.compile(rb"<headerFooter>.*?</headerFooter>", re.DOTALL)


def bare(data: bytes, *, footers: bool = True) -> bytes:
    """Return a file without controls, bookmarks, names, properties and hidden sheets."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as result:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = _plain(part)
            elif name == "xl/workbook.xml":
                part = _NAME.sub(b"", _HIDDEN.sub(b"", part))
            elif name == "[Content_Types].xml":
                part = re.sub(rb'<Override [^>]*PartName="/docProps/custom.xml"[^>]*/>', b"", part)
            elif name == "_rels/.rels":
                part = re.sub(rb"<Relationship [^>]*custom-properties[^>]*/>", b"", part)
            elif name.startswith("word/footer") and not footers:
                part = re.sub(rb"<w:t[ >].*?</w:t>", b"", part)
            elif name.startswith("xl/worksheets/sheet") and not footers:
                part = _FOOTER.sub(b"", part)
            if name != _CUSTOM:
                result.writestr(name, part)
    return target.getvalue()


def _plain(document: bytes) -> bytes:
    """Return a document whose controls are only their text, an empty row in its long tables."""
    root = etree.fromstring(document)
    for control in list(root.iter(f"{W}sdt")):
        content = control.find(f"{W}sdtContent")
        for child in content if content is not None else ():
            control.addprevious(child)
        _remove(control)
    for mark in list(root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        _remove(mark)
    for head in root.iter(f"{W}tblHeader"):
        row = next(head.iterancestors(f"{W}tr"))
        following = row.getnext()
        if following is not None and following.getnext() is not None:
            inserted = deepcopy(following)
            for text in inserted.iter(f"{W}t"):
                text.text = ""
            following.addprevious(inserted)
    return etree.tostring(root)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
