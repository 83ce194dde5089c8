"""10,000 files that mean harm or met with harm; 500 of them in the quick run."""

import pytest

from tests.fuzz.__main__ import COUNT
from tests.fuzz.mutants import mutant
from tests.fuzz.runs import MEGABYTES, SECONDS, run, summary

QUICK = 500


def survive(indices: range) -> None:
    outcomes = list(run(indices))
    print(summary(outcomes))  # noqa: T201 (shown when it fails)
    bugs = [str(outcome) for outcome in outcomes if outcome.bug]
    assert not bugs, f"{len(bugs)} files; the first:\n" + "\n".join(bugs[:5])
    assert len(outcomes) == len(indices)
    assert max(outcome.seconds for outcome in outcomes) <= SECONDS
    assert max(outcome.megabytes for outcome in outcomes) <= MEGABYTES


def test_500_mutants_give_a_response_or_a_cause() -> None:
    survive(range(QUICK))


@pytest.mark.full
def test_10_000_mutants_give_a_response_or_a_cause() -> None:
    survive(range(QUICK, COUNT))


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
def test_a_mutant_is_the_same_each_time() -> None:
    assert [mutant(index, 1) for index in range(60)] == [mutant(index, 1) for index in range(60)]
