"""Calls of abstract values."""

from __future__ import annotations

import ast

from handover_generator.languages._python.asked import answered
from handover_generator.languages._python.class_tasks import run_task
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.given import calls_what_it_is_given, functions_in, give_away, give_callbacks
from handover_generator.languages._python.handed_statements import handed_statements
from handover_generator.languages._python.keyed_calls import under_words
from handover_generator.languages._python.lazy_groups import looks_itself, start_found
from handover_generator.languages._python.looked_up import looked_up
from handover_generator.languages._python.metaclasses import made_by_type
from handover_generator.languages._python.named_tuples import annotated_fields
from handover_generator.languages._python.outside_calls import OutsideCalls
from handover_generator.languages._python.own_queries import narrowed_by_own, rows_given
from handover_generator.languages._python.served import serves, waits
from handover_generator.languages._python.services import FIND, found_service
from handover_generator.languages._python.stored_rows import on_first_save
from handover_generator.languages._python.strings import METHODS
from handover_generator.languages._python.switches import as_command
from handover_generator.languages._python.taken_whole import taken_whole
from handover_generator.languages._python.values import (
    NONE,
    UNKNOWN,
    Answer,
    Api,
    Builtin,
    Cls,
    Func,
    Inst,
    Partial,
    Registrar,
    Str,
    Super,
    UnknownValue,
    Value,
    Values,
    join,
)
from handover_generator.languages._python.worker_tasks import GIVES_TASK
from handover_generator.model.behaviour import Call, Confidence
from handover_generator.model.tracing import Start

_HANDS_ON = frozenset({"invoke", "forward"})
"""Methods of the context of click and its like that run another command."""


class Calls(OutsideCalls):
    """Calls: into the repository, to makers of instances, to the outside."""

    def call(self, functions: Values, arguments: Arguments, node: ast.Call) -> Values:
        """``functions(arguments)``: the union over what the callee may be."""
        if (made := made_by_type(node, arguments)) is not None:
            return made
        missed = self.missed
        out: list[Values] = []
        self.missed += not functions
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("save", "asave"):
            functions = on_first_save(self, functions, node)
        if whole := taken_whole(functions, arguments, node):
            self.gone_through(tuple(value for value in whole if not self.is_file(value)), node)
        words = under_words(self, node, functions) if len(functions) > 1 and isinstance(node.func, (ast.Subscript, ast.Call)) else {}
        kept = self.engine.layer.new_files
        for function in functions:
            if len(functions) > 1:                           # what one of several writes the others find there
                self.engine.layer.new_files = kept.apart()
            if isinstance(function, UnknownValue) or _is_no_text(function):
                out.append(self._call_unknown(arguments, node))
                continue
            word = self.engine.layer.handled.get(function) if len(functions) > 1 else None
            if word is not None and isinstance(function, Func):
                out.append(self._dispatched(word, function, arguments, node))
            elif function in words:
                self.conditions.append(words[function])
                out.append(self.call_value(function, arguments, node, spawn=True))
                self.conditions.pop()
            else:
                out.append(self.call_value(function, arguments, node))
        self.engine.layer.new_files = kept
        self.count(node, missed)
        given = narrowed_by_own(functions, arguments, join(*out), node) if out else UNKNOWN
        return answered(node, arguments, given, self.at(node)) if arguments.positional else given

    def _dispatched(self, word: str, function: Func, arguments: Arguments, node: ast.Call) -> Values:
        """``options.handler(options)``: one of several functions, each for the sub-command that it was given for."""
        before = len(self.events)
        self.conditions.append(f"if the command is {word}")
        returned = self.call_value(function, arguments, node, spawn=True)
        self.conditions.pop()
        routine = next((event.to for event in list(self.events)[before:] if isinstance(event, Call)), None)
        starts = self.engine.layer.starts
        if routine is not None and all(start.words != word for start in starts):
            starts.append(Start(words=word, routine=routine, says=function.info.says))
        return returned

    def call_value(self, function: Value, arguments: Arguments, node: ast.AST, *, spawn: bool = False) -> Values:
        """Call one abstract value. ``spawn``: elsewhere or later, so that what follows here follows whether it ends the program or asks a person."""
        if spawn:
            exited, guards = self.exited, self.guards
            self.guards = list(guards)
            returned = self.call_value(function, arguments, node)
            self.exited, self.guards = exited, guards
            return returned
        if isinstance(function, Api):
            return self.call_api(function, arguments, node)
        if isinstance(function, Func):
            return self._later(function, "delay", arguments, node) if function.info.is_queued else self.call_function(function, arguments, node)
        if isinstance(function, Cls):
            return self._make(function, arguments, node)
        if isinstance(function, Partial):
            merged = Arguments([*function.positional, *arguments.positional], {**dict(function.keywords), **arguments.keywords},
                               arguments.rest, arguments.keyword_rest)
            return self.call_value(function.target, merged, node)
        if isinstance(function, Builtin):
            if isinstance(function.owner, Super) and function.name == "fields":
                self._fill_above(function.owner, arguments, node)
                return NONE
            return self._call_builtin(function, arguments, node)
        if isinstance(function, Registrar):
            return (function,)
        if isinstance(function, Inst):
            found = function.info.find("__call__")
            if found is not None:
                return join(*(self.call_value(f, arguments, node) for f in self.bound("__call__", found[1], function, self_node=None)))
            if (done := run_task(self, function, arguments, node)) is not None:
                return done
            if looks_itself(function.info):
                start_found(self, function.info, node, [])
        if isinstance(function, Answer):
            return (function,)
        return UNKNOWN

    def call_function(self, function: Func, arguments: Arguments, node: ast.AST) -> Values:
        if function.info.options and arguments in (Arguments(), Arguments(outside="flag")):       # a command that is called like a program
            arguments = as_command(function.info, self.engine.layer.given)
        layer, before = self.engine.layer, self.engine.layer.new_files
        layer.new_files = inside = before.within(self.place, self.conditions)
        try:
            result = self.engine.run(function, arguments)
        finally:
            layer.new_files = before
        if result is not None and (written := inside.added | layer.new_in.get(result.routine.id, inside.added)):
            layer.new_in[result.routine.id] = written
            for target in written:                       # what is written in a function that is called at times is written at times
                before.add(target, self.place, self.conditions)
        if result is None:
            self.unknown("budget", node, f"calls nested too deeply at {function.info.qualname}")
            return UNKNOWN
        unseen = isinstance(function.owner, Inst) and function.owner.info in self.engine.layer.unseen
        self.emit(Call(to=result.routine.id, at=self.at(node), name=function.info.qualname, condition=self.condition,
                       confidence=Confidence.INFERRED if unseen and self.certainty is Confidence.RESOLVED else self.certainty))
        self.emit(*handed_statements(self, result.routine.id, arguments, node))
        for guard in result.gate:
            self.guard(guard)
        if result.exits and not function.info.variants:
            self.exited = True
        for variant in function.info.variants:
            self.conditions.append("for arguments of another type")
            self.call_value(Func(variant, function.owner), arguments, node, spawn=True)
            self.conditions.pop()
        if self.engine.of_others(function.info):
            self.unknown("dynamic-command", node, f"the sub-command {self.engine.layer.words[0]} is not defined in {function.info.qualname}")
            return result.returns or NONE
        for command in self.engine.started(function.info.commands):
            for value in command.decorated or (Func(command),):
                self.call_value(value, as_command(command, self.engine.layer.given), node)
        if function.info.finder is not None:
            start_found(self, function.info.finder, node, function.info.commands)
        return result.returns or NONE

    def _make(self, cls: Cls, arguments: Arguments, node: ast.AST) -> Values:
        info = cls.info
        found = info.find("__init__")
        external = info.external_bases()
        site = "" if external and found is None else f"{self.module.path}:{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}"
        instance = Inst(info, site, rows_given(info, arguments))
        if (making := info.find("__new__")) is not None:
            for function in making[1]:
                if isinstance(function, Func):
                    self.call_value(function, Arguments([(cls,), *arguments.positional], arguments.keywords, arguments.rest, arguments.keyword_rest),
                                    node)
        if found is not None:
            for function in self.bound("__init__", found[1], instance, self_node=None):
                self.call_value(function, arguments, node)
        else:
            fields = annotated_fields(info.linear())
            if fields and not site:                           # a typed tuple or model: its fields are those that are annotated
                site = f"{self.module.path}:{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}"
                instance = Inst(info, site, instance.model)
            self._fill(instance, fields, arguments)
            for base in external:
                state = self.tools.api_step(self.tools.api_step(base.state, "@sub"), "()")
                for row in self.tools.api_rows(state)[:1]:
                    self.call_row(row, node, Api(state, base.path, model=self.rows_of(info, base), items=(info.name,), kin=Inst(info)), arguments)
        if external:
            waits(self, info, node)
            for base in external if found is None else ():
                serves(self, base.path, arguments, node)
            self.task_made(instance, external, arguments, node)
            if "many" in arguments.keywords and any(base.path.startswith("rest_framework.") for base in external):       # made to show all of them
                self.gone_through(arguments.get(0, "instance") or (), node)
        if (found := info.find("__post_init__")) is not None:
            for function in self.bound("__post_init__", found[1], instance, self_node=None):
                self.call_value(function, Arguments(), node)
        if info.find("__del__") is not None:                  # it goes away again, at the latest when the program ends
            self.leaving[instance] = (list(self.conditions), node)
        return (instance,)

    def let_go(self) -> None:
        """What was made here goes away, with all that it holds by now."""
        while self.leaving:
            instance, (conditions, node) = self.leaving.popitem()
            before, self.conditions = self.conditions, conditions
            found = instance.info.find("__del__")
            for function in self.bound("__del__", found[1] if found is not None else (), instance, self_node=None):
                self.call_value(function, Arguments(), node)
            self.conditions = before

    def _fill(self, instance: Inst, fields: list[str], arguments: Arguments) -> None:
        """What the ``__init__`` that a decorator or a base wrote puts into the fields."""
        info, site = instance.info, instance.site
        if not site:
            return
        for name, values in [*zip(fields, arguments.positional, strict=False), *arguments.keywords.items()]:
            self.engine.layer.put(info.module, info.heap, (site, name), join(info.heap.get((site, name), ()), values))
        for name in fields if arguments.rest or arguments.keyword_rest else ():        # any of them may be given so
            self.engine.layer.put(info.module, info.heap, (site, name), join(info.heap.get((site, name), ()), UNKNOWN))

    def _fill_above(self, above: Super, arguments: Arguments, node: ast.AST) -> None:
        """``super().__init__(...)`` where the classes above have annotated fields and no such method of their own."""
        owner = above.owner
        if not isinstance(owner, Inst):
            return
        after = owner.info.above(above.info)
        self._fill(owner, annotated_fields(after), arguments)
        following = next((cls.attributes["__post_init__"] for cls in after if "__post_init__" in cls.attributes), ())
        for function in self.bound("__post_init__", following, owner, self_node=None):
            self.call_value(function, Arguments(), node)

    def _call_unknown(self, arguments: Arguments, node: ast.Call) -> Values:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        if name in _HANDS_ON and (handed := self.handed_on(arguments, node)) is not None:
            return handed
        if self.module.main:
            self.engine.layer.handed |= dict.fromkeys(function for values in arguments.every() for function in functions_in(values))
        if name == FIND and (service := found_service(self, arguments, UNKNOWN, node)) != UNKNOWN:
            return service
        if name in GIVES_TASK and (tasks := self.tasks_given(name, arguments, node)):
            return tasks
        if isinstance(node.func, ast.Attribute):
            if name in METHODS:
                return looked_up(name, arguments) or UNKNOWN
            if (told := self.told_otherwise(name, arguments, node)) is not None:
                return told
            if self.ran_statements(name, arguments, node):
                return UNKNOWN
            rows = self.tools.api_named(name)
            if rows:
                self.missed += 1                             # a guess by the name
                function = Api(frozenset(), "?." + name, items=(name,))
                self.certainty = Confidence.NAME_ONLY
                self.call_row(rows[0], node, function, arguments)
                self.certainty = Confidence.RESOLVED
                if calls_what_it_is_given(rows[0], function):
                    give_away(self, function, arguments, node, rows[0])
                return UNKNOWN
            if (returned := self.called_by_its_name(name, arguments, node)) is not None:
                return returned
        for values in arguments.every():                     # a callback given to something unknown is assumed to be called
            for value in values:
                if isinstance(value, Func) and value.info.node.lineno and isinstance(value.info.node, ast.Lambda):
                    self.call_function(value, Arguments(), node)
        give_callbacks(self, name, arguments, node)
        if name == "set_defaults" and self.handles(arguments):
            return NONE
        self.unknown("dynamic-call", node, f"{name or ast.unparse(node.func)[:60]}(): what is called is not known")
        return UNKNOWN


def _is_no_text(function: Value) -> bool:
    """Whether what was read as a text is called, or a method of it that no text has: then it is something else that nobody knows."""
    owner = function.owner if isinstance(function, Builtin) else function
    return isinstance(owner, Str) and not (isinstance(function, Builtin) and function.name in METHODS)
