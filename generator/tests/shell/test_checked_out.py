"""Of what was checked out just now nothing is lost: it is there once more, where it came from."""

from __future__ import annotations

from collections.abc import Callable

import pytest

_THROWN = "git reset --hard \"$COMMIT\"\ngit clean -fdx\ngit checkout -f v1\nrm -rf docs\n"
_CLONES = [
    "git clone \"$URL\" shop", "git clone --depth 1 -b main https://h/ada/shop.git", "git clone https://h/ada/shop",
    "git clone git@h:ada/shop.git shop || exit 1",
    "git -c http.proxy= clone \"$URL\" shop", "git worktree add shop main", "git worktree add -b next shop origin/main",
]


@pytest.mark.parametrize("line", _CLONES)
def test_a_fresh_clone_has_nothing_to_lose(trace: Callable, line: str) -> None:
    told = trace(f"{line}\ncd shop\n{_THROWN}").told()
    assert [each for each in told if each.endswith("!")] == []
    assert "vcs delete shop" in told


@pytest.mark.parametrize("line", _CLONES)
def test_nor_has_one_that_is_named(trace: Callable, line: str) -> None:
    assert [each for each in trace(f"{line}\ngit -C shop reset --hard origin/main\n").told() if each.endswith("!")] == []


@pytest.mark.parametrize("line", [
    "[ -d shop ] || git clone \"$URL\" shop", "if [ ! -d shop ]; then\n  git clone \"$URL\" shop\nfi", "test -e shop || git clone \"$URL\" shop",
    "git clone \"$URL\" shop || (cd shop && git pull)", "git clone \"$URL\" shop || true", "git clone \"$URL\" other", "git clone -b shop \"$URL\"",
    "git worktree list shop", "cd /srv",
])
def test_one_that_may_have_been_there_has(trace: Callable, line: str) -> None:
    told = trace(f"{line}\ncd shop\n{_THROWN}").told()
    assert sum("vcs delete" in each and each.endswith("!") for each in told) >= 1
    assert any(each.startswith("filesystem delete") and each.endswith("docs !") for each in told)


@pytest.mark.parametrize("line", ["[ -d a ] || mkdir a", "if [ ! -e a ]; then\n  mkdir a\nfi", "if [ -d a ]; then\n  ls a\nelse\n  mkdir a\nfi"])
def test_a_folder_that_is_made_where_there_is_none_may_have_been_there(trace: Callable, line: str) -> None:
    assert "filesystem delete a !" in trace(f"{line}\nrm -rf a\n").told()


@pytest.mark.parametrize("line", ["mkdir a", "if [ -n \"$X\" ]; then\n  mkdir a\nfi", "if [ -e b ]; then\n  mkdir a\nfi"])
def test_one_that_is_made_for_another_reason_is_the_scripts_own(trace: Callable, line: str) -> None:
    assert "filesystem delete a" in trace(f"{line}\nrm -rf a\n").told()
