"""Solve one question: its label, what it asks, and below it a box or one answer per line."""

from dataclasses import dataclass
from math import ceil

from worksheets.fonts import width
from worksheets.model.fields import Check, Choice, Date, Field, Number, Scale
from worksheets.model.labels import in_line
from worksheets.model.linear import Mark, Question
from worksheets.model.sheet import Group, Item, Ornament, Rect, Widget, Words
from worksheets.solving.controls import paragraphs, text_box
from worksheets.solving.fit import Fitter, Print
from worksheets.solving.linear.measures import Column
from worksheets.solving.scales import meaning

_CAPS, _BASE = 0.72, 0.36
"""Of a size: how high capitals are; how far below its middle a line has its baseline."""
Drawn = tuple[list[Group | Item], float]
"""What is drawn, and where it ends."""


@dataclass(frozen=True, slots=True)
class Questions:
    """Draws questions into a column; boxes for text have ``further`` lines, if they may grow."""

    column: Column
    fitter: Fitter
    further: int = 0

    def draw(
        self, question: Question, top: float, led: float = 0
    ) -> tuple[tuple[Group, ...], float]:
        """Return a question drawn below ``top`` and where it ends.

        With a head ``led`` points high above it, it is not higher than a page.
        """
        if isinstance(question.slot.field, Check):
            items, bottom = self._check(question, top)
        else:
            items, y = self.asked(question, top, self.column.left)
            column = self.column.bottom - self.column.top
            more, bottom = self._answer(question, y, column - led - (y - top))
            items += more
        return paragraphs(items), bottom

    def asked(self, question: Question, top: float, left: float) -> Drawn:
        """Return the label and the question, and where the answer begins."""
        theme, room = self.fitter.theme, self.column.right - left
        items: list[Group | Item] = []
        y = top
        if question.label:
            rungs = [(theme.medium, 99)]
            label = self.fitter.flowing(question.label, room, rungs, face="bold", beside=True)
            items += label.words(left, y + _CAPS * theme.medium)
            y += theme.medium + label.depth
        if question.hint:
            y += 0.2 * theme.line if question.label else 0
            hint = self.fitter.flowing(question.hint, room, [(theme.small, 99)])
            items += hint.words(left, y + _CAPS * theme.small, ink="quiet")
            y += 1.1 * theme.small + hint.depth
        return items, y + (0.35 * theme.line if items else 0)

    # ------------------------------------------------------------ answers

    def _check(self, question: Question, top: float) -> Drawn:
        """Return a square with its label beside it."""
        theme, left = self.fitter.theme, self.column.left
        square = Rect(left, top, left + theme.tick, top + theme.tick)
        lift = (theme.tick - _CAPS * theme.medium) / 2
        start = left + theme.tick + 0.5 * theme.line
        items, bottom = self.asked(question, top + lift, start)
        widget = Widget(slot=question.slot, rect=square, shape="square", state="on")
        return [*items, widget], max(square.bottom, bottom - 0.35 * theme.line)

    def _answer(self, question: Question, top: float, room: float) -> Drawn:
        if question.marks:
            return self._marks(question, top, room)
        left, theme = self.column.left, self.fitter.theme
        height = max(theme.header_box, min(self._height(question), room))
        rect = Rect(left, top, left + self._across(question.slot.field), top + height)
        return list(text_box(question.slot, rect, self.fitter)), rect.bottom

    def _height(self, question: Question) -> float:
        theme, lines = self.fitter.theme, question.lines
        return (lines + self.further + 0.7) * theme.line if lines > 1 else theme.header_box

    def _across(self, field: Field) -> float:
        """Return how wide a box is: short answers have short boxes."""
        theme, line = self.fitter.theme, self.column.width
        if isinstance(field, Date | Number):
            return min(line, 9 * theme.line)
        if isinstance(field, Choice):
            longest = max(width(in_line(o.label), "regular", theme.medium) for o in field.options)
            return min(line, max(12 * theme.line, longest + 4 * theme.line))
        return line

    # ------------------------------------------------------------ marks

    def _marks(self, question: Question, top: float, room: float) -> Drawn:
        """Return one answer per line, in further columns where a page is too low for all."""
        marks, theme = question.marks, self.fitter.theme
        gap = 1.2 * theme.line
        for columns in range(1, 7):
            across = (self.column.width - gap * (columns - 1)) / columns
            each = ceil(len(marks) / columns)
            words = self._words(question, across)
            pitch = theme.pitch + max(one.depth for one in words)
            if each * pitch <= room:
                break
        items: list[Group] = []
        for index, (mark, said) in enumerate(zip(marks, words, strict=True)):
            x = self.column.left + index // each * (across + gap)
            y = top + index % each * pitch + theme.pitch / 2
            items.append(self._mark(question, mark, said, (x, y)))
        slack = theme.pitch - 2 * theme.radius
        return [Group("list", tuple(items))], top + each * pitch - slack / 2

    def _words_start(self, question: Question) -> float:
        """Return how far right of its mark's edge an answer's words begin."""
        theme = self.fitter.theme
        start = 2 * theme.radius + 0.55 * theme.line
        if any(mark.mood is not None for mark in question.marks):
            start += 2 * theme.radius + 0.5 * theme.line
        numbers = [width(mark.number, "regular", theme.medium) for mark in question.marks]
        return start + (max(numbers) + 0.55 * theme.line if any(numbers) else 0)

    def _words(self, question: Question, across: float) -> list[Print]:
        """Return the words of the answers; a second language is beside all of them or below."""
        size, room = self.fitter.theme.medium, across - self._words_start(question)
        texts = [mark.words for mark in question.marks]
        beside = all(self.fitter.whole(t, size, beside=True).width <= room for t in texts)
        rungs = [(size, 1), (size, 3)]
        return [self.fitter.flowing(t, room, rungs, leading=1.2, beside=beside) for t in texts]

    def _mark(
        self, question: Question, mark: Mark, words: Print, place: tuple[float, float]
    ) -> Group:
        """Return a circle or square, a face, a number, and words."""
        theme, (x, y), field = self.fitter.theme, place, question.slot.field
        many = isinstance(field, Choice) and field.many
        half, r = (theme.tick / 2 if many else theme.radius), theme.radius
        said = mark.words
        if isinstance(field, Scale):
            said = meaning(field, mark.state, mark.number, mark.words)
        rect = Rect(x + r - half, y - half, x + r + half, y + half)
        widget = Widget(slot=question.slot, rect=rect, shape="square" if many else "circle",
                        state=mark.state, meaning=said)  # fmt: skip
        body: list[Group | Item] = []
        if mark.mood is not None:
            face_x = x + 3 * r + 0.5 * theme.line
            face = Rect(face_x - 0.9 * r, y - 0.9 * r, face_x + 0.9 * r, y + 0.9 * r)
            body.append(Group("artifact", (Ornament(name="face", rect=face, value=mark.mood),)))
        size, base = theme.medium, y + _BASE * theme.medium
        words_at = x + self._words_start(question)
        if mark.number:
            body.append(Words(x=words_at - 0.55 * theme.line, y=base, lines=(mark.number,),
                              size=size, leading=theme.line, ink="quiet",
                              align="right"))  # fmt: skip
        if mark.words:
            body += words.words(words_at, base)
        return Group("item", (Group("bullet", (widget,)), Group("body", tuple(body))))
