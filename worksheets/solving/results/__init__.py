"""Many answers on one worksheet: its pages with counts, means and quotes where fields were."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from worksheets import fonts, units
from worksheets.i18n import one_decimal
from worksheets.model.fields import Choice, Number, Scale
from worksheets.model.ids import FieldId
from worksheets.model.results import NOTHING, Quote, Results, ResultWords, Summary
from worksheets.model.sheet import Group, Item, Page, Slot, Widget, Words, Worksheet
from worksheets.solving.fit import Fitter
from worksheets.solving.mirror import mirrored
from worksheets.solving.results import curve
from worksheets.solving.results.dots import dots, square
from worksheets.solving.results.further import Further, further_of
from worksheets.solving.results.marks import counted, flat_scale, mean_of, told
from worksheets.solving.results.quotes import LADDER, Fitted, TextBox
from worksheets.solving.strip import CORNER, Strip
from worksheets.solving.theme import Theme, theme_for

Nodes = tuple[Group | Item, ...]


def answered(worksheet: Worksheet, results: Results, words: ResultWords) -> Worksheet:
    """Return the worksheet with ``results`` instead of fields, and further pages for the rest.

    It is one without marks for scans. Both directions of script are drawn from left to right and
    mirrored in the end.
    """
    rtl = worksheet.sheet.direction == "rtl"
    pages = [mirrored(page) if rtl else page for page in worksheet.pages]
    paper = units.paper(worksheet.stamp.paper, worksheet.sheet.orientation)
    hand = _Hand(worksheet, results, words, Fitter(theme_for(paper)))
    hand.measure(pages)
    further = hand.further(paper, len(pages) + 1)
    strip = Strip(sheet=worksheet.sheet, paper=paper, fitter=hand.fitter, bare=True)
    drawn = [replace(page, content=hand.group(page.content)) for page in pages]
    drawn[0] = _with_note(drawn[0], results.note, hand.fitter)
    drawn += _further_pages(further, strip, words)
    numbered = [_numbered(page, strip, n, len(drawn)) for n, page in enumerate(drawn, start=1)]
    return replace(worksheet, pages=tuple(mirrored(p) if rtl else p for p in numbered))


def framed(further: Further, strip: Strip, words: ResultWords) -> tuple[Page, ...]:
    """Return further pages that come after those of a file, as they are read."""
    last = further.first + len(further.pages) - 1
    drawn = enumerate(_further_pages(further, strip, words), start=further.first)
    pages = [_numbered(page, strip, number, last) for number, page in drawn]
    return tuple(mirrored(p) if strip.sheet.direction == "rtl" else p for p in pages)


def _with_note(page: Page, note: str, fitter: Fitter) -> Page:
    """Return the first page with the note where scans have their code."""
    theme = fitter.theme
    rungs = [(theme.medium, 3), (theme.small, 4)]
    note = note.replace(" · ", "\n")
    fitted = fitter.try_group([note], theme.mm(27), "bold", rungs)
    lines = fitted.lines[0] if fitted else fonts.wrap(note, "bold", theme.small, theme.mm(27))
    size = fitted.size if fitted else theme.small
    words = Words(x=page.width - theme.margin, y=theme.margin + CORNER * theme.scale, lines=lines,
                  size=size, leading=1.2 * size, face="bold", ink="accent",
                  align="right")  # fmt: skip
    first, *others = page.content.children
    content = (first, Group("paragraph", (words,)), *others)
    return replace(page, content=Group(page.content.tag, content))


def _further_pages(further: Further, strip: Strip, words: ResultWords) -> Iterator[Page]:
    """Yield the further pages, with the title of the map and what they are."""
    named, paper = replace(strip, sheet=replace(strip.sheet, purpose=words.continued)), strip.paper
    for number, groups in enumerate(further.pages, start=further.first):
        children = (*named.title(number), *groups, Group("artifact", ()))
        yield Page(width=paper.width, height=paper.height, scale=further.theme.scale,
                   content=Group("section", children))  # fmt: skip


def _numbered(page: Page, strip: Strip, number: int, total: int) -> Page:
    """Return the page with its number, which is its last group; "sheets" are those counted."""
    content = (*page.content.children[:-1], strip.page_number(f"{number} / {total}"))
    return replace(page, content=replace(page.content, children=content))


@dataclass(slots=True)
class _Hand:
    """Draws the results into the pages of one worksheet."""

    worksheet: Worksheet
    results: Results
    words: ResultWords
    fitter: Fitter
    boxes: dict[FieldId, TextBox] = field(default_factory=dict)
    fitted: dict[FieldId, Fitted] = field(default_factory=dict)
    starts: Mapping[FieldId, int] = field(default_factory=dict)

    @property
    def theme(self) -> Theme:
        """Return the measures of the paper."""
        return self.fitter.theme

    @property
    def locale(self) -> str:
        """Return the locale of the sheet."""
        return self.worksheet.sheet.locale

    def summary(self, slot: Slot) -> Summary:
        """Return what is known of a field."""
        return self.results.fields.get(slot.id, NOTHING)

    # ------------------------------------------------------------ texts

    def measure(self, pages: Sequence[Page]) -> None:
        """Fit all texts: the boxes beside each other, or of a table, in one size."""
        for page in pages:
            found = [i for i in page.content.items() if isinstance(i, Widget) and _is_box(i)]
            made = [TextBox(w.slot, w.rect, self._quotes(w.slot), self.theme) for w in found]
            for _, row in groupby(made, _row):
                beside = list(row)
                least = LADDER[-1] * self.theme.medium
                size = min((box.size() or least for box in beside), default=least)
                fitted = [box.fitted(size) for box in beside]
                for box, one in zip(beside, _level(beside, fitted), strict=True):
                    self.boxes[box.slot.id] = box
                    self.fitted[box.slot.id] = one

    def _quotes(self, slot: Slot) -> tuple[Quote, ...]:
        """Return what stands in a box: texts, the mean of numbers, the options of a menu."""
        summary = self.summary(slot)
        said = list(summary.gathered())
        if isinstance(slot.field, Number) and summary.mean is not None:
            mean = one_decimal(summary.mean, self.locale)
            said.insert(0, Quote(f"{self.words.mean} {mean} ({summary.sheets})"))
        if isinstance(slot.field, Choice):
            options = [(summary.counts.get(o.id, 0), o.label) for o in slot.field.options]
            ranked = sorted(options, key=lambda option: -option[0])
            said += [Quote(f"{label}: {count}") for count, label in ranked if count]
        return tuple(said)

    def further(self, paper: units.Paper, first: int) -> Further:
        """Return the further pages, and remember where each field goes on."""
        rest = {self.boxes[name].slot: fit.rest for name, fit in self.fitted.items() if fit.rest}
        found = further_of(rest, lambda depth: Further(theme=self.theme, paper=paper, first=first,
                           continued=self.words.continued, depth=depth))  # fmt: skip
        self.starts = found.starts
        return found

    def _box(self, widget: Widget) -> Nodes:
        name = widget.slot.id
        count, page = len(self.fitted[name].rest), self.starts.get(name, 0)
        more = self.words.more.replace("{count}", str(count)).replace("{page}", str(page))
        return self.boxes[name].draw(self.fitted[name], (more, f"+ {count} → {page}", f"+{count}"))

    # ------------------------------------------------------------ the tree

    def group(self, group: Group) -> Group:
        """Return a group with results instead of widgets."""
        if group.tag == "row" and (stops := self._stops(group)):
            return self._upright(group, stops)
        children: list[Group | Item] = []
        flat: set[FieldId] = set()
        for child in group.children:
            if isinstance(child, Group):
                children.append(self.group(child))
            elif not isinstance(child, Widget):
                children.append(child)
            elif _is_box(child):
                children += self._box(child)
            elif isinstance(child.slot.field, Scale):
                children += () if child.slot.id in flat else self._flat(child.slot, group)
                flat.add(child.slot.id)
            else:
                children += counted(child, self.summary(child.slot), self.theme)
        box = square(group.children)
        if box and self.results.points:
            drawn = dots(self.results.points, box, group.children, self.theme)
            alt = "; ".join(filter(None, (group.alt, drawn.alt)))
            return replace(group, children=(*children, *drawn.children), alt=alt)
        return replace(group, children=tuple(children))

    def _flat(self, slot: Slot, group: Group) -> tuple[Group, ...]:
        same = [c for c in group.children if isinstance(c, Widget) and c.slot.id == slot.id]
        return flat_scale(same, self.summary(slot), self.theme, self._told(slot))

    def _told(self, slot: Slot) -> str:
        said = self.words.mean, self.words.nobody
        return told(slot, self.summary(slot), self.locale, *said)

    # ------------------------------------------------------------ curves

    def _stops(self, row: Group) -> list[curve.Stop]:
        """Return the stages of a row that is an upright scale."""
        stops = []
        for cell in row.children:
            widgets = (
                [i for i in cell.items() if isinstance(i, Widget)]
                if isinstance(cell, Group)
                else []
            )
            if curve.is_upright(widgets) and isinstance(widgets[0].slot.field, Scale):
                slot = widgets[0].slot
                summary = self.summary(slot)
                mean = mean_of(slot, summary, self.locale) if summary.mean is not None else ""
                stops.append(curve.Stop(tuple(widgets), summary, mean, self._told(slot)))
        return stops

    def _upright(self, row: Group, stops: Sequence[curve.Stop]) -> Group:
        heading, *cells = row.children
        assert isinstance(heading, Group)  # noqa: S101 (rows begin with their heading)
        *label, panel = heading.children
        assert isinstance(panel, Group)  # noqa: S101 (the panel of an upright scale)
        slots = (stop.widgets[0].slot for stop in stops)
        means = (
            f"{s.column_label or s.label} {stop.mean or self.words.nobody}"
            for s, stop in zip(slots, stops, strict=True)
        )
        alt = f"{self.words.mean}: {', '.join(means)}"
        back = curve.backdrop(panel, stops, self.fitter, alt)
        made = iter(curve.cell(stops, index, self.fitter) for index in range(len(stops)))
        widgets = [
            isinstance(c, Group) and any(isinstance(i, Widget) for i in c.items()) for c in cells
        ]
        drawn = [next(made) if has else c for c, has in zip(cells, widgets, strict=True)]
        return Group("row", (replace(heading, children=(*label, back)), *drawn))


def _is_box(widget: Widget) -> bool:
    return widget.shape in {"box", "menu"}


def _row(box: TextBox) -> tuple[str, int]:
    """Return what boxes have in common whose texts are alike: a row, a table, a list of lines."""
    return box.slot.block, 0 if box.slot.number or box.is_line else round(box.rect.top)


def _level(boxes: Sequence[TextBox], fitted: Sequence[Fitted]) -> Iterator[Fitted]:
    """Yield what stands in boxes, beginning at one height in all that are for several lines."""
    pairs = list(zip(boxes, fitted, strict=True))
    tall = [box.down(one) for box, one in pairs if one.inside and not box.is_line]
    for box, one in pairs:
        yield one if box.is_line else replace(one, down=min(tall, default=None))
