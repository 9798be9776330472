"""Python: read through ``ast`` in tiers, traced by abstract interpretation from each script outward."""

from __future__ import annotations

import ast
import re
import textwrap

from handover_generator.languages import _claims
from handover_generator.languages._python.announce import announcements
from handover_generator.languages._python.clouds import CLOUD_FUNCTION, cloud_functions
from handover_generator.languages._python.luigi_tasks import LUIGI_TASK, tasks_of_luigi
from handover_generator.languages._python.parse import parse
from handover_generator.languages._python.tracer import RUN_FUNCTION, PythonTracer
from handover_generator.model.source import Claims, Module, SourceFile, Unread
from handover_generator.model.tracing import Language, Tools, Tracer
from handover_generator.regexes import regex

_OF_DJANGO = regex(r"django|runscript|\bmodels import\b")
_RUN_SCRIPT = regex(r"(?:\A|/)scripts/\w+\.py\Z")      # "manage.py runscript name" calls run() of scripts/name.py
_TASK_RUNNERS = frozenset({"invoke", "invoke.tasks", "fabric", "fabric2", "fabric.api"})      # a person runs their tasks by name
_SHEBANG = regex(r"#!.*\bpython[\d.]*\b")


def _claims_language(file: SourceFile) -> bool:
    return file.suffix in (".py", ".pyw") or (not file.suffix and bool(_SHEBANG.match(file.first_line)))


def _read(file: SourceFile) -> Module | Unread:
    if file.text is None:
        return Unread(file.path, "could not be read as text")
    parsed = parse(file.text)
    starts: list[str] = []
    if file.first_line.startswith("#!"):
        starts.append("shebang")
    if parsed.tree is None:
        if re.search(r"""(?m)^if __name__ *== *['"]__main__['"]""", file.text):
            starts.append("main guard")
        return Module(path=file.path, language="python", tier=parsed.tier, partial=parsed.problem, starts=tuple(starts))
    starts += _starts(parsed.tree)
    if cloud_functions(file.path, parsed.tree):
        starts.append(CLOUD_FUNCTION)
    if "luigi" in file.text and tasks_of_luigi(parsed.tree):
        starts.append(LUIGI_TASK)
    if _RUN_SCRIPT.search(file.path) and _OF_DJANGO.search(file.text) and _defines_run(parsed.tree):
        starts.append(RUN_FUNCTION)
    return Module(path=file.path, language="python", tier=parsed.tier, partial=parsed.problem, starts=tuple(starts),
                  announces=announcements(file.path, file.text, parsed.tree), tree=parsed.tree)


def _starts(tree: ast.Module) -> list[str]:
    found: list[str] = []
    runs_tasks = any(isinstance(node, ast.ImportFrom) and node.module in _TASK_RUNNERS for node in tree.body)
    for node in tree.body:
        if isinstance(node, ast.If) and _is_main_test(node.test):
            found.append("main guard")
        elif isinstance(node, ast.ClassDef) and node.name == "Command":
            found.append("management command")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(
                "command" in ast.dump(d) or (_named(d) == "task" and runs_tasks) for d in node.decorator_list):
            found.append("command line command")
        elif _acts(node):
            found.append("statements at top level")
    return list(dict.fromkeys(found))


def _named(decorator: ast.expr) -> str:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    return target.id if isinstance(target, ast.Name) else ""


def _defines_run(tree: ast.Module) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name == "run" for node in tree.body)


def _acts(statement: ast.stmt) -> bool:
    """Whether a statement at top level makes a call of its own: not the usual choice between two imports, definitions or values."""
    if isinstance(statement, ast.Expr):
        return any(isinstance(part, ast.Call) for part in ast.walk(statement.value))      # also "ready() and main()"
    if isinstance(statement, (ast.For, ast.While, ast.With, ast.Match)):
        return True
    if isinstance(statement, ast.If):
        return "TYPE_CHECKING" not in ast.unparse(statement.test) and any(map(_acts, (*statement.body, *statement.orelse)))
    if isinstance(statement, (ast.Try, ast.TryStar)):
        return any(map(_acts, (*statement.body, *statement.orelse, *(inner for handler in statement.handlers for inner in handler.body))))
    return False


def _is_main_test(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and any(isinstance(n, ast.Name) and n.id == "__name__" for n in (test.left, *test.comparators))


def _header(file: SourceFile, module: Module) -> Claims:
    tree = module.tree
    if not isinstance(tree, ast.Module):
        return Claims()
    text = ast.get_docstring(tree, clean=True)
    if text:
        return _claims.from_docstring(text, file.path, tree.body[0].lineno)
    for node in tree.body:          # a management command documents itself in its class
        if isinstance(node, ast.ClassDef) and node.name == "Command":
            text = ast.get_docstring(node, clean=True)
            if text:
                return _claims.from_docstring(text, file.path, node.body[0].lineno)
            for item in node.body:
                if isinstance(item, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "help" for t in item.targets) \
                        and (said := _said(item.value)) is not None:
                    return _claims.from_docstring(textwrap.dedent(said), file.path, item.value.lineno)
    lines = []
    for number, line in enumerate((file.text or "").split("\n"), 1):
        stripped = line.strip()
        if stripped.startswith("#"):
            lines.append((number, stripped.lstrip("#").strip()))
        elif stripped:
            break
    return _claims.from_comment_block(lines, file.path)


def _said(value: ast.expr) -> str | None:
    """A literal text, also one that is laid out or translated: ``textwrap.dedent("...")``, ``_("...")``."""
    while isinstance(value, ast.Call) and value.args:
        value = value.args[0]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def _tracer(tools: Tools) -> Tracer:
    return PythonTracer(tools)


LANGUAGE = Language(name="python", claims=_claims_language, read=_read, tracer=_tracer, header=_header)
