"""Make the sample files: per layout a blank and a believable filled PDF in two locales."""

import json
import sys
from pathlib import Path

import worksheets
from worksheets import loading

HERE = Path(__file__).parent
LOCALES = ("en", "lv")


def files() -> dict[Path, bytes]:
    """Return every sample file and its bytes."""
    made = {}
    for name in loading.layouts():
        layout = worksheets.load(name)
        for locale in LOCALES:
            answers = HERE / "answers" / f"{name}.{locale}.json"
            given = json.loads(answers.read_text("utf-8"))
            stem = f"{name}.{locale}"
            made[HERE / f"{stem}.pdf"] = worksheets.generate(layout, locale=locale)
            made[HERE / f"{stem}.filled.pdf"] = worksheets.generate(
                layout, locale=locale, answers=given
            )
    return made


if __name__ == "__main__":
    for path, data in files().items():
        path.write_bytes(data)
        sys.stdout.write(f"samples/{path.name}\n")
