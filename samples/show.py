"""Print responses (JSON Lines, as `worksheets read` writes them) as a table: fields by files."""

import json
import sys
from pathlib import Path

WIDTH = 22


def cell(value: object) -> str:
    """Return a value as one short line."""
    text = "–" if value is None else " ".join(str(value).split())
    return text if len(text) <= WIDTH else text[: WIDTH - 1] + "…"


def main(path: str) -> None:
    """Print the table and a line per file."""
    responses = [json.loads(line) for line in Path(path).read_text("utf-8").splitlines()]
    heads = ["/".join(r["stamp"]["locales"]) for r in responses]
    sys.stdout.write(f"{'':25}" + "".join(head.ljust(WIDTH + 2) for head in heads).rstrip() + "\n")
    for field in dict.fromkeys(name for r in responses for name in r["answers"]):
        row = "".join(cell(r["answers"].get(field)).ljust(WIDTH + 2) for r in responses)
        sys.stdout.write(f"{field:25}{row.rstrip()}\n")
    for r in responses:
        sys.stdout.write(f"{r['file']}: {r['status']}, {len(r['problems'])} problems\n")


main(sys.argv[1])
