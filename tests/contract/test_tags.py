"""What a screen reader meets: a structure tree whose two directions agree, in reading order.

`complaints` looks for what does not agree within a file, `unspoken` for what is not said as the
worksheet has it. What is said, in what words, tests/golden/transcripts shows.
"""

from collections.abc import Callable, Iterator
from functools import cache
from io import BytesIO
from pathlib import Path

import outloud
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, NumberTree, Object, Pdf, String

from tests.contract.samples import CASES, Case, answers_for, sample
from tests.transcripts import below, has_field, is_reference, kids_of, scope_of, transcript
from worksheets.loading import layouts
from worksheets.model.fields import Choice
from worksheets.model.ids import option_carrier
from worksheets.model.labels import SEAM
from worksheets.model.sheet import Group, Widget, Worksheet

PAINTING = frozenset([*"SsfFBb", "f*", "B*", "b*", "Tj", "TJ", "'", '"', "Do", "sh", "BI"])
SHEETS = [*CASES, *(Case(layout=case.layout, locale=case.locale, stages=12) for case in CASES)]
SHEETS += [Case(layout=case.layout, locale=case.locale, edition="linear") for case in CASES]
SHEETS += [Case(layout=name, locale=pair) for name in layouts() for pair in ("lv+en", "de+pl")]
SAMPLE = sample(SHEETS, lambda case: (case.layout, case.locale, case.stages, case.edition))
TWO_PAGES = Case(layout="journey-map", locale="lv", stages=7)
blank_and_filled = pytest.mark.parametrize("filled", [False, True], ids=["blank", "prefilled"])


def opened(data: bytes) -> Pdf:
    return pikepdf.open(BytesIO(data))


def complaints(pdf: Pdf) -> list[str]:
    """Return what does not agree between pages, widgets, structure tree and parent tree."""
    parents = dict(NumberTree(pdf.Root.StructTreeRoot.ParentTree).items())
    elements = list(below(pdf.Root.StructTreeRoot))
    found = list(_strangers(pdf.Root.StructTreeRoot))
    for page in pdf.pages:
        found += _content_complaints(page.obj, parents, elements)
        found += _widget_complaints(page.obj, parents)
    for element in elements:
        if element.S == Name.TH and scope_of(element) not in ("/Row", "/Column"):
            found.append("a heading without scope")
        if Name.Form == element.S and not any(is_reference(kid) for kid in kids_of(element)):
            found.append("a form element without its widget")
    return found


def unspoken(pdf: Pdf, worksheet: Worksheet) -> list[str]:
    """Return what of a worksheet a screen reader is not told, or in another order or language."""
    solved = [widget for _, widget in worksheet.widgets()]
    order = [solved_name(widget) for widget in solved]
    annotated = [a for page in pdf.pages for a in _seen_widgets(page.obj)]
    elements = list(below(pdf.Root.StructTreeRoot))
    told = [kid.Obj for element in elements for kid in kids_of(element) if is_reference(kid)]
    types = [str(element.S) for element in elements]
    found = []
    if str(pdf.Root.Lang) != worksheet.sheet.locale.replace("_", "-"):
        found.append("another language")
    if any(page.obj.get("/Tabs") != Name.S for page in pdf.pages):
        found.append("another order of tabs")
    if [name_of(widget) for widget in annotated] != order:
        found.append("widgets in another order")
    if [name_of(widget) for widget in told] != order:
        found.append("elements in another order")
    if types[:2] != ["/Document", "/H1"] or types.count("/H1") + types.count("/Document") > 2:
        found.append("not one document that begins with its title")
    for widget, annotation in zip(solved, annotated, strict=False):
        slot = widget.slot
        said = str(annotation.get("/TU", ""))
        group = str(annotation.get("/Parent", annotation).get("/TU", ""))
        names, meanings = slot.label.split(SEAM), widget.meaning.split(SEAM)
        if any(part not in said for part in (*names, *meanings)) or not said.startswith(names[0]):
            found.append(f"{solved_name(widget)} is called {said!r}")
        if any(part not in group for part in names) or not group.startswith(names[0]):
            found.append(f"the group of {solved_name(widget)} is called {group!r}")
    return found


def _content_complaints(
    page: Object, parents: dict[int, Object], elements: list[Object]
) -> Iterator[str]:
    ids = list(_content_ids(page))
    owners = list(parents[int(page.StructParents)])
    if ids != list(range(len(owners))):
        yield f"{len(owners)} parents for {len(ids)} pieces of content"
    for mcid, owner in enumerate(owners):
        if mcid not in kids_of(owner) or owner.Pg.objgen != page.objgen:
            yield f"content {mcid} has another parent"
    claimed = [
        kid
        for element in elements
        if element.get("/Pg", page).objgen == page.objgen
        for kid in kids_of(element)
        if isinstance(kid, int)
    ]
    if sorted(claimed) != sorted(ids):
        yield "elements name other content than the page has"


def _content_ids(page: Object) -> Iterator[int]:
    """Yield the ids of a page's content; all of it is marked, as content or as artifact.

    What it takes from a form (ISO 32000-2, 8.10) may be marked there, as artifact.
    """
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
        elif operator == "Do" and not open_marks:
            assert not [*_content_ids(page.Resources.XObject[str(instruction.operands[0])])]
        elif operator in PAINTING:
            assert open_marks, f"{operator} paints what is neither content nor artifact"
    assert not open_marks


def _widget_complaints(page: Object, parents: dict[int, Object]) -> Iterator[str]:
    for widget in _seen_widgets(page):
        form = parents.get(int(widget.get("/StructParent", -1)))
        if form is None or Name.Form != form.S:
            yield f"{name_of(widget)} has no form element"
            continue
        references = [kid for kid in kids_of(form) if is_reference(kid)]
        if [kid.Obj.objgen for kid in references] != [widget.objgen]:
            yield f"the form element of {name_of(widget)} is another widget's"
        elif any(kid.get("/Pg", form.Pg).objgen != page.objgen for kid in references):
            yield f"the form element of {name_of(widget)} is on another page"
        if not str(form.get("/Alt", "")):
            yield f"{name_of(widget)} is announced by nothing"


def _seen_widgets(page: Object) -> list[Object]:
    return [
        a for a in page.get("/Annots", Array()) if a.Subtype == Name.Widget and not int(a.F) & 2
    ]


def _strangers(node: Object) -> Iterator[str]:
    """Yield the elements below a node that do not know the one above them."""
    for kid in kids_of(node):
        if isinstance(kid, Dictionary) and not is_reference(kid):
            if kid.P.objgen != node.objgen:
                yield f"{kid.S} does not know its parent"
            yield from _strangers(kid)


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


@cache
def written(case: Case, *, filled: bool) -> bytes:
    answers = answers_for(case.solve().definition, case.locale) if filled else {}
    return case.pdf(answers)


@pytest.mark.parametrize("case", SAMPLE)
@blank_and_filled
def test_the_tree_and_the_pages_agree(case: Case, filled: bool) -> None:
    assert complaints(opened(written(case, filled=filled))) == []


@pytest.mark.parametrize("case", SAMPLE)
@blank_and_filled
def test_everything_is_said_in_the_solved_order(case: Case, filled: bool) -> None:
    assert unspoken(opened(written(case, filled=filled)), case.solve()) == []


@pytest.mark.parametrize("case", SAMPLE)
def test_the_order_is_the_printed_one(case: Case) -> None:
    """Rows of a table follow each other downwards, their fields in the direction of the script."""
    for page in case.solve().pages:
        for table in groups(page.content, "table"):
            rows = [list(_places(row)) for row in groups(table, "row")]
            tops = [min(y for _, y in row) for row in rows if row]
            assert tops == sorted(tops)
            for row in groups(table, "row"):
                cells = [min(_places(cell)) for cell in groups(row, "cell") if [*_places(cell)]]
                assert [x for x, _ in cells] == sorted(x for x, _ in cells)


def _places(group: Group) -> Iterator[tuple[float, float]]:
    yield from ((i.rect.left, i.rect.top) for i in group.items() if isinstance(i, Widget))


def groups(group: Group, tag: str) -> list[Group]:
    """Return the groups with a tag below one."""
    kin = [child for child in group.children if isinstance(child, Group)]
    inner = (found for child in kin for found in groups(child, tag))
    return [*(child for child in kin if child.tag == tag), *inner]


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
    form = next(e for e in below(pdf.Root.StructTreeRoot) if Name.Form == e.S)
    form.K = Array()


def _drop_scope(pdf: Pdf) -> None:
    del next(e for e in below(pdf.Root.StructTreeRoot) if e.S == Name.TH).A


def _drop_tag(pdf: Pdf) -> None:
    page = pdf.pages[0].obj
    marked = page.Contents.read_bytes()
    page.Contents.write(marked.replace(b"/H1 <</MCID 0>> BDC", b"/Artifact BMC", 1))


def _orphan(pdf: Pdf) -> None:
    rows = [e for e in below(pdf.Root.StructTreeRoot) if e.S == Name.TR]
    rows[1].P = rows[0]


@pytest.mark.parametrize(
    "harm",
    [_drop_struct_parent, _swap_parents, _swap_content_parents, _drop_reference, _drop_scope,
     _drop_tag, _orphan],
)  # fmt: skip
def test_what_does_not_agree_is_noticed(harm: Callable[[Pdf], None]) -> None:
    pdf = opened(TWO_PAGES.pdf())
    assert complaints(pdf) == []
    harm(pdf)
    assert complaints(pdf)


def _drop_tooltip(pdf: Pdf) -> None:
    del pdf.pages[0].Annots[0].TU


def _drop_name_of_group(pdf: Pdf) -> None:
    del next(a for a in pdf.pages[0].Annots if "/Parent" in a).Parent.TU


def _drop_tabs(pdf: Pdf) -> None:
    del pdf.pages[1].Tabs


def _speak_english(pdf: Pdf) -> None:
    pdf.Root.Lang = String("en")


def _swap_widgets(pdf: Pdf) -> None:
    annotations = pdf.pages[0].Annots
    annotations[3], annotations[4] = annotations[4], annotations[3]


def _swap_cells(pdf: Pdf) -> None:
    row = next(e for e in below(pdf.Root.StructTreeRoot) if e.S == Name.TR and has_field(e))
    row.K[1], row.K[2] = row.K[2], row.K[1]


def _title_again(pdf: Pdf) -> None:
    next(e for e in below(pdf.Root.StructTreeRoot) if e.S == Name.P).S = Name.H1


def _two_documents(pdf: Pdf) -> None:
    next(e for e in below(pdf.Root.StructTreeRoot) if Name.Sect == e.S).S = Name.Document


@pytest.mark.parametrize(
    "harm",
    [_drop_tooltip, _drop_name_of_group, _drop_tabs, _speak_english, _swap_widgets, _swap_cells,
     _title_again, _two_documents],
)  # fmt: skip
def test_what_is_not_said_is_noticed(harm: Callable[[Pdf], None]) -> None:
    pdf, worksheet = opened(TWO_PAGES.pdf()), TWO_PAGES.solve()
    assert unspoken(pdf, worksheet) == []
    harm(pdf)
    assert unspoken(pdf, worksheet)


# ---------------------------------------------------------------- another's opinion


@pytest.mark.parametrize("case", SAMPLE)
@blank_and_filled
def test_outloud_finds_no_error(case: Case, filled: bool, tmp_path: Path) -> None:
    assert errors(written(case, filled=filled), tmp_path) == []


def _drop_tags(pdf: Pdf) -> None:
    del pdf.Root.StructTreeRoot
    del pdf.Root.MarkInfo


def _drop_language(pdf: Pdf) -> None:
    del pdf.Root.Lang


def _drop_cell(pdf: Pdf) -> None:
    row = next(e for e in below(pdf.Root.StructTreeRoot) if e.S == Name.TR and has_field(e))
    del row.K[-1]


@pytest.mark.parametrize(
    "harm", [_drop_tags, _drop_tooltip, _drop_tabs, _drop_language, _drop_cell]
)
def test_outloud_notices(harm: Callable[[Pdf], None], tmp_path: Path) -> None:
    """It does not notice a missing StructParent, which is why there is `complaints`."""
    pdf, harmed = opened(TWO_PAGES.pdf()), BytesIO()
    harm(pdf)
    pdf.save(harmed)
    assert errors(harmed.getvalue(), tmp_path)


def test_prose_that_nobody_hears_is_noticed(tmp_path: Path) -> None:
    pdf, harmed = opened(Case(layout="journey-map").pdf()), BytesIO()
    content = pdf.pages[0].obj.Contents
    content.write(content.read_bytes().replace(b"/P <</MCID 1>> BDC", b"/Artifact BMC", 1))
    pdf.save(harmed)
    assert any("TAG-002" in error for error in errors(harmed.getvalue(), tmp_path))


def errors(data: bytes, folder: Path) -> list[str]:
    """Return the errors that outloud finds.

    TBL-010 only guesses: a row that stands alone on its page has more headings than cells.
    `complaints` counts the rows of headings instead. TAG-002 takes for prose that nobody hears
    (ISO 32000-2, 14.8.2.2) the line with code and page number, and lines of later pages that page 1
    has said.
    """
    path = folder / "sheet.pdf"
    path.write_bytes(data)
    result = outloud.check(str(path), skip=["TBL-010"])
    assert result.error is None
    found = [found for found in result.findings if found.severity == "error"]
    said = squashed(transcript(data)) if any(one.rule == "TAG-002" for one in found) else ""
    return [str(one) for one in found if one.rule != "TAG-002" or not is_heard(one.evidence, said)]


def is_heard(evidence: str, said: str) -> bool:
    """Tell whether each of the lines is said elsewhere, or is the one with the code."""
    lines = (line.removesuffix("…") for line in evidence.split("; "))
    return all(" W1:" in line or squashed(line) in said for line in lines)


def squashed(text: str) -> str:
    """Return ``text`` without blanks, which lines may lose where they break."""
    return "".join(text.split())
