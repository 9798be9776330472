"""The functions that a script asks its shell for: their names (``compgen -A function | grep '^task_'``, ``declare -F | awk '{print $3}'``), and how
they are written (``ssh app1 "$(declare -f load); load"``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import tree_sitter

from handover_generator.languages._shell.parse import text_of
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._shell.session import Function

_ASKS = regex(r"(?:compgen\s+-A\s*function|(?:declare|typeset)\s+-F|typeset\s+\+f)(?:\s+([\w-]+))?\s*\Z")
_KEEPS = regex(r"(?:e|f)?grep\s+(?:-[EeiPo]+\s+)*(['\"]?)(?!-)([^'\"]*)\1\s*\Z")
_LEAVES_OUT = regex(r"(?:e|f)?grep\s+(?:-[EeiP]*v[EeiP]*\s+)(['\"]?)(?!-)([^'\"]*)\1\s*\Z")
_TAKES_OFF = regex(r"sed\s+(?:-[Een]+\s+)*(['\"])s(.)(\^?[\w -]+)\2\2g?\1\s*\Z")
_NAMES = regex(r"(?:awk\s+'\{\s*print\s+\$(?:3|NF);?\s*\}'|cut\s+-d\s*['\"] ['\"]\s+-f\s*3|sort(?:\s+-u)?|uniq)\s*\Z")
_PLAIN = regex(r"(?:[\w ^$|()-]|\.[*+]?|\[[\w-]+\][*+]?){0,60}")
_WRITTEN = regex(r"(?:declare|typeset)\s+-f((?:\s+[\w:.-]+)*)\s*\Z")
MOST_REPEATS = 3                         # so that no pattern of a script takes long on a name


def functions_listed(node: tree_sitter.Node, functions: Iterable[str]) -> list[str] | None:
    """The names that a pipeline prints of the ``functions`` that there are; None where it asks for something else, or only a run knows."""
    stages = [text_of(stage).strip() for stage in (node.named_children if node.type == "pipeline" else [node])]
    asks = _ASKS.match(stages[0])
    if asks is None:
        return None
    names = [name for name in sorted(functions) if name.startswith(asks.group(1) or "")]
    lines = names if stages[0].startswith("compgen") else [f"declare -f {name}" for name in names]
    for stage in stages[1:]:
        left_out = _LEAVES_OUT.match(stage)
        if (kept := left_out or _KEEPS.match(stage)) is not None and _PLAIN.fullmatch(kept.group(2)):
            pattern = _compiled(kept.group(2))
            if pattern is None:
                return None
            inverted = left_out is not None
            lines = [line for line in lines if (pattern.search(line) is None) is inverted]
        elif (off := _TAKES_OFF.match(stage)) is not None:
            start, word = off.group(3).startswith("^"), off.group(3).lstrip("^")
            lines = [line.removeprefix(word) if start else line.replace(word, "", 1) for line in lines]
        elif _NAMES.match(stage):
            lines = [line.rpartition(" ")[2] if stage.startswith(("awk", "cut")) else line for line in lines]
        else:
            return None
    return lines


def functions_written(node: tree_sitter.Node, functions: Mapping[str, Function]) -> str | None:
    """What ``declare -f`` prints: the functions that it names, or all; None where it asks for something else, or for one that is not in sight."""
    asks = _WRITTEN.match(text_of(node).strip())
    if asks is None:
        return None
    names = asks.group(1).split() or sorted(functions)
    return "\n".join(text_of(functions[name].node) for name in names) if all(name in functions for name in names) else None


def _compiled(pattern: str) -> re.Pattern[str] | None:
    if pattern.count("*") + pattern.count("+") > MOST_REPEATS:
        return None
    try:
        return re.compile(pattern)
    except re.error:
        return None
