"""The results workbook: what an analyst opens first, and works in.

Names of sheets, tables and columns are English and stable, for scripts; labels of rows, stages and
options are in the collection's locale. The same collection gives the same bytes.
"""

import gc
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from worksheets.collecting.collection import Collection
from worksheets.collecting.rows import Trouble
from worksheets.collecting.workbook import emotions, lists, overview, places
from worksheets.collecting.workbook.book import Book
from worksheets.collecting.workbook.noting import Noting
from worksheets.collecting.workbook.replies import Replies, Stories
from worksheets.collecting.workbook.survey import Survey, explore, per_layout


def write(collection: Collection, troubles: Sequence[Trouble], path: Path) -> None:
    """Write the workbook to ``path``.

    Links lead from the folder of ``path``. Raises OSError if the file cannot be written.
    """
    with _unswept():
        _write(collection, troubles, path)


@contextmanager
def _unswept() -> Iterator[None]:
    """Let nobody look for garbage: all cells stay until the end, and looking takes a third."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _write(collection: Collection, troubles: Sequence[Trouble], path: Path) -> None:
    found = explore(collection)
    if not found.streamed:
        collection.keep()
    with TemporaryDirectory() as scratch:  # where nothing is left of what people wrote
        title = collection.name or "Results"
        book = Book(path, title=title, scratch=scratch, streamed=found.streamed)
        _fill(book, found, collection, troubles)
        book.close()


def _fill(book: Book, found: Survey, collection: Collection, troubles: Sequence[Trouble]) -> None:
    first = book.sheet("Overview")
    replies = Replies.begin(book, found)
    emotions.write(book, collection)
    stories = Stories(found.told)
    names = per_layout("Stage text", tuple(stories.asked))
    told = {layout: book.sheet(name) for layout, name in names.items()}
    places.write(book, collection)
    lists.write_choices(book, collection)
    lists.write_problems(book, troubles)
    lists.write_codebook(book, collection)
    noting = Noting(book, found)
    for reply, given in replies.write(collection, stories):
        noting.add(reply, given)
    noting.end(collection)
    stories.write(told)
    overview.write(first, collection, troubles, found)
