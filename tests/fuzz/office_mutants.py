"""Mutated Word and Excel files, each named by its number; as for PDFs in `mutants`."""

from collections.abc import Callable, Sequence
from random import Random

from lxml import etree

from tests.fuzz import mutants, office_docx, office_parts, office_xlsx, office_zip
from tests.fuzz.office_bombs import HEAVY
from tests.fuzz.office_seeds import BOOK, CUSTOM, DOCUMENT, office_seeds
from tests.fuzz.office_xml import ANY, WRITINGS, Change
from tests.fuzz.zips import Member, members, zipped

_EVERY = 30  # one of so many is heavy
_BYTES: Sequence[Callable[[bytes, Random], bytes]] = (
    mutants.flips, mutants.truncated, mutants.missing, mutants.twice, mutants.inserted,
    mutants.moved,
)  # fmt: skip


def mutant(index: int, seed: int = mutants.SEED) -> tuple[str, bytes]:
    """Return the name and the bytes of a mutant."""
    random = Random(f"office {seed} {index}")
    if index % _EVERY == _EVERY - 1:
        make = HEAVY[index // _EVERY % len(HEAVY)]
        return make.__name__, make(random)
    name = random.choice(sorted(office_seeds()))
    data, kind, done = office_seeds()[name], random.random(), ""
    if kind < 0.8:
        done, data = _operated(data, random)
    if kind > 0.7:
        damage = random.choice(office_zip.DAMAGE if random.random() < 0.65 else _BYTES)
        done, data = f"{done} {damage.__name__}", damage(data, random)
    return f"{name}: {done.strip()}", data


def _operated(data: bytes, random: Random) -> tuple[str, bytes]:
    """Change parts of a file that stays a zip."""
    every, names = members(data), []
    for _ in range(random.choice([1, 1, 2, 4])):
        if random.random() < 0.1:
            change = random.choice(office_parts.PARTS)
            change(every, random)
            names.append(change.__name__)
        else:
            names.append(_changed(random.choice(_weighed(every)), random))
    return "+".join(names), zipped(every)


def _weighed(every: Sequence[Member]) -> list[Member]:
    """Return the parts that are XML, those more often that are read."""
    often = {
        DOCUMENT: 14,
        BOOK: 5,
        CUSTOM: 5,
        "xl/worksheets/sheet1.xml": 10,
        "xl/sharedStrings.xml": 3,
    }
    texts = [m for m in every if m.content.lstrip().startswith(b"<")]
    return [m for m in texts for _ in range(often.get(m.name, 1))] or list(every)


def _changed(member: Member, random: Random) -> str:
    """Change the XML of a part, and say how."""
    if random.random() < 0.15:
        writing = random.choice(WRITINGS)
        member.content = writing(member.content, random)
        return writing.__name__
    change = random.choice(_changes(member.name) if random.random() < 0.7 else ANY)
    try:
        root = etree.fromstring(member.content, etree.XMLParser(huge_tree=True))
        change(root, random)
        member.content = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    except (etree.LxmlError, ValueError, TypeError, LookupError):  # it was changed before
        return f"{change.__name__} failed"
    return change.__name__


def _changes(name: str) -> Sequence[Change]:
    """Return the changes that a part invites."""
    if name.endswith(".rels"):
        return office_parts.RELATIONS
    for part, changes in (
        (CUSTOM, office_parts.DEFINITIONS), (BOOK, office_xlsx.BOOK), ("xl/styles.xml",
        office_xlsx.STYLES),
        ("xl/sharedStrings.xml", office_xlsx.STRINGS),
    ):  # fmt: skip
        if name == part:
            return changes
    if name.startswith("xl/worksheets/"):
        return office_xlsx.SHEET
    return office_docx.CHANGES if name.startswith("word/") else ANY
