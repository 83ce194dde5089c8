"""The catalogs are complete, fit the template and the glossary, and cannot be broken unseen."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.frontend import CommandLineInterface
from babel.messages.pofile import read_po

from worksheets.errors import DefinitionError
from worksheets.extraction import extract
from worksheets.fonts import missing
from worksheets.i18n import locales, read_catalog

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "locales" / "worksheets.pot"
LOCALES = [tag for tag in locales() if tag != "en"]
HOW = [
    "--mapping=babel.toml", "--no-wrap", "--sort-by-file", "--add-location=file", "--omit-header",
]  # fmt: skip
CLOSING = ".?!:;,…"
BIDI_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")

Key = tuple[str | None, str]
ENTRY = 'msgctxt "row"\nmsgid "Actions"\nmsgstr "Handlungen"\n'


def po_file(locale: str) -> Path:
    return ROOT / "locales" / locale / "LC_MESSAGES" / "worksheets.po"


def keyed(catalog: Catalog) -> dict[Key, Message]:
    return {(message.context, str(message.id)): message for message in catalog if message.id}


def entries(locale: str) -> dict[Key, Message]:
    return keyed(read_po(io.BytesIO(po_file(locale).read_bytes()), abort_invalid=True))


def translations(locale: str) -> Iterator[tuple[str, str]]:
    return ((message, str(entry.string)) for (_, message), entry in entries(locale).items())


def glossary() -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the words of each locale by English word, in lower case."""
    words: dict[str, dict[str, tuple[str, ...]]] = {}
    columns: list[str] = []
    for line in (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8").splitlines():
        cells = [cell.strip().casefold() for cell in line.strip("|").split("|")]
        if cells[0] == "en":
            columns = cells
        elif line.startswith("|") and columns and len(cells) == len(columns):
            row = dict(zip(columns, (tuple(c.split(" / ")) for c in cells), strict=True))
            for english in row["en"]:
                words[english] = row
        else:
            columns = []
    return words


def test_the_template_is_a_fresh_extract(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    fresh = tmp_path / "worksheets.pot"
    CommandLineInterface().run(["pybabel", "--quiet", "extract", *HOW, "-o", str(fresh), "."])
    assert fresh.read_bytes() == TEMPLATE.read_bytes(), "run `make messages`"


def test_words_written_in_place_are_not_extracted() -> None:
    text = "id: own\ntitle: Own\nstages:\n- {id: plan, label: {en: Plan, nb: Plan}, help: Think}\n"
    assert list(extract(io.BytesIO(text.encode()), {}, (), {})) == [
        (2, "pgettext", ("title", "Own"), ["own"]),
        (4, "pgettext", ("hint", "Think"), ["own › plan"]),
    ]


@pytest.mark.parametrize("locale", LOCALES)
def test_every_message_is_translated_and_none_is_too_many(locale: str) -> None:
    template = keyed(read_po(io.BytesIO(TEMPLATE.read_bytes())))
    assert list(entries(locale)) == list(template)
    assert [key for key, m in entries(locale).items() if not m.string or m.fuzzy] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_placeholders_are_equal(locale: str) -> None:
    def names(text: str) -> list[str]:
        return sorted(re.findall(r"\{[^}]*\}", text))

    assert [pair for pair in translations(locale) if names(pair[0]) != names(pair[1])] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_spaces_and_closing_marks_are_those_of_the_source(locale: str) -> None:
    def edges(text: str) -> tuple[bool, bool, str]:
        last = text.rstrip()[-1:]
        return text != text.lstrip(), text != text.rstrip(), last if last in CLOSING else ""

    assert [pair for pair in translations(locale) if edges(pair[0]) != edges(pair[1])] == []
    assert [pair for pair in translations(locale) if BIDI_CONTROLS.search(pair[1])] == []
    assert [pair for pair in translations(locale) if "  " in pair[1]] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_the_font_has_every_letter(locale: str) -> None:
    assert missing("".join(text for _, text in translations(locale))) == ""


@pytest.mark.parametrize("locale", LOCALES)
def test_terms_are_those_of_the_glossary(locale: str) -> None:
    terms = glossary()
    used = [pair for pair in translations(locale) if pair[0].casefold() in terms]
    assert len(used) > 20
    assert [
        (message, text)
        for message, text in used
        if not text.casefold().startswith(terms[message.casefold()][locale])
    ] == []


@pytest.mark.parametrize("locale", LOCALES)
def test_who_has_reviewed_it_is_said(locale: str) -> None:
    data = po_file(locale).read_bytes()
    said = re.search(rb"^# X-Review: (none|native)$", data, re.MULTILINE)
    assert said
    assert read_catalog(data, locale)[1] == said[1].decode()


def test_a_review_by_a_native_is_seen() -> None:
    head = '# German words.\n# X-Review: native\nmsgid ""\nmsgstr ""\n"Language: de\\n"\n\n'
    assert read_catalog((head + ENTRY).encode(), "de")[1] == "native"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('"Handlungen"', '"Handlungen'),
        ('"Handlungen"', 'Handlungen"'),
        ('"Handlungen"', '"Hand"lungen"'),
        ('"Actions"', '"Actions'),
        ('"row"', '"row'),
        ('"Handlungen"', '""\n"Handlungen'),
        ('"Handlungen"', '"Handlungen\\"'),
    ],
)
def test_a_string_that_is_not_closed_is_refused(right: str, wrong: str) -> None:
    head = 'msgid ""\nmsgstr "Language: de\\n"\n\n'
    assert read_catalog((head + ENTRY).encode(), "de")[0] == {("row", "Actions"): "Handlungen"}
    with pytest.raises(DefinitionError):  # Babel takes them: python-babel/babel#1151
        read_catalog((head + ENTRY.replace(right, wrong)).encode(), "de")
