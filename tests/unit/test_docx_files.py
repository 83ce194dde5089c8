"""What every Word file promises: nothing foreign in it, and all that programs need."""

from collections import Counter
from functools import cache
from io import BytesIO
from itertools import chain
from zipfile import ZipFile

import pytest
from lxml import etree
from lxml.etree import _Element

from tests.contract.samples import LAYOUTS, LOCALES, Case, answers_for, layout
from tests.making import small
from worksheets import pipeline
from worksheets.definition import encode, pack, unpack
from worksheets.errors import FitError
from worksheets.loading import load_stages
from worksheets.model.fields import Choice
from worksheets.model.ids import bookmark_of
from worksheets.model.sheet import Worksheet
from worksheets.model.structure import carriers
from worksheets.pipeline import Order
from worksheets.units import PAPERS

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DC = "{http://purl.org/dc/elements/1.1/}"
SHEETS = [
    Case(layout=name, locale=locale) for name, locale in zip(LAYOUTS, LOCALES * 2, strict=False)
]
CARD = "blocks: [{kind: areas, areas: [b], columns: [1], rows: [1], boxes: [{id: b, field: text}]}]"
JOURNEY = Case(layout="journey-map")
LONG = f"{'s' * 44}={'many words ' * 7}, b=B"


@cache
def solved(case: Case) -> Worksheet:
    return case.solve(own_font=False)


@cache
def rtl() -> Worksheet:
    order = Order(layout=layout("everything"), locale="ar", words={}, untranslated=[],
                  own_font=False)  # fmt: skip
    return pipeline.solve(order)


def written(worksheet: Worksheet, *, full: bool = False) -> bytes:
    given = answers_for(worksheet.definition, worksheet.sheet.locale) if full else {}
    return pipeline.write(worksheet, "docx", pipeline.prefill(worksheet, given))


def parts(data: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


@cache
def root(data: bytes, name: str = "word/document.xml") -> _Element:
    return etree.fromstring(parts(data)[name])


def values(data: bytes, tag: str, attribute: str = "val") -> list[str]:
    """Return an attribute of all elements ``w:tag`` of the document."""
    return [found.get(f"{W}{attribute}", "") for found in root(data).iter(f"{W}{tag}")]


@pytest.fixture(params=SHEETS, ids=str)
def sheet(request: pytest.FixtureRequest) -> Worksheet:
    return solved(request.param)


# ---------------------------------------------------------------- the package


def test_the_same_sheet_is_the_same_bytes(sheet: Worksheet) -> None:
    given = pipeline.prefill(sheet, answers_for(sheet.definition, "en"))
    once, twice = (pipeline.write(sheet, "docx", given) for _ in range(2))
    assert once == twice


def test_filling_the_same_file_gives_the_same_bytes() -> None:
    once, twice = (
        pipeline.fill(written(solved(JOURNEY)), {"persona": "Jana", "emotion__use": 2})
        for _ in range(2)
    )
    assert once == twice


def test_nothing_of_anybody_elses_template_is_in_it(sheet: Worksheet) -> None:
    found = parts(written(sheet))
    assert not [name for name in found if "customXml" in name or "thumbnail" in name]
    assert not [name for name in found if "theme" in name or "printerSettings" in name]
    for name, content in found.items():
        assert b"python-docx" not in content, name
        assert b"Theme=" not in content, name
    assert [b"2013" in found["docProps/core.xml"], b"creator" in found["docProps/core.xml"]] == [
        False, False
    ]  # fmt: skip


def test_members_have_one_order_and_no_time(sheet: Worksheet) -> None:
    with ZipFile(BytesIO(written(sheet))) as package:
        names = package.namelist()
        assert names[0] == "[Content_Types].xml"
        assert names[1:] == sorted(set(names[1:]))
        assert {member.date_time for member in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_every_part_has_a_type_and_every_relation_a_target(sheet: Worksheet) -> None:
    found = parts(written(sheet))
    types = found["[Content_Types].xml"].decode()
    for name in found:
        assert f'PartName="/{name}"' in types or f'Extension="{name.rpartition(".")[2]}"' in types
    for name in (name for name in found if name.endswith(".rels")):
        folder = name.replace("_rels/", "").rpartition("/")[0]
        for relation in etree.fromstring(found[name]):
            target = relation.get("Target", "")
            assert target.removeprefix("/") in found or f"{folder}/{target}" in found, target


def test_title_and_language_are_told(sheet: Worksheet) -> None:
    data, tag = written(sheet), sheet.sheet.locale
    core = root(data, "docProps/core.xml")
    assert core.findtext(f"{DC}title") == sheet.sheet.title
    assert core.findtext(f"{DC}language") == tag
    (language,) = root(data, "word/styles.xml").iter(f"{W}lang")
    assert set(language.attrib.values()) == {tag}


def test_the_custom_properties_hold_the_definition_in_short_pieces(sheet: Worksheet) -> None:
    entries = root(written(sheet), "docProps/custom.xml")
    texts = {entry.get("name", ""): "".join(map(str, entry.itertext())) for entry in entries}
    assert texts.pop("worksheet") == f"{sheet.stamp.layout} {sheet.stamp.version}"
    assert max(map(len, texts.values())) <= 255
    assert [entry.get("pid") for entry in entries] == [str(n + 2) for n in range(len(entries))]
    packed = "".join(text.partition(":")[2] for _, text in sorted(texts.items()))
    (definition,) = pipeline._found("docx", written(sheet)).definitions
    assert (unpack(packed), packed) == (definition, pack(definition))
    assert encode(sheet.definition) != definition  # no places, but prompts and texts


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("paper", PAPERS)
def test_the_paper_is_that_of_the_order_or_refused_with_a_hint(paper: str) -> None:
    worksheet = solved(Case(layout="journey-map", paper=paper))
    if paper in {"A0", "A1", "A2"}:  # no side of more than 22 inches
        with pytest.raises(FitError) as caught:
            written(worksheet)
        (problem,) = caught.value.problems
        assert (problem.code, "A3" in problem.hint) == ("F002", True)
        return
    (size,) = root(written(worksheet)).iter(f"{W}pgSz")
    short, long = sorted(round(side / 25.4 * 1440) for side in PAPERS[paper])
    assert size.get(f"{W}orient") == "landscape"
    assert int(size.get(f"{W}w", "")) == pytest.approx(long, abs=1)
    assert int(size.get(f"{W}h", "")) == pytest.approx(short, abs=1)


def test_an_upright_sheet_stays_upright() -> None:
    body = "orientation: portrait\nheader: [{id: a, label: A, field: text}]\n" + CARD
    (size,) = root(written(pipeline.solve(Order(layout=small(body))))).iter(f"{W}pgSz")
    assert size.get(f"{W}orient") is None
    assert int(size.get(f"{W}w", "")) < int(size.get(f"{W}h", ""))


def test_rows_stay_whole_and_heads_repeat(sheet: Worksheet) -> None:
    document = root(written(sheet))
    rows = list(document.iter(f"{W}tr"))
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
    heads = [table for table in document.iter(f"{W}tbl") if _look(table).get(f"{W}firstRow") == "1"]
    for table in document.iter(f"{W}tbl"):
        repeated = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in table.iter(f"{W}tr")]
        assert repeated == sorted(repeated, reverse=True)
        assert repeated[0] == (table in heads)


def _look(table: _Element) -> _Element:
    (look,) = table.iter(f"{W}tblLook")
    return look


def test_cells_fill_the_grid_of_their_table(sheet: Worksheet) -> None:
    for table in root(written(sheet)).iter(f"{W}tbl"):
        columns = [int(column.get(f"{W}w", "")) for column in table.iter(f"{W}gridCol")]
        assert all(width > 0 for width in columns)
        for row in table.iter(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.iter(f"{W}tc")]
            widths = [int(span.get(f"{W}val", "")) if span is not None else 1 for span in spans]
            assert sum(widths) == len(columns)


def test_a_sheet_from_right_to_left_says_so_everywhere() -> None:
    data = written(rtl(), full=True)
    document = root(data)
    (section,) = document.iter(f"{W}sectPr")
    assert section.find(f"{W}bidi") is not None
    assert all(
        table.find(f"{W}tblPr/{W}bidiVisual") is not None for table in document.iter(f"{W}tbl")
    )
    bare = [p for p in document.iter(f"{W}p") if p.find(f"{W}pPr/{W}bidi") is None]
    assert bare == []
    runs = [r for r in document.iter(f"{W}r") if r.find(f"{W}t") is not None]
    left = {text for r in runs if r.find(f"{W}rPr/{W}rtl") is None for text in r.itertext()}
    assert left <= {"☒", "☐"}
    prompts = root(data, "word/glossary/document.xml")
    assert all(r.find(f"{W}rPr/{W}rtl") is not None for r in prompts.iter(f"{W}r"))


def test_a_sheet_from_left_to_right_says_nothing_of_it(sheet: Worksheet) -> None:
    names = {etree.QName(found).localname for found in root(written(sheet)).iter(etree.Element)}
    assert names.isdisjoint({"bidi", "rtl", "bidiVisual"})


# ---------------------------------------------------------------- controls


def test_every_carrier_is_there_once_in_its_bookmark(sheet: Worksheet) -> None:
    data = written(sheet)
    expected = sorted(chain.from_iterable(carriers(f.id, f.field) for f in sheet.definition.fields))
    assert sorted(values(data, "tag")) == expected
    for control in root(data).iter(f"{W}sdt"):
        (tag,) = control.iter(f"{W}tag")
        before, after = control.getprevious(), control.getnext()
        assert before is not None
        assert after is not None
        assert before.get(f"{W}name") == bookmark_of(tag.get(f"{W}val", ""))
        assert (before.get(f"{W}id"), after.tag) == (after.get(f"{W}id"), f"{W}bookmarkEnd")


def test_names_and_numbers_are_short_and_their_own() -> None:
    order = Order(layout=layout("everything"), stages=load_stages(LONG), own_font=False,
                  untranslated=[])  # fmt: skip
    for data in (written(pipeline.solve(order)), written(rtl())):
        tags, names = values(data, "tag"), values(data, "bookmarkStart", "name")
        assert max(map(len, tags)) <= 64
        assert max(map(len, values(data, "alias"))) <= 64
        assert max(map(len, names)) <= 40
        numbers = [found.get(f"{W}val") for found in root(data).iter(f"{W}id")]
        marks = values(data, "bookmarkStart", "id")
        for several in (tags, names, numbers, marks):
            assert max(Counter(several).values()) == 1


def test_every_control_is_locked_titled_and_shows_a_prompt_that_word_knows(
    sheet: Worksheet,
) -> None:
    data, office = written(sheet), sheet.sheet.office
    glossary = root(data, "word/glossary/document.xml")
    prompts = {
        next(block.iter(f"{W}name")).get(f"{W}val"): "".join(map(str, block.itertext()))
        for block in glossary.iter(f"{W}docPart")
    }
    assert set(prompts.values()) == {office.write, office.brief, office.choose, office.day}
    for control in root(data).iter(f"{W}sdt"):
        settings = control[0]
        assert settings.find(f"{W}lock") is not None
        assert settings.find(f"{W}alias") is not None
        part = settings.find(f"{W}placeholder/{W}docPart")
        shown = "".join(map(str, control[1].itertext()))
        if part is None:
            assert shown == "☐"
        else:
            assert shown == prompts[part.get(f"{W}val")]
            assert settings.find(f"{W}showingPlcHdr") is not None


def test_children_of_settings_stand_in_the_order_of_the_standard(sheet: Worksheet) -> None:
    order = ("alias", "tag", "id", "lock", "placeholder", "showingPlcHdr")
    for settings in root(written(sheet)).iter(f"{W}sdtPr"):
        names = [etree.QName(child).localname for child in settings]
        known = [name for name in names if name in order]
        assert names[: len(known)] == [name for name in order if name in known]
        assert len(names) == len(known) + 1


def test_answers_show_no_prompt_and_keep_their_breaks() -> None:
    worksheet = solved(JOURNEY)
    given = pipeline.prefill(worksheet, {"goals__use": "a\n\n\tb  c", "date": "2026-03-09"})
    data = pipeline.write(worksheet, "docx", given)
    control = next(c for c in root(data).iter(f"{W}sdt") if _tag(c) == "goals__use")
    names = [etree.QName(child).localname for child in control[1][0]]
    assert names == ["t", "br", "br", "tab", "t"]
    assert control.find(f"{W}sdtPr/{W}showingPlcHdr") is None
    (day,) = (d.get(f"{W}fullDate") for d in root(data).iter(f"{W}date") if d.attrib)
    assert day == "2026-03-09T00:00:00Z"


def _tag(control: _Element) -> str:
    return next(control.iter(f"{W}tag")).get(f"{W}val", "")


def test_lists_have_the_prompt_first_and_one_entry_per_answer(sheet: Worksheet) -> None:
    kinds = {f.id: f.field for f in sheet.definition.fields}
    for control in root(written(sheet)).iter(f"{W}sdt"):
        items = [
            (i.get(f"{W}displayText"), i.get(f"{W}value")) for i in control.iter(f"{W}listItem")
        ]
        if items:
            kind = kinds[_tag(control)]  # type: ignore[index]
            assert items[0] == (sheet.sheet.office.choose, "")
            assert all(text for text, _ in items)
            assert len(dict(items)) == len({value for _, value in items}) == len(items)
            if isinstance(kind, Choice) and kind.menu:
                assert [value for _, value in items[1:]] == [o.id for o in kind.options]


def test_control_characters_are_left_out() -> None:
    worksheet = solved(JOURNEY)
    given = pipeline.prefill(worksheet, {"persona": "a\x00b\x0bc\ud800d\ufffee"})
    response = pipeline.read(pipeline.write(worksheet, "docx", given))
    assert response.values()["persona"] in {"abcde", "abc\ufffdde"}  # type: ignore[index]
