"""``return`` outside of a function, in a script that is run and not read in: bash says that it cannot, and goes on with the next command."""

from __future__ import annotations

import tree_sitter

from handover_generator.languages._shell.parse import text_of
from handover_generator.regexes import regex

_BASH = regex(rb"#!.*\bbash\b")
_APART = frozenset({"subshell", "command_substitution", "process_substitution", "pipeline"})
"""What runs in a shell of its own, where it is asked whether the file was read in: ``(return 0 2>/dev/null) && sourced=yes``."""


def fails(node: tree_sitter.Node, source: bytes) -> bool:
    """Whether the command ``node``, a ``return`` that no function and no file that is read in surrounds, ends nothing: in a script that says that it
    is for bash, and not in ``return 2>/dev/null || exit``, which ends it either way. Other shells end the script there.
    """
    if _BASH.match(source) is None:
        return False
    current = node
    while (parent := current.parent) is not None:
        if parent.type in _APART or (parent.type == "list" and current != parent.named_children[-1]
                                     and any(text_of(child) == "||" for child in parent.children if not child.is_named)):
            return False
        current = parent
    return True
