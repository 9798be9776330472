"""A SQLite file in the user's cache directory: facts that cost time to find again and are never wrong, as their keys name their content.

Damage, foreign files, locks and full disks are all the same to a caller: a miss. Nothing is unpickled; values are bytes.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import stat
import sys
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from threading import RLock
from types import TracebackType

from handover_generator import __version__

MAX_BYTES = 200_000_000
_LAYOUT = 2
_LOCK_SECONDS = 2.0
_HELD_BYTES = 8_000_000
_ENTRY_BYTES = 4_000             # counted for each entry beside its value
_DAY = 86_400
_DIGEST = 16
_PAGE_BYTES = 16_384             # values are kilobytes to megabytes: four times fewer pages to link than by default
_TABLES = """
    CREATE TABLE IF NOT EXISTS entry (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, key TEXT NOT NULL, used INTEGER NOT NULL, digest BLOB NOT NULL, value BLOB NOT NULL,
        UNIQUE (kind, key)
    );
"""


class Cache:
    """Values by table and key. Made by ``open_cache``; use it as a context manager or call ``close``.

    Writes are held back and go in as one transaction, so a killed run leaves a whole file. Threads may share one: history is read beside
    the rest, and keeps what it read.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self.connection = connection
        self._held: dict[tuple[str, str], bytes] = {}
        self._held_size = 0
        self._used: set[tuple[str, str]] = set()
        self._today = int(time.time()) // _DAY
        self._broken = False
        self._room = _HELD_BYTES
        self._alone = RLock()

    def get(self, table: str, key: str) -> bytes | None:
        """The value, or None where there is none or it is damaged."""
        return self.get_many(table, (key,)).get(key)

    def get_many(self, table: str, keys: Iterable[str]) -> dict[str, bytes]:
        """The values of those keys that are there."""
        with self._alone:
            return self._found(table, keys)

    def _found(self, table: str, keys: Iterable[str]) -> dict[str, bytes]:
        found: dict[str, bytes] = {}
        for key in keys:
            held = self._held.get((table, key))
            if held is not None:
                found[key] = held
                continue
            if self._broken:
                continue
            try:
                row = self.connection.execute("SELECT value, digest, used FROM entry WHERE kind = ? AND key = ?", (table, _full(key))).fetchone()
            except sqlite3.Error as error:
                self._fail(error)
                continue
            if row is None:
                continue
            value, digest, used = row
            if not isinstance(value, bytes) or _digest(table, key, value) != digest:
                continue
            if used != self._today:
                self._used.add((table, key))
            found[key] = value
        return found

    def put(self, table: str, key: str, value: bytes) -> None:
        """Keep a value. Failing to is no error."""
        with self._alone:
            self._held_size += len(value) - len(self._held.get((table, key), b""))
            self._held[table, key] = value
            if self._held_size + len(self._held) * _ENTRY_BYTES > self._room:
                self.flush()

    def flush(self) -> None:
        """Write what is held back."""
        with self._alone:
            self._write()

    def _write(self) -> None:
        if (self._held or self._used) and not self._broken:
            rows = [(table, _full(key), self._today, _digest(table, key, value), value) for (table, key), value in self._held.items()]
            used = [(self._today, table, _full(key)) for table, key in sorted(self._used)]
            try:
                with self.connection:
                    self.connection.executemany("UPDATE entry SET used = ? WHERE kind = ? AND key = ?", used)
                    self.connection.executemany(
                        "INSERT INTO entry (kind, key, used, digest, value) VALUES (?, ?, ?, ?, ?) ON CONFLICT (kind, key) "
                        "DO UPDATE SET used = excluded.used, digest = excluded.digest, value = excluded.value", rows)
            except sqlite3.Error as error:
                self._fail(error)
                # Another run is writing. What is held waits, and longer each time, so that a stuck lock costs seconds and not minutes.
                self._room *= 4
                return
        self._held.clear()
        self._held_size = 0
        self._used.clear()

    def prune(self, limit: int = MAX_BYTES) -> None:
        """Drop what was not used for longest until the rest is below ``limit`` bytes."""
        try:
            pages, size = (self.connection.execute(f"PRAGMA {name}").fetchone()[0] for name in ("page_count", "page_size"))
            if pages * size <= limit:
                return
            total, doomed = 0, []
            for row, length in self.connection.execute("SELECT id, length(value) FROM entry ORDER BY used DESC, id DESC"):
                total += length
                if total > limit * 3 // 4:
                    doomed.append((row,))
            with self.connection:
                self.connection.executemany("DELETE FROM entry WHERE id = ?", doomed)
            self.connection.execute("VACUUM")
        except sqlite3.Error as error:
            self._fail(error)

    def close(self) -> None:
        """Write what is held back and close. May be called twice."""
        self.flush()
        if not self._broken:
            self.prune()
        with suppress(sqlite3.Error):
            self.connection.close()
        self._broken = True

    def _fail(self, error: sqlite3.Error) -> None:
        # A lock that lasts is another run at work; anything else is damage, and the next run starts anew.
        if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
            return
        self._broken = True
        if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, (sqlite3.OperationalError, sqlite3.ProgrammingError)):
            _remove(self.path)

    def __enter__(self) -> Cache:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open_cache(enabled: bool, identity: str, note: Callable[[str], None] | None = None) -> Cache | None:
    """Open the cache of one repository.

    Args:
        enabled: False gives None at once.
        identity: tells repositories apart, such as ``GitRepository.identity``.
        note: is told in one sentence why there is no cache.
    """
    if not enabled:
        return None
    try:
        folder = _folder()
        path = folder / (hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:24] + ".sqlite3")
        _disown(path)
        try:
            return Cache(path, _connect(path))
        except sqlite3.DatabaseError as error:
            if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
                raise
            _remove(path)
            return Cache(path, _connect(path))
    except (OSError, RuntimeError, sqlite3.Error) as error:
        if note is not None:
            note(f"Nothing is kept for the next run: the cache cannot be used ({error}).")
        return None


def _folder() -> Path:
    """``handover`` in the user's cache directory: ours alone, no link.

    Raises:
        OSError, RuntimeError: it cannot be made, or is not ours.
    """
    base = os.environ.get("XDG_CACHE_HOME", "")
    folder = (Path(base) if os.path.isabs(base) else Path.home() / ".cache") / "handover"
    folder.parent.mkdir(parents=True, exist_ok=True)
    with suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    status = folder.lstat()
    if not stat.S_ISDIR(status.st_mode) or status.st_uid != os.geteuid():
        raise PermissionError(f"{folder} is not a folder of yours")
    if stat.S_IMODE(status.st_mode) != 0o700:
        folder.chmod(0o700)
    return folder


def _disown(path: Path) -> None:
    """Remove what stands at ``path`` and was not put there by us: a link, another user's file."""
    with suppress(FileNotFoundError):
        status = path.lstat()
        if not stat.S_ISREG(status.st_mode) or status.st_uid != os.geteuid():
            _remove(path)


def _remove(path: Path) -> None:
    for ending in ("", "-journal", "-wal", "-shm"):
        with suppress(FileNotFoundError):
            Path(f"{path}{ending}").unlink()


def _connect(path: Path) -> sqlite3.Connection:
    before = os.umask(0o077)
    try:
        connection = sqlite3.connect(path, timeout=_LOCK_SECONDS, check_same_thread=False)   # used by one thread at a time: see Cache
        try:
            connection.execute(f"PRAGMA page_size = {_PAGE_BYTES}")
            # Nearly all that is written is new, and a rollback journal holds only what was there before: half the writing of a log.
            connection.execute("PRAGMA journal_mode = DELETE")
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA trusted_schema = OFF")
            layout = connection.execute("PRAGMA user_version").fetchone()[0]
            if layout != _LAYOUT:
                if layout != 0 or connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
                    raise sqlite3.DatabaseError("made by another version")
                connection.executescript(_TABLES)
                connection.execute(f"PRAGMA user_version = {_LAYOUT}")
            connection.execute("SELECT used FROM entry LIMIT 1").fetchone()
        except sqlite3.Error:
            connection.close()
            raise
        return connection
    finally:
        os.umask(before)


def _digest(table: str, key: str, value: bytes) -> bytes:
    # Of the digests that find every damage it is the one that processors have instructions for.
    total = hashlib.sha256(f"{table}\0{key}\0".encode("utf-8", "surrogatepass"))
    total.update(value)
    return total.digest()[:_DIGEST]


def _full(key: str) -> str:
    return f"{_tool()}:{key}"


_READERS = ("sqlglot", "tree_sitter", "tree_sitter_bash", "tree_sitter_python", "griffe", "yaml", "pathspec", "codeowners", "cron_descriptor")


@cache
def _tool() -> str:
    """What made a value: the version, the state of the program's files, so that a checkout at work never meets older answers, and that of what reads
    syntax for it: Python itself, and libraries by the file that each begins with.
    """
    total = hashlib.blake2b(f"{__version__}\0{sys.version}\0".encode(), digest_size=8)
    for library in _READERS:
        found = find_spec(library)
        if found is not None and found.origin is not None:
            status = os.stat(found.origin)
            total.update(f"{library}\0{status.st_size}\0{status.st_mtime_ns}\0".encode())
    for folder, folders, names in os.walk(Path(__file__).parent):
        folders[:] = sorted(name for name in folders if name != "__pycache__" and not name.startswith("."))
        for name in sorted(names):
            with suppress(OSError):
                status = os.stat(os.path.join(folder, name))
                total.update(f"{name}\0{status.st_size}\0{status.st_mtime_ns}\0".encode("utf-8", "surrogateescape"))
    return f"{__version__}-{total.hexdigest()}"
