"""The text of a piece of a Word file, as whoever filled it in sees it."""

from dataclasses import dataclass, field

from lxml.etree import _Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_W14 = "{http://schemas.microsoft.com/office/word/2010/wordml}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_TEXT, _RUN, _PARAGRAPH, _TABLE, _CONTROL, _SETTINGS, _CONTENT, _START, _END, _SYMBOL = (
    f"{W}{name}"
    for name in ("t", "r", "p", "tbl", "sdt", "sdtPr", "sdtContent", "bookmarkStart",
                 "bookmarkEnd", "sym")
)  # fmt: skip
_ID, _NAME, _VALUE, _SHOWN = f"{W}id", f"{W}name", f"{W}val", f"{W}displayText"
_TAG, _ITEM, _ITEM_VALUE = f"{W}tag", f"{W}listItem", f"{W}value"
_MENUS = {f"{W}dropDownList", f"{W}comboBox"}
_BOX, _ALTERNATIVES = f"{_W14}checkbox", f"{_MC}AlternateContent"
_STANDS_FOR = {
    f"{W}br": "\n", f"{W}cr": "\n", f"{W}tab": "\t", f"{W}ptab": "\t",
    f"{W}noBreakHyphen": "\u2011", f"{W}softHyphen": "\u00ad",
}  # fmt: skip
_SILENT = {
    f"{W}{name}"
    for name in ("rPr", "pPr", "tcPr", "tblPr", "trPr", "tblGrid", "sectPr", "delText", "instrText",
                 "delInstrText", "rt", "sdtEndPr", "footnoteReference", "commentReference")
}  # fmt: skip
_DELETED = {f"{W}del", f"{W}moveFrom"}
_INSERTED = {f"{W}ins", f"{W}moveTo"}
_PICTURES = {f"{W}drawing", f"{W}pict", f"{W}object"}
_WRAPPING = "goog_"  # Google Docs puts controls of its own around runs
_TICKED = {"\u2611", "\u2612", "\u2713", "\u2714", "\u2717", "\u2718"}
_TRUE = {"1", "true", "on"}


@dataclass(slots=True)
class Control:
    """A content control: ``items`` are values by shown text; ``ticked`` is None for no checkbox."""

    tag: str
    items: dict[str, str]
    ticked: bool | None = None
    by_glyph: bool = False
    pieces: list[str] = field(default_factory=list)
    bookmarks: list[str] = field(default_factory=list)

    @property
    def name(self) -> str:
        """Return the tag, or else the name of the bookmark around it."""
        return self.tag or next(iter(self.bookmarks), "")

    @property
    def text(self) -> str:
        """Return what it shows."""
        return "".join(self.pieces)


class Reading:
    """What one cell or paragraph holds: its text, its controls, the text in its bookmarks.

    Of a date control only the text counts: the day that it keeps as well (``w:fullDate``) stays
    as it is when somebody types over it in LibreOffice.
    """

    def __init__(self, element: _Element) -> None:
        """Read it."""
        self.controls: list[Control] = []
        self.bookmarks: dict[str, list[str]] = {}
        self.enclosed: set[str] = set()
        self.pasted: set[str] = set()
        self.tracked = False
        self._said: list[tuple[str, tuple[Control, ...]]] = []
        self._open: list[Control] = []
        self._marked: dict[str, str] = {}
        self._paragraphs = int(element.tag == _PARAGRAPH)
        self._walk(element)

    @property
    def text(self) -> str:
        """Return all of its text."""
        return "".join(text for text, _ in self._said)

    @property
    def rest(self) -> str:
        """Return the text outside of controls."""
        named = {id(control) for control in self.controls}
        return "".join(text for text, inside in self._said if named.isdisjoint(map(id, inside)))

    def _say(self, text: str) -> None:
        self._said.append((text, tuple(self._open)))
        for control in self._open:
            control.pieces.append(text)
        for name in self._marked.values():
            self.bookmarks[name].append(text)

    def _walk(self, element: _Element) -> None:
        previous = None
        for child in element:
            tag = child.tag
            if tag == _TEXT:
                if previous == tag:  # a line break, as LibreOffice 7 writes it in plain controls
                    self._say("\n")
                self._say(child.text or "")
            elif tag == _RUN:
                self._walk(child)
            elif tag in _STANDS_FOR:
                self._say(_STANDS_FOR[tag])
            elif tag == _PARAGRAPH:
                if self._paragraphs:
                    self._say("\n")
                self._paragraphs += 1
                self._walk(child)
            elif tag not in _SILENT:
                self._other(child, tag)
            previous = tag

    def _other(self, child: _Element, tag: str) -> None:
        if tag == _CONTROL:
            self._control(child)
        elif tag == _START:
            self._bookmark(child)
        elif tag == _END:
            self._marked.pop(child.get(_ID, ""), None)
        elif tag in _DELETED:
            self.tracked = True
        elif tag == _ALTERNATIVES:
            self._walk_first(child)
        elif tag == _SYMBOL:
            self._say(_symbol(child))
        else:
            self.tracked = self.tracked or tag in _INSERTED
            if tag == _TABLE:
                self.pasted.add("a table")
            elif tag in _PICTURES:
                self.pasted.add("a picture")
            self._walk(child)

    def _walk_first(self, alternatives: _Element) -> None:
        if len(alternatives):
            self._walk(alternatives[0])

    def _bookmark(self, start: _Element) -> None:
        name = start.get(_NAME, "")
        if name.startswith("f_"):
            self.bookmarks.setdefault(name, [])
            self._marked[start.get(_ID, "")] = name
            for control in self._open:
                control.bookmarks.append(name)
                self.enclosed.add(name)

    def _control(self, element: _Element) -> None:
        """Read a control; one that encloses another is only a wrapper."""
        control = _described(next(element.iterchildren(_SETTINGS), None))
        if control.tag.startswith(_WRAPPING):
            for content in element.iterchildren(_CONTENT):
                self._walk(content)
            return
        control.bookmarks += self._marked.values()
        before = len(self.controls)
        self._open.append(control)
        for content in element.iterchildren(_CONTENT):
            self._walk(content)
        self._open.pop()
        if control.by_glyph:
            control.ticked = control.text.strip() in _TICKED
        if control.name and len(self.controls) == before:
            self.enclosed.update(control.bookmarks)
            self.controls.append(control)


def _described(settings: _Element | None) -> Control:
    """Return a control without its content."""
    control = Control(tag="", items={})
    for entry in settings if settings is not None else ():
        kind = entry.tag
        if kind == _TAG:
            control.tag = entry.get(_VALUE, "")
        elif kind in _MENUS:
            control.items = {
                item.get(_SHOWN, "").strip(): item.get(_ITEM_VALUE, "")
                for item in entry.iter(_ITEM)
                if item.get(_ITEM_VALUE) and item.get(_SHOWN)
            }
        elif kind == _BOX:
            checked = entry.find(f"{_W14}checked")
            control.ticked = checked is None or checked.get(f"{_W14}val", "1") in _TRUE
            control.by_glyph = checked is None
    return control


def _symbol(element: _Element) -> str:
    """Return a character of a symbol font; those in the private use area have no meaning here."""
    code = element.get(f"{W}char", "")
    try:
        value = int(code, 16)
    except ValueError:
        return "\ufffd"
    return chr(value) if 0x20 <= value < 0xD800 else "\ufffd"  # noqa: PLR2004
