"""docxtpl: a template made once with python-docx, filled by Jinja.

LGPL-2.1: it runs here, beside us, and is no part of the project.
"""

from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Any

from docxtpl import DocxTemplate  # type: ignore[import-untyped]

from benchmarks.peers import python_docx


def maker(job: Mapping[str, Any]) -> Callable[[], bytes]:
    """Return a function that fills the template."""
    cells = [field for _, field in job["header"]] + [cell for line in job["rows"] for cell in line]
    texts = {cell["id"]: cell["text"] for cell in cells if cell and not isinstance(cell, str)}
    source = python_docx.template(job, lambda name: f"{{{{ {name} }}}}")

    def make() -> bytes:
        template, target = DocxTemplate(BytesIO(source)), BytesIO()
        template.render(texts, autoescape=True)
        template.save(target)
        return target.getvalue()

    return make
