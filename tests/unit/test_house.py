"""The house keeps its own rules: sizes, who imports whom, codes that are used and explained."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from worksheets import loading
from worksheets.errors import CODES

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "worksheets"
MODULES = sorted(PACKAGE.rglob("*.py"))
TREES = {file: ast.parse(file.read_text(encoding="utf-8")) for file in MODULES}
Function = ast.FunctionDef | ast.AsyncFunctionDef

HOMES = {
    "click": ["cli"],
    "babel": ["i18n.py", "extraction.py"],
    "ruamel": ["source"],
    "pydantic": ["source"],
    "pydantic_core": ["source"],
    "reportlab": [
        "writers/pdf/pages.py",
        "writers/pdf/ornaments.py",
        "writers/pdf/logo.py",
        "writers/pdf/typefaces.py",
    ],
    "PIL": ["source/logos.py"],
    "svgelements": ["source/logos.py"],
    "segno": ["writers/pdf/ornaments.py", "writers/docx/frame.py"],
    "docx": ["writers/docx"],
    "lxml": ["writers/docx", "writers/xlsx/fill.py", "writers/package.py", "readers"],
    "openpyxl": ["writers/xlsx", "collecting/notes.py", "source/tables.py"],
    "xlsxwriter": ["collecting/workbook"],
    "pyarrow": ["collecting/export.py"],
    "matplotlib": ["collecting/report"],
    "pandas": ["collecting/starters"],
    "jinja2": ["collecting/report"],
    "pikepdf": ["writers/pdf", "readers"],
    "pypdfium2": ["cli/preview.py", "press/proof.py", "writers/pdf/logo.py"],
    "pypdf": ["press", "readers/pdf_repair.py"],
    "anyascii": ["model/ids.py"],
    "fontTools": ["fonts/build.py", "source/typefaces.py"],
    "pymupdf_fonts": ["fonts/build.py"],
}


def name_of(file: Path) -> str:
    return file.relative_to(PACKAGE).as_posix()


def imported(tree: ast.AST) -> Iterator[str]:
    """Yield the top-level names of the packages that a module imports anywhere."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.partition(".")[0]


def test_no_module_is_longer_than_400_lines() -> None:
    sizes = {name_of(file): len(file.read_text("utf-8").splitlines()) for file in MODULES}
    assert {name: size for name, size in sizes.items() if size > 400} == {}


def test_no_function_is_longer_than_50_lines() -> None:
    sizes = {
        f"{name_of(file)}:{node.name}": (node.end_lineno or 0) - node.lineno + 1
        for file, tree in TREES.items()
        for node in ast.walk(tree)
        if isinstance(node, Function)
    }
    assert {name: size for name, size in sizes.items() if size > 50} == {}


def test_every_outside_package_has_one_home() -> None:
    own = {*sys.stdlib_module_names, "worksheets"}
    strays = [
        f"{name_of(file)} imports {package}"
        for file, tree in TREES.items()
        for package in set(imported(tree)) - own
        if not any(Path(name_of(file)).is_relative_to(home) for home in HOMES.get(package, ()))
    ]
    assert strays == []


def test_data_flow_one_way() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [lint, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_code_knows_a_layout_by_name() -> None:
    """A new map is a YAML file and nothing else; docstrings may give examples."""
    known = {*loading.layouts()}
    for file, tree in TREES.items():
        notes = {id(part) for node in ast.walk(tree) for part in docstrings(node)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert id(node) in notes or not [n for n in known if node.value == n], name_of(file)


def docstrings(node: ast.AST) -> list[ast.AST]:
    """Return the string statements of a body."""
    body = getattr(node, "body", [])
    parts = body if isinstance(body, list) else []
    return [part.value for part in parts if isinstance(part, ast.Expr)]


# ---------------------------------------------------------------- problems

SOURCE = "".join(f.read_text("utf-8") for f in MODULES if f.name != "errors.py")
EXPLAINED = re.findall(
    r"^\| (\w\d{3}) \| (\w+) \| (.+) \| (.+) \|$",
    (ROOT / "docs" / "problems.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


@pytest.mark.parametrize("code", CODES)
def test_every_code_is_used(code: str) -> None:
    assert f'"{code}"' in SOURCE


def test_every_code_that_is_used_is_declared() -> None:
    assert set(re.findall(r'"([LTFRAC]\d{3})"', SOURCE)) <= CODES.keys()


def test_every_code_is_explained_once_with_its_severity() -> None:
    assert [(code, severity) for code, severity, *_ in EXPLAINED] == [
        (code, severity) for code, (severity, _) in CODES.items()
    ]


def test_every_explanation_is_a_sentence_and_only_an_info_asks_for_nothing() -> None:
    for code, severity, meaning, remedy in EXPLAINED:
        assert meaning.endswith("."), code
        assert remedy.endswith("."), code
        assert severity == "info" or remedy != "Nothing.", code
