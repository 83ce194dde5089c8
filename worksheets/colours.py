"""Colours as people see them: contrast, and tones of one hue. Colours are written ``RRGGBB``.

Lightness, chroma and hue are those of Oklab (Björn Ottosson 2020, bottosson.github.io/posts/oklab),
in which equal steps look equal; contrast is that of WCAG 2.2 (1.4.3).
"""

import re
from math import atan2, cos, hypot, sin

WHITE = "FFFFFF"
_WRITTEN = re.compile(r"#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6})")
_CURVED = 0.04045  # sRGB (IEC 61966-2-1): linear below
Tone = tuple[float, float, float]
"""Lightness (0 to 1), chroma, hue (radians)."""
_Three = tuple[float, float, float]
_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONES = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)


def parsed(text: str) -> str | None:
    """Return a colour written ``#RGB``, ``#RRGGBB`` or without ``#``; None if it is none."""
    found = _WRITTEN.fullmatch(text.strip())
    if not found:
        return None
    code = found[1].upper()
    return code if len(code) == 6 else "".join(2 * digit for digit in code)  # noqa: PLR2004


def contrast(one: str, other: str = WHITE) -> float:
    """Return the contrast ratio of two colours, 1 to 21."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def darkened(code: str, least: float) -> str:
    """Return the lightest colour of the same hue with at least this contrast to white."""
    if contrast(code) >= least:
        return code
    lightness, chroma, hue = tone(code)
    low, high = 0.0, lightness
    for _ in range(24):
        middle = (low + high) / 2
        enough = contrast(coloured((middle, chroma, hue))) >= least
        low, high = (middle, high) if enough else (low, middle)
    return coloured((low, chroma, hue))


def turned(code: str, before: str, after: str) -> str:
    """Return ``code`` as it would be, had its family the hue of ``after`` in place of ``before``.

    Its lightness stays, and so does its contrast to anything else; it gets paler where ``after``
    is, but never louder.
    """
    lightness, chroma, hue = tone(code)
    _, old, start = tone(before)
    _, new, end = tone(after)
    return coloured((lightness, chroma * min(new / old, 1.0), hue + end - start))


def tone(code: str) -> Tone:
    """Return lightness, chroma and hue of a colour."""
    cones = _times(_TO_CONES, _linear(code))
    lightness, a, b = _times(_TO_LAB, _each_root(cones))
    return lightness, hypot(a, b), atan2(b, a)


def coloured(wanted: Tone) -> str:
    """Return the colour of a tone, as strong as screens can show it at this lightness."""
    lightness, chroma, hue = wanted
    low, high = 0.0, 1.0
    linear = _rgb((lightness, chroma, hue))
    if not _shown(linear):
        for _ in range(16):
            middle = (low + high) / 2
            fits = _shown(_rgb((lightness, chroma * middle, hue)))
            low, high = (middle, high) if fits else (low, middle)
        linear = _rgb((lightness, chroma * low, hue))
    return "".join(f"{round(255 * _bent(min(max(part, 0.0), 1.0))):02X}" for part in linear)


def _rgb(wanted: Tone) -> _Three:
    lightness, chroma, hue = wanted
    roots = _times(_FROM_LAB, (lightness, chroma * cos(hue), chroma * sin(hue)))
    return _times(_FROM_CONES, (roots[0] ** 3, roots[1] ** 3, roots[2] ** 3))


def _shown(linear: _Three) -> bool:
    return all(-0.0005 <= part <= 1.0005 for part in linear)  # noqa: PLR2004 (under half a step)


def _linear(code: str) -> _Three:
    red, green, blue = (_straight(int(code[i : i + 2], 16) / 255) for i in (0, 2, 4))
    return red, green, blue


def _luminance(code: str) -> float:
    red, green, blue = _linear(code)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _straight(part: float) -> float:
    return part / 12.92 if part <= _CURVED else ((part + 0.055) / 1.055) ** 2.4


def _bent(part: float) -> float:
    return 12.92 * part if part <= _CURVED / 12.92 else 1.055 * part ** (1 / 2.4) - 0.055


def _times(matrix: tuple[_Three, _Three, _Three], vector: _Three) -> _Three:
    one, two, three = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return one, two, three


def _each_root(cones: _Three) -> _Three:
    return cones[0] ** (1 / 3), cones[1] ** (1 / 3), cones[2] ** (1 / 3)
