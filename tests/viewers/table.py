"""What was seen, as cells, and docs/viewers.md, which holds them between its two marks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image

from tests.viewers.programs import PROGRAMS, Outcome, Program, Task, draw
from tests.viewers.sight import Seen, letters, lines_seen, reference, strange, wrong_marks
from tests.viewers.trial import ALPHABETS, FILLS, LONG_LINES, Trial

PAGE = Path(__file__).parents[2] / "docs" / "viewers.md"
PICTURES = Path(__file__).parents[2] / "build" / "viewers"
COLUMNS = ("blank", "prefilled", *ALPHABETS, "mixed", "marks", "saves", "prints", "long")
HEADS: Mapping[str, str] = {
    "blank": "blank sheet",
    "mixed": "with an emoji",
    "long": "long answer: screen, file, print",
}
OK, OWN_FONT, CANNOT = "ok", "ok°", "–"
NO_EMOJI = "ok, but the emoji"
FINE = (OK, OWN_FONT, NO_EMOJI)
BEGIN, END = "<!-- written by make viewers -->", "<!-- until here -->"
LIKE = 0.003  # of a page's blocks may differ before it counts as another page
MANY = 6  # letters that a cell names before it counts them
SAVES_TO: Mapping[str, str] = {
    "pdfium": "Chrome, Edge",
    "pdfjs": "Firefox, pdf.js",
    "poppler": "Evince, Okular",
    "mupdf": "MuPDF",
}
"""Who opens what another program saved, by renderer."""
Cells = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Row:
    """A program's cells by column, and what those who open its saved file see."""

    cells: Cells
    opened: Cells


def look(key: str, trial: Trial, fills: Sequence[str] = FILLS, *, keep: bool = False) -> Row:
    """Run a program and return its row.

    Args:
        key: Its place in `PROGRAMS`.
        trial: The sheet.
        fills: What is typed; the quickest run takes the last, which holds all.
        keep: Whether also others open what it saved, and the pictures stay in `PICTURES`.
    """
    program = PROGRAMS[key]
    own = reference(trial, FILLS[-1])
    typed = () if "types" in program.cannot else fills
    tasks = {"own": Task(own), "blank": Task(trial.blank())}
    tasks["prefilled"] = Task(trial.prefilled(FILLS[0]))
    tasks |= {fill: Task(trial.blank(), trial.fill(fill)) for fill in typed}
    outcomes = dict(zip(tasks, program.run(list(tasks.values())), strict=True))
    if keep:
        _keep(key, outcomes)
    fonts = _Fonts(trial, outcomes["own"].picture, program)
    cells = _shown(outcomes, trial, fonts) | _typed(outcomes, trial, fonts, typed)
    opened = _opened(outcomes, trial, typed) if keep else {}
    return Row({name: cells.get(name, CANNOT) for name in COLUMNS}, opened)


@dataclass(frozen=True, slots=True)
class _Fonts:
    """The reference as a program draws it itself, or as its renderer does."""

    trial: Trial
    picture: Image.Image | None
    program: Program

    def seen(self, picture: Image.Image, fill: str, *, printed: bool = False) -> Seen:
        """Return the letters of a picture or a print."""
        by = self.program.printed_by if printed else self.program.shown_by
        own = draw(reference(self.trial, fill), by) if by else self.picture
        assert own is not None
        return letters(picture, own, self.trial, fill)


def _shown(outcomes: Mapping[str, Outcome], trial: Trial, fonts: _Fonts) -> dict[str, str]:
    """Return the cells of what is seen without typing, unless the program draws nothing."""
    blank, ready = outcomes["blank"].picture, outcomes["prefilled"]
    cells = {}
    if blank and ready.picture and "shows" not in fonts.program.cannot:
        cells["blank"] = OK if strange(blank, trial) < LIKE else "another font"
        cells["prefilled"] = _page(ready.picture, fonts.seen(ready.picture, FILLS[0]), trial)
    if "types" in fonts.program.cannot and ready.printed:
        seen = fonts.seen(ready.printed, FILLS[0], printed=True)
        cells["prints"] = _page(ready.printed, seen, trial)
        cells["marks"] = _marks(ready.printed, trial)
        if ready.saved and trial.lost_answers(ready.saved, FILLS[0]):
            cells["saves"] = "no answers"
        shown = f"{lines_seen(ready.printed, trial)} of {LONG_LINES}"
        cells["long"] = f"{CANNOT}, {CANNOT}, {shown}"
    return cells


def _typed(
    outcomes: Mapping[str, Outcome], trial: Trial, fonts: _Fonts, typed: Sequence[str]
) -> dict[str, str]:
    """Return the cells of what was typed, saved and printed."""
    if not typed:
        return {}
    first, last = outcomes[typed[0]], outcomes[typed[-1]]
    assert first.picture
    assert last.picture
    assert last.printed
    seen, mixed = fonts.seen(first.picture, typed[0]), fonts.seen(last.picture, typed[-1])
    cells = {name: _letters(seen.lost.get(name, ""), name in seen.foreign) for name in ALPHABETS}
    cells["mixed"] = _all(mixed)
    cells["marks"] = _marks(last.picture, trial)
    cells["prints"] = _page(last.printed, fonts.seen(last.printed, typed[-1], printed=True), trial)
    lost = sorted({name for f in typed for name in trial.lost_answers(outcomes[f].saved or b"", f)})
    cells["saves"] = f"loses {', '.join(lost)}" if lost else OK
    if lost == [trial.emoji_field]:
        cells["saves"] = NO_EMOJI
    counts = [f"{lines_seen(page, trial)} of {LONG_LINES}" for page in (last.picture, last.printed)]
    cells["long"] = f"{counts[0]}, {'cut' if trial.long_field in lost else 'whole'}, {counts[1]}"
    return cells


def _opened(outcomes: Mapping[str, Outcome], trial: Trial, typed: Sequence[str]) -> dict[str, str]:
    """Return what each renderer shows of the saved files."""
    cells = {}
    for renderer in SAVES_TO if typed else ():
        verdicts = []
        for fill in typed:
            saved = outcomes[fill].saved
            assert saved
            own = draw(reference(trial, fill), renderer)
            picture = draw(saved, renderer)
            verdicts.append(_page(picture, letters(picture, own, trial, fill), trial))
        same = len(set(verdicts)) == 1
        cells[renderer] = verdicts[0] if same else f"{verdicts[0]}; with an emoji {verdicts[-1]}"
    return cells


def _letters(lost: str, foreign: bool) -> str:
    if lost:
        few = len(set(lost)) <= MANY
        return f"loses {' '.join(dict.fromkeys(lost))}" if few else f"loses {len(set(lost))}"
    return OWN_FONT if foreign else OK


def _all(seen: Seen) -> str:
    if seen.lost:
        return "; ".join(f"{name} {_letters(lost, False)}" for name, lost in seen.lost.items())
    return OWN_FONT if seen.foreign else OK


def _marks(picture: Image.Image, trial: Trial) -> str:
    wrong = wrong_marks(picture, trial)
    return OK if not wrong else f"wrong: {', '.join(wrong)}"


def _page(picture: Image.Image, seen: Seen, trial: Trial) -> str:
    marks = _marks(picture, trial)
    return _all(seen) if marks == OK else f"{_all(seen)}; marks {marks}"


def _keep(key: str, outcomes: Mapping[str, Outcome]) -> None:
    """Write pictures and files that people can open."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for name, outcome in outcomes.items():
        for kind, picture in (("screen", outcome.picture), ("print", outcome.printed)):
            if picture and name != "own":
                small = picture.resize((1400, round(1400 * picture.height / picture.width)))
                small.save(PICTURES / f"{key}.{name}.{kind}.png")
        if outcome.saved:
            (PICTURES / f"{key}.{name}.pdf").write_bytes(outcome.saved)


# ---------------------------------------------------------------- the page


def renewed(page: str, rows: Mapping[str, Row]) -> str:
    """Return docs/viewers.md with the tables of a run in place of those it had."""
    before, _, rest = page.partition(BEGIN)
    after = rest.partition(END)[2]
    return f"{before}{BEGIN}\n\n{_tables(rows)}\n\n{END}{after}"


def documented() -> dict[str, Row]:
    """Return the rows that docs/viewers.md has now."""
    page = PAGE.read_text(encoding="utf-8").partition(BEGIN)[2].partition(END)[0]
    keys = {program.name: key for key, program in PROGRAMS.items()}
    cells: dict[str, Cells] = {}
    opened: dict[str, Cells] = {}
    for line in page.splitlines():
        name, *values = line.strip("| ").split(" | ")
        if name in keys and len(values) == len(COLUMNS):
            cells[keys[name]] = dict(zip(COLUMNS, values, strict=True))
        elif name in keys:
            opened[keys[name]] = dict(zip(SAVES_TO, values, strict=True))
    return {key: Row(found, opened.get(key, {})) for key, found in cells.items()}


def _tables(rows: Mapping[str, Row]) -> str:
    heads = ["viewer", *(HEADS.get(name, name) for name in COLUMNS)]
    main = [[PROGRAMS[key].name, *row.cells.values()] for key, row in rows.items()]
    saved = [[PROGRAMS[key].name, *row.opened.values()] for key, row in rows.items() if row.opened]
    reasons = [
        f"- **{PROGRAMS[key].name}**: {'; '.join(dict.fromkeys(PROGRAMS[key].cannot.values()))}."
        for key in rows
        if PROGRAMS[key].cannot
    ]
    ran = ", ".join(f"{PROGRAMS[key].name} {PROGRAMS[key].version()}" for key in rows)
    parts = (
        _markdown(heads, main),
        f"Where there is a dash ({CANNOT}), the program cannot:",
        "\n".join(reasons),
        "What was **saved in** one program (rows) and **opened in** another (columns):",
        _markdown(["saved in", *SAVES_TO.values()], saved),
        f"Run with {ran}.",
    )
    return "\n\n".join(parts)


def _markdown(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)
