"""Python: read through ``ast`` in tiers, traced by abstract interpretation from each script outward."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap

from handover_generator.analysis.cron_jobs import REGISTERS, jobs_of_application
from handover_generator.analysis.folders import interpreter_language, plain_suffix
from handover_generator.analysis.tasks import every_function_is_a_task, gathers_tasks
from handover_generator.languages import _claims
from handover_generator.languages._python.announce import announcements
from handover_generator.languages._python.class_commands import classes_of_commands
from handover_generator.languages._python.clouds import CLOUD_FUNCTION, cloud_functions
from handover_generator.languages._python.django_commands import binds_command
from handover_generator.languages._python.flows import FLOW, makes_flow
from handover_generator.languages._python.luigi_tasks import LUIGI_TASK, tasks_of_luigi
from handover_generator.languages._python.parse import parse
from handover_generator.languages._python.parts import parts_of
from handover_generator.languages._python.tables import tables_in
from handover_generator.languages._python.tracer import RUN_FUNCTION, PythonTracer
from handover_generator.model.parts import Parts
from handover_generator.model.source import LISTS_AT_ONCE, Claims, Module, SourceFile, Unread
from handover_generator.model.tracing import Language, Tools, Tracer
from handover_generator.regexes import regex
from handover_generator.wordlists import word_set

_OF_DJANGO = regex(r"django|runscript|\bmodels import\b")
_RUN_SCRIPT = regex(r"(?:\A|/)scripts/\w+\.py\Z")      # "manage.py runscript name" calls run() of scripts/name.py
_IN_PARTS = frozenset({"full", "newer-syntax"})             # of the other tiers the tree is another text's
_RUN_BY_NAME = {"invoke": "task", "fabric": "task", "fabric2": "task", **REGISTERS}
"""Packages whose decorator makes a function something that is run by its name: by a person, or by a line of a crontab."""
_SHEBANG = regex(r"#!.*\bpython[\d.]*\b")              # behind whatever starts it: "env -S poetry run python"
_HEADS = word_set("""
    python std standard stdlib built builtin builtins in system core third 3rd party local first own other external internal project future django
    lib library libraries import imports package packages module modules dependencies
""")
_MOST_HEADING = 4
_MOST_IMPORTS = 60
"""Words of a comment that heads some imports, and rows that are looked through for another such."""
_MAIN = regex(r"""^if __name__ *== *['"]__main__['"]""", re.MULTILINE)


def _claims_language(file: SourceFile) -> bool:
    if file.suffix in (".py", ".pyw"):
        return True
    asked = interpreter_language(file.first_line)
    if asked == "Python" or (asked is None and _SHEBANG.match(file.first_line)):
        return True                           # who starts it asks the first line, whatever the file is called
    # A template of a module is no module yet, one of a program is a program.
    return bool(file.suffix) and plain_suffix(file.path) == ".py" and _MAIN.search(file.text or "") is not None


def _read(file: SourceFile) -> Module | Unread:
    if file.text is None:
        return Unread(file.path, "could not be read as text")
    parsed = parse(file.text)
    starts: list[str] = []
    if file.first_line.startswith("#!"):
        starts.append("shebang")
    if parsed.tree is None:
        if _MAIN.search(file.text):
            starts.append("main guard")
        return Module(path=file.path, language="python", tier=parsed.tier, partial=parsed.problem, starts=tuple(starts))
    starts += _starts(parsed.tree, of_django="/management/commands/" in "/" + file.path)
    if (every_function_is_a_task(file.path, file.text) or gathers_tasks(file.path, file.text)) and "command line command" not in starts:
        starts.append("command line command")
    if "command line command" not in starts and (classes_of_commands(file.text, parsed.tree) or jobs_of_application(file.text)):
        starts.append("command line command")
    if cloud_functions(file.path, parsed.tree):
        starts.append(CLOUD_FUNCTION)
    if "airflow" in file.text and makes_flow(parsed.tree):
        starts.append(FLOW)
    if "luigi" in file.text and tasks_of_luigi(parsed.tree):
        starts.append(LUIGI_TASK)
    if _RUN_SCRIPT.search(file.path) and _OF_DJANGO.search(file.text) and _defines_run(parsed.tree):
        starts.append(RUN_FUNCTION)
    return Module(path=file.path, language="python", tier=parsed.tier, partial=parsed.problem, starts=tuple(starts),
                  announces=announcements(file.path, file.text, parsed.tree), tables=tables_in(file.path, file.text, parsed.tree),
                  tree=parsed.tree)


def _starts(tree: ast.Module, *, of_django: bool) -> list[str]:
    found: list[str] = []
    runners = _of_runners(tree)
    for node in tree.body:
        if isinstance(node, ast.If) and _is_main_test(node.test):
            found.append("main guard")
        elif binds_command(node) and (of_django or isinstance(node, ast.ClassDef)):    # elsewhere an imported "Command" is mostly a base class
            found.append("management command")
        elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(
                "command" in ast.dump(d) or (runners and _is_task(d, runners)) for d in node.decorator_list):
            found.append("command line command")
        elif _acts(node):
            found.append("statements at top level")
            found += [LISTS_AT_ONCE] if _lists(node) else []
    return list(dict.fromkeys(found))


def _of_runners(tree: ast.Module) -> dict[str, str]:
    """What a module takes from packages whose decorators make tasks: the name that it has there to where it is from."""
    found: dict[str, str] = {}
    for node in tree.body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                root = alias.name.partition(".")[0]
                if root in _RUN_BY_NAME:
                    found[alias.asname or root] = alias.name if alias.asname else root
        elif isinstance(node, ast.ImportFrom) and (root := (node.module or "").partition(".")[0]) in _RUN_BY_NAME:
            for alias in node.names:
                name = _RUN_BY_NAME[root] if alias.name == "*" else alias.name
                found[alias.asname or name] = f"{node.module}.{name}"
    return found


def _is_task(decorator: ast.expr, runners: dict[str, str]) -> bool:
    """``@task``, ``@task(name="x")``, ``@invoke.task``, ``@cronjobs.register``, whatever the module calls them."""
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    rest: list[str] = []
    while isinstance(target, ast.Attribute):
        rest.insert(0, target.attr)
        target = target.value
    if not isinstance(target, ast.Name) or target.id not in runners:
        return False
    whole = [*runners[target.id].split("."), *rest]
    return whole[-1] == _RUN_BY_NAME[whole[0]]


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


def _lists(statement: ast.stmt) -> bool:
    """Whether a statement at top level goes through something and prints of it: not what a function or a class does that is defined there."""
    waiting: list[tuple[ast.AST, bool]] = [(statement, False)]
    while waiting:
        node, looping = waiting.pop()
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            continue
        if looping and isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "print":
            return True
        looping = looping or isinstance(node, (ast.For, ast.While))
        waiting += [(part, looping) for part in ast.iter_child_nodes(node)]
    return False


def _is_main_test(test: ast.expr) -> bool:
    return isinstance(test, ast.Compare) and any(isinstance(n, ast.Name) and n.id == "__name__" for n in (test.left, *test.comparators))


def _header(file: SourceFile, module: Module) -> Claims:
    tree = module.tree
    if not isinstance(tree, ast.Module):
        return Claims()
    for node in tree.body:          # also one that stands behind the imports
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
            if stated := inspect.cleandoc(node.value.value):
                return _claims.from_docstring(stated, file.path, node.lineno)
            break
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            break
    of_classes = classes_of_commands(file.text or "", tree)
    for node in tree.body:          # a management command documents itself in its class
        if isinstance(node, ast.ClassDef) and (node.name == "Command" or of_classes == [node]):
            text = ast.get_docstring(node, clean=True)
            if text:
                return _claims.from_docstring(text, file.path, node.body[0].lineno)
            for item in node.body:
                if isinstance(item, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "help" for t in item.targets) \
                        and (said := _said(item.value)) is not None:
                    return _claims.from_docstring(textwrap.dedent(said), file.path, item.value.lineno)
    claims = _claims.from_comment_block(_first_comments((file.text or "").split("\n")), file.path)
    if claims.purpose is None and (only := _only_command(tree)) is not None and (text := ast.get_docstring(only, clean=True)):
        return _claims.from_docstring(text, file.path, only.body[0].lineno)
    return claims


def _first_comments(rows: list[str]) -> list[tuple[int, str]]:
    """The comments at the top of a file, but for one that only heads the imports below it ("# Standard Library", "# Django")."""
    lines: list[tuple[int, str]] = []
    end = next((index for index, row in enumerate(rows) if row.strip() and not row.strip().startswith("#")), len(rows))
    for number, row in enumerate(rows[:end], 1):
        if row.strip():
            lines.append((number, row.strip().lstrip("#").strip()))
    if lines and lines[-1][0] == end and _heads_imports(rows, end - 1) and (_HEADS.issuperset(lines[-1][1].lower().replace("-", " ").split()) or any(
            _heads_imports(rows, index) for index in range(end, min(len(rows) - 1, end + _MOST_IMPORTS)))):
        lines.pop()
    return lines


def _heads_imports(rows: list[str], index: int) -> bool:
    """Whether a row is a comment of its own with a few words, and an import follows at once."""
    return (rows[index].startswith("# ") and len(rows[index].split()) <= _MOST_HEADING and index + 1 < len(rows)
            and rows[index + 1].startswith(("import ", "from ")) and (index == 0 or not rows[index - 1].strip()))


def _only_command(tree: ast.Module) -> ast.FunctionDef | ast.AsyncFunctionDef | None:
    """The function behind the one command that a file defines; None where it defines none or several."""
    found = [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and any(
        isinstance(inner, ast.Attribute) and inner.attr == "command" for decorator in node.decorator_list for inner in ast.walk(decorator))]
    return found[0] if len(found) == 1 else None


def _said(value: ast.expr) -> str | None:
    """A literal text, also one that is laid out or translated: ``textwrap.dedent("...")``, ``_("...")``."""
    while isinstance(value, ast.Call) and value.args:
        value = value.args[0]
    return value.value if isinstance(value, ast.Constant) and isinstance(value.value, str) else None


def _parts(file: SourceFile, module: Module) -> Parts | None:
    if module.tier not in _IN_PARTS or not isinstance(module.tree, ast.Module) or file.text is None:
        return None
    return parts_of(module.tree, file.text)


def _tracer(tools: Tools) -> Tracer:
    return PythonTracer(tools)


LANGUAGE = Language(name="python", claims=_claims_language, read=_read, tracer=_tracer, header=_header, parts=_parts)
