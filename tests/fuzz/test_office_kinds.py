"""Files that are not what they say, or not what they were: other kinds, locked, macros, damage."""

from collections.abc import Sequence
from random import Random
from typing import Any

import pytest

from tests.fuzz.office_checks import (
    FORMATS,
    MAIN,
    answers,
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
    strict,
    without,
)
from tests.fuzz.zips import STORED, Member, members, named, replaced, zipped
from worksheets import pipeline
from worksheets.model.response import Response
from worksheets.writers.package import CONTENT_TYPES

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
