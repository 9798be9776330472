"""Branches that only say what would be done: ``if [ -z "$FORCE" ]; then echo "Would remove $f"; continue; fi``. They make a dry run of their test."""

from __future__ import annotations

from collections.abc import Mapping

import tree_sitter

from handover_generator.analysis.pretended import says_would
from handover_generator.languages._shell.judging import names_in
from handover_generator.languages._shell.parse import text_of
from handover_generator.languages._shell.switches import Switch, as_it_stands
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.regexes import regex

_TURNED = regex(r"(?i)!|-z\b|\bfalse\b|\bno\b|(?<![\w.$-])0\b")
_SAYS = frozenset({"echo", "printf", "log", "info", "log_info", "logger", ":", "true"})
_LOOKS = frozenset({"ls", "cat", "head", "tail", "wc", "du", "df", "date", "stat", "grep", "usage"})
_LEAVES = frozenset({"exit", "return", "continue", "break"})


def said_only(test: list[tree_sitter.Node], body: list[tree_sitter.Node], otherwise: list[tree_sitter.Node] | None, at: Location,
              switches: Mapping[str, Switch]) -> Guard | None:
    """The dry run that the test of one variable is, where one of its branches only says what would be done; None for any other test, and where no
    option makes something else of the variable than has it act. ``switches``: what is known of variables that options set.
    """
    for quiet, other in ((body, otherwise), (otherwise or [], body)):
        if (other or _leaves(quiet)) and _says_would(quiet):
            names = list(dict.fromkeys(name for part in test for name in names_in(part)))
            if len(names) == 1 and names[0].isidentifier():
                guard = Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"${names[0]} decides whether it acts")
                known = switches.get(names[0])
                return guard if known is None else as_it_stands(guard, known, safe=asks_for_on(test) is (quiet is body))
    return None


def asks_for_on(test: list[tree_sitter.Node]) -> bool:
    """Whether a test holds where what it asks for is on: ``[ "$X" = yes ]`` and not ``[ "$X" != yes ]``, ``[ -z "$X" ]``."""
    return len(_TURNED.findall(" ".join(map(text_of, test)))) % 2 == 0


def only_looks(body: list[tree_sitter.Node]) -> bool:
    """Whether statements do nothing but say something, look at something, or leave."""
    return all(_word(one) in _SAYS or _word(one) in _LOOKS or _word(one) in _LEAVES for one in body if one.is_named and one.type != "comment")


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
