"""Decorators that a package makes of a function for what is called through it: ``@wrapt.decorator`` and ``@decorator.decorator``.

Such a function is not run where it decorates, but each time what it decorates is called. It is read as the plain decorator that the package makes
of it: a function that is given another and gives back the one to call.
"""

from __future__ import annotations

import ast

from handover_generator.regexes import regex

_IMPORTED = regex(r"(?m)^[ \t]*(?:from[ \t]+(wrapt|decorator)[ \t]+import\b[^\n]*\b(?:decorator|function_wrapper)\b|"
                  r"import[ \t]+[^\n]*\b(wrapt|decorator)\b)")
_MADE_BY = {"wrapt": ("decorator", "function_wrapper"), "decorator": ("decorator",)}
_PACKED = 4
"""How many arguments wrapt gives: what is called, what it is a method of, and all arguments as a sequence and a table."""


def spread(tree: ast.Module, text: str) -> None:
    """Write such decorators as plain ones.

    Args:
        tree: a module. Its nodes are changed.
        text: what it was read from.
    """
    if "wrapt" not in text and "decorator" not in text:
        return
    names: dict[str, str] = {}
    for taken_from, taken in _IMPORTED.findall(text):
        before, package = ("", taken_from) if taken_from else (f"{taken}.", taken)
        names |= dict.fromkeys((f"{before}{name}" for name in _MADE_BY[package]), package)
    if not names:
        return
    for holder in ast.walk(tree):
        for block in ("body", "orelse", "finalbody"):
            found = getattr(holder, block, None)
            statements: list[ast.stmt] = found if isinstance(found, list) else []
            for place, node in enumerate(statements):
                if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) and (package := _package(node, names)) is not None:
                    statements[place] = (_of_wrapt if package == "wrapt" else _of_decorator)(node) or node


def _package(node: ast.FunctionDef | ast.AsyncFunctionDef, names: dict[str, str]) -> str | None:
    for one in node.decorator_list:
        plain = one.func if isinstance(one, ast.Call) and not one.args else one
        if isinstance(plain, (ast.Name, ast.Attribute)) and (package := names.get(ast.unparse(plain))) is not None:
            return package
    return None


def _of_wrapt(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.FunctionDef | None:
    """``def f(wrapped, instance, args, kwargs)``: the object of a method is the first of all arguments here."""
    given = [*node.args.posonlyargs, *node.args.args]
    if len(given) < _PACKED or node.args.vararg is not None:
        return None
    *before, wrapped, instance, positional, named = given
    first = node.body[0]
    index = ast.Subscript(ast.Name(positional.arg, ast.Load()), ast.Constant(0), ast.Load())
    told = ast.Assign([ast.Name(instance.arg, ast.Store())], index)
    for one in (told, told.targets[0], index, index.value, index.slice):
        ast.copy_location(one, first)
    inner = ast.arguments(posonlyargs=[], args=[], vararg=positional, kwonlyargs=[], kw_defaults=[], kwarg=named, defaults=[])
    return _written(node, [*before, wrapped], inner, [told, *node.body])


def _of_decorator(node: ast.FunctionDef | ast.AsyncFunctionDef) -> ast.FunctionDef | None:
    """``def f(called, *args, **kwargs)``. One with defaults takes options besides, and is left as it is."""
    given = [*node.args.posonlyargs, *node.args.args]
    if not given or given[0].arg == "self" or node.args.defaults or node.args.kwonlyargs:
        return None
    inner = ast.arguments(posonlyargs=[], args=given[1:], vararg=node.args.vararg, kwonlyargs=[], kw_defaults=[], kwarg=node.args.kwarg, defaults=[])
    return _written(node, given[:1], inner, node.body)


def _written(node: ast.FunctionDef | ast.AsyncFunctionDef, given: list[ast.arg], arguments: ast.arguments, body: list[ast.stmt]) -> ast.FunctionDef:
    """A function that gives back one of the kind of ``node`` with the body. All stand where the body stood, so that places stay true."""
    first, last = node.body[0], node.body[-1]
    inner = type(node)(name=node.name, args=arguments, body=body, decorator_list=[], returns=None)
    name = ast.Name(node.name, ast.Load())
    back = ast.Return(name)
    for one in (inner, back, name):
        ast.copy_location(one, first)
    inner.end_lineno, inner.end_col_offset = last.end_lineno, last.end_col_offset
    outer = ast.FunctionDef(
        name=node.name, args=ast.arguments(posonlyargs=[], args=given, kwonlyargs=[], kw_defaults=[], defaults=[]), body=[inner, back],
        decorator_list=[], returns=None)
    return ast.copy_location(outer, node)
