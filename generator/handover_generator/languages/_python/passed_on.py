"""Functions through which a program sends its commands: ``def run(command): ... subprocess.Popen(command)``."""

from __future__ import annotations

import ast

from handover_generator.languages._python.syntax import nodes_in, parameters, remembered

_RUNNERS = frozenset({"Popen", "run", "call", "check_call", "check_output", "getoutput", "getstatusoutput", "system", "popen", "spawn", "execute",
                      "executemany", "executescript", "exec_command", "run_command", "sudo", "local", "create_subprocess_shell",
                      "create_subprocess_exec"})
_SHORT, _SENDING = 30, 100
"""Lines of a function that is soon read; and of one that runs what it is given: each of its calls says something else of what the program does."""

Function = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@remembered
def is_soon_read(node: Function) -> bool:
    """Whether a function may be read for very many calls. What it says of itself at its beginning does not count."""
    lines = _lines(node)
    return lines <= _SHORT or (lines <= _SENDING and _runs_what_it_is_given(node))


def _lines(node: Function) -> int:
    end = node.end_lineno or node.lineno
    if isinstance(node, ast.Lambda) or ast.get_docstring(node, clean=False) is None:
        return end - node.lineno
    said = node.body[0]
    return end - node.lineno - ((said.end_lineno or said.lineno) - said.lineno + 1)


def _runs_what_it_is_given(node: Function) -> bool:
    given = {one.arg for one in parameters(node.args)[0]}
    for inner in nodes_in(node):
        if isinstance(inner, ast.Call) and inner.args:
            name = inner.func.attr if isinstance(inner.func, ast.Attribute) else inner.func.id if isinstance(inner.func, ast.Name) else ""
            if name in _RUNNERS and any(isinstance(part, ast.Name) and part.id in given for part in nodes_in(inner.args[0])):
                return True
    return False
