"""What is generated is current: the reference of layouts and the samples."""

import re
import runpy
from pathlib import Path

import pytest

from worksheets import i18n, loading
from worksheets.cli import COMMANDS
from worksheets.source.workshop import PersonShape, WaveShape, WorkshopShape

ROOT = Path(__file__).parents[2]
SAMPLES = runpy.run_path(str(ROOT / "samples" / "make.py"))["files"]()
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_reference_of_layouts_is_current_and_explains_every_key() -> None:
    """If not: ``make docs``."""
    made = runpy.run_path(str(ROOT / "docs" / "reference.py"))["text"]()
    assert (ROOT / "docs" / "layouts.md").read_text(encoding="utf-8") == made
    keys = [line for line in made.splitlines() if line.startswith("| `")]
    assert len(keys) > 60
    assert [line for line in keys if line.endswith("|  |")] == []


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.name)
def test_samples_are_current(path: Path) -> None:
    """If not: ``make samples``."""
    assert path.read_bytes() == SAMPLES[path]


def test_the_guide_to_workshops_explains_every_key_and_every_column() -> None:
    guide = (ROOT / "docs" / "workshops.md").read_text(encoding="utf-8")
    for shape in (WorkshopShape, WaveShape, PersonShape):
        assert [key for key in shape.model_fields if f"`{key}`" not in guide] == ["answers"] * (
            shape is PersonShape
        )


def test_every_command_is_in_the_readme() -> None:
    assert [name for name in COMMANDS if f"worksheets {name}" not in README] == []


def test_the_python_of_the_readme_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"^```python\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
    promised = re.compile(r"^(\w\S*)  # (\"\S+\"|\d+)$", re.MULTILINE)
    assert blocks
    for block in blocks:
        code, checks = promised.subn(r"assert \1 == \2", block)
        assert checks
        exec(compile(code, "README.md", "exec"), {})
    assert {path.name for path in tmp_path.iterdir()} >= {"results.xlsx", "report.html"}


def test_every_layout_is_in_the_readme_and_the_gallery() -> None:
    for name in loading.layouts():
        assert f"`{name}`" in README
        assert (ROOT / "docs" / "gallery" / f"{name}.png").is_file()
        for locale in i18n.locales():
            assert (ROOT / "layouts" / "examples" / f"{name}.{locale}.json").is_file()


def test_links_in_the_docs_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\((?!http|#)([^)#]+)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name}: {target}"
