"""What Word files hold after Word, LibreOffice and Google Docs had them, built by hand."""

from collections.abc import Mapping, Sequence

import pytest

from tests.word import (
    NAMESPACES,
    NOTHING,
    after_libreoffice,
    box,
    cell,
    checked,
    control,
    docx,
    marked,
    paragraph,
    relations,
    run,
    table,
)
from worksheets.definition import pack
from worksheets.errors import UnusableInputError
from worksheets.model.response import Cell, Found
from worksheets.readers.docx import read_form

JSON = b'{"format": 1, "more": "long enough for several chunks of text, one after the other"}'


def found(body: str, parts: Mapping[str, str] = NOTHING) -> Found:
    return read_form(docx(body, parts))


def in_cell(*content: str) -> Found:
    """Return what a table of one cell with one paragraph holds."""
    return found(table([paragraph(*content)]))


def text_of(*content: str) -> str:
    return in_cell(*content).cells[0].text


def texts(found: Found) -> dict[str, str | None]:
    return {mark.name: mark.text for mark in found.marks}


def states(found: Found) -> dict[str, tuple[str, ...]]:
    return {mark.name: mark.states for mark in found.marks}


def codes(found: Found) -> list[str]:
    return [p.code for m in found.marks for p in m.problems] + [p.code for p in found.problems]


# ---------------------------------------------------------------- text


@pytest.mark.parametrize(
    ("content", "text"),
    [
        pytest.param("<w:t>a</w:t><w:br/><w:br/><w:t>b</w:t>", "a\n\nb", id="breaks"),
        pytest.param("<w:t>a</w:t><w:cr/><w:t>b</w:t>", "a\nb", id="carriage return"),
        pytest.param("<w:t>a</w:t><w:tab/><w:t>b</w:t>", "a\tb", id="tab"),
        pytest.param("<w:t>a</w:t><w:noBreakHyphen/><w:t>b</w:t>", "a‑b", id="no-break hyphen"),
        pytest.param("<w:t>a</w:t><w:softHyphen/><w:t>b</w:t>", "a\u00adb", id="soft hyphen"),
        pytest.param("<w:t>a</w:t><w:t>b</w:t>", "a\nb", id="texts side by side"),
        pytest.param('<w:t xml:space="preserve">  a  </w:t>', "  a  ", id="blanks"),
        pytest.param("<w:rPr><w:tab/></w:rPr><w:t>a</w:t>", "a", id="settings"),
        pytest.param("<w:t>a</w:t><w:lastRenderedPageBreak/><w:t>b</w:t>", "ab", id="page break"),
        pytest.param('<w:sym w:font="Symbol" w:char="2713"/>', "✓", id="symbol"),
        pytest.param('<w:sym w:font="Wingdings" w:char="F0FE"/>', "\ufffd", id="private symbol"),
        pytest.param('<w:sym w:font="Wingdings"/>', "\ufffd", id="symbol without a code"),
    ],
)
def test_what_stands_in_a_run_is_read_as_it_is_seen(content: str, text: str) -> None:
    assert text_of(f"<w:r>{content}</w:r>") == text


def test_each_paragraph_begins_a_line_and_empty_ones_count() -> None:
    cells = found(table([paragraph(run("a")) + "<w:p/>" + paragraph(run("b"), run("c"))])).cells
    assert cells[0].text == "a\n\nbc"


def test_fields_show_their_result_not_their_instruction() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run("7")}'
    )
    simple = f'<w:fldSimple w:instr=" DATE ">{run("today")}</w:fldSimple>'
    assert text_of(field, simple) == "7today"


def test_links_are_text_and_readings_above_characters_are_not() -> None:
    link = f'<w:hyperlink w:anchor="x">{run("there")}</w:hyperlink>'
    ruby = f"<w:ruby><w:rt>{run('かん')}</w:rt><w:rubyBase>{run('漢')}</w:rubyBase></w:ruby>"
    assert text_of(link, f"<w:r>{ruby}</w:r>") == "there漢"


def text_frame(text: str) -> str:
    inner = f"<w:txbxContent>{paragraph(run(text))}</w:txbxContent>"
    return (
        "<w:r><mc:AlternateContent>"
        f"<mc:Choice><w:drawing>{inner}</w:drawing></mc:Choice>"
        f"<mc:Fallback><w:pict>{inner}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )


def test_text_in_a_frame_counts_once_on_a_line_of_its_own() -> None:
    assert text_of(run("before"), text_frame("framed")) == "before\nframed"


def test_text_in_a_frame_beside_all_tables_counts_too() -> None:
    loose = found(paragraph(run("before"), text_frame("framed"))).cells[0]
    assert (loose.table, loose.text) == (0, "before\nframed")


# ---------------------------------------------------------------- controls


def test_a_control_is_known_by_its_tag() -> None:
    body = control("persona", run("Jana") + "<w:r><w:br/></w:r>" + run("B."))
    seen = in_cell(marked("f_123", body))
    assert texts(seen) == {"persona": "Jana\nB."}
    assert (seen.cells[0].rest, seen.cells[0].fields) == ("", ("persona",))


def test_a_control_that_lost_its_tag_is_known_by_its_bookmark() -> None:
    assert texts(in_cell(marked("f_123", control("", run("Jana"))))) == {"f_123": "Jana"}
    assert texts(in_cell(after_libreoffice("f_123", run("Jana")))) == {"f_123": "Jana"}


def test_a_bookmark_that_lost_its_control_leads_to_the_whole_cell() -> None:
    broken = paragraph(marked("f_123", run("first")), run(" line")) + paragraph(run("second"))
    assert texts(found(table([broken]))) == {"f_123": "first line\nsecond"}


def test_bookmarks_of_other_people_are_no_fields() -> None:
    assert in_cell(marked("_GoBack", run("x"))).marks == ()


@pytest.mark.parametrize(
    ("content", "text"),
    [
        (run("before ") + control("a", run("inside")), "before inside"),
        (control("a", run("inside")) + run(" after"), "inside after"),
        (run("typed") + control("a", "<w:r/>"), "typed"),
    ],
)
def test_text_typed_beside_the_only_control_of_a_cell_belongs_to_it(
    content: str, text: str
) -> None:
    seen = in_cell(content)
    assert texts(seen) == {"a": text}
    assert seen.cells[0].rest == ""


def test_controls_outside_of_tables_are_read_too() -> None:
    block = control("a", paragraph(run("one")) + paragraph(run("two")))
    assert texts(found(paragraph(control("b", run("x"))) + table([block]))) == {
        "a": "one\ntwo",
        "b": "x",
    }


MENU = (
    '<w:dropDownList><w:listItem w:displayText="Choose" w:value=""/>'
    '<w:listItem w:displayText="\u22122 very bad" w:value="s0"/></w:dropDownList>'
)


def test_a_menu_gives_the_value_of_the_entry_that_it_shows() -> None:
    split = run("\u2212") + run("2 very bad")
    assert states(in_cell(control("mood", split, MENU))) == {"mood": ("s0",)}
    assert states(in_cell(after_libreoffice("f_1", split, MENU))) == {"f_1": ("s0",)}


@pytest.mark.parametrize("text", ["Choose", "rather bad"])
def test_a_menu_gives_its_text_where_that_is_no_entry_with_a_value(text: str) -> None:
    seen = in_cell(control("mood", run(text), MENU))
    assert (texts(seen), states(seen)) == ({"mood": text}, {"mood": ()})


@pytest.mark.parametrize("text", ["2026-03-10", "9.3.2026", "soon"])
def test_of_a_date_the_text_counts_not_the_day_that_the_control_kept_from_before(
    text: str,
) -> None:
    kind = '<w:date w:fullDate="2026-03-09T00:00:00Z"><w:dateFormat w:val="yyyy-MM-dd"/></w:date>'
    assert texts(in_cell(control("day", run(text), kind))) == {"day": text}


# ---------------------------------------------------------------- boxes


@pytest.mark.parametrize(
    ("state", "glyph", "ticked"),
    [
        (checked("1"), "☒", True),
        (checked("true"), "☒", True),
        (checked("on"), "☒", True),
        ("<w14:checked/>", "☒", True),
        (checked("0"), "☐", False),
        (checked("1"), "☐", True),
        (checked("0"), "☒", False),
        (checked("1"), "", True),
        ("", "☒", True),
        ("", "☑", True),
        ("", "☐", False),
    ],
)
def test_a_box_is_ticked_by_its_state_else_by_its_glyph(
    state: str, glyph: str, ticked: bool
) -> None:
    seen = in_cell(control("alone", run(glyph), box(state)))
    assert states(seen) == {"alone": ("on",) if ticked else ()}


def boxes(*ticked: bool) -> str:
    return "".join(
        after_libreoffice(f"f_{n}", run("☒" if on else "☐"), box(checked(str(int(on)))), n)
        + run(f" label {n}   ")
        for n, on in enumerate(ticked)
    )


def test_several_boxes_of_a_cell_keep_their_own_states() -> None:
    seen = in_cell(boxes(True, False, True))
    assert states(seen) == {"f_0": ("on",), "f_1": (), "f_2": ("on",)}
    assert seen.cells[0].rest.split() == ["label", "0", "label", "1", "label", "2"]


def test_a_control_around_the_boxes_is_none_of_them() -> None:
    body = control("", paragraph(boxes(False, True)), '<w:alias w:val="First"/>')
    assert states(found(table([body]))) == {"f_0": (), "f_1": ("on",)}


def test_of_several_boxes_one_without_its_control_is_read_by_its_bookmark() -> None:
    lost = marked("f_9", run("☒"), 9) + run(" label 9")
    seen = in_cell(boxes(False), lost)
    assert {mark.name: mark.text or mark.states for mark in seen.marks} == {"f_0": (), "f_9": "☒"}


# ---------------------------------------------------------------- other programs, other hands


def test_controls_that_google_docs_puts_around_runs_are_no_fields() -> None:
    pieces = control("goog_rdk_1", run("one ")) + control("goog_rdk_2", run("two"))
    assert texts(in_cell(control("a", pieces))) == {"a": "one two"}
    assert texts(in_cell(marked("f_1", control("a", pieces)))) == {"a": "one two"}
    assert texts(in_cell(control("goog_rdk_1", control("a", run("x"))))) == {"a": "x"}
    assert in_cell(pieces).marks == ()


def test_what_was_added_counts_and_what_was_deleted_does_not() -> None:
    gone = "<w:r><w:delText>old</w:delText></w:r>"
    moved = f"<w:moveFrom>{run('here')}</w:moveFrom><w:moveTo>{run('there')}</w:moveTo>"
    seen = in_cell(control("a", f"<w:ins>{run('new ')}</w:ins><w:del>{gone}</w:del>{moved}"))
    assert texts(seen) == {"a": "new there"}
    assert codes(seen) == ["A015"]


@pytest.mark.parametrize(
    ("pasted", "text"),
    [
        (table([paragraph(run("x")), paragraph(run("y"))]), "x\ny"),
        (paragraph("<w:r><w:drawing/></w:r>"), ""),
        (paragraph("<w:r><w:pict/></w:r>"), ""),
    ],
)
def test_pasted_tables_and_pictures_are_told(pasted: str, text: str) -> None:
    seen = found(table([control("a", pasted)]))
    assert (texts(seen), codes(seen)) == ({"a": text}, ["A016"])


@pytest.mark.parametrize(
    ("second", "text", "problems"),
    [("Jana", "Jana", []), ("", "Jana", []), ("Anna", None, ["A009"])],
)
def test_copies_of_a_field_count_once_unless_they_differ(
    second: str, text: str | None, problems: list[str]
) -> None:
    copies = [paragraph(control("a", run(said))) for said in ("Jana", second)]
    seen = found(table(copies))
    assert (texts(seen), codes(seen)) == ({"a": text}, problems)
    assert states(seen) == {"a": ("Jana", "Anna") if problems else ()}


def test_of_two_copies_of_a_box_the_ticked_one_counts() -> None:
    copies = [paragraph(control("a", run("x"), box(checked(state)))) for state in "01"]
    assert states(found(table(copies))) == {"a": ("on",)}


# ---------------------------------------------------------------- tables and what is beside


def places(cells: Sequence[Cell]) -> dict[str, tuple[int, int, int, int]]:
    """Return row, column, rows and columns of each cell by its text."""
    return {one.text: (one.row, one.column, one.rows, one.columns) for one in cells if one.text}


def test_merged_cells_keep_the_others_in_their_columns() -> None:
    wide = cell(paragraph(run("wide")), '<w:gridSpan w:val="2"/>')
    tall = cell(paragraph(run("tall")), '<w:vMerge w:val="restart"/>')
    below = cell("", "<w:vMerge/>")
    body = table([tall, wide, paragraph(run("last"))], [below, paragraph(run("under")), ""])
    assert places(found(body).cells) == {
        "tall": (0, 0, 2, 1),
        "wide": (0, 1, 1, 2),
        "last": (0, 3, 1, 1),
        "under": (1, 1, 1, 1),
    }


def test_text_in_a_cell_that_is_merged_away_is_not_lost() -> None:
    tall = cell(paragraph(run("tall")), '<w:vMerge w:val="restart"/>')
    below = cell(paragraph(run("hidden")), "<w:vMerge/>")
    assert [one.text for one in found(table([tall], [below])).cells] == ["tall", "hidden"]


def test_rows_and_cells_in_wrappers_keep_their_places() -> None:
    row = f"<w:tr>{control('', cell(paragraph(run('a'))))}{cell(paragraph(run('b')))}</w:tr>"
    body = f"<w:tbl>{control('', row)}<w:tr>{cell(paragraph(run('c')))}</w:tr></w:tbl>"
    assert places(found(control("", body)).cells) == {
        "a": (0, 0, 1, 1),
        "b": (0, 1, 1, 1),
        "c": (1, 0, 1, 1),
    }


def test_loose_paragraphs_and_comments_are_told_with_their_place() -> None:
    comment = f'<w:comments {NAMESPACES}><w:comment w:id="0">{{}}</w:comment></w:comments>'
    parts = {
        "word/_rels/document.xml.rels": relations(("comments", "comments.xml")),
        "word/comments.xml": comment.format(paragraph(run("Please ask"))),
    }
    seen = found("<w:p/>" + paragraph(run("P.S.")) + table([paragraph(run("x"))]), parts)
    assert {one.place: one.rest for one in seen.cells} == {
        "paragraph 2": "P.S.",
        "table 1, row 1, column 1": "x",
        "comment 1": "Please ask",
    }


# ---------------------------------------------------------------- the definition


def properties(chunks: Mapping[str, str]) -> Mapping[str, str]:
    entries = "".join(
        f'<property name="{name}"><vt:lpwstr>{text}</vt:lpwstr></property>'
        for name, text in chunks.items()
    )
    spaces = 'xmlns="urn:p" xmlns:vt="urn:v"'
    return {"docProps/custom.xml": f"<Properties {spaces}>{entries}</Properties>"}


def chunks() -> dict[str, str]:
    packed = pack(JSON)
    starts = range(0, len(packed), 40)
    return {
        f"worksheet_definition_{n:04}": f"{n:04}:{packed[start : start + 40]}"
        for n, start in enumerate(starts)
    }


def test_the_definition_is_put_together_from_the_custom_properties() -> None:
    shuffled = {"Company": "us", **dict(reversed(chunks().items()))}
    seen = found("<w:p/>", properties(shuffled))
    assert (seen.definitions, seen.problems) == ((JSON,), ())


def test_a_definition_that_lacks_a_piece_is_told() -> None:
    torn = chunks()
    del torn["worksheet_definition_0001"]
    seen = found("<w:p/>", properties(torn))
    assert (seen.definitions, codes(seen)) == ((), ["R011"])


def test_a_file_without_its_main_part_is_damaged() -> None:
    with pytest.raises(UnusableInputError) as caught:
        read_form(docx("").replace(b"word/document.xml", b"word/documant.xml"))
    assert caught.value.problems[0].code == "R007"
