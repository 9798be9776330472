"""Branches that only say what would be done: ``if [ -z "$FORCE" ]; then echo "Would remove $f"; continue; fi``. They make a dry run of their test."""

from __future__ import annotations

import tree_sitter

from handover_generator.analysis.pretended import says_would
from handover_generator.languages._shell.judging import names_in
from handover_generator.languages._shell.parse import text_of
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.location import Location

_SAYS = frozenset({"echo", "printf", "log", "info", "log_info", "logger", ":", "true"})
_LEAVES = frozenset({"exit", "return", "continue", "break"})


def said_only(test: list[tree_sitter.Node], body: list[tree_sitter.Node], otherwise: list[tree_sitter.Node] | None, at: Location) -> Guard | None:
    """The dry run that the test of one variable is, where one of its branches only says what would be done; None for any other test."""
    for quiet, other in ((body, otherwise), (otherwise or [], body)):
        if (other or _leaves(quiet)) and _says_would(quiet):
            names = list(dict.fromkeys(name for part in test for name in names_in(part)))
            if len(names) == 1 and names[0].isidentifier():
                return Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"${names[0]} decides whether it acts")
    return None


def _says_would(body: list[tree_sitter.Node]) -> bool:
    commands = [one for one in body if one.is_named and one.type != "comment"]
    return bool(commands) and all(_word(one) in _SAYS or _word(one) in _LEAVES for one in commands) and any(
        _word(one) in _SAYS and says_would(text_of(one)) for one in commands)


def _leaves(body: list[tree_sitter.Node]) -> bool:
    commands = [one for one in body if one.is_named and one.type != "comment"]
    return bool(commands) and _word(commands[-1]) in _LEAVES


def _word(node: tree_sitter.Node) -> str:
    """The program of a plain command; '' for anything else."""
    name = node.child_by_field_name("name") if node.type == "command" else None
    return text_of(name) if name is not None else ""
