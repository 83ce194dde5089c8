"""Firefox: its real viewer, typed and clicked into, and its real save button.

It saves as pdf.js does (see `pdfjs`). A tab is inserted as by pasting, since the Tab key would
leave the field.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from .base import Client, Job
from .form import Target, targets
from .marionette import FIREFOX, Marionette, firefox, wait_for

LOADED = "return !!(window.PDFViewerApplication?.pdfDocument)"
TURN = "PDFViewerApplication.page = arguments[0]"
SHOWN = "return !!document.querySelector(arguments[0])"
PASTE = "document.execCommand('insertText', false, arguments[0])"
SELECT_ALL_AND_DELETE = "\ue009a\ue000\ue017"  # Control with A, release, Delete
ANSWER_DIALOG = """
    window.saveURL;  // loads the script that asks for the file
    const file = Cc["@mozilla.org/file/local;1"].createInstance(Ci.nsIFile);
    file.initWithPath(arguments[0]);
    window.makeFilePicker = () => ({
        file,
        init() {},
        appendFilter() {},
        appendFilters() {},
        open: (done) => done(Ci.nsIFilePicker.returnOK),
    });
"""


class Firefox(Client):
    """Firefox ESR without a window."""

    name = "firefox"

    def missing(self) -> str | None:
        """Say whether Firefox has to be installed."""
        return None if shutil.which(FIREFOX) else f"apt install {FIREFOX}"

    def fill_many(self, jobs: Sequence[Job]) -> list[bytes]:
        """Fill the forms one after another in one browser.

        Raises:
            ClientError: Firefox failed or timed out, or a field or option does not exist.
        """
        found = [targets(*job) for job in jobs]
        with TemporaryDirectory(ignore_cleanup_errors=True) as name:
            folder = Path(name)
            with firefox(folder) as browser:
                return [
                    _fill(browser, source, each, folder / str(number))
                    for number, ((source, _), each) in enumerate(zip(jobs, found, strict=True))
                ]


def _fill(browser: Marionette, source: bytes, found: list[Target], folder: Path) -> bytes:
    folder.mkdir()
    path = folder / "form.pdf"
    path.write_bytes(source)
    browser.open_tab(path.as_uri())
    wait_for(lambda: browser.script(LOADED))
    for target in found:
        _set(browser, target)
    return _save(browser, folder / "saved.pdf")


def _set(browser: Marionette, target: Target) -> None:
    widget = target.widget
    selector = f'[data-element-id="{widget.element}"]'
    if not browser.script(SHOWN, selector):
        browser.script(TURN, widget.page + 1)
        wait_for(lambda: browser.script(SHOWN, selector))
    if widget.kind == "text":
        _type(browser, browser.element(selector), target.text)
    elif widget.kind == "choice":
        option = f"{selector} option[value={json.dumps(target.text)}]"
        browser.command("WebDriver:ElementClick", id=browser.element(option))
    elif target.on != widget.on:
        browser.command("WebDriver:ElementClick", id=browser.element(selector))


def _type(browser: Marionette, element: str, text: str) -> None:
    browser.command("WebDriver:ElementSendKeys", id=element, text=SELECT_ALL_AND_DELETE)
    for number, part in enumerate(text.split("\t")):
        if number:
            browser.script(PASTE, "\t")
        if part:
            browser.command("WebDriver:ElementSendKeys", id=element, text=part)


def _save(browser: Marionette, path: Path) -> bytes:
    browser.script(ANSWER_DIALOG, str(path), chrome=True)
    browser.command("WebDriver:ElementClick", id=browser.element("#downloadButton"))
    wait_for(lambda: path.exists() and path.read_bytes().rstrip().endswith(b"%%EOF"))
    return path.read_bytes()
