"""``python -m tests.fuzz``: read 10,000 mutants and tell what became of them."""

# ruff: noqa: T201 (a script says what it found)

import argparse
import sys
from pathlib import Path
from time import perf_counter

from tests.fuzz.mutants import SEED, mutant
from tests.fuzz.runs import run, summary, tried, work

COUNT = 10_000


def main() -> int:
    """Run; 1 if a file was not survived."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description=__doc__)
    parser.add_argument("--count", type=int, default=COUNT)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--workers", type=int)
    parser.add_argument("--one", type=int, metavar="INDEX", help="read one mutant, in this process")
    parser.add_argument("--save", type=Path, help="with --one: write the mutant to this file")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.worker:
        work(options.seed)
        return 0
    if options.one is not None:
        name, data = mutant(options.one, options.seed)
        if options.save:
            options.save.write_bytes(data)
        print(tried(options.one, name, data))
        return 0
    start, outcomes = perf_counter(), []
    indices = range(options.first, options.first + options.count)
    for outcome in run(indices, options.seed, options.workers):
        outcomes.append(outcome)
        if outcome.bug:
            print(outcome, flush=True)
        if len(outcomes) % 1000 == 0:
            print(f"{len(outcomes)} files in {perf_counter() - start:.0f} s", flush=True)
    print(summary(outcomes))
    return int(any(outcome.bug for outcome in outcomes))


if __name__ == "__main__":
    sys.exit(main())
