"""Fill forms with Poppler; runs under the Python that has ``gi``, apart from the tests.

Standard input: a JSON list of jobs, each with ``source``, ``target`` (paths) and ``targets``
(what `form.Target` holds).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import gi  # type: ignore[import-not-found,import-untyped,unused-ignore]

gi.require_version("Poppler", "0.18")
from gi.repository import Poppler  # type: ignore  # noqa: E402


def fill(job: dict[str, Any]) -> None:
    """Open, fill and save one form."""
    document = Poppler.Document.new_from_file(Path(job["source"]).as_uri(), None)
    for target in job["targets"]:
        widget = target["widget"]
        mappings = document.get_page(widget["page"]).get_form_field_mapping()
        field = next(found.field for found in mappings if _covers(found.area, widget))
        if widget["kind"] == "text":
            field.text_set_text(target["text"])
        elif widget["kind"] == "choice":
            field.choice_select_item(target["index"])
        else:
            field.button_set_state(target["on"])
    document.save(Path(job["target"]).as_uri())


def _covers(area: Any, widget: dict[str, Any]) -> bool:  # noqa: ANN401
    across: bool = area.x1 <= widget["x"] <= area.x2
    return across and bool(area.y1 <= widget["y"] <= area.y2)


if __name__ == "__main__":
    for each in json.load(sys.stdin):
        fill(each)
