"""Put the parts of all blocks on pages and deal out the room that is left."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from worksheets.errors import Problem
from worksheets.model.sheet import AreaMap, Grid, Group, Sheet
from worksheets.solving.areas import AreasPart
from worksheets.solving.fit import Fitter
from worksheets.solving.parts import Band, Frame, Part, rounded_up, share_out
from worksheets.solving.table import TablePart, split_table
from worksheets.solving.theme import NOTE_MM, Theme
from worksheets.units import Paper, mm

MAX_PAGES = 99
BLOCK_GAP_MM = 6
Block = Grid | AreaMap


def paginated(sheet: Sheet, paper: Paper, fitter: Fitter, lowered: float) -> "Pages":
    """Return the pages planned; the body of the first starts ``lowered`` points further down."""
    pages = Pages(paper, fitter, lowered)
    for band in _bands(sheet.blocks):
        for new_page, part in pages.parts_of(band):
            pages.add(part, new_page=new_page)
    return pages


def _bands(blocks: Sequence[Block]) -> list[tuple[Block, ...]]:
    """Return the blocks, those side by side together."""
    bands: list[tuple[Block, ...]] = []
    for block in blocks:
        if block.beside and bands:
            bands[-1] = (*bands[-1], block)
        else:
            bands.append((block,))
    return bands


@dataclass(slots=True)
class Pages:
    """The pages being filled; ``plans`` are the parts of each."""

    paper: Paper
    fitter: Fitter
    lowered: float
    plans: list[list[Part]] = field(default_factory=lambda: [[]])

    @property
    def theme(self) -> Theme:
        """Return the measures of the paper."""
        return self.fitter.theme

    def parts_of(self, band: tuple[Block, ...]) -> Iterator[tuple[bool, Part]]:
        """Yield (starts a page, part) of blocks side by side, or one after the other."""
        if len(band) > 1:
            together = self._side_by_side(band)
            if together.fits and together.least <= together.bottom - self._top(0):
                yield False, together
                return
        left, right = self.theme.margin, self.paper.width - self.theme.margin
        for block in band:
            frame = self._frame(block, left, right)
            if isinstance(block, Grid):
                for index, part in enumerate(split_table(block, frame, self.fitter)):
                    yield index > 0, part
            else:
                yield False, AreasPart(block, frame, self.fitter)

    def _side_by_side(self, band: tuple[Block, ...]) -> Band:
        gap = self.theme.mm(BLOCK_GAP_MM)
        left = self.theme.margin
        room = self.paper.width - 2 * left - gap * (len(band) - 1)
        parts: list[Part] = []
        for block in band:
            right = left + room * block.width / sum(b.width for b in band)
            frame = self._frame(block, left, right)
            if isinstance(block, Grid):
                columns = range(len(block.headings))
                parts.append(TablePart(block, frame, self.fitter, columns, block.rows))
            else:
                parts.append(AreasPart(block, frame, self.fitter))
            left = right + gap
        return Band(tuple(parts), self.theme.line)

    def _frame(self, block: Block, left: float, right: float) -> Frame:
        """Return the frame of a block; where it stands over the lower code, it ends above it."""
        theme = self.theme
        label_bottom = self.paper.height - theme.mm(26.6)
        over_code = left < theme.mm(36) and not (isinstance(block, Grid) and block.stages)
        bottom = label_bottom if over_code else self.paper.height - theme.body_foot
        return Frame(
            left=left, right=right, bottom=bottom, height=bottom - self._top(0),
            label_bottom=label_bottom,
        )  # fmt: skip

    def _top(self, page: int) -> float:
        return self.theme.body_top + (self.lowered if page == 0 else 0)

    def add(self, part: Part, *, new_page: bool) -> None:
        """Put a part on the last page, or on as many new ones as it needs."""
        gap = self.theme.mm(BLOCK_GAP_MM)
        rest: Part | None = part
        while rest is not None and len(self.plans) <= MAX_PAGES:
            there = self.plans[-1]
            room = part.bottom - self._top(len(self.plans) - 1) - sum(p.least + gap for p in there)
            if there and (new_page or rest.least > room + 0.01):
                self.plans.append([])
                new_page = False
                continue
            head, rest = rest.cut(room)
            self.plans[-1].append(head)
            new_page = rest is not None
        if rest is not None:
            message = f"the sheet would have more than {MAX_PAGES} pages"
            self.fitter.problems.append(Problem("F002", message, hint="ask for fewer rows"))

    def _dealt(self, room: float, parts: Sequence[Part]) -> list[float]:
        """Return the further steps of all growers; on walls boxes hold whole notes, if they can."""
        growers = [grower for part in parts for grower in part.growers]
        steps = share_out(room, growers)
        if not self.theme.for_a_wall:
            return [*steps]
        left = room - sum(step * count for (step, _), count in zip(growers, steps, strict=True))
        boxes = [least for part in parts for least in part.boxes]
        return rounded_up(steps, left, list(zip(growers, boxes, strict=True)), mm(NOTE_MM))

    def bodies(self) -> list[list[Group]]:
        """Return the body of each page, drawn."""
        return [self._draw(number) for number in range(len(self.plans))]

    def _draw(self, page: int) -> list[Group]:
        """Return the parts of a page drawn, the spare room dealt out."""
        parts, top = self.plans[page], self._top(page)
        gap = self.theme.mm(BLOCK_GAP_MM)
        bottom = min((part.bottom for part in parts), default=self.paper.height)
        room = bottom - top - sum(part.least for part in parts) - gap * (len(parts) - 1)
        extra = self._dealt(room, parts)
        groups = []
        for part in parts:
            mine, extra = extra[: len(part.growers)], extra[len(part.growers) :]
            groups.append(part.draw(top, mine))
            grown = sum(step * count for (step, _), count in zip(part.growers, mine, strict=True))
            top += part.least + grown + gap
        return groups
