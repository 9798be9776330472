"""Calls of abstract values."""

from __future__ import annotations

import ast

from handover_generator.languages._python.announce import distinctive
from handover_generator.languages._python.asked import answered
from handover_generator.languages._python.command_lines import printed
from handover_generator.languages._python.django_commands import STARTING, command_of
from handover_generator.languages._python.flows import AIRFLOW
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.given import calls_what_it_is_given, functions_in, give_away, give_callbacks
from handover_generator.languages._python.gone import missing_module
from handover_generator.languages._python.handed_statements import handed_statements
from handover_generator.languages._python.hooks import left_to_base
from handover_generator.languages._python.language import BuiltIns
from handover_generator.languages._python.lazy_groups import looks_itself, start_found
from handover_generator.languages._python.looked_up import DOCUMENT, looked_up
from handover_generator.languages._python.named_clients import asked_over_http, client_of, only_named
from handover_generator.languages._python.named_tuples import annotated_fields
from handover_generator.languages._python.outside_models import FIELDS, GIVES_MODELS, RELATIONS
from handover_generator.languages._python.rows import BUILDS
from handover_generator.languages._python.services import FIND, found_service
from handover_generator.languages._python.settings import held_setting
from handover_generator.languages._python.some_model import BY_NAME
from handover_generator.languages._python.start_hooks import note_hooks, run_hooks
from handover_generator.languages._python.storages import MAKERS, made_storage
from handover_generator.languages._python.stored_rows import on_first_save
from handover_generator.languages._python.strings import METHODS
from handover_generator.languages._python.switches import as_command
from handover_generator.languages._python.table_events import MADE, is_ddl
from handover_generator.languages._python.taken_whole import taken_whole
from handover_generator.languages._python.told import TELLING, of_toolkit, statements, told_by_arguments
from handover_generator.languages._python.values import (
    EACH,
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
    text_of,
)
from handover_generator.languages._python.worker_tasks import GIVES_TASK, WORKERS, is_worker_application, task_of
from handover_generator.model.behaviour import Call, Confidence, no_surer
from handover_generator.model.rows import RESULTS, ApiRow
from handover_generator.model.text import Hole, Text
from handover_generator.model.tracing import Start
from handover_generator.records import replace
from handover_generator.regexes import regex

_NARROW = frozenset({"filter", "filter_by", "where", "get", "find_one", "limit", "first", "last", "earliest", "latest", "having", "in_bulk"})
_SOUNDS_LIKE_HARM = regex(r"(?:delete|remove|drop|purge|destroy|truncate|wipe|erase|terminate|uninstall|send|publish|upload|prune|cull|evict|revoke|"
                          r"overwrite|vacuum|clean_(?:orphan|stale|old|expired|up)\w*|cleanup|clear_(?:all|old|expired|data\w*|sessions?|queue)|"
                          r"reindex|(?:\w+_)?rebuild|save|download|execute|grant|ungrant)(?:_\w+)?$|make_(?:public|private)$|"
                          r"set_(?:\w+_)?(?:acls?|permissions?|iam_policy|bucket_policy|access_policy)$|executemany$|executescript$|callproc$|"
                          r"import_(?:string|module|by_path|from_string|class|object|attr\w*)$|load_(?:module|class|object|plugins?|entry_points?)$|"
                          r"flush_\w+$|import_data$|migrate$|create$|get_or_create$|update_or_create$|(?:bulk|batch)_\w+$|insert_(?:one|many|all|rows?|objects?)$|upsert$|create_(?:all|index|indices|tables?|database|bucket|user|superuser)$")
_CHANGES_ROWS = regex(r"(?:objects|\w*[mM]anager(?:\(\))?|QuerySet(?:\(\))?|(?:filter|exclude|all)\(\))\.update\Z")
"""An ``update`` that is no dictionary's."""
_OTHERS_SESSION = ".db.session."
"""The session of a database that a package brings which nobody described: known by its names alone."""
_SETTING = regex(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")
"""How settings are named, and hardly anything else."""
_OF_ANSWERS = frozenset({"strtobool", "str_to_bool", "str2bool", "asbool", "as_bool"})
_OF_TEXT = frozenset({"split", "rsplit", "partition", "rpartition", "strip", "lstrip", "rstrip", "replace", "startswith", "endswith", "removeprefix",
                      "removesuffix", "splitlines", "encode", "decode", "zfill", "ljust", "rjust", "translate"})
"""Methods of texts: what comes out is named after the text, not after the separator or the encoding that is given."""


_RUN = frozenset({"command", "shell", "program"})
"""Kinds of rows of what runs a command: what that prints is not called like the command."""
_NARROWS_TABLE = frozenset({"get", "get_all", "between", "filter", "order_by", "get_field", "limit", "nth", "pluck", "skip", "without", "group",
                            "index_create", "insert", "update", "replace"})
"""Steps behind ``table("x")``: what comes out is still called like the table."""
_OF_WRITER = frozenset({"format", "option", "options", "partitionBy", "bucketBy", "sortBy", "clusterBy"})
"""Steps behind a frame's ``write`` that leave it in the mode that was said."""
_NAMED_SECOND = frozenset({"forName", "forPath"})
"""What is made is called like the second argument: the first is the session."""
_REQUEST = (".Request", ".build_request")
_HANDED_OUT = regex(r"\[\]|\.(?:ForeignKey|OneToOneField|ParentalKey)\(\)\."
                    r"|\.(?:first|last|one|one_or_none|scalar|scalar_one|scalar_one_or_none|fetchone)\(\)")
"""One of many things, which nobody but the repository made."""
_OF_APPLICATION = regex(r"pyramid\.(?:paster\.get_app|scripting\.get_root)\(\)[.\[]|pyramid\.paster\.bootstrap\(\)\[\][.\[]")
"""Objects of the application that a file of settings names: the framework only hands them out."""
_PARTS_OF_APPLICATION = frozenset({"root", "app"})
_OF_THEIR_OWN = frozenset({"pure packages", "markup and documents"})
"""Parts of the catalogue whose packages make what they hand out: the parts of a document."""
_WORD = regex(r"\w+")
_OF_A_MODEL = regex(r"\.(?:models|objects|query|session)\b")
_WHILE_MADE = regex(r"_|(?:on|do|handle)_|(?:set_?up|run|start|main|init(?:ialize)?|build|configure|load|create|prepare|register|process|execute|"
                    r"work|loop)\Z")
_HANDS_ON = frozenset({"invoke", "forward"})
"""Methods of the context of click and its like that run another command."""



class Calls(BuiltIns):
    """Calls: into the repository, to makers of instances, to the outside."""

    def call(self, functions: Values, arguments: Arguments, node: ast.Call) -> Values:
        """``functions(arguments)``: the union over what the callee may be."""
        self.reachable += 1
        out: list[Values] = []
        understood = False
        if isinstance(node.func, ast.Attribute) and node.func.attr in ("save", "asave"):
            functions = on_first_save(self, functions, node)
        if whole := taken_whole(functions, arguments, node):
            self.gone_through(tuple(value for value in whole if not self.is_file(value)), node)
        for function in functions:
            if isinstance(function, UnknownValue) or _is_no_text(function):
                out.append(self._call_unknown(arguments, node))
                continue
            understood = True
            word = self.engine.layer.handled.get(function) if len(functions) > 1 else None
            if word is not None and isinstance(function, Func):
                out.append(self._dispatched(word, function, arguments, node))
            else:
                out.append(self.call_value(function, arguments, node))
        self.resolved += understood
        given = join(*out) if out else UNKNOWN
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
            return self._call_api(function, arguments, node)
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
            if looks_itself(function.info):
                start_found(self, function.info, node, [])
        if isinstance(function, Answer):
            return (function,)
        return UNKNOWN

    def call_function(self, function: Func, arguments: Arguments, node: ast.AST) -> Values:
        if function.info.options and arguments in (Arguments(), Arguments(outside="flag")):       # a command that is called like a program
            arguments = as_command(function.info, self.engine.layer.given)
        result = self.engine.run(function, arguments)
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
        instance = Inst(info, site)
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
                instance = Inst(info, site)
            self._fill(instance, fields, arguments)
            for base in external:
                state = self.tools.api_step(self.tools.api_step(base.state, "@sub"), "()")
                for row in self.tools.api_rows(state)[:1]:
                    self.call_row(row, node, Api(state, base.path, model=self.rows_of(info, base), items=(info.name,), kin=Inst(info)), arguments)
        if external:
            self.task_made(instance, external, arguments, node)
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

    def _call_api(self, function: Api, arguments: Arguments, node: ast.AST) -> Values:
        if function.path.startswith("sys.argv."):
            self.engine.layer.argv = ()                      # pop, remove, insert: what stands where is not known any longer
        if function.path.endswith((".invoke", ".forward")) and function.path.startswith(("click.", "typer.")) and (
                handed := self._handed_on(arguments, node)) is not None:
            return handed
        name = function.items[-1] if function.items else ""
        if name == "__init__" and (whole := function.path.removesuffix(".__init__")) != function.path and "(" not in whole and arguments.positional:
            made = Api(self.engine.state(*whole.split(".")), whole, items=function.items[:-1])       # "Popen.__init__(self, words)" is "Popen(words)"
            if made.state:
                return self._call_api(made, Arguments(arguments.positional[1:], arguments.keywords, arguments.rest, arguments.keyword_rest), node)
        if (method := self._unbound(function, name, arguments)) is not None:
            return self._call_api(method, Arguments(arguments.positional[1:], arguments.keywords, arguments.rest, arguments.keyword_rest), node)
        if name == FIND:
            provided = found_service(self, arguments, (Api(frozenset(), function.path.removesuffix("." + FIND)),), node)
            if provided != UNKNOWN or function.path.startswith("pyramid."):
                return provided
        if function.path in MAKERS and (stored := made_storage(self, function, arguments, node)) is not None:
            return stored
        special = self.model_asked_for(function, arguments) if name in GIVES_MODELS else None
        special = self._special(function, arguments, node) if special is None else special
        if (special is None and "signal" in function.path.lower()) or "dispatch" in function.path:
            special = self.signal_call(function, arguments, node)
        if special is not None:
            return special
        if "to" in arguments.keywords and name.endswith(RELATIONS):
            arguments = replace(arguments, positional=[arguments.keywords["to"]])
        if name in GIVES_TASK and "()" in function.path and not self.engine.kinds.precise(function.state) and (
                tasks := self._tasks(name, arguments, node, 0)):
            return tasks
        state = self.tools.api_step(function.state, "()")
        if self.body_of is not None and name.endswith(FIELDS):
            state = self.field_state(self.body_of, name, state)
        rows = self.tools.api_rows(state)
        if not rows and not state and (spoken := asked_over_http(function.path)):
            state = self.engine.state(*spoken, "()")
            rows = self.tools.api_rows(state)
        if function.path.startswith("sql") and self.engine.importing and BUILDS.match(function.path):
            function = replace(function, site=f"{self.module.path}:{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}")
        elif is_ddl(function):
            function = replace(function, site=f"{MADE}{self.module.path}:{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}")
        if name in TELLING and isinstance(node, ast.Call) and (not rows or rows[0].do == "neutral") and not of_toolkit(function) and (
                by_arguments := self._told(name, arguments, node)) is not None:
            return by_arguments                              # "request.db" is nothing that its framework knows of
        if name == "Popen" and "stdin" in arguments.keywords:
            function = replace(function, site=f"{self.module.path}:{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}")
        result: Values | None = None
        before, self.certainty = self.certainty, Confidence.NAME_ONLY if (
            only_named(rows) or _OTHERS_SESSION in function.path or function.path.startswith(BY_NAME)) else self.certainty
        for row in rows:
            if row.path != rows[0].path:
                break
            given = self.call_row(row, node, function, arguments)
            result = given if given is not None else result
        self.certainty = before
        own = command_of(function.path) if name in STARTING and (not rows or rows[0].whole) else None
        if own is not None:
            self.run_base(own, function.path, arguments, node)
            self._left_to_base(function, node)
        elif not rows and not state:
            self._not_modelled(function, arguments, node)
            if is_worker_application(name):                  # a package's own kind of Celery(): its tasks are what counts
                return (Api(self.engine.state(*WORKERS), "celery.Celery()"),)
            client = client_of(function.path)
            state = self.engine.state(*client) if client else state
        elif rows and "[]" in function.path and rows[0].whole and self.tools.api_named(name):
            self._not_modelled(function, arguments, node)    # what somebody put into the package's object is not of the package
        elif rows and _unseen(rows[0], function):
            self.resolved -= 1
            self.unknown("unmodelled-package", node, f"{function.path}(): nobody looked at this member of the package")
        elif rows and self._made_by_others(rows[0], function, state, name):
            self.resolved -= 1
            self.unknown("dynamic-call", node, f"{name}(): what is called is not known")
        elif rows and rows[0].whole and (setting := held_setting(function.path)) is not None:
            self.resolved -= 1
            self.unknown("dynamic-call", node, f"calls what stands under {setting} in the settings")
        if rows:
            note_hooks(self, function, arguments)
            run_hooks(self, rows[0], arguments, node)
        if rows and (arguments.positional or arguments.keywords) and calls_what_it_is_given(rows[0], function):
            give_away(self, function, arguments, node, rows[0])
        if result is not None:
            return result
        if (not state or DOCUMENT.search(function.path)) and (found := looked_up(name, arguments)) is not None:
            return found
        if function.path.startswith("re.") or name in _OF_ANSWERS:
            answers = tuple(value for values in arguments.positional for value in values if isinstance(value, Answer))
            if answers:
                return answers                               # "if re.match('y', answer)" asks for the answer
        # What a query or a search gives is not called like the text it was made with.
        named = name in _OF_TEXT or (name in _NARROWS_TABLE and ".table()" in function.path) or (name in _OF_WRITER and ".write." in function.path)
        held = "()" in function.path or function.path.startswith("sys.argv")
        told = not (named and held) and not function.path.startswith(("re.", "tempfile.")) and not (rows and rows[0].do == "sql")
        ran = bool(rows) and rows[0].do in _RUN
        first = printed(arguments) if ran else text_of(arguments.positional[0]) if arguments.positional and told else None
        if name in _NAMED_SECOND and len(arguments.positional) > 1:
            first = text_of(arguments.positional[1])
        if first is None and arguments.keywords and told:
            first = next((text_of(v) for k, v in arguments.keywords.items()
                          if k in ("url", "host", "uri", "dsn", "path", "file", "name", "bucket", "Bucket", "database", "dbname")), None)
        if function.path.endswith(_REQUEST) and "method" in arguments.keywords:
            first = text_of(arguments.keywords["method"])    # what sends it asks for the method
        if first is not None and not first.literal and not any(isinstance(p, str) or p.name for p in first.parts):
            first = None
        if first is not None and (asked := first.literal) is not None and (
                _SETTING.fullmatch(asked) if not state else name == "get" and DOCUMENT.search(function.path) and asked.isidentifier()):
            first = Text((Hole("unknown", asked),))          # what is given for the name of a setting, or of a field of an answer, is not called so
        if first is None:
            receiver = ".".join(function.items[:-1])
            keys = [item for item in function.items[:-1] if item != EACH]
            certain = len(keys) == len(function.items[:-1]) and name not in _OF_TEXT       # a text is not called like the member that holds it
            shown = Text.of(receiver) if certain else Text((Hole("unknown", keys[-1] if keys else ""),))
            first = function.made_with if function.made_with is not None else (shown if receiver and "()" in function.path else None)
            if first is None and named and function.path.startswith("sys.argv"):
                first = Text((Hole("unknown", "argv"),))     # a part of an argument
        narrowed = name in _NARROW and bool(arguments.positional or arguments.keywords or arguments.keyword_rest or name in ("get", "first"))
        model = function.model
        if (model is None or name == "query") and arguments.positional and (state or function.state):     # a session's query: of what it is asked for
            model = next((v.info if isinstance(v, Cls) else self.model_of(v) for v in arguments.positional[0] if isinstance(v, (Cls, Api))), model)
        kin = function.kin
        if arguments.positional and function.state:          # what is made from a class of the repository is an instance of it
            kin = next((Inst(v.info) for v in arguments.positional[0] if isinstance(v, Cls) and v.info.external_bases()), kin)
        service = function.service
        if service is None and function.path.endswith((".client", ".resource")) and first is not None:
            service = first.literal
        return (Api(state, function.path + "()", made_with=first, model=model, filtered=function.filtered or narrowed, service=service,
                    site=function.site, kin=kin, relation=function.relation),)

    def _unbound(self, function: Api, name: str, arguments: Arguments) -> Api | None:
        """``models.Model.save(self)``: a method of a class from outside, called by way of the class on an instance of the repository's; else None."""
        whole = function.path.removesuffix(f".{name}")
        if not name or "(" in whole or whole == function.path or not whole.rpartition(".")[2][:1].isupper() or not arguments.positional:
            return None
        owner = next((value for value in arguments.positional[0] if isinstance(value, Inst)), None)
        bases = owner.info.external_bases() if owner is not None else ()
        if owner is None or (bases and all(base.path != whole for base in bases)):         # one without any base is to be mixed into such a class
            return None
        instance = self.engine.kinds.precise(self.engine.state(*whole.split("."), "@sub", "@inst"))
        state = self.tools.api_step(instance, name)
        return Api(state, f"{whole}().{name}", items=(name,), model=owner.model or owner.info, kin=owner) if state else None

    def _told(self, name: str, arguments: Arguments, node: ast.Call) -> Values | None:
        """The call as what its arguments say that it is; None where they do not say."""
        function = told_by_arguments(self, name, arguments, node)
        if function is None:
            return None
        self.certainty = Confidence.INFERRED
        returned = self._call_api(function, arguments, node)
        self.certainty = Confidence.RESOLVED
        return returned

    def _tasks(self, name: str, arguments: Arguments, node: ast.AST, step: int) -> Values:
        """What ``request.task(function)`` gives: the task, which is used like the function. Empty where no function is given. ``step``: what to
        add to the calls that were understood: 1 where the call does not count as one yet, else 0.
        """
        tasks, declared = task_of(self, arguments)
        if tasks and not declared:
            self.unknown("dynamic-call", node, f"{name}(): what is called is not known")
        if tasks:
            self.resolved += step if declared else step - 1
        return tasks

    def _ran_statements(self, name: str, arguments: Arguments, node: ast.AST) -> bool:
        """Whether something that nobody knows is given statements that change a database: those are told, by the name of the method."""
        found = statements(name, arguments)
        for text in found:
            self.emit(*no_surer(self.tools.sql(self.plain(text), at=self.at(node), guards=tuple(self.guards), condition=self.condition),
                                Confidence.NAME_ONLY))
        return bool(found)

    def _handed_on(self, arguments: Arguments, node: ast.AST) -> Values | None:
        """``context.invoke(command, ...)``: the command is called; None where none is given."""
        commands = [value for value in (arguments.get(0) or ()) if isinstance(value, Func)]
        if not commands:
            return None
        return join(*(self.call_function(command, Arguments(arguments.positional[1:], {**command.info.options, **arguments.keywords},
                                                            arguments.rest, arguments.keyword_rest), node) for command in commands))

    def _not_modelled(self, function: Api, arguments: Arguments, node: ast.AST) -> None:
        """A call of something outside that the catalogue does not know: a distinctive name may still tell; else it is an unknown."""
        name = function.items[-1] if function.items else function.path
        if self._ran_statements(name, arguments, node):
            return
        for row in self.tools.api_named(name)[:1]:
            self.certainty = Confidence.NAME_ONLY
            if function.model is not None and not _OF_A_MODEL.search(function.path) and not self.engine.kinds.instance_of(function.model):
                function = replace(function, model=None)     # of what nobody knows nobody knows that it has rows
            self.call_row(row, node, function, arguments)
            self.certainty = Confidence.RESOLVED
            return
        root = function.path.split(".")[0].removesuffix("()")
        if function.items and name in METHODS and "()" in function.path:
            return
        self.resolved -= 1
        kind = "unresolved-call" if self.tools.package_known(root) or root in ("self",) else "unmodelled-package"
        gone = missing_module(self.engine.program, self.module, function.path) if kind == "unmodelled-package" else None
        if gone is not None:
            self.unknown("unresolved-call", node, f"{function.path}(): {gone} is not in the repository")
        else:
            self.unknown(kind, node, f"{function.path}()")
        give_away(self, function, arguments, node)
        self._left_to_base(function, node)

    def _made_by_others(self, row: ApiRow, function: Api, state: frozenset[int], name: str) -> bool:
        """Whether a method is called of an object that the library only handed out: somebody put it in, or an application made it."""
        if _came_out_of_data(row, function) and self._of_something_put_in(row, state, name):
            return True
        return row.whole and name not in METHODS and name[:2] != "__" and _of_application(function)

    def _of_something_put_in(self, row: ApiRow, state: frozenset[int], name: str) -> bool:
        """Whether a method that is only harmless as part of all the rest is none of the library's: a class here has one of that name, or it
        sounds as if it did harm.
        """
        if name in METHODS or name in _WORD.findall(row.path) or self.engine.kinds.precise(state):
            return False
        return _SOUNDS_LIKE_HARM.match(name) is not None or (distinctive(name) and bool(self.tools.announcers(name)))

    def _left_to_base(self, function: Api, node: ast.AST) -> None:
        """A method of a class here calls one of a base of which nothing is known: that may call what the class fills in."""
        info = self.owner.info if isinstance(self.owner, Inst) and function.kin is not None and function.kin.info is self.owner.info else None
        outer = function.path.rpartition(".")[0].removesuffix("()")
        if function.path.startswith(AIRFLOW) and function.path.endswith(".__init__"):
            return                                           # its classes call nothing while they are made
        if info is not None and any(base.path == outer and not self.engine.kinds.precise(base.state) for base in info.external_bases()):
            names = left_to_base(info)
            if function.path.endswith(".__init__"):          # what others may ask for is not done while it is made
                names = [name for name in names if _WHILE_MADE.match(name)]
            self.base_calls(info, names, node)

    def _call_unknown(self, arguments: Arguments, node: ast.Call) -> Values:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id if isinstance(node.func, ast.Name) else ""
        if name in _HANDS_ON and (handed := self._handed_on(arguments, node)) is not None:
            self.resolved += 1
            return handed
        if self.module.main:
            self.engine.layer.handed |= dict.fromkeys(function for values in arguments.every() for function in functions_in(values))
        if name == FIND and (service := found_service(self, arguments, UNKNOWN, node)) != UNKNOWN:
            self.resolved += 1
            return service
        if name in GIVES_TASK and (tasks := self._tasks(name, arguments, node, 1)):
            return tasks
        if isinstance(node.func, ast.Attribute):
            if name in METHODS:
                self.resolved += 1
                return looked_up(name, arguments) or UNKNOWN
            if (told := self._told(name, arguments, node)) is not None:
                self.resolved += 1
                return told
            if self._ran_statements(name, arguments, node):
                self.resolved += 1
                return UNKNOWN
            rows = self.tools.api_named(name)
            if rows:
                function = Api(frozenset(), "?." + name, items=(name,))
                self.certainty = Confidence.NAME_ONLY
                self.call_row(rows[0], node, function, arguments)
                self.certainty = Confidence.RESOLVED
                if calls_what_it_is_given(rows[0], function):
                    give_away(self, function, arguments, node, rows[0])
                return UNKNOWN
            only = self.engine.only_method(name)
            if only is not None and only.owner is not None:
                self.certainty = Confidence.NAME_ONLY
                returned = self.call_function(Func(only, Inst(only.owner)), arguments, node)
                self.certainty = Confidence.RESOLVED
                return returned
        for values in arguments.every():                     # a callback given to something unknown is assumed to be called
            for value in values:
                if isinstance(value, Func) and value.info.node.lineno and isinstance(value.info.node, ast.Lambda):
                    self.call_function(value, Arguments(), node)
        give_callbacks(self, name, arguments, node)
        if name == "set_defaults" and self.handles(arguments):
            self.resolved += 1
            return NONE
        self.unknown("dynamic-call", node, f"{name or ast.unparse(node.func)[:60]}(): what is called is not known")
        return UNKNOWN


def _is_no_text(function: Value) -> bool:
    """Whether what was read as a text is called, or a method of it that no text has: then it is something else that nobody knows."""
    owner = function.owner if isinstance(function, Builtin) else function
    return isinstance(owner, Str) and not (isinstance(function, Builtin) and function.name in METHODS)


def _unseen(row: ApiRow, function: Api) -> bool:
    """Whether only the package as a whole is known to be harmless, and this member sounds as if it were not."""
    name = function.items[-1] if function.items else ""
    if not row.whole or (name in METHODS and _CHANGES_ROWS.search(function.path) is None):
        return False
    return name in METHODS or _SOUNDS_LIKE_HARM.match(name) is not None


def _of_application(function: Api) -> bool:
    """Whether a method is called of an object of an application that a framework loaded: nobody but the application made it."""
    found = _OF_APPLICATION.match(function.path) if function.path.startswith("pyramid.") else None
    return found is not None and ("bootstrap" not in found.group() or not _PARTS_OF_APPLICATION.isdisjoint(function.items))


def _came_out_of_data(row: ApiRow, function: Api) -> bool:
    """Whether a method is called of what somebody put into a database, a file or a list, and the library only handed out again."""
    says_nothing = row.do == "neutral" and (row.whole or row.lib == RESULTS) and row.lib not in _OF_THEIR_OWN
    return says_nothing and _HANDED_OUT.search(function.path) is not None
