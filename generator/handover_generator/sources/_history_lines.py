"""Counts lines added and removed, for the files that are asked for only.

Each change is a pair of contents, known from the first pass. All pairs become the entries of two folders, written to the shadow, and git
compares the two folders in one go: no walk over the history, and a rename is what was edited in it rather than all lines twice.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable

from handover_generator.cache import Cache
from handover_generator.model.history import History
from handover_generator.sources._git_objects import object_sizes
from handover_generator.sources.git import GitRepository

_TABLE = "lines"
_KEY = "pairs"
_MAX_BLOB = 10_000_000
_MAX_PAIRS = 400_000
_NOT_COUNTED = 0xFFFFFFFF

Pair = tuple[str, str]
Counts = tuple[int, int] | None


def count(repository: GitRepository, history: History, paths: Iterable[str], cache: Cache | None) -> History:
    """See ``history.numstat``."""
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
    known = _load(cache, repository)
    missing = [pair for pair in pairs if pair not in known and pair[0] != pair[1]]
    if missing:
        fresh = _compare(repository, missing)
        known.update(fresh)
        _save(cache, repository, known)
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
    """Counts for each pair; None for binary, absent and very large contents."""
    sizes = object_sizes(repository, {blob for pair in pairs for blob in pair if blob.strip("0")})
    fits = {blob for blob, size in sizes.items() if size is not None and size <= _MAX_BLOB}
    countable = [pair for pair in pairs if all(blob in fits or not blob.strip("0") for blob in pair)]
    folders: list[str] = []
    for side in (0, 1):
        entries = b"".join(f"100644 blob {pair[side]}\t{place:08d}\0".encode("ascii")
                           for place, pair in enumerate(countable) if pair[side].strip("0"))
        folders.append(repository.run("mktree", "-z", "--missing", stdin=entries).decode("ascii").strip())
    # Nothing is kept for contents that are absent here: they may be fetched later.
    found: dict[Pair, Counts] = {pair: None for pair in pairs if all(sizes.get(blob, 0) is not None for blob in pair)}
    for pair in countable:
        del found[pair]                # unless git counts it, below
    _, output, _ = repository.runner.run("diff-tree", "-r", "-z", "--numstat", "--no-renames", "--no-ext-diff", "--no-textconv", *folders)
    for row in output.split(b"\0"):
        words = row.split(b"\t")
        if len(words) == 3 and words[2].isdigit():
            found[countable[int(words[2])]] = (int(words[0]), int(words[1])) if words[0].isdigit() and words[1].isdigit() else None
    return found


def _load(cache: Cache | None, repository: GitRepository) -> dict[Pair, Counts]:
    data = cache.get(_TABLE, f"{_KEY}:{repository.object_format}") if cache is not None else None
    known: dict[Pair, Counts] = {}
    size = 32 if repository.object_format == "sha256" else 20
    row = struct.Struct(f"<{size}s{size}sII")
    if data is None or len(data) % row.size:
        return known
    for old, new, added, removed in row.iter_unpack(data):
        known[old.hex(), new.hex()] = None if added == _NOT_COUNTED else (added, removed)
    return known


def _save(cache: Cache | None, repository: GitRepository, known: dict[Pair, Counts]) -> None:
    if cache is None:
        return
    size = 32 if repository.object_format == "sha256" else 20
    row = struct.Struct(f"<{size}s{size}sII")
    kept = list(known.items())[-_MAX_PAIRS:]
    nothing = (_NOT_COUNTED, _NOT_COUNTED)
    data = b"".join(row.pack(bytes.fromhex(old), bytes.fromhex(new), *(counts or nothing)) for (old, new), counts in kept)
    cache.put(_TABLE, f"{_KEY}:{repository.object_format}", data)
