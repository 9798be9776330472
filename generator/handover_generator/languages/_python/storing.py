"""Storing members."""

from __future__ import annotations

import ast

from handover_generator.languages._python.contexts import put_on
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.given import put_as_callback
from handover_generator.languages._python.instance_members import InstanceMembers
from handover_generator.languages._python.mapped import column_set, columns_in
from handover_generator.languages._python.strings import may_be
from handover_generator.languages._python.values import (
    UNKNOWN,
    Api,
    Cls,
    Const,
    Func,
    Inst,
    Mod,
    Str,
    Values,
    join,
)
from handover_generator.model.text import Text
from handover_generator.records import replace


class Storing(InstanceMembers):
    """Storing members, where that may be what touches the world."""

    def store_member(self, targets: Values, name: str, values: Values, node: ast.AST | None = None) -> None:
        """``targets.name = values``."""
        layer = self.engine.layer
        for target in targets:
            if isinstance(target, Inst):
                found = target.info.find(name)
                setters = [v.info.setter for v in found[1] if isinstance(v, Func) and v.info.setter is not None] if found is not None else []
                for setter in setters:
                    if node is not None:
                        self.call_value(Func(setter, target, None), Arguments([values]), node)
                if setters:
                    continue
                if found is not None and node is not None:
                    for descriptor in found[1]:
                        if isinstance(descriptor, Inst):
                            self.dunder(descriptor, "__set__", node, [(target,), values])
                    column_set(self, target, name, found[1], values, node)
                key = (target.site, name)
                layer.put(target.info.module, target.info.heap, key, join(target.info.heap.get(key, ()), values))
            elif isinstance(target, Api) and target.path == "sys" and name == "argv":
                layer.argv = ()
            elif isinstance(target, Api):
                self._store_outside(target, name, values, node)
            elif isinstance(target, Cls):
                layer.put(target.info.module, target.info.attributes, name, join(target.info.attributes.get(name, ()), values))
            elif isinstance(target, Mod):
                self.engine.ensure(target.info)
                names = target.info.cell.names
                layer.put(target.info, names, name, join(names.get(name, ()), values))

    def store_any(self, targets: Values, wanted: Text, node: ast.AST | None = None) -> None:
        """``setattr(target, name, value)`` for a name that is computed: what it may be is no longer what it was, as far as that decides something."""
        for target in targets:
            held: dict[str, Values] = {}
            if isinstance(target, Api) and target.model is not None and node is not None:
                self._set_outside(target, wanted, UNKNOWN, node)
            if isinstance(target, Inst) and target.stored and node is not None and (column := columns_in(target.info)):
                column_set(self, target, "", column, UNKNOWN, node)
            if isinstance(target, Mod):
                self.engine.ensure(target.info)
                held = target.info.cell.names
            elif isinstance(target, (Inst, Cls)):
                site = target.site if isinstance(target, Inst) else None
                for cls in target.info.linear():
                    held = {**cls.attributes, **{name: values for (made, name), values in cls.heap.items() if made == site}, **held}
            plain = [name for name, values in held.items() if values and all(isinstance(v, (Const, Str)) for v in values)
                     and not name.startswith("__") and may_be(wanted, name)]
            for name in plain:
                self.store_member((target,), name, UNKNOWN)

    def _store_outside(self, target: Api, name: str, values: Values, node: ast.AST | None) -> None:
        """Setting a member of something outside may be what touches the world: a session writes the rows whose columns were set."""
        if put_on(self.engine.layer, target, name, values):
            return
        if node is None or (target.model is not None and target.model.find(name) is None):
            return                                              # what the class does not have is no column
        put_as_callback(self, target, name, values, node)
        self._set_outside(target, Text.of(name), values, node)

    def _set_outside(self, target: Api, name: Text, values: Values, node: ast.AST) -> None:
        state = self.tools.api_step(self.tools.api_step(target.state, "__setattr__"), "()")
        for row in self.tools.api_rows(state)[:1]:
            self.call_row(row, node, replace(target, items=(*target.items, name.render(), "__setattr__")), Arguments([(Str(name),), values]))
