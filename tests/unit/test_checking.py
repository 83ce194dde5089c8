"""A slip of the pen is told before anything is read, and costs nobody a file."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from worksheets import loading
from worksheets.cli.collect import command
from worksheets.cli.generate import command as generate
from worksheets.collecting.checking import check_paths, check_places
from worksheets.errors import DefinitionError
from worksheets.loading import load_people

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["", "none", "inbox/*.zip", "inbox/none.pdf"])
def test_what_is_not_there_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "a[1].pdf").touch()
    check_paths(["inbox", "inbox/*.pdf", "inbox/a[1].pdf"])
    with pytest.raises(DefinitionError, match="L011"):
        check_paths(["inbox", name])


def test_no_output_takes_the_place_of_what_is_read_or_written_by_hand(tmp_path: Path) -> None:
    inbox, mine = tmp_path / "inbox", tmp_path / "people.csv"
    (inbox / "deep").mkdir(parents=True)
    mine.touch()
    check_places([inbox / "r.xlsx", inbox / "out", tmp_path / "new" / "r.csv"], [inbox], [mine])
    for wrong in ([mine], [inbox], [tmp_path], [inbox, inbox], [mine / "r.xlsx"]):
        with pytest.raises(DefinitionError, match="L014"):
            check_places(wrong, [inbox], [mine])
    with pytest.raises(DefinitionError, match="L014"):
        check_places([tmp_path / "r.xlsx", tmp_path / "new" / ".." / "r.xlsx"], [inbox], [])


def said(tmp_path: Path, *arguments: str) -> tuple[int, str]:
    done = CliRunner().invoke(command, [*arguments, "--workers", "1"])
    if done.exception and not isinstance(done.exception, SystemExit):
        return 2, str(done.exception)
    return done.exit_code, done.stderr


def test_an_archive_that_does_not_open_is_counted_and_told(tmp_path: Path) -> None:
    (tmp_path / "inbox").mkdir()
    (tmp_path / "inbox" / "all.zip").write_bytes(b"PK\x03\x04 and no more")
    status, text = said(tmp_path, str(tmp_path / "inbox"), "-o", str(tmp_path / "r.jsonl"))
    assert status == 3
    assert "0 ok, 0 partial, 0 unreadable, 1 not opened; " in text


def test_a_merge_of_what_did_not_come_back_is_refused_by_name(tmp_path: Path) -> None:
    sheet = ROOT / "samples" / "journey-map.en.filled.pdf"
    wanted = (str(sheet), "-o", str(tmp_path / "r.jsonl"), "--merge", str(tmp_path / "m.pdf"))
    for name in ("nope", "persona"):
        status, text = said(tmp_path, *wanted, "--merge-layout", name)
        assert status == 2
        assert f"no '{name}' came back" in text
    assert not (tmp_path / "m.pdf").exists()


def test_a_list_without_people_is_refused(tmp_path: Path) -> None:
    for text in ("", "name,language\n"):
        (tmp_path / "people.csv").write_text(text, encoding="utf-8")
        with pytest.raises(DefinitionError, match="nobody stands on the list"):
            load_people(tmp_path / "people.csv")


def test_a_workshop_s_own_map_and_a_list_beside_it_are_known(tmp_path: Path) -> None:
    own = loading.layouts()[0]
    source = (ROOT / "layouts" / f"{own}.yaml").read_text(encoding="utf-8")
    (tmp_path / "mine.yaml").write_text(source.replace(f"id: {own}", "id: our-map", 1), "utf-8")
    (tmp_path / "w.yaml").write_text("name: W\nid: w\nlayouts: [mine.yaml]\n", "utf-8")
    (tmp_path / "people.csv").write_text("name\nAnn Lee\nBob\n", encoding="utf-8")
    given = ("--workshop", str(tmp_path / "w.yaml"), "--participants", str(tmp_path / "people.csv"))
    made = CliRunner().invoke(generate, [*given, "-o", str(tmp_path / "out")])
    assert made.exit_code == 0, made.output
    inbox = next((tmp_path / "out" / "people").glob("ann*"))
    status, _ = said(tmp_path, str(inbox), *given, "-o", str(tmp_path / "r"))
    assert status == 0
    overview = load_workbook(tmp_path / "r" / "results.xlsx")["Overview"]
    cells = {cell for row in overview.values for cell in row}
    assert {"Bob", loading.load(own).title} <= cells
    assert "Ann Lee" not in cells
    assert "C010" not in (tmp_path / "r" / "problems.csv").read_text(encoding="utf-8")
