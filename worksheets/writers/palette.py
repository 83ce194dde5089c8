"""The colours of the look, as in ``RRGGBB``; docs/look.md says what each is for.

`Palette` holds those that follow an organisation's accent, the constants below are for every sheet
and, where their names are those of a `Palette`, the house's own.
"""

from dataclasses import dataclass
from functools import cache

from worksheets import colours
from worksheets.colours import turned
from worksheets.model import brand

ACCENT = brand.ACCENT
ACCENT_SOFT = "CFE2E2"
FIELD = "F0F6F6"
INK = "172326"
QUIET = "4B595C"
BORDER = "6F7F82"
HAIR = "B4C1C3"
DOT = "A9B8BA"
WASH = "F4F6F6"
WHITE = colours.WHITE
BAND = "E1EDED"
TINT = "A9CDCD"
MARK = "000000"


@dataclass(frozen=True, slots=True, kw_only=True)
class Palette:
    """Colours that follow the accent."""

    accent: str
    soft: str
    field: str
    wash: str
    band: str
    tint: str

    @property
    def fills(self) -> dict[str, str]:
        """Return the grounds of cells in Office files, by look."""
        return {
            "field": self.field, "stage": self.accent, "head": self.accent,
            "help": self.soft, "step": self.soft,
        }  # fmt: skip


@cache
def palette(accent: str = ACCENT) -> Palette:
    """Return the house's tones, turned to the hue of ``accent``."""
    tones = {"soft": ACCENT_SOFT, "field": FIELD, "wash": WASH, "band": BAND, "tint": TINT}
    own = {name: turned(code, ACCENT, accent) for name, code in tones.items()}
    return Palette(accent=accent, **own)
