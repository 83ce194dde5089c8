"""What a screen reader would say of a PDF, from the finished file: its structure tree, read out.

The words of marked content are those that pdfium extracts; roles, names, states and positions
are the file's. No screen reader says just this: each has its own words and settings.
"""

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium
from pikepdf import Array, Dictionary, Name, Object, Pdf

INLINE = frozenset({"/Span", "/Lbl", "/LBody"})
"""Elements whose words go on in the line of those before."""
MULTILINE, RADIO, COMBO = 1 << 12, 1 << 15, 1 << 17


def transcript(data: bytes) -> str:
    """Return what is announced of a PDF, a line for each stop of a reader that goes through it."""
    with pikepdf.open(BytesIO(data)) as pdf:
        return "\n".join([*_opening(pdf), *_Reader(pdf, _words(data)).lines()]) + "\n"


def _opening(pdf: Pdf) -> Iterator[str]:
    yield f"Document “{pdf.docinfo.Title}”, {pdf.Root.Lang}, {len(pdf.pages)} page(s)"
    numbers = {page.obj.objgen: number for number, page in enumerate(pdf.pages, start=1)}
    with pdf.open_outline() as outline:
        for item in outline.root:
            yield f"bookmark “{item.title}”, page {numbers[item.destination[0].objgen]}"


def _words(data: bytes) -> dict[tuple[int, int], list[str]]:
    """Return the words of each piece of marked content by page (from 0) and id."""
    found: dict[tuple[int, int], list[str]] = {}
    document = pypdfium2.PdfDocument(data)
    for number, page in enumerate(document):
        text = page.get_textpage()
        for thing in page.get_objects([pdfium.FPDF_PAGEOBJ_TEXT], max_depth=1):
            mcid = pdfium.FPDFPageObj_GetMarkedContentID(thing.raw)
            size = pdfium.FPDFTextObj_GetText(thing.raw, text.raw, None, 0)
            buffer = ctypes.create_string_buffer(size)
            place = ctypes.cast(buffer, ctypes.POINTER(ctypes.c_ushort))
            pdfium.FPDFTextObj_GetText(thing.raw, text.raw, place, size)
            line = buffer.raw.decode("utf-16-le").rstrip("\0").strip()
            if line:
                found.setdefault((number, mcid), []).append(line)
    document.close()
    return found


@dataclass
class _Reader:
    """Goes through the tree; ``heads`` are the column headings of the table it is in."""

    pdf: Pdf
    words: dict[tuple[int, int], list[str]]
    heads: list[str] = field(default_factory=list)
    page: int = -1
    said: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.pages = {page.obj.objgen: number for number, page in enumerate(self.pdf.pages)}
        self.groups = {
            kid.objgen: (place, len(group.Kids))
            for group in self.pdf.Root.get("/AcroForm", Dictionary(Fields=Array())).Fields
            for place, kid in enumerate(group.get("/Kids", ()), start=1)
        }

    def lines(self) -> list[str]:
        for kid in kids_of(self.pdf.Root.StructTreeRoot):
            self._element(kid, 0)
        return self.said

    # ------------------------------------------------------------ saying

    def _say(self, depth: int, text: str) -> None:
        self.said.append("  " * depth + text)

    def _turn(self, element: Object) -> None:
        """Say when the reading goes over to another page."""
        page = self.pages.get(element.Pg.objgen, self.page) if "/Pg" in element else self.page
        if page != self.page:
            self.page = page
            self.said += ["", f"— page {page + 1} —"]

    def _text(self, element: Object) -> str:
        """Return the words below an element, another language named before them."""
        parts = []
        for kid in kids_of(element):
            if isinstance(kid, int):
                parts += self.words.get((self.pages[element.Pg.objgen], kid), [])
            elif not is_reference(kid) and Name.Figure != kid.S:
                parts.append(self._text(kid))
        whole = " ".join(part for part in parts if part)
        return f"[{element.Lang}: {whole}]" if "/Lang" in element and whole else whole

    def _element(self, element: Object, depth: int) -> None:
        if any(isinstance(kid, int) or is_reference(kid) for kid in kids_of(element)):
            self._turn(element)
        match str(element.S):
            case "/Document" | "/Sect" | "/Part":
                self._below(element, depth)
            case "/H1" | "/H2" | "/H3" as name:
                self._say(depth, f"heading {name[-1]}: {self._text(element)}")
            case "/Table":
                self._table(element, depth)
            case "/L":
                items = kids_of(element)
                self._say(depth, f"list of {len(items)}")
                for item in items:
                    self._below(item, depth + 1)
            case "/Figure":
                self._turn(element)
                self._say(depth, f"picture: {element.get('/Alt', 'without description')}")
            case "/Form":
                self._field(element, depth)
            case _:
                self._below(element, depth)

    def _below(self, element: Object, depth: int) -> None:
        """Say the words and elements below in order, words that belong together in one line."""
        line: list[str] = []
        for kid in kids_of(element):
            if isinstance(kid, int):
                self._turn(element)
                line += self.words.get((self.pages[element.Pg.objgen], kid), [])
            elif str(kid.S) in INLINE and not has_field(kid):
                line.append(self._text(kid))
            else:
                self._flush(line, element, depth)
                self._element(kid, depth)
        self._flush(line, element, depth)

    def _flush(self, line: list[str], element: Object, depth: int) -> None:
        whole = " ".join(part for part in line if part)
        if whole:
            self._say(depth, f"[{element.Lang}: {whole}]" if "/Lang" in element else whole)
        line.clear()

    # ------------------------------------------------------------ tables

    def _table(self, table: Object, depth: int) -> None:
        rows = kids_of(table)
        self._turn(next(element for element in below(table) if "/Pg" in element))
        columns = max(len(kids_of(row)) for row in rows)
        self._say(depth, f"table of {columns} columns and {len(rows)} rows")
        self.heads = []
        for number, row in enumerate(rows, start=1):
            cells = kids_of(row)
            names = [self._text(cell) for cell in cells]
            if number == 1 and any(scope_of(cell) == "/Column" for cell in cells):
                self.heads = names
                headings = " | ".join(name or "(empty)" for name in names)
                self._say(depth + 1, f"row {number}, column headings: {headings}")
                continue
            if not any(scope_of(cell) == "/Row" for cell in cells):
                self._say(depth + 1, f"row {number}")
            for column, (cell, name) in enumerate(zip(cells, names, strict=True), start=1):
                if scope_of(cell) == "/Row":
                    self._say(depth + 1, f"row {number}, heading: {name}")
                    self._pictures(cell, depth + 2)
                    continue
                last = column + span_of(cell) - 1
                place = f"column {column}, {self.heads[column - 1]}"
                if last > column:
                    place = f"columns {column} to {last}"
                self._say(depth + 2, place if kids_of(cell) else f"{place}: empty")
                self._below(cell, depth + 3)
        self._say(depth, "end of table")

    def _pictures(self, cell: Object, depth: int) -> None:
        for element in below(cell):
            if Name.Figure == element.S:
                self._element(element, depth)

    # ------------------------------------------------------------ fields

    def _field(self, form: Object, depth: int) -> None:
        [reference] = kids_of(form)
        widget = reference.Obj
        root = widget.get("/Parent", widget)
        name = str(widget.get("/TU", form.get("/Alt", "")))
        if str(form.get("/Alt", name)) != name:
            name = f"{name} (or: {form.Alt})"
        if "/Lang" in form:
            name = f"[{form.Lang}: {name}]"
        flags = int(root.get("/Ff", 0))
        value = str(widget.get("/V", "")).replace("\n", " / ")
        match str(root.FT):
            case "/Btn" if flags & RADIO:
                state = "not chosen" if Name.Off == widget.AS else "chosen"
                place, total = self.groups[widget.objgen]
                told = f"radio button, {state}, {place} of {total}"
            case "/Btn":
                told = f"check box, {'not ticked' if Name.Off == widget.AS else 'ticked'}"
            case "/Ch":
                labels = {str(option[0]): str(option[1]) for option in root.Opt}
                told = f"choice of {len(labels)}, {labels.get(value, 'nothing chosen')}"
            case _:
                kind = "text of several lines" if flags & MULTILINE else "text"
                told = f"{kind}, {value or 'empty'}"
        self._say(depth, f"{name} — {told}")


# ---------------------------------------------------------------- the tree


def kids_of(element: Object) -> list[Any]:
    """Return what an element holds: elements, ids of marked content, references to widgets."""
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def is_reference(kid: Any) -> bool:  # noqa: ANN401
    """Tell whether what an element holds is a reference to a widget."""
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR


def below(element: Object) -> Iterator[Object]:
    """Yield the elements below one, in reading order."""
    for kid in kids_of(element):
        if isinstance(kid, Dictionary) and not is_reference(kid):
            yield kid
            yield from below(kid)


def has_field(element: Object) -> bool:
    """Tell whether a field is below an element."""
    return any(Name.Form == each.S for each in below(element))


def scope_of(cell: Object) -> str:
    """Return what a table heading is the heading of."""
    return str(cell.A.Scope) if "/A" in cell and "/Scope" in cell.A else ""


def span_of(cell: Object) -> int:
    """Return how many columns a cell takes."""
    return int(cell.A.ColSpan) if "/A" in cell and "/ColSpan" in cell.A else 1
