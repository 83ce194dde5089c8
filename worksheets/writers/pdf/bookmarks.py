"""Bookmarks of documents of several pages (ISO 32000-2, 12.3.3), named after what pages have."""

from collections import Counter
from collections.abc import Iterator
from itertools import chain, pairwise

from pikepdf import Array, Dictionary, Name, Pdf, String

from worksheets.model.sheet import Group, Tag, Words, Worksheet

NAMING: tuple[Tag, ...] = ("column-heading", "heading", "row-heading")
"""What tells pages apart, best first."""


def add_bookmarks(pdf: Pdf, worksheet: Worksheet) -> None:
    """Add a bookmark per page; a single page needs none."""
    if len(worksheet.pages) == 1:
        return
    root = pdf.make_indirect(Dictionary(Type=Name.Outlines, Count=len(worksheet.pages)))
    items = [
        pdf.make_indirect(
            Dictionary(Title=String(name), Parent=root, Dest=Array([page.obj, Name.Fit]))
        )
        for name, page in zip(names(worksheet), pdf.pages, strict=True)
    ]
    for before, after in pairwise(items):
        before.Next, after.Prev = after, before
    root.First, root.Last = items[0], items[-1]
    pdf.Root.Outlines = root


def names(worksheet: Worksheet) -> list[str]:
    """Return a name per page: from its first to its last heading, else "Sheet 2 of 3"."""
    pages, total = worksheet.pages, len(worksheet.pages)
    found = [[_ranges(page.content, kind) for kind in NAMING] for page in pages]
    said = worksheet.sheet.sheet_of.replace("{total}", str(total))
    taken = Counter(name for own in found for name in {*chain(*own)})
    return [
        next(
            (ranges[0] for ranges in own if len(ranges) == 1 and taken[ranges[0]] == 1),
            said.replace("{number}", str(number)),
        )
        for number, own in enumerate(found, start=1)
    ]


def _ranges(group: Group, kind: Tag) -> list[str]:
    """Return the first and the last heading of a kind: of all, or of each row of headings."""
    rows = [[*_heads(row, kind)] for row in _rows(group)] if kind == "column-heading" else []
    found = rows or [[*_heads(group, kind)]]
    named = [[head for head in heads if any(map(str.isalpha, head))] for heads in found]
    return [" – ".join(dict.fromkeys((heads[0], heads[-1]))) for heads in named if heads]


def _rows(group: Group) -> Iterator[Group]:
    for child in group.children:
        if isinstance(child, Group):
            if child.tag == "row":
                yield Group("row", child.children[1:])  # the corner says what the others are
            yield from _rows(child)


def _heads(group: Group, kind: Tag) -> Iterator[str]:
    for child in group.children:
        if isinstance(child, Group) and child.tag == kind:
            yield _words(child)
        elif isinstance(child, Group):
            yield from _heads(child, kind)


def _words(group: Group) -> str:
    """Return the words of a heading in the sheet's language, without its small print."""
    own = (child for child in group.children if isinstance(child, Words) and not child.locale)
    return " ".join(line for words in own for line in words.lines)
