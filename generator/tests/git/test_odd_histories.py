"""Shapes of history that are rare in one repository and common in many: each is mined as what it is."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from handover_generator.analysis._lineage import lineages
from handover_generator.cache import open_cache
from handover_generator.model.history import History
from handover_generator.sources.git import open_repository
from handover_generator.sources.history import mine, versions

LINES = "".join(f"line {number}\n" for number in range(40))


def _mined(repo: Any) -> History:
    with open_repository(repo.root) as opened:
        return mine(opened, None)


def _rows(history: History) -> set[tuple[str, str | None, str]]:
    return {(change.status, change.old_path, change.path) for commit in history.commits for change in commit.changes}


def test_a_rename_of_case_only(repo: Any) -> None:
    """Row 5."""
    repo.commit("Run.sh", LINES)
    repo.commit("run.sh", LINES, more={"Run.sh": None})
    assert ("R", "Run.sh", "run.sh") in _rows(_mined(repo))


def test_two_files_that_change_places(repo: Any) -> None:
    """Row 9: git tells two changed files, not two renames; neither life takes over the other's past."""
    repo.commit("a", LINES, more={"b": LINES.upper()}, by="Ana")
    repo.commit("a", LINES.upper(), more={"b": LINES}, by="Bo")
    history = _mined(repo)
    lives = lineages(history, ["a", "b"])
    assert [life.former for life in lives.values()] == [[], []]
    assert [len(life.touches) for life in lives.values()] == [2, 2]


def test_a_folder_that_moves(repo: Any) -> None:
    """Row 9."""
    files = {f"old/{number}.sh": f"{number}\n{LINES}" for number in range(30)}
    repo.commit(None, more=files)
    repo.commit(None, more=dict.fromkeys(files) | {name.replace("old", "new/deep"): text + "more\n" for name, text in files.items()})
    moved = {row for row in _rows(_mined(repo)) if row[0] == "R"}
    assert moved == {("R", name, name.replace("old", "new/deep")) for name in files}


def test_more_renames_than_are_compared_still_finds_the_exact_ones(repo: Any) -> None:
    """Row 9: beyond the limit git compares no contents; what moved untouched is still found."""
    files = {f"old/{number}": f"{number} {LINES[:30]}\n" for number in range(1_100)}
    repo.commit(None, more=files)
    changed = {name.replace("old", "new"): (text if int(name[4:]) % 10 else text + "edited\n") for name, text in files.items()}
    repo.commit(None, more=dict.fromkeys(files) | changed)
    history = _mined(repo)
    assert sum(row[0] == "R" for row in _rows(history)) >= 990
    assert history.notes == ()


def test_copied_then_the_source_deleted(repo: Any) -> None:
    """Row 9: the copy is a life of its own with a known source, though that is gone."""
    repo.commit("first.sh", LINES, by="Ana")
    repo.commit("second.sh", LINES, by="Bo")
    repo.commit("first.sh", None, by="Bo")
    life = lineages(_mined(repo), ["second.sh"])["second.sh"]
    assert (life.copied_from, life.born, [touch.commit.author.name for touch in life.touches]) == ("first.sh", True, ["Bo"])


def test_a_rename_on_one_side_of_a_merge(repo: Any) -> None:
    """Row 9: a change under the old name, on the other side, belongs to the file as it is called now."""
    base = repo.commit("old.sh", LINES, by="Ana", on="2024-01-01")
    repo.git("update-ref", "refs/heads/side", base)
    repo.commit("new.sh", LINES, more={"old.sh": None}, by="Bo", on="2024-01-02")
    side = repo.commit("old.sh", LINES + "more\n", by="Cy", on="2024-01-03", branch="side")
    repo.commit("new.sh", LINES + "more\n", by="Bo", on="2024-01-04", parents=(side,))
    life = lineages(_mined(repo), ["new.sh"])["new.sh"]
    assert [touch.commit.author.name for touch in life.touches] == ["Ana", "Bo", "Cy"]


@pytest.mark.parametrize("kind", ["criss-cross", "ours", "subtree"])
def test_unusual_merges_credit_nobody_twice(repo: Any, kind: str) -> None:
    """Row 8."""
    base = repo.commit("a", LINES, on="2024-01-01")
    repo.git("update-ref", "refs/heads/side", base)
    one = repo.commit("a", "ours\n" + LINES, on="2024-01-02")
    if kind == "criss-cross":
        other = repo.commit("b", LINES, on="2024-01-03", branch="side")
        repo.commit("b", LINES, on="2024-01-04", parents=(other,))
        repo.commit("a", "ours\n" + LINES, on="2024-01-04", branch="side", parents=(one,))
        last = repo.commit("c", "1\n", on="2024-01-05", branch="side")
        repo.commit("c", "1\n", on="2024-01-06", parents=(last,))
        expected = {"a": 2, "b": 1, "c": 1}
    elif kind == "ours":
        other = repo.commit("a", LINES + "theirs\n", on="2024-01-03", branch="side")
        repo.commit(None, on="2024-01-04", parents=(other,))
        expected = {"a": 3}
    else:
        other = repo.commit("lib.sh", LINES.upper(), on="2024-01-03", branch="stranger", root=True)
        repo.commit("vendor/lib.sh", LINES.upper(), on="2024-01-04", parents=(other,))
        expected = {"a": 2, "lib.sh": 1}
    history = _mined(repo)
    counts: dict[str, int] = {}
    for commit in history.commits:
        assert not (len(commit.parents) > 1 and commit.changes)
        for change in commit.changes:
            counts[change.path] = counts.get(change.path, 0) + 1
    assert counts == expected


def test_objects_repacked_amid_a_run_are_still_found(repo: Any) -> None:
    """Row 16: somebody cleans up while we read."""
    for number in range(30):
        repo.commit("a", f"{number}\n{LINES}")
    with open_repository(repo.root) as opened:
        before = mine(opened, None)
        repo.git("gc", "--quiet", "--prune=now", "--aggressive")
        assert mine(opened, None) == before
        last = before.commits[-1].changes[0].new_blob
        assert versions(opened, [last]) == {last: f"29\n{LINES}"}


def test_a_repository_that_may_not_be_written_is_only_read(repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 18: neither the repository nor the cache's folder can be written."""
    repo.commit("a", LINES)
    before = {path: path.stat().st_mtime_ns for path in repo.root.rglob("*")}
    closed = tmp_path / "closed"
    closed.write_text("a file where a folder is wanted")
    monkeypatch.setenv("XDG_CACHE_HOME", str(closed))
    said: list[str] = []
    for path in before:
        path.chmod(path.stat().st_mode & ~0o222)
    with open_repository(repo.root) as opened:
        assert open_cache(True, opened.identity, said.append) is None
        assert len(mine(opened, None).commits) == 1
    assert said
    assert {path: path.stat().st_mtime_ns for path in repo.root.rglob("*")} == before


@pytest.mark.parametrize(("today", "kept"), [("", True), ("2001-09-09", True), ("2025-06-01", True), ("2025-03-04", True), ("2025-03-02", False)])
def test_what_lies_after_tomorrow_is_no_date_and_an_unset_clock_takes_none_away(repo: Any, today: str, kept: bool) -> None:
    """Row 18. The day is the one that was asked about, so that the same question has the same answer a year later."""
    repo.commit("a", "1", on="2025-03-05")
    with open_repository(repo.root) as opened:
        (commit,) = mine(opened, None, today=today).commits
    assert commit.author_time == commit.commit_time == (1_741_132_800 if kept else None)


def test_a_list_of_commits_to_ignore_that_settings_name_but_is_not_there(repo: Any) -> None:
    """Row 11: blame would stop with an error; we never ask it."""
    repo.commit("a", "1")
    repo.git("config", "blame.ignoreRevsFile", "gone")
    assert _mined(repo).ignored == frozenset()
