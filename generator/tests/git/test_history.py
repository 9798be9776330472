"""Mining: whatever a history holds becomes facts or a told gap, and a kept answer equals a fresh one."""

from __future__ import annotations

import gc
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from handover_generator.analysis._lineage import lineages
from handover_generator.cache import open_cache
from handover_generator.model.history import Change, Commit, History, Identity, Outline
from handover_generator.sources import _history_read
from handover_generator.sources._history_pack import Pack, decode, decode_summary, encode
from handover_generator.sources.git import open_repository
from handover_generator.sources.history import kept_outline, mine, resolved, versions


def _fresh(repo: Any, at: str | None = None) -> History:
    with open_repository(repo.root, at) as opened:
        return mine(opened, None)


def _kept(repo: Any, at: str | None = None) -> History:
    with open_repository(repo.root, at) as opened, open_cache(True, opened.identity) as cache:
        assert cache is not None
        return mine(opened, cache)


def _outline(repo: Any) -> Outline | None:
    with open_repository(repo.root) as opened, open_cache(True, opened.identity) as cache:
        return kept_outline(opened, cache)


def _rows(history: History) -> list[tuple[str, str | None, str]]:
    return [(change.status, change.old_path, change.path) for commit in history.commits for change in commit.changes]


def test_who_changed_what_and_when(repo: Any) -> None:
    first = repo.commit("a.py", "x = 1\n", by="Ana", on="2024-01-05", message="Start\nhere\n\nBody\n")
    second = repo.commit("a.py", "x = 2\n", by="Bo", on="2024-02-05")
    history = _fresh(repo)
    assert [commit.id for commit in history.commits] == [first, second]
    one = history.commits[0]
    assert one.subject == "Start here"
    assert one.author == Identity("Ana", "ana@example.org")
    assert one.author_time == one.commit_time == 1704412800
    assert (history.head, history.shallow, history.notes) == (second, False, ())
    assert history.commits[1].parents == (first,)
    old, new = repo.git("rev-parse", f"{first}:a.py"), repo.git("rev-parse", "main:a.py")
    assert history.commits[1].changes == (Change("a.py", "M", None, 0, old, new, "100644", "100644"),)


def test_the_collector_does_not_go_through_a_history_that_was_just_read(repo: Any) -> None:
    for number in range(20):
        repo.commit("a.py", f"x = {number}\n")
    assert gc.isenabled()
    history = _fresh(repo)
    young = {id(thing) for generation in (0, 1) for thing in gc.get_objects(generation)}
    assert not young & {id(commit.changes) for commit in history.commits}
    assert gc.isenabled()
    assert gc.get_freeze_count() == 0


def test_names_that_try_to_pass_for_structure(repo: Any) -> None:
    """Rows 5, 6 and 7: separators, line breaks, diff-like text and bytes that are not UTF-8, wherever a person can write."""
    paths = [b"a b ", b"-x", b"tab\tnew\nline", b'q"uote', b"{a => b}", b"\xe9\xff", b":100644 100644", "cafe\u0301".encode(),
             "caf\u00e9".encode(), b"A",
             b"a", b"\x01\x02"]
    for path in paths:
        repo.commit(path, repr(path))
    repo.commit("x", "1", author=b"\x01\x02 :100644 <a\x01b> 1700000000 +0000",
                message=b"\x01\x02\n\n:100644 100644 aaa bbb M\ncommit 1234\nAuthor: x\n\xff\xfe")
    repo.commit("x", "2", author=b"\xff\xe9 Name <> 1700000000 +0000", message=b"")
    repo.commit("x", "3", message=b"m" * 100_000)
    repo.commit("x", "4", message="Umlaut ü".encode("latin-1"), header=b"encoding ISO-8859-1\n")
    repo.commit("x", "5", message=b"+AAo-x +AAA-y", author=b"a+AAo-b <c> 1 +0000", header=b"encoding UTF-7\n")
    history = _fresh(repo)
    assert [row[2] for row in _rows(history)][:len(paths)] == [path.decode("utf-8", "backslashreplace") for path in paths]
    by_subject = history.commits[len(paths):]
    assert [len(commit.changes) for commit in by_subject] == [1] * 5
    assert by_subject[0].subject == "\x01\x02"
    assert by_subject[0].author.name == "\x01\x02 :100644"
    assert by_subject[1].author == Identity("\\xff\\xe9 Name", "")
    assert by_subject[1].subject == ""
    assert len(by_subject[2].subject) == 1_000
    assert by_subject[3].subject == "Umlaut ü"
    assert all("\0" not in part for commit in history.commits for part in (*commit.author, commit.subject))
    assert _kept(repo) == _kept(repo) == history


@pytest.mark.parametrize(("line", "expected"), [
    (b"Al <a@x> 1200000000 --700", None), (b"Al <a@x> 0 +0000", None), (b"Al <a@x> -5 +0000", None), (b"Al <a@x>", None),
    (b"Al <a@x> 99999999999999999999 +0000", None), (b"Al <a@x> 18446744073709551615 +0000", None), (b"Al <a@x> 253402300799 +0000", None),
    (b"Al <a@x> tomorrow", None), (b"Al <a@x> 1200000000 +0000", 1200000000), (b"Al <a@x> 1200000000", None),
])
def test_malformed_and_absurd_dates_are_no_dates(repo: Any, line: bytes, expected: int | None) -> None:
    """Row 4."""
    repo.commit("x", "1", author=line)
    (commit,) = _fresh(repo).commits
    assert commit.author_time == expected
    assert commit.author.email == "a@x"


def test_giant_messages_cost_time_in_proportion(repo: Any) -> None:
    """Half a million signs in one line, or a hundred thousand people: seconds would show a method whose cost is a square."""
    repo.commit("x", "1", message=b"m\n\nCo-authored-by: " + b"a" * 3_000_000 + b"\nCo-authored-by: " + b"<" * 500_000)
    repo.commit("x", "2", message=b"m\n\n" + b"Co-authored-by: a, b <c> d\n" * 100_000)
    repo.commit(".git-blame-ignore-revs", "abcd\n" * 150_000)
    before = time.process_time()
    history = _fresh(repo)
    assert time.process_time() - before < 3
    assert len(history.commits[0].co_authors[0].name) <= 1_000
    assert history.commits[1].co_authors == (Identity("a, b", "c"),)


@pytest.mark.parametrize("line", [b"", b"no address 1 +0000", b"<>", b"<<a@b>> 1700000000 +0000", b"A <a@b 1700000000 +0000",
                                  b"A <b> <c> 1700000000 +0000"])
def test_malformed_authors_do_not_stop_the_rest(repo: Any, line: bytes) -> None:
    repo.commit("x", "1", by="Ana")
    repo.commit("x", "2", author=line)
    repo.commit("x", "3", by="Bo")
    history = _fresh(repo)
    assert [row[0] for row in _rows(history)] == ["A", "M", "M"]
    assert history.commits[2].author.name == "Bo"


def test_merges_carry_no_changes(repo: Any) -> None:
    """Row 8: octopus, evil merge, unrelated roots."""
    base = repo.commit("a", "1\n")
    sides = []
    for name in ("one", "two", "three"):
        repo.git("update-ref", f"refs/heads/{name}", base)
        sides.append(repo.commit(name, name, branch=name))
    stranger = repo.commit("root2", "r", branch="stranger", root=True)
    merge = repo.commit("a", "evil\n", parents=(*sides, stranger), on="2024-03-01")
    history = _fresh(repo)
    assert history.commits[-1].id == merge
    assert history.commits[-1].changes == ()
    assert len(history.commits[-1].parents) == 5
    assert sorted(row[2] for row in _rows(history)) == ["a", "one", "root2", "three", "two"]


def _two_sides(repo: Any, resolution: str, *, on: str = "2024-03-01") -> str:
    lines = [f"line {number}\n" for number in range(12)]
    base = repo.commit("run.sh", "".join(lines), on="2024-01-01")
    repo.git("update-ref", "refs/heads/side", base)
    repo.commit("run.sh", "".join(["ours\n", *lines[1:]]), by="Bo", on="2024-01-10")
    side = repo.commit("run.sh", "".join([*lines[:-1], "theirs\n"]), by="Cy", on="2024-01-11", branch="side")
    merge: str = repo.commit("run.sh", resolution, by="Ana", on=on, message="Merge", parents=(side,))
    return merge


def _resolved(repo: Any, cached: bool = False) -> list[tuple[str, tuple[Change, ...]]]:
    with open_repository(repo.root) as opened, open_cache(cached, opened.identity) or nullcontext() as cache:
        found = resolved(opened, mine(opened, cache), ["run.sh"], cache)
    return [(commit.author.name, commit.changes) for commit in found.commits if len(commit.parents) > 1]


_CLEAN = "ours\n" + "".join(f"line {number}\n" for number in range(1, 11)) + "theirs\n"


def test_an_evil_merge_is_its_makers_doing(repo: Any) -> None:
    """Row 8: what the merge holds and no side had, and nothing else."""
    _two_sides(repo, _CLEAN.replace("line 5", "evil"))
    for cached in (False, True, True):
        ((who, (change,)),) = _resolved(repo, cached)
        assert (who, change.path, change.status, change.added, change.removed) == ("Ana", "run.sh", "M", 1, 1)
    assert _fresh(repo).commits[-1].changes == ()                     # the facts of the first pass stay what they were


def test_a_plain_merge_is_nobodys_doing(repo: Any) -> None:
    _two_sides(repo, _CLEAN)
    assert _resolved(repo) == [("Ana", ())]


def test_a_merge_of_other_files_is_not_asked_about(repo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    base = repo.commit("run.sh", "1\n")
    repo.git("update-ref", "refs/heads/side", base)
    side = repo.commit("other", "1\n", branch="side")
    repo.commit("run.sh", "2\n")
    repo.commit("other", "1\n", parents=(side,))
    monkeypatch.setattr("handover_generator.sources._history_merges._ask", None)
    assert _resolved(repo) == [("Ana", ())]


def test_merges_of_merges_are_compared_with_the_right_base(repo: Any) -> None:
    """git takes a wrong base for a merge once it has shown the merges before it."""
    lines = [f"line {number}\n" for number in range(30)]
    repo.commit("run.sh", "".join(lines), on="2024-01-01")
    for turn in range(4):
        repo.git("update-ref", "refs/heads/side", repo.tip())
        lines[turn] = f"ours {turn}\n"
        repo.commit("run.sh", "".join(lines), on=f"2024-02-0{turn + 1}")
        theirs = repo.git("show", "side:run.sh").split("\n")
        theirs[29 - turn] = f"theirs {turn}"
        side = repo.commit("run.sh", "\n".join(theirs) + "\n", on=f"2024-02-0{turn + 1}", branch="side")
        lines[29 - turn] = f"theirs {turn}\n"
        repo.commit("run.sh", "".join(lines), on=f"2024-02-1{turn}", parents=(side,))
    assert _resolved(repo) == [("Ana", ())] * 4


def test_children_come_after_parents_even_when_dates_lie(repo: Any) -> None:
    ids = [repo.commit("a", str(number), on=f"20{20 - number}-01-01") for number in range(5)]
    assert [commit.id for commit in _fresh(repo).commits] == ids


def test_renames_copies_and_kinds_of_files(repo: Any) -> None:
    """Rows 9 and 10."""
    text = "".join(f"line {number}\n" for number in range(40))
    repo.commit("a", text)
    repo.commit("b", text + "more\n", more={"a": None})
    repo.commit("a", "new\n")
    repo.commit("b", text + "more\n", mode="100755")
    repo.commit("b", "a", mode="120000")
    repo.commit("sub", "1" * 40, mode="160000")
    repo.commit("deep/x/c", "new\n", more={"a": None})
    history = _fresh(repo)
    assert _rows(history) == [("A", None, "a"), ("R", "a", "b"), ("A", None, "a"), ("M", None, "b"), ("T", None, "b"), ("A", None, "sub"),
                              ("R", "a", "deep/x/c")]
    changes = [change for commit in history.commits for change in commit.changes]
    assert 50 < changes[1].score < 100
    assert (changes[3].old_mode, changes[3].new_mode) == ("100644", "100755")
    assert changes[4].new_mode == "120000"
    assert changes[5].new_mode == "160000"


def test_people_named_in_the_message(repo: Any) -> None:
    """Row 15."""
    message = ("Work\n\nCo-Authored-By: Bo <bo@x.org>\nco-authored-by:Cy <cy@x.org>, Di <di@x.org>\nCo-authored-by: just a name\n"
               "Co-authored-by: Bo <bo@x.org>\nSigned-off-by: Eve <eve@x.org>\nReviewed-by: Fay <fay@x.org>\nReviewed-By: Gil\n"
               "This reverts commit 1234567890abcdef1234567890abcdef12345678.\n")
    repo.commit("a", "1", message=message)
    (commit,) = _fresh(repo).commits
    assert commit.co_authors == (Identity("Bo", "bo@x.org"), Identity("Cy", "cy@x.org"), Identity("Di", "di@x.org"),
                                 Identity("just a name", ""))
    assert commit.reviewers == (Identity("Fay", "fay@x.org"), Identity("Gil", ""))
    assert commit.reverts == ("1234567890abcdef1234567890abcdef12345678",)
    assert "Eve" not in str(commit)


def test_mailmap_and_ignored_commits(repo: Any) -> None:
    """Rows 11 and 12."""
    first = repo.commit("a", "1")
    second = repo.commit("a", "2")
    repo.commit(".git-blame-ignore-revs", f"# bulk\r\n{first}\r\n{second[:10]} # short\r\n{'0' * 40}\nnonsense\n\n",
                more={".mailmap": "Ana Obi <ana@example.org>\n"})
    history = _fresh(repo)
    assert history.mailmap == "Ana Obi <ana@example.org>\n"
    assert history.ignored == {first, second}
    repo.commit(".mailmap", "/etc/passwd", mode="120000", more={".git-blame-ignore-revs": None})
    history = _fresh(repo)
    assert (history.mailmap, history.ignored) == ("", frozenset())


def test_a_shallow_clone_makes_nobody_a_creator(repo: Any, tmp_path: Path) -> None:
    """Row 2."""
    for number in range(4):
        repo.commit(f"f{number}", str(number))
    clone = tmp_path / "cut"
    repo.git("clone", "--quiet", "--depth=2", f"file://{repo.root}", str(clone))
    with open_repository(clone) as opened, open_cache(True, opened.identity) as cache:
        history = mine(opened, cache)
    assert history.shallow
    assert [(commit.boundary, len(commit.changes)) for commit in history.commits] == [(True, 0), (False, 1)]
    repo.git("-C", str(clone), "fetch", "--quiet", "--unshallow")
    with open_repository(clone) as opened, open_cache(True, opened.identity) as cache:
        assert mine(opened, cache).commits == _fresh(repo).commits


def _with_absent_content(repo: Any) -> str:
    """A history in which one rename cannot be compared."""
    text = "".join(f"line {number}\n" for number in range(40))
    repo.commit("a", text, more={"same": "same\n"})
    repo.commit("b", text + "1\n", more={"a": None, "same": None, "moved": "same\n"})
    gone: str = repo.git("rev-parse", "main:b")
    repo.commit("c", text + "1\n2\n", more={"b": None})
    repo.commit("d", text + "1\n2\n3\n", more={"c": None})
    repo.commit("d", "end\n")
    return gone


def test_absent_content_costs_only_the_renames_that_need_it(repo: Any) -> None:
    """Row 3."""
    gone = _with_absent_content(repo)
    whole = _fresh(repo)
    assert [row[0] for row in _rows(whole)].count("R") == 4
    raw = repo.root / ".git" / "objects" / gone[:2] / gone[2:]
    content = raw.read_bytes()
    repo.forget(gone)
    cut = _kept(repo)
    assert _outline(repo) == cut.outline
    assert [commit.id for commit in cut.commits] == [commit.id for commit in whole.commits]
    assert ("R", "same", "moved") in _rows(cut)
    assert ("R", "c", "d") in _rows(cut)
    assert {("A", None, "b"), ("D", None, "a"), ("A", None, "c"), ("D", None, "b")} <= set(_rows(cut))
    assert "absent from this clone: in 2 commits" in cut.notes[0]
    assert _kept(repo) == cut
    repo.commit("d", "after the end\n")
    longer = _kept(repo)
    assert longer == _fresh(repo)
    assert longer.notes == cut.notes
    assert longer.commits[:-1] == cut.commits
    repo.git("update-ref", "refs/heads/main", "main~1")
    raw.write_bytes(content)
    assert _outline(repo) is None                       # what was absent has come: to be mined again
    assert _kept(repo) == whole
    assert _outline(repo) == whole.outline


def test_a_clone_without_any_content_still_tells_who_and_when(repo: Any, tmp_path: Path) -> None:
    for number in range(30):
        repo.commit(f"f{number}", "".join(f"{number} {line}\n" for line in range(9)), more={f"f{number - 1}": None} if number else None)
    clone = tmp_path / "thin"
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "--quiet", "--bare", "--filter=blob:none", f"file://{repo.root}", str(clone))
    with open_repository(clone) as opened:
        assert opened.partial
        history = mine(opened, None)
    assert len(history.commits) == 30
    assert [len(commit.changes) for commit in history.commits] == [1] + [2] * 29
    assert "30 commits" in history.notes[0] or "29 commits" in history.notes[0]


def test_an_absent_commit_or_folder_ends_in_a_note(repo: Any) -> None:
    """Row 16."""
    ids = [repo.commit(f"lib{number}/a", str(number)) for number in range(5)]
    repo.forget(repo.git("rev-parse", f"{ids[2]}:lib2"))
    history = _fresh(repo)
    assert [commit.id for commit in history.commits] == ids
    repo.forget(ids[1])
    history = _fresh(repo)
    assert [commit.id for commit in history.commits] == ids[2:]
    assert history.commits[0].boundary
    assert "ends early at 1 commit" in history.notes[0]
    assert _kept(repo) == _kept(repo) == history


def test_a_stale_commit_graph_is_not_believed(repo: Any) -> None:
    first = repo.commit("a", "1")
    repo.commit("a", "2")
    repo.git("commit-graph", "write", "--reachable")
    graph = repo.root / ".git" / "objects" / "info" / "commit-graph"
    graph.chmod(0o644)
    raw = bytearray(graph.read_bytes())
    raw[-60:-20] = b"\xff" * 40
    graph.write_bytes(raw)
    assert _fresh(repo).commits[0].id == first


def test_grafts_are_not_believed(repo: Any) -> None:
    """Row 13, together with replaced commits."""
    ids = [repo.commit("a", str(number)) for number in range(3)]
    (repo.root / ".git" / "info" / "grafts").write_text(f"{ids[2]}\n")
    assert [commit.id for commit in _fresh(repo).commits] == ids


def test_settings_of_the_repository_change_nothing(repo: Any) -> None:
    """Row 13."""
    repo.commit("a", "1\n", author=b"A\xc3\xa9 <a@x> 1700000000 +0000")
    repo.commit("b", "1\n", more={"a": None, ".mailmap": "Other <a@x>\n"})
    before = _fresh(repo)
    for name, value in {"log.mailmap": "true", "diff.renames": "false", "diff.noprefix": "true", "color.ui": "always", "log.follow": "true",
                        "core.quotePath": "true", "log.diffMerges": "on", "log.date": "relative", "i18n.logOutputEncoding": "latin-1",
                        "log.showRoot": "false", "format.pretty": "oneline", "log.decorate": "full", "core.abbrev": "7",
                        "diff.relative": "true"}.items():
        repo.git("config", name, value)
    assert _fresh(repo) == before
    assert before.commits[0].author.name == "Aé"


def test_longer_than_the_limit_is_cut_and_told(repo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        repo.commit("a", str(number), on=f"2024-01-0{number + 1}")
    monkeypatch.setattr(_history_read, "MAX_COMMITS", 3)
    history = _kept(repo)
    assert len(history.commits) == 3
    assert "longer than 3 commits" in history.notes[0]
    assert _kept(repo) == history
    monkeypatch.setattr(_history_read, "MAX_COMMITS", 200_000)
    repo.commit("a", "6")
    assert len(_kept(repo).commits) == 6


def test_progress_counts_up(repo: Any) -> None:
    for number in range(3):
        repo.commit("a", str(number))
    heard: list[int] = []
    with open_repository(repo.root) as opened:
        mine(opened, None, heard.append)
    assert heard
    assert heard == sorted(heard)


def test_new_commits_are_read_alone(repo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 17, and that nothing known is read again."""
    first = repo.commit("a", "1")
    _kept(repo)
    repo.commit("a", "2")
    asked: list[tuple[int, list[str]]] = []
    original = _history_read.read_commits

    def spy(repository: Any, known: Any, progress: Any) -> Any:
        reading = original(repository, known, progress)
        asked.append((len(reading.commits), list(known)))
        return reading

    monkeypatch.setattr("handover_generator.sources.history.read_commits", spy)
    assert _kept(repo) == _kept(repo)
    assert asked == [(1, [first])]


def test_what_is_kept_of_another_commit_says_nothing_of_this_one(repo: Any) -> None:
    repo.commit("a", "1")
    assert _outline(repo) is None
    before = _kept(repo)
    assert _outline(repo) == before.outline
    repo.commit("a", "2")
    assert _outline(repo) is None
    with open_repository(repo.root) as opened:
        assert kept_outline(opened, None) is None


def test_a_few_new_commits_are_not_worth_writing_a_long_history_down_again(repo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(6):
        repo.commit("a", str(number))
    monkeypatch.setattr("handover_generator.sources.history._FEW", 3)
    _kept(repo)
    kept: list[str] = []
    monkeypatch.setattr("handover_generator.sources.history._Store.keep", lambda self, tip, pack: kept.append(tip) if self.cache else None)
    repo.commit("a", "new")
    repo.commit("a", "newer")
    assert _kept(repo) == _kept(repo) == _fresh(repo)
    assert kept == []
    repo.commit("a", "newest but one")
    last = repo.commit("a", "newest")
    assert _kept(repo) == _fresh(repo)
    assert kept == [last]


def test_a_thrown_away_history_leaves_no_trace(repo: Any) -> None:
    base = repo.commit("a", "1")
    old = repo.commit("a", "2", by="Old")
    _kept(repo)
    repo.git("update-ref", "refs/heads/main", base)
    repo.commit("a", "3", by="New")
    repo.forget(old)
    assert _kept(repo) == _fresh(repo)
    assert [commit.author.name for commit in _kept(repo).commits] == ["Ana", "New"]


def test_a_damaged_store_is_read_as_no_store(repo: Any) -> None:
    repo.commit("a", "1")
    before = _kept(repo)
    with open_repository(repo.root) as opened, open_cache(True, opened.identity) as cache:
        assert cache is not None
        rows = cache.connection.execute("SELECT id, value FROM entry").fetchall()
        for row, value in rows:
            cache.connection.execute("UPDATE entry SET value = ? WHERE id = ?", (value[:20] + bytes([value[20] ^ 255]) + value[21:], row))
        cache.connection.commit()
    assert _kept(repo) == before


_STEP = st.tuples(st.sampled_from(["commit", "merge", "back", "branch"]), st.integers(0, 3), st.integers(0, 5), st.integers(0, 400))


def _import(repo: Any, steps: list[tuple[str, int, int, int]], marks: list[int], heads: list[int], start: int) -> int:
    """Add commits by one fast-import; ``heads`` are the marks of four branches. Gives the number of the next mark."""
    lines: list[bytes] = []
    mark = start
    for kind, branch, file, day in steps:
        if kind == "back":
            heads[branch] = marks[day % len(marks)]
            continue
        if kind == "branch":
            heads[branch] = heads[day % 4] or heads[branch]
            continue
        text = f"{day}\n{file}\n".encode()
        when = 1_600_000_000 + day * 86_400
        # Without a parent, fast-import would take the branch's tip.
        lines += [] if heads[branch] else [b"reset refs/heads/work\n"]
        lines += [b"commit refs/heads/work", b"mark :%d" % mark, b"author A%d <a@x> %d +0000" % (branch, when),
                  b"committer A <a@x> %d +0000" % when,
                  b"data 1", b"m"]
        if heads[branch]:
            lines.append(b"from :%d" % heads[branch])
            other = heads[day % 4]
            if kind == "merge" and other and other != heads[branch]:
                lines.append(b"merge :%d" % other)
        lines += [b"M 100644 inline f%d" % file, b"data %d" % len(text), text]
        heads[branch] = mark
        marks.append(mark)
        mark += 1
    lines += [b"reset refs/heads/main", b"from :%d\n" % heads[0]]
    store = repo.root / ".git" / "marks"
    subprocess.run(["git", "fast-import", "--quiet", "--force", f"--import-marks-if-exists={store}", f"--export-marks={store}"],
                   cwd=repo.root,
                   env=repo.env, input=b"\n".join(lines) + b"\n", check=True, capture_output=True)
    return mark


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rounds=st.lists(st.lists(_STEP, min_size=1, max_size=8), min_size=2, max_size=4))
def test_a_kept_answer_equals_a_fresh_one(make_repo: Callable[..., Any], tmp_path_factory: Any, rounds: list[list[Any]]) -> None:
    """Row 17: random histories, added to, thrown away, merged and gone back to, between runs."""
    repo = make_repo(str(tmp_path_factory.mktemp("random") / "shop"))
    heads, marks, mark = [0] * 4, [], 1
    for steps in rounds:
        mark = _import(repo, [("commit", 0, 0, 0), *steps], marks, heads, mark)
        fresh = _fresh(repo)
        assert _kept(repo) == fresh
        assert _kept(repo) == fresh
        seen: set[str] = set()
        for commit in fresh.commits:
            assert set(commit.parents) <= seen
            seen.add(commit.id)
        assert seen == set(repo.git("rev-list", "main").split())


_TEXT = st.text(alphabet=st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=8)
_IDENTITY = st.builds(Identity, _TEXT, _TEXT)
_ID = st.integers(0, 16**40 - 1).map("{:040x}".format)
_TIME = st.none() | st.integers(-2**40, 2**40)
_PEOPLE = st.lists(_IDENTITY, max_size=2).map(tuple)
_IDS = st.lists(_ID, max_size=3).map(tuple)
_CHANGE = st.builds(Change, _TEXT, st.sampled_from("AMDT"), st.none() | _TEXT, st.integers(0, 100), _ID, _ID, st.just("100644"),
                    st.just("100755"), added=st.none(), removed=st.none())
_COMMIT = st.builds(Commit, _ID, _IDS, _IDENTITY, _IDENTITY, _TIME, _TIME, _TEXT, _PEOPLE, _PEOPLE, _IDS,
                    st.lists(_CHANGE, max_size=3).map(tuple), st.booleans())


@given(commits=st.lists(_COMMIT, max_size=5, unique_by=lambda commit: commit.id), words=_TEXT)
def test_packing_loses_nothing(commits: list[Commit], words: str) -> None:
    pack = Pack(commits=tuple(commits), mailmap=words, ignored=("a",), absent=("b",), whole=False, plain=("c",), bare=("d", "e"),
                notes=(words,))
    assert decode(encode(pack)) == pack
    assert decode_summary(encode(pack)) == pack.summary


@given(data=st.binary(max_size=200), cut=st.integers(0, 2000), flip=st.integers(0, 2000))
def test_unpacking_rubbish_gives_nothing_and_no_error(data: bytes, cut: int, flip: int) -> None:
    assert decode(data) is None
    assert decode_summary(data) is None
    whole = bytearray(encode(Pack(commits=(Commit("a" * 40, (), Identity("a", "b"), Identity("a", "b"), 1, 2, "s", (), (), (), ()),))))
    whole[flip % len(whole)] ^= 0x55
    decode(bytes(whole[:max(1, cut % len(whole))]))
    decode(bytes(whole))
    decode_summary(bytes(whole))


def test_versions_of_a_file_are_read_under_its_earlier_names_too(repo: Any) -> None:
    repo.commit("old.sh", "one\n" * 9)
    repo.commit("old.sh", "one\n" * 9 + "two\n")
    repo.commit("new.sh", "one\n" * 9 + "two\n", more={"old.sh": None})
    repo.commit("new.sh", "one\n" * 9 + "two\nthree\n")
    repo.commit("other.sh", "not asked for\n")
    repo.commit("new.sh", b"\0binary")
    with open_repository(repo.root) as opened:
        life = lineages(mine(opened, None), ["new.sh"])["new.sh"]
        found = versions(opened, [touch.change.new_blob for touch in life.late])
        assert versions(opened, []) == {}
    assert sorted(text.replace("one\n", "") for text in found.values()) == ["", "two\n", "two\nthree\n"]


class _Replay:
    """A git whose output was kept, given out in pieces of a chosen size."""

    expired = False
    complaint = ""

    def __init__(self, output: bytes, size: int) -> None:
        self.output, self.size = output, size

    def __enter__(self) -> _Replay:
        return self

    def __exit__(self, *_: object) -> None:
        return None

    def blocks(self) -> Iterator[bytes]:
        for start in range(0, len(self.output), self.size):
            yield self.output[start:start + self.size]

    def finish(self) -> int:
        return 0


def test_where_blocks_end_does_not_matter(repo: Any) -> None:
    text = "".join(f"line {number}\n" for number in range(20))
    repo.commit("a", text, more={":odd": "1", "n\new": "2", "R100": "3"})
    repo.commit("b", text, more={"a": None}, message="moved\n\n:100644 100644 R100\n\nCo-authored-by: Lin <l@x.org>")
    repo.commit(message="")
    repo.commit("b", text + "more\n", more={":odd": "4"})
    with open_repository(repo.root) as opened:
        with opened.stream(*_history_read._LOG, *_history_read._RENAMES, opened.commit, "--") as process:
            output = b"".join(process.blocks())
        whole = _history_read.read_commits(opened, [], None).commits
        assert [len(commit.changes) for commit in whole] == [2, 0, 1, 4]
        for size in (*range(1, 60), 1000):
            reading = _history_read.Reading()
            _history_read._Parser(opened, reading, None).read(_Replay(output, size))  # type: ignore[arg-type]
            assert reading.commits == whole, size


def test_one_failure_amid_many_commits_costs_that_commit_only(repo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """git is given few commits at a time around a failure, and more as long as it succeeds."""
    monkeypatch.setattr(_history_read, "_FEW", 2)
    ids = [repo.commit("f", f"{number}\n" * 30, more={f"g{number}": f"{number}\n" * 30}) for number in range(6)]
    ids.append(repo.commit("f2", "moved\n" + "5\n" * 30, more={"f": None}))
    ids += [repo.commit("h", f"{number}\n") for number in range(20)]
    repo.forget(repo.git("rev-parse", f"{ids[5]}:f"))
    history = _fresh(repo)
    assert [commit.id for commit in history.commits] == ids
    assert all(commit.changes for commit in history.commits)


def test_a_secret_in_a_subject_is_never_kept(repo: Any) -> None:
    secret = "ghp_" + "a1B2" * 9
    repo.commit("a", "1", message=f"deploy with token={secret}")
    repo.commit("a", "2", message="plain words stay as they are")
    first, second = _kept(repo), _kept(repo)
    assert first == second == _fresh(repo)
    assert [secret in commit.subject for commit in first.commits] == [False, False]
    assert "redacted" in first.commits[0].subject
    assert first.commits[1].subject == "plain words stay as they are"


@pytest.mark.parametrize(("message", "subject"), [
    ("Fix the reset\r\n\r\nIt dropped too much.", "Fix the reset"),
    ("  indented\n\nbody", "indented"),
    ("two lines\nof one paragraph\n\nbody", "two lines of one paragraph"),
    ("x" * 3_000, "x" * 1_000),
])
def test_a_subject_is_the_first_paragraph(repo: Any, message: str, subject: str) -> None:
    repo.commit("a", "1", message=message)
    assert [commit.subject for commit in _fresh(repo).commits] == [subject]


def test_where_content_is_absent_only_commits_that_may_rename_are_poorer(repo: Any) -> None:
    text = "".join(f"line {number}\n" for number in range(40))
    repo.commit("a", text)
    edited = repo.commit("a", text + "more\n")
    repo.commit("b", text + "more\nand more\n", more={"a": None})
    moved = repo.commit("c", text + "more\nand more\n", more={"b": None})
    repo.forget(repo.git("rev-parse", f"{edited}:a"))
    repo.git("config", "extensions.partialClone", "origin")
    repo.git("config", "remote.origin.promisor", "true")
    history = _fresh(repo)
    assert len(history.commits) == 4
    by_id = {commit.id: commit for commit in history.commits}
    assert [(change.status, change.old_path) for change in by_id[moved].changes] == [("R", "b")]
    assert any("only renames without any other change" in note and note.count("1 commit") for note in history.notes)
