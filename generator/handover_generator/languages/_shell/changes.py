"""Variables that something else than an assignment may change: arithmetic, ``printf -v``, a reference to a name, a trap, ``${name:=value}``.

What such a variable holds where it was assigned decides nothing, as nobody can tell from the order of the lines what it holds later.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import tree_sitter

from handover_generator.regexes import regex

_SETS = frozenset(("=", "+=", "-=", "*=", "/=", "%=", "<<=", ">>=", "&=", "^=", "|="))
_STEPS = frozenset(("++", "--"))
_ASSIGNS = regex(r"([A-Za-z_]\w*)(?:\[[^]]*\])?\s*(?:\+\+|--|(?:[-+*/%&^|]|<<|>>)?=(?!=))|(?:\+\+|--)([A-Za-z_]\w*)")
_NAME = regex(r"[A-Za-z_]\w*")
_POSITION = regex(r"\"?\$\{?\d+\}?\"?")


class Changes:
    """Gathers the names while the nodes of a file are gone through once."""

    def __init__(self) -> None:
        self.names: set[str] = set()
        self._traps: list[str] = []
        self._by_name: set[int] = set()                   # where functions begin that change what their arguments name
        self._calls: list[tuple[str, list[str]]] = []

    def look(self, node: tree_sitter.Node) -> None:
        """Take note of one node."""
        kind = node.type
        if kind == "command":
            self._command(node)
        elif kind in ("postfix_expression", "unary_expression", "binary_expression"):
            if any(child.type in (_SETS if kind == "binary_expression" else _STEPS) for child in node.children):
                self.names.update(_variables(node))
        elif kind == "expansion":
            if any(child.type in (":=", "=") for child in node.children):
                self.names.update(_variables(node))
        elif kind == "declaration_command" and any(child.type == "word" and _text(child) == "-n" for child in node.named_children):
            for child in node.named_children:
                value = child.child_by_field_name("value") if child.type == "variable_assignment" else None
                if value is not None:
                    self._named(_text(value), node)

    def gathered(self, functions: Mapping[str, tree_sitter.Node]) -> frozenset[str]:
        """All names, once every node was looked at."""
        by_name = {name for name, node in functions.items() if node.start_byte in self._by_name}
        for name, words in self._calls:
            if name in by_name:
                self.names.update(words)
        for handler in self._traps:
            if handler in functions:
                self.names.update(_assigned(functions[handler]))
            else:
                self.names.update(match.group(1) or match.group(2) for match in _ASSIGNS.finditer(handler))
        return frozenset(self.names)

    def _command(self, node: tree_sitter.Node) -> None:
        words = [_text(child) for child in node.named_children]
        name, given = words[0] if words else "", words[1:]
        if name == "let":
            self.names.update(match.group(1) or match.group(2) for word in given for match in _ASSIGNS.finditer(word))
        elif name == "printf":
            if len(given) > 1 and given[0] == "-v":
                self._named(given[1], node)
        elif name == "trap" and given:
            self._traps.append(given[0].strip("\"'"))
        elif given:
            self._calls.append((name, [word for word in given if _NAME.fullmatch(word)]))

    def _named(self, target: str, node: tree_sitter.Node) -> None:
        """What ``target`` says is changed: a name, or the name that the function around ``node`` is given."""
        if _NAME.fullmatch(target.strip("\"'")):
            self.names.add(target.strip("\"'"))
        elif _POSITION.fullmatch(target):
            around = node.parent
            while around is not None and around.type != "function_definition":
                around = around.parent
            if around is not None:
                self._by_name.add(around.start_byte)


def _variables(node: tree_sitter.Node) -> Iterator[str]:
    """The variable that an expression begins with."""
    for child in node.named_children[:1]:
        if child.type == "variable_name":
            yield _text(child)
        elif child.type == "subscript":
            yield from _variables(child)


def _assigned(function: tree_sitter.Node) -> Iterator[str]:
    stack = [function]
    while stack:
        node = stack.pop()
        if node.type == "variable_assignment" and (name := node.child_by_field_name("name")) is not None:
            yield _text(name).partition("[")[0]
        stack += node.named_children


def _text(node: tree_sitter.Node) -> str:
    return (node.text or b"").decode("utf-8", "surrogateescape")
