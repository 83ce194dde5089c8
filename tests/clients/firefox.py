"""Firefox: its real viewer, typed and clicked into, and its real save button.

It saves as pdf.js does (see `pdfjs`). A tab is inserted as by pasting, since the Tab key would
leave the field.
"""

from __future__ import annotations

import base64
import json
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from PIL import Image

from .base import Client, Fill, Job
from .form import Target, targets, widgets
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


PAPER = """
    const page = PDFViewerApplication.pdfViewer.getPageView(0);
    const [left, bottom, right, top] = page.viewport.viewBox;
    return [right - left, top - bottom];
"""
ZOOM = "PDFViewerApplication.pdfViewer.currentScale = arguments[0]"
DRAWN = """
    const page = PDFViewerApplication.pdfViewer.getPageView(0);
    const canvas = page.div.querySelector("canvas");
    const sharp = canvas?.width >= page.viewport.width * devicePixelRatio - 8;
    return page.renderingState === 3 && sharp;
"""
FORMS_DRAWN = "return !!document.querySelector('.page .annotationLayer:not([hidden]) input')"
LEAVE = "document.activeElement.blur()"
SHARP = {"layout.css.devPixelsPerPx": "4.0", "pdfjs.capCanvasAreaFactor": -1}
CM_PER_POINT = 2.54 / 72


@dataclass(frozen=True, slots=True)
class Look:
    """The first page as it is on the screen, the saved file, and the print."""

    picture: Image.Image
    saved: bytes
    printed: bytes


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


def look_many(jobs: Sequence[tuple[bytes, Fill | None]]) -> list[Look]:
    """Open sheets, fill in those that have a fill, and see, save and print their first page.

    Raises:
        ClientError: Firefox failed or timed out, or a field or option does not exist.
    """
    found = [targets(source, fill) if fill else [] for source, fill in jobs]
    with TemporaryDirectory(ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with firefox(folder, SHARP) as browser:
            browser.command("WebDriver:SetWindowRect", width=1400, height=1100)
            return [
                _look(browser, source, each, folder / str(number))
                for number, ((source, _), each) in enumerate(zip(jobs, found, strict=True))
            ]


def _look(browser: Marionette, source: bytes, found: list[Target], folder: Path) -> Look:
    _open(browser, source, folder)
    browser.script(ZOOM, 1)
    wait_for(lambda: browser.script(DRAWN))
    if any(widgets(source)):
        wait_for(lambda: browser.script(FORMS_DRAWN))
    for target in found:
        _set(browser, target)
    browser.script(LEAVE)
    page = browser.element(".page .canvasWrapper")
    shot = browser.command("WebDriver:TakeScreenshot", id=page, full=False)["value"]
    wide, high = (edge * CM_PER_POINT for edge in browser.script(PAPER))
    margin = dict.fromkeys(("left", "right", "top", "bottom"), 0)
    paper = {"width": wide, "height": high}
    printed = browser.command("WebDriver:Print", page=paper, margin=margin, background=True)
    return Look(
        Image.open(BytesIO(base64.b64decode(shot))).convert("RGB"),
        _save(browser, folder / "saved.pdf"),
        base64.b64decode(printed["value"]),
    )


def _open(browser: Marionette, source: bytes, folder: Path) -> None:
    folder.mkdir()
    path = folder / "form.pdf"
    path.write_bytes(source)
    browser.open_tab(path.as_uri())
    wait_for(lambda: browser.script(LOADED))


def _fill(browser: Marionette, source: bytes, found: list[Target], folder: Path) -> bytes:
    _open(browser, source, folder)
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
