"""One job of the press: files in, one file for the printer out."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from worksheets import definition, i18n, pipeline, units
from worksheets.errors import DefinitionError, Problem, Spot, UnusableInputError
from worksheets.fonts import missing
from worksheets.model.layout import Layout
from worksheets.model.response import Definition
from worksheets.model.sheet import Page
from worksheets.press import ground, leaves, up
from worksheets.press.examples import example, sheet_of
from worksheets.press.stock import MAX_PACK, Leaf, Size, attempt
from worksheets.press.tiles import tiled
from worksheets.solving.strip import CODE_MM
from worksheets.solving.theme import theme_for
from worksheets.units import Paper, mm

_MODULES = 25
"""Squares on each side of the codes that pages carry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A file to print: as it came and as it prints, and what it is if it is a worksheet."""

    name: str
    data: bytes
    flat: bytes
    sizes: tuple[Size, ...]
    definition: Definition | None

    @property
    def locales(self) -> tuple[str, ...]:
        """Return its languages, the one that leads first; English if it does not say."""
        return self.definition.stamp.locales if self.definition else (i18n.SOURCE_LOCALE,)

    @property
    def locale(self) -> str:
        """Return the language that leads."""
        return self.locales[0]

    @property
    def title(self) -> str:
        """Return its title, or the name of its file."""
        titles = self.definition.title.values() if self.definition else ()
        return ground.printable(next(iter(titles), "") or self.name)

    @property
    def paper(self) -> str:
        """Return the name of its paper, or its size in millimetres."""
        wide, high = self.sizes[0]
        for name in units.PAPERS:
            known = units.paper(name, "portrait" if wide < high else "landscape")
            if abs(known.width - wide) < mm(1) and abs(known.height - high) < mm(1):
                return name
        return f"{wide / mm(1):.0f} × {high / mm(1):.0f} mm"


@dataclass(frozen=True, slots=True)
class Printed:
    """What a job made, and what there is to say about it."""

    data: bytes
    problems: tuple[Problem, ...] = ()


def sheet(name: str, data: bytes, layouts: Sequence[Layout] = ()) -> Sheet:
    """Return a file as it prints; raise UnusableInputError if that is impossible."""
    try:
        flat, sizes, _ = attempt("stock:flat", data)
    except UnusableInputError as error:
        raise _of(name, error) from error
    first, *others = pipeline.read_parts(data, layouts)
    known = None if others else first.read_by  # a pack is no worksheet
    return Sheet(name=name, data=data, flat=flat, sizes=sizes, definition=known)


def continued_sheet(name: str, data: bytes, layouts: Sequence[Layout] = ()) -> Sheet:
    """Return a worksheet with continuation pages for what outgrows its boxes; raise as `sheet`."""
    from worksheets.press.continuation import continued  # noqa: PLC0415 (seldom asked for)

    try:
        return sheet(name, continued(data, layouts), layouts)
    except UnusableInputError as error:
        raise _of(name, error) from error


def _of(name: str, error: UnusableInputError) -> UnusableInputError:
    """Return an error of a file with its name."""
    return UnusableInputError([replace(problem, where=Spot(name)) for problem in error.problems])


def named(make: Callable[[Sequence[Sheet]], Printed], sheets: Sequence[Sheet]) -> Printed:
    """Return what is made of sheets; raise as ``make``, with the name of the file at fault."""
    try:
        return make(sheets)
    except UnusableInputError as error:
        if any(problem.where for problem in error.problems):
            raise
        if len(sheets) == 1:
            raise _of(sheets[0].name, error) from error
        for one in sheets:
            named(make, [one])
        raise  # each can be printed, but not all of them together


def plain(sheets: Sequence[Sheet], copies: int = 1) -> Printed:
    """Return all pages as they print, one file after the other."""
    order = [Leaf(index, copies) for index in range(len(sheets))]
    flat = [sheet.flat for sheet in sheets]
    return Printed(attempt("stock:bound", flat, order, sheets[0].title, False))


def tiles(sheets: Sequence[Sheet], paper: str, overlap: float) -> Printed:
    """Return the pages over sheets of a smaller paper; ``overlap`` is in points."""
    first = sheets[0]
    sizes = [size for sheet in sheets for size in sheet.sizes]
    say = ground.phrases(first.locale)
    pages = tiled(sizes, paper, overlap, first.title, say)
    drawn = ground.drawn([page for page, _ in pages], first.title, first.locale)
    placings = [[placing] for _, placing in pages]
    return Printed(attempt("composing:composed", drawn, plain(sheets).data, placings))


def several(sheets: Sequence[Sheet], count: int, paper: str | None, copies: int = 1) -> Printed:
    """Return ``count`` pages on each sheet of paper; raise DefinitionError F006 if too many."""
    first = sheets[0]
    sizes = [size for sheet in sheets for size in sheet.sizes * copies]
    _check_count(len(sizes))
    name = paper or (first.paper if first.paper in units.PAPERS else "A4")
    board = up.board_for(sizes, count, name)
    rtl = i18n.direction(first.locale) == "rtl"
    arranged = up.arranged(sizes, board, rtl=rtl)
    drawn = ground.drawn([page for page, _ in arranged], first.title, first.locale)
    placings = [placed for _, placed in arranged]
    data = attempt("composing:composed", drawn, plain(sheets, copies).data, placings)
    return Printed(data, tuple(_too_small(sheets, board)))


def _check_count(pages: int) -> None:
    if pages > MAX_PACK:
        message = f"it would have more than {MAX_PACK} pages"
        raise DefinitionError(Problem("F006", message, hint="print it in parts"))


def _too_small(sheets: Sequence[Sheet], board: up.Board) -> list[Problem]:
    """Return a problem per worksheet whose codes are too small to be read from a scan."""
    problems = []
    for there in sheets:
        known = there.definition
        if known and known.pages and _has_code(there):
            wide, high = (side / 10 for side in known.pages[0])
            shrunk = board.scale * there.sizes[0][0] / wide
            module = CODE_MM * theme_for(Paper("", wide, high)).scale / _MODULES * shrunk
            if module < up.LEAST_MODULE:
                message = f"the codes have squares of {module:.2f} mm: too small to read in a scan"
                hint = f"take fewer pages, or a larger paper than {board.paper.name}"
                problems.append(Problem("F005", message, Spot(there.name), hint))
    return list(dict.fromkeys(problems))


def _has_code(there: Sheet) -> bool:
    """Tell whether pages carry codes; their small print says the same."""
    assert there.definition  # noqa: S101 (asked for worksheets only)
    start = definition.printed_code(there.definition.stamp, 1, 1)[:13]
    found: bool = attempt("stock:says", there.flat, start)
    return found


def grey(printed: Printed) -> Printed:
    """Return a job as it comes out of a black-and-white printer."""
    return replace(printed, data=attempt("proof:grey", printed.data))


# ---------------------------------------------------------------- packs


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """What a pack is: copies for each table, and how they are printed or filled in."""

    title: str = ""
    copies: int = 1
    tables: int = 1
    duplex: bool = False
    fillable: bool = False


def pack(sheets: Sequence[Sheet], wish: Pack) -> Printed:
    """Return a pack: cover, instructions and a worked example per worksheet, then the copies.

    Raises DefinitionError F003 if our fonts lack letters of its title, F006 if it gets too large,
    UnusableInputError R008 if it shall be filled in and a file has no fields.
    """
    if lacking := missing(wish.title):
        raise DefinitionError(Problem("F003", f"no glyphs for {lacking!r} in the pack's title"))
    for there in sheets:
        if wish.fillable and not there.definition:
            hint = "leave out --fillable, or take the file as it was generated"
            problem = Problem("R008", "this is no worksheet with fields", Spot(there.name), hint)
            raise UnusableInputError(problem)
    return _Binder(sheets, wish).printed()


class _Binder:
    """Gathers the parts of a pack, how many pages each has, and their order."""

    def __init__(self, sheets: Sequence[Sheet], wish: Pack) -> None:
        self.sheets = sheets
        self.wish = wish
        self.locale = sheets[0].locale
        self.size = sheets[0].sizes[0]
        self.title = wish.title or sheets[0].title
        self.parts: list[bytes] = [s.data if wish.fillable else s.flat for s in sheets]
        self.counts = [len(sheet.sizes) for sheet in sheets]
        self.leaves: list[Leaf] = []
        self.examples = False

    def printed(self) -> Printed:
        """Return the pack."""
        for sheet in {(s.locales, s.title): s for s in reversed(self.sheets)}.values():
            self._explain(sheet)
        self.leaves.reverse()  # as their sheets are
        say = ground.phrases(self.locale)
        for table in range(1, self.wish.tables + 1):
            if self.wish.tables > 1:
                page = leaves.separator(self.size, table, self.title, say, self.locale)
                self._add(ground.drawn([page]), 1)
            for index in range(len(self.sheets)):
                self.leaves.append(Leaf(index, self.wish.copies, self.wish.fillable))
        self.parts.append(ground.drawn([self._cover(say)], self.title, self.locale))
        order = [Leaf(len(self.parts) - 1), *self.leaves]
        try:
            data = attempt("stock:bound", self.parts, order, self.title, self.wish.duplex)
        except UnusableInputError as error:
            if error.problems[0].code != "R003":
                raise
            hint = "take fewer copies or tables, and print it in parts"
            problem = Problem("F006", "the pack takes too much memory or time", hint=hint)
            raise DefinitionError(problem) from error
        return Printed(data)

    def _add(self, data: bytes, pages: int) -> None:
        self.leaves.append(Leaf(len(self.parts)))
        self.parts.append(data)
        self.counts.append(pages)

    def _explain(self, sheet: Sheet) -> None:
        """Add what to do with a worksheet, and on the back of it a worked example."""
        known = sheet_of(sheet.definition) if sheet.definition else None
        word = ground.phrases(sheet.locale)["example"]
        filled = example(known, word) if known else None
        pages = [_instructions(sheet, locale, bool(filled)) for locale in sheet.locales]
        drawn, count = ground.drawn(pages), len(pages)
        if filled and known:
            self.examples = True
            flat, _, _ = attempt("stock:flat", filled)
            drawn = attempt("stock:bound", [drawn, flat], [Leaf(0), Leaf(1)], "", False)
            count += len(known.pages)
        self._add(drawn, count)

    def _cover(self, say: ground.Say) -> Page:
        entries: dict[tuple[str, tuple[str, ...], str], int] = {}
        for sheet in self.sheets:
            key = sheet.title, sheet.locales, sheet.paper
            entries[key] = entries.get(key, 0) + self.wish.copies
        steps = [say["how"], *([say["example"]] if self.examples else []), say["worksheet"]]
        what = leaves.Cover(
            title=self.title,
            entries=tuple(leaves.Entry(*key, copies) for key, copies in entries.items()),
            tables=self.wish.tables,
            pages=self._pages(),
            duplex=self.wish.duplex,
            steps=tuple(steps),
        )
        return leaves.cover(self.size, what, say, self.locale)

    def _pages(self) -> int:
        """Return how many pages there are, with the cover and the empty ones."""
        total = 1
        for leaf in self.leaves:
            for _ in range(leaf.times):
                total += (total % 2 if self.wish.duplex else 0) + self.counts[leaf.part]
                _check_count(total)
        return total


def _instructions(sheet: Sheet, locale: str, looks: bool) -> Page:
    """Return what to do with a worksheet in one of its languages; it ``looks`` at an example."""
    say, title, own = ground.phrases(locale), sheet.title, None
    if sheet.definition:
        stamp = replace(sheet.definition.stamp, locales=(locale,))
        title = sheet.definition.title.get(locale, title)
        known = sheet_of(replace(sheet.definition, stamp=stamp, title={locale: title}))
        own = known.sheet if known else None
    steps = [
        *([say["look"]] if looks else []),
        *(say[name] for name in ("begin", "empty")),
        *([own.pen] if own and own.pen else []),
        *(say[name] for name in ("codes", "hand_in")),
    ]
    return leaves.instructions(sheet.sizes[0], own, title, say, steps, locale)
