"""Pictures and text boxes cannot be answers; they are told, and words in them are kept."""

from io import BytesIO
from zipfile import ZipFile

import openpyxl
from docx import Document
from openpyxl.drawing.image import Image as ExcelImage
from PIL import Image

from tests.making import solved
from worksheets import loading, pipeline
from worksheets.model.response import Response

PERSONA = loading.load("persona")


def picture() -> BytesIO:
    target = BytesIO()
    Image.new("RGB", (4, 4), "red").save(target, "PNG")
    target.seek(0)
    return target


def read(data: bytes) -> Response:
    return pipeline.read(data)


def said(response: Response) -> list[tuple[str, str]]:
    return [(problem.code, problem.message) for problem in response.problems]


def test_a_picture_in_the_place_of_the_portrait_is_told() -> None:
    document = Document(BytesIO(pipeline.write(solved(PERSONA), "docx", {})))
    document.add_paragraph().add_run().add_picture(picture())
    saved = BytesIO()
    document.save(saved)
    [(code, message)] = said(read(saved.getvalue()))
    assert code == "A016"
    assert message.startswith("paragraph ")


def test_a_picture_on_a_sheet_is_told() -> None:
    book = openpyxl.load_workbook(BytesIO(pipeline.write(solved(PERSONA), "xlsx", {})))
    book.worksheets[0].add_image(ExcelImage(picture()), "B12")
    saved = BytesIO()
    book.save(saved)
    [(code, message)] = said(read(saved.getvalue()))
    assert (code, "Worksheet!B12" in message) == ("A016", True)


def test_the_words_of_a_text_box_over_the_cells_are_kept() -> None:
    data = pipeline.write(solved(loading.load("journey-map")), "xlsx", {})
    box = (
        b'<xdr:sp><xdr:txBody xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main">'
        b"<a:p><a:r><a:t>See the</a:t></a:r><a:r><a:t> back</a:t></a:r></a:p></xdr:txBody></xdr:sp>"
    )
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w") as result:
        for name in source.namelist():
            part = source.read(name)
            if name == "xl/drawings/drawing1.xml":
                part = part.replace(b"</xdr:wsDr>", box + b"</xdr:wsDr>")
            result.writestr(name, part)
    response = read(target.getvalue())
    assert response.extra == {"text box at Worksheet!?": "See the back"}
    assert response.status == "partial"
