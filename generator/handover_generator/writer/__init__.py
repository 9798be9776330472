"""The only module that writes results: single files and finished sites, each put in place in one step.

A failed or killed run leaves what was there before whole. A site is built by MkDocs in a child process that sees our own files only: its
working directory, its configuration and its environment are ours, and no path of the analysed repository is on its command line.
"""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from handover_generator.errors import OutputError
from handover_generator.model.files import SITE_MARKER as MARKER
from handover_generator.private_folder import PrivateFolder
from handover_generator.writer._folders import bring, clear_leftovers, fresh_beside, mark, old_beside, remove
from handover_generator.writer._swap import exchange

BUILD_SECONDS = 15 * 60
# The build date would differ from run to run; nothing on a page depends on it.
_EPOCH = "315532800"
_KEPT_ENVIRONMENT = ("SYSTEMROOT", "SYSTEMDRIVE", "TEMP", "TMP", "TMPDIR", "PATHEXT")


def write_text(path: Path, text: str, *, within: Path | None = None) -> None:
    """Write one file so that a reader sees the old text or the new one, never a part.

    Pipes and character devices (``/dev/null``, ``/dev/stdout``, a shell's ``>(...)``) are written to as they are: to put a file in their place
    would take them away from every other program.

    Args:
        path: the file.
        text: what it is to hold.
        within: a folder that must not be left, as a repository may hold links to anywhere; None where a person named the path.

    Raises:
        OutputError: ``path`` is a folder, a block device or a link to a file, a link on the way to it leads out of ``within``, or the disk does
            not take it; the old file is untouched.
    """
    with _told(path):
        if within is not None and not path.parent.resolve().is_relative_to(within.resolve()):
            raise OutputError(f"{path}: cannot write there, a link on the way leads out of {within}; put a folder in its place", slug="output")
        mode = path.stat().st_mode if path.exists() else 0
        if stat.S_ISCHR(mode) or stat.S_ISFIFO(mode):
            with open(path, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
                stream.write(text)
            return
        check_file(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=f".{path.name[:40]}.", dir=path.parent)
        fresh = Path(name)
        try:
            with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace", newline="\n") as stream:
                stream.write(text)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.chmod(path.stat().st_mode & 0o777 if path.exists() else 0o666 & ~_umask())
            fresh.replace(path)
        finally:
            fresh.unlink(missing_ok=True)


def check_file(path: Path) -> None:
    """Whether one file may be written at ``path``; cheap, so that a long analysis does not end in a refusal.

    Raises:
        OutputError: with the reason.
    """
    with _told(path):
        mode = path.stat().st_mode if path.exists() else 0
        if path.is_symlink() or (mode and not stat.S_ISREG(mode) and not stat.S_ISCHR(mode) and not stat.S_ISFIFO(mode)):
            kind = "link" if path.is_symlink() else "folder" if stat.S_ISDIR(mode) else "device or a socket"
            raise OutputError(f"{path}: cannot write there, it is a {kind}; name a file", slug="output")
        holder = next((parent for parent in Path(os.path.abspath(path)).parents if parent.exists()), None)
        if holder is not None and not holder.is_dir():
            raise OutputError(f"{path}: cannot write there, {holder} is no folder; name a file in one", slug="output")
        if not mode and holder is not None and not os.access(holder, os.W_OK | os.X_OK):
            raise OutputError(f"{path}: cannot write there, {holder} does not let us; name another place", slug="output")


def write_tree(files: Mapping[str, str | bytes], folder: Path) -> None:
    """Write named texts below an existing or new folder of ours. No name may leave it.

    Raises:
        OutputError: a name climbs out, or the disk does not take it.
    """
    with _told(folder):
        for name, content in files.items():
            inside = PurePosixPath(name)
            if inside.is_absolute() or ".." in inside.parts or "\\" in name or not inside.parts:
                raise OutputError(f"{name!r}: not a name below the output folder", slug="output")
            target = folder.joinpath(*inside.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content.encode("utf-8", "backslashreplace") if isinstance(content, str) else content)


def write_site(files: Mapping[str, str | bytes], output: Path) -> None:
    """Build the site and put it at ``output``, replacing an earlier site of ours as a whole.

    Args:
        files: what ``renderers.site.render_site`` gave: ``mkdocs.yml`` and ``docs/...``.
        output: the finished site's folder. It must not exist, be empty, or be a handover site.

    Raises:
        OutputError: ``output`` holds something else, is a link or tracked by git; MkDocs failed; the disk is full. The old site is whole.
    """
    with _workshop(output) as (work, place):
        write_tree(files, work / "source")
        _put(_build(work / "source"), place)


def write_sources(files: Mapping[str, str | bytes], output: Path) -> None:
    """Put the sources themselves at ``output``, for a builder of one's own; the arguments and what it raises are those of ``write_site``."""
    with _workshop(output) as (work, place):
        write_tree(files, work / "source")
        mark(work / "source")
        _put(work / "source", place)


@contextmanager
def _workshop(output: Path) -> Iterator[tuple[Path, Path]]:
    """(a private folder to work in, ``output`` as an absolute path), once it is sure that something may be put there."""
    output = Path(os.path.abspath(output))
    check_output(output)
    with _told(output):
        output.parent.mkdir(parents=True, exist_ok=True)
        clear_leftovers(output)
    with _tidy_end(), _private_folder(output) as work:
        yield work, output


def serve_site(build: Callable[[], Mapping[str, str | bytes]], watch: list[Path], host: str = "127.0.0.1", port: int = 8000) -> None:
    """Serve the site here and build it again after each change; see ``_serve.serve_site``."""
    from handover_generator.writer._serve import serve_site as serve

    serve(build, watch, host, port)


def check_output(output: Path) -> None:
    """Whether a site may be written to ``output``; cheap, so that a long analysis does not end in a refusal.

    Raises:
        OutputError: with the reason.
    """
    if output.is_symlink():
        raise OutputError(f"{output}: is a link; name the folder itself", slug="output-link")
    with _told(output):
        if not output.exists():
            return
        if not output.is_dir():
            raise OutputError(f"{output}: is a file; name a folder for the site", slug="output-not-ours")
        names = os.listdir(output)
        if names and MARKER not in names:
            raise OutputError(f"{output}: holds files that handover did not write; name a new or empty folder", slug="output-not-ours")
        if names and _tracked(output):
            raise OutputError(
                f"{output}: is tracked by git; name a folder that is not, or remove it from the index first", slug="output-tracked"
            )


def build_folder(files: Mapping[str, str | bytes], folder: Path) -> Path:
    """Write the sources into ``folder`` and build them there; gives the finished site's folder. For servers and tests.

    Raises:
        OutputError: MkDocs failed or the disk does not take it.
    """
    write_tree(files, folder)
    return _build(folder)


def _build(source: Path) -> Path:
    """Run MkDocs over our files; gives the folder with the finished site."""
    command = [sys.executable, "-P", "-m", "mkdocs", "build", "--quiet", "--strict", "--config-file", "mkdocs.yml"]
    process = subprocess.Popen(
        command,
        cwd=source,
        env=_environment(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=True,
    )
    try:
        printed, _ = process.communicate(timeout=BUILD_SECONDS)
    except subprocess.TimeoutExpired:
        raise OutputError(
            f"mkdocs did not finish within {BUILD_SECONDS // 60} minutes; the old site is unchanged", slug="site-build"
        ) from None
    finally:
        _end(process)
    site = source / "site"
    if process.returncode != 0 or not site.is_dir():
        last = printed.decode("utf-8", "backslashreplace").strip().splitlines()[-3:] or ["it printed nothing"]
        raise OutputError(
            f"mkdocs could not build the site (exit code {process.returncode}): {' / '.join(last)}; the old site is unchanged",
            slug="site-build",
        )
    # Lists of addresses for search engines: they hold build dates, and a site without an address has no use for them.
    for name in ("sitemap.xml", "sitemap.xml.gz"):
        (site / name).unlink(missing_ok=True)
    mark(site)
    return site


def _environment() -> dict[str, str]:
    """Built up, not stripped down: no token, no PYTHONPATH, no git variable reaches the child."""
    kept = {name: os.environ[name] for name in _KEPT_ENVIRONMENT if name in os.environ}
    return {
        **kept,
        "PATH": os.defpath,
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
        "PYTHONUTF8": "1",
        "PYTHONHASHSEED": "0",
        "PYTHONSAFEPATH": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SOURCE_DATE_EPOCH": _EPOCH,
        "NO_MKDOCS_2_WARNING": "1",
        "DISABLE_MKDOCS_2_WARNING": "true",
        "TZ": "UTC",
    }


def _end(process: subprocess.Popen[bytes]) -> None:
    """Leave no child behind, whatever ended the wait (a signal included)."""
    if process.poll() is None:
        with suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
        process.wait()
    if process.stdout:
        process.stdout.close()


def _put(site: Path, output: Path) -> None:
    """Move the finished site beside ``output``, then change places in one step."""
    fresh = fresh_beside(output)
    with _told(output):
        try:
            bring(site, fresh)
            _sync(fresh)
            check_output(output)  # again: minutes have passed since the first look
            if output.exists():
                exchange(fresh, output, old_beside(output))
            else:
                fresh.rename(output)
        finally:
            remove(fresh)


def _sync(folder: Path) -> None:
    """Bring the finished files to the disk before they take the old ones' place."""
    if hasattr(os, "sync") and sys.platform.startswith("linux"):
        # One call for the file system instead of thousands of fsync calls.
        os.sync()
        return
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as stream, suppress(OSError):
                os.fsync(stream.fileno())


def _tracked(folder: Path) -> bool:
    """Whether git's index names a file below ``folder``. The index is only searched for the folder's name: no git is run here."""
    for parent in folder.parents:
        index = _git_folder(parent / ".git") / "index"
        if index.is_file():
            inside = folder.relative_to(parent).as_posix().encode("utf-8", "surrogateescape") + b"/"
            return inside + MARKER.encode() in index.read_bytes()
    return (folder / ".git").exists()


def _git_folder(place: Path) -> Path:
    """Where git keeps what belongs to a work tree: in a linked one and in a submodule ``.git`` is a file that names the folder."""
    if not place.is_file():
        return place
    named = place.read_bytes()[:4096].decode("utf-8", "surrogateescape").removeprefix("gitdir:").strip()
    return place.parent / named


@contextmanager
def _tidy_end() -> Iterator[None]:
    """Let SIGTERM unwind the stack, so that the child ends and our folders go; leaves handlers that somebody else set alone."""
    ours = threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGTERM) is signal.SIG_DFL

    def end(number: int, _: object) -> None:
        raise SystemExit(128 + number)

    if ours:
        signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        if ours:
            signal.signal(signal.SIGTERM, signal.SIG_DFL)


@contextmanager
def _private_folder(output: Path) -> Iterator[Path]:
    """A fresh folder only we can enter, removed at the end."""
    with _told(output):
        folder = PrivateFolder()
    with folder as name:
        yield Path(name)


@contextmanager
def _told(path: Path) -> Iterator[None]:
    """Failures of the file system as one sentence."""
    try:
        yield
    except OSError as error:
        where = Path(error.filename if isinstance(error.filename, str) else path)
        # What is written is made beside it first, under a name that nobody gave.
        where = where.parent if "handover-" in where.name else where
        todo = f"see to the rights and the room of {where}, or write to another place"
        raise OutputError(
            f"{path}: cannot be written ({error.strerror or error}); what was there before is unchanged; {todo}", slug="output"
        ) from error


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask
