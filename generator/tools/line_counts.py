"""Counts lines added and removed, for the files that are asked for only: what the program itself does without, and its rivals do not.

Each change is a pair of contents, known from the first pass. All pairs become the entries of two folders, written to the shadow, and git
compares the two folders in one go: no walk over the history, and a rename is what was edited in it rather than all lines twice.
"""

from __future__ import annotations

from collections.abc import Iterable

from handover_generator.model.history import History
from handover_generator.sources._git_objects import object_sizes
from handover_generator.sources.git import GitRepository

_MAX_BLOB = 10_000_000

Pair = tuple[str, str]
Counts = tuple[int, int] | None


def count(repository: GitRepository, history: History, paths: Iterable[str]) -> History:
    """The same history with line counts in the changes of the given files, under their earlier names too.

    Args:
        repository: the open repository the history was mined from.
        history: mined commits.
        paths: files whose lineages are counted.
    """
    wanted = set(paths)
    places: list[tuple[int, int]] = []
    pairs: dict[Pair, None] = {}
    # Newest first: a file's earlier name is met before the changes made under it.
    for place in range(len(history.commits) - 1, -1, -1):
        for number, change in enumerate(history.commits[place].changes):
            if change.path in wanted:
                if change.old_path is not None:
                    wanted.add(change.old_path)
                if "160000" not in (change.old_mode, change.new_mode):
                    places.append((place, number))
                    pairs[change.old_blob, change.new_blob] = None
    differing = [pair for pair in pairs if pair[0] != pair[1]]
    known = _compare(repository, differing) if differing else {}
    known.update((pair, (0, 0)) for pair in pairs if pair[0] == pair[1])
    commits = list(history.commits)
    for place, number in places:
        commit = commits[place]
        change = commit.changes[number]
        counted = known.get((change.old_blob, change.new_blob))
        if counted is not None:
            changed = (*commit.changes[:number], change._replace(added=counted[0], removed=counted[1]), *commit.changes[number + 1:])
            commits[place] = commit._replace(changes=changed)
    return History(head=history.head, commits=tuple(commits), mailmap=history.mailmap, ignored=history.ignored, shallow=history.shallow,
                   notes=history.notes)


def _compare(repository: GitRepository, pairs: list[Pair]) -> dict[Pair, Counts]:
    """Counts for each pair, None where it is binary; without those whose contents are absent or very large."""
    sizes = object_sizes(repository, {blob for pair in pairs for blob in pair if blob.strip("0")})
    fits = {blob for blob, size in sizes.items() if size is not None and size <= _MAX_BLOB}
    countable = [pair for pair in pairs if all(blob in fits or not blob.strip("0") for blob in pair)]
    folders: list[str] = []
    for side in (0, 1):
        entries = b"".join(f"100644 blob {pair[side]}\t{place:08d}\0".encode("ascii")
                           for place, pair in enumerate(countable) if pair[side].strip("0"))
        folders.append(repository.run("mktree", "-z", "--missing", stdin=entries).decode("ascii").strip())
    found: dict[Pair, Counts] = {}
    _, output, _ = repository.runner.run("diff-tree", "-r", "-z", "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv", *folders)
    for row in output.split(b"\0"):
        words = row.split(b"\t")
        if len(words) == 3 and words[2].isdigit():
            found[countable[int(words[2])]] = (int(words[0]), int(words[1])) if words[0].isdigit() and words[1].isdigit() else None
    return found
