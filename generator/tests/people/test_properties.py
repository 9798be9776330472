"""What must hold whatever the history: a listed bulk edit and a rename tell nothing about who knows a script."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from handover_generator.analysis.identities import resolve
from handover_generator.analysis.knowledge import script_histories
from handover_generator.model.history import Change, Commit, History, Identity
from handover_generator.model.ownership import Ownership
from handover_generator.model.people import ScriptHistory
from handover_generator.records import replace

AUTHORS = tuple(Identity(name, f"{name[:3].lower()}@example.org") for name in ("Ada Obi", "Marek Novak", "Lin Chen", "Tom Park"))
DAY = 86_400
START = 1_500_000_000

# Who, and how many days after the last one: the first makes the script, the others change it.
steps = st.lists(st.tuples(st.sampled_from(AUTHORS), st.integers(0, 900)), min_size=1, max_size=8)


def _commit(number: int, who: Identity, time: int, *changes: Change) -> Commit:
    return Commit(f"{number:040x}", (f"{number - 1:040x}",) if number else (), who, who, time, time, "work", (), (), (), changes)


def _history(made: list[tuple[Identity, int]]) -> tuple[list[Commit], int]:
    """One script with its changes, and everybody active at the end, so that who is present does not depend on what is added."""
    commits: list[Commit] = []
    time = START
    for number, (who, days) in enumerate(made):
        time += days * DAY
        change = Change("a.sh", "M" if number else "A", None, 0, f"b{number}" if number else "", f"b{number + 1}", "100644", "100644")
        commits.append(_commit(number, who, time, change))
    for who in AUTHORS:
        change = Change("other", "M", None, 0, f"o{len(commits)}", f"o{len(commits) + 1}", "100644", "100644")
        commits.append(_commit(len(commits), who, time, change))
    return commits, time


def _told(commits: list[Commit], path: str = "a.sh", *, ignored: frozenset[str] = frozenset()) -> ScriptHistory:
    history = History(commits[-1].id, tuple(commits), ignored=ignored)
    return script_histories(history, resolve(history, Ownership()), [path])[path]


@given(steps, st.sampled_from(AUTHORS), st.data())
@settings(max_examples=60, deadline=None)
def test_a_listed_bulk_edit_changes_nothing(made: list[tuple[Identity, int]], who: Identity, data: st.DataObject) -> None:
    commits, _ = _history(made)
    before = _told(commits)
    place = data.draw(st.integers(1, len(made)))
    blob = f"b{place}"
    others = tuple(Change(f"f{n}", "M", None, 0, f"x{n}", f"y{n}", "100644", "100644") for n in range(80))
    edit = replace_id(_commit(999, who, commits[place - 1].author_time or 0, Change("a.sh", "M", None, 0, blob, "r", "100644", "100644"), *others))
    after = _told([*commits[:place], edit, *commits[place:]], ignored=frozenset({edit.id}))
    assert (after.state, after.stable, after.last_effective, after.created) == (before.state, before.stable, before.last_effective, before.created)
    assert [(k.person, k.score, k.share) for k in after.knowers if k.score] == [(k.person, k.score, k.share) for k in before.knowers]


@given(steps, st.sampled_from(AUTHORS))
@settings(max_examples=60, deadline=None)
def test_a_rename_changes_no_state(made: list[tuple[Identity, int]], who: Identity) -> None:
    commits, time = _history(made)
    before = _told(commits)
    blob = f"b{len(made)}"
    # Somebody who never worked on it moves it: one who did is, rightly, reminded of it a little.
    mover = replace_id(_commit(999, Identity("Move Bot", "bot@example.org"), time, Change("b.sh", "R", "a.sh", 100, blob, blob, "100644", "100644")))
    after = _told([*commits, mover], "b.sh")
    assert (after.state, after.created, after.last_effective) == (before.state, before.created, before.last_effective)
    assert after.former_paths == ("a.sh",)
    assert [(k.person, k.knows) for k in after.knowers if k.knows] == [(k.person, k.knows) for k in before.knowers if k.knows]
    assert replace(after, commits=0, former_paths=(), last_commit=None, milestones=(), knowers=(), last_changed=None, authors=0) == replace(
        before, commits=0, former_paths=(), last_commit=None, milestones=(), knowers=(), last_changed=None, authors=0)


def replace_id(commit: Commit) -> Commit:
    """The commit under an id of its own."""
    return commit._replace(id="f" * 40)
