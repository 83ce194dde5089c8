"""Known attacks with Word and Excel files: each has its problem, and none its way."""

import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.fuzz.office_bombs import SHEET
from tests.fuzz.office_seeds import (
    BOOK,
    CUSTOM,
    DOCUMENT,
    STRINGS,
    STYLES,
    by_excel,
    office,
    strict,
    without,
)
from tests.fuzz.runs import tried
from tests.fuzz.zips import STORED, Member, deflated, members, named, replaced, zipped
from worksheets import pipeline
from worksheets.model.response import Response
from worksheets.writers.package import CONTENT_TYPES

FORMATS = ("docx", "xlsx")
MAIN = {"docx": DOCUMENT, "xlsx": BOOK}
RELATIONS = "_rels/.rels"
READ = [
    ("docx", DOCUMENT), ("docx", CUSTOM), ("docx", RELATIONS), ("docx", CONTENT_TYPES),
    ("xlsx", BOOK), ("xlsx", SHEET), ("xlsx", STRINGS), ("xlsx", STYLES), ("xlsx", CUSTOM),
    ("xlsx", RELATIONS), ("xlsx", "xl/_rels/workbook.xml.rels"),
]  # fmt: skip
"""Parts that are read, by format."""


def sheet(format_: str) -> bytes:
    """Return a filled worksheet; as workbook with shared strings and with days."""
    data = office("everything", format_)
    return by_excel(data) if format_ == "xlsx" else data


@cache
def answers(format_: str) -> dict[str, Any]:
    """Return what the worksheet answers when nobody did it any harm."""
    return dict(pipeline.read(sheet(format_)).values())


def codes(response: Response) -> set[str]:
    """Return the problems of the whole file, without the one that tells of a test's own layout."""
    return {problem.code for problem in response.problems} - {"R013"}


def survived(data: bytes, *, seconds: float = 5.0) -> Response:
    """Return the response, after seeing that neither time nor memory was taken for it."""
    outcome = tried(0, "attack", data)
    assert not outcome.bug
    assert outcome.seconds < seconds
    return pipeline.read(data)


def refused(data: bytes, *expected: str) -> None:
    """See that a file gives nothing but a problem with one of these codes."""
    response = survived(data)
    assert (response.status, response.answers) == ("unreadable", ())
    assert len(codes(response)) == 1
    assert codes(response) <= set(expected)


def read_all_the_same(data: bytes, format_: str, *expected: str) -> None:
    """See that a file gives all its answers, and these problems."""
    response = survived(data)
    assert codes(response) == set(expected)
    assert response.values() == answers(format_)


# ---------------------------------------------------------------- bombs


@pytest.mark.parametrize("format_", FORMATS)
def test_a_member_of_10_gigabytes(format_: str) -> None:
    every = members(sheet(format_))
    large = named(every, MAIN[format_])
    sizes = (10 << 30).to_bytes(8, "little") + len(deflated(large.content)).to_bytes(8, "little")
    large.extra = b"\1\0\x10\0" + sizes
    large.size = large.packed_size = 0xFFFFFFFF
    large.packed = deflated(large.content)
    refused(zipped(every), "R003")


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("filler", [b" ", b"\0", b"<a/>", b"<!-- -->"], ids=repr)
def test_a_part_that_inflates_a_thousandfold(format_: str, filler: bytes) -> None:
    content = named(members(sheet(format_)), MAIN[format_]).content
    place = content.rindex(b"</")
    bomb = content[:place] + filler * (200_000_000 // len(filler)) + content[place:]
    data = replaced(sheet(format_), MAIN[format_], bomb)
    assert len(data) < 1_000_000
    refused(data, "R003")


@pytest.mark.parametrize("size", [10, 1000])
def test_a_part_that_inflates_to_more_than_it_says(size: int) -> None:
    every = members(sheet("docx"))
    part = named(every, DOCUMENT)
    part.packed, part.size = deflated(part.content + b" " * 100_000_000), size
    refused(zipped(every), "R007")


def _matryoshka(levels: int) -> bytes:
    data = b"\0" * 1_000_000
    for _ in range(levels):
        data = zipped(Member(name=f"{n:x}.zip", content=data) for n in range(16))
    return data


def test_zips_in_zips_as_42_zip_has_them() -> None:
    bomb = _matryoshka(5)
    assert len(bomb) < 100_000
    refused(bomb, "R001")
    refused(replaced(sheet("docx"), DOCUMENT, bomb), "R007")
    refused(replaced(sheet("xlsx"), BOOK, bomb), "R007")
    read_all_the_same(replaced(sheet("xlsx"), "xl/embeddings/0.zip", bomb), "xlsx")


def test_many_parts_just_below_the_limit() -> None:
    every = members(sheet("xlsx"))
    for member in every:
        if member.name.startswith("xl/worksheets/sheet"):
            place = member.content.rindex(b"</")
            padding = b" " * 9_000_000 + b"<x/>" + b" " * 9_000_000
            member.content = member.content[:place] + padding + member.content[place:]
    refused(zipped(every), "R003")


@pytest.mark.parametrize("format_", FORMATS)
def test_members_that_share_their_bytes(format_: str) -> None:
    kernel = deflated(b"<a>" + b" " * 20_000_000 + b"</a>")
    every = members(sheet(format_))
    for member in every:
        member.packed, member.offset = b"", 0
        member.packed_size, member.size = len(kernel), 20_000_007
    first = Member(name=MAIN[format_], packed=kernel, size=20_000_007)
    refused(zipped([first, *every]), "R003", "R007")


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("count", [3_000, 100_000])
def test_thousands_of_members(format_: str, count: int) -> None:
    more = (Member(name=f"word/{number}", method=STORED) for number in range(count))
    data = zipped([*more, *members(sheet(format_))])
    refused(data, "R003")


# ---------------------------------------------------------------- names


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize(
    "name",
    ["../../evil", "word/../../evil", "/etc/evil", "..\\..\\evil", "C:\\evil", "\\\\x\\evil"],
)
def test_names_that_climb_out_of_their_folder(
    format_: str, name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "deep" / "er").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "deep" / "er")
    data = zipped([Member(name=name, content=b"evil"), *members(sheet(format_))])
    read_all_the_same(data, format_, "R019")
    assert [file.name for file in tmp_path.rglob("*")] == ["deep", "er"]


@pytest.mark.parametrize("format_", FORMATS)
def test_relations_that_climb_out_of_the_file(format_: str) -> None:
    name = {"docx": "word/_rels/document.xml.rels", "xlsx": "xl/worksheets/_rels/sheet1.xml.rels"}
    entry = b'<Relationship Id="x%d" Type="x/comments" Target="%b"/>'
    targets = (b"../../../../../etc/passwd", b"/etc/passwd", b"file:///etc/passwd", b"\\\\x\\y")
    rels = named(members(sheet(format_)), name[format_]).content
    new = b"".join(entry % pair for pair in enumerate(targets))
    data = replaced(sheet(format_), name[format_], rels.replace(b"</", new + b"</", 1))
    read_all_the_same(data, format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_two_parts_of_one_name(format_: str) -> None:
    every = members(sheet(format_))
    twin = Member(name=MAIN[format_], content=b"<evil/>")
    read_all_the_same(zipped([twin, *every]), format_, "R019")
    response = survived(zipped([*every, twin]))
    assert "R019" in codes(response)


# ---------------------------------------------------------------- XML

LAUGHS = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
TYPES = {
    "laughs": (f'<!DOCTYPE x [<!ENTITY e0 "lol">{LAUGHS}]>', "&e11;"),
    "laughs in attributes": (
        f'<!DOCTYPE x [<!ENTITY e0 "lol">{LAUGHS}<!ATTLIST x y CDATA "&e11;">]>', "",
    ),
    "quadratic": (f'<!DOCTYPE x [<!ENTITY e "{"e" * 50_000}">]>', "&e;" * 50_000),
    "file": ('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>', "&e;"),
    "http": ('<!DOCTYPE x [<!ENTITY e SYSTEM "http://127.0.0.1:PORT/e">]>', "&e;"),
    "external": ('<!DOCTYPE x SYSTEM "http://127.0.0.1:PORT/x.dtd">', ""),
    "external file": ('<!DOCTYPE x SYSTEM "file:///etc/passwd">', ""),
    "public": ('<!DOCTYPE x PUBLIC "-//W3C//DTD XHTML 1.0//EN" "http://127.0.0.1:PORT/">', ""),
    "parameter": ('<!DOCTYPE x [<!ENTITY % p SYSTEM "http://127.0.0.1:PORT/p">%p;]>', ""),
    "nested parameter": ("<!DOCTYPE x [<!ENTITY % p '&#37;p;'>%p;]>", ""),
    "harmless": ("<!DOCTYPE x>", ""),
    "cut": ('<!DOCTYPE x [<!ENTITY e "', ""),
}  # fmt: skip


@contextmanager
def listening() -> Iterator[tuple[int, Callable[[], bool]]]:
    """Yield the port of a server, and what tells whether anybody came."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)

        def visited() -> bool:
            with suppress(BlockingIOError):
                server.accept()[0].close()
                return True
            return False

        yield server.getsockname()[1], visited


def with_type(data: bytes, part: str, kind: str, port: int = 9, encoding: str = "utf-8") -> bytes:
    """Return a file one part of which declares a document type and uses its entities."""
    declared, used = TYPES[kind]
    content = named(members(data), part).content.decode()
    body = content.partition("?>")[2] if content.startswith("<?xml") else content
    body = f"{used}</".join(body.rsplit("</", 1))
    text = f'<?xml version="1.0" encoding="{encoding}"?>{declared}{body}'.replace("PORT", str(port))
    return replaced(data, part, text.encode(encoding, "xmlcharrefreplace"))


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize(("format_", "part"), READ)
def test_xml_with_a_document_type(format_: str, part: str, kind: str) -> None:
    with listening() as (port, visited):
        refused(with_type(sheet(format_), part, kind, port), "R018")
        assert not visited()


@pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "utf-7", "iso-8859-1"])
@pytest.mark.parametrize("kind", ["laughs", "file", "external"])
def test_xml_with_a_document_type_in_another_encoding(kind: str, encoding: str) -> None:
    with listening() as (port, visited):
        data = with_type(sheet("docx"), DOCUMENT, kind, port, encoding)
        refused(data, "R018")
        assert not visited()


def test_nothing_of_a_file_on_this_computer_gets_into_a_response() -> None:
    secret = Path(__file__)
    body = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{secret.as_uri()}">]><x>&e;</x>'.encode()
    for format_, part in READ:
        response = survived(replaced(sheet(format_), part, body))
        assert secret.read_text(encoding="utf-8")[:40] not in str(response)


@pytest.mark.parametrize("format_", FORMATS)
def test_parts_that_nobody_reads_may_say_what_they_like(format_: str) -> None:
    name = {"docx": "word/styles.xml", "xlsx": "xl/theme/theme1.xml"}[format_]
    read_all_the_same(with_type(sheet(format_), name, "laughs"), format_)


@pytest.mark.parametrize("format_", FORMATS)
def test_relations_to_other_computers(format_: str) -> None:
    name = {"docx": "word/_rels/document.xml.rels", "xlsx": "xl/_rels/workbook.xml.rels"}[format_]
    kinds = (
        "officeDocument", "attachedTemplate", "image", "comments", "footer", "sharedStrings",
        "worksheet", "styles", "externalLinkPath", "oleObject", "aFChunk", "customXml", "hyperlink",
    )  # fmt: skip
    with listening() as (port, visited):
        for mode in ('TargetMode="External"', ""):
            new = "".join(
                f'<Relationship Id="x{number}" {mode} Target="http://127.0.0.1:{port}/{kind}"'
                f' Type="http://schemas.openxmlformats.org/officeDocument/2006/{kind}"/>'
                for number, kind in enumerate(kinds)
            )
            every = members(sheet(format_))
            for rels in (named(every, name), named(every, RELATIONS)):
                rels.content = rels.content.replace(b"</Rel", new.encode() + b"</Rel", 1)
            read_all_the_same(zipped(every), format_)
        assert not visited()


# ---------------------------------------------------------------- other kinds of files

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


@pytest.mark.parametrize("size", [0, 5000])
def test_a_file_with_a_password(size: int) -> None:
    entry = "EncryptedPackage".encode("utf-16-le").ljust(64, b"\0") + b"\x22\0"
    refused(
        OLE + b"\0" * size + "EncryptionInfo".encode("utf-16-le") + entry + b"\0" * size, "R004"
    )


@pytest.mark.parametrize("stream", ["WordDocument", "Workbook", "Book", ""])
def test_an_old_file(stream: str) -> None:
    data = OLE + b"\0" * 2000 + stream.encode("utf-16-le") + b"\0" * 2000
    refused(data, "R001")
    assert "save it as" in pipeline.read(data).problems[0].hint


@pytest.mark.parametrize("format_", FORMATS)
def test_members_with_a_password(format_: str) -> None:
    every = members(sheet(format_))
    for member in every:
        member.flags = 1
    refused(zipped(every), "R004")


@pytest.mark.parametrize("format_", FORMATS)
def test_macros_are_told_and_the_answers_read(format_: str) -> None:
    folder = MAIN[format_].partition("/")[0]
    every = members(sheet(format_))
    types = named(every, CONTENT_TYPES)
    kind = {"docx": b"ms-word.document", "xlsx": b"ms-excel.sheet"}[format_]
    usual = {"docx": b"wordprocessingml.document", "xlsx": b"spreadsheetml.sheet"}[format_]
    types.content = types.content.replace(
        b"vnd.openxmlformats-officedocument." + usual + b".main+xml",
        b"vnd." + kind + b".macroEnabled.main+xml",
    )
    assert b"macroEnabled" in types.content
    every.append(Member(name=f"{folder}/vbaProject.bin", content=OLE + b"Auto_Open" * 999))
    read_all_the_same(zipped(every), format_, "R017")
    read_all_the_same(replaced(sheet(format_), f"{folder}/vbaProject.bin", OLE), format_, "R017")


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("content", [b"", b"<Types/>", b"\0", b"<Types", b"text/plain"], ids=repr)
def test_a_list_of_parts_that_says_nothing(format_: str, content: bytes) -> None:
    read_all_the_same(replaced(sheet(format_), CONTENT_TYPES, content), format_, "R020")


@pytest.mark.parametrize("format_", FORMATS)
def test_a_list_of_parts_that_is_missing_or_wrong(format_: str) -> None:
    types = named(members(sheet(format_)), CONTENT_TYPES).content
    plain = types.replace(b"application/vnd.openxmlformats-officedocument.", b"text/plain;x=")
    for old in (b"wordprocessingml", b"spreadsheetml"):
        plain = plain.replace(old, b"plain")
    read_all_the_same(replaced(sheet(format_), CONTENT_TYPES, plain), format_, "R020")
    bare = zipped(m for m in members(sheet(format_)) if m.name != CONTENT_TYPES)
    read_all_the_same(bare, format_, "R020")


def _archive(*names: str) -> bytes:
    return zipped(Member(name=name, content=b"<x/>" * 99) for name in names)


@pytest.mark.parametrize(
    "data",
    [
        _archive("[Content_Types].xml", "xl/workbook.bin", "xl/worksheets/sheet1.bin"),
        zipped([Member(name="mimetype", method=STORED,
                       content=b"application/vnd.oasis.opendocument.text"),
                Member(name="content.xml", content=b"<x/>"), Member(name="styles.xml")]),
        zipped([Member(name="mimetype", method=STORED,
                       content=b"application/vnd.oasis.opendocument.spreadsheet"),
                Member(name="content.xml", content=b"<x/>"), Member(name="META-INF/manifest.xml")]),
        _archive("Index/Document.iwa", "Index/Tables/DataList.iwa", "preview.jpg"),
        _archive("ppt/presentation.xml", "[Content_Types].xml"),
        _archive("META-INF/MANIFEST.MF", "x.class"),
        zipped([]),
        b"PK\3\4",
        b"PK\5\6" + b"\0" * 18,
    ],
    ids=["xlsb", "odt", "ods", "pages", "pptx", "jar", "empty", "begun", "end"],
)  # fmt: skip
def test_files_of_other_programs(data: bytes) -> None:
    refused(data, "R001")


@pytest.mark.parametrize("format_", FORMATS)
def test_the_strict_kind_of_the_format(format_: str) -> None:
    read_all_the_same(strict(sheet(format_)), format_)


def test_a_document_or_workbook_of_somebody_else_has_no_answers() -> None:
    for format_, part, body in (
        ("docx", DOCUMENT, b"<w:body><w:p><w:r><w:t>A letter</w:t></w:r></w:p></w:body>"),
        ("xlsx", BOOK, b"<sheets/>"),
    ):
        data = without(sheet(format_), CUSTOM)
        root = b"document" if format_ == "docx" else b"workbook"
        content = named(members(data), part).content
        start, end = (
            content.index(
                b">",
                content.index(b"<" + root) if format_ == "xlsx" else content.index(b"<w:" + root),
            )
            + 1,
            content.rindex(b"</"),
        )
        response = survived(replaced(data, part, content[:start] + body + content[end:]))
        assert (response.status, codes(response)) == ("unreadable", {"R008"})


# ---------------------------------------------------------------- damage


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_that_was_cut_off_is_never_read_by_half(format_: str) -> None:
    data = sheet(format_)
    places = {*range(60), *range(0, len(data), len(data) // 150), *range(len(data) - 60, len(data))}
    for place in sorted(places):
        response = pipeline.read(data[:place])
        assert (response.status, response.answers) == ("unreadable", ())
        assert codes(response) <= {"R001", "R002", "R007"}, place


def _flipped(data: bytes, place: int, random: Random) -> bytes:
    changed = bytearray(data)
    changed[place] ^= 1 << random.randrange(8)
    return bytes(changed)


def _told(response: Response) -> bool:
    found: Sequence[Any] = [*response.problems, *(p for a in response.answers for p in a.problems)]
    return any(problem.severity != "info" for problem in found)


@pytest.mark.parametrize("format_", FORMATS)
@pytest.mark.parametrize("part", ["anywhere", "directory"])
def test_a_damaged_file_gives_its_answers_or_says_that_it_is_damaged(
    format_: str, part: str
) -> None:
    data, random = sheet(format_), Random(7)
    first = data.index(b"PK\1\2") if part == "directory" else 0
    for _ in range(250):
        place = random.randrange(first, len(data))
        response = pipeline.read(_flipped(data, place, random))
        assert response.values() == answers(format_) or _told(response), place


@pytest.mark.parametrize("format_", FORMATS)
def test_a_file_that_has_lost_a_part_says_so(format_: str) -> None:
    every = members(sheet(format_))
    for lost in every:
        response = pipeline.read(zipped(member for member in every if member is not lost))
        if lost.name.endswith((".rels", ".png")):
            continue  # they are not listed
        assert _told(response), lost.name
