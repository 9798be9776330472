"""Functions that a cloud calls: nothing in the file starts them, an event or a request does."""

from __future__ import annotations

import ast
import posixpath

from handover_generator.model.tracing import Reads, Tools, noted
from handover_generator.regexes import regex

CLOUD_FUNCTION = "cloud function"
"""Among the ways a module starts."""
_FRAMEWORKS = frozenset({"functions_framework", "firebase_functions"})
"""Packages whose decorators make a function what an event calls, all of them."""
_APPLICATIONS = frozenset({"FunctionApp", "Blueprint", "Chalice", "DFApp"})
_TRIGGERS = regex(r"schedule|timer_trigger|\w+_trigger|function_name|lambda_function|on_\w+_(?:event|message|record)")
"""What the applications of Azure and Chalice call such decorators; a route is a page of a server."""
_EVENT, _CONTEXT = regex(r"_?_?(?:event|events)"), regex(r"_?_?(?:context|ctx)|_+")
_BY_NAME = "lambda_handler"
"""What the function is called in every guide, and nothing else is: its parameters may be called anything."""
_HANDLER = regex(r"(?i)handler|lambda")


_RECIPES = r"(?i)\.tf\Z|(?:\A|/)(?:serverless|template|sam)[\w.-]*\.ya?ml\Z"
_NAMED = regex(r"(?m)^\s*[Hh]andler\s*[:=]\s*[\"']?(?:[\w-]+[./])*([\w-]+)\.(\w+)[\"']?\s*(?:[#,].*)?$")


class NamedHandlers:
    """What recipes of a cloud name as the function to call (``handler = "clean.run"``), read once."""

    def __init__(self, tools: Tools) -> None:
        self.tools = tools
        self._read: tuple[frozenset[tuple[str, str]], Reads] | None = None

    def of(self, path: str) -> list[str]:
        """The functions of a file that some recipe names; the file is known by its name alone."""
        if self._read is None:
            with noted(self.tools) as reads:
                texts = (self.tools.files[recipe].text or "" for recipe in self.tools.files.like(_RECIPES))
                self._read = frozenset((match.group(1), match.group(2)) for text in texts for match in _NAMED.finditer(text)), reads
        self.tools.reads.add(self._read[1])
        stem = posixpath.basename(path).removesuffix(".py")
        return sorted(name for module, name in self._read[0] if module == stem)


def cloud_functions(path: str, tree: ast.Module) -> tuple[str, ...]:
    """Names of the functions of a file that a cloud calls: decorated as such, or with the two parameters that such functions have, and a name
    or a file that says so. None of those that the file calls itself.
    """
    functions = [node for node in tree.body if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef))]
    if not functions:
        return ()
    roots = {alias.asname or alias.name.split(".")[0] for node in tree.body if isinstance(node, ast.Import) for alias in node.names
             if alias.name.split(".")[0] in _FRAMEWORKS}
    roots |= {alias.asname or alias.name for node in tree.body if isinstance(node, ast.ImportFrom) for alias in node.names
              if (node.module or "").split(".")[0] in _FRAMEWORKS}
    applications = {target.id for node in tree.body if isinstance(node, ast.Assign) and _makes_application(node.value)
                    for target in node.targets if isinstance(target, ast.Name)}
    found = [node.name for node in functions if any(_is_trigger(one, roots, applications) for one in node.decorator_list)]
    handlers = [node.name for node in functions if _takes_event(node) and (_HANDLER.search(node.name) or path.rpartition("/")[2] == "main.py")]
    if handlers:
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        found += [name for name in handlers if name not in used and name not in found]
    return tuple(found)


def _makes_application(value: ast.expr) -> bool:
    if not isinstance(value, ast.Call):
        return False
    name = value.func.attr if isinstance(value.func, ast.Attribute) else value.func.id if isinstance(value.func, ast.Name) else ""
    return name in _APPLICATIONS


def _is_trigger(decorator: ast.expr, roots: set[str], applications: set[str]) -> bool:
    target = decorator.func if isinstance(decorator, ast.Call) else decorator
    if isinstance(target, ast.Name):
        return target.id in roots
    member = target.attr if isinstance(target, ast.Attribute) else ""
    while isinstance(target, ast.Attribute):
        target = target.value
    root = target.id if isinstance(target, ast.Name) else ""
    return root in roots or (root in applications and _TRIGGERS.fullmatch(member) is not None)


def _takes_event(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    names = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    if node.name == _BY_NAME and (len(names) == 2 or node.args.vararg is not None):
        return not node.decorator_list
    return len(names) == 2 and _EVENT.fullmatch(names[0]) is not None and _CONTEXT.fullmatch(names[1]) is not None and not node.decorator_list
