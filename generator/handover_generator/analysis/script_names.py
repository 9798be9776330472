"""Which script a person means who types a name: its path, the end of one, or nearly that; and which command of it."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Sequence

from handover_generator.model.inventory import INSTALLED_AS, Command, Script

_MOST = 5
_SPELT = 0.85


def script_named(known: Collection[str], *names: str) -> str | None:
    """The script that one of several spellings names: a path, or an end of a path that only one script has."""
    for name in names:
        if name in known:
            return name
    ends = ends_with(known, names[0])
    return ends[0] if len(ends) == 1 else None


def ends_with(known: Collection[str], name: str) -> list[str]:
    """All scripts whose path ends in ``name``, with or without its suffix."""
    return sorted(path for path in known if path.endswith(f"/{name}") or path.rsplit("/", 1)[-1].split(".")[0] == name)


def spelt_alike(known: Collection[str], name: str) -> list[str]:
    """Scripts whose path, or the end of it, is spelt nearly like a name; none for what is no name but a sentence."""
    if " " in name.strip():
        return []
    found = ends_with(known, name) or difflib.get_close_matches(name, list(known), n=3, cutoff=0.75)
    files = [path for path in sorted(known) if difflib.SequenceMatcher(None, path.rsplit("/", 1)[-1], name.rsplit("/", 1)[-1]).ratio() >= _SPELT]
    return list(dict.fromkeys((*found, *files)))[:_MOST]


def commands_named(commands: Sequence[Command], name: str) -> list[Command]:
    """The commands of a script that a person may mean: by place (``a.py:9``), by the whole name, else by the end of it, with dashes or
    underscores.
    """
    wanted = _plain_command(name)
    for fits in (lambda one: str(one.at) == name, lambda one: _plain_command(one.name) == wanted,
                 lambda one: _plain_command(one.name).endswith(f" {wanted}")):
        if found := list(filter(fits, commands)):
            return found
    return []


def near_commands(commands: Sequence[Command], name: str) -> list[str]:
    """A few names of commands like the one given: that contain it, that are spelt alike, else the first ones."""
    names = [command.name for command in commands]
    holding = [one for one in names if _plain_command(name) in _plain_command(one)]
    return (holding or difflib.get_close_matches(name, names, n=_MOST, cutoff=0.5) or names)[:_MOST]


def _plain_command(name: str) -> str:
    return name.lower().replace("_", "-")


def installed_as(scripts: Iterable[Script], name: str) -> list[tuple[str, None]]:
    """The scripts that an installation puts on the path under a name."""
    return [(script.path, None) for script in scripts if INSTALLED_AS + name in script.because]
