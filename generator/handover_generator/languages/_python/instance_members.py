"""Members of instances: what was stored there, what the class says, what another method or object gives."""

from __future__ import annotations

import ast

from handover_generator.languages._python.class_members import ClassMembers
from handover_generator.languages._python.filled_fields import may_hold_other
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.mapped import may_be_mapped
from handover_generator.languages._python.named_tuples import places
from handover_generator.languages._python.outside_models import FIELDS_OF_ROWS
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.promised import is_declared, keepers, only_promises
from handover_generator.languages._python.settings import SETTINGS, is_kind_of_settings
from handover_generator.languages._python.syntax import ANY, remembered, stored_members
from handover_generator.languages._python.truth import undecided
from handover_generator.languages._python.values import (
    LIMIT,
    NONE,
    UNKNOWN,
    Api,
    Builtin,
    Cls,
    Const,
    Func,
    Inst,
    Map,
    Mod,
    Partial,
    Seq,
    Str,
    UnknownValue,
    Values,
    join,
)
from handover_generator.model.text import Text
from handover_generator.records import replace

_MIRRORED = "*"
"""What an instance took over from other objects, in the place of a member's name."""
_FILES_OF_ROWS = (".FileField()", ".ImageField()")


class InstanceMembers(ClassMembers):
    """Members of instances."""

    def instance_member(self, value: Inst, name: str, node: ast.AST) -> Values:
        if name == "__class__":
            return (Cls(value.info),)
        if name == "__module__" and value.site:              # of a class alone it may be that of any that is made from it
            return (Str(Text.of(value.info.module.name)),)
        if value.known and (told := dict(value.known).get(name)) is not None:
            return told
        stored: list[Values] = []
        for cls in value.info.linear():
            if value.site and (cls_values := cls.heap.get((value.site, name))) is not None:
                stored.append(cls_values)
            elif not value.site:
                stored += [values for (_, attribute), values in cls.heap.items() if attribute == name][:6]
        if stored and (holder := value.info.find(name)) is not None and any(
                isinstance(v, Api) and v.path.startswith(FIELDS_OF_ROWS) and v.path.endswith(_FILES_OF_ROWS) for v in holder[1]):
            return self.bound(name, holder[1], value, self_node=None)          # whatever is put there, what is had is the file of the row
        if stored:
            # What another method stores may come later than this reading; and a row has what the database says.
            field = None if value.site else value.info.find(name)
            of_row = field is not None and any(isinstance(v, Api) and v.path.startswith(FIELDS_OF_ROWS) for v in field[1])
            known = join(*stored)
            return join(known, UNKNOWN) if of_row and all(isinstance(v, (Const, Str)) for v in known) else undecided(known)
        found = value.info.find(name)
        if not stored and found is None and (kept := self._initialised(value, name)):
            return kept
        if found is not None:
            promised = any(isinstance(v, Func) and only_promises(v.info) for v in found[1])
            values = self._kept(value, name, found, node) if promised else self.bound(name, found[1], value, self_node=node)
            plain = all(isinstance(v, (Const, Str)) for v in values)
            # What stands in the class is what it begins with, where a method stores another.
            changes = plain and (values == NONE or any(not stored_members(cls.node).isdisjoint((name, ANY)) for cls in value.info.linear())
                                 or (not value.site and any(name in heir.attributes for heir in value.info.subclasses)))
            changes = changes or (all(isinstance(v, (Const, Str, Seq, Map)) for v in values)
                                  and may_hold_other(value.info, name, made_here=bool(value.site)))
            return join(values, UNKNOWN) if changes else values
        mirrored = self._mirrored(value, name, node)
        if mirrored:
            return mirrored
        if may_be_mapped(self, value.info, name) and (back := self.mapped_back(name)) is not None:
            return back
        if name == "_replace" and places(value.info):           # another of them; which fields differ is not kept apart
            return (Partial(Builtin("identity"), ((value,),)),)
        annotated = value.info.annotation(name)
        if annotated is not None:
            row = bool(self.engine.instance_state & self.engine.kinds.instance_of(value.info))
            if row and (back := self.points_back(value.info, name, node)) is not None:
                return back
            return self.engine.annotation(annotated[1], annotated[0].module)
        if name.isupper() and is_kind_of_settings(value.info):
            return self.member((Api(self.engine.state(*SETTINGS.split(".")), SETTINGS),), name, node)
        getter = value.info.find("__getattr__")
        if getter is not None:
            return self.dunder(value, "__getattr__", node, [(Str(Text.of(name)),)]) or UNKNOWN
        if later := self._stored_by_method(value, name):
            return later
        inherited = self.inherited(value, name, node)
        return inherited if inherited is not None else (UnknownValue(f"{value.info.name}.{name}"),)

    def _initialised(self, value: Inst, name: str) -> Values:
        """What the ``__init__`` of a class puts under a name, where nothing that was read made the instance: a plug-in system or a framework did,
        with what the annotations of the parameters say; or one of so many instances that its making was not read for itself.
        """
        made = value.info.find("__init__")
        for function in made[1] if made is not None and not value.site else ():
            if isinstance(function, Func) and not isinstance(function.info.node, ast.Lambda) and name in _members_set(function.info.node):
                self.engine.run(Func(function.info, value, function.closure), Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN))
        kept = join(*(cls.heap.get(("", name), ()) for cls in value.info.linear())) if made is not None else ()
        return kept if any(not isinstance(v, (UnknownValue, Const)) for v in kept) else ()

    def _stored_by_method(self, value: Inst, name: str) -> Values:
        """What a method of the class puts under a name that is asked for before that method was read: its own, and nothing of a base from outside.
        What an object does when it goes away comes after all of them, wherever they are called.
        """
        if not value.info.external_bases() and (self.function is None or self.function.name != "__del__"):
            return ()
        for cls in value.info.linear():
            for values in list(cls.attributes.values()):
                for function in values:
                    if isinstance(function, Func) and not isinstance(function.info.node, ast.Lambda) and name in _members_set(function.info.node):
                        self.engine.run(Func(function.info, value, function.closure), Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN))
        kept = join(*(cls.heap.get((value.site, name), ()) for cls in value.info.linear()))
        return kept if any(not isinstance(v, UnknownValue) for v in kept) else ()

    def _kept(self, value: Inst, name: str, promise: tuple[ClassInfo, Values], node: ast.AST) -> Values:
        """What an abstract method or property stands for: those of the subclasses."""
        declared = [v.info for v in promise[1] if isinstance(v, Func) and is_declared(v.info)]
        kept = keepers(self.engine, value.info, name, declared=bool(declared))
        if len(kept) > LIMIT:
            self.unknown("dynamic-call", node, f"{value.info.name}.{name}(): only {LIMIT} of the classes that say what it does are followed")
        if kept:
            return join(*(self.bound(name, values, replace(value, info=heir), self_node=node) for heir, values in kept[:LIMIT]))
        if declared and not declared[0].is_property:
            self.unknown("dynamic-call", node, f"{declared[0].qualname}(): no class here says what it does")
        return self.bound(name, promise[1], value, self_node=node)

    def mirror(self, targets: Values, sources: Values) -> None:
        """``setattr(target, name, getattr(source, name))`` for names that are computed: what the one has, the other has, too."""
        kept = tuple(value for value in sources if isinstance(value, (Mod, Inst, Cls)) and value not in targets)
        for target in targets:
            if isinstance(target, Inst) and kept:
                key = (target.site, _MIRRORED)
                self.engine.layer.put(target.info.module, target.info.heap, key, join(target.info.heap.get(key, ()), kept))

    def _mirrored(self, value: Inst, name: str, node: ast.AST) -> Values:
        """A member that an instance took over from a module or another object."""
        out: list[Values] = []
        for cls in value.info.linear():
            kept = [cls.heap.get((value.site, _MIRRORED), ())] if value.site else [found for (_, key), found in cls.heap.items() if key == _MIRRORED]
            for source in join(*kept):
                found = self.member((source,), name, node)
                if not all(isinstance(v, UnknownValue) for v in found):
                    out.append(found)
        return join(*out) if out else ()


@remembered
def _members_set(node: ast.FunctionDef | ast.AsyncFunctionDef) -> frozenset[str]:
    """The members of its first parameter that a method assigns to."""
    first = node.args.args[0].arg if node.args.args else ""
    return frozenset(target.attr for target in ast.walk(node) if isinstance(target, ast.Attribute) and isinstance(target.value, ast.Name)
                     and target.value.id == first and isinstance(target.ctx, ast.Store))
