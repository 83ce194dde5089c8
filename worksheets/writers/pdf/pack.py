"""Many PDFs as one for the printer: drawn as they print, or with the fields of each copy apart."""

import re
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, ObjectStreamMode, Pdf, String

COPY = "c"
"""What, with a number, the name of each field begins with in a pack to fill in: ``c2.persona``."""
_PAGE_KEYS = ("/StructParents", "/Tabs", "/AA")
"""Of a page: what belongs to the fields and tags that it leaves behind."""


class Pack:
    """A PDF that grows by the pages of others."""

    def __init__(self) -> None:
        self._pdf = Pdf.new()
        self._copies: list[Object] = []
        self._form: Object | None = None

    def __len__(self) -> int:
        """Return the number of pages."""
        return len(self._pdf.pages)

    def add(self, data: bytes) -> None:
        """Add the pages of one of our PDFs, as they print."""
        with pikepdf.open(BytesIO(data)) as pdf:
            self.take(flattened(pdf))

    def take(self, pdf: Pdf, times: int = 1) -> None:
        """Add the pages of an open PDF; what they show is stored once."""
        for _ in range(times):
            self._pdf.pages.extend(_loose(pdf).pages)

    def take_fields(self, pdf: Pdf) -> None:
        """Add the pages of an open PDF with its fields, whose names begin with the copy's number.

        It has to be opened anew for each copy: what a field holds must not be shared.
        """
        first, widgets = len(self._pdf.pages), []
        for page in _loose(pdf).pages:
            widgets.append(list(page.obj.get("/Annots", ())))
            page.obj.Annots = Array()
        self._pdf.pages.extend(pdf.pages)
        form = self._pdf.copy_foreign(_indirect(pdf, pdf.Root.AcroForm))
        for index, there in enumerate(widgets, start=first):
            copied = [self._pdf.copy_foreign(_indirect(pdf, widget)) for widget in there]
            for widget in copied:
                if "/StructParent" in widget:
                    del widget.StructParent
            self._pdf.pages[index].obj.Annots = Array(copied)
        name, fields = String(f"{COPY}{len(self._copies) + 1}"), _unpacked(form.Fields)
        copy = self._pdf.make_indirect(Dictionary(T=name, Kids=fields))
        for field in fields:
            field.Parent = copy
        del form.Fields
        self._form = self._form or form
        self._copies.append(copy)

    def blank(self) -> None:
        """Add an empty page as large as the last one."""
        self._pdf.add_blank_page(page_size=_size(self._pdf.pages[-1]))

    def data(self, title: str) -> bytes:
        """Return the PDF; the same pages give the same bytes."""
        self._pdf.trailer.Info = self._pdf.make_indirect(Dictionary({"/Title": title}))
        self._pdf.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"))
        if self._form is not None:
            self._form.Fields = Array(self._copies)
            self._pdf.Root.AcroForm = self._form
        target = BytesIO()
        self._pdf.save(target, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
        return target.getvalue()


def flattened(pdf: Pdf) -> Pdf:
    """Draw what is in the fields of an open PDF onto its pages, and take the fields away."""
    form = pdf.Root.get("/AcroForm")
    if isinstance(form, Dictionary) and form.get("/NeedAppearances"):
        pdf.generate_appearance_streams()
    pdf.flatten_annotations("print")
    return pdf


def _loose(pdf: Pdf) -> Pdf:
    for page in pdf.pages:
        for key in _PAGE_KEYS:
            if key in page.obj:
                del page.obj[key]
    return pdf


def _indirect(pdf: Pdf, thing: Object) -> Object:
    return thing if thing.is_indirect else pdf.make_indirect(thing)


def _unpacked(fields: Object) -> Object:
    """Return the fields of a form, or of the one copy that is in a pack."""
    only = fields[0] if len(fields) == 1 else Dictionary()
    packed = re.fullmatch(rf"{COPY}\d+", str(only.get("/T", ""))) and "/Kids" in only
    return only.Kids if packed else fields


def _size(page: pikepdf.Page) -> tuple[float, float]:
    left, bottom, right, top = map(float, page.mediabox)
    return right - left, top - bottom
