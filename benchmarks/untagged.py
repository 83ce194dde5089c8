"""A sheet as plain as it could be: without structure tree and marked content."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest.mock import patch

from pikepdf import Dictionary, Name, Object

from worksheets.writers import pdf
from worksheets.writers.pdf.pages import Element, _PageDrawer
from worksheets.writers.pdf.tags import Tagger


class _NoTagger(Tagger):
    def add(self, element: Element, annotations: dict[int, Object]) -> None:
        """Add nothing."""

    def finish(self) -> Object:
        """Return an empty root."""
        return self.pdf.make_indirect(Dictionary(Type=Name.StructTreeRoot))


@contextmanager
def untagged() -> Iterator[None]:
    """Let PDF worksheets be written without tags, to see what these cost."""
    with ExitStack() as stack:
        stack.enter_context(patch.object(pdf, "Tagger", _NoTagger))
        stack.enter_context(patch.object(_PageDrawer, "_operator", lambda _drawer, _code: None))
        yield
