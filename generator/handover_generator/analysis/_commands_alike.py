"""Files named by a path of which one piece is known only when it runs: ``steps/$1.sh``, ``"$LIBEXEC/shop-$1"``, as scripts with sub-commands name
them.
"""

from __future__ import annotations

import posixpath
import re
from itertools import pairwise

from handover_generator.analysis.paths import REPOSITORY
from handover_generator.model.behaviour import Event, Need, Unknown
from handover_generator.model.files import Files
from handover_generator.model.location import Location
from handover_generator.model.text import Hole, Text
from handover_generator.regexes import regex

MOST_ALIKE = 12
"""So many files are told with what they do; of more it is said that one of them is run."""
_MOST_MEANT = 200
_LEAST_BEGINNING = 3               # letters of the name, where the folder says nothing: "shop-$1"
_PLACE_AND_NAME = 3                # pieces of "$ROOT/bin/shop-$1"
_ELSEWHERE = frozenset({"HOME", "TMPDIR", "TMP", "TEMP", "PWD", "OLDPWD"})
"""Variables for folders in which no repository lies, or any."""
_PLACE = regex(r"(?i)dir|path|folder|home|root|base|here|prefix|place|src|loc|where|pwd|cwd|script|dest|target|tmp|temp")
"""How variables are called that hold where something lies."""
LEAST_LETTERS = 2                  # must stand in the path: "$1/$2" and "./$1" say nothing about which files are meant


def files_meant(files: Files, path: Text, by: str) -> list[tuple[str, str]]:
    """The files that a path on a command line may mean, seen from the file ``by`` or from a folder nobody knows: each but that one itself, with the
    condition under which it does.
    """
    folder = posixpath.dirname(by)
    return [found for found in files_alike(files, path, folder) or files_elsewhere(files, path, folder) if found[0] != by]


def files_alike(files: Files, path: Text, folder: str) -> list[tuple[str, str]]:
    """The files that a path may mean, each with the condition under which it does.

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
        found = _of(files, _seen(start, before), after)
        if found:
            return _told(found, path.holes[0])
    return []


def one_of_many(names: list[str], at: Location) -> tuple[Event, ...] | None:
    """What is told where one of many files is run and which one is known only then; None where there are too many to mean something."""
    if len(names) > _MOST_MEANT:
        return None
    folder = posixpath.commonpath([posixpath.dirname(name) for name in names]) or "the repository"
    return (Unknown(kind="dynamic-command", at=at, detail=f"runs one of {len(names)} files in {folder}"),
            *(Need(kind="loaded", name=name, at=at) for name in names))


def files_elsewhere(files: Files, path: Text, folder: str) -> list[tuple[str, str]]:
    """The files that a path from a folder of which only the name is known may mean (``$ROOT/libexec/shop-$1``, ``/usr/lib/shop/shop-$1``), each with
    the condition under which it does, in the order of their paths; none where several folders have such files.

    Args:
        files: those of the repository.
        path: with a hole in its last piece. Where it begins with a hole, that stands for the folder of the script or one above it; else, as for a
            folder of the machine, the files have to be told by how their names begin, and be more than one.
        folder: where the script lies that names it.
    """
    if not path.parts or not all(isinstance(part, Hole) != isinstance(other, Hole) for part, other in pairwise(path.parts)):
        return []
    first = path.parts[0]
    placed = isinstance(first, Hole)
    if isinstance(first, Hole) and (first.name in _ELSEWHERE or len(path.parts) < _PLACE_AND_NAME):
        return []
    before, *rest = path.parts[1:] if placed else path.parts
    after = rest[1] if len(rest) > 1 else ""
    if not isinstance(before, str) or not before.startswith("/") or not isinstance(after, str) or len(rest) > 2 or not rest:
        return []
    lead, _, begins = before.rpartition("/")
    named = sum(map(str.isalpha, begins)) >= _LEAST_BEGINNING and begins[-1] in "-_."
    after = re.escape(after)
    if placed and (lead.strip("/") or named):
        above = folder
        while True:
            if found := _of(files, _seen(above, before.lstrip("/")), after):
                return _told(found, rest[0])
            if not above:
                break
            above = posixpath.dirname(above)
    found = _of(files, begins, after, anywhere=True) if named and not (placed and lead.strip("/")) else []
    return _told(found, rest[0]) if len(found) > 1 and len({posixpath.dirname(known) for known, _ in found}) == 1 else []


def _of(files: Files, before: str, after: str, *, anywhere: bool = False) -> list[tuple[str, str]]:
    """The files whose paths begin (or whose names begin, in whatever folder) and end so, each with what stands between."""
    start, lead = (r"(?:^|/)", r"(?:.*/)?") if anywhere else (r"\A", "")
    pattern = rf"{lead}{re.escape(before)}([^/]+){after}"
    return [(known, match.group(1)) for known in files.like(rf"{start}{re.escape(before)}[^/]+{after}\Z")
            if (match := re.fullmatch(pattern, known)) is not None]


def _told(found: list[tuple[str, str]], hole: str | Hole) -> list[tuple[str, str]]:
    spoken = _spoken(hole) if isinstance(hole, Hole) else hole
    return [(known, f"{spoken} is {value}") for known, value in sorted(found)]


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
