"""Where the built-in layouts, locales and fonts lie: in a wheel or in a checkout."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path


@cache
def data_dir(name: str) -> Traversable:
    """Return the folder ``name`` ("layouts", "locales"); raise FileNotFoundError without it."""
    installed = files("worksheets") / "_data" / name
    if installed.is_dir():
        return installed
    root = Path(__file__).parent.parent
    if (root / "pyproject.toml").is_file() and (root / name).is_dir():
        return root / name
    raise FileNotFoundError(f"neither {installed} nor {root / name} is a folder")
