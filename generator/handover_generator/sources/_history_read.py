"""Reads commits from one streamed ``git log --raw``: bytes in, immutable facts out. The commit's own words can say anything.

Records end with NUL, which neither a path nor a message can hold. Inside a record the fields that cannot hold a line break come first and
the message last, so nothing written in a name or a message can pass for another field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from handover_generator.model.history import Change, Commit, Identity
from handover_generator.sources._git_process import WALL_SECONDS, Process
from handover_generator.sources._tree_text import shown
from handover_generator.sources.git import GitRepository

MAX_COMMITS = 200_000
MAX_ABSENT = 200
PATIENCE = 20
_FEW = 1_000
_MAX_SUBJECT = 1_000
_FORMAT = "--format=tformat:%H%n%P%n%an%n%ae%n%at%n%cn%n%ce%n%ct%n%B"
_LOG = ("log", "-z", "--no-abbrev", "--no-show-signature", "--no-ext-diff", "--no-textconv", "--no-color", "--no-decorate",
        "--no-notes", "--no-mailmap", "--diff-merges=off", _FORMAT)
# Where content is absent, git cannot compare it and dies. Exact renames need no content; metadata needs no folders either.
_WAYS = (("--raw", "-M"), ("--raw", "-M100%"), ())
_TIME_DIGITS = 19
_SPEAKS = re.compile(r"^[ \t]*(co-authored-by|reviewed-by)[ \t]*:[ \t]*(.*)$|this reverts commit ([0-9a-f]{7,64})\b",
                     re.IGNORECASE | re.MULTILINE | re.ASCII)
_ID = re.compile(r"\b([0-9a-f]{64}|[0-9a-f]{40})\b")
_DEAD_END = re.compile(r"Failed to traverse parents of commit ([0-9a-f]{40,64})")


@dataclass(slots=True)
class Reading:
    """Commits in the order git gave them, and what went wrong. ``plain``: ids of commits in which only exact renames could be sought;
    ``bare``: of those whose changes could not be read at all; ``absent``: ids in git's complaints; ``whole``: nothing reachable is missing;
    ``expired``: it took too long.
    """

    commits: list[Commit] = field(default_factory=list)
    plain: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    absent: set[str] = field(default_factory=set)
    whole: bool = True
    notes: list[str] = field(default_factory=list)
    expired: bool = False


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
    if parser.read(repository.stream(*_LOG, *_WAYS[0], *walk, "--")):
        _mend(repository, reading, parser, _walk(repository, reading, walk))
    if len(reading.commits) > MAX_COMMITS:
        del reading.commits[MAX_COMMITS:]
        reading.whole = False
        reading.notes.append(f"The history is longer than {MAX_COMMITS:,} commits; older ones were not read.")
    return reading


def _walk(repository: GitRepository, reading: Reading, walk: tuple[str, ...]) -> list[str]:
    """The ids of all commits to read. Where a commit's parents are absent, history is cut there, as in a shallow clone."""
    output, ends = b"", 0
    for _ in range(PATIENCE):
        status, output, complaint = repository.runner.run("rev-list", *walk, "--")
        if status == 0:
            break
        reading.whole = False
        reading.absent.update(_ID.findall(complaint))
        dead_end = _DEAD_END.search(complaint)
        if dead_end is None or dead_end[1] in repository.boundary:
            reading.notes.append("The history could not be read to its end: objects are absent or damaged.")
            break
        ends += 1
        repository.cut(dead_end[1])
    if ends:
        reading.notes.append(f"The history ends early at {ends:,} {'commit' if ends == 1 else 'commits'}: what came before is absent.")
    return output.decode("ascii", "replace").split()


def _mend(repository: GitRepository, reading: Reading, parser: _Parser, order: list[str]) -> None:
    """Go on after git died: around each commit that it cannot compare, in the next simpler way."""
    done = {commit.id for commit in reading.commits}
    order = [id_ for id_ in order if id_ not in done]
    before = len(reading.commits)
    way = failures = 0
    some = _FEW
    while (place := len(reading.commits) - before) < len(order):
        if failures > PATIENCE and way + 1 < len(_WAYS):
            way, failures = way + 1, 0
        # git looks at all the commits it is given before it compares any, so it is given more only while it does not die.
        if not parser.read(_some(repository, order[place:place + some], way), way):
            if reading.expired or len(reading.commits) - before == place:
                break
            some *= 4
            continue
        some = _FEW
        failures += 1
        # What git printed last may be whole, so the one it died of is this commit or the next.
        for commit in order[len(reading.commits) - before:][:2]:
            if all(parser.read(_some(repository, [commit], other), other) for other in range(way, len(_WAYS))):
                reading.whole = False
                reading.notes.append(f"The history ends early: commit {commit[:10]} cannot be read.")
                return


def _some(repository: GitRepository, commits: list[str], way: int) -> Process:
    ids = "".join(f"{id_}\n" for id_ in commits).encode("ascii")
    return repository.stream(*_LOG, *_WAYS[way], "--no-walk=unsorted", "--stdin", stdin=ids)


class _Kinds(dict[str, tuple[str, int, str, str]]):
    """Modes and status of a row, as written, to (status, score, old mode, new mode): few kinds make up all rows."""

    def __missing__(self, written: str) -> tuple[str, int, str, str]:
        modes, status = written[:14], written[14:]
        score = status[2:]
        found = self[written] = (status[1:2], int(score) if score.isdecimal() else 0, modes[1:7], modes[8:14])
        return found


@dataclass(slots=True)
class _Tokens:
    """What a block held, not yet made into commits. ``starts``: for each header, where its rows begin; ``old``: earlier names by row."""

    headers: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    old: dict[int, str] = field(default_factory=dict)

    def take(self, tokens: list[str]) -> list[str]:
        """Sort tokens into headers and rows. Returns those at the end that only make sense together with what follows."""
        headers, starts, rows, paths, old = self.headers, self.starts, self.rows, self.paths, self.old
        rest = iter(tokens)
        for token in rest:
            first = token[:1]
            if first == ":" or first == "\n":
                path = next(rest, None)
                if path is None:
                    return [token]
                # The status ends a row: a letter, with three digits for renames and copies only.
                if token[-4:-3] in ("R", "C"):
                    new = next(rest, None)
                    if new is None:
                        return [token, path]
                    old[len(rows)] = path
                    path = new
                rows.append(token if first == ":" else token.lstrip("\n"))
                paths.append(path)
            else:
                starts.append(len(rows))
                headers.append(token)
        return []

    def cut(self) -> _Tokens:
        """Take off the last header with its rows: what follows in the next block may belong to it."""
        start = self.starts.pop() if self.starts else 0
        last = _Tokens(headers=[self.headers.pop()] if self.headers else [], rows=self.rows[start:], paths=self.paths[start:],
                       old={place - start: path for place, path in self.old.items() if place >= start})
        last.starts = [0] * len(last.headers)
        self.old = {place: path for place, path in self.old.items() if place < start}
        del self.rows[start:], self.paths[start:]
        return last


class _Parser:
    """Takes in streams, one after the other, and adds their commits to a reading."""

    def __init__(self, repository: GitRepository, reading: Reading, progress: Callable[[int], None] | None) -> None:
        self.reading = reading
        self.progress = progress
        self.repository = repository
        self.size = 64 if repository.object_format == "sha256" else 40
        self.paths: dict[str, str] = {}
        self.kinds = _Kinds()
        self.people: dict[tuple[str, str], Identity] = {}

    def read(self, process: Process, way: int = 0) -> bool:
        """Take in a stream. True: git died, and the last commit, which may be cut, was left out."""
        commits = self.reading.commits
        before = len(commits)
        waiting: list[bytes] = []
        held: list[str] = []
        tokens = _Tokens()
        with process:
            for block in process.blocks():
                end = block.rfind(b"\0")
                if end < 0:                              # amid a giant message: joined once, not again with every block
                    waiting.append(block)
                    continue
                data = shown(b"".join((*waiting, block[:end])))
                waiting = [block[end + 1:]]
                held = tokens.take([*held, *data.split("\0")])
                last = tokens.cut()
                self.add(tokens)
                tokens = last
                if self.progress is not None:
                    self.progress(len(commits))
            failed = process.finish() != 0
            complaint = process.complaint
        if process.expired:
            self.reading.whole, self.reading.expired = False, True
            self.reading.notes.append(f"The history is cut: reading it took longer than {WALL_SECONDS // 60} minutes.")
            return False
        if not failed:
            self.add(tokens)
        if failed and len(self.reading.absent) < MAX_ABSENT:
            self.reading.absent.update(_ID.findall(complaint))
        if way == 1:
            self.reading.plain.extend(commit.id for commit in commits[before:])
        elif way == 2:
            self.reading.bare.extend(commit.id for commit in commits[before:])
        return failed

    def add(self, tokens: _Tokens) -> None:
        """Make commits of the tokens, column by column: a history is tens of thousands of them."""
        rows, headers = tokens.rows, tokens.headers
        # ":<old mode> <new mode> <old id> <new id> <status>"
        old_end, new_start, new_end = 15 + self.size, 16 + self.size, 16 + 2 * self.size
        make, kinds = tuple.__new__, self.kinds
        paths = map(self.paths.setdefault, tokens.paths, tokens.paths)
        old: list[str | None] = [None] * len(rows)
        for place, path in tokens.old.items():
            old[place] = self.paths.setdefault(path, path)
        written = [kinds[row[:14] + row[new_end:]] for row in rows]
        changes = [
            make(Change, (path, kind[0], before, kind[1], row[15:old_end], row[new_start:new_end], kind[2], kind[3], None, None))
            for path, kind, before, row in zip(paths, written, old, rows, strict=True)
        ]
        ends = [*tokens.starts[1:], len(rows)]
        self.reading.commits.extend(
            self.commit(header, tuple(changes[start:end]) if end > start else ())
            for header, start, end in zip(headers, tokens.starts, ends, strict=False))

    def commit(self, header: str, changes: tuple[Change, ...]) -> Commit:
        """A commit from its fields; missing ones are empty."""
        fields = header.split("\n", 8)
        if len(fields) < 9:
            fields.extend([""] * (9 - len(fields)))
        id_, parents, name, mail, time, committer, committer_mail, committed, message = fields
        cut = id_ in self.repository.boundary
        people = self.people
        co_authors, reviewers, reverts = _said(message, self.person) if _may_speak(message) else ((), (), ())
        return tuple.__new__(Commit, (
            id_, tuple(parents.split(" ")) if parents else (), people.get((name, mail)) or self.person(name, mail),
            people.get((committer, committer_mail)) or self.person(committer, committer_mail),
            int(time) if time.isdecimal() and len(time) < _TIME_DIGITS else None,
            int(committed) if committed.isdecimal() and len(committed) < _TIME_DIGITS else None,
            _subject(message), co_authors, reviewers, reverts, () if cut else changes, cut))

    def person(self, name: str, mail: str) -> Identity:
        """The identity, one object for all its uses."""
        found = self.people.get((name, mail))
        if found is None:
            found = self.people[name, mail] = Identity(name.strip(), mail.strip())
        return found


def _subject(message: str) -> str:
    """The first paragraph in one line, as git shows it."""
    end = message.find("\n")
    if 0 < end < _MAX_SUBJECT and message[end + 1:end + 2] in ("", "\n"):
        return message[:end].strip()
    first = message.partition("\n\n")[0] or message.lstrip("\n").partition("\n\n")[0]
    return first.strip().replace("\n", " ")[:_MAX_SUBJECT]


def _may_speak(message: str) -> bool:
    return "-by:" in message or "-By:" in message or "everts commit" in message or "-BY:" in message


def _said(message: str, person: Callable[[str, str], Identity]) -> tuple[tuple[Identity, ...], tuple[Identity, ...], tuple[str, ...]]:
    """Co-authors, reviewers and reverted ids, each once, in the order of the message."""
    people: dict[str, dict[Identity, None]] = {"co-authored-by": {}, "reviewed-by": {}}
    reverts: dict[str, None] = {}
    for match in _SPEAKS.finditer(message):
        if match[3]:
            reverts[match[3].lower()] = None
            continue
        found = people[match[1].lower()]
        said = match[2][:_MAX_SUBJECT].strip()
        named = [piece.rpartition("<") for piece in said.split(">")[:-1] if "<" in piece]
        for name, _, mail in named:
            found[person(name.strip(" \t,;"), mail.strip())] = None
        if not named and said:
            found[person(said, "")] = None
    return tuple(people["co-authored-by"]), tuple(people["reviewed-by"]), tuple(reverts)
