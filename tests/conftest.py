"""What all tests share: options, golden files, and a list of the programs that did not run."""

from collections import Counter
from collections.abc import Callable
from difflib import unified_diff
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import settings

GOLDEN = Path(__file__).parent / "golden"
OUTCOMES = ("passed", "failed", "error", "skipped")
SHOWN = 60  # lines of a difference
ABSENT_PROGRAM = " is missing: "  # how tests.clients.require says it


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the project's own options."""
    parser.addoption("--accept", action="store_true", help="renew the files under tests/golden")
    parser.addoption("--full", action="store_true", help="also run the tests marked 'full'")
    parser.addoption("--viewers", metavar="FILE", help="with --full: write docs/viewers.md anew")
    parser.addoption("--report", metavar="FILE", help="write counts per suite as Markdown")


def pytest_configure(config: pytest.Config) -> None:
    """Let hypothesis draw the same examples each time, and many new ones in a full run."""
    settings.register_profile("sample", derandomize=True, deadline=None, max_examples=60)
    settings.register_profile("full", deadline=None, max_examples=1000, database=None)
    settings.load_profile("full" if config.getoption("--full") else "sample")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests marked ``full``, unless they are asked for."""
    if config.getoption("--full") or "full" in config.getoption("-m"):
        return
    long = [item for item in items if item.get_closest_marker("full")]
    items[:] = [item for item in items if item not in long]
    config.hook.pytest_deselected(items=long)


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with a file under tests/golden; ``--accept`` renews the file."""

    def compare(name: str, text: str) -> None:
        file = GOLDEN / name
        if request.config.getoption("--accept"):
            file.write_text(text, encoding="utf-8", newline="\n")
        assert file.is_file(), f"there is no tests/golden/{name}; run pytest --accept"
        before = file.read_text(encoding="utf-8")
        lines = unified_diff(before.splitlines(), text.splitlines(), name, "now", n=2, lineterm="")
        assert before == text, "\n".join(islice(lines, SHOWN))

    return compare


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """List the outside programs whose tests were skipped; write the report that was asked for."""
    absent: Counter[str] = Counter()
    for report in terminalreporter.getreports("skipped"):
        reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr)
        if ABSENT_PROGRAM in reason:
            absent[reason.removeprefix("Skipped: ")] += 1
    programs = [f"{reason} ({count} tests)" for reason, count in sorted(absent.items())]
    if programs:
        terminalreporter.section("programs that did not run")
        terminalreporter.write("".join(f"{line}\n" for line in programs))
    if target := terminalreporter.config.getoption("--report"):
        Path(target).write_text(_as_markdown(terminalreporter, programs), encoding="utf-8")


def _as_markdown(terminalreporter: pytest.TerminalReporter, programs: list[str]) -> str:
    suites: dict[str, Counter[str]] = {}
    for outcome in OUTCOMES:
        for report in terminalreporter.getreports(outcome):
            suite = report.nodeid.partition("::")[0].removeprefix("tests/")
            suites.setdefault(suite, Counter())[outcome] += 1
    rows = [(suite, *(str(found[o]) for o in OUTCOMES)) for suite, found in sorted(suites.items())]
    table = [("suite", *OUTCOMES), ("---",) * (1 + len(OUTCOMES)), *rows]
    lines = ["# Test report", "", *(f"| {' | '.join(row)} |" for row in table), ""]
    return "\n".join(
        [*lines, "Programs that did not run:", "", *map("- {}".format, programs or ["none"]), ""]
    )
