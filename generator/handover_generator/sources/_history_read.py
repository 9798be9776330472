"""Reads commits from one streamed ``git log --raw``: bytes in, immutable facts out. The commit's own words can say anything.

Records end with NUL, which neither a path nor a message can hold. Inside a record the fields that cannot hold a line break come first and the
message last, so nothing written in a name or a message can pass for another field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from handover_generator.model.history import Change, Commit, Identity
from handover_generator.sources._git_process import Process
from handover_generator.sources._tree_text import shown
from handover_generator.sources.git import GitRepository

MAX_COMMITS = 200_000
MAX_ABSENT = 200
_PATIENCE = 20
_MAX_SUBJECT = 1_000
_FORMAT = "--format=tformat:%H%n%P%n%an%n%ae%n%at%n%cn%n%ce%n%ct%n%B"
_LOG = ("log", "--raw", "-z", "--no-abbrev", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-color", "--no-decorate",
        "--no-notes", "--no-mailmap", "--diff-merges=off", _FORMAT)
# Where content is absent, git cannot compare it and dies. Exact renames need no content; metadata needs no folders either.
_WAYS = (("-M",), ("-M100%",), ("-s",))
_TIME = re.compile(rb"-?[0-9]{1,18}\Z")
_PERSON = re.compile(rb"([^<>,;\n]*)<([^<>\n]*)>")
_SPEAKS = re.compile(rb"^[ \t]*(co-authored-by|reviewed-by)[ \t]*:[ \t]*(.*)$|this reverts commit ([0-9a-f]{7,64})\b", re.IGNORECASE | re.MULTILINE)
_UNREADABLE = re.compile(r"\b([0-9a-f]{64}|[0-9a-f]{40})\b")


@dataclass(slots=True)
class Reading:
    """Commits in the order git gave them, and what went wrong. ``plain``: commits in which only exact renames could be sought;
    ``bare``: commits whose changes could not be read at all; ``whole``: nothing reachable is missing.
    """

    commits: list[Commit] = field(default_factory=list)
    plain: int = 0
    bare: int = 0
    absent: set[str] = field(default_factory=set)
    whole: bool = True
    notes: list[str] = field(default_factory=list)


def read_commits(repository: GitRepository, known: Iterable[str], progress: Callable[[int], None] | None) -> Reading:
    """All commits reachable from the analysed one and from none of ``known``.

    Args:
        repository: an open repository that has a commit.
        known: full ids of commits that are present here; they and what they reach are left out.
        progress: is told how many commits were read so far.
    """
    assert repository.commit is not None
    walk = (f"--max-count={MAX_COMMITS + 1}", repository.commit, *(f"^{id_}" for id_ in known))
    reading = Reading()
    parser = _Parser(repository, reading, progress)
    failed = parser.read(repository.stream(*_LOG, "-M", *walk, "--"))
    if failed:
        order = repository.runner.run("rev-list", *walk, "--")[1].decode("ascii", "replace").split()
        _mend(repository, reading, parser, order)
    if len(reading.commits) > MAX_COMMITS:
        del reading.commits[MAX_COMMITS:]
        reading.whole = False
        reading.notes.append(f"The history is longer than {MAX_COMMITS:,} commits; older ones were not read.")
    return reading


def _mend(repository: GitRepository, reading: Reading, parser: _Parser, order: list[str]) -> None:
    """Go on after git died: around each commit that it cannot compare, in the next simpler way."""
    way = failures = 0
    while len(reading.commits) < len(order):
        place = len(reading.commits)
        if failures > _PATIENCE:
            way, failures = way + 1, 0
        if way < len(_WAYS) and not parser.read(_some(repository, order[place:], way), way):
            break
        failures += 1
        # What git printed last may be whole, so the one it died of is this commit or the next.
        for commit in order[len(reading.commits):][:2]:
            if all(parser.read(_some(repository, [commit], other), other) for other in range(way, len(_WAYS))):
                reading.whole = False
                reading.notes.append(f"The history ends early: commit {commit[:10]} cannot be read.")
                return
    if len(reading.commits) < len(order) or not order:
        reading.whole = False
        reading.notes.append("The history could not be read to its end: objects are absent or damaged.")


def _some(repository: GitRepository, commits: list[str], way: int) -> Process:
    return repository.stream(*_LOG, *_WAYS[way], "--no-walk=unsorted", "--stdin", stdin="".join(f"{id_}\n" for id_ in commits).encode("ascii"))


class _Parser:
    def __init__(self, repository: GitRepository, reading: Reading, progress: Callable[[int], None] | None) -> None:
        self.reading = reading
        self.progress = progress
        self.boundary = repository.boundary
        self.size = 64 if repository.object_format == "sha256" else 40
        self.paths: dict[bytes, str] = {}
        self.people: dict[tuple[bytes, bytes], Identity] = {}

    def read(self, process: Process, way: int = 0) -> bool:
        """Take in a stream. True: git died, and the last commit, which may be cut, was left out."""
        commits = self.reading.commits
        before = len(commits)
        header: bytes | None = None
        changes: list[Change] = []
        meta, old, need, rest = b"", None, 0, b""
        paths, size = self.paths, self.size
        with process:
            for block in process.blocks():
                tokens = (rest + block).split(b"\0")
                rest = tokens.pop()
                for token in tokens:
                    if need == 1:
                        need = 0
                        path = paths.get(token)
                        if path is None:
                            path = paths[token] = shown(token)
                        row = meta.decode("ascii", "replace")
                        status = row[17 + 2 * size:]
                        changes.append(Change(path, status[:1], old, int(status[1:] or 0), row[15:15 + size], row[16 + size:16 + 2 * size],
                                              row[1:7], row[8:14]))
                        old = None
                    elif need == 2:
                        need = 1
                        old = paths.get(token)
                        if old is None:
                            old = paths[token] = shown(token)
                    elif token[:1] == b":" or token[:2] == b"\n:":
                        meta = token.lstrip(b"\n")
                        need = 2 if meta[17 + 2 * size:18 + 2 * size] in (b"R", b"C") else 1
                    else:
                        if header is not None:
                            commits.append(self.commit(header, changes))
                        header, changes = token, []
                if self.progress is not None:
                    self.progress(len(commits))
            failed = process.finish() != 0
            complaint = process.complaint
        if not failed and header is not None:
            commits.append(self.commit(header, changes))
        if failed and len(self.reading.absent) < MAX_ABSENT:
            self.reading.absent.update(_UNREADABLE.findall(complaint))
        if way == 1:
            self.reading.plain += len(commits) - before
        elif way == 2:
            self.reading.bare += len(commits) - before
        return failed

    def commit(self, header: bytes, changes: list[Change]) -> Commit:
        fields = header.split(b"\n", 8)
        fields.extend([b""] * (9 - len(fields)))
        id_, parents, name, mail, time, committer, committer_mail, committed, message = fields
        shown_id = id_.decode("ascii", "replace")
        cut = shown_id in self.boundary
        co_authors, reviewers, reverts = _said(message, self.person) if _may_speak(message) else ((), (), ())
        return Commit(shown_id, tuple(parents.decode("ascii", "replace").split()), self.person(name, mail),
                      self.person(committer, committer_mail), _time(time), _time(committed), _subject(message), co_authors, reviewers, reverts,
                      () if cut else tuple(changes), cut)

    def person(self, name: bytes, mail: bytes) -> Identity:
        key = (name, mail)
        found = self.people.get(key)
        if found is None:
            found = self.people[key] = Identity(_line(name), _line(mail))
        return found


def _line(raw: bytes) -> str:
    # NUL separates strings in the store; it can only come from a re-encoded message.
    return shown(raw).replace("\0", "").strip()


def _time(raw: bytes) -> int | None:
    return int(raw) if _TIME.match(raw) else None


def _subject(message: bytes) -> str:
    """The first paragraph in one line, as git shows it."""
    end = message.find(b"\n\n", len(message) - len(message.lstrip(b"\n")))
    return " ".join(shown(message[:end] if end >= 0 else message).replace("\0", "").split())[:_MAX_SUBJECT]


def _may_speak(message: bytes) -> bool:
    return b"-by:" in message or b"-By:" in message or b"everts commit" in message or b"-BY:" in message


def _said(message: bytes, person: Callable[[bytes, bytes], Identity],
          ) -> tuple[tuple[Identity, ...], tuple[Identity, ...], tuple[str, ...]]:
    """Co-authors, reviewers and reverted ids, each once, in the order of the message."""
    people: dict[bytes, dict[Identity, None]] = {b"co-authored-by": {}, b"reviewed-by": {}}
    reverts: dict[str, None] = {}
    for match in _SPEAKS.finditer(message):
        if match[3]:
            reverts[match[3].decode("ascii").lower()] = None
            continue
        found = people[match[1].lower()]
        named = _PERSON.findall(match[2])
        for name, mail in named:
            found[person(name.strip(), mail.strip())] = None
        if not named and match[2].strip():
            found[person(match[2].strip(), b"")] = None
    return tuple(people[b"co-authored-by"]), tuple(people[b"reviewed-by"]), tuple(reverts)
