"""Which mark belongs to which field, in files where people can write anywhere.

A field is known by its carrier, else by the bookmark of the carrier, else by its labels: in the
row and column of their names, right of its label, or below it (`writers.arrangement`), or after it
where one question stands below the other (`sequence`). What stands in empty fields never counts as
an answer, and what no field holds is kept apart.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from worksheets.errors import Problem
from worksheets.model.fields import Check, Choice, Date, Scale
from worksheets.model.ids import bookmark_of, option_carrier
from worksheets.model.labels import first_line, head, plain
from worksheets.model.response import Cell, DefinedField, Definition, FieldWords, Found, Mark
from worksheets.model.structure import carriers
from worksheets.sequence import Sequential

Extra = dict[str, str]
_TICKS = re.compile("([\u2610\u2611\u2612])([^\u2610\u2611\u2612]*)")
_LETTER = re.compile(r"\w")
_MOST_ALIKE = 100  # cells of one label that are looked at, in the first column and elsewhere
_MOST_COVERED = 200_000  # places that cells reach over
_MOST_STEPS = 2_000_000  # pairs of cells, or of lines and labels, that are compared


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """Marks by carrier; ``extra`` is what was written beside the fields, by place."""

    marks: tuple[Mark, ...]
    extra: Extra
    problems: tuple[Problem, ...] = ()


def placed(definition: Definition, found: Found) -> Placed:
    """Return the marks of the definition's fields, and what else there is."""
    if not found.cells:
        return Placed(marks=found.marks, extra={})
    by_name = {mark.name: _once(mark, definition) for mark in found.marks}
    marks: list[Mark] = []
    missing: list[DefinedField] = []
    for field in definition.fields:
        own = list(_carried(field, by_name))
        marks += own
        gone = any(name in found.deleted for name in carriers(field.id, field.field))
        if not own and not gone:
            missing.append(field)
    used = {name for mark in marks for name in (mark.name, bookmark_of(mark.name))}
    foreign = [mark for mark in found.marks if mark.name not in used]
    tables = _Tables(definition, found.cells if missing else ())
    labelled = list(tables.marks(missing))
    kinds: dict[str, DefinedField] = {field.id: field for field in definition.fields}
    whole = [_unprompted(mark, kinds.get(mark.name), definition) for mark in [*marks, *labelled]]
    problems = _how(labelled, definition)
    extra = _beside(definition, [cell for cell in found.cells if cell.place not in tables.used])
    return Placed(marks=(*whole, *foreign), extra=extra, problems=problems)


def _carried(field: DefinedField, marks: Mapping[str, Mark]) -> Iterator[Mark]:
    """Yield the marks under a field's carriers, or under their bookmarks."""
    for name in dict.fromkeys((*carriers(field.id, field.field), field.id)):
        both = [mark for key in (name, bookmark_of(name)) if (mark := marks.get(key))]
        said = [mark for mark in both if mark.states or (mark.text or "").strip()]
        if both:
            mark = (said or both)[0]
            yield mark if mark.name == name else replace(mark, name=name)


def _how(labelled: Sequence[Mark], definition: Definition) -> tuple[Problem, ...]:
    if not labelled:
        return ()
    count = f"{len(labelled)} of {len(definition.fields)} fields"
    message = f"{count} were found by the words beside them, since their own marks are gone"
    return (Problem("R021", message, hint="compare some answers with the file"),)


# ---------------------------------------------------------------- prompts


def _once(mark: Mark, definition: Definition) -> Mark:
    """Return a mark of several copies of a field without those that nobody has filled in."""
    said = tuple(text for text in mark.states if text.strip() not in definition.prompts)
    if len(mark.states) < 2 or len(said) > 1:  # noqa: PLR2004
        return mark
    told = tuple(problem for problem in mark.problems if problem.code != "A009")
    return replace(mark, states=said, problems=told)


def _unprompted(mark: Mark, field: DefinedField | None, definition: Definition) -> Mark:
    """Return ``mark`` without the words that stand in an empty field."""
    if mark.text is None or not definition.prompts:
        return mark
    text = mark.text.strip("\u200b\u200e\u200f\ufeff")
    trimmed = text.strip()
    if trimmed in definition.prompts:
        return replace(mark, text="")
    menu = field is not None and isinstance(field.field, Scale | Choice | Date)
    for prompt in definition.prompts:
        if not menu and not prompt.endswith("\u2026") and " " not in prompt:
            continue  # a single word may well begin an answer
        rest = trimmed.removeprefix(prompt).removesuffix(prompt)
        if rest != trimmed:
            rest = rest.strip(" ")
            message = f"{prompt!r}, which stands in the empty field, was taken out of the answer"
            problem = Problem("A014", message, mark.name)
            return replace(mark, text=rest, problems=(*mark.problems, problem))
    return mark if text == mark.text else replace(mark, text=text)


# ---------------------------------------------------------------- labels


class _Tables:
    """Finds the cell of a field by its labels."""

    def __init__(self, definition: Definition, cells: Sequence[Cell]) -> None:
        """Index cells by place and by their first line."""
        self.every = cells
        self.cells = [cell for cell in cells if cell.table]
        self.at: dict[tuple[int, int, int], Cell] = {}
        self.by_head: dict[str, list[Cell]] = {}
        self.definition = definition
        self.used: set[str] = set()
        self.steps = _MOST_STEPS
        alike: Counter[tuple[str, bool]] = Counter()
        for cell in self.cells:
            self._cover(cell)
            for name in {plain(first_line(cell.text)), head(cell.text)} - {""}:
                group = (name, cell.column == 0)
                alike[group] += 1
                if alike[group] <= _MOST_ALIKE:
                    self.by_head.setdefault(name, []).append(cell)

    def _cover(self, cell: Cell) -> None:
        """Note all places of a cell."""
        if len(self.at) > _MOST_COVERED:
            return
        for row in range(cell.row, cell.row + min(cell.rows, 100)):
            for column in range(cell.column, cell.column + min(cell.columns, 100)):
                self.at[cell.table, row, column] = cell

    def _is_worth(self, rows: Sequence[Cell], columns: Sequence[Cell]) -> bool:
        """Tell whether so many pairs can still be compared: a stranger may repeat our labels."""
        self.steps -= len(rows) * len(columns)
        return self.steps >= 0

    @cached_property
    def sequence(self) -> Sequential:
        """Return what finds answers that stand below their labels, one after the other."""
        every = (words for field in self.definition.fields for words in field.words.values())
        return Sequential(self.every, {*self.labels, *(plain(words.label) for words in every)})

    @cached_property
    def labels(self) -> set[str]:
        """Return all words that lead to fields."""
        every = (words for field in self.definition.fields for words in field.words.values())
        columns = {plain(words.column) for words in every if not words.column.isdigit()}
        return self.rows | columns - {""}

    @cached_property
    def rows(self) -> set[str]:
        """Return the words of rows, cards and header fields."""
        every = (words for field in self.definition.fields for words in field.words.values())
        return {plain(words.row) for words in every}

    def marks(self, fields: Sequence[DefinedField]) -> Iterator[Mark]:
        """Yield the marks of the fields that are found, as if they had carriers."""
        for field in fields:
            for words in field.words.values():
                if isinstance(field.field, Choice) and field.field.many:
                    own = list(self._many(field, words))
                else:
                    own = [self._mark(field, cell) for cell in self._places(field, words)[:1]]
                if own:
                    yield from own
                    break

    def _mark(self, field: DefinedField, cell: Cell) -> Mark:
        self.used.add(cell.place)
        if isinstance(field.field, Check):
            ticks = _TICKS.findall(cell.text)
            text = ticks[0][0] if ticks else cell.text
            return Mark(name=field.id, text=text)
        return Mark(name=field.id, text=cell.text)

    def _many(self, field: DefinedField, words: FieldWords) -> Iterator[Mark]:
        """Yield a mark per option: each has a cell of its own, or all are ticked in one."""
        assert isinstance(field.field, Choice)  # noqa: S101
        spread = list(self._options(field, words))
        if spread:
            for option, cell in spread:
                self.used.add(cell.place)
                yield Mark(name=option_carrier(field.id, option), text=cell.text)
            return
        for cell in self._places(field, words)[:1]:
            self.used.add(cell.place)
            ticked = [plain(label) for box, label in _TICKS.findall(cell.text) if box != "\u2610"]
            if _TICKS.search(cell.text):
                yield Mark(name=field.id, text=None, states=tuple(ticked))
            else:
                yield Mark(name=field.id, text=cell.text)

    def _options(self, field: DefinedField, words: FieldWords) -> Iterator[tuple[str, Cell]]:
        """Yield the cell of each option that has one of its own, beside its label."""
        options = getattr(field.field, "options", ())
        starts, columns = self._named(words.row), self._named(words.column)
        entries = self._entries(starts, columns)
        for option, label in zip(options, words.options, strict=False):
            named = self._named(label)
            if not self._is_worth([*starts, *entries], named):
                continue
            below = [c for s in starts for c in named if _under(s, c, len(options) + 1)]
            inside = [c for entry in entries for c in named if _right_of(entry, c)]
            if inside or not words.column:
                cells = [cell for c in inside or below if (cell := self._right(c))]
            else:
                cells = self._crossing(below, columns)
            for cell in cells[:1]:
                yield option.id, cell

    def _named(self, label: str) -> list[Cell]:
        """Return the cells that can be a label: what holds an answer may well read like one."""
        named = self.by_head.get(plain(label), [])
        return [cell for cell in named if not cell.fields and cell.place not in self.used]

    def _places(self, field: DefinedField, words: FieldWords) -> list[Cell]:
        """Return the cells that can hold a field, the likeliest first."""
        if below := self.sequence.cells(field, words):
            return list(below)
        if field.number:
            return self._crossing(self._named(str(field.number)), self._named(words.row))
        rows, columns = self._named(words.row), self._named(words.column)
        if not words.column:
            return [cell for cell in map(self._beside, rows) if cell]
        crossing = self._crossing(rows, columns)
        if crossing:
            return crossing
        return [cell for c in self._entries(rows, columns) if (cell := self._right(c))]

    def _entries(self, cards: Sequence[Cell], labels: Sequence[Cell]) -> list[Cell]:
        """Return the labels of entries below those of their cards, the nearest first."""
        if not self._is_worth(cards, labels):
            return []
        found = [
            (c.row - r.row, c)
            for r in cards for c in labels
            if c.table == r.table and c.row > r.row and r.column <= c.column < r.column + r.columns
        ]  # fmt: skip
        return [cell for _, cell in sorted(found, key=lambda item: item[0])]

    def _crossing(self, rows: Sequence[Cell], columns: Sequence[Cell]) -> list[Cell]:
        """Return the cells in the row of one label and the column of another."""
        found: list[Cell] = []
        if not self._is_worth(rows, columns):
            return found
        for row in (row for row in rows if row.column == 0):
            heads = [c for c in columns if c.table == row.table and c.column > row.column]
            above = [c for c in heads if c.row < row.row or c.row < row.row + row.rows - 1]
            above = above or [c for c in heads if c.row == row.row]
            for column in sorted(above, key=lambda c: -c.row)[:1]:
                line = row.row if column.row < row.row else column.row + 1
                cell = self.at.get((row.table, line, column.column))
                if cell and cell is not column:
                    found.append(cell)
        return found

    def _beside(self, label: Cell) -> Cell | None:
        """Return the answer to a label: below it, or where another label is there right of it."""
        right, below = (
            self._right(label),
            self.at.get((label.table, label.row + label.rows, label.column)),
        )
        if not below or not right or self._is_label(right):
            return below or right
        said = right.text.strip() and not below.text.strip()
        return right if said or self._is_label(below, self.rows) else below

    def _right(self, cell: Cell) -> Cell | None:
        return self.at.get((cell.table, cell.row, cell.column + cell.columns))

    def _is_label(self, cell: Cell, labels: Set[str] | None = None) -> bool:
        names = {plain(first_line(cell.text)), head(cell.text)}
        return not names.isdisjoint(self.labels if labels is None else labels)


def _right_of(entry: Cell, cell: Cell) -> bool:
    """Tell whether ``cell`` begins where ``entry`` ends, on one of its rows."""
    beside = cell.table == entry.table and cell.column == entry.column + entry.columns
    return beside and entry.row <= cell.row < entry.row + entry.rows


def _under(start: Cell, cell: Cell, most: int) -> bool:
    """Tell whether ``cell`` stands at most so many rows below ``start``."""
    return (
        cell.table == start.table
        and 0 < cell.row - start.row <= most
        and start.column <= cell.column < start.column + start.columns
    )


# ---------------------------------------------------------------- beside the fields


def _beside(definition: Definition, cells: Sequence[Cell]) -> Extra:
    """Return by place what was written outside of all fields."""
    known = set(map(_compared, _printed(definition)))
    options = _options_by_name(definition)
    steps = _MOST_STEPS
    extra: Extra = {}
    if not definition.texts:
        return extra
    for cell in cells:
        lines = [line for line in cell.rest.split("\n") if _LETTER.search(line)]
        new = [line for line in lines if plain(line) not in known]
        if plain(cell.rest) in known or not new:
            continue
        labels = {label for name in cell.fields for label in options.get(name, ())}
        longest = sorted(labels, key=len, reverse=True)
        steps -= len(new) * len(longest)
        if steps < 0 or any(_LETTER.search(_without(line, longest)) for line in new):
            extra[cell.place] = "\n".join(line.strip() for line in new)
    return extra


_compared = lru_cache(maxsize=4096)(plain)
"""For words that are the same in many files."""


def _options_by_name(definition: Definition) -> Mapping[str, Sequence[str]]:
    """Return the labels of a field's options by its carriers and their bookmarks."""
    found: dict[str, Sequence[str]] = {}
    for field in definition.fields:
        labels = [plain(label) for words in field.words.values() for label in words.options]
        for name in carriers(field.id, field.field) if labels else ():
            found[name] = found[bookmark_of(name)] = labels
    return found


def _without(line: str, labels: Sequence[str]) -> str:
    """Return ``line`` without the labels of options that are ticked in its cell."""
    rest = plain(line)
    for label in labels:
        rest = rest.replace(label, "", 1)
    return rest


def _printed(definition: Definition) -> Iterator[str]:
    """Yield all words that stood in the file before it was filled in."""
    yield from definition.texts
    yield from definition.prompts
    yield from definition.title.values()
    for field in definition.fields:
        for words in field.words.values():
            yield from (words.row, words.column, words.label, *words.options)
