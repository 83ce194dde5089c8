"""Languages: catalogs, fallback, direction of script, how dates and numbers are written.

English is the language of the layouts themselves. Every other locale is one gettext catalog,
``locales/<tag>/LC_MESSAGES/worksheets.po``, read at run time; ``msgctxt`` is the role of a
text, so that a layout nobody has seen finds its usual words translated.
"""

import re
from codecs import BOM_UTF8
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from io import BytesIO
from typing import Literal

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.dates import format_date
from babel.messages import Catalog as PoCatalog
from babel.messages.pofile import PoFileError, read_po, write_po

from worksheets.errors import DefinitionError, Problem, Spot
from worksheets.model.fields import Role
from worksheets.resources import data_dir

SOURCE_LOCALE = "en"
DOMAIN = "worksheets"
MOST_LOCALES = 2
"""Of one sheet."""
_PO_LINE = re.compile(r'(#.*)?|(msg(ctxt|id|id_plural|str(\[\d+\])?)[ \t]+)?"([^"\\]|\\.)*"')
ALIASES: Mapping[str, str] = {"no": "nb", "pt": "pt_BR", "iw": "he", "zh_CN": "zh_Hans"}


@dataclass(frozen=True)
class Catalog:
    """The words of one locale, by role and source text."""

    locale: str
    messages: Mapping[tuple[str, str], str]
    review: str = "source"

    def find(self, role: Role, text: str) -> str | None:
        """Return the translation of ``text``, or None; the source language needs none."""
        source = text if self.locale.partition("_")[0] == SOURCE_LOCALE else None
        return self.messages.get((role, text), source)


def normal_tag(tag: str) -> str:
    """Return ``tag`` as locales are named here (``pt-br`` -> ``pt_BR``); raise DefinitionError."""
    plain = tag.replace("-", "_")
    try:
        parsed = str(Locale.parse(ALIASES.get(plain, plain), resolve_likely_subtags=False))
    except (ValueError, UnknownLocaleError):
        known = ", ".join(locales())
        raise DefinitionError(
            Problem("L011", f"{tag!r} is not a locale", hint=f"known: {known}")
        ) from None
    return ALIASES.get(parsed, parsed)


def normal_tags(tags: str) -> str:
    """Return one tag, or the two of a sheet in two languages, as locales are named here.

    ``lv+EN`` -> ``lv+en``: the first leads. Raise DefinitionError where these are not two.
    """
    return _paired(tags, normal_tag)


def _paired(tags: str, name: Callable[[str], str]) -> str:
    """Return what ``name`` makes of each of the one or two parts of ``tags``."""
    named = [name(tag.strip()) for tag in tags.split("+")]
    if len(named) > MOST_LOCALES or len(set(named)) < len(named):
        why = "names more than two languages" if len(set(named)) > 1 else "names one language twice"
        hint = "a sheet has one language, or two as in lv+en"
        raise DefinitionError(Problem("L011", f"{tags!r} {why}", hint=hint))
    return "+".join(named)


def named_tags(words: str) -> str:
    """Return the tags for tags, or for languages' names in their own words or in English."""
    return _paired(words, named_tag)


def named_tag(words: str) -> str:
    """Return the tag for a tag, or for a language's name in its own words or in English."""
    known = {
        str(name).casefold(): tag
        for tag in locales()
        for name in (Locale.parse(tag).display_name, Locale.parse(tag).english_name)
    }
    return known.get(words.casefold()) or normal_tag(words)


def parents(tag: str) -> Iterator[str]:
    """Yield ``tag`` and the locales that its texts may fall back to (CLDR parent locales)."""
    exceptions = get_global("parent_exceptions")
    while tag and tag != "root":
        yield tag
        tag = exceptions.get(tag) or tag.rpartition("_")[0]


def locales() -> tuple[str, ...]:
    """Return the tags of all locales that have a catalog, English first."""
    found = (d.name for d in data_dir("locales").iterdir() if d.is_dir())
    return (SOURCE_LOCALE, *sorted(found))


def catalog(tag: str, own: Mapping[tuple[str, str], str] | None = None) -> Catalog:
    """Return the catalog of a normal tag, with an author's ``own`` messages on top.

    Raise DefinitionError if there are neither.
    """
    if own is None:
        return _built_in(tag)
    base = _built_in(tag).messages if has_catalog(tag) else {}
    return Catalog(tag, {**base, **own}, "none")


def catalog_or_english(tag: str) -> Catalog:
    """Return the catalog of a normal tag, one that leaves all in English if it has none."""
    return catalog(tag, None if has_catalog(tag) else {})


def has_catalog(tag: str) -> bool:
    """Tell whether there is a catalog for a normal tag or one of its parents."""
    return any(name in locales() for name in parents(tag))


@cache
def _built_in(tag: str) -> Catalog:
    messages: dict[tuple[str, str], str] = {}
    review, seen = "none", False
    for name in reversed(list(parents(tag))):
        path = data_dir("locales") / name / "LC_MESSAGES" / f"{DOMAIN}.po"
        if name == SOURCE_LOCALE:
            seen, review = True, "source"
        elif path.is_file():
            seen = True
            found, review = read_catalog(path.read_bytes(), name)
            messages.update(found)
    if not seen:
        known = ", ".join(locales())
        raise DefinitionError(Problem("L011", f"no catalog for {tag!r}", hint=f"known: {known}"))
    return Catalog(tag, messages, review)


def read_catalog(data: bytes, name: str) -> tuple[dict[tuple[str, str], str], str]:
    """Return messages by (role, source text) and the X-Review of the comment on top.

    Fuzzy messages are missing.
    """
    try:
        data = data.removeprefix(BOM_UTF8)
        _check_strings(data, name)
        po = read_po(BytesIO(data), abort_invalid=True)
    except (PoFileError, UnicodeDecodeError, ValueError) as error:
        raise DefinitionError(Problem("T002", f"the catalog {name!r}: {error}")) from error
    messages = {
        (message.context or "", message.id): message.string
        for message in po
        if isinstance(message.id, str)
        and message.id
        and isinstance(message.string, str)
        and message.string
        and not message.fuzzy
    }
    review = re.search(r"^#\s*X-Review:\s*(\w+)", po.header_comment, re.MULTILINE)
    return messages, review[1] if review else "none"


def written_catalog(tag: str, header: str, messages: Iterable[tuple[Role, str, str, str]]) -> bytes:
    """Return a .po file of (role, text, translation, place) under a comment ``header``."""
    po = PoCatalog(locale=tag, header_comment=header, project=DOMAIN, fuzzy=False)
    for role, text, words, place in messages:
        po.add(text, words, context=role, auto_comments=[place])
    target = BytesIO()
    write_po(target, po, width=0)
    return target.getvalue()


def _check_strings(data: bytes, name: str) -> None:
    """Raise DefinitionError at the first line whose string is not closed: Babel takes those."""
    for number, line in enumerate(data.decode().split("\n"), start=1):
        if not _PO_LINE.fullmatch(line.strip()):
            place = Spot(name, number, 1)
            raise DefinitionError(Problem("T002", "not a string in double quotes", place))


def direction(tag: str) -> Literal["ltr", "rtl"]:
    """Return the direction of the locale's script."""
    return "rtl" if Locale.parse(tag).character_order == "right-to-left" else "ltr"


def territory(tag: str) -> str | None:
    """Return the territory that the tag names itself, or None."""
    return Locale.parse(tag).territory


def long_date(day: date, tag: str) -> str:
    """Return a day as the locale writes it in a letter."""
    return str(format_date(day, "long", tag))


def language_name(tag: str) -> str:
    """Return the locale's name in its own language."""
    return language_name_in(tag, tag)


def language_name_in(reader: str, tag: str) -> str:
    """Return the locale's name in the language of ``reader``."""
    return Locale.parse(tag).get_display_name(reader) or tag


def language_names_in(reader: str, tags: str) -> str:
    """Return the names of a sheet's language or, of "de+pl", languages; "" of none."""
    return " + ".join(language_name_in(reader, tag) for tag in tags.split("+") if tag)


@cache
def date_patterns(tag: str) -> tuple[tuple[re.Pattern[str], Mapping[str, int]], ...]:
    """Return the exact ways in which the locale writes a date, with its month names.

    Each pattern has groups ``y``, ``m`` or ``name``, and ``d``. A locale without territory is
    read as each of its large countries would write it (English: both orders).
    """
    names = (tag, "en_GB") if tag == "en" else (tag,)
    patterns = []
    for name in names:
        locale = Locale.parse(name)
        for style in ("short", "medium", "long"):
            cldr = locale.date_formats[style].pattern
            months = {
                str(word).rstrip(".").casefold(): number
                for context in ("format", "stand-alone")
                for width in ("wide", "abbreviated")
                for number, word in locale.months[context][width].items()
            }
            patterns.append((_date_regex(cldr), months))
    return tuple(patterns)


def _date_regex(cldr: str) -> re.Pattern[str]:
    parts = []
    for token in re.findall(r"'[^']*'|y+|[ML]+|d+|[^'yMLd]+", cldr):
        match token[0]:
            case "y":
                parts.append(r"(?P<y>\d{4}|\d{2})")
            case "M" | "L":
                parts.append(r"(?P<m>\d{1,2})" if len(token) < 3 else r"(?P<name>[^\W\d]+)\.?")  # noqa: PLR2004 (CLDR: MMM and longer are names)
            case "d":
                parts.append(r"(?P<d>\d{1,2})")
            case _:
                parts.append(re.sub(r"(\\?\s)+", r"\\s*", re.escape(token.strip("'"))))
    return re.compile("".join(parts) + r"\.?")


def one_decimal(value: float, tag: str, *, signed: bool = False) -> str:
    """Return a number as the locale writes it, with a sign (minus: U+2212) where asked for."""
    text = f"{value:+.1f}" if signed else f"{value:.1f}"
    text = text[1:] if float(text) == 0 and text[0] in "+-" else text
    return text.replace("-", "\u2212").replace(".", number_symbols(tag)[0])


@cache
def number_symbols(tag: str) -> tuple[str, str]:
    """Return the locale's decimal mark and its mark between groups of three digits."""
    symbols = Locale.parse(tag).number_symbols["latn"]
    return symbols["decimal"], symbols["group"]


def decimal(tag: str, value: float, places: int = 0, *, signed: bool = False) -> str:
    """Return a number as the locale writes it, ``signed`` with a plus; minus is a real one."""
    from babel.numbers import format_decimal  # noqa: PLC0415 (start-up stays light)

    pattern = f"#,##0.{'0' * places}".rstrip(".")
    plus = Locale.parse(tag).number_symbols["latn"]["plusSign"] if signed and value > 0 else ""
    return plus + format_decimal(value, format=pattern, locale=tag).replace("-", "\u2212")


def percent(tag: str, share: float) -> str:
    """Return a share as the locale writes whole percents."""
    from babel.numbers import format_percent  # noqa: PLC0415 (start-up stays light)

    return format_percent(share, locale=tag)
