"""Conditions as people read them: ``$CLEANUP is set``, and what is said where they do not hold."""

from __future__ import annotations

import re

import tree_sitter

from handover_generator.languages._shell.joined_tests import joined_words
from handover_generator.languages._shell.parse import text_of

_UNARY = {
    "-z": "{} is empty",
    "-n": "{} is set",
    "-d": "the folder {} exists",
    "-f": "the file {} exists",
    "-e": "{} exists",
    "-a": "{} exists",
    "-s": "{} is not empty",
    "-r": "{} is readable",
    "-w": "{} is writable",
    "-x": "{} is executable",
    "-b": "the device {} exists",
    "-L": "{} is a link",
    "-h": "{} is a link",
    "-t": "it runs on a terminal",
    "-S": "{} is a socket",
    "-p": "{} is a pipe",
    "-v": "{} is set",
    "-c": "the device {} exists",
    "-O": "{} is one's own",
    "-N": "{} has changed since it was read",
}
COMPARISONS = {
    "=": "is",
    "==": "is",
    "!=": "is not",
    "-eq": "is",
    "-ne": "is not",
    "-gt": "is more than",
    "-lt": "is less than",
    "-ge": "is at least",
    "-le": "is at most",
    "=~": "matches",
    "-nt": "is newer than",
    "-ot": "is older than",
    "<": "comes before",
    ">": "comes after",
    "-ef": "is the same file as",
}
"""Operators that compare, in words."""


def in_words(node: tree_sitter.Node, *, negative: bool = False) -> str:
    """A condition as people read it: ``$CLEANUP is set``."""
    try:
        text = _words(node)
    except RecursionError:                                # nested deeper than anybody reads it
        text = _clip(text_of(node))
    return (f"not ({text})" if " " in text else f"not {text}") if negative else text


def _words(node: tree_sitter.Node) -> str:
    kind = node.type
    if kind in ("test_command", "parenthesized_expression"):
        inner = node.named_children
        if len(inner) == 1 and inner[0].type in ("word", "string", "simple_expansion", "expansion", "concatenation"):
            return f"{_clip(text_of(inner[0]), 60)} is set"
        if (joined := joined_words(text_of(node), _unary, _binary)) is not None:
            return joined[:160]
        return _words(inner[0]) if inner else _clip(text_of(node))
    if kind == "unary_expression":
        operator = node.child_by_field_name("operator")
        operand = node.named_children[-1] if node.named_children else None
        sign = text_of(operator) if operator is not None else text_of(node)[:1]
        if operand is None:
            return _clip(text_of(node))
        if sign == "!":
            return denied(_words(operand))
        return _UNARY.get(sign, sign + " {}").format(_clip(text_of(operand), 60))
    if kind == "negated_command":
        return denied(_words(node.named_children[-1])) if node.named_children else _clip(text_of(node))
    if kind == "binary_expression":
        left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
        operator = node.child_by_field_name("operator")
        sign = text_of(operator) if operator is not None else ""
        if left is None or right is None:
            return _clip(text_of(node))
        if sign in ("&&", "||"):
            return f"{_words(left)} {'and' if sign == '&&' else 'or'} {_words(right)}"[:160]
        return f"{_clip(text_of(left), 50)} {COMPARISONS.get(sign, sign)} {_clip(text_of(right), 50) or 'empty'}"
    if kind == "list":
        parts = [child for child in node.children if child.is_named]
        sign = next((text_of(child) for child in node.children if not child.is_named and text_of(child) in ("&&", "||")), "&&")
        if len(parts) == 2:
            return f"{_words(parts[0])} {'and' if sign == '&&' else 'or'} {_words(parts[1])}"[:160]
    if kind == "variable_assignment" and "$(" in text_of(node):
        return f"`{_clip(text_of(node).partition('$(')[2].rstrip(')'))}` succeeds"
    if kind == "redirected_statement" and text_of(node).startswith("! "):
        return denied(f"`{_clip(text_of(node)[2:])}` succeeds")
    if kind in ("command", "pipeline", "redirected_statement", "subshell"):
        return f"`{_clip(text_of(node))}` succeeds"
    return _clip(text_of(node))


def _unary(sign: str, of: str) -> str:
    return (_UNARY.get(sign, sign + " {}") if sign else "{} is set").format(_clip(of, 60))


def _binary(left: str, sign: str, right: str) -> str:
    return f"{_clip(left, 50)} {COMPARISONS.get(sign, sign)} {_clip(right, 50) or 'empty'}"


_FILLED = (" is not empty", " holds nothing")


def denied(words: str) -> str:
    """The opposite of a condition in words; of what is itself denied as a whole, what is denied there."""
    for one, other in (_FILLED, _FILLED[::-1]):
        if words.endswith(one) and " " not in words.removesuffix(one):
            return words.removesuffix(one) + other
    if words.count("`") == 2 and words.startswith("`") and words.endswith(("` succeeds", "` fails")):
        return words.rpartition("`")[0] + ("` fails" if words.endswith("succeeds") else "` succeeds")
    inner = words[len("not (") : -1] if words.startswith("not (") and words.endswith(")") else ""
    depth = 0
    for letter in inner:
        depth += (letter == "(") - (letter == ")")
        if depth < 0:                                    # not (a) and b (c)
            return f"not ({words})"
    return inner if inner and not depth else f"not ({words})"


def _clip(text: str, size: int = 80) -> str:
    text = re.sub(r"\\?\s+", " ", text.strip())
    if len(text) > 1 and text[0] == text[-1] == '"' and '"' not in text[1:-1]:
        text = text[1:-1]
    return text if len(text) <= size else text[: size - 3] + "..."
