"""What programs that we did not write make of structure, names, languages and bookmarks."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
from pikepdf import Name

from tests.clients import node_script, require
from tests.clients.pdfjs import PdfJs
from tests.contract.samples import Case, answers_for
from tests.contract.test_tags import TWO_PAGES, complaints, errors, opened, unspoken
from tests.making import small, solved
from tests.transcripts import below, transcript
from worksheets import pipeline, solving
from worksheets.model.sheet import Widget, Words, Worksheet
from worksheets.press.continuation import continued

LONG = Case(layout="everything")
HALF = """
    purpose: Two words here. And three words there.
    blocks:
      - kind: areas
        columns: [1]
        rows: [1]
        areas: [one]
        boxes: [{id: one, label: Card, question: Why so? Tell us., field: text}]
"""


def pdfjs(data: bytes) -> dict[str, Any]:
    """Return what Firefox's engine tells of a PDF."""
    require(PdfJs())
    command = [str(part) for part in node_script.command("spoken_pdfjs.mjs")]
    done = subprocess.run(command, input=data, capture_output=True, check=True, timeout=60)
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def nodes(tree: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield tree
    for child in tree.get("children", ()):
        yield from nodes(child)


# ---------------------------------------------------------------- Firefox, page by page


def test_firefox_tells_each_page_whole() -> None:
    """It hands over one page at a time: a table that went on without heads would have none."""
    worksheet, told = TWO_PAGES.solve(), pdfjs(TWO_PAGES.pdf())
    assert told["language"] == "lv"
    assert told["outline"] == ["1 Plan – 4 Pirkums", "5 Bruk – 7 Ocena"]
    for page, there in zip(told["pages"], worksheet.pages, strict=True):
        roles = [node.get("role") for node in nodes(page["tree"])]
        assert roles.count("Table") == 1
        assert roles.count("TH") > len(there.content.children)
        names = [
            page["names"][node["id"]]
            for node in nodes(page["tree"])
            if node.get("type") == "annotation"
        ]
        widgets = [item for item in there.content.items() if isinstance(item, Widget)]
        assert len(names) == len(widgets) == len(page["names"])
        for name, widget in zip(names, widgets, strict=True):
            assert name.startswith(widget.slot.label)
            assert widget.meaning in name


def test_poppler_reads_the_same_words_in_the_same_order(tmp_path: Path) -> None:
    file = tmp_path / "sheet.pdf"
    for case in (TWO_PAGES, LONG, Case(layout="persona")):
        file.write_bytes(case.pdf())
        told = subprocess.run(["pdfinfo", "-struct-text", file], capture_output=True, check=True)
        said = re.findall(r'"(.*)"', told.stdout.decode())
        assert said
        rest = re.sub(r"\s", "", transcript(case.pdf()))
        for words in said:
            _, found, rest = rest.partition(re.sub(r"\s", "", words))
            assert found, words


# ---------------------------------------------------------------- questions, once


@pytest.mark.parametrize(
    "case", [TWO_PAGES, LONG, Case(layout="stakeholder-map", locale="de")], ids=str
)
def test_a_question_is_said_by_the_first_of_its_fields_on_a_page(case: Case) -> None:
    pdf = opened(case.pdf())
    for page, there in zip(pdf.pages, case.solve().pages, strict=True):
        widgets = [item for item in there.content.items() if isinstance(item, Widget)]
        asked: set[tuple[str, str, str]] = set()
        for widget, annotation in zip(widgets, page.Annots, strict=False):
            slot = widget.slot
            question = (slot.block, slot.row, slot.hint)
            if slot.hint and not widget.meaning:
                said = str(annotation.TU)
                assert (slot.hint in said) == (question not in asked), said
            asked.add(question)


# ---------------------------------------------------------------- what is made of files


def test_copies_and_filled_files_are_told_as_well(tmp_path: Path) -> None:
    worksheet = TWO_PAGES.solve()
    answers = answers_for(worksheet.definition, "lv")
    values = pipeline.prefill(worksheet, answers)
    copy = pipeline.copies(worksheet, "pdf")("jana-1", values)
    for data in (copy, pipeline.fill(TWO_PAGES.pdf(), answers)):
        assert complaints(opened(data)) == []
        assert unspoken(opened(data), worksheet) == []
        assert errors(data, tmp_path) == []
    assert transcript(copy) == transcript(TWO_PAGES.pdf(answers))


def test_what_goes_on_on_further_pages_is_told_in_the_same_document(tmp_path: Path) -> None:
    worksheet = TWO_PAGES.solve()
    first = next(f.id for f in worksheet.definition.fields if f.row == "goals")
    data = continued(TWO_PAGES.pdf({first: "Gari vārdi " * 80}))
    assert complaints(opened(data)) == []
    assert unspoken(opened(data), worksheet) == []
    assert errors(data, tmp_path) == []
    assert "heading 2" in transcript(data).partition("— page 3 —")[2]


# ---------------------------------------------------------------- languages


def half_translated(locale: str, paper: str) -> Worksheet:
    words: dict[tuple[str, str], str] | None = {} if locale == "he" else None
    return solved(small(HALF), locale=locale, paper=paper, words=words, untranslated=[])


@pytest.mark.parametrize("paper", ["A4", "A3"])
@pytest.mark.parametrize("locale", ["lv", "pl", "he"])
def test_words_that_stayed_english_are_marked(locale: str, paper: str) -> None:
    worksheet = half_translated(locale, paper)
    told = [item for item in worksheet.pages[0].content.items() if isinstance(item, Words)]
    english = {" ".join(words.lines) for words in told if words.locale == "en"}
    assert {"Small map", "Card", "Why so? Tell us."} <= english
    own = " ".join(" ".join(words.lines) for words in told if not words.locale)
    if locale != "he":
        assert "Two words" not in own
        assert worksheet.sheet.fill in own
    pdf = opened(pipeline.write(worksheet, "pdf", {}))
    languages = [str(e.Lang) for e in below(pdf.Root.StructTreeRoot) if "/Lang" in e]
    assert set(languages) == {"en"}
    [heading] = [e for e in below(pdf.Root.StructTreeRoot) if Name.H2 == e.S]
    assert heading.Lang == "en"


@pytest.mark.parametrize("locale", ["lv", "de", "he"])
def test_nothing_moves_for_it(locale: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def seen() -> bytes:
        data = pipeline.write(half_translated(locale, "A4"), "pdf", {})
        return pypdfium2.PdfDocument(data)[0].render(scale=2).to_pil().tobytes()

    marked = seen()
    monkeypatch.setattr(solving, "in_english", lambda group, texts: group)
    assert seen() == marked


def test_a_sheet_in_one_language_names_no_other() -> None:
    pdf = opened(TWO_PAGES.pdf())
    assert not any("/Lang" in element for element in below(pdf.Root.StructTreeRoot))


# ---------------------------------------------------------------- bookmarks


@pytest.mark.parametrize(
    ("case", "names"),
    [
        (Case(layout="journey-map"), []),
        (Case(layout="journey-map", stages=7), ["1 Plan – 4 Pirkums", "5 Bruk – 7 Ocena"]),
        (LONG, ["Story – Cost", "Handed on – Overall", "Before – After"]),
    ],
    ids=str,
)
def test_bookmarks_say_what_a_page_has(case: Case, names: list[str]) -> None:
    pdf = opened(case.pdf())
    with pdf.open_outline() as outline:
        assert [item.title for item in outline.root] == names
        pages = [item.destination[0].objgen for item in outline.root]
    assert pages == [page.obj.objgen for page in pdf.pages][: len(names)]
