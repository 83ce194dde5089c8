"""Many filled PDFs as one to print: what is in the fields is drawn, the fields are gone."""

from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, ObjectStreamMode, Pdf

_PAGE_KEYS = ("/StructParents", "/Tabs", "/AA")
"""Of a page: what belongs to the fields and tags that it leaves behind."""


class Pack:
    """A PDF that grows by the pages of others."""

    def __init__(self) -> None:
        self._pdf = Pdf.new()

    def add(self, data: bytes) -> None:
        """Add the pages of one of our PDFs, as they print."""
        with pikepdf.open(BytesIO(data)) as pdf:
            pdf.flatten_annotations("print")
            for page in pdf.pages:
                for key in _PAGE_KEYS:
                    if key in page.obj:
                        del page.obj[key]
            self._pdf.pages.extend(pdf.pages)

    def data(self, title: str) -> bytes:
        """Return the PDF; the same pages give the same bytes."""
        self._pdf.trailer.Info = self._pdf.make_indirect(Dictionary({"/Title": title}))
        self._pdf.Root.ViewerPreferences = Dictionary(PrintScaling=Name("/None"))
        target = BytesIO()
        self._pdf.save(target, deterministic_id=True, object_stream_mode=ObjectStreamMode.generate)
        return target.getvalue()
