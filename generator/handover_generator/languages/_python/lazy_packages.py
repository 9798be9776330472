"""Packages that load their parts when a name is asked for: with a stub beside them that says where each name is (``lazy_loader.attach_stub``), with a
table (``lazy_loader.attach``), or with imports that only type checkers follow and a module of another kind in their place.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TYPE_CHECKING

from handover_generator.languages._python.syntax import remembered

if TYPE_CHECKING:
    from handover_generator.languages._python.frame import Frame
    from handover_generator.languages._python.program import ModuleInfo
from handover_generator.languages._python.values import Mod, Values
from handover_generator.model.behaviour import Call

_CHECKING = "TYPE_CHECKING"
_MAKES_LAZY = ("attach_stub", "attach")
_LONGEST_STUB = 400_000
_Place = tuple[int, str, str]
"""How many packages up, the module from there, and the name in it; "" for the module itself."""


def lazy_member(frame: Frame, package: ModuleInfo, name: str, node: ast.AST) -> Values | None:
    """What a package that loads its parts later gives under a name; None where it does not say so."""
    place = _table(package.tree).get(name)
    if place is None:
        stub = frame.tools.files.get(package.path + "i")
        text = stub.text if stub is not None else None
        place = _stated(text).get(name) if text is not None and len(text) <= _LONGEST_STUB else None
    if place is None:
        return None
    level, module, member = place
    path = frame.engine.program.relative(package, level, module)
    info = frame.engine.program.load(path) if path is not None and not path.endswith("/") else None
    if path is None or info is None or info is package:
        return None
    routine = frame.engine.import_routine(path)
    if routine is not None:
        frame.emit(Call(to=routine, at=frame.at(node), name=f"import {path}", condition=frame.condition))
    return frame.member((Mod(info),), member, node) if member else (Mod(info),)


@remembered
def _table(tree: ast.Module) -> Mapping[str, _Place]:
    """Where names of a package are, as its own text says."""
    found: dict[str, _Place] = {}
    for statement in tree.body:
        if isinstance(statement, ast.If) and any(
                (isinstance(part, ast.Name) and part.id == _CHECKING) or (isinstance(part, ast.Attribute) and part.attr == _CHECKING)
                for part in ast.walk(statement.test)):
            found.update(_imported(statement.body))
        elif isinstance(statement, ast.Assign) and isinstance(statement.value, ast.Call):
            found.update(_attached(statement.value))
    return found


@lru_cache(maxsize=64)
def _stated(stub: str) -> Mapping[str, _Place]:
    """Where names of a package are, as the stub beside it says."""
    try:
        return dict(_imported(ast.parse(stub).body))
    except (SyntaxError, ValueError, RecursionError):
        return {}


def _imported(body: list[ast.stmt]) -> Iterator[tuple[str, _Place]]:
    for node in body:
        if isinstance(node, ast.ImportFrom) and node.level:
            for alias in node.names:
                if node.module:
                    yield alias.asname or alias.name, (node.level, node.module, alias.name)
                else:                                            # "from . import account"
                    yield alias.asname or alias.name, (node.level, alias.name, "")


def _attached(call: ast.Call) -> Iterator[tuple[str, _Place]]:
    """``attach(__name__, submodules=["inner"], submod_attrs={"inner": ["load"]})``."""
    called = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
    if called not in _MAKES_LAZY:
        return
    given = {**dict(zip(("package_name", "submodules", "submod_attrs"), call.args, strict=False)),
             **{keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}}
    submodules, attributes = (_literal(given.get(name)) for name in ("submodules", "submod_attrs"))
    for name in submodules if isinstance(submodules, (list, tuple, set)) else ():
        yield str(name), (1, str(name), "")
    for module, names in attributes.items() if isinstance(attributes, dict) else ():
        for name in names if isinstance(names, (list, tuple, set)) else ():
            yield str(name), (1, str(module), str(name))


def _literal(node: ast.expr | None) -> object:
    try:
        return ast.literal_eval(node) if node is not None else None
    except (ValueError, TypeError, RecursionError):
        return None
