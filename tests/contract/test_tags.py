"""What a screen reader meets: a structure tree whose two directions agree, in reading order."""

from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import outloud
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf

from tests.contract.samples import CASES, Case, answers_for, sample
from worksheets.model.fields import Choice
from worksheets.model.ids import option_carrier
from worksheets.model.sheet import Widget

PAINTING = frozenset([*"SsfFBb", "f*", "B*", "b*", "Tj", "TJ", "'", '"', "Do", "sh", "BI"])
SHEETS = [*CASES, *(Case(layout=case.layout, locale=case.locale, stages=12) for case in CASES)]
SAMPLE = sample(SHEETS, lambda case: (case.layout, case.locale, case.stages))
TWO_PAGES = Case(layout="journey-map", locale="lv", stages=7)


def opened(data: bytes) -> Pdf:
    return pikepdf.open(BytesIO(data))


def complaints(pdf: Pdf) -> list[str]:
    """Return what does not agree between pages, widgets, structure tree and parent tree."""
    parents = dict(_numbers(pdf.Root.StructTreeRoot.ParentTree))
    elements = list(_elements(pdf.Root.StructTreeRoot))
    found: list[str] = []
    for page in pdf.pages:
        found += _content_complaints(page.obj, parents, elements)
        found += _widget_complaints(page.obj, parents)
    for element in elements:
        if element.S == Name.TH and _scope(element) not in ("/Row", "/Column"):
            found.append("a heading without scope")
        if Name.Form == element.S and not any(_is_reference(kid) for kid in _kids(element)):
            found.append("a form element without its widget")
    return found


def _content_complaints(
    page: Object, parents: dict[int, Object], elements: list[Object]
) -> Iterator[str]:
    ids = list(_content_ids(page))
    owners = list(parents[int(page.StructParents)])
    if ids != list(range(len(owners))):
        yield f"{len(owners)} parents for {len(ids)} pieces of content"
    for mcid, owner in enumerate(owners):
        if mcid not in _kids(owner) or owner.Pg.objgen != page.objgen:
            yield f"content {mcid} has another parent"
    claimed = [
        kid
        for element in elements
        if element.get("/Pg", page).objgen == page.objgen
        for kid in _kids(element)
        if isinstance(kid, int)
    ]
    if sorted(claimed) != sorted(ids):
        yield "elements name other content than the page has"


def _content_ids(page: Object) -> Iterator[int]:
    """Yield the ids of a page's content; all of it is marked, as content or as artifact."""
    open_marks: list[str] = []
    for instruction in pikepdf.parse_content_stream(page):
        operator = str(instruction.operator)
        if operator in ("BMC", "BDC"):
            tag = str(instruction.operands[0])
            assert not open_marks, f"{tag} inside {open_marks}"
            open_marks.append(tag)
            if operator == "BDC":
                yield int(instruction.operands[1].MCID)
            else:
                assert tag == "/Artifact"
        elif operator == "EMC":
            open_marks.pop()
        elif operator in PAINTING:
            assert open_marks, f"{operator} paints what is neither content nor artifact"
    assert not open_marks


def _widget_complaints(page: Object, parents: dict[int, Object]) -> Iterator[str]:
    for widget in _seen_widgets(page):
        form = parents.get(int(widget.get("/StructParent", -1)))
        if form is None or Name.Form != form.S:
            yield f"{name_of(widget)} has no form element"
            continue
        references = [kid for kid in _kids(form) if _is_reference(kid)]
        if [kid.Obj.objgen for kid in references] != [widget.objgen]:
            yield f"the form element of {name_of(widget)} is another widget's"
        elif any(kid.get("/Pg", form.Pg).objgen != page.objgen for kid in references):
            yield f"the form element of {name_of(widget)} is on another page"
        if not str(form.get("/Alt", "")):
            yield f"{name_of(widget)} is announced by nothing"


def _scope(element: Object) -> str:
    return str(element.A.Scope) if "/A" in element else ""


def _seen_widgets(page: Object) -> list[Object]:
    return [
        a for a in page.get("/Annots", Array()) if a.Subtype == Name.Widget and not int(a.F) & 2
    ]


def _numbers(tree: Object) -> Iterator[tuple[int, Object]]:
    flat = list(tree.Nums)
    yield from ((int(number), value) for number, value in zip(flat[::2], flat[1::2], strict=True))


def _kids(element: Object) -> list[Any]:
    kids = element.get("/K", Array())
    return list(kids) if isinstance(kids, Array) else [kids]


def _is_reference(kid: Any) -> bool:  # noqa: ANN401
    return isinstance(kid, Dictionary) and kid.get("/Type") == Name.OBJR


def _elements(node: Object) -> Iterator[Object]:
    """Yield the elements below a node in reading order; each knows the one above it."""
    for kid in _kids(node):
        if isinstance(kid, Dictionary) and not _is_reference(kid):
            assert kid.P.objgen == node.objgen, f"{kid.S} does not know its parent"
            yield kid
            yield from _elements(kid)


def name_of(widget: Object) -> str:
    """Return a widget's field name, with the state of a radio button."""
    if "/T" in widget:
        return str(widget.T)
    state = next(name for name in widget.AP.N.keys() if name != "/Off")  # noqa: SIM118
    return f"{widget.Parent.T}{state}"


def solved_name(widget: Widget) -> str:
    """Return what `name_of` says of the annotation that is made of a solved widget."""
    slot = widget.slot
    if widget.shape == "circle":
        return f"{slot.id}/{widget.state}"
    many = isinstance(slot.field, Choice) and slot.field.many
    return option_carrier(slot.id, widget.state) if many else slot.id


@pytest.mark.parametrize("case", SAMPLE)
def test_the_tree_and_the_pages_agree(case: Case) -> None:
    assert complaints(opened(case.pdf())) == []


@pytest.mark.parametrize("case", SAMPLE)
def test_reading_order_is_the_solved_order(case: Case) -> None:
    worksheet = case.solve()
    pdf = opened(case.pdf())
    solved = [solved_name(widget) for _, widget in worksheet.widgets()]
    annotated = [name_of(a) for page in pdf.pages for a in _seen_widgets(page.obj)]
    told = [
        name_of(kid.Obj)
        for element in _elements(pdf.Root.StructTreeRoot)
        for kid in _kids(element)
        if _is_reference(kid)
    ]
    assert annotated == solved
    assert told == solved


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_title_comes_first_and_is_the_only_one(case: Case) -> None:
    pdf = opened(case.pdf())
    types = [str(element.S) for element in _elements(pdf.Root.StructTreeRoot)]
    assert next(name for name in types if name not in ("/Document", "/Sect")) == "/H1"
    assert types.count("/H1") == 1


# ---------------------------------------------------------------- the checks can fail


def _drop_struct_parent(pdf: Pdf) -> None:
    del pdf.pages[0].Annots[3].StructParent


def _swap_parents(pdf: Pdf) -> None:
    numbers = pdf.Root.StructTreeRoot.ParentTree.Nums
    numbers[-1], numbers[-3] = numbers[-3], numbers[-1]


def _swap_content_parents(pdf: Pdf) -> None:
    owners = pdf.Root.StructTreeRoot.ParentTree.Nums[1]
    owners[0], owners[-1] = owners[-1], owners[0]


def _drop_reference(pdf: Pdf) -> None:
    form = next(e for e in _elements(pdf.Root.StructTreeRoot) if Name.Form == e.S)
    form.K = Array()


def _drop_scope(pdf: Pdf) -> None:
    del next(e for e in _elements(pdf.Root.StructTreeRoot) if e.S == Name.TH).A


@pytest.mark.parametrize(
    "harm",
    [_drop_struct_parent, _swap_parents, _swap_content_parents, _drop_reference, _drop_scope],
)
def test_harm_is_noticed(harm: Callable[[Pdf], None]) -> None:
    pdf = opened(TWO_PAGES.pdf())
    assert complaints(pdf) == []
    harm(pdf)
    assert complaints(pdf)


# ---------------------------------------------------------------- another's opinion


@pytest.mark.parametrize("case", SAMPLE)
@pytest.mark.parametrize("filled", [False, True], ids=["blank", "prefilled"])
def test_outloud_finds_no_error(case: Case, filled: bool, tmp_path: Path) -> None:
    answers = answers_for(case.solve().definition, case.locale) if filled else {}
    assert errors(case.pdf(answers), tmp_path) == []


def test_outloud_notices_a_widget_without_tooltip(tmp_path: Path) -> None:
    pdf, harmed = opened(TWO_PAGES.pdf()), BytesIO()
    del pdf.pages[0].Annots[0].TU
    pdf.save(harmed)
    assert errors(harmed.getvalue(), tmp_path)


def errors(data: bytes, folder: Path) -> list[str]:
    """Return the errors that outloud finds.

    TBL-010 only guesses: a row that stands alone on its page has more headings than cells.
    `complaints` counts the rows of headings instead. TAG-002 takes the line with code and page
    number for prose when it has eight words; it is an artifact (ISO 32000-2, 14.8.2.2).
    """
    path = folder / "sheet.pdf"
    path.write_bytes(data)
    result = outloud.check(str(path), skip=["TBL-010"])
    assert result.error is None
    return [
        str(found)
        for found in result.findings
        if found.severity == "error"
        and not (found.rule == "TAG-002" and found.count == found.evidence.count(" W1:"))
    ]
