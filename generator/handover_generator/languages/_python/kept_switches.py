"""Switches that an object or another module keeps, with what they are by default: ``self.config.dry_run``, where the class of that says
``dry_run: bool = True`` and takes the rest from the environment, or ``self.dry_run = os.environ.get("DRY_RUN", "1") == "1"``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator

from handover_generator.languages._python.env_defaults import asked_for, named_at_top, said
from handover_generator.languages._python.filled_fields import from_environment
from handover_generator.languages._python.frame import Frame
from handover_generator.languages._python.guards import is_doing, is_safe
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.syntax import nodes_in, remembered
from handover_generator.languages._python.values import Cls, Inst, Mod, Switch


def kept_switch(frame: Frame, test: ast.expr) -> tuple[str, Switch] | None:
    """The variable of the environment behind the one switch that a test asks for as a member, or takes from another module, with its default.

    Args:
        frame: where the test stands.
        test: the test.

    Returns:
        None where it asks for none or for several, where what keeps it is not known, or the default says neither yes nor no.
    """
    asked = [node for node in nodes_in(test) if isinstance(node, (ast.Attribute, ast.Name))
             and _is_switch(node.attr if isinstance(node, ast.Attribute) else node.id)]
    found = dict.fromkeys(pair for node in asked for pair in _kept(frame, node))
    if len(found) != 1:
        return None
    ((name, default),) = found
    switch = said(name, default)
    return (name, switch) if switch is not None else None


def _is_switch(name: str) -> bool:
    return is_safe(name) or is_doing(name)


def _kept(frame: Frame, node: ast.Attribute | ast.Name) -> Iterator[tuple[str, str | bool]]:
    """Names and defaults of the variables that what is asked for holds."""
    if isinstance(node, ast.Name):
        yield from _imported(frame, node.id)
        return
    for value in frame.eval(node.value) if _is_plain(node.value) else ():
        if isinstance(value, (Inst, Cls)):
            yield from _of_class(value.info, node.attr)
        elif isinstance(value, Mod):
            yield from named_at_top(value.info.tree).get(node.attr, ())


def _imported(frame: Frame, name: str) -> Iterator[tuple[str, str | bool]]:
    """Of ``from shop.settings import DRY_RUN``."""
    program = frame.engine.program
    for statement in frame.module.tree.body:
        if isinstance(statement, ast.ImportFrom):
            for alias in statement.names:
                if (alias.asname or alias.name) == name:
                    path = (program.relative(frame.module, statement.level, statement.module or "") if statement.level
                            else program.find(statement.module or "", frame.module))
                    other = program.load(path) if path is not None and not path.endswith("/") else None
                    yield from named_at_top(other.tree).get(alias.name, ()) if other is not None else ()


def _of_class(info: ClassInfo, name: str) -> Iterator[tuple[str, str | bool]]:
    for cls in info.linear():
        said = _said_of(cls.node).get(name, [])
        if said:
            constant = said[0].value if isinstance(said[0], ast.Constant) else None
            if len(said) == 1 and isinstance(constant, bool) and from_environment(info, name):
                yield name.upper(), constant
            elif len(said) == 1:
                yield from asked_for(said[0])
            return


@remembered
def _said_of(cls: ast.AST) -> dict[str, list[ast.expr]]:
    """By name, all that a class and its methods put into a member of its instances."""
    found: dict[str, list[ast.expr]] = {}
    for node in nodes_in(cls):
        if not isinstance(node, (ast.Assign, ast.AnnAssign)) or node.value is None:
            continue
        for target in node.targets if isinstance(node, ast.Assign) else [node.target]:
            if isinstance(target, ast.Name) and node in getattr(cls, "body", ()):
                found.setdefault(target.id, []).append(node.value)
            elif isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name) and target.value.id == "self":
                found.setdefault(target.attr, []).append(node.value)
    return found


def _is_plain(node: ast.expr) -> bool:
    """Whether looking at an expression once more does nothing: a name, or members of one."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return isinstance(node, ast.Name)
