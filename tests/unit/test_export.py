"""The plain files of a collection: what is in them is what was answered, wherever they are read."""

import csv
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from itertools import repeat
from pathlib import Path
from typing import Any

import pandas
import pytest
from pyarrow import parquet

from tests.collecting import Memory, collection, definition, read, reads, unreadable
from worksheets import __version__, pipeline
from worksheets.collecting import export, outputs
from worksheets.collecting.collection import Collection, View
from worksheets.collecting.rows import AnswerRow
from worksheets.collecting.troubles import troubles
from worksheets.errors import DefinitionError, Problem, WouldOverwriteError
from worksheets.loading import load

HOSTILE = (
    "=1+1", "+371 20 000 000", "-2", "@sum(A1)", "\t=1", "'=1", "''=1", "'tis", "＝1", "\n=1",
    "two\nlines", "a;b,c\"d'e", "NA", "null", "007", "1e5", "rūķīši żółć 👍🏽", " spaces ",
    "absent",
)  # fmt: skip
STAGES = ("research", "offer", "conversion", "use", "loyalty")
PERSONA = definition("persona", "en")


def hostile() -> Collection:
    """Return sheets on which every text is one that programs like to break."""
    asked = definition("journey-map", "lv")
    names = [f.id for f in asked.fields if f.field.kind == "text"]
    found = [
        read(f"=cmd {turn}.pdf", dict.fromkeys(names, text) | {"emotion__use": -2}, asked)
        for turn, text in enumerate(HOSTILE)
    ]
    return Collection(Memory(tuple(found)), View())


def lines(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8-sig", newline="") as text:
        return list(csv.DictReader(text))


def written(name: str, found: Collection, folder: Path) -> Path:
    target = folder / name
    return outputs.write(found, troubles(found), target)


@pytest.fixture
def stand_ins(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the workbook and the report be one line, so that this is about the rest."""
    plain = {
        ".xlsx": "tests.unit.test_export:write_line",
        ".html": "tests.unit.test_export:write_line",
    }
    monkeypatch.setattr(outputs, "OUTPUTS", {**outputs.OUTPUTS, **plain})
    folder = {n: plain.get(Path(n).suffix, task) for n, task in outputs.FOLDER.items()}
    monkeypatch.setattr(outputs, "FOLDER", folder)
    monkeypatch.setitem(sys.modules, "tests.unit.test_export", sys.modules[__name__])


def write_line(_collection: Collection, _troubles: object, path: Path) -> None:
    path.write_text("one line")


# ---------------------------------------------------------------- CSV


def test_a_csv_has_a_row_per_answer_and_the_columns_in_their_order(tmp_path: Path) -> None:
    found = collection(6)
    file = written("answers.csv", found, tmp_path)
    assert file.read_bytes().startswith(b"\xef\xbb\xbfworkshop,wave,participant,group,")
    rows = lines(file)
    assert tuple(rows[0]) == export.COLUMNS
    expected: list[AnswerRow] = list(found.answers())
    assert len(rows) == len(expected)
    for row, answer in zip(rows, expected, strict=True):
        assert row["field"] == answer.field
        assert row["response"] == answer.response
        assert row["value"] == ("" if answer.value is None else str(answer.value))


def test_lines_end_as_excel_asks_and_those_inside_a_cell_stay(tmp_path: Path) -> None:
    data = written("a.csv", hostile(), tmp_path).read_bytes()
    assert b'"two\nlines"' in data
    assert data.count(b"\r\n") == 1 + len(list(hostile().answers()))


def test_no_text_of_a_csv_is_a_formula_and_every_number_is_a_number(tmp_path: Path) -> None:
    found = hostile()
    rows = lines(written("a.csv", found, tmp_path))
    for row in rows:
        for column, cell in row.items():
            is_number = row["type"] == "scale" and column == "value"
            assert is_number or not cell.startswith(tuple("=+-@\t\r\n\0＝")), cell
    assert {row["value"] for row in rows if row["field"] == "emotion__use"} == {"-2"}
    assert {row["value"] for row in rows if row["field"] == "pains__use"} >= {"'-2", "'tis", "''=1"}
    assert {row["file"][:5] for row in rows} == {"'=cmd"}


def test_control_characters_and_halves_of_characters_are_left_out_of_a_csv(tmp_path: Path) -> None:
    sheet = read("a.pdf", {}, PERSONA)
    answers = {**sheet.response["answers"], "name": "\x00=a\x07\x1b[0m\u0085b\r\nc\rd\ud83d"}
    sheet.response["answers"] = answers  # type: ignore[index]
    found = Collection(Memory((sheet,)), View())
    rows = {row["field"]: row for row in lines(written("a.csv", found, tmp_path))}
    assert rows["name"]["value"] == "'=a[0mb\nc\nd?"
    table = parquet.read_table(written("a.parquet", found, tmp_path)).to_pylist()
    assert next(row for row in table if row["field"] == "name")["value"].startswith("\x00=a\x07")
    (line,) = written("a.jsonl", found, tmp_path).read_text("utf-8").split("\n")[:-1]
    assert json.loads(line)["answers"] == answers


def test_the_codebook_names_every_field_and_every_possible_answer(tmp_path: Path) -> None:
    found = collection(5, "lv")
    target = tmp_path / "codebook.csv"
    export.write_codebook(found, (), target)
    rows = lines(target)
    assert list(dict.fromkeys((r["layout"], r["field"]) for r in rows)) == [
        (asked.layout, asked.id) for asked in found.fields
    ]
    scale = [row for row in rows if row["field"] == "emotion__use"]
    assert [row["value"] for row in scale][:5] == ["-2", "-1", "0", "1", "2"]
    assert [row["number"] for row in scale][:5] == ["1", "2", "3", "4", "5"]
    assert (scale[0]["low"], scale[0]["high"], scale[0]["stage_label"]) == ("-2", "2", "Lietošana")
    assert {row["title_en"] for row in scale} == {"Emotion, Use"}
    many = {row["field"] for row in rows if row["many"] == "true"}
    assert many == {f.id for f in found.fields if f.many}
    assert many


def test_scores_choices_and_problems_are_tables_too(tmp_path: Path) -> None:
    found = collection(6)
    listed = troubles(found)
    for writer in (export.write_emotions, export.write_choices, export.write_problems):
        writer(found, listed, tmp_path / f"{writer.__name__}.csv")
    scores = lines(tmp_path / "write_emotions.csv")
    assert [row["stage"] for row in scores] == list(STAGES)
    counts = [name for name in scores[0] if name.startswith("count_")]
    assert counts == ["count_minus_2", "count_minus_1", "count_0", "count_1", "count_2"]
    for row in scores:
        assert sum(int(row[name]) for name in counts) == int(row["sheets"])
    by = {(r["layout"], r["field"], r["value"]): r for r in lines(tmp_path / "write_choices.csv")}
    assert float(by["journey-map", "filled_by", "group"]["share"]) == pytest.approx(1 / 6)
    said = lines(tmp_path / "write_problems.csv")
    assert [row["code"] for row in said] == [trouble.code for trouble in listed]


# ---------------------------------------------------------------- JSON Lines, Parquet


def test_json_lines_are_the_data_of_record(tmp_path: Path) -> None:
    found = hostile()
    text = written("a.jsonl", found, tmp_path).read_text("utf-8")
    assert [json.loads(line) for line in text.split("\n")[:-1]] == list(found.responses())


def test_a_parquet_file_has_types(tmp_path: Path) -> None:
    found = collection(6)
    table = parquet.read_table(written("a.parquet", found, tmp_path))
    assert table.schema.metadata[b"program"] == b"worksheets"
    assert table.schema.metadata[b"version"] == __version__.encode()
    frame = table.to_pandas()
    added = [name for name in frame if name not in export.COLUMNS]
    assert added == ["value_number", "value_list"]
    assert [name for name in frame if name in export.COLUMNS] == list(export.COLUMNS)
    assert {str(frame[n].dtype) for n in ("layout", "stage", "field", "file")} == {"category"}
    rows = list(found.answers())
    for row, given in zip(table.to_pylist(), rows, strict=True):
        number = isinstance(given.value, int | float) and not isinstance(given.value, bool)
        assert row["value_number"] == (given.value if number else None)
        assert row["value"] == (None if given.value is None else str(given.value))
        assert row["stage_number"] == given.stage_number
        if row["value_list"]:
            assert "; ".join(row["value_list"]) == given.value
    assert any(len(row or ()) > 1 for row in table["value_list"].to_pylist())
    compression = parquet.ParquetFile(tmp_path / "a.parquet").metadata.row_group(0).column(0)
    assert compression.compression == "ZSTD"


def test_without_pyarrow_it_is_said_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stand_ins: None
) -> None:
    monkeypatch.setattr(export, "find_spec", lambda _name: None)
    with pytest.raises(DefinitionError, match=r"pip install 'worksheets\[parquet\]'") as caught:
        outputs.check(tmp_path / "a.parquet")
    assert caught.value.exit_code == 2
    outputs.write(collection(1), (), tmp_path / "all")
    assert not (tmp_path / "all" / "answers.parquet").exists()
    assert (tmp_path / "all" / "answers.csv").exists()


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_the_same_answers_give_the_same_bytes(suffix: str, tmp_path: Path) -> None:
    first = written(f"a{suffix}", collection(3), tmp_path).read_bytes()
    assert written(f"b{suffix}", collection(3), tmp_path).read_bytes() == first


@pytest.mark.parametrize("suffix", [".csv", ".jsonl", ".parquet"])
def test_nothing_that_came_back_is_a_file_too(suffix: str, tmp_path: Path) -> None:
    nothing = Collection(Memory((unreadable("scan.pdf"),)), View())
    file = written(f"a{suffix}", nothing, tmp_path)
    count = {
        ".csv": lambda: len(lines(file)),
        ".jsonl": lambda: len(file.read_text().splitlines()) - 1,
        ".parquet": lambda: parquet.read_table(file).num_rows,
    }
    assert count[suffix]() == 0


@pytest.mark.parametrize("writer", [export.write_answers, export.write_parquet])
def test_answers_are_written_as_they_come(writer: outputs.Writer, tmp_path: Path) -> None:
    row, target = next(collection(1).answers()), tmp_path / "answers"
    sizes = []

    class Many:
        def answers(self) -> Iterator[AnswerRow]:
            for _ in range(4):
                yield from repeat(row, 15_000)
                sizes.append(target.stat().st_size)

    writer(Many(), (), target)  # type: ignore[arg-type]
    assert sorted(set(sizes)) == sizes


# ---------------------------------------------------------------- a folder, and scripts for it


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the tables of a hostile workshop of four layouts."""
    target = tmp_path_factory.mktemp("all")
    found = Collection(Memory((*reads(8), *hostile().readings.records())), View(locale="lv"))  # type: ignore[arg-type]
    names = [name for name in outputs.FOLDER if name.endswith(".csv")]
    for name in names:
        outputs._writer(outputs.FOLDER[name])(found, troubles(found), target / name)
    for name in outputs.STARTERS:
        outputs._starter(name)(found, (), target / name)
    return target


def test_a_folder_has_everything(tmp_path: Path, stand_ins: None) -> None:
    out = tmp_path / "new" / "all"
    assert outputs.write(collection(2), (), f"{out}/") == out
    assert {file.name for file in out.iterdir()} == {*outputs.FOLDER, *outputs.STARTERS}
    (out / "read.py").write_text("my own")
    outputs.write(collection(1), (), out)
    assert (out / "read.py").read_text() == "my own"
    assert len(lines(out / "answers.csv")) == len(list(collection(1).answers()))


def frames(folder: Path) -> Mapping[str, Any]:
    """Return what the Python script makes of a folder."""
    space: dict[str, Any] = {"__name__": "read", "__file__": str(folder / "read.py")}
    exec(compile((folder / "read.py").read_text("utf-8"), "read.py", "exec"), space)
    return space


def test_the_python_script_gives_tidy_frames(folder: Path) -> None:
    found = frames(folder)
    answers, journeys = found["answers"], found["sheets"]["journey-map"]
    assert len(journeys) == 8 + len(HOSTILE)
    texts = answers[answers["file"].str.startswith("=cmd") & (answers["field"] == "pains__use")]
    assert list(texts["value"]) == list(HOSTILE)
    stages = answers["stage_label"].dtype
    assert stages.ordered
    assert list(stages.categories) == [
        "Izpēte", "Piedāvājums", "Konversija", "Lietošana", "Lojalitāte",
    ]  # fmt: skip
    assert journeys["emotion__use"].dtype.kind in "if"
    assert journeys["filled_by"].dtype.categories.tolist() == ["viens cilvēks", "grupa"]
    emotions = found["emotions"]
    assert list(emotions.columns) == list(stages.categories)
    assert emotions["Lietošana"].tail(len(HOSTILE)).notna().all()
    expected = pandas.read_csv(folder / "emotions.csv")
    mean = expected.loc[expected["stage"] == "use", "mean"].iloc[0]
    assert emotions["Lietošana"].mean() == pytest.approx(mean)


def test_the_python_script_runs_by_itself(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder, tmp_path / "all")
    done = subprocess.run(
        [sys.executable, "-W", "error", "all/read.py"],
        cwd=tmp_path, capture_output=True, text=True, check=True,
        env={**os.environ, "MPLBACKEND": "agg", "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip
    assert f"journey-map: {8 + len(HOSTILE)} responses" in done.stdout
    assert (tmp_path / "all" / "emotions.png").stat().st_size > 1000


R_CHECK = """
texts <- answers$value[startsWith(answers$file, "=cmd") & answers$field == "pains__use"]
expected <- readLines(file.path(here, "expected.txt"), encoding = "UTF-8")
expected <- gsub("\\\\n", "\\n", gsub("\\\\t", "\\t", expected, fixed = TRUE), fixed = TRUE)
use <- levels(answers$stage_label)[4]
stopifnot(identical(enc2utf8(texts), enc2utf8(expected)), is.ordered(answers$stage_label),
  is.numeric(sheets[["journey-map"]]$emotion__use), is.factor(sheets[["persona"]]$filled_by),
  nrow(emotions) == nrow(sheets[["journey-map"]]),
  isTRUE(all.equal(mean(emotions[[use]], na.rm = TRUE), MEAN)))
"""


@pytest.mark.parametrize("language", ["C", "C.UTF-8"])
def test_the_r_script_runs_by_itself(language: str, folder: Path, tmp_path: Path) -> None:
    if not shutil.which("Rscript"):
        pytest.skip("R is missing: apt install r-base-core")
    shutil.copytree(folder, tmp_path / "all")
    there = tmp_path / "all"
    plain = [text.replace("\n", "\\n").replace("\t", "\\t") for text in HOSTILE]
    (there / "expected.txt").write_text("\n".join([*plain, ""]), encoding="utf-8")
    mean = frames(folder)["emotions"]["Lietošana"].mean()
    script = there / "read.R"
    checks = R_CHECK.replace("MEAN", repr(float(mean)))
    script.write_text(script.read_text("utf-8") + checks, encoding="utf-8")
    done = subprocess.run(
        ["Rscript", "all/read.R"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "LC_ALL": language},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert f"journey-map: {8 + len(HOSTILE)} responses" in done.stdout
    assert (there / "emotions.png").exists()


# ---------------------------------------------------------------- places


def test_an_unknown_suffix_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(DefinitionError, match=r"L011 no output '.xls' .*\.xlsx, \.csv, \.jsonl"):
        outputs.check(tmp_path / "results.xls")
    outputs.check(tmp_path / "results.XLSX")
    outputs.check(f"{tmp_path}/results.2027/")


def locked(name: str) -> Callable[..., Any]:
    """Return a rename that fails for one name, as Windows does while Excel has the file."""
    real = Path.replace

    def replace(self: Path, target: Path) -> Path:
        if Path(target).name == name:
            raise PermissionError(13, "Permission denied")
        return real(self, target)

    return replace


def test_a_workbook_that_is_open_stays_and_the_new_one_has_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stand_ins: None
) -> None:
    target = tmp_path / "results.xlsx"
    target.write_text("open in Excel")
    (tmp_path / "results (2).xlsx").write_text("of yesterday")
    monkeypatch.setattr(Path, "replace", locked("results.xlsx"))
    said: list[Problem] = []
    there = outputs.write(collection(1), (), target, said.append)
    assert there.name == "results (3).xlsx"
    assert there.read_text() == "one line"
    assert target.read_text() == "open in Excel"
    assert (tmp_path / "results (2).xlsx").read_text() == "of yesterday"
    ((code, where),) = [(problem.code, str(problem.where)) for problem in said]
    assert (code, where) == ("C009", str(there))
    assert not list(tmp_path.glob(".*"))


def test_what_cannot_be_written_at_all_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(DefinitionError, match="L014 cannot be written"):
        outputs.write(collection(1), (), tmp_path / "file" / "a.csv")
    assert not list(tmp_path.glob(".*"))


def test_a_writer_that_fails_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "a.csv"
    target.write_text("before")

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(export, "write_answers", fail)
    with pytest.raises(DefinitionError, match="No space left"):
        outputs.write(collection(1), (), target)
    assert target.read_text() == "before"
    assert not list(tmp_path.glob(".*"))


def test_a_filled_worksheet_is_never_replaced_by_results(tmp_path: Path, stand_ins: None) -> None:
    target = tmp_path / "jana.xlsx"
    target.write_bytes(pipeline.generate(load("persona"), format="xlsx", answers={"name": "Jana"}))
    with pytest.raises(WouldOverwriteError, match="A013"):
        outputs.write(collection(1), (), target)
    target.write_bytes(pipeline.generate(load("persona"), format="xlsx"))
    assert outputs.write(collection(1), (), target) == target
