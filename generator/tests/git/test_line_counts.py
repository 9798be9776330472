"""The tool that counts lines, for those who compare us with what counts them."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handover_generator.model.history import History
from handover_generator.sources.git import open_repository
from handover_generator.sources.history import mine

TOOL = Path(__file__).parents[2] / "tools" / "line_counts.py"


@pytest.fixture(scope="module")
def count() -> Callable[..., History]:
    spec = importlib.util.spec_from_file_location("line_counts", TOOL)
    assert spec is not None
    assert spec.loader is not None
    tool = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tool)
    return tool.count  # type: ignore[no-any-return]


def test_lines_are_counted_through_renames_for_the_asked_files_only(repo: Any, count: Callable[..., History]) -> None:
    text = "".join(f"line {number}\n" for number in range(40))
    repo.commit("old.sh", text, more={"other.sh": "1\n2\n"})
    repo.commit("run.sh", text + "more\n", more={"old.sh": None, "other.sh": "1\n"})
    repo.commit("run.sh", text + "more\n", mode="100755")
    repo.commit("run.sh", b"\0binary")
    repo.commit("run.sh", None)
    with open_repository(repo.root) as opened:
        history = count(opened, mine(opened, None), ["run.sh"])
    counted = [(change.path, change.added, change.removed) for commit in history.commits for change in commit.changes]
    assert counted == [("old.sh", 40, 0), ("other.sh", None, None), ("other.sh", None, None), ("run.sh", 1, 0), ("run.sh", 0, 0),
                       ("run.sh", None, None), ("run.sh", None, None)]


def test_counts_equal_gits_own(repo: Any, count: Callable[..., History]) -> None:
    for number in range(12):
        repo.commit("a.py", "".join(f"{line * number % 7}\n" for line in range(30 + number % 5)))
    with open_repository(repo.root) as opened:
        history = count(opened, mine(opened, None), ["a.py"])
    said = [tuple(map(int, line.split("\t")[:2])) for line in repo.git("log", "--numstat", "--reverse", "--format=").splitlines() if line]
    assert [(change.added, change.removed) for commit in history.commits for change in commit.changes] == said


def test_pointers_to_large_files_are_text_of_three_lines(repo: Any, count: Callable[..., History]) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:" + "0" * 64 + "\nsize 12345\n"
    repo.commit("dump.sql", pointer, more={".gitattributes": "*.sql filter=lfs diff=lfs merge=lfs -text\n"})
    with open_repository(repo.root) as opened:
        history = count(opened, mine(opened, None), ["dump.sql"])
    assert [(change.added, change.removed) for change in history.commits[0].changes if change.path == "dump.sql"] == [(3, 0)]


def test_nothing_is_counted_where_no_content_is_there(repo: Any, tmp_path: Path, count: Callable[..., History]) -> None:
    for number in range(3):
        repo.commit("a", f"{number}\n")
    clone = tmp_path / "thin"
    repo.git("config", "uploadpack.allowFilter", "true")
    repo.git("clone", "--quiet", "--bare", "--filter=blob:none", f"file://{repo.root}", str(clone))
    with open_repository(clone) as opened:
        history = mine(opened, None)
        assert count(opened, history, ["a"]) == history


def test_contents_with_long_names_are_counted(make_repo: Callable[..., Any], count: Callable[..., History]) -> None:
    repo = make_repo("long", "--object-format=sha256")
    for text in ("echo 1\n", "echo 2\necho 3\n"):
        (repo.root / "run.sh").write_text(text)
        repo.git("add", "run.sh")
        repo.git("commit", "--quiet", "-m", "once more")
    with open_repository(repo.root) as opened:
        history = count(opened, mine(opened, None), ["run.sh"])
    assert [(change.added, change.removed) for commit in history.commits for change in commit.changes] == [(1, 0), (2, 1)]
