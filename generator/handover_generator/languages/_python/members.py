"""Members of abstract values."""

from __future__ import annotations

import ast
import posixpath

from handover_generator.languages._python.app_members import carried
from handover_generator.languages._python.contexts import on_context
from handover_generator.languages._python.enums import method_of_member
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.items import Items
from handover_generator.languages._python.later_results import member_of_promise
from handover_generator.languages._python.managers import META, MODELS_OF_META, NAMES_IN_META, TABLE_OF_META
from handover_generator.languages._python.mapped import MAPPED, is_mapped
from handover_generator.languages._python.mapped_tasks import expansion
from handover_generator.languages._python.option_objects import GOES_THROUGH, options_of_object
from handover_generator.languages._python.outside_models import THROUGH
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.requested import part_of
from handover_generator.languages._python.settings import SETTINGS
from handover_generator.languages._python.some_model import rows_of_some
from handover_generator.languages._python.storages import DEFAULT, lies_elsewhere, storage
from handover_generator.languages._python.stored_rows import is_stored
from handover_generator.languages._python.strings import (
    METHODS,
    METHODS_OF,
    parent,
    rewrap,
)
from handover_generator.languages._python.values import (
    NONE,
    UNKNOWN,
    Answer,
    Api,
    Builtin,
    Cls,
    Const,
    Func,
    Inst,
    Map,
    Mod,
    Options,
    Partial,
    Registrar,
    Seq,
    Str,
    Super,
    UnknownValue,
    Value,
    Values,
    join,
)
from handover_generator.languages._python.worker_tasks import is_signed
from handover_generator.model.behaviour import Guard, GuardKind
from handover_generator.model.text import Hole, Text
from handover_generator.records import replace

_CONSTANTS = {"os.sep": "/", "os.path.sep": "/", "os.linesep": "\n", "os.curdir": ".", "os.pardir": "..", "os.pathsep": ":",
              "os.devnull": "/dev/null", "sys.executable": "python3"}
"""Constants of the standard library that take part in paths and command lines."""
_TAKES_APART = frozenset({"split", "rsplit", "partition", "rpartition"})
"""Methods with which a dotted name is taken apart, to look for what it names."""


class Members(Items):
    """Member access, and what a ``with`` block enters and leaves."""

    def member(self, values: Values, name: str, node: ast.AST) -> Values:
        """``values.name``."""
        if len(values) > 1:                                         # None has no members: what is asked for one is the other by then
            values = tuple(value for value in values if value != NONE[0])
        found = [self._member(value, name, node) for value in values]
        return join(*found) if found else UNKNOWN

    def _member(self, value: Value, name: str, node: ast.AST) -> Values:
        if name == "__dict__" and (options := options_of_object((value,))):
            return options
        if isinstance(value, Api):
            return self._api_member(value, name, node)
        if isinstance(value, Mod):
            return self.module_member(value.info, name, node)
        if isinstance(value, Inst):
            return self.instance_member(value, name, node)
        if isinstance(value, Cls):
            return self.class_member(value, name, node)
        if isinstance(value, Super):
            return self.super_member(value, name)
        if isinstance(value, Func):
            if name in ("command", "group", "subcommand"):
                return (Registrar(value.origin or value.info),)
            return (Builtin(name, value),)
        if isinstance(value, Partial) and (later := member_of_promise(value, name)) is not None:
            return later
        if isinstance(value, Partial) and (expanded := expansion(value, name)) is not None:
            return expanded
        if isinstance(value, Partial) and is_signed(value, name):
            return (Builtin(name, value),)
        if isinstance(value, Options) and name in ("get", "pop", "setdefault"):
            return (Builtin(name, value),)                      # the options of a management command are a dictionary
        if isinstance(value, Options) and (name == "copy" or (value.as_dict and name in GOES_THROUGH)):
            return (Builtin(name, value),)
        if isinstance(value, Options):
            if (chosen := dict(value.chosen).get(name)) is not None:
                return (Str(Text.of(chosen)),)
            functions = tuple(handler for member, handler in value.handlers if member == name)
            return functions or value.item(name)
        if isinstance(value, (Str, Const)) and name == "value":
            return (value,)                                     # a member of an enumeration is read as its value
        if isinstance(value, (Str, Seq, Map, Const)):
            return method_of_member(self, name, node) or (Builtin(name, value),)
        if isinstance(value, Answer):
            return (Builtin(name, value),)
        if isinstance(value, Builtin) and value.owner is None and name in METHODS_OF.get(value.name, ()):
            return (Builtin(name, value),)                      # "dict.__setitem__(self, key, value)": of the class
        return rows_of_some(self.engine, self.module, value, name) or (UnknownValue(name),)

    def _api_member(self, value: Api, name: str, node: ast.AST) -> Values:
        if name == THROUGH and value.relation:
            value = replace(value, model=None)
        if name == TABLE_OF_META and value.path.endswith(META) and (table := self.table_behind(value)):
            return table
        if name in NAMES_IN_META and value.path.endswith(META) and (said := self.names_behind(value, name)):
            return said
        if name in MODELS_OF_META and value.path.endswith(META) and (model := self.model_behind(value)):
            return model
        row = self.row_of(value)
        if row is not None and name == "__class__":
            return (Cls(row),)
        if row is not None:
            found = row.find(name)
            if found is not None:
                return self.bound(name, found[1], Inst(row, stored=is_stored(self, value)), self_node=node)
            if value.state & self.engine.instance_state:
                back = self.points_back(row, name, node)
                if back is not None:
                    return back
                annotated = row.annotation(name)
                promised = self.engine.annotation(annotated[1], annotated[0].module) if annotated is not None else UNKNOWN
                if promised != UNKNOWN:
                    return promised
                value = self.through(value, row, name)
        led = self._led_to(value.model, name, node) if value.model is not None and (not value.relation or value.path.startswith(MAPPED)) else None
        if led is not None:
            return led
        own = self.own_member(value, name) or on_context(self.engine.layer, value, name)
        if own is not None:
            return own
        if name in ("__name__", "__qualname__"):                 # it is not called like what it was found with
            return (Str(Text((Hole("unknown", "name"),))),)
        constant = _CONSTANTS.get(f"{value.path}.{name}")
        if constant is not None:
            return (Str(Text.of(constant)),)
        if value.path == "pathlib.Path()" and value.made_with is not None:
            text = value.made_with
            if name == "parents":
                above = [text]
                for _ in range(6):
                    above.append(parent(above[-1]))
                return (Seq(tuple((rewrap(value, one),) for one in above[1:])),)
            if name == "parent":
                return (rewrap(value, parent(text)),)
            if name in ("name", "stem", "suffix"):
                whole = text.literal
                return (Str(Text.of(posixpath.basename(whole)) if whole and name == "name" else Text((Hole("unknown", name),))),)
        if (part := part_of(value, name)) is not None:
            return part
        if name in METHODS and value.made_with is not None and value.path.startswith(SETTINGS + "."):
            return (Builtin(name, Str(replace(value.made_with, named=name not in _TAKES_APART))),)        # it decides nothing
        if value.path == DEFAULT and (stored := storage(self, "default", node)):
            return self.member(stored, name, node)
        if value.path == SETTINGS and (held := self.engine.settings.clients(name) or self.engine.settings.folder(name)):
            return held
        if (put := carried(self, value, name, node)) is not None:
            return put
        state = self.foreign_model(value, name) or self.tools.api_step(value.state, name)
        made = self.engine.settings.text(name) if value.path == SETTINGS else value.made_with
        return (value.step(state, "." + name, name, made),)

    def _led_to(self, model: ClassInfo, name: str, node: ast.AST) -> Values | None:
        """The rows of another model that a relationship of SQLAlchemy gives to those of ``model``; None where there is no such."""
        found = model.find(name)
        if found is None:
            return self.mapped_back(name)
        return self.bound(name, found[1], Inst(model), self_node=node) if any(isinstance(v, Api) and is_mapped(v) for v in found[1]) else None

    def enter(self, values: Values, node: ast.expr) -> Values:
        """What ``with values as x`` binds to ``x``."""
        entered: list[Values] = []
        for value in values:
            if isinstance(value, Api):
                state = self.tools.api_step(value.state, "@enter")
                for row in self.tools.api_rows(state):
                    if row.path.endswith("@enter"):                # a state without its own transition falls through to itself
                        self.call_row(row, node, value, Arguments())
                for row in self.tools.api_rows(value.state):
                    if row.do in ("transaction", "lock"):
                        kind = GuardKind.TRANSACTION if row.do == "transaction" else GuardKind.LOCK
                        self.guard(Guard(kind=kind, at=self.at(node), detail=value.path))
                entered.append((replace(value, state=state),))
            elif isinstance(value, Inst) and (value.info.find("__enter__") or value.info.find("__aenter__")):
                entered += [self.dunder(value, name, node, []) for name in ("__enter__", "__aenter__")]
            elif isinstance(value, Seq):                            # a generator function as context manager
                entered.append(self.iterate((value,), node))
            else:
                entered.append((value,))
        return join(*(one for one in entered if one)) or UNKNOWN

    def lies_elsewhere(self, receiver: Api, node: ast.AST) -> bool:
        """Whether the file of a row lies in a store of objects."""
        return lies_elsewhere(self, receiver, node)

    def leave(self, values: Values, node: ast.expr) -> None:
        """The end of a ``with`` block."""
        for value in values:
            if isinstance(value, Inst):
                for name in ("__exit__", "__aexit__"):
                    self.dunder(value, name, node, [UNKNOWN, UNKNOWN, UNKNOWN])
