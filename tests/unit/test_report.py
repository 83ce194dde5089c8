"""The report: one page that says what came back, opens anywhere, and is deaf to hostile answers."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from hashlib import sha256
from html.parser import HTMLParser
from pathlib import Path
from random import Random
from typing import Any

import pytest

from tests.clients import require
from tests.clients.chromium import Chromium
from tests.collecting import LOCALES, Memory, Read, definition, read, reads, sample_answers, varied
from worksheets import i18n, loading
from worksheets.collecting import report
from worksheets.collecting.collection import Collection, View
from worksheets.collecting.report.hearing import MOST_CURVES, Sampled
from worksheets.collecting.report.plots import _apart, _bends, _beside
from worksheets.collecting.report.speech import Speech
from worksheets.collecting.report.voices import LONGEST, MOST, voices
from worksheets.collecting.rows import Trouble
from worksheets.collecting.troubles import troubles
from worksheets.definition import encode
from worksheets.model.results import Quote
from worksheets.model.workshop import Person, Wave, Workshop

INBOX = Path("/inbox")
VOID = {"meta", "link", "br", "hr", "img", "input", "use", "path"}
EVIL = "<script>document.title='owned'</script>"
HOSTILE = (
    EVIL,
    "<img src=x onerror=\"document.title='owned'\">",
    "\"'></style></title></svg><svg onload=\"document.title='owned'\">",
    "{{ 7 * 7 }}{% for x in y %}",
    "\u202etxt.exe\u2066",
    "W" * 50_000,
    "nul\x00 bell\x07 half\ud83d",
    "$\\frac{1}{0}$ & &amp; &#60;b>",
    "javascript:alert(1)",
)
WORKSHOP = Workshop(
    id="w", name="Service 2027", wave="autumn",
    waves=(Wave(id="spring", label="March", folder="spring"),
           Wave(id="autumn", label="October", folder="autumn")),
    layouts=("journey-map",), people=(Person(id="p", name="Marta Liepa", locale="lv"),),
)  # fmt: skip


class Outline(HTMLParser):
    """The elements of a page; every mismatched tag is a mistake."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[tuple[str, dict[str, str | None]]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.mistakes: list[str] = []
        self.feed(text)
        self.close()
        self.mistakes += [f"<{tag}> stays open" for tag, _ in self.open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID or (tag == "path" and not self.get_starttag_text().endswith("/>")):
            self.open.append((tag, dict(attrs)))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1][0] != tag:
            self.mistakes.append(f"</{tag}> at {self.getpos()}")
        else:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        foreign = any(attributes.get("lang") == "en" for _, attributes in self.open[1:])
        if data.strip() and not foreign and self.open and self.open[-1][0] != "style":
            self.texts.append(" ".join(data.split()))

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of every element with this tag."""
        return [attributes for name, attributes in self.tags if name == tag]


def made(files: tuple[Read, ...], locale: str = "en", **view: Any) -> str:  # noqa: ANN401
    """Return the report of files."""
    collection = Collection(Memory(files), View(locale=locale, **view))
    return report.page(collection, troubles(collection), INBOX)


@cache
def usual(locale: str) -> str:
    """Return the report of a few sheets of every layout."""
    return made(reads(5), locale)


def in_waves() -> tuple[Read, ...]:
    random = Random(3)
    return tuple(
        read(f"{wave}/{index}.pdf", varied(sample_answers("journey-map", "en"), random),
             definition("journey-map", "en"))
        for wave in ("spring", "autumn") for index in range(4)
    )  # fmt: skip


def evil_files() -> tuple[Read, ...]:
    """Return sheets of every layout whose every text is hostile, as no reader would let through."""
    found = []
    for index, one in enumerate(reads(len(HOSTILE))):
        answers: Mapping[str, Any] = one.response["answers"]
        words = HOSTILE[index % len(HOSTILE)]
        swapped = {name: words if isinstance(v, str) and name != "date" else v
                   for name, v in answers.items()}  # fmt: skip
        name = f"{index}-{words[:60]}.pdf"
        response = {**one.response, "answers": swapped, "file": name}
        found.append(replace(one, name=name, path=f"/inbox/{name}", response=response))
    return tuple(found)


# ---------------------------------------------------------------- the page


@pytest.mark.parametrize("locale", LOCALES)
def test_every_tag_is_closed_ids_are_unique_and_links_lead_somewhere(locale: str) -> None:
    outline = Outline(usual(locale))
    assert outline.mistakes == []
    ids = [attributes["id"] for _, attributes in outline.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    links = [str(a["href"]) for a in outline.all("a")]
    named = [str(a[key]) for _, a in outline.tags for key in ("aria-labelledby",) if key in a]
    assert {link[1:] for link in links if link.startswith("#")} | set(named) <= set(ids)
    uses = {str(a["xlink:href"])[1:] for a in outline.all("use")}
    assert uses <= set(ids)
    assert set(re.findall(r"url\(#([^)]*)\)", usual(locale))) <= set(ids)


@pytest.mark.parametrize("locale", LOCALES[1:])
def test_no_english_is_left(locale: str) -> None:
    catalog = i18n.catalog(locale)
    english = {
        phrase.text
        for phrase in loading.phrases("report").phrases
        if catalog.find("report", phrase.text) != phrase.text
    }
    assert english & set(Outline(usual(locale)).texts) == set()
    assert f'<html lang="{locale}" dir="ltr">' in usual(locale)


def test_it_loads_nothing_and_runs_nothing() -> None:
    page = usual("en")
    assert "default-src 'none'" in page
    outline = Outline(page)
    assert outline.all("script") == outline.all("link") == outline.all("img") == []
    assert not re.search(r"https?:|@import|url\((?!#)", page)
    assert not [key for _, found in outline.tags for key in found if key.startswith("on")]


def test_the_same_sheets_make_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one.html", "two.html"):
        collection = Collection(Memory(reads(3)), View())
        report.write(collection, troubles(collection), tmp_path / name)
    assert (tmp_path / "one.html").read_bytes() == (tmp_path / "two.html").read_bytes()


def test_every_picture_has_a_name_and_its_numbers_stand_beside_it() -> None:
    page = usual("en")
    pictures = [a for a in Outline(page).all("svg") if a.get("role") == "img"]
    assert len(pictures) == len(re.findall("<svg", page)) == 2
    assert all(picture["aria-label"] for picture in pictures)
    assert page.count("<title>") == 1 + len(pictures)
    assert "Emotion. Means: Research: " in page
    assert Outline(page).all("th")
    assert all(a.get("scope") for a in Outline(page).all("th"))


def test_what_was_said_is_shown_with_who_said_it() -> None:
    asked, answers = definition("journey-map", "en"), sample_answers("journey-map", "en")
    named = [{**answers, "participant": name} for name in ("Jana Ozola", "Tom Hill", "Ann Lee")]
    page = made(tuple(read(f"{n}.pdf", given, asked) for n, given in enumerate(named)))
    assert re.search("<q>Asks two illustrator friends[^<]*</q> <cite><bdi>JO, TH, AL</bdi>", page)


def test_words_in_pictures_are_words() -> None:
    asked = definition("journey-map", "en", "a=<b>x</b> $1$,b=\"& 'q'")
    page = made((read("1.pdf", {"emotion__a": 1, "emotion__b": -1}, asked),))
    assert Outline(page).mistakes == []
    assert ">1 &lt;b&gt;x&lt;/b&gt; $1$</text>" in page
    assert not Outline(page).all("b")[3:]


# ---------------------------------------------------------------- what is shown


def test_stages_have_a_curve_a_heat_map_and_quotes_and_areas_a_board() -> None:
    page = usual("en")
    for title in ("Emotion", "Rows and stages", "Stage by stage", "Influence and interest"):
        assert f">{title}</h3>" in page
    assert "--areas: &#39;a-hears a-thinks_feels a-sees&#39;" in page
    assert '<span class="digit">1</span> Research</th>' in page, "not 'Research → Offer'"


def test_a_few_portraits_stand_side_by_side_and_many_share_a_board() -> None:
    few, many = (made(reads(count, ("persona",))) for count in (4, 13))
    assert '<table class="side">' in few
    assert 'class="board"' not in few
    assert '<table class="side">' not in many
    assert 'class="board"' in many
    voices_only = made(reads(4, ("empathy-map",)))
    assert 'class="board"' in voices_only
    assert '<table class="side">' not in voices_only


def test_waves_are_told_apart_by_name_dash_and_marker() -> None:
    page = made(in_waves(), workshops=(WORKSHOP,))
    assert "<h1><bdi>Service 2027</bdi>" in page
    assert "Dashed: earlier waves" in page
    picture = page[page.index("<svg") : page.index("</svg>")]
    assert all(f">{label}</text>" in picture for label in ("March", "October"))
    assert "stroke-dasharray: 1" in picture
    assert "n = 4 \u00b7 4" in picture


def test_who_has_not_answered_is_said() -> None:
    page = made(in_waves(), workshops=(WORKSHOP,))
    missing = page[page.index('id="missing"') :]
    row = missing[: missing.index("</tbody>")]
    assert "Marta Liepa" in row
    assert "Latvian" in row
    assert "Customer journey map" in row


def test_errors_and_warnings_are_listed_with_links_as_seen_from_the_report() -> None:
    found = [
        Trouble(file="a b.pdf", path="/inbox/sub/a b.pdf", code="R007", severity="error",
                message="damaged"),
        Trouble(file="c.pdf", code="A001", severity="warning", message="a field is missing"),
        Trouble(file="d.pdf", code="C013", severity="info", message="not shown"),
    ]  # fmt: skip
    collection = Collection(Memory(reads(1)), View())
    page = report.page(collection, found, INBOX / "out")
    assert '<a href="../sub/a%20b.pdf">' in page
    assert '<bdi class="file">c.pdf</bdi>' in page
    assert "not shown" not in page
    assert "Notes <b>1</b>" in page


def test_a_layout_that_nobody_knows_has_a_chapter_of_its_own() -> None:
    asked = definition("journey-map", "en")
    strange = replace(asked, stamp=replace(asked.stamp, layout="somebody"))
    one = read("x.pdf", sample_answers("journey-map", "en"), strange)
    key = sha256(encode(strange)).hexdigest()
    page = made((replace(one, definition_key=key, definition=strange),))
    assert f"Customer journey map ({asked.stamp.schema[:6]})" in page
    assert "Asks two illustrator friends" in page


def test_nothing_came_back() -> None:
    page = made(())
    assert "No sheets came back." in page
    assert "Nothing needs an eye." in page
    assert Outline(page).mistakes == []


def test_a_person_who_is_dropped_is_nowhere() -> None:
    asked = definition("persona", "en")
    answers = {**sample_answers("persona", "en"), "participant": "Zed Quill"}
    files = tuple(read(name, answers, asked) for name in ("1.pdf", "2.docx"))
    assert "ZQ" in made(files)
    page = made(files, drop_person=True)
    assert "Zed Quill" not in page
    assert "ZQ" not in page


# ---------------------------------------------------------------- not too much


def test_equal_texts_are_one_and_long_lists_are_cut() -> None:
    quotes = [Quote("same", "AB"), Quote("same", "CD"), Quote("same", "AB")]
    assert voices(quotes).open[0].who == ("AB", "CD")
    assert voices(quotes).open[0].more == 1
    many = voices(Quote(f"text {n}", "") for n in range(MOST + 312))
    assert (len(many.open) + len(many.folded), many.left) == (MOST, 312)
    (long,) = voices([Quote("x" * 9999, "")]).open
    assert len(long.text) < LONGEST + 9
    assert not voices([Quote(" ", "AB")])


def test_what_is_left_out_is_said() -> None:
    asked = definition("persona", "en")
    answers = sample_answers("persona", "en")
    files = tuple(
        read(f"{n}.pdf", {**answers, "goals": f"goal {n}"}, asked) for n in range(MOST + 5)
    )
    page = made(files)
    assert "5 more in the workbook" in page
    assert f"goal {MOST - 1}<" in page
    assert f"goal {MOST}<" not in page


def test_samples_are_evenly_chosen() -> None:
    sampled = Sampled[int]()
    for number in range(10_000):
        sampled.add(number)
    steps = {b - a for a, b in zip(sampled.kept, sampled.kept[1:], strict=False)}
    assert MOST_CURVES / 2 < len(sampled.kept) <= MOST_CURVES
    assert len(steps) == 1
    assert sampled.total == 10_000


def test_a_curve_never_swings_beyond_its_points() -> None:
    bends = _bends([(1, 0), (2, 2), (3, 2), (4, -2), (5, -1)])
    assert max(y for _, y in bends) == 2
    assert min(y for _, y in bends) == -2
    assert len(bends) == 13


def test_labels_and_dots_do_not_cover_each_other() -> None:
    assert _apart([1.0, 1.1, 0.0]) == [1.0, 1.3, 0.0]
    places = _beside([(1, 1), (1, 1), (3, 3)])
    assert len(set(places)) == 3
    assert places[2] == (3, 3)


def test_numbers_are_written_as_the_reader_does() -> None:
    assert Speech("de").mean(1.25, signed=True) == "+1,2"
    assert Speech("lv").mean(-0.04, signed=True) == "0,0"
    assert Speech("nb").mean(-1.0) == "\u22121,0"
    assert Speech("de").share(1, 2) == "50\u00a0%"
    assert Speech("en").share(1, 2) == "50%"
    assert Speech("pl").language("de+nb") == "niemiecki + norweski (bokmål)"
    assert Speech("he").direction == "rtl"
    assert Speech("he").say("sheets") == "Sheets"


# ---------------------------------------------------------------- in a browser


def test_hostile_answers_stay_words(tmp_path: Path) -> None:
    evil = replace(WORKSHOP, name=EVIL)
    page = made(evil_files(), workshops=(evil,))
    outline = Outline(page)
    assert outline.mistakes == []
    assert outline.all("script") == outline.all("img") == []
    assert "\x00" not in page
    assert "&lt;script&gt;document.title" in page
    assert not [a for a in outline.all("a") if str(a["href"]).startswith("javascript:")]
    require(Chromium())
    file = tmp_path / "evil.html"
    file.write_text(page, encoding="utf-8")
    for width in (1280, 390):
        (visit,) = Chromium().visit([{"page": file, "width": width}])
        assert visit.title == f"{EVIL} \u00b7 Report"
        assert visit.said == ()
        assert visit.asked == (file.as_uri(),)
        assert visit.width == width, "a long word breaks the layout"


def test_axe_finds_nothing_wrong(tmp_path: Path) -> None:
    require(Chromium())
    pages = {"en": usual("en"), "lv": usual("lv"), "waves": made(in_waves(), workshops=(WORKSHOP,))}
    for name, page in pages.items():
        (tmp_path / f"{name}.html").write_text(page, encoding="utf-8")
    jobs = [
        {"page": tmp_path / f"{name}.html", "scheme": scheme, "width": width, "axe": True}
        for name, width in (("en", 1280), ("lv", 390), ("waves", 1280))
        for scheme in ("light", "dark")
    ]
    for job, visit in zip(jobs, Chromium().visit(jobs), strict=True):
        assert visit.violations == (), job
        assert visit.width == job["width"]


def test_it_prints_what_is_folded(tmp_path: Path) -> None:
    require(Chromium())
    file, printed = tmp_path / "report.html", tmp_path / "report.pdf"
    file.write_text(usual("en"), encoding="utf-8")
    Chromium().visit([{"page": file, "print": printed}])
    import pypdfium2

    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(printed)]
    assert any("Median" in text for text in pages)
