"""The sound files that mutants are made of: our worksheets, and forms of other programs.

All are the same in every run; the three encrypted ones, whose salts are random, are kept as
files beside this one.
"""

from collections.abc import Callable, Mapping
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, StreamDecodeLevel, String

from tests.clients.python_libraries import Pikepdf, Pypdf
from tests.contract.samples import Case, answers_for, as_fill
from worksheets import pipeline

KEPT = Path(__file__).parent / "seeds"
CASES = {
    "journey": Case(layout="journey-map", locale="en"),
    "experience": Case(layout="experience-map", locale="pl", stages=12),
    "persona": Case(layout="persona", locale="nb", paper="Letter"),
    "stakeholder": Case(layout="stakeholder-map", locale="lv"),
    "everything": Case(layout="everything", locale="de"),
}


@cache
def blank(name: str) -> bytes:
    """Return one of `CASES` as PDF."""
    return CASES[name].pdf()


def filled(name: str) -> bytes:
    """Return one of `CASES` with answers in all fields."""
    case = CASES[name]
    defined = case.solve().definition
    return pipeline.fill(blank(name), answers_for(defined, case.locale))


def by_client(name: str, client: Pikepdf | Pypdf) -> bytes:
    """Return one of `CASES` as another library fills and saves it."""
    case = CASES[name]
    defined = case.solve().definition
    fill = as_fill(defined, answers_for(defined, case.locale, seed=1))
    with Pdf.open(BytesIO(client.fill_many([(blank(name), fill)])[0])) as pdf:
        return saved(pdf)  # for a constant id


def saved(pdf: Pdf, **options: Any) -> bytes:  # noqa: ANN401 (what `Pdf.save` takes)
    """Return the PDF's bytes, the same each time."""
    target = BytesIO()
    pdf.save(target, static_id=True, **options)
    return target.getvalue()


def plain(data: bytes) -> bytes:
    """Return a PDF without object streams and compression, as a text editor can change it."""
    with Pdf.open(BytesIO(data)) as pdf:
        return saved(
            pdf,
            object_stream_mode=ObjectStreamMode.disable,
            stream_decode_level=StreamDecodeLevel.generalized,
            compress_streams=False,
        )


def packed(data: bytes) -> bytes:
    """Return a PDF with all that goes in object streams."""
    with Pdf.open(BytesIO(data)) as pdf:
        return saved(pdf, object_stream_mode=ObjectStreamMode.generate)


def changed_later(data: bytes) -> bytes:
    """Return a PDF with a second revision appended, as pdf.js saves it."""
    text = plain(data)
    with Pdf.open(BytesIO(text)) as pdf:
        field = next(f for f in pdf.Root.AcroForm.Fields if f.get("/FT") == Name.Tx)
        number, size, root = field.objgen[0], int(pdf.trailer.Size), pdf.Root.objgen[0]
        field.V = String("changed later")
        body = field.unparse(resolved=True)
    before = text.rindex(b"startxref")
    last = int(text[before:].split()[1])
    new = b"%d 0 obj\n" % number + body + b"\nendobj\n"
    trailer = b"<< /Size %d /Root %d 0 R /Prev %d >>" % (size, root, last)
    table = b"xref\n%d 1\n%010d 00000 n \ntrailer\n" % (number, len(text))
    return text + new + table + trailer + b"\nstartxref\n%d\n%%%%EOF\n" % (len(text) + len(new))


def by_reportlab() -> bytes:
    """Return a form as reportlab makes it."""
    from reportlab.pdfgen.canvas import Canvas

    target = BytesIO()
    canvas = Canvas(target, invariant=True)
    form = canvas.acroForm
    for number in range(6):
        form.textfield(name=f"stage{number}.actions", y=40 * number, maxlen=None, value="typed")
        form.checkbox(name=f"check{number}", x=200, y=40 * number, checked=number % 2 == 0)
    for value in "abc":
        form.radio(name="mood", value=value, selected=value == "b", x=300)
    form.choice(name="menu", value="web", options=["web", "shop"], x=400)
    canvas.drawString(9, 9, "A form")
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def like_weasyprint() -> bytes:
    """Return a form whose radio buttons repeat their group's name and whose states count."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page().obj
    group = pdf.make_indirect(Dictionary(FT=Name.Btn, Ff=1 << 15, T="mood", V=Name("/1")))
    group.Opt = Array([String("bad"), String("good")])
    look = Dictionary({"/0": pdf.make_stream(b""), "/1": pdf.make_stream(b"")})
    group.Kids = Array(
        pdf.make_indirect(
            Dictionary(
                Type=Name.Annot, Subtype=Name.Widget, Rect=[0, 0, 9, 9], T="mood", Parent=group,
                FT=Name.Btn, AP=Dictionary(N=look), AS=Name(f"/{state}"),
            )
        )
        for state in ("Off", "1")
    )  # fmt: skip
    text = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, Rect=[0, 20, 90, 29], T="persona", FT=Name.Tx,
            V=pdf.make_stream("Jānis".encode("utf-16")),
        )
    )  # fmt: skip
    page.Annots = Array([*group.Kids, text])
    pdf.Root.AcroForm = Dictionary(Fields=Array([group, text]), NeedAppearances=True)
    return saved(pdf)


def with_xfa() -> bytes:
    """Return a worksheet that has an XFA form besides its fields."""
    with Pdf.open(BytesIO(blank("persona"))) as pdf:
        pdf.Root.AcroForm.XFA = Array([String("template"), pdf.make_stream(b"<template/>")])
        return saved(pdf)


def flat() -> bytes:
    """Return a worksheet printed to PDF."""
    with Pdf.open(BytesIO(blank("persona"))) as pdf:
        del pdf.Root["/AcroForm"]
        del pdf.pages[0].obj["/Annots"]
        return saved(pdf)


def under_rc4() -> bytes:
    """Return a worksheet restricted by an owner password."""
    with Pdf.open(BytesIO(blank("persona"))) as pdf:
        locked = pikepdf.Encryption(owner="o", user="", R=3, aes=False, metadata=False)
        return saved(pdf, encryption=locked)


_MAKERS: Mapping[str, Callable[[], bytes]] = {
    **{f"{name}-blank": lambda name=name: blank(name) for name in CASES},
    "journey-filled": lambda: filled("journey"),
    "everything-filled": lambda: filled("everything"),
    "persona-plain": lambda: plain(blank("persona")),
    "everything-plain": lambda: plain(filled("everything")),
    "stakeholder-packed": lambda: packed(blank("stakeholder")),
    "persona-later": lambda: changed_later(blank("persona")),
    "journey-pypdf": lambda: by_client("journey", Pypdf()),
    "persona-pikepdf": lambda: by_client("persona", Pikepdf()),
    "reportlab": by_reportlab,
    "weasyprint": like_weasyprint,
    "persona-xfa": with_xfa,
    "persona-flat": flat,
    "persona-rc4": under_rc4,
}


@cache
def seeds() -> Mapping[str, bytes]:
    """Return all seeds by name."""
    kept = {file.stem: file.read_bytes() for file in sorted(KEPT.glob("*.pdf"))}
    return {name: make() for name, make in _MAKERS.items()} | kept
