"""The options that say whose worksheets they are."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from worksheets.model.brand import Brand, Wanted

Command = TypeVar("Command", bound=Callable[..., Any])
_FILE = click.Path(dir_okay=False, path_type=Path)


def brand_options(command: Command) -> Command:
    """Add the options of a brand to a command; they arrive as ``brand``, ``accent`` and so on."""
    for option in (
        click.option("--brand", type=_FILE, metavar="FILE.yaml",
                     help="An organisation's look: colour, logo, name, fonts."),
        click.option("--accent", metavar="COLOUR", help="One colour of your own, as in '#8A3A1E'."),
        click.option("--logo", type=_FILE, metavar="FILE.svg|png", help="A logo for the foot."),
        click.option("--organiser", metavar="TEXT", help="Who asks, in a line at the foot."),
    ):  # fmt: skip
        command = option(command)
    return command


def one_line(option: str, text: str | None) -> str:
    """Return the text of an option if it can be printed in one line."""
    from worksheets.source.base import MAX_TEXT

    text = (text or "").strip()
    if len(text) > MAX_TEXT or not text.isprintable():
        raise click.UsageError(f"{option}: write one line of at most {MAX_TEXT} letters")
    return text


def brand_of(
    of_workshop: "Wanted | None",
    *,
    brand: Path | None,
    accent: str | None,
    logo: Path | None,
    organiser: str | None,
) -> "Brand":
    """Return the brand of options, a brand's file or a workshop's; the first one counts most."""
    from worksheets import branding, loading
    from worksheets.model.brand import Wanted

    wanted = loading.load_wanted(brand) if brand else of_workshop or Wanted()
    places = {name: f"--{name}" for name, said in (("accent", accent), ("logo", logo)) if said}
    own, changes = branding.made(
        replace(
            wanted,
            accent=accent or wanted.accent,
            logo=str(logo or wanted.logo),
            organiser=one_line("--organiser", organiser) or wanted.organiser,
            places={**wanted.places, **places},
        )
    )
    for problem in changes:
        click.echo(f"worksheets: {problem}", err=True)
    return own
