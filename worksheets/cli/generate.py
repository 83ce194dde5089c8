"""``worksheets generate``."""

import json
from pathlib import Path
from typing import Any

import click

from worksheets.cli import progress


@click.command("generate")
@click.argument("layouts", nargs=-1, required=True, metavar="LAYOUT...")
@click.option(
    "-l", "--locale", "locales", multiple=True, help="Language, e.g. lv; repeat, or 'all'."
)
@click.option("-f", "--format", "formats", multiple=True,
              type=click.Choice(["pdf", "docx", "xlsx", "json"]),
              help="Repeat for several; pdf is the default.")  # fmt: skip
@click.option("--stages", help='A stage set, words as in "Plan, Buy, Use", or a YAML file.')
@click.option("--paper", help="A4, A3, Letter, ...; the usual one if left out.")
@click.option("--title", help="Another title, printed as typed.")
@click.option("--set", "settings", multiple=True, metavar="FIELD=VALUE", help="Fill in a field.")
@click.option("--answers", type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.json",
              help="Fill in these answers.")  # fmt: skip
@click.option("--no-marks", is_flag=True, help="No corner squares and codes (needed for scans).")
@click.option("--allow-untranslated", is_flag=True, help="Print English where words are missing.")
@click.option("--force", is_flag=True, help="Overwrite files that hold answers.")
@click.option("-o", "--output", type=click.Path(file_okay=False, path_type=Path), default=".",
              help="Folder for the files.")  # fmt: skip
def command(
    layouts: tuple[str, ...],
    locales: tuple[str, ...],
    formats: tuple[str, ...],
    stages: str | None,
    paper: str | None,
    title: str | None,
    settings: tuple[str, ...],
    answers: Path | None,
    *,
    no_marks: bool,
    allow_untranslated: bool,
    force: bool,
    output: Path,
) -> None:
    """Make worksheets; print the written paths, one a line.

    LAYOUT is a built-in map (see 'worksheets list') or the path of a YAML file.
    """
    from worksheets import loading, pipeline
    from worksheets.errors import Problem

    given = _given(settings, answers)
    stage_set = None if stages is None else loading.load_stages(stages)
    jobs = dict.fromkeys((name, tag) for name in layouts for tag in tags_of(locales))
    ready = []
    for name, tag in jobs:
        missing: list[Problem] | None = [] if allow_untranslated else None
        order = pipeline.order_of(
            name, tag, stages=stage_set, paper=paper, title=title, marks=not no_marks,
            untranslated=missing, own_font=any(f in pipeline.DRAWN for f in formats or ("pdf",)),
        )  # fmt: skip
        worksheet = pipeline.solve(order)
        values = pipeline.prefill(worksheet, given)
        ready.append((worksheet, values))
        if stages and not worksheet.stamp.stages:
            click.echo(f"worksheets: {name} has no stages; --stages changes nothing", err=True)
        unseen = [p for format_ in formats or ("pdf",) for p in pipeline.unseen(values, format_)]
        for problem in (*(missing or ()), *unseen):
            click.echo(f"worksheets: {problem}", err=True)
    with progress(ready, "making", len(ready)) as bar:
        for worksheet, values in bar:
            stamp = worksheet.stamp
            stem = f"{stamp.layout}.{'+'.join(stamp.locales)}.{stamp.paper}"
            kinds = dict.fromkeys(formats or ("pdf",))
            made = {kind: pipeline.write(worksheet, kind, values) for kind in kinds}
            for kind, data in made.items():  # all of a sheet's formats, or none
                path = output / f"{stem}.{kind}"
                pipeline.save(path, data, values, force=force or kind == "json")
                click.echo(str(path))


def tags_of(locales: tuple[str, ...]) -> list[str]:
    """Return the locales asked for, English if none are."""
    from worksheets import i18n

    named = [i18n.normal_tag(tag) for tag in locales if tag != "all"]
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
    from worksheets.errors import Problem, Spot, UnusableInputError

    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        problem = Problem("R015", f"cannot be opened: {error.strerror}", Spot(str(path)))
        raise UnusableInputError(problem) from error
    except (ValueError, RecursionError) as error:
        problem = Problem("R015", f"is not JSON: {error}", Spot(str(path)))
        raise UnusableInputError(problem) from error
    found = data.get("answers", data) if isinstance(data, dict) else None
    if not isinstance(found, dict):
        hint = 'write {"field": "answer"}'
        raise UnusableInputError(Problem("R015", "holds no answers", Spot(str(path)), hint))
    return found
