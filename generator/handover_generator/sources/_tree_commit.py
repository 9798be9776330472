"""Lists and reads the files of a commit."""

from __future__ import annotations

from collections import Counter

from handover_generator.model.source import Unread
from handover_generator.records import field, record
from handover_generator.regexes import regex
from handover_generator.sources._git_objects import object_sizes, read_objects
from handover_generator.sources._git_process import GitFailed
from handover_generator.sources._tree_listing import MAX_FILES, Listing, folder_of, left_out, tell_left_out
from handover_generator.sources._tree_text import shown
from handover_generator.sources.git import GitRepository

_MAX_LINK = 4096
_ENTRY = regex(rb"([0-7]{6}) [a-z]+ ([0-9a-f]{40,64})")


@record(slots=True)
class Committed:
    """The entries of a commit. ``modes``, ``blobs`` and ``raw`` (the path as bytes) by path."""

    object_format: str
    modes: dict[str, str] = field(default_factory=dict)
    blobs: dict[str, str] = field(default_factory=dict)
    twins: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def entries(repository: GitRepository) -> Committed:
    """What the analysed commit lists; nothing where nothing is committed."""
    found = Committed(repository.object_format)
    if repository.commit is None:
        return found
    try:
        output = repository.run("ls-tree", "-r", "-z", "--full-tree", repository.commit)
    except GitFailed as failure:
        # Folders whose objects are absent end the listing; what stands before them was printed.
        found.notes.append(f"The commit's list of files could not be read to its end: {failure}.")
        output = repository.runner.run("ls-tree", "-r", "-z", "--full-tree", repository.commit)[1]
    rows = output.split(b"\0")
    if len(rows) - 1 > MAX_FILES:
        found.notes.append(f"The commit holds {len(rows) - 1:,} files; only the first {MAX_FILES:,} were listed.")
    for row in rows[:MAX_FILES]:
        meta, tab, name = row.partition(b"\t")
        words = _ENTRY.fullmatch(meta)
        if words is None or not tab:
            continue
        path = shown(name)
        if path in found.modes:
            found.twins.append(path)
            continue
        found.modes[path] = words[1].decode("ascii")
        found.blobs[path] = words[2].decode("ascii")
    return found


def read(repository: GitRepository, committed: Committed, listing: Listing) -> None:
    """Read the commit's files into ``listing``."""
    folders = left_out(list(committed.modes))
    skipped: Counter[str] = Counter()
    links: list[str] = []
    regular: list[str] = []
    for path, mode in committed.modes.items():
        folder = folder_of(path, folders)
        if folder is not None:
            skipped[folder] += 1
        elif mode == "120000":
            links.append(path)
        elif mode == "160000":
            listing.unread.append(Unread(path, "a submodule: its files belong to another repository"))
        else:
            regular.append(path)
    tell_left_out(folders, skipped, listing)
    for path in committed.twins:
        listing.unread.append(Unread(path, "a second file's name looks the same once its odd bytes are escaped"))
    sizes = object_sizes(repository, [committed.blobs[path] for path in (*links, *regular)])
    wanted: dict[str, list[str]] = {}
    for path in regular:
        blob, executable = committed.blobs[path], committed.modes[path] == "100755"
        size = sizes[blob]
        if size is None:
            listing.refuse(path, "its content is absent from this clone", blob=blob, executable=executable)
        elif listing.want(path, size, executable=executable):
            wanted.setdefault(blob, []).append(path)
        else:
            listing.add(path, blob, size, None, executable=executable)
    for path in links:
        blob = committed.blobs[path]
        if (sizes[blob] or _MAX_LINK + 1) <= _MAX_LINK:
            wanted.setdefault(blob, []).append(path)
        else:
            listing.unread.append(Unread(path, "a link whose target cannot be read"))
    for blob, content in read_objects(repository, wanted):
        for path in wanted[blob]:
            executable = committed.modes[path] == "100755"
            if content is None:
                listing.refuse(path, "its content is damaged", blob=blob, executable=executable)
            elif committed.modes[path] == "120000":
                listing.link(path, shown(content))
            else:
                listing.add(path, blob, len(content), content, executable=executable)
