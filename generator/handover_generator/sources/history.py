"""The history of the analysed commit: who changed what and when. Raw facts; who is who is decided elsewhere.

Mined in one streamed pass, kept in the cache by commit, completed by what is new. Lines are counted in a second pass, and only for the
files that are asked for: counting costs ten times as much as all the rest.
"""

from __future__ import annotations

import gc
import hashlib
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from operator import attrgetter

from handover_generator.cache import Cache
from handover_generator.model.history import Commit, History, Outline
from handover_generator.sources import _history_merges
from handover_generator.sources._git_objects import object_sizes, read_objects
from handover_generator.sources._history_order import in_order, reachable
from handover_generator.sources._history_pack import FORMAT, Pack, Summary, decode, decode_summary, encode
from handover_generator.sources._history_read import PATIENCE, read_commits
from handover_generator.sources._history_secrets import without_secrets
from handover_generator.sources._tree_text import shown
from handover_generator.sources.git import GitRepository

_TABLE = "history"
_KEPT_TIPS = 4
_FEW = 100                             # one commit in so many is few
_DAY = 86_400
_CLOCK_IS_SET = 1_735_689_600          # 2025-01-01: an earlier clock is wrong, and says nothing about dates in commits
_LATEST = 1 << 32
_AUTHOR_TIME, _COMMIT_TIME = attrgetter("author_time"), attrgetter("commit_time")
_MAX_WORDS = 1_000_000
_SHORTEST_ID = 4
_MAX_VERSION = 200_000


def mine(repository: GitRepository, cache: Cache | None, progress: Callable[[int], None] | None = None, *, today: str = "") -> History:
    """The history of the analysed commit. Never fails on what a repository holds: what cannot be read is told in ``notes``.

    Args:
        repository: an open repository.
        cache: where facts of earlier runs lie; None mines anew.
        progress: is told how many commits were read so far.
        today: ISO day; what commits say of later days than tomorrow is no time. Without it any day counts.
    """
    if repository.commit is None:
        return History(head=None, commits=())
    # Hundreds of thousands of small tuples would start the collector again and again, and none of them is garbage.
    collecting = gc.isenabled()
    gc.disable()
    try:
        store = _Store(repository, cache)
        pack = store.pack(repository.commit)
        if pack is None:
            pack, fresh = _mine(repository, store, progress)
            # To write a long history down again costs more than to read a few commits again the next time.
            if fresh * _FEW > len(pack.commits):
                store.keep(repository.commit, pack)
    finally:
        if collecting:
            _grow_old()
            gc.enable()
    return History(head=repository.commit, commits=_plausible(pack.commits, today), mailmap=pack.mailmap, ignored=frozenset(pack.ignored),
                   shallow=repository.shallow, notes=_notes(pack.summary))


def kept_outline(repository: GitRepository, cache: Cache | None) -> Outline | None:
    """The outline of what ``mine`` will give, where it has only to read what is kept; None where it would have to mine.

    Most runs ask nothing else of a history: what follows from it is kept too.

    Args:
        repository: an open repository.
        cache: where facts of earlier runs lie.
    """
    summary = _Store(repository, cache).summary(repository.commit) if repository.commit is not None else None
    return Outline(repository.commit, summary.commits, repository.shallow, _notes(summary)) if summary is not None else None


def resolved(repository: GitRepository, history: History, paths: Iterable[str], cache: Cache | None) -> History:
    """The same history, in which merges carry what their makers changed themselves in the given files: resolutions, and evil merges.

    Args:
        repository: the open repository the history was mined from.
        history: from ``mine``.
        paths: files as they are called now; their earlier names are followed.
        cache: keeps the answers.
    """
    return _history_merges.resolved(repository, history, paths, cache)


def versions(repository: GitRepository, blobs: Sequence[str]) -> dict[str, str]:
    """The text of some contents, by blob id; those that are absent, very large or not text are left out.

    Args:
        repository: the open repository.
        blobs: their ids.
    """
    sizes = object_sizes(repository, blobs)
    fit = [blob for blob in blobs if (size := sizes.get(blob)) is not None and size <= _MAX_VERSION]
    return {blob: shown(content) for blob, content in read_objects(repository, fit) if content is not None and b"\0" not in content}


def _grow_old() -> None:
    """Count all that was made as old, or the collector would go through it as soon as it is let in again."""
    if not gc.get_freeze_count():
        gc.freeze()
        gc.unfreeze()


def _mine(repository: GitRepository, store: _Store, progress: Callable[[int], None] | None) -> tuple[Pack, int]:
    """The history, and how many of its commits were read just now."""
    assert repository.commit is not None
    known: dict[str, Commit] = {}
    tips: list[str] = []
    plain: set[str] = set()
    bare: set[str] = set()
    absent: set[str] = set()
    for tip in store.tips()[:2]:
        stored = store.pack(tip)
        # Where much is absent, how renames are sought depends on how much: such a history is read anew.
        if stored is None or not stored.whole or len(stored.plain) + len(stored.bare) > PATIENCE:
            continue
        plain.update(stored.plain)
        bare.update(stored.bare)
        absent.update(stored.absent)
        known.update((commit.id, commit) for commit in stored.commits)
        tips.append(tip)
    # A tip that was thrown away (a rebase and a clean-up) is unknown to git by now.
    present = object_sizes(repository, tips)
    reading = read_commits(repository, [tip for tip in tips if present[tip] is not None], progress)
    known.update((commit.id, commit) for commit in without_secrets(reading.commits))
    ordered = in_order(reachable(known, repository.commit))
    mailmap, ignored = _written(repository)
    absent = {id_ for id_, size in object_sizes(repository, absent | reading.absent).items() if size is None}
    plain.update(reading.plain)
    bare.update(reading.bare)
    ids = {commit.id for commit in ordered} if plain or bare else set()
    pack = Pack(commits=ordered, mailmap=mailmap, ignored=_full_ids(ignored, ordered), absent=tuple(sorted(absent)), whole=reading.whole,
                plain=tuple(sorted(ids & plain)), bare=tuple(sorted(ids & bare)), notes=tuple(reading.notes))
    return pack, len(reading.commits)


def _notes(summary: Summary) -> tuple[str, ...]:
    notes = list(summary.notes)
    if summary.plain:
        notes.append(f"Content is absent from this clone: in {_commits(summary.plain)} "
                     "only renames without any other change could be recognised.")
    if summary.bare:
        notes.append(f"The changes of {_commits(summary.bare)} could not be read; only author and date are known.")
    return tuple(notes)


def _commits(number: int) -> str:
    return f"{number:,} {'commit' if number == 1 else 'commits'}"


class _Store:
    """Packs in the cache, by tip. Facts of a commit never change, so nothing is ever thrown away for being old."""

    def __init__(self, repository: GitRepository, cache: Cache | None) -> None:
        self.repository = repository
        self.cache = cache
        # Where a clone is cut decides what its commits seem to have changed.
        cut = hashlib.sha256("\n".join(sorted(repository.boundary)).encode("ascii")).hexdigest()[:16] if repository.boundary else "whole"
        self.prefix = f"{FORMAT}:{cut}"

    def tips(self) -> list[str]:
        """Tips of which there are packs, the latest first."""
        found = self.cache.get(_TABLE, f"{self.prefix}:tips") if self.cache is not None else None
        return found.decode("ascii", "replace").split() if found else []

    def pack(self, tip: str) -> Pack | None:
        """The pack of a tip, unless objects it lacked are there by now."""
        data = self._data(tip)
        pack = decode(data) if data is not None else None
        return pack if pack is not None and self._still_absent(pack.absent) else None

    def summary(self, tip: str) -> Summary | None:
        """The summary of the pack of a tip, unless objects it lacked are there by now."""
        data = self._data(tip)
        summary = decode_summary(data) if data is not None else None
        return summary if summary is not None and self._still_absent(summary.absent) else None

    def _data(self, tip: str) -> bytes | None:
        return self.cache.get(_TABLE, f"{self.prefix}:{tip}") if self.cache is not None else None

    def _still_absent(self, ids: tuple[str, ...]) -> bool:
        return not ids or all(size is None for size in object_sizes(self.repository, ids).values())

    def keep(self, tip: str, pack: Pack) -> None:
        """Keep the pack of a tip."""
        if self.cache is not None:
            self.cache.put(_TABLE, f"{self.prefix}:{tip}", encode(pack))
            tips = [tip, *(other for other in self.tips() if other != tip)][:_KEPT_TIPS]
            self.cache.put(_TABLE, f"{self.prefix}:tips", "\n".join(tips).encode("ascii"))


def _written(repository: GitRepository) -> tuple[str, list[str]]:
    """The text of ``.mailmap`` and the words of ``.git-blame-ignore-revs`` at the commit; as git does, never through a link."""
    assert repository.commit is not None
    _, listing, _ = repository.runner.run("ls-tree", "-z", "--full-tree", repository.commit, "--", ".mailmap", ".git-blame-ignore-revs")
    blobs: dict[str, str] = {}
    for row in listing.split(b"\0"):
        meta, _, name = row.partition(b"\t")
        words = meta.decode("ascii", "replace").split()
        if len(words) == 3 and words[0] in ("100644", "100755"):
            blobs[shown(name)] = words[2]
    sizes = object_sizes(repository, blobs.values())
    wanted = {blob for blob in blobs.values() if (sizes[blob] or _MAX_WORDS + 1) <= _MAX_WORDS}
    texts = {blob: shown(content or b"").replace("\r\n", "\n") for blob, content in read_objects(repository, sorted(wanted))}
    ignored = [line.partition("#")[0].strip().lower() for line in texts.get(blobs.get(".git-blame-ignore-revs", ""), "").split("\n")]
    return texts.get(blobs.get(".mailmap", ""), ""), [word for word in ignored if word]


def _full_ids(words: list[str], commits: tuple[Commit, ...]) -> tuple[str, ...]:
    """Full ids for the full or shortened ones that name exactly one commit of the history; others mean nothing here."""
    if not words:
        return ()
    ids = sorted(commit.id for commit in commits)
    found: set[str] = set()
    for word in words:
        if len(word) >= _SHORTEST_ID:
            named = ids[bisect_left(ids, word):bisect_left(ids, word + "g")]
            found.update(named if len(named) == 1 else ())
    return tuple(sorted(found))


def _plausible(commits: tuple[Commit, ...], today: str) -> tuple[Commit, ...]:
    """Times outside 1970 to tomorrow are no times. Zero is none either: converters write it where they knew nothing."""
    midnight = int(datetime.fromisoformat(f"{today}T00:00:00+00:00").timestamp()) if today else 0
    latest = midnight + 2 * _DAY if midnight > _CLOCK_IS_SET else _LATEST
    odd = [place for place, (written, committed) in enumerate(zip(map(_AUTHOR_TIME, commits), map(_COMMIT_TIME, commits), strict=True))
           if not (written is None or 0 < written <= latest) or not (committed is None or 0 < committed <= latest)]
    if not odd:
        return commits
    mended = list(commits)
    for place in odd:
        commit = commits[place]
        author_time, commit_time = (value if value is not None and 0 < value <= latest else None
                                    for value in (commit.author_time, commit.commit_time))
        mended[place] = commit._replace(author_time=author_time, commit_time=commit_time)
    return tuple(mended)
