"""Programs by their bare names: what a script itself puts among the programs of the machine, and folders of the repository that it searches."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Sequence

from handover_generator.analysis._commands_words import REPOSITORY
from handover_generator.model.text import Text

PROGRAMS = frozenset(("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin", "${HOME}/bin", "${HOME}/.local/bin", "~/bin"))
_MOST_FOLDERS = 20


def program_of(path: str, put: str) -> str | None:
    """The bare name by which a file is run that is ``put`` at a path: at ``/usr/local/bin/shop`` it is ``shop``, at ``/usr/local/bin`` its own."""
    folder, _, name = path.rstrip("/").rpartition("/")
    if path.rstrip("/") in PROGRAMS:
        return posixpath.basename(put) or None
    return name if name and folder in PROGRAMS else None


def searched(held: Sequence[Text], name: str, files: Iterable[str]) -> str | None:
    """The file of the repository that a bare name runs by what ``PATH`` holds."""
    for text in held:
        for folder in text.render().split(":")[:_MOST_FOLDERS]:
            if folder.startswith(REPOSITORY):
                path = posixpath.normpath(posixpath.join(folder.removeprefix(REPOSITORY).lstrip("/"), name))
                if path in files:
                    return path
    return None
