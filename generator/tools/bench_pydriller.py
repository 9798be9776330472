"""Compare the cost of our two passes with PyDriller's for the same answer: the changed files of each commit with lines added and removed.

usage: bench_pydriller.py FOLDER [COMMITS]

Needs ``pip install pydriller``, which is no dependency of ours. PyDriller reads the newest COMMITS (1,000) that are no merges; ours reads the
whole history and counts the lines of every file. CPU seconds of each process and its children; both take turns, and the least of three counts.
"""

from __future__ import annotations

import resource
import sys
from collections.abc import Callable
from pathlib import Path

from handover_generator.sources.git import open_repository
from handover_generator.sources.history import mine, numstat


def cpu(work: Callable[[], int]) -> tuple[float, int]:
    """(CPU seconds, commits read)."""
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    commits = work()
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(new.ru_utime + new.ru_stime - old.ru_utime - old.ru_stime for old, new in zip(before, after, strict=True)), commits


def ours(folder: Path) -> int:
    """Every commit, every file counted."""
    with open_repository(folder) as repository:
        history = mine(repository, None)
        counted = numstat(repository, history, {change.path for commit in history.commits for change in commit.changes}, None)
    return sum(len(commit.parents) < 2 for commit in counted.commits)


def theirs(folder: Path, wanted: int) -> int:
    """The newest commits, with the line counts of each file asked for."""
    from pydriller import Repository  # type: ignore[import-not-found]

    found = 0
    for commit in Repository(str(folder), order="reverse").traverse_commits():
        if not commit.merge:
            sum(file.added_lines + file.deleted_lines for file in commit.modified_files)
            found += 1
            if found == wanted:
                break
    return found


def main() -> int:
    """Print both rates and their ratio."""
    folder = Path(sys.argv[1])
    wanted = int(sys.argv[2]) if len(sys.argv) > 2 else 1_000
    turns = [(cpu(lambda: ours(folder)), cpu(lambda: theirs(folder, wanted))) for _ in range(3)]
    rates = []
    for name, column in zip(("ours", "PyDriller"), zip(*turns, strict=True), strict=True):
        seconds, commits = min(column)
        rates.append(commits / seconds)
        print(f"{name}: {commits:,} commits in {seconds:.2f} CPU s, {rates[-1]:,.0f} a second")
    print(f"ratio: {rates[0] / rates[1]:.1f}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
