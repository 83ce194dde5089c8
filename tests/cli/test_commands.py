"""Runs the commands that Markdown files show and compares what they print.

A block of commands is fenced as ``console``: lines that start with ``$`` are run, the lines
below each are its output (both streams), a last line ``=> 2`` is its exit status (else 0).
``...`` stands for any text in a line, or, alone, for any lines. A block whose fence names a file
(``json answers.json``) is written to that file. Each document starts in an empty folder.
"""

import re
import shlex
from collections.abc import Iterator
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

import pytest

from worksheets.cli import main

HERE = Path(__file__).parent
DOCUMENTS = [*sorted(HERE.glob("*.md")), HERE.parents[1] / "README.md"]
BLOCK = re.compile(r"^```(\w+)(?: (\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
STATUS = re.compile(r"=> (\d+)")


@dataclass(frozen=True)
class Shown:
    """A command with the output and the exit status that a document promises."""

    command: str
    output: tuple[str, ...]
    status: int


def shown(block: str) -> Iterator[Shown]:
    """Yield the commands of a block."""
    for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
        command, *output = part.rstrip("\n").split("\n")
        status = STATUS.fullmatch(output[-1]) if output else None
        yield Shown(
            command,
            tuple(output[:-1] if status else output),
            int(status[1]) if status else 0,
        )


def run(command: str) -> tuple[str, int]:
    """Return what a command prints and its exit status."""
    program, *arguments = shlex.split(command)
    assert program == "worksheets", f"not a command of ours: {command}"
    printed = StringIO()
    with redirect_stdout(printed), redirect_stderr(printed), pytest.raises(SystemExit) as left:
        main(args=arguments)
    return printed.getvalue(), int(left.value.code or 0)


def pattern(lines: tuple[str, ...]) -> re.Pattern[str]:
    """Return what matches the promised output."""
    parts = [
        r"(?:.*\n)*" if line == "..." else ".*".join(map(re.escape, line.split("..."))) + r"\n"
        for line in lines
    ]
    return re.compile("".join(parts))


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.stem)
def test_commands_print_what_the_document_shows(
    document: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    ran = 0
    for language, name, block in BLOCK.findall(document.read_text(encoding="utf-8")):
        if name:
            Path(name).write_text(block, encoding="utf-8")
        elif language == "console":
            for promised in shown(block):
                printed, status = run(promised.command)
                expected = "\n".join(promised.output)
                report = f"$ {promised.command}\n{printed}=> {status}\n\nshown:\n{expected}"
                assert pattern(promised.output).fullmatch(printed), report
                assert status == promised.status, report
                ran += 1
    assert ran, f"{document.name} shows no command"


@pytest.mark.parametrize(
    ("command", "status"),
    [
        ("worksheets nosuch", 2),
        ("worksheets generate", 2),
        ("worksheets generate journey-map --nosuch", 2),
        ("worksheets generate journey-map -f odt", 2),
        ("worksheets generate journey-map --set persona", 2),
        ("worksheets generate journey-map --paper A7", 2),
        ("worksheets generate journey-map -l xx", 2),
        ("worksheets generate journey-map --stages nosuch", 2),
        ("worksheets generate journey-map --set nosuch=1", 3),
        ("worksheets generate journey-map --answers nosuch.json", 3),
        ("worksheets generate journey-map -o a-file/in-the-way", 2),
        ("worksheets fill a-file nosuch.json -o out.pdf", 3),
        ("worksheets list nosuch", 2),
        ("worksheets schema nosuch", 2),
    ],
)
def test_an_error_is_one_line_that_says_what_to_do(
    command: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("a-file").touch()
    printed, left = run(command)
    assert left == status
    assert printed.startswith("worksheets: ")
    assert printed.count("\n") == 1, printed


def test_a_file_that_cannot_be_used_is_named_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("empty.pdf").touch()
    for name, code in (("nosuch.pdf", "R015"), ("empty.pdf", "R002")):
        printed, status = run(f"worksheets read {name} -o found.jsonl")
        assert status == 3
        assert re.search(rf"^worksheets: {name}: {code} [^/]*$", printed, re.MULTILINE), printed
