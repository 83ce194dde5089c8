"""``worksheets print``."""

from collections.abc import Sequence
from math import isnan
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from worksheets.cli.branding import one_line

if TYPE_CHECKING:
    from worksheets.press.job import Printed, Sheet

FILE = click.Path(dir_okay=False, path_type=Path)
ONLY_WITH = {
    "overlap": "tile",
    "paper": "up",
    **dict.fromkeys(("tables", "title", "duplex", "fillable"), "pack"),
}
"""Options that another one gives a meaning."""


def _paper(_: click.Context, __: click.Parameter, name: str | None) -> str | None:
    from worksheets import loading, units

    if name is None:
        return None
    try:
        return units.paper(name, "portrait").name
    except KeyError:
        raise loading.unknown("paper", name, tuple(units.PAPERS)) from None


@click.command("print")
@click.argument("files", nargs=-1, required=True, type=FILE, metavar="FILE.pdf...")
@click.option("--tile", callback=_paper, metavar="PAPER",
              help="Over sheets of this paper, to be glued together.")  # fmt: skip
@click.option("--overlap", type=click.FloatRange(8, 50), metavar="MM",
              help="What neighbouring tiles share; 10 if left out.")  # fmt: skip
@click.option("--up", type=click.Choice(["2", "4", "8", "9", "16"]), metavar="N",
              help="So many pages on each sheet of paper: 2, 4, 8, 9 or 16.")  # fmt: skip
@click.option("--paper", callback=_paper, help="The paper for --up; the pages' own if left out.")
@click.option("--pack", is_flag=True,
              help="A cover, instructions, a worked example, and copies to hand out.")  # fmt: skip
@click.option(
    "--copies", type=click.IntRange(1, 500), help="Of each file; in a pack, for each table."
)
@click.option("--tables", type=click.IntRange(1, 200), help="How many tables.")
@click.option("--title", help="Of the workshop, for the cover.")
@click.option("--duplex", is_flag=True, help="Each copy begins on a front side.")
@click.option("--fillable", is_flag=True, help="Keep the fields; each copy is read by itself.")
@click.option("--continuation", is_flag=True,
              help="Further pages for answers that are longer than their boxes.")  # fmt: skip
@click.option("--proof", type=click.Choice(["grey"]), help="As a black-and-white printer has it.")
@click.option("--layout", "layouts", multiple=True, help="A layout to trust; repeat.")
@click.option("--force", is_flag=True, help="Overwrite a file that holds answers.")
@click.option("-o", "--output", type=click.Path(path_type=Path), default=".",
              help="The PDF to write, or a folder for it.")  # fmt: skip
def command(
    files: tuple[Path, ...],
    layouts: tuple[str, ...],
    output: Path,
    proof: str | None,
    *,
    continuation: bool,
    force: bool,
    **wanted: Any,  # noqa: ANN401 (how to print)
) -> None:
    """Make one PDF for the printer, of worksheets or other PDFs; print its path.

    Answers are printed; fields are gone, since paper has none. The files stay as they are.
    """
    _check(wanted, proof)
    target = _target(output, files[0], wanted)
    if target.resolve() in {file.resolve() for file in files}:
        raise click.UsageError(f"-o {target} is one of the files to print")
    from worksheets import pipeline
    from worksheets.press import job

    def printed_of(sheets: "Sequence[Sheet]") -> "Printed":
        printed = _printed(sheets, wanted)
        return job.grey(printed) if proof else printed

    printed = job.named(printed_of, _sheets(files, layouts, continuation=continuation))
    for problem in printed.problems:
        click.echo(f"worksheets: {problem}", err=True)
    pipeline.save(target, printed.data, {}, force=force)
    click.echo(str(target))


def _check(wanted: dict[str, Any], proof: str | None) -> None:
    ways = [f"--{name}" for name in ("tile", "up", "pack") if wanted[name]]
    if len(ways) > 1:
        raise click.UsageError(f"{' and '.join(ways)} cannot be combined: print twice")
    if wanted["overlap"] and isnan(wanted["overlap"]):  # is in every range
        raise click.UsageError("--overlap: write millimetres, as in --overlap 10")
    for option, needed in ONLY_WITH.items():
        if wanted[option] and not wanted[needed]:
            raise click.UsageError(f"--{option} needs --{needed}")
    if wanted["copies"] and not (wanted["pack"] or wanted["up"]):
        raise click.UsageError("--copies needs --pack or --up")
    if wanted["fillable"] and proof:
        raise click.UsageError("--proof shows what is printed; leave out --fillable")


def _target(output: Path, first: Path, wanted: dict[str, Any]) -> Path:
    """Return the file to write: the one that is named, or one named after the first."""
    if output.suffix.lower() == ".pdf" and not output.is_dir():
        return output
    tile, up = wanted["tile"], wanted["up"]
    way = f"{tile}-tiles" if tile else f"{up}-up" if up else "pack" if wanted["pack"] else "print"
    return output / f"{first.stem}.{way}.pdf"


def _sheets(files: Sequence[Path], layouts: Sequence[str], *, continuation: bool) -> "list[Sheet]":
    from worksheets import loading, pipeline
    from worksheets.press import job

    trusted = [loading.load(name) for name in layouts]
    made = job.continued_sheet if continuation else job.sheet
    return [made(str(file), pipeline.read_bytes(file), trusted) for file in files]


def _printed(sheets: "Sequence[Sheet]", wanted: dict[str, Any]) -> "Printed":
    from worksheets.press import job
    from worksheets.units import mm

    if wanted["tile"]:
        return job.tiles(sheets, wanted["tile"], mm(wanted["overlap"] or 10))
    if wanted["up"]:
        return job.several(sheets, int(wanted["up"]), wanted["paper"], wanted["copies"] or 1)
    if wanted["pack"]:
        wish = job.Pack(
            title=one_line("--title", wanted["title"]), copies=wanted["copies"] or 1,
            tables=wanted["tables"] or 1, duplex=wanted["duplex"], fillable=wanted["fillable"],
        )  # fmt: skip
        return job.pack(sheets, wish)
    return job.plain(sheets)
