"""Definitions of functions and classes, and what decorators make of them."""

from __future__ import annotations

import ast

from handover_generator.languages._python.frame import NEXT, Arguments
from handover_generator.languages._python.imports import Imports
from handover_generator.languages._python.values import (
    Api,
    Cls,
    Func,
    Inst,
    Partial,
    Receiver,
    Registrar,
    Values,
    join,
)


class Definitions(Imports):
    """``def`` and ``class``."""

    def _run_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
        info = self.engine.function(node, self.module, self.body_of)
        # A method does not see the names of its class body.
        scope = self.cell.outer if self.body_of is not None else self.cell
        values: Values = (Func(info, None, scope),)
        for decorator in reversed(node.decorator_list):
            values = self._decorate(decorator, values, info.name)
        self.bind(node.name, values)
        return NEXT

    _run_AsyncFunctionDef = _run_FunctionDef

    def _decorate(self, decorator: ast.expr, values: Values, name: str) -> Values:
        applied = self.eval(decorator)
        out: list[Values] = []
        for one in applied:
            if isinstance(one, Registrar):
                for value in values:
                    if isinstance(value, Func) and value.info not in one.group.commands:
                        one.group.commands.append(value.info)
                out.append(values)
            elif isinstance(one, Receiver):
                self.register(one.signals, one.senders, values)
                out.append(values)
            elif isinstance(one, (Func, Partial, Cls)):
                wrapped = self.call_value(one, Arguments([values]), decorator)
                useful = tuple(v for v in wrapped if isinstance(v, (Func, Partial, Inst, Cls)))
                out.append(useful or values)
            elif isinstance(one, Api):
                tail = one.path.rsplit(".", 1)[-1]
                if tail in ("command()", "group()", "command", "group", "callback()", "main") or tail.startswith(("command", "group")):
                    for value in values:
                        if isinstance(value, Func) and value.info not in self.module.commands:
                            self.module.commands.append(value.info)
                out.append(values)
            else:
                out.append(values)
        return join(*out) if out else values

    def _run_ClassDef(self, node: ast.ClassDef) -> str:
        cls = self.engine.class_info(node, self.module)
        cls.cell = self.cell
        if not cls.bases and not cls.external:
            for base in node.bases:
                for value in self.eval(base):
                    if isinstance(value, Cls):
                        cls.bases.append(value.info)
                    elif isinstance(value, Api):
                        cls.external.append(value)
                    elif isinstance(value, Func):
                        continue
        self.bind(node.name, (Cls(cls),))
        inner = self.engine.class_frame(self, cls)
        inner.block(node.body)
        self.emit(*inner.events)
        for name, values in inner.cell.names.items():
            cls.attributes[name] = values
        for decorator in node.decorator_list:
            self.eval(decorator)
        return NEXT
