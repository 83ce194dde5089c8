"""Localized, fillable worksheets, and the filled copies back as data.

Out: a layout (YAML) is bound to stages and a locale, solved for a paper and written as PDF.
Back: a filled file is read, settled by its definition and becomes a `Response`; all that came
back is collected into tables, a report and one worksheet with everybody's answers.

    import worksheets
    pdf = worksheets.generate(worksheets.load("journey-map"), locale="lv", paper="A3")
    response = worksheets.read("jana.pdf")
    done = worksheets.collect("inbox", "results.xlsx")
"""

from typing import TYPE_CHECKING, Any

from worksheets.errors import Problem, WorksheetsError

if TYPE_CHECKING:
    from worksheets.branding import load_brand
    from worksheets.collecting.job import collect
    from worksheets.loading import load, load_workshop
    from worksheets.model.layout import Layout
    from worksheets.model.response import Response
    from worksheets.model.workshop import Workshop
    from worksheets.pipeline import fill, generate, read, read_all

__version__ = "0.1.0"
__all__ = [
    "Layout",
    "Problem",
    "Response",
    "WorksheetsError",
    "Workshop",
    "collect",
    "fill",
    "generate",
    "load",
    "load_brand",
    "load_workshop",
    "read",
    "read_all",
]
_HOMES = {
    "collect": "worksheets.collecting.job",
    "load": "worksheets.loading",
    "load_brand": "worksheets.branding",
    "load_workshop": "worksheets.loading",
    "Layout": "worksheets.model.layout",
    "Response": "worksheets.model.response",
    "Workshop": "worksheets.model.workshop",
    "fill": "worksheets.pipeline",
    "generate": "worksheets.pipeline",
    "read": "worksheets.pipeline",
    "read_all": "worksheets.pipeline",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 (late imports keep start-up light)
    if name not in _HOMES:
        raise AttributeError(name)
    from importlib import import_module  # noqa: PLC0415

    return getattr(import_module(_HOMES[name]), name)
