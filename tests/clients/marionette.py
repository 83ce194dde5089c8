"""Remote control of Firefox: its Marionette protocol, length-prefixed JSON over a socket."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from .base import ClientError, kill_group

FIREFOX = "firefox-esr"
START_SECONDS = 60.0
COMMAND_SECONDS = 120.0
POLL_SECONDS = 0.02
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"  # the key of an element's id, set by WebDriver
OPTIONS = ("--headless", "--no-remote", "--marionette", "--remote-allow-system-access")
PREFERENCES: dict[str, object] = {
    "marionette.port": 0,
    "browser.shell.checkDefaultBrowser": False,
    "browser.startup.page": 0,
    "browser.download.alwaysOpenPanel": False,
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "network.captive-portal-service.enabled": False,
    "network.connectivity-service.enabled": False,
}


class Marionette:
    """A connection to one running Firefox."""

    def __init__(self, port: int) -> None:
        """Connect to the port on this machine and begin to give commands."""
        self._socket = socket.create_connection(("127.0.0.1", port), COMMAND_SECONDS)
        self._buffer = b""
        self._number = 0
        self._receive()  # the greeting
        self.command("WebDriver:NewSession", capabilities={})

    def __enter__(self) -> Self:
        """Return the connection itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the connection."""
        self._socket.close()

    def command(self, name: str, **parameters: object) -> Any:  # noqa: ANN401
        """Give a command and return the result as Firefox sends it.

        Raises:
            ClientError: Firefox reports an error, or does not answer in time.
        """
        self._number += 1
        packet = json.dumps([0, self._number, name, parameters]).encode()
        try:
            self._socket.sendall(b"%d:%b" % (len(packet), packet))
            _, _, error, result = self._receive()
        except OSError as failure:
            message = f"Firefox does not answer to {name}: {failure}"
            raise ClientError(message) from failure
        if error:
            message = f"Firefox, {name}: {error['error']}: {error['message']}"
            raise ClientError(message)
        return result

    def script(self, code: str, *arguments: object, chrome: bool = False) -> Any:  # noqa: ANN401
        """Run a function body in the page, or in the browser's own window, for its result."""
        self.command("Marionette:SetContext", value="chrome" if chrome else "content")
        result = self.command("WebDriver:ExecuteScript", script=code, args=arguments)
        self.command("Marionette:SetContext", value="content")
        return result["value"]

    def element(self, selector: str) -> str:
        """Return the id of the first element that a CSS selector finds."""
        found = self.command("WebDriver:FindElement", using="css selector", value=selector)
        return str(found["value"][ELEMENT])

    def open_tab(self, url: str) -> None:
        """Open a page in a tab of its own and wait until it has loaded."""
        tab = self.command("WebDriver:NewWindow", type="tab")
        self.command("WebDriver:SwitchToWindow", handle=tab["handle"])
        self.command("WebDriver:Navigate", url=url)

    def _receive(self) -> Any:  # noqa: ANN401
        length, _, rest = self._until(lambda: b":" in self._buffer).partition(b":")
        self._buffer = rest
        size = int(length)
        message = self._until(lambda: len(self._buffer) >= size)
        self._buffer = message[size:]
        return json.loads(message[:size])

    def _until(self, enough: Callable[[], bool]) -> bytes:
        while not enough():
            part = self._socket.recv(1 << 16)
            if not part:
                raise ConnectionResetError
            self._buffer += part
        return self._buffer


@contextmanager
def firefox(folder: Path, more: Mapping[str, object] | None = None) -> Iterator[Marionette]:
    """Run a headless Firefox whose profile and home are in an empty folder, then kill it.

    Args:
        folder: The empty folder.
        more: Preferences beside the usual ones.

    Raises:
        ClientError: Firefox did not start in time.
    """
    profile = folder / "profile"
    profile.mkdir()
    wanted = {**PREFERENCES, **(more or {})}
    lines = (f"user_pref({json.dumps(k)}, {json.dumps(v)});" for k, v in wanted.items())
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    process = subprocess.Popen(
        [FIREFOX, "--profile", profile, *OPTIONS],
        env={**os.environ, **_environment(folder)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        active = profile / "MarionetteActivePort"
        wait_for(lambda: active.exists() and active.read_text().strip().isdigit(), START_SECONDS)
        with Marionette(int(active.read_text())) as browser:
            yield browser
    finally:
        kill_group(process)


def _environment(folder: Path) -> dict[str, str]:
    """Return variables which give Firefox its own home; root cannot use the content sandbox."""
    variables = {"HOME": str(folder), "MOZ_CRASHREPORTER_DISABLE": "1"}
    return variables | ({"MOZ_DISABLE_CONTENT_SANDBOX": "1"} if os.geteuid() == 0 else {})


def wait_for(ready: Callable[[], object], seconds: float = COMMAND_SECONDS) -> None:
    """Ask again and again until the answer is true.

    Raises:
        ClientError: It is not within the given seconds.
    """
    end = time.monotonic() + seconds
    while not ready():
        if time.monotonic() > end:
            message = f"Firefox was not ready within {seconds:.0f} s"
            raise ClientError(message)
        time.sleep(POLL_SECONDS)
