"""Files that mean harm or met with harm: a sample in the quick run, 13,000 in the full one."""

import pytest

from tests.fuzz.runs import MEGABYTES, SECONDS, run, summary
from tests.fuzz.sources import SOURCES


def survive(source: str, indices: range) -> None:
    outcomes = list(run(indices, source))
    print(summary(outcomes))  # noqa: T201 (shown when it fails)
    bugs = [str(outcome) for outcome in outcomes if outcome.bug]
    assert not bugs, f"{len(bugs)} files; the first:\n" + "\n".join(bugs[:5])
    assert len(outcomes) == len(indices)
    assert max(outcome.seconds for outcome in outcomes) <= SECONDS
    assert max(outcome.megabytes for outcome in outcomes) <= MEGABYTES


@pytest.mark.parametrize("source", SOURCES)
def test_some_mutants_give_a_response_or_a_cause(source: str) -> None:
    survive(source, range(SOURCES[source].quick))


@pytest.mark.full
@pytest.mark.parametrize("source", SOURCES)
def test_many_mutants_give_a_response_or_a_cause(source: str) -> None:
    survive(source, range(SOURCES[source].quick, SOURCES[source].count))


@pytest.mark.filterwarnings("ignore::pikepdf.PageCopyWarning")
@pytest.mark.parametrize("source", SOURCES)
def test_a_mutant_is_the_same_each_time(source: str) -> None:
    mutant = SOURCES[source].ready()
    assert [mutant(index, 1) for index in range(60)] == [mutant(index, 1) for index in range(60)]
