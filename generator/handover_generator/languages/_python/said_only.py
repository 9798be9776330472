"""Switches by which a program only says what it would do: ``if not force: log.info("Would have deleted %s", name); return``.

What such a branch says tells it, whatever the switch is called. Of ``--check`` and its like it is enough that the branch does nothing.
"""

from __future__ import annotations

import ast

from handover_generator.analysis.pretended import says_would
from handover_generator.languages._python.conditions import NOT
from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.languages._python.values import Str, Values
from handover_generator.model.behaviour import ACTS_ONLY, Guard, GuardKind
from handover_generator.model.location import Location
from handover_generator.model.text import Hole
from handover_generator.regexes import regex

_TELLS = regex(r"(?:\A|\.)(?:print|echo|secho|write|debug|info|warning|error|log)\Z")
_ACTS = regex(r"(?:\A|_)(?:bulk|commit|create|delete|drop|export|generate|import|insert|install|migrate|move|populate|post|publish|put|remove|run"
              r"|save|seed|send|store|sync|truncate|update|upload)(?:_|\Z)")
"""Names of functions that do more than to look."""
_CHECKS = regex(r"--(?:check|no-(?:write|save|changes?|modify|update))")
"""Options with which a program only looks, where their branch does nothing."""
_COUNTS = ("append", "add", "exit", "increment")
_LEAVES = (ast.Return, ast.Continue, ast.Break)


def only_tells(body: list[ast.stmt]) -> bool:
    """Whether statements do nothing but say something, count, or go on."""
    return all(isinstance(statement, (ast.Pass, ast.Continue, ast.Return, ast.Assign, ast.AugAssign))
               or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and _TELLS.search(ast.unparse(statement.value.func)))
               for statement in body)


@remembered
def goes_another_way(code: ast.AST) -> frozenset[ast.If]:
    """The tests in a function or a module behind whose branch it ends, while without it something else is done: the option that they ask for
    (``--cleanup-only``) chooses what is done, and without it things are not just listed.
    """
    found = set()
    for node in nodes_in(code):
        for name in ("body", "orelse", "finalbody"):
            held = getattr(node, name, None)
            block = [one for one in held if isinstance(one, ast.stmt)] if isinstance(held, list) else []
            for place, statement in enumerate(block):
                if isinstance(statement, ast.If) and _ends(statement.body[-1]) and any(map(_acts, block[place + 1:])):
                    found.add(statement)
    return frozenset(found)


def _ends(statement: ast.stmt) -> bool:
    """Whether a statement ends the function, or the program."""
    return isinstance(statement, ast.Return) or (
        isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call) and ast.unparse(statement.value.func) in ("exit", "sys.exit"))


def _acts(statement: ast.stmt) -> bool:
    return any(isinstance(node, ast.Call) and _ACTS.search(ast.unparse(node.func).rpartition(".")[2]) is not None for node in nodes_in(statement))


def said_only(node: ast.If, values: Values, at: Location) -> Guard | None:
    """The dry run that such a test is; None for any other."""
    quiet = _quiet(node)
    if quiet is None:
        return None
    operand, body_is_quiet, would = quiet
    holes = [hole for value in values if isinstance(value, Str) and len(value.text.parts) == 1 for hole in value.text.holes
             if hole.kind == "flag" and hole.default is None]
    if not holes:
        return Guard(kind=GuardKind.DRY_RUN, at=at, detail=f"{operand} decides whether it acts") if would else None
    return _of_option(holes[0], body_is_quiet=body_is_quiet, would=would, at=at)


def _of_option(hole: Hole, *, body_is_quiet: bool, would: bool, at: Location) -> Guard | None:
    name = hole.name.removeprefix(NOT)
    by_default = body_is_quiet == hole.name.startswith(NOT)
    if not would and (by_default or not _CHECKS.fullmatch(name)):
        return None
    said = f"{ACTS_ONLY}{name}" if by_default else f"{name} decides whether it acts"
    return Guard(kind=GuardKind.DRY_RUN, at=at, detail=said, default_on=by_default)


@remembered
def _quiet(node: ast.If) -> tuple[str, bool, bool] | None:
    """What the switch is called that a test asks for, whether the first of its branches is the quiet one, and whether that says what would be done;
    None where none of the two is quiet, or both are.
    """
    test = node.test
    while isinstance(test, ast.UnaryOp) and isinstance(test.op, ast.Not):
        test = test.operand
    if not isinstance(test, (ast.Name, ast.Attribute, ast.Subscript)):
        return None
    first, second = _is_quiet(node.body), bool(node.orelse) and _is_quiet(node.orelse)
    if first == second or (first and not node.orelse and not isinstance(node.body[-1], _LEAVES)):
        return None
    would = any(isinstance(one, ast.Constant) and isinstance(one.value, str) and says_would(one.value)
                for statement in (node.body if first else node.orelse) for one in nodes_in(statement))
    return ast.unparse(test), first, would


def _is_quiet(body: list[ast.stmt]) -> bool:
    return all(only_tells([statement]) or (isinstance(statement, ast.Expr) and isinstance(statement.value, ast.Call)
                                           and isinstance(statement.value.func, ast.Attribute) and statement.value.func.attr in _COUNTS)
               for statement in body)
