"""What a variable may be where the walk stands, and what tests between constants come to. ``values.Var`` says what it holds; whether that counts is
asked here.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from operator import eq, ge, gt, le, lt, ne

import tree_sitter

from handover_generator.languages._shell import judging
from handover_generator.languages._shell.base import Base
from handover_generator.languages._shell.parse import text_of
from handover_generator.languages._shell.values import REST
from handover_generator.languages._shell.words import Expander
from handover_generator.regexes import regex

_COMPOUND = frozenset({"unary_expression", "binary_expression"})
_RUNS = regex(r"\$\(|`")
"""What a substitution prints decides nothing, even where it is known."""
_VARIABLE = regex(r"\"?\$(?:\{(?=\w+\}))?([A-Za-z_]\w*)\}?\"?")
_NUMBER = regex(r"-?\d{1,15}")
_NUMBERS: dict[str, Callable[[int, int], bool]] = {"-eq": eq, "-ne": ne, "-gt": gt, "-lt": lt, "-ge": ge, "-le": le}


class Deciding(Base):
    """Part of the walker that says what is the same in each run."""

    def certain(self, name: str) -> bool:
        """Whether a variable has one certain value here."""
        if name.isdigit():
            given = self.flow.arguments[: int(name)] if self.flow.arguments is not None else (REST,)
            return name != "0" and REST not in given and not any(word.maybe for word in given)
        if name == "#":
            return self._is_counted()
        held = self.flow.variables.get(name)
        only = held.only if held is not None and held.guard is None else None
        if only is None:
            return False
        waits = self.at_the_door and self._is_blank(name) if only.literal == "" else judging.holds_back_if(name, only.literal)
        return not waits or not self._is_edited(name)

    def settled(self, node: tree_sitter.Node) -> bool:
        """Whether each variable that a piece of a script reads has one certain value here."""
        return all(self.certain(name) for name in judging.names_in(node)) and not judging.reads_some_element(node)

    def among(self, subject: tree_sitter.Node) -> tuple[str, ...]:
        """The words that the variable asked for is one of; none where it may be something else."""
        match = _VARIABLE.fullmatch(text_of(subject))
        held = self.flow.variables.get(match.group(1)) if match is not None else None
        return (held.words or ()) if held is not None and held.among else ()

    def _is_counted(self) -> bool:
        """Whether it is known with how many words this function was called, none of which it takes away on some way and not on another."""
        given = self.flow.arguments if self.flow.arguments is not None else (REST,)
        if REST in given or not all((word.literal or word.single) and not word.maybe for word in given):
            return False
        function = self.session.functions.get(self.function or "")
        written = text_of(function.node) if function is not None else self.parsed.source.decode(errors="replace")
        return "shift" not in written and "set --" not in written

    def _is_edited(self, name: str) -> bool:
        """Whether a file itself, at its top and nowhere else, says what a variable is: whoever wants another value edits it."""
        put = rf"(?m)^([ \t]*)(?:(?:export|readonly|declare|typeset)(?: -\w+)* )?{re.escape(name)}="
        return re.findall(put, self.parsed.source.decode(errors="replace")) == [""]

    def _is_blank(self, name: str) -> bool:
        """Whether a line of a file leaves a variable in capitals blank, as nobody runs it before that is filled in: ``PASSWORD=""``."""
        blank = rf"""(?m)^(?:(?:export|readonly) )?{re.escape(name)}=(?:""|'')?[ \t]*(?:#.*)?$"""
        return name.isupper() and re.search(blank, self.parsed.source.decode(errors="replace")) is not None

    def decide(self, node: tree_sitter.Node, expander: Expander) -> bool | None:
        """The value of a test between constants; None where a run decides, or where it is nested too deep to tell."""
        try:
            return self._decided(node, expander)
        except RecursionError:
            return None

    def _decided(self, node: tree_sitter.Node, expander: Expander) -> bool | None:
        while node.type in ("test_command", "parenthesized_expression"):
            inner = node.named_children
            if len(inner) != 1:
                return None
            node = inner[0]
        if node.type == "binary_expression":
            return self._logical(node, expander)
        if node.type != "unary_expression":
            return None
        operator = node.child_by_field_name("operator")
        sign = text_of(operator) if operator is not None else text_of(node)[:1]
        operand = node.named_children[-1]
        if sign == "!":
            value = self._decided(operand, expander)
            return None if value is None else not value
        if _RUNS.search(text_of(node)) or not self.settled(node):
            return None
        if operand.type in _COMPOUND:                    # the grammar takes -z "$a" -o -z "$b" for -z of all the rest
            return None
        text = expander.text(operand).literal
        if text is None or sign not in ("-z", "-n"):
            return None
        return (text == "") == (sign == "-z")

    def _logical(self, node: tree_sitter.Node, expander: Expander) -> bool | None:
        left, right, operator = (node.child_by_field_name(name) for name in ("left", "right", "operator"))
        if left is None or right is None or operator is None:
            return None
        sign = text_of(operator)
        if sign in ("&&", "||", "-a", "-o"):
            first, second = self._decided(left, expander), self._decided(right, expander)
            whole = sign in ("||", "-o")
            if first is whole or second is whole:
                return whole
            return None if first is None or second is None else not whole
        if judging.asks_whether_sourced(left, right) and sign in ("=", "==", "!="):
            return (self.script == self.own) == (sign != "!=")
        if _RUNS.search(text_of(node)) or not self.settled(node):
            return None
        if left.type in _COMPOUND or right.type in _COMPOUND:
            return None
        one, two = expander.text(left).literal, expander.text(right).literal
        if one is None or two is None:
            return None
        if sign in ("=", "==", "!="):
            same = one == two if text_of(right)[:1] in "\"'" else judging.pattern_matches(one, two)
            return same == (sign != "!=")
        if sign in _NUMBERS and _NUMBER.fullmatch(one) and _NUMBER.fullmatch(two):
            return _NUMBERS[sign](int(one), int(two))
        return None
