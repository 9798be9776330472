"""Killed, ended, out of space, forbidden to write: what was there before stays whole, and nothing half-written is left behind."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def site(session_folder: Path, handover: Any, shop: Any) -> Path:
    """A finished site."""
    folder = session_folder / "finished" / "site"
    assert handover("build", "--repo", shop.root, "--output", folder).code == 0
    return folder


@pytest.fixture
def old(site: Path, tmp_path: Path) -> Path:
    """A copy of the finished site that a test may put in danger."""
    shutil.copytree(site, tmp_path / "out" / "site")
    return tmp_path / "out" / "site"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def start(handover: Any, *args: str | Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        handover.command(*args),
        env=handover.environment(),
        cwd=handover.home,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),        # a shell in the background has it ignored, for all below it
    )


@pytest.mark.parametrize("after", [0.15, 0.5, 0.8, 1.1, 1.4, 1.7, 2.2])
def test_a_killed_build_leaves_the_old_site_whole(handover: Any, shop: Any, old: Path, after: float) -> None:
    before = contents(old)
    process = start(handover, "build", "--repo", shop.root, "--output", old)
    time.sleep(after)
    process.kill()
    process.communicate()
    assert contents(old) == before  # the old site or, after a late kill, the new one: both are the same bytes
    again = handover("build", "--repo", shop.root, "--output", old)
    assert again.code == 0, again
    assert [path.name for path in old.parent.iterdir()] == ["site"]  # what the killed run left is gone


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
@pytest.mark.parametrize("after", [0.4, 0.8])
def test_an_ended_build_ends_soon_and_leaves_nothing(
    alone: Any, shop: Any, old: Path, digest_of: Callable[[Path], str], number: int, code: int, after: float
) -> None:
    before = digest_of(old)
    process = start(alone, "build", "--repo", shop.root, "--output", old)
    time.sleep(after)
    process.send_signal(number)
    asked = time.monotonic()
    out, err = process.communicate(timeout=30)
    assert time.monotonic() - asked < 5
    if process.returncode == 0:
        pytest.skip("it was done before the signal came")
    assert process.returncode in (code, -number), (process.returncode, err)
    assert b"Traceback" not in err
    assert digest_of(old) == before
    assert [path.name for path in old.parent.iterdir()] == ["site"]
    assert out == b""


@pytest.mark.parametrize("limit", [0, 4_000, 60_000])
def test_a_full_disk_leaves_the_old_site_whole(alone: Any, shop: Any, old: Path, digest_of: Callable[[Path], str], limit: int) -> None:
    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that a write fails as it does on a full disk
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    before = digest_of(old)
    result = alone("build", "--repo", shop.root, "--output", old, limit=full)
    result.told(2 if result.code == 2 else 3)
    assert digest_of(old) == before
    assert [path.name for path in old.parent.iterdir()] == ["site"]


def test_a_full_disk_leaves_an_old_file_whole(alone: Any, shop: Any, tmp_path: Path) -> None:
    target = tmp_path / "inventory.json"
    target.write_text("old\n")

    def full() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (3_000, 3_000))

    result = alone("scan", "--format", "json", "--repo", shop.root, "--output", target, "--no-cache", limit=full)
    assert result.code in (2, 3), result
    assert "Traceback" not in result.err
    assert target.read_text() == "old\n"
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == ["inventory.json"]


def test_what_is_not_a_site_of_ours_is_not_replaced(handover: Any, shop: Any, tmp_path: Path, digest_of: Callable[[Path], str]) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.txt").write_text("years of work")
    before = digest_of(tmp_path)
    handover("build", "--repo", shop.root, "--output", tmp_path / "mine").told(2, "did not write")
    handover("build", "--repo", shop.root, "--output", shop.root).told(2, "did not write")
    handover("scan", "--format", "json", "--repo", shop.root, "--output", tmp_path / "mine").told(2)
    assert digest_of(tmp_path) == before


def test_a_mistake_in_the_yaml_leaves_the_old_site(handover: Any, small: Any, old: Path, digest_of: Callable[[Path], str]) -> None:
    small.write({"handover/x.yml": "peeple: {}\n"})
    before = digest_of(old)
    handover("build", "--repo", small.root, "--output", old).told(2, "peeple")
    assert digest_of(old) == before


@pytest.fixture
def bounded() -> list[str]:
    """What to put before a command so that permissions hold for it, even where the tests run as root."""
    if os.getuid() != 0:
        return []
    before = ["setpriv", "--bounding-set=-dac_override,-dac_read_search,-fowner"]
    if shutil.which("setpriv") is None or subprocess.run([*before, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("running as root, and nothing here takes root's powers away")
    return before


@pytest.mark.parametrize("command", [("scan", "--format", "json"), ("check",), ("explain", "scripts/reset.py")])
def test_read_only_target_home_and_cache(
    alone: Any, shop: Any, tmp_path: Path, bounded: list[str], digest_of: Callable[[Path], str], command: tuple[str, ...]
) -> None:
    folder = tmp_path / "closed"
    shutil.copytree(shop.root, folder / "repo", symlinks=True)
    (folder / "home" / "cache").mkdir(parents=True)
    closed = [path for path in folder.rglob("*") if not path.is_symlink()]
    for path in closed:
        path.chmod(path.stat().st_mode & 0o555)
    env = alone.environment({"HOME": str(folder / "home"), "XDG_CACHE_HOME": str(folder / "home" / "cache")})
    before = digest_of(folder)

    def run(*args: str | Path) -> subprocess.CompletedProcess[str]:
        return subprocess.run([*bounded, *alone.command(*args)], env=env, cwd=folder, capture_output=True, text=True, timeout=120, check=False)

    try:
        usual = alone(*command, "--repo", shop.root)
        found = run(*command, "--repo", folder / "repo")
        assert found.returncode == usual.code, found
        assert found.stdout.replace('"name":"repo"', '"name":"shop"') == usual.out
        assert "Traceback" not in found.stderr
        refused = run("build", "--repo", folder / "repo", "--output", folder / "repo" / "site")
        assert refused.returncode == 2, refused
        assert "cannot be written" in refused.stderr
        refused = run("init", "--repo", folder / "repo")
        assert refused.returncode == 2, refused
        assert "Traceback" not in refused.stderr
        assert digest_of(folder) == before
        assert list((alone.home / "tmp").iterdir()) == []
    finally:
        for path in closed:
            path.chmod(path.stat().st_mode | 0o700)
