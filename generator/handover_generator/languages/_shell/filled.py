"""Variables that are not empty where a test holds, or where it fails: a script that leaves for ``[ -z "$host" ]`` has a host behind that."""

from __future__ import annotations

import tree_sitter

from handover_generator.languages._shell.narrowing import Known
from handover_generator.languages._shell.parse import text_of
from handover_generator.languages._shell.values import Flow
from handover_generator.records import replace
from handover_generator.regexes import regex

_JOINED = regex(r" (?:(-a|&&)|(?:-o|\|\|)) ")
_VARIABLE = r"""(["']?)\$(?:(\w+)|\{(\w+)(?::?-)?\})\3"""
_PIECE = regex(rf"""(! )?(?:(-[nz]) )?{_VARIABLE}""")
_COMPARED = regex(r"""()()(["']?)\$(?:(\w+)|\{(\w+)\})\3 (==?|!=) (?:""|'')""")
_DEEPEST = 20


def filled(node: tree_sitter.Node, holds: bool, depth: int = 0) -> frozenset[str]:
    """The variables of which a condition says that they are not empty.

    Args:
        node: the condition: a test, one turned round, or several that are joined.
        holds: whether it is asked for the case that the condition holds, or that it does not.
        depth: how deep it stands in another.
    """
    if depth > _DEEPEST:
        return frozenset()
    if node.type == "negated_command" and node.named_children:
        return filled(node.named_children[-1], not holds, depth + 1)
    if node.type == "list":
        parts = [child for child in node.children if child.is_named]
        sign = next((text_of(child) for child in node.children if not child.is_named and text_of(child) in ("&&", "||")), "")
        return frozenset().union(*(filled(part, holds, depth + 1) for part in parts)) if (sign == "&&") is holds and sign else frozenset()
    said = _asked(node)
    signs = {bool(match.group(1)) for match in _JOINED.finditer(said)}
    if signs and signs != {holds}:                       # of tests joined by "or" nothing is known where one of them holds
        return frozenset()
    return frozenset(name for piece in _pieces(said) if (name := _filled_if(piece, holds)))


def _asked(node: tree_sitter.Node) -> str:
    """What a test asks, without its brackets and with single blanks; "" for what is no test."""
    words = text_of(node).split() if node.type in ("test_command", "command") else []
    if words[:1] in (["["], ["[["]) and words[-1] in ("]", "]]"):
        return " ".join(words[1:-1])
    return " ".join(words[1:]) if words[:1] == ["test"] else ""


def _pieces(text: str) -> list[str]:
    found, start = [], 0
    for match in _JOINED.finditer(text):
        found.append(text[start : match.start()])
        start = match.end()
    return [*found, text[start:]]


def _filled_if(piece: str, holds: bool) -> str | None:
    """The variable that is not empty where one test holds, or does not."""
    if (asked := _PIECE.fullmatch(piece)) is not None:
        empty = (asked.group(2) == "-z") is not bool(asked.group(1))
    elif (asked := _COMPARED.fullmatch(piece)) is not None:
        empty = asked.group(6) != "!="
    else:
        return None
    return (asked.group(4) or asked.group(5)) if empty is not holds else None


def without_blanks(flow: Flow, names: frozenset[str]) -> Known:
    """Of these variables, those that may be empty among other things: what else they may be."""
    found: Known = {}
    for name in names:
        held = flow.variables.get(name)
        others = tuple(text for text in held.texts if text.literal != "") if held is not None and held.items is None and held.guard is None else ()
        if held is not None and 0 < len(others) < len(held.texts):
            found[name] = others
    return found


def fill(flow: Flow, names: frozenset[str]) -> None:
    """Let these variables not be empty from here on."""
    for name, others in without_blanks(flow, names).items():
        flow.variables[name] = replace(flow.variables[name], texts=others)
