"""What is installed is what was written: the same names, the same data, the same commands."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
from pathlib import Path
from zipfile import ZipFile

import pytest

ROOT = Path(__file__).parents[2]
DEPENDENCIES = sysconfig.get_path("purelib")


def run(*command: str | Path, folder: Path) -> str:
    """Run a command away from the checkout; its dependencies are those of this Python."""
    environment = {**os.environ, "PYTHONPATH": DEPENDENCIES, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with the sdist and the wheel made from it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, folder=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (file,) = built.glob("*.whl")
    return file


def python_with(folder: Path, *arguments: str | Path) -> Path:
    """Return the Python of a new environment into which ``arguments`` are installed."""
    venv.create(folder, symlinks=True)
    python = folder / "bin" / "python"
    pip = [sys.executable, "-m", "pip", "--python", python, "--disable-pip-version-check"]
    run(*pip, "install", "--quiet", "--no-deps", "--no-index", *arguments, folder=folder)
    return python


def files_of(folder: str, suffix: str) -> set[str]:
    """Return the data files of the checkout as they are called in the wheel."""
    found = (ROOT / folder).rglob(f"*{suffix}")
    return {f"worksheets/_data/{file.relative_to(ROOT).as_posix()}" for file in found}


# ---------------------------------------------------------------- the wheel


def test_the_wheel_passes_check_wheel_contents(wheel: Path) -> None:
    command = Path(sys.executable).with_name("check-wheel-contents")
    assert "OK" in run(command, "--config", ROOT / "pyproject.toml", wheel, folder=wheel.parent)


def test_the_wheel_holds_the_package_its_data_and_nothing_else(wheel: Path) -> None:
    names = set(ZipFile(wheel).namelist())
    assert {name.split("/")[0] for name in names if ".dist-info/" not in name} == {"worksheets"}
    assert files_of("layouts", ".yaml") < names
    assert len(files_of("layouts/examples", ".json")) == 35
    assert files_of("layouts", ".json") < names
    assert files_of("locales", ".po") < names
    fonts = {"OFL.txt", "metrics.json", "WorksheetsSans-Bold.ttf", "WorksheetsSans-Regular.ttf"}
    assert {f"worksheets/fonts/{name}" for name in fonts} < names
    templates = {
        f"worksheets/collecting/report/templates/{n}" for n in ("report.html", "report.css")
    }
    assert templates < names
    assert not [name for name in names if name.endswith((".mo", ".pyc"))]


def test_the_licences_travel_with_the_wheel(wheel: Path) -> None:
    names = ZipFile(wheel).namelist()
    for licence in ("LICENSE", "OFL.txt"):
        assert any(".dist-info/licenses/" in n and n.endswith(licence) for n in names)


def test_the_sdist_holds_what_tests_need_and_no_downloads(built: Path) -> None:
    (file,) = built.glob("*.tar.gz")
    with tarfile.open(file) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {"cli.py", "pyproject.toml", "README.md", "tests/conftest.py"} < names
    assert {"layouts/journey-map.yaml", "tests/golden/journey-map.en.A4.json"} < names
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name]


# ---------------------------------------------------------------- installed

PLACE = "import worksheets, pathlib; print(pathlib.Path(worksheets.__file__).resolve())"


def test_an_installed_wheel_finds_its_data(wheel: Path, tmp_path: Path) -> None:
    python = python_with(tmp_path / "env", wheel)
    command = python.with_name("worksheets")
    assert Path(run(python, "-c", PLACE, folder=tmp_path)).is_relative_to(tmp_path.resolve())
    assert "journey-map" in run(command, "list", "layouts", folder=tmp_path)
    assert "latviešu" in run(python, "-m", "worksheets", "list", "locales", folder=tmp_path)
    assert run(command, "generate", "journey-map", "-l", "lv", folder=tmp_path).split() == [
        "journey-map.lv.A4.pdf"
    ]


def test_an_editable_install_finds_its_data_and_adds_no_other_names(tmp_path: Path) -> None:
    python = python_with(tmp_path / "env", "--no-build-isolation", "--editable", ROOT)
    assert run(python, "-c", PLACE, folder=tmp_path).strip() == str(ROOT / "worksheets/__init__.py")
    assert "journey-map" in run(python.with_name("worksheets"), "list", folder=tmp_path)
    probe = "from importlib.util import find_spec; print(find_spec('NAME'))"
    for name in ("cli", "layouts", "locales", "tests", "samples"):
        assert run(python, "-c", probe.replace("NAME", name), folder=tmp_path) == "None\n"


def test_a_checkout_runs_without_being_installed(tmp_path: Path) -> None:
    assert "journey-map" in run(sys.executable, ROOT / "cli.py", "list", folder=tmp_path)


def test_the_version_is_said_once(wheel: Path) -> None:
    printed = run(sys.executable, ROOT / "cli.py", "--version", folder=wheel.parent)
    assert f"worksheets-{printed.split()[-1]}-py3-none-any.whl" == wheel.name
