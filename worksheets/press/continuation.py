"""Continuation pages: what outgrew its box in a filled PDF worksheet, whole, for readers of paper.

On the screen a long answer scrolls, in the data it is whole, in print it is cut. A continued file
has each such answer from its beginning on further pages, since programs cut at different places,
and at its box a mark that says where. Fields stay fields, and the file reads as it did.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import reduce

from worksheets import i18n, loading, pipeline, results, units
from worksheets.errors import DefinitionError, Problem, UnusableInputError
from worksheets.model.brand import PLAIN
from worksheets.model.ids import FieldId
from worksheets.model.labels import both, in_line
from worksheets.model.layout import Layout
from worksheets.model.response import DefinedField, Definition, FieldWords
from worksheets.model.results import Quote, ResultWords
from worksheets.model.sheet import Sheet, Slot, Worksheet
from worksheets.press.stock import attempt
from worksheets.solving.fit import Fitter
from worksheets.solving.results import framed
from worksheets.solving.results.further import Further, further_of
from worksheets.solving.strip import Strip
from worksheets.solving.theme import theme_for

_LEAST, _MOST = units.mm(100), units.mm(2000)
"""Sides of a page on which we write; a stranger's definition may claim any."""


def continued(data: bytes, layouts: Sequence[Layout] = ()) -> bytes:
    """Return the PDF with continuation pages, or as it is if every text is seen whole.

    Raises UnusableInputError for a file that cannot be read or is not one PDF worksheet.
    """
    response, *others = pipeline.read_parts(data, layouts)
    if others:
        hint = "print it without further pages, or continue each copy before it is packed"
        raise UnusableInputError(Problem("R001", "this is a pack of many copies", hint=hint))
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
    made: bytes = attempt("continuation:appended", data, definition, texts, long)
    return made


def appended(
    data: bytes, definition: Definition, texts: Mapping[FieldId, str], long: Sequence[FieldId]
) -> bytes:
    """Return the file with the ``long`` ones of its ``texts`` on further pages."""
    from worksheets.writers.pdf.onward import Onward, originally  # noqa: PLC0415 (loads late)

    with originally(data, definition) as original:
        blank, paper = _blank(definition), _paper(definition)
        locales, theme = _locales(definition), theme_for(paper)
        words = _words(locales)
        slots = [_slot(f, locales) for f in definition.fields if f.id in long]
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


def _words(locales: Sequence[str]) -> ResultWords:
    """Return what a file says of its own continuation, in all its languages."""
    spoken = [asdict(results.words_of(locale)) for locale in locales]
    return ResultWords(**{name: _in_line(words[name] for words in spoken) for name in spoken[0]})


def _in_line(texts: Iterable[str]) -> str:
    """Return the same text in one language or two on one line."""
    return in_line(reduce(both, texts))


def _slot(defined: DefinedField, locales: Sequence[str]) -> Slot:
    """Return a field with the words that its sheet has; those of our own stages are English."""
    every = tuple(defined.words.values()) or (FieldWords(str(defined.id)),)
    label = _in_line(_label(*one) for one in zip(every, locales, strict=False))
    return Slot(id=defined.id, field=defined.field, row=defined.row, row_label=label)


def _label(words: FieldWords, locale: str) -> str:
    catalog = i18n.catalog_or_english(locale)
    return replace(words, column=catalog.find("stage", words.column) or words.column).label


def _locales(definition: Definition) -> tuple[str, ...]:
    """Return the locales of a definition, English in place of what is none."""
    found = []
    for tag in definition.stamp.locales:
        try:
            found.append(i18n.normal_tag(tag))
        except DefinitionError:
            found.append(i18n.SOURCE_LOCALE)
    return tuple(found)


def _blank(definition: Definition) -> Worksheet:
    """Return a worksheet with the title and language of a definition, and nothing on it."""
    stamp, titles = definition.stamp, definition.title.values()
    locale = _locales(definition)[0]
    paper = _paper(definition)
    sheet = Sheet(
        layout=stamp.layout,
        version=stamp.version,
        locale=locale,
        direction=i18n.direction(locale),
        size="desk",
        orientation="portrait" if paper.width < paper.height else "landscape",
        title=_in_line(titles) if titles else "",
        office=loading.frame().office,
    )
    return Worksheet(definition=definition, sheet=sheet, pages=())


def _paper(definition: Definition) -> units.Paper:
    width, height = (side / 10 for side in definition.pages[0]) if definition.pages else (0, 0)
    if not all(_LEAST <= side <= _MOST for side in (width, height)):
        return units.paper("A4", "landscape")
    return units.Paper(definition.stamp.paper, width, height)
