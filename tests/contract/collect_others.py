"""Forty files that are no response, or one that needs an eye: each has its problem."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Any

from docx import Document
from openpyxl import Workbook, load_workbook
from PIL import Image

from tests.clients.base import run
from tests.clients.renderers import PopplerRenderer
from tests.contract.collect_corpus import FOLDER, Sheet, archive, mail
from tests.contract.samples import Case
from tests.fuzz.office_bombs import word
from tests.fuzz.seeds import KEPT, by_reportlab, flat, like_weasyprint
from tests.fuzz.test_office_attacks import RELATIONS, with_type
from tests.fuzz.zips import ENCRYPTED, Member, members, zipped
from worksheets import loading, pipeline
from worksheets.model.response import Definition
from worksheets.source import read_layout

ASIDE = f"{FOLDER}/zz"
"""After the others in every order, so that these are the second of two that are the same."""
LAYOUTS = Path(__file__).parents[2] / "layouts"


@dataclass(frozen=True, slots=True, kw_only=True)
class Other:
    """A file, and the codes of which one at least has to be said about it.

    ``answers`` are those that count all the same; None if the file is no response.
    """

    name: str
    data: bytes
    codes: tuple[str, ...]
    answers: Mapping[str, Any] | None = None


def others(sheets: Sequence[Sheet]) -> list[Other]:
    """Return the forty; some are made of the ``sheets`` of people."""
    found = [*_twins(sheets), *_wrecks(sheets), *_strangers(), *_attacks(), *_ours(sheets)]
    assert len(found) == 40
    assert len({other.name for other in found}) == 40
    return found


def _of(name: str, data: bytes, *codes: str, answers: Mapping[str, Any] | None = None) -> Other:
    return Other(name=f"{ASIDE}/{name}", data=data, codes=codes, answers=answers)


def _twins(sheets: Sequence[Sheet]) -> Iterator[Other]:
    """Yield files that came twice, byte by byte."""
    for sheet in sheets[:3]:
        yield _of(f"copies/{Path(sheet.name).name}", sheet.data, "C001")
    yield _of("renamed/final (2).pdf", sheets[4].data, "C001")
    yield _of("renamed/ŹRÓDŁO.docx", sheets[30].data, "C001")
    yield _of("again.zip!sent again.xlsx", sheets[42].data, "C001")


def _wrecks(sheets: Sequence[Sheet]) -> Iterator[Other]:
    """Yield what is left of files after bad uploads, and what is locked."""
    pdf, docx, xlsx = sheets[7].data, sheets[31].data, sheets[43].data
    yield _of("cut/sheet.pdf", pdf[: len(pdf) // 10], "R007", "R008", "R010")
    yield _of("cut/sheet.docx", docx[: len(docx) // 2], "R007", "R001", "C012")
    yield _of("cut/sheet.xlsx", xlsx[: len(xlsx) // 3], "R007", "R001", "C012")
    yield _of("empty.pdf", b"", "R002")
    yield _of("empty.docx", b"", "R002")
    yield _of("locked.pdf", (KEPT / "aes256-user.pdf").read_bytes(), "R004")
    secret = Member(name="jana.pdf", content=pdf, flags=ENCRYPTED)
    yield _of("locked.zip", zipped([secret]), "C012")
    yield _of("cut.zip", archive({"a.pdf": pdf})[:2000], "C012")


def _strangers() -> Iterator[Other]:
    """Yield what people send instead of a worksheet, and what systems leave behind."""
    picture = BytesIO()
    Image.new("RGB", (80, 60), "white").save(picture, "JPEG")
    letter, book, saved, table = Document(), Workbook(), BytesIO(), BytesIO()
    letter.add_paragraph("Minutes of the meeting")
    letter.save(saved)
    book.active["A1"] = "Budget"
    book.save(table)
    yield _of("photo.jpg", picture.getvalue(), "R001")
    yield _of("notes.txt", "Es nevarēju atvērt failu.\n".encode(), "R001")
    yield _of("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "R001")
    yield _of(".DS_Store", b"\0\0\0\1Bud1", "C013")
    yield _of("Thumbs.db", b"\xd0\xcf\x11\xe0", "C013")
    yield _of("~$minutes.docx", b"\5Jana", "C013")
    yield _of("order form.pdf", by_reportlab(), "R010")
    yield _of("tax form.pdf", like_weasyprint(), "R010")
    yield _of("minutes.docx", saved.getvalue(), "R008")
    yield _of("budget.xlsx", table.getvalue(), "R008", "R010")
    yield _of("archive.7z", b"7z\xbc\xaf\x27\x1c" + bytes(40), "C012")
    yield _of("thanks.eml", mail({}), "C012")


def _attacks() -> Iterator[Other]:
    """Yield files that mean harm."""
    persona = Case(layout="persona").solve()
    bomb = bytes(200_000_000)
    nested = archive({"sheet.pdf": b"%PDF-"})
    for _ in range(5):
        nested = archive({"inner.zip": nested})
    every = members(pipeline.write(persona, "xlsx", {}))
    every += [Member(name=f"xl/{number}.xml") for number in range(3_000)]
    yield _of("attacks/bomb.docx", word(b" " * 100_000_000), "R003")
    yield _of("attacks/many.xlsx", zipped(every), "R003")
    docx = pipeline.write(persona, "docx", {})
    yield _of("attacks/laughs.docx", with_type(docx, RELATIONS, "laughs"), "R018", "R007")
    yield _of("attacks/bomb.zip", zipped([Member(name="a.pdf", content=bomb)]), "C012")
    yield _of("attacks/nested.zip", nested, "C012")


def _ours(sheets: Sequence[Sheet]) -> Iterator[Other]:
    """Yield worksheets with which something is the matter; most of them are responses."""
    personal = sheets[30]
    yield _of("printed.pdf", _printed(sheets[8].data), "R008")
    for format_ in ("pdf", "docx", "xlsx"):
        worksheet = Case(layout="empathy-map", locale="pl").solve()
        data = pipeline.write(worksheet, format_, {})
        yield _of(f"blank.{format_}", data, "C017", answers=_blank(worksheet.definition))
    changed = {**personal.answers, "name": "Somebody else"}
    data = pipeline.fill(personal.data, {"name": "Somebody else"})
    yield _of("personal/changed.docx", data, "C003", answers=changed)
    generic = sheets[9]
    data = pipeline.fill(generic.data, {"participant": generic.answers["participant"]})
    if data == generic.data:
        data += b"\n"
    yield _of("resaved.pdf", data, "C002", answers=generic.answers)
    yield _merged(sheets[42])
    yield _unknown()
    yield _other_version()


def _blank(definition: Definition) -> dict[str, Any]:
    return pipeline.read(Case(layout=definition.stamp.layout).pdf()).as_json()["answers"]


def _printed(data: bytes) -> bytes:
    """Return a worksheet as it is after *Print to PDF*: all ink, no fields."""
    if PopplerRenderer().missing():
        return flat()
    return run(["pdftocairo", "-pdf", "-", "-"], stdin=data, timeout=60)


def _merged(sheet: Sheet) -> Other:
    """Return a workbook in which somebody merged two cells: the right one's answer is gone."""
    book = load_workbook(BytesIO(sheet.data))
    fields = {}
    for name, defined in book.defined_names.items():
        if name.startswith("f_"):
            ((title, address),) = defined.destinations
            fields[name] = title.replace("''", "'"), address.replace("$", "").partition(":")[0]
    left, right = _neighbours(fields)
    title, first = fields[left]
    page = book[title]
    for merged in list(page.merged_cells.ranges):
        if first in merged or fields[right][1] in merged:
            page.unmerge_cells(str(merged))
    page.merge_cells(f"{first}:{fields[right][1]}")
    target = BytesIO()
    book.save(target)
    answers = {**sheet.answers, right.removeprefix("f_"): None, "participant": sheet.who}
    return _of("merged.xlsx", target.getvalue(), "A018", answers=answers)


def _neighbours(fields: Mapping[str, tuple[str, str]]) -> tuple[str, str]:
    """Return two fields of numbered rows that stand side by side."""
    places = {place: name for name, place in fields.items()}
    for name, (title, cell) in fields.items():
        column, row = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()  # type: ignore[union-attr]
        beside = places.get((title, f"{chr(ord(column[-1]) + 1)}{row}"))
        if name.endswith("__1") and len(column) == 1 and beside:
            return name, beside
    raise AssertionError(fields)


def _unknown() -> Other:
    """Return a sheet of a map that is nowhere installed."""
    case = Case(layout="everything", locale="de")
    worksheet = case.solve()
    name = next(f.id for f in worksheet.definition.fields if f.field.kind == "text")
    data = pipeline.write(worksheet, "docx", pipeline.prefill(worksheet, {name: "Privat"}))
    return _of("own map.docx", data, "R013", answers=pipeline.read(data).as_json()["answers"])


def _other_version() -> Other:
    """Return a sheet of another version of a map, with a row that ours does not have."""
    text = (LAYOUTS / f"{loading.load('journey-map').id}.yaml").read_text(encoding="utf-8")
    text = text.replace("version: 1", "version: 2").replace("id: pains", "id: worries")
    layout = read_layout(text, "journey-map.yaml")
    given = {"worries__use": "The queue", "actions__use": "Waits", "emotion__use": -2}
    data = pipeline.generate(layout, format="pdf", answers=given)
    return _of("version 2.pdf", data, "C004", answers=pipeline.read(data).as_json()["answers"])
