"""Zips and mails: each member is read, and what cannot be is told."""

import base64
from email.message import EmailMessage
from io import BytesIO
from pathlib import Path
from zipfile import ZIP_STORED

import pytest

from tests.fuzz.zips import ENCRYPTED, Member
from tests.fuzz.zips import zipped as raw_zip
from tests.returned import folder, form, gathered, mail, names, notices, zipped
from worksheets.collecting import containers
from worksheets.collecting.store import Store
from worksheets.errors import UnusableInputError


def read(path: Path, **files: bytes) -> tuple[list[str], list[tuple[str, str]]]:
    store = Store.open(":memory:")
    gathered(store, folder(path / "in", {name.replace("_", "."): d for name, d in files.items()}))
    return names(store), notices(store)


def refused(data: bytes) -> str:
    with pytest.raises(UnusableInputError) as caught:
        containers.opened(BytesIO(data)).listing()  # type: ignore[union-attr]
    assert caught.value.problems[0].code == "C012"
    return caught.value.problems[0].message


def test_members_have_the_name_of_their_zip(tmp_path: Path) -> None:
    data = zipped({"b/10.pdf": form(1), "b/9.pdf": form(2), "__MACOSX/._9.pdf": b"x"})
    assert read(tmp_path, a_zip=data) == (
        ["in/a.zip!b/9.pdf", "in/a.zip!b/10.pdf"],
        [("C013", "in/a.zip!__MACOSX/._9.pdf")],
    )


def test_zips_in_zips_are_opened_three_deep(tmp_path: Path) -> None:
    data = zipped({"jana.pdf": form(1)})
    for level in "dcb":
        data = zipped({f"{level}.zip": data, f"{level}.pdf": form(ord(level))})
    assert read(tmp_path, a_zip=data) == (
        ["in/a.zip!b.pdf", "in/a.zip!b.zip!c.pdf", "in/a.zip!b.zip!c.zip!d.pdf"],
        [("C012", "in/a.zip!b.zip!c.zip!d.zip")],
    )


def test_office_files_are_worksheets_even_stored_in_a_zip(tmp_path: Path) -> None:
    word, excel = form(1, "docx"), form(1, "xlsx")
    data = zipped({"Password/documents/a.docx": word, "b.xlsx": excel}, ZIP_STORED)
    assert read(tmp_path, a_dat=data) == (
        ["in/a.dat!b.xlsx", "in/a.dat!Password/documents/a.docx"],
        [],
    )


def test_a_zip_that_begins_with_a_sheet_as_it_is_is_no_sheet(tmp_path: Path) -> None:
    data = zipped({"a.pdf": form(1), "b.pdf": form(2)}, ZIP_STORED)
    assert read(tmp_path, a_zip=data) == (["in/a.zip!a.pdf", "in/a.zip!b.pdf"], [])


def test_members_of_one_name_are_told_apart(tmp_path: Path) -> None:
    data = raw_zip(Member(name="jana.pdf", content=form(n)) for n in range(3))
    assert read(tmp_path, a_zip=data)[0] == [
        "in/a.zip!jana.pdf", "in/a.zip!jana.pdf#2", "in/a.zip!jana.pdf#3"
    ]  # fmt: skip


def test_locked_and_damaged_members_cost_themselves_alone(tmp_path: Path) -> None:
    every = [
        Member(name="good.pdf", content=form(1)),
        Member(name="locked.pdf", content=form(2), flags=ENCRYPTED),
        Member(name="torn.pdf", content=form(3), crc=1),
        Member(name="huge.pdf", content=b"%PDF-", size=60_000_000),
    ]
    assert refused(raw_zip(every)) == "the archive is far larger when unpacked than worksheets are"
    assert read(tmp_path, a_zip=raw_zip(every[:3])) == (
        ["in/a.zip!good.pdf"],
        [("C012", "in/a.zip!locked.pdf"), ("C012", "in/a.zip!torn.pdf")],
    )


def test_bombs_are_refused_before_anything_is_unpacked() -> None:
    zeros = zipped({"a": b"\0" * 60_000_000})
    assert len(zeros) < 100_000
    assert "far larger" in refused(zeros)
    kernel = Member(name="0", content=bytes(range(256)) * 1000)
    overlapping = [kernel, *(Member(name=str(n), content=kernel.content, packed=b"", offset=0,
                    packed_size=60_000) for n in range(1, 90))]  # fmt: skip
    assert "far larger" in refused(raw_zip(overlapping))


def test_a_member_that_inflates_to_more_than_it_says(tmp_path: Path) -> None:
    lying = Member(name="a.pdf", content=b"%PDF-" + b"\0" * 80_000_000, size=1000)
    assert read(tmp_path, a_zip=raw_zip([lying])) == ([], [("C012", "in/a.zip!a.pdf")])


def test_what_is_no_zip_inside_and_other_archives(tmp_path: Path) -> None:
    tar = b"a".ljust(257, b"\0") + b"ustar\0"
    cut = zipped({"jana.pdf": form(1)})[:-30]
    assert read(tmp_path, a_7z=b"7z\xbc\xaf\x27\x1cxx", a_tar=tar, b_zip=zipped({}), c_zip=cut) == (
        [],
        [("C012", "in/a.7z"), ("C012", "in/a.tar"), ("C012", "in/b.zip"), ("C012", "in/c.zip")],
    )


def test_too_many_members() -> None:
    many = raw_zip(Member(name=f"{n}.pdf") for n in range(containers.MAX_MEMBERS + 1))
    assert "more than" in refused(many)


def test_20_000_members_are_listed_in_order() -> None:
    data = zipped({f"{n}.pdf": b"%%PDF-%d" % n for n in range(20_000)})
    container = containers.opened(BytesIO(data))
    assert container is not None
    members = container.listing().members
    assert [name for _, name in members] == [f"{n}.pdf" for n in range(20_000)]
    assert container.content(members[777][0]) == b"%PDF-777"


# ---------------------------------------------------------------- mails


def test_attachments_of_a_mail_and_of_one_in_it(tmp_path: Path) -> None:
    inner = mail({"aija.pdf": form(1)})
    outer = mail({"jana.pdf": form(2), "jāņi 3.pdf": form(3)}, forwarded=inner)
    outer.add_attachment(
        b"GIF89a", maintype="image", subtype="gif", cid="<logo>", disposition="inline"
    )
    assert read(tmp_path, a_txt=outer.as_bytes()) == (
        ["in/a.txt!aija.pdf", "in/a.txt!jana.pdf", "in/a.txt!jāņi 3.pdf"],
        [],
    )


def test_a_zip_in_a_mail_and_a_mail_in_a_zip(tmp_path: Path) -> None:
    sent = mail({"forms.zip": zipped({"jana.pdf": form(1)})})
    assert read(tmp_path, a_zip=zipped({"m.eml": sent.as_bytes()})) == (
        ["in/a.zip!m.eml!forms.zip!jana.pdf"],
        [],
    )


def test_a_forwarded_mail_in_base64(tmp_path: Path) -> None:
    data = mail({}, forwarded=mail({"jana.pdf": form(1)})).as_bytes()
    head, _, rest = data.partition(b"Content-Type: message/rfc822")
    headers, _, body = rest.partition(b"\n\n")
    inner, _, end = body.rpartition(b"\n--")
    headers = headers.replace(b"8bit", b"base64")
    odd = b"".join(
        [
            head,
            b"Content-Type: message/rfc822",
            headers,
            b"\n\n",
            base64.encodebytes(inner),
            b"\n--",
            end,
        ]
    )
    assert b"base64" in headers
    assert [name.rpartition("!")[2] for name in read(tmp_path, a_eml=odd)[0]] == ["jana.pdf"]


def test_a_mail_without_attachments_is_told(tmp_path: Path) -> None:
    assert read(tmp_path, a_eml=mail({}).as_bytes()) == ([], [("C012", "in/a.eml")])


def test_a_mail_of_very_many_parts() -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Date"] = "a@b.c", "a@b.c", "now"
    for _ in range(containers.MAX_PARTS + 1):
        message.add_attachment(b"", maintype="a", subtype="b")
    assert "more than" in refused(message.as_bytes())


def test_mails_in_mails_without_end() -> None:
    head = b"From: a@b.c\nTo: a@b.c\nDate: now\n"
    refused(head + b"Content-Type: message/rfc822\n\n" * 5_000)


def test_a_note_that_begins_like_a_mail_is_none() -> None:
    assert containers.opened(BytesIO(b"To: everybody\nbuy milk\n")) is None
