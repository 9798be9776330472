"""What the language itself provides: built-in functions, methods of built-in values."""

from __future__ import annotations

import ast

from handover_generator.languages._python.applications import held_commands
from handover_generator.languages._python.called_decorators import stands_on
from handover_generator.languages._python.chained import MADE
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.heirs import direct_heirs
from handover_generator.languages._python.later_results import promised_by, told_when_done
from handover_generator.languages._python.library import Library
from handover_generator.languages._python.looked_up import chosen
from handover_generator.languages._python.named_members import member_named
from handover_generator.languages._python.of_class import ASKING, is_callable, is_of_class
from handover_generator.languages._python.ordered import in_order
from handover_generator.languages._python.rows import worker_arguments
from handover_generator.languages._python.strings import key_of, key_values, map_of, string_method
from handover_generator.languages._python.values import (
    NONE,
    PART,
    UNKNOWN,
    Answer,
    Api,
    Builtin,
    Cls,
    Const,
    Func,
    Inst,
    Map,
    Options,
    Partial,
    Seq,
    Str,
    UnknownValue,
    Value,
    Values,
    join,
    literal,
    text_of,
)
from handover_generator.languages._python.worker_tasks import SENDS_SIGNED, declaration
from handover_generator.model.behaviour import IN_WORKER, Act, Action, Need
from handover_generator.records import replace

_LATER = frozenset({"delay", "apply_async", "delay_on_commit", "apply_async_on_commit", "send", "send_with_options", "schedule", "s", "si",
                    "signature", "subtask", "enqueue", "defer"})
_SIGNED = frozenset({"s", "si", "signature", "subtask"})
"""Those of them that only put the message together."""
_PACKED = frozenset({"apply_async", "apply_async_on_commit", "send_with_options", "signature", "subtask"})
"""Those of them that are given the arguments of the task as one sequence and one dictionary."""
_OF_THE_SAME = frozenset({"retry", "update_state", "AsyncResult", "send_event", "add_around", "shadow_name", "start_strategy"})
"""What is asked of a task besides: the same work once more, and how it stands with it."""
_OVER = frozenset({"map", "starmap", "xmap", "xstarmap", "chunks"})
"""How a task is queued once for each of many."""

_ELSEWHERE = ("remote", "submit", "spawn", "local", "execute_in_process", "serve", "deploy", "to_deployment")
"""How packages for flows and clusters call a function that they decorate, on another machine or later."""
_GIVEN_LATER = frozenset({"serve", "deploy", "to_deployment"})
"""Those of them that are not given its arguments: whoever starts it gives them."""
_SETS_UP = ("options", "with_options", "opts", "with_hooks", "configured")
"""The same function, with other settings of the package."""
AFTER = "after the commands"
"""A decorator: what a group of click does once its commands are done."""


class BuiltIns(Library):
    """Built-in functions and methods of built-in values."""

    def _call_builtin(self, function: Builtin, arguments: Arguments, node: ast.AST) -> Values:
        owner, name = function.owner, function.name
        if name == "identity":
            return arguments.get(0) or UNKNOWN
        if name in MADE:
            return MADE[name](self, arguments, node)
        if isinstance(owner, Answer):
            return (owner,)
        if isinstance(owner, Str):
            return string_method(owner, name, arguments)
        if isinstance(owner, Cls) and name == "__subclasses__":
            return (Seq(tuple((Cls(cls),) for cls in direct_heirs(self.engine, owner.info)), exact=False),)
        if isinstance(owner, Func) and name in ("add_command", "add_typer"):
            known_as, group = literal(arguments.get(1, "name") or ()), owner.origin or owner.info
            for value in arguments.get(0) or ():
                if isinstance(value, Func) and (command := stands_on(self, value)) is not value.info:
                    value = Func(command)                     # the command is what the decorators stand on
                if isinstance(value, Func) and known_as is not None:
                    self.engine.layer.mark(value.info.module, value.info, "command_name", known_as)
                if isinstance(value, UnknownValue):
                    self.unknown("dynamic-call", node, "adds a command that is known only when it runs")
                # A group that is an object has no function of its own: what it holds is the outer group's.
                for info in held_commands(self.engine, value):
                    if info.module is not self.module and info.module.path:
                        self.emit(Need(kind="script", name=info.module.path, at=self.at(node)))
                    if info not in group.commands:
                        self.engine.layer.add(group.module, group.commands, info)
            return NONE
        if isinstance(owner, Func) and name in ("result_callback", "resultcallback"):
            return (Builtin(AFTER, owner),)
        if isinstance(owner, Func) and name == "register":        # @text.register, @text.register(int), text.register(int, of_int)
            found = tuple(v.info for values in arguments.every() for v in values if isinstance(v, Func) and v.info not in owner.info.variants)
            self.engine.layer.mark(owner.info.module, owner.info, "variants", (*owner.info.variants, *found))
            return tuple(v for values in arguments.every() for v in values if isinstance(v, Func)) or (function,)
        if isinstance(owner, Func):
            return self._later(owner, name, arguments, node)
        if isinstance(owner, Partial):
            return self._signed(owner, name, node) if promised_by(owner) is None else told_when_done(self, owner, name, arguments, node)
        if isinstance(owner, Options):
            wanted = literal(arguments.get(0) or ())
            if name == "copy":
                return (owner,)
            return owner.item(wanted) if wanted is not None else UNKNOWN
        if isinstance(owner, Map):
            return self._map_method(owner, name, arguments)
        if isinstance(owner, Seq):
            if name == "sort":
                self._keys((owner,), arguments, node)
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
        if name in _SIGNED and (self.scheduling or (self.engine.importing and self.function is None)):  # whoever does something with it sends it
            given = worker_arguments(arguments, by_place=True) if name in _PACKED else arguments
            return (Partial(owner, tuple(given.positional), tuple(given.keywords.items())),)
        many = name in _OVER and declaration(owner.info.node) is not None
        if name in _LATER or many:
            job = (owner.origin or owner.info).name           # a decorator of the repository may have wrapped it
            self.emit(Act(resource="queue", action=Action.SEND, what=f"queues the job {job}", at=self.at(node), target=job, condition=self.condition))
            self.conditions.append(IN_WORKER)
            given = Arguments(rest=UNKNOWN) if many else worker_arguments(arguments, by_place=True) if name in _PACKED else arguments
            self.call_function(owner, given, node)
            self.conditions.pop()
            return (self._queued(),)
        if name == "apply":                                  # the work of a task, here and now
            return self.call_function(owner, worker_arguments(arguments, by_place=True), node)
        if name in ("__wrapped__", "run", "fn", "func", "callback", "main", "invoke", "as_tuple", "call_local", "now", "__call__"):
            return self.call_function(owner, arguments, node)
        if name in _ELSEWHERE and _is_decorated(owner):
            return self.call_function(owner, Arguments(rest=UNKNOWN, keyword_rest=UNKNOWN) if name in _GIVEN_LATER else arguments, node)
        if name in _SETS_UP and _is_decorated(owner) and not arguments.positional:
            return (owner,)
        if isinstance(node, ast.Call) and declaration(owner.info.node) is not None and name not in _OF_THE_SAME:
            self.unknown("dynamic-call", node, f"{name}(): what is called is not known")
        return UNKNOWN

    def _signed(self, owner: Partial, name: str, node: ast.AST) -> Values:
        """What is done with a message that was only put together: it is sent, its work is done here, or it is changed."""
        if not isinstance(owner.target, Func) or name not in SENDS_SIGNED:
            return (owner,)
        given = Arguments(list(owner.positional), dict(owner.keywords), rest=UNKNOWN)
        return self.call_function(owner.target, given, node) if name == "apply" else self._later(owner.target, "delay", given, node)

    def _queued(self) -> Api:
        """A message to a worker: it was told where it was made, and what is done with it (``set``, ``apply_async``, ``get``) adds nothing."""
        state = self.tools.api_root
        for part in ("celery", "queued", "()"):
            state = self.tools.api_step(state, part)
        return Api(state, "celery.queued()")

    def _map_method(self, owner: Map, name: str, arguments: Arguments) -> Values:
        if name in ("get", "pop", "setdefault", "__getitem__"):
            key = key_of(arguments.get(0) or ())
            found = owner.get(key) if key is not None else None
            if found is not None:
                return found
            default = arguments.get(1) or NONE
            if key is None:                          # any of those that the computed key may be
                return join(chosen(owner.entries, arguments.get(0) or ()), owner.rest, default)
            return join(owner.rest, default)
        if name == "values":
            return (Seq((*(values for _, values in owner.entries), *([owner.rest] if owner.rest else [])), exact=False),)
        if name == "items":
            pairs = [*((key_values(key), values) for key, values in owner.entries), *([(owner.keys or UNKNOWN, owner.rest)] if owner.rest else [])]
            return (Seq(tuple((Seq(pair),) for pair in pairs), exact=False),)
        if name == "keys":
            return (Seq((*(key_values(key) for key, _ in owner.entries), *([owner.keys or UNKNOWN] if owner.rest else [])), exact=False),)
        if name == "copy":
            return (owner,)
        return UNKNOWN

    def _property(self, arguments: Arguments) -> Values:
        """``property(fget, fset, fdel)``."""
        made: list[Value] = []
        accessors = [next((v.info for v in arguments.get(i, n) or () if isinstance(v, Func)), None)
                     for i, n in ((1, "fset"), (2, "fdel"))]
        for value in arguments.get(0, "fget") or ():
            if isinstance(value, Func):
                info = replace(value.info, is_property=True, setter=accessors[0], deleter=accessors[1])
                made.append(Func(info, None, value.closure))
        return tuple(made) or UNKNOWN

    def _keys(self, first: Values, arguments: Arguments, node: ast.AST) -> None:
        """``key=`` of sorting functions is called with each member."""
        for function in arguments.keywords.get("key", ()):
            if isinstance(function, (Func, Partial, Cls)):
                self.call_value(function, Arguments([self.iterate(first, node)]), node)

    def _language(self, name: str, arguments: Arguments, node: ast.AST) -> Values:
        first = arguments.get(0)
        if name in ("str", "repr", "format", "len", "bool", "hash", "int", "float", "reversed", "abs") and first:
            special = {"format": "__format__", "str": "__str__"}.get(name, f"__{name}__")
            given = join(*(self.dunder(v, special, node, []) for v in first if isinstance(v, Inst)))
            if given and name in ("str", "repr", "format"):
                return given
        if name in ("globals", "locals", "vars") and not arguments.positional:
            scope = self.module.cell if name == "globals" else self.cell
            own = scope is not self.module.cell              # "rm %(path)s" % locals()
            return (Map(tuple((n, v) for n, v in list(scope.names.items())[:200] if own or any(isinstance(x, (Func, Cls)) for x in v)), UNKNOWN),)
        if name in ("vars", "dict") and first and (options := tuple(value for value in first if isinstance(value, Options))):
            return options                                   # what was parsed, as a dictionary
        if name == "property":
            return self._property(arguments)
        if name == "staticmethod" and first:                 # what a class holds so is what it was given
            return first
        if name == "callable" and first and (able := is_callable(first, self.tools)) is not None:
            return (Const(able),)
        if name in ASKING and (known := is_of_class(self, name, node, first, arguments.get(1))) is not None:
            return (Const(known),)
        if name in ("str", "unicode", "basestring", "repr", "format") and first:
            return tuple(v if isinstance(v, (Str, Answer)) else Str(text_of((v,))) for v in first)
        if name in ("list", "tuple", "sorted", "set", "frozenset", "reversed", "iter", "next") and first:
            self._keys(first, arguments, node)
            if name == "iter" and len(arguments.positional) > 1:              # iter(function, sentinel) calls it for each member
                return (Seq((join(*(self.call_value(function, Arguments(), node) for function in first)) or UNKNOWN,), exact=False),)
            if name == "next":
                return join(*(self.dunder(v, "__next__", node, []) if isinstance(v, Inst) else self.iterate((v,), node) for v in first),
                            arguments.get(1) or ())
            found = [(v, self.iterate((v,), node)) for v in first]         # gone through, whatever becomes of the members
            return tuple(in_order(name, v, as_it_is=not arguments.keywords) if isinstance(v, (Seq, Api, Answer)) else Seq((inside,), exact=False)
                         for v, inside in found)
        if name in ("list", "tuple", "set", "frozenset") and not arguments.positional and not arguments.rest:
            return (Seq(()),)
        if name in ("max", "min") and first:
            self._keys(first, arguments, node)
            if len(arguments.positional) > 1:
                return join(*arguments.positional)
            return join(self.iterate(first, node), arguments.keywords.get("default", ()))
        if name == "slice":
            return (PART,)
        if name == "enumerate" and first:
            return (Seq(((Seq((UNKNOWN, self.iterate(first, node))),),), exact=False),)
        if name == "zip":
            return (Seq(((Seq(tuple(self.iterate(v, node) for v in arguments.positional)),),), exact=False),)
        if name in ("map", "filter") and first:
            members = Arguments([self.iterate(v, node) for v in arguments.positional[1:]])
            results = [self.call_value(f, members, node) for f in first if isinstance(f, (Func, Partial, Cls, Api, Inst))]
            if name == "filter":
                return arguments.get(1) or UNKNOWN
            return (Seq((join(*results) if results else UNKNOWN,), exact=False),)
        if name == "dict":
            made = map_of(first or (), arguments.keywords)
            return (made,) if made is not None else (first or UNKNOWN)
        if name == "getattr" and first:
            return member_named(self, first, arguments, node)
        if name == "setattr" and first:
            attribute = literal(arguments.get(1) or ())
            if attribute is not None:
                self.store_member(first, attribute, arguments.get(2) or UNKNOWN, node)
            elif (source := _taken_over(node)) is not None:
                self.mirror(first, self.eval(source))
                self.store_any(tuple(value for value in first if isinstance(value, Api)), text_of(arguments.get(1) or ()), node)
            else:
                self.store_any(first, text_of(arguments.get(1) or ()), node)
            return NONE
        if name == "type" and len(arguments.positional) == 3:
            bases = (value for part in arguments.positional[1] if isinstance(part, Seq) for item in part.items for value in item)
            return (self.class_from(text_of(arguments.positional[0]).render(), bases, arguments.positional[2], node),)
        if name == "type" and first and len(arguments.positional) == 1:
            objects = [self.row_as_instance(v) for v in first]
            return tuple(Cls(one.info) if isinstance(one, Inst) else UnknownValue("type") for one in objects)
        if name == "len" and first:
            for value in first:
                if isinstance(value, Api):
                    state = self.tools.api_step(self.tools.api_step(value.state, "__len__"), "()")
                    for row in self.tools.api_rows(state)[:1]:
                        self.call_row(row, node, replace(value, items=(*value.items, "__len__")), Arguments())
        if name == "sum" and first and any(isinstance(value, Seq) for value in arguments.get(1) or ()):       # sum(lists, []) is one list of all
            return (Seq((self.iterate(self.iterate(first, node), node),), exact=False),)
        if name in ("any", "all", "sum", "bool") and first:
            self.gone_through(first, node)
        if name in ("int", "float", "bool", "len", "any", "all") and first:
            return tuple(v if isinstance(v, (Answer, Str)) and name in ("int", "float", "bool") else UnknownValue(name) for v in first)
        return UNKNOWN


def _taken_over(node: ast.AST) -> ast.expr | None:
    """The object of which ``setattr(target, name, getattr(object, name))`` takes over a member, where that is plainly written."""
    if not isinstance(node, ast.Call) or len(node.args) != 3:
        return None
    value = node.args[2]
    if not (isinstance(value, ast.Call) and isinstance(value.func, ast.Name) and value.func.id == "getattr" and len(value.args) >= 2):
        return None
    source = value.args[0]
    same = ast.dump(value.args[1]) == ast.dump(node.args[1])
    return source if same and isinstance(source, (ast.Name, ast.Attribute)) else None


def _is_decorated(function: Func) -> bool:
    return not isinstance(function.info.node, ast.Lambda) and bool(function.info.node.decorator_list)
