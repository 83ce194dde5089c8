"""A command imports only what it needs: help is quick, reading needs no drawing library."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {
    "reportlab", "pikepdf", "pypdf", "segno", "openpyxl", "docx", "lxml",
    "PIL", "fontTools", "svgelements", "pypdfium2",
    "babel", "pydantic", "ruamel.yaml", "matplotlib", "xlsxwriter", "jinja2", "sqlite3", "pyarrow",
}  # fmt: skip
PROBE = """
import json, sys
from worksheets.cli import main
try:
    main(args=sys.argv[1:])
except SystemExit as left:
    assert not left.code, left.code
print(json.dumps(sorted(sys.modules)))
"""


def imported(folder: Path, *arguments: str) -> set[str]:
    """Run a command in a process of its own and return the heavy packages that it imported."""
    command = [sys.executable, "-c", PROBE, *arguments]
    path = {"PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, cwd=folder, env=path, capture_output=True, text=True, check=True)
    return set(json.loads(done.stdout.splitlines()[-1])) & HEAVY


@pytest.mark.parametrize(
    "arguments",
    [["--version"], *([*name, "--help"] for name in ([], ["generate"], ["collect"], ["print"]))],
)
def test_help_imports_nothing_heavy(tmp_path: Path, arguments: list[str]) -> None:
    assert imported(tmp_path, *arguments) == set()


def test_a_json_dump_needs_no_pdf_library(tmp_path: Path) -> None:
    found = imported(tmp_path, "generate", "journey-map", "-f", "json")
    assert not found & {"reportlab", "pikepdf", "pypdf", "segno"}


def test_reading_needs_no_drawing_library(tmp_path: Path) -> None:
    assert "reportlab" in imported(tmp_path, "generate", "journey-map")
    found = imported(tmp_path, "read", "journey-map.en.A4.pdf")
    assert not found & {"reportlab", "pypdf", "segno"}


def test_tables_need_no_drawing_library(tmp_path: Path) -> None:
    imported(tmp_path, "generate", "journey-map")
    found = imported(tmp_path, "collect", "journey-map.en.A4.pdf", "-o", "answers.csv")
    assert not found & {"reportlab", "segno", "matplotlib", "xlsxwriter", "jinja2", "pyarrow"}


def test_what_is_printed_is_utf_8_wherever_it_goes() -> None:
    """A pipe on Windows would take another encoding, and letters would stop the command."""
    command = [sys.executable, "-m", "worksheets", "list", "locales"]
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252"}
    printed = subprocess.run(command, capture_output=True, check=True, env=environment).stdout
    assert "latviešu" in printed.decode("utf-8")
