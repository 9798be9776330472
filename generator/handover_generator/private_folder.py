"""Private folders for as long as a run lasts, in the folder for temporary files; what a killed run left of its own is removed by a later one.

Nobody can clean up after a run that was killed but another run. It may only take what is surely nobody's: a folder of this user's that only this user
can enter, with a marker that holds our text and that no process has locked, made more than an hour ago. The system frees a lock whenever its holder
ends, however it ends; the hour is for what a killed run had started and left behind at work, such as MkDocs. No link is followed.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import stat
import tempfile
import time
from contextlib import suppress

PREFIX = "handover-"
MARKER = ".handover-in-use"
_TEXT = b"Made by handover for one run. It is removed at the end of that run, or by a later one.\n"
_OLD = 60 * 60               # seconds; a build may take a quarter of that
_MOST = 1_000                # names that begin like ours and are looked at


class PrivateFolder(tempfile.TemporaryDirectory[str]):
    """A fresh folder that only we can enter, with all that is put into it removed at the end: ``with``, ``cleanup`` or the end of the program.

    Args:
        kind: a word for whoever wonders what it is.

    Raises:
        OSError: the folder for temporary files does not take it.
    """

    def __init__(self, kind: str = "") -> None:
        _clear_leftovers_once()
        super().__init__(prefix=f"{PREFIX}{kind}", ignore_cleanup_errors=True)
        self._lock = -1
        try:
            self._lock = os.open(os.path.join(self.name, MARKER), os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            os.write(self._lock, _TEXT)              # last: a marker without its text is left alone
        except OSError:
            self.cleanup()
            raise

    def cleanup(self) -> None:
        """Remove the folder. May be called twice."""
        super().cleanup()
        if self._lock >= 0:
            os.close(self._lock)
            self._lock = -1


_cleared: set[str] = set()


def _clear_leftovers_once() -> None:
    place = tempfile.gettempdir()
    if place not in _cleared:
        _cleared.add(place)
        clear_leftovers(place)


def clear_leftovers(place: str, now: float | None = None) -> None:
    """Remove what killed runs of this user left in a folder, as far as the system lets us.

    Args:
        place: the folder for temporary files.
        now: seconds since 1970; the time it is unless given.
    """
    with suppress(OSError), os.scandir(place) as entries:
        names = [entry.name for entry in entries if entry.name.startswith(PREFIX)][:_MOST]
        if not names:
            return
        at = os.open(place, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        try:
            for name in names:
                with suppress(OSError):
                    _clear(name, at, time.time() if now is None else now)
        finally:
            os.close(at)


def _clear(name: str, place: int, now: float) -> None:
    folder = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=place)
    try:
        if not _is_ours(os.fstat(folder), stat.S_IFDIR | 0o700):
            return
        marker = os.open(MARKER, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=folder)
        try:
            status = os.fstat(marker)
            if not _is_ours(status, stat.S_IFREG | 0o600) or not now - status.st_mtime > _OLD or os.read(marker, len(_TEXT) + 1) != _TEXT:
                return
            fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)       # BlockingIOError: its run is at work
            # By its name, which may have come to mean another folder since; this one has been looked at.
            if os.path.samestat(os.stat(name, dir_fd=place, follow_symlinks=False), os.fstat(folder)):
                shutil.rmtree(name, ignore_errors=True, dir_fd=place)
        finally:
            os.close(marker)
    finally:
        os.close(folder)


def _is_ours(status: os.stat_result, mode: int) -> bool:
    return status.st_uid == os.geteuid() and status.st_mode == mode
