"""What git alone can do of our work, to measure ours against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from handover_generator.model.history import Commit
from handover_generator.sources import _history_read
from handover_generator.sources._git_objects import object_sizes
from handover_generator.sources.git import GitRepository
from handover_generator.sources.history import mine

_SUBMODULE = "160000"            # its id is a commit of another repository: never there, never compared


@dataclass(frozen=True, slots=True)
class Comparable:
    """The commits that git can compare: ``walk`` are the arguments that name them, ``ids`` what it is given on standard input.

    Where content is absent from a clone, git dies amid its history; ``poor`` is the number of commits that are left out for it.
    """

    walk: tuple[str, ...]
    ids: str
    poor: int
    commits: Sequence[Commit]


def comparable(repository: GitRepository) -> Comparable:
    """The commits of a repository that git can compare."""
    history = mine(repository, None)
    absent: set[str] = set()
    if _history_read.read_commits(repository, [], None).absent:
        sizes = object_sizes(repository, {blob for commit in history.commits for change in commit.changes
                                          for blob, mode in ((change.old_blob, change.old_mode), (change.new_blob, change.new_mode))
                                          if blob.strip("0") and mode != _SUBMODULE})
        absent = {blob for blob, size in sizes.items() if size is None}
    poor = {commit.id for commit in history.commits if any({change.old_blob, change.new_blob} & absent for change in commit.changes)}
    if not poor:
        return Comparable(("HEAD",), "", 0, history.commits)
    ids = "".join(f"{commit.id}\n" for commit in reversed(history.commits) if commit.id not in poor)
    return Comparable(("--no-walk=unsorted", "--stdin"), ids, len(poor), history.commits)
