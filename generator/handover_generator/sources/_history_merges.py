"""What the makers of merges wrote themselves: the resolutions of conflicts, and whatever else a merge holds that no side had.

git can merge the sides again and compare (``--diff-merges=remerge``, from 2.36). That costs milliseconds a merge, so it is asked only about
merges of which two sides had changed the same file; which these are follows from the commits already known. Of them the newest are taken,
and none that is so old that nobody could know a file by it any more, whatever the half-life. A merge that alters a file which one side
alone had changed, or none, is not looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from handover_generator.cache import Cache
from handover_generator.model.history import Change, Commit, History
from handover_generator.records import replace
from handover_generator.sources._tree_text import shown
from handover_generator.sources.git import GitRepository

MOST = 60                                # merges, the newest
OLDEST_DAYS = 2956                       # 0.15 = 2^(-2956 / 1080): the longest half-life leaves less of older work than makes a knower
_DAY = 86_400
_TABLE = "merges"
_LOG = ("log", "-z", "--raw", "--numstat", "--no-abbrev", "--no-renames", "--diff-merges=remerge",
        "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-color", "--no-decorate", "--no-notes", "--format=tformat:%H",
        "--no-walk=unsorted", "--stdin", "--")

Row = tuple[str, str, str, str, int | None, int | None]  # contents and modes before and after, lines added and removed


def resolved(repository: GitRepository, history: History, paths: Iterable[str], cache: Cache | None) -> History:
    """The same history, in which merges carry the changes that their makers made to the given files; merges without any stay without.

    Args:
        repository: the open repository the history was mined from.
        history: from ``mine``.
        paths: files as they are called now; their earlier names are followed.
        cache: keeps the answers; they never change.
    """
    suspects = _suspects(history.commits, _names(history.commits, paths))
    if not suspects:
        return history
    known = _load(cache, repository)
    # Children first, always: git forgets the parents of a commit once it has shown it, and then takes a wrong base for its descendants.
    fresh = [id_ for id_, names in reversed(suspects.items()) if any(f"{id_} {name}" not in known for name in names)]
    if fresh:
        answer = _ask(repository, fresh)
        if answer is None:
            return history
        known.update({f"{id_} {name}": answer.get((id_, name)) for id_ in fresh for name in suspects[id_]})
        if cache is not None:
            cache.put(_TABLE, repository.object_format, json.dumps(known).encode("ascii"))
    made = {id_: changes for id_, names in suspects.items() if (changes := tuple(_changes(id_, names, known)))}
    if not made:
        return history
    return replace(history, commits=tuple(commit._replace(changes=made[commit.id]) if commit.id in made else commit
                                          for commit in history.commits))


def _names(commits: tuple[Commit, ...], paths: Iterable[str]) -> set[str]:
    wanted = set(paths)
    # Newest first: a file's earlier name is met before the changes made under it.
    for commit in reversed(commits):
        for change in commit.changes:
            if change.old_path is not None and change.path in wanted:
                wanted.add(change.old_path)
    return wanted


def _suspects(commits: tuple[Commit, ...], names: set[str]) -> dict[str, list[str]]:
    """Merges, oldest first, with the files that were changed on both sides since these parted.

    Every change of such a file is a bit; what a commit reaches is a number. The bits that one parent reaches and another does not are what
    its side did.
    """
    touched: list[tuple[str, ...]] = []
    bits: dict[str, int] = {}
    reach: dict[str, int] = {}
    found: dict[str, list[str]] = {}
    oldest = max((commit.commit_time or 0 for commit in commits), default=0) - OLDEST_DAYS * _DAY
    for commit in commits:
        sides = [reach.get(parent, 0) for parent in commit.parents]
        mask = 0
        for side in sides:
            mask |= side
        # git merges two sides again, not more.
        if len(sides) == 2 and (commit.commit_time or 0) >= oldest:
            both = set(_both(sides[0] & ~sides[1], sides[1] & ~sides[0], touched, bits))
            if both:
                found[commit.id] = sorted(both)
        for change in commit.changes:
            if change.path in names:
                bit = 1 << len(touched)
                mask |= bit
                touched.append((change.path,) if change.old_path is None else (change.path, change.old_path))
                for name in touched[-1]:
                    bits[name] = bits.get(name, 0) | bit
        reach[commit.id] = mask
    return dict(list(found.items())[-MOST:])


def _both(one: int, other: int, touched: list[tuple[str, ...]], bits: dict[str, int]) -> Iterator[str]:
    """Files with a bit on either side."""
    if one and other:
        few, many = sorted((one, other), key=int.bit_count)
        while few:
            low = few & -few
            few ^= low
            yield from (name for name in touched[low.bit_length() - 1] if bits[name] & many)


def _ask(repository: GitRepository, ids: list[str]) -> dict[tuple[str, str], Row] | None:
    """What git finds when it merges again; None where it cannot (it is too old, or content is absent)."""
    status, output, _ = repository.runner.run(*_LOG, stdin="".join(f"{id_}\n" for id_ in ids).encode("ascii"))
    if status != 0:
        return None
    found: dict[tuple[str, str], Row] = {}
    commit = ""
    tokens = iter(shown(output).split("\0"))
    for token in tokens:
        if token.lstrip("\n").startswith(":"):
            old_mode, new_mode, old, new, letter = [*token.lstrip("\n")[1:].split(" ", 4), "", "", "", ""][:5]
            if letter == "M":
                found[commit, next(tokens, "")] = (old, new, old_mode, new_mode, None, None)
            else:
                next(tokens, None)
        elif "\t" in token:
            added, removed, path = [*token.lstrip("\n").split("\t", 2), "", ""][:3]
            row = found.get((commit, path))
            if row is not None and added.isdecimal() and removed.isdecimal():
                found[commit, path] = (*row[:4], int(added), int(removed))
        elif token.strip():
            commit = token.strip()
    return found


def _changes(id_: str, names: list[str], known: dict[str, Row | None]) -> Iterator[Change]:
    for name in names:
        row = known.get(f"{id_} {name}")
        if row is not None:
            old, new, old_mode, new_mode, added, removed = row
            yield Change(name, "M", None, 0, old, new, old_mode, new_mode, added, removed)


def _load(cache: Cache | None, repository: GitRepository) -> dict[str, Row | None]:
    data = cache.get(_TABLE, repository.object_format) if cache is not None else None
    if data is None:
        return {}
    found: dict[str, Row | None] = {key: (*row,) if row is not None else None for key, row in json.loads(data).items()}
    return found
