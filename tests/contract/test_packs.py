"""A pack holds what a workshop needs, and each of its copies is read by itself."""

from functools import cache
from io import BytesIO
from itertools import product
from pathlib import Path

import pikepdf
import pytest
import zxingcpp
from pypdf import PdfReader

from tests.clients import CLIENTS, RENDERERS, Fill, require
from tests.contract.samples import LOCALES, Case, answers_for, as_fill, layout, sample, tidy
from tests.contract.test_round_trip import LOSSES
from worksheets import collect, loading, pipeline
from worksheets.definition import printed_code
from worksheets.errors import DefinitionError, UnusableInputError
from worksheets.model.sheet import Edition
from worksheets.press import job
from worksheets.press.examples import example, sheet_of
from worksheets.press.ground import phrases

BUILT_IN = [
    Case(layout=name, locale=locale) for name, locale in product(loading.layouts(), LOCALES)
]


def foreign() -> bytes:
    """Return a PDF that is none of ours."""
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        target = BytesIO()
        pdf.save(target)
    return target.getvalue()


@cache
def sheet(case: Case) -> job.Sheet:
    return job.sheet(f"{case}.pdf", case.pdf(), [layout(case.layout)])


def texts(data: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(data)).pages]


def codes(data: bytes, page: int) -> list[str]:
    require(RENDERERS["pdfium"])
    seen = RENDERERS["pdfium"].render(data, page, 150).convert("L")
    return [one.text for one in zxingcpp.read_barcodes(seen)]


def printed_codes(there: job.Sheet) -> list[str]:
    assert there.definition
    pages = len(there.sizes)
    return [printed_code(there.definition.stamp, n, pages) for n in range(1, pages + 1)]


# ---------------------------------------------------------------- on paper


@pytest.mark.parametrize("duplex", [False, True])
def test_a_pack_has_all_parts_in_order_and_codes_on_its_copies_only(duplex: bool) -> None:
    sheets = [
        sheet(Case(layout="journey-map", locale="lv", stages=7)),
        sheet(Case(layout="persona", locale="pl")),
    ]
    assert len(sheets[0].sizes) == 2
    wish = job.Pack(title="Pavasaris", copies=2, tables=2, duplex=duplex)
    data = job.pack(sheets, wish).data
    with pikepdf.open(BytesIO(data)) as pdf:
        assert "/AcroForm" not in pdf.Root
    journey, persona = map(printed_codes, sheets)
    copies = [journey, journey, persona, persona]
    said = texts(data)
    lv, pl = phrases("lv"), phrases("pl")
    assert "Pavasaris" in said[0]
    assert f"{lv['pages']}: {len(said)}" in said[0]
    wanted: list[list[str]] = [[""]]  # cover, instructions (no example fits), instructions, example
    wanted += [["" for _ in range(1)], ["", ""]]
    wanted += 2 * [[""], *copies]
    page = 0
    for part in wanted:
        if duplex and page % 2:
            assert said[page] == ""
            page += 1
        for code in part:
            assert codes(data, page) == ([code, code] if code else [])
            assert said[page]
            page += 1
    assert page == len(said)
    assert any(pl["example"] in text for text in said)


@pytest.mark.parametrize("edition", ["grid", "linear"])
def test_a_worksheet_in_two_languages_has_instructions_in_each(edition: Edition) -> None:
    there = sheet(Case(layout="empathy-map", locale="lv+pl", edition=edition))
    said = [" ".join(text.split()) for text in texts(job.pack([there], job.Pack()).data)]
    assert "latviešu / poļu" in said[0]
    for page, locale, other in ((said[1], "lv", "pl"), (said[2], "pl", "lv")):
        own, foreign = phrases(locale), phrases(other)
        assert page.startswith(own["how"])
        assert own["hand_in"] in page
        assert not any(foreign[name] in page for name in ("how", "hand_in", "questions"))


@pytest.mark.parametrize("case", sample(BUILT_IN, lambda case: (case.layout, "")), ids=str)
def test_each_worksheet_has_instructions_and_an_example_and_blank_copies(case: Case) -> None:
    there = sheet(case)
    said = texts(job.pack([there], job.Pack(copies=2)).data)
    say = phrases(case.locale)
    assert " ".join(said[1].split()).startswith(say["how"])
    assert say["look"].split()[0] in said[1]
    assert say["example"] in said[2]
    given = loading.example(case.layout, case.locale)
    line = next(v for v in given.values() if isinstance(v, str) and len(v) > 12 and " " in v)
    assert line.split()[0] in said[2]
    assert said[-len(there.sizes) :] == texts(there.flat), "nothing is written on the copies"
    assert said[-2 * len(there.sizes) : -len(there.sizes)] == texts(there.flat)


@pytest.mark.parametrize("case", BUILT_IN, ids=str)
def test_every_layout_ships_an_example_that_answers_it(case: Case) -> None:
    given = loading.example(case.layout, case.locale)
    definition = case.solve().definition
    known = {str(field.id): field for field in definition.fields}
    assert given.keys() <= known.keys()
    assert len(given) >= 0.6 * len(known)
    pipeline.prefill(case.solve(), given)


def test_a_sheet_with_other_stages_keeps_their_words_and_goes_without_an_example() -> None:
    definition = Case(layout="journey-map", locale="de", stages=3).solve().definition
    there = sheet_of(definition)
    assert there is not None
    heads = [head.label for block in there.sheet.blocks for head in block.headings]  # type: ignore[union-attr]
    assert heads == ["Plan", "Erkennen", "Wybór"]
    assert example(there, "Beispiel") is None
    usual = sheet_of(Case(layout="journey-map", locale="de").solve().definition)
    assert usual is not None
    assert example(usual, "Beispiel") is not None


def test_an_example_is_never_taken_for_an_answer() -> None:
    there = sheet_of(Case(layout="persona").solve().definition)
    assert there is not None
    filled = example(there, "Example")
    assert filled is not None
    assert codes(filled, 0) == []


def test_a_stranger_s_layout_has_instructions_and_no_example() -> None:
    there = sheet(Case(layout="everything", locale="pl"))
    said = texts(job.pack([there], job.Pack()).data)
    assert len(said) == 2 + len(there.sizes)
    assert phrases("pl")["look"] not in said[1]


def test_too_many_pages_are_refused_in_one_sentence() -> None:
    with pytest.raises(DefinitionError, match="F006 it would have more than 2000 pages"):
        job.pack([sheet(Case(layout="persona"))], job.Pack(copies=500, tables=200))


# ---------------------------------------------------------------- to fill in


QUICK = {"pdfium-type", "pdfjs", "poppler"}


def filled_pack(client: str, locale: str) -> tuple[bytes, list[dict[str, object]]]:
    """Return a pack of two layouts, two copies each, with other answers in each copy."""
    sheets = [sheet(Case(layout=name, locale=locale)) for name in ("journey-map", "persona")]
    data = job.pack(sheets, job.Pack(copies=2, fillable=True)).data
    answers, whole = [], Fill()
    for copy, there in enumerate((sheets[0], sheets[0], sheets[1], sheets[1]), start=1):
        assert there.definition
        given = answers_for(there.definition, locale, copy)
        lose = LOSSES.get(client, str)
        answers.append({k: tidy(lose(v) if isinstance(v, str) else v) for k, v in given.items()})
        fill = as_fill(there.definition, given)
        kinds = ("text", "radios", "checks", "choices")
        whole = Fill(**{
            kind: {
                **getattr(whole, kind),
                **{f"c{copy}.{name}": value for name, value in getattr(fill, kind).items()},
            }
            for kind in kinds
        })  # fmt: skip
    return CLIENTS[client].fill(data, whole), answers


@pytest.mark.parametrize(
    "client",
    [pytest.param(name, marks=() if name in QUICK else pytest.mark.full) for name in CLIENTS],
)
def test_each_copy_of_a_pack_comes_back_by_itself(client: str) -> None:
    require(CLIENTS[client])
    data, answers = filled_pack(client, "lv")
    responses = pipeline.read_parts(data)
    assert [response.part for response in responses] == [1, 2, 3, 4]
    for response, given in zip(responses, answers, strict=True):
        assert response.as_json()["answers"] == given
        assert response.definition == "installed"
        assert response.status == "ok"


def test_every_copy_is_collected(tmp_path: Path) -> None:
    require(CLIENTS["pypdf"])
    data, answers = filled_pack("pypdf", "de")
    file = tmp_path / "inbox" / "pack.pdf"
    file.parent.mkdir()
    file.write_bytes(data)
    done = collect([str(file.parent)], str(tmp_path / "answers.jsonl"))
    assert done.counts.ok == len(answers)
    text = (tmp_path / "answers.jsonl").read_text(encoding="utf-8")
    assert [f'"part": {n}' in line for n, line in enumerate(text.splitlines(), 1)] == 4 * [True]


def test_a_pack_without_its_definitions_is_known_by_its_names() -> None:
    there = sheet(Case(layout="journey-map"))
    data = job.pack([there], job.Pack(copies=3, fillable=True)).data
    with pikepdf.open(BytesIO(data)) as pdf:
        for copy in pdf.Root.AcroForm.Fields:
            copy.Kids = pikepdf.Array(kid for kid in copy.Kids if kid.get("/T") != "_definition")
        for page in pdf.pages:
            kept = [a for a in page.obj.get("/Annots", ()) if a.get("/T") != "_definition"]
            page.obj.Annots = pikepdf.Array(kept)
        target = BytesIO()
        pdf.save(target)
    responses = pipeline.read_parts(target.getvalue())
    assert [(r.part, r.status) for r in responses] == [(1, "ok"), (2, "ok"), (3, "ok")]


def test_nothing_of_a_pack_is_lost_in_silence(tmp_path: Path) -> None:
    there = sheet(Case(layout="journey-map"))
    file = tmp_path / "pack.pdf"
    data = job.pack([there], job.Pack(copies=2, fillable=True)).data
    with pikepdf.open(BytesIO(data)) as pdf:
        second = pdf.Root.AcroForm.Fields[1]
        next(kid for kid in second.Kids if kid.T == "persona").V = pikepdf.String("Jana")
        pdf.save(file)
    assert [p.code for p in pipeline.read(file).problems] == ["R016"], "read gives the first"
    with pytest.raises(pipeline.WouldOverwriteError, match="persona"):
        pipeline.save(file, b"%PDF-", {})
    with pytest.raises(UnusableInputError, match="R001 this is a pack of many copies"):
        pipeline.fill(file.read_bytes(), {"persona": "Anna"})


def test_a_pack_of_one_copy_may_be_packed_again() -> None:
    require(CLIENTS["pypdf"])
    first = job.pack([sheet(Case(layout="persona"))], job.Pack(fillable=True)).data
    filled = CLIENTS["pypdf"].fill(first, Fill(text={"c1.goals": "Warm by autumn"}))
    again = job.pack([job.sheet("one.pdf", filled)], job.Pack(copies=2, fillable=True)).data
    read = [r.as_json()["answers"]["goals"] for r in pipeline.read_parts(again)]
    assert read == ["Warm by autumn", "Warm by autumn"]


def test_a_pack_is_not_continued_by_half() -> None:
    data = job.pack([sheet(Case(layout="persona"))], job.Pack(copies=2, fillable=True)).data
    with pytest.raises(UnusableInputError, match=r"pack.pdf: R001 this is a pack of many copies"):
        job.continued_sheet("pack.pdf", data)


def test_a_pack_that_takes_too_much_says_what_to_do() -> None:
    there = sheet(Case(layout="journey-map"))
    with pytest.raises(DefinitionError, match=r"F006 .*take fewer copies"):
        job.pack([there], job.Pack(copies=500, tables=3, fillable=True))


def test_a_title_is_printed_whole_or_refused() -> None:
    there = sheet(Case(layout="persona"))
    with pytest.raises(DefinitionError, match="F003 no glyphs for '日本' in the pack's title"):
        job.pack([there], job.Pack(title="日本 1"))
    nameless = job.sheet("日\udcff1.pdf", foreign())
    assert nameless.title == "??1.pdf"
    assert "??1.pdf" in texts(job.pack([nameless], job.Pack()).data)[0]
    assert job.tiles([nameless], "A4", 30).data


def test_what_has_no_fields_is_no_pack_to_fill_in() -> None:
    there = job.sheet("foreign.pdf", foreign())
    with pytest.raises(UnusableInputError, match=r"foreign.pdf: R008"):
        job.pack([there], job.Pack(fillable=True))
    assert job.pack([there], job.Pack(copies=2)).data


# ---------------------------------------------------------------- hostile


def test_what_cannot_be_printed_is_refused_with_its_name() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        locked, many = BytesIO(), BytesIO()
        pdf.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
        for _ in range(500):
            pdf.pages.append(pdf.pages[0])
        pdf.save(many)
    broken = Case(layout="persona").pdf()[:2000]
    for data, code in (
        (b"", "R002"),
        (b"PK\3\4 a zip", "R001"),
        (locked.getvalue(), "R004"),
        (many.getvalue(), "R003"),
        (broken, "R007"),
    ):
        with pytest.raises(UnusableInputError, match=f"hostile.pdf: {code}"):
            job.sheet("hostile.pdf", data)


def test_a_worksheet_that_has_lost_its_form_is_printed_but_not_packed_to_fill_in() -> None:
    with pikepdf.open(BytesIO(Case(layout="persona").pdf())) as pdf:
        del pdf.Root.AcroForm
        target = BytesIO()
        pdf.save(target)
    there = job.sheet("torn.pdf", target.getvalue())
    assert there.definition
    assert texts(job.pack([there], job.Pack()).data)
    with pytest.raises(UnusableInputError, match="R007"):
        job.pack([there], job.Pack(fillable=True))
