"""Two languages of one sheet: what a text in both is, how locales are named, what is bound."""

from dataclasses import replace
from email import message_from_bytes
from email.policy import default
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.making import bound, dump, small, solved
from worksheets import definition, i18n, loading, pipeline
from worksheets.answers import settle_field
from worksheets.errors import DefinitionError, FitError
from worksheets.fonts import width
from worksheets.model.fields import Scale
from worksheets.model.labels import both, halves, in_line, joined
from worksheets.model.response import DefinedField, FieldWords, Mark
from worksheets.model.workshop import Person, Workshop
from worksheets.sending import mail
from worksheets.writers.package import length, shortened_line

JOURNEY_MAP = loading.load("journey-map")
words = st.text("abcdeāł ", min_size=1, max_size=12).map(str.strip).filter(bool)


# ---------------------------------------------------------------- texts


@given(lead=words, second=words)
def test_a_text_in_two_languages_gives_both_back(lead: str, second: str) -> None:
    text = both(lead, second)
    assert halves(text)[0] == lead
    assert halves(text)[1] == second or halves(text)[1].casefold() == second.casefold()


@pytest.mark.parametrize("second", ["Persona", "persona", "Per\u00adsona"])
def test_equal_words_stand_there_once(second: str) -> None:
    assert both("Persona", second) == "Persona"


def test_each_language_is_joined_for_itself() -> None:
    assert joined(", ", "Darbības\nActions", "", "Izpēte\nResearch") == (
        "Darbības, Izpēte\nActions, Research"
    )
    assert joined(": ", "Persona", "Mērķi\nGoals") == "Persona: Mērķi\nPersona: Goals"
    assert joined(", ", "Actions", "Research") == "Actions, Research"


@given(lead=words, second=words, most=st.integers(8, 40))
def test_a_name_cut_short_has_something_of_both_languages(
    lead: str, second: str, most: int
) -> None:
    text = both(lead, second)
    short = shortened_line(text, most)
    assert length(short) <= most
    if "\n" in text:
        assert [half[0] for half in short.split(" / ")] == [half[0] for half in halves(text)]
    if length(in_line(text)) <= most:
        assert short == in_line(text)


# ---------------------------------------------------------------- locales


def test_locales_are_named_as_one_is() -> None:
    assert i18n.normal_tags("LV+no") == "lv+nb"
    assert i18n.normal_tags("pl") == "pl"
    assert i18n.named_tags("latviešu + English") == "lv+en"


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ("lv+xx", "'xx' is not a locale"),
        ("lv+", "'' is not a locale"),
        ("no+nb", "names one language twice"),
        ("lv+en+de", "names more than two languages"),
        ("lv+fr", "no catalog for 'fr'"),
    ],
)
def test_what_is_no_pair_of_languages_is_one_sentence(given: str, said: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        pipeline.bind(pipeline.order_of("persona", given))
    [problem] = caught.value.problems
    assert said in problem.message
    assert problem.hint


# ---------------------------------------------------------------- binding


def test_every_text_has_the_words_of_both() -> None:
    sheet, lead, second = (bound(JOURNEY_MAP, locale=tag) for tag in ("lv+en", "lv", "en"))
    pairs = zip(sheet.texts(), lead.texts(), second.texts(), strict=True)
    assert [one for one in pairs if one[0] != both(*one[1:])] == []
    assert (sheet.locale, sheet.second, sheet.locales) == ("lv", "en", ("lv", "en"))
    labels = zip(sheet.slots(), lead.slots(), second.slots(), strict=True)
    assert [a.id for a, b, c in labels if a.label != both(b.label, c.label)] == []


def test_stage_sets_and_typed_stages_are_in_both() -> None:
    civic = loading.load_stages("civic")
    sheet = bound(JOURNEY_MAP, locale="de+pl", stages=civic)
    [grid] = sheet.blocks
    heads = [head.label for head in grid.headings]
    assert all("\n" in label for label in heads)
    typed = bound(JOURNEY_MAP, locale="de+pl", stages=loading.load_stages("Plan, Buy"))
    assert [head.label for head in typed.blocks[0].headings] == ["Plan", "Buy"]


def test_two_answers_are_told_apart_in_each_language() -> None:
    layout = small("""
        blocks:
          - kind: areas
            areas: [a]
            boxes:
              - id: a
                label: {en: A, nb: Å}
                field:
                  kind: choice
                  options:
                    - {id: x, label: {en: One, nb: Samme}}
                    - {id: y, label: {en: Two, nb: Samme}}
        """)
    with pytest.raises(DefinitionError) as caught:
        bound(layout, locale="en+nb", untranslated=[])
    assert "'Samme'" in str(caught.value)


def test_a_missing_translation_of_either_language_is_refused_or_printed_in_english() -> None:
    layout = small("""
        blocks:
          - kind: areas
            areas: [a]
            boxes: [{id: a, label: Qwertyuiop, field: text}]
        """)
    with pytest.raises(DefinitionError) as caught:
        bound(layout, locale="lv+en")
    assert {problem.code for problem in caught.value.problems} == {"T001"}
    sheet = bound(layout, locale="lv+en", untranslated=[])
    assert sheet.blocks[0].cards[0].label == "Qwertyuiop"


def test_own_translations_are_found_per_language(tmp_path: Path) -> None:
    path = tmp_path / "mine.yaml"
    path.write_text(
        "id: mine\nversion: 1\ntitle: Mine\nblocks:\n- kind: areas\n  areas: [a]\n"
        "  boxes: [{id: a, label: Qwertyuiop, field: text}]\n"
    )
    for tag, title, label in (("lv", "Mana", "Vārds"), ("pl", "Moja", "Słowo")):
        (tmp_path / f"mine.{tag}.po").write_text(
            f'msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\n'
            f'msgctxt "title"\nmsgid "Mine"\nmsgstr "{title}"\n\n'
            f'msgctxt "row"\nmsgid "Qwertyuiop"\nmsgstr "{label}"\n'
        )
    sheet = pipeline.bind(pipeline.order_of(str(path), "lv+pl"))
    assert sheet.title == "Mana\nMoja"
    assert sheet.blocks[0].cards[0].label == "Vārds\nSłowo"


def test_the_first_language_decides_the_direction() -> None:
    for tags, direction in (("ar+en", "rtl"), ("en+ar", "ltr")):
        sheet = bound(JOURNEY_MAP, locale=tags, words={}, untranslated=[])
        assert (sheet.direction, sheet.second) == (direction, tags[3:])


def test_an_arabic_sheet_with_english_below_can_be_drawn_and_read() -> None:
    worksheet = solved(JOURNEY_MAP, locale="ar+lv", words={}, untranslated=[], own_font=False)
    given = {"persona": "Jana", "actions__offer": "zvana"}
    for format_ in ("docx", "xlsx"):
        data = pipeline.write(worksheet, format_, pipeline.prefill(worksheet, given))
        found = pipeline.read(data).values()
        assert {name: found[name] for name in given} == given


# ---------------------------------------------------------------- definition and answers


def test_the_definition_has_the_words_of_each_language_the_first_first() -> None:
    worksheet = solved(JOURNEY_MAP, locale="lv+en")
    there = definition.decode(definition.encode(worksheet.definition))
    assert there.stamp.locales == ("lv", "en")
    assert list(there.title) == ["lv", "en"]
    for one in there.fields:
        assert list(one.words) == ["lv", "en"]
    assert there.stamp.schema == solved(JOURNEY_MAP, locale="pl").stamp.schema
    assert worksheet.stamp.paper == "A4"


def test_an_answer_is_known_by_its_word_in_either_language_or_in_both() -> None:
    worksheet = solved(JOURNEY_MAP, locale="lv+en")
    field = next(one for one in worksheet.definition.fields if isinstance(one.field, Scale))
    for text in ("ļoti pozitīvi", "Very positive", "ļoti pozitīvi / very positive",
                 "+2 ļoti pozitīvi / very positive", "2"):  # fmt: skip
        answer = settle_field(
            worksheet.definition, field, {field.id: Mark(name=field.id, text=text)}
        )
        assert answer.value == 2


def test_dates_and_numbers_are_read_as_either_language_writes_them() -> None:
    sheet = solved(JOURNEY_MAP, locale="pl+en")
    fields = {str(one.id): one for one in sheet.definition.fields}

    def settled(name: str, text: str) -> object:
        mark = Mark(name=name, text=text)
        return settle_field(sheet.definition, fields[name], {name: mark}).value

    assert settled("date", "5 maja 2027") == settled("date", "May 5, 2027") == "2027-05-05"
    assert settled("group_size", "12") == 12


def test_a_stranger_s_words_of_different_lengths_do_no_harm() -> None:
    two = {"lv": FieldWords("a", "", ("x", "y")), "en": FieldWords("a", "", ("z",))}
    [field, *_] = solved(JOURNEY_MAP, locale="lv").definition.fields
    assert replace(field, words=two).options == ("x / z",)
    assert isinstance(field, DefinedField)


# ---------------------------------------------------------------- paper and mails


def test_what_does_not_fit_names_a_larger_paper() -> None:
    layout = small("""
        blocks:
          - kind: table
            columns:
              - {id: a, label: {en: A, lv: "Nepārdalāmsunļotigaršvārds"}, field: text, width: 1}
              - {id: b, label: {en: B, lv: B}, field: text, width: 9}
            numbered: 1
        """)
    with pytest.raises(FitError) as caught:
        solved(layout, locale="en+lv", untranslated=[], paper="A4")
    [problem] = caught.value.problems
    assert problem.code == "F001"
    assert "larger paper" in problem.hint


def test_the_second_language_is_regular_smaller_and_marked() -> None:
    page = dump(solved(JOURNEY_MAP, locale="lv+en"))["pages"][0]
    found = str(page)
    assert "'Research'" in found
    item = next(one for one in _leaves(page["content"]) if one.get("lines") == ["Research"])
    assert (item["locale"], item.get("face", "regular"), item["size"]) == ("en", "regular", 7.5)
    lead = next(one for one in _leaves(page["content"]) if one.get("lines") == ["Izpēte"])
    assert "locale" not in lead
    assert lead["face"] == "bold"
    assert item["x"] == lead["x"]
    assert width("Izpēte", "bold", lead["size"]) > 0


def _leaves(node: dict) -> list[dict]:  # type: ignore[type-arg]
    children = node.get("children", [])
    return [leaf for child in children for leaf in _leaves(child)] if children else [node]


def test_a_mail_to_somebody_of_two_languages_is_in_both() -> None:
    workshop = Workshop(id="w", name="Spring")
    data = mail.draft(workshop, Person(id="p", name="Ilze"), "lv+en", [])
    message = message_from_bytes(data, policy=default)
    lead, second = (
        message_from_bytes(
            mail.draft(workshop, Person(id="p", name="Ilze"), tag, []), policy=default
        )
        for tag in ("lv", "en")
    )
    assert message["Subject"] == f"{lead['Subject']} / {second['Subject']}"
    text = message.get_content()
    assert lead.get_content().strip() in text
    assert second.get_content().strip() in text
