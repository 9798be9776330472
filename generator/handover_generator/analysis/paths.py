"""Paths as commands and programs name them: joined, as they are told, and what lies there by their look."""

from __future__ import annotations

import posixpath
import re

from handover_generator.analysis._commands_words import start_of
from handover_generator.analysis.remade import is_remade
from handover_generator.model.text import Hole, Text, straight
from handover_generator.records import replace
from handover_generator.regexes import regex

REPOSITORY = "//repository//"
"""Stands before a path known to lie in the repository, whatever the working directory. Never shown: ``shown`` takes it away."""
_DOUBLED = regex(r"/{2,}")
_ADDRESS = regex(r"[a-z][a-z0-9+]{1,10}://")
_TEMPORARY = ("/tmp/", "/var/tmp/", "/dev/shm/", "/run/", "/var/run/", "/var/lock/")
_NAMED_TEMPORARY = (
    "${TMPDIR}", "${TMP}", "${TEMP}", "${TMP_DIR}", "${TEMP_DIR}", "${TEMPDIR}", "${tmpdir}", "${tmp_dir}", "${RUNNER_TEMP}", "${temporary")
_BELOW_TEMPORARY = regex(r"/\$\{temporary\}(?!/\.\.(?:/|\Z))(?:/|\Z)")
"""``$(pwd)/$(mktemp -d work.XXXX)``: nothing else is called so, wherever it lies."""
_MARKS = regex(r"(?i)(?<![a-z])(?:lock|pid)_?(?:file|path)\}?\Z")
"""Names of files that say that something runs."""
_DISKS = regex(r"/dev/(?:disk/|mapper/|block/|sd[a-z*?$\[]|hd[a-z*?$\[]|x?vd[a-z*?$\[]|nvme|mmcblk|md\d|dm-|nst?\d|st\d|\$)")
_ON_DISK = regex(r"/dev/(?:disk/by-[\w-]+/|(?:mapper|block)/|(?!disk/|mapper/|block/|\$))[^/]+/.")
_NAMED_DISK = regex(r"\$\{(?:\w+_)?(?:dev|device|disk|drive|blockdev|block_device|partition|sd_?card)s?(?:_(?:to_\w+|name|path|node|file))?\d*\}\d*",
                    re.IGNORECASE)
_NO_DISK = regex(r"image|img|iso|dump|backup|log|file|null|random|zero|out", re.IGNORECASE)
_PASSING = (".pid", ".lock", ".lockfile", ".lck", ".tmp", ".swp", ".log.gz", ".sock", ".cid")
_NO_FILES = frozenset({"/dev/null", "/dev/stdout", "/dev/stderr", "/dev/tty", "/dev/stdin", "-", ""})


def shown(text: str) -> str:
    """A path as told to people: relative to the repository where it lies there."""
    return straight((text.replace(REPOSITORY + "/", "").replace(REPOSITORY, "") or ".") if REPOSITORY in text else text)


def joined(path: Text, cwd: Text | None) -> Text:
    """``path`` seen from the working directory ``cwd`` (None: not known, the path stays as it is)."""
    start = start_of(path)
    if cwd is None or not path or start.startswith(("/", "~")) or (path.parts and isinstance(path.parts[0], Hole)):
        return normal(path)
    if path.literal == "-" or _ADDRESS.match(start) is not None:
        return path                                      # what is read or printed, and what lies at an address: in no folder
    return normal(Text.of(cwd, "/", path))


def normal(path: Text) -> Text:
    """A path without ``./``, ``//`` and, where literal, ``..``."""
    literal = path.literal
    if literal is None:
        first = path.parts[0] if path.parts else ""
        if isinstance(first, str) and first.startswith("./"):
            return normal(Text.of(first[2:], *path.parts[1:]))
        doubled = [part for part in path.parts if isinstance(part, str) and "//" in part]
        if doubled and not any("://" in part or REPOSITORY in part for part in doubled):
            return replace(path, parts=tuple(_DOUBLED.sub("/", part) if isinstance(part, str) else part for part in path.parts))
        return path
    if literal.startswith(REPOSITORY):
        inner = posixpath.normpath(literal[len(REPOSITORY) :].lstrip("/") or ".")
        return Text.of(REPOSITORY + ("" if inner == "." else inner))
    if "://" in literal or not literal:
        return path
    ends = "/" if literal.endswith("/") and len(literal) > 1 else ""
    clean = posixpath.normpath(literal)
    return Text.of(clean.replace("//", "/", 1) + ends if clean != "/" else clean)


def with_suffix(path: Text, suffix: str) -> Text:
    """A path with another suffix: ``a.txt`` for ``a.in``."""
    last = path.parts[-1] if path.parts else ""
    if not isinstance(last, str):
        return Text.of(path, suffix)
    return Text.of(*path.parts[:-1], posixpath.splitext(last)[0] + suffix)


def is_file(text: str) -> bool:
    """Whether a path names something other than the terminal or nothing."""
    return text not in _NO_FILES and not text.startswith("/dev/fd/")


def is_on_disk(path: str) -> bool:
    """Whether a path is one of a file on a disk, told by the name of the disk: what is written there is written into the file."""
    return _DISKS.match(path) is not None and _ON_DISK.match(path) is not None


def is_device(path: str) -> bool:
    """Whether a path is a disk or a part of one, by its place or by what its variable is called: what is written there is written over."""
    if _DISKS.match(path) is not None:
        return not is_on_disk(path)
    return _NAMED_DISK.fullmatch(path) is not None and _NO_DISK.search(path) is None


def is_temporary(path: str) -> bool:
    """Whether what lies at ``path`` was made to be thrown away: temporary folders, caches, compiled and lock files."""
    if path.startswith((*_TEMPORARY, *_NAMED_TEMPORARY)) or _BELOW_TEMPORARY.search(path) is not None:
        return True
    return path.rstrip("/*").endswith(_PASSING) or _MARKS.search(path) is not None or is_remade(path)
