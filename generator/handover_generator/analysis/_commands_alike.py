"""Files named by a path of which one piece is known only when it runs: ``steps/$1.sh``, as scripts with sub-commands name them."""

from __future__ import annotations

import posixpath
import re

from handover_generator.analysis.paths import REPOSITORY
from handover_generator.model.files import Files
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

MOST_ALIKE = 12
_PLACE = regex(r"(?i)dir|path|folder|home|root|base|here|prefix|place|src|loc|where|pwd|cwd|script|dest|target|tmp|temp")
"""How variables are called that hold where something lies."""
LEAST_LETTERS = 2                  # must stand in the path: "$1/$2" and "./$1" say nothing about which files are meant


def files_alike(files: Files, path: Text, folder: str) -> list[tuple[str, str]]:
    """The files that a path may mean, each with the condition under which it does; none where there are too many.

    Args:
        files: those of the repository.
        path: with one hole, and something literal before it; or ``$name/setup.sh``, where the hole is no folder of another place.
        folder: where the script lies that names it.
    """
    if len(path.holes) != 1 or (isinstance(path.parts[0], Hole) and not _is_name(path)):
        return []
    if sum(character.isalnum() for part in path.parts if isinstance(part, str) for character in part.replace(REPOSITORY, "")) < LEAST_LETTERS:
        return []
    before = path.parts[0] if isinstance(path.parts[0], str) else ""
    anchored = before.startswith(REPOSITORY)
    before = before.removeprefix(REPOSITORY).lstrip("/") if anchored else before
    if before.startswith(("/", "~")):
        return []
    after = re.escape(str(path.parts[-1])) if isinstance(path.parts[-1], str) else ""
    for start in ("",) if anchored else dict.fromkeys(("", folder)):
        found = [(known, match.group(1)) for known in files.like(rf"\A{re.escape(_seen(start, before))}[^/]+{after}\Z")
                 if (match := re.fullmatch(rf"{re.escape(_seen(start, before))}([^/]+){after}", known)) is not None]
        if found:
            return [(known, f"{_spoken(path.holes[0])} is {value}") for known, value in found] if len(found) <= MOST_ALIKE else []
    return []


def _is_name(path: Text) -> bool:
    """Whether the hole that a path begins with stands for the name of a folder here: one of the words of a loop or of the script, none that is called
    after a place, as what comes from outside mostly is a folder elsewhere.
    """
    hole, *others = path.parts
    after = others[0] if len(others) == 1 else ""
    return (isinstance(hole, Hole) and hole.kind in ("unknown", "argument") and hole.name.isidentifier() and _PLACE.search(hole.name) is None
            and isinstance(after, str) and after.startswith("/"))


def _seen(start: str, before: str) -> str:
    """What stands before the hole, seen from a folder."""
    lead, _, name = before.rpartition("/")
    seen = posixpath.normpath(posixpath.join(start, lead))
    return name if seen == "." else f"{seen}/{name}"


def _spoken(hole: Hole) -> str:
    return f"${hole.name}" if hole.kind in ("argument", "env") and hole.name else str(hole)
