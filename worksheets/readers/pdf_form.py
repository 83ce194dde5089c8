"""Read the form of a filled PDF: its definition, and what was put under every field name.

What counts is the value (``/V``) and, for buttons, the state that is seen (``/AS``); neither
appearances nor page text, and no earlier revision of the file, is ever read. Nothing here knows
kinds of fields: `answers.settle` does.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from pikepdf import Array, Dictionary, Pdf, PdfError, Stream

from worksheets.definition import refuse_result, unpack
from worksheets.errors import Problem, UnusableInputError
from worksheets.model.response import Found, Mark
from worksheets.readers import pdf_fields
from worksheets.readers.pdf_fields import Fields, apart, state_names
from worksheets.readers.pdf_open import damage, opened, unusable
from worksheets.readers.pdf_values import MAX_ITEMS, Values, inflated

DEFINITION_FIELD = "_definition"
DEFINITION_FILE = "worksheet.json"
MAX_DEFINITION = 1_000_000
"""Bytes of an embedded definition when inflated."""
_MAX_NAMES = 1_000  # nodes and names of the tree of embedded files


def read_form(data: bytes) -> Found:
    """Return what the form in ``data`` holds.

    Raises UnusableInputError: R001 not a PDF, R002 empty, R003 over a limit, R004 password,
    R007 damaged, R008 no form, R009 XFA only, R022 a merged result.
    """
    try:
        with opened(data) as (pdf, problems):
            found = _read(pdf, problems)
    except MemoryError as error:
        raise unusable("R003", "the file needs more memory than is allowed") from error
    except (PdfError, ValueError, TypeError, LookupError, RuntimeError) as error:
        raise unusable("R007", "the file is damaged beyond reading") from error
    more = tuple(problems)
    copies = tuple(replace(copy, problems=(*more, *copy.problems)) for copy in found.copies)
    return replace(found, problems=more, copies=copies)


def _read(pdf: Pdf, problems: list[Problem]) -> Found:
    information = _dictionary(pdf.trailer.get("/Info"))
    refuse_result(information.keys() if information is not None else ())
    values, form = Values(), _dictionary(pdf.Root.get("/AcroForm"))
    fields = Fields(values)
    fields.gather(pdf, form)
    copies = tuple(
        _copy(there, values, part) for part, there in sorted(apart(fields.by_name).items())
    )
    if copies:
        return Found(copies=copies)
    hidden = fields.by_name.pop(DEFINITION_FIELD, None)
    marks = _marks(fields.by_name, values)
    if not marks:
        raise _no_form(form, damaged=bool(damage(pdf)))
    definitions = [*_embedded(pdf, problems), *_hidden(hidden, values, problems)]
    return Found(definitions=tuple(dict.fromkeys(definitions)), marks=marks)


def _copy(fields: dict[str, pdf_fields.Found], values: Values, part: int) -> Found:
    problems: list[Problem] = []
    definitions = tuple(_hidden(fields.pop(DEFINITION_FIELD, None), values, problems))
    marks = _marks(fields, values)
    return Found(definitions=definitions, marks=marks, problems=tuple(problems), part=part)


def _marks(fields: Mapping[str, pdf_fields.Found], values: Values) -> tuple[Mark, ...]:
    return tuple(_mark(found, values) for found in fields.values() if found.answerable)


def _no_form(form: Dictionary | None, *, damaged: bool) -> UnusableInputError:
    if form is not None and "/XFA" in form:
        return unusable("R009", "its form is an XFA form", "print it and type the answers in")
    if damaged:
        return unusable("R007", "the file is damaged and no form is left in it")
    hint = "ask for the saved file, or type the answers in"
    return unusable("R008", "the file has no form: it was printed to PDF or scanned", hint)


# ---------------------------------------------------------------- marks


def _mark(found: pdf_fields.Found, values: Values) -> Mark:
    problems: list[Problem] = []
    if found.kind == "Btn":
        states = _states(found, values, problems)
        return Mark(name=found.name, states=states, page=found.page, problems=tuple(problems))
    all_texts = [values.texts(value, found.name, problems) for value in found.values]
    texts = tuple(dict.fromkeys(map(tuple, all_texts)))
    filled = [group for group in texts if any(map(str.strip, group))] or list(texts[:1])
    if len(filled) > 1:
        message = f"{len(filled)} fields of one name hold different values"
        problems.append(Problem("A009", message, found.name, "look at the file"))
    flat = tuple(text for group in filled for text in group)
    return Mark(
        name=found.name,
        text=flat[0] if len(flat) == 1 else None,
        states=flat if len(flat) > 1 else (),
        page=found.page,
        problems=tuple(problems),
    )


def _states(found: pdf_fields.Found, values: Values, problems: list[Problem]) -> tuple[str, ...]:
    """Return the marked buttons: as seen, or else as the field's value says."""
    options = _options(found, values)
    seen = tuple(dict.fromkeys(options.get(state, state) for state in found.states))
    texts = [t for value in found.values for t in values.texts(value, found.name, problems)]
    said = [text.removeprefix("/") for text in texts]
    said = [options.get(s, s) for s in dict.fromkeys(said) if s not in {"", pdf_fields.OFF}]
    if found.detached:
        message = f"the mark {' '.join(found.detached)} was outside its group of buttons"
        problems.append(Problem("A010", message, found.name))
    other = [state for state in said if state not in seen]
    if seen and other and not options:
        message = f"it shows {' '.join(seen)} but its value says {' '.join(other)}"
        problems.append(Problem("A009", message, found.name, "what it shows was taken"))
    return seen or tuple(said)


def _options(found: pdf_fields.Found, values: Values) -> dict[str, str]:
    """Return what states mean that are indices of ``/Opt`` (ISO 32000-2, 12.7.5.2.3).

    States that merely look like numbers are names: 1 to 5 is no index into five options.
    """
    if not isinstance(found.options, Array) or len(found.options) > MAX_ITEMS:
        return {}
    indices = [str(index) for index in range(len(found.options))]
    names = state_names(found.buttons) | found.states.keys()
    if not names or not names <= set(indices):
        return {}
    labels = [" ".join(values.texts(option, found.name, [])) for option in found.options]
    return dict(zip(indices, labels, strict=True))


# ---------------------------------------------------------------- the definition


def _hidden(
    found: pdf_fields.Found | None, values: Values, problems: list[Problem]
) -> Iterator[bytes]:
    """Yield the definition in the hidden field."""
    for value in found.values if found else ():
        for text in values.texts(value, "", problems):
            try:
                yield unpack(text)
            except UnusableInputError as error:
                problems += error.problems


def _embedded(pdf: Pdf, problems: list[Problem]) -> Iterator[bytes]:
    """Yield the definition in the embedded files (ISO 32000-2, 7.11.4)."""
    names = _dictionary(pdf.Root.get("/Names"))
    for specification in _files(names.get("/EmbeddedFiles") if names is not None else None):
        files = _dictionary(specification.get("/EF"))
        stream = (files.get("/F") or files.get("/UF")) if files is not None else None
        content = inflated(stream, MAX_DEFINITION) if isinstance(stream, Stream) else None
        if content is not None and len(content) <= MAX_DEFINITION:
            yield content
        else:
            problems.append(Problem("R011", "the embedded definition cannot be unpacked"))


def _files(root: Any) -> Iterator[Dictionary]:  # noqa: ANN401 (any PDF object)
    """Yield the file specifications called `DEFINITION_FILE` in a name tree."""
    nodes, seen = [root], 0
    while nodes:
        node = nodes.pop()
        seen += 1
        if not isinstance(node, Dictionary) or seen > _MAX_NAMES:
            continue
        pairs, kids = node.get("/Names"), node.get("/Kids")
        if isinstance(kids, Array) and len(kids) <= _MAX_NAMES:
            nodes += reversed(list(kids))
        if isinstance(pairs, Array) and len(pairs) <= 2 * _MAX_NAMES:
            for key, value in zip(*[iter(pairs)] * 2, strict=False):
                if isinstance(value, Dictionary) and _is_ours(key, value):
                    yield value


def _is_ours(key: Any, specification: Dictionary) -> bool:  # noqa: ANN401 (any PDF object)
    names = (key, specification.get("/UF"), specification.get("/F"))
    return DEFINITION_FILE in {name for part in names for name in Values().texts(part, "", [])}


def _dictionary(value: Any) -> Dictionary | None:  # noqa: ANN401 (any PDF object)
    return value if isinstance(value, Dictionary) else None
