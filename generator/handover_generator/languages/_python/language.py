"""What the language itself provides: built-in functions, methods of built-in values."""

from __future__ import annotations

import ast
from dataclasses import replace

from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.library import Library
from handover_generator.languages._python.strings import (
    string_method,
)
from handover_generator.languages._python.values import (
    NONE,
    UNKNOWN,
    Answer,
    Api,
    Builtin,
    Cls,
    Func,
    Inst,
    Map,
    Partial,
    Seq,
    Str,
    UnknownValue,
    Values,
    join,
    literal,
    text_of,
)
from handover_generator.model.behaviour import Act, Action
from handover_generator.model.text import Text

_LATER = frozenset({"delay", "apply_async", "send", "send_with_options", "schedule", "s", "si", "signature", "enqueue", "defer"})


class BuiltIns(Library):
    """Built-in functions and methods of built-in values."""

    def _call_builtin(self, function: Builtin, arguments: Arguments, node: ast.AST) -> Values:
        owner, name = function.owner, function.name
        if name == "identity":
            return arguments.get(0) or UNKNOWN
        if isinstance(owner, Answer):
            return (owner,)
        if isinstance(owner, Str):
            return string_method(owner, name, arguments)
        if isinstance(owner, Func):
            return self._later(owner, name, arguments, node)
        if isinstance(owner, Map):
            return self._map_method(owner, name, arguments)
        if isinstance(owner, Seq):
            if name in ("pop", "popleft", "__getitem__"):
                return join(*owner.items) if owner.items else UNKNOWN
            if name == "copy":
                return (owner,)
            return UNKNOWN
        if owner is not None:
            return UNKNOWN
        return self._language(name, arguments, node)

    def _later(self, owner: Func, name: str, arguments: Arguments, node: ast.AST) -> Values:
        """A task function's ``delay``: a message now, the work later in the worker."""
        if name in _LATER:
            self.emit(Act(resource="queue", action=Action.SEND, what=f"queues the job {owner.info.name}", at=self.at(node),
                          target=owner.info.name, condition=self.condition))
            self.conditions.append("in the worker")
            given = arguments if name in ("delay", "send", "defer") else Arguments()
            self.call_function(owner, given, node)
            self.conditions.pop()
            return UNKNOWN
        if name in ("__wrapped__", "run", "fn", "func", "callback", "main", "invoke", "as_tuple"):
            return self.call_function(owner, arguments, node)
        return UNKNOWN

    def _map_method(self, owner: Map, name: str, arguments: Arguments) -> Values:
        everything = join(*(values for _, values in owner.entries), owner.rest)
        if name in ("get", "pop", "setdefault", "__getitem__"):
            key = literal(arguments.get(0) or ())
            found = owner.get(key) if key is not None else None
            if found is not None:
                return found
            default = arguments.get(1) or NONE
            return join(everything, default) if key is None or owner.rest else default
        if name == "values":
            return (Seq(tuple(values for _, values in owner.entries), exact=False),)
        if name == "items":
            return (Seq(tuple((Seq(((Str(Text.of(key)),), values)),) for key, values in owner.entries), exact=False),)
        if name == "keys":
            return (Seq(tuple((Str(Text.of(key)),) for key, _ in owner.entries), exact=False),)
        if name == "copy":
            return (owner,)
        return UNKNOWN

    def _language(self, name: str, arguments: Arguments, node: ast.AST) -> Values:
        first = arguments.get(0)
        if name in ("str", "unicode", "basestring", "repr", "format") and first:
            return tuple(v if isinstance(v, (Str, Answer)) else Str(text_of((v,))) for v in first)
        if name in ("list", "tuple", "sorted", "set", "frozenset", "reversed", "iter", "next") and first:
            if name == "next":
                return self.iterate(first)
            return tuple(v if isinstance(v, (Seq, Api, Answer)) else Seq((self.iterate((v,)),), exact=False) for v in first)
        if name == "enumerate" and first:
            return (Seq(((Seq((UNKNOWN, self.iterate(first))),),), exact=False),)
        if name == "zip":
            return (Seq(((Seq(tuple(self.iterate(v) for v in arguments.positional)),),), exact=False),)
        if name in ("map", "filter") and first:
            given = Arguments([self.iterate(v) for v in arguments.positional[1:]])
            results = [self.call_value(f, given, node) for f in first if isinstance(f, (Func, Partial, Cls, Api))]
            if name == "filter":
                return arguments.get(1) or UNKNOWN
            return (Seq((join(*results) if results else UNKNOWN,), exact=False),)
        if name == "dict":
            entries = tuple((key, values) for key, values in arguments.keywords.items())
            return (Map(entries),) if not arguments.positional else (first or UNKNOWN)
        if name == "getattr" and first:
            attribute = literal(arguments.get(1) or ())
            if attribute is not None:
                return self.member(first, attribute, node)
            return self._any_member(first, node)
        if name == "setattr" and first:
            attribute = literal(arguments.get(1) or ())
            if attribute is not None:
                self.store_member(first, attribute, arguments.get(2) or UNKNOWN)
            return NONE
        if name == "type" and first and len(arguments.positional) == 1:
            return tuple(Cls(v.info) if isinstance(v, Inst) else UnknownValue("type") for v in first)
        if name == "len" and first:
            for value in first:
                if isinstance(value, Api):
                    state = self.tools.api_step(self.tools.api_step(value.state, "__len__"), "()")
                    for row in self.tools.api_rows(state)[:1]:
                        self.call_row(row, node, replace(value, items=(*value.items, "__len__")), Arguments())
        if name in ("int", "float", "bool", "len", "any", "all") and first:
            return tuple(v if isinstance(v, (Answer, Str)) and name in ("int", "float", "bool") else UnknownValue(name) for v in first)
        return UNKNOWN
