"""Raw history as mined: immutable facts per commit, identities unresolved."""

from __future__ import annotations

from typing import NamedTuple

from handover_generator.records import record

# Named tuples, not dataclasses: a history is tens of thousands of commits and changes, and these are made five times faster. They are read
# by name like any other value; a changed copy comes from ``value._replace(...)``.


class Identity(NamedTuple):
    """A name and e-mail as recorded in a commit, undecodable bytes escaped."""

    name: str
    email: str


class Change(NamedTuple):
    """One file changed by one commit. ``status``: A, M, D, R, C, T. ``old_path`` for R and C, ``score`` their similarity 0..100.

    ``added``/``removed``: line counts, None where not mined or binary.
    """

    path: str
    status: str
    old_path: str | None
    score: int
    old_blob: str
    new_blob: str
    old_mode: str
    new_mode: str
    added: int | None = None
    removed: int | None = None


class Commit(NamedTuple):
    """One commit. Times are seconds since 1970 UTC, None where the record is malformed or absurd. Merges carry no changes.

    ``reverts``: full or short ids named by "This reverts commit". ``boundary``: cut off here by a shallow clone, so it carries no changes.
    """

    id: str
    parents: tuple[str, ...]
    author: Identity
    committer: Identity
    author_time: int | None
    commit_time: int | None
    subject: str
    co_authors: tuple[Identity, ...]
    reviewers: tuple[Identity, ...]
    reverts: tuple[str, ...]
    changes: tuple[Change, ...]
    boundary: bool = False


@record(frozen=True, slots=True)
class Outline:
    """What tells one history from others of the same repository. That of one commit can grow: shallow and partial clones may be completed.

    ``commits``: how many there are; the rest as in ``History``.
    """

    head: str | None
    commits: int
    shallow: bool = False
    notes: tuple[str, ...] = ()


@record(frozen=True, slots=True)
class History:
    """All commits reachable from the analysed one, children after parents (oldest first).

    ``mailmap``: text of .mailmap at that commit; ``ignored``: commit ids listed in .git-blame-ignore-revs; ``notes``: what is cut, in
    sentences.
    """

    head: str | None
    commits: tuple[Commit, ...]
    mailmap: str = ""
    ignored: frozenset[str] = frozenset()
    shallow: bool = False
    notes: tuple[str, ...] = ()

    @property
    def outline(self) -> Outline:
        """What tells it from others."""
        return Outline(self.head, len(self.commits), self.shallow, self.notes)
