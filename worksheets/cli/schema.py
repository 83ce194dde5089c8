"""``worksheets schema``."""

import json

import click


@click.command("schema")
@click.argument(
    "kind",
    type=click.Choice(["layout", "stages", "frame", "phrases", "workshop", "brand"]),
    default="layout",
)
def command(kind: str) -> None:
    """Print the JSON Schema of layouts (default), workshops, stage sets, ..., for editors."""
    from worksheets.source import json_schema

    click.echo(json.dumps(json_schema(kind), ensure_ascii=False, indent=1))
