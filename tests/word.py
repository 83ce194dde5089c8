"""Word files of the fewest parts, built by hand as programs leave them behind."""

from collections.abc import Mapping, Sequence
from io import BytesIO
from types import MappingProxyType
from zipfile import ZipFile

NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
)
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NOTHING: Mapping[str, str] = MappingProxyType({})


def relations(*kinds_and_targets: tuple[str, str]) -> str:
    """Return a part that relates another one to its targets."""
    entries = "".join(
        f'<Relationship Id="r{n}" Type="{RELATIONS}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(kinds_and_targets)
    )
    space = "http://schemas.openxmlformats.org/package/2006/relationships"
    return f'<Relationships xmlns="{space}">{entries}</Relationships>'


def docx(body: str, parts: Mapping[str, str] = NOTHING) -> bytes:
    """Return a Word file of the fewest parts that still is one."""
    every = {
        "[Content_Types].xml": "<Types>wordprocessingml</Types>",
        "_rels/.rels": relations(("officeDocument", "word/document.xml")),
        "word/document.xml": f"<w:document {NAMESPACES}><w:body>{body}</w:body></w:document>",
        **parts,
    }
    return zipped(every)


def zipped(parts: Mapping[str, str]) -> bytes:
    """Return parts by name as a zip."""
    target = BytesIO()
    with ZipFile(target, "w") as package:
        for name, text in parts.items():
            package.writestr(name, text)
    return target.getvalue()


def run(text: str) -> str:
    """Return a run of text."""
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*content: str) -> str:
    """Return a paragraph of runs and controls."""
    return f"<w:p>{''.join(content)}</w:p>"


def table(*rows: Sequence[str]) -> str:
    """Return a table of cells by row."""
    lines = (f"<w:tr>{''.join(map(cell, row))}</w:tr>" for row in rows)
    return f"<w:tbl>{''.join(lines)}</w:tbl>"


def cell(content: str, settings: str = "") -> str:
    """Return a cell, what is one already as it is."""
    if content.startswith("<w:tc>"):
        return content
    return f"<w:tc><w:tcPr>{settings}</w:tcPr>{content or '<w:p/>'}</w:tc>"


def control(tag: str, content: str, kind: str = "<w:richText/>") -> str:
    """Return a content control; with no ``tag`` it has no title either."""
    named = f'<w:alias w:val="Some title"/><w:tag w:val="{tag}"/>' if tag else ""
    return f"<w:sdt><w:sdtPr>{named}{kind}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>"


def marked(name: str, content: str, number: int = 7) -> str:
    """Return ``content`` inside a bookmark."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>'
    return f'{start}{content}<w:bookmarkEnd w:id="{number}"/>'


def after_libreoffice(name: str, content: str, kind: str = "", number: int = 7) -> str:
    """Return a control as LibreOffice 7 saves it: no tag, the bookmark begins inside."""
    start = f'<w:bookmarkStart w:id="{number}" w:name="{name}"/><w:r/>'
    return f'{control("", start + content, kind)}<w:bookmarkEnd w:id="{number}"/>'


def box(state: str) -> str:
    """Return the settings of a box to tick, ``state`` being what it says of itself."""
    return f"<w14:checkbox>{state}</w14:checkbox>"


def checked(value: str) -> str:
    """Return the state of a box."""
    return f'<w14:checked w14:val="{value}"/>'
