"""Compare the cost of our passes with PyDriller's for the same answers over the same commits: the changed files, and those with lines counted.

usage: bench_pydriller.py FOLDER [COMMITS]

Needs ``pip install pydriller``, which is no dependency of ours. Both read what HEAD reaches and a commit on its first line of parents does not;
that commit is chosen so that at least COMMITS (1,000) are no merges. CPU seconds of each process and its children; both take turns, and the
least of three counts. Their answers are compared, file by file.
"""

from __future__ import annotations

import resource
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from line_counts import count

from handover_generator.model.history import Commit, History
from handover_generator.sources._history_read import read_commits
from handover_generator.sources.git import GitRepository, open_repository

Answer = Mapping[tuple[str, str], object]
"""(commit, path) to what happened to it."""


def cpu(work: Callable[[], Answer]) -> tuple[float, Answer]:
    """CPU seconds and what was found."""
    before = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    found = work()
    after = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(new.ru_utime + new.ru_stime - old.ru_utime - old.ru_stime for old, new in zip(before, after, strict=True)), found


def ids(folder: Path, *args: str) -> list[str]:
    """What ``git rev-list`` prints."""
    return subprocess.run(["git", "-C", str(folder), "rev-list", *args], check=True, capture_output=True, text=True).stdout.split()


def beginning(folder: Path, wanted: int) -> str:
    """The latest commit on the first line of parents that leaves ``wanted`` commits or more to be read, itself included."""
    line = ids(folder, "--first-parent", "HEAD")
    low, high = 0, len(line) - 2
    while low < high:
        middle = (low + high) // 2
        if len(ids(folder, "--no-merges", "HEAD", f"^{line[middle]}^")) >= wanted:
            high = middle
        else:
            low = middle + 1
    return line[low]


def read(repository: GitRepository, folder: Path, first: str) -> tuple[Commit, ...]:
    """Our first pass over the commits."""
    return tuple(read_commits(repository, ids(folder, "--max-count=1", f"{first}^"), None).commits)


def our_files(folder: Path, first: str) -> Answer:
    """What happened to each file: the letter of git."""
    with open_repository(folder) as repository:
        return {(commit.id, change.path): change.status for commit in read(repository, folder, first) for change in commit.changes}


def our_lines(folder: Path, first: str) -> Answer:
    """Lines added and removed in each file."""
    with open_repository(folder) as repository:
        commits = read(repository, folder, first)
        counted = count(repository, History(head=repository.commit, commits=commits),
                        {change.path for commit in commits for change in commit.changes})
    return {(commit.id, change.path): (change.added, change.removed) for commit in counted.commits for change in commit.changes}


def their_files(folder: Path, first: str) -> Answer:
    """As ``our_files``, by PyDriller."""
    return {(commit, path): file.change_type.name[0] for commit, path, file in _modified(folder, first)}


def their_lines(folder: Path, first: str) -> Answer:
    """As ``our_lines``, by PyDriller."""
    return {(commit, path): (file.added_lines, file.deleted_lines) for commit, path, file in _modified(folder, first)}


def _modified(folder: Path, first: str) -> Iterator[tuple[str, str, Any]]:
    from pydriller import Repository  # type: ignore[import-not-found]

    for commit in Repository(str(folder), from_commit=first).traverse_commits():
        for file in commit.modified_files if not commit.merge else ():
            yield commit.hash, file.new_path or file.old_path, file


def main() -> int:
    """Print both costs, their ratio and how far the answers agree."""
    folder = Path(sys.argv[1])
    first = beginning(folder, int(sys.argv[2]) if len(sys.argv) > 2 else 1_000)
    for what, *works in (("changed files", our_files, their_files), ("with lines counted", our_lines, their_lines)):
        turns = [[cpu(lambda: work(folder, first)) for work in works] for _ in range(3)]           # noqa: B023  (called at once)
        (mine, ours), (other, theirs) = (min(column, key=lambda turn: turn[0]) for column in zip(*turns, strict=True))
        same = sum(ours.get(key) == found for key, found in theirs.items()) / len(theirs)
        print(f"{what}: {len({commit for commit, _ in ours}):,} commits, {len(ours):,} files; ours {mine:.2f}, PyDriller {other:.2f} CPU s, "
              f"ratio {other / mine:.1f}; the same answer for {same:.1%}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
