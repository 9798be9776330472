"""A script as if it did nothing but one of its commands."""

from __future__ import annotations

from collections.abc import Set

from handover_generator.model.inventory import Command, Script, Starter
from handover_generator.model.source import Claim
from handover_generator.records import replace


def by_itself(script: Script, command: Command) -> Script:
    """A script as if it did nothing but one of its commands, which is for what its own description says, reaches what it alone reaches, and is
    started by those that name it, or no other one.
    """
    mine = {(effect.resource, effect.target, effect.machines) for effect in command.effects}
    here = {effect.at for effect in script.effects if (effect.resource, effect.target, effect.machines) in mine}
    others = {effect.at for effect in script.effects} - here
    evidence = tuple(row for row in script.places.reach_evidence if row[2] not in others)
    known = {one.name for one in script.commands}
    purpose = Claim(text=command.says, at=command.at, source="docstring") if command.says else script.purpose
    return replace(
        script,
        purpose=purpose,
        effects=command.effects,
        unknowns=command.unknowns,
        resolved_calls=command.resolved_calls,
        reachable_calls=command.reachable_calls,
        guards=tuple(dict.fromkeys((*command.guards, *(guard for effect in command.effects for guard in effect.guards)))),
        places=replace(script.places, reach_evidence=evidence, reaches=tuple(sorted({place for place, _, _ in evidence}))),
        called_from=tuple(starter for starter in script.called_from if not (named := command_started(starter, known)) or named == command.name),
        commands=(),
    )


def command_started(starter: Starter, known: Set[str]) -> str:
    """The command that something starts, as the script calls it; '' where it names none that is known. A task is called with its module, too."""
    if starter.command in known:
        return starter.command
    short = starter.command.rpartition(".")[2]
    return next((name for name in sorted(known) if short and name.rpartition(".")[2] == short), "")


def each_alone(script: Script) -> tuple[Script, ...]:
    """The script as if it did nothing but one of its commands, for each of them; itself where it has none."""
    return tuple(by_itself(script, command) for command in script.commands) or (script,)
