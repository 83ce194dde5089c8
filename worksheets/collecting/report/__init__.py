"""The report: one HTML file with pictures and quotes that opens anywhere and loads nothing."""

from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from jinja2 import Environment, FunctionLoader, StrictUndefined

from worksheets.collecting.collection import Collection
from worksheets.collecting.report.chapters import chapters
from worksheets.collecting.report.head import MOST_TROUBLES, findings, head
from worksheets.collecting.report.speech import Speech, legible
from worksheets.collecting.rows import Trouble


def write(collection: Collection, troubles: Sequence[Trouble], path: Path) -> None:
    """Write the report of a collection; links to files are as seen from the folder of ``path``."""
    path.write_text(page(collection, troubles, path.parent), encoding="utf-8", newline="\n")


def page(collection: Collection, troubles: Sequence[Trouble], folder: Path) -> str:
    """Return the report as HTML."""
    speech = Speech(collection.locale)
    counts = Counter(trouble.severity for trouble in troubles)
    found = findings(troubles, folder, speech)
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_template),
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("report.html").render(
        say=speech.say,
        count=speech.count,
        speech=speech,
        head=head(collection, found, counts, speech),
        chapters=tuple(chapters(collection, speech)),
        findings=found[:MOST_TROUBLES],
        hidden=max(len(found) - MOST_TROUBLES, 0),
        style=_template("report.css"),
    )


def _template(name: str) -> str:
    return files(__name__).joinpath("templates", name).read_text(encoding="utf-8")


def _shown(value: object) -> object:
    return legible(value) if type(value) is str else value
