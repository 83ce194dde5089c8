"""PDFs of strangers on the press: boxes, turns and drawings that no program should write."""

from collections.abc import Callable, Sequence
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Name, Stream

from tests.clients import RENDERERS, require
from worksheets.errors import Problem, UnusableInputError
from worksheets.press import job, stock
from worksheets.units import mm

INK = b"0 g 100 100 100 100 re f"


def pdf(change: Callable[[pikepdf.Page], None], content: bytes = INK) -> bytes:
    """Return a page of A4 with a black square, changed."""
    target = BytesIO()
    with pikepdf.new() as made:
        page = made.add_blank_page(page_size=(595, 842))
        page.Contents = Stream(made, content)
        change(page)
        made.save(target)
    return target.getvalue()


def boxed(media: tuple[float, ...], crop: tuple[float, ...] = (), turn: object = 0) -> bytes:
    def change(page: pikepdf.Page) -> None:
        page.MediaBox, page.obj["/Rotate"] = Array(media), turn
        if crop:
            page.CropBox = Array(crop)

    return pdf(change)


WAYS: dict[str, Callable[[Sequence[job.Sheet]], job.Printed]] = {
    "plain": job.plain,
    "tiles": lambda sheets: job.tiles(sheets, "A3", mm(10)),
    "several": lambda sheets: job.several(sheets, 4, None),
    "pack": lambda sheets: job.pack(sheets, job.Pack()),
    "grey": lambda sheets: job.grey(job.plain(sheets)),
}
SEEN: dict[str, tuple[bytes, stock.Size]] = {
    "upside down": (boxed((595, 842, 0, 0)), (595, 842)),
    "cut beyond the page": (boxed((0, 0, 595, 842), (50, 50, 9000, 9000)), (545, 792)),
    "cut off the page": (boxed((0, 0, 595, 842), (700, 900, 800, 1000)), (595, 842)),
    "cut to nothing": (boxed((0, 0, 595, 842), (5, 5, 5, 5)), (595, 842)),
    "turned by half of a quarter": (boxed((0, 0, 595, 842), turn=45), (595, 842)),
    "turned by a word": (boxed((0, 0, 595, 842), turn=Name.Quarter), (595, 842)),
    "turned often": (boxed((0, 0, 595, 842), turn=90 + 360 * 1000), (842, 595)),
    "turned back": (boxed((0, 0, 595, 842), turn=-90), (842, 595)),
}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("what", SEEN)
def test_odd_boxes_print_as_they_are_seen(what: str, way: str) -> None:
    data, size = SEEN[what]
    sheet = job.sheet("odd.pdf", data)
    assert sheet.sizes == (size,)
    require(RENDERERS["pdfium"])
    printed = WAYS[way]([sheet]).data
    last = {"tiles": 1, "pack": 2}.get(way, 0)
    picture = RENDERERS["pdfium"].render(printed, last, 72).convert("L")
    dark = sum(picture.histogram()[:60])
    scale = 0.5 if way == "several" else 1
    assert 0.8 * (100 * scale) ** 2 < dark < 1.2 * (100 * scale) ** 2


@pytest.mark.parametrize("sides", [(0, 0), (1, 1), (0.001, 842), (1e9, 1e9), (595, 20_000)])
def test_pages_without_a_size_are_refused(sides: tuple[float, float]) -> None:
    with pytest.raises(UnusableInputError) as caught:
        job.sheet("odd.pdf", boxed((0, 0, *sides)))
    assert str(caught.value.problems[0]) == "odd.pdf: R007 page 1 has no size that can be printed"


BAD = {
    "too few numbers": pdf(lambda _: None, b"1 rg 0 0 5 5 re f"),
    "words for numbers": pdf(lambda _: None, b"/A /B /C rg 0 0 5 5 re f"),
    "a broken text": pdf(lambda _: None, b"(a rg [ [ << /A rg k K /x cs BI ID \xff sc"),
}


@pytest.mark.parametrize("what", BAD)
def test_the_file_at_fault_is_named(what: str) -> None:
    good = job.sheet("good.pdf", pdf(lambda _: None))
    bad = job.sheet("bad.pdf", BAD[what])
    for sheets in ([bad], [good, bad, good]):
        with pytest.raises(UnusableInputError) as caught:
            job.named(WAYS["grey"], sheets)
        assert str(caught.value.problems[0]).startswith("bad.pdf: R007 ")
    assert job.named(WAYS["grey"], [good, good]).data


def test_what_is_too_much_together_names_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = job.sheet("good.pdf", pdf(lambda _: None))
    alone = stock.attempt

    def tight(task: str, *arguments: object) -> object:
        if task == "stock:bound" and len(arguments[0]) > 1:  # type: ignore[arg-type]
            raise UnusableInputError(Problem("R003", "reading the file takes too much memory"))
        return alone(task, *arguments)

    monkeypatch.setattr(job, "attempt", tight)
    with pytest.raises(UnusableInputError) as caught:
        job.named(job.plain, [sheet, sheet])
    assert str(caught.value.problems[0]) == "R003 reading the file takes too much memory"
