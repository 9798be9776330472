"""Folders for temporary files: nothing of a run stays, and what a killed one left goes with a later one, if it is surely ours."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from handover_generator import private_folder
from handover_generator.private_folder import MARKER, PrivateFolder, clear_leftovers

HOURS = 3_600
HOLDS = "import sys, time; from handover_generator.private_folder import PrivateFolder as P; f = P(); print(f.name, flush=True); time.sleep(60)"


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for temporary files."""
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setenv("TMPDIR", str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    monkeypatch.setattr(private_folder, "_cleared", set())
    return folder


@pytest.fixture
def running(place: Path) -> Iterator[Callable[[], tuple[subprocess.Popen[str], Path]]]:
    """Starts a program that holds a folder, and gives both."""
    started: list[subprocess.Popen[str]] = []

    def start() -> tuple[subprocess.Popen[str], Path]:
        process = subprocess.Popen([sys.executable, "-c", HOLDS], stdout=subprocess.PIPE, text=True,
                                   env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)})
        started.append(process)
        assert process.stdout is not None
        return process, Path(process.stdout.readline().strip())

    yield start
    for process in started:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


@pytest.fixture
def left(running: Callable[[], tuple[subprocess.Popen[str], Path]]) -> Path:
    """What a killed run left."""
    process, folder = running()
    (folder / "site").mkdir()
    (folder / "site" / "index.html").write_text("secret")
    process.kill()
    process.wait()
    assert (folder / "site" / "index.html").exists()
    return folder


def later(place: Path, hours: float = 2) -> None:
    clear_leftovers(str(place), time.time() + hours * HOURS)


def test_nothing_stays_of_what_ended(place: Path) -> None:
    with PrivateFolder("serve-") as name:
        assert Path(name).parent == place
        assert Path(name).name.startswith("handover-serve-")
        assert Path(name).stat().st_mode & 0o777 == 0o700
        (Path(name) / "a").write_text("a")
    folder = PrivateFolder()
    folder.cleanup()
    folder.cleanup()
    assert list(place.iterdir()) == []


def test_what_was_killed_goes_with_a_later_run(place: Path, left: Path) -> None:
    later(place, 0.9)
    assert left.exists()
    later(place)
    assert list(place.iterdir()) == []


def test_a_run_looks_for_it_by_itself_and_once(place: Path, left: Path) -> None:
    os.utime(left / MARKER, (time.time() - 2 * HOURS,) * 2)
    with PrivateFolder() as name:
        assert list(place.iterdir()) == [Path(name)]


def test_what_is_in_use_stays_however_old(place: Path, running: Callable[[], tuple[subprocess.Popen[str], Path]]) -> None:
    _, folder = running()
    later(place, 1_000)
    assert (folder / MARKER).exists()


def test_what_comes_from_the_future_stays(place: Path, left: Path) -> None:
    later(place, -1_000)
    assert left.exists()


def _other_text(left: Path) -> None:
    (left / MARKER).write_text("Mine.\n")


def _longer_text(left: Path) -> None:
    with (left / MARKER).open("a") as stream:
        stream.write("And a note of mine.\n")


def _no_marker(left: Path) -> None:
    (left / MARKER).unlink()


def _linked_marker(left: Path) -> None:
    (left / MARKER).rename(left / "other")
    (left / MARKER).symlink_to("other")


def _pipe_for_marker(left: Path) -> None:
    (left / MARKER).unlink()
    os.mkfifo(left / MARKER, 0o600)


def _open_to_others(left: Path) -> None:
    left.chmod(0o755)


def _marker_open_to_others(left: Path) -> None:
    (left / MARKER).chmod(0o666)


def _of_somebody_else(left: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    os.chown(left, 12345, 12345)


def _marker_of_somebody_else(left: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root can give files away")
    os.chown(left / MARKER, 12345, 12345)


@pytest.mark.parametrize("change", [_other_text, _longer_text, _no_marker, _linked_marker, _pipe_for_marker, _open_to_others, _marker_open_to_others,
                                    _of_somebody_else, _marker_of_somebody_else])
def test_what_may_be_somebodys_stays(place: Path, left: Path, change: Callable[[Path], None]) -> None:
    change(left)
    later(place)
    assert (left / "site" / "index.html").exists()


def test_no_link_is_followed(place: Path, left: Path, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    left.rename(elsewhere)
    (place / "handover-link").symlink_to(elsewhere)
    later(place)
    assert (elsewhere / "site" / "index.html").exists()
    (place / "handover-link").unlink()
    elsewhere.rename(left)
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "a").write_text("a")
    (left / "site" / "link").symlink_to(precious)
    later(place)
    assert not left.exists()
    assert (precious / "a").exists()


def test_other_names_are_not_looked_at(place: Path, left: Path) -> None:
    kept = left.rename(place / "handed-over")
    (place / "handover-file").write_text("")
    (place / "handover-crash-1.txt").write_text("a report")
    later(place)
    assert sorted(path.name for path in place.iterdir()) == ["handed-over", "handover-crash-1.txt", "handover-file"]
    assert (kept / MARKER).exists()


def test_a_folder_that_cannot_be_read_is_no_failure(tmp_path: Path) -> None:
    clear_leftovers(str(tmp_path / "absent"))


def test_a_killed_build_is_tidied_up_by_the_next_one(handover: Any, shop: Any, tmp_path: Path, place: Path) -> None:
    environment = {**handover.environment(), "TMPDIR": str(place)}
    command = handover.command("build", "--repo", shop.root, "--output", tmp_path / "site")
    nothing = subprocess.DEVNULL
    process = subprocess.Popen(command, env=environment, cwd=handover.home, stdin=nothing, stdout=nothing, stderr=nothing)
    until = time.monotonic() + 60
    while not any(place.glob(f"handover-*/{MARKER}")) and time.monotonic() < until:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    left = list(place.glob(f"handover-*/{MARKER}"))
    assert left
    for marker in left:
        os.utime(marker, (time.time() - 2 * HOURS,) * 2)
    assert subprocess.run(command, env=environment, cwd=handover.home, stdin=nothing, capture_output=True, check=False).returncode == 0
    assert list(place.glob("handover-*")) == []
