"""The structure tree: what a screen reader walks (ISO 32000-2, 14.7 and 14.8).

Marked content and widgets point to their elements through the parent tree, elements point
back; both ways must agree, and tests/contract/test_tags.py checks that they do.
"""

from dataclasses import dataclass, field
from functools import cache

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from worksheets.model.sheet import Widget
from worksheets.writers.pdf.pages import Element

_ELEMENT, _FORM, _REFERENCE = Name.StructElem, Name.Form, Name.OBJR


@cache
def _named(type_: str) -> Name:
    return Name(f"/{type_}")


@dataclass(slots=True)
class Tagger:
    """Builds the one tree of a document. Keys 0..pages-1 of the parent tree are the pages'.

    ``english`` are the labels that are not in the document's language.
    """

    pdf: Pdf
    pages: list[Object]
    english: frozenset[str] = frozenset()
    document: Object = field(init=False)
    _of_widget: list[Object] = field(default_factory=list)
    _of_page: list[dict[int, Object]] = field(init=False)

    def __post_init__(self) -> None:
        """Start with an empty document element."""
        self.document = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Document, K=Array())
        )
        self._of_page = [{} for _ in self.pages]

    def add(self, element: Element, annotations: dict[int, Object]) -> None:
        """Add what a page has; ``annotations`` are its widgets' objects by ``id(widget)``.

        Pages leave no trace in the tree: a map that goes on is not a second one.
        """
        for child in element.children:
            assert isinstance(child, Element)  # noqa: S101 (pages consist of groups)
            self.document.K.append(self._element(child, self.document, annotations))

    def _element(self, element: Element, parent: Object, annotations: dict[int, Object]) -> Object:
        page = self.pages[element.page]
        node = self.pdf.make_indirect(
            Dictionary(Type=_ELEMENT, S=_named(element.type), P=parent, Pg=page)
        )
        if element.scope:
            node.A = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
        if element.span > 1:
            node.A = Dictionary(O=Name.Table, ColSpan=element.span)
        if element.alt:
            node.Alt = String(element.alt)
        if element.lang:
            node.Lang = String(element.lang)
        kids = Array()
        for child in element.children:
            if isinstance(child, Widget):
                kids.append(self._form(child, annotations[id(child)], node, page))
            elif isinstance(child, Element):
                kids.append(self._element(child, node, annotations))
            else:
                kids.append(child)
                self._of_page[element.page][child] = node
        node.K = kids
        return node

    def _form(self, widget: Widget, annotation: Object, parent: Object, page: Object) -> Object:
        reference = Dictionary(Type=_REFERENCE, Obj=annotation, Pg=page)
        node = self.pdf.make_indirect(
            Dictionary(
                Type=_ELEMENT,
                S=_FORM,
                P=parent,
                Pg=page,
                Alt=annotation.TU,
                K=reference,
            )
        )
        if self.english and self._is_english(widget):
            node.Lang = String("en")
        annotation.StructParent = len(self.pages) + len(self._of_widget)
        self._of_widget.append(node)
        return node

    def _is_english(self, widget: Widget) -> bool:
        """Tell whether the name of a field is English; its stage may be anybody's word."""
        slot = widget.slot
        left = f"{slot.row_label} {widget.meaning or slot.hint}"
        for text in sorted(self.english, key=len, reverse=True):
            left = left.replace(text, "")
        return not left.strip()

    def finish(self) -> Object:
        """Return the StructTreeRoot, its parent tree complete."""
        numbers = Array()
        for index, (page, nodes) in enumerate(zip(self.pages, self._of_page, strict=True)):
            page.StructParents = index
            page.Tabs = Name.S
            numbers.append(index)
            numbers.append(Array([nodes[mcid] for mcid in sorted(nodes)]))
        for index, node in enumerate(self._of_widget, start=len(self.pages)):
            numbers.append(index)
            numbers.append(node)
        root = self.pdf.make_indirect(
            Dictionary(
                Type=Name.StructTreeRoot,
                K=self.document,
                ParentTree=self.pdf.make_indirect(Dictionary(Nums=numbers)),
                ParentTreeNextKey=len(self.pages) + len(self._of_widget),
            )
        )
        self.document.P = root
        return root
