"""Changes to a PDF that stays a PDF: object by object, with pikepdf."""

import json
import zlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from io import BytesIO
from random import Random
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, ObjectStreamMode, Pdf, Stream, String

from tests.fuzz.definitions import hostile
from tests.fuzz.seeds import saved
from worksheets.definition import pack, unpack
from worksheets.errors import UnusableInputError

_FAILED = (
    pikepdf.PdfError,
    pikepdf.PasswordError,
    ValueError,
    TypeError,
    LookupError,
    RuntimeError,
)
Change = Callable[[Pdf, Random], None]
_KEYS = (
    "/Kids", "/Parent", "/T", "/FT", "/V", "/DV", "/AS", "/Ff", "/Opt", "/AP", "/Annots",
    "/Subtype",
    "/Fields", "/AcroForm", "/Names", "/Pages", "/Type", "/EF", "/UF", "/F", "/MaxLen", "/DA",
    "/DR",
)  # fmt: skip


def operated(data: bytes, random: Random) -> tuple[str, bytes]:
    """Return what was done to ``data``, and the result; ``data`` itself if it cannot be saved."""
    changes = random.choices(CHANGES, k=random.choice([1, 1, 2, 4]))
    mode = random.choice([ObjectStreamMode.disable, ObjectStreamMode.generate])
    name = "+".join(change.__name__ for change in changes)
    try:
        with Pdf.open(BytesIO(data)) as pdf:
            for change in changes:
                change(pdf, random)
            return name, saved(pdf, object_stream_mode=mode, encryption=False)
    except _FAILED:
        return f"{name} failed", data


# ---------------------------------------------------------------- finding and making objects


def _dictionaries(pdf: Pdf) -> list[Any]:
    return [item for item in pdf.objects if isinstance(item, Dictionary | Stream)]


def _fields(pdf: Pdf) -> list[Any]:
    form = pdf.Root.get("/AcroForm")
    found = form.get("/Fields") if isinstance(form, Dictionary) else None
    fields = list(found) if isinstance(found, Array) else []
    return [f for f in fields if _is_safe(f)] or _dictionaries(pdf)


def _is_safe(item: Any) -> bool:  # noqa: ANN401 (any PDF object)
    """Tell whether references may lead here: a direct object in itself kills qpdf when saved."""
    return isinstance(item, Dictionary) and item.is_indirect


def _odd(pdf: Pdf, random: Random) -> Any:  # noqa: ANN401 (any PDF object)
    """Return an object that hardly belongs where it will be put."""
    things = _dictionaries(pdf)
    return random.choice(
        [
            lambda: random.choice(things),
            lambda: Name("/" + random.choice(["Off", "Tx", "Btn", "x" * 200, "__proto__", "#00"])),
            lambda: String(random.randbytes(random.randrange(40))),
            lambda: String(
                random.choice(["", ".", "a.b", "_definition", "=1+1", "\0", "<b>x</b>"])
            ),
            lambda: random.choice([0, -1, 1 << 31, 2**62, True, False]),
            lambda: Array([random.choice(things) for _ in range(random.randrange(4))]),
            lambda: Array([Array([Array([1])])]),
            lambda: Dictionary(Kids=Array([random.choice(things)])),
            lambda: pdf.make_stream(random.randbytes(random.randrange(99))),
            lambda: pdf.make_stream(random.randbytes(9), Filter=Name.FlateDecode),
            lambda: pdf.make_stream(zlib.compress(bytes(10**7)), Filter=Name.FlateDecode),
            lambda: pdf.make_stream(b"", Filter=Array([Name.FlateDecode] * 30)),
        ]
    )()


def _names(item: Any) -> list[str]:  # noqa: ANN401 (any PDF object)
    return sorted(item.keys())


# ---------------------------------------------------------------- changes


def wrong_types(pdf: Pdf, random: Random) -> None:
    """Put other types in place of entries."""
    for _ in range(random.choice([1, 3, 20])):
        item = random.choice(_dictionaries(pdf) if random.random() < 0.4 else _fields(pdf))
        keys = _names(item)
        if keys:
            item[random.choice(keys)] = _odd(pdf, random)


def new_keys(pdf: Pdf, random: Random) -> None:
    """Add keys that mean something elsewhere."""
    for _ in range(random.choice([1, 5, 50])):
        item = random.choice(_dictionaries(pdf))
        item[random.choice(_KEYS)] = _odd(pdf, random)


def lost_keys(pdf: Pdf, random: Random) -> None:
    """Take keys away."""
    for _ in range(random.choice([1, 10, 200])):
        item = random.choice(_dictionaries(pdf))
        keys = [key for key in _names(item) if key != "/Length"]
        if keys:
            del item[random.choice(keys)]


def cycles(pdf: Pdf, random: Random) -> None:
    """Make a node its own kid, parent or grandparent."""
    fields = _fields(pdf)
    for _ in range(random.choice([1, 5])):
        one, other = random.choice(fields), random.choice(fields)
        key = random.choice(["/Kids", "/Parent", "/Annots", "/K", "/P"])
        one[key] = other if key in {"/Parent", "/P"} else Array([other, one])
        if random.random() < 0.5:
            other[key] = one if key in {"/Parent", "/P"} else Array([one])


def cyclic_trees(pdf: Pdf, random: Random) -> None:
    """Make the trees of pages, names or tags loop."""
    root = pdf.Root
    trees = [root.get("/Pages"), root.get("/Names"), root.get("/StructTreeRoot")]
    tree = random.choice([tree for tree in trees if _is_safe(tree)])
    key = random.choice(["/Kids", "/K", "/EmbeddedFiles", "/Parent", "/ParentTree", "/Nums"])
    tree[key] = random.choice([Array([tree, tree]), tree, Array([root])])


def swapped(pdf: Pdf, random: Random) -> None:
    """Let references lead to other objects."""
    things = _dictionaries(pdf)
    for _ in range(random.choice([1, 4])):
        one, other = random.choice(things), random.choice(things)
        if one.objgen != other.objgen and isinstance(one, Stream) == isinstance(other, Stream):
            pdf._swap_objects(one.objgen, other.objgen)  # nothing else does it


def deep(pdf: Pdf, random: Random) -> None:
    """Hang a field below many others."""
    node = random.choice(_fields(pdf))
    for _ in range(random.choice([5, 31, 33, 400])):
        parent = pdf.make_indirect(Dictionary(T="t", Kids=Array([node])))
        node.Parent = parent
        node = parent
    if isinstance(pdf.Root.get("/AcroForm"), Dictionary):
        pdf.Root.AcroForm.Fields = Array([node])


def copies(pdf: Pdf, random: Random) -> None:
    """Put fields in twice, under the same names."""
    fields = _fields(pdf)
    added = [pdf.make_indirect(Dictionary(random.choice(fields))) for _ in range(9)]
    for field in added:
        field.V = _odd(pdf, random)
    if isinstance(pdf.Root.get("/AcroForm"), Dictionary):
        pdf.Root.AcroForm.Fields = Array(random.sample([*fields, *added], len(fields) + 9))


def detached(pdf: Pdf, random: Random) -> None:
    """Take widgets out of their groups, off their pages or the form away."""
    for field in random.sample(_fields(pdf), k=1):
        kids = field.get("/Kids")
        for kid in kids if isinstance(kids, Array) else ():
            if isinstance(kid, Dictionary) and "/Parent" in kid:
                del kid["/Parent"]
    for page in pdf.pages:
        if random.random() < 0.3 and "/Annots" in page.obj:
            del page.obj["/Annots"]
    if random.random() < 0.3 and "/AcroForm" in pdf.Root:
        del pdf.Root["/AcroForm"]


_TEXTS = (
    b"", b"\xfe\xff", b"\xfe\xff\xd8", b"\xfe\xff\xd8\x3d\xdc", b"\xff\xfea", b"\xef\xbb\xbf\xff",
    b"\x1blv\x1b", b"\x1b" * 9, bytes(range(256)), b"\xfe\xff\xf6\x00", b"=HYPERLINK(1)", b"1/2/3",
    b"\xfe\xff" + b"\x03\x01" * 30_000, b"a" * 200_000, b"a b" * 9_000, b"9" * 200, b"1e99999",
    b"\xfe\xff\x06\x61" * 9, b"31.02.2026", b"nan", b"-0", b"\xfe\xff\x20\x28\x20\x29", b"s99",
    b"absent",
)  # fmt: skip


def values(pdf: Pdf, random: Random) -> None:
    """Fill fields with what no program types."""
    for field in random.choices(_fields(pdf), k=random.choice([1, 20])):
        text = random.choice(_TEXTS)
        field.V = random.choice(
            [String(text), Array([String(text)] * 3), pdf.make_stream(text), _odd(pdf, random)]
        )


def states(pdf: Pdf, random: Random) -> None:
    """Mark buttons in ways that no viewer does."""
    marks = ["/s0", "/s1", "/on", "/Off", "/s999", "/absent", "/0", "/x y", "/" + "z" * 999]
    for field in _fields(pdf):
        kids = field.get("/Kids")
        for kid in kids if isinstance(kids, Array) else (field,):
            if _is_safe(kid) and random.random() < 0.4:
                kid.AS = Name(random.choice(marks))
                field.V = random.choice([Name(random.choice(marks)), String(random.choice(marks))])


def _definition(pdf: Pdf) -> object:
    for field in _fields(pdf):
        if str(field.get("/T")) == "_definition":
            with suppress(UnusableInputError, ValueError):  # it may have been changed before
                return json.loads(unpack(str(field.get("/V"))))
    return {}


def definitions(pdf: Pdf, random: Random) -> None:
    """Replace the embedded definition by a hostile one."""
    data = hostile(_definition(pdf), random)
    places = random.choice([("file", "field"), ("file",), ("field",)])
    for field in _fields(pdf):
        if str(field.get("/T")) == "_definition" and "field" in places:
            field.V = String(pack(data))
    if "file" in places:
        file = Dictionary(
            Type=Name.Filespec, UF="worksheet.json", EF=Dictionary(F=pdf.make_stream(data))
        )
        pairs = Array([String("worksheet.json"), pdf.make_indirect(file)])
        pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=pairs))


def foreign_kinds(pdf: Pdf, random: Random) -> None:
    """Turn fields into other kinds, XFA and signatures among them."""
    for field in random.choices(_fields(pdf), k=9):
        field.FT = Name(random.choice(["/Tx", "/Btn", "/Ch", "/Sig", "/None"]))
        field.Ff = random.choice([0, 1 << 16, 1 << 15, 1 << 17, (1 << 31) - 1, -1])
    if random.random() < 0.3 and isinstance(pdf.Root.get("/AcroForm"), Dictionary):
        pdf.Root.AcroForm.XFA = _odd(pdf, random)


CHANGES: Sequence[Change] = (
    wrong_types, wrong_types, new_keys, lost_keys, cycles, cyclic_trees, swapped, deep, copies,
    detached, values, values, states, definitions, definitions, definitions, foreign_kinds,
)  # fmt: skip
