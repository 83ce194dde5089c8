"""The two ways through the house.

Out: load -> bind -> solve -> write. Back: detect -> read -> define -> settle.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from typing import Any

from worksheets.errors import (
    DefinitionError,
    Problem,
    Spot,
    UnusableInputError,
    WorksheetsError,
    WouldOverwriteError,
)
from worksheets.model.brand import PLAIN, Brand
from worksheets.model.ids import FieldId
from worksheets.model.layout import Layout, StageSet
from worksheets.model.response import Found, Response, Status, Value
from worksheets.model.sheet import Edition, Sheet, Worksheet
from worksheets.readers.detection import detect

WRITERS: Mapping[str, str] = {
    "pdf": "worksheets.writers.pdf:write",
    "docx": "worksheets.writers.docx:write",
    "xlsx": "worksheets.writers.xlsx:write",
    "json": "worksheets.writers.json:write",
}
FILLERS: Mapping[str, str] = {
    "pdf": "worksheets.writers.pdf.fill:fill",
    "docx": "worksheets.writers.docx.fill:fill",
    "xlsx": "worksheets.writers.xlsx.fill:fill",
}
READERS: Mapping[str, str] = {
    "pdf": "worksheets.readers.pdf_form:read_form",
    "docx": "worksheets.readers.docx:read_form",
    "xlsx": "worksheets.readers.xlsx:read_form",
}
COPIERS: Mapping[str, str] = {"pdf": "worksheets.writers.pdf.copies:Copies"}
"""Formats that are drawn once for all personal copies."""
DRAWN = ("pdf", "json")
"""Formats that are drawn in our own font."""
MAPS_ONLY = ("xlsx",)
"""Formats that are tables and nothing else, so that they have no linear edition."""
Copier = Callable[[str, Mapping[FieldId, Value]], bytes]
MAX_FILE = 50_000_000
AHEAD = 2
"""Files that are parsed, each in a process of its own, while the one before is settled."""


def named(table: Mapping[str, str], name: str) -> Any:  # noqa: ANN401 (a function by name)
    """Return the function that a table names ``module:function``, imported now."""
    module, _, attribute = table[name].partition(":")
    return getattr(import_module(module), attribute)


# ---------------------------------------------------------------- out


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What to make of a layout. ``paper`` and ``stages`` None: the usual ones.

    ``untranslated`` collects texts that are printed in English for want of a translation;
    None refuses them. ``locale`` names one language or two, as in ``lv+en``: the first leads.
    ``document`` is the id of a personal copy; ``words`` are an author's own translations per locale
    by role and text (see `translation`). Files that bring no font with them, as Word and Excel
    ones, need not be drawn in our ``own_font``.
    """

    layout: Layout
    locale: str = "en"
    stages: StageSet | None = None
    paper: str | None = None
    title: str | None = None
    marks: bool = True
    document: str | None = None
    untranslated: list[Problem] | None = None
    words: Mapping[str, Mapping[tuple[str, str], str]] | None = None
    own_font: bool = True
    edition: Edition = "grid"
    brand: Brand = PLAIN


def order_of(name: str, locale: str = "en", **rest: Any) -> Order:  # noqa: ANN401
    """Return the order for a layout by id or path, with its author's translations, if any."""
    from worksheets import i18n, loading, translation  # noqa: PLC0415

    tags = i18n.normal_tags(locale)
    own = {tag: translation.own_words(name, tag) for tag in tags.split("+")}
    words = {tag: found for tag, found in own.items() if found is not None}
    return Order(layout=loading.load(name), locale=tags, words=words or None, **rest)


def bind(order: Order) -> Sheet:
    """Return the order's sheet in its language, or its two."""
    from worksheets import binding, i18n, loading  # noqa: PLC0415 (babel and pydantic load late)

    layout = order.layout
    stages = order.stages
    if stages is None:
        default = layout.stages.default if layout.stages else None
        stages = loading.load_stages(default) if default else StageSet(id="none", title="")
    catalogs = []
    for tag in i18n.normal_tags(order.locale).split("+"):
        words = None if order.words is None else order.words.get(tag, {})
        if words is None and any(tag in own for own in layout.translations.values()):
            words = {}  # the author's words in place are a beginning
        catalogs.append(i18n.catalog(tag, words))
    first, second = catalogs[0], catalogs[1] if catalogs[1:] else None
    sheet = binding.bind(
        layout, stages, loading.frame(), first, second=second, untranslated=order.untranslated
    )
    return replace(sheet, title=order.title) if order.title else sheet


def solve(order: Order) -> Worksheet:
    """Return the order's worksheet, solved for its paper."""
    from worksheets import i18n, loading, solving, units  # noqa: PLC0415

    sheet = bind(order)
    map_like = order.edition == "grid"
    size = sheet.size if map_like else "desk"
    name = order.paper or units.default_paper(size, i18n.territory(sheet.locale))
    try:
        paper = units.paper(name, sheet.orientation if map_like else "portrait")
    except KeyError:
        raise loading.unknown("paper", name, tuple(units.PAPERS)) from None
    return solving.solve(
        sheet, paper, marks=order.marks, document=order.document, own_font=order.own_font,
        edition=order.edition, brand=order.brand,
    )  # fmt: skip


def personal(worksheet: Worksheet, document: str) -> Worksheet:
    """Return a solved worksheet with another document id; as if ordered so, but quicker."""
    from worksheets import solving  # noqa: PLC0415

    return solving.personal(worksheet, document)


def prefill(worksheet: Worksheet, answers: Mapping[str, Any]) -> dict[FieldId, Value]:
    """Return ``answers`` as values of the worksheet's fields; raise with all that do not fit."""
    from worksheets.filling import parse_answers  # noqa: PLC0415

    return parse_answers(worksheet.definition, answers) if answers else {}


def unseen(values: Mapping[FieldId, Value], format_: str = "pdf") -> list[Problem]:
    """Return a problem per text with characters that a prefilled sheet cannot show or hold."""
    texts = {name: value for name, value in values.items() if isinstance(value, str)}
    if format_ == "pdf":
        from worksheets import fonts  # noqa: PLC0415

        return [
            Problem("F004", f"the sheet cannot show {lacking!r}", name, "the answer itself is kept")
            for name, value in texts.items()
            if (lacking := fonts.missing(value))
        ]
    from worksheets.writers.package import writable  # noqa: PLC0415

    return [
        Problem("A019", f"control characters cannot be in a {format_} file", name, "left out")
        for name, value in texts.items()
        if format_ in FILLERS and writable(value) != value
    ]


def check_format(format_: str, edition: Edition = "grid") -> None:
    """Raise DefinitionError L011 if there is no such format of an edition."""
    known = [name for name in WRITERS if edition == "grid" or name not in MAPS_ONLY]
    if format_ not in known:
        which = "" if edition == "grid" else f" of the {edition} edition"
        hint = f"known: {', '.join(known)}"
        raise DefinitionError(Problem("L011", f"no format {format_!r}{which}", hint=hint))


def write(worksheet: Worksheet, format_: str, answers: Mapping[FieldId, Value]) -> bytes:
    """Return the worksheet in a format, with ``answers`` filled in."""
    check_format(format_, worksheet.edition)
    data: bytes = named(WRITERS, format_)(worksheet, answers)
    return data


def generate(
    layout: Layout,
    *,
    format: str = "pdf",
    answers: Mapping[str, Any] | None = None,
    **order: Any,  # noqa: ANN401
) -> bytes:
    """Return one worksheet file; the keywords are those of `Order`."""
    worksheet = solve(Order(layout=layout, own_font=format in DRAWN, **order))
    return write(worksheet, format, prefill(worksheet, answers or {}))


def copies(worksheet: Worksheet, format_: str) -> Copier:
    """Return what makes personal copies of a solved worksheet: document id, answers -> file."""
    if format_ in COPIERS:
        copier: Copier = named(COPIERS, format_)(worksheet).copy
        return copier
    return lambda document, answers: write(personal(worksheet, document), format_, answers)


# ---------------------------------------------------------------- back


@dataclass(frozen=True, slots=True)
class _Parsed:
    """A file as far as its format goes; ``found`` is what its reader saw, or why it saw nothing."""

    name: str
    sha256: str
    format: str | None
    found: Found | WorksheetsError


def read(source: str | Path | bytes, layouts: Sequence[Layout] = ()) -> Response:
    """Return what one filled file answers; problems with the file are in the response.

    ``layouts`` are trusted besides the built-in ones. Of a pack with many copies it is the first
    one, see `read_parts`.
    """
    first, *others = read_parts(source, layouts)
    if not others:
        return first
    hint = "read_all gives every copy"
    problem = Problem("R016", f"the file holds {len(others)} more copies", hint=hint)
    return replace(first, problems=(*first.problems, problem))


def read_parts(source: str | Path | bytes, layouts: Sequence[Layout] = ()) -> list[Response]:
    """Return what each copy in a file answers; most files have one."""
    return _settled(_parsed(source), layouts)


def read_all(sources: Iterable[str | Path], layouts: Sequence[Layout] = ()) -> Iterator[Response]:
    """Yield what each copy in each file answers, in order; the next ones are parsed meanwhile."""
    waiting: deque[Future[_Parsed]] = deque()
    with ThreadPoolExecutor(AHEAD) as pool:
        for source in sources:
            waiting.append(pool.submit(_parsed, source))
            if len(waiting) > AHEAD:
                yield from _settled(waiting.popleft().result(), layouts)
        while waiting:
            yield from _settled(waiting.popleft().result(), layouts)


def _attempt(task: str, *arguments: Any) -> Any:  # noqa: ANN401
    """Do ``module:function`` in a process with limits: what it works on is a stranger's file."""
    from worksheets.readers import limits  # noqa: PLC0415

    return limits.attempt(task, *arguments)


def _found(format_: str, data: bytes) -> Found:
    found: Found = _attempt(READERS[format_], data)
    return found


def _parsed(source: str | Path | bytes) -> _Parsed:
    name = "" if isinstance(source, bytes) else str(source)
    digest, format_ = "", None
    try:
        data = source if isinstance(source, bytes) else read_bytes(Path(source))
        digest = sha256(data).hexdigest()
        format_ = detect(data)
        return _Parsed(name, digest, format_, _found(format_, data))
    except WorksheetsError as error:
        return _Parsed(name, digest, format_, error)


def _settled(parsed: _Parsed, layouts: Sequence[Layout]) -> list[Response]:
    found = parsed.found
    response = Response(
        file=parsed.name, sha256=parsed.sha256, format=parsed.format, status="unreadable"
    )
    if isinstance(found, WorksheetsError):
        return [replace(response, problems=found.problems)]
    return [
        _copy_settled(replace(response, part=copy.part), copy, layouts)
        for copy in found.copies or (found,)
    ]


def _copy_settled(response: Response, found: Found, layouts: Sequence[Layout]) -> Response:
    from worksheets import answers, placing, trust  # noqa: PLC0415

    known = trust.recognise(found, layouts)
    problems = (*found.problems, *known.problems)
    if known.definition is None:
        more = [problem for mark in found.marks for problem in mark.problems]
        extra = answers.foreign(found.marks)
        status: Status = "partial" if extra else "unreadable"
        if not extra:
            hint = "ask for the worksheet itself, saved"
            more.append(Problem("R008", "the file has no fields and no words of one", hint=hint))
        return replace(response, status=status, extra=extra, problems=(*problems, *more))
    there = placing.placed(known.definition, found)
    settled, extra = answers.settle(known.definition, there.marks)
    beside = [p for mark in there.marks if mark.name in extra for p in mark.problems]
    extra |= there.extra
    if any(extra.values()):
        hint = "look under 'extra'"
        beside.append(Problem("R016", "the file holds answers beside the worksheet's", hint=hint))
    settled_all = all(a.state in {"ok", "blank", "overflow"} for a in settled)
    whole = settled_all and not any(extra.values())
    return replace(
        response,
        status="ok" if whole else "partial",
        definition=known.trust,
        stamp=known.definition.stamp,
        answers=settled,
        extra=extra,
        problems=(*problems, *there.problems, *beside),
        read_by=known.definition,
    )


def read_bytes(path: Path) -> bytes:
    """Return a file's bytes; raise UnusableInputError if it is none, too large or closed to us."""
    try:
        if not path.is_file():
            raise UnusableInputError(Problem("R015", "this is not a file", Spot(str(path))))
        if path.stat().st_size > MAX_FILE:
            limit = f"the file is larger than {MAX_FILE // 1_000_000} MB"
            raise UnusableInputError(Problem("R003", limit, Spot(str(path))))
        return path.read_bytes()
    except OSError as error:
        message = f"the file cannot be opened: {error.strerror}"
        problem = Problem("R015", message, Spot(str(path)))
        raise UnusableInputError(problem) from error


def fill(data: bytes, answers: Mapping[str, Any], layouts: Sequence[Layout] = ()) -> bytes:
    """Return the file with ``answers`` put in; other answers stay, None clears one."""
    from worksheets import trust  # noqa: PLC0415
    from worksheets.filling import parse_answers  # noqa: PLC0415

    format_ = detect(data)
    found = _found(format_, data)
    if found.copies:
        hint = "fill in the worksheet that the pack was made of"
        raise UnusableInputError(Problem("R001", "this is a pack of many copies", hint=hint))
    known = trust.recognise(found, layouts)
    if known.definition is None:
        raise UnusableInputError(known.problems)
    values = parse_answers(known.definition, answers)
    filled: bytes = _attempt(FILLERS[format_], data, known.definition, values)
    return filled


# ---------------------------------------------------------------- disk


def _answers_lost(path: Path, data: bytes, answers: Mapping[FieldId, Value]) -> list[str]:
    """Return the fields whose answers in a file, settled or not, are not among ``answers``."""
    with suppress(OSError):
        if path.stat().st_size == len(data) and path.read_bytes() == data:
            return []  # as most are that are made again
    parts = read_parts(path)
    lost = []
    for answer in (answer for there in parts for answer in there.answers):
        value, kept = answer.value, answers.get(answer.id)
        if value is None:
            gone = bool(answer.raw) and answer.state != "blank"
        else:
            gone = value is not False and value != () and (type(value), value) != (type(kept), kept)
        if gone:
            lost.append(str(answer.id))
    extra = (item for there in parts for item in there.extra.items())
    return lost + [name for name, value in extra if value and value != "Off"]


def save(path: Path, data: bytes, answers: Mapping[FieldId, Value], *, force: bool = False) -> None:
    """Write beside ``path``, then rename; refuse to lose answers that are not in ``answers``."""
    if not force and path.exists() and (lost := _answers_lost(path, data, answers)):
        message = f"holds answers that would be lost ({', '.join(lost[:3])})"
        hint = "write somewhere else or use --force"
        raise WouldOverwriteError(Problem("A013", message, Spot(str(path)), hint))
    beside = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            beside.write_bytes(data)
            beside.replace(path)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        hint = "choose another place with -o"
        message = f"cannot be written: {error.strerror}"
        raise DefinitionError(Problem("L014", message, Spot(str(path)), hint)) from error
