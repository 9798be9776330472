"""Whether anybody looks at what a person answered: ``read -p "Ctrl-C to stop, any key to go on" key`` only waits."""

from __future__ import annotations

import re

import tree_sitter

from handover_generator.languages._shell.parse import Parsed, nodes, text_of

_READS = frozenset({"simple_expansion", "expansion"})
_SETS = frozenset({"variable_assignment", "declaration_command", "for_statement"})


def looked_at(variable: str, parsed: Parsed, within: str | None) -> bool:
    """Whether a file looks at a variable that a ``read`` has set in the function ``within`` (None: in no function).

    Another function that puts something of its own into a variable of that name before it looks at it does not look at the answer.
    """
    name = variable.encode()
    if name not in parsed.source or re.search(rb"\$\{?[#!]?" + re.escape(name) + rb"\b", parsed.source) is None:
        return False
    if not parsed.functions or parsed.tier != "full":
        return True
    if variable not in parsed.looks:
        parsed.looks[variable] = _places(variable, parsed)
    return any(place is None or place == within for place in parsed.looks[variable])


def _places(variable: str, parsed: Parsed) -> tuple[str | None, ...]:
    """The functions that look at a variable, each behind a value of its own; None for whatever looks at it without one, as the script itself does."""
    found: dict[str | None, None] = {}
    stack = [parsed.root]
    while stack:
        node = stack.pop()
        if node.type == "function_definition" and (named := node.child_by_field_name("name")) is not None:
            _of_function(node, text_of(named), variable, found)
            continue
        if node.type == "variable_name" and node.parent is not None and node.parent.type in _READS and text_of(node) == variable:
            found[None] = None
        stack.extend(node.children)
    return tuple(found)


def _of_function(function: tree_sitter.Node, name: str, variable: str, found: dict[str | None, None]) -> None:
    own = False
    for node in nodes(function):
        if node.type == "variable_name" and node.parent is not None and text_of(node) == variable:
            if node.parent.type in _READS:
                found[name if own else None] = None          # without anything of its own, it looks at what others have put there
                if not own:
                    return
            elif node.parent.type in _SETS:
                own = True
        elif node.type == "word" and text_of(node) == variable and node.parent is not None and node.parent.type == "command":
            asks = node.parent.child_by_field_name("name")
            own = own or (asks is not None and text_of(asks) == "read")
