"""What the language itself provides: built-in functions, methods of built-in values."""

from __future__ import annotations

import ast

from handover_generator.languages._python.applications import held_commands
from handover_generator.languages._python.as_text import each_as_text
from handover_generator.languages._python.built_ins import called, keys_asked
from handover_generator.languages._python.called_decorators import stands_on
from handover_generator.languages._python.chained import MADE
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.heirs import direct_heirs
from handover_generator.languages._python.later_results import promised_by, told_when_done
from handover_generator.languages._python.library import Library
from handover_generator.languages._python.looked_up import chosen
from handover_generator.languages._python.option_objects import GOES_THROUGH
from handover_generator.languages._python.rows import worker_arguments
from handover_generator.languages._python.strings import key_of, key_values, string_method
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import (
    NONE,
    UNKNOWN,
    Answer,
    Api,
    Builtin,
    Cls,
    Func,
    Map,
    Options,
    Partial,
    Seq,
    Str,
    UnknownValue,
    Values,
    join,
)
from handover_generator.languages._python.worker_tasks import SENDS_SIGNED, declaration
from handover_generator.model.behaviour import IN_WORKER, Act, Action, Need

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
            if name == "format":
                each_as_text(self, arguments.every(), node)
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
            if name in GOES_THROUGH:
                return owner.gone_through(name)
            return owner.item(wanted) if wanted is not None else UNKNOWN
        if isinstance(owner, Map):
            return self._map_method(owner, name, arguments)
        if isinstance(owner, Seq):
            if name == "sort":
                keys_asked(self, (owner,), arguments, node)
            if name in ("pop", "popleft", "__getitem__"):
                return join(*owner.items) if owner.items else UNKNOWN
            if name == "copy":
                return (owner,)
            return UNKNOWN
        if owner is not None:
            return UNKNOWN
        return called(self, name, arguments, node)

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


def _is_decorated(function: Func) -> bool:
    return not isinstance(function.info.node, ast.Lambda) and bool(function.info.node.decorator_list)
