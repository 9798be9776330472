"""Commands of git as methods are those commands."""

from __future__ import annotations

import pytest


@pytest.mark.parametrize(("line", "told"), [
    ("git.Repo('.').git.push('origin', 'main')", {("send", "origin main", False)}),
    ("git.Repo('.').git().push('origin')", {("send", "origin", False)}),
    ("git.Git('/srv/repo').reset('--hard')", {("delete", "/srv/repo", True)}),
    ("git.cmd.Git('/srv/repo').clean(f=True, d=True, x=True)", {("delete", "/srv/repo", True)}),
    ("git.Repo('/srv/repo').git.reset(hard=True)", {("delete", "/srv/repo", True)}),
    ("git.Repo('.').git.branch('x', D=True)", {("delete", "x", True)}),
    ("git.Repo('.').git.branch(delete=False, list=True)", set()),
    ("git.Repo('.').git.execute(['git', 'push', 'origin'])", {("send", "origin", False)}),
    ("git.Repo('.').remotes.upstream.push()", {("send", ".", False)}),
    ("git.Repo('.').git.custom_environment(GIT_SSH='a')", set()),
])
def test_a_method_of_git_is_the_command(trace, line: str, told: set[tuple[str, str, bool]]) -> None:
    found = trace(f"import git\n{line}\n")
    assert {(str(act.action), act.target, act.destructive) for act in found.effects if str(act.action) != "read"} == told
    assert not found.unknowns


def test_a_command_of_git_that_nobody_knows_is_unknown(trace) -> None:
    assert [unknown.kind for unknown in trace("import git\ngit.Repo('.').git.frobnicate('a')\n").unknowns] == ["unmodelled-command"]
