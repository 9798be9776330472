"""The lives of files: renames move one, copies fork one, a deletion closes one, the same path used again later is another.

Commits are walked in topological order, oldest first. Branches that lived side by side are interleaved there, so a path that was renamed
away can still be changed by a commit of the other branch; such a change belongs to the life that moved.
"""

from __future__ import annotations

from collections.abc import Iterable

from handover_generator.model.history import Change, Commit, History
from handover_generator.records import field, record, replace

REVERT_WINDOW_DAYS = 30
MOST_VERSIONS = 60
"""So many versions of one file are read, the latest. More in some runs than in others would make answers depend on what others had read."""
_SUBMODULE = "160000"
_DAY = 86_400


@record(frozen=True, slots=True, eq=False)
class Touch:
    """One commit's change of one life. ``order`` is the commit's place in the history."""

    commit: Commit
    change: Change
    order: int

    @property
    def pure(self) -> bool:
        """Whether the text stayed the same: a rename or a change of the mode bit."""
        change = self.change
        return change.status in ("R", "M", "T") and bool(change.new_blob) and change.new_blob == change.old_blob


@record(slots=True, eq=False)
class Lineage:
    """The life of one file.

    ``path``: where it is now; ``former``: earlier paths, oldest first; ``born``: its beginning was seen (False where history is cut);
    ``parent``/``copied_from``/``copied_in``/``likeness``: the life and path it was copied from, by which commit, how alike in percent.
    """

    path: str
    touches: list[Touch] = field(default_factory=list)
    former: list[str] = field(default_factory=list)
    born: bool = False
    parent: Lineage | None = None
    copied_from: str | None = None
    copied_in: Commit | None = None
    likeness: int = 0
    closed: Commit | None = None

    @property
    def late(self) -> list[Touch]:
        """The touches whose texts are read: the latest ``MOST_VERSIONS``."""
        return [touch for touch in self.touches[-MOST_VERSIONS:] if touch.change.status != "D" and touch.change.new_mode != _SUBMODULE]

    def blobs(self) -> set[str]:
        """Every content it ever had."""
        return {touch.change.new_blob for touch in self.touches}


def lineages(history: History, paths: Iterable[str]) -> dict[str, Lineage]:
    """The lives behind paths of the analysed commit.

    Args:
        history: commits, oldest first; changes of shallow boundaries are skipped, they mean nothing.
        paths: files as they are called now.

    Returns:
        path to life, for those paths that history knows. Cost: two passes over all changes, work only for those that matter.
    """
    asked = sorted(set(paths))
    relevant, added = _relevant(history, asked)
    seen_at = _first_places(history, added)
    live: dict[str, Lineage] = {}
    for order, commit, changes in relevant:
        _apply(live, order, commit, changes, seen_at)
    return {path: live[path] for path in asked if path in live}


def _relevant(history: History, asked: list[str]) -> tuple[list[tuple[int, Commit, list[Change]]], set[str]]:
    """The commits that touch the asked paths or any path these ever came from, and the contents that were added at them.

    Earlier names count at any time: a branch may change a file under its old name after another branch renamed it. Which change belongs to
    which life is told later.
    """
    sources: dict[str, set[str]] = {}
    for commit in history.commits:
        for change in commit.changes:
            if change.old_path is not None and not commit.boundary:
                sources.setdefault(change.path, set()).add(change.old_path)
    wanted = set(asked)
    pending = [path for path in asked if path in sources]
    while pending:
        new = sources[pending.pop()] - wanted
        wanted |= new
        pending.extend(path for path in new if path in sources)
    added: set[str] = set()
    found: list[tuple[int, Commit, list[Change]]] = []
    for order, commit in enumerate(history.commits):
        if commit.boundary or not commit.changes:
            continue
        hit = [change for change in commit.changes if change.path in wanted]
        if hit:
            added.update(change.new_blob for change in hit if change.status == "A" and change.new_blob)
            found.append((order, commit, hit))
    return found, added


def _first_places(history: History, blobs: set[str]) -> dict[str, tuple[int, str]]:
    """Where each of these contents was seen first: (place in history, path)."""
    places: dict[str, tuple[int, str]] = {}
    if not blobs:
        return places
    for order, commit in enumerate(history.commits):
        if commit.boundary:
            continue
        for change in commit.changes:
            if change.new_blob in blobs and change.status != "D" and change.new_blob not in places:
                places[change.new_blob] = (order, change.path)
    return places


def _apply(live: dict[str, Lineage], order: int, commit: Commit, changes: list[Change], seen_at: dict[str, tuple[int, str]]) -> None:
    """Let one commit act on the lives."""
    copies = [(change, live.get(change.old_path or "")) for change in changes if change.status == "C"]
    moves = [(change, live.get(change.old_path or "")) for change in changes if change.status == "R"]
    moved: list[tuple[Change, Lineage]] = []
    for change, found in moves:
        moved.append((change, _move(change, found)))
    # Only now: two files that change places do so at once.
    for change, life in moved:
        live[change.path] = life
        if life.path != change.path:
            life.former.append(life.path)
            life.path = change.path
        life.closed = None
        life.touches.append(Touch(commit, change, order))
    for change, source in copies:
        _add(live, order, commit, change, source, change.old_path, change.score)
    for change in changes:
        if change.status == "A":
            place = seen_at.get(change.new_blob)
            if place is not None and place[0] < order and place[1] != change.path:
                _add(live, order, commit, change, live.get(place[1]), place[1], 100)
            else:
                _add(live, order, commit, change, None, None, 0)
        elif change.status == "D":
            there = live.get(change.path)
            if there is not None and there.path == change.path:
                there.closed = commit
        elif change.status not in ("R", "C"):
            live.setdefault(change.path, Lineage(change.path)).touches.append(Touch(commit, change, order))


def _move(change: Change, found: Lineage | None) -> Lineage:
    old = change.old_path or change.path
    if found is None:
        return Lineage(old)
    if found.path in (old, change.path):
        return found
    # Renamed differently on two branches: both names live on with a common past.
    return replace(found, path=old, touches=list(found.touches), former=list(found.former))


def _add(
    live: dict[str, Lineage], order: int, commit: Commit, change: Change, source: Lineage | None, source_path: str | None, likeness: int,
) -> None:
    touch = Touch(commit, change, order)
    there = live.get(change.path)
    if there is not None and there.path == change.path and (there.closed is None or _comes_back(there, touch)):
        there.closed = None
        there.touches.append(touch)
        return
    life = Lineage(change.path, [touch], born=True)
    if source_path is not None and source is not life:
        life.parent, life.copied_from, life.copied_in, life.likeness = source, source_path, commit, likeness
    live[change.path] = life


def _comes_back(life: Lineage, touch: Touch) -> bool:
    """Whether an addition takes a deletion back: the same content, or the same author within the revert window."""
    if touch.change.new_blob and touch.change.new_blob in life.blobs():
        return True
    gone = life.closed
    if gone is None or gone.author.email != touch.commit.author.email:
        return False
    before, now = gone.author_time, touch.commit.author_time
    return before is not None and now is not None and abs(now - before) <= REVERT_WINDOW_DAYS * _DAY
