"""A history as bytes: columns instead of rows, so that tens of thousands of commits are back in a tenth of a second."""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, repeat
from operator import itemgetter
from typing import Any

from handover_generator.model.history import Change, Commit, Identity

FORMAT = f"2{sys.byteorder[0]}"
_NO_TIME = -(1 << 63)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Facts of one tip: its commits in order, times as recorded. ``absent``: objects that were missed, so that a later fetch is noticed.

    ``whole``: nothing reachable is missing, so newer histories may be built on it. ``plain`` and ``bare``: see ``Reading``.
    """

    commits: tuple[Commit, ...]
    mailmap: str = ""
    ignored: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    whole: bool = True
    plain: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


def _numbered(values: Sequence[Any]) -> tuple[dict[Any, int], array[int]]:
    """The distinct values with their numbers, in the order they come, and the column of numbers."""
    distinct = {value: number for number, value in enumerate(dict.fromkeys(values))}
    return distinct, array("I", map(distinct.__getitem__, values))


def encode(pack: Pack) -> bytes:
    """Bytes from which ``decode`` makes an equal pack."""
    commits = pack.commits
    changes = [change for commit in commits for change in commit.changes]
    ids, parents = _numbered([*(commit.id for commit in commits), *(parent for commit in commits for parent in commit.parents)])
    spoken = [place for place, commit in enumerate(commits) if commit.co_authors or commit.reviewers]
    voices = [voice for place in spoken for voice in (commits[place].co_authors, commits[place].reviewers)]
    people, roles = _numbered([*(commit.author for commit in commits), *(commit.committer for commit in commits),
                               *(person for voice in voices for person in voice)])
    names, name_column = _numbered([part for identity in people for part in identity])
    paths, path_column = _numbered([None, *(change.path for change in changes), *(change.old_path for change in changes)])
    blobs, blob_column = _numbered([*(change.old_blob for change in changes), *(change.new_blob for change in changes)])
    kinds, kind_column = _numbered([(change.status, change.score, change.old_mode, change.new_mode) for change in changes])
    count = len(commits)
    head = {
        "id": len(commits[0].id) // 2 if commits else 20, "count": count, "kinds": list(kinds), "spoken": spoken,
        "reverts": [(place, commit.reverts) for place, commit in enumerate(commits) if commit.reverts],
        "boundary": [place for place, commit in enumerate(commits) if commit.boundary],
        "mailmap": pack.mailmap, "ignored": pack.ignored, "absent": pack.absent, "whole": pack.whole, "plain": pack.plain,
        "bare": pack.bare, "notes": pack.notes,
    }
    columns: tuple[array[int], ...] = (
        array("I", [len(commit.parents) for commit in commits]), parents[count:], roles[:count], roles[count:2 * count],
        array("q", [_NO_TIME if commit.author_time is None else commit.author_time for commit in commits]),
        array("q", [_NO_TIME if commit.commit_time is None else commit.commit_time for commit in commits]),
        array("I", map(len, voices)), roles[2 * count:], array("I", [len(commit.changes) for commit in commits]),
        path_column[1:1 + len(changes)], path_column[1 + len(changes):], blob_column[:len(changes)], blob_column[len(changes):],
        kind_column,
        name_column,
    )
    sections = [
        bytes.fromhex("".join(ids)), bytes.fromhex("".join(blobs)), zlib.compress(json.dumps(head).encode("ascii"), 1),
        _joined(names), _joined(path or "" for path in paths), _joined(commit.subject for commit in commits),
        *(zlib.compress(column.tobytes(), 1) for column in columns),
    ]
    return struct.pack(f"<{len(sections) + 1}Q", len(sections), *map(len, sections)) + b"".join(sections)


def _joined(strings: Iterable[str]) -> bytes:
    return zlib.compress("\0".join(strings).encode("utf-8", "surrogatepass"), 1)


def decode(data: bytes) -> Pack | None:
    """The pack that ``encode`` wrote; None for anything else."""
    try:
        return _decode(data)
    except (ValueError, KeyError, IndexError, TypeError, EOFError, StopIteration, struct.error, zlib.error):
        return None


def _decode(data: bytes) -> Pack:
    (number,) = struct.unpack_from("<Q", data)
    lengths = struct.unpack_from(f"<{number}Q", data, 8)
    parts = [data[start:end] for start, end in pairwise(accumulate(lengths, initial=8 * (number + 1)))]
    head = json.loads(zlib.decompress(parts[2]))
    size, count = 2 * head["id"], head["count"]
    ids, blobs = _split(parts[0].hex(), size), _split(parts[1].hex(), size)
    names, path_texts, subjects = (zlib.decompress(part).decode("utf-8", "surrogatepass").split("\0") for part in parts[3:6])
    parent_counts, parents, authors, committers = (_numbers("I", part) for part in parts[6:10])
    author_times, commit_times = (_times(_numbers("q", part)) for part in parts[10:12])
    voice_counts, voices, change_counts, new_paths, old_paths, old_blobs, new_blobs, kind_column, name_column = (
        _numbers("I", part) for part in parts[12:21])
    pairs = iter([names[number] for number in name_column])
    people = list(map(Identity, pairs, pairs))
    paths: list[str | None] = [None, *path_texts[1:]]
    kinds = [tuple(kind) for kind in head["kinds"]]
    rows = [kinds[number] for number in kind_column]
    changes = list(map(tuple.__new__, repeat(Change), zip(
        map(paths.__getitem__, new_paths), map(itemgetter(0), rows), map(paths.__getitem__, old_paths), map(itemgetter(1), rows),
        map(blobs.__getitem__, old_blobs), map(blobs.__getitem__, new_blobs), map(itemgetter(2), rows), map(itemgetter(3), rows),
        repeat(None), repeat(None), strict=False)))
    silent: tuple[Identity, ...] = ()
    co_authors, reviewers = [silent] * count, [silent] * count
    spoken = iter(_groups(voice_counts, [people[number] for number in voices]))
    for place in head["spoken"]:
        co_authors[place], reviewers[place] = next(spoken), next(spoken)
    reverts: list[tuple[str, ...]] = [()] * count
    for place, named in head["reverts"]:
        reverts[place] = tuple(named)
    boundary = [False] * count
    for place in head["boundary"]:
        boundary[place] = True
    commits = tuple(map(tuple.__new__, repeat(Commit), zip(
        ids[:count], _groups(parent_counts, [ids[number] for number in parents]), map(people.__getitem__, authors),
        map(people.__getitem__, committers), author_times, commit_times, subjects if count else (), co_authors, reviewers, reverts,
        _groups(change_counts, changes), boundary, strict=True)))
    return Pack(commits=commits, mailmap=head["mailmap"], ignored=tuple(head["ignored"]), absent=tuple(head["absent"]), whole=head["whole"],
                plain=tuple(head["plain"]), bare=tuple(head["bare"]), notes=tuple(head["notes"]))


def _split(text: str, size: int) -> list[str]:
    return [text[at:at + size] for at in range(0, len(text), size)]


def _numbers(code: str, data: bytes) -> array[int]:
    numbers: array[int] = array(code)
    numbers.frombytes(zlib.decompress(data))
    return numbers


def _times(numbers: Iterable[int]) -> list[int | None]:
    return [None if number == _NO_TIME else number for number in numbers]


def _groups(counts: Iterable[int], values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """``values`` cut into tuples of the given lengths."""
    return [tuple(values[start:end]) for start, end in pairwise(accumulate(counts, initial=0))]
