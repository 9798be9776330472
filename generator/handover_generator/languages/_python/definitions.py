"""Definitions of functions and classes, and what decorators make of them."""

from __future__ import annotations

import ast

from handover_generator.analysis.cron_jobs import REGISTERS
from handover_generator.languages._python.applications import holds_command
from handover_generator.languages._python.called_decorators import passes_on, stands_on
from handover_generator.languages._python.class_commands import note_class, what_it_gives
from handover_generator.languages._python.contexts import first_argument
from handover_generator.languages._python.frame import NEXT, Arguments
from handover_generator.languages._python.heard import note_heard
from handover_generator.languages._python.imports import Imports
from handover_generator.languages._python.language import AFTER
from handover_generator.languages._python.lazy_groups import named_commands
from handover_generator.languages._python.metaclasses import bases_of, make_class
from handover_generator.languages._python.program import ClassInfo, FunctionInfo
from handover_generator.languages._python.start_hooks import note_decorated
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import (
    UNKNOWN,
    Answer,
    Api,
    Builtin,
    Cls,
    Flag,
    Func,
    Inst,
    Partial,
    Receiver,
    Registrar,
    Str,
    Value,
    Values,
    join,
)
from handover_generator.languages._python.worker_tasks import constant_of, is_bound
from handover_generator.model.text import Text
from handover_generator.records import replace

_TASKS = frozenset({"invoke.task", "invoke.tasks.task", "fabric.task", "fabric2.task", "fabric.api.task", "fabric.decorators.task",
                    "doit.task_params", "nox.session", "commander.deploy.task", "commander.deploy.hostgroups", "flask_script.Manager().option",
                    "flask_crontab.Crontab().job", *(f"{package}.{name}" for package, name in REGISTERS.items())})
"""Decorators that make a function something a person runs by name."""
_GIVEN = {"invoke.task": "invoke.Context", "invoke.tasks.task": "invoke.Context", "fabric.task": "fabric.Connection",
          "fabric2.task": "fabric.Connection"}
_GIVEN_ALWAYS = {"commander.deploy.task": "commander.Context", "commander.deploy.hostgroups": "commander.Context"}
"""What such a task gets as its first argument: from who starts it, or by its decorator however it is called."""
_QUEUES = frozenset({"celery", "dramatiq", "huey", "rq", "django_rq", "background_task", "procrastinate", "taskiq", "uwsgidecorators", "flask_rq2",
                     "flask_celeryext", "flask_celery", "flask_celery_helper"})
_CALLED_LATER = frozenset({"huey", "background_task"})
_WORKED = frozenset({"task", "shared_task", "periodic_task", "actor", "job", "db_task", "db_periodic_task", "background", "cron", "timer", "spool"})
"""Packages of task queues, those where plainly calling a function queues it, and the decorators that make a function what a worker runs."""
_OF_APPLICATION = frozenset({"task", "shared_task", "periodic_task"})
_OTHER_TASKS = frozenset({"invoke", "fabric", "fabric2", "prefect", "airflow", "flytekit", "luigi", "locust", "metaflow", "ray", "dagster"})
"""Decorators of an application for a queue, and packages whose tasks no worker of a queue runs."""

_PUT_INTO = "contribute_to_class"
"""What Django calls of a member of a model when the class is made."""


class Definitions(Imports):
    """``def`` and ``class``."""

    def _run_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> str:
        info = self.engine.function(node, self.module, self.body_of)
        for default in (*node.args.defaults, *node.args.kw_defaults):
            if isinstance(default, (ast.Call, ast.Subscript, ast.BinOp, ast.BoolOp, ast.IfExp)):
                self.eval(default)                           # once, where the function is defined
        if self._accessor(node, info):
            return NEXT
        # A method does not see the names of its class body.
        scope = self.cell.outer if self.body_of is not None else self.cell
        values: Values = (Func(info, None, scope),)
        for decorator in reversed(node.decorator_list):
            values = self._decorate(decorator, values, info.name, info)
        if self.body_of is not None and node.decorator_list:
            values = tuple(replace(v, wraps=info) if isinstance(v, Func) and v.info is not info else v for v in values)
        self.bind(node.name, values)
        return NEXT

    _run_AsyncFunctionDef = _run_FunctionDef

    def _accessor(self, node: ast.FunctionDef | ast.AsyncFunctionDef, info: FunctionInfo) -> bool:
        """``@x.setter`` and ``@x.deleter`` extend the property ``x``, which keeps its name."""
        for decorator in node.decorator_list:
            if isinstance(decorator, ast.Attribute) and decorator.attr in ("setter", "deleter") and isinstance(decorator.value, ast.Name):
                for value in self.lookup(decorator.value.id) or ():
                    if isinstance(value, Func) and value.info.is_property:
                        self.engine.layer.mark(value.info.module, value.info, decorator.attr, info)
                        return True
        return False

    def _decorate(self, decorator: ast.expr, values: Values, name: str, origin: FunctionInfo | None = None) -> Values:
        applied = self.eval(decorator)
        made = values
        if origin is not None and origin.decorated and any(isinstance(value, Func) for value in values):
            values = (Func(origin),)                          # a command is called like its function, whatever that was wrapped into
        self._named(decorator, values)
        named_commands(self, decorator, values)
        out: list[Values] = []
        for one in applied:
            if isinstance(one, Registrar):
                for value in values:
                    if isinstance(value, Func) and value.info not in one.group.commands:
                        self.engine.layer.add(one.group.module, one.group.commands, value.info)
                        if one.group.module is not self.module:       # the file that adds a command to another's group is where it starts
                            self.command(value.info)
                out.append(made)
            elif isinstance(one, Receiver):
                self.register(one.signals, one.senders, values)
                out.append(made)
            elif isinstance(one, Builtin) and one.name == "register" and isinstance(one.owner, Func):
                self.call_value(one, Arguments([values]), decorator)
                out.append(made)
            elif isinstance(one, Builtin) and one.name == AFTER and isinstance(one.owner, Func):
                group, found = one.owner.origin or one.owner.info, tuple(value.info for value in values if isinstance(value, Func))
                self.engine.layer.mark(group.module, group, "also", (*group.also, *found))
                out.append(made)
            elif isinstance(one, (Func, Partial, Cls)) or (isinstance(one, Inst) and one.info.find("__call__") is not None):
                wrapped = self._wrap(one, made, decorator)
                useful = tuple(v for v in wrapped if isinstance(v, (Func, Partial, Inst, Cls)))
                if origin is not None and useful and useful != made:
                    useful = tuple(replace(v, origin=origin) if isinstance(v, Func) and v.info is not origin else v for v in useful)
                    self.engine.layer.mark(self.module, origin, "decorated", useful)
                out.append(useful or made)
            elif isinstance(one, Flag):
                for value in values:
                    if isinstance(value, Func):
                        self.takes_option(one, value.info)
                        self.command(value.info)      # what takes options is a command, whatever makes it one
                out.append(made)
            elif isinstance(one, Answer):                      # @click.confirmation_option(): asked before the command begins
                for value in values:
                    if isinstance(value, Func) and one.guard not in value.info.asked:
                        self.engine.layer.mark(value.info.module, value.info, "asked", (*value.info.asked, one.guard))
                        self.command(value.info)
                out.append(made)
            elif isinstance(one, Api):
                self._context(one, made)
                self._registered(one, decorator, values)
                tail = one.path.rsplit(".", 1)[-1]
                if tail in ("command()", "group()", "command", "group", "callback()", "main") or tail.startswith(("command", "group")):
                    for value in values:
                        if isinstance(value, Func) and not passes_on(value):
                            self.command(stands_on(self, value))
                out.append(made)
            else:
                out.append(made)
        return join(*out) if out else made

    def takes_option(self, one: Flag, info: FunctionInfo) -> None:
        """A command takes an option: what it gets for it, whether that is given or not, and what opening it does."""
        self.engine.layer.put(info.module, info.options, one.dest, what_it_gives(one))
        if one.switch is not None:
            self.engine.layer.put(info.module, info.switches, one.dest, one.switch)
        if one.opened:
            self.engine.layer.mark(info.module, info, "opened", (*info.opened, *one.opened))

    def _wrap(self, decorator: Value, made: Values, node: ast.expr) -> Values:
        """What a decorator of the repository gives."""
        layer = self.engine.layer
        before, layer.decorating = layer.decorating, (*layer.decorating, *(value.info for value in made if isinstance(value, Func)))
        try:
            return self.call_value(decorator, Arguments([made]), node)
        finally:
            layer.decorating = before

    def _context(self, one: Api, values: Values) -> None:
        """``@click.pass_context`` and ``@click.pass_obj``: the first argument is the context of the command line, or what hangs on it."""
        given = first_argument(self.tools, one.path)
        for value in values if given else ():
            if isinstance(value, Func):
                self.engine.layer.mark(value.info.module, value.info, "given", given)

    def _named(self, decorator: ast.expr, values: Values) -> None:
        """``@cli.command("drop-all")``: the name that a person types is stated."""
        if isinstance(decorator, ast.Call) and isinstance(decorator.func, ast.Attribute) and decorator.func.attr in ("command", "group"):
            given = decorator.args[0] if decorator.args else next((k.value for k in decorator.keywords if k.arg == "name"), None)
            name = given.value if isinstance(given, ast.Constant) else literal(self.eval(given)) if isinstance(given, ast.Attribute) else None
            for value in values if isinstance(name, str) else ():
                if isinstance(value, Func):
                    info = stands_on(self, value)
                    self.engine.layer.mark(info.module, info, "command_name", name)

    def _registered(self, one: Api, decorator: ast.expr, values: Values) -> None:
        """What a decorator from outside makes of functions: called at exit, a task, a command of an application."""
        for row in self.tools.api_rows(self.tools.api_step(one.state, "()"))[:1]:
            if row.do in ("calls", "register"):
                self.call_row(row, decorator, one, Arguments([values]))
        functions = [value.info for value in values if isinstance(value, Func)]
        for info in functions if is_bound(decorator) else ():
            self.engine.layer.mark(info.module, info, "given", self._task(decorator))
        # A method of something made, such as a page of a server, is not meant: only what the package itself offers.
        if self.module.main and self.body_of is None and "()" not in (plain := one.path.removesuffix("()")) and not self.tools.package_known(
                plain.split(".")[0]):
            for info in functions:
                if info.module is self.module and info not in self.module.held:
                    self.engine.layer.add(self.module, self.module.held, info)
        if self._makes_worker_task(one.path.removesuffix("()")):
            name = constant_of(decorator, "name")
            for info in functions:
                if info not in self.module.tasks:
                    self.engine.layer.add(self.module, self.module.tasks, info)
                if isinstance(name, str):
                    self.engine.layer.mark(info.module, info, "command_name", name)
                if one.path.split(".")[0].removesuffix("()") in _CALLED_LATER:
                    self.engine.layer.mark(info.module, info, "is_queued", True)
        if not any(row.do in ("calls", "register") for row in self.tools.api_rows(self.tools.api_step(one.state, "()"))[:1]):
            note_heard(self, one, functions)
        holds_command(self, one, functions)
        note_decorated(self, one, values)
        if (path := one.path.removesuffix("()")) in _TASKS:
            for info in functions:
                self.command(info)
                if path.partition(".")[0] in REGISTERS:       # a line of a crontab names the function as it is
                    self.engine.layer.mark(info.module, info, "command_name", info.name)
                self._given(one, info)
                self._around(decorator, info)

    def _makes_worker_task(self, path: str) -> bool:
        """Whether a decorator makes a function what a worker runs: one of a queue's package, or, in a file for tasks, one of an application that
        passed through another package.
        """
        package, name = path.split(".")[0].removesuffix("()"), path.rsplit(".", 1)[-1]
        if package in _QUEUES:
            return name in _WORKED
        return name in _OF_APPLICATION and "()" in path and self.module.path.endswith("tasks.py") and package not in _OTHER_TASKS

    def _task(self, decorator: ast.expr) -> Values:
        """What a bound task is given as itself: an object of the class of the repository named there (``base=Kept``), else a plain one."""
        stated = next((one.value for one in decorator.keywords if one.arg == "base"), None) if isinstance(decorator, ast.Call) else None
        made = tuple(Inst(value.info) for value in self.eval(stated) if isinstance(value, Cls)) if stated is not None else ()
        return made or (Api(self.engine.task_state, "celery.Task()"),)

    def _around(self, decorator: ast.expr, info: FunctionInfo) -> None:
        """``@task(clean, post=[tell], name="ship")``: what is run before and after a task, and what people call it."""
        if not isinstance(decorator, ast.Call):
            return
        stated = {keyword.arg: keyword.value for keyword in decorator.keywords}
        name = stated.get("name")
        if isinstance(name, ast.Constant) and isinstance(name.value, str):
            self.engine.layer.mark(info.module, info, "command_name", name.value)
        values = [value for part in decorator.args for value in self.eval(part)]
        values += [value for key in ("pre", "post") if key in stated for value in self.iterate(self.eval(stated[key]), decorator)]
        around = tuple(value.info for value in values if isinstance(value, Func) and value.info is not info)
        if around:
            self.engine.layer.mark(info.module, info, "also", around)

    def _contributed(self, cls: ClassInfo, node: ast.ClassDef) -> None:
        """Managers and fields of the repository are told which model they are put into: there they may listen to what befalls its rows."""
        for holder in cls.linear():
            for name, values in list(holder.attributes.items()):
                for value in values:
                    hook = value.info.find(_PUT_INTO) if isinstance(value, Inst) else None
                    for function in hook[1] if hook is not None else ():
                        if isinstance(function, Func):
                            self.call_value(replace(function, owner=value), Arguments([(Cls(cls),), (Str(Text.of(name)),)]), node)

    def _given(self, one: Api, info: FunctionInfo) -> None:
        """The first argument of such a task is what it runs its commands through."""
        decorator = one.path.removesuffix("()")
        maker = _GIVEN.get(decorator) or _GIVEN_ALWAYS.get(decorator)
        arguments = info.node.args
        names = [argument.arg for argument in (*arguments.posonlyargs, *arguments.args)]
        if maker is None or not names:
            return
        context: Values = (Api(self.engine.state(*maker.split("."), "()"), maker + "()"),)
        if decorator in _GIVEN_ALWAYS:
            self.engine.layer.mark(info.module, info, "given", context)
        else:
            self.engine.layer.put(info.module, info.options, names[0], context)

    def _run_ClassDef(self, node: ast.ClassDef) -> str:
        cls = self.engine.class_info(node, self.module)
        layer = self.engine.layer
        layer.mark(self.module, cls, "order", ())
        if not cls.bases and not cls.external:
            for base in bases_of(node):
                for value in self.eval(base):
                    if isinstance(value, Cls):
                        layer.add(self.module, cls.bases, value.info)
                        layer.add(value.info.module, value.info.subclasses, cls)
                    elif isinstance(value, Api):
                        layer.add(self.module, cls.external, self.as_model(value, node))
                    elif isinstance(value, Func):
                        continue
        layer.mark(self.module, cls, "cell", self.cell)
        self.bind(node.name, (Cls(cls),))
        inner = self.engine.class_frame(self, cls)
        inner.block(node.body)
        self.emit(*inner.events)
        self.sites |= inner.sites
        for name, found in inner.cell.names.items():
            layer.put(self.module, cls.attributes, name, found)
        for base_class in cls.bases:
            hook = base_class.find("__init_subclass__")
            for function in hook[1] if hook is not None else ():
                if isinstance(function, Func):
                    self.call_value(Func(function.info, Cls(cls), function.closure), Arguments(keyword_rest=UNKNOWN), node)
        make_class(self, cls, node)
        self._contributed(cls, node)
        if cls.external or cls.bases:
            note_class(self, cls, node)
        values: Values = (Cls(cls),)
        for decorator in reversed(node.decorator_list):
            values = self._decorate(decorator, values, node.name)
        self.bind(node.name, values)
        return NEXT
