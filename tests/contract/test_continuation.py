"""What outgrows its box is whole on paper: filled by real programs, drawn and read by others."""

import re
import subprocess
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from tests.clients import CLIENTS, RENDERERS, Fill, require
from tests.contract.samples import EVERYTHING, LOCALES, Case, answers_for, layout
from tests.contract.test_tags import complaints
from worksheets import pipeline, results
from worksheets.answers import settle
from worksheets.errors import UnusableInputError
from worksheets.model.fields import Text, is_line
from worksheets.model.response import Definition, Mark
from worksheets.model.sheet import Edition, Worksheet
from worksheets.press.continuation import appended, continued

PROGRAMS = ("pdfium-paste", "pdfium-type", "pdf-lib", "firefox")
CASES = [
    (Case(layout=name, locale=locale, paper=paper), program)
    for name, paper in (("journey-map", "A4"), ("persona", "A4"), ("experience-map", "A3"))
    for locale in LOCALES
    for program in PROGRAMS
]


def quick(case: Case, program: str) -> bool:
    """Tell whether a case is for each day: every language once, the slower programs once."""
    if program == "pdfium-paste":
        return case.layout == ("persona" if case.locale in LOCALES[::2] else "journey-map")
    return (case.layout, case.locale, program == "firefox") == ("persona", "lv", False)


def words(field: str, count: int) -> list[str]:
    """Return words that stand nowhere else, with letters of all our languages."""
    stem = "".join(re.findall("[a-z]", field))
    return [f"{stem}{'žłøß'[n % 4]}{n}" for n in range(count)]


def long_texts(definition: Definition) -> dict[str, list[str]]:
    """Return for every third text field more words than its box can show."""
    fields = [f for f in definition.fields if isinstance(f.field, Text)]
    found = [f for line in (True, False) for f in fields if is_line(f.field) is line]
    return {f.id: words(f.id, 12 if is_line(f.field) else 90) for f in (found[0], *found[-2:])}


def filled(case: Case, program: str) -> tuple[bytes, dict[str, list[str]]]:
    texts = long_texts(case.solve().definition)
    fill = Fill(text={name: " ".join(said) for name, said in texts.items()})
    return CLIENTS[program].fill(case.pdf(), fill), texts


def printed(data: bytes, *pages: int) -> str:
    """Return the text of pages as Poppler finds it, in the order in which it was drawn."""
    first, last = pages
    command = ["pdftotext", "-raw", "-f", str(first), "-l", str(last), "-", "-"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    return done.stdout.decode()


def settled(data: bytes) -> list[tuple[object, ...]]:
    return [(a.id, a.value, a.state) for a in pipeline.read(data).answers]


@pytest.mark.parametrize(
    ("case", "program"),
    [
        pytest.param(*c, id=f"{c[0]}-{c[1]}", marks=() if quick(*c) else pytest.mark.full)
        for c in CASES
    ],
)
def test_every_word_is_on_paper_and_the_file_reads_as_before(case: Case, program: str) -> None:
    require(CLIENTS[program])
    require(RENDERERS["poppler"])
    data, texts = filled(case, program)
    made = continued(data)
    assert settled(made) == settled(data)
    pages = [len(pikepdf.open(BytesIO(file)).pages) for file in (data, made)]
    assert pages[1] > pages[0]
    said = printed(made, pages[0] + 1, pages[1]).split()
    for name, wanted in texts.items():
        assert [word for word in said if word in set(wanted)] == wanted, name
    assert not complaints(pikepdf.open(BytesIO(made)))


def test_each_box_says_where_it_goes_on_beside_its_text() -> None:
    case = Case(layout="journey-map", locale="lv")
    data, texts = filled(case, "pdfium-paste")
    made = continued(data)
    onward = results.words_of("lv").onward.replace("{page}", "")
    start = onward.split()[0]
    said = printed(made, 1, 1)
    lines = sum(is_line(f.field) for f in case.solve().definition.fields if f.id in texts)
    assert said.count(start) + said.count("→") == len(texts)
    assert said.count("→") >= lines
    pdf = pikepdf.open(BytesIO(made))
    boxes = {str(a.get("/T")): a.Rect for a in pdf.pages[0].Annots}
    command = ["pdftotext", "-bbox", "-f", "1", "-l", "1", "-", "-"]
    found = subprocess.run(command, input=made, capture_output=True, check=True).stdout.decode()
    height = float(re.search(r'<page width="\S+" height="([\d.]+)"', found)[1])  # type: ignore[index]
    marks = re.findall(
        rf'xMin="(\S+)" yMin="(\S+)" xMax="(\S+)" yMax="(\S+)">(?:{start}|→)<', found
    )
    assert len(marks) == len(texts)
    for mark in marks:
        left, top, right, bottom = map(float, mark)
        middle = height - (top + bottom) / 2
        for name in texts:
            x1, y1, x2, y2 = map(float, boxes[name].as_list())
            assert right < x1 or left > x2 or middle < y1 or middle > y2, name


def test_fields_can_be_filled_further_and_continued_again() -> None:
    case = Case(layout="journey-map", locale="de")
    data, texts = filled(case, "pdfium-paste")
    once = continued(data)
    assert printed(continued(once), 1, 3) == printed(once, 1, 3)
    name, *others = texts
    later = CLIENTS["pdfium-type"].fill(once, Fill(text={name: "kurz"}))
    assert dict(pipeline.read(later).values())[name] == "kurz"
    again = continued(later)
    assert words(name, 30)[-1] not in printed(again, 1, 9)
    assert words(others[0], 30)[-1] in printed(again, 1, 9)
    short = pipeline.fill(again, dict.fromkeys(others))
    assert pipeline.read(short).values() == {
        **pipeline.read(later).values(),
        **dict.fromkeys(others),
    }


@pytest.mark.parametrize("edition", ["grid", "linear"])
def test_a_sheet_in_two_languages_is_continued_in_both(edition: Edition) -> None:
    case = Case(layout="persona", locale="lv+de", edition=edition)
    text = " ".join(words("goals", 400))
    data = case.pdf({"goals": text})
    made = continued(data)
    pages = len(case.solve().pages)
    further = " ".join(printed(made, pages + 1, pages + 1).split())
    assert "Klienta profils / Persona" in further
    assert "Mērķi / Ziele no " in further
    assert "lapas / von Seite " in further
    assert words("goals", 400)[-1] in further
    onward = [results.words_of(locale).onward for locale in ("lv", "de")]
    mark = " / ".join(onward).replace("{page}", str(pages + 1))
    assert mark in " ".join(printed(made, 1, pages).split())
    assert settled(made) == settled(data)


def test_a_sheet_on_which_all_is_seen_stays_as_it_is() -> None:
    data = Case(layout="persona").pdf({"goals": "Short."})
    assert continued(data) == data


def test_a_stranger_s_worksheet_is_continued_in_its_own_words() -> None:
    case = Case(layout=EVERYTHING, locale="pl")
    worksheet = case.solve()
    data = pipeline.write(worksheet, "pdf", pipeline.prefill(
        worksheet, answers_for(worksheet.definition, "pl")))  # fmt: skip
    response = pipeline.read(data)
    assert response.definition == "embedded"
    long = [a.id for a in response.answers if a.state == "overflow"]
    said = printed(continued(data), len(worksheet.pages) + 1, 99)
    labels = {f.id: f.words["pl"].label for f in worksheet.definition.fields}
    assert long
    flat = " ".join(said.split())
    assert all(f"{' '.join(labels[name].split())} ze strony " in flat for name in long)


def right_to_left() -> Worksheet:
    return pipeline.solve(pipeline.Order(layout=layout("journey-map"), locale="ar",
                                         words={}, untranslated=[]))  # fmt: skip


def test_right_to_left_the_marks_stand_at_the_left() -> None:
    worksheet = right_to_left()
    assert worksheet.sheet.direction == "rtl"
    name = next(f.id for f in worksheet.definition.fields if f.id.startswith("actions__"))
    source = pipeline.write(worksheet, "pdf", {})
    text = " ".join(words(name, 99))
    made = continued(CLIENTS["pdfium-paste"].fill(source, Fill(text={name: text})))
    flat = printed(made, 2, 2).split()
    assert [word for word in flat if word in set(words(name, 99))] == words(name, 99)
    pdf = pikepdf.open(BytesIO(made))
    [box] = [a.Rect for a in pdf.pages[0].Annots if str(a.get("/T")) == name]
    form = pdf.pages[0].Resources.XObject["/WorksheetsContinuation"].read_bytes()
    x = float(form.split(b"1 0 0 1 ")[1].split()[0])
    assert x < float(box[0]) + (float(box[2]) - float(box[0])) / 4


def test_what_another_program_drew_with_its_own_letters_stays() -> None:
    case = Case(layout="persona")
    name, text = "goals", "日本語の答え " * 90
    data = CLIENTS["pikepdf"].fill(case.pdf(), Fill(text={name: text}))
    files = [pikepdf.open(BytesIO(file)) for file in (data, continued(data))]
    before, after = (
        next(a for a in pdf.pages[0].Annots if str(a.get("/T")) == name).AP.N for pdf in files
    )
    assert before.read_bytes() == after.read_bytes()
    assert after.BBox[1] > before.BBox[1]


@pytest.mark.parametrize("side", [0, 1, 900, 1_000_000])
def test_a_page_of_any_claimed_size_ends(side: int) -> None:
    case = Case(layout="persona")
    worksheet = case.solve()
    claimed = replace(worksheet.definition, pages=((side, side),), text_size=200.0)
    data = case.pdf({"goals": "word " * 20_000})
    made = appended(data, claimed, {"goals": "word " * 20_000}, ["goals"])  # type: ignore[dict-item,list-item]
    assert len(pikepdf.open(BytesIO(made)).pages) > 1


def test_what_is_no_filled_worksheet_is_refused_with_its_reason() -> None:
    worksheet = Case(layout="persona").solve()
    word = pipeline.write(worksheet, "docx", {})
    for data in (word, b"", b"%PDF-1.7 nothing", b"junk"):
        with pytest.raises(UnusableInputError) as caught:
            continued(data)
        assert caught.value.problems


def test_a_program_s_own_lines_are_never_longer_than_the_rule_expects() -> None:
    """What we call seen whole is so in PDFium's own drawing: its last line ends in its field."""
    require(RENDERERS["poppler"])
    for paper in ("A4", "A3", "A0"):
        case = Case(layout="journey-map", locale="pl", paper=paper)
        name = "actions__research"
        whole = [n for n in range(2, 40) if state_of(case, name, n) == "ok"]
        text = " ".join(words(name, max(whole)))
        made = CLIENTS["pdfium-type"].fill(case.pdf(), Fill(text={name: text}))
        pdf = pikepdf.open(BytesIO(made))
        [box] = [a.Rect for a in pdf.pages[0].Annots if str(a.get("/T")) == name]
        command = ["pdftotext", "-bbox", "-f", "1", "-l", "1", "-", "-"]
        found = subprocess.run(command, input=made, capture_output=True, check=True).stdout.decode()
        ends = re.findall(r'yMax="(\S+)">' + words(name, max(whole))[-1], found)
        size = case.solve().text_size
        assert float(ends[0]) <= float(pdf.pages[0].MediaBox[3]) - float(box[1]) + 0.05 * size
        assert state_of(case, name, max(whole) + 8) == "overflow"


def state_of(case: Case, name: str, count: int) -> str:
    found, _ = settle(case.solve().definition, [Mark(name=name, text=" ".join(words(name, count)))])
    return next(answer.state for answer in found if answer.id == name)


def test_overflow_is_told_by_field() -> None:
    case = Case(layout="persona")
    made = pipeline.read(case.pdf({"goals": "word " * 400})).as_json()
    assert made["details"]["goals"]["state"] == "overflow"
    assert [p["code"] for p in made["problems"] if p["field"] == "goals"] == ["A003"]
