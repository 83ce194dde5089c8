"""The fields of a PDF: found twice, in the form and on the pages, and gathered by full name.

A field may stand in ``/AcroForm /Fields``, on a page, or in both: libraries that copy pages
lose the form and keep the widgets, and Apple's Preview takes a clicked radio button out of its
group. ``pikepdf.form.Form`` repairs such files in memory and hides the mark, so objects are read
as they are. Every object is visited once; loops end there, and wide and deep trees at a limit.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from pikepdf import Array, Dictionary, Name, Pdf

from worksheets.readers.pdf_open import unusable
from worksheets.readers.pdf_values import MAX_ITEMS, Values

MAX_PAGES = 2_000
MAX_WIDGETS = 20_000
"""References to fields and widgets, the same one twice counted twice."""
MAX_DEPTH = 32
OFF = "Off"
_COPY = re.compile(r"c([1-9]\d{0,3})\.(.+)", re.DOTALL)
_PUSH_BUTTON = 1 << 16  # ISO 32000-2, table 229

Id = tuple[int, int]


@dataclass(slots=True, kw_only=True)
class Found:
    """All that a file says under one full field name.

    ``kind`` is the field type: ``Tx``, ``Btn``, ``Ch``, ``Sig`` or "". ``values`` are its values
    as PDF objects, ``states`` the marked buttons, ``buttons`` its button widgets, ``detached``
    the states that only buttons outside their group show.
    """

    name: str
    kind: str = ""
    flags: int = 0
    page: int = 0
    values: list[Any] = field(default_factory=list)
    options: Any = None
    states: dict[str, None] = field(default_factory=dict)
    buttons: list[Dictionary] = field(default_factory=list)
    detached: list[str] = field(default_factory=list)

    @property
    def answerable(self) -> bool:
        """Tell whether a person can put an answer here: not so push buttons and signatures."""
        return self.kind != "Sig" and not (self.kind == "Btn" and self.flags & _PUSH_BUTTON)


class _Above(NamedTuple):
    """What a node inherits from those above it (ISO 32000-2, 12.7.4.1)."""

    name: str = ""
    title: str | None = None
    kind: str = ""
    flags: int = 0
    value: Any = None
    options: Any = None
    depth: int = 0


_TOP = _Above()


class Fields:
    """Gathers the fields of one document; raises UnusableInputError (R003) over a limit."""

    def __init__(self, values: Values) -> None:
        """Count names against the limits of ``values``."""
        self.by_name: dict[str, Found] = {}
        self._values = values
        self._seen: dict[Id, Found | None] = {}
        self._above: dict[Id, _Above] = {}
        self._count = 0

    def gather(self, pdf: Pdf, form: Dictionary | None) -> None:
        """Read the form's tree of fields, then the widgets of every page."""
        roots = form.get("/Fields") if form is not None else None
        self._walk([(node, _TOP) for node in self._children(roots)])
        orphans: list[tuple[Dictionary, int]] = []
        for number, page in enumerate(_pages(pdf), start=1):
            if number > MAX_PAGES:
                raise unusable("R003", f"the file has more than {MAX_PAGES} pages")
            for widget in self._children(page.get("/Annots")):
                self._widget(widget, number, orphans)
        for widget, number in orphans:
            self._orphan(widget, number)

    def _children(self, array: Any) -> list[Dictionary]:  # noqa: ANN401 (any PDF object)
        if not isinstance(array, Array):
            return []
        self._count += len(array)
        if self._count > 2 * MAX_WIDGETS:  # each stands in the form and on a page
            raise unusable("R003", f"the file has more than {MAX_WIDGETS} fields")
        return [node for node in array if isinstance(node, Dictionary)]

    def _walk(self, nodes: list[tuple[Dictionary, _Above]]) -> None:
        nodes.reverse()
        while nodes:
            node, above = nodes.pop()
            if node.objgen in self._seen:
                continue
            if node.is_indirect:
                self._seen[node.objgen] = None
            keys = node.keys()
            here, detached = self._step(node, keys, above)
            kids = self._children(node["/Kids"]) if "/Kids" in keys else ()
            fresh = [kid for kid in kids if kid.objgen not in self._seen]
            if fresh:
                self._above[node.objgen] = here
                nodes += [(kid, here) for kid in reversed(fresh)]
            else:
                self._leaf(node, keys, here, detached)

    def _step(self, node: Dictionary, keys: set[str], above: _Above) -> tuple[_Above, bool]:
        """Return what holds below ``node``, and whether it is a button torn from its group."""
        title = self._values.name(node["/T"]) if "/T" in keys else None
        kind = _plain(node["/FT"]) if "/FT" in keys else above.kind
        # WeasyPrint's buttons repeat the name of their group, Apple's detached ones as well.
        repeated = title is not None and title == above.title and above.kind == "Btn"
        name = above.name
        if title is not None and not repeated:
            name = f"{name}.{title}" if name else title
        if above.depth >= MAX_DEPTH:
            raise unusable("R003", f"its fields are nested more than {MAX_DEPTH} deep")
        here = _Above(
            name,
            above.title if title is None else title,
            kind,
            _int(node["/Ff"]) if "/Ff" in keys else above.flags,
            node["/V"] if "/V" in keys else above.value,
            node["/Opt"] if "/Opt" in keys else above.options,
            above.depth + 1,
        )
        return here, repeated and "/Parent" not in keys

    def _leaf(self, node: Dictionary, keys: set[str], here: _Above, detached: bool) -> None:
        found = self.by_name.get(here.name)
        if found is None:
            self._values.spend(len(here.name))
            found = Found(name=here.name, kind=here.kind, flags=here.flags, options=here.options)
            self.by_name[here.name] = found
        if node.is_indirect:
            self._seen[node.objgen] = found
        if here.value is not None and not any(here.value is value for value in found.values[-1:]):
            found.values.append(here.value)
        if here.kind == "Btn":
            found.buttons.append(node)
            state = _plain(node["/AS"]) if "/AS" in keys else OFF
            if state not in {OFF, ""}:
                if detached and state not in found.states:
                    found.detached.append(state)
                found.states[state] = None

    # ------------------------------------------------------------ widgets of pages

    def _widget(self, widget: Dictionary, page: int, orphans: list[tuple[Dictionary, int]]) -> None:
        if widget.objgen not in self._seen:
            keys = widget.keys()
            if "/Subtype" not in keys or _plain(widget["/Subtype"]) != "Widget":
                return
            if "/Parent" not in keys:
                orphans.append((widget, page))
                return
            self._walk([(widget, self._climb(widget["/Parent"]))])
        self._stands_on(widget, page)

    def _stands_on(self, widget: Dictionary, page: int) -> None:
        found = self._seen.get(widget.objgen)
        if found is not None and not found.page:
            found.page = page

    def _climb(self, node: Any) -> _Above:  # noqa: ANN401 (any PDF object)
        """Return what a widget inherits whose parents are not part of the form."""
        line: list[Dictionary] = []
        met: set[Id] = set()
        while isinstance(node, Dictionary) and node.objgen not in met | self._above.keys():
            met.add(node.objgen)
            line.append(node)
            node = node.get("/Parent")
            if len(line) > MAX_DEPTH:
                raise unusable("R003", f"its fields are nested more than {MAX_DEPTH} deep")
        above = self._above.get(node.objgen, _TOP) if isinstance(node, Dictionary) else _TOP
        for step in reversed(line):
            above, _ = self._step(step, step.keys(), above)
            self._above[step.objgen] = above
        return above

    def _orphan(self, widget: Dictionary, page: int) -> None:
        """Take in a widget without parent: a button of a group that has its name, or a field."""
        keys = widget.keys()
        here, _ = self._step(widget, keys, _TOP)
        group = self._group(here) if here.kind == "Btn" else None
        if group is not None:
            here = here._replace(name=group.name)
        self._leaf(widget, keys, here, detached=group is not None)
        self._stands_on(widget, page)

    def _group(self, here: _Above) -> Found | None:
        exact = self.by_name.get(here.name)
        if exact is not None:
            return exact if exact.kind == "Btn" else None
        last = [f for f in self.by_name.values() if f.name.rpartition(".")[2] == here.name]
        return last[0] if len(last) == 1 and last[0].kind == "Btn" else None


def apart(fields: dict[str, Found]) -> dict[int, dict[str, Found]]:
    """Return the fields of each copy in a pack by its number, names as in a single file.

    A pack is a file whose fields are all ``c<number>.<name>``, or with a definition so named;
    what has no number counts with the first copy. Other files give nothing.
    """
    numbered = {name: _COPY.fullmatch(name) for name in fields}
    named = {match[2] for match in numbered.values() if match}
    if "_definition" not in named and not all(numbered.values()):
        return {}
    found: dict[int, dict[str, Found]] = {}
    for name, match in numbered.items():
        part, rest = (int(match[1]), match[2]) if match else (1, name)
        fields[name].name = rest
        found.setdefault(part, {})[rest] = fields[name]
    return found


def _pages(pdf: Pdf) -> Iterator[Dictionary]:
    nodes, seen = [pdf.Root.get("/Pages")], set()
    while nodes:
        node = nodes.pop()
        if not isinstance(node, Dictionary) or node.objgen in seen:
            continue
        if node.is_indirect:
            seen.add(node.objgen)
        kids = node.get("/Kids")
        if not isinstance(kids, Array):
            yield node
        elif len(kids) > MAX_PAGES or len(nodes) > MAX_WIDGETS:
            raise unusable("R003", f"the file has more than {MAX_PAGES} pages")
        else:
            nodes += reversed(list(kids))


def state_names(buttons: list[Dictionary]) -> set[str]:
    """Return the names of the buttons' on-states, as their appearances tell them."""
    names: set[str] = set()
    for button in buttons[:MAX_ITEMS]:
        appearances = button.get("/AP")
        normal = appearances.get("/N") if isinstance(appearances, Dictionary) else None
        if isinstance(normal, Dictionary):
            names.update(key.removeprefix("/") for key in normal.keys())  # noqa: SIM118
    return names - {OFF}


def _plain(name: Any) -> str:  # noqa: ANN401 (any PDF object)
    """Return a name, or a string where a name belongs, without its slash."""
    data = bytes(name) if isinstance(name, Name) else b""
    return data[1:].decode(errors="replace")


def _int(value: Any) -> int:  # noqa: ANN401 (any PDF object)
    return value if isinstance(value, int) else 0
