"""Office files that would take a careless reader all its time or memory."""

import re
from collections.abc import Callable, Sequence
from random import Random

from tests.fuzz.office_seeds import BOOK, CUSTOM, DOCUMENT, office, office_seeds, unnamed, untagged
from tests.fuzz.zips import STORED, Member, deflated, members, named, replaced, zipped

SHEET = "xl/worksheets/sheet1.xml"
_PART = 23_900_000  # bytes; just below what is read of one part
_RUN = b"<w:r><w:t>%b</w:t></w:r>"
_PIECES = (
    b"a", b" ", b"\n", b"e\xcc\x81\xcc\xa3", b"\xcc\x81\xcc\xa3", b"a-1 ", b"1 A",
    b"\xe2\x98\x92", b"word ",
    b"\xe2\x98\x92a", b"&lt;", b"_x0041_", b"Persona\n", b"\xf0\x9f\x98\x80",
)  # fmt: skip


def word(body: bytes, *, whole: bool = False) -> bytes:
    """Return a worksheet as Word file with more at the end of its body, or nothing else in it."""
    data = office("persona", "docx")
    content = named(members(data), DOCUMENT).content
    start = content.index(b"<w:body>") + 8 if whole else content.rindex(b"<w:sectPr")
    end = content.rindex(b"<w:sectPr")
    return replaced(data, DOCUMENT, content[:start] + body + content[end:])


def excel(rows: bytes, after: bytes = b"", data: bytes | None = None) -> bytes:
    """Return a worksheet as Excel file with other rows and what comes after them."""
    data = data or office("persona", "xlsx")
    content = named(members(data), SHEET).content
    start, end = content.index(b"<sheetData>") + 11, content.index(b"</sheetData>")
    new = content[:start] + rows + content[end : end + 12] + after + b"</worksheet>"
    return replaced(data, SHEET, new)


def _cell(text: bytes) -> bytes:
    return b'<c t="inlineStr"><is><t>%b</t></is></c>' % text


def _repeated(piece: bytes, most: int = _PART) -> bytes:
    return piece * (most // len(piece))


def huge_part(random: Random) -> bytes:
    """Let one part be as large as it may, or larger."""
    size = random.choice([_PART, _PART, 30_000_000, 100_000_000])
    piece = random.choice(
        [b" ", b"<w:p/>", b"<w:r/>", _RUN % b"a", b"<w:p>%b</w:p>" % (_RUN % b"a"), b"<!-- -->",
         b"<w:sdt><w:sdtPr><w:tag w:val='a'/></w:sdtPr><w:sdtContent/></w:sdt>", b"<w:tbl/>",
         b"<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", b'<w:bookmarkStart w:name="f_x"/>']
    )  # fmt: skip
    return word(_repeated(piece, size))


def huge_sheet(random: Random) -> bytes:
    """Let a sheet have as many rows, cells or merges as fit."""
    piece = random.choice([b"<row/>", b"<row><c/></row>", b'<row r="1048576"/>', b"<c/>"])
    row = b"<row>%b</row>" % (_cell(b"x") * 999)
    merge = random.choice([b'<mergeCell ref="A1:XFD1048576"/>', b'<mergeCell ref="A1:CV100"/>'])
    merges = b"<mergeCells>%b</mergeCells>" % _repeated(merge, 900_000)
    rows = _repeated(random.choice([piece, piece, row]))
    return excel(rows, random.choice([b"", merges]))


def huge_text(random: Random) -> bytes:
    """Write one very long answer, of one or many lines, in a field or beside one."""
    text = random.choice(_PIECES) * (int(10 ** random.uniform(5, 7)) // 4)
    if random.random() < 0.5:
        field = random.choice([b"f_name", b"_not"])
        book = named(members(office("persona", "xlsx")), BOOK).content
        place = re.search(field + rb"\">'[^']*'!\$(\w+)\$(\d+)<", book)
        at = b"%b%b" % place.groups() if place else b"A999"
        cell = b'<c r="%b" t="inlineStr"><is><t xml:space="preserve">%b</t></is></c>' % (at, text)
        return excel(b'<row r="%b">%b</row>' % (re.sub(rb"\D", b"", at), cell))
    body = b"<w:p>%b</w:p>" % (_RUN % text)
    if random.random() < 0.7:
        lines = text[:2_000_000].split(b"\n") if b"\n" in text else [text]
        body = b"<w:br/>".join(_RUN % line for line in lines)
        tag = random.choice([b"name", b"quote", b"x"])
        field = (
            b'<w:sdt><w:sdtPr><w:tag w:val="%b"/></w:sdtPr><w:sdtContent>%b</w:sdtContent></w:sdt>'
        )
        body = field % (tag, random.choice([body, _RUN % b"x"])) + body
        body = b"<w:tbl><w:tr><w:tc><w:p>%b</w:p></w:tc></w:tr></w:tbl>" % body
    return word(body, whole=random.random() < 0.5)


def _labels(data: bytes) -> list[bytes]:
    content = named(members(data), SHEET).content
    return re.findall(rb"<t(?: [^>]*)?>([^<]+)</t>", content)


def many_labels(random: Random) -> bytes:
    """Repeat the labels of a worksheet that has lost its marks in very many cells."""
    name = random.choice(["persona", "journey", "stakeholder", "everything"])
    data = unnamed(office(name, "xlsx")) if random.random() < 0.5 else office(name, "xlsx")
    labels = _labels(data)
    if random.random() < 0.5:
        labels = random.sample(labels, k=min(len(labels), random.choice([2, 5])))
    count = random.choice([1000, 20_000, 95_000])
    wide = random.choice([1, 9, 300, 16_000])
    rows = bytearray()
    for start in range(0, count, wide):
        cells = (labels[(start + n) % len(labels)] for n in range(wide))
        rows += b"<row>%b</row>" % b"".join(map(_cell, cells))
    if random.random() < 0.3:
        original = named(members(data), SHEET).content
        rows = (
            bytearray(
                original[original.index(b"<sheetData>") + 11 : original.index(b"</sheetData>")]
            )
            + rows
        )
    return excel(bytes(rows), data=data)


def wide_cells(random: Random) -> bytes:
    """Let very many cells reach over very many others."""
    count = random.choice([100, 5000, 19_000])
    cell = b'<w:tc><w:tcPr><w:gridSpan w:val="100"/>%b</w:tcPr><w:p>%b</w:p></w:tc>'
    down = random.choice([b"", b'<w:vMerge w:val="restart"/>'])
    row = b"<w:tr>%b</w:tr>" % (cell % (down, _RUN % b"x") * 50)
    more = b"<w:tr>%b</w:tr>" % (cell % (b"<w:vMerge/>", b"") * 50)
    body = b"<w:tbl>%b</w:tbl>" % (row + (more * 20 if down else b""))
    data = word(body * (count // 50))
    return untagged(data) if random.random() < 0.3 else data


def many_names(random: Random) -> bytes:
    """Have very many defined names, controls or bookmarks."""
    count = random.choice([3000, 30_000, 150_000])
    if random.random() < 0.5:
        data = office("persona", "xlsx")
        book = named(members(data), BOOK).content
        sheet = random.choice([b"'Arbeidsark'!$A$4", b"#REF!"])
        entry = b'<definedName name="f_x%d">%b</definedName>'
        new = b"".join(entry % (number, sheet) for number in range(count))
        return replaced(data, BOOK, book.replace(b"</definedNames>", new + b"</definedNames>"))
    piece = random.choice(
        [b'<w:sdt><w:sdtPr><w:tag w:val="actions__s%d"/></w:sdtPr><w:sdtContent/></w:sdt>',
         b'<w:bookmarkStart w:id="%d" w:name="f_1"/>']
    )  # fmt: skip
    body = b"".join(piece % number for number in range(count))
    data = word(b"<w:p>%b</w:p>" % body, whole=random.random() < 0.5)
    return replaced(data, CUSTOM, b"<Properties/>") if random.random() < 0.5 else data


def long_foot(random: Random) -> bytes:
    """Write very much where the small print is looked for."""
    text = random.choice([b"a", b"a-", b"a 1 A", b"a 1 AA A W1", b"1 "]) * random.choice(
        [9, 10**4, 10**6]
    )
    if random.random() < 0.5:
        after = b"<headerFooter><oddFooter>&amp;L%b</oddFooter></headerFooter>" % text
        return excel(b"", after, unnamed(office("persona", "xlsx")))
    data = untagged(office("persona", "docx"))
    foot = named(members(data), "word/footer1.xml").content
    new = foot.replace(b"</w:p>", (_RUN % text) + b"</w:p>", 1)
    return replaced(data, "word/footer1.xml", new)


def many_members(random: Random) -> bytes:
    """Have very many members."""
    count = random.choice([2100, 60_000, 100_000])
    data = office_seeds()[random.choice(["persona.docx", "persona.xlsx"])]
    more = (Member(name=f"word/{n}.xml", method=STORED) for n in range(count))
    return zipped([*members(data), *more])


def liars(random: Random) -> bytes:
    """Say that a member is far larger or smaller than it is; it may be a bomb."""
    data = office_seeds()[random.choice(["persona.docx", "persona.xlsx"])]
    every = members(data)
    member = random.choice(
        [m for m in every if m.name.endswith(("document.xml", "sheet1.xml", "book.xml"))]
    )
    if random.random() < 0.5:
        member.packed = deflated(bytes(random.choice([10**6, 10**8])))
    member.size = random.choice([10, 2**32 - 2, 100_000_000])
    return zipped(every)


def many_large(random: Random) -> bytes:
    """Let every part be large."""
    every = members(office_seeds()[random.choice(["persona.docx", "journey-openpyxl.xlsx"])])
    piece = random.choice([b" ", b"<a/>", b"<!--a-->", b"<?a?>"])
    for member in every:
        place = member.content.rfind(b"</")
        if place > 0 and b"Types" not in member.content[:300]:
            member.content = (
                member.content[:place] + _repeated(piece, 8_000_000) + member.content[place:]
            )
    return zipped(every)


HEAVY: Sequence[Callable[[Random], bytes]] = (
    huge_part, huge_sheet, huge_text, many_labels, wide_cells, many_names, long_foot,
    many_members, liars,
    many_large, huge_text, many_labels,
)  # fmt: skip
