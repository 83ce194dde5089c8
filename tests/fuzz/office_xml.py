"""Changes to the XML of an Office file: what any XML can suffer,
and what only Word or Excel can."""

import re
from collections.abc import Callable, Sequence
from random import Random

from lxml import etree
from lxml.etree import _Element

from worksheets.writers.package import writable

Change = Callable[[_Element, Random], None]
TEXTS = (
    "", " ", "x", "\n", "\t", "=1+1", "a" * 20_000, "e\u0301\u0323" * 3000, "\u0301\u0323" * 5000,
    "\u202eabc", "\U0001f600" * 9, "\uf600", "\ufffd", "\u00a0", "0", "-1", "1e999", "NaN", "null",
    "]]>", "&amp;", "<b>", "../../x", "file:///x", "_x0000_", "_xD83D_", "_xD83D__xDE00_",
    "_x005F_",
    "word \n" * 3000, "\u2612" * 500, "\u2610 a\u2612 b", "1/2/3", "absent", "Off", "31.02.2026",
)  # fmt: skip
NUMBERS = (
    "0", "-1", "1", "2", "17", "100", "65536", "1048577", "2147483648", "9" * 30, "9" * 5000, "1e5",
    "0.5", "NaN", "Infinity", "sNaN", "", " 1 ", "\u0663", "\u00b2", "1_0", "0x10", "+1", "true",
)  # fmt: skip
_DEPTHS = (5, 60, 120, 250, 300, 3000)


def odd(random: Random) -> str:
    """Return a text or number that no program writes."""
    return random.choice(TEXTS) if random.random() < 0.5 else random.choice(NUMBERS)


def found(root: _Element, random: Random, names: str = "", count: int = 1) -> list[_Element]:
    """Return up to ``count`` elements below ``root``, of these local names if there are any."""
    every = [e for e in root.iterdescendants() if isinstance(e.tag, str)]
    wanted = set(names.split())
    fitting = [e for e in every if etree.QName(e).localname in wanted] if wanted else every
    return random.sample(fitting, min(count, len(fitting)))


def tag(element: _Element, name: str) -> str:
    """Return a tag in the namespace of an element."""
    space = etree.QName(element).namespace
    return f"{{{space}}}{name}" if space else name


def attribute(element: _Element, name: str) -> str:
    """Return the name that an attribute of the element has: in Word with a namespace."""
    there = next((key for key in map(str, element.keys()) if key.endswith("}" + name)), "")
    return there or (tag(element, name) if "wordprocessingml" in element.tag else name)


# ---------------------------------------------------------------- any XML


def deleted(root: _Element, random: Random) -> None:
    """Take elements out."""
    for element in found(root, random, count=random.choice([1, 1, 5, 50])):
        parent = element.getparent()
        if parent is not None:
            parent.remove(element)


def repeated(root: _Element, random: Random) -> None:
    """Put copies of an element behind it."""
    for element in found(root, random, count=random.choice([1, 3])):
        times = random.choice([1, 1, 2, 40])
        text = etree.tostring(element, with_tail=False)
        for _ in range(times if len(text) < 20_000 else 1):
            element.addnext(etree.fromstring(text))


def moved(root: _Element, random: Random) -> None:
    """Move elements to where others are, and let them change places."""
    for _ in range(random.choice([1, 5])):
        pair = found(root, random, count=2)
        if len(pair) == 2 and pair[1] not in pair[0].iter() and pair[0] not in pair[1].iter():
            pair[1].insert(random.randrange(len(pair[1]) + 1), pair[0])


def wrapped(root: _Element, random: Random) -> None:
    """Put elements into others, often many levels deep."""
    for element in found(root, random, count=random.choice([1, 1, 10])):
        name = random.choice([element.tag, tag(element, random.choice(["sdt", "r", "tbl", "c"]))])
        for _ in range(random.choice([1, 3, 60, 120, 250])):
            parent = element.getparent()
            wrapper = etree.Element(name)
            if parent is not None:
                parent.replace(element, wrapper)
                wrapper.append(element)


def renamed(root: _Element, random: Random) -> None:
    """Give elements the tags of others."""
    for element in found(root, random, count=random.choice([1, 5, 50])):
        other = found(root, random)
        element.tag = random.choice([other[0].tag, tag(element, "x"), f"{{urn:x}}{'y' * 9}"])


def attributed(root: _Element, random: Random) -> None:
    """Change attributes, take some away, add those of others."""
    for element in found(root, random, count=random.choice([1, 10, 200])):
        names = list(map(str, element.keys()))
        other = found(root, random)[0]
        if names and random.random() < 0.7:
            name = random.choice(names)
            if random.random() < 0.3:
                del element.attrib[name]
            else:
                element.set(name, writable(odd(random)))
        for name in other.keys()[:1]:
            element.set(name, other.get(name, ""))


def texts(root: _Element, random: Random) -> None:
    """Put odd text in place of text, and between elements."""
    for element in found(root, random, count=random.choice([1, 5, 40])):
        text = writable(odd(random))
        if random.random() < 0.8:
            element.text = text
        else:
            element.tail = text


def remarks(root: _Element, random: Random) -> None:
    """Put comments and instructions between elements and into text."""
    for element in found(root, random, count=random.choice([1, 30])):
        new = random.choice([etree.Comment("x"), etree.ProcessingInstruction("mso", "x")])
        element.insert(0, new)
        new.tail, element.text = element.text, None


# ---------------------------------------------------------------- the text of the XML


def encoded(content: bytes, random: Random) -> bytes:
    """Write it in another encoding, or only say so."""
    text = content.decode("utf-8", "replace").partition("?>")[2] or content.decode(
        "utf-8", "replace"
    )
    said = random.choice(
        ["UTF-8", "UTF-16", "utf-7", "utf-32", "latin-1", "cp1257", "x-none", "big5"]
    )
    used = random.choice(
        ["utf-8", "utf-16", "utf-16-be", "utf-7", "utf-32", "latin-1", said.lower()]
    )
    declared = f'<?xml version="1.0" encoding="{said}"?>' if random.random() < 0.8 else ""
    try:
        return (declared + text).encode(used, "xmlcharrefreplace")
    except LookupError:
        return (declared + text).encode()


def declared(content: bytes, random: Random) -> bytes:
    """Put a document type before the root."""
    levels = "".join(
        f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, random.choice([2, 9]))
    )
    body = random.choice(
        ["", '[<!ENTITY x SYSTEM "file:///etc/passwd">]', f'[<!ENTITY e0 "lol">{levels}]',
         'SYSTEM "http://127.0.0.1:9/x.dtd"', '[<!ENTITY % p SYSTEM "http://127.0.0.1:9/">%p;]',
         '[<!ATTLIST w CDATA "x">]', '[<!ENTITY x "' + "y" * 50_000 + '">]']
    )  # fmt: skip
    head, end, rest = (
        content.rpartition(b"?>") if content.startswith(b"<?xml") else (b"", b"", content)
    )
    used = random.choice([b"", b"&x;", b"&e1;&e8;"])
    return head + end + f"<!DOCTYPE w {body}>".encode() + rest.replace(b"</", used + b"</", 1)


def spoiled(content: bytes, random: Random) -> bytes:
    """Damage the bytes."""
    changed = bytearray(content)
    for _ in range(random.choice([1, 5, 100])):
        if changed:
            changed[random.randrange(len(changed))] = random.choice([0, 255, 60, 62, 38, 34, 0xC3])
    return bytes(changed)


def cut(content: bytes, random: Random) -> bytes:
    """Leave out a piece, the end or all of it."""
    first, last = sorted(random.randrange(len(content) + 1) for _ in range(2))
    return random.choice([content[:first], content[:first] + content[last:], b"", content[last:]])


def padded(content: bytes, random: Random) -> bytes:
    """Put much of nothing before or behind it."""
    front = random.choice([b"", b" ", b"\xef\xbb\xbf", b"\0", b"<!-- x -->" * 9999, b"\n" * 99_999])
    return front + content + random.choice([b"", b"\0", b"x", b"<x/>", b" " * 99_999, content])


def nested(content: bytes, random: Random) -> bytes:
    """Nest elements around the first child deeper than a parser may like."""
    depth = random.choice(_DEPTHS)
    names = re.findall(rb"<([\w:]+)[ />]", content)
    name = random.choice(names) if names else b"x"
    place = content.rfind(b"</")
    around = b"<%b>" % name * depth + b"</%b>" % name * depth
    return content[:place] + around + content[place:]


ANY: Sequence[Change] = (
    deleted, repeated, moved, wrapped, renamed, attributed, attributed, texts, remarks,
)  # fmt: skip
WRITINGS: Sequence[Callable[[bytes, Random], bytes]] = (
    encoded, declared, spoiled, cut, padded, nested,
)  # fmt: skip
