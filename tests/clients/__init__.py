"""Real programs that fill and draw PDF forms, all behind one interface.

`CLIENTS` fill a form (`Client.fill`, or `Client.fill_many` with one start of the program for
many forms), `RENDERERS` draw a page. Each says with ``missing()`` what has to be installed;
`require` turns that into a skipped test, or a failed one where the environment sets ``CI``.
The Node programs come with ``npm ci --prefix tests/clients/node``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping

import pytest

from .base import Client, ClientError, Fill, Renderer
from .firefox import Firefox
from .pdfium import Pdfium, PdfiumRenderer
from .pdfjs import PdfJs, PdfJsRenderer
from .pdflib import PdfLib
from .pdftk import Pdftk
from .poppler import Poppler
from .python_libraries import Pikepdf, Pypdf
from .renderers import MupdfRenderer, PopplerRenderer

__all__ = ["CLIENTS", "RENDERERS", "Client", "ClientError", "Fill", "Renderer", "require"]

_CLIENTS: tuple[Client, ...] = (
    Pdfium(paste=False),
    Pdfium(paste=True),
    PdfJs(),
    Firefox(),
    Poppler(),
    PdfLib(),
    Pdftk(),
    Pikepdf(),
    Pypdf(),
)
_RENDERERS: tuple[Renderer, ...] = (
    PdfiumRenderer(),
    PopplerRenderer(),
    PdfJsRenderer(),
    MupdfRenderer(),
)

CLIENTS: Mapping[str, Client] = {client.name: client for client in _CLIENTS}
RENDERERS: Mapping[str, Renderer] = {renderer.name: renderer for renderer in _RENDERERS}


def require(program: Client | Renderer) -> None:
    """Skip the running test when a program is not installed; where ``CI`` is set, fail it."""
    lacking = program.missing()
    if not lacking:
        return
    reason = f"{program.name} is missing: {lacking}"
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
