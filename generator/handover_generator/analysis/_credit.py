"""What one commit's change of one file is worth as knowledge, and to whom (the weights of ``knowledge``)."""

from __future__ import annotations

from collections.abc import Mapping
from math import log
from typing import NamedTuple

from handover_generator.analysis._lineage import Touch
from handover_generator.analysis.identities import People
from handover_generator.model.history import Commit, History
from handover_generator.regexes import regex

LineCounts = Mapping[tuple[str, str], tuple[int | None, int | None]]   # (commit, path) to lines added and removed

CO_AUTHOR = 0.5
REVIEWER = 0.25
PURE = 0.1                               # a rename or mode change: somebody had it in hand, no more
BULK_FROM = 20                           # files in a commit from which each counts for less
SEVERAL = 8                              # in so many files at once, what a tool did is a bulk edit
BY_TOOL = regex(
    r"(?i)\b(?:black(?:en(?:ed|ing)?)?|autopep8|yapf|isort|autoflake|pyupgrade|futurize|modernize|2to3|django-upgrade|codemod|prettier|shfmt|gofmt"
    r"|ruff (?:format|fix|check --fix)|reformat(?:s|ted|ting)?|auto-?(?:format|fix|correct|convert)\w*|unused imports?|import order"
    r"|sort(?:ed|ing)? imports|white-?space|(?:line|end of line) endings|pep-?8|lint(?:er|ing|s)?(?: (?:fix|error|warning)\w*)?"
    r"|copyright (?:year|header|notice)s?|licen[cs]e headers?|spdx|typos?|automatic (?:conversion|removal|fix\w*|formatting))\b")
"""Subjects of commits that a tool made, or that change no more than how files look."""
BULK = 50                                # a change among more files than this is no work on any one of them
FULL_CHURN = 50                          # changed lines that count as a whole change


class Credit(NamedTuple):
    """``weight``: effort times damping, before decay and shares. ``damp``: the damping alone. ``effective``: work on this file, no bulk
    edit, a program's doing or a bare rename. ``churn``: changed lines where known; ``grown``: added less removed ones. ``bulk``: set
    apart as a bulk edit.
    """

    weight: float
    damp: float
    effective: bool
    churn: int | None
    grown: int
    bulk: bool


class Credits:
    """Weights and shares of commits, worked out once for each commit.

    Args:
        history: for the list of commits that blame ignores.
        people: who is a program.
        line_counts: lines added and removed for (commit, path) where they were counted apart from the history.
    """

    def __init__(self, history: History, people: People, line_counts: LineCounts | None = None) -> None:
        # The list may name commits by their first characters; git itself asks for whole ids there, people do not.
        short = tuple(sorted(name for name in history.ignored if 7 <= len(name) < 40))
        self._ignored = history.ignored | {commit.id for commit in history.commits if short and commit.id.startswith(short)}
        self._people = people
        self._counts = line_counts or {}
        self._shares: dict[str, tuple[tuple[str, float], ...]] = {}
        self._tools: dict[str, bool] = {}

    def shares(self, commit: Commit) -> tuple[tuple[str, float], ...]:
        """The people a commit teaches something, with their part: author 1, co-authors 0.5, reviewers 0.25. Programs get nothing; where the
        author is one, the first human co-author takes the author's part.
        """
        known = self._shares.get(commit.id)
        if known is not None:
            return known
        people = self._people
        parts: dict[str, float] = {}
        author = people.of(commit.author)
        vacant = people.is_bot(author)
        if not vacant:
            parts[author] = 1.0
        for identity in commit.co_authors:
            if identity not in people.ids:
                continue
            person = people.of(identity)
            if not people.is_bot(person):
                parts[person] = max(parts.get(person, 0.0), 1.0 if vacant else CO_AUTHOR)
                vacant = False
        for identity in commit.reviewers:
            if identity not in people.ids:
                continue
            person = people.of(identity)
            if not people.is_bot(person):
                parts.setdefault(person, REVIEWER)
        self._shares[commit.id] = found = tuple(parts.items())
        return found

    def _by_tool(self, commit: Commit) -> bool:
        """Whether a commit says that a tool made it: it reformats, converts or sorts, and whoever ran it need not have read a line."""
        known = self._tools.get(commit.id)
        if known is None:
            known = self._tools[commit.id] = BY_TOOL.search(commit.subject) is not None
        return known

    def writers(self, commit: Commit) -> tuple[str, ...]:
        """The people who wrote a commit: its author and co-authors, programs left out."""
        return tuple(person for person, part in self.shares(commit) if part > REVIEWER)

    def credit(self, touch: Touch) -> Credit:
        """The worth of one change."""
        commit, change = touch.commit, touch.change
        added, removed = change.added, change.removed
        if self._counts:
            added, removed = self._counts.get((commit.id, change.path), (added, removed))
        churn, grown = (None, 0) if added is None or removed is None else (added + removed, added - removed)
        files = len(commit.changes)
        by_tool = files >= SEVERAL and change.status not in ("A", "C") and self._by_tool(commit)
        bulk = by_tool or (files > BULK and change.status not in ("A", "C"))
        ignored = commit.id in self._ignored
        if ignored or not self.shares(commit):
            return Credit(0.0, 0.0, False, churn, grown, bulk or ignored)
        damp = min(1.0, BULK_FROM / files) if files else 1.0
        if by_tool or touch.pure or (change.status == "C" and change.score == 100):
            return Credit(PURE * damp, damp, change.status == "C" and not bulk, churn, grown, bulk)
        effort = min(1.0, log(1 + churn) / log(1 + FULL_CHURN)) if churn is not None else 1.0
        return Credit(effort * damp, damp, not bulk, churn, grown, bulk)
