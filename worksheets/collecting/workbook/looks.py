"""The look of the results workbook, by role: the same family as the worksheets (docs/look.md)."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from worksheets.writers import palette

FONT = "Arial"
LOW, MIDDLE, HIGH = "D98E6B", palette.WHITE, "6FB1B1"
"""The ends of a scale and what lies between; the numbers stand there as well."""
SERIES = (palette.ACCENT, "B5532B", "7A5C99", "8A7A1F", "3C6FA8", "5B7F3A", "A0466E", "4B595C")
"""Lines of charts, in order: each has a marker and a legend too."""

Look = Mapping[str, Any]


def _look(**properties: Any) -> Look:  # noqa: ANN401
    return MappingProxyType(properties)


_TOP = {"valign": "top"}
_LEFT = {"valign": "top", "align": "left", "indent": 1}  # clear of the column before
_LINE = {"valign": "vcenter"}  # of one line
_RIGHT = {"align": "right", "indent": 1}  # clear of the text in the next column
WRAPPED = frozenset({"wrap", "strong", "input"})
_ALARM = {"bold": True, "bg_color": "#F6D9CC"}
_CAUTION = {"bold": True, "bg_color": "#FBF0D0"}
_HEAD = {
    "bold": True,
    "font_color": f"#{palette.WHITE}",
    "bg_color": f"#{palette.ACCENT}",
    "text_wrap": True,
    "valign": "vcenter",
    "border": 1,
    "border_color": f"#{palette.WHITE}",
}
_RULE = {"bottom": 1, "bottom_color": f"#{palette.HAIR}"}

LOOKS: Mapping[str, Look] = {
    "": _look(**_LEFT),
    "wrap": _look(**_LEFT, text_wrap=True),
    "count": _look(**_TOP, **_RIGHT, num_format="0"),
    "mean": _look(**_TOP, **_RIGHT, num_format="0.00_)"),
    "share": _look(**_LEFT, num_format="0%"),
    "code": _look(**_TOP, font_color=f"#{palette.QUIET}", font_size=9, align="fill"),
    "date": _look(**_LEFT, num_format="yyyy-mm-dd"),
    "link": _look(**_LEFT, font_color=f"#{palette.ACCENT}", underline=1),
    "quiet": _look(**_TOP, font_color=f"#{palette.QUIET}", font_size=9),
    "note": _look(**_LEFT, font_color=f"#{palette.QUIET}", font_size=9),
    "strong": _look(**_LEFT, bold=True, text_wrap=True),
    "alarm": _look(**_LEFT, **_ALARM),
    "alarm count": _look(**_TOP, **_RIGHT, **_ALARM),
    "caution": _look(**_LEFT, **_CAUTION),
    "caution count": _look(**_TOP, **_RIGHT, **_CAUTION),
    "item": _look(**_LINE, bold=True),
    "item count": _look(**_LINE, **_RIGHT, num_format="0"),
    "item share": _look(**_LINE, num_format="0%", align="left"),
    "item word": _look(**_LINE),
    "go": _look(**_LINE, font_color=f"#{palette.ACCENT}", underline=1),
    "about": _look(**_LINE, font_color=f"#{palette.QUIET}", font_size=9),
    "input": _look(**_LEFT, text_wrap=True, bg_color=f"#{palette.FIELD}"),
    "head": _look(**_HEAD, align="left", indent=1),
    "head count": _look(**_HEAD, align="right", indent=2),  # clear of the filter's button
    "label": _look(
        font_size=9,
        bg_color=f"#{palette.ACCENT_SOFT}",
        text_wrap=True,
        align="left",
        indent=1,
        valign="bottom",
        border=1,
        border_color=f"#{palette.WHITE}",
    ),
    "title": _look(bold=True, font_size=20, valign="vcenter"),
    "subtitle": _look(font_size=10, font_color=f"#{palette.QUIET}", text_wrap=True, valign="top"),
    "section": _look(
        bold=True,
        font_size=12,
        font_color=f"#{palette.ACCENT}",
        valign="bottom",
        bottom=2,
        bottom_color=f"#{palette.ACCENT}",
    ),
    "section end": _look(
        font_size=9,
        font_color=f"#{palette.QUIET}",
        **_RIGHT,
        valign="bottom",
        bottom=2,
        bottom_color=f"#{palette.ACCENT}",
    ),
    "section note": _look(
        font_size=9,
        font_color=f"#{palette.QUIET}",
        valign="bottom",
        bottom=2,
        bottom_color=f"#{palette.ACCENT}",
    ),
    "figure": _look(
        bold=True,
        font_size=22,
        font_color=f"#{palette.ACCENT}",
        bg_color=f"#{palette.WASH}",
        align="left",
        indent=1,
        valign="bottom",
        num_format="#,##0",
    ),
    "caption": _look(
        font_size=9,
        font_color=f"#{palette.QUIET}",
        bg_color=f"#{palette.WASH}",
        align="left",
        indent=1,
        valign="top",
    ),
}


def properties(look: str, *, ruled: bool = False, quoted: bool = False) -> dict[str, Any]:
    """Return XlsxWriter's properties of a look; ``quoted`` text stays text when it is edited."""
    found = dict(LOOKS[look])
    if ruled:
        found |= _RULE
    if quoted:
        found["quote_prefix"] = True
    return found
