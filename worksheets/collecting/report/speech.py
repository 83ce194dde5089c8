"""How the report speaks: its own words, numbers and languages as the reader writes them."""

from unicodedata import category

from worksheets import i18n, loading

NONE = "\u2013"
"""Stands where there is no number."""


class Speech:
    """The words of one locale; what has no translation is said in English."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.direction = i18n.direction(locale)
        catalog = i18n.catalog(locale, {})
        self._phrases = {
            phrase.id: catalog.find("report", phrase.text) or phrase.text
            for phrase in loading.phrases("report").phrases
        }

    def say(self, phrase: str, **values: object) -> str:
        """Return a phrase with ``values`` in it, numbers as the locale writes them."""
        shown = {k: self.count(v) if isinstance(v, int) else v for k, v in values.items()}
        return self._phrases[phrase].format_map(shown)

    def count(self, number: int) -> str:
        """Return a whole number."""
        return i18n.decimal(self.locale, number)

    def mean(self, number: float | None, *, signed: bool = False) -> str:
        """Return a mean to one decimal, ``signed`` with a plus where it is positive."""
        if number is None:
            return NONE
        rounded = round(number, 1) + 0.0  # which turns -0.0 into 0.0
        return i18n.decimal(self.locale, rounded, 1, signed=signed)

    def step(self, number: int, *, signed: bool) -> str:
        """Return a value of a scale."""
        return i18n.decimal(self.locale, number, signed=signed)

    def share(self, part: int, whole: int) -> str:
        """Return what part of the ``whole`` it is."""
        return i18n.percent(self.locale, part / whole) if whole else NONE

    def language(self, locales: str) -> str:
        """Return the name of a sheet's language or, of "de+pl", languages."""
        return i18n.language_names_in(self.locale, locales)


def legible(text: str) -> str:
    """Return a text without the characters that no page may have."""
    if text.isprintable():
        return text
    return "".join(c if c in "\n\t" or category(c) not in {"Cc", "Cs"} else "\ufffd" for c in text)
