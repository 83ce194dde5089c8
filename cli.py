"""Run the command line from a checkout: ``python cli.py --help``."""

from worksheets.cli import main

main(prog_name="cli.py")
