"""The answers of many, drawn back on one worksheet that is no longer filled in."""

from collections.abc import Mapping

from worksheets import binding, i18n, loading, solving, units
from worksheets.errors import DefinitionError, Problem
from worksheets.model.results import Results, ResultWords
from worksheets.model.sheet import Worksheet
from worksheets.pipeline import DRAWN, named
from worksheets.solving.results import answered

WRITERS: Mapping[str, str] = {
    "pdf": "worksheets.writers.pdf:write_results",
    "docx": "worksheets.writers.docx.results:write_results",
    "xlsx": "worksheets.writers.xlsx.results:write_results",
    "json": "worksheets.writers.json:write_results",
}


def write(worksheet: Worksheet, format_: str, results: Results) -> bytes:
    """Return one worksheet that shows the answers of many; it is no longer filled in.

    What its frame asks of a person, and how to fill it in, is left out.
    """
    if format_ not in WRITERS:
        known = ", ".join(WRITERS)
        problem = Problem("L011", f"no format {format_!r} for results", hint=f"known: {known}")
        raise DefinitionError(problem)
    sheet = binding.without_instructions(worksheet.sheet, loading.frame())
    paper = units.paper(worksheet.stamp.paper, sheet.orientation)
    bare = solving.solve(sheet, paper, marks=False, own_font=format_ in DRAWN)
    words = words_of(sheet.locale)
    if format_ in DRAWN:
        bare = answered(bare, results, words)
    data: bytes = named(WRITERS, format_)(bare, results, words)
    return data


def words_of(locale: str) -> ResultWords:
    """Return the words of results in a locale, in English where it has none."""
    catalog = i18n.catalog_or_english(i18n.normal_tag(locale))
    phrases = binding.in_words_of(loading.phrases("results"), catalog)
    return ResultWords(**phrases.by_id())


def note(locale: str, *, sheets: int, people: int) -> str:
    """Return how much is behind results, as printed on them."""
    text = words_of(locale).note
    return text.replace("{sheets}", str(sheets)).replace("{people}", str(people))
