"""The folder whose scripts the images of databases run when they make a new one: ``/docker-entrypoint-initdb.d``."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from handover_generator.model.inventory import Starter
from handover_generator.regexes import regex
from handover_generator.sources._starters.context import Lines, in_comment
from handover_generator.sources._starters.kind import Row, Searched, StarterKind
from handover_generator.sources._starters.kinds.compose import is_compose
from handover_generator.sources._starters.kinds.dockerfiles import is_dockerfile
from handover_generator.sources._starters.names import Names

FOLDER = "docker-entrypoint-initdb.d"
_MOUNTED = regex(r"([\w./-]+)/?:/docker-entrypoint-initdb\.d/?(?=[:\"'\s]|\Z)")
_COPIED = regex(r"^\s*(?:COPY|ADD)\s+(?:--\S+\s+)*([\w./-]+)\s+/docker-entrypoint-initdb\.d/?\s*$")
_RUN = (".sh", ".sql")


def run_at_first(path: str, lines: Lines, names: Names, kind: str) -> Iterator[tuple[str, Starter]]:
    """Each script that lies in a folder of the repository which this compose file mounts there, or this recipe copies there."""
    pattern = _MOUNTED if kind == "compose" else _COPIED
    for number, row in enumerate(lines.rows, start=1):
        match = pattern.search(row) if FOLDER in row else None
        if match is None or in_comment(row, match.start(), ("#",)):
            continue
        roots = (posixpath.dirname(path), "") if kind != "compose" else (posixpath.dirname(path),)
        folders = {posixpath.normpath(posixpath.join(root, match.group(1))) for root in roots}
        for candidate in sorted(names.candidates):
            if posixpath.dirname(candidate) in folders and candidate.endswith(_RUN):
                yield candidate, Starter(path=path, line=number, kind=kind, detail="runs when a new database is made")


def _find(searched: Searched) -> Iterator[Row]:
    kind = "compose" if is_compose(searched.path) else "dockerfile" if is_dockerfile(searched.path) else ""
    if kind and FOLDER in searched.text:
        yield from run_at_first(searched.path, searched.lines, searched.names, kind)


STARTER = StarterKind(find=_find, by_folder=lambda path, text: FOLDER in text)
