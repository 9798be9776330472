"""Programs that are run under a debugger or a profiler: they do what they do."""

from __future__ import annotations

import pytest

LOSS = {"job.sh": "rm -rf /srv/a\n"}


@pytest.mark.parametrize("line", ["python -m pdb job.sh", "python3 -m cProfile -o a.prof job.sh x", "coverage run --source=. job.sh",
                                  "kernprof -l job.sh",
                                  "python -m coverage run -p job.sh", "ipdb3 -c continue job.sh", "python -m debugpy --listen 5678 job.sh"])
def test_a_program_under_a_debugger(trace, line: str) -> None:
    assert "filesystem delete /srv/a !" in trace(line + "\n", LOSS).told()


def test_a_debugger_that_may_stand_before_it(trace) -> None:
    text = 'if [ "$DEBUG" = 0 ]; then\n    RUN=\nelse\n    RUN="python -m pdb"\nfi\n$RUN ./job.sh\n'
    assert "filesystem delete /srv/a !" in trace(text, LOSS).told()


@pytest.mark.parametrize("line", ["coverage report", "coverage erase", "coverage run -m pytest", "python -m pdb --help"])
def test_what_runs_nothing_of_the_repository(trace, line: str) -> None:
    assert trace(line + "\n", LOSS).told() == []
