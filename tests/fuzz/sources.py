"""What mutants there are, and how many of each kind a run reads."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module

Mutant = Callable[[int, int], tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Source:
    """Mutants of one kind: where ``mutant`` and the seeds it needs are; loaded when asked for."""

    mutants: str
    seeds: str
    count: int
    quick: int

    def ready(self) -> Mutant:
        """Return the function that makes a mutant of its number and a seed, after making seeds."""
        module, _, name = self.seeds.partition(":")
        getattr(import_module(module), name)()
        found: Mutant = import_module(self.mutants).mutant
        return found


SOURCES: Mapping[str, Source] = {
    "pdf": Source("tests.fuzz.mutants", "tests.fuzz.seeds:seeds", 10_000, 500),
    "office": Source(
        "tests.fuzz.office_mutants", "tests.fuzz.office_seeds:office_seeds", 3_000, 300
    ),
}
