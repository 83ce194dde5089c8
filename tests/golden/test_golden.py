"""Solved worksheets stay as they are, or the change is looked at: ``pytest --accept`` renews."""

from collections.abc import Callable
from pathlib import Path

from tests.making import solved, stages
from worksheets import loading, pipeline
from worksheets.model.sheet import Worksheet

SMALL = Path(__file__).parent / "small-map.yaml"


def dumped(worksheet: Worksheet) -> str:
    return pipeline.write(worksheet, "json", {}).decode()


def test_the_journey_map_in_english_on_a4(golden: Callable[[str, str], None]) -> None:
    golden("journey-map.en.A4.json", dumped(solved(loading.load("journey-map"), paper="A4")))


def test_the_journey_map_in_latvian_on_a3(golden: Callable[[str, str], None]) -> None:
    worksheet = solved(loading.load("journey-map"), paper="A3", locale="lv")
    golden("journey-map.lv.A3.json", dumped(worksheet))


def test_the_journey_map_in_latvian_and_english_on_a4(golden: Callable[[str, str], None]) -> None:
    worksheet = solved(loading.load("journey-map"), paper="A4", locale="lv+en")
    golden("journey-map.lv+en.A4.json", dumped(worksheet))


def test_every_kind_of_field_and_block(golden: Callable[[str, str], None]) -> None:
    worksheet = solved(loading.load(str(SMALL)), paper="A4", stages=stages(3))
    golden("small-map.en.A4.json", dumped(worksheet))


def test_every_kind_of_field_one_below_the_other(golden: Callable[[str, str], None]) -> None:
    layout = loading.load(str(SMALL))
    worksheet = solved(layout, paper="A4", stages=stages(3), edition="linear")
    golden("small-map.en.A4.linear.json", dumped(worksheet))


def test_the_same_order_gives_the_same_dump() -> None:
    layout = loading.load("journey-map")
    assert dumped(solved(layout, locale="pl")) == dumped(solved(layout, locale="pl"))
