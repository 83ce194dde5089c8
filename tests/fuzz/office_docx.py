"""Changes to the document of a Word file."""

from collections.abc import Sequence
from copy import deepcopy
from random import Random

from lxml import etree
from lxml.etree import _Element

from tests.fuzz.office_xml import NUMBERS, Change, found, odd
from worksheets.writers.docx.markup import W
from worksheets.writers.package import writable

_MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
_W14 = "http://schemas.microsoft.com/office/word/2010/wordml"


def w(name: str, *children: _Element, **attributes: str) -> _Element:
    """Make an element of WordprocessingML."""
    element = etree.Element(f"{{{W}}}{name}", nsmap={"w": W})
    for key, value in attributes.items():
        element.set(f"{{{W}}}{key}", writable(value))
    element.extend(children)
    return element


def run(text: str) -> _Element:
    """Make a run of text."""
    words = w("t")
    words.text = writable(text)
    return w("r", words)


def control(name: str, *content: _Element, **settings: str) -> _Element:
    """Make a content control."""
    kinds = [w(key, val=value) for key, value in settings.items()]
    return w("sdt", w("sdtPr", w("tag", val=name), *kinds), w("sdtContent", *content))


def _names(root: _Element) -> list[str]:
    tags = [entry.get(f"{{{W}}}val", "") for entry in root.iter(f"{{{W}}}tag")]
    return [*tags, "", "absent", "a" * 300, "goog_rdk_1"]


def controls(root: _Element, random: Random) -> None:
    """Put controls into controls, twice under one name, many at once."""
    names = _names(root)
    for place in found(root, random, "p sdtContent tc", random.choice([1, 3])):
        new = control(random.choice(names), run(odd(random)))
        for _ in range(random.choice([0, 1, 3, 100])):
            new = control(random.choice(names), new)
        place.append(new)
        for _ in range(random.choice([0, 0, 5, 2000])):
            place.append(control(random.choice(names), run("x")))


def wrapped_by_controls(root: _Element, random: Random) -> None:
    """Put controls around rows, cells, paragraphs, tables."""
    for inner in found(root, random, "tr tc p tbl r sdt", random.choice([1, 10])):
        parent = inner.getparent()
        if parent is not None:
            kind = random.choice(
                ["sdt", "ins", "del", "moveTo", "customXml", "smartTag", "fldSimple"]
            )
            place = parent.index(inner)
            new = control(random.choice(_names(root)), inner) if kind == "sdt" else w(kind, inner)
            parent.insert(place, new)


def bookmarks(root: _Element, random: Random) -> None:
    """Let bookmarks begin without an end, end without a beginning, cross, repeat, or be lost."""
    starts = found(root, random, "bookmarkStart", 400)
    if not starts:
        return
    some = starts[: random.choice([1, 20, 400])]
    match random.randrange(6):
        case 0:
            for end in found(root, random, "bookmarkEnd", len(some)):
                end.getparent().remove(end)
        case 1:
            for settings in list(root.iter(f"{{{W}}}sdtPr"))[: len(some)]:
                settings.getparent().remove(settings)
        case 2:
            for place in found(root, random, "p", len(some)):
                place.insert(0, deepcopy(random.choice(starts)))
        case 3:
            place = found(root, random, "p")[0]
            for number in range(random.choice([50, 5000])):
                place.append(w("bookmarkStart", id=str(number), name=f"f_{number:012x}"))
                place.append(control(f"c{number % 7}", run("x")))
        case _:
            for start in some:
                name = random.choice(starts).get(f"{{{W}}}name", "")
                key, value = random.choice([("name", name), ("id", "1"), ("id", ""), ("id", "-1")])
                start.set(f"{{{W}}}{key}", value)


def spans(root: _Element, random: Random) -> None:
    """Merge cells across and down, over more than there is."""
    for cell in found(root, random, "tc", random.choice([1, 10, 500])):
        settings = cell.find(f"{{{W}}}tcPr")
        if settings is None:
            settings = w("tcPr")
            cell.insert(0, settings)
        if random.random() < 0.5:
            settings.append(w("gridSpan", val=random.choice(NUMBERS)))
        else:
            kind = random.choice(["continue", "restart", "x", ""])
            settings.append(w("vMerge", val=kind) if kind else w("vMerge"))


def tables(root: _Element, random: Random) -> None:
    """Put tables into cells, deep or often, and cells where no row is."""
    for place in found(root, random, random.choice(["tc", "sdtContent", "body", "tbl"]), 2):
        new = deepcopy(found(root, random, "tbl")[0]) if random.random() < 0.3 else w("p", run("x"))
        for _ in range(random.choice([1, 3, 40, 80])):
            new = w("tbl", w("tr", w("tc", new)))
        place.append(new)
        if random.random() < 0.3:
            row = w(
                "tr", *(w("tc", w("p", run(odd(random)))) for _ in range(random.choice([3, 300])))
            )
            place.append(w("tbl", *(deepcopy(row) for _ in range(random.choice([2, 30])))))


def alternatives(root: _Element, random: Random) -> None:
    """Offer alternatives, chunks of other formats, fields, footnotes, objects."""
    for place in found(root, random, "p tc r body", random.choice([1, 20])):
        inner = run(odd(random))
        choice = etree.Element(f"{{{_MC}}}AlternateContent")
        for name in random.choice([["Choice", "Fallback"], ["Fallback"], [], ["Choice"] * 50]):
            etree.SubElement(choice, f"{{{_MC}}}{name}", Requires="wps").append(deepcopy(inner))
        place.append(
            random.choice(
                [choice, w("altChunk", id="rId99"), w("subDoc", id="rId1"), w("object", inner),
                 w("fldSimple", inner, instr='INCLUDETEXT "http://127.0.0.1:9/x"'), w("del", inner),
                 w("sym", char=random.choice(["F0FC", "0000", "D83D", "FFFFFF", "-1", "x", "20"])),
                 w("pict", inner), w("footnoteReference", id="-1"), w("ins", inner, id="-1"),
                 w("ruby", w("rt", inner), w("rubyBase", deepcopy(inner))), w("br"), w("tab")]
            )
        )  # fmt: skip


def kinds(root: _Element, random: Random) -> None:
    """Make other kinds of controls: lists with entries twice, dates of any text, check boxes."""
    for settings in found(root, random, "sdtPr", random.choice([1, 10, 300])):
        box = etree.Element(f"{{{_W14}}}checkbox")
        if random.random() < 0.7:
            value = random.choice(["1", "0", "x", "9" * 5000])
            etree.SubElement(box, f"{{{_W14}}}checked").set(f"{{{_W14}}}val", value)
        entries = [w("listItem", displayText=odd(random), value=odd(random)) for _ in range(3)]
        times = random.choice([1, 1, 500])
        settings.append(
            random.choice(
                [box, w("date", fullDate=odd(random)), w("tag", val=odd(random)),
                 w("dropDownList", *entries, *(w("listItem", value="x") for _ in range(times)))]
            )
        )  # fmt: skip


def much(root: _Element, random: Random) -> None:
    """Write much: paragraphs, lines, runs, or one long word."""
    place = found(root, random, "tc sdtContent body p")[0]
    count = int(10 ** random.uniform(2, 4.3))
    kind = random.choice(["p", "r", "br", "t", "long"])
    if kind == "long":
        place.append(run(random.choice(["a", "e\u0301\u0323", "a ", "\u2612", "1"]) * count * 9))
    else:
        for _ in range(count):
            place.append(
                w("p", run("word")) if kind == "p" else run("word") if kind == "r" else w(kind)
            )


CHANGES: Sequence[Change] = (
    controls, wrapped_by_controls, bookmarks, spans, tables, alternatives, kinds, much,
)  # fmt: skip
