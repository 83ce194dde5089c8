"""Work on a stranger's file in a process of its own, with limits of time and memory.

qpdf bounds what one stream inflates to and how deep objects nest, but neither how many objects
a file makes it keep nor how long that takes: 515 KB of object streams became 11 GB. So what
parses a file runs in a child, which is stopped after some seconds and, where the system can do
that (not on Windows and macOS), at `MEGABYTES` of memory. A child serves many files, one after
the other: starting one takes 0.15 s, asking it 1 ms.
"""

import atexit
import os
import pickle
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress
from functools import cache
from importlib import import_module
from io import BytesIO
from pathlib import Path
from threading import Lock, Thread
from time import monotonic, sleep
from traceback import format_exc
from typing import Any, BinaryIO

from worksheets.errors import Problem, UnusableInputError, WorksheetsError

SECONDS = 4.0
"""For one file, from the question to the answer."""
MEGABYTES = 512
MAX_REPLY = 64_000_000
"""Bytes that a child may answer."""
_STARTING = 30.0  # seconds, on a busy machine
_LEAST = 1.0  # seconds that are left to a child that started slowly
_FULL = 200  # megabytes; a child that has grown beyond is not asked again
_DOUBTFUL = 320  # megabytes; beyond, libraries may have swallowed that there was no more
_MOST_IDLE = 4
_WIDTH = 8  # bytes of a length
_LOOK_EVERY = 0.2  # seconds between two looks at the clock
_PLAIN = frozenset(
    f"worksheets.{name}" for name in ("errors", "model.brand", "model.response", "model.reading")
)
_PROGRAM = (
    "import sys; sys.path[:] = sys.argv[1:]; from worksheets.readers.limits import serve; serve()"
)
_inside = False  # this process is a child
_alone = Lock()  # where there are no children, seats take turns


class UnavailableError(Exception):
    """No child can be started on this system."""


def attempt(task: str, *arguments: Any, seconds: float = SECONDS) -> Any:  # noqa: ANN401
    """Call a function within limits, or without where no child can be started."""
    try:
        return call(task, *arguments, seconds=seconds)
    except UnavailableError:
        return _function(task)(*arguments)


def call(task: str, *arguments: Any, seconds: float = SECONDS) -> Any:  # noqa: ANN401
    """Return what the function ``module:name`` makes of ``arguments``, called in a child.

    Raises UnusableInputError, the function's own or R003 past a limit, and UnavailableError.
    """
    if _inside:
        return _function(task)(*arguments)
    start = monotonic()
    child = _Child.get()
    seconds = max(_LEAST, seconds - (monotonic() - start))
    answer = child.ask((task, arguments, seconds), seconds)
    if child.spent or len(_Child.idle) >= _MOST_IDLE:
        child.stop()
    else:
        _Child.idle.append(child)
    return _value(*answer)


class Seat:
    """A child for one thread alone, so that it can keep what it will need again.

    A child that is spent is followed by another one.
    """

    def __init__(self) -> None:
        self._child: _Child | None = None

    def attempt(self, task: str, *arguments: Any, seconds: float) -> Any:  # noqa: ANN401
        """Call a function as `call` does, or without limits where no child can be started."""
        try:
            child = self._child = self._child or _Child()
        except UnavailableError:
            with _alone:
                return _function(task)(*arguments)
        answer = child.ask((task, arguments, seconds), seconds)
        if child.spent:
            self.close()
        return _value(*answer)

    def close(self) -> None:
        """End the child."""
        child, self._child = self._child, None
        if child is not None:
            child.stop()

    def interrupt(self) -> None:
        """Kill the child while another thread waits for it; that one is told of a limit."""
        child = self._child
        if child is not None:
            child.process.kill()


def _value(kind: str, value: Any) -> Any:  # noqa: ANN401
    if kind == "problems":
        raise UnusableInputError(value)
    if kind == "bug":
        raise RuntimeError(value)
    return value


def _function(task: str) -> Callable[..., Any]:
    module, _, name = task.partition(":")
    function: Callable[..., Any] = getattr(import_module(module), name)
    return function


def _over(what: str) -> tuple[str, tuple[Problem, ...]]:
    return "problems", (Problem("R003", f"reading the file takes {what}"),)


# ---------------------------------------------------------------- the parent's side


class _Child:
    """A process that runs `serve`; one thread asks it at a time."""

    idle: "list[_Child]" = []  # noqa: RUF012 (shared on purpose)
    busy: "set[_Child]" = set()  # noqa: RUF012 (shared on purpose)

    def __init__(self) -> None:
        """Start it; raise UnavailableError if that does not work here."""
        if not sys.executable or getattr(sys, "frozen", False):
            raise UnavailableError
        self.owner = os.getpid()
        path = [os.path.abspath(folder) for folder in sys.path]  # noqa: PTH100 ("" is here)
        try:
            self.process = subprocess.Popen(  # noqa: S603 (this very Python)
                [sys.executable, "-I", "-c", _PROGRAM, *path],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise UnavailableError from error
        if self._timed(_STARTING, lambda: _receive(self.replies, len(_READY))) != _READY:
            self.stop()
            raise UnavailableError

    @property
    def replies(self) -> BinaryIO:
        """The pipe from the child."""
        return self.process.stdout  # type: ignore[return-value]

    @classmethod
    def get(cls) -> "_Child":
        """Return an idle child, or a new one."""
        while cls.idle:
            child = cls.idle.pop()
            if child.owner == os.getpid() and child.process.poll() is None:
                return child
        return cls()

    def ask(self, question: object, seconds: float) -> tuple[str, Any]:
        """Return the child's answer, or what limit it ran into; it may be ``spent`` then."""
        self.spent = True
        sent = pickle.dumps(question)

        def exchange() -> bytes | None:
            self.process.stdin.write(len(sent).to_bytes(_WIDTH))  # type: ignore[union-attr]
            self.process.stdin.write(sent)  # type: ignore[union-attr]
            self.process.stdin.flush()  # type: ignore[union-attr]
            return _receive(self.replies, limit=MAX_REPLY)

        try:
            reply = self._timed(seconds, exchange)
        except BaseException:  # a key pressed: the answer would be taken for the next one's
            self.stop()
            raise
        if reply is None:
            self.stop()
            return _over("too long" if self.late else "too much memory, or crashes")
        try:
            again, answer = _Answers(BytesIO(reply)).load()
        except Exception:  # a child that was taken over may answer anything
            self.stop()
            return _over("too much memory")
        self.spent = not again
        kind, value = answer
        return kind, value

    def _timed(self, seconds: float, exchange: Callable[[], bytes | None]) -> bytes | None:
        self.late = False
        self.deadline = monotonic() + seconds
        _watch_over(os.getpid())
        _Child.busy.add(self)
        try:
            return exchange()
        except OSError:  # the child is gone
            return None
        finally:
            _Child.busy.discard(self)

    def stop(self) -> None:
        """End the process."""
        if self.owner == os.getpid():
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                pipe.close()  # type: ignore[union-attr]


@cache
def _watch_over(_pid: int) -> None:
    """Start the thread that stops late children, once per process: one each costs too much."""
    Thread(target=_watch, daemon=True).start()


def _watch() -> None:
    while True:
        sleep(_LOOK_EVERY)
        for child in tuple(_Child.busy):
            if monotonic() > child.deadline:
                child.late = True
                child.process.kill()


@atexit.register
def _stop_all() -> None:
    while _Child.idle:
        _Child.idle.pop().stop()


class _Answers(pickle.Unpickler):
    """Takes plain data and our own dataclasses only: what parsed a stranger's file is one too."""

    def find_class(self, module: str, name: str) -> Any:  # noqa: ANN401
        found = getattr(import_module(module), name) if module in _PLAIN else None
        if isinstance(found, type) and found.__module__ == module:
            return found
        raise pickle.UnpicklingError(name)


# ---------------------------------------------------------------- the pipe


_READY = b"ready"


def _receive(pipe: BinaryIO, size: int = 0, limit: int = 0) -> bytes | None:
    """Return ``size`` bytes, or as many as their length before them says; None at the end."""
    if not size:
        head = pipe.read(_WIDTH)
        size = int.from_bytes(head)
        if len(head) < _WIDTH or (limit and size > limit):
            return None
    data = pipe.read(size)
    return data if len(data) == size else None


# ---------------------------------------------------------------- the child's side


def serve() -> None:
    """Answer questions from standard input until it ends."""
    global _inside  # noqa: PLW0603
    _inside = True
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # a key pressed is for our parent to act upon
    _bound_memory()
    questions = sys.stdin.buffer
    with os.fdopen(os.dup(1), "wb") as replies:
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)  # nobody else may write into the pipe
        replies.write(_READY)
        replies.flush()
        while question := _receive(questions):
            task, arguments, seconds = pickle.loads(question)  # noqa: S301 (from our parent)
            del question
            _bound_time(seconds + 1)
            answer, again = _answer(task, arguments)
            del arguments
            reply = pickle.dumps((again, answer))
            if len(reply) > MAX_REPLY:
                reply = pickle.dumps((again, _over("too much memory")))
            _bound_time(0)
            replies.write(len(reply).to_bytes(_WIDTH))
            replies.write(reply)
            replies.flush()


def _answer(task: str, arguments: tuple[Any, ...]) -> tuple[tuple[str, Any], bool]:
    """Return the answer, and whether this process can give another one."""
    answer: tuple[str, Any]
    try:
        answer = "value", _function(task)(*arguments)
    except WorksheetsError as error:
        answer = "problems", error.problems
    except MemoryError:
        return _over("too much memory"), False
    except Exception:  # the parent raises it
        answer = "bug", format_exc()
    most = _most_megabytes()  # memory that was used once is seldom given back
    if most is not None and most > _DOUBTFUL:
        answer = _over("too much memory")
    return answer, most is not None and most < _FULL


def _most_megabytes() -> float | None:
    """Return the most memory this process has held; None if that cannot be told.

    On Linux not by getrusage: that counts what the parent held when it started this one.
    """
    with suppress(OSError, StopIteration):
        lines = Path("/proc/self/status").read_text(encoding="ascii", errors="replace").splitlines()
        return int(next(line for line in lines if line.startswith("VmHWM")).split()[1]) / 1024
    with suppress(ImportError):
        import resource  # noqa: PLC0415  (not on Windows)

        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most / (1 << 20 if sys.platform == "darwin" else 1 << 10)
    return None


def _bound_memory() -> None:
    with suppress(ImportError, ValueError, OSError):
        import resource  # noqa: PLC0415  (not on Windows)

        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20,) * 2)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _bound_time(seconds: float) -> None:
    """End this process after ``seconds`` even if the parent cannot; 0 takes the limit away."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
