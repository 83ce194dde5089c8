"""``worksheets new``."""

import re
from pathlib import Path

import click

SCHEMA_FILE = "worksheets-layout.schema.json"


@click.command("new")
@click.argument("path", metavar="NAME.yaml", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--like", required=True, metavar="LAYOUT", help="The layout to start from.")
def command(path: Path, like: str) -> None:
    """Start a layout of your own: a copy of another, with the schema for editors beside it."""
    import json

    from worksheets import loading
    from worksheets.errors import DefinitionError, Problem
    from worksheets.model.ids import is_layout_id
    from worksheets.source import json_schema

    if path.suffix not in {".yaml", ".yml"} or not is_layout_id(path.stem):
        hint = "for example my-map.yaml"
        message = "a layout's file is named by its id: lower-case letters, digits and '-'"
        raise DefinitionError(Problem("L006", message, str(path), hint))
    if path.exists():
        raise DefinitionError(Problem("T003", "the file exists already", str(path)))
    text = loading.text_of(like)
    text = re.sub(r"^# yaml-language-server:.*\n", "", text)
    text = re.sub(r"^id: .*$", f"id: {path.stem}", text, count=1, flags=re.MULTILINE)
    first = f"# yaml-language-server: $schema={SCHEMA_FILE}\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(first + text, encoding="utf-8")
    schema = path.with_name(SCHEMA_FILE)
    schema.write_text(json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n", "utf-8")
    click.echo(str(path))
    click.echo(str(schema))
