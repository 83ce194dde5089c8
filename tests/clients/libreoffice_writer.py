"""A person at the window of LibreOffice Writer; runs under the Python that has ``uno``.

Keys and clicks go through the robot of LibreOffice's own toolkit, so that a prompt is clicked, an
item picked from its list, a day from the calendar and a box ticked as on a screen. Where to click
is known from the place of the caret.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date
from hashlib import sha256
from typing import Any

import uno  # type: ignore[import-not-found,import-untyped,unused-ignore]
from com.sun.star.awt import Key, KeyEvent, KeyModifier, MouseButton, MouseEvent  # type: ignore
from com.sun.star.awt.PosSize import SIZE  # type: ignore

Remote = Any  # an object of LibreOffice: its type is not known here
WAIT_SECONDS = 10.0
HIT_SECONDS = 0.3  # until the effect of a click shows
CLICKS = 10
POLL_SECONDS = 0.005
WINDOW = (1000, 1200)  # pixels
TWIPS_PER_METER = 1440 / 0.0254
ACROSS, DOWN = 4, 8  # pixels from the top of the caret into the letter behind it
NO_CHARACTER = "\0"
LINE_END = re.compile("\r\n|\r|\n")
ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def fill_controls(
    office: Remote, document: Remote, entries: dict[str, str | bool], *, mouse: bool
) -> None:
    """Enter every value into the control of its carrier.

    Args:
        office: The running program, a `libreoffice_script.Office`.
        document: An open document with a visible window, unless there are no entries.
        entries: Value by carrier.
        mouse: Whether prompts are clicked; otherwise the caret moves into them.
    """
    if not entries:
        return
    writer = Writer(office, document, mouse=mouse)
    for carrier, value in entries.items():
        try:
            writer.enter(carrier, value)
        except (RuntimeError, TimeoutError) as error:
            message = f"{carrier}: {error}"
            raise RuntimeError(message) from error


class Writer:
    """An open document and the hands of its user."""

    def __init__(self, office: Remote, document: Remote, *, mouse: bool) -> None:
        """Take the window, without bars and rulers: the page begins in its corner."""
        self._office, self._document, self._mouse = office, document, mouse
        self._toolkit = office.toolkit
        self._across = ACROSS
        self._controller = document.CurrentController
        self._cursor = self._controller.ViewCursor
        self._controller.ViewSettings.ShowRulers = False
        frame = self._controller.Frame
        frame.LayoutManager.setVisible(False)
        self._window = frame.ContainerWindow
        self._window.setPosSize(0, 0, *WINDOW, SIZE)
        frame.activate()
        self._window.setFocus()
        frame.ComponentWindow.setFocus()
        self._toolkit.processEventsToIdle()

    def enter(self, carrier: str, value: str | bool) -> None:
        """Type, choose or tick.

        Raises:
            RuntimeError: There is no such control or item, or the control did not take the value.
            TimeoutError: The program did not react.
        """
        control = self._control(carrier)
        if control.Checkbox:
            self._tick(control, bool(value))
        elif control.ListItems:
            self._choose(control, str(value))
        elif control.Date and ISO_DATE.fullmatch(str(value)):
            self._pick(control, date.fromisoformat(str(value)))
        else:
            self._type(control, str(value))

    def _control(self, carrier: str) -> Remote:
        name = "f_" + sha256(carrier.encode()).hexdigest()[:12]
        anchor = self._document.Bookmarks.getByName(name).Anchor
        for paragraph in each(anchor):
            for portion in each(paragraph):
                if portion.TextPortionType == "ContentControl":
                    return portion.ContentControl
        message = f"no control for {carrier}"
        raise RuntimeError(message)

    def _type(self, control: Remote, text: str) -> None:
        if self._mouse and control.ShowingPlaceHolder and text:
            self._click(control, lambda: not control.ShowingPlaceHolder)  # the prompt is selected
        elif text or not control.ShowingPlaceHolder:
            self._delete_text(control)
        for number, line in enumerate(LINE_END.split(text)):
            if number:
                self._command("InsertLinebreak")  # what the Enter key does in a control
            if line:
                self._command("InsertText", Text=line)
        if text and not control.getAnchor().String:
            message = f"{text!r} was not typed into its control"
            raise RuntimeError(message)

    def _delete_text(self, control: Remote) -> None:
        self._move_into(control)
        for _ in control.getAnchor().String:  # a press may delete several characters
            if control.getAnchor().String:
                self._command("Delete")

    def _choose(self, control: Remote, label: str) -> None:
        items = [{part.Name: part.Value for part in item} for item in control.ListItems]
        labels = [item["DisplayText"] for item in items]
        label = label or labels[0]
        if label not in labels:
            message = f"no item {label!r} among {labels}"
            raise RuntimeError(message)
        with_list = self._open_popup(control)
        self._press(Key.HOME)
        self._press(Key.DOWN)
        self._press(Key.UP)  # Home alone moves to the first item without choosing it
        self._press(Key.DOWN, times=labels.index(label))
        self._close_popup(with_list)
        self._until(lambda: control.getAnchor().String == label, f"{label!r} was not chosen")

    def _pick(self, control: Remote, day: date) -> None:
        shown = date.fromisoformat(control.CurrentDate[:10] or date.today().isoformat())  # noqa: DTZ011
        months = (day.year - shown.year) * 12 + day.month - shown.month
        with_calendar = self._open_popup(control)
        self._press(Key.HOME)  # the first of the month
        self._press(Key.PAGEDOWN if months > 0 else Key.PAGEUP, times=abs(months))
        self._press(Key.RIGHT, times=day.day - 1)
        self._close_popup(with_calendar)
        self._until(
            lambda: control.CurrentDate[:10] == day.isoformat(),
            f"{day} is not {control.CurrentDate}",
        )

    def _tick(self, control: Remote, checked: bool) -> None:
        if control.Checked == checked:
            return
        self._click(control, lambda: control.Checked == checked)

    def _open_popup(self, control: Remote) -> int:
        """Open the list or calendar of a control; return how many windows there are then."""
        self._move_into(control)
        before = self._toolkit.getTopWindowCount()
        self._press(Key.DOWN, modifiers=KeyModifier.MOD2)
        self._until(lambda: self._toolkit.getTopWindowCount() > before, "no list opened")
        return int(self._toolkit.getTopWindowCount())

    def _close_popup(self, windows: int) -> None:
        self._press(Key.RETURN, "\r")
        self._until(lambda: self._toolkit.getTopWindowCount() < windows, "the list stays open")

    def _move_into(self, control: Remote) -> None:
        self._cursor.gotoRange(control.getAnchor().Start, False)
        self._cursor.goRight(1, False)  # over the invisible mark where the control begins
        self._toolkit.processEventsToIdle()

    def _click(self, control: Remote, hit: Callable[[], bool]) -> None:
        """Click on the first letter of a control: behind the caret, or before it in Hebrew."""
        for _ in range(CLICKS):
            self._move_into(control)
            left, top = self._caret()
            event = MouseEvent()
            event.Source = self._window
            event.X, event.Y = left + self._across, top + DOWN
            event.Buttons = MouseButton.LEFT
            event.ClickCount = 1
            self._toolkit.mousePress(event)
            self._toolkit.mouseRelease(event)
            with suppress(TimeoutError):
                return self._until(hit, "the click missed", HIT_SECONDS)
            self._across = -self._across
        message = "all clicks missed"
        raise RuntimeError(message)

    def _caret(self) -> tuple[int, int]:
        """Return the pixel at the top of the caret."""
        data = [int(part) for part in self._controller.getViewData().split(";")]
        left, top, zoom, seen_left, seen_top = data[:5]  # all but the zoom in twips
        scale = self._window.getInfo().PixelPerMeterX / TWIPS_PER_METER * zoom / 100
        return round((left - seen_left) * scale), round((top - seen_top) * scale)

    def _press(
        self, code: int, character: str = NO_CHARACTER, *, modifiers: int = 0, times: int = 1
    ) -> None:
        event = KeyEvent()
        event.Source = self._window
        event.KeyCode = code
        event.KeyChar = uno.Char(character)
        event.Modifiers = modifiers
        for _ in range(times):
            self._toolkit.keyPress(event)
            self._toolkit.keyRelease(event)

    def _command(self, name: str, **arguments: object) -> None:
        self._office.command(self._document, name, **arguments)

    def _until(
        self, reached: Callable[[], bool], complaint: str, seconds: float = WAIT_SECONDS
    ) -> None:
        deadline = time.monotonic() + seconds
        while not reached():
            if time.monotonic() > deadline:
                raise TimeoutError(complaint)
            self._toolkit.processEventsToIdle()
            time.sleep(POLL_SECONDS)


def each(container: Remote) -> Iterator[Remote]:
    """Yield what a collection of LibreOffice holds."""
    enumeration = container.createEnumeration()
    while enumeration.hasMoreElements():
        yield enumeration.nextElement()
