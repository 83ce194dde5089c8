"""Known attacks with Word and Excel files: each has its problem, and none its way."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.fuzz.office_bombs import SHEET
from tests.fuzz.office_checks import (
    FORMATS,
    MAIN,
    codes,
    read_all_the_same,
    refused,
    sheet,
    survived,
)
from tests.fuzz.office_seeds import (
    BOOK,
    CUSTOM,
    DOCUMENT,
    STRINGS,
    STYLES,
)
from tests.fuzz.zips import STORED, Member, deflated, members, named, replaced, zipped
from worksheets.writers.package import CONTENT_TYPES

RELATIONS = "_rels/.rels"
READ = [
    ("docx", DOCUMENT), ("docx", CUSTOM), ("docx", RELATIONS), ("docx", CONTENT_TYPES),
    ("xlsx", BOOK), ("xlsx", SHEET), ("xlsx", STRINGS), ("xlsx", STYLES), ("xlsx", CUSTOM),
    ("xlsx", RELATIONS), ("xlsx", "xl/_rels/workbook.xml.rels"),
]  # fmt: skip
"""Parts that are read, by format."""


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
