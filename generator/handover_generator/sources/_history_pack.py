"""A history as bytes: columns instead of rows, so that tens of thousands of commits are back in a tenth of a second."""

from __future__ import annotations

import json
import struct
import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, compress, count, islice, pairwise, repeat
from operator import is_not, or_
from typing import Any

from handover_generator.model.history import Change, Commit, Identity
from handover_generator.records import record

FORMAT = f"6{sys.byteorder[0]}"
_NO_TIME = -(1 << 63)
_HEAD = 4                              # which section holds what is no column
_DAMAGED = (ValueError, KeyError, IndexError, TypeError, EOFError, StopIteration, struct.error)


@record(frozen=True, slots=True, kw_only=True)
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

    @property
    def summary(self) -> Summary:
        """The same without the commits themselves."""
        return Summary(commits=len(self.commits), absent=self.absent, plain=len(self.plain), bare=len(self.bare), notes=self.notes)


@record(frozen=True, slots=True, kw_only=True)
class Summary:
    """How many commits a pack has, how many of them are ``plain`` and ``bare``, what it missed, and its notes."""

    commits: int
    absent: tuple[str, ...]
    plain: int
    bare: int
    notes: tuple[str, ...]


def _numbered(values: Sequence[Any]) -> tuple[dict[Any, int], array[int]]:
    """The distinct values with their numbers, in the order they come, and the column of numbers."""
    distinct = dict(zip(dict.fromkeys(values), count(), strict=False))
    return distinct, array("I", map(distinct.__getitem__, values))


def encode(pack: Pack) -> bytes:
    """Bytes from which ``decode`` makes an equal pack."""
    commits = pack.commits
    number = len(commits)
    # Turned into columns first: what follows then runs over whole columns and not over commits.
    (ids, parents, authors, committers, author_times, commit_times, subjects, co_authors, reviewers, reverts, changes, boundary) = (
        zip(*commits, strict=True) if commits else repeat((), 12))
    rows = [*chain.from_iterable(changes)]
    new_paths, statuses, old_paths, scores, old_blobs, new_blobs, old_modes, new_modes = (
        islice(zip(*rows, strict=True), 8) if rows else repeat((), 8))
    # Few changes are renames, and few messages name anybody.
    moved = [*compress(count(), map(or_, scores, map(is_not, old_paths, repeat(None))))]
    spoken = [*compress(count(), map(or_, map(bool, co_authors), map(bool, reviewers)))]
    voices = [voice for place in spoken for voice in (co_authors[place], reviewers[place])]
    people, people_column = _numbered([*authors, *committers, *chain.from_iterable(voices)])
    names, name_column = _numbered([*chain.from_iterable(people)])
    paths, path_column = _numbered([None, *new_paths, *(old_paths[place] for place in moved)])
    letters, letter_column = _numbered(statuses)
    modes, mode_column = _numbered([*old_modes, *new_modes])
    head = {
        "id": len(ids[0]) // 2 if commits else 20, "count": number, "letters": list(letters), "modes": list(modes), "spoken": spoken,
        "moved": [(place, scores[place]) for place in moved],
        "reverts": [(place, reverts[place]) for place in compress(count(), reverts)],
        "boundary": [*compress(count(), boundary)],
        "mailmap": pack.mailmap, "ignored": pack.ignored, "absent": pack.absent, "whole": pack.whole, "plain": pack.plain,
        "bare": pack.bare, "notes": pack.notes,
    }
    # Views, so that megabytes are copied only once, in the end.
    shared_people, shared_paths, shared_modes = memoryview(people_column), memoryview(path_column), memoryview(mode_column)
    sections: tuple[bytes | array[int] | memoryview, ...] = (
        bytes.fromhex("".join(ids)), bytes.fromhex("".join(chain.from_iterable(parents))), bytes.fromhex("".join(old_blobs)),
        bytes.fromhex("".join(new_blobs)), json.dumps(head).encode("ascii"), _joined(names), _joined(path or "" for path in paths),
        _joined(subjects), array("I", map(len, parents)), shared_people[:number], shared_people[number:2 * number],
        array("q", [_NO_TIME if time is None else time for time in author_times]),
        array("q", [_NO_TIME if time is None else time for time in commit_times]),
        array("I", map(len, voices)), shared_people[2 * number:], array("I", map(len, changes)), shared_paths[1:1 + len(rows)],
        shared_paths[1 + len(rows):], letter_column, shared_modes[:len(rows)], shared_modes[len(rows):], name_column,
    )
    sizes = [memoryview(section).nbytes for section in sections]
    return b"".join((struct.pack(f"<{len(sections) + 1}Q", len(sections), *sizes), *sections))


def _joined(strings: Iterable[str]) -> bytes:
    return "\0".join(strings).encode("utf-8", "surrogatepass")


def decode(data: bytes) -> Pack | None:
    """The pack that ``encode`` wrote; None for anything else."""
    try:
        return _decode(data)
    except _DAMAGED:
        return None


def decode_summary(data: bytes) -> Summary | None:
    """What ``encode`` wrote, but for the commits, which are not read; None for anything else."""
    try:
        start, end = _places(data)[_HEAD]
        head = json.loads(data[start:end])
        return Summary(commits=head["count"], absent=tuple(head["absent"]), plain=len(head["plain"]), bare=len(head["bare"]),
                       notes=tuple(head["notes"]))
    except _DAMAGED:
        return None


def _places(data: bytes) -> list[tuple[int, int]]:
    """Where each section begins and ends."""
    (sections,) = struct.unpack_from("<Q", data)
    lengths = struct.unpack_from(f"<{sections}Q", data, 8)
    return [*pairwise(accumulate(lengths, initial=8 * (sections + 1)))]


def _decode(data: bytes) -> Pack:
    parts = [data[start:end] for start, end in _places(data)]
    head = json.loads(parts[_HEAD])
    number = head["count"]
    ids, parents, old_blobs, new_blobs = (_split(part.hex(), 2 * head["id"]) for part in parts[:4])
    names, path_texts, subjects = (part.decode("utf-8", "surrogatepass").split("\0") for part in parts[5:8])
    parent_counts, authors, committers = (_numbers("I", part) for part in parts[8:11])
    author_times, commit_times = (_times(_numbers("q", part)) for part in parts[11:13])
    (voice_counts, voices, change_counts, new_paths, moved_paths, letter_column, old_modes, new_modes, name_column) = (
        _numbers("I", part) for part in parts[13:22])
    pairs = iter([names[place] for place in name_column])
    people = list(map(Identity, pairs, pairs))
    paths: list[str | None] = [None, *path_texts[1:]]
    old_paths: list[str | None] = [None] * len(new_paths)
    scores = [0] * len(new_paths)
    for (place, score), path in zip(head["moved"], moved_paths, strict=True):
        old_paths[place], scores[place] = paths[path], score
    mode = head["modes"].__getitem__
    changes = list(map(tuple.__new__, repeat(Change), zip(
        map(paths.__getitem__, new_paths), map(head["letters"].__getitem__, letter_column), old_paths, scores, old_blobs, new_blobs,
        map(mode, old_modes), map(mode, new_modes), repeat(None), repeat(None), strict=False)))
    silent: tuple[Identity, ...] = ()
    co_authors, reviewers = [silent] * number, [silent] * number
    spoken = iter(_groups(voice_counts, [people[place] for place in voices]))
    for place in head["spoken"]:
        co_authors[place], reviewers[place] = next(spoken), next(spoken)
    reverts: list[tuple[str, ...]] = [()] * number
    for place, named in head["reverts"]:
        reverts[place] = tuple(named)
    boundary = [False] * number
    for place in head["boundary"]:
        boundary[place] = True
    # A parent's id is the same text as the id of that commit: one object for both.
    known = dict(zip(ids, ids, strict=True)).get
    commits = tuple(map(tuple.__new__, repeat(Commit), zip(
        ids, _groups(parent_counts, list(map(known, parents, parents))), map(people.__getitem__, authors),
        map(people.__getitem__, committers), author_times, commit_times, subjects if number else (), co_authors, reviewers, reverts,
        _groups(change_counts, changes), boundary, strict=True)))
    return Pack(commits=commits, mailmap=head["mailmap"], ignored=tuple(head["ignored"]), absent=tuple(head["absent"]), whole=head["whole"],
                plain=tuple(head["plain"]), bare=tuple(head["bare"]), notes=tuple(head["notes"]))


def _split(text: str, size: int) -> list[str]:
    return [text[at:at + size] for at in range(0, len(text), size)]


def _numbers(code: str, data: bytes) -> array[int]:
    numbers: array[int] = array(code)
    numbers.frombytes(data)
    return numbers


def _times(numbers: Iterable[int]) -> list[int | None]:
    return [None if number == _NO_TIME else number for number in numbers]


def _groups(counts: Iterable[int], values: Sequence[Any]) -> list[tuple[Any, ...]]:
    """``values`` cut into tuples of the given lengths."""
    return [tuple(values[start:end]) for start, end in pairwise(accumulate(counts, initial=0))]
