"""Functions called by a name put together from an argument: ``"do_$1" "$@"``, as scripts with sub-commands do it."""

from __future__ import annotations

import re

import tree_sitter

from handover_generator.languages._shell.functions import Functions
from handover_generator.languages._shell.session import Function
from handover_generator.languages._shell.values import REST, Flow
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace

MOST_FUNCTIONS = 12
MOST_TASKS = 40
MOST_LISTED = 120
LEAST_LETTERS = 2                  # of a name must stand in the script: "$1$2" says nothing about which functions are meant

_FIRST = Text.of(Hole("argument", "1"))


class Dispatch(Functions):
    """Part of the walker that calls every function which a computed name may mean, each under the condition that it is the one."""

    def dispatch(self, words: list[Text], node: tree_sitter.Node, stdin: Text | None) -> bool:
        """Call what ``words[0]`` may mean; False where it has no such shape, or no function or too many have such a name."""
        listed = self._listed_ones(words[0])
        found = listed or self._like(words[0])
        anything = not found and self._first_argument(words[0])
        if anything:                                     # a task runner: "$@" runs the function that is named, or any other command
            usual = words[0].with_defaults().literal     # ${1:-main}: that is told for itself
            found = [(function, f"$1 is {name}") for name, function in sorted(self.session.functions.items())
                     if function.path == self.path and name != usual]
        if not 0 < len(found) <= (MOST_TASKS if anything else MOST_LISTED if listed else MOST_FUNCTIONS):
            return False
        outer = self.flow
        ways: list[Flow] = []
        for function, condition in found:
            self.flow = outer.copy()
            self.flow.conditions = (*outer.conditions, condition)
            self.call_function(function, words[1:], node, stdin)
            ways.append(self.flow)
        self.flow = outer
        self.merge(ways, [])
        return not anything

    def _listed_ones(self, name: Text) -> list[tuple[Function, str]]:
        """``"${handlers[$i]}"``: the functions whose names were put into an array, where it holds nothing else."""
        hole = name.parts[0] if len(name.parts) == 1 else None
        array = hole.name.partition("[")[0] if isinstance(hole, Hole) and hole.kind == "unknown" and hole.name.endswith("]") else ""
        held = self.flow.variables.get(array)
        names = [item.literal or "" for item in held.items or ()] if held is not None else []
        if not all(each in self.session.functions for each in names):
            return []
        return [(self.session.functions[each], f"${{{array}}} is {each}") for each in dict.fromkeys(names)]

    def _first_argument(self, name: Text) -> bool:
        """Whether a word is the first that the script itself is given, of which nothing is known but what stands there without it."""
        given = Text(tuple(replace(part, default=None) if isinstance(part, Hole) else part for part in name.parts))
        return self.function is None and given in (REST, _FIRST)

    def _like(self, name: Text) -> list[tuple[Function, str]]:
        """The functions whose names have the literal pieces of a name, in the order of their names, with the condition of each: not the one that
        says so, as ``rsync$TLS`` in ``rsync_all`` is no call of itself.
        """
        holes = name.holes
        if len(holes) != 1 or sum(character.isalnum() for part in name.parts if isinstance(part, str) for character in part) < LEAST_LETTERS:
            return []
        pattern = re.compile("".join(re.escape(part) if isinstance(part, str) else "(.+)" for part in name.parts))
        return [(function, f"{_spoken(holes[0])} is {match.group(1)}") for known, function in sorted(self.session.functions.items())
                if known != self.function and (match := pattern.fullmatch(known)) is not None]


def _spoken(hole: Hole) -> str:
    return f"${hole.name}" if hole.kind in ("argument", "env") and hole.name else str(hole)
