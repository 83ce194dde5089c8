"""Several files in one call are read as each of them alone."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

import worksheets
from tests.making import solved
from worksheets import loading, pipeline
from worksheets.model.ids import FieldId

JOURNEY_MAP = loading.load("journey-map")


def test_files_in_one_call_come_back_in_order_and_as_each_alone(tmp_path: Path) -> None:
    paths = [tmp_path / f"{number}.pdf" for number in range(7)]
    for number, path in enumerate(paths):
        answers = {"persona": f"Jana {number}", "emotion__offer": number % 5 - 2}
        path.write_bytes(worksheets.generate(JOURNEY_MAP, answers=answers))
    paths[2].write_bytes(b"")
    paths[4].write_bytes(b"no form at all")
    paths[5].unlink()
    together = list(worksheets.read_all(paths))
    assert together == [worksheets.read(path) for path in paths]
    assert [response.status for response in together[:3]] == ["ok", "ok", "unreadable"]
    assert together[6].values()["persona"] == "Jana 6"


def test_a_caller_may_stop_in_the_middle(tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    path.write_bytes(worksheets.generate(JOURNEY_MAP))
    responses = worksheets.read_all([path] * 50)
    assert next(responses).status == "ok"
    responses.close()  # type: ignore[attr-defined]
    assert worksheets.read(path).status == "ok"


def test_a_file_with_answers_is_not_overwritten_by_chance(tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    worksheet = solved(JOURNEY_MAP)
    blank, filled = (pipeline.write(worksheet, "pdf", given) for given in ({}, {"persona": "Jana"}))
    pipeline.save(path, filled, {"persona": "Jana"})
    pipeline.save(path, filled, {"persona": "Jana"})
    with pytest.raises(worksheets.WorksheetsError, match="A013"):
        pipeline.save(path, blank, {})
    assert path.read_bytes() == filled
    pipeline.save(path, blank, {}, force=True)
    assert path.read_bytes() == blank


def test_a_file_that_comes_out_the_same_need_not_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, data = tmp_path / "one.pdf", worksheets.generate(JOURNEY_MAP, answers={"persona": "J"})
    pipeline.save(path, data, {})
    monkeypatch.setattr(pipeline, "read", None)
    pipeline.save(path, data, {})
    assert path.read_bytes() == data


@pytest.mark.parametrize(
    "answers", [{"emotion__offer": 0}, {"filled_by": "alone"}, {"group_size": 3}]
)
def test_no_kind_of_answer_is_overwritten_by_chance(
    tmp_path: Path, answers: dict[str, object]
) -> None:
    """Zero is an answer."""
    path = tmp_path / "one.pdf"
    path.write_bytes(worksheets.generate(JOURNEY_MAP, answers=answers))
    with pytest.raises(worksheets.WorksheetsError, match="A013"):
        pipeline.save(path, b"", {})


def test_an_answer_that_could_not_be_settled_is_not_overwritten_either(tmp_path: Path) -> None:
    path = tmp_path / "one.pdf"
    with pikepdf.open(BytesIO(worksheets.generate(JOURNEY_MAP))) as pdf:
        for annotation in pdf.pages[0].Annots:
            if str(annotation.get("/T")) == "date":
                annotation.V = pikepdf.String("some day in May")
        pdf.save(path)
    assert worksheets.read(path).values()["date"] is None
    with pytest.raises(worksheets.WorksheetsError, match="A013"):
        pipeline.save(path, b"", {})


def test_a_second_sheet_in_a_file_is_noticed(tmp_path: Path) -> None:
    """Programs that merge files rename the fields of the second one."""
    path = tmp_path / "two.pdf"
    filled = worksheets.generate(JOURNEY_MAP, answers={"persona": "Jana"})
    with pikepdf.open(BytesIO(filled)) as pdf, pikepdf.open(BytesIO(filled)) as other:
        pdf.pages.extend(other.pages)
        for annotation in pdf.pages[1].Annots:
            if "/T" in annotation:
                annotation.T = pikepdf.String(f"{annotation.T}+1")
        pdf.save(path)
    response = worksheets.read(path)
    assert response.status == "partial"
    assert response.values()["persona"] == "Jana"
    assert response.extra["persona+1"] == "Jana"
    assert "R016" in {problem.code for problem in response.problems}


def test_letters_that_a_prefilled_sheet_cannot_show_are_named() -> None:
    (found,) = pipeline.unseen({FieldId("persona"): "Ola 😀 漢", FieldId("scenario"): "Zażółć"})
    assert (found.code, found.where) == ("F004", "persona")
