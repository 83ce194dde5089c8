"""``worksheets read``."""

import json
import sys
from pathlib import Path

import click

from worksheets.cli import progress


@click.command("read")
@click.argument(
    "files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE..."
)
@click.option("--layout", "layouts", multiple=True, help="A layout to trust; repeat.")
@click.option("-o", "--output", type=click.Path(dir_okay=False, path_type=Path),
              help="Write here instead of standard output.")  # fmt: skip
def command(files: tuple[Path, ...], layouts: tuple[str, ...], output: Path | None) -> None:
    """Read filled worksheets; one response per line (JSON Lines)."""
    from worksheets import loading, pipeline

    if output and output.resolve() in {file.resolve() for file in files}:
        raise click.UsageError(f"-o {output} is one of the files to read")
    trusted = [loading.load(name) for name in layouts]
    lines = []
    unusable = False
    with progress(pipeline.read_all(files, trusted), "reading", len(files)) as bar:
        for response in bar:
            if response.status == "unreadable":
                unusable = True
                for problem in response.problems:
                    place = "" if str(problem.where) else f"{response.file}: "
                    click.echo(f"worksheets: {place}{problem}", err=True)
            line = json.dumps(response.as_json(), ensure_ascii=False)
            if output is None:
                click.echo(line)
            else:
                lines.append(line)
    if output is not None:
        text = "".join(f"{line}\n" for line in lines)
        pipeline.save(output, text.encode(), {})
        click.echo(str(output))
    if unusable:
        sys.exit(3)
