"""``worksheets translate``."""

import click


@click.command("translate")
@click.argument("action", type=click.Choice(["init", "update", "status"]))
@click.argument("layout", metavar="LAYOUT")
@click.option("-l", "--locale", "locale", required=True, help="The language, e.g. fr.")
def command(action: str, layout: str, locale: str) -> None:
    """Start (init), renew (update) or look at (status) the translation of a layout of yours.

    The file stands beside the layout, as my-map.fr.po beside my-map.yaml, and is used whenever
    the layout is. What the program already knows in that language is filled in.
    """
    from worksheets import i18n, translation

    tag = i18n.normal_tag(locale)
    if action != "status":
        make = translation.start if action == "init" else translation.renew
        click.echo(str(make(layout, tag)))
    found = translation.status(layout, tag)
    done = found.total - len(found.missing)
    click.echo(f"{tag}: {done} of {found.total} texts are translated")
    for role, text in found.missing if action == "status" else ():
        click.echo(f"  {role}: {text}")
