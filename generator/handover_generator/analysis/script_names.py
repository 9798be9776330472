"""Which script a person means: its path, the end of one, or the words that somebody said in a meeting."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping, Sequence

from handover_generator.model.inventory import Command, Script

_MOST = 5


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


def near(known: Mapping[str, Script], name: str) -> list[str]:
    """Scripts that may be meant, at most five: "the pilot reset script" means ``scripts/reset_pilot.py``. A command of a script comes behind its
    path: "purge test data" may mean ``manage.py purge-test-data``.
    """
    found = ends_with(known, name)
    words = [word for word in re.split(r"[^a-z0-9]+", name.lower()) if word not in ("", "the", "a", "script", "command", "py", "sh")]
    if not found and words:
        found = sorted(path for path in known if all(word in path.lower() for word in words))
        found += [f"{path} {command.name}" for path in sorted(known) for command in known[path].commands
                  if all(word in _plain_command(command.name) for word in words)]
    return (found or difflib.get_close_matches(name, list(known), n=3, cutoff=0.5))[:_MOST]


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
