"""Write a worksheet as a fillable, tagged PDF.

reportlab draws the pages (`pages`, `ornaments`), pikepdf adds what no drawing library does
right: field fonts (`fonts`), widgets (`widgets`), the structure tree (`tags`), and here the
definition, metadata and catalog entries. The same input gives the same bytes.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from io import BytesIO
from xml.sax.saxutils import escape

import pikepdf
from pikepdf import Array, Dictionary, Name, Pdf, Stream, String

from worksheets import definition
from worksheets.model.labels import in_line
from worksheets.model.response import Value
from worksheets.model.results import Results, ResultWords
from worksheets.model.sheet import Widget, Worksheet
from worksheets.writers.pdf import look
from worksheets.writers.pdf.bookmarks import add_bookmarks
from worksheets.writers.pdf.fonts import FIELD_FONT, FieldFonts, add_field_fonts
from worksheets.writers.pdf.pages import Element, draw
from worksheets.writers.pdf.tags import Tagger
from worksheets.writers.pdf.widgets import HIDDEN, READ_ONLY, WidgetFactory, default_appearance

EMBEDDED_NAME = "worksheet.json"
DEFINITION_FIELD = "_definition"

_XMP = """<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">
<dc:format>application/pdf</dc:format>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:language><rdf:Bag>{languages}</rdf:Bag></dc:language>
</rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"""


def write(worksheet: Worksheet, answers: Mapping[str, Value]) -> bytes:
    """Return the PDF with ``answers`` (by field id, may be empty) filled in."""
    drawn, roots = draw(worksheet, guides=not answers)
    with pikepdf.open(BytesIO(drawn)) as pdf:
        finish(pdf, worksheet, roots, answers)
        return saved(pdf)


def finish(
    pdf: Pdf, worksheet: Worksheet, roots: Sequence[Element], answers: Mapping[str, Value]
) -> FieldFonts:
    """Add to drawn pages all that a drawing library leaves out; return the fonts of the fields."""
    fonts = add_field_fonts(pdf)
    accent = look.rgb(worksheet.brand.accent)
    factory = WidgetFactory(pdf, fonts, worksheet.text_size, answers, accent)
    tagger = Tagger(pdf, [page.obj for page in pdf.pages], frozenset(worksheet.sheet.english))
    for page, solved, root in zip(tagger.pages, worksheet.pages, roots, strict=True):
        made = factory.page(_widgets(root), page, solved.height)
        annotations = {id(widget): annotation for widget, annotation in made}
        page.Annots = Array(annotations.values())
        tagger.add(root, annotations)
    pdf.Root.StructTreeRoot = tagger.finish()
    _add_definition(pdf, factory, definition.encode(worksheet.definition))
    pdf.Root.AcroForm = pdf.make_indirect(
        Dictionary(
            Fields=Array(factory.fields),
            DA=String(default_appearance(worksheet.text_size)),
            DR=Dictionary(Font=Dictionary({FIELD_FONT: fonts.simple})),
        )
    )
    add_bookmarks(pdf, worksheet)
    _describe(pdf, worksheet)
    del pdf.trailer["/ID"]  # reportlab's depends on SOURCE_DATE_EPOCH; saving makes a new one
    return fonts


def write_results(worksheet: Worksheet, results: Results, words: ResultWords) -> bytes:
    """Return a PDF of pages without fields, which never passes for somebody's answers."""
    with bare(worksheet) as pdf:
        pdf.trailer.Info[f"/{definition.RESULT}"] = String(definition.result_mark(worksheet.stamp))
        return saved(pdf)


@contextmanager
def bare(worksheet: Worksheet) -> Iterator[Pdf]:
    """Open the drawn and tagged pages of a worksheet without fields."""
    drawn, roots = draw(worksheet, guides=False)
    with pikepdf.open(BytesIO(drawn)) as pdf:
        tagger = Tagger(pdf, [page.obj for page in pdf.pages])
        for root in roots:
            tagger.add(root, {})
        pdf.Root.StructTreeRoot = tagger.finish()
        add_bookmarks(pdf, worksheet)
        _describe(pdf, worksheet)
        del pdf.trailer["/ID"]  # as above
        yield pdf


def saved(pdf: Pdf) -> bytes:
    """Return a finished document as bytes, the same ones each time."""
    target = BytesIO()
    pdf.save(
        target,
        deterministic_id=True,
        object_stream_mode=pikepdf.ObjectStreamMode.generate,
        recompress_flate=False,
    )
    return target.getvalue()


def _widgets(element: Element) -> list[Widget]:
    found: list[Widget] = []
    for child in element.children:
        if isinstance(child, Widget):
            found.append(child)
        elif isinstance(child, Element):
            found += _widgets(child)
    return found


def _add_definition(pdf: Pdf, factory: WidgetFactory, data: bytes) -> None:
    """Embed the definition twice.

    Gateways strip attached files; the second copy is the value of a hidden field, with an empty
    appearance so that flattening prints nothing.
    """
    stream = Stream(pdf, data)
    stream.Type, stream.Subtype = Name.EmbeddedFile, Name("/application/json")
    stream.Params = Dictionary(Size=len(data))
    specification = pdf.make_indirect(
        Dictionary(
            Type=Name.Filespec,
            F=String(EMBEDDED_NAME),
            UF=String(EMBEDDED_NAME),
            Desc=String("The fields of this worksheet, for the program that reads it back"),
            AFRelationship=Name.Data,
            EF=Dictionary(F=pdf.make_indirect(stream)),
        )
    )
    names = Array([String(EMBEDDED_NAME), specification])
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))
    pdf.Root.AF = Array([specification])
    empty = Stream(pdf, b"")
    empty.Type, empty.Subtype, empty.BBox = Name.XObject, Name.Form, Array([0, 0, 0, 0])
    packed = String(definition.pack(data))
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot, Subtype=Name.Widget, FT=Name.Tx, Ff=READ_ONLY, F=HIDDEN,
            P=pdf.pages[0].obj, Rect=Array([0, 0, 0, 0]), T=String(DEFINITION_FIELD),
            TU=String("Definition of this worksheet"), V=packed, DV=packed,
            DA=String(default_appearance(factory.size)),
            AP=Dictionary(N=pdf.make_indirect(empty)),
        )
    )  # fmt: skip
    pdf.pages[0].obj.Annots.append(field)
    factory.fields.append(field)


def _describe(pdf: Pdf, worksheet: Worksheet) -> None:
    """Set title, language and viewer preferences; drop what the drawing library says of itself."""
    sheet = worksheet.sheet
    title = in_line(sheet.title)
    languages = [locale.replace("_", "-") for locale in sheet.locales]
    pdf.Root.Lang = String(languages[0])
    pdf.Root.MarkInfo = Dictionary(Marked=True)
    preferences = Dictionary(DisplayDocTitle=True)
    if sheet.direction == "rtl":
        preferences.Direction = Name.R2L
    pdf.Root.ViewerPreferences = preferences
    if "/PageMode" in pdf.Root:
        del pdf.Root.PageMode
    pdf.trailer.Info = pdf.make_indirect(
        Dictionary(Title=String(title), Producer=String("worksheets"))
    )
    listed = "".join(f"<rdf:li>{language}</rdf:li>" for language in languages)
    xmp = Stream(pdf, _XMP.format(title=escape(title), languages=listed).encode())
    xmp.Type, xmp.Subtype = Name.Metadata, Name.XML
    pdf.Root.Metadata = pdf.make_indirect(xmp)
