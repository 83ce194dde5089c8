"""Changes to the sheets and the book of an Excel file."""

from collections.abc import Sequence
from copy import deepcopy
from random import Random

from lxml import etree
from lxml.etree import _Element

from tests.fuzz.office_xml import NUMBERS, Change, found, odd, tag
from worksheets.writers.package import writable

PLACES = (
    "A1", "XFD1048576", "XFD1", "A1048576", "ZZZ9999999", "AAAA1", "A0", "A-1", "a1", "1A", "", "A",
    "$A$1", "R1C1", "A1:A1", "\u0661", "A" + "9" * 50, "#REF!", "B2", "C3", "D4",
)  # fmt: skip
RANGES = (
    "A1:B2", "A1:XFD1048576", "B2:A1", "A1", "A1:", ":", "A1:A1", "A1:B2:C3", "A:A", "1:1", "#REF!",
    "A1:A9999999", "ZZZ1:ZZZ9", "A1:CV100", "B2:D4", "C1:C9999",
)  # fmt: skip
_SERIALS = (
    "46000", "46000.5", "0", "-1", "60", "2958465", "2958465.99999", "2958465.999999", "2958466",
    "1e308", "-1e308", "1e-308", "1E+999999", "1e99999999999", "NaN", "sNaN", "Infinity", "-0",
    "0.1", "1_000", "0x1", "0.30000000000000004", "9" * 400, "1" * 5000, "", " 5 ", "\u0665",
    "1e", "--1", "5,5", "TRUE",
)  # fmt: skip
_KINDS = ("n", "s", "str", "b", "e", "d", "inlineStr", "x", "", "N", "shared")
_ESCAPES = (
    "_x0000_", "_xD83D_", "_xDE00_", "_xD83D__xDE00_", "_xDE00__xD83D_", "_xFFFF_", "_x005F_x0041_",
    "a_x000D_b", "_x000D_" * 3000, "_x001B_[31m", "_x202E_", "_xd83d_x",
)  # fmt: skip
_REFERENCES = (
    "{}!$A$1", "'{}'!$A$4", "{}!$A$1:$XFD$1048576", "{}!#REF!", "#REF!", "'absent'!$A$1",
    "{}!$ZZZ$0",
    "{}!$A$9999999", "[1]{}!$A$1", "'http://127.0.0.1:9/[x.xlsx]{}'!$A$1", "OFFSET({}!$A$1,1,1)",
    "",
    "{}!A1,{}!B2", "'" + "''" * 2000 + "'!$A$1", "'{}'!$A$1:", "=1+1", "1", "\n{}!$A$1\n", "!$A$1",
)  # fmt: skip


def values(root: _Element, random: Random) -> None:
    """Put odd values, kinds and styles into cells."""
    for cell in found(root, random, "c", random.choice([1, 10, 200])):
        value = cell.find(tag(cell, "v"))
        if value is None:
            value = etree.SubElement(cell, tag(cell, "v"))
        value.text = writable(random.choice([*_SERIALS, *_ESCAPES, odd(random)]))
        cell.set("t", random.choice(_KINDS))
        if random.random() < 0.5:
            cell.set("s", random.choice([*NUMBERS, "1", "4", "9", "12"]))


def escapes(root: _Element, random: Random) -> None:
    """Write characters as no XML can hold them."""
    for text in found(root, random, "t", random.choice([1, 20, 500])):
        text.text = random.choice(_ESCAPES) + (text.text or "")


def formulas(root: _Element, random: Random) -> None:
    """Put formulas into cells: long, nested, shared, with calls outside."""
    for cell in found(root, random, "c", random.choice([1, 20])):
        formula = etree.Element(tag(cell, "f"))
        formula.text = random.choice(
            ["1+" * 100_000 + "1", "(" * 5000, 'WEBSERVICE("http://127.0.0.1:9/")', "TRUE()",
            "A1", "",
             "cmd|' /C calc'!A0", "IF(A1," * 5000, "SUM(A1:XFD1048576)"]
        )  # fmt: skip
        formula.set("t", random.choice(["shared", "array", "dataTable", "x"]))
        cell.insert(0, formula)


def places(root: _Element, random: Random) -> None:
    """Let cells and rows stand anywhere."""
    for cell in found(root, random, "c", random.choice([1, 10, 300])):
        cell.set("r", random.choice(PLACES))
    for row in found(root, random, "row", random.choice([0, 0, 1, 30])):
        row.set("r", random.choice(NUMBERS))


def merges(root: _Element, random: Random) -> None:
    """Merge cells: overlapping, whole sheets, very often."""
    parent = root.find(tag(root, "mergeCells"))
    if parent is None:
        parent = etree.SubElement(root, tag(root, "mergeCells"))
    for _ in range(random.choice([1, 5, 5000])):
        entry = etree.SubElement(parent, tag(root, "mergeCell"))
        row, size = random.randrange(1, 60), random.choice([0, 1, 5, 99])
        usual = f"A{row}:H{row + size}"
        entry.set("ref", random.choice([*RANGES, usual, usual]))


def many(root: _Element, random: Random) -> None:
    """Repeat rows or cells until they are many."""
    for thing in found(root, random, random.choice(["c", "row"])):
        for _ in range(random.choice([10, 1000, 20_000]) // (1 + 9 * (len(thing) > 3))):
            copy = deepcopy(thing)
            if random.random() < 0.5:
                copy.attrib.pop("r", None)
            thing.addnext(copy)


def names(root: _Element, random: Random) -> None:
    """Let defined names lead astray, stand twice, be thousands."""
    parent = root.find(tag(root, "definedNames"))
    if parent is None:
        parent = etree.SubElement(root, tag(root, "definedNames"))
    sheets = [entry.get("name", "") for entry in root.iter(tag(root, "sheet"))] or ["Sheet1"]
    for entry in found(parent, random, count=random.choice([0, 1, 10, 100])):
        entry.text = random.choice(_REFERENCES).replace("{}", random.choice(sheets))
        if random.random() < 0.2:
            entry.set(
                "name", random.choice(["f_", "f_" + "a" * 300, "f_x__y", "_f", "", "f_project"])
            )
    for number in range(random.choice([0, 0, 1, 20, 8000])):
        entry = etree.SubElement(parent, tag(root, "definedName"), name=f"f_n{number % 3000}")
        entry.text = f"'{random.choice(sheets)}'!$A${random.randrange(1, 60)}"


def sheets(root: _Element, random: Random) -> None:
    """Let sheets share a name or a part, be called as ours, be hidden, be many."""
    every = found(root, random, "sheet", 99)
    for entry in every[: random.choice([1, 3])]:
        key = random.choice(
            [name for name in map(str, entry.keys()) if name.endswith("id")] or ["id"]
        )
        match random.randrange(4):
            case 0:
                entry.set("name", random.choice(["_meta", "_lists", "", "'", "a" * 300, "[x]y"]))
            case 1:
                entry.set(key, random.choice(["rId1", "rId4", "rId99", ""]))
            case 2:
                for number in range(random.choice([1, 3, 150, 250])):
                    copy = deepcopy(entry)
                    copy.set("name", f"{entry.get('name')} ({number})")
                    entry.addnext(copy)
            case _:
                entry.set("name", random.choice(every).get("name", ""))


def formats(root: _Element, random: Random) -> None:
    """Let styles show numbers as dates, in any code."""
    for style in found(root, random, "xf", random.choice([1, 40])):
        style.set("numFmtId", random.choice([*NUMBERS, "14", "22", "164"]))
    parent = etree.Element(tag(root, "numFmts"))
    root.insert(0, parent)
    for code in random.choices(
        ["yyyy", "[" * 5000, '"' * 4999, "[$-409]d", "\\y0", "h:mm", "", "y;d"], k=5
    ):
        entry = etree.SubElement(parent, tag(root, "numFmt"), formatCode=code)
        entry.set("numFmtId", random.choice(["14", "164", "0", "x", ""]))


def settings(root: _Element, random: Random) -> None:
    """Count days from another year, and set what else a book can say."""
    for entry in found(root, random, "workbookPr"):
        entry.set("date1904", random.choice(["1", "true", "x", "0"]))


SHEET: Sequence[Change] = (
    values, values, escapes, formulas, places, merges, many,
)  # fmt: skip
BOOK: Sequence[Change] = (names, names, sheets, settings)
STYLES: Sequence[Change] = (formats,)
STRINGS: Sequence[Change] = (escapes, many)
