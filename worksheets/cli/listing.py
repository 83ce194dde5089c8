"""``worksheets list``."""

import json

import click


@click.command("list")
@click.argument(
    "what", type=click.Choice(["layouts", "stages", "locales", "papers"]), default="layouts"
)
@click.option("--json", "as_json", is_flag=True, help="As a JSON list.")
def command(what: str, *, as_json: bool) -> None:
    """Show what there is: layouts (default), stages, locales or papers."""
    rows = {"layouts": _layouts, "stages": _stages, "locales": _locales, "papers": _papers}[what]()
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    widths = [max(len(str(row[key])) for row in rows) for key in rows[0]]
    for row in rows:
        cells = (str(value).ljust(width) for value, width in zip(row.values(), widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _layouts() -> list[dict[str, str]]:
    from worksheets import loading

    found = (loading.load(name) for name in loading.layouts())
    return [{"id": x.id, "title": x.title, "purpose": x.purpose} for x in found]


def _stages() -> list[dict[str, str]]:
    from worksheets import loading

    found = (loading.load_stages(name) for name in loading.stage_sets())
    return [{"id": s.id, "stages": ", ".join(stage.label for stage in s.stages)} for s in found]


def _locales() -> list[dict[str, str]]:
    from worksheets import i18n

    return [
        {"id": tag, "name": i18n.language_name(tag), "review": i18n.catalog(tag).review}
        for tag in i18n.locales()
    ]


def _papers() -> list[dict[str, str]]:
    from worksheets.units import PAPERS

    return [{"id": name, "mm": f"{short:g} x {long:g}"} for name, (short, long) in PAPERS.items()]
