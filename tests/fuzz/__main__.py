"""``python -m tests.fuzz``: read 10,000 PDFs and 3,000 Office files; tell what became of them."""

# ruff: noqa: T201 (a script says what it found)

import argparse
import sys
from pathlib import Path
from time import perf_counter

from tests.fuzz.mutants import SEED
from tests.fuzz.runs import run, summary, tried, work
from tests.fuzz.sources import SOURCES


def main() -> int:
    """Run; 1 if a file was not survived."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--of", choices=SOURCES, help="only these; with --one: pdf if not given")
    parser.add_argument("--count", type=int)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--one", type=int, metavar="INDEX", help="read one mutant, in this process")
    parser.add_argument("--save", type=Path, help="with --one: write the mutant to this file")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work(options.of, options.seed)
        return 0
    if options.one is not None:
        name, data = SOURCES[options.of or "pdf"].ready()(options.one, options.seed)
        if options.save:
            options.save.write_bytes(data)
        print(tried(options.one, name, data))
        return 0
    return max(_many(source, options) for source in ([options.of] if options.of else SOURCES))


def _many(source: str, options: argparse.Namespace) -> int:
    start, outcomes = perf_counter(), []
    indices = range(options.first, options.first + (options.count or SOURCES[source].count))
    for outcome in run(indices, source, options.seed, options.workers):
        outcomes.append(outcome)
        if outcome.bug:
            print(outcome, flush=True)
        if len(outcomes) % 1000 == 0:
            print(f"{len(outcomes)} files in {perf_counter() - start:.0f} s", flush=True)
    print(f"{source}: {summary(outcomes)}")
    return int(any(outcome.bug for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
