"""Starts git, and nothing else, in a surrounding that the analysed repository cannot influence.

GitPython is the process handle. Arguments are literal options of ours; whatever comes from a person or from a repository follows
``--end-of-options`` or goes in on standard input.
"""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from handover_generator.errors import RepositoryError

if TYPE_CHECKING:
    from types import TracebackType

    from git.cmd import Git

BLOCK = 1 << 20
WALL_SECONDS = 15 * 60
_KEPT_COMPLAINT = 64_000
_LITTLE = 1 << 16
_REST_SECONDS = 0.005
_MINIMUM_GITPYTHON = (3, 2)

# Built up, not stripped down: what is not here does not exist for git. Each line stops one way by which configuration of the machine, the
# person or the repository could change what is read, reach the network, start a program or wait for an answer.
_ENVIRONMENT = {
    "LC_ALL": "C", "LANGUAGE": "C", "TZ": "UTC",
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_SYSTEM": os.devnull, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_ATTR_NOSYSTEM": "1",
    "GIT_NO_REPLACE_OBJECTS": "1", "GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": "none", "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0", "GIT_ASKPASS": "", "SSH_ASKPASS": "", "GIT_SSH_COMMAND": "false",
    "GIT_PAGER": "cat", "GIT_EDITOR": "false", "GIT_ADVICE": "0",
    "GIT_FLUSH": "0",                  # whole blocks instead of one write for each commit
}


class GitFailed(RepositoryError):
    """git ended with an error while reading objects: the repository is damaged or lacks objects.

    Args:
        command: the sub-command, such as ``ls-tree``.
        status: its exit status.
        complaint: what it wrote to standard error.
    """

    def __init__(self, command: str, status: int, complaint: str) -> None:
        reason = complaint.strip().splitlines()[-1] if complaint.strip() else f"exit status {status}"
        super().__init__(f"git {command} could not read the repository ({reason}); look at it with 'git fsck'", slug="corrupt-repository")
        self.status = status
        self.complaint = complaint


class Process:
    """A running git. Use it as a context manager; leaving early ends the child.

    Args:
        handle: GitPython's handle of the started process. It is ended after a quarter of an hour; ``expired`` then says so.
        stdin: the file it reads from, closed at the end.
    """

    def __init__(self, handle: Any, stdin: IO[bytes] | None) -> None:
        self._handle = handle
        self._stdin = stdin
        self._said: list[bytes] = []
        # A full pipe of complaints would stop git while we wait for its output.
        self._drain = threading.Thread(target=self._listen, args=(handle.stderr,), daemon=True)
        self._drain.start()
        self.expired = False
        self._alarm = threading.Timer(WALL_SECONDS, self._expire)
        self._alarm.daemon = True
        self._alarm.start()
        self.status: int | None = None

    def _expire(self) -> None:
        self.expired = True
        self._handle.proc.kill()

    def _listen(self, pipe: IO[bytes]) -> None:
        size = 0
        while block := pipe.read(4096):
            if size < _KEPT_COMPLAINT:
                self._said.append(block)
                size += len(block)

    @property
    def complaint(self) -> str:
        """What it wrote to standard error so far; whole once ``status`` is set."""
        return b"".join(self._said).decode("utf-8", "backslashreplace")

    def blocks(self) -> Iterator[bytes]:
        """Its output in blocks of up to 1 MB, to the end; then ``status`` is set."""
        pipe = self._handle.stdout.fileno()
        if hasattr(fcntl, "F_SETPIPE_SZ"):
            with suppress(OSError):        # a system that has no room for a long pipe
                fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, BLOCK)
        total = 0
        while block := os.read(pipe, BLOCK):
            yield block
            total += len(block)
            # git writes 4 kB at a time. To be woken up for each of them costs both sides more than all the rest, so the pipe may fill again.
            if total > _LITTLE and len(block) < BLOCK // 2:
                time.sleep(_REST_SECONDS)
        self.finish()

    def finish(self) -> int:
        """Wait for the end and give the exit status. Output must have been read to the end."""
        if self.status is None:
            self.status = int(self._handle.proc.wait())
            self._drain.join()
            self._alarm.cancel()
        return self.status

    def __enter__(self) -> Process:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._alarm.cancel()
        if self.status is None:
            self._handle.proc.kill()
            self._handle.proc.wait()
            self._drain.join()
        self._handle.stdout.close()
        self._handle.stderr.close()
        if self._stdin is not None:
            self._stdin.close()


class Runner:
    """Runs git over one git directory of ours.

    Args:
        shadow: the private git directory; also the working directory of every child.
        avoid: folder from which no program may be taken (the analysed repository).

    Raises:
        RepositoryError: no usable git or GitPython.
    """

    def __init__(self, shadow: Path, avoid: Path) -> None:
        path = _search_path(avoid)
        program = shutil.which("git", path=path)
        clean = shutil.which("env", path=path)
        if program is None or clean is None:
            missing = "git" if program is None else "the command 'env'"
            raise RepositoryError(f"{missing} was not found on PATH; install it and try again", slug="git-missing")
        self._git = _load_gitpython(program)(shadow)
        self._shadow = shadow
        settings = _ENVIRONMENT | {"PATH": path, "HOME": str(shadow), "XDG_CONFIG_HOME": str(shadow), "TMPDIR": str(shadow)}
        # GitPython adds to the inherited environment and cannot take away from it; ``env -i`` can.
        self._prefix = [clean, "-i", *(f"{key}={value}" for key, value in settings.items()), program, f"--git-dir={shadow}", "--no-pager"]

    def start(self, *args: str, stdin: bytes | None = None) -> Process:
        """Start ``git <args>``; ``stdin`` is fed from a private file, else standard input is closed."""
        source: IO[bytes] | None = None
        if stdin is not None:
            source = tempfile.TemporaryFile(dir=self._shadow)  # noqa: SIM115  (closed by the process)
            source.write(stdin)
            source.seek(0)
        handle = self._git.execute([*self._prefix, *args], istream=source, as_process=True, shell=False)  # type: ignore[arg-type]
        return Process(handle, source)

    def run(self, *args: str, stdin: bytes | None = None) -> tuple[int, bytes, str]:
        """Run to the end: (exit status, standard output, standard error)."""
        with self.start(*args, stdin=stdin) as process:
            output = b"".join(process.blocks())
            return process.finish(), output, process.complaint


def _search_path(avoid: Path) -> str:
    """PATH without relative entries and without folders of the analysed repository, so that no program of it can be started."""
    kept: list[str] = []
    for entry in os.environ.get("PATH", os.defpath).split(os.pathsep):
        if os.path.isabs(entry) and not Path(os.path.realpath(entry)).is_relative_to(avoid):
            kept.append(entry)
    return os.pathsep.join(kept)


def _load_gitpython(program: str) -> type[Git]:
    """Import GitPython's runner.

    Importing it starts ``git version`` by name; the full path keeps that from meeting a ``git`` in the current directory.
    """
    wanted = {"GIT_PYTHON_GIT_EXECUTABLE": program, "GIT_PYTHON_REFRESH": "quiet"}
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        import git
        from git.cmd import Git
    except ImportError as error:
        raise RepositoryError(f"GitPython cannot be used ({error}); install 'gitpython>=3.2'", slug="git-missing") from None
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value
    parts = git.__version__.split(".")
    if tuple(int(part) for part in parts[:2] if part.isdigit()) < _MINIMUM_GITPYTHON:
        raise RepositoryError(f"GitPython {git.__version__} has known security holes; install 'gitpython>=3.2'", slug="git-missing")
    return Git
