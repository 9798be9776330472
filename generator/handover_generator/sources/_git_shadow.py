"""Finds a repository's git directory and builds a private *shadow* of it: our configuration, its references, its objects by reference.

git run over the shadow sees no configuration, hook, attribute file, driver or replacement of the analysed repository, and writes nothing
to it. No list of overrides reaches as far: names of filters and drivers are free, and no option turns filters off.
"""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

from handover_generator.errors import RepositoryError
from handover_generator.records import record
from handover_generator.regexes import regex

_MAX_SMALL = 64_000
_MAX_REFS = 32_000_000
_MAX_LOOSE = 100_000
_ID = rb"[0-9a-f]{64}|[0-9a-f]{40}"
_REF = rb"refs/(?:heads|tags|remotes)/[^\x00-\x20\x7f~^:?*\[\\]+"
_PACKED = regex(rb"^(" + _ID + rb") (" + _REF + rb")$", re.MULTILINE)
_DETACHED = regex(rb"(" + _ID + rb")\s*\Z")
_SYMBOLIC = regex(rb"ref:[ \t]*(refs/[^\x00-\x20\x7f]+)\s*\Z")
_WORK_TREE = regex(r"^[ \t]*worktree[ \t]*=(.*)$", re.MULTILINE)
_EMPTY_TREE = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
# attr.tree: newer gits read .gitattributes of HEAD in bare repositories; the same answer is wanted from every git.
# commitGraph: a stale or forged graph file must not change who is whose parent.
_CONFIG = """\
[core]
\trepositoryformatversion = {version}
\tbare = true
\tfsmonitor = false
\thooksPath = /dev/null
\tattributesFile = /dev/null
\tquotePath = false
\tcommitGraph = false
\tuseReplaceRefs = false
[extensions]
{extension}[attr]
\ttree = {empty}
[log]
\tshowSignature = false
\tmailmap = false
\tshowRoot = true
[diff]
\trenameLimit = 1000
\tnoprefix = false
[i18n]
\tlogOutputEncoding = UTF-8
[color]
\tui = false
[protocol]
\tallow = never
[gc]
\tauto = 0
[maintenance]
\tauto = false
"""


@record(frozen=True, slots=True, kw_only=True)
class GitDirectory:
    """Where things lie. ``top``: the folder a person means; ``private``: holds HEAD; ``common``: holds references and objects."""

    top: Path
    private: Path
    common: Path
    bare: bool


@record(frozen=True, slots=True, kw_only=True)
class Shadow:
    """What was found while copying. ``head``: the branch HEAD names, or its id; ``born``: whether that has a commit.

    ``boundary``: commits at which a shallow clone ends. ``reftable``: references are kept in a form that cannot be copied.
    """

    object_format: str
    head: str
    born: bool
    boundary: frozenset[str]
    branches: tuple[str, ...]
    reftable: bool


def locate(root: Path) -> GitDirectory:
    """The git directory for ``root``: a work tree, a folder inside one, a linked work tree, a submodule or a bare repository.

    Raises:
        RepositoryError: there is none (no-repository), or it is not whole (corrupt-repository).
    """
    try:
        start = root.resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        raise RepositoryError(f"{root}: there is no such folder; name the repository with --repo DIR", slug="no-repository") from None
    if not start.is_dir():
        raise RepositoryError(f"{root}: this is a file; name the folder of the repository with --repo DIR", slug="no-repository")
    if _is_git_directory(start):
        if start.name == ".git":
            return GitDirectory(top=start.parent, private=start, common=start, bare=False)
        return GitDirectory(top=start, private=start, common=start, bare=True)
    for folder in (start, *start.parents):
        found = _at(folder)
        if found is not None:
            return found
    raise RepositoryError(f"{root}: neither this folder nor one above it is a git repository; name one with --repo DIR",
                          slug="no-repository")


def _at(folder: Path) -> GitDirectory | None:
    entry = folder / ".git"
    try:
        mode = entry.lstat().st_mode
    except OSError:
        return None
    if stat.S_ISLNK(mode):
        target = Path(os.path.realpath(entry))
        if not target.is_relative_to(folder):
            raise _refused(folder, "its .git is a link that leaves the folder")
        mode, entry = (target.lstat().st_mode, target) if target.exists() else (0, target)
    if stat.S_ISDIR(mode):
        if not _is_git_directory(entry):
            raise RepositoryError(f"{folder}: its .git folder lacks HEAD, objects or refs; look at it with 'git fsck'",
                                  slug="corrupt-repository")
        return GitDirectory(top=folder, private=entry, common=entry, bare=False)
    if stat.S_ISREG(mode):
        return _through_file(folder, entry)
    raise _refused(folder, "its .git is neither a folder nor a file")


def _refused(folder: Path, reason: str) -> RepositoryError:
    return RepositoryError(f"{folder}: {reason}; name the repository itself with --repo DIR", slug="corrupt-repository")


def _through_file(folder: Path, entry: Path) -> GitDirectory:
    """A ``.git`` file names a directory elsewhere. It is believed only where that directory names this folder in return."""
    text = os.fsdecode(_read(entry, _MAX_SMALL) or b"")
    if not text.startswith("gitdir:"):
        raise _refused(folder, "its .git file does not name a git directory")
    private = Path(os.path.realpath(folder / text[len("gitdir:"):].strip()))
    back = os.fsdecode(_read(private / "gitdir", _MAX_SMALL) or b"").strip()
    if back:
        named = Path(os.path.realpath(private / back))
        common = Path(os.path.realpath(private / os.fsdecode(_read(private / "commondir", _MAX_SMALL) or b".").strip()))
        if named == Path(os.path.realpath(entry)) and _is_git_directory(common):
            return GitDirectory(top=folder, private=private, common=common, bare=False)
    else:
        settings = os.fsdecode(_read(private / "config", _MAX_SMALL) or b"")
        for match in _WORK_TREE.finditer(settings):
            if Path(os.path.realpath(private / match[1].strip().strip('"'))) == folder and _is_git_directory(private):
                return GitDirectory(top=folder, private=private, common=private, bare=False)
    raise _refused(folder, "its .git file names a git directory that does not name this folder in return")


def _is_git_directory(folder: Path) -> bool:
    # HEAD may be a link in very old repositories, so its kind is not asked.
    return os.path.lexists(folder / "HEAD") and (folder / "objects").is_dir() and (folder / "refs").is_dir()


def build(shadow: Path, source: GitDirectory) -> Shadow:
    """Fill the empty private folder ``shadow``.

    Raises:
        RepositoryError: HEAD cannot be read.
    """
    refs = _references(source)
    head = _read(source.private / "HEAD", _MAX_SMALL)
    if head is None and (source.private / "HEAD").is_symlink():
        head = b"ref: " + os.fsencode(os.readlink(source.private / "HEAD"))
    detached, symbolic = _DETACHED.match(head or b""), _SYMBOLIC.match(head or b"")
    if detached is None and symbolic is None:
        raise RepositoryError(f"{source.top}: its HEAD cannot be read; look at it with 'git fsck'", slug="corrupt-repository")
    named = detached[1] if detached else symbolic[1] if symbolic else b""
    first = named if detached else refs.get(named) or next(iter(refs.values()), b"")
    sha256 = len(first) == 64
    object_format = "sha256" if sha256 else "sha1"
    refs = {name: value for name, value in refs.items() if len(value) == (64 if sha256 else 40)}
    (shadow / "objects" / "info").mkdir(parents=True)
    (shadow / "refs").mkdir()
    (shadow / "config").write_text(_CONFIG.format(version=1 if sha256 else 0, extension="\tobjectFormat = sha256\n" if sha256 else "",
                                                  empty=_EMPTY_TREE[object_format]))
    (shadow / "HEAD").write_bytes((b"" if detached else b"ref: ") + named + b"\n")
    lines = [refs[name] + b" " + name + b"\n" for name in sorted(refs)]
    (shadow / "packed-refs").write_bytes(b"# pack-refs with: sorted \n" + b"".join(lines))
    (shadow / "objects" / "info" / "alternates").write_bytes(_quoted(source.common / "objects") + b"\n")
    boundary = re.findall(rb"^(?:" + _ID + rb")$", _read(source.common / "shallow", _MAX_REFS) or b"", re.MULTILINE)
    if boundary:
        (shadow / "shallow").write_bytes(b"".join(line + b"\n" for line in sorted(boundary)))
    return Shadow(
        object_format=object_format,
        head=named.decode("utf-8", "backslashreplace"),
        born=detached is not None or named in refs,
        boundary=frozenset(line.decode("ascii") for line in boundary),
        branches=tuple(sorted(name[11:].decode("utf-8", "backslashreplace") for name in refs if name.startswith(b"refs/heads/"))),
        reftable=(source.common / "reftable").is_dir(),
    )


def _references(source: GitDirectory) -> dict[bytes, bytes]:
    """Branches, tags and remote branches with their ids; loose ones win over packed ones."""
    packed = _read(source.common / "packed-refs", _MAX_REFS) or b""
    refs = {match[2]: match[1] for match in _PACKED.finditer(packed)}
    symbolic: dict[bytes, bytes] = {}
    count = 0
    for kind in ("heads", "tags", "remotes"):
        for folder, _, names in os.walk(source.common / "refs" / kind):
            for name in names:
                count += 1
                if count > _MAX_LOOSE:
                    break
                path = Path(folder, name)
                ref = os.fsencode(path.relative_to(source.common).as_posix())
                content = _read(path, _MAX_SMALL)
                if content is None or not re.fullmatch(_REF, ref):
                    continue
                if match := _DETACHED.match(content):
                    refs[ref] = match[1]
                elif match := _SYMBOLIC.match(content):
                    symbolic[ref] = match[1]
    for ref, target in symbolic.items():
        if target in refs:
            refs[ref] = refs[target]
    return refs


def _quoted(path: Path) -> bytes:
    """A line of ``objects/info/alternates``: quoted as git does, since a path may hold a line break."""
    raw = os.fsencode(path)
    return b'"' + raw.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'


def _read(path: Path, limit: int) -> bytes | None:
    """The start of a regular file; None for anything else. Links are not followed and a pipe cannot make us wait."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None
    with open(handle, "rb") as file:
        return file.read(limit) if stat.S_ISREG(os.fstat(handle).st_mode) else None
