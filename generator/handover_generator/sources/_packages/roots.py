"""Folders that imports may start from: ``src/``, PYTHONPATH in container, CI and make files."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterable, Mapping

from handover_generator.regexes import regex

_PYTHONPATH = regex(r"PYTHONPATH['\"]?\s*(?:[:?+]?=|:)\s*['\"]?([^\s'\"#,;}]+)|^\s*ENV\s+PYTHONPATH\s+([^\s#]+)", re.MULTILINE)


def folders_of(paths: Iterable[str]) -> frozenset[str]:
    """All folders that hold a file, at any depth; '' among them."""
    folders = {""}
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder and folder not in folders:
            folders.add(folder)
            folder = folder.rpartition("/")[0]
    return frozenset(folders)


def pythonpath_roots(path: str, text: str, folders: frozenset[str], files: Container[str]) -> list[str]:
    """Folders of the repository that a PYTHONPATH setting in ``text`` names, seen from the top, the file's folder or a container's copy."""
    if "PYTHONPATH" not in text:
        return []
    roots: list[str] = []
    for match in _PYTHONPATH.finditer(text):
        for part in re.split(r"[:;]", match.group(1) or match.group(2) or ""):
            root = _in_repository(part, path.rpartition("/")[0], folders, files)
            if root is not None:
                roots.append(root)
    return roots


def _in_repository(part: str, folder: str, folders: frozenset[str], files: Container[str]) -> str | None:
    if not part or "site-packages" in part:
        return None
    bare = re.sub(r"\A\$(?:\{\w+[^}]*\}|\(\w+\)|\w+)", "", part)       # $PWD/src, ${GITHUB_WORKSPACE}/lib
    if part != bare and not bare.strip("/"):
        return None                                                     # PYTHONPATH=$PYTHONPATH says nothing
    cleaned = posixpath.normpath(bare.lstrip("/") or ".")
    if not part.startswith(("/", "$")):
        for start in (folder, ""):
            whole = posixpath.normpath(posixpath.join(start, cleaned))
            whole = "" if whole == "." else whole
            if whole in folders:
                return whole
        return None
    pieces = [piece for piece in cleaned.split("/") if piece not in (".", "..")]
    # In a container the repository lies under a folder of any name: the longest tail that is a folder here is the one meant.
    for first in range(len(pieces)):
        tail = "/".join(pieces[first:])
        # a package is no root: /shop holds the repository, not its package "shop"; a longer path can only mean the folder here
        if tail in folders and ("/" in tail or f"{tail}/__init__.py" not in files):
            return tail
    return None


def conventional_roots(files: Mapping[str, object], folders: frozenset[str]) -> list[str]:
    """``src`` and ``lib`` folders, at the top or beside a manifest, that hold Python packages or modules themselves."""
    roots = set()
    for path in files:
        if path.endswith(".py"):
            parts = path.split("/")
            for depth, part in enumerate(parts[:-1]):
                if part == "src" and depth <= 2 and "/".join([*parts[:depth + 1], "__init__.py"]) not in files:
                    roots.add("/".join(parts[:depth + 1]))
    return sorted(roots & folders)
