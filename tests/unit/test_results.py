"""What many answers to one field say together, before it is drawn."""

import pytest

from worksheets.i18n import one_decimal
from worksheets.model.fields import Check, Choice, Option, Scale, Step
from worksheets.model.results import Quote, Summary, answer_of, possible
from worksheets.solving.results.curve import smooth
from worksheets.solving.results.quotes import shown

SCALE = Scale(steps=(Step(value=-1), Step(value=0), Step(value=1)), absent="did not happen")
CHOICE = Choice(options=(Option(id="alone", label="alone"), Option(id="group", label="a group")))


def test_a_text_that_two_wrote_stands_once_with_both_names() -> None:
    quotes = (Quote("Too slow.", "A"), Quote("Dear"), Quote(" too  SLOW.", "B"), Quote(" "))
    assert Summary(quotes=quotes).gathered() == (Quote("Too slow.", "A, B"), Quote("Dear"))


def test_marks_give_the_answers_that_counts_are_kept_by() -> None:
    assert possible(SCALE) == ("-1", "0", "1", "absent")
    assert [answer_of(SCALE, state) for state in ("s0", "s2", "absent")] == ["-1", "1", "absent"]
    assert answer_of(CHOICE, "s1") == "group"
    many = Choice(options=CHOICE.options, many=True)
    assert answer_of(many, "group") == "group"
    assert answer_of(Check(), "on") == "true"


@pytest.mark.parametrize(
    ("value", "tag", "text"),
    [(1.25, "en", "+1.2"), (-0.6, "de", "\u22120,6"), (0.04, "lv", "0,0"), (-0.04, "en", "0.0")],
)
def test_a_mean_is_written_as_the_locale_does(value: float, tag: str, text: str) -> None:
    assert one_decimal(value, tag, signed=True) == text


def test_letters_that_the_font_lacks_become_boxes() -> None:
    assert (
        shown("Gut \U0001f44d\U0001f3fd,\n\n  weiter \u65e5\u672c")
        == "Gut \u25a1,\nweiter \u25a1\u25a1"
    )


def test_the_curve_stays_between_its_points() -> None:
    heights = [0.0, 5.0, 5.0, 1.0, 9.0]
    path = smooth([(10.0 * number, y) for number, y in enumerate(heights)])
    assert [y for _, y in path[::3]] == heights
    for start in range(0, len(path) - 1, 3):
        ends = path[start][1], path[start + 3][1]
        assert all(min(ends) <= y <= max(ends) for _, y in path[start : start + 4])
