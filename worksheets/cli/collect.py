"""``worksheets collect``."""

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from worksheets.collecting.gather import Counts
    from worksheets.model.workshop import Workshop

_TABLES = {".csv", ".jsonl", ".parquet"}
"""Outputs that do not say which files gave no answers."""


def _only_one(_: click.Context, option: click.Parameter, given: tuple[Path, ...]) -> Path | None:
    """Return the one file that was given; the last of several would win in silence."""
    if len(given) > 1:
        hint = "collect again for another one, which takes a moment"
        raise click.UsageError(f"{option.opts[0]} takes one file; {hint}")
    return given[0] if given else None


@click.command("collect")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("-o", "--output", "outs", multiple=True, required=True, metavar="OUT",
              type=click.Path(path_type=Path),
              help="A .xlsx, .csv, .jsonl, .parquet, .html, or a folder; repeat.")  # fmt: skip
@click.option("-l", "--locale", default="en", help="The language of labels and of the report.")
@click.option("--layout", "layouts", multiple=True, help="A layout to trust; repeat.")
@click.option("--workshop", "workshops", multiple=True, metavar="FILE",
              help="Who was asked, and when; repeat.")  # fmt: skip
@click.option("--participants", metavar="FILE", help="Who was asked, as a list: .csv or .xlsx.")
@click.option("--merge", multiple=True, callback=_only_one, metavar="FILE",
              type=click.Path(dir_okay=False, path_type=Path),
              help="All answers on one worksheet: .pdf, .docx or .xlsx.")  # fmt: skip
@click.option("--merge-layout", metavar="LAYOUT", help="Of which map, if several came back.")
@click.option("--paper", help="The paper of the merged worksheet.")
@click.option("--by-group", is_flag=True, help="Means per group, too.")
@click.option("--pseudonymise", is_flag=True,
              help="Codes in place of people and files; the key file is apart.")  # fmt: skip
@click.option("--drop-person", is_flag=True, help="Leave out who answered.")
@click.option("--forget", multiple=True, metavar="PERSON", help="Remove somebody; repeat.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes; one per core if left out.")
def command(
    paths: tuple[str, ...],
    outs: tuple[Path, ...],
    layouts: tuple[str, ...],
    workshops: tuple[str, ...],
    participants: str | None,
    **options: Any,  # noqa: ANN401 (as `Job` has them)
) -> None:
    """Read everything that came back into one workbook; print the written paths, one a line.

    PATH is a file, a folder, a pattern, a zip or a mail (.eml). What was read stays in a store
    beside the first OUT, so that running this again reads only what is new.
    """
    from worksheets import loading
    from worksheets.collecting import job

    listed = _asked(workshops, participants)
    known = {name: loading.load(name) for workshop in listed for name in workshop.layouts}
    asked = tuple(
        replace(workshop, layouts=tuple(known[name].id for name in workshop.layouts))
        for workshop in listed
    )
    named = [*map(loading.load, layouts)]
    theirs = [layout for name, layout in known.items() if name != layout.id]
    trusted = (*named, *(layout for layout in theirs if layout not in named))
    inputs = tuple(name for name in (*layouts, *workshops, participants) if name)
    wanted = job.Job(
        paths=paths, outs=outs, layouts=trusted, workshops=asked, inputs=inputs, **options
    )
    counter = _Counter()
    try:
        done = job.run(wanted, counter.show)
    except KeyboardInterrupt:
        message = "stopped; run the same command again to go on from here"
        click.echo(f"\nworksheets: {message}", err=True)
        sys.exit(130)
    counter.end()
    for problem in done.problems:
        click.echo(f"worksheets: {problem}", err=True)
    counts = done.counts
    has_problems = any(out.suffix.lower() not in _TABLES for out in outs)
    where = "Problems says" if has_problems else "-o results.xlsx says which, and"
    odd = counts.partial + counts.unreadable + counts.closed
    hint = f"; {where} what to do" if odd else ""
    click.echo(f"worksheets: {_said(counts)}{hint}", err=True)
    for path in done.written:
        click.echo(str(path))
    if counts.unreadable + counts.closed:
        sys.exit(3)


def _asked(workshops: tuple[str, ...], participants: str | None) -> "list[Workshop]":
    from worksheets import loading
    from worksheets.model.workshop import Workshop

    asked = [loading.load_workshop(name) for name in workshops]
    if not participants:
        return asked
    people = loading.load_people(participants)  # as `generate` has it: in place of those in files
    return [replace(one, people=people) for one in asked or [Workshop(id="", name="")]]


def _said(counts: "Counts") -> str:
    more = f", {counts.closed} not opened" if counts.closed else ""
    return f"{counts.ok} ok, {counts.partial} partial, {counts.unreadable} unreadable{more}"


class _Counter:
    """Counts in one line of a terminal; nothing when piped."""

    def __init__(self) -> None:
        self._width = 0

    def show(self, counts: "Counts") -> None:
        """Show how far it is."""
        if sys.stderr.isatty():
            text = f"reading {counts.done} of {counts.found}: {_said(counts)}"
            self._width = max(self._width, len(text))
            click.echo("\r" + text.ljust(self._width), nl=False, err=True)

    def end(self) -> None:
        """Leave the line."""
        if self._width:
            click.echo(err=True)
