"""The real program as a person starts it, over repositories that are built here with plain git."""

from __future__ import annotations

import hashlib
import os
import stat
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest

PACKAGE_ROOT = Path(__file__).parents[2]
DAY = "1700000000"  # what "today" is in every run: 14 November 2023


@dataclass(frozen=True)
class Result:
    """How a run ended."""

    code: int
    out: str
    err: str

    def told(self, code: int, *words: str) -> None:
        """It ended with ``code`` and said one thing in plain words; nothing like a traceback, nothing on stdout unless it was fine."""
        assert self.code == code, self
        assert "Traceback" not in self.out + self.err, self
        assert "a mistake of ours" not in self.err, self
        said = [line for line in self.err.splitlines() if not line.startswith("note: ")]
        assert said, self
        for word in words:
            assert word in self.err, (word, self)


class Program:
    """Runs ``handover`` in a clean surrounding of its own: own home, own cache, fixed day."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.env: dict[str, str] = {
            "PATH": os.environ["PATH"],
            "HOME": str(home),
            "XDG_CACHE_HOME": str(home / "cache"),
            "TMPDIR": str(home / "tmp"),
            "SOURCE_DATE_EPOCH": DAY,
            "LC_ALL": "C.UTF-8",
            "PYTHONPATH": str(PACKAGE_ROOT),
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        (home / "tmp").mkdir(parents=True)

    def command(self, *args: str | Path) -> list[str]:
        """The command line."""
        return [sys.executable, "-m", "handover_generator", *map(str, args)]

    def environment(self, changed: Mapping[str, str | None] | None = None) -> dict[str, str]:
        """The environment with some variables changed, or taken away where None."""
        env = {**self.env, **{name: value for name, value in (changed or {}).items() if value is not None}}
        return {name: value for name, value in env.items() if (changed or {}).get(name, "") is not None}

    def __call__(
        self,
        *args: str | Path,
        cwd: Path | None = None,
        env: Mapping[str, str | None] | None = None,
        timeout: float = 120,
        limit: Callable[[], None] | None = None,
    ) -> Result:
        """Run it to its end. ``limit`` is called in the child before the program starts."""
        done = subprocess.run(
            self.command(*args),
            cwd=cwd or self.home,
            env=self.environment(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=timeout,
            check=False,
            preexec_fn=limit,
        )
        return Result(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "backslashreplace"))


class Repo:
    """A git repository under construction."""

    def __init__(self, root: Path, *options: str) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *args: str, by: str = "Ana", email: str = "ana@example.org", on: str = "2023-03-01T12:00:00+00:00") -> str:
        """Run git here; its output."""
        env = {
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "LC_ALL": "C",
            "GIT_AUTHOR_NAME": by,
            "GIT_AUTHOR_EMAIL": email,
            "GIT_COMMITTER_NAME": by,
            "GIT_COMMITTER_EMAIL": email,
            "GIT_AUTHOR_DATE": on,
            "GIT_COMMITTER_DATE": on,
        }
        done = subprocess.run(["git", *args], cwd=self.root, env=env, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, files: Mapping[str | bytes, str | bytes], *, executable: Sequence[str] = ()) -> None:
        """Write files below the root."""
        for name, content in files.items():
            path = os.path.join(os.fsencode(self.root), os.fsencode(name))
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with open(path, "wb") as stream:
                stream.write(content.encode() if isinstance(content, str) else content)
            if name in executable:
                os.chmod(path, 0o755)

    def commit(
        self,
        files: Mapping[str | bytes, str | bytes],
        message: str = "Change",
        *,
        by: str = "Ana",
        email: str = "ana@example.org",
        on: str = "2023-03-01T12:00:00+00:00",
        executable: Sequence[str] = (),
    ) -> str:
        """Write files and commit everything; gives the commit's id."""
        self.write(files, executable=executable)
        self.git("add", "--all", "--force", ".")
        self.git("commit", "--quiet", "--allow-empty", "-m", message, by=by, email=email, on=on)
        return self.git("rev-parse", "HEAD")


def digest(folder: Path) -> str:
    """One number for all names, kinds, modes, links, contents and times of change below a folder."""
    total = hashlib.sha256()
    for path, folders, files in sorted(os.walk(os.fsencode(folder))):
        for name in sorted([*folders, *files]):
            full = os.path.join(path, name)
            status = os.lstat(full)
            total.update(b"%s\0%o\0%d\0%d\0" % (full, status.st_mode, status.st_size if not stat.S_ISDIR(status.st_mode) else 0, status.st_mtime_ns))
            if stat.S_ISLNK(status.st_mode):
                total.update(os.readlink(full))
            elif stat.S_ISREG(status.st_mode) and status.st_size < 2_000_000:
                with open(full, "rb") as stream:
                    total.update(stream.read())
    return total.hexdigest()


@pytest.fixture(scope="session")
def session_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that lives as long as the run."""
    return tmp_path_factory.mktemp("e2e")


@pytest.fixture(scope="session")
def handover(session_folder: Path) -> Program:
    """The program with one cache for all tests, as on a person's machine."""
    return Program(session_folder / "home")


@pytest.fixture
def alone(tmp_path: Path) -> Program:
    """The program with a home of its own: nothing in any cache."""
    return Program(tmp_path / "home")


@pytest.fixture
def make_repo(tmp_path: Path) -> Callable[..., Repo]:
    """Makes repositories: ``make_repo("name", *options of git init)``."""
    return lambda name="repo", *options: Repo(tmp_path / name, *options)


@pytest.fixture(scope="session")
def digest_of() -> Callable[[Path], str]:
    """Tells whether a folder changed in any way."""
    return digest


SMALL: dict[str | bytes, str | bytes] = {
    "scripts/reset.py": '"""Reset the pilot."""\nimport shutil\n\nif __name__ == "__main__":\n    shutil.rmtree("/srv/pilot")\n',
    "scripts/clean.sh": "#!/bin/sh\n# Clean old files.\nrm -rf /srv/old\n",
    "crontab": "0 3 * * * root scripts/clean.sh\n",
}


@pytest.fixture
def small(make_repo: Callable[..., Repo]) -> Repo:
    """Two scripts and a crontab, one commit."""
    repo = make_repo("small")
    repo.commit(SMALL, executable=("scripts/clean.sh",))
    return repo


@pytest.fixture(scope="session")
def shop(session_folder: Path) -> Repo:
    """As ``small`` but shared by the tests that only read it; two commits by two people, so that review and leave have something to say."""
    repo = Repo(session_folder / "shop")
    first: dict[str | bytes, str | bytes] = {**SMALL, "scripts/report.py": '"""Print a report."""\nif __name__ == "__main__":\n    print(1)\n'}
    repo.commit(first, "Begin", executable=("scripts/clean.sh",))
    repo.commit(
        {"scripts/report.py": '"""Print a report."""\nimport os\nif __name__ == "__main__":\n    os.remove("/srv/report")\n'},
        "Also remove the old report",
        by="Bea",
        email="bea@example.org",
        on="2023-06-01T12:00:00+00:00",
    )
    return repo
