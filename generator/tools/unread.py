"""List the statements of a repository's scripts that our readers never came to, in functions and files of which they read others.

usage: unread.py REPOSITORY

A branch that the arguments rule out is rightly left unread, and so is what follows a certain exit. All else in the list is the worst kind of
mistake: what such a statement does leaves neither an effect nor an unknown. Each line tells the first statement of a stretch that was not read,
and what stands before it: the condition that was taken for decided, or the statement that nothing was thought to follow.
"""

from __future__ import annotations

import argparse
import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import tree_sitter

from handover_generator.languages._python.statements import Statements
from handover_generator.languages._shell.walk import Walker
from handover_generator.pipeline import Options, analyse

_WIDTH = 90
_BLOCKS = ("body", "orelse", "finalbody")
_HAS_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.ExceptHandler, ast.match_case)
_SHELL = frozenset({"command", "if_statement", "case_statement", "while_statement", "for_statement", "c_style_for_statement", "redirected_statement",
                    "pipeline", "list", "subshell", "compound_statement", "negated_command", "declaration_command"})
_SHELL_BLOCKS = frozenset({"program", "compound_statement", "do_group", "else_clause", "elif_clause", "if_statement", "case_item", "subshell"})


class Seen:
    """What was read: Python's statements by the function that they stand in, the shell's by their file."""

    def __init__(self) -> None:
        self.statements: dict[int, tuple[ast.stmt, str]] = {}
        self.bodies: dict[int, tuple[list[ast.stmt], str]] = {}
        self.nodes: dict[tuple[str, int, str], tree_sitter.Node] = {}

    def watch(self) -> None:
        """Have the readers tell of each statement that they come to."""
        for name in dir(Statements):
            if name.startswith("_run_") or name == "_other":
                setattr(Statements, name, self._python(getattr(Statements, name)))
        read = Walker.statement

        def statement(walker: Walker, node: tree_sitter.Node, *given: Any) -> None:
            if walker.inline is None:
                self.nodes[walker.path, node.start_byte, node.type] = node
            read(walker, node, *given)

        setattr(Walker, "statement", statement)                    # noqa: B010  (a method of a class is no variable to mypy)

    def _python(self, method: Callable[[Any, ast.stmt], str]) -> Callable[[Any, ast.stmt], str]:
        def read(frame: Any, node: ast.stmt) -> str:
            self.statements[id(node)] = node, frame.module.path
            body = frame.function.node.body if frame.function is not None else frame.module.tree.body
            if isinstance(body, list):
                self.bodies[id(body)] = body, frame.module.path
            return method(frame, node)

        return read

    def unread(self) -> Iterator[tuple[str, int, str, str]]:
        """(path, line, statement, what stands before it), by path and line."""
        found = {(path, node.lineno): (_told(ast.unparse(node)), before)
                 for body, path in self.bodies.values() for node, before in self._passed(body, "")}
        found |= {(path, node.start_point[0] + 1): (_told(_text(node)), before) for path, node, before in self._shell()}
        for (path, line), (statement, before) in sorted(found.items()):
            yield path, line, statement, before

    def _passed(self, body: list[ast.stmt], before: str) -> Iterator[tuple[ast.stmt, str]]:
        for node in body:
            if id(node) not in self.statements:
                if any(isinstance(part, ast.Call) for part in ast.walk(node)):
                    yield node, before
                    return
                continue
            before = "after " + _told(ast.unparse(node).partition("\n")[0])
            yield from self._inside(node)

    def _inside(self, node: ast.AST) -> Iterator[tuple[ast.stmt, str]]:
        if not isinstance(node, _HAS_BLOCKS):
            return
        told = _told(ast.unparse(node).partition("\n")[0])
        for name in _BLOCKS:
            yield from self._passed(getattr(node, name, []), f"{'beside' if name == 'orelse' else 'in'} {told}")
        for part in (*getattr(node, "handlers", ()), *getattr(node, "cases", ())):
            yield from self._inside(part)

    def _shell(self) -> Iterator[tuple[str, tree_sitter.Node, str]]:
        blocks: dict[tuple[str, int, str], tree_sitter.Node] = {}
        for (path, _, _), node in self.nodes.items():
            for block in (node, node.parent):
                if block is not None and block.type in _SHELL_BLOCKS:
                    blocks[path, block.start_byte, block.type] = block
        for (path, _, _), block in blocks.items():
            yield from ((path, passed, before) for passed, before in self._left(path, block))

    def _left(self, path: str, block: tree_sitter.Node) -> Iterator[tuple[tree_sitter.Node, str]]:
        before = "in " + _told(_text(block))
        clauses: list[tree_sitter.Node] = []
        for child in _statements(block):
            if child.type in ("else_clause", "elif_clause"):
                clauses.append(child)
            elif (path, child.start_byte, child.type) in self.nodes:
                before = "after " + _told(_text(child))
                clauses += [item for item in child.named_children if item.type == "case_item"] if child.type == "case_statement" else []
            elif child.type in _SHELL:
                yield child, before
                break
        for clause in clauses:
            inside = [child for child in _statements(clause) if child.type in _SHELL]
            if inside and not any((path, child.start_byte, child.type) in self.nodes for child in inside):
                yield inside[0], "in " + _told(_text(clause))


def _statements(block: tree_sitter.Node) -> list[tree_sitter.Node]:
    """What is run in a block: of an ``if`` what follows its ``then``."""
    begins = next((child.end_byte for child in block.children if child.type == "then"), 0)
    return [child for child in block.named_children if child.start_byte >= begins]


def _text(node: tree_sitter.Node) -> str:
    return (node.text or b"").decode("utf-8", "replace")


def _told(code: str) -> str:
    line = " ".join(code.split())
    return line if len(line) <= _WIDTH else line[: _WIDTH - 1] + "…"


def main() -> int:
    """Print one line for each stretch that was not read."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("repository", type=Path)
    options = parser.parse_args()
    seen = Seen()
    seen.watch()
    analyse(Options(root=options.repository, cache=False, jobs=1))
    for path, line, statement, before in seen.unread():
        print(f"{path}:{line}: {statement}  ({before})")
    return 0


if __name__ == "__main__":
    sys.exit(main())
