"""``worksheets generate``."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from worksheets.cli import progress
from worksheets.cli.branding import brand_of, brand_options

if TYPE_CHECKING:
    from worksheets.model.sheet import Edition
    from worksheets.model.workshop import Workshop
    from worksheets.sending.parcel import File

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("generate")
@click.argument("layouts", nargs=-1, metavar="[LAYOUT]...")
@click.option(
    "-l",
    "--locale",
    "locales",
    multiple=True,
    help="Language, e.g. lv, or two on each sheet, e.g. lv+en; repeat, or 'all'.",
)
@click.option("-f", "--format", "formats", multiple=True,
              type=click.Choice(["pdf", "docx", "xlsx", "json"]),
              help="Repeat for several; pdf is the default.")  # fmt: skip
@click.option("--stages", help='A stage set, words as in "Plan, Buy, Use", or a YAML file.')
@click.option("--paper", help="A4, A3, Letter, ...; the usual one if left out.")
@click.option("--edition", type=click.Choice(["grid", "linear"]), default="grid",
              help="linear: one question below the other in large type; pdf and docx.")  # fmt: skip
@click.option("--title", help="Another title, printed as typed.")
@click.option("--set", "settings", multiple=True, metavar="FIELD=VALUE", help="Fill in a field.")
@click.option("--answers", type=FILE, metavar="FILE.json", help="Fill in these answers.")
@click.option("--participants", type=FILE, metavar="FILE.csv|xlsx",
              help="A personal copy for everybody on the list, too.")  # fmt: skip
@click.option("--workshop", "workshop_file", type=FILE, metavar="FILE.yaml|xlsx",
              help="All of the above, and the people, from one file.")  # fmt: skip
@brand_options
@click.option("--mail", is_flag=True, help="A mail draft (.eml) for each person, too.")
@click.option("--one-pdf", is_flag=True,
              help="All personal copies in one PDF to print: no fields, codes stay.")  # fmt: skip
@click.option("--zip", "archive", is_flag=True, help="One archive instead of single files.")
@click.option("--no-marks", is_flag=True, help="No corner squares and codes (needed for scans).")
@click.option("--allow-untranslated", is_flag=True, help="Print English where words are missing.")
@click.option("--force", is_flag=True, help="Overwrite files that hold answers.")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=".",
              help="Folder for the files.")  # fmt: skip
def command(
    settings: tuple[str, ...],
    answers: Path | None,
    title: str | None,
    edition: "Edition",
    output: Path,
    *,
    mail: bool,
    one_pdf: bool,
    archive: bool,
    no_marks: bool,
    allow_untranslated: bool,
    force: bool,
    brand: Path | None,
    accent: str | None,
    logo: Path | None,
    organiser: str | None,
    **wanted: Any,  # noqa: ANN401 (what to make, and of what)
) -> None:
    """Make worksheets; print the written paths, one a line.

    LAYOUT is a built-in map (see 'worksheets list') or the path of a YAML file.
    """
    from worksheets.sending.parcel import Parcel, Wish

    workshop = _workshop(**wanted)
    if (mail or one_pdf) and not workshop.people:
        raise click.UsageError("--mail and --one-pdf need people: give --participants too")
    own = brand_of(workshop.look, brand=brand, accent=accent, logo=logo, organiser=organiser)
    parcel = Parcel(
        Wish(
            workshop=workshop, title=title, marks=not no_marks, mail=mail, one_pdf=one_pdf,
            allow_untranslated=allow_untranslated, given=_given(settings, answers),
            edition=edition, brand=own,
        )
    )  # fmt: skip
    for name in parcel.without_stages if wanted["stages"] else ():
        click.echo(f"worksheets: {name} has no stages; --stages changes nothing", err=True)
    for problem in parcel.warnings:
        click.echo(f"worksheets: {problem}", err=True)
    with progress(parcel.batches(), "making", len(parcel)) as bar:
        if archive:
            _save_archive(output / f"{workshop.id or 'worksheets'}.zip", bar)
        else:
            _save_files(output, bar, force=force)


def _save_files(output: Path, batches: Iterable[list["File"]], *, force: bool) -> None:
    from worksheets import pipeline

    for file in (file for batch in batches for file in batch):
        path = output / file.path
        pipeline.save(path, file.data, file.values, force=force or path.suffix == ".json")
        click.echo(str(path))


def _save_archive(path: Path, batches: Iterable[list["File"]]) -> None:
    from worksheets import pipeline
    from worksheets.writers.package import zipped

    parts = {file.path: file.data for batch in batches for file in batch}
    pipeline.save(path, zipped(parts), {})
    click.echo(str(path))


def _workshop(
    layouts: tuple[str, ...],
    locales: tuple[str, ...],
    formats: tuple[str, ...],
    stages: str | None,
    paper: str | None,
    participants: Path | None,
    workshop_file: Path | None,
) -> "Workshop":
    """Return the workshop of a file, or an unnamed one; options count more than the file."""
    from worksheets import loading
    from worksheets.model.workshop import Workshop

    workshop = loading.load_workshop(workshop_file) if workshop_file else Workshop(id="", name="")
    said: dict[str, Any] = {
        "layouts": layouts,
        "locales": tuple(tags_of(locales)) if locales else (),
        "formats": formats,
        "paper": paper,
        "stages": loading.load_stages(stages) if stages is not None else None,
        "people": loading.load_people(participants) if participants else (),
    }
    workshop = replace(workshop, **{name: value for name, value in said.items() if value})
    if not workshop.layouts:
        hint = "give one to make, as in 'worksheets generate journey-map'"
        raise click.UsageError(f"missing argument 'LAYOUT...': {hint}")
    return workshop


def tags_of(locales: tuple[str, ...]) -> list[str]:
    """Return the locales asked for, English if none are."""
    from worksheets import i18n

    named = [i18n.normal_tags(tag) for tag in locales if tag != "all"]
    every = i18n.locales() if "all" in locales else ()
    return list(dict.fromkeys((*every, *named))) or ["en"]


def _given(settings: tuple[str, ...], answers: Path | None) -> dict[str, Any]:
    given = read_answers(answers) if answers else {}
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            raise click.UsageError(
                f"--set {setting!r}: write FIELD=VALUE, as in --set persona=Jana"
            )
        given[name.strip()] = value
    return given


def read_answers(path: Path) -> dict[str, Any]:
    """Return answers by field id from a JSON file: a plain mapping or a whole response."""
    from worksheets import pipeline
    from worksheets.errors import Problem, Spot, UnusableInputError

    try:
        data = json.loads(pipeline.read_bytes(path).decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        problem = Problem("R015", f"is not JSON: {error}", Spot(str(path)))
        raise UnusableInputError(problem) from error
    found = data.get("answers", data) if isinstance(data, dict) else None
    if not isinstance(found, dict):
        hint = 'write {"field": "answer"}'
        raise UnusableInputError(Problem("R015", "holds no answers", Spot(str(path)), hint))
    return found
