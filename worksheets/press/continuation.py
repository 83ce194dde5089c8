"""Continuation pages: what outgrew its box in a filled PDF worksheet, whole, for readers of paper.

On the screen a long answer scrolls, in the data it is whole, in print it is cut. A continued file
has each such answer from its beginning on further pages, since programs cut at different places,
and at its box a mark that says where. Fields stay fields, and the file reads as it did.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from worksheets import i18n, loading, pipeline, results, units
from worksheets.errors import DefinitionError, Problem, UnusableInputError
from worksheets.model.brand import PLAIN
from worksheets.model.ids import FieldId
from worksheets.model.layout import Layout
from worksheets.model.response import DefinedField, Definition, FieldWords
from worksheets.model.results import Quote
from worksheets.model.sheet import Sheet, Slot, Worksheet
from worksheets.readers import limits
from worksheets.solving.fit import Fitter
from worksheets.solving.results import framed
from worksheets.solving.results.further import Further, further_of
from worksheets.solving.strip import Strip
from worksheets.solving.theme import theme_for

_LEAST, _MOST = units.mm(100), units.mm(2000)
"""Sides of a page on which we write; a stranger's definition may claim any."""


def continued(data: bytes, layouts: Sequence[Layout] = ()) -> bytes:
    """Return the PDF with continuation pages, or as it is if every text is seen whole.

    Raises UnusableInputError for a file that cannot be read or is no PDF worksheet.
    """
    response = pipeline.read(data, layouts)
    definition = response.read_by
    if response.format not in {None, "pdf"}:
        hint = "Word and Excel print answers whole"
        raise UnusableInputError(Problem("R001", "this is not a PDF", hint=hint))
    if definition is None or response.status == "unreadable":
        raise UnusableInputError(response.problems)
    texts = {answer.id: str(answer.value) for answer in response.answers if answer.value}
    long = [answer.id for answer in response.answers if answer.state == "overflow"]
    if not long:
        return data
    made: bytes = limits.attempt(f"{__name__}:appended", data, definition, texts, long)
    return made


def appended(
    data: bytes, definition: Definition, texts: Mapping[FieldId, str], long: Sequence[FieldId]
) -> bytes:
    """Return the file with the ``long`` ones of its ``texts`` on further pages."""
    from worksheets.writers.pdf.onward import Onward, originally  # noqa: PLC0415 (loads late)

    with originally(data, definition) as original:
        blank, paper = _blank(definition), _paper(definition)
        words, theme = results.words_of(blank.sheet.locale), theme_for(paper)
        slots = [_slot(f, blank.sheet.locale) for f in definition.fields if f.id in long]
        since = {
            slot.id: words.since.replace("{page}", str(original.places.get(slot.id, 1)))
            for slot in slots
        }
        further = further_of({slot: [Quote(texts[slot.id])] for slot in slots}, lambda depth:
                             Further(theme=theme, paper=paper, first=original.pages + 1,
                                     continued=words.continued, depth=depth, bullets=False,
                                     since=since))  # fmt: skip
        strip = Strip(sheet=blank.sheet, paper=paper, fitter=Fitter(theme), bare=True)
        brand = replace(PLAIN, accent=original.accent)
        added = replace(blank, pages=framed(further, strip, words), brand=brand)
        onward = {
            name: Onward((words.onward.replace("{page}", str(page)), f"→ {page}"),
                         rtl=blank.sheet.direction == "rtl")
            for name, page in further.starts.items()
        }  # fmt: skip
        return original.continued(added, texts, onward)


def _slot(defined: DefinedField, locale: str) -> Slot:
    """Return a field with the words that its sheet has; those of our own stages are English."""
    words = next(iter(defined.words.values()), FieldWords(str(defined.id)))
    column = i18n.catalog_or_english(locale).find("stage", words.column) or words.column
    return Slot(id=defined.id, field=defined.field, row=defined.row, row_label=words.row,
                column_label=column)  # fmt: skip


def _blank(definition: Definition) -> Worksheet:
    """Return a worksheet with the title and language of a definition, and nothing on it."""
    stamp = definition.stamp
    try:
        locale = i18n.normal_tag(stamp.locales[0])
    except DefinitionError:
        locale = i18n.SOURCE_LOCALE
    paper = _paper(definition)
    sheet = Sheet(
        layout=stamp.layout,
        version=stamp.version,
        locale=locale,
        direction=i18n.direction(locale),
        size="desk",
        orientation="portrait" if paper.width < paper.height else "landscape",
        title=next(iter(definition.title.values()), ""),
        office=loading.frame().office,
    )
    return Worksheet(definition=definition, sheet=sheet, pages=())


def _paper(definition: Definition) -> units.Paper:
    width, height = (side / 10 for side in definition.pages[0]) if definition.pages else (0, 0)
    if not all(_LEAST <= side <= _MOST for side in (width, height)):
        return units.paper("A4", "landscape")
    return units.Paper(definition.stamp.paper, width, height)
