"""The measures of the look, per paper: type sizes, the line unit, gaps. See docs/look.md.

Two sets are drawn by hand: one for papers up to Letter and Legal, read at arm's length by one
person, and one for A3 and Tabloid on a table. Larger papers are the second set, scaled; on walls
(A1, A0) stages, labels and titles are large enough to be read from two metres (docs/look.md).
"""

from dataclasses import dataclass, fields, replace
from math import radians, tan

from worksheets.fonts import metrics
from worksheets.units import Paper, mm

_BILINGUAL = 1.24
"""By how much the column of labels in two languages is wider."""
WALL_MM = 800
"""Least long side of a paper that hangs on a wall."""
READING_ANGLE = 16 / 60
"""Degrees that a capital is high, at least (ISO 9241-3 and NUREG-0700, 1.3.1-4)."""
FAR_MM = 2000
NOTE_MM = 77
"""Least sides of a box for a sticky note of 76 mm."""
_WIDER = 1.55
"""By how much at most the column of larger labels is wider."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """All lengths in points.

    Sizes: title, large, label, medium (typed answers), small, and fine for what machines read.
    """

    title: float
    large: float
    label: float
    medium: float
    small: float
    fine: float
    line: float
    margin: float
    gap: float
    gap_narrow: float
    label_width: float
    label_gap: float
    least_column: float
    least_step: float
    head_height: float
    tip: float
    head_inset: float
    body_top: float
    body_foot: float
    header_baseline: float
    header_box: float
    inset: float
    first_line: float
    radius: float
    pitch: float
    step: float
    tick: float
    scale: float

    @property
    def small_leading(self) -> float:
        """Return the distance between baselines of small print."""
        return 1.3 * self.small

    @property
    def first_baseline(self) -> float:
        """Return how far below the top of a box its first baseline lies."""
        return self.first_line + 0.935 * self.medium

    @property
    def for_a_wall(self) -> bool:
        """Tell whether labels are larger than what people type, to be read from afar."""
        return self.label > self.medium

    @property
    def label_baseline(self) -> float:
        """Return how far below the top of a row the first baseline of its label lies."""
        return self.first_line + 0.935 * self.label

    def label_leading(self, size: float) -> float:
        """Return the distance between the baselines of a label of this size."""
        return max(self.line, 1.12 * size)

    def mm(self, length: float) -> float:
        """Return a length of the look, given in millimetres for A4 and A3, on this paper."""
        return mm(length) * self.scale


def theme_for(paper: Paper, *, bilingual: bool = False) -> Theme:
    """Return the measures for a paper; words in two languages have a wider column of labels.

    On walls it is wide anyway.
    """
    theme = _theme_for(paper)
    if not bilingual or theme.for_a_wall:
        return theme
    return replace(theme, label_width=_BILINGUAL * theme.label_width)


def _theme_for(paper: Paper) -> Theme:
    long, short = max(paper.width, paper.height), min(paper.width, paper.height)
    if long < mm(400):
        return DESK
    factor = max(1.0, min(long / mm(420), short / mm(297)))
    theme = Theme(**{f.name: getattr(TABLE, f.name) * factor for f in fields(TABLE)})
    return _for_a_wall(theme) if long >= mm(WALL_MM) else theme


def readable_from(distance: float) -> float:
    """Return the least size of type, in points, that is read from ``distance`` millimetres."""
    capital = mm(distance * tan(radians(READING_ANGLE)))
    return 1000 * capital / metrics("bold").cap_height


def _for_a_wall(theme: Theme) -> Theme:
    far = readable_from(FAR_MM)
    label = max(theme.label, far)
    wider = min(_WIDER, label / theme.label)
    return replace(theme, large=max(theme.large, far), label=label, title=max(theme.title, far),
                   label_width=wider * theme.label_width)  # fmt: skip


DESK = Theme(
    title=17.5,
    large=11.5,
    label=9.45,
    medium=9.45,
    small=7.5,
    fine=7.5,
    line=mm(4),
    margin=mm(8),
    gap=mm(2),
    gap_narrow=mm(1.6),
    label_width=mm(25),
    label_gap=mm(2),
    least_column=mm(40),
    least_step=mm(32),
    head_height=mm(12),
    tip=mm(3.6),
    head_inset=mm(1.8),
    body_top=mm(28),
    body_foot=mm(22),
    header_baseline=mm(17.9),
    header_box=mm(7),
    inset=mm(1.6),
    first_line=mm(1.2),
    radius=mm(2.5),
    pitch=mm(9.2),
    step=mm(9.2),
    tick=mm(4),
    scale=1.0,
)
TABLE = Theme(
    title=23,
    large=14.5,
    label=11.34,
    medium=11.34,
    small=8.6,
    fine=8.6,
    line=mm(4.8),
    margin=mm(8),
    gap=mm(2),
    gap_narrow=mm(1.6),
    label_width=mm(36),
    label_gap=mm(3),
    least_column=mm(40),
    least_step=mm(32),
    head_height=mm(16),
    tip=mm(5),
    head_inset=mm(2.6),
    body_top=mm(32),
    body_foot=mm(26.6),
    header_baseline=mm(19.4),
    header_box=mm(8),
    inset=mm(1.6),
    first_line=mm(1.2),
    radius=mm(2.5),
    pitch=mm(9.2),
    step=mm(10),
    tick=mm(4),
    scale=1.0,
)
