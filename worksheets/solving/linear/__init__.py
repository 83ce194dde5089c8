"""Solve the linear edition: one question below the other in large type, page after page.

Sections break between questions, never inside one, and no head stands without its first question.
Order and words are those of `model.linear`.
"""

from dataclasses import dataclass, replace

from worksheets.errors import Problem
from worksheets.model.linear import Question, Section, sections
from worksheets.model.sheet import Group
from worksheets.solving.linear.heads import Heads
from worksheets.solving.linear.measures import Column, column_of
from worksheets.solving.linear.questions import Questions
from worksheets.solving.pagination import MAX_PAGES
from worksheets.solving.strip import Strip

_BETWEEN_SECTIONS, _BETWEEN_QUESTIONS = 2.0, 1.25
"""Lines that are left free."""
_MOST_FURTHER = 3
"""Lines that boxes for text grow by at most to fill a page."""


def contents(strip: Strip) -> list[Group]:
    """Return what stands on each page; note as problems what fits none."""
    flow = _Flow(strip, column_of(strip.paper, strip.fitter.theme))
    pages = flow.pages()
    if len(pages) > MAX_PAGES:
        message = f"the sheet would have more than {MAX_PAGES} pages"
        strip.fitter.problems.append(Problem("F002", message, hint="ask for fewer rows"))
    return [Group("section", (*flow.filled(page),)) for page in pages[:MAX_PAGES]]


@dataclass(frozen=True, slots=True)
class _Part:
    """Questions of one section on one page; with its head, where the section begins there."""

    section: Section
    begins: bool
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class _Page:
    first: bool
    parts: tuple[_Part, ...] = ()

    def plus(self, section: Section, question: Question) -> "_Page":
        """Return the page with one question more."""
        begins = question is section.questions[0]
        if begins or not self.parts:
            return replace(self, parts=(*self.parts, _Part(section, begins, (question,))))
        *before, last = self.parts
        longer = replace(last, questions=(*last.questions, question))
        return replace(self, parts=(*before, longer))


@dataclass(frozen=True, slots=True)
class _Flow:
    strip: Strip
    column: Column

    def pages(self) -> list[_Page]:
        """Return the questions of each page."""
        pages = [_Page(first=True)]
        for section in sections(self.strip.sheet):
            for question in section.questions:
                page = pages[-1].plus(section, question)
                empty = not (pages[-1].parts or pages[-1].first)
                if not empty and self._drawn(page)[1] > self.column.bottom + 0.01:
                    pages.append(_Page(first=False).plus(section, question))
                else:
                    pages[-1] = page
        return pages

    def filled(self, page: _Page) -> list[Group]:
        """Return a page drawn, its boxes for text grown alike by whole lines."""
        for further in range(_MOST_FURTHER, -1, -1):
            groups, bottom = self._drawn(page, further)
            if bottom <= self.column.bottom + 0.01:
                break
        else:
            names = ", ".join(q.slot.label for part in page.parts for q in part.questions)
            hint = "shorten its words, or take a larger paper"
            problem = Problem("F002", f"the question does not fit the page: {names}", hint=hint)
            self.strip.fitter.problems.append(problem)
        return groups

    def _drawn(self, page: _Page, further: int = 0) -> tuple[list[Group], float]:
        """Return a page drawn and where it ends; boxes have ``further`` lines."""
        line = self.strip.fitter.theme.line
        heads = Heads(self.strip, self.column)
        questions = Questions(self.column, self.strip.fitter, further)
        if page.first:
            groups, y = heads.opening()
        else:
            part = page.parts[0]
            groups, y = [heads.running(None if part.begins else part.section)], self.column.top
        for number, part in enumerate(page.parts):
            here: list[Group] = []
            y += _BETWEEN_SECTIONS * line if number else 0
            above = y
            if part.begins:
                here, y = heads.draw(part.section, y)
            for index, question in enumerate(part.questions):
                gap = _BETWEEN_QUESTIONS * line if index else 0
                drawn, y = questions.draw(question, y + gap, 0 if index else y - above)
                here += drawn
            groups.append(Group("section", tuple(here)))
        return groups, y
