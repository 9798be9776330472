"""Programs as plumbum calls them: ``local["rm"]["-r", path]()``. The words of a command line stand in brackets, and are run when that is called."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.value_texts import text_of
from handover_generator.languages._python.values import Api, Seq, Values
from handover_generator.model.text import MORE, Text
from handover_generator.regexes import regex

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame

_BY_NAME = regex(r"(?:\A|\.)cmd\.(\w+)(?=\[|\.|\Z)")
_RUNS = regex(r"plumbum\.(?:\w+\.)*(?:FG|BG|TEE|TF|RETCODE|NOHUP)\b")
_LOCAL = "local"
"""The machine that this runs on, whose programs stand in brackets."""


def runs_what_it_is_put_to(values: Values) -> bool:
    """Whether a command that stands before ``&`` is run: ``rm["-r", path] & FG``."""
    return any(isinstance(value, Api) and _RUNS.match(value.path) is not None for value in values)


def bound_program(frame: Frame, function: Api, arguments: Arguments, node: ast.AST) -> list[Text] | None:
    """The words of a command line that is called; None where ``function`` is no program of that kind."""
    named = _BY_NAME.search(function.path)
    place = function.items.index(_LOCAL) + 1 if named is None and _LOCAL in function.items else 0
    name = named.group(1) if named is not None else function.items[place] if 0 < place < len(function.items) else ""
    if not name:
        return None
    at = node.func if isinstance(node, ast.Call) else None
    if isinstance(at, ast.Attribute) and "[" in function.path.rpartition(".")[0] and not function.path.endswith("]"):
        at = at.value                                        # .run(), .run_fg()
    bound: list[Text] = []
    while isinstance(at, ast.Subscript):
        words = at.slice.elts if isinstance(at.slice, ast.Tuple) else [at.slice]
        bound[:0] = [word for one in words for word in _words(frame, one)]
        at = at.value
    if named is None and bound:
        bound = bound[1:]                                    # the program itself stands in brackets there, too
    elif not bound and function.path.count("[") > (named is None):
        bound = [MORE]                                       # bound to words elsewhere
    given = [text_of(values) for values in arguments.positional]
    return [Text.of(name), *bound, *given, *([MORE] if arguments.rest is not None else [])]


def _words(frame: Frame, node: ast.expr) -> list[Text]:
    if isinstance(node, ast.Starred):
        values = frame.eval(node.value)
        listed = values[0] if len(values) == 1 else None
        return [text_of(item) for item in listed.items] if isinstance(listed, Seq) and listed.exact else [MORE]
    values = frame.eval(node)
    listed = values[0] if len(values) == 1 else None
    return [text_of(item) for item in listed.items] if isinstance(listed, Seq) and listed.exact else [text_of(values)]
