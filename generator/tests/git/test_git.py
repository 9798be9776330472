"""Opening repositories: every shape they come in, and none of what they would like us to run."""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handover_generator.cache import open_cache
from handover_generator.errors import RepositoryError
from handover_generator.sources import _git_process
from handover_generator.sources.git import open_repository
from handover_generator.sources.history import mine
from handover_generator.sources.tree import read_tree


def _refusal(root: Path, at: str | None = None) -> RepositoryError:
    with pytest.raises(RepositoryError) as caught:
        open_repository(root, at)
    assert "\n" not in str(caught.value)
    return caught.value


def test_a_folder_inside_stands_for_the_whole_repository(repo: Any) -> None:
    first = repo.commit("lib/a.py", "x = 1\n")
    repo.check_out()
    with open_repository(repo.root / "lib") as opened:
        assert (opened.root, opened.name, opened.commit, opened.work_tree) == (repo.root, "shop", first, repo.root)
        assert (opened.bare, opened.shallow, opened.partial) == (False, False, False)
        assert opened.run("rev-list", "--count", first) == b"1\n"


def test_any_usual_name_of_a_commit_is_understood(repo: Any) -> None:
    first = repo.commit("a", "1")
    second = repo.commit("a", "2")
    repo.git("tag", "-a", "v1", "-m", "release", first)
    repo.git("tag", "light", first)
    repo.git("pack-refs", "--all")
    for at, expected in {"v1": first, "light": first, first[:8]: first, "HEAD~1": first, "main": second, "HEAD": second,
                         second: second}.items():
        with open_repository(repo.root, at) as opened:
            assert opened.commit == expected
            assert opened.work_tree is None


@pytest.mark.parametrize("at", ["nowhere", "--all", "-x", "--output=/tmp/stolen", "HEAD~5", "main:a", "a\nb", "0" * 40, "HEAD^{tree}", ""])
def test_an_unknown_commit_is_told_and_never_taken_for_an_option(repo: Any, at: str) -> None:
    repo.commit("a", "1")
    assert _refusal(repo.root, at).slug == "unknown-commit"


def test_a_loose_reference_wins_over_the_packed_one(repo: Any) -> None:
    repo.commit("a", "1")
    repo.git("pack-refs", "--all")
    second = repo.commit("a", "2")
    with open_repository(repo.root) as opened:
        assert opened.commit == second


def test_no_repository(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for root in (tmp_path, tmp_path / "absent", tmp_path / "file"):
        refusal = _refusal(root)
        assert (refusal.slug, refusal.exit_code) == ("no-repository", 3)
        assert str(root) in str(refusal)
        assert "--repo" in str(refusal)


def test_an_empty_repository(repo: Any, tmp_path: Path, make_repo: Callable[..., Any]) -> None:
    assert _refusal(repo.root).slug == "empty-repository"
    assert _refusal(repo.root, "HEAD").slug == "empty-repository"
    assert _refusal(make_repo("b.git", "--bare").root).slug == "empty-repository"


def test_files_without_any_commit_can_be_read(repo: Any) -> None:
    (repo.root / "run.sh").write_text("echo\n")
    with open_repository(repo.root) as opened:
        assert opened.commit is None
        assert "Nothing is committed yet" in opened.notes[0]
        assert list(read_tree(opened).files) == ["run.sh"]
        assert mine(opened, None).commits == ()


def test_a_head_without_commit_names_a_branch_that_has_one(repo: Any) -> None:
    repo.commit("a", "1", branch="other")
    refusal = _refusal(repo.root)
    assert refusal.slug == "unknown-commit"
    assert "'other'" in str(refusal)
    open_repository(repo.root, "other").close()


def test_a_branch_whose_name_is_not_utf8(repo: Any) -> None:
    first = repo.commit("a", "1", branch=os.fsdecode(b"caf\xe9"))
    (repo.root / ".git" / "HEAD").write_bytes(b"ref: refs/heads/caf\xe9\n")
    with open_repository(repo.root) as opened:
        assert opened.commit == first
    open_repository(repo.root, os.fsdecode(b"caf\xe9")).close()


def test_a_detached_head(repo: Any) -> None:
    first = repo.commit("a", "1")
    repo.commit("a", "2")
    repo.git("checkout", "--quiet", "--detach", first)
    with open_repository(repo.root) as opened:
        assert opened.commit == first


def test_a_bare_repository_has_no_work_tree(repo: Any, tmp_path: Path) -> None:
    first = repo.commit("a.py", "x = 1\n")
    repo.git("clone", "--quiet", "--bare", str(repo.root), str(tmp_path / "mirror.git"))
    with open_repository(tmp_path / "mirror.git") as opened:
        assert (opened.bare, opened.work_tree, opened.commit, opened.name) == (True, None, first, "mirror")
        assert read_tree(opened).files["a.py"].text == "x = 1\n"


def test_a_linked_work_tree(repo: Any, tmp_path: Path) -> None:
    repo.commit("a.py", "x = 1\n")
    second = repo.commit("a.py", "x = 2\n", branch="side")
    repo.git("worktree", "add", "--quiet", str(tmp_path / "linked"), "side")
    with open_repository(tmp_path / "linked") as opened, open_repository(repo.root) as main:
        assert (opened.name, opened.commit, opened.root) == ("linked", second, tmp_path / "linked")
        assert opened.identity == main.identity
        assert list(read_tree(opened).files) == ["a.py"]


def test_a_submodule_is_a_repository_of_its_own(repo: Any, make_repo: Callable[..., Any]) -> None:
    inner = make_repo("inner")
    inner_commit = inner.commit("b.py", "y = 1\n")
    repo.commit("a", "1")
    repo.check_out()
    repo.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(inner.root), "part")
    with open_repository(repo.root / "part") as opened:
        assert (opened.commit, opened.root) == (inner_commit, repo.root / "part")


def test_a_git_file_that_points_at_a_stranger_is_refused(repo: Any, tmp_path: Path) -> None:
    repo.commit("a", "1")
    trap = tmp_path / "trap"
    trap.mkdir()
    (trap / ".git").write_text(f"gitdir: {repo.root / '.git'}\n")
    assert _refusal(trap).slug == "corrupt-repository"
    (trap / ".git").unlink()
    (trap / ".git").symlink_to(repo.root / ".git")
    assert _refusal(trap).slug == "corrupt-repository"


def test_sha256_repositories(make_repo: Callable[..., Any]) -> None:
    repo = make_repo("long", "--object-format=sha256")
    (repo.root / "run.sh").write_text("echo 1\n")
    repo.git("add", "run.sh")
    repo.git("commit", "--quiet", "-m", "first")
    (repo.root / "run.sh").write_text("echo 2\necho 3\n")
    repo.git("commit", "--quiet", "-am", "second")
    with open_repository(repo.root) as opened:
        assert opened.commit is not None
        assert len(opened.commit) == 64
        tree = read_tree(opened)
        history = mine(opened, None)
    assert tree.changed == ()
    assert [(change.status, len(change.new_blob)) for commit in history.commits for change in commit.changes] == [("A", 64), ("M", 64)]


def test_a_shallow_clone_is_told(repo: Any, tmp_path: Path) -> None:
    for number in range(4):
        repo.commit("a", str(number))
    repo.git("clone", "--quiet", "--depth=2", f"file://{repo.root}", str(tmp_path / "cut"))
    with open_repository(tmp_path / "cut") as opened:
        assert opened.shallow
        assert len(opened.boundary) == 1
        assert "shallow" in opened.notes[0]
    assert "--unshallow" in str(_refusal(tmp_path / "cut", "HEAD~3"))


def test_damage_is_told(repo: Any) -> None:
    first = repo.commit("a", "1")
    head = repo.root / ".git" / "HEAD"
    whole = head.read_bytes()
    for broken in (b"", b"\0\0", b"ref: refs/heads/../../../etc/passwd", b"garbage"):
        head.write_bytes(broken)
        assert _refusal(repo.root).slug in ("corrupt-repository", "unknown-commit", "empty-repository")
    head.write_bytes(whole)
    repo.forget(first)
    assert _refusal(repo.root).slug == "corrupt-repository"
    head.unlink()
    assert _refusal(repo.root).slug == "corrupt-repository"


def test_references_kept_as_reftable_need_a_full_id(repo: Any) -> None:
    first = repo.commit("a", "1")
    (repo.root / ".git" / "reftable").mkdir()
    assert "--at" in str(_refusal(repo.root))
    open_repository(repo.root, first).close()


def test_borrowed_objects_are_found_and_told(repo: Any, tmp_path: Path) -> None:
    first = repo.commit("a", "1")
    repo.git("clone", "--quiet", "--shared", str(repo.root), str(tmp_path / "borrower"))
    with open_repository(tmp_path / "borrower") as opened:
        assert opened.commit == first
        assert any("borrows" in warning for warning in opened.warnings)


def test_a_path_with_odd_signs(make_repo: Callable[..., Any]) -> None:
    repo = make_repo('a "b"\n\\c #d')
    first = repo.commit("a", "1")
    with open_repository(repo.root) as opened:
        assert opened.commit == first


def test_replaced_commits_are_not_believed(repo: Any) -> None:
    first = repo.commit("a", "1", by="Ana")
    forged = repo.commit("a", "1", by="Mallory", branch="forged", root=True)
    repo.git("replace", first, forged)
    with open_repository(repo.root) as opened:
        assert [commit.author.name for commit in mine(opened, None).commits] == ["Ana"]


def _state(root: Path) -> str:
    total = hashlib.sha256()
    for path in sorted(root.rglob("*")):
        status = path.lstat()
        total.update(f"{path}{status.st_mode}{status.st_size}{status.st_mtime_ns}{status.st_ino}".encode("utf-8", "surrogateescape"))
        if stat.S_ISREG(status.st_mode):
            total.update(path.read_bytes())
    return total.hexdigest()


def test_nothing_of_a_hostile_repository_runs_and_nothing_of_it_changes(repo: Any, tmp_path: Path) -> None:
    marker = tmp_path / "fired"
    program = tmp_path / "program"
    program.write_text(f"#!/bin/sh\necho \"$0 $*\" >> {marker}\ncat\n")
    program.chmod(0o755)
    repo.commit(".gitattributes", "*.py diff=evil filter=evil\n* text=auto\n", more={"a.py": "x = 1\n" * 30})
    repo.commit("a.py", "x = 2\n" * 30)
    repo.commit("b.py", "x = 2\n" * 29, more={"a.py": None})
    repo.check_out()
    (repo.root / "a.py").write_text("changed\n")
    settings = ["core.fsmonitor", "core.sshCommand", "core.editor", "core.pager", "core.askPass", "core.gitProxy", "diff.external",
                "diff.evil.textconv", "diff.evil.command", "filter.evil.clean", "filter.evil.smudge", "filter.evil.process", "gpg.program",
                "credential.helper", "alias.log", "pager.log", "uploadpack.packObjectsHook"]
    for name in settings:
        repo.git("config", name, str(program))
    repo.git("config", "log.showSignature", "true")
    repo.git("config", "core.hooksPath", str(repo.root / ".git" / "hooks"))
    repo.git("config", "remote.origin.url", f"ext::{program}")
    repo.git("config", "protocol.ext.allow", "always")
    repo.git("config", "extensions.partialClone", "origin")
    repo.git("config", "core.repositoryformatversion", "1")
    for hook in ("post-index-change", "reference-transaction", "post-checkout", "fsmonitor-watchman", "pre-auto-gc"):
        (repo.root / ".git" / "hooks").mkdir(exist_ok=True)
        target = repo.root / ".git" / "hooks" / hook
        target.write_bytes(program.read_bytes())
        target.chmod(0o755)
    repo.git("diff")
    assert marker.exists(), "the trap does not work, so this test would prove nothing"
    repo.git("config", "core.worktree", str(tmp_path))
    marker.unlink()
    before = _state(repo.root)
    for at in (None, "HEAD"):
        with open_repository(repo.root, at) as opened, open_cache(True, opened.identity) as cache:
            assert read_tree(opened).files["b.py"].text == "x = 2\n" * 29
            history = mine(opened, cache)
            assert [change.status for change in history.commits[-1].changes] == ["R"]
    assert not marker.exists(), marker.read_text()
    assert _state(repo.root) == before


def test_the_environment_of_the_caller_changes_nothing(repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = repo.commit("a.py", "x = 1\n")
    repo.check_out()
    trace = tmp_path / "trace"
    for name, value in {"GIT_DIR": "/nowhere", "GIT_WORK_TREE": "/", "GIT_INDEX_FILE": "/nowhere", "GIT_OBJECT_DIRECTORY": "/nowhere",
                        "GIT_CONFIG_COUNT": "x", "GIT_CONFIG_PARAMETERS": "'broken", "GIT_EXTERNAL_DIFF": "false", "GIT_NAMESPACE": "other",
                        "GIT_LITERAL_PATHSPECS": "1", "LC_ALL": "de_DE.UTF-8", "TZ": "Asia/Tokyo", "GIT_SHALLOW_FILE": "/nowhere"}.items():
        monkeypatch.setenv(name, value)
    with open_repository(repo.root) as opened:
        monkeypatch.setenv("GIT_TRACE", str(trace))
        history = mine(opened, None)
    assert opened.commit == first
    assert history.commits[0].changes[0].path == "a.py"
    assert not trace.exists()


def test_a_git_in_the_repository_is_not_started(repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("a", "1")
    trap = repo.root / "git"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path / 'fired'}\n")
    trap.chmod(0o755)
    monkeypatch.chdir(repo.root)
    monkeypatch.setenv("PATH", os.pathsep.join([".", "", str(repo.root), os.environ["PATH"]]))
    open_repository(repo.root).close()
    assert not (tmp_path / "fired").exists()


def test_without_git_the_reader_learns_what_to_install(repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("a", "1")
    monkeypatch.setenv("PATH", str(tmp_path))
    refusal = _refusal(repo.root)
    assert refusal.slug == "git-missing"
    assert "install" in str(refusal)


def test_the_shadow_is_private_and_goes_away(repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("a", "1")
    folder = tmp_path / "tmp"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    with pytest.raises(ZeroDivisionError), open_repository(repo.root) as opened:  # noqa: PT012  (leaving in the middle is the point)
        (made,) = folder.iterdir()
        assert stat.S_IMODE(made.stat().st_mode) == 0o700
        with opened.stream("log", "--format=%B") as process:
            next(process.blocks())
            1 / 0  # noqa: B018
    assert list(folder.iterdir()) == []
    assert _refusal(repo.root, "nowhere").slug == "unknown-commit"
    assert list(folder.iterdir()) == []


def test_temporary_files_never_go_into_the_repository(repo: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("a", "1")
    monkeypatch.setattr(tempfile, "tempdir", str(repo.root))
    assert _refusal(repo.root).slug == "temporary-directory"
    assert sorted(path.name for path in repo.root.iterdir()) == [".git"]


def _fake_git(folder: Path, body: str) -> None:
    folder.mkdir()
    (folder / "git").write_text(f"#!/bin/sh\nlast=\nfor word in \"$@\"; do case $word in log|ls-tree|rev-list) last=$word;; esac; done\n"
                                f"{body}\nexec {shutil.which('git')} \"$@\"\n")
    (folder / "git").chmod(0o755)


def test_a_git_that_hangs_is_ended(repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit("a.py", "x = 1\n")
    _fake_git(tmp_path / "slow", "if [ \"$last\" = log ]; then exec sleep 60; fi")
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "slow"), os.environ["PATH"]]))
    monkeypatch.setattr(_git_process, "WALL_SECONDS", 0.3)
    with open_repository(repo.root) as opened:
        history = mine(opened, None)
    assert history.commits == ()
    assert "took longer" in history.notes[0]


@pytest.mark.parametrize("body", [
    "if [ \"$last\" = log ]; then head -c 300000 /dev/urandom; exit 0; fi",
    "if [ \"$last\" = log ]; then printf 'a\\0:b\\0\\0c'; exit 3; fi",
    "if [ \"$last\" = ls-tree ]; then head -c 300000 /dev/urandom; exit 1; fi", "if [ -n \"$last\" ]; then kill -9 $$; fi",
])
def test_a_git_that_answers_nonsense_does_not_bring_us_down(repo: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    repo.commit("a.py", "x = 1\n")
    _fake_git(tmp_path / "odd", body)
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "odd"), os.environ["PATH"]]))
    with open_repository(repo.root, "HEAD") as opened, open_cache(True, opened.identity) as cache:
        read_tree(opened)
        mine(opened, cache)


def test_a_shortened_id_that_two_commits_share_is_told(repo: Any) -> None:
    first = repo.commit("a", "1")
    tree = repo.git("rev-parse", f"{first}^{{tree}}")
    seen: dict[str, bytes] = {}
    for number in range(5_000):
        raw = f"tree {tree}\nauthor A <a> {number} +0000\ncommitter A <a> {number} +0000\n\nx".encode()
        short = hashlib.sha1(b"commit %d\0" % len(raw) + raw).hexdigest()[:4]
        if short in seen:
            for content in (raw, seen[short]):
                repo.git("hash-object", "-t", "commit", "-w", "--stdin", stdin=content)
            break
        seen[short] = raw
    refusal = _refusal(repo.root, short)
    assert refusal.slug == "unknown-commit"
    assert "more than one commit" in str(refusal)
