"""What mutants of Word and Excel files have found: each mistake is here once, in its least form."""

import re
from collections.abc import Mapping
from time import perf_counter

import pytest

from tests.excel import RELATIONS, cell, named, row, sheet, styles, words, xlsx
from tests.fuzz import zips
from tests.fuzz.office_seeds import (
    CUSTOM,
    DOCUMENT,
    STRINGS,
    STYLES,
    by_excel,
    office,
    unnamed,
    untagged,
    without,
)
from tests.fuzz.runs import tried
from tests.fuzz.seeds import CASES
from tests.fuzz.zips import Member, members, replaced
from tests.word import docx, paragraph, run, table
from worksheets import pipeline
from worksheets.model.labels import plain
from worksheets.model.response import Found
from worksheets.readers import docx as docx_reader
from worksheets.readers import xlsx as xlsx_reader
from worksheets.recognition import by_words

FORMATS = ("docx", "xlsx")
LONG = "9" * 5000


def quick(data: bytes, *, partly: bool = True) -> set[str]:
    """Return the codes of all problems, after seeing that the file took little of anything."""
    outcome = tried(0, "", data)
    assert not outcome.bug
    assert partly or outcome.status == "unreadable"
    return set(outcome.codes)


def text(content: str, parts: Mapping[str, str] | None = None, settings: str = "") -> str | None:
    """Return what is read in the cell A1 that is the field's."""
    found = xlsx_reader.read_form(
        xlsx({"A": row(1, content)}, named("persona", "A!$A$1"), settings, parts=parts or {})
    )
    return found.marks[0].text


# ---------------------------------------------------------------- numbers


@pytest.mark.parametrize("value", ["NaN", "sNaN", "-Infinity", "1e999999999999", "-1e400", LONG])
@pytest.mark.parametrize("style", [0, 1])
def test_numbers_that_are_none_stay_as_they_are(value: str, style: int) -> None:
    assert text(cell("A1", value, style=style), styles(0, 14)) == value


@pytest.mark.parametrize("settings", ["", 'date1904="1"'])
@pytest.mark.parametrize("value", ["2958465.999999", "2958466", "2957004", "1e308", "0", "-5"])
def test_days_that_no_calendar_has_are_numbers_or_days(value: str, settings: str) -> None:
    assert text(cell("A1", value, style=0), styles(14), settings)


@pytest.mark.parametrize("number", ["-1", "", "x", LONG, "\u0661"])
def test_odd_numbers_of_styles_strings_rows_and_formats(number: str) -> None:
    content = f'<c r="A1" s="{number}"><v>46000</v></c>'
    assert text(content, styles(0)) == "46000"
    assert text(cell("A1", number or "x", "s")) == "\ufffd"
    format_ = styles(0)[STYLES].replace('numFmtId="0"', f'numFmtId="{number}"')
    assert text(cell("A1", "46000"), {STYLES: format_}) == "46000"
    quick(xlsx({"A": f'<row r="{number}">{words("A1", "x")}</row>'}))


@pytest.mark.parametrize("number", ["-1", "0", "", "x", LONG])
def test_odd_numbers_of_columns(number: str) -> None:
    wide = f'<w:tc><w:tcPr><w:gridSpan w:val="{number}"/></w:tcPr>{paragraph(run("x"))}</w:tc>'
    found = docx_reader.read_form(docx(table([wide])))
    assert found.cells[0].columns == 1


# ---------------------------------------------------------------- characters


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("_xD83D__xDE00_", "\U0001f600"),
        ("a_xD83D_b", "a\ufffdb"),
        ("_xDE00__xD83D_", "\ufffd\ufffd"),
        ("_x005F_x0041_", "_x0041_"),
    ],
)
def test_halves_of_characters_are_put_together_or_told(written: str, read: str) -> None:
    assert text(words("A1", written)) == read
    assert quick(xlsx({"A": row(1, words("A1", written))}, named("x", "A!$A$1"))) <= {"R010"}


@pytest.mark.parametrize("answer", ["_x0041_", "_x005F_x0041_", "_x0041_x0042_", "__x000D__x_"])
def test_an_answer_that_looks_like_an_escaped_character_comes_back(answer: str) -> None:
    worksheet = CASES["persona"].solve()
    data = pipeline.write(worksheet, "xlsx", pipeline.prefill(worksheet, {"project": answer}))
    assert pipeline.read(data).answers[0].value == answer


def test_a_text_that_is_lost_is_never_a_blank_answer() -> None:
    data = by_excel(office("journey", "xlsx"))
    before = {name for name, value in pipeline.read(data).values().items() if value}
    every = [member for member in members(data) if member.name != STRINGS]
    response = pipeline.read(zips.zipped(every))
    assert before <= {a.id for a in response.answers if a.value or a.problems}
    assert "R020" in {problem.code for problem in response.problems}


# ---------------------------------------------------------------- time and memory

QUADRATIC = 20
"""Seconds on a busy machine; what grows with the square takes minutes."""
MARKS = "e" + "\u0301\u0323" * 400_000


def test_a_long_run_of_accents_is_not_sorted() -> None:
    quick(docx(table([paragraph(run(MARKS))])))
    quick(xlsx({"A": row(1, words("A1", MARKS))}))


def test_words_are_compared_in_a_time_that_grows_as_they_do() -> None:
    start = perf_counter()
    assert plain(MARKS)
    assert perf_counter() - start < QUADRATIC


def test_small_print_is_looked_for_in_a_time_that_grows_as_it_does() -> None:
    for piece in ("a", "a-", "a 1 A", "1 ", "a 1 AA "):
        start = perf_counter()
        by_words(Found(foot=piece * 2_000), [])
        assert perf_counter() - start < QUADRATIC
    foot = sheet("", f"<headerFooter><oddFooter>{'a' * 5_000_000}</oddFooter></headerFooter>")
    assert len(xlsx_reader.read_form(xlsx({"A": foot})).foot) <= 5_000


def test_labels_that_are_repeated_do_not_multiply() -> None:
    data = unnamed(office("journey", "xlsx"))
    content = zips.named(members(data), "xl/worksheets/sheet1.xml").content.decode()
    labels = [found for found in re.findall("<t[^>]*>([^<]+)</t>", content) if len(found) < 40]
    rows = (
        row(number, *(words("", labels[(number + n) % len(labels)]) for n in range(8)))
        for number in range(100, 6_000)
    )
    new = content.replace("</sheetData>", "".join(rows) + "</sheetData>")
    quick(replaced(data, "xl/worksheets/sheet1.xml", new.encode()))


def test_cells_that_reach_far_take_no_memory() -> None:
    wide = '<w:tc><w:tcPr><w:gridSpan w:val="100"/><w:vMerge w:val="{}"/></w:tcPr>{}</w:tc>'
    first = f"<w:tr>{wide.format('restart', paragraph(run('x'))) * 30}</w:tr>"
    rows = f"<w:tr>{wide.format('continue', paragraph()) * 30}</w:tr>" * 99
    body = f"<w:tbl>{first}{rows}</w:tbl>" * 20
    content = zips.named(members(untagged(office("persona", "docx"))), DOCUMENT).content.decode()
    new = content.replace("<w:sectPr", body + "<w:sectPr", 1)
    quick(replaced(untagged(office("persona", "docx")), DOCUMENT, new.encode()))


def test_many_lines_beside_a_field_are_told_apart_quickly() -> None:
    content = zips.named(members(office("everything", "docx")), DOCUMENT).content.decode()
    lines = "".join(f"<w:r><w:t>{n:x}</w:t></w:r><w:r><w:br/></w:r>" for n in range(150_000))
    place = content.index("</w:sdt>", content.index("w14:checkbox")) + len("</w:sdt>")
    new = content[:place] + lines + content[place:]
    assert "R016" in quick(replaced(office("everything", "docx"), DOCUMENT, new.encode()))


def test_more_fields_and_words_than_can_be_settled_are_refused() -> None:
    names = "".join(named(f"n{number}", "A!$A$1") for number in range(30_000))
    assert quick(xlsx({"A": row(1, words("A1", "x"))}, names)) == {"R003"}
    assert quick(xlsx({"A": ""}, names)) == {"R003"}
    lines = paragraph(run("a word " * 10_000)) * 40
    assert quick(docx(lines)) == {"R003"}


@pytest.mark.parametrize("piece", ["{}", "<a>{}</a>", '<a b="{}"/>', "<!--{}-->", "<x>" * 400])
def test_xml_beyond_the_limits_of_its_parser_is_too_large_not_damaged(piece: str) -> None:
    codes = quick(docx(piece.replace("{}", "y" * 11_000_000)), partly=False)
    assert codes <= ({"R003", "R007"} if "<!--" in piece else {"R003"})


# ---------------------------------------------------------------- what is lost and what is not


def test_an_empty_field_is_no_answer_in_a_file_that_has_lost_its_definition() -> None:
    data = office("experience", "docx")
    whole = pipeline.read(data)
    bare = pipeline.read(without(data, CUSTOM))
    assert bare.values() == whole.values()
    assert bare.stamp
    assert whole.stamp
    assert bare.stamp.locales == whole.stamp.locales
    assert [problem.code for problem in bare.problems] == ["R014"]


@pytest.mark.parametrize("format_", FORMATS)
def test_a_list_of_parts_may_spell_them_in_its_own_way(format_: str) -> None:
    data = office("persona", format_)
    types = zips.named(members(data), "[Content_Types].xml").content
    folder = {"docx": b"word", "xlsx": b"xl"}[format_]
    for new in (folder.upper(), folder.replace(b"x", b"%78").replace(b"w", b"%77")):
        changed = types.replace(b"/" + folder + b"/", b"/" + new + b"/")
        assert quick(replaced(data, "[Content_Types].xml", changed)) == set()


@pytest.mark.parametrize("name", ["word/media/a..b.png", "x/..y", "a.b./c"])
def test_dots_in_a_name_lead_nowhere(name: str) -> None:
    assert quick(replaced(office("persona", "docx"), name, b"x")) == set()


def test_a_part_over_the_limit_is_not_called_damaged() -> None:
    every = [*members(docx("")), Member(name="word/comments.xml")]
    zips.named(every, DOCUMENT).content += b" " * 30_000_000
    assert quick(zips.zipped(every), partly=False) == {"R003"}


def test_relations_need_not_be_sound() -> None:
    entry = f'<Relationship Type="{RELATIONS}/comments"/>' * 3 + "<Relationship/><x/>"
    rels = f'<Relationships xmlns="{RELATIONS}">{entry}</Relationships>'
    quick(docx(paragraph(), {"word/_rels/document.xml.rels": rels}))
