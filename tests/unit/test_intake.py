"""Finding files: what they are called, in which order, and what is not looked into."""

import os
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import pytest

from tests.returned import folder
from worksheets.collecting import intake
from worksheets.collecting.intake import find
from worksheets.collecting.names import clean, is_litter, natural
from worksheets.errors import Problem
from worksheets.model.reading import Source


def found(*paths: Path | str, skip: tuple[Path, ...] = ()) -> list[str]:
    return [item.name for item in find(paths, skip) if isinstance(item, Source)]


def problems(*paths: Path | str) -> list[tuple[str, str]]:
    return [(item.code, str(item.where)) for item in find(paths) if isinstance(item, Problem)]


def test_files_are_called_by_the_folder_that_was_given_and_sorted_as_people_count(
    tmp_path: Path,
) -> None:
    inbox = folder(
        tmp_path / "inbox", dict.fromkeys(["10.pdf", "9.pdf", "B/2.pdf", "a/1.pdf"], b"")
    )
    assert found(inbox) == ["inbox/9.pdf", "inbox/10.pdf", "inbox/a/1.pdf", "inbox/B/2.pdf"]
    mixed = ["a10", "a9", "A1", "a/9", "a!1", "a", "a 1", "a09x"]
    in_order = ["a", "a/9", "a!1", "a 1", "A1", "a9", "a09x", "a10"]
    assert sorted(mixed, key=natural) == in_order


def test_a_relative_path_is_kept_and_an_absolute_one_is_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder(tmp_path, {"in/box/1.pdf": b"", "in/box/2.pdf": b""})
    monkeypatch.chdir(tmp_path)
    assert found("in/box") == ["in/box/1.pdf", "in/box/2.pdf"]
    assert found("./in/box/2.pdf", "in/box/1.pdf") == ["in/box/2.pdf", "in/box/1.pdf"]
    assert found("in/*/[12].pdf") == ["in/box/1.pdf", "in/box/2.pdf"]
    assert found(".") == ["in/box/1.pdf", "in/box/2.pdf"]
    assert found(tmp_path / "in" / "box" / "1.pdf") == ["1.pdf"]


def test_what_is_given_twice_is_found_once(tmp_path: Path) -> None:
    inbox = folder(tmp_path / "inbox", {"1.pdf": b"", "deep/2.pdf": b""})
    assert found(inbox, inbox / "1.pdf", inbox / "deep", inbox) == [
        "inbox/1.pdf",
        "inbox/deep/2.pdf",
    ]


def test_files_of_one_name_are_told_apart(tmp_path: Path) -> None:
    folder(tmp_path, {"a/1.pdf": b"", "b/1.pdf": b""})
    assert found(tmp_path / "a" / "1.pdf", tmp_path / "b" / "1.pdf") == ["1.pdf", "1.pdf#2"]


def test_names_that_are_no_text_are_names_all_the_same(tmp_path: Path) -> None:
    try:
        (tmp_path / os.fsdecode(b"ja\xffna.pdf")).write_bytes(b"")
        (tmp_path / os.fsdecode(b"ja\xfena.pdf")).write_bytes(b"")
    except OSError:
        pytest.skip("this system has no such names")
    assert [name.rpartition("/")[2] for name in found(tmp_path)] == ["ja?na.pdf", "ja?na.pdf#2"]


def test_litter_is_told_and_not_read(tmp_path: Path) -> None:
    litter = [".DS_Store", "Thumbs.db", "desktop.ini", "__MACOSX/._1.pdf", "~$a.docx", ".~lock.a#"]
    inbox = folder(tmp_path / "inbox", dict.fromkeys([*litter, ".git/objects/00", "a.pdf"], b""))
    assert found(inbox) == ["inbox/a.pdf"]
    assert {code for code, _ in problems(inbox)} == {"C013"}
    assert len(problems(inbox)) == len(litter) + 1
    assert not is_litter("jana.docx")


def test_what_is_to_be_skipped_is_left_out_silently(tmp_path: Path) -> None:
    inbox = folder(tmp_path / "inbox", {"a.pdf": b"", "out/b.pdf": b"", "results.xlsx": b""})
    assert found(inbox, skip=(inbox / "out", inbox / "results.xlsx")) == ["inbox/a.pdf"]


def test_links_lead_to_files_and_never_round_in_circles(tmp_path: Path) -> None:
    inbox = folder(tmp_path / "inbox", {"a.pdf": b"", "deep/b.pdf": b""})
    (inbox / "deep" / "up").symlink_to(inbox)
    (inbox / "self").symlink_to(inbox / "self")
    (inbox / "c.pdf").symlink_to(inbox / "a.pdf")
    assert found(inbox) == ["inbox/a.pdf", "inbox/c.pdf", "inbox/deep/b.pdf", "inbox/self"]
    assert problems(inbox) == [("C015", "inbox/deep/up")]


def test_folders_are_looked_into_to_a_depth(tmp_path: Path) -> None:
    deep = tmp_path / "inbox" / "/".join("d" * (intake.MAX_DEPTH - 1))
    folder(deep, {"a.pdf": b"", "d/b.pdf": b""})
    assert [name.rpartition("/")[2] for name in found(tmp_path / "inbox")] == ["a.pdf"]
    assert [code for code, _ in problems(tmp_path / "inbox")] == ["C015"]


def test_a_closed_folder_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    inbox = folder(tmp_path / "inbox", {"a.pdf": b"", "closed/b.pdf": b""})
    scandir = os.scandir

    def closed(path: str) -> Iterator[os.DirEntry[str]]:
        if path.endswith("closed"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", closed)
    assert found(inbox) == ["inbox/a.pdf"]
    assert problems(inbox) == [("C015", "inbox/closed")]


def test_100_000_names_take_little_time_and_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Entry:
        def __init__(self, number: int) -> None:
            self.name = f"form {number}.pdf"

        def is_dir(self, *, follow_symlinks: bool = True) -> bool:
            return not follow_symlinks and False

        def is_symlink(self) -> bool:
            return False

    class Many:
        def __enter__(self) -> Iterator[Entry]:
            return map(Entry, range(100_000))

        def __exit__(self, *_: object) -> None:
            pass

    monkeypatch.setattr(os, "scandir", lambda _: Many())
    start = perf_counter()
    tracemalloc.start()
    try:
        count = sum(1 for _ in find([tmp_path]))
        _, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert count == 100_000
    assert most < 60_000_000
    assert perf_counter() - start < 20


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("C:\\x\\jana.pdf", "C:/x/jana.pdf"),
        ("/abs//jana\x00\x1b[31m.pdf", "abs/jana[31m.pdf"),
        ("jana\u202efdp.exe", "janafdp.exe"),
        ("\udcff.pdf", "?.pdf"),
    ],
)
def test_labels_lead_nowhere(name: str, label: str) -> None:
    assert clean(name) == label
