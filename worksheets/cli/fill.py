"""``worksheets fill``."""

from pathlib import Path

import click

FILE = click.Path(dir_okay=False, path_type=Path)


@click.command("fill")
@click.argument("file", type=FILE)
@click.argument("answers", type=FILE, metavar="ANSWERS.json")
@click.option("-o", "--output", type=FILE, required=True, help="The file to write.")
@click.option("--layout", "layouts", multiple=True, help="A layout to trust; repeat.")
@click.option("--force", is_flag=True, help="Overwrite a file that holds other answers.")
def command(
    file: Path, answers: Path, output: Path, layouts: tuple[str, ...], *, force: bool
) -> None:
    """Put the answers of a JSON file into a worksheet; other answers stay, null clears one."""
    from worksheets import loading, pipeline
    from worksheets.cli.generate import read_answers
    from worksheets.readers.detection import detect

    if output.resolve() == answers.resolve():
        raise click.UsageError(f"-o {output} would overwrite the answers")
    given = read_answers(answers)
    trusted = [loading.load(name) for name in layouts]
    data = pipeline.fill(pipeline.read_bytes(file), given, trusted)
    after = pipeline.read(data, trusted).values()
    pipeline.save(output, data, after, force=force)
    for problem in pipeline.unseen(after, detect(data)):
        click.echo(f"worksheets: {problem}", err=True)
    click.echo(str(output))
