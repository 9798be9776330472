"""kill and its kin: which signal is sent decides whether a process ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from handover_generator.analysis._commands_parsed import Parsed, parse
from handover_generator.analysis._commands_types import Circumstances, Told
from handover_generator.model.behaviour import Action
from handover_generator.model.text import MOST_WORDS
from handover_generator.records import replace
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.analysis.commands import Commands

_NAME = regex(r"-?(?:SIG)?([A-Z]{3,}\d?|\d{1,2})")
_GOES_ON = frozenset((
    "HUP", "USR1", "USR2", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "WINCH", "URG", "CHLD", "1", "10", "12", "17", "18", "19", "20",
    "21", "22", "23", "28"))
"""Signals that a program takes as a message, as it lives on: it reads its settings anew, prints what it does, waits or goes on."""


def signal(commands: Commands, parsed: Parsed, circumstances: Circumstances, told: Told) -> None:
    """kill, pkill, killall: a signal ends processes, unless it is one that they live on with; 0 only asks whether they are there."""
    if parsed.has(parsed.spec.settings["listed"].split()):
        return
    rest = list(parsed.rest)
    given = parsed.value("-s", "-n", "--signal")
    name = given.render() if given is not None else "TERM"
    for index, word in enumerate(rest):
        if (literal := word.literal) and literal.startswith("-") and _NAME.fullmatch(literal):
            name = literal
            del rest[index]                              # else its letters are read as options: the P of -STOP takes an argument
            break
    match = _NAME.fullmatch(name.upper())
    number = match.group(1) if match is not None else name
    if number == "0":
        return
    targets = [word.render() for word in parse(rest, replace(parsed.spec, sub={})).operands][:MOST_WORDS]
    told_of: list[str | None] = [*targets] or [None]
    for target in told_of:
        named = f" {target}" if target else ""
        if number in _GOES_ON:
            told.act(circumstances, "process", Action.WRITE, f"sends the signal {number} to process{named}", target)
        else:
            what = f"ends process{named}" if number == "TERM" else f"sends a signal to process{named}"
            told.act(circumstances, "process", Action.DELETE, what, target)
