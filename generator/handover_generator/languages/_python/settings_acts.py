"""What importing the settings of a Django project does: Django imports them before it runs any command."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator

from handover_generator.model.behaviour import Act, Action, Call, Routine
from handover_generator.model.location import Location
from handover_generator.records import replace

_OF_THE_PROJECT = frozenset({"filesystem", "http", "network"})


def settings_of(path: str, named: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The settings modules that a command gets.

    Args:
        path: the file of the command.
        named: the settings modules that each ``manage.py`` names.

    Returns:
        Those of the ``manage.py`` nearest above the command, else of all.
    """
    above = [starter for starter in named if path.startswith(folder + "/" if (folder := posixpath.dirname(starter)) else "")]
    starters = [max(above, key=len)] if above else list(named)
    return tuple(dict.fromkeys(settings for starter in starters for settings in named[starter]))


def acts_of(settings: str, routine: Callable[[str], Routine]) -> Routine | None:
    """The routine of what importing a settings module does beyond looking; None if that is nothing. What the settings only read
    they read for the project, and not for the command.

    Args:
        settings: the path of the module.
        routine: gives the routine of an id.
    """
    found = tuple(dict.fromkeys(_acts(f"python:import:{settings}", routine, set(), None)))
    return Routine(id=f"python:settings:{settings}", path=settings, name=settings, line=1, events=found) if found else None


def _acts(routine_id: str, routine: Callable[[str], Routine], seen: set[str], condition: str | None) -> Iterator[Act | Call]:
    seen.add(routine_id)
    for event in routine(routine_id).events:
        if isinstance(event, (Act, Call)) and _counts(event):
            yield replace(event, condition=event.condition or condition)
        elif isinstance(event, Call) and event.to not in seen:
            yield from _acts(event.to, routine, seen, event.condition or condition)


def _counts(event: Act | Call) -> bool:
    """Whether it is worth telling of each command: something is lost, or changed or sent elsewhere, or another language is called. Files that it
    writes and what it asks over the net (a token of the machine's cloud) it needs for the project.
    """
    if isinstance(event, Call):
        return not event.to.startswith("python:")
    return event.destructive or (event.action is not Action.READ and event.resource not in _OF_THE_PROJECT)


def before_command(path: str, acts: Routine) -> Routine:
    """The start of a command at which its settings are imported."""
    return Routine(id=f"{acts.id} for {path}", path=path, name=acts.name, line=1, events=(
        Call(to=acts.id, at=Location(path, 1), name=f"import {acts.name}"),))
