"""What Airflow does with what a file of tasks makes: it runs the operators, and calls back when one ends."""

from __future__ import annotations

import ast

from handover_generator.languages._python.flows import AIRFLOW
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.mapped_tasks import EXPANDED, PARTIAL, first_step, is_task, of_each
from handover_generator.languages._python.options import CommandLines
from handover_generator.languages._python.values import UNKNOWN, Api, Cls, Func, Inst, Map, Partial, Seq, Values

_RUN = ("execute", "poke")
"""What Airflow calls of a task of the repository's own class; a sensor's ``execute`` is mostly inherited, and asks ``poke``."""
_CALLBACKS = ("on_failure_callback", "on_success_callback", "on_retry_callback", "on_execute_callback", "on_skipped_callback", "sla_miss_callback")


class Airflow(CommandLines):
    """Tasks and their callbacks."""

    def task_made(self, instance: Inst, external: list[Api], arguments: Arguments, node: ast.AST) -> None:
        """An instance of a class of the repository was made: where it is a task, what it does happens when the task runs."""
        if not any(is_task(base) for base in external):
            return
        self._called_at_the_end(arguments, node)
        self.conditions.append("when the task runs")
        for name in _RUN:
            found = instance.info.find(name)
            for function in self.bound(name, found[1], instance, self_node=None) if found is not None else ():
                if isinstance(function, Func):
                    self.call_value(function, Arguments(rest=UNKNOWN), node, spawn=True)
        self.conditions.pop()

    def airflow_call(self, function: Api, arguments: Arguments, node: ast.AST) -> Values | None:
        """The call, if it makes a task in two steps; None otherwise. Callbacks that it is given are followed."""
        if not function.path.startswith(AIRFLOW):
            return None
        name = function.items[-1] if function.items else ""
        if function.model is not None and name in (PARTIAL, *EXPANDED) and any(is_task(base) for base in function.model.external_bases()):
            if name != PARTIAL:
                return (Inst(function.model),)
            given = Arguments(arguments.positional, arguments.keywords, arguments.rest, UNKNOWN)
            return self.call_value(Cls(function.model), given, node)
        if name == PARTIAL and is_task(function, f".{PARTIAL}"):
            whole = function.path.removesuffix(f".{PARTIAL}")
            task = Api(self.engine.state(*whole.split(".")), whole, items=function.items[:-1])
            return (Partial(task, keywords=tuple(arguments.keywords.items())),)
        if name in EXPANDED and (made := first_step(arguments)) is not None:
            return self.call_value(made.target, Arguments(keywords=dict(made.keywords) | of_each(name, arguments), keyword_rest=UNKNOWN), node)
        if "default_args" in arguments.keywords or any(callback in arguments.keywords for callback in _CALLBACKS):
            self._called_at_the_end(arguments, node)
        return None

    def _called_at_the_end(self, arguments: Arguments, node: ast.AST) -> None:
        """``on_failure_callback=f``, of a task, or of all tasks by ``default_args``."""
        defaults = dict(entry for value in arguments.keywords.get("default_args", ()) if isinstance(value, Map) for entry in value.entries)
        for name in _CALLBACKS:
            given = arguments.keywords.get(name) or defaults.get(name) or ()
            listed = tuple(one for value in given if isinstance(value, Seq) for item in value.items for one in item)
            self.conditions.append(name.removesuffix("_callback").replace("_", " "))
            for value in (*given, *listed):
                if isinstance(value, (Func, Partial)):
                    self.call_value(value, Arguments(rest=UNKNOWN), node, spawn=True)
            self.conditions.pop()
