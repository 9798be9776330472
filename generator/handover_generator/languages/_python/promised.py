"""Methods that a class only promises: abstract ones, those that only raise ``NotImplementedError``, those of a ``Protocol``. Whoever calls one
calls what a subclass made of it.
"""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING

from handover_generator.languages._python.announce import HEIR
from handover_generator.languages._python.syntax import remembered
from handover_generator.languages._python.values import LIMIT, Func, Values

if TYPE_CHECKING:
    from handover_generator.languages._python.engine import Engine
    from handover_generator.languages._python.program import ClassInfo, FunctionInfo, FunctionNode


def only_promises(info: FunctionInfo) -> bool:
    """Whether a function, by its decorators or its body, is there for others to write."""
    return is_declared(info) or _only_raises(info.node)


def is_declared(info: FunctionInfo) -> bool:
    """Whether the class says that others must write it, so that it is never run itself."""
    return _is_marked(info.node) or (info.owner is not None and _is_protocol(info.owner.node) and not _said(info.node))


@remembered
def _only_raises(node: FunctionNode) -> bool:
    body = _said(node)
    return len(body) == 1 and isinstance(body[0], ast.Raise) and body[0].exc is not None and "NotImplemented" in ast.unparse(body[0].exc)


@remembered
def _is_marked(node: FunctionNode) -> bool:
    return not isinstance(node, ast.Lambda) and any(
        ast.unparse(decorator).split("(")[0].rsplit(".", 1)[-1] in ("abstractmethod", "abstractproperty") for decorator in node.decorator_list)


@remembered
def _is_protocol(cls: ast.ClassDef) -> bool:
    return any(ast.unparse(base).split("[")[0].rpartition(".")[2] == "Protocol" for base in cls.bases)


@remembered
def _said(node: FunctionNode) -> list[ast.stmt]:
    """The body without docstring, ``...`` and ``pass``."""
    return [] if isinstance(node, ast.Lambda) else [s for s in node.body if not (
        isinstance(s, ast.Pass) or (isinstance(s, ast.Expr) and isinstance(s.value, ast.Constant)))]


def keepers(engine: Engine, cls: ClassInfo, name: str, *, declared: bool) -> list[tuple[ClassInfo, Values]]:
    """The subclasses that keep what ``cls`` promises under a name, each with what it has there: of those the program has loaded, else, where the
    class is ``declared`` to do nothing itself, of those anywhere in the repository, which something unseen (a plug-in, an entry point) brings in.
    """
    found = _below(cls, name)
    if found or cls.module.main or not declared:
        return found
    waiting, seen = [cls], {cls}
    while waiting:
        paths = engine.tools.announcers(HEIR + waiting.pop(0).name)
        if len(paths) > LIMIT:
            return []                                           # one of so many says nothing of this one
        for path in paths:
            if (module := engine.program.load(path)) is not None:
                engine.ensure(module)
        below = [one for one in _heirs(cls) if one not in seen]
        seen.update(below)
        waiting += below
    found = _below(cls, name)
    engine.layer.unseen.update(heir for heir, _ in found)
    return found


def _heirs(cls: ClassInfo) -> list[ClassInfo]:
    seen = {cls: None}
    for one in (queue := [cls]):
        queue += [below for below in one.subclasses if below not in seen]
        seen.update(dict.fromkeys(one.subclasses))
    return list(seen)[1:]


def _below(cls: ClassInfo, name: str) -> list[tuple[ClassInfo, Values]]:
    kept: list[tuple[ClassInfo, Values]] = []
    held: set[ClassInfo] = set()
    for heir in _heirs(cls):
        found = heir.find(name)
        if found is None or found[0] in held or any(isinstance(value, Func) and only_promises(value.info) for value in found[1]):
            continue
        held.add(found[0])
        kept.append((heir, found[1]))
        if len(kept) > LIMIT:
            break
    return kept
