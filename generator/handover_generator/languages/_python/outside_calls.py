"""Calls of what is outside of the repository: rows of the catalogue applied, and what comes out."""

from __future__ import annotations

import ast
from collections.abc import Sequence

from handover_generator.languages._python.announce import distinctive
from handover_generator.languages._python.as_text import each_as_text
from handover_generator.languages._python.called_after import called_after, called_by
from handover_generator.languages._python.django_commands import STARTING, command_of
from handover_generator.languages._python.filled_fields import from_data
from handover_generator.languages._python.flows import AIRFLOW
from handover_generator.languages._python.frame import Arguments
from handover_generator.languages._python.given import calls_what_it_is_given, give_away
from handover_generator.languages._python.gone import missing_module
from handover_generator.languages._python.hooks import left_to_base
from handover_generator.languages._python.language import BuiltIns
from handover_generator.languages._python.looked_up import DOCUMENT, looked_up
from handover_generator.languages._python.named_clients import asked_over_http, client_of, logged_by, only_named
from handover_generator.languages._python.outside_models import FIELDS, GIVES_MODELS, RELATIONS
from handover_generator.languages._python.program import ClassInfo
from handover_generator.languages._python.queued import placed
from handover_generator.languages._python.rows import BUILDS
from handover_generator.languages._python.services import FIND, found_service
from handover_generator.languages._python.settings import held_setting
from handover_generator.languages._python.some_model import BY_NAME
from handover_generator.languages._python.start_hooks import note_hooks, run_hooks
from handover_generator.languages._python.storages import MAKERS, made_storage
from handover_generator.languages._python.strings import METHODS
from handover_generator.languages._python.table_events import MADE, is_ddl
from handover_generator.languages._python.told import TELLING, lines_of_commands, of_toolkit, statements, told_by_arguments
from handover_generator.languages._python.unseen_rows import is_unseen_row
from handover_generator.languages._python.value_texts import literal
from handover_generator.languages._python.values import UNKNOWN, Answer, Api, Cls, Func, Inst, Values, join
from handover_generator.languages._python.worker_tasks import GIVES_TASK, WORKERS, is_worker_application, task_of
from handover_generator.model.behaviour import Act, Action, Call, Confidence, no_surer
from handover_generator.model.rows import RESULTS, ApiRow
from handover_generator.records import replace
from handover_generator.regexes import regex

_NARROW = frozenset({"filter", "filter_by", "exclude", "none", "where", "get", "find_one", "limit", "first", "last", "earliest", "latest",
                     "having", "in_bulk"})
_SOUNDS_LIKE_HARM = regex(r"(?:delete|remove|drop|purge|destroy|truncate|wipe|erase|terminate|uninstall|send|publish|upload|prune|cull|evict|revoke|"
                          r"overwrite|vacuum|requeue|enqueue|kill|restart|reboot|clean_(?:orphan|stale|old|expired|up)\w*|cleanup|clear_(?:all|old|expired|data\w*|sessions?|queue)|"
                          r"reindex|(?:\w+_)?rebuild|save|download|execute|grant|ungrant)(?:_\w+)?$|make_(?:public|private)$|"
                          r"set_(?:\w+_)?(?:acls?|permissions?|iam_policy|bucket_policy|access_policy)$|executemany$|executescript$|callproc$|"
                          r"import_(?:string|module|by_path|from_string|class|object|attr\w*)$|load_(?:module|class|object|plugins?|entry_points?)$|"
                          r"flush_\w+$|import_data$|migrate$|create$|get_or_create$|update_or_create$|(?:bulk|batch)_\w+$|insert_(?:one|many|all|rows?|objects?)$|upsert$|create_(?:all|index|indices|tables?|database|bucket|user|superuser)$")
_CHANGES_ROWS = regex(r"(?:objects|\w*[mM]anager(?:\(\))?|QuerySet(?:\(\))?|(?:filter|exclude|all)\(\))\.update\Z")
"""An ``update`` that is no dictionary's."""
_OF_A_CONSTANT = regex(r"\.[A-Z][A-Z0-9_]*[A-Z0-9](?:\[\])*\.(?:items|keys|values|iteritems|iterkeys|itervalues|has_key|copy|index|count|split|strip|"
                       r"lower|upper|title|startswith|endswith|format|join|replace|union|intersection|difference|issubset|issuperset)\Z")
"""What one asks of a table or a text that a package calls like a constant (``sizes.ALL_SIZES.items``). Clients are called so, but not asked that."""
_NAMES_MEMBERS = regex(r"[.{,](?!\*)\w+\}?(?:\.\*\*)?\Z")
"""How a row's path ends that means certain members of a thing, not all that is below it."""
_OTHERS_SESSION = ".db.session."
"""The session of a database that a package brings which nobody described: known by its names alone."""
_OF_ANSWERS = frozenset({"strtobool", "str_to_bool", "str2bool", "asbool", "as_bool"})
_HANDED_OUT = regex(r"\[\]|\.(?:ForeignKey|OneToOneField|ParentalKey)\(\)\."
                    r"|\.(?:first|last|one|one_or_none|scalar|scalar_one|scalar_one_or_none|fetchone)\(\)")
"""One of many things, which nobody but the repository made."""
_OF_APPLICATION = regex(r"pyramid\.(?:paster\.get_app|scripting\.get_root)\(\)[.\[]|pyramid\.paster\.bootstrap\(\)\[\][.\[]")
"""Objects of the application that a file of settings names: the framework only hands them out."""
_PARTS_OF_APPLICATION = frozenset({"root", "app"})
_OF_THEIR_OWN = frozenset({"pure packages", "markup and documents"})
"""Parts of the catalogue whose packages make what they hand out: the parts of a document."""
_WORD = regex(r"\w+")
_PUT_IN = frozenset({"add", "append", "insert", "extend", "update", "setdefault"})
"""Methods of a list, a set or a dictionary by which a package that nobody described may be given functions to call."""
_OF_A_MODEL = regex(r"\.(?:models|objects|query|session)\b")
_WHILE_MADE = regex(r"_|(?:on|do|handle)_|(?:set_?up|run|start|main|init(?:ialize)?|build|configure|load|create|prepare|register|process|execute|"
                    r"work|loop)\Z")


class OutsideCalls(BuiltIns):
    """Calls of what is outside."""

    def call_api(self, function: Api, arguments: Arguments, node: ast.AST) -> Values:
        """Call something outside of the repository."""
        if function.path.startswith("sys.argv."):
            self.engine.layer.argv = ()                      # pop, remove, insert: what stands where is not known any longer
        if function.path.endswith((".invoke", ".forward")) and function.path.startswith(("click.", "typer.")) and (
                handed := self.handed_on(arguments, node)) is not None:
            return handed
        name = function.items[-1] if function.items else ""
        if (taken := self._taken_otherwise(function, name, arguments, node)) is not None:
            return taken
        if "to" in arguments.keywords and name.endswith(RELATIONS):
            arguments = replace(arguments, positional=[arguments.keywords["to"]])
        if name in GIVES_TASK and "()" in function.path and not self.engine.kinds.precise(function.state) and (
                tasks := self.tasks_given(name, arguments, node)):
            return tasks
        state = self.tools.api_step(function.state, "()")
        if self.body_of is not None and name.endswith(FIELDS):
            state = self.field_state(self.body_of, name, state)
        rows = self.tools.api_rows(state)
        if not rows and not state and (spoken := asked_over_http(function.path) or logged_by(function.path)):
            state = self.engine.state(*spoken, "()")
            rows = self.tools.api_rows(state)
        function = self._placed(function, name, arguments, node)
        if name in TELLING and isinstance(node, ast.Call) and (not rows or rows[0].do == "neutral") and not of_toolkit(function) and (
                by_arguments := self.told_otherwise(name, arguments, node)) is not None:
            return by_arguments                              # "request.db" is nothing that its framework knows of
        result: Values | None = None
        before, self.certainty = self.certainty, Confidence.NAME_ONLY if (
            only_named(rows) or _OTHERS_SESSION in function.path or function.path.startswith(BY_NAME)) else self.certainty
        for row in rows:
            if row.path != rows[0].path:
                break
            given = self.call_row(row, node, function, arguments)
            if row.do == "output":
                each_as_text(self, arguments.every(), node)
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
        elif rows:
            self._say_unseen(rows[0], state, function, name, arguments, node)
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
        return self._comes_out(function, name, arguments, state, rows)

    def _taken_otherwise(self, function: Api, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
        """What a call gives that is another one in truth, or one of those with an engine of their own; None for all others."""
        if name == "__init__" and (whole := function.path.removesuffix(".__init__")) != function.path and "(" not in whole and arguments.positional:
            made = Api(self.engine.state(*whole.split(".")), whole, items=function.items[:-1])       # "Popen.__init__(self, words)" is "Popen(words)"
            if made.state:
                return self.call_api(made, Arguments(arguments.positional[1:], arguments.keywords, arguments.rest, arguments.keyword_rest), node)
        if name not in METHODS and "[]" in function.path and DOCUMENT.search(function.path) is not None and (
                returned := self.called_by_its_name(name, arguments, node)) is not None:
            return returned                                  # data has no such method: what the repository put there has
        if (method := self._unbound(function, name, arguments)) is not None:
            return self.call_api(method, Arguments(arguments.positional[1:], arguments.keywords, arguments.rest, arguments.keyword_rest), node)
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
        return special

    def _placed(self, function: Api, name: str, arguments: Arguments, node: ast.AST) -> Api:
        """The callee with the place where it is called, where what it makes is known again by that."""
        if function.path.startswith("sql") and self.engine.importing and BUILDS.match(function.path):
            return replace(function, site=f"{self.module.path}:{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}")
        if is_ddl(function):
            return replace(function, site=f"{MADE}{self.module.path}:{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}")
        if (place := placed(function.path, node, self.module.path)):
            return replace(function, site=place)
        written = function.path == "os.popen" and (literal(arguments.get(1, "mode") or ()) or "").startswith("w")
        if written or (name == "Popen" and not {"stdin", "stdout"}.isdisjoint(arguments.keywords)):
            return replace(function, site=f"{self.module.path}:{getattr(node, 'lineno', 0)}:{getattr(node, 'col_offset', 0)}")
        return function

    def _say_unseen(self, row: ApiRow, state: frozenset[int], function: Api, name: str, arguments: Arguments, node: ast.AST) -> None:
        """Say so where only the package as a whole is known, and what is called of it may be something else."""
        if "[]" in function.path and row.whole and self.tools.api_named(name):
            self._not_modelled(function, arguments, node)    # what somebody put into the package's object is not of the package
        elif _unseen(row, function):
            self.unknown("unmodelled-package", node, f"{function.path}(): nobody looked at this member of the package")
        elif self._made_by_others(row, function, state, name):
            self.unknown("dynamic-call", node, f"{name}(): what is called is not known")
        elif row.whole and (setting := held_setting(function.path)) is not None:
            self.unknown("dynamic-call", node, f"calls what stands under {setting} in the settings")

    def _comes_out(self, function: Api, name: str, arguments: Arguments, state: frozenset[int], rows: Sequence[ApiRow]) -> Values:
        """What a call gives of which no row said: something of the same package, with all that is known of it."""
        if (made := from_data(function, name)) is not None:
            return made
        roles = self.tools.api_named_by(state)
        first = called_by(roles, function, arguments) if roles else called_after(function, name, arguments, state, rows)
        narrowed = name in _NARROW and bool(arguments.positional or arguments.keywords or arguments.keyword_rest or name in ("get", "first", "none"))
        model = function.model
        if (model is None or name == "query") and arguments.positional and (state or function.state):     # a session's query: of what it is asked for
            model = next((v.info if isinstance(v, Cls) else self.model_of(v) for v in arguments.positional[0] if isinstance(v, (Cls, Api))), model)
        kin = function.kin
        if arguments.positional and function.state:          # what is made from a class of the repository is an instance of it
            kin = next((Inst(v.info) for v in arguments.positional[0] if isinstance(v, Cls) and v.info.external_bases()), kin)
        service = function.service
        if service is None and function.path.endswith((".client", ".resource", ".create_client")):
            service = literal(arguments.get(0, "service_name") or ())
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

    def told_otherwise(self, name: str, arguments: Arguments, node: ast.Call) -> Values | None:
        """The call as what its arguments say that it is; None where they do not say."""
        function = told_by_arguments(self, name, arguments, node)
        if function is None:
            return None
        self.certainty = Confidence.INFERRED
        returned = self.call_api(function, arguments, node)
        self.certainty = Confidence.RESOLVED
        return returned

    def tasks_given(self, name: str, arguments: Arguments, node: ast.AST) -> Values:
        """What ``request.task(function)`` gives: the task, which is used like the function. Empty where no function is given."""
        tasks, declared = task_of(self, arguments)
        if tasks and not declared:
            self.unknown("dynamic-call", node, f"{name}(): what is called is not known")
        return tasks

    def ran_statements(self, name: str, arguments: Arguments, node: ast.AST) -> bool:
        """Whether something that nobody knows is given statements that change a database: those are told, by the name of the method."""
        found = statements(name, arguments)
        for text in found:
            self.emit(*no_surer(self.tools.sql(self.plain(text), at=self.at(node), guards=tuple(self.guards), condition=self.condition),
                                Confidence.NAME_ONLY))
        return bool(found)

    def ran_lines(self, name: str, arguments: Arguments, node: ast.AST) -> None:
        """What the lines of commands change that a function is given of which nothing is known but its name: told by that. What they only look at,
        and what they need, is left out.
        """
        for text in lines_of_commands(name, arguments):
            told = self.tools.shell(self.plain(text), at=self.at(node), guards=tuple(self.guards), condition=self.condition)
            self.emit(*no_surer([event for event in told if isinstance(event, Call) or (
                isinstance(event, Act) and event.action is not Action.READ)], Confidence.NAME_ONLY))

    def handed_on(self, arguments: Arguments, node: ast.AST) -> Values | None:
        """``context.invoke(command, ...)``: the command is called; None where none is given."""
        commands = [value for value in (arguments.get(0) or ()) if isinstance(value, Func)]
        if not commands:
            return None
        return join(*(self.call_function(command, Arguments(arguments.positional[1:], {**command.info.options, **arguments.keywords},
                                                            arguments.rest, arguments.keyword_rest), node) for command in commands))

    def _not_modelled(self, function: Api, arguments: Arguments, node: ast.AST) -> None:
        """A call of something outside that the catalogue does not know: a distinctive name may still tell; else it is an unknown."""
        name = function.items[-1] if function.items else function.path
        if self.ran_statements(name, arguments, node):
            return
        self.ran_lines(name, arguments, node)
        for row in self.tools.api_named(name)[:1]:
            self.certainty = Confidence.NAME_ONLY
            if function.model is not None and not _OF_A_MODEL.search(function.path) and not self.engine.kinds.instance_of(function.model):
                function = replace(function, model=None)     # of what nobody knows nobody knows that it has rows
            self.call_row(row, node, function, arguments)
            self.certainty = Confidence.RESOLVED
            return
        root = function.path.split(".")[0].removesuffix("()")
        if function.items and ((name in METHODS and "()" in function.path) or _OF_A_CONSTANT.search(function.path)):
            if name in _PUT_IN:                              # "commands.add(purge)": no list, and what it takes it calls
                give_away(self, function, arguments, node)
            return
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
        if is_unseen_row(self.engine.kinds, row, function) and not self.engine.kinds.precise(state):
            return True
        return row.whole and name not in METHODS and name[:2] != "__" and _of_application(function)

    def _of_something_put_in(self, row: ApiRow, state: frozenset[int], name: str) -> bool:
        """Whether a method that is only harmless as part of all the rest is none of the library's: a class here has one of that name, or it
        sounds as if it did harm.
        """
        if name in METHODS or name in _WORD.findall(row.path) or self.engine.kinds.precise(state):
            return False
        return _sounds_like_harm(name) or (distinctive(name) and bool(self.tools.announcers(name)))

    def called_by_its_name(self, name: str, arguments: Arguments, node: ast.AST) -> Values | None:
        """A method of something that nobody knows, where only one class of the repository has one of that name; None where that tells nothing."""
        only = self.engine.only_method(name)
        if only is None or only.owner is None:
            return None
        self.missed += 1
        before, self.certainty = self.certainty, Confidence.NAME_ONLY
        returned = self.call_function(Func(only, Inst(only.owner)), arguments, node)
        self.certainty = before
        return returned

    def _left_to_base(self, function: Api, node: ast.AST) -> None:
        """A method of a class here calls one of a base of which nothing is known: that may call what the class fills in."""
        info = self.owner.info if isinstance(self.owner, Inst) and function.kin is not None and function.kin.info is self.owner.info else None
        outer = function.path.rpartition(".")[0].removesuffix("()")
        if function.path.startswith(AIRFLOW) and function.path.endswith(".__init__"):
            return                                           # its classes call nothing while they are made
        if info is not None and any(base.path == outer and not self.engine.kinds.precise(base.state) for base in info.external_bases()):
            if self._known_of_another(info, function):
                return
            names = left_to_base(info)
            if function.path.endswith(".__init__"):          # what others may ask for is not done while it is made
                names = [name for name in names if _WHILE_MADE.match(name)]
            self.base_calls(info, names, node)

    def _known_of_another(self, info: ClassInfo, function: Api) -> bool:
        """Whether another base of the class is known for what is asked for (``save`` of a model with a mixin of which nothing is known): the
        one between adds to that, and what the rows of a model can do besides is not its business.
        """
        called = self.tools.api_step(self.tools.api_step(self.engine.kinds.instance_of(info), function.items[-1] if function.items else ""), "()")
        if any(row.do in ("write", "delete") and not row.whole for row in self.tools.api_rows(self.engine.kinds.precise(called))):
            return True
        return any(_NAMES_MEMBERS.search(row.path) is not None for row in self.tools.api_rows(called))


def _sounds_like_harm(name: str) -> bool:
    """Whether a method is called as if it changed something, kept for the package's own use (``_execute``) or not."""
    return not name.startswith("__") and _SOUNDS_LIKE_HARM.match(name.removeprefix("_")) is not None


def _unseen(row: ApiRow, function: Api) -> bool:
    """Whether only the package as a whole is known to be harmless, and this member sounds as if it were not."""
    name = function.items[-1] if function.items else ""
    if not row.whole or (name in METHODS and _CHANGES_ROWS.search(function.path) is None):
        return False
    return name in METHODS or _sounds_like_harm(name)


def _of_application(function: Api) -> bool:
    """Whether a method is called of an object of an application that a framework loaded: nobody but the application made it."""
    found = _OF_APPLICATION.match(function.path) if function.path.startswith("pyramid.") else None
    return found is not None and ("bootstrap" not in found.group() or not _PARTS_OF_APPLICATION.isdisjoint(function.items))


def _came_out_of_data(row: ApiRow, function: Api) -> bool:
    """Whether a method is called of what somebody put into a database, a file or a list, and the library only handed out again."""
    says_nothing = row.do == "neutral" and (row.whole or row.lib == RESULTS) and row.lib not in _OF_THEIR_OWN
    return says_nothing and _HANDED_OUT.search(function.path) is not None
