"""Run every benchmark, print the table and write it to results.md."""

import os
import platform
import re
import subprocess
import sys
from contextlib import ExitStack
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import worksheets
from benchmarks import pdflib, tasks
from benchmarks.collecting import collecting_tasks
from benchmarks.copies import copies_task
from benchmarks.finish import finish_task
from benchmarks.office import office_tasks
from benchmarks.results_workbook import workbook_task
from benchmarks.tasks import Task

RESULTS = Path(__file__).with_name("results.md")
PACKAGES = (
    "pikepdf", "reportlab", "click", "pydantic", "pypdf", "pdfminer.six", "weasyprint", "lxml",
    "python-docx", "docxtpl", "openpyxl", "XlsxWriter", "python-calamine",
)  # fmt: skip
NOTES = """\
CPU: median of CPU time (user and system, all threads), milliseconds. Wall: median of wall time.
Programs take turns within each task, so that a ratio compares runs side by side; ratios are of
CPU time, ours against the program of that row, since the machine may be busy with other work.
Warm: a first turn of everybody is not counted. Only collecting uses several processes, as its aim
for wall time counts on. Exponent: growth since the row above, 1 is linear; below 1 a fixed cost
still weighs, which "for each beyond" leaves out. Shares are of cProfile, which makes Python look
slower than C; those of collecting are of wall time. Texts wrong: those that a reader returned
otherwise than they were typed, in five forms.
"""


def table(found: list[Task]) -> str:
    """Return one Markdown table of all tasks."""
    lines = ["| Task and program | CPU ms | Wall ms | worksheets is | Notes |",
             "|---|--:|--:|---|---|"]  # fmt: skip
    for task in found:
        lines.append(f"| **{task.title}** | | | | |")
        for row in task.rows:
            cpu, wall = (f"{row.cost.cpu:,.1f}", f"{row.cost.wall:,.1f}") if row.cost else ("", "")
            lines.append(f"| {row.who} | {cpu} | {wall} | {row.ratio} | {row.note} |")
    return "\n".join(lines)


def machine() -> str:
    """Say what it ran on."""
    try:
        info = Path("/proc/cpuinfo").read_text(encoding="utf-8")
        model = re.findall(r"model name\s*: (.+)", info)[0]
    except (OSError, IndexError):
        model = platform.processor() or platform.machine()
    load = f", load {os.getloadavg()[0]:.1f} at the end" if hasattr(os, "getloadavg") else ""
    return f"{os.cpu_count()} × {model}, {platform.system()} {platform.machine()}{load}"


def versions() -> str:
    """Say which versions ran."""
    found = [f"Python {platform.python_version()}", f"worksheets {worksheets.__version__}"]
    found += [f"{package} {version(package)}" for package in PACKAGES]
    if not pdflib.missing():
        found += [f"Node.js {_said('node')}", f"pdf-lib {pdflib.version()}"]
    return ", ".join([*found, _said("soffice") or "no LibreOffice"])


def _said(program: str) -> str:
    try:
        said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True)  # noqa: S603
    except OSError:
        return ""
    return " ".join(said.stdout.split()[:2])


def main() -> None:
    """Run everything; takes some minutes."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        node = None if pdflib.missing() else stack.enter_context(pdflib.PdfLib())
        found = [tasks.make_task(folder, node), tasks.read_task(folder, node)]
        found[1:1] = [finish_task(), copies_task()]
        found += office_tasks(folder)
        found += [*collecting_tasks(folder), workbook_task(folder)]
        found += tasks.start_tasks(folder) + tasks.growth_tasks()
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    text = f"# Benchmarks\n\n{when}. {machine()}. {versions()}.\n\n{table(found)}\n\n{NOTES}"
    RESULTS.write_text(text, encoding="utf-8")
    sys.stdout.write(text)


main()
