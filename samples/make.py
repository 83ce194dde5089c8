"""Make the sample files: per layout blank and believable filled ones in two locales."""

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
            file = HERE.parent / "layouts" / "examples" / f"{name}.{locale}.json"
            given = json.loads(file.read_text("utf-8"))
            for format_ in ("pdf", "docx", "xlsx"):
                for stem, answers in ((f"{name}.{locale}", {}), (f"{name}.{locale}.filled", given)):
                    made[HERE / f"{stem}.{format_}"] = worksheets.generate(
                        layout, format=format_, locale=locale, answers=answers
                    )
    return made


if __name__ == "__main__":
    for path, data in files().items():
        path.write_bytes(data)
        sys.stdout.write(f"samples/{path.name}\n")
