"""The files of a repository: as they stand in the work tree, or as a commit holds them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from handover_generator.model.source import SourceFile, Unread
from handover_generator.records import record
from handover_generator.sources import _tree_commit, _tree_walk
from handover_generator.sources._tree_listing import Listing
from handover_generator.sources.git import GitRepository


@record(frozen=True, slots=True, kw_only=True)
class Tree:
    """All listed files.

    ``files``: by path, sorted. ``unread``: what could not be looked into and might have mattered. ``links``: (path, path it points to) of
    symbolic links that stay inside; what they point to is listed under its own name. ``digest``: equal for equal content. ``changed``:
    paths that differ from the commit, only where the work tree was read; ``new``: those of them that it does not have at all. ``notes``:
    limits that were met, in sentences.
    """

    files: dict[str, SourceFile]
    unread: tuple[Unread, ...]
    links: tuple[tuple[str, str], ...]
    digest: str
    changed: tuple[str, ...]
    new: frozenset[str]
    notes: tuple[str, ...]


def read_tree(repository: GitRepository) -> Tree:
    """List and read the files of an open repository: of its work tree, or of its commit where there is none or one was asked for.

    Nothing a repository holds makes this fail: files that cannot be read become rows of ``unread``.
    """
    committed = _tree_commit.entries(repository)
    listing = Listing()
    listing.notes.extend(committed.notes)
    if repository.work_tree is None:
        _tree_commit.read(repository, committed, listing)
    else:
        _tree_walk.read(repository.work_tree, repository.common, committed, listing)
    files = dict(sorted(listing.files.items()))
    changed = () if repository.work_tree is None else tuple(
        path for path, file in files.items() if file.text is not None and file.blob != committed.blobs.get(path))
    return Tree(files=files, unread=tuple(sorted(set(listing.unread))), links=tuple(sorted(listing.links)), digest=_digest(files.values(), listing),
                changed=changed, new=frozenset(path for path in changed if path not in committed.blobs), notes=tuple(listing.notes))


def _digest(files: Iterable[SourceFile], listing: Listing) -> str:
    """Of all that a tree tells: also of what could not be read, as it may be readable the next time though no byte has changed."""
    total = hashlib.sha256()
    for file in files:
        total.update(f"{file.path}\0{int(file.executable)}\0{file.blob}\0{file.size}\0{int(file.text is None)}\0".encode("utf-8", "surrogatepass"))
    for row in (*sorted(set(listing.unread)), *sorted(listing.links), *listing.notes):
        total.update(f"{row}\0".encode("utf-8", "surrogatepass"))
    return total.hexdigest()
