"""``worksheets check``."""

import sys
from collections.abc import Iterator

import click

from worksheets.errors import Problem, WorksheetsError


@click.command("check")
@click.argument("layouts", nargs=-1, required=True, metavar="FILE.yaml...")
@click.option("--against", metavar="OLD", help="Also say which answers to OLD would be lost.")
@click.option(
    "-l", "--locale", "locales", multiple=True, help="Languages to fit; repeat, or 'all'."
)
def command(layouts: tuple[str, ...], against: str | None, locales: tuple[str, ...]) -> None:
    """Check layouts: their YAML, their words in each language, and that all of it fits.

    Workshops are checked too: all that they name, and everybody's answers; so are brands.
    """
    problems = []
    for name in layouts:
        found = list(_problems(name, against, locales))
        for problem in found:
            click.echo(str(problem) if str(problem.where) else f"{name}: {problem}", err=True)
        if not found:
            click.echo(f"{name}: ok")
        problems += found
    if any(problem.severity == "error" for problem in problems):
        sys.exit(2)


def _problems(name: str, against: str | None, locales: tuple[str, ...]) -> Iterator[Problem]:
    from worksheets import branding, comparison, definition, loading, pipeline
    from worksheets.cli.generate import tags_of

    try:
        if loading.is_workshop(name):
            yield from _workshop(name)
            return
        if loading.is_brand(name):
            yield from branding.made(loading.load_wanted(name))[1]
            return
        layout = loading.load(name)
    except WorksheetsError as error:
        yield from error.problems
        return
    try:
        for tag in tags_of(locales):
            pipeline.solve(pipeline.order_of(name, tag))
    except WorksheetsError as error:
        yield from error.problems
    if against:
        old, new = (
            definition.outline(pipeline.bind(pipeline.Order(layout=x, untranslated=[])))
            for x in (loading.load(against), layout)
        )
        yield from comparison.losses(old, new)


def _workshop(name: str) -> list[Problem]:
    """Return what to say about a workshop; raise WorksheetsError with what is wrong."""
    from worksheets import branding, loading
    from worksheets.model.brand import Wanted
    from worksheets.sending.parcel import Parcel, Wish

    workshop = loading.load_workshop(name)
    brand, changes = branding.made(workshop.look or Wanted())
    return changes + Parcel(Wish(workshop=workshop, brand=brand)).warnings
