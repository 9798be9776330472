"""Builds small repositories with plain git in a clean surrounding."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest

Content = str | bytes | None


class RepoBuilder:
    """A repository under construction. ``root`` is its work tree."""

    def __init__(self, root: Path, home: Path, *options: str) -> None:
        self.root = root
        self.env = {
            "PATH": os.environ["PATH"], "HOME": str(home), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "LC_ALL": "C",
            "GIT_AUTHOR_NAME": "Ana", "GIT_AUTHOR_EMAIL": "ana@example.org", "GIT_COMMITTER_NAME": "Ana",
            "GIT_COMMITTER_EMAIL": "ana@example.org", "GIT_AUTHOR_DATE": "1700000000 +0000", "GIT_COMMITTER_DATE": "1700000000 +0000",
        }
        root.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *args: str, stdin: bytes | None = None) -> str:
        """Run git in the work tree; its output."""
        done = subprocess.run(["git", *args], cwd=self.root, env=self.env, input=stdin, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def commit(self, path: str | bytes | None = None, text: Content = "", *, by: str = "Ana", email: str | None = None,
               on: str = "2024-01-05", message: str | bytes = "change", more: Mapping[str, Content] | None = None, branch: str = "main",
               parents: tuple[str, ...] = (),
               mode: str = "100644", author: bytes | None = None, header: bytes = b"", root: bool = False) -> str:
        """Commit one file (text None deletes it) and ``more``; gives the id.

        ``author``: the raw author line instead of name, address and date. ``parents``: more than the branch's tip, for merges.
        """
        seconds = int(datetime.fromisoformat(on).replace(tzinfo=UTC).timestamp())
        person = f"{by} <{email or by.lower() + '@example.org'}> {seconds} +0000".encode()
        changed: dict[bytes, Content] = {path if isinstance(path, bytes) else path.encode(): text} if path is not None else {}
        changed |= {name.encode(): content for name, content in (more or {}).items()}
        tip = self.tip(branch)
        index = {**self.env, "GIT_INDEX_FILE": str(self.root / ".git" / "builder-index")}
        before = dict(self.env)
        self.env = index
        try:
            self.git("read-tree", *(["--empty"] if tip is None or root else [tip]))
            rows = b""
            for name, content in changed.items():
                if content is None:
                    rows += b"0 " + b"0" * 40 + b"\t" + name + b"\0"
                    continue
                raw = content.encode() if isinstance(content, str) else content
                blob = raw.decode() if mode == "160000" else self.git("hash-object", "-w", "--stdin", "--no-filters", stdin=raw)
                rows += f"{mode} {blob}\t".encode() + name + b"\0"
            self.git("update-index", "-z", "--index-info", stdin=rows)
            tree = self.git("write-tree")
        finally:
            self.env = before
        lines = [b"tree " + tree.encode()]
        lines += [b"parent " + one.encode() for one in ([tip] if tip and not root else []) + list(parents)]
        lines += [b"author " + (author or person), b"committer " + person]
        body = message if isinstance(message, bytes) else message.encode()
        raw = b"\n".join(lines) + b"\n" + header + b"\n" + body
        made = self.git("hash-object", "-t", "commit", "-w", "--stdin", "--literally", stdin=raw)
        self.git("update-ref", f"refs/heads/{branch}", made)
        return made

    def tip(self, branch: str = "main") -> str | None:
        """The id a branch names."""
        done = subprocess.run(["git", "rev-parse", "--verify", "--quiet", f"refs/heads/{branch}"], cwd=self.root, env=self.env,
                              capture_output=True, check=False)
        return done.stdout.decode().strip() or None

    def check_out(self) -> None:
        """Make the work tree stand as the commit does."""
        self.git("reset", "--quiet", "--hard", "main")

    def forget(self, object_id: str) -> None:
        """Remove a loose object, as a partial clone or a damaged disk would."""
        (self.root / ".git" / "objects" / object_id[:2] / object_id[2:]).unlink()


@pytest.fixture
def make_repo(tmp_path: Path) -> Callable[..., RepoBuilder]:
    """Makes a repository: ``make_repo(name, *options of git init)``."""
    home = tmp_path / "home"
    home.mkdir()
    return lambda name="shop", *options: RepoBuilder(tmp_path / name, home, *options)


@pytest.fixture
def repo(make_repo: Callable[..., RepoBuilder]) -> RepoBuilder:
    """An empty repository called ``shop``."""
    return make_repo()


@pytest.fixture(autouse=True)
def _private_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
