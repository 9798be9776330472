"""Inside a branch, a variable is one of the words that the condition of the branch compares it with."""

from __future__ import annotations

import re
from collections.abc import Mapping

import tree_sitter

from handover_generator.languages._shell.judging import operands_of
from handover_generator.languages._shell.parse import text_of
from handover_generator.languages._shell.values import Flow, Var
from handover_generator.model.text import MOST_WORDS, Text
from handover_generator.regexes import regex

Known = dict[str, tuple[Text, ...]]
"""By variable, the words it may be."""
Before = dict[str, tuple[Var | None, Var]]
"""By variable, what it was and what it was made."""
_VARIABLE = regex(r"([\"']?)(\w?)\$(?:(\w+)|\{(\w+)\})\1")
_WORD = regex(r"([\"']?)([\w.,:/@+=-]+)\1")
_OR = ("||", "-o")
_UNSURE = ("!", "&&", "-a", "=~")


def compared(node: tree_sitter.Node) -> Known:
    """What a test says of one variable where it holds: ``[ "$1" = up ]``, ``[[ $1 == up || $1 == down ]]``. Nothing for any other test."""
    found: dict[str, dict[Text, None]] = {}
    source = text_of(node)
    if any(mark in source for mark in _UNSURE):
        return {}
    for left, operator, right in operands_of(node):
        if operator in _OR:
            continue
        variable, word = _VARIABLE.fullmatch(text_of(left)), _WORD.fullmatch(text_of(right))
        if operator not in ("=", "==") or variable is None or word is None or not word.group(2).startswith(variable.group(2)):
            return {}
        name = variable.group(3) or variable.group(4)
        found.setdefault(name, {})[Text.of(word.group(2).removeprefix(variable.group(2)))] = None
    if len(found) != 1 or re.search(r"\s-[a-np-z]\s", source):
        return {}
    return {name: tuple(words) for name, words in found.items()}


def either(left: Known, right: Known) -> Known:
    """What is known where one of two tests holds."""
    return {name: tuple(dict.fromkeys((*words, *right[name]))) for name, words in left.items() if name in right}


def matched(subject: tree_sitter.Node, patterns: list[str]) -> Known:
    """What ``case $x in up|down)`` says of ``$x`` there."""
    variable = _VARIABLE.fullmatch(text_of(subject))
    if variable is None or variable.group(2) or not all(_WORD.fullmatch(pattern) for pattern in patterns):
        return {}
    return {variable.group(3) or variable.group(4): tuple(dict.fromkeys(Text.of(pattern) for pattern in patterns))}


def narrow(flow: Flow, known: Mapping[str, tuple[Text, ...]]) -> Before:
    """Let the variables be what is known of them; what ``widen`` needs."""
    before: Before = {}
    for name, words in known.items():
        held = flow.variables.get(name)
        if (name.isdigit() and _is_given(flow, int(name))) or len(words) > MOST_WORDS:
            continue
        if held is not None and (held.guard is not None or held.items is not None):
            continue
        if held is not None and held.words is not None and not set(words) < set(held.texts):      # of known words, no other is possible
            continue
        origin = held.origin if held is not None else "argument" if name.isdigit() else "environment"
        flow.variables[name] = now = Var(words, certain=False, origin=origin)
        before[name] = held, now
    return before


def widen(flow: Flow, before: Before) -> None:
    """Let the variables be what they were, unless they were assigned meanwhile."""
    for name, (held, now) in before.items():
        if flow.variables.get(name) is not now:
            continue
        if held is None:
            del flow.variables[name]
        else:
            flow.variables[name] = held


def _is_given(flow: Flow, index: int) -> bool:
    arguments = flow.arguments or ()
    placed = not any(word.maybe for word in arguments[:index])
    return index == 0 or (index <= len(arguments) and placed and arguments[index - 1].literal is not None)


def forget_positions(flow: Flow) -> None:
    """``shift``, ``set --`` and the start of a function: ``$1`` is another one."""
    for digit in "123456789":
        flow.variables.pop(digit, None)
