"""What workbooks hold after Excel, LibreOffice and Google Sheets had them."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from functools import cache
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as Picture
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.worksheet import Worksheet as Sheet
from PIL import Image

from tests.contract.samples import Case
from tests.excel import RELATIONS, SPACE, cell, named, row, sheet, styles, words, xlsx
from tests.word import NOTHING, relations, zipped
from worksheets import pipeline
from worksheets.errors import UnusableInputError
from worksheets.model.response import Found, Response
from worksheets.readers.xlsx import read_form

DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
TEXT = "http://schemas.openxmlformats.org/drawingml/2006/main"


def texts(found: Found) -> dict[str, str | None]:
    return {mark.name: mark.text for mark in found.marks}


def codes(found: Found) -> list[str]:
    return [p.code for m in found.marks for p in m.problems] + [p.code for p in found.problems]


# ---------------------------------------------------------------- names

TITLED = {"Plain": row(2, words("B2", "here")), "Tom's map": row(2, words("B2", "there"))}


@pytest.mark.parametrize(
    ("target", "text"),
    [
        ("Plain!$B$2", "here"),
        ("Plain!B2", "here"),
        ("'Plain'!$B$2", "here"),
        ("'Tom''s map'!$B$2", "there"),
        ("Plain!$B$2:$C$3", "here"),
        (" Plain!$B$2 ", "here"),
        ("Plain!$C$9", ""),
    ],
)
def test_a_name_leads_to_its_cell(target: str, text: str) -> None:
    found = read_form(xlsx(TITLED, named("persona", target)))
    assert (texts(found), found.deleted) == ({"persona": text}, ())


@pytest.mark.parametrize("target", ["#REF!", "Plain!#REF!", "SUM(1)", ""])
def test_a_name_without_a_cell_is_a_deleted_field(target: str) -> None:
    found = read_form(xlsx(TITLED, named("persona", target)))
    assert (found.marks, found.deleted) == ((), ("persona",))


@pytest.mark.parametrize("target", ["'Gone'!$B$2", "[1]Plain!$B$2"])
def test_a_name_that_leads_to_no_sheet_of_the_file_says_nothing(target: str) -> None:
    """A program renamed the sheet and forgot the names: its words tell the field instead."""
    found = read_form(xlsx(TITLED, named("persona", target)))
    assert (found.marks, found.deleted) == ((), ())


def test_names_of_other_people_are_no_fields() -> None:
    own = '<definedName name="_xlnm.Print_Area" localSheetId="0">Plain!$A$1:$B$2</definedName>'
    found = read_form(xlsx(TITLED, own))
    assert (found.marks, found.deleted) == ((), ())


@pytest.mark.parametrize(
    ("second", "text", "problems"),
    [("here", "here", []), ("", "here", []), ("other", None, ["A009"])],
)
def test_a_copied_sheet_has_the_field_once_more(
    second: str, text: str | None, problems: list[str]
) -> None:
    sheets = {"One": row(1, words("A1", "here")), "Two": row(1, words("A1", second))}
    names = named("persona", "One!$A$1") + named("persona", "Two!$A$1", scope="1")
    found = read_form(xlsx(sheets, names))
    assert (texts(found), codes(found)) == ({"persona": text}, problems)


@pytest.mark.parametrize("name", ["A1", "Z9", "AA10", "ABC1048576"])
def test_columns_have_one_two_or_three_letters(name: str) -> None:
    number = int(re.sub(r"\D", "", name))
    found = read_form(xlsx({"S": row(number, words(name, "x"))}, named("a", f"S!{name}")))
    assert texts(found) == {"a": "x"}
    assert found.cells[0].place == f"S!{name}"


# ---------------------------------------------------------------- values


def value(content: str, settings: str = "", strings: str = "", parts: Mapping[str, str] = NOTHING
          ) -> tuple[str | None, list[str]]:  # fmt: skip
    """Return the text of cell A1, and the codes of what there is to say about it."""
    found = read_form(xlsx({"S": row(1, content)}, named("a", "S!$A$1"), settings, strings, parts))
    return texts(found)["a"], codes(found)


@pytest.mark.parametrize(
    ("number", "text"),
    [
        ("42", "42"),
        ("3.0", "3"),
        ("-0.0", "0"),
        ("1E3", "1000"),
        ("1.5E-3", "0.0015"),
        ("0.30000000000000004", "0.3"),
        ("1.1000000000000001", "1.1"),
        ("1234567.89", "1234567.89"),
        ("0.000000123456789012", "0.000000123456789012"),
        ("12345678901234567890", "12345678901234567890"),
        ("1.2345678901234567E+19", "12345678901234567000"),
        ("1E400000", "1E400000"),
        ("NaN", "NaN"),
        ("odd", "odd"),
    ],
)
def test_numbers_are_written_in_full_without_noise(number: str, text: str) -> None:
    assert value(cell("A1", number)) == (text, [])


@pytest.mark.parametrize(
    ("number", "format_", "text"),
    [
        ("46090", 14, "2026-03-09"),
        ("46090.0", "yyyy\\-mm\\-dd", "2026-03-09"),
        ("46090", "[$-409]d mmm yy;@", "2026-03-09"),
        ("46090.5", 22, "2026-03-09 12:00"),
        ("46090.999999999", "d.m.yyyy hh:mm", "2026-03-10"),
        ("46090", 58, "2026-03-09"),
        ("2958465", 14, "9999-12-31"),
        ("46090", 0, "46090"),
        ("46090", 2, "46090"),
        ("46090", '0 "days"', "46090"),
        ("46090", "[Red]0.00", "46090"),
        ("46090", "0\\d", "46090"),
        ("1.5", "[h]:mm", "1.5"),
        ("0.5", 20, "12:00"),
        ("0.25", 9, "25%"),
        ("0.125", 10, "12.5%"),
        ("-5", 14, "-5"),
        ("2958466", 14, "2958466"),
        ("NaN", 14, "NaN"),
    ],
)
def test_numbers_that_show_dates_are_dates(number: str, format_: str | int, text: str) -> None:
    assert value(cell("A1", number, style=1), parts=styles(0, format_)) == (text, [])


@pytest.mark.parametrize(("number", "text"), [("44628", "2026-03-09"), ("2957003", "9999-12-31"),
                                              ("2958465", "2958465")])  # fmt: skip
def test_a_workbook_may_count_from_1904(number: str, text: str) -> None:
    dated = cell("A1", number, style=1)
    assert value(dated, 'date1904="1"', parts=styles(0, 14)) == (text, [])


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("2026-03-09", "2026-03-09"),
        ("2026-03-09T00:00:00", "2026-03-09"),
        ("2026-03-09T00:00:00.000Z", "2026-03-09"),
        ("2026-03-09T12:30:00", "2026-03-09 12:30"),
        ("odd", "odd"),
    ],
)
def test_dates_may_be_written_out(said: str, text: str) -> None:
    assert value(cell("A1", said, "d")) == (text, [])


@pytest.mark.parametrize(
    ("content", "text", "problems"),
    [
        (cell("A1", "1", "b"), "true", []),
        (cell("A1", "0", "b"), "false", []),
        (cell("A1", "1", "b", formula="TRUE()"), "true", []),
        (cell("A1", "5", formula="2+3"), "5", ["A017"]),
        (cell("A1", "ab", "str", formula='"a"&amp;"b"'), "ab", ["A017"]),
        (cell("A1", "", formula="2+3"), "", ["A017"]),
        (cell("A1", "#N/A", "e"), "", ["A017"]),
        (cell("A1", "#DIV/0!", "e", formula="1/0"), "", ["A017"]),
        (cell("A1", ""), "", []),
        (cell("A1", "7", "s"), "\ufffd", []),
    ],
)
def test_logical_values_formulas_and_errors(content: str, text: str, problems: list[str]) -> None:
    assert value(content) == (text, problems)


RICH = (
    "<si><r><rPr><b/></rPr><t>Latin </t></r><r><t>漢字</t></r>"
    '<rPh sb="0" eb="1"><t>かんじ</t></rPh><phoneticPr fontId="1"/></si>'
)


def test_text_of_several_looks_is_one_and_readings_are_no_part_of_it() -> None:
    assert value(cell("A1", "1", "s"), strings=f"<si><t>x</t></si>{RICH}") == ("Latin 漢字", [])


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("a_x000D_&#10;b", "a\r\nb"),
        ("a_x000b_b", "a\x0bb"),
        ("_x005F_x0041_", "_x0041_"),
        ("_x41_ _y0041_", "_x41_ _y0041_"),
        ("  two  ", "  two  "),
    ],
)
def test_characters_that_excel_escapes_are_themselves(written: str, text: str) -> None:
    assert value(words("A1", written)) == (text, [])
    shared = f"<si><t>{written}</t></si>"
    assert value(cell("A1", "0", "s"), strings=shared) == (text, [])


def test_a_cell_that_was_merged_away_is_told() -> None:
    rows = row(1, words("A1", "both"), words("B1", ""))
    merged = sheet(rows, '<mergeCells><mergeCell ref="A1:B1"/></mergeCells>')
    found = read_form(xlsx({"S": merged}, named("a", "S!$A$1") + named("b", "S!$B$1")))
    assert texts(found) == {"a": "both", "b": ""}
    assert codes(found) == ["A018"]


def test_cells_and_rows_may_leave_out_where_they_are() -> None:
    one = '<c t="inlineStr"><is><t>{}</t></is></c>'
    first, second = one.format("a") + words("C1", "c") + one.format("d"), one.format("e")
    found = read_form(xlsx({"S": f"<row>{first}</row><row>{second}</row>"}))
    assert {one.place: one.text for one in found.cells} == {
        "S!A1": "a", "S!C1": "c", "S!D1": "d", "S!A2": "e"
    }  # fmt: skip


def test_a_strict_workbook_is_read_like_any_other() -> None:
    plain = xlsx(TITLED, named("persona", "Plain!$B$2"))
    with ZipFile(BytesIO(plain)) as package:
        parts = {name: package.read(name).decode() for name in package.namelist()}
    strict = {
        name: text.replace(SPACE, "http://purl.oclc.org/ooxml/spreadsheetml/main").replace(
            RELATIONS, "http://purl.oclc.org/ooxml/officeDocument/relationships"
        )
        for name, text in parts.items()
    }
    assert strict != parts
    assert texts(read_form(zipped(strict))) == {"persona": "here"}


def test_a_binary_workbook_is_refused_with_what_to_do() -> None:
    main = "xl/workbook.bin"
    kind = "application/vnd.ms-excel.sheet.binary.macroEnabled.main"
    parts = {
        "[Content_Types].xml": f'<Types><Override ContentType="{kind}"/></Types>',
        "_rels/.rels": relations(("officeDocument", main)),
        main: "\x83\x01",
    }
    with pytest.raises(UnusableInputError) as caught:
        read_form(zipped(parts))
    (problem,) = caught.value.problems
    assert (problem.code, problem.hint) == ("R001", "save it as .xlsx")


# ---------------------------------------------------------------- whole worksheets


@cache
def journey(name: str = "Jana") -> bytes:
    worksheet = Case(layout="journey-map").solve(own_font=False)
    given = {"persona": name, "actions__use": "searches", "emotion__use": -1, "date": "2026-03-09"}
    return pipeline.write(worksheet, "xlsx", pipeline.prefill(worksheet, given))


def response(change: Callable[[openpyxl.Workbook, Sheet], None]) -> Response:
    """Return what is read from the journey map once openpyxl has changed and saved it."""
    book = openpyxl.load_workbook(BytesIO(journey()))
    change(book, book.worksheets[0])
    target = BytesIO()
    book.save(target)
    return pipeline.read(target.getvalue())


def said(response: Response) -> dict[str, object]:
    return {name: value for name, value in response.values().items() if value is not None}


GIVEN = {"persona": "Jana", "actions__use": "searches", "emotion__use": -1, "date": "2026-03-09"}


def test_another_program_may_save_it() -> None:
    saved = response(lambda book, page: None)
    assert (said(saved), saved.extra, saved.problems, saved.status) == (GIVEN, {}, (), "ok")


def test_the_copy_of_the_definition_serves_where_custom_properties_are_gone() -> None:
    def forget(book: openpyxl.Workbook, page: Sheet) -> None:
        for name in list(book.custom_doc_props.names):
            del book.custom_doc_props[name]

    saved = response(forget)
    assert (said(saved), saved.definition, saved.problems) == (GIVEN, "installed", ())


def test_a_renamed_sheet_keeps_its_answers() -> None:
    def rename(book: openpyxl.Workbook, page: Sheet) -> None:
        page.title = "Tom's map"
        for name in book.defined_names.values():
            name.value = name.value.replace("'Worksheet'!", "'Tom''s map'!")

    assert (said(response(rename)), response(rename).extra) == (GIVEN, {})


def test_a_deleted_cell_is_a_missing_field_not_a_blank_one() -> None:
    def delete(book: openpyxl.Workbook, page: Sheet) -> None:
        book.defined_names["f_persona"] = DefinedName("f_persona", attr_text="Worksheet!#REF!")

    answer = response(delete).answers[0]
    assert (answer.id, answer.state) == ("persona", "missing")
    assert [problem.code for problem in answer.problems] == ["A001"]


def test_what_was_written_beside_the_fields_is_told_and_nothing_else() -> None:
    def scribble(book: openpyxl.Workbook, page: Sheet) -> None:
        page.cell(60, 3).value = "P.S. ask again"
        page["A1"].comment = Comment("Who is that?", "me")
        notes = book.create_sheet("Notes")
        notes["B2"].value, notes["B3"].value = "Another idea", 12

    saved = response(scribble)
    assert dict(saved.extra) == {
        "Worksheet!C60": "P.S. ask again",
        "Notes!B2": "Another idea",
        "Notes!B3": "12",
        "note at Worksheet!A1": "Who is that?",
    }
    assert [problem.code for problem in saved.problems] == ["R016"]
    assert (said(saved), saved.status) == (GIVEN, "partial")


def test_pictures_are_told_and_the_words_of_text_boxes_kept() -> None:
    def paste(book: openpyxl.Workbook, page: Sheet) -> None:
        file = BytesIO()
        Image.new("RGB", (8, 8)).save(file, "PNG")
        page.add_image(Picture(file), "H3")

    assert [problem.message for problem in response(paste).problems] == [
        "a picture or a drawing stands at Worksheet!H3"
    ]
    anchor = (
        f'<x:wsDr xmlns:x="{DRAWING}" xmlns:a="{TEXT}"><x:twoCellAnchor><x:from><x:col>1</x:col>'
        "<x:row>2</x:row></x:from><x:sp><x:txBody><a:p><a:r><a:t>Ask</a:t></a:r></a:p>"
        "<a:p><a:r><a:t>again</a:t></a:r></a:p></x:txBody></x:sp></x:twoCellAnchor></x:wsDr>"
    )
    found = read_form(
        xlsx(
            {"Notes": ""},
            parts={
                "xl/worksheets/_rels/sheet1.xml.rels": relations(("drawing", "../d.xml")),
                "xl/d.xml": anchor,
            },
        )
    )
    assert [(cell.place, cell.rest) for cell in found.cells] == [
        ("text box at Notes!B3", "Ask\nagain")
    ]


@pytest.mark.parametrize(
    ("typed", "day"),
    [(date(2026, 3, 9), "2026-03-09"), (datetime(2026, 3, 9), "2026-03-09"),  # noqa: DTZ001
     ("2026-03-09", "2026-03-09")],
)  # fmt: skip
def test_a_date_is_the_same_typed_or_chosen(typed: object, day: str) -> None:
    def enter(book: openpyxl.Workbook, page: Sheet) -> None:
        place = book.defined_names["f_date"].value.rpartition("!")[2].replace("$", "")
        page[place].value = typed
        page[place].number_format = "dd/mm/yyyy"

    assert response(enter).values()["date"] == day
