"""A slip of the pen is told before anything is read, and costs nobody a file."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from worksheets.cli.collect import command
from worksheets.collecting.checking import check_paths, check_places
from worksheets.errors import DefinitionError

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
