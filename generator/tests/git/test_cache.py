"""The cache may be absent, damaged, foreign, locked or read-only: a caller only ever sees a hit or a miss."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from handover_generator import cache as module
from handover_generator.cache import Cache, open_cache


def _open() -> Cache:
    cache = open_cache(True, "shop")
    assert cache is not None
    return cache


def _file() -> Path:
    with _open() as cache:
        return cache.path


def test_values_come_back_in_the_next_run() -> None:
    with _open() as cache:
        assert cache.get("modules", "a") is None
        cache.put("modules", "a", b"\0one")
        assert cache.get("modules", "a") == b"\0one"
        cache.put("modules", "a", b"two")
        cache.put("other", "a", b"three")
        cache.put("other", "b", b"")
    with _open() as cache:
        assert cache.get("modules", "a") == b"two"
        assert cache.get_many("other", ["a", "b", "c"]) == {"a": b"three", "b": b""}
    other = open_cache(True, "another")
    assert other is not None
    with other:
        assert other.get("modules", "a") is None


def test_it_can_be_switched_off() -> None:
    assert open_cache(False, "shop") is None


def test_it_is_private() -> None:
    path = _file()
    assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    path.parent.chmod(0o777)
    _file()
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_another_version_of_the_program_sees_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    with _open() as cache:
        cache.put("t", "k", b"v")
    monkeypatch.setattr(module, "_tool", lambda: "9.9")
    with _open() as cache:
        assert cache.get("t", "k") is None


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100, b"SQLite format 3\0" + b"\xff" * 4096])
def test_rubbish_in_its_place_is_replaced(content: bytes) -> None:
    path = _file()
    path.write_bytes(content)
    with _open() as cache:
        assert cache.get("t", "k") is None
        cache.put("t", "k", b"v")
    with _open() as cache:
        assert cache.get("t", "k") == b"v"


def test_a_database_of_somebody_else_is_replaced() -> None:
    path = _file()
    path.unlink()
    with sqlite3.connect(path) as foreign:
        foreign.execute("CREATE TABLE entry (x)")
    foreign.close()
    with _open() as cache:
        cache.put("t", "k", b"v")
        cache.flush()
        assert cache.get("t", "k") == b"v"


def test_flipped_bytes_are_a_miss() -> None:
    with _open() as cache:
        cache.put("t", "k", b"value" * 1000)
    path = _file()
    raw = path.read_bytes()
    at = raw.index(b"valuevalue")
    path.write_bytes(raw[:at] + b"VALUE" + raw[at + 5:])
    with _open() as cache:
        assert cache.get("t", "k") is None


def test_every_single_damaged_page_is_survived() -> None:
    with _open() as cache:
        for number in range(40):
            cache.put("t", str(number), bytes(500))
    path = _file()
    whole = path.read_bytes()
    for at in range(0, len(whole), 1024):
        path.write_bytes(whole[:at] + b"\xa5" * 64 + whole[at + 64:])
        with _open() as cache:
            for number in range(40):
                assert cache.get("t", str(number)) in (None, bytes(500))
            cache.put("t", "new", b"x")


def test_a_link_in_its_place_is_not_followed(tmp_path: Path) -> None:
    path = _file()
    treasure = tmp_path / "treasure"
    treasure.write_bytes(b"mine")
    path.unlink()
    path.symlink_to(treasure)
    with _open() as cache:
        cache.put("t", "k", b"v")
    assert treasure.read_bytes() == b"mine"
    assert not path.is_symlink()


def test_no_place_for_it_is_a_note_and_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_text("")
    notes: list[str] = []
    for base in (tmp_path / "file", Path("/proc/none"), Path("/dev/null")):
        monkeypatch.setenv("XDG_CACHE_HOME", str(base))
        assert open_cache(True, "shop", notes.append) is None
    link = tmp_path / "linked"
    link.mkdir()
    (link / "handover").symlink_to(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(link))
    assert open_cache(True, "shop", notes.append) is None
    assert len(notes) == 4
    assert all(note.startswith("Nothing is kept for the next run") for note in notes)


def test_a_relative_cache_directory_is_not_used(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "here")
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    monkeypatch.chdir(tmp_path)
    assert str(_file()).startswith(str(tmp_path / "home" / ".cache" / "handover"))
    assert not (tmp_path / "here").exists()


def test_a_locked_cache_delays_but_does_not_fail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LOCK_SECONDS", 0.05)
    with _open() as cache:
        cache.put("t", "k", b"v")
    with _open() as cache:
        other = sqlite3.connect(cache.path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        cache.put("t", "k2", b"v2")
        cache.flush()
        assert cache.get("t", "k") == b"v"
        assert cache.get("t", "k2") == b"v2"
        other.execute("ROLLBACK")
        other.close()
    with _open() as cache:
        assert cache.get("t", "k2") == b"v2"


def test_a_killed_run_leaves_a_whole_file() -> None:
    code = ("import os, sys\nfrom handover_generator.cache import open_cache\n"
            "c = open_cache(True, 'shop')\nc.put('t', 'kept', b'1'); c.flush()\nc.put('t', 'lost', b'2' * 100)\nos.kill(os.getpid(), 9)\n")
    subprocess.run([sys.executable, "-c", code], env=dict(os.environ), check=False)
    with _open() as cache:
        assert cache.get("t", "kept") == b"1"
        assert cache.get("t", "lost") is None


def test_what_was_not_used_for_longest_goes_first(monkeypatch: pytest.MonkeyPatch) -> None:
    with _open() as cache:
        cache._today -= 10
        for number in range(20):
            cache.put("t", f"old{number}", os.urandom(10_000))
    with _open() as cache:
        assert cache.get("t", "old7") is not None
        for number in range(5):
            cache.put("t", f"new{number}", os.urandom(10_000))
        cache.flush()
        cache.prune(150_000)
        left = {key for key in [f"old{number}" for number in range(20)] + [f"new{number}" for number in range(5)] if cache.get("t", key)}
    assert {f"new{number}" for number in range(5)} <= left
    assert 0 < len(left) < 20


def test_closing_twice_is_harmless() -> None:
    cache = _open()
    cache.close()
    cache.close()
    assert cache.get("t", "k") is None
    cache.put("t", "k", b"v")


def test_threads_may_share_one() -> None:
    """History is read beside the rest, and both keep what they found."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with _open() as cache:
            def work(name: str) -> bool:
                for number in range(1_500):
                    cache.put(name, str(number), b"x" * 200)
                return all(cache.get(name, str(number)) == b"x" * 200 for number in range(0, 1_500, 100))

            with ThreadPoolExecutor(3) as pool:
                assert all(pool.map(work, ("history", "walks", "modules")))
    finally:
        sys.setswitchinterval(before)
    with _open() as cache:
        assert len(cache.get_many("walks", map(str, range(1_500)))) == 1_500
