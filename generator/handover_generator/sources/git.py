"""The door to a repository's git data: opened through a private shadow, read through GitPython, never written to."""

from __future__ import annotations

import os
import re
from pathlib import Path
from types import TracebackType

from handover_generator.errors import RepositoryError
from handover_generator.private_folder import PrivateFolder
from handover_generator.records import field, record
from handover_generator.regexes import regex
from handover_generator.sources import _git_shadow
from handover_generator.sources._git_process import GitFailed, Process, Runner

_SAFE_GIT = (2, 39, 4)
_FULL_ID = regex(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")


@record(slots=True, kw_only=True, eq=False)
class GitRepository:
    """An opened repository. Use it as a context manager: leaving removes the shadow.

    ``root``: the folder of the repository (top of the work tree, or the bare directory); ``name``: its name without ``.git``.
    ``commit``: full id of the analysed commit, None where nothing is committed yet. ``work_tree``: the folder whose files are analysed,
    None when a commit is (a bare repository, or ``at`` was given). ``boundary``: commits at which a shallow clone ends. ``notes``: what
    limits the answers, in sentences; ``warnings``: the same about this machine, for the terminal only. ``common``: the real git directory;
    read its references and rules only, never hand it to git.
    """

    root: Path
    name: str
    commit: str | None
    work_tree: Path | None
    shallow: bool
    bare: bool
    partial: bool
    object_format: str
    boundary: frozenset[str]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]
    common: Path
    runner: Runner = field(repr=False)
    temporary: PrivateFolder = field(repr=False)

    @property
    def identity(self) -> str:
        """Tells repositories of this machine apart, linked work trees of one repository not; for the cache."""
        return os.fsencode(self.common).decode("utf-8", "backslashreplace")

    def run(self, *args: str, stdin: bytes | None = None) -> bytes:
        """Standard output of ``git <args>`` over the shadow.

        Raises:
            GitFailed: git ended with an error.
        """
        status, output, complaint = self.runner.run(*args, stdin=stdin)
        if status != 0:
            raise GitFailed(args[0], status, complaint)
        return output

    def stream(self, *args: str, stdin: bytes | None = None) -> Process:
        """Start ``git <args>`` over the shadow; iterate ``blocks()`` of the result inside a ``with`` statement."""
        return self.runner.start(*args, stdin=stdin)

    def cut(self, commit: str) -> None:
        """From now on let history end at ``commit``, whose parents are absent; known to this handle only."""
        self.boundary |= {commit}
        Path(self.temporary.name, "shallow").write_text("".join(f"{id_}\n" for id_ in sorted(self.boundary)), "ascii")

    def close(self) -> None:
        """Remove the shadow. May be called twice."""
        self.temporary.cleanup()

    def __enter__(self) -> GitRepository:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.close()


def open_repository(root: Path, at: str | None = None) -> GitRepository:
    """Open the repository at ``root``, or the one whose work tree holds ``root``.

    Args:
        root: a work tree, a folder in one, a linked work tree or a bare repository.
        at: the revision to analyse instead of the work tree: a branch, tag, id, short id, ``HEAD~3``.

    Raises:
        RepositoryError: no-repository, unknown-commit, empty-repository, corrupt-repository, git-missing, temporary-directory.
    """
    source = _git_shadow.locate(root)
    temporary = PrivateFolder()
    try:
        shadow = Path(os.path.realpath(temporary.name))
        if shadow.is_relative_to(source.top):
            raise RepositoryError(f"{shadow.parent}: the folder for temporary files lies inside the repository; set TMPDIR to another one",
                                  slug="temporary-directory")
        found = _git_shadow.build(shadow, source)
        runner = Runner(shadow, source.top)
        commit = _resolve(runner, source, found, at)
        return GitRepository(
            root=source.top, name=_name(source.top), commit=commit, work_tree=None if source.bare or at is not None else source.top,
            shallow=bool(found.boundary), bare=source.bare, partial=_is_partial(source.common), object_format=found.object_format,
            boundary=found.boundary, notes=_notes(source, found, commit), warnings=_warnings(runner, source),
            common=source.common, runner=runner, temporary=temporary)
    except BaseException:
        temporary.cleanup()
        raise


def _name(top: Path) -> str:
    name = os.fsencode(top.name).decode("utf-8", "backslashreplace").removesuffix(".git")
    return name or "repository"


def _resolve(runner: Runner, source: _git_shadow.GitDirectory, found: _git_shadow.Shadow, at: str | None) -> str | None:
    """The full id to analyse. None: nothing is committed yet, but there are files."""
    if found.reftable and not (at and _FULL_ID.match(at)):
        raise RepositoryError(f"{source.top}: keeps its references in a form that cannot be read from outside (reftable); "
                              "give the full id of a commit with --at", slug="unknown-commit")
    if at is None and not found.born:
        if found.branches:
            raise RepositoryError(f"{source.top}: HEAD names '{found.head}', which has no commit; name a branch that has one with --at, "
                                  f"such as '{found.branches[0]}'", slug="unknown-commit")
        if source.bare or not any(name != ".git" for name in os.listdir(source.top)):
            raise RepositoryError(f"{source.top}: the repository is empty; commit something to it first", slug="empty-repository")
        return None
    wanted = "HEAD" if at is None else at
    if "\0" in wanted or "\n" in wanted or not wanted:
        raise RepositoryError(f"{source.top}: {wanted!r} is not the name of a commit; look with 'git log'", slug="unknown-commit")
    status, output, complaint = runner.run("rev-parse", "--verify", "--end-of-options", f"{wanted}^{{commit}}")
    commit = output.decode("ascii", "replace").strip()
    if status == 0 and _FULL_ID.match(commit):
        status, _, complaint = runner.run("cat-file", "-e", f"{commit}^{{tree}}")
        if status == 0:
            return commit
    elif at is not None:
        if not found.branches and not found.born:
            raise RepositoryError(f"{source.top}: there is no commit '{at}', since nothing is committed yet", slug="empty-repository")
        hint = "this clone is shallow, fetch more of it with 'git fetch --unshallow'" if found.boundary else "look with 'git log'"
        if "ambiguous" in complaint:
            raise RepositoryError(f"{source.top}: '{at}' names more than one commit; give more digits of its id", slug="unknown-commit")
        raise RepositoryError(f"{source.top}: '{at}' does not name a commit here; {hint}", slug="unknown-commit")
    raise RepositoryError(f"{source.top}: the commit that '{wanted}' names cannot be read (objects are absent or damaged); "
                          "look at it with 'git fsck'", slug="corrupt-repository")


def _is_partial(common: Path) -> bool:
    """Whether a pack is marked as coming from a server that still holds the rest."""
    try:
        return any(name.endswith(".promisor") for name in os.listdir(common / "objects" / "pack"))
    except OSError:
        return False


def _notes(source: _git_shadow.GitDirectory, found: _git_shadow.Shadow, commit: str | None) -> tuple[str, ...]:
    notes: list[str] = []
    if found.boundary:
        notes.append("The clone is shallow: what happened before its oldest commits is not known, so nobody is called the only author.")
    if commit is None:
        notes.append("Nothing is committed yet: there is no history to learn from.")
    return tuple(notes)


def _warnings(runner: Runner, source: _git_shadow.GitDirectory) -> tuple[str, ...]:
    warnings: list[str] = []
    _, output, _ = runner.run("version")
    match = re.search(rb"(\d+)\.(\d+)(?:\.(\d+))?", output)
    if match and tuple(int(part or 0) for part in match.groups()) < _SAFE_GIT:
        warnings.append(f"git {match[0].decode('ascii')} has known security holes; a newer one is advised.")
    try:
        owner = (source.common / "objects").stat().st_uid
    except OSError:
        return tuple(warnings)
    if os.geteuid() not in (0, owner):
        warnings.append("The repository's objects belong to another user of this machine.")
    if (source.common / "objects" / "info" / "alternates").exists():
        warnings.append("The repository borrows objects from another one (objects/info/alternates).")
    return tuple(warnings)
