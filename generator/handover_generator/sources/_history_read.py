"""Reads commits from one streamed ``git log --raw``: bytes in, immutable facts out. The commit's own words can say anything.

Records end with NUL, which neither a path nor a message can hold. A commit is two of them: the fields that cannot hold a line break, then the
message. So nothing written in a name or a message can pass for another field.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import TypeVar

from handover_generator.model.history import Change, Commit, Identity
from handover_generator.records import field, record
from handover_generator.regexes import regex
from handover_generator.sources._git_process import WALL_SECONDS, Process
from handover_generator.sources._tree_text import shown
from handover_generator.sources.git import GitRepository

MAX_COMMITS = 200_000
MAX_ABSENT = 200
PATIENCE = 20
_FEW = 1_000
_MAX_SUBJECT = 1_000
# Before "<" is the name: git itself ends it there, so it cannot hold that sign.
_FORMAT = "--format=tformat:%H%n%P%n%an<%ae%n%at%n%cn<%ce%n%ct%n%s%x00%B"
# git keeps 96 MB of unpacked trees by default; 8 MB stay in the processor's own cache. Measured on nine histories: six were walked with 1 to 7 %
# less CPU, three with up to 2 % more; seeking renames, on six, each took less.
_LOG = ("-c", "core.deltaBaseCacheLimit=8m", "log", "-z", "--no-abbrev", "--no-show-signature", "--no-ext-diff", "--no-textconv",
        "--no-color", "--no-decorate", "--no-notes", "--no-mailmap", "--diff-merges=off", _FORMAT)
# Where content is absent, git cannot tell how alike two files are and dies; exact renames need none. Where folders are absent, it cannot
# compare them either; metadata needs none.
_RENAMES, _EXACT, _PLAIN, _BARE = ("--raw", "-M"), ("--raw", "-M100%"), ("--raw", "--no-renames"), ()
_Ways = Sequence[tuple[tuple[str, ...], list[str] | None]]
"""Options of git, each simpler than the one before; who is given the ids of the commits that were read so."""
_TIME_DIGITS = 19
_SPEAKS = regex(r"[ \t]*(co-authored-by|reviewed-by)[ \t]*:[ \t]*(.*)", re.IGNORECASE | re.ASCII)
_REVERTS = regex(r"this reverts commit ([0-9a-f]{7,64})\b", re.IGNORECASE | re.ASCII)
_Made = TypeVar("_Made")
_Voice = tuple[bool, tuple[Identity, ...]] | None
_Voices = tuple[tuple[Identity, ...], tuple[Identity, ...], tuple[str, ...]]
_SILENT: _Voices = ((), (), ())
_ID = regex(r"\b([0-9a-f]{64}|[0-9a-f]{40})\b")
_DEAD_END = regex(r"Failed to traverse parents of commit ([0-9a-f]{40,64})")


@record(slots=True)
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
    # A clone that lacks content would have git die of seeking renames, again and again: they are sought afterwards, where there can be any.
    later = repository.partial
    ways: _Ways = ((_PLAIN, None), (_BARE, reading.bare)) if later else ((_RENAMES, None), (_EXACT, reading.plain), (_BARE, reading.bare))
    died = parser.read(repository.stream(*_LOG, *ways[0][0], *walk, "--"))
    if died:
        end = _each(parser, _walk(repository, reading, walk), ways)
        if end is not None:
            reading.notes.append(f"The history ends early: commit {end[:10]} cannot be read.")
    if len(reading.commits) > MAX_COMMITS:
        del reading.commits[MAX_COMMITS:]
        reading.whole = False
        reading.notes.append(f"The history is longer than {MAX_COMMITS:,} commits; older ones were not read.")
    if later and not reading.expired:
        _seek_renames(repository, reading)
    return reading


def _seek_renames(repository: GitRepository, reading: Reading) -> None:
    """Read again, with renames, the few commits that can hold one: a rename takes a file away and adds one."""
    places = {commit.id: place for place, commit in enumerate(reading.commits) if len(commit.changes) > 1 and _may_rename(commit)}
    found = Reading()
    end = _each(_Parser(repository, found, None), list(places), ((_RENAMES, None), (_EXACT, reading.plain)))
    for commit in found.commits:
        place = places[commit.id]
        reading.commits[place] = reading.commits[place]._replace(changes=commit.changes)
    reading.absent |= found.absent
    reading.whole &= found.whole
    reading.expired = found.expired
    reading.notes += found.notes
    if end is not None:
        reading.notes.append(f"From commit {end[:10]} on, renames could not be sought.")


def _may_rename(commit: Commit) -> bool:
    letters = [change.status for change in commit.changes]
    return "D" in letters and "A" in letters


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


def _each(parser: _Parser, order: list[str], ways: _Ways) -> str | None:
    """Read the commits of ``order`` that were not read yet, going on whenever git dies: around each that it cannot compare.

    Args:
        parser: takes in what git says.
        order: full ids.
        ways: the last works wherever what it needs of the commit is there.

    Returns:
        The id of a commit at which even that ended, else None.
    """
    reading = parser.reading
    done = {commit.id for commit in reading.commits}
    order = [id_ for id_ in order if id_ not in done]
    before = len(reading.commits)
    way = failures = 0
    some = _FEW
    while (place := len(reading.commits) - before) < len(order):
        if failures > PATIENCE and way + 1 < len(ways):
            way, failures = way + 1, 0
        # git looks at all the commits it is given before it compares any, so it is given more only while it does not die.
        if not parser.read_these(order[place:place + some], *ways[way]):
            if reading.expired or len(reading.commits) - before == place:
                return None
            some *= 4
            continue
        some = _FEW
        failures += 1
        # What git printed last may be whole, so the one it died of is this commit or, if it can be read, the next.
        for commit in order[len(reading.commits) - before:][:2]:
            if not parser.read_these([commit], *ways[way]):
                continue
            if all(parser.read_these([commit], *simpler) for simpler in ways[way + 1:]):
                reading.whole = False
                return commit
            break
    return None


class _Once(dict[str, _Made]):
    """What is made of a text, made once for all its uses. Looking it up costs less than asking whether it is there.

    Args:
        make: from a text as git wrote it to what it stands for.
    """

    def __init__(self, make: Callable[[str], _Made]) -> None:
        super().__init__()
        self._make = make

    def __missing__(self, written: str) -> _Made:
        made = self[written] = self._make(written)
        return made


@record(slots=True)
class _Tokens:
    """What a block held, not yet made into commits. ``messages`` and ``starts``: for each header, its message and where its rows begin;
    ``old``: earlier names by row.
    """

    headers: list[str] = field(default_factory=list)
    messages: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    rows: list[str] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    old: dict[int, str] = field(default_factory=dict)

    def take(self, tokens: list[str]) -> list[str]:
        """Sort tokens into headers and rows. Returns those at the end that only make sense together with what follows."""
        headers, messages, starts, rows, paths, old = self.headers, self.messages, self.starts, self.rows, self.paths, self.old
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
                message = next(rest, None)
                if message is None:
                    return [token]
                headers.append(token)
                messages.append(message)
                starts.append(len(rows))
        return []

    def cut(self) -> _Tokens:
        """Take off the last header with its rows: what follows in the next block may belong to it."""
        start = self.starts.pop() if self.starts else 0
        last = _Tokens(headers=self.headers[-1:], messages=self.messages[-1:], rows=self.rows[start:], paths=self.paths[start:],
                       old={place - start: path for place, path in self.old.items() if place >= start})
        last.starts = [0] * len(last.headers)
        self.old = {place: path for place, path in self.old.items() if place < start}
        del self.headers[-1:], self.messages[-1:], self.rows[start:], self.paths[start:]
        return last


class _Parser:
    """Takes in streams, one after the other, and adds their commits to a reading."""

    def __init__(self, repository: GitRepository, reading: Reading, progress: Callable[[int], None] | None) -> None:
        self.reading = reading
        self.progress = progress
        self.repository = repository
        self.texts: dict[str, str] = {}
        self.old_modes = _Once(lambda written: written[1:])
        self.modes = _Once(str)
        self.letters = _Once(lambda written: written[:1])
        self.scores = _Once(_score)
        self.people = _Once(self.identity)
        self.said = _Once(self.voice)
        self.known: dict[Identity, Identity] = {}

    def read_these(self, commits: list[str], way: tuple[str, ...], read_so: list[str] | None) -> bool:
        """Read some commits in a way; ``read_so`` is given their ids. True: git died before the end."""
        ids = "".join(f"{id_}\n" for id_ in commits).encode("ascii")
        before = len(self.reading.commits)
        died = self.read(self.repository.stream(*_LOG, *way, "--no-walk=unsorted", "--stdin", stdin=ids))
        if read_so is not None and not self.reading.expired:
            read_so.extend(commit.id for commit in self.reading.commits[before:])
        return died

    def read(self, process: Process) -> bool:
        """Take in a stream. True: git died, and the last commit, which may be cut, was left out."""
        commits = self.reading.commits
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
        return failed

    def add(self, tokens: _Tokens) -> None:
        """Make commits of the tokens, column by column: a history is tens of thousands of them."""
        if not tokens.headers:
            return
        rows = tokens.rows
        known = self.texts.setdefault
        old: list[str | None] = [None] * len(rows)
        for place, path in tokens.old.items():
            old[place] = known(path, path)
        changes: list[Change] = []
        if rows:
            # ":<old mode> <new mode> <old id> <new id> <status>"
            old_modes, new_modes, old_blobs, new_blobs, statuses = _columns(rows, " ", 5)
            changes = list(map(tuple.__new__, repeat(Change), zip(
                map(known, tokens.paths, tokens.paths), map(self.letters.__getitem__, statuses), old, map(self.scores.__getitem__, statuses),
                old_blobs, new_blobs, map(self.old_modes.__getitem__, old_modes), map(self.modes.__getitem__, new_modes), repeat(None),
                repeat(None), strict=False)))
        ids, parents, authors, times, committers, committed, subjects = _columns(tokens.headers, "\n", 7)
        ends = [*tokens.starts[1:], len(rows)]
        found = [tuple(changes[start:end]) if end > start else () for start, end in zip(tokens.starts, ends, strict=True)]
        cut = [False] * len(ids)
        if self.repository.boundary:
            cut = [id_ in self.repository.boundary for id_ in ids]
            found = [() if ends_here else some for some, ends_here in zip(found, cut, strict=True)]
        voices = [_SILENT] * len(ids)
        for place in _speaking(tokens.messages):
            voices[place] = _said(tokens.messages[place], self.said)
        self.reading.commits.extend(map(tuple.__new__, repeat(Commit), zip(
            ids, [tuple(some.split(" ")) if some else () for some in parents], map(self.people.__getitem__, authors),
            map(self.people.__getitem__, committers), _times(times), _times(committed), _short(subjects), *zip(*voices, strict=True),
            found, cut, strict=True)))

    def identity(self, written: str) -> Identity:
        """The identity of "<name> < <mail>" without the spaces."""
        name, _, mail = written.partition("<")
        return self.person(name, mail)

    def voice(self, line: str) -> _Voice:
        """What a line such as ``Reviewed-by: ...`` says: (whether of reviewers, who they are); None for any other."""
        match = _SPEAKS.match(line)
        if match is None:
            return None
        said = match[2].strip()
        named = [piece.rpartition("<") for piece in said.split(">")[:-1] if "<" in piece]
        pairs = [(name.strip(" \t,;"), mail) for name, _, mail in named] or ([(said, "")] if said else [])
        return match[1].lower() == "reviewed-by", tuple(self.person(*pair) for pair in pairs)

    def person(self, name: str, mail: str) -> Identity:
        """The identity, one object for all its uses."""
        identity = Identity(name.strip(), mail.strip())
        return self.known.setdefault(identity, identity)


def _columns(records: list[str], sign: str, number: int) -> list[Sequence[str]]:
    """Records cut into fields, as columns. Fields that are missing are empty."""
    fields = sign.join(records).split(sign)
    if len(fields) == number * len(records):
        return [fields[place::number] for place in range(number)]
    ragged = [record.split(sign, number - 1) for record in records]
    return [*zip(*(some + [""] * (number - len(some)) for some in ragged), strict=True)]


def _times(column: Sequence[str]) -> list[int | None]:
    """Times as numbers; None for those that are none."""
    if "".join(column).isdecimal() and len(max(column, key=len)) < _TIME_DIGITS and all(column):
        return [*map(int, column)]
    return [int(written) if written.isdecimal() and len(written) < _TIME_DIGITS else None for written in column]


def _score(status: str) -> int:
    """The likeness in percent that follows the letter of a rename or a copy."""
    return int(status[1:]) if status[1:].isdecimal() else 0


def _short(subjects: Sequence[str]) -> list[str]:
    """Subjects without blanks around them, cut where somebody wrote all in one paragraph."""
    stripped = list(map(str.strip, subjects))
    return stripped if len(max(stripped, key=len, default="")) <= _MAX_SUBJECT else [subject[:_MAX_SUBJECT] for subject in stripped]


def _speaking(messages: list[str]) -> list[int]:
    """Places of the messages that may name co-authors, reviewers or what they revert."""
    return [place for place, text in enumerate(messages)
            if "-by:" in text or "-By:" in text or "everts commit" in text or "-BY:" in text]


def _said(message: str, said: Mapping[str, _Voice]) -> _Voices:
    """Co-authors, reviewers and reverted ids, each once, in the order of the message."""
    co_authors: dict[Identity, None] = {}
    reviewers: dict[Identity, None] = {}
    reverts: dict[str, None] = {}
    for line in message.split("\n"):
        if "-by" in line or "-By" in line or "-BY" in line:
            voice = said[line[:_MAX_SUBJECT]]
            if voice is not None:
                reviews, people = voice
                for person in people:
                    (reviewers if reviews else co_authors)[person] = None
                continue
        if "everts commit" in line:
            reverts.update((id_.lower(), None) for id_ in _REVERTS.findall(line))
    return tuple(co_authors), tuple(reviewers), tuple(reverts)
