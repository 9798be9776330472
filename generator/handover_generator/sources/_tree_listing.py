"""What both ways of listing a repository share: budgets, links, folders left out, one row per file."""

from __future__ import annotations

import hashlib
import posixpath
from collections import Counter

from handover_generator.model.source import SourceFile, Unread
from handover_generator.records import field, record
from handover_generator.sources._tree_text import MAX_BYTES, decode, is_asset, suggests_code, takes_any_bytes

MAX_FILES = 200_000
MAX_TEXT = 500_000_000
_INSTALLED = frozenset({"node_modules", "__pycache__", ".git"})


@record(slots=True)
class Listing:
    """Rows gathered so far."""

    files: dict[str, SourceFile] = field(default_factory=dict)
    unread: list[Unread] = field(default_factory=list)
    links: list[tuple[str, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    text_size: int = 0

    def link(self, path: str, target: str) -> None:
        """Record a symbolic link: inside the repository by name, out of it as unread. Nothing is ever read through it."""
        inside = posixpath.normpath(posixpath.join(posixpath.dirname(path), target)) if target else ".."
        if posixpath.isabs(target) or inside == ".." or inside.startswith("../") or "\0" in target:
            self.unread.append(Unread(path, "a link that leaves the repository; it is not followed"))
        else:
            self.links.append((path, inside))

    def want(self, path: str, size: int, *, executable: bool) -> bool:
        """Whether the content is worth reading; tells why not where that matters."""
        if is_asset(path):
            return False
        if size > MAX_BYTES:
            if suggests_code(path, executable=executable):
                self.unread.append(Unread(path, f"larger than {MAX_BYTES // 1_000_000} MB ({size:,} bytes)"))
            return False
        if self.text_size + size > MAX_TEXT:
            if suggests_code(path, executable=executable):
                self.unread.append(Unread(path, f"more than {MAX_TEXT // 1_000_000} MB of text were read before it"))
            return False
        return True

    def add(self, path: str, blob: str, size: int, content: bytes | None, *, executable: bool) -> None:
        """Add a regular file; ``content`` None: not read."""
        text = None
        if content is not None:
            decoded = decode(content)
            if decoded.text is None and takes_any_bytes(path, content):
                decoded = decode(content, any_bytes=True)
            text = decoded.text
            self.text_size += size
            if text is None and suggests_code(path, executable=executable, start=content[:2]):
                self.unread.append(Unread(path, decoded.reason))
        if path in self.files:
            self.unread.append(Unread(path, "a second file's name looks the same once its odd bytes are escaped"))
            return
        self.files[path] = SourceFile(path=path, blob=blob, size=size, executable=executable, text=text)

    def refuse(self, path: str, reason: str, size: int = 0, blob: str = "", *, executable: bool = False) -> None:
        """Add a regular file that could not be read although it should have been."""
        self.files.setdefault(path, SourceFile(path=path, blob=blob, size=size, executable=executable))
        self.unread.append(Unread(path, reason))


def left_out(paths: list[str]) -> dict[str, str]:
    """The folders among ``paths`` that hold installed packages, with the reason; such folders are told as one row each.

    Args:
        paths: paths of files.
    """
    found: dict[str, str] = {}
    for path in paths:
        parts = path.split("/")
        for index, part in enumerate(parts[:-1]):
            if part in _INSTALLED:
                found["/".join(parts[:index + 1])] = "installed packages"
                break
        else:
            if parts[-1] == "pyvenv.cfg" and len(parts) > 1:
                found["/".join(parts[:-1])] = "a virtual environment"
    return found


def tell_left_out(folders: dict[str, str], skipped: Counter[str], listing: Listing) -> None:
    """One row for each folder that was left out although the repository tracks files in it."""
    for folder, count in skipped.items():
        listing.unread.append(Unread(folder, f"{folders[folder]}, {count} {'file' if count == 1 else 'files'} not looked at"))


def folder_of(path: str, folders: dict[str, str]) -> str | None:
    """The outermost of ``folders`` that holds ``path``."""
    if not folders:
        return None
    at = path.find("/")
    while at >= 0:
        if path[:at] in folders:
            return path[:at]
        at = path.find("/", at + 1)
    return None


def blob_id(content: bytes, object_format: str) -> str:
    """git's id of a blob with these bytes."""
    header = b"blob %d\0" % len(content)
    return (hashlib.sha256 if object_format == "sha256" else hashlib.sha1)(header + content).hexdigest()
