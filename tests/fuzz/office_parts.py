"""Changes to how an Office file hangs together: its relations, its types, its definition."""

import json
from collections.abc import Callable, Sequence
from contextlib import suppress
from random import Random

from lxml import etree
from lxml.etree import _Element

from tests.fuzz.definitions import hostile
from tests.fuzz.office_seeds import CUSTOM, office, office_seeds
from tests.fuzz.office_xml import ANY, TEXTS, Change, found, odd
from tests.fuzz.zips import Member, members, named
from worksheets.definition import pack, unpack
from worksheets.errors import UnusableInputError
from worksheets.writers.package import CHUNK, CONTENT_TYPES, PROPERTY, writable

PartsChange = Callable[[list[Member], Random], None]
TARGETS = (
    "file:///etc/passwd", "http://127.0.0.1:9/x.xml", "//127.0.0.1/share/x",
    "\\\\127.0.0.1\\share\\x",
    "../../../../etc/passwd", "/", "", ".", "..", "/word/document.xml", "document.xml", "#x",
    "%2e%2e/x",
    "_rels/document.xml.rels", "/[Content_Types].xml", "C:\\x", "a" * 5000, "/xl/workbook.xml",
    "worksheets/sheet1.xml", "/_rels/.rels", "x\u0000".strip("\0"), "mailto:x@y.example",
)  # fmt: skip


def relations(root: _Element, random: Random) -> None:
    """Let relations lead outside, in circles, nowhere; change their kinds and numbers."""
    every = found(root, random, "Relationship", 99)
    for entry in every[: random.choice([1, 3, 99])]:
        match random.randrange(5):
            case 0 | 1:
                entry.set("Target", random.choice(TARGETS))
            case 2:
                entry.set("TargetMode", random.choice(["External", "Internal", "x"]))
                entry.set("Target", random.choice(TARGETS))
            case 3:
                entry.set("Id", random.choice(every).get("Id", ""))
            case _:
                entry.set("Type", random.choice(every).get("Type", "") + random.choice(["", "x"]))


def types(every: list[Member], random: Random) -> None:
    """Say wrong things about what the parts are."""
    if CONTENT_TYPES not in {member.name for member in every}:
        return
    listed = named(every, CONTENT_TYPES)
    match random.randrange(4):
        case 0:
            every.remove(listed)
        case 1:
            listed.content = random.choice([b"", b"<Types/>", b"<x>", b"\0", listed.content * 2])
        case 2:
            listed.content = listed.content.replace(b"application/", b"text/")
        case _:
            new = random.choice([b"wordprocessingml", b"spreadsheetml", b"x", b"macroEnabled"])
            for old in (b"wordprocessingml", b"spreadsheetml"):
                listed.content = listed.content.replace(old, new)


def macros(every: list[Member], random: Random) -> None:
    """Add macros, programs, pictures that mean harm."""
    for name in random.sample(
        ["word/vbaProject.bin", "xl/vbaProject.bin", "word/embeddings/oleObject1.bin",
        "xl/workbook.bin",
         "xl/externalLinks/externalLink1.xml", "customUI/customUI.xml", "word/afchunk.htm"], k=2
    ):  # fmt: skip
        every.append(Member(name=name, content=random.randbytes(300)))


def exchanged(every: list[Member], random: Random) -> None:
    """Let parts hold what belongs to others, of this file or another one."""
    for member in random.sample(every, k=random.choice([1, 2])):
        other = random.choice(every)
        if random.random() < 0.4:
            other = random.choice(members(random.choice(sorted(office_seeds().values()))))
        member.content, other.content = other.content, member.content


# ---------------------------------------------------------------- definitions


def _chunks(root: _Element) -> list[_Element]:
    return [entry for entry in root if entry.get("name", "").startswith(PROPERTY)]


def damaged(root: _Element, random: Random) -> None:
    """Lose, mix up, rename or spoil pieces of the definition."""
    chunks = _chunks(root)
    if not chunks:
        return
    match random.randrange(6):
        case 0:
            root.remove(random.choice(chunks))
        case 1:
            one, other = random.choice(chunks), random.choice(chunks)
            one[0].text, other[0].text = other[0].text, one[0].text
        case 2:
            random.choice(chunks).set(
                "name", random.choice([PROPERTY, PROPERTY + "_9999", "x", ""])
            )
        case 3:
            random.choice(chunks)[0].text = writable(odd(random))
        case 4:
            piece = random.choice(chunks)[0]
            text = piece.text or "?"
            place = random.randrange(len(text))
            piece.text = (
                text[:place] + random.choice(["", "A", "=", " ", "\u0410"]) + text[place + 1 :]
            )
        case _:
            for change in random.choices(ANY, k=3):
                change(root, random)


def replaced(root: _Element, random: Random) -> None:
    """Put in the definition of another file, or a hostile one."""
    texts = [chunk.xpath("string()").partition(":")[2] for chunk in _chunks(root)]
    sound: object = {}
    with suppress(UnusableInputError, ValueError):  # it may have been changed before
        sound = json.loads(unpack("".join(map(str, texts))))
    if random.random() < 0.3:
        name = random.choice(["journey", "stakeholder", "everything"])
        custom = named(members(office(name, "docx")), CUSTOM).content
        root[:] = list(etree.fromstring(custom))
        return
    packed = pack(hostile(sound, random))
    if random.random() < 0.1:
        packed = random.choice([*TEXTS, packed + packed, packed.replace("1:", "2:", 1)])
    root[:] = []
    for number, start in enumerate(range(0, len(packed), CHUNK)):
        entry = etree.SubElement(root, "property", name=f"{PROPERTY}_{number:04}")
        etree.SubElement(entry, "lpwstr").text = writable(
            f"{number:04}:{packed[start : start + CHUNK]}"
        )


DEFINITIONS: Sequence[Change] = (damaged, replaced, replaced)
RELATIONS: Sequence[Change] = (relations,)
PARTS: Sequence[PartsChange] = (types, macros, exchanged)
