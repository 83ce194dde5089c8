"""The command line: parse, call the pipeline, print, turn errors into exit codes.

Commands are imported when they are called, so that ``--help`` stays quick.
"""

import sys
from collections.abc import Mapping
from importlib import import_module
from io import TextIOWrapper
from typing import Any

import click

from worksheets.errors import WorksheetsError

# Name -> module and the line that ``--help`` shows.
COMMANDS: Mapping[str, tuple[str, str]] = {
    "list": ("worksheets.cli.listing", "Show what there is: layouts, stages, locales, papers."),
    "generate": (
        "worksheets.cli.generate",
        "Make worksheets: one file per layout, locale, format.",
    ),
    "fill": ("worksheets.cli.fill", "Put answers into a worksheet."),
    "read": ("worksheets.cli.read", "Read filled worksheets: one response per line."),
    "collect": ("worksheets.cli.collect", "Read everything that came back into one workbook."),
    "print": ("worksheets.cli.print", "Make packs, tiles and proofs for the printer."),
    "check": ("worksheets.cli.check", "Check layouts: every mistake at once."),
    "preview": ("worksheets.cli.preview", "Draw the first page of a layout as a picture."),
    "new": ("worksheets.cli.new", "Start a layout of your own from another."),
    "translate": ("worksheets.cli.translate", "Start, renew or look at a layout's translation."),
    "schema": ("worksheets.cli.schema", "Print the JSON Schema of a layout, for editors."),
}


class _Commands(click.Group):
    """A group that knows its commands' names and imports a command only to run it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names in their documented order."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import and return one command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(COMMANDS[cmd_name][0]).command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Name the nearest command when there is none of this name."""
        from difflib import get_close_matches

        near = get_close_matches(args[0], list(COMMANDS), n=1)
        if args[0] not in COMMANDS and near:
            ctx.fail(f"there is no command {args[0]!r}; did you mean {near[0]!r}?")
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option("0.1.0", prog_name="worksheets")
def group() -> None:
    """Make localized, fillable worksheets and read the filled copies back as data."""


def main(prog_name: str = "worksheets", args: list[str] | None = None) -> None:
    """Run the command line and exit: 0 done, 1 a bug, 2 usage or definition, 3 unusable input."""
    for stream, errors in ((sys.stdout, "strict"), (sys.stderr, "backslashreplace")):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors=errors)
    try:
        code = group.main(args=args, prog_name=prog_name, standalone_mode=False)
    except WorksheetsError as error:
        for problem in error.problems:
            click.echo(f"worksheets: {problem}", err=True)
        sys.exit(error.exit_code)
    except click.Abort:
        click.echo("worksheets: stopped", err=True)
        sys.exit(130)
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        path = context.command_path if context else prog_name
        message = " ".join(error.format_message().split())
        click.echo(f"worksheets: {message} (see '{path} --help')", err=True)
        sys.exit(2)
    sys.exit(code if isinstance(code, int) else 0)


def progress(items: Any, label: str, count: int) -> Any:  # noqa: ANN401 (a context manager)
    """Return a progress bar on a terminal, and nothing visible when output is piped."""
    quiet = not sys.stderr.isatty() or count < 3  # noqa: PLR2004
    return click.progressbar(items, length=count, label=label, file=sys.stderr, hidden=quiet)
