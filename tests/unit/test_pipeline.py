"""Several files in one call are read as each of them alone."""

from pathlib import Path

import pytest

import worksheets
from tests.making import solved
from worksheets import loading, pipeline

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
