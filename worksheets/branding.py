"""From what an organiser asks for to a `Brand`: a colour that can be read, a logo, own fonts.

Files of others are made anew in a process with limits; every mistake is found at once.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from worksheets.colours import contrast, darkened, parsed
from worksheets.errors import DefinitionError, Problem, Spot, WorksheetsError
from worksheets.fonts import Face, Typeface
from worksheets.model.brand import ACCENT, PLAIN, Brand, Logo, Wanted
from worksheets.model.sheet import Words, Worksheet
from worksheets.readers import limits

LEAST = 4.92
"""Contrast of the accent to white: words in it on a wash of any hue have 4.5 (WCAG 2.2, 1.4.3)."""
_SECONDS = 15.0  # there is one such file, and libraries to load for it
_MOST = 20_000_000  # bytes; the tasks have smaller limits of their own
Thing = TypeVar("Thing")


def made(wanted: Wanted) -> tuple[Brand, list[Problem]]:
    """Return the brand, and what was changed in it; raise DefinitionError with all mistakes."""
    return _Making(wanted).made()


def load_brand(path: str | Path) -> Brand:
    """Return the brand of a YAML file; raise DefinitionError with all mistakes."""
    from worksheets.loading import load_wanted  # noqa: PLC0415 (pydantic loads late)

    return made(load_wanted(path))[0]


def lacking(worksheet: Worksheet) -> list[Problem]:
    """Return a problem per own font that lacks letters of the words printed in its face."""
    problems = []
    for face, own in worksheet.brand.fonts.items():
        words = (item for page in worksheet.pages for item in page.content.items())
        texts = (line for item in words if isinstance(item, Words) and item.face == face
                 for line in item.lines)  # fmt: skip
        if missing := own.missing("".join(texts)):
            message = f"the {face} font has no {missing!r}"
            problems.append(Problem("B003", message, hint="labels with them are in our font"))
    return problems


@dataclass(slots=True)
class _Making:
    wanted: Wanted
    problems: list[Problem] = field(default_factory=list)
    changes: list[Problem] = field(default_factory=list)

    def made(self) -> tuple[Brand, list[Problem]]:
        wanted = self.wanted
        brand = replace(
            PLAIN,
            accent=self._accent() if wanted.accent else ACCENT,
            organiser=wanted.organiser,
            logo=self._file("logo", wanted.logo, _logo) if wanted.logo else None,
            fonts=self._fonts(),
        )
        if self.problems:
            raise DefinitionError(self.problems)
        return brand, self.changes

    def _accent(self) -> str:
        asked = parsed(self.wanted.accent)
        if asked is None:
            message = f"{self.wanted.accent!r} is no colour"
            self.problems.append(Problem("B001", message, self._place("accent"), "as in '#8A3A1E'"))
            return ACCENT
        used = darkened(asked, LEAST)
        if used != asked:
            message = (
                f"#{asked} is too light for words: contrast {contrast(asked):.1f}, "
                f"{LEAST} is needed; #{used} is used"
            )
            hint = "choose a darker accent for another one"
            self.changes.append(Problem("B002", message, self._place("accent"), hint))
        return used

    def _fonts(self) -> dict[Face, Typeface]:
        faces: tuple[Face, ...] = ("regular", "bold")
        named = {face: getattr(self.wanted, face) for face in faces}
        found = {
            face: self._file(f"fonts.{face}", path, _typeface)
            for face, path in named.items()
            if path
        }
        return {face: own for face, own in found.items() if own}

    def _file(self, key: str, name: str, make: Callable[[bytes], Thing]) -> Thing | None:
        """Return what is made of a file's bytes; what is wrong is noted with its place."""
        try:
            path = Path(name)
            if not path.is_file() and path.exists():
                raise DefinitionError(Problem("B001", f"{name} is not a file"))
            if path.stat().st_size > _MOST:
                raise DefinitionError(Problem("B001", f"{name} is too large"))
            return make(path.read_bytes())
        except OSError as error:
            message = f"{name} cannot be opened: {error.strerror}"
            self.problems.append(Problem("B001", message, self._place(key)))
        except WorksheetsError as error:
            place = self._place(key) or Spot(name)
            self.problems += [
                replace(problem, code="B001", where=place) for problem in error.problems
            ]
        return None

    def _place(self, key: str) -> Spot | str:
        return self.wanted.places.get(key, "")


def _logo(data: bytes) -> Logo:
    logo: Logo = limits.attempt("worksheets.source.logos:made", data, seconds=_SECONDS)
    return logo


def _typeface(data: bytes) -> Typeface:
    made: Any = limits.attempt("worksheets.source.typefaces:made", data, seconds=_SECONDS)
    own = Typeface.of(*made)
    letters = "".join(letter for letter in own.advances if letter.isprintable())
    limits.attempt(
        "worksheets.writers.pdf.typefaces:try_out", own.program, letters, seconds=_SECONDS
    )
    return own
