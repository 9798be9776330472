"""Members of classes, and how they are bound to who asks for them."""

from __future__ import annotations

import ast

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.mapped import is_mapped
from handover_generator.languages._python.metaclasses import of_metaclass
from handover_generator.languages._python.module_members import ModuleMembers
from handover_generator.languages._python.program import FunctionInfo
from handover_generator.languages._python.values import (
    UNKNOWN,
    Api,
    Builtin,
    Cls,
    Func,
    Inst,
    Partial,
    Str,
    Super,
    UnknownValue,
    Value,
    Values,
    join,
)
from handover_generator.model.text import Text
from handover_generator.records import replace

_DEFAULT_MANAGER = "_default_manager"
"""Of a model of Django: the manager that it has, which is nearly always called ``objects``."""


class ClassMembers(ModuleMembers):
    """Members of classes: methods bound, properties read, managers with their model."""

    def class_member(self, value: Cls, name: str, node: ast.AST) -> Values:
        found = value.info.find(name)
        if found is None and name == _DEFAULT_MANAGER:
            found, name = (of_model, "objects") if (of_model := value.info.find("objects")) is not None else (None, name)
        if found is not None:
            promised = self.promised(value.info, name, found[1])
            return promised if promised is not None else self.bound(name, found[1], value, self_node=node)
        if made := of_metaclass(self, value.info, name, node):
            return made
        if name in ("__name__", "__qualname__"):
            return (Str(Text.of(value.info.name)),)
        if name == "__subclasses__":
            return (Builtin(name, value),)
        out: list[Values] = []
        for base in value.info.giving_bases():
            state = self.tools.api_step(base.state, "@sub")
            out.append((Api(self.tools.api_step(state, name), f"{base.path}.{name}", items=(name,), model=self.rows_of(value.info, base),
                            kin=Inst(value.info)),))
        return join(*out) if out else (UnknownValue(f"{value.info.name}.{name}"),)

    def super_member(self, value: Super, name: str) -> Values:
        owner = value.owner
        start = owner.info if isinstance(owner, (Inst, Cls)) else value.info
        after = start.above(value.info)
        for cls in after:
            if name in cls.attributes:
                return self.bound(name, cls.attributes[name], owner, self_node=None)
        if name == "__init__" and isinstance(owner, Inst) and any(cls.annotations for cls in after):
            return (Builtin("fields", value),)       # written by a decorator (dataclass) from what is annotated
        out: list[Values] = []
        for base in start.giving_bases():
            if name == "__init__" and base.state:
                out.append((base,))                  # whoever starts what it is made from makes one of those
                continue
            state = self.tools.api_step(base.state, "@sub")
            if isinstance(owner, Inst):
                state = self.engine.kinds.adopted(start) or self.tools.api_step(state, "@inst")
            kin = Inst(start, "", owner.model, stored=owner.stored) if isinstance(owner, Inst) else Inst(start)
            model = kin.model or self.rows_of(start, base)
            out.append((Api(self.tools.api_step(state, name), f"{base.path}.{name}", items=(name,), model=model, kin=kin,
                            filtered=isinstance(owner, Inst) and owner.filtered),))
        return join(*out) if out else (Builtin(name),)

    def bound(self, name: str, values: Values, owner: Value, *, self_node: ast.AST | None) -> Values:
        """What a class holds under a name, as ``owner`` sees it: methods bound, properties read, managers with their model."""
        out: list[Values] = []
        for value in tuple(one for one in values if isinstance(one, Api) and is_mapped(one)) or values:     # its annotation tells no more
            if isinstance(value, Func) and value.wraps is not None:
                out.append(self._bound_wrapper(value, value.wraps, owner, self_node))
            elif isinstance(value, Func) and value.info.owner is not None:
                info = value.info
                if info.is_static:
                    out.append((value,))
                elif info.is_class_method:
                    out.append((Func(info, Cls(owner.info) if isinstance(owner, (Inst, Cls)) else owner, value.closure),))
                elif isinstance(owner, Cls):
                    out.append((value,))
                elif info.is_property and self_node is not None:
                    missed = self.missed
                    out.append(self.call_value(Func(info, owner, value.closure), Arguments(), self_node))
                    self.count(self_node, missed)
                else:
                    out.append((Func(info, owner, value.closure),))
            elif isinstance(value, Partial) and isinstance(value.target, Func) and value.target.info.owner is not None and isinstance(owner, Inst):
                out.append((replace(value, positional=((owner,), *value.positional)),))       # of functools.partialmethod
            elif isinstance(value, Inst) and self_node is not None and value.info.find("__get__") is not None:
                out.append(self.dunder(value, "__get__", self_node, [(owner,), UNKNOWN]))
            elif isinstance(value, Inst) and isinstance(owner, (Cls, Inst)):
                out.append((replace(value, model=owner.info),))         # a manager knows its model
            elif isinstance(value, Api) and isinstance(owner, (Cls, Inst)) and (value.model is None or owner.info.external_bases()):
                out.append((self.field_of(value, owner.info, name, of_row=isinstance(owner, Inst)),))
            else:
                out.append((value,))
        return join(*out) if out else UNKNOWN

    def _bound_wrapper(self, value: Func, method: FunctionInfo, owner: Value, self_node: ast.AST | None) -> Values:
        """A function that a decorator put in the place of ``method``: what that would be bound to is its first argument."""
        plain = replace(value, wraps=None)
        if method.is_static or (isinstance(owner, Cls) and not method.is_class_method):
            return (plain,)
        first = Cls(owner.info) if method.is_class_method and isinstance(owner, (Inst, Cls)) else owner
        if method.is_property and self_node is not None:
            return self.call_value(plain, Arguments([(first,)]), self_node)
        return (Partial(plain, ((first,),)),)

    def dunder(self, owner: Inst, name: str, node: ast.AST, arguments: list[Values]) -> Values:
        """Call a special method, if the class has it."""
        found = owner.info.find(name)
        if found is None:
            return ()
        given = Arguments(list(arguments))
        return join(*(self.call_value(f, given, node) for f in self.bound(name, found[1], owner, self_node=None) if isinstance(f, Func)))
