"""Folders of ours that a kill left half-brought or half-removed are recognised by the next run, wherever the kill fell."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from handover_generator.writer import _folders
from handover_generator.writer._folders import MARKER, bring, clear_leftovers, mark, remove

DEAD = 2**22 + 1  # above every process id that Linux gives
STEPS = 14  # more than the removal or the copy below takes


class Killed(BaseException):
    """Stands for SIGKILL: nothing but a handler for everything would catch it."""


@pytest.fixture
def kill_at(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    """Lets that many changes of the file system happen and dies at the next."""

    def arm(steps: int) -> None:
        left = [steps]

        def counted(real: Callable[..., Any]) -> Callable[..., Any]:
            def step(*args: Any, **named: Any) -> Any:
                if left[0] == 0:
                    raise Killed
                left[0] -= 1
                return real(*args, **named)

            return step

        for module, name in ((os, "unlink"), (os, "rmdir"), (os, "mkdir"), (shutil, "copyfile"), (_folders, "mark")):
            monkeypatch.setattr(module, name, counted(getattr(module, name)))

    return arm


def site(folder: Path) -> Path:
    for name in ("index.html", ".nojekyll", "z/page.html", "a/b/c.html", "~last"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    mark(folder)
    return folder


def names(folder: Path) -> list[str]:
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("kind", ["new", "old"])
@pytest.mark.parametrize("steps", range(STEPS))
def test_a_removal_that_was_killed_is_finished(
    tmp_path: Path, kill_at: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, kind: str, steps: int
) -> None:
    site(tmp_path / "site")
    left = site(tmp_path / f".site.handover-{kind}-{DEAD}")
    kill_at(steps)
    killed = False
    try:
        remove(left)
    except Killed:
        killed = True
    monkeypatch.undo()
    assert killed == left.exists()
    clear_leftovers(tmp_path / "site")
    assert os.listdir(tmp_path) == ["site"]
    assert len(names(tmp_path / "site")) == 6


@pytest.mark.parametrize("steps", range(STEPS))
def test_a_copy_across_file_systems_that_was_killed_is_removed(
    tmp_path: Path, kill_at: Callable[[int], None], monkeypatch: pytest.MonkeyPatch, steps: int
) -> None:
    made = site(tmp_path / "work")
    place = tmp_path / f".site.handover-new-{DEAD}"

    def elsewhere(*_: object) -> None:
        raise OSError(errno.EXDEV, "Invalid cross-device link")

    monkeypatch.setattr(Path, "rename", elsewhere)
    kill_at(steps)
    try:
        bring(made, place)
    except Killed:
        monkeypatch.undo()
        clear_leftovers(tmp_path / "site")
        assert not place.exists()
    else:
        assert names(place) == names(made)


def test_the_steps_above_reach_the_end(tmp_path: Path, kill_at: Callable[[int], None]) -> None:
    left = site(tmp_path / "left")
    kill_at(STEPS - 1)
    remove(left)
    assert not left.exists()


def test_an_old_folder_comes_back_where_nothing_took_its_place(tmp_path: Path) -> None:
    site(tmp_path / f".site.handover-old-{DEAD}")
    clear_leftovers(tmp_path / "site")
    assert os.listdir(tmp_path) == ["site"]
    assert len(names(tmp_path / "site")) == 6


def test_what_is_not_ours_or_in_use_stays(tmp_path: Path) -> None:
    foreign = tmp_path / f".site.handover-new-{DEAD}"
    foreign.mkdir()
    (foreign / "thesis.txt").write_text("years of work")
    site(tmp_path / f".site.handover-new-{os.getppid()}")
    site(tmp_path / f".other.handover-new-{DEAD}")
    (tmp_path / f".site.handover-old-{DEAD}").symlink_to(foreign)
    clear_leftovers(tmp_path / "site")
    assert len(os.listdir(tmp_path)) == 4
    assert (foreign / "thesis.txt").read_text() == "years of work"
    assert MARKER in os.listdir(tmp_path / f".site.handover-new-{os.getppid()}")
