"""The definition: the field list that every file carries, and the hashes that name it.

Canonical JSON, ``{"format": 1, ...}``. A file is a stranger: `decode` checks every type,
id and limit, and hashes are recomputed, never believed. `pack` makes the JSON safe for places
that take plain text only (a hidden form field, a document property).
"""

import json
import re
import zlib
from base64 import b32encode, b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any, TypeVar

from worksheets.errors import Problem, UnusableInputError
from worksheets.model.fields import Check, Text
from worksheets.model.ids import is_field_id, is_layout_id, is_part_id
from worksheets.model.labels import halves
from worksheets.model.response import DefinedField, Definition, FieldWords, Stamp, Tenths
from worksheets.model.sheet import Page, Rect, Sheet, Slot, Widget
from worksheets.model.structure import carriers, field_json, field_of, option_words, states

FORMAT = 1
MAX_BYTES = 1_000_000
MAX_FIELDS = 2000
MAX_WORDS = 1000
MAX_TEXTS = 4000
RESULT = "WorksheetResult"
"""Under this name a file says that it shows many answers and is nobody's own."""
Said = TypeVar("Said")
ALPHANUMERIC = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


# ---------------------------------------------------------------- making


def define(sheet: Sheet, stamp: Stamp, pages: Iterable[Page], text_size: float) -> Definition:
    """Return the definition of solved pages; its stamp has both hashes."""
    pages = tuple(pages)
    places: dict[str, list[tuple[int, Widget]]] = {}
    for number, page in enumerate(pages, start=1):
        for item in page.content.items():
            if isinstance(item, Widget):
                places.setdefault(item.slot.id, []).append((number, item))
    fields = tuple(_placed(field, places[field.id]) for field in outline(sheet))
    sizes = tuple((_tenth(page.width), _tenth(page.height)) for page in pages)
    stamp = replace(stamp, schema=schema_hash(fields), geometry=geometry_hash(fields, sizes))
    return Definition(
        stamp=stamp,
        title=dict(zip(sheet.locales, halves(sheet.title), strict=False)),
        text_size=text_size,
        pages=sizes,
        fields=fields,
    )


def unplaced(definition: Definition) -> Definition:
    """Return the definition of a file whose fields have no fixed place on the page."""
    fields = tuple(replace(f, page=1, box=(0, 0, 0, 0), marks={}) for f in definition.fields)
    pages = definition.pages[:1]
    stamp = replace(definition.stamp, geometry=geometry_hash(fields, pages))
    return replace(definition, stamp=stamp, pages=pages, fields=fields)


def result_mark(stamp: Stamp) -> str:
    """Return what stands under `RESULT` and, since programs drop properties, in small print."""
    return f"{stamp.layout} {stamp.version} {RESULT}"


def refuse_result(texts: Iterable[str]) -> None:
    """Raise UnusableInputError R022 if one of a file's own names or lines is that of a result."""
    if any(RESULT in text for text in texts):
        hint = "collect the worksheets that it was made of"
        message = "this is a merged result, not somebody's answers"
        raise UnusableInputError(Problem("R022", message, hint=hint))


def outline(sheet: Sheet) -> tuple[DefinedField, ...]:
    """Return the sheet's fields without their places, in reading order."""
    return tuple(_defined(slot, sheet.locales) for slot in sheet.slots())


def _defined(slot: Slot, locales: Sequence[str]) -> DefinedField:
    texts = (slot.row_label, slot.column_label, *option_words(slot.field))
    languages = zip(locales, zip(*map(halves, texts), strict=True), strict=False)
    return DefinedField(
        id=slot.id,
        field=slot.field,
        block=slot.block,
        row=slot.row,
        column=slot.column,
        number=slot.number,
        words={
            tag: FieldWords(row, column, tuple(rest)) for tag, (row, column, *rest) in languages
        },
    )


def _placed(field: DefinedField, widgets: list[tuple[int, Widget]]) -> DefinedField:
    rects = [widget.rect for _, widget in widgets]
    whole = Rect(
        min(r.left for r in rects),
        min(r.top for r in rects),
        max(r.right for r in rects),
        max(r.bottom for r in rects),
    )
    marks = {widget.state: _tenths(widget.rect) for _, widget in widgets if widget.state}
    return replace(field, page=widgets[0][0], box=_tenths(whole), marks=marks)


def _tenth(length: float) -> int:
    return round(length * 10)


def _tenths(rect: Rect) -> Tenths:
    return _tenth(rect.left), _tenth(rect.top), _tenth(rect.right), _tenth(rect.bottom)


def schema_hash(fields: Iterable[DefinedField]) -> str:
    """Hash ids, kinds, options and ranges: no words, no geometry. 16 base32 characters."""
    return _hash([[*_parts(f).values(), field_json(f.field)] for f in fields])


def geometry_hash(fields: Iterable[DefinedField], pages: Iterable[tuple[int, int]]) -> str:
    """Hash page sizes and boxes in tenths of a point. 16 base32 characters."""
    boxes = [[f.id, f.page, f.box, sorted(f.marks.items())] for f in fields]
    return _hash([list(pages), boxes])


def _hash(data: object) -> str:
    digest = sha256(json.dumps(data, separators=(",", ":"), sort_keys=True).encode()).digest()
    return b32encode(digest[:10]).decode()


# ---------------------------------------------------------------- JSON


def encode(definition: Definition) -> bytes:
    """Return the definition as canonical JSON."""
    stamp = definition.stamp
    data = {
        "format": FORMAT,
        "layout": stamp.layout,
        "version": stamp.version,
        "stages": stamp.stages,
        "locales": stamp.locales,
        "paper": stamp.paper,
        "document": stamp.document,
        "title": definition.title,
        "text_size": definition.text_size,
        "pages": definition.pages,
        "fields": [_field_json(field) for field in definition.fields],
    }
    told = {"prompts": definition.prompts, "texts": definition.texts}
    data |= {name: texts for name, texts in told.items() if texts}
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


def renamed(data: bytes, document: str) -> bytes:
    """Return the JSON of a definition without document id as that of a personal copy.

    Its keys are sorted, so that no text of an author's comes before the document id.
    """
    return data.replace(b'"document":null', b'"document":' + json.dumps(document).encode(), 1)


def _parts(field: DefinedField) -> dict[str, Any]:
    parts = {"id": field.id, "block": field.block, "row": field.row, "column": field.column}
    return {**parts, "number": field.number}


def _field_json(field: DefinedField) -> dict[str, Any]:
    words = {
        locale: [found.row, found.column, *found.options] for locale, found in field.words.items()
    }
    place: dict[str, Any] = {"page": field.page, "box": field.box}
    if field.marks:
        place["marks"] = field.marks
    if isinstance(field.field, Text) and field.field.lines > 1:
        place["long"] = True
    parts = {key: value for key, value in _parts(field).items() if value}
    return {**parts, **field_json(field.field), **place, "words": words}


def decode(data: bytes) -> Definition:
    """Return the definition in ``data``; raise UnusableInputError (R011, R012) if it is refused."""
    if len(data) > MAX_BYTES:
        raise _refused(f"it is larger than {MAX_BYTES} bytes")
    try:
        raw = json.loads(data, parse_constant=_no_constant)
        if not isinstance(raw, dict):
            raise _refused("it is not an object")
        if type(raw.get("format")) is not int or raw["format"] != FORMAT:
            problem = Problem("R012", "the embedded definition has an unknown format")
            raise UnusableInputError(problem)
        return _definition(raw)
    except (ValueError, TypeError, LookupError, RecursionError, OverflowError) as error:
        raise _refused(f"{type(error).__name__}") from error


def _refused(why: str) -> UnusableInputError:
    return UnusableInputError(Problem("R011", f"the embedded definition was refused: {why}"))


def _require(*conditions: bool) -> None:
    if not all(conditions):
        raise ValueError


def _definition(raw: Mapping[str, Any]) -> Definition:
    _require(1 <= len(_list(raw["fields"])) <= MAX_FIELDS, is_layout_id(raw["layout"]))
    fields = tuple(map(_field, raw["fields"]))
    travelling = [name for field in fields for name in carriers(field.id, field.field)]
    _require(len(set(travelling)) == len(travelling))
    _require(len({field.id for field in fields}) == len(fields))
    pages = tuple((_int(width), _int(height)) for width, height in map(_list, _list(raw["pages"])))
    _require(all(1 <= field.page <= len(pages) for field in fields))
    stages, locales = tuple(_list(raw["stages"])), tuple(_list(raw["locales"]))
    _require(all(map(is_part_id, stages)), len(stages) <= 12, 1 <= len(locales) <= 5)  # noqa: PLR2004
    locales = tuple(map(_tag, locales))
    fields = tuple(replace(field, words=_led(field.words, locales)) for field in fields)
    document = raw["document"]
    _require(document is None or bool(re.fullmatch(r"[A-Z0-9]{1,12}", document)))
    _require(bool(re.fullmatch(r"[A-Za-z0-9]{1,20}", raw["paper"])), 1 <= len(pages) <= 500)  # noqa: PLR2004
    stamp = Stamp(
        layout=raw["layout"],
        version=_int(raw["version"]),
        schema=schema_hash(fields),
        geometry=geometry_hash(fields, pages),
        stages=stages,
        locales=locales,
        paper=raw["paper"],
        document=document,
    )
    return Definition(
        stamp=stamp,
        title=_led({_tag(k): _words(v) for k, v in _dict(raw["title"]).items()}, locales),
        text_size=min(200.0, max(1.0, float(raw["text_size"]))),
        pages=pages,
        fields=fields,
        prompts=_texts(raw.get("prompts", [])),
        texts=_texts(raw.get("texts", [])),
    )


def _led(words: Mapping[str, Said], locales: Sequence[str]) -> dict[str, Said]:
    """Return words by locale in the order of the ``locales``: keys in JSON are sorted."""
    return {tag: words[tag] for tag in (*locales, *words) if tag in words}


def _texts(value: object) -> tuple[str, ...]:
    texts = _list(value)
    _require(len(texts) <= MAX_TEXTS)
    return tuple(map(_words, texts))


def _field(value: object) -> DefinedField:
    raw = _dict(value)
    parts = [raw.get("block", ""), raw["row"], raw.get("column", "")]
    _require(
        is_field_id(raw["id"]),
        is_part_id(raw["row"]),
        *(part == "" or is_part_id(part) for part in parts),
    )
    field = field_of(raw)
    names = {*states(field), *(o.id for o in getattr(field, "options", ()))}
    names |= {"on"} if isinstance(field, Check) else set()
    marks = {name: _box(box) for name, box in _dict(raw.get("marks", {})).items() if name in names}
    words = {
        _tag(locale): FieldWords(
            _words(_list(found)[0]), _words(found[1]), tuple(map(_words, found[2:]))
        )
        for locale, found in list(_dict(raw["words"]).items())[:5]
    }
    return DefinedField(
        id=raw["id"],
        field=field,
        block=parts[0],
        row=parts[1],
        column=parts[2],
        number=_int(raw.get("number", 0)),
        page=_int(raw["page"]),
        box=_box(raw["box"]),
        marks=marks,
        words=words,
    )


def _int(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= 1_000_000:  # noqa: PLR2004
        raise ValueError
    return value


def _box(value: object) -> Tenths:
    left, top, right, bottom = map(_int, _list(value))
    _require(left <= right, top <= bottom)
    return left, top, right, bottom


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError
    return value


def _dict(value: object) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise TypeError
    return value


def _tag(value: object) -> str:
    if not isinstance(value, str) or not re.fullmatch(r"[A-Za-z]{2,3}(_[A-Za-z0-9]{2,8})*", value):
        raise ValueError
    return value


def _no_constant(name: str) -> float:
    raise ValueError(name)


def _words(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_WORDS:
        raise ValueError
    return "".join(c for c in value if c.isprintable() or c == "\u00a0")


# ---------------------------------------------------------------- carriers


def pack(data: bytes) -> str:
    """Return ``data`` as one line of text: ``1:`` checksum ``:`` base64 of the deflated bytes."""
    return f"1:{zlib.crc32(data):08x}:{b64encode(zlib.compress(data, 9)).decode()}"


def unpack(text: str) -> bytes:
    """Return what `pack` packed; white space inside is ignored; raise UnusableInputError."""
    parts = "".join(text.split()).split(":")
    try:
        _require(len(parts) == 3, parts[0] == "1", len(text) <= 2 * MAX_BYTES)  # noqa: PLR2004
        inflate = zlib.decompressobj()
        data = inflate.decompress(b64decode(parts[2], validate=True), MAX_BYTES + 1)
        _require(zlib.crc32(data) == int(parts[1], 16))
    except (ValueError, Base64Error, zlib.error, IndexError) as error:
        raise _refused("the text that holds it is damaged") from error
    return data


def printed_code(stamp: Stamp, page: int, pages: int) -> str:
    """Return the code printed on a page: format, geometry, page of pages, document, check.

    At most 38 characters of the QR alphanumeric set, so that a version 2-M symbol holds it.
    The two check characters are ISO 7064 MOD 1271-36.
    """
    of = f"{page:02}/{pages:02}"
    payload = f"W{FORMAT}:{stamp.geometry[:10]}:{of}:{stamp.document or ''}"
    return f"{payload}:{_check_characters(payload)}"


def id_line(stamp: Stamp, code: str) -> str:
    """Return the line that says which worksheet a printed page is."""
    return f"{stamp.layout} {stamp.version} {'+'.join(stamp.locales)} {stamp.paper}  {code}"


def printed(stamp: Stamp, page: int, pages: int) -> tuple[str, str]:
    """Return what a page says of its file: the code and the id line."""
    code = printed_code(stamp, page, pages)
    return code, id_line(stamp, code)


def _check_characters(payload: str) -> str:
    total = 0
    for character in payload:
        if character in ALPHANUMERIC:
            total = (total + ALPHANUMERIC.index(character)) * 36 % 1271
    check = (1 - total * 36) % 1271
    return ALPHANUMERIC[check // 36] + ALPHANUMERIC[check % 36]
