"""The measures of the linear edition: 12 pt on A4 and Letter, larger in proportion on wider papers.

Everything between the marks is measured in lines of its type, so that a larger paper is the same
page enlarged; what scans look for stays where the map has it.
"""

from dataclasses import dataclass, replace

from worksheets.solving import theme as themes
from worksheets.solving.theme import Theme
from worksheets.units import PAPERS, Paper, mm

TEXT = 12.0
"""Points of labels and answers on A4; questions have 11."""


def theme_for(paper: Paper) -> Theme:
    """Return the measures for a paper."""
    theme = themes.theme_for(paper)
    factor = max(1.0, min(paper.width, paper.height) / mm(PAPERS["Letter"][0]))
    size = TEXT * factor
    return replace(
        theme,
        title=22 * factor,
        large=15 * factor,
        label=size,
        medium=size,
        small=11 * factor,
        line=1.2 * size,
        inset=mm(2) * factor,
        first_line=mm(1.4) * factor,
        header_box=1.9 * 1.2 * size,
        radius=mm(2.9) * factor,
        tick=mm(5.2) * factor,
        pitch=mm(7.8) * factor,
        tip=mm(4.2) * factor,
    )


@dataclass(frozen=True, slots=True)
class Column:
    """Where questions stand: left and right edges of the lines, top and bottom of a page."""

    left: float
    right: float
    top: float
    bottom: float

    @property
    def width(self) -> float:
        """Return the length of a line in points."""
        return self.right - self.left


def column_of(paper: Paper, theme: Theme) -> Column:
    """Return the column between the codes: as wide as they are apart, and clear of both."""
    side, foot = theme.mm(16), theme.mm(29)
    return Column(side, paper.width - side, theme.mm(30), paper.height - foot)
