"""A history as bytes: columns instead of rows, so that tens of thousands of commits are back in a tenth of a second."""

from __future__ import annotations

import gc
import json
import struct
import sys
import zlib
from array import array
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, repeat
from typing import Any

from handover_generator.model.history import Change, Commit, Identity

FORMAT = f"1{sys.byteorder[0]}"
_NO_TIME = -(1 << 63)
_KINDS = ("co_authors", "reviewers")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """Facts of one tip: its commits in order, times as recorded. ``absent``: objects that were missed, so that a later fetch is noticed.

    ``whole``: nothing reachable is missing, so newer histories may be built on it.
    """

    commits: tuple[Commit, ...]
    mailmap: str = ""
    ignored: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    whole: bool = True
    plain: int = 0
    bare: int = 0
    notes: tuple[str, ...] = ()


class _Table:
    """Numbers values in the order they come."""

    def __init__(self) -> None:
        self.numbers: dict[Any, int] = {}

    def __call__(self, value: Any) -> int:
        return self.numbers.setdefault(value, len(self.numbers))

    def strings(self) -> bytes:
        return "\0".join(self.numbers).encode("utf-8", "surrogatepass")

    def ids(self) -> bytes:
        return bytes.fromhex("".join(self.numbers))


def encode(pack: Pack) -> bytes:
    """Bytes from which ``decode`` makes an equal pack."""
    ids, blobs, names, people, paths, kinds = (_Table() for _ in range(6))
    for commit in pack.commits:
        ids(commit.id)
    counts, parents = array("I"), array("I")
    authors, committers, said_counts, said = array("I"), array("I"), array("I"), array("I")
    author_times, commit_times = array("q"), array("q")
    changed, columns = array("I"), [array("I") for _ in range(5)]
    boundary: list[int] = []
    reverts: list[tuple[int, tuple[str, ...]]] = []
    spoken: list[int] = []

    def person(identity: Identity) -> int:
        names(identity.name)
        names(identity.email)
        return people(identity)

    for place, commit in enumerate(pack.commits):
        counts.append(len(commit.parents))
        parents.extend(map(ids, commit.parents))
        authors.append(person(commit.author))
        committers.append(person(commit.committer))
        author_times.append(_NO_TIME if commit.author_time is None else commit.author_time)
        commit_times.append(_NO_TIME if commit.commit_time is None else commit.commit_time)
        if commit.co_authors or commit.reviewers:
            spoken.append(place)
            said_counts.extend((len(commit.co_authors), len(commit.reviewers)))
            said.extend(map(person, (*commit.co_authors, *commit.reviewers)))
        if commit.reverts:
            reverts.append((place, commit.reverts))
        if commit.boundary:
            boundary.append(place)
        changed.append(len(commit.changes))
        for change in commit.changes:
            columns[0].append(paths(change.path))
            columns[1].append(paths(change.old_path) + 1 if change.old_path is not None else 0)
            columns[2].append(blobs(change.old_blob))
            columns[3].append(blobs(change.new_blob))
            columns[4].append(kinds((change.status, change.score, change.old_mode, change.new_mode)))
    head = {
        "id": len(pack.commits[0].id) // 2 if pack.commits else 20, "count": len(pack.commits), "kinds": list(kinds.numbers),
        "reverts": reverts, "boundary": boundary, "spoken": spoken, "mailmap": pack.mailmap, "ignored": pack.ignored, "absent": pack.absent,
        "whole": pack.whole, "plain": pack.plain, "bare": pack.bare, "notes": pack.notes,
    }
    numbers: tuple[array[Any], ...] = (counts, parents, authors, committers, author_times, commit_times, said_counts, said, changed, *columns)
    sections = [
        ids.ids(), blobs.ids(), zlib.compress(json.dumps(head).encode("ascii"), 1), zlib.compress(names.strings(), 1),
        zlib.compress(array("I", [names(part) for identity in people.numbers for part in identity]).tobytes(), 1),
        zlib.compress(paths.strings(), 1), zlib.compress("\0".join(commit.subject for commit in pack.commits).encode("utf-8", "surrogatepass"), 1),
        *(zlib.compress(column.tobytes(), 1) for column in numbers),
    ]
    return struct.pack(f"<{len(sections) + 1}Q", len(sections), *map(len, sections)) + b"".join(sections)


def decode(data: bytes) -> Pack | None:
    """The pack that ``encode`` wrote; None for anything else."""
    # Hundreds of thousands of small tuples would start the collector again and again, and none of them is garbage.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _decode(data)
    except (ValueError, KeyError, IndexError, TypeError, EOFError, struct.error, zlib.error):
        return None
    finally:
        if collecting:
            gc.enable()


def _decode(data: bytes) -> Pack:
    (number,) = struct.unpack_from("<Q", data)
    lengths = struct.unpack_from(f"<{number}Q", data, 8)
    starts = [*accumulate(lengths, initial=8 * (number + 1))]
    parts = [data[start:end] for start, end in pairwise(starts)]
    head = json.loads(zlib.decompress(parts[2]))
    size, count = 2 * head["id"], head["count"]
    ids, blobs = _split(parts[0].hex(), size), _split(parts[1].hex(), size)
    names, paths, subjects = (_strings(zlib.decompress(part)) for part in (parts[3], parts[5], parts[6]))
    pairs = iter(map(names.__getitem__, _numbers("I", parts[4])))
    people = list(map(Identity, pairs, pairs))
    counts, parents, authors, committers = (_numbers("I", part) for part in parts[7:11])
    author_times, commit_times = (_times(_numbers("q", part)) for part in parts[11:13])
    said_counts, said, changed, *columns = (_numbers("I", part) for part in parts[13:21])
    kinds = [tuple(kind) for kind in head["kinds"]]
    rows = [kinds[kind] for kind in columns[4]]
    old_paths: list[str | None] = [None, *paths]
    changes = list(map(tuple.__new__, repeat(Change), zip(
        map(paths.__getitem__, columns[0]), (row[0] for row in rows), map(old_paths.__getitem__, columns[1]), (row[1] for row in rows),
        map(blobs.__getitem__, columns[2]), map(blobs.__getitem__, columns[3]), (row[2] for row in rows), (row[3] for row in rows),
        repeat(None), repeat(None), strict=False)))
    nobody: tuple[Identity, ...] = ()
    spoken: list[list[tuple[Identity, ...]]] = [[nobody] * count, [nobody] * count]
    voices = iter(_groups(said_counts, [people[one] for one in said]))
    for place in head["spoken"]:
        spoken[0][place], spoken[1][place] = next(voices), next(voices)
    reverts: list[tuple[str, ...]] = [()] * count
    for place, named in head["reverts"]:
        reverts[place] = tuple(named)
    boundary = [False] * count
    for place in head["boundary"]:
        boundary[place] = True
    commits = tuple(map(tuple.__new__, repeat(Commit), zip(
        ids[:count], _groups(counts, [ids[one] for one in parents]), map(people.__getitem__, authors), map(people.__getitem__, committers),
        author_times, commit_times, subjects if count else (), spoken[0], spoken[1], reverts, _groups(changed, changes), boundary, strict=True)))
    return Pack(commits=commits, mailmap=head["mailmap"], ignored=tuple(head["ignored"]), absent=tuple(head["absent"]), whole=head["whole"],
                plain=head["plain"], bare=head["bare"], notes=tuple(head["notes"]))


def _split(text: str, size: int) -> list[str]:
    return [text[at:at + size] for at in range(0, len(text), size)]


def _strings(data: bytes) -> list[str]:
    return data.decode("utf-8", "surrogatepass").split("\0")


def _numbers(code: str, data: bytes) -> array[int]:
    numbers: array[int] = array(code)
    numbers.frombytes(zlib.decompress(data))
    return numbers


def _times(numbers: Iterable[int]) -> list[int | None]:
    return [None if number == _NO_TIME else number for number in numbers]


def _groups(counts: Iterable[int], values: Sequence[Any]) -> list[tuple[Any, ...]]:
    slices: Callable[..., tuple[Any, ...]] = lambda start, end: tuple(values[start:end])  # noqa: E731
    return [slices(start, end) for start, end in pairwise(accumulate(counts, initial=0))]
