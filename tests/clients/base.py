"""What every client and renderer has in common: the values to fill, and running a program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

from PIL import Image

COMPLAINT_LENGTH = 2000  # characters kept of what a failed program said


class ClientError(RuntimeError):
    """A program failed, ran out of time, or the form lacks a field that was to be filled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """What to put into a form; every key is a full field name.

    Attributes:
        text: Text by text field.
        radios: Name of the chosen state (such as ``s3``) by radio group.
        checks: Ticked or not, by checkbox.
        choices: Export value by combo box.
    """

    text: Mapping[str, str] = field(default_factory=dict)
    radios: Mapping[str, str] = field(default_factory=dict)
    checks: Mapping[str, bool] = field(default_factory=dict)
    choices: Mapping[str, str] = field(default_factory=dict)


Job = tuple[bytes, Fill]


class Client(Protocol):
    """A program that fills the form of a PDF and saves it."""

    name: str

    def missing(self) -> str | None:
        """Say what to install before this client can run, or None."""

    def fill_many(self, jobs: Sequence[Job]) -> list[bytes]:
        """Fill several forms with one start of the program; results in the order of jobs.

        Raises:
            ClientError: The program failed or timed out, or a field or option does not exist.
        """

    def fill(self, source: bytes, fill: Fill) -> bytes:
        """Fill one form; raises as `fill_many` does."""
        return self.fill_many([(source, fill)])[0]


class Renderer(Protocol):
    """A program that draws a page of a PDF."""

    name: str

    def missing(self) -> str | None:
        """Say what to install before this renderer can run, or None."""

    def render(self, source: bytes, page: int = 0, dpi: int = 150) -> Image.Image:
        """Draw a page (counted from 0) as an RGB picture.

        Raises:
            ClientError: The program failed or timed out.
        """


def run(command: Sequence[str | Path], *, stdin: bytes = b"", timeout: float) -> bytes:
    """Run a program and return its standard output.

    After ``timeout`` seconds the program and all it started are killed.

    Raises:
        ClientError: It could not start, ended with an error, or timed out.
    """
    program = Path(command[0]).name
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    except OSError as error:
        message = f"{program} did not start: {error}"
        raise ClientError(message) from error
    with process:
        try:
            output, complaint = process.communicate(stdin, timeout)
        except subprocess.TimeoutExpired as error:
            message = f"{program} took more than {timeout:.0f} s"
            raise ClientError(message) from error
        finally:
            kill_group(process)
    if process.returncode:
        said = complaint.decode(errors="replace").strip()[-COMPLAINT_LENGTH:]
        message = f"{program} ended with {process.returncode}: {said}"
        raise ClientError(message)
    return output


def kill_group(process: subprocess.Popen[bytes]) -> None:
    """End a program that still runs, with its children; it leads a process group of its own."""
    if process.poll() is None:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def fill_by_script(
    command: Sequence[str | Path],
    jobs: Sequence[Job],
    *,
    timeout: float,
    describe: Callable[[bytes, Fill], Mapping[str, object]] = lambda _source, fill: asdict(fill),
) -> list[bytes]:
    """Let a script fill forms, as `run_script` does.

    Args:
        command: The script and its arguments; the JSON comes on standard input.
        jobs: Forms and values.
        timeout: Seconds for all jobs together.
        describe: What a job holds beside the paths ``source`` and ``target``.

    Raises:
        ClientError: The script failed or timed out.
    """
    described = [(source, describe(source, fill)) for source, fill in jobs]
    return run_script(command, described, suffix=".pdf", timeout=timeout)


def run_script(
    command: Sequence[str | Path],
    jobs: Sequence[tuple[bytes, Mapping[str, object]]],
    *,
    suffix: str,
    timeout: float,
) -> list[bytes]:
    """Let a script change files: it reads a JSON list of jobs and writes every job's ``target``.

    Args:
        command: The script and its arguments; the JSON comes on standard input.
        jobs: Files, and what each job holds beside the paths ``source`` and ``target``.
        suffix: How the names of the files end.
        timeout: Seconds for all jobs together.

    Raises:
        ClientError: The script failed or timed out.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        described = []
        for number, (source, job) in enumerate(jobs):
            paths = {key: folder / f"{number}-{key}{suffix}" for key in ("source", "target")}
            paths["source"].write_bytes(source)
            described.append({**{key: str(path) for key, path in paths.items()}, **job})
        run(command, stdin=json.dumps(described).encode(), timeout=timeout)
        return [Path(str(job["target"])).read_bytes() for job in described]
