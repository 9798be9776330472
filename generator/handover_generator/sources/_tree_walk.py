"""Walks the work tree: committed files as they stand there now, and new ones that no ignore rule hides.

Every folder is opened relative to its parent's handle and every file without following links, so nothing outside the root is ever reached,
not even when an entry is swapped while we look. git's own ``status`` is not asked, since it runs the repository's filters.
"""

from __future__ import annotations

import os
import stat
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from handover_generator.model.files import SITE_MARKER
from handover_generator.model.source import Unread
from handover_generator.sources._tree_commit import Committed
from handover_generator.sources._tree_ignore import Rules
from handover_generator.sources._tree_listing import MAX_FILES, Listing, blob_id, folder_of, left_out, tell_left_out
from handover_generator.sources._tree_text import MAX_BYTES, shown, suggests_code

MAX_DEPTH = 100
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC
_FILE = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_NEVER = frozenset({"node_modules", "__pycache__"})
_ODD = {stat.S_IFIFO: "a named pipe", stat.S_IFSOCK: "a socket", stat.S_IFCHR: "a device", stat.S_IFBLK: "a device"}


def read(root: Path, git_directory: Path, committed: Committed, listing: Listing) -> None:
    """Read the work tree at ``root`` into ``listing``.

    Args:
        root: top of the work tree.
        git_directory: where the repository's own ``info/exclude`` lies.
        committed: what the commit lists: these files are taken whatever the ignore rules say.
        listing: filled here.
    """
    walk = _Walk(committed, listing, Rules(git_directory))
    try:
        handle = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    except OSError as error:
        listing.notes.append(f"The work tree cannot be read: {error.strerror}.")
        return
    try:
        walk.folder(handle, "", 0, ignored=_never)
    finally:
        os.close(handle)
    walk.finish()


class _Walk:
    def __init__(self, committed: Committed, listing: Listing, rules: Rules) -> None:
        self.committed = committed
        self.listing = listing
        self.rules = rules
        self.left_out = left_out(list(committed.modes))
        self.skipped: Counter[str] = Counter()
        self.seen: set[str] = set()
        self.count = 0
        self.cut = False
        self.tracked_folders: set[str] = set()
        for path in committed.modes:
            at = path.rfind("/")
            while at > 0 and path[:at] not in self.tracked_folders:
                self.tracked_folders.add(path[:at])
                at = path.rfind("/", 0, at)

    def folder(self, handle: int, prefix: str, depth: int, *, ignored: Callable[[], bool]) -> None:
        """List one folder. ``prefix``: its path with a slash, or ''. ``ignored``: whether only committed files count here."""
        try:
            with os.scandir(handle) as found:
                names = sorted((entry.name, entry) for entry in found)
        except OSError as error:
            self.listing.unread.append(Unread(prefix.rstrip("/") or ".", f"the folder cannot be listed: {error.strerror}"))
            return
        if any(name == ".gitignore" for name, _ in names):
            with suppress(OSError):                      # git does not follow a link here either; nothing asks the rules of an ignored folder
                self.rules.enter(prefix, _content(handle, ".gitignore", MAX_BYTES))
        for name, entry in names:
            if self.cut:
                return
            if name == ".git":
                continue
            path = prefix + shown(os.fsencode(name))
            tracked = path in self.committed.modes
            try:
                if entry.is_dir(follow_symlinks=False):
                    self._subfolder(handle, name, path, depth, ignored=ignored)
                    continue
                if not tracked and (ignored() or self.rules.ignored(path, folder=False)):
                    continue
                status = entry.stat(follow_symlinks=False)
            except OSError as error:
                self.listing.refuse(path, f"cannot be read: {error.strerror}")
                continue
            self.seen.add(path)
            self._file(handle, name, path, status)

    def _subfolder(self, handle: int, name: str, path: str, depth: int, *, ignored: Callable[[], bool]) -> None:
        if self.committed.modes.get(path) == "160000":
            self.seen.add(path)
            self.listing.unread.append(Unread(path, "a submodule: its files belong to another repository"))
            return
        if path in self.left_out:
            self.skipped[path] = sum(1 for file in self.committed.modes if file.startswith(path + "/"))
            return
        tracked = path in self.tracked_folders
        if not tracked and (name in _NEVER or ignored() or self.rules.ignored(path, folder=True)):
            return
        by_rule = self.rules.later(path) if tracked else _never
        try:
            inner = os.open(name, _FOLDER, dir_fd=handle)
        except OSError as error:
            self.listing.unread.append(Unread(path, f"the folder cannot be opened: {error.strerror}"))
            return
        try:
            if not tracked and (_has(inner, "pyvenv.cfg") or _has(inner, SITE_MARKER)):
                return
            if not tracked and _has(inner, ".git"):
                self.listing.unread.append(Unread(path, "another repository inside this one"))
            elif depth >= MAX_DEPTH:
                self.listing.unread.append(Unread(path, f"nested deeper than {MAX_DEPTH} folders"))
            else:
                self.folder(inner, path + "/", depth + 1, ignored=lambda: ignored() or by_rule())
                self.rules.leave(path + "/")
        finally:
            os.close(inner)

    def _file(self, handle: int, name: str, path: str, status: os.stat_result) -> None:
        self.count += 1
        if self.count > MAX_FILES:
            self.cut = True
            self.listing.notes.append(f"The work tree holds more than {MAX_FILES:,} files; those after '{path}' were not listed.")
            return
        if stat.S_ISLNK(status.st_mode):
            try:
                self.listing.link(path, shown(os.fsencode(os.readlink(name, dir_fd=handle))))
            except OSError as error:
                self.listing.unread.append(Unread(path, f"a link that cannot be read: {error.strerror}"))
            return
        if not stat.S_ISREG(status.st_mode):
            self.listing.unread.append(Unread(path, _ODD.get(stat.S_IFMT(status.st_mode), "not a regular file") + "; it is not opened"))
            return
        executable, size = bool(status.st_mode & stat.S_IXUSR), status.st_size
        known = self.committed.blobs.get(path, "")
        if not self.listing.want(path, size, executable=executable):
            self.listing.add(path, known, size, None, executable=executable)
            return
        try:
            content = _content(handle, name, MAX_BYTES + 1)
        except OSError as error:
            self.listing.refuse(path, f"cannot be read: {error.strerror}", size, known, executable=executable)
            return
        if len(content) > MAX_BYTES:                     # it grew after it was listed
            if suggests_code(path, executable=executable):
                self.listing.refuse(path, "it grew while it was read", size, known, executable=executable)
            return
        self.listing.add(path, blob_id(content, self.committed.object_format), len(content), content, executable=executable)

    def finish(self) -> None:
        """Tell what the commit lists and the walk did not meet."""
        tell_left_out(self.left_out, self.skipped, self.listing)
        absent = [path for path in self.committed.modes if path not in self.seen and folder_of(path, self.left_out) is None]
        if absent and not self.cut:
            names = ", ".join(f"'{path}'" for path in sorted(absent)[:3]) + (" and others" if len(absent) > 3 else "")
            said = "1 committed file is" if len(absent) == 1 else f"{len(absent):,} committed files are"
            self.listing.notes.append(f"{said} absent from the work tree, so not looked at: {names}.")


def _never() -> bool:
    return False


def _content(folder: int, name: str, limit: int) -> bytes:
    """The bytes of a regular file, up to ``limit``; empty for anything else that stands there by now."""
    handle = os.open(name, _FILE, dir_fd=folder)
    try:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode):
            return b""
        content = os.read(handle, min(status.st_size + 1, limit))
        while 0 < len(content) < limit and (more := os.read(handle, limit - len(content))):
            content += more
        return content
    finally:
        os.close(handle)


def _has(folder: int, name: str) -> bool:
    try:
        os.stat(name, dir_fd=folder, follow_symlinks=False)
    except OSError:
        return False
    return True
