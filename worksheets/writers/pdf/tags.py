"""The structure tree: what a screen reader walks (ISO 32000-2, 14.7 and 14.8).

Marked content and widgets point to their elements through the parent tree, elements point
back; both ways must agree, and tests/contract/test_tags.py checks that they do.
"""

from dataclasses import dataclass, field

from pikepdf import Array, Dictionary, Name, Object, Pdf, String

from worksheets.model.sheet import Widget
from worksheets.writers.pdf.pages import Element
from worksheets.writers.pdf.widgets import describe


@dataclass(slots=True)
class Tagger:
    """Builds the tree of one document. Keys 0..pages-1 of the parent tree are the pages'."""

    pdf: Pdf
    pages: list[Object]
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
        """Add a page's root; ``annotations`` are its widgets' objects by ``id(widget)``."""
        self.document.K.append(self._element(element, self.document, annotations))

    def _element(self, element: Element, parent: Object, annotations: dict[int, Object]) -> Object:
        page = self.pages[element.page]
        node = self.pdf.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name(f"/{element.type}"), P=parent, Pg=page)
        )
        if element.scope:
            node.A = Dictionary(O=Name.Table, Scope=Name(f"/{element.scope}"))
        if element.alt:
            node.Alt = String(element.alt)
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
        reference = Dictionary(Type=Name.OBJR, Obj=annotation, Pg=page)
        node = self.pdf.make_indirect(
            Dictionary(
                Type=Name.StructElem,
                S=Name.Form,
                P=parent,
                Pg=page,
                Alt=String(describe(widget)),
                K=reference,
            )
        )
        annotation.StructParent = len(self.pages) + len(self._of_widget)
        self._of_widget.append(node)
        return node

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
