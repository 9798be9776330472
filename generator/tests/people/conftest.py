"""A small builder of histories: facts go in by hand, so every expectation can be counted on fingers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha1

import pytest

from handover_generator.analysis.identities import People, resolve
from handover_generator.model.behaviour import Action, Guard, GuardKind
from handover_generator.model.history import Change, Commit, History, Identity
from handover_generator.model.inventory import Effect, Script
from handover_generator.model.location import Location
from handover_generator.model.ownership import DeclaredPerson, Ownership
from handover_generator.model.source import SourceFile


def _id(text: str) -> str:
    return sha1(text.encode()).hexdigest()


def _seconds(day: str) -> int:
    text = day if "T" in day else f"{day}T12:00"
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


@dataclass
class Builder:
    """Makes a history commit by commit. ``by`` is "Name <mail>" or a name, which then gets a usual address."""

    commits: list[Commit] = field(default_factory=list)
    blobs: dict[str, str] = field(default_factory=dict)

    @staticmethod
    def who(text: str) -> Identity:
        if "<" in text:
            name, _, rest = text.partition("<")
            return Identity(name.strip(), rest.rstrip(">"))
        return Identity(text, f"{text.lower().replace(' ', '.')}@example.org")

    def commit(
        self, by: str, on: str | None, *changes: str, subject: str = "change", co: tuple[str, ...] = (), reviewed: tuple[str, ...] = (),
        more: int = 0, committer: str | None = None, reverts: tuple[str, ...] = (), boundary: bool = False,
    ) -> str:
        """``changes``: "A path [text]", "M path [text]", "D path", "R old new [text]", "C old new"; "+5-3" sets line counts.
        ``more``: that many further files in the same commit. Gives the commit id.
        """
        number = len(self.commits)
        made = [self._change(words.split(), number) for words in changes]
        made += [Change(f"other/{number}-{i}", "M", None, 0, _id(f"o{i}"), _id(f"o{number}{i}"), "100644", "100644") for i in range(more)]
        time = _seconds(on) if on is not None else None
        author = self.who(by)
        commit = Commit(
            id=_id(f"{number}{by}{on}{changes}{subject}"), parents=(self.commits[-1].id,) if self.commits else (), author=author,
            committer=self.who(committer) if committer else author, author_time=time, commit_time=time, subject=subject,
            co_authors=tuple(self.who(one) for one in co), reviewers=tuple(self.who(one) for one in reviewed), reverts=reverts,
            changes=tuple(made), boundary=boundary,
        )
        self.commits.append(commit)
        return commit.id

    def _change(self, words: list[str], number: int) -> Change:
        added = removed = None
        counts = next((word for word in words if word.startswith("+")), None)
        if counts is not None:
            words.remove(counts)
            plus, _, minus = counts[1:].partition("-")
            added, removed = int(plus), int(minus or 0)
        status = words[0]
        if status in ("R", "C"):
            old, new = words[1], words[2]
            before = self.blobs.get(old, _id(old))
            after = _id(words[3]) if len(words) > 3 else before
            self.blobs[new] = after
            return Change(new, status, old, 100 if after == before else 80, before, after, "100644", "100644", added, removed)
        path = words[1]
        before = self.blobs.get(path, "")
        after = "" if status == "D" else _id(words[2]) if len(words) > 2 else _id(f"{path}{number}")
        self.blobs[path] = after
        return Change(path, status, None, 0, before, after, "100644", "100644", added, removed)

    @staticmethod
    def blob(name: str) -> str:
        """The id of a content by the name that commits give it."""
        return _id(name)

    def history(self, *, mailmap: str = "", ignored: tuple[str, ...] = (), shallow: bool = False) -> History:
        head = self.commits[-1].id if self.commits else None
        return History(head, tuple(self.commits), mailmap=mailmap, ignored=frozenset(ignored), shallow=shallow)

    def people(self, *declared: DeclaredPerson, today: str = "", **options: object) -> People:
        return resolve(self.history(**options), Ownership(people=tuple(declared)), today)  # type: ignore[arg-type]


@pytest.fixture
def repo() -> Builder:
    return Builder()


@pytest.fixture
def declare() -> Callable[..., DeclaredPerson]:
    def make(key: str, name: str, *emails: str, left: str | None = None, reach: str | None = None) -> DeclaredPerson:
        return DeclaredPerson(id=key, at=Location("handover/people.yml", 2), name=name, emails=emails, left=left, reach=reach)

    return make


@pytest.fixture
def source() -> Callable[[str, str], SourceFile]:
    return lambda path, text: SourceFile(path=path, blob=_id(text), size=len(text), text=text)


@pytest.fixture
def drops() -> Callable[..., Effect]:
    """An effect that drops a database, at a line of a library, reached from a line of the script."""
    def make(target: str, path: str = "lib/store.py", line: int = 31, guards: tuple[Guard, ...] = ()) -> Effect:
        return Effect(resource="database", action=Action.DELETE, destructive=True, what="drops the database", target=target,
                      at=Location(path, line), guards=guards)

    return make


@pytest.fixture
def confirm() -> Callable[[str, int], Guard]:
    return lambda path, line: Guard(kind=GuardKind.CONFIRM, at=Location(path, line), detail="input()")


@pytest.fixture
def script() -> Callable[..., Script]:
    return lambda path, language="python", **fields: Script(path=path, language=language, **fields)
