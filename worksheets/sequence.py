"""The cells of a file in which one question stands below the other, by the words before them.

There an answer has a table of one cell. What leads to it are the paragraphs since the answer
before: its label, and before the first label of a section the section's title.
"""

from collections import Counter
from collections.abc import Iterable, Sequence, Set

from worksheets.model.labels import first_line, head, plain
from worksheets.model.response import Cell, DefinedField, FieldWords

Names = frozenset[str]
"""How a paragraph may be called: as it is, without its number, by its number."""


def names_of(text: str) -> Names:
    """Return how a label or title may be called."""
    whole, bare = plain(first_line(text)), head(text)
    number = whole.removesuffix(bare).strip().rstrip(".)") if whole != bare else ""
    return frozenset({whole, bare, number} - {""})


class Sequential:
    """Finds answers by section and label."""

    def __init__(self, cells: Iterable[Cell], labels: Iterable[str]) -> None:
        """Index the cells; ``labels`` are all words that lead to fields."""
        self._found: dict[tuple[str, str], Cell] = {}
        every, known = list(cells), frozenset(labels)
        sizes = Counter(cell.table for cell in every)
        section: Names = frozenset()
        lead: list[Names] = []
        for cell in every:
            if not cell.table:
                names = names_of(cell.text)
                lead += [names] if names & known else []
                continue
            if sizes[cell.table] == 1 and lead:
                section = lead[0] if len(lead) > 1 else section
                for name in (name for names in lead for name in names):
                    for title in ("", *section):
                        self._found.setdefault((title, name), cell)
            lead = []

    def cells(self, field: DefinedField, words: FieldWords) -> Sequence[Cell]:
        """Return the cell of a field, or nothing."""
        row, column = plain(words.row), plain(words.column)
        if field.number:
            ways = [(str(field.number), row)]
        elif not field.column:
            ways = [("", row)]
        else:
            ways = [(column, row), (row, column), ("", plain(words.label))]
        return [cell for way in ways if way[1] and (cell := self._found.get(way))]


def stages_in(cells: Sequence[Cell], rows: Set[str]) -> list[str]:
    """Return the titles of sections that lead to one of ``rows``, with their numbers."""
    found: list[str] = []
    title = ""
    for cell in cells:
        if cell.table:
            title = ""
        elif title and head(cell.text) in rows:
            found.append(title)
            title = ""
        elif not title and head(cell.text) != plain(first_line(cell.text)):
            title = first_line(cell.text)
    return found
