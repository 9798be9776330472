"""Ignore rules of a work tree: ``.gitignore`` of each folder and the repository's ``info/exclude``."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import cache, cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_MAX_RULES = 5_000
_MAX_STARS = 4        # pathspec's expressions backtrack; more stars than this could take minutes on one long name
_MAX_PATH = 1_000


class _Spec:
    """The rules of one file, compiled when first asked."""

    def __init__(self, content: bytes) -> None:
        self._content = content

    @cached_property
    def _spec(self) -> GitIgnoreSpec | None:
        from pathspec import GitIgnoreSpec  # costs 30 ms, and a clean work tree never asks

        kept: list[str] = []
        for line in self._content.decode("utf-8", "surrogateescape").splitlines()[:_MAX_RULES]:
            if not line.strip() or line.startswith("#") or len(re.findall(r"\*+", line)) > _MAX_STARS:
                continue
            try:
                GitIgnoreSpec.from_lines([line])
            except (ValueError, re.error):
                continue
            kept.append(line)
        return GitIgnoreSpec.from_lines(kept) if kept else None

    def decide(self, path: str) -> bool | None:
        """True: ignored, False: explicitly kept, None: no rule speaks of it."""
        return self._spec.check_file(path).include if self._spec is not None and len(path) <= _MAX_PATH else None


class Rules:
    """The rules in force while a tree is walked.

    Args:
        git_directory: holds ``info/exclude``.
    """

    def __init__(self, git_directory: Path) -> None:
        try:
            exclude = (git_directory / "info" / "exclude").read_bytes() if (git_directory / "info" / "exclude").is_file() else b""
        except OSError:
            exclude = b""
        self._levels: list[tuple[str, _Spec]] = [("", _Spec(exclude[:1_000_000]))]

    def enter(self, prefix: str, content: bytes) -> None:
        """Add the ``.gitignore`` of the folder ``prefix`` ('' or a path with its slash)."""
        self._levels.append((prefix, _Spec(content)))

    def leave(self, prefix: str) -> None:
        """Forget the rules of the folder ``prefix``."""
        while self._levels[-1][0] == prefix:
            self._levels.pop()

    def ignored(self, path: str, *, folder: bool) -> bool:
        """Whether the deepest rule that speaks of ``path`` hides it."""
        return _hidden(self._levels, path + ("/" if folder else ""))

    def later(self, folder: str) -> Callable[[], bool]:
        """``ignored`` of a folder by the rules in force now, worked out when somebody asks: where all files are committed, nobody does."""
        levels = tuple(self._levels)
        return cache(lambda: _hidden(levels, folder + "/"))


def _hidden(levels: Sequence[tuple[str, _Spec]], path: str) -> bool:
    for prefix, spec in reversed(levels):
        decision = spec.decide(path[len(prefix):])
        if decision is not None:
            return decision
    return False
