"""A Word file that has lost everything but its text is still read, by the words beside its fields.

What is left then is what Google Docs or a conversion through another format leaves: plain tables.
"""

import re
from copy import deepcopy
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from lxml import etree

from tests.contract.samples import (
    CASES,
    EVERYTHING,
    LOCALES,
    Case,
    answers_for,
    layout,
    tidy,
)
from worksheets import pipeline

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def stripped(data: bytes, *, footers: bool = True) -> bytes:
    """Return a Word file without controls, bookmarks and properties, a row inserted per table."""
    target = BytesIO()
    with ZipFile(BytesIO(data)) as source, ZipFile(target, "w", ZIP_DEFLATED) as result:
        for name in source.namelist():
            part = source.read(name)
            if name == "word/document.xml":
                part = plain(part)
            elif name == "_rels/.rels":
                part = re.sub(rb"<Relationship [^>]*custom-properties[^>]*/>", b"", part)
            elif name.startswith("word/footer") and not footers:
                part = re.sub(rb"<w:t[ >].*?</w:t>", b"", part)
            if name != "docProps/custom.xml":
                result.writestr(name, part)
    return target.getvalue()


def plain(document: bytes) -> bytes:
    """Return a document whose controls are only their text, with an empty row in its tables."""
    root = etree.fromstring(document)
    for control in list(root.iter(f"{W}sdt")):
        parent = control.getparent()
        place = parent.index(control)
        for child in reversed(list(control.find(f"{W}sdtContent"))):
            parent.insert(place, child)
        parent.remove(control)
    for mark in list(root.iter(f"{W}bookmarkStart", f"{W}bookmarkEnd")):
        mark.getparent().remove(mark)
    for head in root.iter(f"{W}tblHeader"):
        row = head.getparent().getparent()
        following = row.getnext()
        inserted = deepcopy(following)
        for text in inserted.iter(f"{W}t"):
            text.text = ""
        following.addprevious(inserted)
    return etree.tostring(root)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_tables_are_read_by_their_words(case: Case) -> None:
    worksheet = case.solve()
    given = answers_for(worksheet.definition, case.locale)
    data = pipeline.write(worksheet, "docx", pipeline.prefill(worksheet, given))
    own = [layout(EVERYTHING)] if case.layout == EVERYTHING else []
    response = pipeline.read(stripped(data), own)
    assert response.as_json()["answers"] == {name: tidy(value) for name, value in given.items()}
    assert response.status == "ok"
    assert {problem.code for problem in response.problems} == {"R014", "R021"}
    assert response.stamp
    assert response.stamp.locales == (case.locale,)


@pytest.mark.parametrize("locale", LOCALES)
def test_layout_and_language_are_known_without_the_small_print(locale: str) -> None:
    case = Case(layout="journey-map", locale=locale, stages=3)
    worksheet = case.solve()
    given = answers_for(worksheet.definition, locale)
    data = pipeline.write(worksheet, "docx", pipeline.prefill(worksheet, given))
    response = pipeline.read(stripped(data, footers=False))
    assert response.stamp
    assert (response.stamp.layout, response.stamp.locales) == ("journey-map", (locale,))
    assert response.stamp.stages == worksheet.stamp.stages
    assert response.as_json()["answers"] == {name: tidy(value) for name, value in given.items()}
