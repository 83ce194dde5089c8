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
@click.option("-f", "--format", "formats", multiple=True, type=click.Choice(["pdf", "json"]),
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
    stage_set = loading.load_stages(stages) if stages else None
    jobs = [(name, tag) for name in layouts for tag in tags_of(locales)]
    with progress(jobs, "making", len(jobs)) as bar:
        for name, tag in bar:
            missing: list[Problem] | None = [] if allow_untranslated else None
            order = pipeline.order_of(
                name, tag, stages=stage_set, paper=paper, title=title, marks=not no_marks,
                untranslated=missing,
            )  # fmt: skip
            worksheet = pipeline.solve(order)
            values = pipeline.prefill(worksheet, given)
            for problem in missing or ():
                click.echo(f"worksheets: {problem}", err=True)
            for format_ in formats or ("pdf",):
                stamp = worksheet.stamp
                path = output / f"{stamp.layout}.{'+'.join(stamp.locales)}.{stamp.paper}.{format_}"
                data = pipeline.write(worksheet, format_, values)
                pipeline.save(path, data, values, force=force or format_ == "json")
                click.echo(str(path))


def tags_of(locales: tuple[str, ...]) -> list[str]:
    """Return the locales asked for, English if none are."""
    from worksheets import i18n

    if "all" in locales:
        return list(i18n.locales())
    return list(dict.fromkeys(map(i18n.normal_tag, locales or ("en",))))


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
    from worksheets.errors import Problem, UnusableInputError

    try:
        data = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        problem = Problem("R015", f"cannot be read as JSON: {error}", str(path))
        raise UnusableInputError(problem) from error
    found = data.get("answers", data) if isinstance(data, dict) else None
    if not isinstance(found, dict):
        hint = 'write {"field": "answer"}'
        raise UnusableInputError(Problem("R015", "holds no answers", str(path), hint))
    return found
